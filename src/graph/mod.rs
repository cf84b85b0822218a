//! Claims as a graph: entities are nodes, claims are gathered into edges.
//!
//! A graph is a view of a [`ClaimSet`] and keeps it: what a graph format cannot hold is still there for the
//! formats that can. Nodes and edges are named by ids; positions inside the graph never leave this room.
//!
//! Claims whose object is a literal are no edges; they are found at their node, see [`Node::literals`].

mod edge;
mod filter;
mod layout;
mod measures;
mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use petgraph::Direction;
use petgraph::stable_graph::{NodeIndex, StableDiGraph};
use petgraph::visit::{EdgeRef as _, IntoEdgeReferences as _};

pub use edge::{Edge, EdgeGrouping, Period, Sample, Standing};
pub use filter::{Filter, Surroundings};
pub use layout::{Extent, Position, layout};
pub use measures::Measures;

use crate::model::{
    Claim, ClaimId, ClaimObject, ClaimSet, DocumentId, Entity, EntityId, EntityTypeId, MentionKind, QualifierValue,
    Speaker,
};

/// What becomes a node, and what becomes one edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GraphOptions {
    /// Which claims share an edge.
    pub edges: EdgeGrouping,
    /// Which entities are nodes.
    pub nodes: NodeChoice,
}

/// Which entities are nodes. Those that a claim joins always are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NodeChoice {
    /// Everything that some document calls by name, so that something nobody says anything about is still
    /// seen to be there.
    #[default]
    Named,
    /// Only what takes part in a claim: as an end, a speaker or a qualifier.
    Connected,
}

/// An entity in the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub entity: Entity,
    /// How often it is mentioned, by name or otherwise.
    pub mentions: usize,
    /// How many documents mention it.
    pub documents: usize,
    /// Claims about it whose object is a literal, its date of birth for one; sorted.
    pub literals: Vec<ClaimId>,
}

/// Entities joined by claims; directed, with parallel edges.
#[derive(Clone, Debug)]
pub struct KnowledgeGraph {
    claims: ClaimSet,
    options: GraphOptions,
    graph: StableDiGraph<Node, Edge>,
    positions: BTreeMap<EntityId, NodeIndex>,
    /// By position; filled when first asked for.
    measures: OnceLock<Vec<Measures>>,
}

impl KnowledgeGraph {
    /// The graph of these claims.
    ///
    /// An entity that claims name but no record describes is a node all the same, with its id for a name and
    /// `thing` for a type.
    #[must_use]
    pub fn new(claims: ClaimSet, options: GraphOptions) -> Self {
        let nodes = nodes(&claims, options.nodes);
        let edges = edge::edges(&claims, options.edges);
        let mut graph = StableDiGraph::with_capacity(nodes.len(), edges.len());
        let mut positions = BTreeMap::new();
        for node in nodes {
            let id = node.entity.id.clone();
            positions.insert(id, graph.add_node(node));
        }
        for edge in edges {
            // Both ends are nodes, because every claim's ends are.
            if let (Some(&subject), Some(&object)) = (positions.get(&edge.subject), positions.get(&edge.object)) {
                graph.add_edge(subject, object, edge);
            }
        }
        Self { claims, options, graph, positions, measures: OnceLock::new() }
    }

    /// What the graph was made from.
    #[must_use]
    pub fn claims(&self) -> &ClaimSet {
        &self.claims
    }

    /// How it was made.
    #[must_use]
    pub fn options(&self) -> GraphOptions {
        self.options
    }

