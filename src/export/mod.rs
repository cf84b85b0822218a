//! A graph as bytes, in the formats of others.
//!
//! One shape for all: [`write()`] takes the graph, the ontology it speaks, a [`Format`] and [`ExportOptions`]. One file
//! per format, whose head says what the format cannot hold, and which describes itself as `FORMAT`. Ids are the same in every format. Same graph, same
//! options, same bytes.

mod claims;
mod cx2;
mod cypher;
mod cytoscape;
mod d3;
mod delimited;
mod dot;
mod followthemoney;
mod format;
mod gephi_csv;
mod gexf;
mod graphml;
mod html;
mod json_rows;
mod jsonld;
mod linked;
mod mermaid;
mod neo4j;
mod node_link;
mod nquads;
mod picture;
mod property_graph;
mod schema;
mod shape;
mod svg;
mod table;
mod trig;
mod turtle;
mod vocabulary;
mod words;
mod xml_text;

use std::io::{self, Write};

use format::{Description, Files};
pub use format::{Format, Part};
pub use linked::{Base, BaseError};
pub use schema::Schema;

use crate::graph::KnowledgeGraph;
use crate::ontology::Ontology;

/// What a reader of the files may want otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportOptions {
    /// Where the IRIs of documents, claims and unlinked entities begin, in linked data.
    pub base: Base,
    /// Language of what people read: labels of nodes, relations and types. Anything without a label in this
    /// language has its English one, or its id.
    pub language: String,
    /// GraphML without the `label` attribute of edges: valid by the unchanged schema, but Gephi merges parallel
    /// edges unless told otherwise.
    pub strict_graphml: bool,
    /// Turtle, TriG and N-Quads with a triple term for every claim, which only readers of RDF 1.2 understand.
    pub rdf12: bool,
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self { base: Base::default(), language: FALLBACK_LANGUAGE.to_owned(), strict_graphml: false, rdf12: false }
    }
}

/// The language in which everything has a label.
const FALLBACK_LANGUAGE: &str = "en";

/// Writes a graph: a [`Format`], or one of the files of a format that has several, see [`Format::files`].
///
/// # Errors
/// Those of `out`.
pub fn write(
    graph: &KnowledgeGraph,
    ontology: &Ontology,
    part: impl Into<Part>,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    part.into().write_fn()(graph, ontology, options, out)
}
