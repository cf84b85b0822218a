//! Names that go on: "Jane Doe Airport" where only the person was seen, "Zorbec Council" where only the noun was.

use std::ops::Range;

use super::casing::{Shape, opens, starts_with_capital};
use super::{Place, Proposal, Source};
use crate::knowledge_base::NameKind;
use crate::model::{EntityTypeId, TokenIndex, Upos};

/// Words that may stand between a name and the noun at its end.
const FARTHEST: usize = 3;

impl Place<'_> {
    /// Longer names that capitals show around those found so far, with the noun that says what they name.
    pub(super) fn extended(&self, names: &[Proposal]) -> Vec<Proposal> {
        if self.shape != Shape::Ordinary {
            return Vec::new();
        }
        let longer = |name: &Proposal| {
            let (tokens, kind) = self.with_noun_behind(name, names).or_else(|| self.with_words_before(name, names))?;
            // The rest of the name is proposed with no more right than the part.
            let source = Source::Run.max(name.source);
            Some(Proposal { span: self.span(&tokens), tokens, source, entity_type: Some(kind) })
        };
        names.iter().filter_map(longer).collect()
    }

    /// "Jane Doe International Airport": the capitals go on behind the name up to a noun for a place or a body.
    fn with_noun_behind(&self, name: &Proposal, names: &[Proposal]) -> Option<(Range<TokenIndex>, EntityTypeId)> {
        let tokens = &self.sentence.tokens;
        let end = name.tokens.end;
        let whole = |range: &Range<TokenIndex>| tokens[range.end - 1].span.end == self.span(range).end;
        if !tokens.get(end).is_some_and(starts_with_capital) || !whole(&name.tokens) {
            return None;
        }
        let is_word = |at: TokenIndex| {
            let token = &tokens[at];
            let is_glued = self.text.get(tokens[at - 1].span.end..token.span.start) == Some(" ");
            is_glued && starts_with_capital(token) && matches!(token.upos, Upos::Propn | Upos::Noun | Upos::Adj)
        };
        let last = (end..(end + FARTHEST).min(tokens.len())).take_while(|&at| is_word(at)).last()?;
        let others = |range: &Range<TokenIndex>| {
            names.iter().any(|other| {
                other.tokens.start < range.end && range.start < other.tokens.end && {
                    // A noun that was found by itself is the one sought.
                    !(other.source != Source::Known && other.tokens.len() == 1 && self.is_common(other.tokens.start))
                }
            })
        };
        let kind = self.kind_of_body(last)?;
        // "Zorbec Conference of Mayors": the noun has its complement behind it.
        let all = name.tokens.start..self.institution_end(last).unwrap_or(last + 1);
        let ends_there = tokens.get(all.end).is_none_or(|next| !starts_with_capital(next));
        // "Springfield EARTHQUAKE" in a list of headlines is two things.
        let is_shouted = |at: TokenIndex| tokens[at].form.chars().all(char::is_uppercase);
        let alike = !is_shouted(last) || is_shouted(name.tokens.start);
        (ends_there && alike && !others(&(end..all.end))).then_some((all, kind))
    }

    /// "the Upper Zorbec Council" where only "Council" was found: a common noun is no name without its words.
    fn with_words_before(&self, name: &Proposal, names: &[Proposal]) -> Option<(Range<TokenIndex>, EntityTypeId)> {
        let tokens = &self.sentence.tokens;
        let noun = name.tokens.start;
        if name.source == Source::Known || !self.is_common(noun) {
            return None;
        }
        let kind = self.kind_of_body(noun)?;
        let is_free = |at: TokenIndex| {
            !names.iter().any(|other| {
                let kind = other.entity_type.as_ref().map(|kind| kind.top());
                let is_firm = other.source == Source::Known || matches!(kind, Some("person" | "place"));
                is_firm && other.tokens.contains(&at)
            })
        };
        let is_word = |at: TokenIndex| {
            let token = &tokens[at];
            let is_glued = self.text.get(token.span.end..tokens[at + 1].span.start) == Some(" ");
            let is_first = at == 0 || opens(&tokens[at - 1].form);
            is_glued
                && !is_first
                && starts_with_capital(token)
                && matches!(token.upos, Upos::Propn | Upos::Noun | Upos::Adj | Upos::Verb)
                && is_free(at)
                && !self.is_demonym(at)
        };
        let start = (noun.saturating_sub(FARTHEST)..noun).rev().take_while(|&at| is_word(at)).last()?;
        Some((start..name.tokens.end, kind))
    }

    /// "the Italian Council": the adjective of a country tells whose it is and is a name of its own.
    fn is_demonym(&self, at: TokenIndex) -> bool {
        self.kb.named(&self.sentence.tokens[at].form).iter().any(|found| {
            let is_place = || self.kb.entity_type(found.entry).is_some_and(|kind| kind.is_a("place"));
            found.kind == NameKind::Demonym && is_place()
        })
    }

    /// Whether a token is a common noun for a place, a body or an event.
    fn is_common(&self, at: TokenIndex) -> bool {
        self.kind_of_body(at).is_some()
    }

    /// What a noun for a place, a body or an event names; what belongs to somebody ("the Doe Administration") is told
    /// elsewhere.
    fn kind_of_body(&self, at: TokenIndex) -> Option<EntityTypeId> {
        let sense = self.language.expressions.nominal_sense(self.sentence, at)?;
        let is_owned =
            || self.language.coreference.institutions.iter().any(|institution| institution.nouns.contains(&sense.noun));
        let is_body = matches!(sense.entity_type.top(), "place" | "organization" | "event");
        (is_body && !sense.entity_type.is_a("place/country") && !is_owned()).then(|| sense.entity_type.clone())
    }
}
