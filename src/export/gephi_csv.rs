//! Gephi's spreadsheets: `.nodes.csv` and `.edges.csv`, for "File > Import spreadsheet" and for tools that read tables.
//!
//! What it cannot hold: what GEXF cannot hold either; line breaks inside a text, which become blanks; looks, which
//! Gephi takes from columns only through its appearance panel. Lists are JSON in a text. Gephi shows the times of edges
//! (column `Timeset`) when the spreadsheet is imported with its time representation set to intervals.

use std::borrow::Cow;
use std::io::{self, Write};

use super::delimited::{fields, one_line, row, writer};
use super::table::{Cell, Column, Table};
use super::{Description, ExportOptions, Files, Format};
use crate::graph::{Edge, KnowledgeGraph};
use crate::ontology::Ontology;

pub(super) const FORMAT: Description = Description {
    format: Format::GephiCsv,
    name: "gephi-csv",
    extensions: &["csv"],
    media_type: "text/csv",
    about: "tables of nodes and edges, for Gephi and spreadsheets; two files",
    files: Files::Several(&[(".nodes.csv", nodes), (".edges.csv", edges)]),
};

fn nodes(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    let table = Table::new(graph, ontology, options);
    let columns = other_columns(table.node_columns());
    let mut out = writer(out);
    row(&mut out, ["Id", "Label"].map(Cow::Borrowed).into_iter().chain(names(&columns)))?;
    for node in graph.nodes() {
        let first = [node.entity.id.as_str(), table.name(node)].map(one_line);
        row(&mut out, first.into_iter().chain(fields(&columns, &table.node_row(node), text)))?;
    }
    out.flush()
}

fn edges(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    const FIRST: [&str; 8] = ["Source", "Target", "Type", "Kind", "Id", "Label", "Weight", "Timeset"];
    let table = Table::new(graph, ontology, options);
    let columns = other_columns(table.edge_columns());
    let mut out = writer(out);
    row(&mut out, FIRST.map(Cow::Borrowed).into_iter().chain(names(&columns)))?;
    for edge in graph.edges() {
        let label = table.edge_label(edge);
        let weight = super::table::weight(edge).to_string();
        let times = timeset(edge);
        let first =
            [edge.subject.as_str(), edge.object.as_str(), "Directed", &edge.kind, &edge.id, &label, &weight, &times];
        row(&mut out, first.map(one_line).into_iter().chain(fields(&columns, &table.edge_row(edge), text)))?;
    }
    out.flush()
}

/// Columns that have no place of their own among the first ones. Gephi does not tell names apart by case.
fn other_columns(columns: Vec<Column>) -> Vec<Column> {
    columns.into_iter().filter(|column| !["label", "weight", "edge_id"].contains(&column.name.as_ref())).collect()
}

fn names(columns: &[Column]) -> impl Iterator<Item = Cow<'_, str>> {
    columns.iter().map(|column| one_line(column.name.as_ref()))
}

/// Lists are JSON, which escapes line breaks; all others become blanks.
fn text(cell: &Cell) -> Cow<'_, str> {
    one_line(cell.text())
}

/// `<[2022-01-01, 2022-12-31]; [2024-05-05, 2024-05-05]>`, as Gephi writes times; empty for an edge without.
fn timeset(edge: &Edge) -> String {
    if edge.periods.is_empty() {
        return String::new();
    }
    let intervals: Vec<_> = edge
        .periods
        .iter()
        .map(|period| {
            let from = period.from.map_or("-Infinity".to_owned(), |from| from.first_day().to_string());
            let to = period.to.map_or("Infinity".to_owned(), |to| to.last_day().to_string());
            format!("[{from}, {to}]")
        })
        .collect();
    format!("<{}>", intervals.join("; "))
}
