//! Nodes and edges as rows: what formats with attributes (GraphML and its kin) have in common.
//!
//! Names of columns avoid those that some reader takes for its own: `id`, `type`, `x`, `y`, `z`, `r`, `g`, `b`;
//! `label`, `size`, `color` and `weight` mean what readers take them for. They differ in more than case.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::ExportOptions;
use super::linked::Iri;
use super::words::Words;
use crate::graph::{Edge, KnowledgeGraph, Node, Standing, name_in};
use crate::model::{
    CharSpan, ClaimObject, Entity, EntityId, EntityTypeId, Money, Polarity, QualifierKind, QualifierValue,
    RelationTypeId, Speaker,
};
use crate::ontology::{EntityType, Ontology, SHAPES};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnType {
    Text,
    List,
    Integer,
    Decimal,
    Boolean,
}

/// A column of the table of nodes or of edges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: Cow<'static, str>,
    pub(super) column_type: ColumnType,
}

/// A value; one that is not known is not there.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Text(String),
    List(Vec<String>),
    Integer(usize),
    Decimal(f64),
    Boolean(bool),
}

impl Cell {
    /// As formats without types or lists write it; a list is JSON.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::List(items) => serde_json::to_string(items).unwrap_or_default().into(),
            Self::Integer(number) => number.to_string().into(),
            Self::Decimal(number) => number.to_string().into(),
            Self::Boolean(value) => value.to_string().into(),
        }
    }
}

/// A row, in the order of the columns; empty texts and lists left out.
pub(super) type Row = Vec<(Cow<'static, str>, Cell)>;

const NODE_COLUMNS: &[(&str, ColumnType)] = &[
    ("label", ColumnType::Text),
    // Cytoscape and yEd look for this one.
    ("name", ColumnType::Text),
    ("entity_type", ColumnType::Text),
    ("type_label", ColumnType::Text),
    ("description", ColumnType::Text),
    ("iri", ColumnType::Text),
    ("wikidata", ColumnType::Text),
    ("aliases", ColumnType::List),
    ("labels_json", ColumnType::Text),
    ("same_as", ColumnType::List),
    ("mentions", ColumnType::Integer),
    ("documents", ColumnType::Integer),
    ("degree", ColumnType::Integer),
    ("betweenness", ColumnType::Decimal),
    ("community", ColumnType::Integer),
    ("size", ColumnType::Decimal),
    ("color", ColumnType::Text),
];

const EDGE_COLUMNS: &[(&str, ColumnType)] = &[
    ("label", ColumnType::Text),
    // Cytoscape's name for what an edge is.
    ("interaction", ColumnType::Text),
    ("relation", ColumnType::Text),
    // igraph mixes up the ids of GraphML edges.
    ("edge_id", ColumnType::Text),
    ("claim_ids", ColumnType::List),
    ("weight", ColumnType::Decimal),
    ("symmetric", ColumnType::Boolean),
    ("polarity", ColumnType::Text),
    ("standing", ColumnType::Text),
    ("modality", ColumnType::Text),
    ("attributed_to", ColumnType::List),
    ("denied_by", ColumnType::List),
    ("questioned_by", ColumnType::List),
    ("claims", ColumnType::Integer),
    ("evidence", ColumnType::Integer),
    ("documents", ColumnType::Integer),
    ("sources", ColumnType::Integer),
    ("confidence", ColumnType::Decimal),
    ("valid_from", ColumnType::Text),
    ("valid_to", ColumnType::Text),
    ("time_text", ColumnType::List),
    ("first_published", ColumnType::Text),
    ("last_published", ColumnType::Text),
    ("amount", ColumnType::List),
    ("amount_value", ColumnType::Decimal),
    ("currency", ColumnType::Text),
    ("place", ColumnType::List),
    ("role", ColumnType::List),
    ("topic", ColumnType::List),
    ("medium", ColumnType::List),
    ("frequency", ColumnType::List),
    ("sentence", ColumnType::Text),
    ("subject_text", ColumnType::Text),
    ("trigger_text", ColumnType::Text),
    ("object_text", ColumnType::Text),
    ("rule", ColumnType::Text),
    ("doc_id", ColumnType::Text),
    ("doc_title", ColumnType::Text),
    ("doc_url", ColumnType::Text),
    ("publisher", ColumnType::Text),
    ("char_start", ColumnType::Integer),
    ("char_end", ColumnType::Integer),
    ("color", ColumnType::Text),
];

/// Colours of edges by what is said with them; told apart by colour-blind readers, and pictures add dashes.
const EDGE_COLORS: [(Standing, &str); 4] = [
    (Standing::Asserted, "#7a8594"),
    (Standing::Disputed, "#e08214"),
    (Standing::Denied, "#b2182b"),
    (Standing::Questioned, "#8073ac"),
];

/// A node whose type has no colour.
const PLAIN_COLOR: &str = "#9aa0a6";

/// A graph as rows.
pub(super) struct Table<'a> {
    graph: &'a KnowledgeGraph,
    words: Words<'a>,
    options: &'a ExportOptions,
    /// Relations whose objects are literals, each a column of nodes.
    literal_relations: Vec<RelationTypeId>,
}

