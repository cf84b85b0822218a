//! GEXF 1.3, the format that Gephi reads best: typed attributes, kinds of edges, colours, sizes, places, and when an
//! edge held.
//!
//! What it cannot hold: what GraphML cannot hold either, except that lists are lists and times are times (whole days;
//! how exactly they were told is in `time_text`).
//!
//! Written for readers as they are:
//! - the graph is dynamic only where some edge has a time, periods of an edge are disjoint, days are whole, because a
//!   year alone stops Gephi;
//! - the id of an attribute is its title, because graphology goes by the id and Gephi shows the title;
//! - `timezone` is given, because Gephi takes the one of its user otherwise; `defaultedgetype` too, because graphology
//!   and networkx read an undirected graph otherwise;
//! - colours are numbers, because networkx stops at `hex`; lists are JSON, which Gephi and graphology take apart.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::picture::MANY_NODES;
use super::table::{Column, ColumnType, Row, Table, edge_color, node_size, weight};
use super::xml_text::xml_text;
use super::{Description, ExportOptions, Files, Format};
use crate::graph::{Edge, Extent, KnowledgeGraph, Node, Position, layout};
use crate::ontology::Ontology;

pub(super) const FORMAT: Description = Description {
    format: Format::Gexf,
    name: "gexf",
    extensions: &["gexf"],
    media_type: "application/gexf+xml",
    about: "GEXF 1.3, with time: the best for Gephi",
    files: Files::One(write),
};

fn write(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    let table = Table::new(graph, ontology, options);
    let nodes: Vec<_> = graph.nodes().collect();
    let positions = positions(graph, &nodes);
    let dynamic = graph.edges().any(|edge| !edge.periods.is_empty());
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("gexf")
        .with_attributes([
            ("xmlns", "http://gexf.net/1.3"),
            ("xmlns:viz", "http://gexf.net/1.3/viz"),
            ("version", "1.3"),
        ])
        .write_inner_content(|xml| {
            xml.create_element("meta").write_inner_content(|xml| {
                let text = quick_xml::events::BytesText::new;
                xml.create_element("creator").write_text_content(text("filature"))?;
                xml.create_element("description").write_text_content(text("Claims from the news"))?;
                Ok(())
            })?;
            let mut element = xml.create_element("graph").with_attribute(("defaultedgetype", "directed"));
            if dynamic {
                element = element.with_attributes([
                    ("mode", "dynamic"),
                    ("timeformat", "date"),
                    ("timerepresentation", "interval"),
                    ("timezone", "UTC"),
                ]);
            } else {
                element = element.with_attribute(("mode", "static"));
            }
            element.write_inner_content(|xml| {
                attributes(xml, "node", &table.node_columns())?;
                attributes(xml, "edge", &table.edge_columns())?;
                xml.create_element("nodes").write_inner_content(|xml| {
                    for (index, node) in nodes.iter().enumerate() {
                        write_node(xml, &table, node, positions.get(index))?;
                    }
                    Ok(())
                })?;
                xml.create_element("edges").write_inner_content(|xml| {
                    for edge in graph.edges() {
                        write_edge(xml, &table, edge)?;
                    }
                    Ok(())
                })?;
                Ok(())
            })?;
            Ok(())
        })?;
    xml.get_mut().write_all(b"\n")
}

/// Places of nodes; none where the graph is so large that Gephi should do it.
fn positions(graph: &KnowledgeGraph, nodes: &[&Node]) -> Vec<Position> {
    if nodes.len() > MANY_NODES {
        return Vec::new();
    }
    let extents: Vec<_> = nodes.iter().map(|node| Extent { width: node_size(node), height: node_size(node) }).collect();
    let index = |id| nodes.binary_search_by(|node| node.entity.id.cmp(id)).ok();
    let edges: Vec<_> = graph.edges().filter_map(|edge| Some((index(&edge.subject)?, index(&edge.object)?))).collect();
    layout(&extents, &edges)
}

