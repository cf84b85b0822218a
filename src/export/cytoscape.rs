//! Cytoscape.js JSON, for Cytoscape.js, Cytoscape desktop and NetworkX (`networkx.cytoscape_graph`).
//!
//! What it cannot hold: what GraphML cannot hold either, except that lists are lists.
//!
//! Written for readers as they are: ids are unique over nodes and edges together, because Cytoscape.js has one name
//! space for both (an entity's id and an edge's id begin otherwise); `value` and `key` are there for NetworkX.

use std::io::{self, Write};

use serde::Serialize;

use super::json_rows::{Object, array};
use super::table::Table;
use super::{Description, ExportOptions, Files, Format};
use crate::graph::KnowledgeGraph;
use crate::ontology::Ontology;

pub(super) const FORMAT: Description = Description {
    format: Format::Cytoscape,
    name: "cytoscape",
    extensions: &["cyjs"],
    media_type: "application/json",
    about: "JSON for Cytoscape.js and Cytoscape desktop",
    files: Files::One(write),
};

fn write(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    let table = Table::new(graph, ontology, options);
    out.write_all(
        b"{\n\"format_version\": \"1.0\",\n\"generated_by\": \"filature\",\n\"directed\": true,\n\"multigraph\": true,\n\
          \"data\": {\"name\": \"Claims from the news\"},\n\"elements\": {\n\"nodes\": ",
    )?;
    let nodes = graph.nodes().map(|node| {
        let id = node.entity.id.as_str();
        Element { data: Object { first: [("id", id), ("value", id)], row: table.node_row(node) } }
    });
    array(out, nodes)?;
    out.write_all(b",\n\"edges\": ")?;
    let edges = graph.edges().map(|edge| {
        let first = [
            ("id", edge.id.as_str()),
            ("source", edge.subject.as_str()),
            ("target", edge.object.as_str()),
            ("key", &edge.id),
            ("kind", &edge.kind),
        ];
        Element { data: Object { first, row: table.edge_row(edge) } }
    });
    array(out, edges)?;
    out.write_all(b"\n}\n}\n")
}

#[derive(Serialize)]
struct Element<T> {
    data: T,
}
