//! Node-link JSON as NetworkX reads it (`networkx.node_link_graph`, version 3.4 or later): `nodes` and `edges`.
//!
//! What it cannot hold: what GraphML cannot hold either, except that lists are lists.

use std::io::{self, Write};

use serde_json::Value;

use super::json_rows::{array, object};
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
    array(
        out,
        graph.nodes().map(|node| object(&[("id", node.entity.id.as_str().into())], &table.node_row(node)).into()),
    )?;
    write!(out, ",\n\"{edges}\": ")?;
    array(
        out,
        graph.edges().map(|edge| {
            let first = [
                ("source", Value::from(edge.subject.as_str())),
                ("target", edge.object.as_str().into()),
                ("key", edge.id.as_str().into()),
                ("kind", edge.kind.as_str().into()),
            ];
            object(&first, &table.edge_row(edge)).into()
        }),
    )?;
    out.write_all(b"\n}\n")
}
