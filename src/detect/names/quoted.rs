//! What stands in quotation marks behind a noun for a thing is its name: "le projet de loi « Ciel ouvert »".

use std::ops::Range;

use super::casing::starts_with_capital;
use super::{Place, Proposal, Source};
use crate::model::{EntityTypeId, TokenIndex, Upos};

/// A name in quotation marks has no more words; longer ones are what somebody said.
const LONGEST: usize = 8;

impl Place<'_> {
    /// Names in quotation marks, each of the type of the noun before it.
    pub(super) fn quoted(&self) -> Vec<Proposal> {
        let tokens = &self.sentence.tokens;
        let opening = (1..tokens.len()).filter(|&at| matches!(tokens[at].form.as_str(), "«" | "“" | "\""));
        opening
            .filter_map(|open| {
                let inside = self.inside(open)?;
                let entity_type = self.announced(open)?;
                let span = self.span(&inside);
                Some(Proposal { span, tokens: inside, source: Source::Quoted, entity_type: Some(entity_type) })
            })
            .collect()
    }

    /// The words up to the closing mark, when they can be a name: few, with a capital first, no sentence.
    fn inside(&self, open: TokenIndex) -> Option<Range<TokenIndex>> {
        let tokens = &self.sentence.tokens;
        let closing = match tokens[open].form.as_str() {
            "«" => "»",
            "“" => "”",
            other => other,
        };
        let rest = tokens.get(open + 1..)?;
        let length = rest.iter().take(LONGEST + 1).position(|token| token.form == closing)?;
        let inside = rest.get(..length).filter(|inside| !inside.is_empty())?;
        let is_sentence = inside.iter().any(|token| {
            token.upos == Upos::Pron && token.feats.get("Person").is_some() || matches!(token.form.as_str(), "." | "…")
        });
        (starts_with_capital(&inside[0]) && !is_sentence).then_some(open + 1..open + 1 + length)
    }

    /// The type of the thing that the noun before a quotation mark names, unless it is somebody.
    fn announced(&self, open: TokenIndex) -> Option<EntityTypeId> {
        const FARTHEST: usize = 4;
        let nouns = (open.saturating_sub(FARTHEST)..open).rev();
        let found = nouns.filter_map(|noun| self.language.expressions.nominal_match(self.sentence, noun));
        let entity_type = found.into_iter().find(|found| found.tokens.end == open)?.sense.entity_type.clone();
        matches!(entity_type.top(), "work" | "event" | "product" | "organization").then_some(entity_type)
    }
}
