//! What belongs to an office is no part of the name behind it: "ministre de l'Intérieur Jane Doe", "président de la
//! République Jane Doe"; and no name with the adjective of a country: "ministre de l'Intérieur français".

use std::ops::Range;

use super::casing::starts_with_capital;
use super::{Place, Proposal, Source};
use crate::model::TokenIndex;

impl Place<'_> {
    /// The proposal without the charge of the office before it; `None` where nothing else is in it.
    pub(super) fn without_portfolio(&self, proposal: Proposal) -> Option<Proposal> {
        let Range { start, end } = proposal.tokens;
        if proposal.source == Source::Known || !self.follows_office(start) {
            return Some(proposal);
        }
        match self.language.expressions.portfolio_end(self.sentence, start, end) {
            Some(charge) if charge < end => self.behind(&proposal, charge),
            _ => Some(proposal),
        }
    }

    /// The proposal without the last words of the noun before it, "République" of "président de la République"; `None`
    /// where nothing else is in it.
    pub(super) fn without_end_of_noun(&self, proposal: Proposal) -> Option<Proposal> {
        let Range { start, end } = proposal.tokens;
        if proposal.source == Source::Known {
            return Some(proposal);
        }
        match self.language.expressions.noun_over(self.sentence, start) {
            Some(noun) if noun.tokens.start < start && noun.tokens.end >= end => None,
            Some(noun) if noun.tokens.start < start => self.behind(&proposal, noun.tokens.end),
            _ => Some(proposal),
        }
    }

    /// What is left of a proposal from a token on, if it is a name.
    fn behind(&self, proposal: &Proposal, start: TokenIndex) -> Option<Proposal> {
        let rest = start..proposal.tokens.end;
        let is_name = starts_with_capital(&self.sentence.tokens[start]);
        is_name.then(|| self.proposal(self.span(&rest), rest, proposal.source, None))
    }
}
