//! The shapes of our files, for those who read them: what `schemas/` holds and `filature schema` prints.

use std::fmt;
use std::str::FromStr;

use super::{jsonld, vocabulary};
use crate::ontology::Ontology;

/// A published description of one of our files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Schema {
    /// JSON Schema (2020-12) of a line of a claims file.
    Claims,
    /// XML Schema of our GraphML: the stock schema, extended.
    GraphMl,
    /// JSON-LD context.
    Context,
    /// The vocabulary of our linked data: RDFS, OWL and SKOS, in Turtle.
    Vocabulary,
    /// SHACL shapes of our linked data, in Turtle.
    Shapes,
    /// JSON Schema (2020-12) of a line of knowledge base entries.
    KbEntry,
}

impl Schema {
    /// All schemas, in the order help lists them.
    pub const ALL: [Self; 6] =
        [Self::Claims, Self::GraphMl, Self::Context, Self::Vocabulary, Self::Shapes, Self::KbEntry];

    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Claims => "claims",
            Self::GraphMl => "graphml",
            Self::Context => "context",
            Self::Vocabulary => "vocabulary",
            Self::Shapes => "shapes",
            Self::KbEntry => "kb-entry",
        }
    }

    /// What it is, in a few words, for help.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Claims => "JSON Schema (2020-12) of a line of the claims file",
            Self::GraphMl => "XML Schema of our GraphML",
            Self::Context => "JSON-LD context",
            Self::Vocabulary => "vocabulary of our linked data (RDFS, OWL, SKOS), in Turtle",
            Self::Shapes => "SHACL shapes of our linked data, in Turtle",
            Self::KbEntry => "JSON Schema (2020-12) of a line of knowledge base entries",
        }
    }

    /// Its file in the folder `schemas/`.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Claims => "claims.schema.json",
            Self::GraphMl => "filature-graphml.xsd",
            Self::Context => "context.jsonld",
            Self::Vocabulary => "vocabulary.ttl",
            Self::Shapes => "shapes.ttl",
            Self::KbEntry => "kb-entry.schema.json",
        }
    }

    /// Its text. The vocabulary describes the relations and types of the ontology given; the others are the same for
    /// every ontology.
    #[must_use]
    pub fn text(self, ontology: &Ontology) -> String {
        match self {
            Self::Claims => include_str!("../../schemas/claims.schema.json").to_owned(),
            Self::GraphMl => include_str!("../../schemas/filature-graphml.xsd").to_owned(),
            Self::Context => jsonld::context_file(),
            Self::Vocabulary => vocabulary::turtle(ontology),
            Self::Shapes => include_str!("../../schemas/shapes.ttl").to_owned(),
            Self::KbEntry => include_str!("../../schemas/kb-entry.schema.json").to_owned(),
        }
    }
}

impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Schema {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|schema| schema.name() == text)
            .ok_or_else(|| format!("`{text}` is not one of {}", Self::ALL.map(Self::name).join(", ")))
    }
}
