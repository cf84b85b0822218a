use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::sources::Sources;
use crate::model::{
    Claim, ClaimId, ClaimObject, ClaimSet, DocumentId, EntityId, Evidence, Modality, Money, PartialDate, Polarity,
    QualifierKind, QualifierValue, RelationTypeId, Score, Speaker, Stance, TimeInterval, Value,
};

/// Which claims share an edge. Affirmed and negated claims never do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeGrouping {
    /// All claims from one entity to another: the best picture.
    Pair,
    /// All claims of one relation from one entity to another.
    #[default]
    Relation,
    /// Every claim has its own edge: the best table.
    Claim,
}

impl EdgeGrouping {
    /// All groupings, coarsest first.
    pub const ALL: [Self; 3] = [Self::Pair, Self::Relation, Self::Claim];

    /// The name on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pair => "pair",
            Self::Relation => "relation",
            Self::Claim => "claim",
        }
    }
}

impl fmt::Display for EdgeGrouping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for EdgeGrouping {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|grouping| grouping.as_str() == text)
            .ok_or_else(|| format!("`{text}` is not one of {}", Self::ALL.map(Self::as_str).join(", ")))
    }
}

/// How claims stand when everybody quoted on them has been heard.
///
/// A document that tells something in its own voice asserts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Somebody asserts it, nobody denies it.
    Asserted,
    /// Somebody asserts it and somebody denies it.
    Disputed,
    /// Told only as what somebody denies.
    Denied,
    /// Told only as what somebody doubts or asks.
    Questioned,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Asserted, Self::Disputed, Self::Denied, Self::Questioned];

    /// The name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Disputed => "disputed",
            Self::Denied => "denied",
            Self::Questioned => "questioned",
        }
    }

    /// The standing that some evidence gives.
    #[must_use]
    pub fn of(evidence: &[&Evidence]) -> Self {
        let has = |stance| evidence.iter().flat_map(|item| &item.attribution).any(|said| said.stance == stance);
        let own_voice = evidence.iter().any(|item| item.attribution.is_empty());
        match (own_voice || has(Stance::Asserts), has(Stance::Denies)) {
            (true, false) => Self::Asserted,
            (true, true) => Self::Disputed,
            (false, true) => Self::Denied,
            (false, false) => Self::Questioned,
        }
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One sentence behind an edge: the most trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its claim.
    pub claim: ClaimId,
    /// The evidence.
    pub evidence: Arc<Evidence>,
}

/// A stretch of time, as exactly as told; a side that is not known is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Since when.
    pub from: Option<PartialDate>,
    /// Until when, inclusive.
    pub to: Option<PartialDate>,
}

impl Period {
    /// The days a claim may speak of; a side that is not known is open. `None` when it states no time, or one that
    /// ends before it begins.
    #[must_use]
    pub fn of(claim: &Claim) -> Option<Self> {
        let stated = |kind| match claim.qualifiers.get(&kind) {
            Some(QualifierValue::Value(Value::Date(date))) => TimeInterval { start: Some(*date), end: Some(*date) },
            Some(QualifierValue::Value(Value::Interval(interval))) => *interval,
            _ => TimeInterval::default(),
        };
        let (mut from, mut to) = (stated(QualifierKind::Start).start, stated(QualifierKind::End).end);
        if from.is_none() && to.is_none() {
            TimeInterval { start: from, end: to } = stated(QualifierKind::Date);
        }
        let backwards = matches!((from, to), (Some(from), Some(to)) if from.first_day() > to.last_day());
        (!backwards && (from.is_some() || to.is_some())).then_some(Self { from, to })
    }

    /// The first day it may cover.
    #[must_use]
    pub fn first_day(self) -> jiff::civil::Date {
        self.from.map_or(jiff::civil::Date::MIN, PartialDate::first_day)
    }

    /// The last day it may cover.
    #[must_use]
    pub fn last_day(self) -> jiff::civil::Date {
        self.to.map_or(jiff::civil::Date::MAX, PartialDate::last_day)
    }

    fn day_after(self) -> jiff::civil::Date {
        self.last_day().tomorrow().unwrap_or(jiff::civil::Date::MAX)
    }
}

