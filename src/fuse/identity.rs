//! Who is the same in several documents, beyond what the ids say.
//!
//! Ids are made from type and name, so that `merge` joins whoever bears one name, anywhere and in any order. Once all
//! documents are there, [`identify`] looks again: namesakes whose documents contradict each other are told apart, an
//! acronym and the only name it stands for are joined, and what a user has written in the ledger wins over both. It is a
//! function of the whole set, and leaves a set that it has gone over as it is.

use std::collections::{BTreeMap, BTreeSet};

use super::merge::merge_claim;
use crate::model::{
    Attribution, Claim, ClaimObject, ClaimSet, DocumentId, Entity, EntityId, Evidence, Polarity, QualifierValue,
    Speaker, Value,
};

/// What a line of the ledger says of two parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// A user's: they are not the same.
    Never,
    /// A user's: they are the same.
    Always,
    /// Ours: they were joined.
    Joined,
    /// Ours: they bear one name and were kept apart.
    Apart,
}

impl Verdict {
    /// All of them, in the order of the file.
    pub const ALL: [Self; 4] = [Self::Never, Self::Always, Self::Joined, Self::Apart];

    /// The word in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Always => "always",
            Self::Joined => "joined",
            Self::Apart => "apart",
        }
    }

    /// Whether it is a user's word.
    #[must_use]
    pub fn is_users(self) -> bool {
        matches!(self, Self::Never | Self::Always)
    }
}

/// An entity, everywhere or as one document speaks of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Party {
    /// Which entity.
    pub entity: EntityId,
    /// In which document only.
    pub document: Option<DocumentId>,
}

impl Party {
    fn is(&self, entity: &EntityId, documents: &BTreeSet<DocumentId>) -> bool {
        self.entity == *entity && self.document.as_ref().is_none_or(|document| documents.contains(document))
    }
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// What is said.
    pub verdict: Verdict,
    /// Of whom.
    pub left: Party,
    /// And whom.
    pub right: Party,
    /// Why, for readers.
    pub reason: String,
}

/// What was decided about who is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// A user's decisions, in their order.
    pub users: Vec<Decision>,
    /// What the last run did, sorted.
    pub ours: Vec<Decision>,
}

impl Ledger {
    fn says(
        &self,
        verdict: Verdict,
        left: (&EntityId, &BTreeSet<DocumentId>),
        right: (&EntityId, &BTreeSet<DocumentId>),
    ) -> bool {
        self.users.iter().any(|decision| {
            decision.verdict == verdict
                && (decision.left.is(left.0, left.1) && decision.right.is(right.0, right.1)
                    || decision.left.is(right.0, right.1) && decision.right.is(left.0, left.1))
        })
    }
}

/// Relations that tell namesakes apart where their objects are of one kind and differ. Set by hand.
const TELLING: [&str; 6] =
    ["citizen_of", "born_in", "date_of_birth", "date_of_death", "headquartered_in", "located_in"];

/// What documents say of an entity: relation and kind of object, objects.
type Facts = BTreeMap<(String, String), BTreeSet<String>>;

