//! The vocabulary of our linked data: prefixes, and for each key of the JSON-LD the property it stands for.
//!
//! The JSON-LD context, the quads and the published vocabulary are all made from these tables, so that they cannot
//! differ.

/// A name space.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Prefix {
    pub(crate) name: &'static str,
    pub(crate) iri: &'static str,
}

impl Prefix {
    pub(crate) const FIL: Self = Self { name: "fil", iri: "https://w3id.org/filature/ns#" };
    pub(crate) const WD: Self = Self { name: "wd", iri: "http://www.wikidata.org/entity/" };
    pub(crate) const SCHEMA: Self = Self { name: "schema", iri: "http://schema.org/" };
}

/// All prefixes that terms use.
pub(crate) const PREFIXES: &[Prefix] = &[
    Prefix::FIL,
    Prefix::WD,
    Prefix { name: "rdf", iri: "http://www.w3.org/1999/02/22-rdf-syntax-ns#" },
    Prefix { name: "rdfs", iri: "http://www.w3.org/2000/01/rdf-schema#" },
    Prefix { name: "xsd", iri: "http://www.w3.org/2001/XMLSchema#" },
    Prefix { name: "skos", iri: "http://www.w3.org/2004/02/skos/core#" },
    Prefix::SCHEMA,
    Prefix { name: "prov", iri: "http://www.w3.org/ns/prov#" },
    Prefix { name: "oa", iri: "http://www.w3.org/ns/oa#" },
    Prefix { name: "dc", iri: "http://purl.org/dc/elements/1.1/" },
    Prefix { name: "edtf", iri: "http://id.loc.gov/datatypes/edtf/" },
];

/// Appends `rdf:subject` in full; the text itself where no prefix fits.
pub(crate) fn expand_into(compact: &str, out: &mut String) {
    let known = compact.split_once(':').and_then(|(prefix, name)| {
        let prefix = PREFIXES.iter().find(|known| known.name == prefix)?;
        Some((prefix.iri, name))
    });
    let (prefix, name) = known.unwrap_or(("", compact));
    out.push_str(prefix);
    out.push_str(name);
}

/// What the values of a key are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Range {
    /// Things.
    Node,
    /// Texts in no particular language.
    Text,
    /// Texts by language.
    Language,
    /// Literals of a datatype.
    Typed(&'static str),
}

/// Whether a key has one value or a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Count {
    One,
    Set,
}

/// A key of the JSON-LD.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) key: &'static str,
    pub(crate) property: &'static str,
    pub(crate) range: Range,
    pub(crate) count: Count,
    /// What it means, for properties of our own; for those of others their vocabulary says it.
    pub(crate) about: &'static str,
}

macro_rules! terms {
    ($($name:ident = $key:literal, $property:literal, $range:expr, $count:ident, $about:literal;)+) => {
        /// One constant per key.
        pub(crate) mod term {
            use super::{Count, Range, Term};
            $(pub(crate) const $name: &Term = &Term {
                key: $key, property: $property, range: $range, count: Count::$count, about: $about,
            };)+
        }

        /// All keys, in the order of the context.
        pub(crate) const TERMS: &[&Term] = &[$(term::$name),+];
    };
}