/// Claims that lead from one node to another, summed up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Made from content: the same claims give the same id in every run. With [`EdgeGrouping::Claim`] it is
    /// the id of the claim, followed by `-negated` where it is negated.
    pub id: String,
    /// What a program tells the edge apart by: the relation and, in brackets, what keeps it from being plainly
    /// asserted (`spoke_with [disputed, reported]`). No two edges of a pair share it.
    pub kind: String,
    /// From whom.
    pub subject: EntityId,
    /// To whom.
    pub object: EntityId,
    /// Which relations, most evidence first; one, unless edges are grouped by pair.
    pub relations: Vec<RelationTypeId>,
    /// Whether it is said to hold or not to hold.
    pub polarity: Polarity,
    /// How it stands when all are heard.
    pub standing: Standing,
    /// How committed the most committed sentence is.
    pub modality: Modality,
    /// The claims, by id.
    pub claims: Vec<ClaimId>,
    /// How many sentences.
    pub evidence: usize,
    /// How many documents.
    pub documents: usize,
    /// How many independent sources; at least 1. One publisher is one source, and wire copies are one source.
    pub sources: usize,
    /// Who asserts it, each once.
    pub asserted_by: Vec<Speaker>,
    /// Who denies it.
    pub denied_by: Vec<Speaker>,
    /// Who doubts it.
    pub questioned_by: Vec<Speaker>,
    /// Of the most trusted sentence.
    pub confidence: Score,
    /// When it held or happened, by the dates that claims state: disjoint periods in order.
    pub periods: Vec<Period>,
    /// When the earliest and the latest document were published.
    pub published: Option<(PartialDate, PartialDate)>,
    /// The words that tell when, as printed.
    pub time_text: Vec<String>,
    /// Amounts stated, smallest first within a currency, each once.
    pub amounts: Vec<Money>,
    /// Values of the other qualifiers; entities by id.
    pub qualifiers: BTreeMap<QualifierKind, BTreeSet<QualifierValue>>,
    /// The sentence to show.
    pub sample: Sample,
}

impl Edge {
    /// The earliest day any claim speaks of; `None` where no claim does, or one is open to the past.
    #[must_use]
    pub fn first_day(&self) -> Option<jiff::civil::Date> {
        self.periods.first()?.from.map(PartialDate::first_day)
    }

    /// The latest day any claim speaks of; `None` where no claim does, or one is open to the future.
    #[must_use]
    pub fn last_day(&self) -> Option<jiff::civil::Date> {
        self.periods.last()?.to.map(PartialDate::last_day)
    }
}

/// Edges in this order: the order of files.
pub(super) fn order(edge: &Edge) -> (&EntityId, &EntityId, &str) {
    (&edge.subject, &edge.object, &edge.kind)
}

/// What an edge's claims have in common; the parts a grouping does not look at are `None`.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    subject: &'a EntityId,
    object: &'a EntityId,
    polarity: Polarity,
    /// Verbs that no rule covers never share an edge with relations of the ontology.
    open: bool,
    relation: Option<&'a RelationTypeId>,
    claim: Option<&'a ClaimId>,
}

/// All edges, in the order of files.
pub(super) fn edges(claims: &ClaimSet, grouping: EdgeGrouping) -> Vec<Edge> {
    let mut groups: BTreeMap<Key<'_>, Vec<(&Claim, &Evidence)>> = BTreeMap::new();
    for claim in claims.claims.values() {
        let ClaimObject::Entity(object) = &claim.object else { continue };
        for evidence in &claim.evidence {
            let key = Key {
                subject: &claim.subject,
                object,
                polarity: evidence.polarity,
                open: claim.relation.is_open(),
                relation: (grouping != EdgeGrouping::Pair).then_some(&claim.relation),
                claim: (grouping == EdgeGrouping::Claim).then_some(&claim.id),
            };
            groups.entry(key).or_default().push((claim, evidence));
        }
    }
    let sources = Sources::new(claims);
    let mut edges: Vec<_> = groups.iter().filter_map(|(key, said)| edge(claims, &sources, key, said)).collect();
    edges.sort_by(|a, b| (order(a), &a.id).cmp(&(order(b), &b.id)));
    number_equal_kinds(&mut edges);
    edges
}

/// ` #2` and so on behind the kind of the second and later edges of a pair that would share one.
fn number_equal_kinds(edges: &mut [Edge]) {
    let mut repeated = 1;
    for index in 1..edges.len() {
        let (before, rest) = edges.split_at_mut(index);
        let (previous, edge) = (&before[index - repeated], &mut rest[0]);
        if order(previous) == order(edge) {
            repeated += 1;
            edge.kind = format!("{} #{repeated}", edge.kind);
        } else {
            repeated = 1;
        }
    }
}

fn edge(claims: &ClaimSet, sources: &Sources<'_>, key: &Key<'_>, said: &[(&Claim, &Evidence)]) -> Option<Edge> {
    let evidence: Vec<_> = said.iter().map(|&(_, evidence)| evidence).collect();
    let claim_ids: BTreeSet<_> = said.iter().map(|(claim, _)| &claim.id).collect();
    let (sample_claim, sample) = said.iter().max_by_key(|(claim, item)| {
        // Short sentences are read; the rest makes the choice independent of the order of files.
        (item.confidence, std::cmp::Reverse((item.quote.len(), *item, &claim.id)))
    })?;
    let modality = evidence.iter().map(|item| item.modality).min()?;
    let standing = Standing::of(&evidence);
    let relations = relations(said);
    let published = said.iter().filter_map(|(_, item)| claims.documents.get(&item.document)?.published);
    Some(Edge {
        id: edge_id(key),
        kind: kind(&relations, key.polarity, standing, modality),
        subject: key.subject.clone(),
        object: key.object.clone(),
        relations,
        polarity: key.polarity,
        standing,
        modality,
        claims: claim_ids.into_iter().cloned().collect(),
        evidence: evidence.len(),
        documents: evidence.iter().map(|item| &item.document).collect::<BTreeSet<&DocumentId>>().len(),
        sources: sources.independent(&evidence),
        asserted_by: speakers(&evidence, Stance::Asserts),
        denied_by: speakers(&evidence, Stance::Denies),
        questioned_by: speakers(&evidence, Stance::Questions),
        confidence: evidence.iter().map(|item| item.confidence).max()?,
        periods: disjoint(said.iter().filter_map(|(claim, _)| Period::of(claim)).collect()),
        published: published.clone().min().zip(published.max()),
        time_text: time_text(said),
        amounts: amounts(said),
        qualifiers: other_qualifiers(said),
        sample: Sample { claim: sample_claim.id.clone(), evidence: sample_claim.evidence.shared(sample)? },
    })
}

