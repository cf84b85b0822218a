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
        let lemma = self.lemma_of(verb);
        let saying = self.saying;
        let questions = saying.questioning.contains(&lemma);
        let utters = questions || saying.uttering.contains(&lemma);
        let asserts = saying.asserting.contains(&lemma);
        let says = asserts || saying.accusing.contains(&lemma);
        let denies = saying.denying.contains(&lemma);
        let inserted = self.insertion(verb, says || utters || denies);
        if !says && !utters && !denies && inserted.is_none() {
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
            });
        }
        let stance = match (denies, negated) {
            (true, false) => Stance::Denies,
            (false, true) => Stance::Questions,
            _ if questions => Stance::Questions,
            _ => Stance::Asserts,
        };
        let subject = predicates.in_slot(verb, &Slot::Subject).find(|&subject| self.may_speak(subject));
        let content = if asserts || denies || questions { self.content(verb, asserts) } else { None };
        let place = content.or_else(|| self.after_colon(verb)).map_or(Place::Marked, Place::Clause);
        // Of a participle or an infinitive the sentence may tell the speaker before: "…, dit X, ajoutant que".
        if subject.is_none() && (place == Place::Marked || predicates.is_finite(verb)) {
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

    /// The lemma, or both lemmas of a causative that the lists know: "faire savoir".
    fn lemma_of(&self, verb: TokenIndex) -> String {
        let lemma = self.context.predicates.lemma(verb);
        if let Some(before) = verb.checked_sub(1) {
            let phrase = format!("{} {lemma}", self.context.predicates.lemma(before));
            if self.saying.asserting.contains(&phrase) {
                return phrase;
            }
        }
        lemma
    }

    /// What follows a colon behind the verb without marks, up to the end of the sentence.
    fn after_colon(&self, verb: TokenIndex) -> Option<Span> {
        let size = self.context.sentence.tokens.len();
        let colon = (verb + 1..size).find(|&index| self.form(index) == ":")?;
        let clear = (verb + 1..colon).all(|index| !is_mark(&self.form(index)));
        let marked = (colon + 1..size).any(|index| is_mark(&self.form(index)));
        (clear && !marked && size - colon > SHORTEST_SAID).then(|| span_of(self.context, colon + 1..size)).flatten()
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

    /// Names, nouns and personal pronouns speak; "cela", "on", "mardi" and the first person, whose words these are
    /// already, do not.
    fn may_speak(&self, token: TokenIndex) -> bool {
        let context = self.context;
        let feats = &context.predicates.token(token).feats;
        let is_value = || context.mentions.values.iter().any(|&id| context.detected.value(id).tokens.contains(&token));
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
                        || feats.has("PronType", "Prs"))
            }
            _ => false,
        }
    }

    /// The clause that the verb tells: "that …", an infinitive ("dit vouloir …"), a clause without a marker.
    ///
    /// `infinitives`: of verbs that assert; elsewhere an infinitive is what is wanted, not what is said.
    fn content(&self, verb: TokenIndex, infinitives: bool) -> Option<Span> {
        let predicates = &self.context.predicates;
        let tells = predicates.children(verb).iter().copied().find(|&child| {
            child > verb
                && match predicates.relation(child) {
                    "ccomp" => predicates.is_finite(child) || self.has_marker(child),
                    "xcomp" => {
                        infinitives
                            && !predicates.is_passive(verb)
                            && predicates.is_infinitive(child)
                            && predicates.preposition(child).is_empty()
                            && !predicates.children(child).iter().any(|&mark| predicates.relation(mark) == "mark")
                    }
                    _ => false,
                }
        });
        let marker = self.marker_behind(verb);
        let clause = tells.or_else(|| {
            let marker = marker?;
            predicates.token(marker).head.filter(|&head| head > marker)
        })?;
        let tokens = clause_tokens(self.context, clause, marker.unwrap_or(verb + 1));
        // A colon between them: what follows is to the letter, and marks show how far.
        if (verb..tokens.start).any(|between| self.form(between) == ":") {
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
                    && !matches!(self.upos(index - 1), Upos::Adp | Upos::Adv)
                    && self.saying.clause_markers.contains(&self.context.predicates.lemma(index))
            })
    }

    /// "…, a déclaré X", "…, X said": the stretch from the first word of the insertion to its last, and who speaks.
    ///
    /// Found by the words themselves, for parsers often take what is said for the subject. `speaks`: a verb of
    /// saying. Any other verb speaks only right behind a closing mark, with its subject after it.
    fn insertion(&self, verb: TokenIndex, speaks: bool) -> Option<(Span, TokenIndex)> {
        let predicates = &self.context.predicates;
        let (first, mut subject) = self.verb_group(verb);
        if !(first..=verb).any(|index| predicates.token(index).feats.has("VerbForm", "Fin")) {
            return None;
        }
        let mut from = first;
        let own_subject_before =
            predicates.children(verb).iter().any(|&child| child < first && predicates.relation(child) == "nsubj");
        if subject.is_none() && self.boundary(first).is_some() {
            subject = self.subject_after(verb, self.boundary(first) != Some(Boundary::Comma), own_subject_before);
        }
        if subject.is_none() && speaks {
            // "…, he said", "…, the minister said".
            let before =
                predicates.in_slot(verb, &Slot::Subject).find(|&subject| subject < first && self.may_speak(subject))?;
            let phrase = clause_tokens(self.context, before, 0);
            if phrase.end != first || !self.ends_part(verb) {
                return None;
            }
            from = phrase.start;
            subject = Some(before);
        }
        let subject = subject.filter(|&subject| self.may_speak(subject))?;
        let boundary = self.boundary(from)?;
        if !speaks && (boundary != Boundary::MarkAndComma || !self.is_somebody(subject) || predicates.is_passive(verb))
        {
            return None;
        }
        let has_own_object = boundary == Boundary::Comma
            && predicates.children(verb).iter().any(|&object| {
                object > verb
                    && object != subject
                    && predicates.relation(object) == "obj"
                    && self.upos(object) == Upos::Noun
                    && predicates.preposition(object).is_empty()
                    && !self
                        .context
                        .mentions
                        .values
                        .iter()
                        .any(|&id| self.context.detected.value(id).tokens.contains(&object))
            });
        if has_own_object
            || self.content(verb, true).is_some_and(|content| content.start > predicates.token(verb).span.end)
        {
            return None;
        }
        let start = predicates.token(from).span.start;
        let mut end = predicates.token(verb).span.end;
        if let Some(phrase) = noun_phrase(self.context, subject) {
            end = end.max(phrase.end);
        }
        Some((Span::new(start, end), subject))
    }

    /// The first word of a verb with its auxiliaries, clitics and adverbs, and the pronoun turned round with them:
    /// "a-t-il", "a, de son côté,".
    fn verb_group(&self, verb: TokenIndex) -> (TokenIndex, Option<TokenIndex>) {
        let predicates = &self.context.predicates;
        let mut first = verb;
        let mut subject = None;
        while let Some(before) = first.checked_sub(1) {
            let token = predicates.token(before);
            let turned = token.upos == Upos::Pron
                && (token.form.starts_with('-')
                    || before.checked_sub(1).is_some_and(|aux| {
                        self.upos(aux) == Upos::Aux && !predicates.is_reflexive(before) && !is_clitic(&token.form)
                    }));
            if turned {
                subject = Some(before);
            }
            let is_small = match token.upos {
                Upos::Aux | Upos::Part | Upos::Adv => true,
                Upos::Pron => turned || predicates.is_reflexive(before) || is_clitic(&token.form),
                // "fait savoir".
                Upos::Verb => before + 1 == verb && self.lemma_of(verb) != predicates.lemma(verb),
                _ => false,
            };
            if is_small {
                first = before;
                continue;
            }
            // "a pour sa part ajouté": over a phrase to the auxiliary.
            let auxiliary =
                predicates.children(verb).iter().copied().find(|&child| {
                    child < first && predicates.relation(child) == "aux" && first - child <= LONGEST_PHRASE
                });
            let Some(auxiliary) = auxiliary.filter(|_| first == verb) else { break };
            let is_phrase = (auxiliary + 1..verb).all(|index| {
                matches!(self.upos(index), Upos::Adp | Upos::Det | Upos::Noun | Upos::Adv | Upos::Pron | Upos::Punct)
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
                "»" | "”" | "\"" | "“" | "«" | "''" | "’’" | "’" => {
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
        context
            .mentions
            .at(token, &context.predicates, context.grammar)
            .into_iter()
            .any(|id| context.mentions.entity_type(id).is_none_or(|known| !SPEECHLESS.contains(&known.top())))
            || self.saying.carriers.contains(&context.predicates.lemma(token))
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

    /// "selon X", "according to X"; "pour X, …" where it leads a sentence and X is a person.
    fn source_phrase(&self, phrase: TokenIndex) -> Option<Act> {
        let context = self.context;
        let predicates = &context.predicates;
        let preposition = predicates.preposition(phrase);
        let is_viewpoint = self.saying.viewpoints.contains(&preposition);
        if (!is_viewpoint && !self.saying.source_prepositions.contains(&preposition))
            || predicates.is_relative_pronoun(phrase)
            || !self.may_speak(phrase)
        {
            return None;
        }
        let case = predicates
            .children(phrase)
            .iter()
            .copied()
            .find(|&child| predicates.relation(child) == "case" && child < phrase)?;
        let source = noun_phrase(context, phrase)?;
        let speakers = speakers(context, phrase);
        // "selon nos informations", "according to the figures": nobody's word.
        let unowned = self.saying.carriers.contains(&predicates.lemma(phrase))
            && speakers.iter().all(|speaker| matches!(speaker, MentionSpeaker::Text(_)));
        if unowned
            && !predicates
                .children(phrase)
                .iter()
                .any(|&child| matches!(predicates.relation(child), "nmod" | "compound" | "acl" | "amod"))
        {
            return None;
        }
        let start = predicates.token(case).span.start;
        let extent = Span::new(start, source.end.max(start));
        let leads = (0..case).all(|index| {
            matches!(self.upos(index), Upos::Adv | Upos::Cconj | Upos::Punct | Upos::Intj) && !self.is_closing(index)
        });
        // "Le 15 mars verra, selon X, …": nothing complete stands before.
        let complete_before = (0..case).any(|index| {
            self.is_closing(index)
                || (matches!(self.upos(index), Upos::Verb | Upos::Aux)
                    && predicates.token(index).feats.has("VerbForm", "Fin")
                    && predicates.clause_head(index) < case)
        }) || !(source_end(context, extent)..context.sentence.tokens.len())
            .any(|index| predicates.token(index).feats.has("VerbForm", "Fin"));
        if is_viewpoint {
            let is_person = self.upos(phrase) == Upos::Pron
                || context
                    .mentions
                    .at(phrase, predicates, context.grammar)
                    .into_iter()
                    .any(|id| context.mentions.entity_type(id).is_some_and(|known| known.top() == PERSON));
            let comma = source_end(context, extent);
            let is_set_off = context.sentence.tokens.get(comma).is_some_and(|token| token.form == ",");
            if !leads || !is_person || !is_set_off {
                return None;
            }
        }
        Some(Act {
            sentence: self.sentence,
            speakers,
            source: Some(source),
            stance: Stance::Asserts,
            cue: predicates.token(case).span,
            place: if leads || !complete_before { Place::Behind(extent) } else { Place::Around(extent) },
        })
    }

    fn is_closing(&self, index: TokenIndex) -> bool {
        is_mark(&self.form(index)) || self.form(index) == ")"
    }
}

/// The first token behind a stretch.
fn source_end(context: &Context<'_>, extent: Span) -> TokenIndex {
    context.sentence.tokens.partition_point(|token| token.span.start < extent.end)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Boundary {
    /// A quotation mark closes.
    Mark,
    /// A quotation mark closes, and a comma or the like parts it from the verb.
    MarkAndComma,
    Comma,
}

/// Top type of those whose view "pour X" gives.
const PERSON: &str = "person";
/// Tokens from an auxiliary to its verb over a phrase between them.
const LONGEST_PHRASE: usize = 7;
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