/// Tells apart and joins; gives the set and the ledger with what was done. What an earlier run did is not looked at.
#[must_use]
pub fn identify(claims: ClaimSet, ledger: &Ledger) -> (ClaimSet, Ledger) {
    let mut ours = Vec::new();
    let mut names: BTreeMap<(EntityId, DocumentId), EntityId> = BTreeMap::new();
    let mut told_by: BTreeMap<EntityId, String> = BTreeMap::new();
    let facts = facts(&claims);
    let nothing = BTreeMap::new();
    for (entity, documents) in documents_of(&claims) {
        let parts = parts(&entity, &documents, facts.get(&entity).unwrap_or(&nothing), ledger);
        if parts.len() < 2 {
            continue;
        }
        let mut ids: Vec<EntityId> = Vec::new();
        for part in &parts {
            let (id, told) = part.name(&claims, &entity, &ids);
            for document in &part.documents {
                names.insert((entity.clone(), document.clone()), id.clone());
            }
            if id != entity {
                told_by.insert(id.clone(), told);
            }
            ids.push(id);
        }
        ours.extend(ids.iter().skip(1).map(|other| Decision {
            verdict: Verdict::Apart,
            left: Party { entity: ids[0].clone(), document: None },
            right: Party { entity: other.clone(), document: None },
            reason: {
                let told = told_by.get(other).or_else(|| told_by.get(&ids[0])).map_or("", String::as_str);
                format!("one name, but the documents differ: {told}")
            },
        }));
    }
    let renamed = |entity: &EntityId, document: &DocumentId| {
        names.get(&(entity.clone(), document.clone())).unwrap_or(entity).clone()
    };
    let split = if names.is_empty() { claims } else { rewrite(claims, &renamed, &told_by) };
    let joins = joins(&split, ledger);
    let mut home: BTreeMap<EntityId, EntityId> = BTreeMap::new();
    for join in &joins {
        let (left, right) = (root(&home, &join.left.entity), root(&home, &join.right.entity));
        if left != right {
            // A long name is kept before its acronym; else the surer id.
            let long = join.verdict == Verdict::Joined && rank(&left).0 <= rank(&right).0;
            let (kept, gone) = if long || rank(&left) <= rank(&right) { (left, right) } else { (right, left) };
            home.insert(gone, kept);
        }
    }
    let joined = if home.is_empty() {
        split
    } else {
        rewrite(split, &|entity: &EntityId, _: &DocumentId| root(&home, entity), &BTreeMap::new())
    };
    ours.extend(joins.into_iter().filter(|join| join.verdict == Verdict::Joined));
    ours.sort();
    ours.dedup();
    (joined, Ledger { users: ledger.users.clone(), ours })
}

/// Confirmed ids before our own, those before ids of this set, then by name.
fn rank(id: &EntityId) -> (u8, &str) {
    let kind = if id.is_nil() { 2 } else { u8::from(!id.as_str().starts_with("wd:")) };
    (kind, id.as_str())
}

fn root(home: &BTreeMap<EntityId, EntityId>, id: &EntityId) -> EntityId {
    let mut current = id;
    while let Some(next) = home.get(current) {
        current = next;
    }
    current.clone()
}

/// The documents that speak of each entity, for entities that may have to be told apart.
fn documents_of(claims: &ClaimSet) -> BTreeMap<EntityId, BTreeSet<DocumentId>> {
    let mut found: BTreeMap<EntityId, BTreeSet<DocumentId>> = BTreeMap::new();
    let mut note = |entity: &EntityId, document: &DocumentId| {
        found.entry(entity.clone()).or_default().insert(document.clone());
    };
    for mention in &claims.mentions {
        if let Some(entity) = &mention.entity {
            note(entity, &mention.document);
        }
    }
    for claim in claims.claims.values() {
        for evidence in &claim.evidence {
            note(&claim.subject, &evidence.document);
            if let ClaimObject::Entity(object) = &claim.object {
                note(object, &evidence.document);
            }
        }
    }
    found.retain(|_, documents| documents.len() > 1);
    found
}

/// Documents that speak of one bearer of a name.
#[derive(Default)]
struct Part {
    documents: BTreeSet<DocumentId>,
    facts: Facts,
}

impl Part {
    /// The id of this bearer, and what tells it from the others.
    fn name(&self, claims: &ClaimSet, entity: &EntityId, taken: &[EntityId]) -> (EntityId, String) {
        let fact = self.facts.values().flatten().next().map(|value| {
            let known = claims.entities.get(&EntityId::from_text(value.clone()));
            known.map_or_else(|| value.clone(), |known| known.label.clone())
        });
        let document = || {
            let first = self.documents.first().map_or("", DocumentId::as_str);
            first.rsplit(':').next().unwrap_or_default().to_owned()
        };
        match fact {
            None if !taken.contains(entity) => (entity.clone(), String::new()),
            told => {
                let told = told.unwrap_or_else(document);
                let token = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
                let suffix: String = told.chars().map(token).collect();
                let id = EntityId::from_text(format!("{entity}.{suffix}"));
                if taken.contains(&id) {
                    (EntityId::from_text(format!("{id}.{}", document())), told)
                } else {
                    (id, told)
                }
            }
        }
    }
}

