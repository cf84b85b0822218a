//! Turtle: the statements of the JSON-LD with prefixes, thing by thing, for people to read and for tools that do not
//! know JSON-LD. What it says is decided in [`super::linked`].
//!
//! What it cannot hold: what the JSON-LD cannot hold either.

use std::io::{self, Write};

use oxttl::TurtleSerializer;

use super::linked::{PREFIXES, Things};
use super::nquads::quads;
use super::{Description, ExportOptions, Files, Format};
use crate::graph::KnowledgeGraph;
use crate::ontology::Ontology;

pub(super) const FORMAT: Description = Description {
    format: Format::Turtle,
    name: "turtle",
    extensions: &["ttl"],
    media_type: "text/turtle",
    about: "the same statements, for people",
    files: Files::One(write),
};

fn write(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut turtle = TurtleSerializer::new();
    for prefix in PREFIXES {
        turtle = turtle.with_prefix(prefix.name, prefix.iri).map_err(io::Error::other)?;
    }
    let mut turtle = turtle.for_writer(out);
    let things = Things::new(graph, ontology);
    for thing in things.all() {
        quads(&things.describe(thing), options, &mut |quad| turtle.serialize_triple(oxrdf::TripleRef::from(quad)))?;
    }
    turtle.finish()?;
    Ok(())
}
