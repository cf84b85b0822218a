//! What stands before its acronym in brackets is a name, and so is the acronym: "l'inspection générale de la police
//! nationale (IGPN)", "Partido dos Trabalhadores (PT)"; and the other way round.

use std::ops::Range;

use super::{Place, Proposal, Source};
use crate::model::{EntityTypeId, Token, TokenIndex, Upos};

/// Letters of an acronym; a single letter abbreviates too much.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=8;
/// Two letters fit too many pairs of small words by chance.
const SAFE: usize = 3;

impl Place<'_> {
    /// Acronyms in brackets with the words they abbreviate. `names` are those found so far.
    pub(super) fn acronyms(&self, names: &[Proposal]) -> Vec<Proposal> {
        let tokens = &self.sentence.tokens;
        let mut found = Vec::new();
        for at in 2..tokens.len() {
            let is_enclosed = tokens[at - 1].form == "(" && tokens.get(at + 1).is_some_and(|next| next.form == ")");
            let letters: Vec<char> = tokens[at].form.chars().collect();
            if !LENGTHS.contains(&letters.len()) || !letters.iter().all(|letter| letter.is_uppercase()) {
                continue;
            }
            let words = if is_enclosed { self.abbreviated(at - 1, &letters) } else { self.explained(at, &letters) };
            let Some(words) = words else { continue };
            let is_capitalized = |index: TokenIndex| tokens[index].form.starts_with(char::is_uppercase);
            let is_name = words.clone().skip(1).any(is_capitalized)
                || names.iter().any(|name| name.tokens.start < words.end && words.start < name.tokens.end);
            if !is_name && letters.len() < SAFE {
                continue;
            }
            let entity_type = self.acronym_type(at, &words, names);
            for tokens in [words, at..at + 1] {
                let span = self.span(&tokens);
                found.push(Proposal { span, tokens, source: Source::Acronym, entity_type: entity_type.clone() });
            }
        }
        found
    }

    /// The words before a bracket whose first letters make the acronym; small words may be passed over.
    fn abbreviated(&self, bracket: TokenIndex, letters: &[char]) -> Option<Range<TokenIndex>> {
        let tokens = &self.sentence.tokens;
        let mut wanted = letters.len();
        let mut at = bracket;
        while wanted > 0 {
            at = at.checked_sub(1)?;
            let token = &tokens[at];
            let initial = super::cleaning::fold_accents(&token.form).chars().next()?;
            if initial.to_uppercase().eq(letters[wanted - 1].to_uppercase()) && is_word(token) {
                wanted -= 1;
            } else if !self.is_passed_over(token) {
                return None;
            }
        }
        let is_start = matches!(tokens[at].upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::X);
        is_start.then_some(at..bracket)
    }

    /// "le PCC (Premier commando de la capitale)": all the words in the bracket behind the acronym, if they make it.
    fn explained(&self, at: TokenIndex, letters: &[char]) -> Option<Range<TokenIndex>> {
        /// Words in the bracket for each letter, small ones included.
        const WORDS: usize = 3;
        let tokens = &self.sentence.tokens;
        let opening = at + 1;
        if letters.len() < SAFE || tokens.get(opening)?.form != "(" {
            return None;
        }
        let most = opening + 2 + WORDS * letters.len();
        let closing = (opening + 1..most.min(tokens.len())).find(|&at| tokens[at].form == ")")?;
        let words = self.abbreviated(closing, letters)?;
        let begins = tokens[words.start].form.starts_with(char::is_uppercase);
        (words.start == opening + 1 && begins).then_some(words)
    }

    fn is_passed_over(&self, token: &Token) -> bool {
        let form = token.form.to_lowercase().replace('’', "'");
        self.language.coreference.skipped_in_acronyms.iter().any(|skipped| skipped == form.trim_end_matches('\''))
    }

    /// The type of what an acronym means: that of a name there, else what the first noun says.
    fn acronym_type(&self, at: TokenIndex, words: &Range<TokenIndex>, names: &[Proposal]) -> Option<EntityTypeId> {
        let of = |range: Range<TokenIndex>| {
            names.iter().find(|name| name.tokens == range).and_then(|name| name.entity_type.clone())
        };
        let told = words
            .clone()
            .filter_map(|noun| self.language.expressions.nominal_match(self.sentence, noun))
            .find(|found| found.tokens.start == words.start)
            .map(|found| found.sense.entity_type.clone());
        of(at..at + 1).or_else(|| of(words.clone())).or(told)
    }
}

fn is_word(token: &Token) -> bool {
    !matches!(token.upos, Upos::Punct | Upos::Num)
}
