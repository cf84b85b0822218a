//! The claims file, as [`crate::record`] defines it. It holds everything; grouping of edges and language of labels
//! play no part.

use std::io::{self, Write};

use crate::graph::KnowledgeGraph;
use crate::record::write_claims;

pub(super) fn write(graph: &KnowledgeGraph, out: &mut dyn Write) -> io::Result<()> {
    write_claims(graph.claims(), out)
}
