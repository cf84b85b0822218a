//! Turtle: the statements of the JSON-LD with prefixes, thing by thing, for people to read and for tools that do not
//! know JSON-LD. What it says is decided in [`super::linked`].

use std::io::{self, Write};

use oxttl::TurtleSerializer;

use super::ExportOptions;
use super::linked::{PREFIXES, resources};
use super::nquads::quads;
use crate::graph::KnowledgeGraph;
use crate::ontology::Ontology;

pub(super) fn write(
    graph: &KnowledgeGraph,
    ontology: &Ontology,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut turtle = TurtleSerializer::new();
    for prefix in PREFIXES {
        turtle = turtle.with_prefix(prefix.name, prefix.iri).map_err(io::Error::other)?;
    }
    let mut turtle = turtle.for_writer(out);
    resources(graph, ontology, |resource| {
        quads(&resource, &options.base, &mut |quad| turtle.serialize_triple(&oxrdf::Triple::from(quad)))
    })?;
    turtle.finish()?;
    Ok(())
}
