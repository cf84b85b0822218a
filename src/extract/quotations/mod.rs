//! Sentences and their text → quotations: somebody's words, who speaks, and how the text shows it.
//!
//! Three things are put together: stretches between marks ([`marks`]), acts of speech ([`acts`]) and, for a stretch
//! that no act introduces, the verb above it, the sentences beside it, and who spoke last. Every step works without
//! the one before: unmarked speech is found by its verb, speech without a verb by its marks.

mod acts;
mod contents;
mod insertions;
mod marks;
mod phrases;
mod sources;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    AnnotatedDocument, MentionId, MentionKind, MentionSpeaker, Quotation, QuotationKind, SentenceKind, Span, Stance,
    TokenIndex, Upos,
};

use super::factuality::Factuality;
use super::matching::Context;
use super::predicate::Slot;
use acts::{Act, Place};
use marks::Stretch;

/// What is collected sentence by sentence, until the document is complete.
#[derive(Clone, Debug, Default)]
pub(super) struct Collector {
    stretches: Vec<Stretch>,
    acts: Vec<Act>,
    /// For a stretch, by its index, whose word it is by the verb that governs it.
    governed: Vec<(usize, Act)>,
    /// Sentences in which somebody speaks of themselves.
    first_person: BTreeSet<usize>,
    /// Where finite verbs begin.
    finite: BTreeSet<usize>,
    /// By sentence, who its main verb is about.
    protagonists: BTreeMap<usize, Act>,
}

/// Words; a shorter stretch names or ironizes, unless a verb of saying stands right before it.
const SHORTEST_MARKED: usize = 3;
/// Words; a stretch of at least this length is speech even when nothing introduces it.
const SHORTEST_SPEECH: usize = 5;
/// Words; a stretch of at least this length, with a verb, is a sentence somebody said.
const LONG_SPEECH: usize = 6;
/// Bytes between a closing mark and the insertion behind it: `», ` and footnotes.
const GAP: usize = 6;

impl Collector {
    pub(super) fn new(text: &str) -> Self {
        Self { stretches: marks::stretches(text), ..Self::default() }
    }

    /// Notes the acts of speech of one sentence.
    pub(super) fn note(&mut self, context: &Context<'_>, factuality: &Factuality<'_>, sentence: usize) {
        self.acts.append(&mut acts::acts(context, factuality, sentence));
        let of_speaker = |feats: &crate::model::Features| feats.has("Person", "1") && feats.has("PronType", "Prs");
        if context.sentence.tokens.iter().any(|token| of_speaker(&token.feats)) {
            self.first_person.insert(sentence);
        }
        let is_finite = |token: &&crate::model::Token| token.feats.has("VerbForm", "Fin");
        self.finite.extend(context.sentence.tokens.iter().filter(is_finite).map(|token| token.span.start));
        self.protagonists.extend(protagonist(context, sentence).map(|act| (sentence, act)));
        let span = context.sentence.span;
        let first = self.stretches.partition_point(|stretch| stretch.outer.end <= span.start);
        for (index, stretch) in self.stretches.iter().enumerate().skip(first) {
            if stretch.outer.start >= span.end {
                break;
            }
            self.governed.extend(governing_act(context, sentence, stretch).map(|act| (index, act)));
        }
    }

