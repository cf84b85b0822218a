//! CX2, the format of NDEx and Cytoscape Web: aspects in a fixed order, typed attributes, a style.
//!
//! What it cannot hold: what GraphML cannot hold either, except that lists are lists; our ids, because nodes and edges
//! are numbered. They are the attributes `entity_id` and `edge_id`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::json_rows::{Object, array};
use super::table::{Column, ColumnType, Table};
use super::{Description, ExportOptions, Files, Format};
use crate::graph::KnowledgeGraph;
use crate::model::EntityId;
use crate::ontology::Ontology;

pub(super) const FORMAT: Description = Description {
    format: Format::Cx2,
    name: "cx2",
    extensions: &["cx2"],
    media_type: "application/json",
    about: "CX2 for NDEx and Cytoscape Web",
    files: Files::One(write),
};

fn write(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    let table = Table::new(graph, ontology, options);
    let numbers: BTreeMap<&EntityId, usize> =
        graph.nodes().enumerate().map(|(number, node)| (&node.entity.id, number)).collect();
    let edges = graph.edges().count();
    let declared = json!([{
        "networkAttributes": { "name": { "d": "string" }, "description": { "d": "string" } },
        "nodes": declarations("entity_id", &table.node_columns()),
        "edges": declarations("kind", &table.edge_columns()),
    }]);
    let counts: Vec<_> = [
        ("attributeDeclarations", 1),
        ("networkAttributes", 1),
        ("nodes", numbers.len()),
        ("edges", edges),
        ("visualProperties", 1),
    ]
    .iter()
    .map(|(name, count)| json!({ "name": name, "elementCount": count }))
    .collect();
    let about = json!([{ "name": "Claims from the news", "description": "Made by filature" }]);
    writeln!(out, "[{{\"CXVersion\":\"2.0\",\"hasFragments\":false}},")?;
    writeln!(out, "{},", json!({ "metaData": counts }))?;
    writeln!(out, "{},", json!({ "attributeDeclarations": declared }))?;
    write!(out, "{},\n{{\"nodes\": ", json!({ "networkAttributes": about }))?;
    let nodes = graph.nodes().enumerate().map(|(id, node)| {
        let first = [("entity_id", node.entity.id.as_str())];
        NodeAspect { id, v: Object { first, row: table.node_row(node) } }
    });
    array(out, nodes)?;
    write!(out, "}},\n{{\"edges\": ")?;
    let end = |id| numbers.get(id).copied().unwrap_or_default();
    let edges = graph.edges().enumerate().map(|(id, edge)| EdgeAspect {
        id,
        s: end(&edge.subject),
        t: end(&edge.object),
        v: Object { first: [("kind", edge.kind.as_str())], row: table.edge_row(edge) },
    });
    array(out, edges)?;
    writeln!(out, "}},\n{},\n{{\"status\":[{{\"success\":true}}]}}]", json!({ "visualProperties": [looks()] }))
}

/// A node, by the names of CX2.
#[derive(Serialize)]
struct NodeAspect<'a> {
    id: usize,
    v: Object<'a, 1>,
}

/// An edge: source, target and values.
#[derive(Serialize)]
struct EdgeAspect<'a> {
    id: usize,
    s: usize,
    t: usize,
    v: Object<'a, 1>,
}

fn declarations(first: &str, columns: &[Column]) -> Map<String, Value> {
    let typed = columns.iter().map(|column| {
        let data_type = match column.column_type {
            ColumnType::Text => "string",
            ColumnType::List => "list_of_string",
            ColumnType::Integer => "long",
            ColumnType::Decimal => "double",
            ColumnType::Boolean => "boolean",
        };
        (column.name.clone().into_owned(), json!({ "d": data_type }))
    });
    std::iter::once((first.to_owned(), json!({ "d": "string" }))).chain(typed).collect()
}

/// Labels and colours from the attributes.
fn looks() -> Value {
    let from = |attribute: &str, data_type: &str| json!({ "type": "PASSTHROUGH", "definition": { "attribute": attribute, "type": data_type } });
    json!({
        "default": {
            "edge": { "EDGE_TARGET_ARROW_SHAPE": "triangle", "EDGE_CURVED": true },
            "network": { "NETWORK_BACKGROUND_COLOR": "#ffffff" },
            "node": { "NODE_SHAPE": "ellipse" },
        },
        "nodeMapping": {
            "NODE_LABEL": from("label", "string"),
            "NODE_BACKGROUND_COLOR": from("color", "string"),
            "NODE_WIDTH": from("size", "double"),
            "NODE_HEIGHT": from("size", "double"),
        },
        "edgeMapping": { "EDGE_LABEL": from("label", "string"), "EDGE_LINE_COLOR": from("color", "string") },
    })
}