/// Gathers the documents that speak of an entity by whom they may mean. Documents that tell something come first, in the
/// order of their ids; those that tell nothing are one part.
fn parts(
    entity: &EntityId,
    documents: &BTreeSet<DocumentId>,
    facts: &BTreeMap<DocumentId, Facts>,
    ledger: &Ledger,
) -> Vec<Part> {
    let nothing = Facts::new();
    let told = |document: &DocumentId| facts.get(document).unwrap_or(&nothing);
    let contradict = facts.values().any(|a| facts.values().any(|b| differ(a, b)));
    let mut parts: Vec<Part> = Vec::new();
    let (telling, silent): (Vec<_>, Vec<_>) =
        documents.iter().partition(|document| contradict && !told(document).is_empty());
    for document in telling.into_iter().chain(silent) {
        let here = told(document);
        let only = BTreeSet::from([document.clone()]);
        let says = |verdict, part: &Part| ledger.says(verdict, (entity, &only), (entity, &part.documents));
        let always = parts.iter().position(|part| says(Verdict::Always, part));
        let fitting = || {
            parts.iter().position(|part| {
                let silence = contradict && here.is_empty() != part.facts.is_empty();
                !silence && !differ(&part.facts, here) && !says(Verdict::Never, part)
            })
        };
        let index = always.or_else(fitting).unwrap_or(parts.len());
        if index == parts.len() {
            parts.push(Part::default());
        }
        parts[index].documents.insert(document.clone());
        if contradict {
            for (kind, values) in here {
                parts[index].facts.entry(kind.clone()).or_default().extend(values.iter().cloned());
            }
        }
    }
    parts
}

/// Whether two documents cannot speak of the same: both tell, and tell otherwise.
fn differ(a: &Facts, b: &Facts) -> bool {
    a.iter().any(|(kind, values)| b.get(kind).is_some_and(|others| values.is_disjoint(others)))
}

/// What each document affirms of the entities without an entry that can tell them from namesakes.
fn facts(claims: &ClaimSet) -> BTreeMap<EntityId, BTreeMap<DocumentId, Facts>> {
    let mut found: BTreeMap<EntityId, BTreeMap<DocumentId, Facts>> = BTreeMap::new();
    let telling = |claim: &&Claim| claim.subject.is_nil() && TELLING.contains(&claim.relation.as_str());
    for claim in claims.claims.values().filter(telling) {
        let (kind, value) = match &claim.object {
            // "Born in France" and "born in Lyon" may both be so: only the same kind of place contradicts.
            ClaimObject::Entity(object) => match claims.entities.get(object) {
                Some(place) if place.entity_type.as_str().contains('/') => {
                    (place.entity_type.as_str().to_owned(), object.as_str().to_owned())
                }
                _ => continue,
            },
            ClaimObject::Value(Value::Date(date)) if date.day().is_some() => ("date".to_owned(), date.to_string()),
            ClaimObject::Value(_) => continue,
        };
        for evidence in claim.evidence.iter().filter(|evidence| evidence.polarity == Polarity::Affirmed) {
            let facts = found.entry(claim.subject.clone()).or_default().entry(evidence.document.clone()).or_default();
            facts.entry((claim.relation.as_str().to_owned(), kind.clone())).or_default().insert(value.clone());
        }
    }
    found
}

/// Who is joined: by a user's word, or because an acronym is the known short form of one name only.
fn joins(claims: &ClaimSet, ledger: &Ledger) -> Vec<Decision> {
    let users = ledger.users.iter().filter(|decision| decision.verdict == Verdict::Always);
    let there = |party: &Party| claims.entities.contains_key(&party.entity);
    let mut found: Vec<Decision> =
        users.filter(|decision| there(&decision.left) && there(&decision.right)).cloned().collect();
    let mut bearers: BTreeMap<(&str, &str), Vec<&Entity>> = BTreeMap::new();
    for entity in claims.entities.values() {
        for alias in entity.aliases.iter().filter(|alias| is_acronym(alias)) {
            bearers.entry((entity.entity_type.top(), alias)).or_default().push(entity);
        }
    }
    for short in claims.entities.values().filter(|entity| entity.id.is_nil() && is_acronym(&entity.label)) {
        let Some([long]) = bearers.get(&(short.entity_type.top(), short.label.as_str())).map(Vec::as_slice) else {
            continue;
        };
        let everywhere = BTreeSet::new();
        if long.id != short.id && !ledger.says(Verdict::Never, (&short.id, &everywhere), (&long.id, &everywhere)) {
            found.push(Decision {
                verdict: Verdict::Joined,
                left: Party { entity: long.id.clone(), document: None },
                right: Party { entity: short.id.clone(), document: None },
                reason: format!("only {} is called {}", long.label, short.label),
            });
        }
    }
    found
}