    /// The quotations of the document, in text order.
    pub(super) fn finish(self, annotated: &AnnotatedDocument) -> Vec<Quotation> {
        let text = annotated.text();
        let mut found: Vec<Quotation> = Vec::new();
        for (index, act) in self.acts.iter().enumerate() {
            let previous = index.checked_sub(1).and_then(|before| self.acts.get(before));
            let mut act = act.clone();
            let next = self.acts.get(index + 1).filter(|next| next.sentence == act.sentence);
            if act.speakers.is_empty() {
                // "…, dit X, ajoutant que …", "Précisant que …, X dit que …", "Et de poursuivre : …".
                let here = previous.filter(|before| before.sentence == act.sentence);
                let earlier = || self.acts[..index].iter().rev().find(|before| before.sentence + 1 == act.sentence);
                let about = || self.protagonists.get(&act.sentence);
                let Some(other) = here.or(next).or_else(about).or_else(earlier) else { continue };
                act.speakers.clone_from(&other.speakers);
                act.source = other.source;
            }
            if act.speakers.is_empty() {
                continue;
            }
            self.told(&act, previous, next, annotated, &mut found);
        }
        for index in 0..self.stretches.len() {
            let Stretch { inner, .. } = self.stretches[index];
            if found.iter().any(|known| shared(known.content, inner) * 2 >= inner.len()) {
                continue;
            }
            if let Some(act) = self.speaker_of(index, annotated, &found) {
                found.push(quotation(&act, inner, QuotationKind::Direct));
            }
        }
        found.sort_by_key(|quotation| (quotation.content.start, quotation.content.end));
        found.dedup_by(|later, earlier| shared(later.content, earlier.content) * 10 >= later.content.len() * 9);
        found.retain(|quotation| !quotation.content.of(text).trim().is_empty());
        found
    }

    /// What an act gives back, as far as its own sentence and the marks beside it show.
    fn told(
        &self,
        act: &Act,
        previous: Option<&Act>,
        next: Option<&Act>,
        annotated: &AnnotatedDocument,
        found: &mut Vec<Quotation>,
    ) {
        let text = annotated.text();
        let Some(sentence) = annotated.sentences.get(act.sentence) else { return };
        match act.place {
            Place::Clause(clause) => {
                // "a dit que A, ajoutant que B": the same person goes on.
                let ends =
                    next.map(|next| if next.speakers.is_empty() { next.cue } else { next.source.unwrap_or(next.cue) });
                let is_inside = next.is_some_and(|next| !matches!(next.place, Place::Around(_)));
                let clause = match ends.filter(|_| is_inside) {
                    Some(ends) if ends.start > clause.start && ends.start < clause.end => {
                        trim(text, before_comma(text, clause, ends.start))
                    }
                    _ => clause,
                };
                self.give(act, self.complete(clause), text, found);
            }
            Place::Behind(phrase) => {
                let said = trim(text, Span::new(phrase.end, sentence.span.end.max(phrase.end)));
                let said = self.complete(said);
                if words(text, said) >= SHORTEST_MARKED {
                    self.give(act, said, text, found);
                }
            }
            Place::Around(insertion) => {
                // "Le pont, selon X, fermera", "Le pont, a dit X, fermera": nothing is said before it.
                let rest = trim(text, Span::new(insertion.end, sentence.span.end.max(insertion.end)));
                let said = trim(text, Span::new(sentence.span.start, insertion.start.max(sentence.span.start)));
                let is_unmarked =
                    self.kind(Span::new(sentence.span.start, sentence.span.end)) == QuotationKind::Indirect;
                let is_bracketed = said.of(text).rfind('(').is_some_and(|at| !said.of(text)[at..].contains(')'));
                let is_behind = self.has_verb(rest)
                    && !is_bracketed
                    && (!self.has_verb(said) || (act.by_phrase && rest.len() > said.len()));
                if (is_unmarked || act.by_phrase) && is_behind && next.is_none() && previous_ends(previous, act, said) {
                    self.give(act, rest, text, found);
                    return;
                }
                let before = self.before_insertion(act, insertion, sentence.span, previous, text);
                let start = before_start(found, act, sentence.span.start);
                let is_stretch =
                    before.is_some_and(|before| self.stretches.iter().any(|stretch| stretch.inner == before));
                if is_stretch {
                    for stretch in self.beside(start, insertion, sentence.span, next, text) {
                        found.push(quotation(act, stretch, QuotationKind::Direct));
                    }
                }
                if let Some(before) = before.filter(|&before| words(text, before) >= 1) {
                    let kind = self.kind(before);
                    let before = if kind == QuotationKind::Indirect {
                        self.with_sentences_before(before, act.sentence, annotated)
                    } else {
                        before
                    };
                    found.push(quotation(act, before, kind));
                }
                // "« X, a dit A, et Y »": the speech goes on in the marks it began in.
                let goes_on = self.stretches.iter().find(|stretch| {
                    stretch.outer.contains(insertion)
                        || (stretch.outer.start >= insertion.end
                            && stretch.outer.start < sentence.span.end
                            && is_bare(text, Span::new(insertion.end, stretch.outer.start)))
                });
                if let Some(stretch) = goes_on {
                    let rest = trim(text, Span::new(stretch.inner.start.max(insertion.end), stretch.inner.end));
                    if words(text, rest) >= SHORTEST_MARKED {
                        found.push(quotation(act, rest, QuotationKind::Direct));
                    }
                }
            }
            Place::Marked => {}
        }
    }

