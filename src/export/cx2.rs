//! CX2, the format of NDEx and Cytoscape Web: aspects in a fixed order, typed attributes, a style.
//!
//! What it cannot hold: what GraphML cannot hold either, except that lists are lists; our ids, because nodes and edges
//! are numbered. They are the attributes `entity_id` and `edge_id`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::json_rows::{array, object};
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
    array(
        out,
        graph.nodes().enumerate().map(|(number, node)| {
            let first = [("entity_id", Value::from(node.entity.id.as_str()))];
            json!({ "id": number, "v": object(&first, &table.node_row(node)) })
        }),
    )?;
    write!(out, "}},\n{{\"edges\": ")?;
    array(
        out,
        graph.edges().enumerate().map(|(number, edge)| {
            let end = |id| numbers.get(id).copied().unwrap_or_default();
            let first = [("kind", Value::from(edge.kind.as_str()))];
            let values = object(&first, &table.edge_row(edge));
            json!({ "id": number, "s": end(&edge.subject), "t": end(&edge.object), "v": values })
        }),
    )?;
    writeln!(out, "}},\n{},\n{{\"status\":[{{\"success\":true}}]}}]", json!({ "visualProperties": [looks()] }))
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