terms! {
    // Anything.
    NAME = "name", "schema:name", Range::Text, One, "";
    LABEL = "label", "rdfs:label", Range::Language, One, "";
    PLAIN_LABEL = "plainLabel", "rdfs:label", Range::Text, One, "";
    DESCRIPTION = "description", "schema:description", Range::Language, One, "";
    IDENTIFIER = "identifier", "schema:identifier", Range::Text, One, "";

    // Entities.
    ALIASES = "aliases", "skos:altLabel", Range::Text, Set, "";
    SAME_AS = "sameAs", "schema:sameAs", Range::Node, Set, "";
    MENTION_COUNT = "mentionCount", "fil:mentionCount", Range::Typed("xsd:nonNegativeInteger"), One,
        "How often the documents mention the entity, by name or otherwise.";
    DOCUMENT_COUNT = "documentCount", "fil:documentCount", Range::Typed("xsd:nonNegativeInteger"), One,
        "How many documents mention the entity, or belong to the dataset.";

    // Claims.
    SUBJECT = "subject", "rdf:subject", Range::Node, One, "";
    RELATION = "relation", "rdf:predicate", Range::Node, One, "";
    OBJECT = "object", "rdf:object", Range::Node, One, "";
    OBJECT_TEXT = "objectText", "rdf:object", Range::Text, One, "";
    OBJECT_DATE = "objectDate", "rdf:object", Range::Typed("xsd:date"), One, "";
    OBJECT_YEAR_MONTH = "objectYearMonth", "rdf:object", Range::Typed("xsd:gYearMonth"), One, "";
    OBJECT_YEAR = "objectYear", "rdf:object", Range::Typed("xsd:gYear"), One, "";
    OBJECT_INTERVAL = "objectInterval", "rdf:object", Range::Typed("edtf:EDTF"), One, "";
    POLARITY = "polarity", "fil:polarity", Range::Node, One, "Whether the relation is said to hold or not to hold.";
    MODALITY = "modality", "fil:modality", Range::Node, One,
        "How committed the text is; of a claim, the most committed of its evidence.";
    ATTRIBUTED_TO = "attributedTo", "fil:attributedTo", Range::Node, Set,
        "Who says so in the text, or denies or doubts it. A claim without it is told in the document's own voice.";
    DISPUTES = "disputes", "fil:disputes", Range::Node, Set, "From a denial to the claim it denies.";
    QUESTIONS = "questions", "fil:questions", Range::Node, Set, "From a question to the claim it doubts.";
    CONFIDENCE = "confidence", "fil:confidence", Range::Typed("xsd:decimal"), One,
        "How far to trust that the text says this, from 0 to 1; of a claim, that of its most trusted evidence.";
    EVIDENCE = "evidence", "prov:wasDerivedFrom", Range::Node, Set, "";

    // Qualifiers: when.
    DATE = "date", "fil:date", Range::Typed("edtf:EDTF"), One, "When it happened, as exactly as told.";
    DATE_EARLIEST = "dateEarliest", "fil:dateEarliest", Range::Typed("xsd:date"), One, "First day that `date` may mean.";
    DATE_LATEST = "dateLatest", "fil:dateLatest", Range::Typed("xsd:date"), One, "Last day that `date` may mean.";
    START = "startDate", "fil:startDate", Range::Typed("edtf:EDTF"), One, "Since when it holds, as exactly as told.";
    START_EARLIEST = "startEarliest", "fil:startEarliest", Range::Typed("xsd:date"), One, "First day that `startDate` may mean.";
    START_LATEST = "startLatest", "fil:startLatest", Range::Typed("xsd:date"), One, "Last day that `startDate` may mean.";
    END = "endDate", "fil:endDate", Range::Typed("edtf:EDTF"), One, "Until when it held, as exactly as told.";
    END_EARLIEST = "endEarliest", "fil:endEarliest", Range::Typed("xsd:date"), One, "First day that `endDate` may mean.";
    END_LATEST = "endLatest", "fil:endLatest", Range::Typed("xsd:date"), One, "Last day that `endDate` may mean.";
    ENDED = "ended", "fil:ended", Range::Typed("xsd:boolean"), One, "It no longer holds; since when is not told.";
    TIME_TEXT = "timeText", "fil:timeText", Range::Text, Set, "The words that tell when, as printed.";

    // Qualifiers: how much, where, as what.
    AMOUNT = "amount", "fil:amount", Range::Node, One, "How much money.";
    AMOUNT_TEXT = "amountText", "fil:amountText", Range::Text, Set, "The words that tell how much, as printed.";
    VALUE = "value", "schema:value", Range::Typed("xsd:decimal"), One, "";
    CURRENCY = "currency", "schema:currency", Range::Text, One, "";
    PLACE = "place", "fil:place", Range::Node, One, "Where it happened.";
    PLACE_TEXT = "placeText", "fil:placeText", Range::Text, One, "Where it happened, when the place is no entity.";
    ROLE = "role", "fil:role", Range::Text, One, "As what.";
    TOPIC = "topic", "fil:topic", Range::Text, One, "About what.";
    MEDIUM = "medium", "fil:medium", Range::Text, One, "Through what.";
    FREQUENCY = "frequency", "fil:frequency", Range::Text, One, "How often.";
    ABOUT = "about", "fil:concerns", Range::Node, Set, "An entity that qualifies the claim otherwise than as its place.";

    // Evidence.
    SOURCE = "source", "oa:hasSource", Range::Node, One, "";
    SELECTOR = "selector", "oa:hasSelector", Range::Node, Set, "";
    EXACT = "exact", "oa:exact", Range::Text, One, "";
    SELECTION_START = "start", "oa:start", Range::Typed("xsd:nonNegativeInteger"), One, "";
    SELECTION_END = "end", "oa:end", Range::Typed("xsd:nonNegativeInteger"), One, "";
    SUBJECT_AT = "subjectAt", "fil:subjectAt", Range::Node, One, "The passage that names the subject, or refers to it.";
    TRIGGER_AT = "triggerAt", "fil:triggerAt", Range::Node, One, "The words that carry the relation.";
    OBJECT_AT = "objectAt", "fil:objectAt", Range::Node, One, "The passage that names the object, or refers to it.";
    CUE_AT = "cueAt", "fil:cueAt", Range::Node, Set, "The words that show who says so or denies it.";
    ASSERTED_BY = "assertedBy", "fil:assertedBy", Range::Node, Set, "Who, in this evidence, says that it is so.";
    DENIED_BY = "deniedBy", "fil:deniedBy", Range::Node, Set, "Who, in this evidence, says that it is not so.";
    QUESTIONED_BY = "questionedBy", "fil:questionedBy", Range::Node, Set, "Who, in this evidence, doubts or asks.";
    RULE = "rule", "fil:rule", Range::Text, One, "The rule that found it.";

    // Documents.
    HEADLINE = "headline", "schema:headline", Range::Language, One, "";
    IN_LANGUAGE = "inLanguage", "schema:inLanguage", Range::Text, One, "";
    PUBLISHED = "published", "schema:datePublished", Range::Typed("xsd:date"), One, "";
    PUBLISHED_YEAR_MONTH = "publishedYearMonth", "schema:datePublished", Range::Typed("xsd:gYearMonth"), One, "";
    PUBLISHED_YEAR = "publishedYear", "schema:datePublished", Range::Typed("xsd:gYear"), One, "";
    PUBLISHER = "publisher", "dc:publisher", Range::Text, One, "";
    URL = "url", "schema:url", Range::Node, One, "";
    READ_FROM = "readFrom", "fil:readFrom", Range::Text, One, "Path or record the document was read from.";
    SHA256 = "sha256", "fil:sha256", Range::Text, One,
        "SHA-256 of the document's text in UTF-8; all positions refer to that text.";
    LENGTH = "length", "fil:length", Range::Typed("xsd:nonNegativeInteger"), One,
        "Length of the document's text in Unicode code points.";

    // The dataset and the run.
    GENERATED_BY = "generatedBy", "prov:wasGeneratedBy", Range::Node, One, "";
    ASSOCIATED_WITH = "associatedWith", "prov:wasAssociatedWith", Range::Node, One, "";
    USED = "used", "prov:used", Range::Node, Set, "";
    SOFTWARE_VERSION = "softwareVersion", "schema:softwareVersion", Range::Text, One, "";
    ENTITY_COUNT = "entityCount", "fil:entityCount", Range::Typed("xsd:nonNegativeInteger"), One,
        "How many entities the dataset describes.";
    CLAIM_COUNT = "claimCount", "fil:claimCount", Range::Typed("xsd:nonNegativeInteger"), One,
        "How many claims the dataset holds, denials and questions not counted.";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn keys_are_unique_and_properties_expand() {
        let keys: BTreeSet<_> = TERMS.iter().map(|term| term.key).collect();
        assert_eq!(keys.len(), TERMS.len());
        for term in TERMS {
            let mut expanded = String::new();
            expand_into(term.property, &mut expanded);
            assert_ne!(expanded, term.property);
            assert!(oxrdf::NamedNode::new(expanded).is_ok(), "{}", term.property);
            assert_eq!(
                term.property.starts_with("fil:"),
                !term.about.is_empty(),
                "{}: whose property is it?",
                term.key
            );
        }
    }
}
