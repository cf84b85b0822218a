//! DOT, for Graphviz and what reads its language.
//!
//! What it cannot hold: most of what GraphML holds. An edge has its relation, standing, polarity, modality, counts,
//! colour and, as the tooltip, one sentence; a node has its name, type and counts.
//!
//! Written for readers as they are: every text is quoted; Graphviz takes `&amp;` in a label for `&`, so that an
//! ampersand that looks so is written `&amp;`.

use std::io::{self, Write};

use super::table::{Table, edge_color, weight};
use super::xml_text::xml_text;
use super::{Description, ExportOptions, Files, Format};
use crate::graph::{Edge, KnowledgeGraph, Standing};
use crate::model::{Modality, Polarity, RelationTypeId};
use crate::ontology::Ontology;

pub(super) const FORMAT: Description = Description {
    format: Format::Dot,
    name: "dot",
    extensions: &["dot", "gv"],
    media_type: "text/vnd.graphviz",
    about: "DOT for Graphviz",
    files: Files::One(write),
};

fn write(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    let table = Table::new(graph, ontology, options);
    out.write_all(
        b"digraph filature {\n graph [rankdir=LR, overlap=false, splines=true, charset=\"UTF-8\"];\n \
          node [shape=ellipse, style=filled, fontname=\"sans-serif\"];\n edge [fontname=\"sans-serif\", fontsize=10];\n",
    )?;
    for node in graph.nodes() {
        let attributes = [
            ("label", label(table.name(node))),
            ("fillcolor", id(&format!("{}55", table.node_color(&node.entity)))),
            ("color", id(table.node_color(&node.entity))),
            ("entity_type", id(node.entity.entity_type.as_str())),
            ("mentions", node.mentions.to_string()),
            ("documents", node.documents.to_string()),
        ];
        writeln!(out, " {} [{}];", id(node.entity.id.as_str()), list(&attributes))?;
    }
    for edge in graph.edges() {
        let relations = edge.relations.iter().map(RelationTypeId::as_str).collect::<Vec<_>>().join(" ");
        let mut attributes = vec![
            ("id", id(&edge.id)),
            ("key", id(&edge.id)),
            ("label", label(&table.edge_label(edge))),
            ("tooltip", label(&edge.sample.evidence.quote)),
            ("color", id(edge_color(edge))),
            ("weight", weight(edge).to_string()),
            ("kind", id(&edge.kind)),
            ("relation", id(&relations)),
            ("polarity", id(edge.polarity.as_str())),
            ("standing", id(edge.standing.as_str())),
            ("modality", id(edge.modality.as_str())),
            ("claims", edge.claims.len().to_string()),
            ("documents", edge.documents.to_string()),
        ];
        attributes.extend(style(edge).map(|style| ("style", style.to_owned())));
        let (subject, object) = (id(edge.subject.as_str()), id(edge.object.as_str()));
        writeln!(out, " {subject} -> {object} [{}];", list(&attributes))?;
    }
    out.write_all(b"}\n")
}

/// Dashed is what is denied or negated, dotted what is not there yet.
fn style(edge: &Edge) -> Option<&'static str> {
    if edge.polarity == Polarity::Negated || edge.standing == Standing::Denied {
        return Some("dashed");
    }
    matches!(edge.modality, Modality::Planned | Modality::Possible).then_some("dotted")
}

fn list(attributes: &[(&str, String)]) -> String {
    attributes.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(", ")
}

/// A text that stands for itself: only quotation marks are escaped in it.
fn id(text: &str) -> String {
    let text = xml_text(text);
    // A backslash before the closing mark, or before another, would escape it.
    let text =
        if text.contains("\\\"") || text.ends_with('\\') { text.replace('\\', "\u{29f5}") } else { text.into_owned() };
    format!("\"{}\"", text.replace('"', "\\\""))
}

/// A text that Graphviz draws, where a backslash begins an escape and `&name;` is a character.
fn label(text: &str) -> String {
    let text = xml_text(text).replace('\\', "\\\\").replace('"', "\\\"");
    let text = text.replace("\r\n", "\\n").replace(['\n', '\r'], "\\n");
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for (at, c) in text.char_indices() {
        quoted.push(c);
        if c == '&' && is_entity(&text[at + 1..]) {
            quoted.push_str("amp;");
        }
    }
    quoted.push('"');
    quoted
}

/// Whether what follows an ampersand makes a character reference of it.
fn is_entity(rest: &str) -> bool {
    rest.find(';').is_some_and(|end| {
        let name = rest[..end].strip_prefix('#').unwrap_or(&rest[..end]);
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted() {
        assert_eq!(label("\"a\" & b &amp; c\\n\nd"), r#""\"a\" & b &amp;amp; c\\n\nd""#);
        assert_eq!(id("a\\b \"c\""), r#""a\b \"c\"""#);
        assert_eq!(id("a\\"), "\"a\u{29f5}\"");
    }
}
