//! What the page is given: the graph as lists that refer to each other by place. What is empty is left out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::export::ExportOptions;
use crate::export::linked::Iri;
use crate::export::picture::{MANY_NODES, Picture, lines, text_width};
use crate::export::table::node_size;
use crate::export::words;
use crate::graph::{Edge, Extent, KnowledgeGraph, Node, Period, layout};
use crate::model::{
    Attribution, CharSpan, Claim, ClaimId, ClaimObject, DocumentId, DocumentRecord, EntityId, EntityTypeId, Evidence,
    Money, QualifierKind, QualifierValue, RelationTypeId, Speaker, TimeInterval, Value,
};
use crate::ontology::{EntityType, Ontology, RelationType};

type ByLanguage = BTreeMap<String, String>;

/// Up to this many nodes each has room for its name.
const NAMED_NODES: usize = 400;

/// A name in the picture: letters on a line, size, height of a line.
const NAME_LINE: usize = 26;
const NAME_SIZE: f64 = 12.0;
const NAME_HEIGHT: f64 = 16.0;

#[derive(Serialize)]
pub(super) struct Page<'a> {
    /// The language of the export, for browsers that ask for none we have.
    language: &'a str,
    words: BTreeMap<String, ByLanguage>,
    types: BTreeMap<&'a str, TypeLook<'a>>,
    relations: BTreeMap<&'a str, RelationLook<'a>>,
    /// How many nodes claims join, where not all of them are drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    candidates: Option<usize>,
    documents: Vec<DocumentItem<'a>>,
    entities: Vec<EntityItem<'a>>,
    claims: Vec<ClaimItem<'a>>,
    edges: Vec<EdgeItem<'a>>,
}

#[derive(Serialize)]
struct TypeLook<'a> {
    labels: &'a ByLanguage,
    color: &'a str,
    shape: &'a str,
}

#[derive(Serialize)]
struct RelationLook<'a> {
    labels: &'a ByLanguage,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    inverse: &'a ByLanguage,
    symmetric: bool,
}

#[derive(Serialize)]
struct DocumentItem<'a> {
    id: &'a str,
    source: &'a str,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    /// The first and the last day of `published`.
    #[serde(skip_serializing_if = "Option::is_none")]
    published_days: Option<[String; 2]>,
}

#[derive(Serialize)]
struct EntityItem<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    entity_type: &'a str,
    label: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    names: &'a ByLanguage,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    aliases: &'a BTreeSet<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    descriptions: &'a ByLanguage,
    #[serde(skip_serializing_if = "Option::is_none")]
    wikidata: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    same_as: Vec<&'a str>,
    mentions: usize,
    documents: usize,
    degree: usize,
    community: usize,
    size: f64,
    /// Where it is drawn, y downwards; what is not drawn has no place.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<[f64; 2]>,
}

#[derive(Serialize)]
struct ClaimItem<'a> {
    id: &'a str,
    subject: usize,
    relation: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    object: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<ValueItem<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    qualifiers: BTreeMap<&'static str, ValueItem<'a>>,
    /// The first and the last day it speaks of; an open side is null.
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<[Option<String>; 2]>,
    evidence: Vec<EvidenceItem<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ValueItem<'a> {
    Entity {
        entity: usize,
    },
    Date {
        date: String,
    },
    Interval {
        from: Option<String>,
        to: Option<String>,
    },
    Money {
        /// Digits, to the cent.
        amount: String,
        currency: String,
    },
    Quantity {
        number: String,
        unit: &'a str,
    },
    Text {
        text: &'a str,
    },
}

#[derive(Serialize)]
struct EvidenceItem<'a> {
    document: usize,
    /// All spans count code points of the document, as everywhere.
    span: [usize; 2],
    quote: &'a str,
    subject: [usize; 2],
    trigger: [usize; 2],
    object: [usize; 2],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    qualifiers: BTreeMap<&'static str, [usize; 2]>,
    polarity: &'static str,
    modality: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attribution: Vec<Said<'a>>,
    rule: &'a str,
    confidence: f64,
}

#[derive(Serialize)]
struct Said<'a> {
    speaker: SpeakerItem<'a>,
    stance: &'static str,
    cue: [usize; 2],
}

#[derive(Serialize)]
#[serde(untagged)]
enum SpeakerItem<'a> {
    Entity(usize),
    Unnamed(&'a str),
}

#[derive(Serialize)]
struct EdgeItem<'a> {
    id: &'a str,
    subject: usize,
    object: usize,
    relations: Vec<&'a str>,
    polarity: &'static str,
    standing: &'static str,
    modality: &'static str,
    sources: usize,
    claims: Vec<usize>,
}

