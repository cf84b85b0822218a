//! What a verb of saying introduces in its own sentence: clauses, and words behind a colon.

use crate::model::{Span, TokenIndex, Upos};

use super::acts::{Reader, SHORTEST_SAID, is_mark, is_stop};
use super::phrases::{clause_tokens, span_of};

impl Reader<'_> {
    /// The clause that the verb tells: "that …", or without a marker. Infinitives ("dit vouloir …") are told, not quoted.
    ///
    /// Parsers lose clauses behind adverbials and long subjects; the marker itself shows where one begins.
    pub(super) fn content(&self, verb: TokenIndex) -> Option<Span> {
        let predicates = &self.context.predicates;
        let marker = self.marker_behind(verb);
        let told = predicates.children(verb).iter().copied().find(|&child| {
            child > verb
                && predicates.relation(child) == "ccomp"
                && (predicates.is_finite(child) || self.has_marker(child))
                && (self.saying.bare_clauses || marker.is_some() || self.begins_with_conjunction(child))
        });
        let by_marker = || marker.and_then(|marker| predicates.token(marker).head.filter(|&head| head > marker));
        let Some(clause) = told.or_else(by_marker) else {
            return marker.and_then(|marker| span_of(self.context, marker + 1..self.part_end(marker + 1)));
        };
        let mut tokens = clause_tokens(self.context, clause, marker.unwrap_or(verb + 1));
        if let Some(marker) = marker {
            tokens.start = marker + 1;
            if tokens.end <= tokens.start || !self.is_edge(tokens.end) {
                tokens.end = self.part_end(tokens.end.max(tokens.start));
            }
        } else if (verb + 1..tokens.start).any(|between| is_stop(&self.form(between))) {
            // Behind a comma another clause begins; behind a colon marks show how far.
            return None;
        } else if !self.is_edge(tokens.end) {
            tokens.end = self.part_end(tokens.end);
        }
        span_of(self.context, tokens)
    }

    /// Whether a part of the sentence ends before this token.
    fn is_edge(&self, token: TokenIndex) -> bool {
        token >= self.context.sentence.tokens.len() || is_stop(&self.form(token)) || is_mark(&self.form(token))
    }

    /// Where the part of the sentence ends that this token stands in.
    fn part_end(&self, token: TokenIndex) -> TokenIndex {
        let size = self.context.sentence.tokens.len();
        (token..size).find(|&index| matches!(self.form(index).as_str(), "." | ";" | "?" | "!")).unwrap_or(size)
    }

    /// "demande si", "explique pourquoi".
    fn begins_with_conjunction(&self, clause: TokenIndex) -> bool {
        let first = clause_tokens(self.context, clause, 0).start;
        self.upos(first) == Upos::Sconj || self.context.predicates.token(first).feats.has("PronType", "Int")
    }

    fn has_marker(&self, clause: TokenIndex) -> bool {
        self.context
            .predicates
            .children(clause)
            .iter()
            .any(|&child| self.saying.clause_markers.contains(&self.context.predicates.lemma(child)))
    }

    /// "that" soon behind the verb: "a déclaré mardi à la presse que", "a dit, lundi, que".
    pub(super) fn marker_behind(&self, verb: TokenIndex) -> Option<TokenIndex> {
        let size = self.context.sentence.tokens.len();
        let reach = size.min(verb + MARKER_REACH);
        let mut index = verb + 1;
        while index < reach {
            let form = self.form(index);
            if self.upos(index) == Upos::Verb {
                return None;
            }
            if form == "," {
                // Over a phrase between commas, when the clause begins right behind it.
                let close = (index + 1..reach).find(|&next| self.form(next) == ",")?;
                let is_phrase = (index + 1..close).all(|next| self.upos(next) != Upos::Verb);
                return (is_phrase && close + 1 < size && self.is_marker(close + 1)).then_some(close + 1);
            }
            if is_stop(&form) {
                return None;
            }
            if self.is_marker(index) {
                return Some(index);
            }
            index += 1;
        }
        None
    }

    fn is_marker(&self, index: TokenIndex) -> bool {
        let predicates = &self.context.predicates;
        // Right behind the verb, and behind a date ("a annoncé mardi que"), it passes for a pronoun or a determiner.
        let is_plain = index.checked_sub(1).is_some_and(|before| {
            let has_determiner =
                || predicates.children(before).iter().any(|&child| predicates.relation(child) == "det");
            self.upos(before) == Upos::Verb || (self.upos(before) == Upos::Noun && !has_determiner())
        });
        (self.upos(index) == Upos::Sconj || predicates.relation(index) == "mark" || is_plain)
            && self.saying.clause_markers.contains(&predicates.lemma(index))
            && !index.checked_sub(1).is_some_and(|before| self.saying.marker_parts.contains(&self.form(before)))
    }

    /// Whether a colon and marks follow the verb: "poursuit : « … »".
    pub(super) fn is_before_marks(&self, verb: TokenIndex) -> bool {
        let size = self.context.sentence.tokens.len();
        let colon = (verb + 1..size.min(verb + MARKER_REACH)).find(|&index| self.form(index) == ":");
        let ends = |index: TokenIndex| index + 1 >= size || is_mark(&self.form(index + 1));
        colon.is_some_and(ends)
    }

    /// What follows a colon behind the verb without marks, up to the end of the sentence.
    pub(super) fn after_colon(&self, verb: TokenIndex) -> Option<Span> {
        let size = self.context.sentence.tokens.len();
        let colon = (verb + 1..size).find(|&index| self.form(index) == ":")?;
        let clear = (verb + 1..colon).all(|index| !is_mark(&self.form(index)));
        let marked = (colon + 1..size).any(|index| is_mark(&self.form(index)));
        (clear && !marked && size - colon > SHORTEST_SAID).then(|| span_of(self.context, colon + 1..size)).flatten()
    }
}

/// How many words behind the verb "that" may stand.
const MARKER_REACH: usize = 12;
