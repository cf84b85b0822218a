//! Acts of speech in one sentence: who says, denies or asks something, and where the words stand that they say.

use crate::language::reporting::Saying;
use crate::model::{MentionSpeaker, Span, Stance, TokenIndex, Upos};

use super::super::attribution::speakers;
use super::super::factuality::Factuality;
use super::super::matching::Context;
use super::super::predicate::{Slot, lowercase};
use super::phrases::noun_phrase;

/// Somebody says something.
#[derive(Clone, Debug)]
pub(in crate::extract) struct Act {
    pub(in crate::extract) sentence: usize,
    pub(in crate::extract) speakers: Vec<MentionSpeaker>,
    /// The phrase that names the speaker.
    pub(in crate::extract) source: Option<Span>,
    pub(in crate::extract) stance: Stance,
    pub(in crate::extract) cue: Span,
    pub(in crate::extract) place: Place,
    /// Named by a preposition, not by a verb.
    pub(in crate::extract) by_phrase: bool,
}

/// Where the words stand that an act gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Place {
    /// "X says that …": here.
    Clause(Span),
    /// "…, says X, …" and "…, according to X": around this stretch.
    Around(Span),
    /// "According to X, …": behind this stretch, up to the end of the sentence.
    Behind(Span),
    /// "X says: …", "X calls for “…”": between marks, if anywhere.
    Marked,
}

/// The acts of one sentence, in text order of their cues.
pub(super) fn acts(context: &Context<'_>, factuality: &Factuality<'_>, sentence: usize) -> Vec<Act> {
    let mut found = Vec::new();
    let reader = Reader { context, factuality, saying: &factuality.reporting.saying, sentence };
    for word in 0..context.sentence.tokens.len() {
        match context.predicates.token(word).upos {
            Upos::Verb | Upos::Aux => found.extend(reader.verb(word)),
            // "s'est-il félicité": a participle behind its pronoun passes for an adjective.
            Upos::Adj if reader.is_turned(word) => found.extend(reader.verb(word)),
            _ => found.extend(reader.source_phrase(word)),
        }
    }
    found
}

pub(super) struct Reader<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) factuality: &'a Factuality<'a>,
    pub(super) saying: &'a Saying,
    pub(super) sentence: usize,
}

/// What a verb is in the lists of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speech {
    /// It gives somebody's word: "déclarer".
    Asserts,
    /// It goes with somebody's words: "s'exclamer", "nier".
    Utters,
    /// It takes somebody's word from somebody: "apprendre".
    Learns,
    /// No verb of saying.
    Other,
}

