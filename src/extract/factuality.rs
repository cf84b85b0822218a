//! How far it is so, and whose word it is: from the trigger up through everything that governs it.

use crate::language::grammar::GrammarResources;
use crate::language::reporting::ReportingResources;
use crate::model::{Modality, Polarity, Stance, TokenIndex, Upos};

use super::predicate::{Predicates, Slot, lowercase};

/// What syntax says about a trigger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Assessment {
    negated: bool,
    planned: bool,
    possible: bool,
    reported: bool,
    /// Who says so, nearest first.
    pub(super) sources: Vec<Source>,
}

/// Somebody's word, inside one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    /// Heads of the phrases that name the speakers; empty when nobody is named.
    pub(super) speakers: Vec<TokenIndex>,
    pub(super) stance: Stance,
    /// The word that shows it.
    pub(super) cue: TokenIndex,
}

impl Assessment {
    pub(super) fn polarity(&self, own: Polarity) -> Polarity {
        match (own, self.negated) {
            (Polarity::Affirmed, false) | (Polarity::Negated, true) => Polarity::Affirmed,
            (Polarity::Affirmed, true) | (Polarity::Negated, false) => Polarity::Negated,
        }
    }

    /// The least committed reading wins over the more committed, and a plan over everything: what somebody says
    /// will happen has not happened.
    pub(super) fn modality(&self, own: Option<Modality>) -> Modality {
        let read = if self.planned {
            Modality::Planned
        } else if self.possible {
            Modality::Possible
        } else if self.reported {
            Modality::Reported
        } else {
            Modality::Stated
        };
        match own {
            Some(own) if read == Modality::Stated || read == Modality::Reported => own,
            _ => read,
        }
    }
}

/// Reads factuality off the trees of one language.
pub(super) struct Factuality<'a> {
    pub(super) predicates: &'a Predicates<'a>,
    pub(super) grammar: &'a GrammarResources,
    pub(super) reporting: &'a ReportingResources,
}

/// How a word stands under the next.
enum Link {
    /// What the governor does to it, it does: infinitives, nouns of light verbs.
    Complement,
    /// A finite clause told by the governor.
    Told,
    /// Coordinated with it.
    Coordinated,
    /// Set beside it: quotations.
    Beside,
    /// A noun in an argument of the governor that keeps its own standing.
    Argument,
    /// An adverbial or relative clause.
    Loose,
}

