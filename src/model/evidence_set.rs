use std::collections::{BTreeSet, btree_set};
use std::iter::Map;
use std::sync::Arc;

use super::claim::Evidence;

/// The evidence of a claim: sorted, each once.
///
/// Evidence is large, and most claims have one sentence behind them: a plain tree sets room for eleven aside, so that two
/// thirds of a claim set would be empty. Here the tree holds pointers, and what shows a claim's evidence shares it.
///
/// ```
/// use filature::model::EvidenceSet;
/// let evidence = EvidenceSet::default();
/// assert!(evidence.is_empty() && evidence.first().is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct EvidenceSet(BTreeSet<Arc<Evidence>>);

/// Evidence in order.
pub type EvidenceIter<'a> = Map<btree_set::Iter<'a, Arc<Evidence>>, fn(&'a Arc<Evidence>) -> &'a Evidence>;

impl EvidenceSet {
    /// Adds evidence; whether it is new.
    pub fn insert(&mut self, evidence: Evidence) -> bool {
        self.0.insert(Arc::new(evidence))
    }

    /// Leaves out what is not to be kept.
    pub fn retain(&mut self, mut keep: impl FnMut(&Evidence) -> bool) {
        self.0.retain(|evidence| keep(evidence));
    }

    /// All of it.
    pub fn iter(&self) -> EvidenceIter<'_> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// The first.
    #[must_use]
    pub fn first(&self) -> Option<&Evidence> {
        self.0.first().map(AsRef::as_ref)
    }

    /// This evidence, to keep for longer; `None` where it is no part of the set.
    #[must_use]
    pub fn shared(&self, evidence: &Evidence) -> Option<Arc<Evidence>> {
        self.0.get(evidence).cloned()
    }

    /// How much there is.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<const N: usize> From<[Evidence; N]> for EvidenceSet {
    fn from(evidence: [Evidence; N]) -> Self {
        evidence.into_iter().collect()
    }
}

impl FromIterator<Evidence> for EvidenceSet {
    fn from_iter<I: IntoIterator<Item = Evidence>>(evidence: I) -> Self {
        Self(evidence.into_iter().map(Arc::new).collect())
    }
}

impl Extend<Evidence> for EvidenceSet {
    fn extend<I: IntoIterator<Item = Evidence>>(&mut self, evidence: I) {
        self.0.extend(evidence.into_iter().map(Arc::new));
    }
}

impl IntoIterator for EvidenceSet {
    type Item = Evidence;
    type IntoIter = Map<btree_set::IntoIter<Arc<Evidence>>, fn(Arc<Evidence>) -> Evidence>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().map(Arc::unwrap_or_clone)
    }
}

impl<'a> IntoIterator for &'a EvidenceSet {
    type Item = &'a Evidence;
    type IntoIter = EvidenceIter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
