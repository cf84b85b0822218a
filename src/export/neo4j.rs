//! Tables for `neo4j-admin database import`: nodes and relationships, each with its header in a file of its own.
//!
//! What it cannot hold: what GraphML cannot hold either; line breaks inside a text, which become blanks, so that the
//! import needs no special option; semicolons inside the items of a list, which become commas, because the import
//! parts lists by them; modality and disputes in the type of a relationship (they are properties).
//!
//! Ladybug (formerly Kuzu) and Memgraph read the same tables, see `examples/consumers/`.

use std::borrow::Cow;
use std::io::{self, Write};

use super::delimited::{fields, one_line, row, writer};
use super::property_graph::{is_day, labels, relationship_type};
use super::table::{Cell, Column, ColumnType, Table};
use super::{Description, ExportOptions, Files, Format};
use crate::graph::KnowledgeGraph;
use crate::ontology::Ontology;

pub(super) const FORMAT: Description = Description {
    format: Format::Neo4j,
    name: "neo4j",
    extensions: &["neo4j.csv"],
    media_type: "text/csv",
    about: "tables for neo4j-admin import; four files",
    files: Files::Several(&[
        (".neo4j.nodes-header.csv", nodes_header),
        (".neo4j.nodes.csv", nodes),
        (".neo4j.relationships-header.csv", relationships_header),
        (".neo4j.relationships.csv", relationships),
    ]),
};

fn nodes_header(
    graph: &KnowledgeGraph,
    ontology: &Ontology,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let columns = Table::new(graph, ontology, options).node_columns();
    header(["id:ID(Entity)", ":LABEL"], &columns, out)
}

fn nodes(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    let table = Table::new(graph, ontology, options);
    let columns = table.node_columns();
    let mut out = writer(out);
    for node in graph.nodes() {
        let labels = labels(&node.entity.entity_type).join(";");
        let first = [one_line(node.entity.id.as_str()), Cow::Owned(labels)];
        row(&mut out, first.into_iter().chain(fields(&columns, &table.node_row(node), text)))?;
    }
    out.flush()
}

fn relationships_header(
    graph: &KnowledgeGraph,
    ontology: &Ontology,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let columns = Table::new(graph, ontology, options).edge_columns();
    header([":START_ID(Entity)", ":END_ID(Entity)", ":TYPE"], &columns, out)
}

fn relationships(
    graph: &KnowledgeGraph,
    ontology: &Ontology,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let table = Table::new(graph, ontology, options);
    let columns = table.edge_columns();
    let mut out = writer(out);
    for edge in graph.edges() {
        let kind = relationship_type(edge);
        let first = [edge.subject.as_str(), edge.object.as_str(), &kind].map(one_line);
        row(&mut out, first.into_iter().chain(fields(&columns, &table.edge_row(edge), text)))?;
    }
    out.flush()
}

fn header<const N: usize>(first: [&str; N], columns: &[Column], out: &mut dyn Write) -> io::Result<()> {
    let typed = columns.iter().map(|column| {
        let property_type = match column.column_type {
            ColumnType::Text if is_day(&column.name) => ":date",
            ColumnType::Text => "",
            ColumnType::List => ":string[]",
            ColumnType::Integer => ":long",
            ColumnType::Decimal => ":double",
            ColumnType::Boolean => ":boolean",
        };
        // A colon would begin the type.
        Cow::Owned(format!("{}{property_type}", one_line(column.name.as_ref()).replace(':', "_")))
    });
    let mut out = writer(out);
    row(&mut out, first.map(Cow::Borrowed).into_iter().chain(typed))?;
    out.flush()
}

/// As the import reads it; a property that is missing is an empty field, which it leaves out.
fn text(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::List(items) => {
            let items: Vec<_> = items.iter().map(|item| one_line(item.as_str()).replace(';', ",")).collect();
            items.join(";").into()
        }
        Cell::Text(_) | Cell::Integer(_) | Cell::Decimal(_) | Cell::Boolean(_) => one_line(cell.text()),
    }
}
