//! AnnotatedDocument → DetectedDocument: names, nominals, pronouns; dates, amounts, quantities.

mod names;
mod nominals;
mod pronouns;
#[cfg(test)]
mod tests;
mod values;

use std::ops::Range;

use crate::knowledge_base::KnowledgeBase;
use crate::language::LanguagePack;
use crate::model::{AnnotatedDocument, DetectedDocument, Sentence, Span, TokenIndex, Upos};
pub use names::{reading_order, sentence_clues};

/// Finds everything that refers or measures.
#[must_use]
pub fn detect(annotated: AnnotatedDocument, language: &LanguagePack, kb: &KnowledgeBase) -> DetectedDocument {
    let names = names::names(&annotated, language, kb);
    let nominals = nominals::nominals(&annotated, language, &names);
    let pronouns = pronouns::pronouns(&annotated, language);
    let name_spans: Vec<_> = names.iter().map(|name| name.span).collect();
    let values = values::values(&annotated, language, &name_spans);
    let mut mentions: Vec<_> = names.into_iter().chain(nominals).chain(pronouns).collect();
    mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end), mention.kind));
    DetectedDocument { annotated, mentions, values }
}

/// The tokens that share a byte with `span`, and the one among them whose head lies outside.
fn tokens_under(sentence: &Sentence, span: Span) -> Option<(Range<TokenIndex>, TokenIndex)> {
    let first = sentence.tokens.partition_point(|token| token.span.end <= span.start);
    let end = sentence.tokens.partition_point(|token| token.span.start < span.end);
    (first < end).then(|| (first..end, head_of(sentence, first..end)))
}

/// The token of a stretch that the others hang on; of several the first that is a content word.
fn head_of(sentence: &Sentence, tokens: Range<TokenIndex>) -> TokenIndex {
    let is_outside = |&index: &TokenIndex| !sentence.tokens[index].head.is_some_and(|head| tokens.contains(&head));
    let is_content = |&index: &TokenIndex| {
        !matches!(sentence.tokens[index].upos, Upos::Punct | Upos::Adp | Upos::Det | Upos::Cconj | Upos::Sym)
    };
    let heads = || tokens.clone().filter(is_outside);
    heads().find(is_content).or_else(|| heads().next()).unwrap_or(tokens.start)
}

/// The part of a token's surface that is its own: "Gordon" of "Gordon's", where word and genitive share a span.
/// The surface itself where no part spells the word ("du").
fn own_span(text: &str, sentence: &Sentence, index: TokenIndex) -> Span {
    let span = sentence.tokens[index].span;
    let shares = |other: Option<usize>| {
        other.and_then(|other| sentence.tokens.get(other)).is_some_and(|other| other.span == span)
    };
    let (surface, form) = (span.of(text), sentence.tokens[index].form.as_str());
    if shares(Some(index + 1)) && surface.starts_with(form) {
        Span::new(span.start, span.start + form.len())
    } else if shares(index.checked_sub(1)) && surface.ends_with(form) {
        Span::new(span.end - form.len(), span.end)
    } else {
        span
    }
}
