//! TriG: the statements of the JSON-LD, what each document adds in a named graph of its own.
//!
//! The graph of a document has the document's IRI for a name. It holds the description of the document and the evidence
//! that was read from it, so that one document's part can be dropped, replaced or asked for alone. Claims, which join
//! the evidence of many, and entities stand in the default graph. What is said is decided in [`super::linked`].
//!
//! What it cannot hold: what the JSON-LD cannot hold either.

use std::io::{self, Write};

use oxrdf::{GraphNameRef, NamedNodeRef, QuadRef};
use oxttl::TriGSerializer;

use super::linked::{Iri, PREFIXES, Thing, Things};
use super::nquads::quads;
use super::{Description, ExportOptions, Files, Format};
use crate::graph::KnowledgeGraph;
use crate::ontology::Ontology;

pub(super) const FORMAT: Description = Description {
    format: Format::TriG,
    name: "trig",
    extensions: &["trig"],
    media_type: "application/trig",
    about: "the same statements, each document's evidence in a named graph",
    files: Files::One(write),
};

fn write(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut trig = TriGSerializer::new();
    for prefix in PREFIXES {
        trig = trig.with_prefix(prefix.name, prefix.iri).map_err(io::Error::other)?;
    }
    let mut trig = trig.for_writer(out);
    let things = Things::new(graph, ontology);
    for thing in things.all() {
        let resource = things.describe(thing);
        let name = document(thing).map(|iri| iri.absolute(&options.base));
        let graph_name = match &name {
            Some(name) => GraphNameRef::NamedNode(NamedNodeRef::new_unchecked(name)),
            None => GraphNameRef::DefaultGraph,
        };
        quads(&resource, options, &mut |quad| {
            trig.serialize_quad(QuadRef::new(quad.subject, quad.predicate, quad.object, graph_name))
        })?;
    }
    trig.finish()?;
    Ok(())
}

/// The document that a thing is found in.
fn document(thing: Thing<'_>) -> Option<Iri> {
    match thing {
        Thing::Document(document) => Some(Iri::document(&document.id)),
        Thing::UnnamedSpeaker(document, _) => Some(Iri::document(document)),
        Thing::Evidence(_, evidence) => Some(Iri::document(&evidence.document)),
        Thing::Dataset | Thing::Run | Thing::Program | Thing::Relation(_) | Thing::Entity(_) | Thing::Statement(..) => {
            None
        }
    }
}
