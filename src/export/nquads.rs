//! N-Quads: exactly the statements of the JSON-LD, sorted.
//!
//! There are no blank nodes, so that this file is the canonical form of the data set: its SHA-256 is the RDFC-1.0 hash
//! that any processor computes from the JSON-LD. With [`ExportOptions::rdf12`] each claim reifies its triple as well, as
//! RDF 1.2 has it; the file is then sorted, but no canonical form.
//!
//! What it cannot hold: what the JSON-LD cannot hold either.

use std::io::{self, Write};

use oxrdf::{GraphName, Literal, NamedNode, Quad, Term, Triple};
use oxttl::NQuadsSerializer;

use super::linked::{self, Node, Range, Resource, Thing, Things, expand};
use super::{Base, Description, ExportOptions, Files, Format};
use crate::graph::KnowledgeGraph;
use crate::ontology::Ontology;

pub(super) const FORMAT: Description = Description {
    format: Format::NQuads,
    name: "nquads",
    extensions: &["nq"],
    media_type: "application/n-quads",
    about: "the same statements, one a line",
    files: Files::One(write),
};

fn write(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    let things = Things::new(graph, ontology);
    let mut blocks = Vec::new();
    for thing in things.all() {
        let name = things.iri(thing).absolute(&options.base);
        // The parts of a thing are named behind a `#`, and other things may sort between them and the thing itself.
        if matches!(thing, Thing::Statement(..) | Thing::Evidence(..)) {
            blocks.push((format!("{name}#"), thing));
        }
        blocks.push((format!("{name}>"), thing));
    }
    // No name of a block is the start of another, so that sorting blocks, and lines in blocks, sorts all lines.
    blocks.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    let mut lines = Vec::new();
    for (name, thing) in blocks {
        lines.clear();
        quads(&things.describe(thing), options, &mut |quad| {
            let mut serializer = NQuadsSerializer::new().for_writer(Vec::new());
            serializer.serialize_quad(&quad)?;
            lines.push(serializer.finish());
            Ok(())
        })?;
        lines.retain(|line| line.get(1..).is_some_and(|line| line.starts_with(name.as_bytes())));
        lines.sort_unstable();
        lines.dedup();
        lines.iter().try_for_each(|line| out.write_all(line))?;
    }
    Ok(())
}

/// Gives the statements of a resource and of those described inside it.
///
/// With [`ExportOptions::rdf12`], what is said of a subject, relation and object is said as well to reify their triple.
pub(super) fn quads(
    resource: &Resource<'_>,
    options: &ExportOptions,
    take: &mut impl FnMut(Quad) -> io::Result<()>,
) -> io::Result<()> {
    let subject = named(resource.iri.absolute(&options.base));
    let mut say = |predicate: &str, object: Term| {
        take(Quad::new(subject.clone(), named(expand(predicate)), object, GraphName::DefaultGraph))
    };
    for class in &resource.types {
        say("rdf:type", named(class.absolute(&options.base)).into())?;
    }
    for property in &resource.properties {
        for value in &property.values {
            say(property.term.property, object(property.term, value, &options.base))?;
        }
    }
    if let Some(triple) = options.rdf12.then(|| reified(resource, &options.base)).flatten() {
        say("rdf:reifies", Term::Triple(Box::new(triple)))?;
    }
    for property in &resource.properties {
        for value in &property.values {
            if let Node::Resource(inner) = value {
                quads(inner, options, take)?;
            }
        }
    }
    Ok(())
}

fn object(term: &linked::Term, value: &Node<'_>, base: &Base) -> Term {
    match value {
        Node::Iri(iri) => named(iri.absolute(base)).into(),
        Node::Resource(resource) => named(resource.iri.absolute(base)).into(),
        Node::Literal(text) => match term.range {
            Range::Typed(datatype) => Literal::new_typed_literal(text.as_ref(), named(expand(datatype))).into(),
            Range::Text | Range::Node | Range::Language => Literal::new_simple_literal(text.as_ref()).into(),
        },
        Node::Text { language, text } => Literal::new_language_tagged_literal_unchecked(*text, language.clone()).into(),
    }
}

/// The triple of a claim, never asserted.
fn reified(resource: &Resource<'_>, base: &Base) -> Option<Triple> {
    let value = |name: &str| {
        let mut named = resource.properties.iter().filter(|property| property.term.property == name);
        named.next().and_then(|property| Some(object(property.term, property.values.first()?, base)))
    };
    let (Term::NamedNode(subject), Term::NamedNode(relation)) = (value("rdf:subject")?, value("rdf:predicate")?) else {
        return None;
    };
    Some(Triple::new(subject, relation, value("rdf:object")?))
}

/// IRIs are made well formed where they are made, see [`super::linked`]; tests parse every line back.
fn named(iri: String) -> NamedNode {
    NamedNode::new_unchecked(iri)
}
