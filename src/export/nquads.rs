//! N-Quads: exactly the statements of the JSON-LD, sorted.
//!
//! There are no blank nodes, so that this file is the canonical form of the data set: its SHA-256 is the RDFC-1.0 hash
//! that any processor computes from the JSON-LD. With [`ExportOptions::rdf12`] each claim reifies its triple as well, as
//! RDF 1.2 has it; the file is then sorted, but no canonical form.
//!
//! What it cannot hold: what the JSON-LD cannot hold either.

use std::io::{self, Write};

use oxrdf::{GraphNameRef, LiteralRef, NamedNodeRef, QuadRef, Term, TermRef, Triple};
use oxttl::NQuadsSerializer;

use super::linked::{self, Iri, Node, Range, Resource, Thing, Things, expand_into};
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
    let mut named: Vec<_> = things.all().map(|thing| (first_line(&things, thing, &options.base), thing)).collect();
    named.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    let mut lines = SortedLines::default();
    for (first, thing) in named {
        lines.write_before(first.as_bytes(), out)?;
        quads(&things.describe(thing), options, &mut |quad| lines.add(quad))?;
    }
    lines.write_all(out)
}

/// What no line about a thing sorts before: its name. The parts of statements and evidence are named behind a `#`, and
/// lines of other things may stand between those of the parts and those of the thing itself.
fn first_line(things: &Things<'_>, thing: Thing<'_>, base: &Base) -> String {
    let end = if matches!(thing, Thing::Statement(..) | Thing::Evidence(..)) { '#' } else { '>' };
    let mut line = "<".to_owned();
    things.iri(thing).absolute_into(base, &mut line);
    line.push(end);
    line
}

/// Lines that wait for their turn; never more than those of a few things whose names begin alike.
#[derive(Default)]
struct SortedLines {
    text: Vec<u8>,
    /// Where each line stands in the text, from `next` on in the order of lines once they are looked for.
    lines: Vec<std::ops::Range<usize>>,
    next: usize,
}

impl SortedLines {
    fn add(&mut self, quad: QuadRef<'_>) -> io::Result<()> {
        let start = self.text.len();
        NQuadsSerializer::new().low_level().serialize_quad(quad, &mut self.text)?;
        self.lines.push(start..self.text.len());
        Ok(())
    }

    /// Writes, each once, the lines that sort before all that is added from now on.
    fn write_before(&mut self, bound: &[u8], out: &mut dyn Write) -> io::Result<()> {
        self.write_while(|line| line < bound, out)
    }

    fn write_all(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.write_while(|_| true, out)
    }

    fn write_while(&mut self, fits: impl Fn(&[u8]) -> bool, out: &mut dyn Write) -> io::Result<()> {
        let text = &self.text;
        let waiting = &mut self.lines[self.next..];
        waiting.sort_unstable_by(|a, b| text[a.clone()].cmp(&text[b.clone()]));
        let mut before: &[u8] = b"";
        let mut written = 0;
        for line in waiting.iter().map(|line| &text[line.clone()]).take_while(|line| fits(line)) {
            if line != before {
                out.write_all(line)?;
            }
            before = line;
            written += 1;
        }
        self.next += written;
        if self.next == self.lines.len() {
            self.text.clear();
            self.lines.clear();
            self.next = 0;
        }
        Ok(())
    }
}

/// Gives the statements of a resource and of those described inside it.
///
/// With [`ExportOptions::rdf12`], what is said of a subject, relation and object is said as well to reify their triple.
pub(super) fn quads(
    resource: &Resource<'_>,
    options: &ExportOptions,
    take: &mut impl FnMut(QuadRef<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let base = &options.base;
    let subject = resource.iri.absolute(base);
    let (mut predicate, mut room) = (String::new(), Room::default());
    let mut say = |property: &str, object: TermRef<'_>| {
        predicate.clear();
        expand_into(property, &mut predicate);
        take(QuadRef::new(named(&subject), named(&predicate), object, GraphNameRef::DefaultGraph))
    };
    for class in &resource.types {
        say("rdf:type", room.name(class, base).into())?;
    }
    for property in &resource.properties {
        for value in &property.values {
            say(property.term.property, room.object(property.term, value, base))?;
        }
    }
    if let Some(triple) = options.rdf12.then(|| reified(resource, base)).flatten() {
        say("rdf:reifies", TermRef::Triple(&triple))?;
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

/// Where the names of an object are put together; there are millions of them.
#[derive(Default)]
struct Room {
    name: String,
    datatype: String,
}

impl Room {
    fn name(&mut self, iri: &Iri, base: &Base) -> NamedNodeRef<'_> {
        self.name.clear();
        iri.absolute_into(base, &mut self.name);
        named(&self.name)
    }

    fn object<'a>(&'a mut self, term: &linked::Term, value: &'a Node<'_>, base: &Base) -> TermRef<'a> {
        match value {
            Node::Iri(iri) => self.name(iri, base).into(),
            Node::Resource(resource) => self.name(&resource.iri, base).into(),
            Node::Literal(text) => match term.range {
                Range::Typed(datatype) => {
                    self.datatype.clear();
                    expand_into(datatype, &mut self.datatype);
                    LiteralRef::new_typed_literal(text, named(&self.datatype)).into()
                }
                Range::Text | Range::Node | Range::Language => LiteralRef::new_simple_literal(text).into(),
            },
            Node::Text { language, text } => LiteralRef::new_language_tagged_literal_unchecked(text, language).into(),
        }
    }
}

/// The triple of a claim, never asserted.
fn reified(resource: &Resource<'_>, base: &Base) -> Option<Triple> {
    let value = |name: &str| {
        let property = resource.properties.iter().find(|property| property.term.property == name)?;
        Some(Room::default().object(property.term, property.values.first()?, base).into_owned())
    };
    let (Term::NamedNode(subject), Term::NamedNode(relation)) = (value("rdf:subject")?, value("rdf:predicate")?) else {
        return None;
    };
    Some(Triple::new(subject, relation, value("rdf:object")?))
}

/// IRIs are made well formed where they are made, see [`super::linked`]; tests parse every line back.
fn named(iri: &str) -> NamedNodeRef<'_> {
    NamedNodeRef::new_unchecked(iri)
}