impl<'a> Page<'a> {
    pub(super) fn new(graph: &'a KnowledgeGraph, ontology: &'a Ontology, options: &'a ExportOptions) -> Self {
        let picture = Picture::new(graph, MANY_NODES);
        let places = Places::new(graph);
        let claims = &graph.claims().claims;
        let relations: BTreeSet<&RelationTypeId> = claims.values().map(|claim| &claim.relation).collect();
        let positions = positions(&picture, &options.language);
        Self {
            language: &options.language,
            words: all_words(),
            types: types(graph, ontology),
            relations: relations
                .into_iter()
                .filter_map(|id| Some((id.as_str(), relation_look(ontology.relation_type(id)?))))
                .collect(),
            candidates: (picture.candidates > picture.nodes.len()).then_some(picture.candidates),
            documents: graph.claims().documents.values().map(document).collect(),
            entities: graph
                .nodes()
                .map(|node| entity(graph, node, picture.index(&node.entity.id), &positions))
                .collect(),
            claims: claims.values().filter_map(|claim| places.claim(claim)).collect(),
            edges: graph.edges().filter_map(|edge| places.edge(edge)).collect(),
        }
    }
}

/// The words of the interface and of the states of claims.
fn all_words() -> BTreeMap<String, ByLanguage> {
    // A fault of the file shows in a test, and here as missing words.
    let mut words: BTreeMap<String, ByLanguage> = toml::from_str(include_str!("words.toml")).unwrap_or_default();
    for (word, by_language) in words::all() {
        words.entry(word.clone()).or_insert_with(|| by_language.clone());
    }
    words
}

/// The types of nodes and those above them.
fn types<'a>(graph: &'a KnowledgeGraph, ontology: &'a Ontology) -> BTreeMap<&'a str, TypeLook<'a>> {
    let used: BTreeSet<&str> =
        graph.nodes().flat_map(|node| [node.entity.entity_type.as_str(), node.entity.entity_type.top()]).collect();
    let look = |EntityType { labels, color, shape, .. }: &'a EntityType| TypeLook { labels, color, shape };
    used.into_iter().filter_map(|id| Some((id, look(ontology.entity_type(&EntityTypeId::from_text(id))?)))).collect()
}

fn relation_look(RelationType { labels, inverse_labels, symmetric, .. }: &RelationType) -> RelationLook<'_> {
    RelationLook { labels, inverse: inverse_labels, symmetric: *symmetric }
}

fn document(record: &DocumentRecord) -> DocumentItem<'_> {
    DocumentItem {
        id: record.id.as_str(),
        source: &record.source,
        language: &record.language,
        title: record.title.as_deref(),
        url: record.url.as_deref(),
        publisher: record.publisher.as_deref(),
        published: record.published.map(|date| date.to_string()),
        published_days: record.published.map(|date| [date.first_day().to_string(), date.last_day().to_string()]),
    }
}

/// Places of the nodes of a picture, in its order.
fn positions(picture: &Picture<'_>, language: &str) -> Vec<[f64; 2]> {
    let extent = |node: &Node| {
        let size = node_size(node);
        if picture.nodes.len() > NAMED_NODES {
            return Extent { width: size, height: size };
        }
        let name = lines(crate::graph::name_in(&node.entity, language), NAME_LINE);
        let widest = name.iter().map(|line| text_width(line, NAME_SIZE)).fold(size, f64::max);
        Extent { width: widest, height: size + 2.0 * NAME_HEIGHT }
    };
    let extents: Vec<_> = picture.nodes.iter().map(|node| extent(node)).collect();
    let ends = |edge: &&Edge| Some((picture.index(&edge.subject)?, picture.index(&edge.object)?));
    let edges: Vec<_> = picture.edges.iter().filter_map(ends).collect();
    layout(&extents, &edges).into_iter().map(|at| [at.x, at.y]).collect()
}

fn entity<'a>(graph: &KnowledgeGraph, node: &'a Node, drawn: Option<usize>, positions: &[[f64; 2]]) -> EntityItem<'a> {
    let entity = &node.entity;
    let wikidata = match Iri::entity(&entity.id) {
        Iri::Prefixed(_, item) => Some(format!("https://www.wikidata.org/wiki/{item}")),
        Iri::Own(_) | Iri::Absolute(_) => None,
    };
    let measures = graph.measures(&entity.id);
    // The page of the item says the same in a form for people.
    let is_repeated = |iri: &&str| wikidata.is_some() && iri.contains("//www.wikidata.org/");
    EntityItem {
        id: entity.id.as_str(),
        entity_type: entity.entity_type.as_str(),
        label: &entity.label,
        names: &entity.labels,
        aliases: &entity.aliases,
        descriptions: &entity.descriptions,
        same_as: entity.same_as.iter().map(String::as_str).filter(|iri| !is_repeated(iri)).collect(),
        wikidata,
        mentions: node.mentions,
        documents: node.documents,
        degree: measures.degree,
        community: measures.community,
        size: node_size(node),
        at: drawn.and_then(|index| positions.get(index).copied()),
    }
}