    /// Other stretches of a sentence with an insertion: "« X » mais « Y », a dit A", "« X », a dit A, mais « Y »".
    fn beside(&self, start: usize, insertion: Span, sentence: Span, next: Option<&Act>, text: &str) -> Vec<Span> {
        let until = next.map_or(sentence.end, |next| next.cue.start);
        self.stretches
            .iter()
            .filter(|stretch| {
                let is_before = stretch.outer.start >= start && stretch.outer.end <= insertion.start;
                let is_behind = stretch.outer.start >= insertion.end && stretch.outer.end <= until;
                let is_name = stretch.inner.of(text).chars().next().is_some_and(char::is_uppercase);
                words(text, stretch.inner) >= SHORTEST_MARKED
                    && self.has_verb(stretch.inner)
                    && (is_before || (is_behind && !is_name))
            })
            .map(|stretch| stretch.inner)
            .collect()
    }

    /// What is said as one quotation, or each of the stretches in it where several are long.
    fn give(&self, act: &Act, said: Span, text: &str, found: &mut Vec<Quotation>) {
        let inside: Vec<_> = self
            .stretches
            .iter()
            .filter(|stretch| said.contains(stretch.inner) && words(text, stretch.inner) >= SHORTEST_SPEECH)
            .collect();
        if inside.len() < 2 {
            found.push(quotation(act, said, self.kind(said)));
            return;
        }
        for stretch in inside {
            found.push(quotation(act, stretch.inner, QuotationKind::Direct));
        }
    }

    /// The words before an insertion: from the beginning of the sentence, of the marks, or of the part that the last
    /// act before left.
    fn before_insertion(
        &self,
        act: &Act,
        insertion: Span,
        sentence: Span,
        previous: Option<&Act>,
        text: &str,
    ) -> Option<Span> {
        let mut start = sentence.start;
        if let Some(previous) = previous.filter(|previous| previous.sentence == act.sentence) {
            let end = match previous.place {
                Place::Around(extent) | Place::Behind(extent) => extent.end,
                Place::Clause(_) | Place::Marked => previous.cue.start.min(start),
            };
            if end <= insertion.start {
                start = start.max(end);
            }
        }
        // A heading between marks before the sentence: "« Rien ne va plus » Alors que …".
        let heading = self.stretches.iter().find(|stretch| {
            let behind = text.get(stretch.outer.end..insertion.start).unwrap_or_default().trim_start();
            stretch.outer.start >= start
                && stretch.outer.end < insertion.start
                && is_bare(text, Span::new(start, stretch.outer.start))
                && behind.chars().next().is_some_and(char::is_uppercase)
        });
        if let Some(heading) = heading {
            start = heading.outer.end;
        }
        let closed = self.stretches.iter().rev().find(|stretch| {
            stretch.outer.end <= insertion.start
                && insertion.start - stretch.outer.end <= GAP
                && is_bare(text, Span::new(stretch.outer.end, insertion.start))
        });
        if let Some(stretch) = closed {
            // A word or two between marks are part of a sentence that is said as a whole.
            let whole = words(text, stretch.inner) < SHORTEST_MARKED && stretch.outer.start > start;
            return Some(Span::new(if whole { start } else { stretch.inner.start }, stretch.inner.end));
        }
        // Around the insertion the marks are still open.
        if let Some(stretch) = self.stretches.iter().find(|stretch| stretch.outer.contains(insertion)) {
            start = stretch.inner.start.max(start.min(stretch.inner.start));
        }
        let said = trim(text, Span::new(start, insertion.start.max(start)));
        // "(93 % selon X)": only what stands in the brackets.
        let bracket = said.of(text).rfind('(').filter(|&at| !said.of(text)[at..].contains(')'));
        Some(bracket.map_or(said, |at| trim(text, Span::new(said.start + at + 1, said.end))))
    }