fn write_node<W: Write>(
    xml: &mut Writer<W>,
    table: &Table<'_>,
    node: &Node,
    position: Option<&Position>,
) -> io::Result<()> {
    let id = xml_text(node.entity.id.as_str());
    let label = xml_text(table.name(node));
    let element = xml.create_element("node").with_attributes([("id", id.as_ref()), ("label", label.as_ref())]);
    element.write_inner_content(|xml| {
        values(xml, &table.node_row(node))?;
        color(xml, table.node_color(&node.entity))?;
        if let Some(Position { x, y }) = position {
            // Gephi's y grows upwards.
            let (x, y) = (x.to_string(), (-y).to_string());
            xml.create_element("viz:position")
                .with_attributes([("x", x.as_str()), ("y", y.as_str()), ("z", "0")])
                .write_empty()?;
        }
        xml.create_element("viz:size").with_attribute(("value", node_size(node).to_string().as_str())).write_empty()?;
        Ok(())
    })?;
    Ok(())
}

fn write_edge<W: Write>(xml: &mut Writer<W>, table: &Table<'_>, edge: &Edge) -> io::Result<()> {
    let label = table.edge_label(edge);
    let element = xml.create_element("edge").with_attributes([
        ("id", xml_text(&edge.id).as_ref()),
        ("source", xml_text(edge.subject.as_str()).as_ref()),
        ("target", xml_text(edge.object.as_str()).as_ref()),
        ("type", "directed"),
        ("kind", xml_text(&edge.kind).as_ref()),
        ("label", xml_text(&label).as_ref()),
        ("weight", weight(edge).to_string().as_str()),
    ]);
    element.write_inner_content(|xml| {
        values(xml, &table.edge_row(edge))?;
        if !edge.periods.is_empty() {
            xml.create_element("spells").write_inner_content(|xml| {
                for period in &edge.periods {
                    let mut spell = xml.create_element("spell");
                    if period.from.is_some() {
                        spell = spell.with_attribute(("start", period.first_day().to_string().as_str()));
                    }
                    if period.to.is_some() {
                        spell = spell.with_attribute(("end", period.last_day().to_string().as_str()));
                    }
                    spell.write_empty()?;
                }
                Ok(())
            })?;
        }
        color(xml, edge_color(edge))
    })?;
    Ok(())
}

fn attributes<W: Write>(xml: &mut Writer<W>, class: &str, columns: &[Column]) -> io::Result<()> {
    let element = xml.create_element("attributes").with_attributes([("class", class), ("mode", "static")]);
    element.write_inner_content(|xml| {
        for column in columns.iter().filter(|column| !is_built_in(&column.name)) {
            let attribute_type = match column.column_type {
                ColumnType::Text => "string",
                ColumnType::List => "liststring",
                ColumnType::Integer => "integer",
                ColumnType::Decimal => "double",
                ColumnType::Boolean => "boolean",
            };
            let name = xml_text(&column.name);
            xml.create_element("attribute")
                .with_attributes([("id", name.as_ref()), ("title", name.as_ref()), ("type", attribute_type)])
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

/// What GEXF has its own place for.
fn is_built_in(column: &str) -> bool {
    ["label", "weight", "size", "color"].contains(&column)
}

fn values<W: Write>(xml: &mut Writer<W>, row: &Row) -> io::Result<()> {
    xml.create_element("attvalues").write_inner_content(|xml| {
        for (name, cell) in row.iter().filter(|(name, _)| !is_built_in(name)) {
            xml.create_element("attvalue")
                .with_attributes([("for", xml_text(name).as_ref()), ("value", xml_text(&cell.text()).as_ref())])
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

/// `#rrggbb` as three numbers.
fn color<W: Write>(xml: &mut Writer<W>, hex: &str) -> io::Result<()> {
    let part = |from: usize| {
        let digits = hex.get(from..from + 2).unwrap_or("80");
        u8::from_str_radix(digits, 16).unwrap_or(128).to_string()
    };
    let (red, green, blue) = (part(1), part(3), part(5));
    xml.create_element("viz:color")
        .with_attributes([("r", red.as_str()), ("g", green.as_str()), ("b", blue.as_str())])
        .write_empty()?;
    Ok(())
}
