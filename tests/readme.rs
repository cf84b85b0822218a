//! What the first page shows is what the program does: `UPDATE_README=1 cargo test --test main readme` writes it anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use filature::graph::{Edge, GraphOptions, KnowledgeGraph};
use filature::model::{Document, NewDocument, Polarity, Speaker, Value};
use filature::ontology::Ontology;
use filature::pipeline::Pipeline;

/// The line above the block with evidence; a reader can type it.
const QUESTION: &str = "$ filature explain story.jsonl --relation spoke_with";

const FENCE: &str = "```text\n";

#[test]
fn the_first_page_shows_what_the_program_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let story = story_of(&readme);
    let true_blocks = [graph_of(&story), evidence_of(&story)];
    let mut parts: Vec<String> = readme.split(FENCE).map(str::to_owned).collect();
    assert!(parts.len() > true_blocks.len(), "README.md has lost a block");
    let mut shown = Vec::new();
    for (part, block) in parts[1..].iter_mut().zip(&true_blocks) {
        let (before, after) = part.split_once("```").unwrap();
        shown.push(before.to_owned());
        *part = format!("{block}```{after}");
    }
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, parts.join(FENCE)).unwrap();
    } else {
        assert_eq!(shown, true_blocks);
    }
}

/// The quoted lines at the top, as a reader would copy them.
fn story_of(readme: &str) -> String {
    let lines: Vec<_> = readme.lines().filter_map(|line| line.strip_prefix("> ")).collect();
    lines.join("\n")
}

fn graph_of(story: &str) -> String {
    let pipeline = Pipeline::bundled().unwrap();
    let document = Document::new(NewDocument { text: story.to_owned(), ..NewDocument::default() });
    let graph = KnowledgeGraph::new(pipeline.read(document).unwrap().claims, GraphOptions::default());
    let ontology = &pipeline.resources().ontology;
    graph.edges().map(|edge| line(&graph, ontology, edge)).collect()
}

/// `Elon Musk → spoke with → Vladimir Putin` and what has to be said with it.
fn line(graph: &KnowledgeGraph, ontology: &Ontology, edge: &Edge) -> String {
    let label = ontology.relation_type(&edge.relations[0]).map_or("", |relation| &relation.labels["en"]);
    let name = |speaker: &Speaker| match speaker {
        Speaker::Entity(id) => graph.name(id, "en").to_owned(),
        Speaker::Unnamed(words) => words.clone(),
    };
    let mut line = format!("{} → {label} → {}", graph.name(&edge.subject, "en"), graph.name(&edge.object, "en"));
    let mut notes = Vec::new();
    if edge.polarity == Polarity::Negated {
        notes.push("negated".to_owned());
    }
    if edge.modality.as_str() != "stated" {
        notes.push(edge.modality.to_string());
    }
    notes.extend(edge.amounts.iter().map(|amount| Value::Money(*amount).to_string()));
    notes.extend(edge.asserted_by.iter().map(|speaker| format!("{} says so", name(speaker))));
    notes.extend(edge.denied_by.iter().map(|speaker| format!("{} denies it", name(speaker))));
    if !notes.is_empty() {
        let _ = write!(line, "   ({})", notes.join("; "));
    }
    line + "\n"
}

fn evidence_of(story: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("story.txt"), story).unwrap();
    let filature = |arguments: &[&str]| {
        let run = Command::new(env!("CARGO_BIN_EXE_filature")).args(arguments).current_dir(folder.path()).output();
        String::from_utf8(run.unwrap().stdout).unwrap()
    };
    filature(&["extract", "story.txt", "-o", "story.jsonl"]);
    let explained = filature(&["explain", "story.jsonl", "--relation", "spoke_with"]);
    format!("{QUESTION}\n{}\n", explained.trim())
}
