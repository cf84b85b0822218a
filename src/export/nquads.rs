//! N-Quads: exactly the statements of the JSON-LD, sorted.
//!
//! There are no blank nodes, so that this file is the canonical form of the data set: its SHA-256 is the RDFC-1.0 hash
//! that any processor computes from the JSON-LD.

use std::io::{self, Write};

use oxrdf::{GraphName, Literal, NamedNode, Quad, Term};
use oxttl::NQuadsSerializer;

use super::linked::{Node, Range, Resource, expand, resources};
use super::{Base, ExportOptions};
use crate::graph::KnowledgeGraph;
use crate::ontology::Ontology;

pub(super) fn write(
    graph: &KnowledgeGraph,
    ontology: &Ontology,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut lines = Vec::new();
    resources(graph, ontology, |resource| {
        quads(&resource, &options.base, &mut |quad| {
            let mut serializer = NQuadsSerializer::new().for_writer(Vec::new());
            serializer.serialize_quad(&quad)?;
            lines.push(serializer.finish());
            Ok(())
        })
    })?;
    // One line each, and no line is the start of another, so that sorting lines sorts statements.
    lines.sort_unstable();
    lines.dedup();
    for line in lines {
        out.write_all(&line)?;
    }
    Ok(())
}

/// Gives the statements of a resource and of those described inside it.
pub(super) fn quads(
    resource: &Resource<'_>,
    base: &Base,
    take: &mut impl FnMut(Quad) -> io::Result<()>,
) -> io::Result<()> {
    let subject = named(resource.iri.absolute(base));
    let mut say = |predicate: &str, object: Term| {
        take(Quad::new(subject.clone(), named(expand(predicate)), object, GraphName::DefaultGraph))
    };
    for class in &resource.types {
        say("rdf:type", named(class.absolute(base)).into())?;
    }
    for property in &resource.properties {
        for value in &property.values {
            let object: Term = match value {
                Node::Iri(iri) => named(iri.absolute(base)).into(),
                Node::Resource(resource) => named(resource.iri.absolute(base)).into(),
                Node::Literal(text) => match property.term.range {
                    Range::Typed(datatype) => Literal::new_typed_literal(text.as_ref(), named(expand(datatype))).into(),
                    Range::Text | Range::Node | Range::Language => Literal::new_simple_literal(text.as_ref()).into(),
                },
                Node::Text { language, text } => {
                    Literal::new_language_tagged_literal_unchecked(*text, language.clone()).into()
                }
            };
            say(property.term.property, object)?;
        }
    }
    for property in &resource.properties {
        for value in &property.values {
            if let Node::Resource(inner) = value {
                quads(inner, base, take)?;
            }
        }
    }
    Ok(())
}

/// IRIs are made well formed where they are made, see [`super::linked`]; tests parse every line back.
fn named(iri: String) -> NamedNode {
    NamedNode::new_unchecked(iri)
}
