//! What kinds of things and relations exist; language-neutral.
//!
//! Data in `entity_types/*.toml` and `relation_types/*.toml`; the manual is `src/ontology/README.md`.

use std::collections::BTreeMap;

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;
use crate::model::{EntityTypeId, QualifierKind, RelationTypeId};

/// A class of things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityType {
    /// `organization`, or with a subtype `organization/company`.
    pub id: EntityTypeId,
    /// Name by language tag.
    pub labels: BTreeMap<String, String>,
    /// What belongs to it, and what does not.
    pub description: String,
    /// IRI of the class in schema.org, where one fits.
    pub schema_org: Option<String>,
    /// Wikidata class, `Q43229`, where one fits.
    pub wikidata: Option<String>,
    /// Colour of its nodes in pictures, `#rrggbb`.
    pub color: String,
}

/// What the object of a relation may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Range {
    /// An entity of one of these types.
    Entities(Vec<EntityTypeId>),
    /// A date.
    Date,
    /// An amount of money or a text.
    Text,
}

/// A class of relations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationType {
    /// `spoke_with`.
    pub id: RelationTypeId,
    /// Theme, the name of its file: `communication`.
    pub theme: String,
    /// How the edge reads, by language tag: "spoke with".
    pub labels: BTreeMap<String, String>,
    /// How it reads from the other end, by language tag.
    pub inverse_labels: BTreeMap<String, String>,
    /// What counts, and what does not.
    pub description: String,
    /// Types the subject may have.
    pub domain: Vec<EntityTypeId>,
    /// What the object may be.
    pub range: Range,
    /// Whether both ends play the same part; such claims are stored with their ends sorted.
    pub symmetric: bool,
    /// Qualifiers it may carry.
    pub qualifiers: Vec<QualifierKind>,
    /// Wikidata property, `P26`, where one fits.
    pub wikidata: Option<String>,
    /// schema.org property, where one fits.
    pub schema_org: Option<String>,
    /// PLOVER event class, where one fits.
    pub plover: Option<String>,
}

/// Entity types and relation types.
#[derive(Clone, Debug, Default)]
pub struct Ontology {
    entity_types: BTreeMap<EntityTypeId, EntityType>,
    relation_types: BTreeMap<RelationTypeId, RelationType>,
}

impl Ontology {
    /// Reads an ontology folder.
    ///
    /// # Errors
    /// Every fault, with file and line.
    pub fn load(_folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self::default())
    }

    /// All entity types, by id.
    pub fn entity_types(&self) -> impl Iterator<Item = &EntityType> {
        self.entity_types.values()
    }

    /// All relation types, by id.
    pub fn relation_types(&self) -> impl Iterator<Item = &RelationType> {
        self.relation_types.values()
    }

    /// One entity type.
    #[must_use]
    pub fn entity_type(&self, id: &EntityTypeId) -> Option<&EntityType> {
        self.entity_types.get(id)
    }

    /// One relation type.
    #[must_use]
    pub fn relation_type(&self, id: &RelationTypeId) -> Option<&RelationType> {
        self.relation_types.get(id)
    }
}
