//! Claims as linked data: which nodes there are and what is said of them. JSON-LD and N-Quads write it down.
//!
//! The claim is a node: a reified statement (`rdf:subject`, `rdf:predicate`, `rdf:object`) that is never asserted as
//! a bare triple. What several documents say with one claim record comes apart into up to six statements, because
//! a consumer who asks for a class must get what the name of the class promises:
//!
//! - `fil:Claim`: somebody, or a document in its own voice, says so;
//! - `fil:Denial`: somebody says that it is not so; `fil:disputes` leads to the claim;
//! - `fil:Question`: somebody doubts it; `fil:questions` leads to the claim;
//!
//! each with polarity affirmed or negated. Everything has an IRI; there are no blank nodes, and so the canonical form
//! (RDFC-1.0) is simply the sorted N-Quads.
//!
//! Left out: candidates that linking considered, mentions that no claim uses, scores of links. The claims file has
//! them.

mod iri;
mod language_tag;
mod resources;
mod terms;

use std::borrow::Cow;

pub(crate) use iri::Iri;
pub use iri::{Base, BaseError};
pub(crate) use resources::{Thing, Things};
pub(crate) use terms::{Count, PREFIXES, Range, TERMS, Term, expand_into};

/// A thing and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Resource<'a> {
    pub(crate) iri: Iri,
    /// Classes, most special first.
    pub(crate) types: Vec<Iri>,
    pub(crate) properties: Vec<Property<'a>>,
}

/// A term with its values; never none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Property<'a> {
    pub(crate) term: &'static Term,
    pub(crate) values: Vec<Node<'a>>,
}

/// A value of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node<'a> {
    /// A thing described elsewhere, or nowhere.
    Iri(Iri),
    /// A thing described here.
    Resource(Resource<'a>),
    /// A literal; the term says of which type.
    Literal(Cow<'a, str>),
    /// A text in a language, its tag well formed and in lower case.
    Text { language: String, text: &'a str },
}

impl<'a> Resource<'a> {
    fn new(iri: Iri, types: Vec<Iri>) -> Self {
        Self { iri, types, properties: Vec::new() }
    }

    /// Says something; nothing when there is nothing to say.
    fn say(&mut self, term: &'static Term, values: impl IntoIterator<Item = Node<'a>>) {
        let values: Vec<_> = values.into_iter().collect();
        debug_assert!(term.count == Count::Set || term.range == Range::Language || values.len() <= 1, "{}", term.key);
        if !values.is_empty() {
            self.properties.push(Property { term, values });
        }
    }

    fn literal(&mut self, term: &'static Term, value: impl Into<Cow<'a, str>>) {
        self.say(term, [Node::Literal(value.into())]);
    }

    fn count(&mut self, term: &'static Term, count: usize) {
        self.literal(term, count.to_string());
    }

    fn node(&mut self, term: &'static Term, iri: Iri) {
        self.say(term, [Node::Iri(iri)]);
    }
}
