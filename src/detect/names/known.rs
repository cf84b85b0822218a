//! Names of the knowledge base where they stand in a sentence.

use std::ops::Range;

use super::casing::{Casing, Shape, is_shouted};
use crate::knowledge_base::{KnowledgeBase, NameKind, NameMatch};
use crate::language::LanguagePack;
use crate::model::{AnnotatedDocument, Sentence, SentenceKind, Span, TokenIndex, Upos};

/// A known name in the text.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) span: Span,
    pub(super) tokens: Range<TokenIndex>,
    /// The entries that bear it, demonyms left out.
    pub(super) entries: Vec<NameMatch>,
    /// Whether it is an adjective or name of inhabitants in the language of the text.
    pub(super) demonym: bool,
    /// Whether it is an adjective of parties, written as the language writes it: "socialiste", "Democratic".
    pub(super) partisan: bool,
    /// Whether letter case and accents agree with the knowledge base.
    pub(super) exact: bool,
    /// Whether it names persons only.
    pub(super) is_person: bool,
    /// Whether it is the beginning of a word that an ordinary one is stuck to: "Portugaldécision".
    pub(super) glued: bool,
}

/// How often a shorter name is tried where the longest does not fit.
const ATTEMPTS: usize = 4;

/// The known names of each sentence; none in what is no part of the article.
pub(super) fn known_in(
    annotated: &AnnotatedDocument,
    language: &LanguagePack,
    kb: &KnowledgeBase,
    casing: &Casing,
) -> Vec<Vec<Known>> {
    let of = |sentence: &Sentence| {
        if sentence.kind == SentenceKind::Boilerplate {
            return Vec::new();
        }
        known_names(annotated.text(), sentence, language, kb, casing, super::casing::shape(sentence))
    };
    annotated.sentences.iter().map(of).collect()
}

/// Every place of the sentence where a known name begins, with the longest one that letter case allows.
fn known_names(
    text: &str,
    sentence: &Sentence,
    language: &LanguagePack,
    kb: &KnowledgeBase,
    casing: &Casing,
    shape: Shape,
) -> Vec<Known> {
    let mut found: Vec<Known> = Vec::new();
    for (index, start) in starts(text, sentence) {
        if start == sentence.tokens[index].span.start
            && let Some(glued) = glued_name(text, sentence, language, kb, index)
        {
            found.push(glued);
            continue;
        }
        let mut end = sentence.span.end;
        for _ in 0..ATTEMPTS {
            let Some(length) = text.get(start..end).and_then(|rest| kb.longest_name_at(rest)) else { break };
            let span = Span::new(start, start + length);
            if let Some(known) = known(text, sentence, language.tag(), kb, index, span)
                && (known.demonym || known.partisan || is_acceptable(&known, text, sentence, language, casing, shape))
            {
                found.push(known);
                break;
            }
            // The longest does not fit here; a shorter one may.
            let last = sentence.tokens.partition_point(|token| token.span.start < span.end);
            let shorter =
                sentence.tokens[index..last].iter().rev().map(|token| token.span.end).find(|&at| at < span.end);
            match shorter.filter(|&shorter| shorter > start) {
                Some(shorter) => end = shorter,
                None => break,
            }
        }
    }
    found
}

/// Where a name may begin: at tokens, and behind a hyphen or slash inside one ("Musk-Poutine").
fn starts<'a>(text: &'a str, sentence: &'a Sentence) -> impl Iterator<Item = (TokenIndex, usize)> + 'a {
    sentence.tokens.iter().enumerate().flat_map(move |(index, token)| {
        let surface = token.span.of(text);
        let is_second_of_contraction = index > 0 && sentence.tokens[index - 1].span == token.span;
        let at_start = surface.starts_with(char::is_alphanumeric).then_some(token.span.start);
        let inside = surface
            .match_indices(['-', '‑', '/', '’', '\''])
            .map(|(at, mark)| token.span.start + at + mark.len())
            .filter(move |&at| text.get(at..token.span.end).is_some_and(|rest| rest.starts_with(char::is_alphabetic)));
        at_start.into_iter().chain(inside).filter(move |_| !is_second_of_contraction).map(move |at| (index, at))
    })
}