impl<'a> Table<'a> {
    pub(super) fn new(graph: &'a KnowledgeGraph, ontology: &'a Ontology, options: &'a ExportOptions) -> Self {
        let taken: BTreeSet<_> = NODE_COLUMNS.iter().map(|(name, _)| name.to_lowercase()).collect();
        let claims = graph.nodes().flat_map(|node| &node.literals).filter_map(|id| graph.claim(id));
        let relations: BTreeSet<_> = claims.map(|claim| &claim.relation).collect();
        let literal_relations = relations
            .into_iter()
            .filter(|relation| !taken.contains(&relation.as_str().to_lowercase()))
            .cloned()
            .collect();
        Self { graph, words: Words { ontology, language: &options.language }, options, literal_relations }
    }

    pub(super) fn node_columns(&self) -> Vec<Column> {
        let literals = self
            .literal_relations
            .iter()
            .map(|relation| Column { name: Cow::Owned(relation.as_str().to_owned()), column_type: ColumnType::List });
        columns(NODE_COLUMNS).chain(literals).collect()
    }

    pub(super) fn edge_columns(&self) -> Vec<Column> {
        columns(EDGE_COLUMNS).collect()
    }

    /// The name of a node in the language of the export.
    pub(super) fn name<'n>(&self, node: &'n Node) -> &'n str {
        name_in(&node.entity, &self.options.language)
    }

    /// What a person reads on an edge.
    pub(super) fn edge_label(&self, edge: &Edge) -> String {
        self.words.edge(edge)
    }

    /// The colour of a node, from its type or the type above it.
    pub(super) fn node_color(&self, entity: &Entity) -> &'a str {
        self.known_type(entity).map_or(PLAIN_COLOR, |known| &known.color)
    }

    /// The shape of a node, likewise.
    pub(super) fn node_shape(&self, entity: &Entity) -> &'a str {
        self.known_type(entity).map_or(SHAPES[0], |known| &known.shape)
    }

    fn known_type(&self, entity: &Entity) -> Option<&'a EntityType> {
        let top = EntityTypeId::from_text(entity.entity_type.top());
        let ontology = self.words.ontology;
        ontology.entity_type(&entity.entity_type).or_else(|| ontology.entity_type(&top))
    }

    pub(super) fn node_row(&self, node: &Node) -> Row {
        let entity = &node.entity;
        let name = name_in(entity, &self.options.language);
        let description =
            entity.descriptions.get(&self.options.language).or_else(|| entity.descriptions.values().next());
        let iri = Iri::entity(&entity.id);
        let wikidata = match &iri {
            Iri::Prefixed(_, item) => item.to_string(),
            Iri::Own(_) | Iri::Absolute(_) => String::new(),
        };
        let labels = if entity.labels.is_empty() {
            String::new()
        } else {
            serde_json::to_string(&entity.labels).unwrap_or_default()
        };
        let mut row = Builder::default();
        row.text("label", name);
        row.text("name", name);
        row.text("entity_type", entity.entity_type.as_str());
        row.text("type_label", self.words.entity_type(&entity.entity_type));
        row.text("description", description.map_or("", String::as_str));
        row.text("iri", iri.absolute(&self.options.base));
        row.text("wikidata", wikidata);
        row.list("aliases", entity.aliases.iter().cloned());
        row.text("labels_json", labels);
        row.list("same_as", entity.same_as.iter().cloned());
        row.integer("mentions", node.mentions);
        row.integer("documents", node.documents);
        let measures = self.graph.measures(&entity.id);
        row.integer("degree", measures.degree);
        // Six digits tell any two nodes apart, and do not pretend to more.
        row.decimal("betweenness", (measures.betweenness * 1e6).round() / 1e6);
        row.integer("community", measures.community);
        row.decimal("size", node_size(node));
        row.text("color", self.node_color(entity));
        for relation in &self.literal_relations {
            let values = node.literals.iter().filter_map(|id| self.affirmed_literal(id, relation));
            row.list(relation.as_str().to_owned(), values);
        }
        row.0
    }

    /// The literal of a claim of this relation, when somebody asserts it and nobody denies it: a table has no room to
    /// say that a value is disputed.
    fn affirmed_literal(&self, id: &crate::model::ClaimId, relation: &RelationTypeId) -> Option<String> {
        let claim = self.graph.claim(id).filter(|claim| claim.relation == *relation)?;
        let evidence: Vec<_> = claim.evidence.iter().collect();
        let affirmed = evidence.iter().all(|item| item.polarity == Polarity::Affirmed);
        match &claim.object {
            ClaimObject::Value(value) if affirmed && Standing::of(&evidence) == Standing::Asserted => {
                Some(value.to_string())
            }
            ClaimObject::Value(_) | ClaimObject::Entity(_) => None,
        }
    }

    pub(super) fn edge_row(&self, edge: &Edge) -> Row {
        let relations = edge.relations.iter().map(RelationTypeId::as_str).collect::<Vec<_>>().join(" ");
        let symmetric = edge
            .relations
            .iter()
            .all(|relation| self.words.ontology.relation_type(relation).is_some_and(|known| known.symmetric));
        let sample = &edge.sample.evidence;
        let document = self.graph.claims().documents.get(&sample.document);
        let part = |span: CharSpan| sample.quoted(span).unwrap_or_default();
        let one_currency = match edge.amounts.as_slice() {
            [] => None,
            [first, ..] => edge.amounts.iter().all(|money| money.currency == first.currency).then_some(first.currency),
        };
        let mut row = Builder::default();
        row.text("label", self.edge_label(edge));
        row.text("interaction", &*relations);
        row.text("relation", &*relations);
        row.text("edge_id", &*edge.id);
        row.list("claim_ids", edge.claims.iter().map(ToString::to_string));
        row.decimal("weight", weight(edge));
        row.boolean("symmetric", symmetric);
        row.text("polarity", edge.polarity.as_str());
        row.text("standing", edge.standing.as_str());
        row.text("modality", edge.modality.as_str());
        row.list("attributed_to", self.speakers(&edge.asserted_by));
        row.list("denied_by", self.speakers(&edge.denied_by));
        row.list("questioned_by", self.speakers(&edge.questioned_by));
        row.integer("claims", edge.claims.len());
        row.integer("evidence", edge.evidence);
        row.integer("documents", edge.documents);
        row.integer("sources", edge.sources);
        row.decimal("confidence", edge.confidence.value());
        // Whole days only: a year alone stops Gephi from reading the file.
        row.text("valid_from", edge.first_day().map(|day| day.to_string()).unwrap_or_default());
        row.text("valid_to", edge.last_day().map(|day| day.to_string()).unwrap_or_default());
        row.list("time_text", edge.time_text.iter().cloned());
        let published = |date: crate::model::PartialDate| date.first_day().to_string();
        row.text("first_published", edge.published.map(|(first, _)| published(first)).unwrap_or_default());
        row.text("last_published", edge.published.map(|(_, last)| published(last)).unwrap_or_default());
        row.list("amount", edge.amounts.iter().map(|Money { value, currency }| format!("{value} {currency}")));
        if let (Some(currency), Some(largest)) = (one_currency, edge.amounts.last()) {
            row.decimal("amount_value", largest.value.to_f64());
            row.text("currency", currency.to_string());
        }
        for kind in [
            QualifierKind::Place,
            QualifierKind::Role,
            QualifierKind::Topic,
            QualifierKind::Medium,
            QualifierKind::Frequency,
        ] {
            let values = edge.qualifiers.get(&kind).into_iter().flatten();
            row.list(kind.as_str(), values.map(|value| self.qualifier(value)));
        }
        row.text("sentence", &*sample.quote);
        row.text("subject_text", part(sample.subject));
        row.text("trigger_text", part(sample.trigger));
        row.text("object_text", part(sample.object));
        row.text("rule", sample.rule.as_str());
        row.text("doc_id", sample.document.as_str());
        row.text("doc_title", document.and_then(|document| document.title.as_deref()).unwrap_or_default());
        row.text("doc_url", document.and_then(|document| document.url.as_deref()).unwrap_or_default());
        row.text("publisher", document.and_then(|document| document.publisher.as_deref()).unwrap_or_default());
        row.integer("char_start", sample.span.start);
        row.integer("char_end", sample.span.end);
        row.text("color", edge_color(edge));
        row.0
    }

    fn speakers<'s>(&'s self, speakers: &'s [Speaker]) -> impl Iterator<Item = String> + 's {
        speakers.iter().map(|speaker| match speaker {
            Speaker::Entity(entity) => self.entity_name(entity),
            Speaker::Unnamed(words) => words.clone(),
        })
    }

    fn qualifier(&self, value: &QualifierValue) -> String {
        match value {
            QualifierValue::Entity(entity) => self.entity_name(entity),
            QualifierValue::Value(value) => value.to_string(),
        }
    }

    fn entity_name(&self, id: &EntityId) -> String {
        self.graph.name(id, &self.options.language).to_owned()
    }
}

