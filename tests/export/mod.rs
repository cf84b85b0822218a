//! What the files we write hold, for readers as they are.

mod golden;
mod schemas;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use filature::export::{ExportOptions, Format, write};
use filature::graph::{EdgeGrouping, GraphOptions, KnowledgeGraph};

fn options() -> ExportOptions {
    ExportOptions { base: "https://example.org/golden/".parse().unwrap(), ..ExportOptions::default() }
}

fn graph(edges: EdgeGrouping) -> KnowledgeGraph {
    KnowledgeGraph::new(golden::claims(), GraphOptions { edges, ..GraphOptions::default() })
}

fn written(graph: &KnowledgeGraph, format: Format, options: &ExportOptions) -> String {
    let mut bytes = Vec::new();
    write(graph, &golden::ontology(), format, options, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn golden_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Compares with a committed file; with `UPDATE_GOLDEN=1` writes it.
pub(crate) fn check_golden(path: &Path, actual: &str) {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(path, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    let differs = expected.lines().zip(actual.lines()).position(|(expected, actual)| expected != actual);
    assert!(
        expected == actual,
        "{} is not what is written today, first in line {}; look at the difference after `UPDATE_GOLDEN=1 cargo test`",
        path.display(),
        differs.unwrap_or_else(|| expected.lines().count().min(actual.lines().count())) + 1,
    );
}

#[test]
fn golden_files() {
    // Of the page only what it is given: the rest is in `src/export/html`.
    let html = written(&graph(EdgeGrouping::Relation), Format::Html, &options());
    check_golden(&golden_folder().join("golden.page.json"), &format!("{}\n", page_data(&html)));
    for format in Format::all().filter(|format| *format != Format::Html) {
        let path = golden_folder().join(format!("golden.{}", format.extension()));
        check_golden(&path, &written(&graph(EdgeGrouping::Relation), format, &options()));
    }
    let strict = ExportOptions { strict_graphml: true, language: "fr".to_owned(), ..options() };
    check_golden(
        &golden_folder().join("strict.graphml"),
        &written(&graph(EdgeGrouping::Claim), Format::GraphMl, &strict),
    );
    check_golden(
        &golden_folder().join("pairs.graphml"),
        &written(&graph(EdgeGrouping::Pair), Format::GraphMl, &options()),
    );
}

/// The claims inside a page.
fn page_data(html: &str) -> &str {
    let (_, data) = html.split_once("<script type=\"application/json\" id=\"data\">").unwrap();
    data.split_once("</script>").unwrap().0
}

#[test]
fn a_page_holds_every_claim_and_no_hostile_text() {
    let graph = graph(EdgeGrouping::Pair);
    let html = written(&graph, Format::Html, &options());
    let data: serde_json::Value = serde_json::from_str(page_data(&html)).unwrap();
    let evidence = |claim: &serde_json::Value| claim["evidence"].as_array().unwrap().len();
    let sentences: usize = data["claims"].as_array().unwrap().iter().map(evidence).sum();
    assert_eq!(sentences, graph.claims().claims.values().map(|claim| claim.evidence.len()).sum::<usize>());
    assert_eq!(data["edges"].as_array().unwrap().len(), graph.edges().count());
    // Two scripts that run nothing from the outside, no request, and texts only inside the JSON.
    assert_eq!(html.matches("<script").count(), 2);
    assert!(!html.contains("src=") && !html.contains("@import") && !html.contains("url("));
    for hostile in ["<Acme>", "]]>", "\u{202b}", "\u{1}"] {
        assert!(!page_data(&html).contains(hostile), "{hostile}");
    }
}

/// What every reader must find in the GraphML, taken from the graph and not from the writer: `tests/interop` compares
/// networkx, igraph and graphology with it.
#[test]
fn expected_table() {
    let graph = graph(EdgeGrouping::Relation);
    let nodes: serde_json::Map<_, _> = graph
        .nodes()
        .map(|node| {
            let entity = &node.entity;
            let token = entity.id.as_str().replace('/', "_2F_");
            // The label is the English one, and U+0001 cannot be written in XML.
            let label = entity.labels.get("en").unwrap_or(&entity.label).replace('\u{1}', "\u{fffd}");
            let row = serde_json::json!({
                "label": label,
                "name": label,
                "entity_type": entity.entity_type.as_str(),
                "mentions": node.mentions,
                "documents": node.documents,
            });
            (token, row)
        })
        .collect();
    let edges: serde_json::Map<_, _> = graph
        .edges()
        .map(|edge| {
            let sample = &edge.sample.evidence;
            let row = serde_json::json!({
                "source": edge.subject.as_str().replace('/', "_2F_"),
                "target": edge.object.as_str().replace('/', "_2F_"),
                "kind": edge.kind,
                "relation": edge.relations[0].as_str(),
                "polarity": edge.polarity.as_str(),
                "standing": edge.standing.as_str(),
                "modality": edge.modality.as_str(),
                "weight": edge.sources as f64,
                "symmetric": edge.relations[0].as_str() == "spoke_with",
                "claims": edge.claims.len(),
                "documents": edge.documents,
                "confidence": edge.confidence.value(),
                "sentence": sample.quote.replace('\u{1}', "\u{fffd}"),
                "char_start": sample.span.start,
                "char_end": sample.span.end,
                "doc_id": sample.document.as_str(),
            });
            (edge.id.clone(), row)
        })
        .collect();
    let table = serde_json::to_string_pretty(&serde_json::json!({ "nodes": nodes, "edges": edges })).unwrap() + "\n";
    check_golden(&golden_folder().join("expected.json"), &table);
}

#[test]
fn json_ld_says_what_the_quads_say() {
    let graph = graph(EdgeGrouping::Relation);
    let json = written(&graph, Format::JsonLd, &options());
    let parsed: Result<BTreeSet<_>, _> = oxjsonld::JsonLdParser::new()
        .for_slice(json.as_bytes())
        .map(|quad| quad.map(|quad| quad.to_string()))
        .collect();
    let quads: Result<BTreeSet<_>, _> = oxttl::NQuadsParser::new()
        .for_slice(written(&graph, Format::NQuads, &options()).as_bytes())
        .map(|quad| quad.map(|quad| quad.to_string()))
        .collect();
    let (parsed, quads) = (parsed.unwrap(), quads.unwrap());
    let turtle: Result<BTreeSet<_>, _> = oxttl::TurtleParser::new()
        .for_slice(written(&graph, Format::Turtle, &options()).as_bytes())
        .map(|triple| triple.map(|triple| triple.to_string()))
        .collect();
    assert_eq!(turtle.unwrap(), quads, "the Turtle");
    assert!(quads.len() > 200, "{}", quads.len());
    assert_eq!(parsed.difference(&quads).collect::<Vec<_>>(), Vec::<&String>::new(), "only in the JSON-LD");
    assert_eq!(quads.difference(&parsed).collect::<Vec<_>>(), Vec::<&String>::new(), "only in the N-Quads");
}

/// Gephi's rules and those of other readers, as measured; see the head of `src/export/graphml.rs`.
#[test]
fn graphml_keeps_the_rules_of_its_readers() {
    for (grouping, strict) in [
        (EdgeGrouping::Pair, false),
        (EdgeGrouping::Relation, false),
        (EdgeGrouping::Claim, false),
        (EdgeGrouping::Claim, true),
    ] {
        let graph = graph(grouping);
        let options = ExportOptions { strict_graphml: strict, ..options() };
        lint_graphml(&written(&graph, Format::GraphMl, &options), strict);
    }
}

fn lint_graphml(text: &str, strict: bool) {
    use quick_xml::events::Event;
    let mut keys = BTreeMap::new();
    let mut columns = BTreeSet::new();
    let (mut nodes, mut edges, mut kinds) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut reader = quick_xml::Reader::from_str(text);
    let mut current: Option<(String, BTreeSet<String>)> = None;
    let mut data: Option<(String, String)> = None;
    let required =
        ["e_label", "e_weight", "e_symmetric", "e_polarity", "e_standing", "e_modality", "e_relation", "e_sentence"];
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => {
                let attributes: BTreeMap<String, String> = element
                    .attributes()
                    .map(|attribute| {
                        let attribute = attribute.unwrap();
                        let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0).unwrap();
                        (attribute.key.as_ref().to_owned(), value.into_owned())
                    })
                    .collect();
                let get =
                    |name: &str| attributes.get(name).cloned().unwrap_or_else(|| panic!("{name} of {attributes:?}"));
                match element.name().as_ref() {
                    "key" => {
                        assert!(nodes.is_empty() && edges.is_empty(), "keys come first");
                        let (domain, name, kind) = (get("for"), get("attr.name"), get("attr.type"));
                        assert!(["node", "edge"].contains(&domain.as_str()));
                        assert!(["string", "int", "double", "boolean"].contains(&kind.as_str()));
                        assert!(
                            !["id", "type", "x", "y", "z", "r", "g", "b"].contains(&name.as_str()),
                            "{name} is taken"
                        );
                        assert!(columns.insert((domain, name.to_lowercase())), "{name} differs only in case");
                        assert!(keys.insert(get("id"), kind).is_none());
                    }
                    "graph" => assert_eq!(get("edgedefault"), "directed"),
                    "node" => {
                        assert!(edges.is_empty(), "nodes before edges");
                        assert!(nodes.insert(get("id")));
                        current = Some(("n".to_owned(), BTreeSet::new()));
                    }
                    "edge" => {
                        assert!(edges.insert(get("id")), "edge ids are unique");
                        assert!(nodes.contains(&get("source")) && nodes.contains(&get("target")));
                        assert_eq!(attributes.contains_key("label"), !strict);
                        assert!(!attributes.contains_key("directed"));
                        if !strict {
                            assert!(kinds.insert((get("source"), get("target"), get("label"))), "Gephi merges these");
                        }
                        current = Some(("e".to_owned(), BTreeSet::new()));
                    }
                    "data" => data = Some((get("key"), String::new())),
                    "graphml" => {}
                    other => panic!("{other}"),
                }
            }
            Event::Text(text) => {
                if let Some((_, value)) = &mut data {
                    value.push_str(text);
                }
            }
            Event::GeneralRef(reference) => {
                if let Some((_, value)) = &mut data {
                    let resolved = match (reference.resolve_char_ref().unwrap(), reference.as_ref()) {
                        (Some(c), _) => c.to_string(),
                        (None, "amp") => "&".to_owned(),
                        (None, "lt") => "<".to_owned(),
                        (None, "gt") => ">".to_owned(),
                        (None, other) => panic!("&{other}; in text: Gephi loses the space between two of them"),
                    };
                    value.push_str(&resolved);
                }
            }
            Event::End(element) => match element.name().as_ref() {
                "data" => {
                    let (key, value) = data.take().unwrap();
                    let kind = keys.get(&key).unwrap_or_else(|| panic!("{key} is not declared"));
                    match kind.as_str() {
                        "int" => _ = value.parse::<i32>().unwrap(),
                        "double" => assert!(value.parse::<f64>().unwrap() >= 0.0),
                        "boolean" => assert!(["true", "false"].contains(&value.as_str())),
                        _ => assert!(!value.is_empty(), "{key} is empty: leave it out"),
                    }
                    if key == "e_weight" {
                        assert!(value.parse::<f64>().unwrap() > 0.0, "Gephi drops the edge");
                    }
                    if ["e_valid_from", "e_valid_to", "e_first_published"].contains(&key.as_str()) {
                        assert_eq!(value.len(), "2022-01-01".len(), "{value}");
                    }
                    let (prefix, seen) = current.as_mut().unwrap();
                    assert!(key.starts_with(prefix.as_str()) && seen.insert(key));
                }
                "edge" => {
                    let (_, seen) = current.take().unwrap();
                    for key in required {
                        assert!(seen.contains(key), "every edge has {key}");
                    }
                }
                "node" => assert!(current.take().unwrap().1.contains("n_label")),
                _ => {}
            },
            Event::Decl(_) | Event::Comment(_) | Event::CData(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    assert!(nodes.len() >= 6 && edges.len() >= 4);
    let forbidden = |c: char| (c < ' ' && !"\t\n\r".contains(c)) || c == '\u{fffe}' || c == '\u{ffff}';
    assert!(!text.contains(forbidden));
}

#[test]
fn same_graph_same_bytes() {
    for format in Format::all() {
        let once = written(&graph(EdgeGrouping::Relation), format, &options());
        assert_eq!(once, written(&graph(EdgeGrouping::Relation), format, &options()), "{format}");
    }
}