fn known(
    text: &str,
    sentence: &Sentence,
    language: &str,
    kb: &KnowledgeBase,
    first: TokenIndex,
    span: Span,
) -> Option<Known> {
    let end = first + sentence.tokens[first..].partition_point(|token| token.span.start < span.end);
    let mut entries = kb.named(span.of(text));
    let is_ours = |found: &NameMatch| found.language.is_empty() || found.language == language;
    let is_party = |found: &NameMatch| kb.entity_type(found.entry).is_some_and(|kind| kind.is_a("organization/party"));
    let mut adjectives = entries.iter().filter(|found| found.kind == NameKind::Demonym && is_ours(found));
    let demonym = adjectives.clone().any(|found| !is_party(found));
    let partisan = adjectives.any(|found| is_party(found) && found.exact);
    entries.retain(|found| found.kind != NameKind::Demonym);
    // A name in another language is met too ("The New York Times"), but it must be written as there.
    entries.retain(|found| is_ours(found) || found.exact);
    let exact = entries.iter().any(|found| found.exact);
    let is_person = entries.iter().all(|found| kb.entity_type(found.entry).is_some_and(|kind| kind.is_a("person")));
    (demonym || partisan || !entries.is_empty()).then(|| Known {
        span,
        tokens: first..end.max(first + 1),
        entries,
        demonym,
        partisan,
        exact,
        is_person,
        glued: false,
    })
}

/// A known name that a long ordinary word is stuck to. Reading cuts off only what it knows itself.
fn glued_name(
    text: &str,
    sentence: &Sentence,
    language: &LanguagePack,
    kb: &KnowledgeBase,
    index: TokenIndex,
) -> Option<Known> {
    const LONG: usize = 6;
    let token = &sentence.tokens[index];
    let surface = token.span.of(text);
    let tables = &language.reader.tables;
    let letters = surface.chars().count();
    if letters < 2 * LONG || !surface.starts_with(char::is_uppercase) {
        return None;
    }
    let one_word =
        surface.chars().all(char::is_alphabetic) && surface.chars().filter(|c| c.is_uppercase()).count() == 1;
    let lower = surface.to_lowercase();
    if !one_word || tables.clusters.knows(surface) || tables.clusters.knows(&lower) || tables.lexicon.knows(&lower) {
        return None;
    }
    let borders = surface.char_indices().map(|(at, _)| at).skip(LONG).take(letters - 2 * LONG + 1);
    borders.filter(|&border| tables.lexicon.knows(&surface[border..])).find_map(|border| {
        let span = Span::new(token.span.start, token.span.start + border);
        let found = known(text, sentence, language.tag(), kb, index, span)?;
        (found.exact && !found.is_person && !found.entries.is_empty()).then_some(Known { glued: true, ..found })
    })
}

fn is_acceptable(
    known: &Known,
    text: &str,
    sentence: &Sentence,
    language: &LanguagePack,
    casing: &Casing,
    shape: Shape,
) -> bool {
    let surface = known.span.of(text);
    let tokens = &sentence.tokens[known.tokens.clone()];
    let Some(first) = tokens.first() else { return false };
    let letters = surface.chars().filter(|letter| letter.is_alphanumeric()).count();
    let has_capital = surface.chars().any(char::is_uppercase);
    let is_proper = tokens.iter().any(|token| token.upos == Upos::Propn);
    if !has_capital {
        return known.exact && is_proper;
    }
    let starts_with_capital = surface.chars().find(|letter| letter.is_alphabetic()).is_some_and(char::is_uppercase);
    if !starts_with_capital && (!known.exact || first.upos != Upos::Propn && known.is_person) {
        // "le président Trump" may be listed so; the name in it begins with its capital.
        return false;
    }
    if is_shouted(surface) && !known.exact && letters < 4 {
        return false;
    }
    // One word whose capital may be due to its place: it must not be an ordinary word of this document.
    let is_first = known.tokens.start == 0 || super::casing::opens(&sentence.tokens[known.tokens.start - 1].form);
    // "People said": the noun of a phrase, not the magazine.
    let is_noun = || !is_proper && language.expressions.nominal_sense(sentence, known.tokens.start).is_some();
    let is_word = tokens.len() == 1
        && (is_first || shape != Shape::Ordinary)
        && (casing.is_plain(first) && !is_proper
            || is_noun()
            || !matches!(first.upos, Upos::Propn | Upos::Noun | Upos::X | Upos::Adj)
                && !casing.is_proper(first)
                // "Twitter a été racheté": a word of the lexicon may be a verb, what acts is a thing.
                && first.deprel.universal() != "nsubj");
    let is_function_word = tokens.len() == 1
        && !is_shouted(surface)
        && matches!(first.upos, Upos::Det | Upos::Pron | Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Aux | Upos::Adv);
    !is_word && !is_function_word
}
