use std::collections::{BTreeMap, BTreeSet};

use super::edge::Period;
use super::taking_part;
use crate::model::{
    Claim, ClaimObject, ClaimSet, DocumentId, EntityId, EntityTypeId, Evidence, PartialDate, Polarity, RelationTypeId,
};

/// Which claims to keep, and with them the entities that take part; the default keeps everything.
///
/// All conditions must hold. They are looked at in the order of the fields, each on what the ones before it left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Claims of these relations; of any when empty.
    pub relations: BTreeSet<RelationTypeId>,
    /// Evidence of this polarity.
    pub polarity: Option<Polarity>,
    /// Claims about this day or later: by the times they state, else by when their documents were published. What
    /// neither dates is not kept.
    pub since: Option<PartialDate>,
    /// Claims about this day or earlier, by the same times.
    pub until: Option<PartialDate>,
    /// Claims whose subject, relation and object at least so many documents tell of, whatever they add to it.
    pub min_documents: usize,
    /// Claims between entities of these types or of types below them, and their literals; any type when empty.
    pub entity_types: BTreeSet<EntityTypeId>,
    /// Claims around these entities.
    pub around: Option<Surroundings>,
    /// Claims between the so many entities that have most evidence.
    pub top: Option<usize>,
}

/// Some entities and what is near them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// The entities in the middle.
    pub centers: BTreeSet<EntityId>,
    /// How many claims away an entity may be, in either direction.
    pub hops: usize,
}

impl Filter {
    /// Whether nothing would be left out.
    #[must_use]
    pub fn keeps_everything(&self) -> bool {
        Self { min_documents: self.min_documents.max(1), ..self.clone() }
            == Self { min_documents: 1, ..Self::default() }
    }

    /// What is kept of some claims: claims with their evidence, the entities that take part in them, what is known
    /// of their mentions, and the documents of both.
    #[must_use]
    pub fn apply(&self, mut set: ClaimSet) -> ClaimSet {
        if self.keeps_everything() {
            return set;
        }
        if !self.relations.is_empty() {
            set.claims.retain(|_, claim| self.relations.contains(&claim.relation));
        }
        self.evidence(&mut set);
        if self.min_documents > 1 {
            well_told(&mut set, self.min_documents);
        }
        if !self.entity_types.is_empty() {
            let fits = |id: &EntityId| {
                let entity_type = set.entities.get(id).map(|entity| &entity.entity_type);
                entity_type.is_some_and(|own| self.entity_types.iter().any(|wanted| own.is_a(wanted.as_str())))
            };
            set.claims.retain(|_, claim| ends(claim).all(fits));
        }
        if let Some(surroundings) = &self.around {
            let near = near(&set, surroundings);
            set.claims.retain(|_, claim| ends(claim).all(|end| near.contains(end)));
        }
        if let Some(top) = self.top {
            let most = most_told(&set, top);
            set.claims.retain(|_, claim| ends(claim).all(|end| most.contains(end)));
        }
        without_the_rest(set)
    }

    /// Leaves out evidence, and claims that have none left.
    fn evidence(&self, set: &mut ClaimSet) {
        let documents = &set.documents;
        let published = |item: &Evidence| documents.get(&item.document).and_then(|document| document.published);
        let in_time = |first: jiff::civil::Date, last: jiff::civil::Date| {
            self.since.is_none_or(|since| last >= since.first_day())
                && self.until.is_none_or(|until| first <= until.last_day())
        };
        let timeless = self.since.is_none() && self.until.is_none();
        set.claims.retain(|_, claim| {
            let stated = Period::of(claim).map(|period| in_time(period.first_day(), period.last_day()));
            claim.evidence.retain(|item| {
                let told = || published(item).is_some_and(|date| in_time(date.first_day(), date.last_day()));
                self.polarity.is_none_or(|polarity| item.polarity == polarity)
                    && (timeless || stated.unwrap_or_else(told))
            });
            !claim.evidence.is_empty()
        });
    }
}

/// Subject and object, where that is an entity.
fn ends(claim: &Claim) -> impl Iterator<Item = &EntityId> {
    let object = match &claim.object {
        ClaimObject::Entity(object) => Some(object),
        ClaimObject::Value(_) => None,
    };
    std::iter::once(&claim.subject).chain(object)
}

fn well_told(set: &mut ClaimSet, min_documents: usize) {
    let mut documents: BTreeMap<_, BTreeSet<&DocumentId>> = BTreeMap::new();
    for claim in set.claims.values() {
        let told = documents.entry((&claim.subject, &claim.relation, &claim.object)).or_default();
        told.extend(claim.evidence.iter().map(|item| &item.document));
    }
    let rare: BTreeSet<_> = set
        .claims
        .values()
        .filter(|claim| documents[&(&claim.subject, &claim.relation, &claim.object)].len() < min_documents)
        .map(|claim| claim.id.clone())
        .collect();
    set.claims.retain(|id, _| !rare.contains(id));
}

fn near(set: &ClaimSet, surroundings: &Surroundings) -> BTreeSet<EntityId> {
    let mut neighbors: BTreeMap<&EntityId, BTreeSet<&EntityId>> = BTreeMap::new();
    for claim in set.claims.values() {
        if let ClaimObject::Entity(object) = &claim.object {
            neighbors.entry(&claim.subject).or_default().insert(object);
            neighbors.entry(object).or_default().insert(&claim.subject);
        }
    }
    let mut reached: BTreeSet<&EntityId> = surroundings.centers.iter().collect();
    let mut border = reached.clone();
    for _ in 0..surroundings.hops {
        let beyond = border.iter().filter_map(|id| neighbors.get(id)).flatten().copied();
        border = beyond.filter(|id| !reached.contains(id)).collect();
        if border.is_empty() {
            break;
        }
        reached.extend(&border);
    }
    reached.into_iter().cloned().collect()
}

fn most_told(set: &ClaimSet, top: usize) -> BTreeSet<EntityId> {
    let mut told: BTreeMap<&EntityId, usize> = BTreeMap::new();
    for claim in set.claims.values() {
        for end in ends(claim).collect::<BTreeSet<_>>() {
            *told.entry(end).or_default() += claim.evidence.len();
        }
    }
    let mut ranked: Vec<_> = told.into_iter().collect();
    ranked.sort_by_key(|&(id, count)| (std::cmp::Reverse(count), id));
    ranked.into_iter().take(top).map(|(id, _)| id.clone()).collect()
}

/// Leaves out entities, mentions and documents that no claim needs any more.
fn without_the_rest(mut set: ClaimSet) -> ClaimSet {
    let entities: BTreeSet<_> = set.claims.values().flat_map(taking_part).cloned().collect();
    set.entities.retain(|id, _| entities.contains(id));
    set.mentions.retain(|mention| mention.entity.as_ref().is_some_and(|entity| entities.contains(entity)));
    let evidence = set.claims.values().flat_map(|claim| &claim.evidence).map(|item| &item.document);
    let documents: BTreeSet<_> = evidence.chain(set.mentions.iter().map(|mention| &mention.document)).collect();
    set.documents.retain(|id, _| documents.contains(id));
    set
}
