//! Node-link JSON as NetworkX reads it (`networkx.node_link_graph`, version 3.4 or later): `nodes` and `edges`.
//!
//! What it cannot hold: what GraphML cannot hold either, except that lists are lists.

use std::io::{self, Write};

use super::json_rows::{Object, array};
use super::table::Table;
use super::{Description, ExportOptions, Files, Format};
use crate::graph::KnowledgeGraph;
use crate::ontology::Ontology;

pub(super) const FORMAT: Description = Description {
    format: Format::NodeLink,
    name: "node-link",
    extensions: &["json"],
    media_type: "application/json",
    about: "node-link JSON for NetworkX",
    files: Files::One(write),
};

fn write(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    node_link(graph, ontology, options, "edges", out)
}

/// Node-link JSON whose edges stand under this name.
pub(super) fn node_link(
    graph: &KnowledgeGraph,
    ontology: &Ontology,
    options: &ExportOptions,
    edges: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let table = Table::new(graph, ontology, options);
    out.write_all(
        b"{\n\"directed\": true,\n\"multigraph\": true,\n\"graph\": {\"generator\": \"filature\"},\n\"nodes\": ",
    )?;
    let nodes =
        graph.nodes().map(|node| Object { first: [("id", node.entity.id.as_str())], row: table.node_row(node) });
    array(out, nodes)?;
    write!(out, ",\n\"{edges}\": ")?;
    let edges = graph.edges().map(|edge| Object {
        first: [
            ("source", edge.subject.as_str()),
            ("target", edge.object.as_str()),
            ("key", &edge.id),
            ("kind", &edge.kind),
        ],
        row: table.edge_row(edge),
    });
    array(out, edges)?;
    out.write_all(b"\n}\n")
}
