//! Cytoscape.js JSON, for Cytoscape.js, Cytoscape desktop and NetworkX (`networkx.cytoscape_graph`).
//!
//! What it cannot hold: what GraphML cannot hold either, except that lists are lists.
//!
//! Written for readers as they are: ids are unique over nodes and edges together, because Cytoscape.js has one name
//! space for both (an entity's id and an edge's id begin otherwise); `value` and `key` are there for NetworkX.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::json_rows::{array, object};
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
    array(
        out,
        graph.nodes().map(|node| {
            let id = Value::from(node.entity.id.as_str());
            json!({ "data": object(&[("id", id.clone()), ("value", id)], &table.node_row(node)) })
        }),
    )?;
    out.write_all(b",\n\"edges\": ")?;
    array(
        out,
        graph.edges().map(|edge| {
            let first = [
                ("id", Value::from(edge.id.as_str())),
                ("source", edge.subject.as_str().into()),
                ("target", edge.object.as_str().into()),
                ("key", edge.id.as_str().into()),
                ("kind", edge.kind.as_str().into()),
            ];
            json!({ "data": object(&first, &table.edge_row(edge)) })
        }),
    )?;
    out.write_all(b"\n}\n}\n")
}