    /// All nodes, by id.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.positions.values().filter_map(|&position| self.graph.node_weight(position))
    }

    /// All edges, by subject, object and kind.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        self.graph.edge_weights()
    }

    /// One node.
    #[must_use]
    pub fn node(&self, id: &EntityId) -> Option<&Node> {
        self.graph.node_weight(*self.positions.get(id)?)
    }

    /// The edges that begin or end at a node, each once, a loop too.
    #[must_use]
    pub fn edges_of(&self, id: &EntityId) -> Vec<&Edge> {
        let Some(&position) = self.positions.get(id) else { return Vec::new() };
        let outgoing = self.graph.edges_directed(position, Direction::Outgoing);
        let incoming =
            self.graph.edges_directed(position, Direction::Incoming).filter(|edge| edge.source() != position);
        let mut edges: Vec<_> = outgoing.chain(incoming).map(|edge| edge.weight()).collect();
        edges.sort_by(|a, b| edge::order(a).cmp(&edge::order(b)));
        edges
    }

    /// How many edges begin or end at a node.
    #[must_use]
    pub fn degree(&self, id: &EntityId) -> usize {
        self.positions.get(id).map_or(0, |&position| self.graph.edges(position).count())
            + self.positions.get(id).map_or(0, |&position| {
                self.graph
                    .edges_directed(position, Direction::Incoming)
                    .filter(|edge| edge.source() != position)
                    .count()
            })
    }

    /// Where a node stands in the whole graph; computed for all when first asked for.
    #[must_use]
    pub fn measures(&self, id: &EntityId) -> Measures {
        let measures = self.measures.get_or_init(|| {
            let edges = self
                .graph
                .edge_references()
                .map(|edge| (edge.source().index(), edge.target().index(), edge.weight().sources.max(1) as f64));
            measures::measures(self.graph.node_count(), edges)
        });
        self.positions.get(id).and_then(|position| measures.get(position.index())).copied().unwrap_or_default()
    }

    /// One claim.
    #[must_use]
    pub fn claim(&self, id: &ClaimId) -> Option<&Claim> {
        self.claims.claims.get(id)
    }

    /// The name to show for an entity in a language; its own label where that language has none.
    #[must_use]
    pub fn name<'a>(&'a self, id: &'a EntityId, language: &str) -> &'a str {
        self.claims.entities.get(id).map_or(id.as_str(), |entity| name_in(entity, language))
    }
}

/// The name of an entity in a language; its own label where that language has none.
#[must_use]
pub fn name_in<'a>(entity: &'a Entity, language: &str) -> &'a str {
    entity.labels.get(language).map_or(entity.label.as_str(), String::as_str)
}

/// The nodes, by id.
fn nodes(claims: &ClaimSet, choice: NodeChoice) -> Vec<Node> {
    #[derive(Default)]
    struct Count<'a> {
        mentions: usize,
        documents: BTreeSet<&'a DocumentId>,
        literals: Vec<ClaimId>,
        is_node: bool,
    }
    let mut counts: BTreeMap<&EntityId, Count<'_>> = BTreeMap::new();
    for mention in &claims.mentions {
        let Some(entity) = &mention.entity else { continue };
        let count = counts.entry(entity).or_default();
        count.mentions += 1;
        count.documents.insert(&mention.document);
        count.is_node |= choice == NodeChoice::Named && mention.kind == MentionKind::Name;
    }
    for claim in claims.claims.values() {
        for entity in taking_part(claim) {
            counts.entry(entity).or_default().is_node = true;
        }
        if matches!(claim.object, ClaimObject::Value(_)) {
            counts.entry(&claim.subject).or_default().literals.push(claim.id.clone());
        }
    }
    counts
        .into_iter()
        .filter(|(_, count)| count.is_node)
        .map(|(id, count)| Node {
            entity: claims.entities.get(id).cloned().unwrap_or_else(|| undescribed(id)),
            mentions: count.mentions,
            documents: count.documents.len(),
            literals: count.literals,
        })
        .collect()
}

/// Everything a claim names: its ends, who is quoted on it, the places of its qualifiers.
fn taking_part(claim: &Claim) -> impl Iterator<Item = &EntityId> {
    let object = match &claim.object {
        ClaimObject::Entity(entity) => Some(entity),
        ClaimObject::Value(_) => None,
    };
    let qualifiers = claim.qualifiers.values().filter_map(|value| match value {
        QualifierValue::Entity(entity) => Some(entity),
        QualifierValue::Value(_) => None,
    });
    let speakers =
        claim.evidence.iter().flat_map(|evidence| &evidence.attribution).filter_map(|said| match &said.speaker {
            Speaker::Entity(entity) => Some(entity),
            Speaker::Unnamed(_) => None,
        });
    std::iter::once(&claim.subject).chain(object).chain(qualifiers).chain(speakers)
}

fn undescribed(id: &EntityId) -> Entity {
    Entity {
        id: id.clone(),
        entity_type: EntityTypeId::from_text("thing"),
        label: id.as_str().to_owned(),
        labels: BTreeMap::new(),
        aliases: BTreeSet::new(),
        same_as: BTreeSet::new(),
        descriptions: BTreeMap::new(),
    }
}

#[cfg(test)]
mod tests;
