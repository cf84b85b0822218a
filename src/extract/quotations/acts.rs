//! Acts of speech in one sentence: who says, denies or asks something, and where the words stand that they say.

use crate::language::reporting::Saying;
use crate::model::{MentionSpeaker, Span, Stance, TokenIndex, Upos};

use super::super::attribution::speakers;
use super::super::factuality::Factuality;
use super::super::matching::Context;
use super::super::predicate::{Slot, lowercase};
use super::phrases::{clause_tokens, noun_phrase, span_of};

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
            _ => found.extend(reader.source_phrase(word)),
        }
    }
    found
}

struct Reader<'a> {
    context: &'a Context<'a>,
    factuality: &'a Factuality<'a>,
    saying: &'a Saying,
    sentence: usize,
}

impl Reader<'_> {
    fn form(&self, index: TokenIndex) -> String {
        lowercase(&self.context.predicates.token(index).form)
    }

    fn upos(&self, index: TokenIndex) -> Upos {
        self.context.predicates.token(index).upos
    }

    fn verb(&self, verb: TokenIndex) -> Option<Act> {
        let predicates = &self.context.predicates;
        let lemma = predicates.lemma(verb);
        let saying = self.saying;
        let utters = saying.uttering.contains(&lemma) || saying.questioning.contains(&lemma);
        let says = saying.asserting.contains(&lemma) || saying.accusing.contains(&lemma);
        let denies = saying.denying.contains(&lemma);
        let inserted = self.insertion(verb, says || utters);
        if !says && !utters && !denies && inserted.is_none() {
            return None;
        }
        let negated = self.factuality.is_negated(verb, None);
        let stance = match (denies, negated) {
            (true, false) => Stance::Denies,
            (false, true) => Stance::Questions,
            (false, false) if saying.questioning.contains(&lemma) && inserted.is_none() => Stance::Questions,
            _ => Stance::Asserts,
        };
        let cue = predicates.token(verb).span;
        if let Some((insertion, subject)) = inserted {
            let source = noun_phrase(self.context, subject);
            return Some(Act {
                sentence: self.sentence,
                speakers: self.speakers_at(verb, subject),
                source,
                stance: if stance == Stance::Denies { Stance::Asserts } else { stance },
                cue,
                place: Place::Around(insertion),
            });
        }
        let subject = predicates.in_slot(verb, &Slot::Subject).find(|&subject| self.may_speak(subject));
        let place = self.content(verb).map_or(Place::Marked, Place::Clause);
        if subject.is_none() && place == Place::Marked {
            return None;
        }
        Some(Act {
            sentence: self.sentence,
            speakers: subject.map(|subject| self.speakers_at(verb, subject)).unwrap_or_default(),
            source: subject.and_then(|subject| noun_phrase(self.context, subject)),
            stance,
            cue,
            place,
        })
    }

    /// The speakers at a subject with those coordinated with it.
    fn speakers_at(&self, verb: TokenIndex, subject: TokenIndex) -> Vec<MentionSpeaker> {
        let mut found = Vec::new();
        let coordinated = self.context.predicates.in_slot(verb, &Slot::Subject);
        for token in std::iter::once(subject).chain(coordinated) {
            for speaker in speakers(self.context, token) {
                if !found.contains(&speaker) {
                    found.push(speaker);
                }
            }
        }
        found
    }

    /// Names, nouns and personal pronouns speak; "cela", "on" and dates do not.
    fn may_speak(&self, token: TokenIndex) -> bool {
        let context = self.context;
        match self.upos(token) {
            Upos::Noun | Upos::Propn | Upos::X | Upos::Adj | Upos::Num => {
                !context.mentions.values.iter().any(|&id| context.detected.value(id).tokens.contains(&token))
            }
            Upos::Pron => {
                !context.mentions.at(token, &context.predicates, context.grammar).is_empty()
                    || context.predicates.token(token).feats.has("PronType", "Prs")
            }
            _ => false,
        }
    }

    /// The clause that the verb tells: "that …", an infinitive ("dit vouloir …"), a clause without a marker.
    fn content(&self, verb: TokenIndex) -> Option<Span> {
        let predicates = &self.context.predicates;
        let tells = predicates.children(verb).iter().copied().find(|&child| {
            child > verb
                && match predicates.relation(child) {
                    "ccomp" => predicates.is_finite(child) || self.has_marker(child),
                    "xcomp" => predicates.is_infinitive(child),
                    _ => false,
                }
        });
        let marker = self.marker_behind(verb);
        let clause = tells.or_else(|| {
            let marker = marker?;
            predicates.token(marker).head.filter(|&head| head > marker)
        })?;
        let tokens = clause_tokens(self.context, clause, marker.unwrap_or(verb));
        let first = tokens.start;
        // A colon between them: what follows is to the letter, and marks show how far.
        if (verb..first).any(|between| self.form(between) == ":") {
            return None;
        }
        span_of(self.context, tokens)
    }

    fn has_marker(&self, clause: TokenIndex) -> bool {
        self.context
            .predicates
            .children(clause)
            .iter()
            .any(|&child| self.saying.clause_markers.contains(&self.context.predicates.lemma(child)))
    }

    /// "that" soon behind the verb: "a déclaré mardi à la presse que".
    fn marker_behind(&self, verb: TokenIndex) -> Option<TokenIndex> {
        let size = self.context.sentence.tokens.len();
        (verb + 1..size.min(verb + MARKER_REACH))
            .take_while(|&index| self.upos(index) != Upos::Verb && !is_stop(&self.form(index)))
            .find(|&index| {
                self.upos(index) == Upos::Sconj
                    && self.saying.clause_markers.contains(&self.context.predicates.lemma(index))
            })
    }

    /// "…, a déclaré X", "…, X said": the stretch from the first word of the insertion to its last, and who speaks.
    ///
    /// Found by the words themselves, for parsers often take what is said for the subject. `speaks`: a verb of
    /// saying. Any other verb speaks only right behind a closing mark, with its subject after it.
    fn insertion(&self, verb: TokenIndex, speaks: bool) -> Option<(Span, TokenIndex)> {
        let predicates = &self.context.predicates;
        let mut first = verb;
        let mut subject = None;
        while let Some(before) = first.checked_sub(1) {
            let token = predicates.token(before);
            let is_small = match token.upos {
                Upos::Aux | Upos::Part => true,
                Upos::Pron => {
                    if token.form.starts_with('-') {
                        subject = Some(before);
                    }
                    token.form.starts_with('-') || predicates.is_reflexive(before) || is_clitic(&token.form)
                }
                Upos::Adv => true,
                _ => false,
            };
            if !is_small {
                break;
            }
            first = before;
        }
        let mut from = first;
        let has_subject_before = predicates.in_slot(verb, &Slot::Subject).any(|subject| subject < first);
        if subject.is_none() {
            subject = self.subject_after(verb, self.boundary(first)? == Boundary::Mark, has_subject_before);
        }
        if subject.is_none() && speaks {
            // "…, he said", "…, the minister said".
            let before = predicates
                .in_slot(verb, &Slot::Subject)
                .find(|&subject| subject < first && self.may_speak(subject))?;
            let phrase = clause_tokens(self.context, before, 0);
            if phrase.end != first || !self.ends_part(verb) {
                return None;
            }
            from = phrase.start;
            subject = Some(before);
        }
        let subject = subject?;
        let boundary = self.boundary(from)?;
        if !speaks && boundary != Boundary::Mark {
            return None;
        }
        let has_own_object = predicates.in_slot(verb, &Slot::Object).any(|object| {
            object > verb && object != subject && self.upos(object) == Upos::Noun && boundary != Boundary::Mark
        });
        if has_own_object || self.content(verb).is_some() {
            return None;
        }
        let start = predicates.token(from).span.start;
        let mut end = predicates.token(verb).span.end;
        if let Some(phrase) = noun_phrase(self.context, subject) {
            end = end.max(phrase.end);
        }
        Some((Span::new(start, end), subject))
    }

    /// What stands before the first word of an insertion.
    fn boundary(&self, first: TokenIndex) -> Option<Boundary> {
        let mut index = first;
        let mut found = None;
        while let Some(before) = index.checked_sub(1) {
            let form = self.form(before);
            match form.as_str() {
                "»" | "”" | "\"" | "“" | "«" | "''" | "’’" | "’" => return Some(Boundary::Mark),
                "," | "?" | "!" | "…" | "..." | "–" | "—" | "-" | ")" | "]" => found = Some(Boundary::Comma),
                _ => break,
            }
            index = before;
        }
        match found {
            // The words that are said stand before: there must be some.
            Some(boundary) => (0..index).any(|word| self.upos(word) == Upos::Verb || self.upos(word) == Upos::Aux).then_some(boundary).or(
                (index >= SHORTEST_SAID).then_some(Boundary::Comma)
            ),
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
    /// `marked`: right behind a closing mark, where anything that stands there speaks; elsewhere it must be somebody
    /// who can.
    fn subject_after(&self, verb: TokenIndex, marked: bool, has_subject_before: bool) -> Option<TokenIndex> {
        let predicates = &self.context.predicates;
        let read = predicates.in_slot(verb, &Slot::Subject).find(|&subject| subject > verb && self.may_speak(subject));
        let close = |subject: &TokenIndex| (verb..*subject).all(|index| !is_stop(&self.form(index)));
        if let Some(subject) = read.filter(close) {
            return Some(subject);
        }
        if has_subject_before && !marked {
            return None;
        }
        let size = self.context.sentence.tokens.len();
        let mut index = verb + 1;
        while index < size {
            let form = self.form(index);
            if is_stop(&form) || matches!(self.upos(index), Upos::Verb | Upos::Sconj | Upos::Punct) {
                return None;
            }
            let is_noun = matches!(self.upos(index), Upos::Noun | Upos::Propn)
                || (self.upos(index) == Upos::Pron && form.starts_with('-'));
            if is_noun {
                let head = self.phrase_head(index, verb);
                let bare = predicates.preposition(head).is_empty();
                if bare && self.may_speak(head) && (marked || self.is_somebody(head)) {
                    return Some(head);
                }
                // Over the whole phrase: "dans un communiqué de presse".
                index = clause_tokens(self.context, head, verb).end.max(index);
            }
            index += 1;
        }
        None
    }

    /// Whether a word is known to name people or what people run.
    fn is_somebody(&self, token: TokenIndex) -> bool {
        let context = self.context;
        context.mentions.at(token, &context.predicates, context.grammar).into_iter().any(|id| {
            context.mentions.entity_type(id).is_none_or(|known| !SPEECHLESS.contains(&known.top()))
        })
    }

    /// The head of the phrase that a noun stands in, below the verb.
    fn phrase_head(&self, noun: TokenIndex, verb: TokenIndex) -> TokenIndex {
        let predicates = &self.context.predicates;
        let mut current = noun;
        while let Some(head) = predicates.token(current).head {
            let inside = head > verb
                && matches!(predicates.relation(current), "flat" | "nmod" | "compound" | "amod" | "appos" | "nummod")
                && matches!(self.upos(head), Upos::Noun | Upos::Propn);
            if !inside {
                break;
            }
            current = head;
        }
        current
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
            if is_clause || self.saying.clause_markers.contains(&predicates.lemma(index)) && self.upos(index) == Upos::Sconj {
                return false;
            }
        }
        true
    }

    /// "X said, “…”": the stop is followed by an opening mark while none closed before.
    fn marks_follow_colon(&self, stop: TokenIndex) -> bool {
        let opens = |index: TokenIndex| self.context.sentence.tokens.get(index).is_some_and(|token| is_mark(&token.form));
        (opens(stop) || opens(stop + 1)) && !(0..stop).any(|index| is_mark(&self.form(index)))
    }

    /// "selon X", "according to X".
    fn source_phrase(&self, phrase: TokenIndex) -> Option<Act> {
        let context = self.context;
        let predicates = &context.predicates;
        let preposition = predicates.preposition(phrase);
        if !self.saying.source_prepositions.contains(&preposition) || predicates.is_relative_pronoun(phrase) {
            return None;
        }
        if !self.may_speak(phrase) {
            return None;
        }
        let case =
            predicates.children(phrase).iter().copied().find(|&child| predicates.relation(child) == "case" && child < phrase)?;
        let source = noun_phrase(context, phrase)?;
        let start = predicates.token(case).span.start;
        let extent = Span::new(start, source.end.max(start));
        let leads = case == 0
            || (0..case).all(|index| {
                matches!(self.upos(index), Upos::Adv | Upos::Cconj | Upos::Punct | Upos::Intj) && !self.is_closing(index)
            });
        Some(Act {
            sentence: self.sentence,
            speakers: speakers(context, phrase),
            source: Some(source),
            stance: Stance::Asserts,
            cue: predicates.token(case).span,
            place: if leads { Place::Behind(extent) } else { Place::Around(extent) },
        })
    }

    fn is_closing(&self, index: TokenIndex) -> bool {
        is_mark(&self.form(index)) || self.form(index) == ")"
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Boundary {
    /// A quotation mark closes.
    Mark,
    Comma,
}

/// Top types of the ontology that say nothing.
const SPEECHLESS: [&str; 3] = ["product", "event", "work"];
/// How many words behind the verb "that" may stand.
const MARKER_REACH: usize = 9;
/// Words; what is said without a verb ("Une décision juste, selon X") is at least this long.
const SHORTEST_SAID: usize = 4;

fn is_stop(form: &str) -> bool {
    matches!(form, "," | "." | ";" | ":" | "?" | "!" | "…" | "(" | ")")
}

pub(super) fn is_mark(form: &str) -> bool {
    matches!(form, "«" | "»" | "“" | "”" | "\"" | "''" | "‘" | "’")
}

/// Object clitics before the auxiliary: "l'", "m'".
fn is_clitic(form: &str) -> bool {
    form.ends_with(['\'', '’']) && form.chars().count() <= 2
}