    /// Speech without marks in several sentences, of which the last has the verb: those before it in which somebody
    /// speaks of themselves, while nobody else is said to speak.
    fn with_sentences_before(&self, content: Span, sentence: usize, annotated: &AnnotatedDocument) -> Span {
        let sentences = &annotated.sentences;
        let mut start = content.start;
        for before in (0..sentence).rev() {
            let span = sentences[before].span;
            let goes_on = self.first_person.contains(&before)
                && sentences[before].paragraph == sentences[sentence].paragraph
                && !self.acts.iter().any(|act| act.sentence == before && !act.speakers.is_empty())
                && !self.stretches.iter().any(|stretch| shared(stretch.outer, span) > 0);
            if !goes_on || sentences[sentence].span.start < content.start.saturating_sub(GAP) {
                break;
            }
            start = span.start;
        }
        Span::new(start, content.end)
    }

    fn has_verb(&self, span: Span) -> bool {
        self.finite.range(span.start..span.end.max(span.start)).next().is_some()
    }

    /// A stretch that begins inside belongs to the whole.
    fn complete(&self, span: Span) -> Span {
        let begun = self.stretches.iter().find(|stretch| {
            stretch.outer.start >= span.start && stretch.outer.start < span.end && stretch.inner.end > span.end
        });
        begun.map_or(span, |stretch| Span::new(span.start, stretch.inner.end))
    }

    /// By how much of the words stands between marks.
    fn kind(&self, content: Span) -> QuotationKind {
        let marked: usize = self.stretches.iter().map(|stretch| shared(stretch.inner, content)).sum();
        if marked * 10 >= content.len() * 9 {
            QuotationKind::Direct
        } else if marked > 0 {
            QuotationKind::Mixed
        } else {
            QuotationKind::Indirect
        }
    }

