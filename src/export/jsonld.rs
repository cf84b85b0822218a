//! JSON-LD 1.1, in one form only: the context inline, one object a line in `@graph` and nothing beside it.
//!
//! What it says is decided in [`super::linked`], and so is what it leaves out. Decimals and dates are strings with a
//! typed key, because JSON numbers come out of most processors as invalid `xsd:decimal`; keys that may repeat are
//! always arrays; texts in languages are maps by language.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::linked::{Count, Iri, Node, PREFIXES, Property, Range, Resource, TERMS, Things};
use super::{Base, Description, ExportOptions, Files, Format};
use crate::graph::KnowledgeGraph;
use crate::ontology::Ontology;

pub(super) const FORMAT: Description = Description {
    format: Format::JsonLd,
    name: "jsonld",
    extensions: &["jsonld"],
    media_type: "application/ld+json",
    about: "JSON-LD 1.1, for triple stores and programs",
    files: Files::One(write),
};

fn write(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut context = context();
    context.insert("@base".to_owned(), options.base.as_str().into());
    out.write_all(b"{\n\"@context\": ")?;
    serde_json::to_writer(&mut *out, &context)?;
    out.write_all(b",\n\"@graph\": [\n")?;
    let things = Things::new(graph, ontology);
    let mut before: &[u8] = b"";
    for thing in things.all() {
        out.write_all(before)?;
        serde_json::to_writer(&mut *out, &object(&things.describe(thing), &options.base))?;
        before = b",\n";
    }
    out.write_all(b"\n]\n}\n")
}

/// The context as a file of its own. Ours are written with the context inline, so that no reader needs a network.
pub(super) fn context_file() -> String {
    format!("{{ \"@context\": {{\n{}\n}} }}\n", context_lines())
}

/// A frame that makes a tree of each claim: subject, object, speakers, evidence and documents stand inside it.
pub(super) fn frame_file() -> String {
    format!("{{ \"@context\": {{\n{}\n}},\n\"@type\": \"fil:Claim\",\n\"@embed\": \"@always\" }}\n", context_lines())
}

fn context_lines() -> String {
    let lines: Vec<_> =
        context().iter().map(|(key, value)| format!("  {}: {value}", Value::from(key.as_str()))).collect();
    lines.join(",\n")
}

/// Everything the context says but the base, which belongs to a file.
fn context() -> Map<String, Value> {
    let mut context = Map::new();
    context.insert("@version".to_owned(), json!(1.1));
    context.insert("id".to_owned(), "@id".into());
    context.insert("type".to_owned(), "@type".into());
    for prefix in PREFIXES {
        context.insert(prefix.name.to_owned(), prefix.iri.into());
    }
    for term in TERMS {
        let mut definition = Map::new();
        definition.insert("@id".to_owned(), term.property.into());
        match term.range {
            Range::Node => _ = definition.insert("@type".to_owned(), "@id".into()),
            Range::Typed(datatype) => _ = definition.insert("@type".to_owned(), datatype.into()),
            Range::Language => _ = definition.insert("@container".to_owned(), "@language".into()),
            Range::Text => {}
        }
        if term.count == Count::Set {
            definition.insert("@container".to_owned(), "@set".into());
        }
        context.insert(term.key.to_owned(), definition.into());
    }
    context
}

fn object(resource: &Resource<'_>, base: &Base) -> Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), name(&resource.iri, base).into());
    object.insert("type".to_owned(), resource.types.iter().map(|class| name(class, base)).collect());
    for property in &resource.properties {
        object.insert(property.term.key.to_owned(), values(property, base));
    }
    object.into()
}

fn values(property: &Property<'_>, base: &Base) -> Value {
    if property.term.range == Range::Language {
        let by_language = property.values.iter().filter_map(|value| match value {
            Node::Text { language, text } => Some((language.clone(), Value::from(*text))),
            Node::Iri(_) | Node::Resource(_) | Node::Literal(_) => None,
        });
        return Value::Object(by_language.collect());
    }
    let mut values: Vec<_> = property.values.iter().map(|node| value(node, base)).collect();
    match (property.term.count, values.pop()) {
        (Count::One, Some(value)) => value,
        (_, last) => values.into_iter().chain(last).collect(),
    }
}

fn value(value: &Node<'_>, base: &Base) -> Value {
    match value {
        Node::Iri(iri) => name(iri, base).into(),
        Node::Resource(resource) => object(resource, base),
        Node::Literal(text) => text.as_ref().into(),
        Node::Text { text, .. } => (*text).into(),
    }
}

/// A name as short as the context allows. One that holds `%2F` or the like stands in full: Jena 5 decodes it when it
/// resolves it.
fn name(iri: &Iri, base: &Base) -> String {
    match iri {
        Iri::Own(name) if name.contains('%') => iri.absolute(base),
        Iri::Own(_) | Iri::Prefixed(..) | Iri::Absolute(_) => iri.compact(),
    }
}
