//! What governs a word says of it: plans, refusals, words of saying, sources, nouns around a noun.

use std::collections::BTreeSet;

use crate::model::{Stance, TokenIndex, Upos};

use super::super::predicate::Slot;
use super::{Assessment, Factuality, Source};

impl Factuality<'_> {
    /// What a governor does to its complement. Whether its own tense and negation carry over.
    pub(super) fn under(&self, word: TokenIndex, head: TokenIndex, result: &mut Assessment) -> bool {
        let words = &self.reporting.factuality;
        let lemma = self.predicates.lemma(head);
        let is_noun = matches!(self.predicates.token(head).upos, Upos::Noun | Upos::Propn);
        let governs = |set: &BTreeSet<String>| self.governs(set, head, word);
        let perfect = self.predicates.token(word).feats.has("VerbForm", "Part")
            && self
                .predicates
                .children(word)
                .iter()
                .any(|&child| self.predicates.token(child).deprel.as_str() == "aux");
        if governs(&words.preventing) || self.is_too_much(word, head) {
            result.negated = !result.negated;
        } else if !is_noun && words.obligations.contains(&lemma) && self.predicates.is_infinitive(word) {
            result.planned |= !perfect && !self.is_perfective(head);
        } else if !is_noun && governs(&words.intending) {
            result.planned |= !perfect;
        } else if is_noun && words.intentions.contains(&lemma) {
            result.planned = true;
        } else if is_noun && words.allegations.contains(&lemma) {
            result.reported = true;
        } else if is_noun && words.possibilities.contains(&lemma) {
            result.possible = true;
        } else if governs(&words.possibility) {
            result.possible |= !self.is_perfective(head);
        } else if self.reporting.saying.denying.contains(&lemma) {
            return false;
        } else if !perfect && !words.implicative.contains(&lemma) && self.is_open_infinitive(word, head) {
            result.possible = true;
        }
        !is_noun || words.intentions.contains(&lemma)
    }

    /// Whether a list has the governor, alone or with the preposition that takes its complement: "think of".
    fn governs(&self, set: &BTreeSet<String>, head: TokenIndex, word: TokenIndex) -> bool {
        let lemma = self.predicates.lemma(head);
        set.contains(&lemma) || set.contains(&format!("{lemma} {}", self.marker(word)))
    }

    /// "too weak to resist", "trop faible pour résister": it does not happen.
    pub(super) fn is_too_much(&self, word: TokenIndex, head: TokenIndex) -> bool {
        self.predicates.is_infinitive(word)
            && self.predicates.children(head).iter().any(|&child| {
                child < head
                    && self.predicates.relation(child) == "advmod"
                    && self.reporting.factuality.excess.contains(&self.predicates.lemma(child))
            })
    }

    /// "free to leave", "a chance to leave", "autorise à partir": nobody left yet. "The first to leave" did, and so
    /// did who "says to have left".
    pub(super) fn is_open_infinitive(&self, word: TokenIndex, head: TokenIndex) -> bool {
        let predicates = self.predicates;
        let words = &self.reporting.factuality;
        let is_bare_noun = matches!(predicates.token(word).upos, Upos::Noun | Upos::Propn | Upos::Adj);
        let has_auxiliary = predicates.children(word).iter().any(|&child| predicates.relation(child) == "aux");
        let singled_out = |index: TokenIndex| {
            words.singling_out.contains(&predicates.lemma(index)) || predicates.token(index).feats.has("NumType", "Ord")
        };
        predicates.is_infinitive(word)
            && !self.is_arrived(head)
            && !is_bare_noun
            && !has_auxiliary
            && !self.reporting.saying.asserting.contains(&predicates.lemma(head))
            && !self.reporting.saying.accusing.contains(&predicates.lemma(head))
            && (predicates.token(head).upos != Upos::Verb
                || !self.grammar.support_verbs.contains(&predicates.lemma(head)))
            && !self.grammar.copulas.contains(&predicates.lemma(head))
            && !singled_out(head)
            && !predicates.children(head).iter().any(|&child| singled_out(child))
    }

    /// Adds the governor's word, if it is one of saying.
    pub(super) fn told(&self, head: TokenIndex, content: TokenIndex, finite: bool, result: &mut Assessment) {
        let saying = &self.reporting.saying;
        let lemma = self.predicates.lemma(head);
        let upos = self.predicates.token(head).upos;
        // "is thinking of selling" says nothing.
        let words = &self.reporting.factuality;
        let phrase = format!("{lemma} {}", self.marker(content));
        if !finite
            && [&words.intending, &words.preventing, &words.possibility].into_iter().any(|set| set.contains(&phrase))
        {
            return;
        }
        if self.reporting.factuality.untrue.contains(&lemma) {
            result.negated = !result.negated;
            return;
        }
        if finite && self.reporting.factuality.fearing.contains(&lemma) {
            result.possible = true;
        }
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
            && !(saying.asserting.contains(&lemma) && words.intentions.contains(&self.predicates.lemma(content)))
        {
            // "hold talks" says nothing, though "hold that" and "announce one's will to" do.
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
            let is_asked = self.is_condition(content);
            if finite && !is_asked && self.reporting.factuality.intending.contains(&lemma) {
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
    pub(super) fn is_condition_marked(&self, clause: TokenIndex) -> bool {
        self.predicates.children(clause).iter().any(|&child| self.predicates.relation(child) == "mark")
    }

    /// Words of saying and sources that hang on a governor without governing: "…, a déclaré X", "selon X", "comme l'a dit X".
    pub(super) fn beside(&self, word: TokenIndex, result: &mut Assessment) {
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
    pub(in crate::extract) fn source_phrase(&self, phrase: TokenIndex, result: &mut Assessment) {
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
        result.reported = true;
        if self.is_hearsay(phrase) {
            return;
        }
        let source = Source { speakers: vec![phrase], stance: Stance::Asserts, cue };
        if !result.sources.contains(&source) {
            result.sources.push(source);
        }
    }

    /// "d'après une rumeur": nobody's word, unless the noun says whose.
    pub(in crate::extract) fn is_hearsay(&self, phrase: TokenIndex) -> bool {
        let predicates = self.predicates;
        let lemma = predicates.lemma(phrase);
        let is_of_text =
            self.reporting.factuality.allegations.contains(&lemma) && !self.reporting.saying.carriers.contains(&lemma);
        is_of_text
            && !predicates
                .children(phrase)
                .iter()
                .any(|&child| matches!(predicates.relation(child), "nmod" | "acl" | "compound"))
    }

    /// A noun inside a noun phrase, or a subject: "projet de rachat", "les rumeurs d'un rachat", "le rachat aura lieu".
    pub(super) fn around_noun(&self, noun: TokenIndex, head: TokenIndex, result: &mut Assessment) {
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

    /// An adverbial clause: a condition was read before; what is done "in order to" is meant, not done, and what
    /// comes before, when or once something happens that is still to come is to come itself.
    pub(super) fn adverbial(&self, clause: TokenIndex, head: TokenIndex, result: &mut Assessment) {
        let is_open = match self.predicates.relation(clause) {
            "advcl" => self.is_beside_what_is_to_come(clause, head),
            "acl" => self.is_about_what_is_to_come(clause, head),
            _ => false,
        };
        // "s'est engagé, s'il gagne, à nommer X": parsers hang the promise on the condition.
        result.planned |= is_open || self.predicates.is_infinitive(clause) && self.is_condition(head);
        if matches!(self.predicates.relation(clause), "advcl" | "obl")
            && self.predicates.is_infinitive(clause)
            && !self.is_arrived(head)
            && self.reporting.factuality.purposes.contains(&self.marker(clause))
        {
            result.planned = true;
        }
    }

    /// "went to Kyiv to meet": who has gone and come has as a rule done what it was for.
    fn is_arrived(&self, verb: TokenIndex) -> bool {
        self.reporting.factuality.motions.contains(&self.predicates.lemma(verb))
            && self.is_perfective(verb)
            && !self.is_negated(verb, None)
    }

    /// "will update whatever you need", "tell anyone who comes": of nobody and nothing that is there yet.
    fn is_about_what_is_to_come(&self, clause: TokenIndex, head: TokenIndex) -> bool {
        let predicates = self.predicates;
        let feats = &predicates.token(head).feats;
        let is_open_pronoun = predicates.token(head).upos == Upos::Pron && !feats.has("PronType", "Prs");
        if !is_open_pronoun || !predicates.token(clause).feats.has("Tense", "Pres") {
            return false;
        }
        let governor = predicates.clause_head(head);
        governor != head && {
            let governor = self.assess(governor);
            governor.planned || governor.possible
        }
    }

    fn is_beside_what_is_to_come(&self, clause: TokenIndex, head: TokenIndex) -> bool {
        let predicates = self.predicates;
        let is_temporal = predicates.children(clause).iter().any(|&child| {
            child < clause
                && matches!(predicates.relation(child), "mark" | "advmod" | "case")
                && self.reporting.factuality.temporal.contains(&predicates.lemma(child))
        });
        let is_past = std::iter::once(clause)
            .chain(predicates.children(clause).iter().copied())
            .filter(|&word| word == clause || matches!(predicates.relation(word), "aux" | "cop"))
            .any(|word| {
                let feats = &predicates.token(word).feats;
                feats.has("VerbForm", "Fin") && (feats.has("Tense", "Past") || feats.has("Tense", "Imp"))
            });
        if !is_temporal || is_past {
            return false;
        }
        let governor = self.assess(head);
        governor.planned || governor.possible
    }
}
