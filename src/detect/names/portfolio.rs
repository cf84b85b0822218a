//! What belongs to an office is no part of the name behind it: "ministre de l'Intérieur Jane Doe", "président de la
//! République Jane Doe"; and no name with the adjective of a country: "ministre de l'Intérieur français".

use super::casing::starts_with_capital;
use super::{Place, Proposal, Source};

/// Words of what a minister is in charge of.
const LONGEST: usize = 4;

impl Place<'_> {
    /// The proposal without the charge of the office before it; `None` where nothing else is in it.
    pub(super) fn without_portfolio(&self, proposal: Proposal) -> Option<Proposal> {
        let tokens = proposal.tokens.clone();
        if proposal.source == Source::Known || !self.follows_office(tokens.start) {
            return Some(proposal);
        }
        let forms = |until: usize| {
            let words = self.sentence.tokens[tokens.start..until].iter().map(|token| token.form.as_str());
            words.collect::<Vec<_>>().join(" ")
        };
        let ends = (tokens.start + 1..tokens.end.min(tokens.start + LONGEST + 1)).rev();
        let Some(end) = ends.into_iter().find(|&end| self.language.expressions.is_portfolio(&forms(end))) else {
            return Some(proposal);
        };
        let rest = end..tokens.end;
        if rest.is_empty() || !starts_with_capital(&self.sentence.tokens[end]) {
            return (rest.is_empty()).then_some(proposal);
        }
        Some(self.proposal(self.span(&rest), rest, proposal.source, None))
    }

    /// The proposal without the last words of the noun before it, "République" of "président de la République"; `None`
    /// where nothing else is in it.
    pub(super) fn without_end_of_noun(&self, proposal: Proposal) -> Option<Proposal> {
        let tokens = proposal.tokens.clone();
        if proposal.source == Source::Known {
            return Some(proposal);
        }
        let heads = tokens.start.saturating_sub(LONGEST)..tokens.start;
        let nouns = heads.filter_map(|head| self.language.expressions.nominal_match(self.sentence, head));
        match nouns.map(|noun| noun.tokens.end).find(|&end| end > tokens.start) {
            None => Some(proposal),
            Some(end) if end >= tokens.end => None,
            Some(end) if !starts_with_capital(&self.sentence.tokens[end]) => Some(proposal),
            Some(end) => Some(self.proposal(self.span(&(end..tokens.end)), end..tokens.end, proposal.source, None)),
        }
    }
}