    /// Who speaks in a stretch that no insertion or clause covers: by the verb of saying before it, by what governs
    /// it, by the sentence that announces it, by the quotation before.
    fn speaker_of(&self, index: usize, annotated: &AnnotatedDocument, found: &[Quotation]) -> Option<Act> {
        let text = annotated.text();
        let stretch = &self.stretches[index];
        let long = words(text, stretch.inner);
        let sentences = &annotated.sentences;
        let sentence = sentences.partition_point(|sentence| sentence.span.end <= stretch.outer.start);
        let start = sentences.get(sentence)?.span.start.min(stretch.outer.start);
        if sentences[sentence].kind == SentenceKind::Boilerplate {
            return None;
        }
        let is_before = |act: &&Act| act.sentence == sentence && act.cue.end <= stretch.outer.start;
        let nearest = self.acts.iter().filter(is_before).max_by_key(|act| act.cue.start);
        let announced = text.get(..stretch.outer.start).unwrap_or_default().trim_end().ends_with(':');
        let introduces = |act: &&Act| act.place == Place::Marked && (announced || long >= SHORTEST_MARKED);
        if let Some(act) = nearest.filter(introduces) {
            // "Et de poursuivre : « … »": whoever spoke last.
            let known = |before: &&Act| before.cue.start < act.cue.start && !before.speakers.is_empty();
            let before = self.acts.iter().rev().find(known);
            return match before {
                Some(before) if act.speakers.is_empty() => {
                    Some(Act { speakers: before.speakers.clone(), source: before.source, ..act.clone() })
                }
                _ => (!act.speakers.is_empty()).then(|| act.clone()),
            };
        }
        if long < SHORTEST_MARKED {
            return None;
        }
        if announced
            && let Some(act) = self.protagonists.get(&sentence).filter(|act| act.cue.end <= stretch.outer.start)
        {
            return Some(act.clone());
        }
        // "le spectacle « Tous à Lyon »": what begins with a capital inside a sentence is a title or a motto.
        let is_title = stretch.inner.of(text).chars().next().is_some_and(char::is_uppercase)
            && !stretch.inner.of(text).ends_with(['.', '!', '?', '…', ',']);
        if let Some((_, act)) = self.governed.iter().find(|(governed, _)| *governed == index && !is_title) {
            return Some(act.clone());
        }
        if long < SHORTEST_SPEECH {
            return None;
        }
        // "« … » A déclaré X." The insertion was taken for a sentence of its own.
        let behind = self.acts.iter().find(|act| {
            matches!(act.place, Place::Around(extent) if extent.start >= stretch.outer.end
                && is_bare(text, Span::new(stretch.outer.end, extent.start)))
        });
        if let Some(act) = behind {
            return Some(act.clone());
        }
        let at_start = is_bare(text, Span::new(start, stretch.outer.start));
        let before = sentence.checked_sub(1);
        if at_start && announced {
            let announcing =
                self.acts.iter().rev().find(|act| Some(act.sentence) == before && act.place == Place::Marked);
            if let Some(act) = announcing.filter(|act| !act.speakers.is_empty()) {
                return Some(act.clone());
            }
        }
        if !at_start {
            return None;
        }
        // After a sentence in which somebody speaks, a sentence of its own between marks.
        if !self.has_verb(stretch.inner) {
            return None;
        }
        if long >= LONG_SPEECH
            && let Some(act) = self.acts.iter().rev().find(|act| Some(act.sentence) == before)
        {
            return (!act.speakers.is_empty()).then(|| Act { place: Place::Marked, ..act.clone() });
        }
        // A speech goes on.
        let last = found
            .iter()
            .filter(|known| known.content.end <= stretch.outer.start)
            .max_by_key(|known| known.content.end)?;
        let ended = sentences.partition_point(|sentence| sentence.span.end <= last.content.end.saturating_sub(1));
        let cue = last.cue?;
        let spoke = sentences.partition_point(|sentence| sentence.span.end <= cue.start);
        (sentence - ended.max(spoke).min(sentence) <= 1).then(|| Act {
            sentence,
            speakers: last.speakers.clone(),
            source: last.source,
            stance: Stance::Asserts,
            cue,
            place: Place::Marked,
            by_phrase: false,
        })
    }
}

/// The verb that a stretch hangs on and its subject: "X pleads for “…”", "X calls it “…”".
fn governing_act(context: &Context<'_>, sentence: usize, stretch: &Stretch) -> Option<Act> {
    let predicates = &context.predicates;
    let inside = |token: usize| stretch.outer.contains(context.sentence.tokens[token].span);
    let tokens: Vec<_> = (0..context.sentence.tokens.len()).filter(|&token| inside(token)).collect();
    let top = tokens.iter().copied().find(|&token| {
        context.sentence.tokens[token].upos != Upos::Punct
            && context.sentence.tokens[token].head.is_some_and(|head| !inside(head))
    })?;
    let mut current = top;
    for _ in 0..context.sentence.tokens.len() {
        current = context.sentence.tokens[current].head?;
        if inside(current) || context.sentence.tokens[current].upos != Upos::Verb {
            continue;
        }
        let subject = predicates.in_slot(current, &Slot::Subject).find(|&subject| !inside(subject))?;
        let mentions = context.mentions.at(subject, predicates, context.grammar);
        return (!mentions.is_empty()).then(|| marked_act(context, sentence, subject, mentions, current));
    }
    None
}

