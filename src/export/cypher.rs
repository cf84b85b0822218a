//! A Cypher script, one statement a line, for Neo4j, Memgraph and others of their kind that run already. Running it
//! twice changes nothing; for a first import of a large graph the tables of [`super::neo4j`] are quicker.
//!
//! What it cannot hold: what GraphML cannot hold either; modality and disputes in the type of a relationship (they are
//! properties).

use std::fmt::Write as _;
use std::io::{self, Write};

use super::property_graph::{is_day, labels, relationship_type};
use super::table::{Cell, Row, Table};
use super::{Description, ExportOptions, Files, Format};
use crate::graph::KnowledgeGraph;
use crate::ontology::Ontology;

pub(super) const FORMAT: Description = Description {
    format: Format::Cypher,
    name: "cypher",
    extensions: &["cypher"],
    media_type: "text/x-cypher",
    about: "a script for Neo4j, Memgraph and others that speak Cypher",
    files: Files::One(write),
};

fn write(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    let table = Table::new(graph, ontology, options);
    writeln!(out, "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (e:Entity) REQUIRE e.id IS UNIQUE;")?;
    for node in graph.nodes() {
        let id = text(node.entity.id.as_str());
        let labels = labels(&node.entity.entity_type);
        let others: String = labels.iter().skip(1).map(|label| format!(":{}", name(label))).collect();
        let others = if others.is_empty() { others } else { format!(", n{others}") };
        let properties = properties(&[("id", &id)], &table.node_row(node));
        writeln!(out, "MERGE (n:Entity {{id: {id}}}) SET n = {properties}{others};")?;
    }
    for edge in graph.edges() {
        let (subject, object) = (text(edge.subject.as_str()), text(edge.object.as_str()));
        let kind = name(&relationship_type(edge));
        let id = text(&edge.id);
        let properties = properties(&[], &table.edge_row(edge));
        writeln!(
            out,
            "MATCH (s:Entity {{id: {subject}}}), (o:Entity {{id: {object}}}) \
             MERGE (s)-[r:{kind} {{edge_id: {id}}}]->(o) SET r = {properties};"
        )?;
    }
    Ok(())
}

fn properties(first: &[(&str, &String)], row: &Row) -> String {
    let first = first.iter().map(|(key, value)| format!("{}: {value}", name(key)));
    let rest = row.iter().map(|(key, cell)| {
        let value = match cell {
            Cell::Text(day) if is_day(key) => format!("date({})", text(day)),
            Cell::Text(words) => text(words),
            Cell::List(items) => format!("[{}]", items.iter().map(|item| text(item)).collect::<Vec<_>>().join(", ")),
            Cell::Integer(number) => number.to_string(),
            // With a point, or it would be a whole number.
            Cell::Decimal(number) => format!("{number:?}"),
            Cell::Boolean(value) => value.to_string(),
        };
        format!("{}: {value}", name(key))
    });
    format!("{{{}}}", first.chain(rest).collect::<Vec<_>>().join(", "))
}

/// A name of a label, type or property, in back quotes where it needs them.
fn name(name: &str) -> String {
    let mut chars = name.chars();
    let plain =
        chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain { name.to_owned() } else { format!("`{}`", name.replace('\\', "_").replace('`', "``")) }
}

/// A text in quotation marks; what has no sign of its own is written by its number.
fn text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for c in text.chars() {
        match c {
            '\\' => quoted.push_str("\\\\"),
            '\'' => quoted.push_str("\\'"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_names_are_quoted() {
        assert_eq!(text("l'un\n\\ \u{1}\""), r#"'l\'un\n\\ \u0001"'"#);
        assert_eq!(name("SPOKE_WITH"), "SPOKE_WITH");
        assert_eq!(name("OPEN_ÊTRE"), "`OPEN_ÊTRE`");
        assert_eq!(name("a`b"), "`a``b`");
    }
}