impl Reader<'_> {
    pub(super) fn form(&self, index: TokenIndex) -> String {
        lowercase(&self.context.predicates.token(index).form)
    }

    pub(super) fn upos(&self, index: TokenIndex) -> Upos {
        self.context.predicates.token(index).upos
    }

    fn is_turned(&self, word: TokenIndex) -> bool {
        word.checked_sub(1).is_some_and(|before| self.upos(before) == Upos::Pron && self.form(before).starts_with('-'))
    }

    /// Whether a word is part of a date, an amount or a quantity.
    pub(super) fn is_value(&self, token: TokenIndex) -> bool {
        self.context.mentions.values.iter().any(|&id| self.context.detected.value(id).tokens.contains(&token))
    }

    /// Who is the subject of a verb of saying: by the tree; by that of its auxiliary, from which a phrase parts it; or
    /// a pronoun that passes for an expletive.
    fn subject(&self, verb: TokenIndex) -> Option<TokenIndex> {
        let predicates = &self.context.predicates;
        let read = predicates.in_slot(verb, &Slot::Subject).find(|&subject| self.may_speak(subject));
        let of_auxiliary = || {
            let (first, _) = self.verb_group(verb);
            let auxiliary = (first < verb && self.upos(first) == Upos::Aux).then_some(first)?;
            let is_subject = |child: &TokenIndex| predicates.relation(*child) == "nsubj" && self.may_speak(*child);
            predicates.children(auxiliary).iter().copied().find(is_subject)
        };
        let expletive = || {
            let is_pronoun = |child: &TokenIndex| {
                *child < verb
                    && predicates.relation(*child) == "expl"
                    && self.upos(*child) == Upos::Pron
                    && !predicates.is_reflexive(*child)
                    && self.may_speak(*child)
            };
            let is_active = !predicates.is_passive(verb);
            predicates.children(verb).iter().copied().find(is_pronoun).filter(|_| is_active)
        };
        read.or_else(of_auxiliary).or_else(expletive).or_else(|| self.somebody_before(verb))
    }

    /// The name or noun right before a finite verb, when the tree has lost it.
    fn somebody_before(&self, verb: TokenIndex) -> Option<TokenIndex> {
        let predicates = &self.context.predicates;
        let (first, turned) = self.verb_group(verb);
        if turned.is_some() || !predicates.token(first).feats.has("VerbForm", "Fin") {
            return None;
        }
        let mut current = first.checked_sub(1)?;
        if !matches!(self.upos(current), Upos::Noun | Upos::Propn) {
            return None;
        }
        while let Some(head) = predicates.token(current).head {
            let is_part = matches!(predicates.relation(current), "flat" | "appos" | "nmod" | "compound");
            if head >= current || !is_part || !matches!(self.upos(head), Upos::Noun | Upos::Propn) {
                break;
            }
            current = head;
        }
        (predicates.preposition(current).is_empty() && self.may_speak(current) && self.is_somebody(current))
            .then_some(current)
    }

    fn verb(&self, verb: TokenIndex) -> Option<Act> {
        let predicates = &self.context.predicates;
        let lemma = self.lemma_of(verb);
        let saying = self.saying;
        let questions = saying.questioning.contains(&lemma);
        let utters = questions || saying.uttering.contains(&lemma);
        let asserts = saying.asserting.contains(&lemma);
        let says = asserts || saying.accusing.contains(&lemma);
        let denies = saying.denying.contains(&lemma);
        let speech = match (says, utters || denies) {
            (true, _) => Speech::Asserts,
            (false, true) => Speech::Utters,
            _ if saying.learning.contains(&lemma) => Speech::Learns,
            _ => Speech::Other,
        };
        let inserted = self.insertion(verb, speech);
        if matches!(speech, Speech::Learns | Speech::Other) && inserted.is_none() {
            return None;
        }
        let negated = self.factuality.is_negated(verb, None);
        let cue = predicates.token(verb).span;
        if let Some((insertion, subject)) = inserted {
            return Some(Act {
                sentence: self.sentence,
                speakers: self.speakers_at(verb, subject),
                source: noun_phrase(self.context, subject),
                stance: Stance::Asserts,
                cue,
                place: Place::Around(insertion),
                by_phrase: false,
            });
        }
        let stance = match (denies, negated) {
            (true, false) => Stance::Denies,
            (false, true) => Stance::Questions,
            _ if questions => Stance::Questions,
            _ => Stance::Asserts,
        };
        // "Tout en affirmant que …, X part": the sentence tells who, not the nearest noun.
        let is_adverbial = predicates.relation(verb) == "advcl" && !predicates.is_finite(verb);
        let subject = if is_adverbial { None } else { self.subject(verb) };
        let tells = asserts || denies || questions;
        let is_person = |subject: TokenIndex| self.upos(subject) == Upos::Pron || self.is_somebody(subject);
        let tells = tells || (subject.is_some_and(is_person) && self.marker_behind(verb).is_some());
        let content = if tells { self.content(verb) } else { None };
        let place = content.or_else(|| self.after_colon(verb)).map_or(Place::Marked, Place::Clause);
        // Of a participle or an infinitive the sentence may tell the speaker before: "…, dit X, ajoutant que".
        // "Et de poursuivre : « … »": whoever spoke last.
        let goes_on = predicates.is_infinitive(verb) && place == Place::Marked && self.is_before_marks(verb);
        if subject.is_none() && !goes_on && (place == Place::Marked || predicates.is_finite(verb)) {
            return None;
        }
        Some(Act {
            sentence: self.sentence,
            speakers: subject.map(|subject| self.speakers_at(verb, subject)).unwrap_or_default(),
            source: subject.and_then(|subject| noun_phrase(self.context, subject)),
            stance,
            cue,
            place,
            by_phrase: false,
        })
    }

    /// The lemma, or both lemmas of a causative that the lists know: "faire savoir".
    pub(super) fn lemma_of(&self, verb: TokenIndex) -> String {
        let lemma = self.context.predicates.lemma(verb);
        if let Some(before) = verb.checked_sub(1) {
            let phrase = format!("{} {lemma}", self.context.predicates.lemma(before));
            if self.saying.asserting.contains(&phrase) {
                return phrase;
            }
        }
        lemma
    }

    /// The speakers at a subject with those coordinated with it.
    fn speakers_at(&self, verb: TokenIndex, subject: TokenIndex) -> Vec<MentionSpeaker> {
        let mut found = Vec::new();
        let predicates = &self.context.predicates;
        let coordinated = predicates
            .in_slot(verb, &Slot::Subject)
            .chain(predicates.children(subject).iter().copied())
            .filter(|&other| {
                predicates.relation(other) == "conj"
                    && predicates.token(other).head == Some(subject)
                    && self.may_speak(other)
            });
        for token in std::iter::once(subject).chain(coordinated) {
            for speaker in speakers(self.context, token) {
                if !found.contains(&speaker) {
                    found.push(speaker);
                }
            }
        }
        found
    }

    /// Names, nouns and personal pronouns speak; "cela", "on", "mardi" and the first person, whose words these are
    /// already, do not.
    pub(super) fn may_speak(&self, token: TokenIndex) -> bool {
        let context = self.context;
        let feats = &context.predicates.token(token).feats;
        let is_value = || self.is_value(token);
        match self.upos(token) {
            Upos::Noun if context.mentions.name_at(token).is_none() => {
                let is_bare = !context.predicates.children(token).iter().any(|&child| {
                    matches!(context.predicates.relation(child), "det" | "nummod")
                        || context.predicates.token(child).deprel.subtype() == "poss"
                });
                !is_value() && (!is_bare || feats.has("Number", "Plur") || self.is_somebody(token))
            }
            Upos::Noun | Upos::Propn | Upos::X | Upos::Adj | Upos::Num => !is_value(),
            Upos::Pron => {
                !feats.has("Person", "1")
                    && !feats.has("Person", "2")
                    && (!context.mentions.at(token, &context.predicates, context.grammar).is_empty()
                        || feats.has("PronType", "Prs")
                        || feats.has("PronType", "Dem"))
            }
            _ => false,
        }
    }

    /// Whether a word is known to name people or what people run.
    pub(super) fn is_somebody(&self, token: TokenIndex) -> bool {
        let context = self.context;
        context
            .mentions
            .at(token, &context.predicates, context.grammar)
            .into_iter()
            .any(|id| context.mentions.entity_type(id).is_none_or(|known| !SPEECHLESS.contains(&known.top())))
            || self.saying.carriers.contains(&context.predicates.lemma(token))
    }
}

/// Top types of the ontology that say nothing.
const SPEECHLESS: [&str; 3] = ["product", "event", "work"];
/// Words; what is said without a verb ("Une décision juste, selon X") is at least this long.
pub(super) const SHORTEST_SAID: usize = 4;

pub(super) fn is_stop(form: &str) -> bool {
    matches!(form, "," | "." | ";" | ":" | "?" | "!" | "…" | "(" | ")")
}

pub(super) fn is_mark(form: &str) -> bool {
    matches!(form, "«" | "»" | "“" | "”" | "\"" | "``" | "''" | "‘" | "’")
}
