//! GraphML 1.0: one directed graph, parallel edges, typed attributes.
//!
//! What it cannot hold: of the sentences behind an edge it has one, and the numbers of the rest; literal claims that
//! somebody disputes; places in time as such, only first and last day as text; lists, which are JSON in a text;
//! control characters, which XML forbids. The `labels_json` of a node has its names in all languages.
//!
//! Written for readers as they are, tried on them one by one:
//! - every edge is directed, with `symmetric` as an attribute, because readers fail on mixed graphs;
//! - edges carry the attribute `label`, which is the edge type for Gephi and Neo4j: without it Gephi makes one edge of
//!   all parallel ones and keeps the data of the last. The stock schema does not know it; the file points to ours, which
//!   extends the stock one in the way GraphML provides for. Without it: [`ExportOptions::strict_graphml`];
//! - all keys come first, each for one kind of element, types are the six that everybody reads, nothing relies on
//!   `default`, a value that is not known is left out instead of being empty;
//! - a node's id is the entity's id as a name token, an edge's id is its id in every other format.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::table::{Column, ColumnType, Row, Table};
use super::xml_text::{element_text, name_token, xml_text};
use super::{Description, ExportOptions, Files, Format};
use crate::graph::KnowledgeGraph;
use crate::ontology::Ontology;

const NAMESPACE: &str = "http://graphml.graphdrawing.org/xmlns";
const STOCK_SCHEMA: &str = "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd";
const OUR_SCHEMA: &str = "https://w3id.org/filature/schemas/filature-graphml.xsd";

pub(super) const FORMAT: Description = Description {
    format: Format::GraphMl,
    name: "graphml",
    extensions: &["graphml"],
    media_type: "application/graphml+xml",
    about: "GraphML 1.0, for Gephi, Cytoscape, NetworkX, igraph and yEd",
    files: Files::One(write),
};

fn write(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    let table = Table::new(graph, ontology, options);
    let schema = if options.strict_graphml { STOCK_SCHEMA } else { OUR_SCHEMA };
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("graphml")
        .with_attributes([
            ("xmlns", NAMESPACE),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("xsi:schemaLocation", &format!("{NAMESPACE} {schema}")),
        ])
        .write_inner_content(|xml| {
            let node_keys = keys(xml, "node", table.node_columns())?;
            let edge_keys = keys(xml, "edge", table.edge_columns())?;
            xml.create_element("graph")
                .with_attributes([("id", "G"), ("edgedefault", "directed")])
                .write_inner_content(|xml| {
                    for node in graph.nodes() {
                        let id = name_token(node.entity.id.as_str());
                        let element = xml.create_element("node").with_attribute(("id", id.as_ref()));
                        element.write_inner_content(|xml| data(xml, &node_keys, &table.node_row(node)))?;
                    }
                    for edge in graph.edges() {
                        let mut element = xml.create_element("edge").with_attributes([
                            ("id", name_token(&edge.id).as_ref()),
                            ("source", name_token(edge.subject.as_str()).as_ref()),
                            ("target", name_token(edge.object.as_str()).as_ref()),
                        ]);
                        if !options.strict_graphml {
                            element = element.with_attribute(("label", xml_text(&edge.kind).as_ref()));
                        }
                        element.write_inner_content(|xml| data(xml, &edge_keys, &table.edge_row(edge)))?;
                    }
                    Ok(())
                })?;
            Ok(())
        })?;
    xml.get_mut().write_all(b"\n")
}

/// A column, and the id of its key: unique over the file, because Gephi makes it the name of a column.
struct Key {
    column: Column,
    id: String,
}

/// Writes the keys of nodes or of edges.
fn keys<W: Write>(xml: &mut Writer<W>, domain: &str, columns: Vec<Column>) -> io::Result<Vec<Key>> {
    let mut keys = Vec::with_capacity(columns.len());
    for column in columns {
        let attribute_type = match column.column_type {
            ColumnType::Text | ColumnType::List => "string",
            ColumnType::Integer => "int",
            ColumnType::Decimal => "double",
            ColumnType::Boolean => "boolean",
        };
        let id = format!("{}_{}", &domain[..1], name_token(&column.name));
        xml.create_element("key")
            .with_attributes([
                ("id", id.as_str()),
                ("for", domain),
                ("attr.name", xml_text(&column.name).as_ref()),
                ("attr.type", attribute_type),
            ])
            .write_empty()?;
        keys.push(Key { column, id });
    }
    Ok(keys)
}

/// Writes a row, which is in the order of its keys.
fn data<W: Write>(xml: &mut Writer<W>, keys: &[Key], row: &Row) -> io::Result<()> {
    let mut keys = keys.iter();
    for (name, cell) in row {
        let Some(key) = keys.find(|key| key.column.name == *name) else { break };
        let text = element_text(&cell.text());
        xml.create_element("data")
            .with_attribute(("key", key.id.as_str()))
            .write_text_content(BytesText::from_escaped(text))?;
    }
    Ok(())
}
