//! The choice between candidates, or Nil: a wrong link is worse than none.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::ScoredEntry;
use crate::model::{Candidate, Score};

/// Below this a chain is Nil.
const THRESHOLD: f64 = 0.55;
/// The best must lead the second by this much.
const MARGIN: f64 = 0.03;
/// Candidates shown by `explain`.
const SHOWN: usize = 5;
/// What a fact between two entities of the document adds, and all of them together at most.
const COHERENCE: f64 = 0.08;
const COHERENCE_LIMIT: f64 = 0.2;
/// What a place loses that has a namesake in the country that most of the document is about: Georgia among the states of
/// the USA.
const ABROAD: f64 = 0.15;
/// What an institution loses whose country the document does not speak of.
const FOREIGN_INSTITUTION: f64 = 0.5;

/// Who a chain means.
#[derive(Clone, Debug)]
pub(super) struct Decision {
    /// The entry, or `None` for Nil.
    pub(super) chosen: Option<ScoredEntry>,
    /// How sure.
    pub(super) score: Score,
    /// What was considered, best first.
    pub(super) shown: Vec<Candidate>,
    /// Whether the name is one that several countries have a bearer of, and it cannot be told which is meant: a node of
    /// that name would mix them.
    pub(super) of_some_country: bool,
}

/// Chooses for every chain at once: entities named beyond doubt speak for those that facts tie to them.
pub(super) fn decide(candidates: Vec<Vec<ScoredEntry>>, counts: &[usize]) -> Vec<Decision> {
    let countries = Countries::of(&candidates, counts);
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
        // Letters are told by anything else of the same country, named or not.
        let lies_here = || scored.entry.values("country", None).any(|country| pointed_at.contains(country));
        let inward = inward.max(usize::from(scored.letters && ties == 0 && lies_here()));
        (COHERENCE * (ties + inward) as f64).min(COHERENCE_LIMIT)
    };
    let bonus = |scored: &ScoredEntry, has_namesake_here: bool| {
        let excluded = if countries.exclude(scored) { FOREIGN_INSTITUTION } else { 0.0 };
        let abroad = if has_namesake_here && countries.is_abroad(scored) { ABROAD } else { 0.0 };
        coherence(scored) - abroad - excluded
    };
    let bonuses = |list: &Vec<ScoredEntry>| {
        let here = list.len() > 1 && list.iter().any(|scored| countries.lead(scored));
        list.iter().map(|scored| bonus(scored, here)).collect()
    };
    let bonuses: Vec<Vec<f64>> = candidates.iter().map(bonuses).collect();
    let excluded: Vec<bool> =
        candidates.iter().map(|list| list.iter().any(|scored| countries.exclude(scored))).collect();
    let decisions = candidates.into_iter().zip(bonuses).map(|(list, bonuses)| choose(list, &bonuses));
    decisions.zip(excluded).map(|(decision, of_some_country)| Decision { of_some_country, ..decision }).collect()
}

/// Which countries a document speaks of, by the names in it that mean one thing only.
#[derive(Default)]
struct Countries<'a> {
    mentions: BTreeMap<&'a str, usize>,
    all: usize,
}

impl<'a> Countries<'a> {
    fn of(candidates: &'a [Vec<ScoredEntry>], counts: &[usize]) -> Self {
        let mut countries = Self::default();
        for (list, &count) in candidates.iter().zip(counts) {
            let Some(first) = sure(list).filter(|first| !is_institution(first)) else { continue };
            let entry = &first.entry;
            let itself = entry.entity_type.is_a("place/country").then_some(entry.id.as_str());
            let country = itself.or_else(|| entry.values("country", None).next());
            if let Some(country) = country {
                *countries.mentions.entry(country).or_default() += count;
                countries.all += count;
            }
        }
        countries
    }

    /// Whether a place lies in the country that most names of the document belong to.
    fn lead(&self, scored: &ScoredEntry) -> bool {
        const ENOUGH: usize = 4;
        let entry = &scored.entry;
        let Some(country) = entry.values("country", None).next().filter(|_| entry.entity_type.top() == "place") else {
            return false;
        };
        self.all >= ENOUGH && self.mentions.get(country).copied().unwrap_or_default() * 10 >= self.all * 7
    }

    /// Whether a place lies outside of the country that most names of the document belong to.
    fn is_abroad(&self, scored: &ScoredEntry) -> bool {
        scored.entry.entity_type.top() == "place" && !self.lead(scored)
    }

    /// Whether an institution is one of a country that the document hardly speaks of, while it speaks of others: many
    /// countries have a "ministry of justice".
    fn exclude(&self, scored: &ScoredEntry) -> bool {
        const ENOUGH: usize = 3;
        if !is_institution(scored) || self.all < ENOUGH {
            return false;
        }
        let Some(country) = scored.entry.values("country", None).next() else { return false };
        let own = self.mentions.get(country).copied().unwrap_or_default();
        let most = self.mentions.values().copied().max().unwrap_or_default();
        // "the Senate" in a text about another country that has one.
        own * 8 < self.all || scored.single && most > ENOUGH && own * 4 <= most
    }
}

/// A body that other countries have under the same name.
fn is_institution(scored: &ScoredEntry) -> bool {
    let mut kinds = super::country::KINDS.iter().chain(&super::country::OTHER_BODIES);
    scored.generic && kinds.any(|kind| scored.entry.entity_type.is_a(kind))
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
            Decision { chosen: Some(entry), score: Score::new(best), shown, of_some_country: false }
        }
        _ => Decision { chosen: None, score: Score::default(), shown, of_some_country: false },
    }
}
