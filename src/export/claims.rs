//! The claims file, as [`crate::record`] defines it. It holds everything; grouping of edges and language of labels
//! play no part.

use std::io::{self, Write};

use super::{Description, ExportOptions, Files, Format};
use crate::graph::KnowledgeGraph;
use crate::ontology::Ontology;
use crate::record::write_claims;

pub(super) const FORMAT: Description = Description {
    format: Format::Claims,
    name: "claims",
    extensions: &["jsonl", "ndjson"],
    media_type: "application/x-ndjson",
    about: "everything, one record a line; what the others are made from",
    files: Files::One(write),
};

fn write(graph: &KnowledgeGraph, _: &Ontology, _: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    write_claims(graph.claims(), out)
}
