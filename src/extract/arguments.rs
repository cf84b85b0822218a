//! From a token in a slot to the mention that stands there.

use crate::language::grammar::GrammarResources;
use crate::model::{DetectedDocument, EntityTypeId, MentionId, MentionKind, TokenIndex, Upos, ValueId};

use super::predicate::{Predicates, Slot};

/// The mentions and values of one sentence, by token.
pub(super) struct SentenceMentions<'a> {
    detected: &'a DetectedDocument,
    /// A name that covers the token.
    names: Vec<Option<MentionId>>,
    /// A nominal or pronoun whose head the token is.
    others: Vec<Option<MentionId>>,
    pub(super) values: Vec<ValueId>,
}

impl<'a> SentenceMentions<'a> {
    /// Lays out mentions and values over the tokens of a sentence of `size` tokens.
    pub(super) fn new(
        detected: &'a DetectedDocument,
        size: usize,
        mentions: &[MentionId],
        values: Vec<ValueId>,
    ) -> Self {
        let mut names = vec![None; size];
        let mut others: Vec<Option<MentionId>> = vec![None; size];
        for &id in mentions {
            let mention = detected.mention(id);
            match mention.kind {
                MentionKind::Name => {
                    let end = mention.tokens.end.min(size);
                    for slot in names.get_mut(mention.tokens.start..end).into_iter().flatten() {
                        slot.get_or_insert(id);
                    }
                }
                MentionKind::Nominal | MentionKind::Pronoun => {
                    if let Some(slot) = others.get_mut(mention.head) {
                        slot.get_or_insert(id);
                    }
                }
            }
        }
        Self { detected, names, others, values }
    }

    /// The name that covers a token.
    pub(super) fn name_at(&self, token: TokenIndex) -> Option<MentionId> {
        self.names[token]
    }

    /// The type detection gave a mention.
    pub(super) fn entity_type(&self, mention: MentionId) -> Option<&'a EntityTypeId> {
        self.detected.mention(mention).entity_type.as_ref()
    }

    /// Who stands at a token: the name there; for a common noun the names in apposition ("le président russe
    /// Vladimir Poutine", "ses entreprises SpaceX et Tesla"); else the noun or pronoun itself; else, for a noun
    /// that speaks for its owner ("la campagne de X"), the owner.
    pub(super) fn at(
        &self,
        token: TokenIndex,
        predicates: &Predicates<'_>,
        grammar: &GrammarResources,
    ) -> Vec<MentionId> {
        if let Some(name) = self.names[token] {
            return vec![name];
        }
        let beside: Vec<_> = predicates
            .in_slot(token, &Slot::Apposition)
            .filter_map(|beside| self.names[beside])
            .filter(|&name| self.may_be(token, name))
            .collect();
        if !beside.is_empty() {
            return beside;
        }
        if predicates.relation(token) == "appos" {
            // "X, une plateforme que …": what is said of the platform is said of X.
            let named = predicates
                .in_slot(token, &Slot::Referent)
                .find_map(|described| self.names[described])
                .or_else(|| self.name_before_comma(token, predicates));
            if let Some(name) = named.filter(|&name| self.may_be(token, name)) {
                return vec![name];
            }
        }
        if grammar.stands_for.contains(&predicates.lemma(token)) {
            let owner = [Slot::Possessor, Slot::Of, Slot::Modifier]
                .iter()
                .find_map(|slot| predicates.in_slot(token, slot).find_map(|owner| self.names[owner]));
            if let Some(owner) = owner {
                return vec![owner];
            }
        }
        self.others[token].into_iter().collect()
    }

    /// The name right before the comma that a noun phrase follows, wherever the parser hung the phrase.
    fn name_before_comma(&self, noun: TokenIndex, predicates: &Predicates<'_>) -> Option<MentionId> {
        let is_comma = |index: TokenIndex| predicates.token(index).upos == Upos::Punct;
        let first = predicates.children(noun).iter().copied().filter(|&child| !is_comma(child)).min()?.min(noun);
        let comma = first.checked_sub(1).filter(|&before| is_comma(before))?;
        self.names[comma.checked_sub(1)?]
    }

    /// Whether a noun and a name beside it can be one thing, as far as their types are known.
    fn may_be(&self, noun: TokenIndex, name: MentionId) -> bool {
        let noun_type = self.others[noun].and_then(|id| self.entity_type(id));
        match (noun_type, self.entity_type(name)) {
            (Some(one), Some(other)) => one.top() == other.top(),
            _ => true,
        }
    }
}
