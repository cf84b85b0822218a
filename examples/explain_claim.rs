//! Why does the graph say so? Draws every claim under the sentence it was read in.
//!
//!     cargo run --example explain_claim
//!     cargo run --example explain_claim -- "Selon Le Monde, Vincent Bolloré aurait rencontré Elon Musk à Paris."

#![expect(clippy::print_stdout, reason = "it speaks to a terminal")]

use filature::diagnostic::Diagnostic;
use filature::model::{CharSpan, Claim, ClaimObject, ClaimSet, Document, EntityId, Evidence, NewDocument, Speaker};
use filature::pipeline::Pipeline;

const TEXT: &str = "According to the Wall Street Journal, Elon Musk has spoken regularly with Vladimir Putin since \
                    late 2022. Kremlin spokesman Dmitry Peskov denied the report.";

fn main() -> Result<(), Vec<Diagnostic>> {
    let text = std::env::args().nth(1).unwrap_or_else(|| TEXT.to_owned());
    let pipeline = Pipeline::bundled()?;
    let document = Document::new(NewDocument { source: "command line".to_owned(), text, ..NewDocument::default() });
    let Some(reading) = pipeline.read(document) else {
        println!("Neither French nor English.");
        return Ok(());
    };
    for claim in reading.claims.claims.values() {
        for evidence in &claim.evidence {
            println!("{}\n", explanation(claim, evidence, &reading.claims));
        }
    }
    Ok(())
}

fn explanation(claim: &Claim, evidence: &Evidence, claims: &ClaimSet) -> String {
    let name = |id: &EntityId| claims.entities[id].label.clone();
    let object = match &claim.object {
        ClaimObject::Entity(id) => name(id),
        ClaimObject::Value(value) => value.to_string(),
    };
    let speakers: Vec<_> = evidence
        .attribution
        .iter()
        .map(|said| match &said.speaker {
            Speaker::Entity(id) => format!("{} {} it", name(id), said.stance),
            Speaker::Unnamed(words) => format!("{words} {} it", said.stance),
        })
        .collect();
    let voice = if speakers.is_empty() { "in the article's own voice".to_owned() } else { speakers.join(", ") };
    let (polarity, modality) = (evidence.polarity, evidence.modality);
    let drawing = [(evidence.subject, 's'), (evidence.trigger, '^'), (evidence.object, 'o')];
    format!(
        "{}\n{}\n  {} {} {object}: {polarity}, {modality}, {voice}\n  rule {}, confidence {}",
        evidence.quote.replace('\n', " "),
        underline(evidence.span, &drawing),
        name(&claim.subject),
        claim.relation,
        evidence.rule,
        evidence.confidence,
    )
}

/// A line to put under the quote: positions are code points of the document, as in every file filature writes.
fn underline(quote: CharSpan, drawing: &[(CharSpan, char)]) -> String {
    let mark = |position: usize| drawing.iter().find(|(span, _)| (span.start..span.end).contains(&position));
    let line: String = (quote.start..quote.end).map(|position| mark(position).map_or(' ', |(_, mark)| *mark)).collect();
    line.trim_end().to_owned()
}
