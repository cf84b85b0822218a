//! The choice between candidates, or Nil: a wrong link is worse than none.

use std::collections::BTreeSet;

use super::candidates::ScoredEntry;
use crate::model::{Candidate, Score};

/// Below this a chain is Nil.
const THRESHOLD: f64 = 0.55;
/// The best must lead the second by this much.
const MARGIN: f64 = 0.06;
/// Candidates shown by `explain`.
const SHOWN: usize = 5;
/// What a fact between two entities of the document adds, and all of them together at most.
const COHERENCE: f64 = 0.08;
const COHERENCE_LIMIT: f64 = 0.2;

/// Who a chain means.
#[derive(Clone, Debug)]
pub(super) struct Decision {
    /// The entry, or `None` for Nil.
    pub(super) chosen: Option<ScoredEntry>,
    /// How sure.
    pub(super) score: Score,
    /// What was considered, best first.
    pub(super) shown: Vec<Candidate>,
}

/// Chooses for every chain at once: entities named beyond doubt speak for those that facts tie to them.
pub(super) fn decide(candidates: Vec<Vec<ScoredEntry>>) -> Vec<Decision> {
    let mut present: BTreeSet<&str> = BTreeSet::new();
    let mut pointed_at: BTreeSet<&str> = BTreeSet::new();
    for list in &candidates {
        if let Some(first) = sure(list) {
            present.insert(first.entry.id.as_str());
            pointed_at.extend(first.entry.facts.iter().map(|fact| fact.value.as_str()));
        }
    }
    let coherence = |scored: &ScoredEntry| {
        let id = scored.entry.id.as_str();
        let outward =
            scored.entry.facts.iter().filter(|fact| fact.value != id && present.contains(fact.value.as_str()));
        let ties = outward.map(|fact| fact.value.as_str()).collect::<BTreeSet<_>>().len();
        let inward = usize::from(pointed_at.contains(id) && !scored.entry.facts.iter().any(|fact| fact.value == id));
        (COHERENCE * (ties + inward) as f64).min(COHERENCE_LIMIT)
    };
    let bonuses: Vec<Vec<f64>> = candidates.iter().map(|list| list.iter().map(coherence).collect()).collect();
    candidates.into_iter().zip(bonuses).map(|(list, bonuses)| choose(list, &bonuses)).collect()
}

/// The candidate that needs no context.
fn sure(list: &[ScoredEntry]) -> Option<&ScoredEntry> {
    let first = list.first()?;
    let lead = list.get(1).map_or(1.0, |second| first.fit - second.fit);
    (first.telling && first.fit >= 0.7 && lead >= 0.1).then_some(first)
}

fn choose(list: Vec<ScoredEntry>, bonuses: &[f64]) -> Decision {
    let mut scored: Vec<(f64, ScoredEntry)> =
        list.into_iter().zip(bonuses).map(|(entry, bonus)| ((entry.fit + bonus).min(1.0), entry)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.entry.id.cmp(&b.1.entry.id)));
    let shown = scored
        .iter()
        .take(SHOWN)
        .map(|(score, entry)| Candidate { entity: entry.entry.id.clone(), score: Score::new(*score) })
        .collect();
    let second = scored.get(1).map_or(0.0, |(score, _)| *score);
    match scored.into_iter().next() {
        Some((best, entry)) if best >= THRESHOLD && best - second >= MARGIN => {
            Decision { chosen: Some(entry), score: Score::new(best), shown }
        }
        _ => Decision { chosen: None, score: Score::default(), shown },
    }
}
