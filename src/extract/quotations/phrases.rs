//! From heads to stretches of text.

use std::ops::Range;

use crate::model::{Span, TokenIndex, Upos};

use super::super::matching::Context;

/// The unbroken run of tokens around a head that it governs, beginning behind `after`.
pub(super) fn clause_tokens(context: &Context<'_>, head: TokenIndex, after: TokenIndex) -> Range<TokenIndex> {
    let mut governed: Vec<_> = context.sentence.subtree(head);
    governed.retain(|&token| token >= after);
    let mut first = head;
    while governed.binary_search(&first.wrapping_sub(1)).is_ok() {
        first -= 1;
    }
    let mut last = head;
    while governed.binary_search(&(last + 1)).is_ok() {
        last += 1;
    }
    first..last + 1
}

/// The bytes of tokens, without punctuation and conjunctions that introduce them.
pub(super) fn span_of(context: &Context<'_>, tokens: Range<TokenIndex>) -> Option<Span> {
    let words = &context.sentence.tokens;
    let mut tokens = tokens;
    while tokens.start < tokens.end && matches!(words[tokens.start].upos, Upos::Punct | Upos::Sconj) {
        tokens.start += 1;
    }
    while tokens.start < tokens.end && words[tokens.end - 1].upos == Upos::Punct {
        tokens.end -= 1;
    }
    (tokens.start < tokens.end).then(|| words[tokens.start].span.cover(words[tokens.end - 1].span))
}

/// A noun phrase with article, complements and appositions, without clauses.
pub(super) fn noun_phrase(context: &Context<'_>, head: TokenIndex) -> Option<Span> {
    let predicates = &context.predicates;
    let mut inside = vec![false; context.sentence.tokens.len()];
    let mut pending = vec![head];
    while let Some(word) = pending.pop() {
        if std::mem::replace(&mut inside[word], true) {
            continue;
        }
        for &child in predicates.children(word) {
            let outside = matches!(
                predicates.relation(child),
                "acl" | "advcl" | "parataxis" | "cop" | "nsubj" | "aux" | "mark" | "csubj" | "ccomp" | "xcomp" | "obj"
            ) || (word == head && predicates.relation(child) == "case")
                || (predicates.relation(child) == "conj" && predicates.is_predicate(child))
                || (word == head && child > head && is_adverbial(context, child));
            if !outside {
                pending.push(child);
            }
        }
    }
    let mut first = head;
    while first > 0 && inside[first - 1] {
        first -= 1;
    }
    let mut last = head;
    while inside.get(last + 1) == Some(&true) && !ends_phrase(&context.sentence.tokens[last + 1].form) {
        last += 1;
    }
    span_of(context, first..last + 1)
}

/// Brackets, colons and marks are no part of a name.
fn ends_phrase(form: &str) -> bool {
    matches!(form, "(" | ":" | ";" | "«" | "“" | "\"")
}

/// What follows a noun without belonging to it: "X, mardi", "X au début de sa visite".
fn is_adverbial(context: &Context<'_>, child: TokenIndex) -> bool {
    let predicates = &context.predicates;
    let is_value = context.mentions.values.iter().any(|&id| context.detected.value(id).tokens.contains(&child));
    let preposition = predicates.preposition(child);
    match predicates.relation(child) {
        "nmod" | "obl" | "advmod" => is_value || !(preposition.is_empty() || context.grammar.of.contains(&preposition)),
        _ => is_value,
    }
}