/// Places of things in the lists of the page.
struct Places<'a> {
    documents: BTreeMap<&'a DocumentId, usize>,
    entities: BTreeMap<&'a EntityId, usize>,
    claims: BTreeMap<&'a ClaimId, usize>,
}

impl<'a> Places<'a> {
    fn new(graph: &'a KnowledgeGraph) -> Self {
        Self {
            documents: graph.claims().documents.keys().zip(0..).collect(),
            entities: graph.nodes().map(|node| &node.entity.id).zip(0..).collect(),
            claims: graph.claims().claims.keys().zip(0..).collect(),
        }
    }

    /// `None` never comes about: what a claim names is a node.
    fn claim(&self, claim: &'a Claim) -> Option<ClaimItem<'a>> {
        let (object, value) = match &claim.object {
            ClaimObject::Entity(id) => (Some(*self.entities.get(id)?), None),
            ClaimObject::Value(value) => (None, Some(value_item(value))),
        };
        let qualifier = |value: &'a QualifierValue| match value {
            QualifierValue::Entity(id) => Some(ValueItem::Entity { entity: *self.entities.get(id)? }),
            QualifierValue::Value(value) => Some(value_item(value)),
        };
        let day = |date: crate::model::PartialDate, last: bool| {
            if last { date.last_day() } else { date.first_day() }.to_string()
        };
        Some(ClaimItem {
            id: claim.id.as_str(),
            subject: *self.entities.get(&claim.subject)?,
            relation: claim.relation.as_str(),
            object,
            value,
            qualifiers: claim
                .qualifiers
                .iter()
                .filter_map(|(kind, value)| Some((kind.as_str(), qualifier(value)?)))
                .collect(),
            days: Period::of(claim)
                .map(|Period { from, to }| [from.map(|date| day(date, false)), to.map(|date| day(date, true))]),
            evidence: claim.evidence.iter().filter_map(|evidence| self.evidence(evidence)).collect(),
        })
    }

    fn evidence(&self, evidence: &'a Evidence) -> Option<EvidenceItem<'a>> {
        let spans = |(kind, &span): (&QualifierKind, &CharSpan)| (kind.as_str(), pair(span));
        Some(EvidenceItem {
            document: *self.documents.get(&evidence.document)?,
            span: pair(evidence.span),
            quote: &evidence.quote,
            subject: pair(evidence.subject),
            trigger: pair(evidence.trigger),
            object: pair(evidence.object),
            qualifiers: evidence.qualifiers.iter().map(spans).collect(),
            polarity: evidence.polarity.as_str(),
            modality: evidence.modality.as_str(),
            attribution: evidence.attribution.iter().filter_map(|said| self.said(said)).collect(),
            rule: evidence.rule.as_str(),
            confidence: evidence.confidence.value(),
        })
    }

    fn said(&self, Attribution { speaker, stance, cue }: &'a Attribution) -> Option<Said<'a>> {
        let speaker = match speaker {
            Speaker::Entity(id) => SpeakerItem::Entity(*self.entities.get(id)?),
            Speaker::Unnamed(words) => SpeakerItem::Unnamed(words),
        };
        Some(Said { speaker, stance: stance.as_str(), cue: pair(*cue) })
    }

    fn edge(&self, edge: &'a Edge) -> Option<EdgeItem<'a>> {
        Some(EdgeItem {
            id: &edge.id,
            subject: *self.entities.get(&edge.subject)?,
            object: *self.entities.get(&edge.object)?,
            relations: edge.relations.iter().map(RelationTypeId::as_str).collect(),
            polarity: edge.polarity.as_str(),
            standing: edge.standing.as_str(),
            modality: edge.modality.as_str(),
            sources: edge.sources,
            claims: edge.claims.iter().filter_map(|id| self.claims.get(id).copied()).collect(),
        })
    }
}

fn pair(span: CharSpan) -> [usize; 2] {
    [span.start, span.end]
}

fn value_item(value: &Value) -> ValueItem<'_> {
    match value {
        Value::Date(date) => ValueItem::Date { date: date.to_string() },
        Value::Interval(TimeInterval { start, end }) => {
            ValueItem::Interval { from: start.map(|date| date.to_string()), to: end.map(|date| date.to_string()) }
        }
        Value::Money(Money { value, currency }) => {
            ValueItem::Money { amount: value.to_string(), currency: currency.to_string() }
        }
        Value::Quantity { number, unit } => ValueItem::Quantity { number: number.to_string(), unit },
        Value::Text(text) => ValueItem::Text { text },
    }
}
