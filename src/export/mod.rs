//! A graph as bytes, in the formats of others.
//!
//! One shape for all: [`write()`] takes the graph, the ontology it speaks, a [`Format`] and [`ExportOptions`]. One file
//! per format, whose head says what the format cannot hold. Ids are the same in every format. Same graph, same
//! options, same bytes.

mod claims;
mod format;
mod gexf;
mod graphml;
mod html;
mod jsonld;
mod linked;
mod nquads;
mod picture;
mod schema;
mod shape;
mod svg;
mod table;
mod turtle;
mod vocabulary;
mod words;
mod xml_text;

use std::io::{self, Write};

pub use format::Format;
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
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self { base: Base::default(), language: FALLBACK_LANGUAGE.to_owned(), strict_graphml: false }
    }
}

/// The language in which everything has a label.
const FALLBACK_LANGUAGE: &str = "en";

/// Writes a graph.
///
/// # Errors
/// Those of `out`.
pub fn write(
    graph: &KnowledgeGraph,
    ontology: &Ontology,
    format: Format,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Claims => claims::write(graph, out),
        Format::Gexf => gexf::write(graph, ontology, options, out),
        Format::GraphMl => graphml::write(graph, ontology, options, out),
        Format::JsonLd => jsonld::write(graph, ontology, options, out),
        Format::NQuads => nquads::write(graph, ontology, options, out),
        Format::Turtle => turtle::write(graph, ontology, options, out),
        Format::Svg => svg::write(graph, ontology, options, out),
        Format::Html => html::write(graph, ontology, options, out),
    }
}
