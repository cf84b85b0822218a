use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Names an entity.
///
/// `wd:Q317521` when a Wikidata id is confirmed, `kb:…` for an entry of a knowledge base without one, and
/// `ent:<type>.<slug>` for a thing first met in a text (Nil), minted from its type and normalised name so
/// that shards and reruns agree. Every id is a valid XML name token.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(String);

impl EntityId {
    /// Takes an id as it is.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the entity was first met in a text, not in a knowledge base.
    #[must_use]
    pub fn is_nil(&self) -> bool {
        self.0.starts_with("ent:")
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names an entity type of the ontology, `organization` or with a subtype `organization/company`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityTypeId(String);

impl EntityTypeId {
    /// Takes a type name as it is.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The whole name, `organization/company`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The top type, `organization`.
    #[must_use]
    pub fn top(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// Whether this type is `other` or one of its subtypes.
    #[must_use]
    pub fn is_a(&self, other: &str) -> bool {
        self.0.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl fmt::Display for EntityTypeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A thing in the graph: a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Stable id.
    pub id: EntityId,
    /// What kind of thing.
    pub entity_type: EntityTypeId,
    /// The name to show.
    pub label: String,
    /// Names by language tag, where known.
    pub labels: BTreeMap<String, String>,
    /// Other names it was called by, or is known under.
    pub aliases: BTreeSet<String>,
    /// IRIs of the same thing elsewhere (`http://www.wikidata.org/entity/Q…`, a Wikipedia page).
    pub same_as: BTreeSet<String>,
    /// A short description by language tag, where known.
    pub descriptions: BTreeMap<String, String>,
}

/// An entity proposed for a mention.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// Which entity.
    pub entity: EntityId,
    /// How well it fits.
    pub score: super::claim::Score,
}

/// Who a mention refers to.
///
/// `entity` is `None` when nothing in text or knowledge base says who is meant: such a mention gives no node,
/// and a relation with it gives no claim. A wrong link is worse than none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The referent.
    pub entity: Option<EntityId>,
    /// How sure the linker is.
    pub score: super::claim::Score,
    /// What was considered, best first; what `explain` shows.
    pub candidates: Vec<Candidate>,
    /// The mention before this one of the same thing, where nobody names it ("un homme … il"), or where that it is the same
    /// is likely and no more.
    pub antecedent: Option<super::MentionId>,
}

/// Who is meant by each mention of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkedDocument {
    /// One link per mention, same order as [`super::DetectedDocument::mentions`].
    pub links: Vec<Link>,
    /// The entities the links name, sorted by id, each once.
    pub entities: Vec<Entity>,
    /// Whose an office is that a mention names, where the text does not say.
    pub owners: std::collections::BTreeMap<super::MentionId, EntityId>,
}

impl LinkedDocument {
    /// The entity a mention refers to.
    #[must_use]
    pub fn entity_of(&self, mention: super::MentionId) -> Option<&Entity> {
        let id = self.links.get(mention.0)?.entity.as_ref()?;
        self.entity(id)
    }

    /// The entity with this id.
    #[must_use]
    pub fn entity(&self, id: &EntityId) -> Option<&Entity> {
        self.entities.binary_search_by(|entity| entity.id.cmp(id)).ok().map(|index| &self.entities[index])
    }
}
