//! Mermaid, for a picture inside a README or a wiki page: best with `--ego NAME`, because Mermaid draws small graphs.
//!
//! What it cannot hold: everything but names, relations and how they stand. Mermaid refuses more than 500 edges or
//! 50,000 characters and is unreadable long before: of a larger graph the edges with the most sources are kept, and a
//! comment in the first line says so.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};

use super::table::{Table, edge_color, weight};
use super::{Description, ExportOptions, Files, Format};
use crate::graph::{Edge, KnowledgeGraph, Standing};
use crate::model::{EntityId, Modality, Polarity};
use crate::ontology::Ontology;

pub(super) const FORMAT: Description = Description {
    format: Format::Mermaid,
    name: "mermaid",
    extensions: &["mmd", "mermaid"],
    media_type: "text/vnd.mermaid",
    about: "a small flow chart for Markdown pages; best with --ego",
    files: Files::One(write),
};

/// More arrows than these nobody tells apart; Mermaid's own limit is 500.
const SHOWN_EDGES: usize = 120;

/// Mermaid's `maxTextSize` is 50,000 characters; nodes and styles need some of them.
const EDGE_TEXT: usize = 30_000;

fn write(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    let table = Table::new(graph, ontology, options);
    let edges = shown(graph, &table);
    let all = graph.edges().count();
    if edges.len() < all {
        writeln!(out, "%% {} of {all} edges, those with the most sources", edges.len())?;
    }
    writeln!(out, "flowchart LR")?;
    let ends: BTreeSet<&EntityId> = edges.iter().flat_map(|edge| [&edge.subject, &edge.object]).collect();
    let names: BTreeMap<_, _> = ends.iter().enumerate().map(|(number, id)| (*id, format!("n{number}"))).collect();
    let mut classes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, name) in &names {
        let Some(node) = graph.node(id) else { continue };
        writeln!(out, "  {name}([{}])", text(table.name(node)))?;
        classes.entry(table.node_color(&node.entity)).or_default().push(name);
    }
    for edge in &edges {
        let (subject, object) = (&names[&edge.subject], &names[&edge.object]);
        writeln!(out, "  {subject} {}|{}| {object}", arrow(edge), text(&table.edge_label(edge)))?;
    }
    for (number, (color, names)) in classes.iter().enumerate() {
        writeln!(out, "  classDef c{number} fill:{color}33,stroke:{color}")?;
        writeln!(out, "  class {} c{number}", names.join(","))?;
    }
    let mut colors: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (number, edge) in edges.iter().enumerate() {
        colors.entry(edge_color(edge)).or_default().push(number.to_string());
    }
    for (color, numbers) in colors {
        writeln!(out, "  linkStyle {} stroke:{color}", numbers.join(","))?;
    }
    Ok(())
}

/// The edges that fit, in the order of files.
fn shown<'a>(graph: &'a KnowledgeGraph, table: &Table<'_>) -> Vec<&'a Edge> {
    let mut ranked: Vec<_> = graph.edges().enumerate().collect();
    ranked.sort_by(|(a, left), (b, right)| weight(right).total_cmp(&weight(left)).then(a.cmp(b)));
    let mut room = EDGE_TEXT;
    let fitting = ranked.into_iter().take(SHOWN_EDGES).take_while(|(_, edge)| {
        let name = |id| graph.node(id).map_or(0, |node| text(table.name(node)).len());
        let needed = text(&table.edge_label(edge)).len() + name(&edge.subject) + name(&edge.object) + 60;
        let fits = needed <= room;
        room = room.saturating_sub(needed);
        fits
    });
    let mut kept: Vec<_> = fitting.collect();
    kept.sort_by_key(|(number, _)| *number);
    kept.into_iter().map(|(_, edge)| edge).collect()
}

/// Dotted is what is denied, negated or not there yet; Mermaid has no dashes.
fn arrow(edge: &Edge) -> &'static str {
    let denied = edge.polarity == Polarity::Negated || edge.standing == Standing::Denied;
    match (denied, edge.modality) {
        (true, _) => "-.-x",
        (false, Modality::Planned | Modality::Possible) => "-.->",
        (false, Modality::Stated | Modality::Reported) => "-->",
    }
}

/// A text in quotation marks: whatever Mermaid has a use for becomes a reference to a character. That is its own marks, HTML,
/// Markdown (numbered and other lists too, which some versions refuse), `%%{directives}%%`, `$$formulas$$`, `fa:fa-icons`
/// and line breaks.
fn text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut may_begin_list = true;
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("#quot;"),
            '-' | '+' | '.' | ')' if may_begin_list => push_reference(c, &mut quoted),
            '#' | '<' | '>' | '&' | '`' | '|' | '\\' | ';' | '$' | '%' | ':' | '*' | '_' | '~' => {
                push_reference(c, &mut quoted);
            }
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
        may_begin_list &= c.is_ascii_digit();
    }
    quoted.push('"');
    quoted
}

fn push_reference(c: char, out: &mut String) {
    let _ = write!(out, "#{};", u32::from(c));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text() {
        assert_eq!(text("\"a\" & <b>\n#1"), "\"#quot;a#quot; #38; #60;b#62; #35;1\"");
        assert_eq!(text("fa:fa-car $5"), "\"fa#58;fa-car #36;5\"");
    }

    #[test]
    fn lists_are_text() {
        assert_eq!(text("1. FC Köln"), "\"1#46; FC Köln\"");
        assert_eq!(text("- a - b."), "\"#45; a - b.\"");
    }
}
