//! What kinds of things and relations exist; language-neutral.
//!
//! Data in `entity_types/*.toml` and `relation_types/*.toml`; the manual is `src/ontology/README.md`.

mod load;

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
    /// Color of its nodes in pictures, `#rrggbb`.
    pub color: String,
    /// Shape of its nodes in pictures, one of [`SHAPES`]; with it nobody has to tell colors apart.
    pub shape: String,
}

/// Shapes that pictures know; the first is that of types that state none.
pub const SHAPES: [&str; 7] = ["circle", "square", "diamond", "triangle", "hexagon", "pentagon", "star"];

/// What the object of a relation may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Range {
    /// An entity of one of these types.
    Entities(Vec<EntityTypeId>),
    /// A date: `range = "date"`.
    Date,
    /// A text, such as the title of an office: `range = "text"`.
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
    /// Whether to say it of oneself is to do it: "I support Doe", said Roe, is Roe's support, and nobody's hearsay.
    pub done_by_saying: bool,
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
    pub fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        load::load(folder)
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

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: &str = r##"
[person]
labels = { en = "person", fr = "personne" }
description = "A human being."
color = "#d1495b"
"##;

    const SPOUSE: &str = r#"
[spouse_of]
labels = { en = "is the spouse of", fr = "est marié à" }
description = "Married."
domain = ["person"]
range = ["person"]
symmetric = true
qualifiers = ["start", "end"]
wikidata = "P26"
"#;

    fn faults(entity_types: &str, relation_types: &str) -> Vec<String> {
        let folder = DataFolder::in_memory(
            "mine",
            [("entity_types/person.toml", entity_types), ("relation_types/kinship.toml", relation_types)],
        );
        Ontology::load(&folder).err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn bundled_ontology_loads_and_has_the_relations_of_the_claims_paper() {
        let ontology = Ontology::load(&DataFolder::bundled_ontology()).unwrap();
        let expected = "accused acquired advises allied_with appointed arrested asked attacked attended banned_from \
            born_in candidate_for charged citizen_of contracts_with convicted created criticized date_founded \
            date_of_birth date_of_death defeated died_in dismissed donated_to elected_to fined founded funded \
            headquartered_in holds_position injured interviewed_by invested_in investigates killed leads lives_in \
            located_in member_of met_with opponent_of opposes owns paid parent_of partnered_with praised promised \
            quoted rejected relative_of represents ruled_against sanctioned sibling_of signed_agreement_with sold \
            spokesperson_of spoke_with spouse_of studied_at subsidiary_of succeeded sued supplies supports \
            threatened visited warned works_for wrote_to";
        let mut expected: Vec<_> = expected.split_whitespace().collect();
        expected.sort_unstable();
        let ids: Vec<_> = ontology.relation_types().map(|relation| relation.id.as_str()).collect();
        assert_eq!(ids, expected);
        let tops: Vec<_> = ontology.entity_types().map(|kind| kind.id.top()).collect();
        for top in ["event", "group", "organization", "person", "place", "product", "work"] {
            assert!(tops.contains(&top), "{top}");
        }
    }

    #[test]
    fn symmetric_relations_admit_the_same_types_at_both_ends() {
        let ontology = Ontology::load(&DataFolder::bundled_ontology()).unwrap();
        let mut symmetric = Vec::new();
        for relation in ontology.relation_types().filter(|relation| relation.symmetric) {
            assert_eq!(Range::Entities(relation.domain.clone()), relation.range, "{}", relation.id);
            assert_eq!(relation.labels, relation.inverse_labels, "{}", relation.id);
            symmetric.push(relation.id.as_str());
        }
        assert_eq!(
            symmetric,
            [
                "allied_with",
                "contracts_with",
                "met_with",
                "opponent_of",
                "partnered_with",
                "relative_of",
                "sibling_of",
                "signed_agreement_with",
                "spoke_with",
                "spouse_of",
            ]
        );
    }

    #[test]
    fn subtypes_inherit_color_and_class() {
        let ontology = Ontology::load(&DataFolder::bundled_ontology()).unwrap();
        let find = |id: &str| ontology.entity_type(&EntityTypeId::from_text(id)).unwrap();
        assert_eq!(find("organization/company").color, find("organization").color);
        assert_eq!(find("event/conflict").schema_org, find("event").schema_org);
    }

    #[test]
    fn forms_in_order_give_no_fault() {
        assert_eq!(faults(PERSON, SPOUSE), Vec::<String>::new());
    }

    #[test]
    fn every_fault_names_file_and_line() {
        for (from, to, expected) in [
            ("fr = \"est marié à\"", "", "mine/relation_types/kinship.toml:3: error[missing-label]"),
            (
                "[\"person\"]\nrange",
                "[\"alien\"]\nrange",
                "mine/relation_types/kinship.toml:5: error[unknown-entity-type]",
            ),
            (
                "range = [\"person\"]",
                "range = [\"alien\"]",
                "mine/relation_types/kinship.toml:6: error[unknown-entity-type]",
            ),
            ("range = [\"person\"]", "range = \"number\"", "mine/relation_types/kinship.toml:6: error[invalid-range]"),
            ("\"end\"", "\"weather\"", "mine/relation_types/kinship.toml:8: error[unknown-qualifier]"),
            ("\"end\"", "\"start\"", "mine/relation_types/kinship.toml:8: error[duplicate-qualifier]"),
            ("\"P26\"", "\"Q26\"", "mine/relation_types/kinship.toml:9: error[invalid-wikidata-id]"),
            ("wikidata", "wikipedia", "mine/relation_types/kinship.toml:9:1: error[invalid-toml]"),
            (
                "wikidata = \"P26\"",
                "plover = \"MARRY\"",
                "mine/relation_types/kinship.toml:9: error[unknown-plover-class]",
            ),
            ("wikidata = \"P26\"", "schema_org = \"spouse\"", "mine/relation_types/kinship.toml:9: error[invalid-iri]"),
            ("symmetric = true", "symmetric = false", "mine/relation_types/kinship.toml:2: error[missing-label]"),
            ("Married.", "", "mine/relation_types/kinship.toml:2: error[missing-description]"),
        ] {
            assert!(SPOUSE.contains(from), "{from}");
            let found = faults(PERSON, &SPOUSE.replacen(from, to, 1));
            assert!(found.iter().any(|fault| fault.starts_with(expected)), "{to}: {found:?}");
        }
        let found = faults(&PERSON.replace("#d1495b", "red"), SPOUSE);
        assert!(
            found.iter().any(|fault| fault.starts_with("mine/entity_types/person.toml:5: error[invalid-color]")),
            "{found:?}"
        );
        let found = faults(&PERSON.replace("color =", "shape = \"blob\"\ncolor ="), SPOUSE);
        assert!(
            found.iter().any(|fault| fault.starts_with("mine/entity_types/person.toml:5: error[invalid-shape]")),
            "{found:?}"
        );
    }

    #[test]
    fn ids_are_unique_across_files() {
        let folder = DataFolder::in_memory(
            "mine",
            [
                ("entity_types/person.toml", PERSON),
                ("relation_types/a.toml", SPOUSE),
                ("relation_types/b.toml", SPOUSE),
            ],
        );
        let faults = Ontology::load(&folder).unwrap_err();
        assert_eq!(
            faults.iter().map(ToString::to_string).collect::<Vec<_>>(),
            [
                "mine/relation_types/b.toml:2: error[duplicate-id]: `spouse_of` is already defined at mine/relation_types/a.toml:2"
            ]
        );
    }

    #[test]
    fn an_empty_folder_is_refused() {
        let faults = Ontology::load(&DataFolder::in_memory("mine", [])).unwrap_err();
        assert_eq!(faults[0].code, "empty-ontology");
    }
}