fn edge_id(key: &Key<'_>) -> String {
    if let Some(claim) = key.claim {
        return match key.polarity {
            Polarity::Affirmed => claim.to_string(),
            Polarity::Negated => format!("{claim}-negated"),
        };
    }
    let mut hash = Sha256::new();
    let relation = key.relation.map_or(if key.open { "open:" } else { "" }, RelationTypeId::as_str);
    for part in [key.subject.as_str(), relation, key.object.as_str(), key.polarity.as_str()] {
        hash.update(part.as_bytes());
        hash.update([0xff]);
    }
    let head = hash.finalize().iter().take(8).fold(String::new(), |head, byte| head + &format!("{byte:02x}"));
    format!("edge:{head}")
}

fn kind(relations: &[RelationTypeId], polarity: Polarity, standing: Standing, modality: Modality) -> String {
    let relation = match relations {
        [one] => one.as_str(),
        _ => "several",
    };
    let mut reserves = Vec::new();
    if polarity != Polarity::Affirmed {
        reserves.push(polarity.as_str());
    }
    if standing != Standing::Asserted {
        reserves.push(standing.as_str());
    }
    if modality != Modality::Stated {
        reserves.push(modality.as_str());
    }
    if reserves.is_empty() { relation.to_owned() } else { format!("{relation} [{}]", reserves.join(", ")) }
}

fn relations(said: &[(&Claim, &Evidence)]) -> Vec<RelationTypeId> {
    let mut counts: BTreeMap<&RelationTypeId, usize> = BTreeMap::new();
    for (claim, _) in said {
        *counts.entry(&claim.relation).or_default() += 1;
    }
    let mut relations: Vec<_> = counts.into_iter().collect();
    relations.sort_by_key(|&(relation, count)| (std::cmp::Reverse(count), relation));
    relations.into_iter().map(|(relation, _)| relation.clone()).collect()
}

fn speakers(evidence: &[&Evidence], stance: Stance) -> Vec<Speaker> {
    let said = evidence.iter().flat_map(|item| &item.attribution).filter(|said| said.stance == stance);
    said.map(|said| said.speaker.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Periods in order, those that overlap or touch made one.
fn disjoint(mut periods: Vec<Period>) -> Vec<Period> {
    periods.sort_by_key(|period| (period.first_day(), period.last_day()));
    let mut merged: Vec<Period> = Vec::new();
    for period in periods {
        match merged.last_mut() {
            Some(last) if period.first_day() <= last.day_after() => {
                if period.last_day() > last.last_day() {
                    last.to = period.to;
                }
            }
            _ => merged.push(period),
        }
    }
    merged
}

fn time_text(said: &[(&Claim, &Evidence)]) -> Vec<String> {
    let mut texts = BTreeSet::new();
    for (_, item) in said {
        for kind in [QualifierKind::Date, QualifierKind::Start, QualifierKind::End] {
            texts.extend(item.qualifier_text(kind).map(str::to_owned));
        }
    }
    texts.into_iter().collect()
}

fn amounts(said: &[(&Claim, &Evidence)]) -> Vec<Money> {
    let amounts = said.iter().filter_map(|(claim, _)| match claim.qualifiers.get(&QualifierKind::Amount) {
        Some(QualifierValue::Value(Value::Money(money))) => Some((money.currency, money.value)),
        _ => None,
    });
    amounts.collect::<BTreeSet<_>>().into_iter().map(|(currency, value)| Money { value, currency }).collect()
}

fn other_qualifiers(said: &[(&Claim, &Evidence)]) -> BTreeMap<QualifierKind, BTreeSet<QualifierValue>> {
    let mut qualifiers: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (claim, _) in said {
        for (&kind, value) in &claim.qualifiers {
            let summed_up = match value {
                QualifierValue::Value(Value::Date(_) | Value::Interval(_) | Value::Money(_)) => true,
                QualifierValue::Value(Value::Quantity { .. } | Value::Text(_)) | QualifierValue::Entity(_) => false,
            };
            if !summed_up {
                qualifiers.entry(kind).or_default().insert(value.clone());
            }
        }
    }
    qualifiers
}
