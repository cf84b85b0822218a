//! Node-link JSON as d3-force and most pages made with it read it: `nodes` and `links`. NetworkX reads it with
//! `edges="links"`.
//!
//! What it cannot hold: what GraphML cannot hold either, except that lists are lists.

use std::io::{self, Write};

use super::node_link::node_link;
use super::{Description, ExportOptions, Files, Format};
use crate::graph::KnowledgeGraph;
use crate::ontology::Ontology;

pub(super) const FORMAT: Description = Description {
    format: Format::D3,
    name: "d3",
    extensions: &["d3.json"],
    media_type: "application/json",
    about: "node-link JSON for D3 and pages made with it",
    files: Files::One(write),
};

fn write(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    node_link(graph, ontology, options, "links", out)
}