/// Diameter of a node in pictures: its area grows with its mentions.
pub(super) fn node_size(node: &Node) -> f64 {
    ((10.0 + 4.0 * (node.mentions as f64).sqrt()) * 10.0).round() / 10.0
}

/// Independent sources; never zero, because readers drop such edges.
pub(super) fn weight(edge: &Edge) -> f64 {
    edge.sources.max(1) as f64
}

/// The colour of an edge: negated is as denied.
pub(super) fn edge_color(edge: &Edge) -> &'static str {
    let standing = match edge.polarity {
        Polarity::Affirmed => edge.standing,
        Polarity::Negated => Standing::Denied,
    };
    standing_color(standing)
}

/// The colour of what stands so.
pub(super) fn standing_color(standing: Standing) -> &'static str {
    EDGE_COLORS.iter().find(|(known, _)| *known == standing).map_or(PLAIN_COLOR, |(_, color)| color)
}

fn columns(table: &'static [(&str, ColumnType)]) -> impl Iterator<Item = Column> {
    table.iter().map(|&(name, column_type)| Column { name: name.into(), column_type })
}

#[derive(Default)]
struct Builder(Row);

impl Builder {
    fn text(&mut self, name: &'static str, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.0.push((name.into(), Cell::Text(text)));
        }
    }

    fn list(&mut self, name: impl Into<Cow<'static, str>>, items: impl IntoIterator<Item = String>) {
        let items: Vec<_> = items.into_iter().collect();
        if !items.is_empty() {
            self.0.push((name.into(), Cell::List(items)));
        }
    }

    fn integer(&mut self, name: &'static str, number: usize) {
        self.0.push((name.into(), Cell::Integer(number)));
    }

    fn decimal(&mut self, name: &'static str, number: f64) {
        self.0.push((name.into(), Cell::Decimal(number)));
    }

    fn boolean(&mut self, name: &'static str, value: bool) {
        self.0.push((name.into(), Cell::Boolean(value)));
    }
}