impl Factuality<'_> {
    /// What governs a trigger, from the nearest outwards.
    pub(super) fn assess(&self, trigger: TokenIndex) -> Assessment {
        let mut result = Assessment::default();
        self.own(trigger, None, &mut result);
        let mut current = trigger;
        // Whether what holds of the next governor holds of the trigger as well.
        let mut transparent = true;
        for _ in 0..self.predicates.sentence.tokens.len() {
            self.beside(current, &mut result);
            let Some(head) = self.predicates.token(current).head else { break };
            let link = self.link(current, head);
            match link {
                Link::Complement => {
                    if transparent {
                        transparent = self.under(current, head, &mut result);
                        if transparent {
                            self.own(head, Some(current), &mut result);
                        }
                    }
                    self.told(head, current, false, &mut result);
                }
                Link::Told => {
                    self.told(head, current, true, &mut result);
                    transparent = false;
                }
                Link::Coordinated => {
                    if transparent && self.lacks_own_auxiliary(current) {
                        self.tense(head, &mut result);
                        result.possible |= self.is_condition(head);
                    }
                }
                Link::Beside => {
                    if self.predicates.in_slot(head, &Slot::Object).next().is_none() {
                        self.told(head, current, true, &mut result);
                    }
                    transparent = false;
                }
                Link::Argument => {
                    if transparent {
                        self.around_noun(current, head, &mut result);
                    }
                    transparent = false;
                }
                Link::Loose => {
                    if transparent {
                        self.adverbial(current, &mut result);
                    }
                    transparent = false;
                }
            }
            current = head;
        }
        self.set_apart(trigger, &mut result);
        result
    }

    /// A source between commas speaks for the whole sentence, wherever the parser hung it.
    fn set_apart(&self, trigger: TokenIndex, result: &mut Assessment) {
        for phrase in 0..self.predicates.sentence.tokens.len() {
            let Some(first) = self.predicates.children(phrase).first().copied().filter(|&first| first < phrase) else {
                continue;
            };
            let is_punctuation = |index: TokenIndex| self.predicates.token(index).upos == Upos::Punct;
            if (is_punctuation(first) || first.checked_sub(1).is_none_or(is_punctuation))
                && !self.predicates.sentence.dominates(phrase, trigger)
            {
                self.source_phrase(phrase, result);
            }
        }
    }

    fn link(&self, word: TokenIndex, head: TokenIndex) -> Link {
        let predicates = self.predicates;
        let finite = predicates.is_finite(word);
        let governor_is_verb = matches!(predicates.token(head).upos, Upos::Verb | Upos::Aux | Upos::Adj);
        match predicates.relation(word) {
            "xcomp" => Link::Complement,
            "ccomp" | "csubj" => {
                if finite {
                    Link::Told
                } else {
                    Link::Complement
                }
            }
            "conj" => Link::Coordinated,
            "parataxis" => Link::Beside,
            "acl"
                if !predicates.token(word).deprel.as_str().ends_with("relcl")
                    && self.predicates.is_infinitive(word) =>
            {
                Link::Complement
            }
            "acl" if predicates.token(word).deprel.subtype() == "" && finite => Link::Told,
            "obj" | "obl" | "iobj" if governor_is_verb => {
                if self.is_event_of(word, head) {
                    Link::Complement
                } else {
                    Link::Argument
                }
            }
            "nsubj" if governor_is_verb && predicates.is_passive(head) && self.is_event_of(word, head) => {
                Link::Complement
            }
            "nsubj" | "nmod" => Link::Argument,
            // "prevent A from buying B", "empêcher A d'acheter B", however the parser hung it.
            "advcl" | "obl"
                if !finite
                    && governor_is_verb
                    && self.reporting.factuality.preventing.contains(&predicates.lemma(head))
                    && matches!(predicates.token(word).upos, Upos::Verb) =>
            {
                Link::Complement
            }
            _ => Link::Loose,
        }
    }

    /// Whether a noun under a verb is what the verb does, plans, refuses or denies: not "salue le rachat".
    fn is_event_of(&self, noun: TokenIndex, verb: TokenIndex) -> bool {
        let words = &self.reporting.factuality;
        let lemma = self.predicates.lemma(verb);
        let is_object = self.predicates.in_slot(verb, &Slot::Object).any(|object| object == noun)
            || self.predicates.in_slot(verb, &Slot::Indirect).any(|object| object == noun);
        let supports = self.grammar.support_verbs.contains(&lemma);
        (is_object
            && (supports
                || words.preventing.contains(&lemma)
                || words.intending.contains(&lemma)
                || self.reporting.saying.denying.contains(&lemma)
                || self.reporting.saying.asserting.contains(&lemma)))
            || (supports
                && !self.predicates.children(noun).iter().any(|&child| self.predicates.relation(child) == "det"))
    }

    fn lacks_own_auxiliary(&self, word: TokenIndex) -> bool {
        !self.predicates.is_finite(word)
            && !self
                .predicates
                .children(word)
                .iter()
                .any(|&child| matches!(self.predicates.relation(child), "aux" | "nsubj"))
    }

    /// Negation, tense and mood of the word itself; `from` is the argument that was read before, whose own "no"
    /// must not count twice.
    fn own(&self, word: TokenIndex, from: Option<TokenIndex>, result: &mut Assessment) {
        if self.is_negated(word, from) {
            result.negated = !result.negated;
        }
        self.tense(word, result);
        let words = &self.reporting.factuality;
        for &child in self.predicates.children(word) {
            let lemma = self.predicates.lemma(child);
            if matches!(self.predicates.relation(child), "advmod" | "amod") {
                result.possible |= words.possibly.contains(&lemma);
                result.reported |= words.allegedly.contains(&lemma);
            }
        }
        result.possible |= self.is_condition(word) || self.is_asked(word);
    }

    /// "Did A buy B?", "A a-t-il racheté B ?": open, unless an interrogative asks about something else.
    fn is_asked(&self, word: TokenIndex) -> bool {
        let predicates = self.predicates;
        let tokens = &predicates.sentence.tokens;
        let mut last = tokens.iter().rev().skip_while(|token| token.upos == Upos::Punct && !token.form.contains('?'));
        if !last.next().is_some_and(|token| token.form.contains('?')) {
            return false;
        }
        let is_main = matches!(predicates.relation(word), "root" | "conj" | "parataxis" | "xcomp" | "obj" | "obl");
        let interrogative = |index: TokenIndex| {
            let feats = &predicates.token(index).feats;
            feats.has("PronType", "Int")
        };
        let head = predicates.clause_head(word);
        is_main
            && !predicates.children(head).iter().any(|&child| {
                interrogative(child) || predicates.children(child).iter().any(|&below| interrogative(below))
            })
    }

    /// Whether the word heads a condition: "if Trump wins".
    fn is_condition(&self, word: TokenIndex) -> bool {
        self.predicates.children(word).iter().any(|&child| {
            self.predicates.relation(child) == "mark"
                && self.grammar.conditions.contains(&self.predicates.lemma(child))
                && !self.is_concession(child)
                && (self.predicates.relation(word) != "ccomp"
                    || self.reporting.factuality.open_questions.contains(&self.predicates.lemma(child)))
        })
    }

    /// "même si": so it is, whatever follows from it.
    fn is_concession(&self, marker: TokenIndex) -> bool {
        marker.checked_sub(1).is_some_and(|before| self.grammar.concessive.contains(&self.predicates.lemma(before)))
    }

    fn tense(&self, word: TokenIndex, result: &mut Assessment) {
        let words = &self.reporting.factuality;
        let mut conditional = false;
        let mut compound = false;
        let mut possible = false;
        let auxiliaries = self
            .predicates
            .children(word)
            .iter()
            .copied()
            .filter(|&child| matches!(self.predicates.relation(child), "aux" | "cop"));
        for index in std::iter::once(word).chain(auxiliaries) {
            let token = self.predicates.token(index);
            let lemma = self.predicates.lemma(index);
            if index != word {
                let form = lowercase(&token.form);
                let listed = |set: &std::collections::BTreeSet<String>| set.contains(&lemma) || set.contains(&form);
                possible |= listed(&words.possibility);
                result.planned |= listed(&words.future_auxiliaries);
            }
            result.planned |= token.feats.has("Tense", "Fut") || token.feats.has("Mood", "Imp");
            if token.feats.has("Mood", "Cnd") {
                conditional = true;
                compound |= index != word && token.deprel.subtype() != "pass";
                possible |= words.possibility.contains(&lemma);
            }
        }
        if possible {
            result.possible = true;
        } else if conditional {
            let has_condition = self
                .predicates
                .children(word)
                .iter()
                .any(|&child| self.predicates.relation(child) == "advcl" && self.is_condition(child));
            if has_condition {
                result.possible = true;
            } else if !compound && self.is_told(word) {
                // "Il a promis qu'il partirait": future seen from the past.
                result.planned = true;
            } else {
                result.reported = true;
            }
        }
    }

    fn is_told(&self, word: TokenIndex) -> bool {
        self.predicates.relation(word) == "ccomp"
    }

    pub(super) fn is_negated(&self, word: TokenIndex, from: Option<TokenIndex>) -> bool {
        let words = &self.reporting.factuality;
        let children = self.predicates.children(word);
        let has_particle =
            children.iter().any(|&child| words.negation_particles.contains(&self.predicates.lemma(child)));
        let negates = |index: TokenIndex| {
            let lemma = self.predicates.lemma(index);
            let next = self.predicates.sentence.tokens.get(index + 1).map(|next| lowercase(&next.form));
            if next.is_some_and(|next| words.restrictions.contains(&next)) {
                // "not only", "pas seulement"
                return false;
            }
            let with_word_before = index.checked_sub(1).map(|before| {
                format!(
                    "{} {}",
                    lowercase(&self.predicates.token(before).form),
                    lowercase(&self.predicates.token(index).form)
                )
            });
            with_word_before.is_some_and(|phrase| words.negations.contains(&phrase))
                || words.negations.contains(&lemma)
                || words.negations.contains(&lowercase(&self.predicates.token(index).form))
                || (has_particle && words.particle_negations.contains(&lemma))
        };
        let by_adverb = children.iter().any(|&child| {
            matches!(self.predicates.relation(child), "advmod" | "neg" | "det" | "aux" | "cc" | "obl" | "obj") && negates(child)
                // Lemmatizers differ on "n't"; it may hang on the auxiliary.
                || (self.predicates.relation(child) == "aux"
                    && self.predicates.children(child).iter().any(|&below| negates(below)))
        });
        let empty = |noun: TokenIndex| {
            words.negative_quantifiers.contains(&self.predicates.lemma(noun))
                || self.predicates.children(noun).iter().any(|&child| {
                    matches!(self.predicates.relation(child), "det" | "amod" | "advmod")
                        && words.negative_quantifiers.contains(&self.predicates.lemma(child))
                })
        };
        let is_verb = matches!(self.predicates.token(word).upos, Upos::Verb | Upos::Aux);
        let by_argument = if is_verb {
            children.iter().any(|&child| {
                Some(child) != from && matches!(self.predicates.relation(child), "nsubj" | "obj") && empty(child)
            })
        } else {
            empty(word)
        };
        let without = words.without.contains(&self.marker(word));
        // French doubles: "ne … aucun", "sans aucun" negate once.
        by_adverb || by_argument || without
    }

    /// Preposition or conjunction before a noun or clause.
    fn marker(&self, word: TokenIndex) -> String {
        let preposition = self.predicates.preposition(word);
        if !preposition.is_empty() {
            return preposition;
        }
        let mark =
            self.predicates.children(word).iter().copied().find(|&child| self.predicates.relation(child) == "mark");
        mark.map(|mark| self.predicates.lemma(mark)).unwrap_or_default()
    }

    /// What a governor does to its complement. Whether its own tense and negation carry over.
    fn under(&self, word: TokenIndex, head: TokenIndex, result: &mut Assessment) -> bool {
        let words = &self.reporting.factuality;
        let lemma = self.predicates.lemma(head);
        let is_noun = matches!(self.predicates.token(head).upos, Upos::Noun | Upos::Propn);
        let perfect = self.predicates.token(word).feats.has("VerbForm", "Part")
            && self
                .predicates
                .children(word)
                .iter()
                .any(|&child| self.predicates.token(child).deprel.as_str() == "aux");
        if words.preventing.contains(&lemma) {
            result.negated = !result.negated;
        } else if words.intending.contains(&lemma) && !is_noun {
            result.planned |= !perfect;
        } else if is_noun && words.intentions.contains(&lemma) {
            result.planned = true;
        } else if is_noun && words.allegations.contains(&lemma) {
            result.reported = true;
        } else if words.possibility.contains(&lemma) {
            result.possible = true;
        } else if self.reporting.saying.denying.contains(&lemma) {
            return false;
        } else if !perfect && !words.implicative.contains(&lemma) && self.is_open_infinitive(word, head) {
            result.possible = true;
        }
        !is_noun || words.intentions.contains(&lemma)
    }

    /// "free to leave", "a chance to leave", "autorise à partir": nobody left yet. "The first to leave" did, and so
    /// did who "says to have left".
    fn is_open_infinitive(&self, word: TokenIndex, head: TokenIndex) -> bool {
        let predicates = self.predicates;
        let words = &self.reporting.factuality;
        let is_bare_noun = matches!(predicates.token(word).upos, Upos::Noun | Upos::Propn | Upos::Adj);
        let has_auxiliary = predicates.children(word).iter().any(|&child| predicates.relation(child) == "aux");
        let singled_out = |index: TokenIndex| {
            words.singling_out.contains(&predicates.lemma(index)) || predicates.token(index).feats.has("NumType", "Ord")
        };
        predicates.is_infinitive(word)
            && !is_bare_noun
            && !has_auxiliary
            && !self.reporting.saying.asserting.contains(&predicates.lemma(head))
            && !self.reporting.saying.accusing.contains(&predicates.lemma(head))
            && !self.grammar.support_verbs.contains(&predicates.lemma(head))
            && !self.grammar.copulas.contains(&predicates.lemma(head))
            && !singled_out(head)
            && !predicates.children(head).iter().any(|&child| singled_out(child))
    }

    /// Adds the governor's word, if it is one of saying.
    fn told(&self, head: TokenIndex, content: TokenIndex, finite: bool, result: &mut Assessment) {
        let saying = &self.reporting.saying;
        let lemma = self.predicates.lemma(head);
        let upos = self.predicates.token(head).upos;
        if upos == Upos::Noun {
            result.reported |= self.reporting.factuality.allegations.contains(&lemma);
            result.planned |= finite && self.reporting.factuality.intentions.contains(&lemma);
            return;
        }
        if !matches!(upos, Upos::Verb | Upos::Adj) {
            return;
        }
        let content_is_noun = matches!(self.predicates.token(content).upos, Upos::Noun | Upos::Propn);
        if content_is_noun
            && self.grammar.support_verbs.contains(&lemma)
            && !self.reporting.factuality.intending.contains(&lemma)
            && !saying.confirming.contains(&lemma)
        {
            // "hold talks" says nothing, though "hold that" does.
            return;
        }
        let negated = self.is_negated(head, None);
        let stance = if saying.denying.contains(&lemma) {
            if negated { Stance::Asserts } else { Stance::Denies }
        } else if saying.asserting.contains(&lemma) || saying.accusing.contains(&lemma) {
            if negated { Stance::Questions } else { Stance::Asserts }
        } else if finite && saying.questioning.contains(&lemma) && self.is_condition_marked(content) {
            Stance::Questions
        } else {
            if finite && self.reporting.factuality.intending.contains(&lemma) {
                result.planned = true;
            }
            return;
        };
        result.reported = true;
        result.possible |= stance == Stance::Questions;
        let speakers = self.predicates.in_slot(head, &Slot::Subject).collect();
        result.sources.push(Source { speakers, stance, cue: head });
    }

    /// "asked whether", "se demande si".
    fn is_condition_marked(&self, clause: TokenIndex) -> bool {
        self.predicates.children(clause).iter().any(|&child| self.predicates.relation(child) == "mark")
    }

    /// Words of saying and sources that hang on a governor without governing: "…, a déclaré X", "selon X", "comme l'a dit X".
    fn beside(&self, word: TokenIndex, result: &mut Assessment) {
        for &child in self.predicates.children(word) {
            let saying = &self.reporting.saying;
            match self.predicates.relation(child) {
                "parataxis" | "advcl" if self.predicates.token(child).upos == Upos::Verb => {
                    let lemma = self.predicates.lemma(child);
                    let is_parenthetical = self.predicates.relation(child) == "parataxis"
                        || self.grammar.as_role.contains(&self.marker(child));
                    let speaks = saying.asserting.contains(&lemma) || saying.accusing.contains(&lemma);
                    let has_speaker = self.predicates.in_slot(child, &Slot::Subject).next().is_some();
                    // "…, ils soutenaient les Britanniques" tells nothing; "…, soutiennent-ils" does.
                    let has_content = [Slot::Clause, Slot::Object]
                        .iter()
                        .any(|slot| self.predicates.in_slot(child, slot).next().is_some());
                    if is_parenthetical && speaks && has_speaker && !has_content {
                        let speakers = self.predicates.in_slot(child, &Slot::Subject).collect();
                        result.reported = true;
                        result.sources.push(Source { speakers, stance: Stance::Asserts, cue: child });
                    }
                }
                "obl" | "nmod" | "advmod" | "parataxis" => self.source_phrase(child, result),
                _ => {}
            }
        }
    }

    /// "selon X".
    pub(super) fn source_phrase(&self, phrase: TokenIndex, result: &mut Assessment) {
        let preposition = self.predicates.preposition(phrase);
        if !self.reporting.saying.source_prepositions.contains(&preposition) {
            return;
        }
        let Some(cue) =
            self.predicates.children(phrase).iter().copied().find(|&child| self.predicates.relation(child) == "case")
        else {
            return;
        };
        if self.predicates.is_relative_pronoun(phrase) {
            // "une information selon laquelle": somebody's word, the noun does not say whose.
            result.reported = true;
            return;
        }
        let source = Source { speakers: vec![phrase], stance: Stance::Asserts, cue };
        if !result.sources.contains(&source) {
            result.reported = true;
            result.sources.push(source);
        }
    }

    /// A noun inside a noun phrase, or a subject: "projet de rachat", "les rumeurs d'un rachat", "le rachat aura lieu".
    fn around_noun(&self, noun: TokenIndex, head: TokenIndex, result: &mut Assessment) {
        let words = &self.reporting.factuality;
        let lemma = self.predicates.lemma(head);
        if self.predicates.token(head).upos == Upos::Noun {
            result.planned |= words.intentions.contains(&lemma);
            result.reported |= words.allegations.contains(&lemma);
            if words.absences.contains(&lemma) {
                result.negated = !result.negated;
            }
            for &child in self.predicates.children(head) {
                result.reported |= self.predicates.relation(child) == "amod"
                    && words.allegedly.contains(&self.predicates.lemma(child));
            }
        } else if self.predicates.relation(noun) == "nsubj" && words.occurring.contains(&lemma) {
            self.own(head, Some(noun), result);
        }
    }

    /// An adverbial clause: a condition was read before; what is done "in order to" is meant, not done.
    fn adverbial(&self, clause: TokenIndex, result: &mut Assessment) {
        if matches!(self.predicates.relation(clause), "advcl" | "obl")
            && self.predicates.is_infinitive(clause)
            && self.reporting.factuality.purposes.contains(&self.marker(clause))
        {
            result.planned = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::trees::tree;
    use super::*;
    use crate::data_folder::DataFolder;

    /// Checks polarity, modality and sources of a trigger: `negated stated asserts=X`.
    fn check(language: &str, lines: &str, word: &str, expected: &str) {
        let folder = DataFolder::bundled_languages().subfolder(language);
        let grammar = GrammarResources::load(&folder).unwrap();
        let reporting = ReportingResources::load(&folder).unwrap();
        let (sentence, text) = tree(lines);
        let predicates = Predicates::new(&sentence, &text, &grammar);
        let trigger = sentence.tokens.iter().position(|token| token.form == word).unwrap();
        let factuality = Factuality { predicates: &predicates, grammar: &grammar, reporting: &reporting };
        let found = factuality.assess(trigger);
        let mut line = format!("{} {}", found.polarity(Polarity::Affirmed), found.modality(None));
        for source in &found.sources {
            for &speaker in &source.speakers {
                line += &format!(" {}={}", source.stance, sentence.tokens[speaker].form);
            }
        }
        assert_eq!(line, expected, "{word} in {text}");
    }

    #[test]
    fn adverbs_quantifiers_and_prepositions_negate() {
        let lines = "A A PROPN _ 4 nsubj
            n' ne ADV Polarity=Neg 4 advmod
            a avoir AUX VerbForm=Fin 4 aux:tense
            acheté acheter VERB Tense=Past|VerbForm=Part 0 root
            pas pas ADV Polarity=Neg 4 advmod
            B B PROPN _ 4 obj";
        check("fr", lines, "acheté", "negated stated");
        check("fr", &lines.replace("pas pas", "plus plus"), "acheté", "negated stated");
        check(
            "fr",
            &lines.replace("pas pas ADV Polarity=Neg 4 advmod", "que que ADV _ 6 advmod"),
            "acheté",
            "affirmed stated",
        );
        let lines = "A A PROPN _ 2 nsubj
            has have VERB Tense=Pres|VerbForm=Fin 0 root
            no no DET _ 4 det
            contact contact NOUN _ 2 obj
            with with ADP _ 6 case
            B B PROPN _ 4 nmod";
        check("en", lines, "contact", "negated stated");
        let lines = "A A PROPN _ 2 nsubj
            part partir VERB VerbForm=Fin 0 root
            sans sans ADP _ 4 mark
            rencontrer rencontrer VERB VerbForm=Inf 2 advcl
            B B PROPN _ 4 obj";
        check("fr", lines, "rencontrer", "negated stated");
    }

    #[test]
    fn what_is_promised_refused_or_possible_is_not_so_yet() {
        let lines = "A A PROPN _ 2 nsubj
            promises promise VERB VerbForm=Fin 0 root
            to to PART _ 4 mark
            buy buy VERB VerbForm=Inf 2 xcomp
            B B PROPN _ 4 obj";
        check("en", lines, "buy", "affirmed planned");
        check("en", &lines.replace("promises promise", "refuses refuse"), "buy", "negated stated");
        let lines = "A A PROPN _ 3 nsubj
            may may AUX VerbForm=Fin 3 aux
            buy buy VERB VerbForm=Inf 0 root
            B B PROPN _ 3 obj";
        check("en", lines, "buy", "affirmed possible");
        check("en", &lines.replace("may may", "will will"), "buy", "affirmed planned");
        check("en", &lines.replace("may may", "did do"), "buy", "affirmed stated");
        let lines = "si si SCONJ _ 3 mark
            A A PROPN _ 3 nsubj
            achète acheter VERB VerbForm=Fin 5 advcl
            B B PROPN _ 3 obj
            tombe tomber VERB VerbForm=Fin 0 root";
        check("fr", lines, "achète", "affirmed possible");
    }

    #[test]
    fn the_conditional_is_hearsay_unless_told_or_conditioned() {
        let lines = "A A PROPN _ 3 nsubj
            aurait avoir AUX Mood=Cnd|VerbForm=Fin 3 aux:tense
            acheté acheter VERB Tense=Past|VerbForm=Part 0 root
            B B PROPN _ 3 obj";
        check("fr", lines, "acheté", "affirmed reported");
        let lines = "C C PROPN _ 2 nsubj
            dit dire VERB VerbForm=Fin 0 root
            que que SCONJ _ 5 mark
            A A PROPN _ 5 nsubj
            achèterait acheter VERB Mood=Cnd|VerbForm=Fin 2 ccomp
            B B PROPN _ 5 obj";
        check("fr", lines, "achèterait", "affirmed planned asserts=C");
    }

    #[test]
    fn speakers_assert_deny_and_doubt() {
        let lines = "C C PROPN _ 2 nsubj
            said say VERB VerbForm=Fin 0 root
            that that SCONJ _ 5 mark
            A A PROPN _ 5 nsubj
            bought buy VERB VerbForm=Fin 2 ccomp
            B B PROPN _ 5 obj";
        check("en", lines, "bought", "affirmed reported asserts=C");
        check("en", &lines.replace("said say", "denied deny"), "bought", "affirmed reported denies=C");
        let lines = "C C PROPN _ 2 nsubj
            denied deny VERB VerbForm=Fin 0 root
            buying buy VERB VerbForm=Ger 2 xcomp
            B B PROPN _ 3 obj";
        check("en", lines, "buying", "affirmed reported denies=C");
        let lines = "A A PROPN _ 2 nsubj
            achète acheter VERB VerbForm=Fin 0 root
            B B PROPN _ 2 obj
            , , PUNCT _ 6 punct
            a avoir AUX VerbForm=Fin 6 aux:tense
            déclaré déclarer VERB Tense=Past|VerbForm=Part 2 parataxis:insert
            C C PROPN _ 6 nsubj";
        check("fr", lines, "achète", "affirmed reported asserts=C");
        let lines = "According accord VERB VerbForm=Ger 3 case
            to to ADP _ 1 fixed
            C C PROPN _ 6 obl
            , , PUNCT _ 3 punct
            A A PROPN _ 6 nsubj
            bought buy VERB VerbForm=Fin 0 root
            B B PROPN _ 6 obj";
        check("en", lines, "bought", "affirmed reported asserts=C");
    }

    #[test]
    fn nouns_of_plan_and_allegation_pass_on_what_they_are() {
        let lines = "le le DET _ 2 det
            projet projet NOUN _ 0 root
            de de ADP _ 4 case
            rachat rachat NOUN _ 2 nmod
            de de ADP _ 6 case
            B B PROPN _ 4 nmod";
        check("fr", lines, "rachat", "affirmed planned");
        check("fr", &lines.replace("projet projet", "rumeur rumeur"), "rachat", "affirmed reported");
        check("fr", &lines.replace("projet projet", "absence absence"), "rachat", "negated stated");
    }
}
