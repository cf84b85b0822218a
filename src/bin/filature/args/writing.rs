//! What to write of a graph, and how.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use filature::export::{Base, BaseError, Format};
use filature::graph::EdgeGrouping;
use filature::model::{PartialDate, Polarity};

/// Where to write, and in which format.
#[derive(Args, Debug)]
pub(crate) struct OutputArguments {
    /// A file to write, `-` for standard output; give it several times for several formats
    #[arg(long = "output", short = 'o', value_name = "OUT", required = true)]
    pub(crate) outputs: Vec<PathBuf>,

    /// The format of every output [default: told by the extension]
    #[arg(long, value_name = "FORMAT", value_parser = formats(), help_heading = "Writing")]
    pub(crate) format: Option<Format>,

    /// Where the IRIs of documents, claims and unknown entities begin, in linked data
    #[arg(long, value_name = "IRI", default_value_t = BaseIri::default(), help_heading = "Writing")]
    pub(crate) base: BaseIri,

    /// Which claims share an edge of a graph: those of one `pair`, of one pair and `relation`, or each `claim` alone
    #[arg(long, value_name = "GROUPING", default_value_t = EdgeGrouping::default(), help_heading = "Writing")]
    pub(crate) edges: EdgeGrouping,

    /// Leave out entities that no claim is about [default: everything called by name is a node]
    #[arg(long, help_heading = "Writing")]
    pub(crate) connected_only: bool,

    /// The language of labels that people read, where there is one in it
    #[arg(long, value_name = "TAG", default_value = "en", help_heading = "Writing")]
    pub(crate) label_language: String,

    /// GraphML by the unchanged schema, without the `label` of edges; Gephi then merges parallel edges unless told not to
    #[arg(long, help_heading = "Writing")]
    pub(crate) graphml_strict: bool,

    /// Turtle, TriG and N-Quads by RDF 1.2, with the triple of every claim as a term (`<<( s p o )>>`)
    #[arg(long, help_heading = "Writing")]
    pub(crate) rdf12: bool,
}

/// Which part of the claims to write. All conditions must hold; entities that no claim is left of are left out.
#[derive(Args, Debug)]
pub(crate) struct FilterArguments {
    /// Only what at least N documents tell: the same subject, relation and object
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Filters")]
    pub(crate) min_documents: usize,

    /// Only claims of this relation of the ontology; several, parted by commas or by repeating the option
    #[arg(long = "relation", value_name = "RELATION", value_delimiter = ',', help_heading = "Filters")]
    pub(crate) relations: Vec<String>,

    /// Only claims between entities of this type or below it, such as `person` or `organization/company`; several as above
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', help_heading = "Filters")]
    pub(crate) entity_types: Vec<String>,

    /// Only claims about this day, month or year (2022-10-25, 2022-10, 2022) or later: by the times they state, else by
    /// when the document was published
    #[arg(long, value_name = "DATE", help_heading = "Filters")]
    pub(crate) since: Option<PartialDate>,

    /// Only claims about this day, month or year, or earlier
    #[arg(long, value_name = "DATE", help_heading = "Filters")]
    pub(crate) until: Option<PartialDate>,

    /// Only what is said to be so (`affirmed`), or only what is said not to be so (`negated`)
    #[arg(long, value_name = "POLARITY", help_heading = "Filters")]
    pub(crate) polarity: Option<Polarity>,

    /// Only what is around an entity, given by name in any language or by id; several by repeating the option
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    pub(crate) ego: Vec<String>,

    /// How many claims away from the --ego an entity may be
    #[arg(long, value_name = "N", default_value_t = 1, requires = "ego", help_heading = "Filters")]
    pub(crate) hops: usize,

    /// Only the N entities of which most is told, and the claims between them
    #[arg(long, value_name = "N", help_heading = "Filters")]
    pub(crate) top: Option<usize>,
}

/// Names of formats, each with what it is.
fn formats() -> impl TypedValueParser<Value = Format> {
    let names = Format::all()
        .map(|format| PossibleValue::new(format.name()).help(format!(".{}: {}", format.extension(), format.about())));
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Format>())
}

/// A base IRI that clap can show.
#[derive(Clone, Debug, Default)]
pub(crate) struct BaseIri(pub(crate) Base);

impl fmt::Display for BaseIri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

impl FromStr for BaseIri {
    type Err = BaseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}
