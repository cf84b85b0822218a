//! From texts to a graph file: two articles that disagree, in two languages, one edge.
//!
//!     cargo run --example build_graph > graph.graphml

#![expect(clippy::print_stderr, reason = "it speaks to a terminal")]

use std::error::Error;

use filature::export::{self, ExportOptions, Format};
use filature::fuse::merge;
use filature::graph::{GraphOptions, KnowledgeGraph};
use filature::model::{ClaimSet, Document, DocumentMetadata, NewDocument};
use filature::pipeline::Pipeline;

const ARTICLES: [(&str, &str, &str); 2] = [
    ("The Example", "2024-10-25", "Elon Musk has spoken with Vladimir Putin, according to the Wall Street Journal."),
    ("L'Exemple", "2024-10-26", "Dmitri Peskov dément qu'Elon Musk s'entretienne avec Vladimir Poutine."),
];

fn main() -> Result<(), Box<dyn Error>> {
    let pipeline = Pipeline::bundled().map_err(|faults| format!("{faults:?}"))?;
    let mut claims = ClaimSet::default();
    for (publisher, published, text) in ARTICLES {
        let document = Document::new(NewDocument {
            source: publisher.to_owned(),
            text: text.to_owned(),
            metadata: DocumentMetadata {
                publisher: Some(publisher.to_owned()),
                published: Some(published.parse()?),
                ..DocumentMetadata::default()
            },
        });
        // The language is found by itself; `None` would mean that no pack reads it.
        if let Some(reading) = pipeline.read(document) {
            claims = merge(claims, reading.claims);
        }
    }

    let graph = KnowledgeGraph::new(claims, GraphOptions::default());
    for edge in graph.edges() {
        let (subject, object) = (graph.name(&edge.subject, "en"), graph.name(&edge.object, "en"));
        eprintln!("{subject} {} {object}: {}, {} documents", edge.kind, edge.standing, edge.documents);
    }
    let ontology = &pipeline.resources().ontology;
    export::write(&graph, ontology, Format::GraphMl, &ExportOptions::default(), &mut std::io::stdout().lock())?;
    Ok(())
}