/// What a subject says in marked words, though no verb of saying tells it.
fn marked_act(
    context: &Context<'_>,
    sentence: usize,
    subject: TokenIndex,
    mentions: Vec<MentionId>,
    cue: TokenIndex,
) -> Act {
    Act {
        sentence,
        speakers: mentions.into_iter().map(MentionSpeaker::Mention).collect(),
        source: phrases::noun_phrase(context, subject),
        stance: Stance::Asserts,
        cue: context.sentence.tokens[cue].span,
        place: Place::Marked,
        by_phrase: false,
    }
}

/// Whom a sentence is about, for words that it announces with a colon and no verb of saying: "X enfonce le clou : « … »".
fn protagonist(context: &Context<'_>, sentence: usize) -> Option<Act> {
    let predicates = &context.predicates;
    let root = context.sentence.root()?;
    let subject = predicates.in_slot(root, &Slot::Subject).find(|&subject| subject < root)?;
    let mentions = context.mentions.at(subject, predicates, context.grammar);
    let is_person = |id: &MentionId| {
        context.detected.mention(*id).kind != MentionKind::Pronoun
            && context.mentions.entity_type(*id).is_none_or(|known| known.top() == PERSON)
    };
    let is_pronoun = context.sentence.tokens[subject].upos == Upos::Pron;
    (!mentions.is_empty() && (is_pronoun || mentions.iter().all(is_person)))
        .then(|| marked_act(context, sentence, subject, mentions, root))
}

/// Top type of those whom a sentence announces the words of.
const PERSON: &str = "person";

/// Where the part of the sentence begins that no quotation before this act has taken.
fn before_start(found: &[Quotation], act: &Act, start: usize) -> usize {
    let taken = found.iter().filter(|known| known.content.start >= start && known.content.end <= act.cue.start);
    taken.filter(|known| known.cue != Some(act.cue)).map(|known| known.content.end).max().unwrap_or(start)
}

/// Whether no other act of the sentence stands in what is said before this one.
fn previous_ends(previous: Option<&Act>, act: &Act, said: Span) -> bool {
    previous.is_none_or(|previous| previous.sentence != act.sentence || !said.contains(previous.cue))
}

/// Up to the comma or conjunction before a position, which must leave something.
fn before_comma(text: &str, span: Span, position: usize) -> Span {
    let until = text.get(span.start..position).and_then(|part| part.rfind(',')).filter(|&comma| comma > 0);
    until.map_or(span, |comma| Span::new(span.start, span.start + comma))
}

fn quotation(act: &Act, content: Span, kind: QuotationKind) -> Quotation {
    Quotation {
        content,
        kind,
        speakers: act.speakers.clone(),
        source: act.source,
        cue: Some(act.cue),
        stance: act.stance,
    }
}

/// Bytes two spans have in common.
fn shared(left: Span, right: Span) -> usize {
    left.end.min(right.end).saturating_sub(left.start.max(right.start))
}

fn words(text: &str, span: Span) -> usize {
    span.of(text).split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// Whether nothing but punctuation and space stands there.
fn is_bare(text: &str, span: Span) -> bool {
    !text.get(span.start..span.end).is_none_or(|between| between.chars().any(char::is_alphanumeric))
}

/// Without space, commas and the like at both ends.
fn trim(text: &str, span: Span) -> Span {
    let is_edge = |c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | '–' | '—' | '-' | '«' | '»' | '“' | '”' | '"')
    };
    let inside = span.of(text);
    let start = span.start + (inside.len() - inside.trim_start_matches(is_edge).len());
    let end = span.start + inside.trim_end_matches(is_edge).len();
    Span::new(start, end.max(start))
}
