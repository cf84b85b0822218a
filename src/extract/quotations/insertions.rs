//! Acts of speech inserted into what is said: "…, a déclaré X, …", "…, said X", "…, he added".

use crate::model::{Span, TokenIndex, Upos};

use super::super::predicate::Slot;
use super::acts::{Reader, SHORTEST_SAID, Speech, is_mark, is_stop};
use super::phrases::{clause_tokens, noun_phrase};

impl Reader<'_> {
    /// "…, a déclaré X", "…, X said": the stretch from the first word of the insertion to its last, and who speaks.
    ///
    /// Found by the words themselves, for parsers often take what is said for the subject. A verb of no list speaks
    /// only right behind a closing mark, with its subject after it.
    pub(super) fn insertion(&self, verb: TokenIndex, speech: Speech) -> Option<(Span, TokenIndex)> {
        let predicates = &self.context.predicates;
        let (first, turned) = self.verb_group(verb);
        if !(first..=verb).any(|index| predicates.token(index).feats.has("VerbForm", "Fin")) {
            return None;
        }
        let speaks = matches!(speech, Speech::Asserts | Speech::Utters);
        let complete = self.is_complete_before(first);
        let boundary = self.boundary(first);
        let mut from = first;
        let mut subject = turned.filter(|&turned| self.may_speak(turned));
        if subject.is_none() && (speaks || speech == Speech::Learns) && boundary.is_some() {
            // "a-t-on appris de X", "explique-t-on à X": X speaks.
            subject = self.told_by(verb, speech == Speech::Learns);
        }
        if subject.is_none() && turned.is_none() {
            let own_subject_before =
                predicates.children(verb).iter().any(|&child| child < first && predicates.relation(child) == "nsubj");
            subject = match boundary {
                Some(Boundary::Comma) if speaks && complete => {
                    let who = if speech == Speech::Asserts { Who::Known } else { Who::Somebody };
                    self.subject_after(verb, who, false)
                }
                Some(boundary) => {
                    let who = if boundary == Boundary::Comma { Who::Somebody } else { Who::Anything };
                    self.subject_after(verb, who, own_subject_before)
                }
                // Marks and comma are lost: "Tout va bien affirme Jeanne Durand."
                None if speech == Speech::Asserts && complete && !self.is_linked(first) => {
                    self.subject_after(verb, Who::Somebody, false).filter(|&subject| self.is_named_next(verb, subject))
                }
                None => None,
            };
        }
        if subject.is_none() && turned.is_none() && speaks {
            // "…, he said", "…, the minister said".
            let before =
                predicates.in_slot(verb, &Slot::Subject).find(|&subject| subject < first && self.may_speak(subject))?;
            let phrase = clause_tokens(self.context, before, 0);
            if phrase.end != first || !self.ends_part(verb) {
                return None;
            }
            let has_clause = self.boundary(phrase.start) != Some(Boundary::Comma)
                || (0..phrase.start).any(|index| predicates.token(index).feats.has("VerbForm", "Fin"));
            if !has_clause {
                return None;
            }
            from = phrase.start;
            subject = Some(before);
        }
        let subject = subject?;
        let boundary = match self.boundary(from) {
            None if from == first && complete && speech == Speech::Asserts => Boundary::Comma,
            other => other?,
        };
        if speech == Speech::Other
            && (boundary != Boundary::MarkAndComma || !self.is_somebody(subject) || predicates.is_passive(verb))
        {
            return None;
        }
        // "…, ils défendent leur avis", "…, la ministre dit vouloir": no insertions.
        let has_infinitive = from < first
            && predicates.children(verb).iter().any(|&child| child > verb && predicates.relation(child) == "xcomp");
        let has_own_object = (boundary == Boundary::Comma || from < first)
            && !(complete && from == first)
            && speech != Speech::Learns
            && predicates.children(verb).iter().any(|&object| {
                object > verb
                    && object != subject
                    && predicates.relation(object) == "obj"
                    && self.upos(object) == Upos::Noun
                    && predicates.preposition(object).is_empty()
                    && !self.is_value(object)
            });
        if has_infinitive || has_own_object || (speech != Speech::Learns && self.content(verb).is_some()) {
            return None;
        }
        let start = predicates.token(from).span.start;
        let mut end = predicates.token(verb).span.end;
        if let Some(phrase) = noun_phrase(self.context, subject) {
            end = end.max(phrase.end);
        }
        Some((Span::new(start, end), subject))
    }

    /// Whether a main clause stands before: its verb has no conjunction or relative pronoun before it in its part.
    fn is_complete_before(&self, first: TokenIndex) -> bool {
        let predicates = &self.context.predicates;
        let mut is_subordinate = false;
        for index in 0..first {
            let token = predicates.token(index);
            if is_stop(&self.form(index)) || is_mark(&self.form(index)) {
                is_subordinate = false;
            } else if token.upos == Upos::Sconj || predicates.is_relative_pronoun(index) {
                is_subordinate = true;
            } else if token.feats.has("VerbForm", "Fin") && !is_subordinate {
                return true;
            }
        }
        false
    }

    /// "les mesures qu'a annoncées X", "comme l'a dit X": no insertion.
    fn is_linked(&self, first: TokenIndex) -> bool {
        let predicates = &self.context.predicates;
        first.checked_sub(1).is_none_or(|before| {
            matches!(self.upos(before), Upos::Sconj | Upos::Adp | Upos::Cconj | Upos::Det)
                || predicates.is_relative_pronoun(before)
                || self.saying.clause_markers.contains(&predicates.lemma(before))
        })
    }

    /// A name right behind the verb with a stop or a preposition after it.
    fn is_named_next(&self, verb: TokenIndex, subject: TokenIndex) -> bool {
        let phrase = clause_tokens(self.context, subject, verb + 1);
        self.context.mentions.name_at(subject).is_some() && phrase.start == verb + 1
    }

    /// Who is said to have told it, where the subject is nobody: "auprès de X", "from X".
    fn told_by(&self, verb: TokenIndex, learns: bool) -> Option<TokenIndex> {
        let predicates = &self.context.predicates;
        let (_, turned) = self.verb_group(verb);
        if turned.is_none() && !learns {
            return None;
        }
        let size = self.context.sentence.tokens.len();
        (verb + 1..size).take_while(|&index| !matches!(self.form(index).as_str(), "." | ";" | ":" | ",")).find(
            |&noun| {
                let preposition = predicates.preposition(noun);
                let last = preposition.split_whitespace().next_back().unwrap_or_default();
                matches!(self.upos(noun), Upos::Noun | Upos::Propn)
                    && (self.saying.learned_from.contains(&preposition) || self.saying.learned_from.contains(last))
                    && self.may_speak(noun)
            },
        )
    }

    /// The first word of a verb with its auxiliaries, clitics and adverbs, and the pronoun turned round with them:
    /// "a-t-il", "a, de son côté,".
    pub(super) fn verb_group(&self, verb: TokenIndex) -> (TokenIndex, Option<TokenIndex>) {
        let predicates = &self.context.predicates;
        let mut first = verb;
        let mut subject = None;
        while let Some(before) = first.checked_sub(1) {
            let token = predicates.token(before);
            // "a t-il dit", with a slip before the pronoun.
            let is_slip = before + 1 == verb
                && token.form.contains('-')
                && before.checked_sub(1).is_some_and(|aux| self.upos(aux) == Upos::Aux);
            let turned = (token.upos == Upos::Pron || is_slip)
                && (is_slip
                    || token.form.starts_with('-')
                    || before.checked_sub(1).is_some_and(|aux| {
                        self.upos(aux) == Upos::Aux && !predicates.is_reflexive(before) && !is_clitic(&token.form)
                    }));
            if turned {
                subject = Some(before);
            }
            let is_small = match token.upos {
                Upos::Aux | Upos::Part | Upos::Adv => true,
                _ if turned => true,
                Upos::Pron => predicates.is_reflexive(before) || is_clitic(&token.form),
                // "fait savoir".
                Upos::Verb => before + 1 == verb && self.lemma_of(verb) != predicates.lemma(verb),
                _ => false,
            };
            if is_small {
                first = before;
                continue;
            }
            // "a pour sa part ajouté": over a phrase to the auxiliary.
            let is_participle = predicates.token(verb).feats.has("VerbForm", "Part");
            let reach = verb.saturating_sub(LONGEST_PHRASE)..verb;
            let auxiliary = reach.rev().find(|&index| self.upos(index) == Upos::Aux).filter(|_| is_participle);
            let Some(auxiliary) = auxiliary.filter(|_| first == verb) else { break };
            let is_phrase = matches!(self.upos(auxiliary + 1), Upos::Adp | Upos::Adv | Upos::Punct | Upos::Pron)
                && (auxiliary + 1..verb).all(|index| {
                    matches!(
                        self.upos(index),
                        Upos::Adp | Upos::Det | Upos::Noun | Upos::Adv | Upos::Pron | Upos::Punct
                    )
                });
            if !is_phrase {
                break;
            }
            first = auxiliary;
        }
        (first, subject)
    }

    /// What stands before the first word of an insertion.
    fn boundary(&self, first: TokenIndex) -> Option<Boundary> {
        let mut index = first;
        let mut found = None;
        while let Some(before) = index.checked_sub(1) {
            let form = self.form(before);
            match form.as_str() {
                "»" | "”" | "\"" | "“" | "«" | "’" => {
                    let stopped = found.is_some()
                        || before
                            .checked_sub(1)
                            .is_some_and(|inside| matches!(self.form(inside).as_str(), "," | "?" | "!" | "."));
                    return Some(if stopped { Boundary::MarkAndComma } else { Boundary::Mark });
                }
                "," | "?" | "!" | "…" | "..." | "–" | "—" | "-" | ")" | "]" => found = Some(Boundary::Comma),
                _ => break,
            }
            index = before;
        }
        match found {
            // The words that are said stand before: there must be some.
            Some(boundary) => {
                let has_verb = (0..index).any(|word| matches!(self.upos(word), Upos::Verb | Upos::Aux));
                (has_verb || index >= SHORTEST_SAID).then_some(boundary)
            }
            None if index == 0 => self.text_before().ends_with(['»', '”', '"']).then_some(Boundary::Mark),
            None => None,
        }
    }

    fn text_before(&self) -> &str {
        let text = self.context.detected.annotated.text();
        text.get(..self.context.sentence.span.start).unwrap_or_default().trim_end().trim_end_matches([',', '.', ' '])
    }

    /// The speaker behind the verb: its subject there, else the first noun phrase that no preposition introduces.
    ///
    /// Right behind a closing mark anything that stands there speaks; elsewhere it must be somebody who can, or behind
    /// a verb that asserts at least somebody or something known.
    fn subject_after(&self, verb: TokenIndex, who: Who, has_subject_before: bool) -> Option<TokenIndex> {
        let predicates = &self.context.predicates;
        let read = predicates.in_slot(verb, &Slot::Subject).find(|&subject| subject > verb && self.may_speak(subject));
        let close = |subject: &TokenIndex| (verb..*subject).all(|index| !is_stop(&self.form(index)));
        if let Some(subject) = read.filter(close) {
            return Some(subject);
        }
        let marked = who == Who::Anything;
        if has_subject_before && !marked {
            return None;
        }
        let size = self.context.sentence.tokens.len();
        let mut index = verb + 1;
        while index < size {
            let form = self.form(index);
            // "a tenté de rassurer le ministre", "dans un texte publié mardi la maire": over infinitive and participle.
            let feats = &predicates.token(index).feats;
            let is_passed = (marked && feats.has("VerbForm", "Inf")) || feats.has("VerbForm", "Part");
            if is_stop(&form)
                || (self.upos(index) == Upos::Verb && !is_passed)
                || matches!(self.upos(index), Upos::Sconj | Upos::Punct)
            {
                return None;
            }
            let is_noun = matches!(self.upos(index), Upos::Noun | Upos::Propn) && !self.is_value(index);
            let is_that_one = self.upos(index) == Upos::Pron && (form.starts_with('-') || self.is_described(index));
            if is_noun || is_that_one {
                let head = self.phrase_head(index);
                let bare = predicates.preposition(head).is_empty() && !self.is_behind_preposition(index);
                let is_known = || {
                    let is_definite = |&child: &TokenIndex| predicates.token(child).feats.has("Definite", "Def");
                    predicates.children(head).iter().any(is_definite)
                };
                let fits = match who {
                    Who::Anything => true,
                    Who::Known => is_that_one || self.is_somebody(head) || is_known(),
                    Who::Somebody => is_that_one || self.is_somebody(head),
                };
                if bare && fits && self.may_speak(head) {
                    return Some(head);
                }
            }
            index += 1;
        }
        None
    }

    /// The head of the phrase that begins with a noun: over "Ford spokesman Paul Baker" to its last noun.
    fn phrase_head(&self, noun: TokenIndex) -> TokenIndex {
        let predicates = &self.context.predicates;
        let mut current = noun;
        while let Some(head) = predicates.token(current).head {
            let inside = head > current
                && head - current <= LONGEST_PHRASE
                && matches!(predicates.relation(current), "flat" | "nmod" | "compound" | "amod" | "appos" | "nummod")
                && matches!(self.upos(head), Upos::Noun | Upos::Propn);
            if !inside {
                break;
            }
            current = head;
        }
        current
    }

    /// Whether a preposition stands before a noun, with nothing but words of its own phrase between them.
    fn is_behind_preposition(&self, noun: TokenIndex) -> bool {
        let mut index = noun;
        while let Some(before) = index.checked_sub(1) {
            match self.upos(before) {
                Upos::Det | Upos::Adj | Upos::Num => index = before,
                upos => return upos == Upos::Adp,
            }
        }
        false
    }

    /// "celle qui dirige le groupe".
    fn is_described(&self, pronoun: TokenIndex) -> bool {
        let predicates = &self.context.predicates;
        predicates.token(pronoun).feats.has("PronType", "Dem")
            && predicates.children(pronoun).iter().any(|&child| predicates.relation(child) == "acl")
    }

    /// Whether nothing but adverbials stands between the verb and the next stop.
    fn ends_part(&self, verb: TokenIndex) -> bool {
        let predicates = &self.context.predicates;
        let size = self.context.sentence.tokens.len();
        for index in verb + 1..size {
            let form = self.form(index);
            if form == ":" {
                return false;
            }
            if is_stop(&form) || is_mark(&form) {
                return !self.marks_follow_colon(index);
            }
            let is_clause = matches!(self.upos(index), Upos::Verb | Upos::Aux)
                && matches!(predicates.relation(index), "ccomp" | "xcomp" | "aux" | "cop")
                && predicates.is_finite(index);
            if is_clause
                || self.saying.clause_markers.contains(&predicates.lemma(index)) && self.upos(index) == Upos::Sconj
            {
                return false;
            }
        }
        true
    }

    /// "X said, “…”": the stop is followed by an opening mark while none closed before.
    fn marks_follow_colon(&self, stop: TokenIndex) -> bool {
        let opens =
            |index: TokenIndex| self.context.sentence.tokens.get(index).is_some_and(|token| is_mark(&token.form));
        (opens(stop) || opens(stop + 1)) && !(0..stop).any(|index| is_mark(&self.form(index)))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Boundary {
    /// A quotation mark closes.
    Mark,
    /// A quotation mark closes, and a comma or the like parts it from the verb.
    MarkAndComma,
    Comma,
}

/// Who may stand behind a verb as its speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Anything,
    Known,
    Somebody,
}

/// Tokens from an auxiliary to its verb over a phrase between them.
const LONGEST_PHRASE: usize = 7;

/// Object clitics before the auxiliary: "l'", "m'".
fn is_clitic(form: &str) -> bool {
    form.ends_with(['\'', '’']) && form.chars().count() <= 2 && form.starts_with(char::is_alphabetic)
}