/// Letters that stand for a name: three capitals or more.
fn is_acronym(name: &str) -> bool {
    (3..=10).contains(&name.chars().count())
        && name.chars().all(|c| c.is_uppercase() || c.is_numeric())
        && name.chars().any(char::is_alphabetic)
}

/// The set with other ids, by entity and document. Claims that become one are joined, and their ids made anew.
fn rewrite(
    claims: ClaimSet,
    renamed: &impl Fn(&EntityId, &DocumentId) -> EntityId,
    told_by: &BTreeMap<EntityId, String>,
) -> ClaimSet {
    let mut new = ClaimSet { documents: claims.documents, ..ClaimSet::default() };
    let mut used: BTreeMap<EntityId, BTreeSet<EntityId>> = BTreeMap::new();
    for mut mention in claims.mentions {
        if let Some(entity) = mention.entity {
            let id = renamed(&entity, &mention.document);
            used.entry(entity).or_default().insert(id.clone());
            mention.entity = Some(id);
        }
        new.mentions.insert(mention);
    }
    for claim in claims.claims.into_values() {
        for evidence in claim.evidence {
            let document = evidence.document.clone();
            let mut name = |entity: &EntityId| {
                let id = renamed(entity, &document);
                used.entry(entity.clone()).or_default().insert(id.clone());
                id
            };
            let subject = name(&claim.subject);
            let object = match &claim.object {
                ClaimObject::Entity(object) => ClaimObject::Entity(name(object)),
                value @ ClaimObject::Value(_) => value.clone(),
            };
            let qualifiers = claim.qualifiers.iter().map(|(&kind, value)| match value {
                QualifierValue::Entity(entity) => (kind, QualifierValue::Entity(name(entity))),
                value @ QualifierValue::Value(_) => (kind, value.clone()),
            });
            let qualifiers: BTreeMap<_, _> = qualifiers.collect();
            let attribution = evidence.attribution.iter().cloned().map(|said| match said.speaker {
                Speaker::Entity(entity) => Attribution { speaker: Speaker::Entity(name(&entity)), ..said },
                Speaker::Unnamed(_) => said,
            });
            let attribution = attribution.collect();
            let id = Claim::make_id(&subject, &claim.relation, &object, &qualifiers);
            let relation = claim.relation.clone();
            let evidence = [Evidence { attribution, ..evidence }].into();
            let other = Claim { id: id.clone(), subject, relation, object, qualifiers, evidence };
            match new.claims.get_mut(&id) {
                Some(kept) => merge_claim(kept, other),
                None => _ = new.claims.insert(id, other),
            }
        }
    }
    for (old, entity) in claims.entities {
        let ids = used.remove(&old).unwrap_or_else(|| BTreeSet::from([renamed(&old, &DocumentId::from_text(""))]));
        for id in ids {
            let label = told_by.get(&id).map(|told| format!("{} ({told})", entity.label));
            let mut other = Entity { id: id.clone(), ..entity.clone() };
            if let Some(label) = label {
                other.aliases.insert(std::mem::replace(&mut other.label, label));
            }
            match new.entities.get_mut(&id) {
                // The description of the entity that gives the id stands, whichever came first.
                Some(kept) if id == old => {
                    let before = std::mem::replace(kept, other);
                    merge_names(kept, before);
                }
                Some(kept) => merge_names(kept, other),
                None => _ = new.entities.insert(id, other),
            }
        }
    }
    new
}

/// Another's names as other names of this one.
fn merge_names(kept: &mut Entity, other: Entity) {
    kept.aliases.extend(other.aliases);
    kept.aliases.insert(other.label);
    kept.aliases.remove(&kept.label.clone());
    kept.same_as.extend(other.same_as);
}

#[cfg(test)]
mod tests;
