//! Reads a folder and lists what somebody denies: claim, who says so, who denies it, where.
//!
//!     cargo run --example who_denies_what
//!     cargo run --example who_denies_what -- path/to/articles

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it speaks to a terminal")]

use filature::diagnostic::Diagnostic;
use filature::fuse::merge;
use filature::model::{Attribution, ClaimObject, ClaimSet, EntityId, Speaker, Stance};
use filature::pipeline::Pipeline;
use filature::read::{Input, ReadOptions, documents};

fn main() -> Result<(), Vec<Diagnostic>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "examples/articles".to_owned());
    let pipeline = Pipeline::bundled()?;
    let mut claims = ClaimSet::default();
    for document in documents([Input::path(folder)], ReadOptions::default()) {
        match document {
            // Claims of documents merge in any order and grouping; a shard of a million could stand here.
            Ok(document) => {
                if let Some(reading) = pipeline.read(document) {
                    claims = merge(claims, reading.claims);
                }
            }
            // One bad document never ends a run.
            Err(fault) => eprintln!("{fault}"),
        }
    }

    let name = |id: &EntityId| claims.entities[id].label.as_str();
    let speakers = |attribution: &[Attribution], stance: Stance| -> String {
        let said = attribution.iter().filter(|said| said.stance == stance);
        let names: Vec<_> = said
            .map(|said| match &said.speaker {
                Speaker::Entity(id) => name(id),
                Speaker::Unnamed(words) => words,
            })
            .collect();
        if names.is_empty() { "nobody named".to_owned() } else { names.join(", ") }
    };
    for claim in claims.claims.values() {
        let ClaimObject::Entity(object) = &claim.object else { continue };
        for evidence in &claim.evidence {
            if !evidence.attribution.iter().any(|said| said.stance == Stance::Denies) {
                continue;
            }
            println!("{} {} {}", name(&claim.subject), claim.relation, name(object));
            println!("  said by {}", speakers(&evidence.attribution, Stance::Asserts));
            println!("  denied by {}", speakers(&evidence.attribution, Stance::Denies));
            println!("  {}: « {} »", claims.documents[&evidence.document].source, evidence.quote);
        }
    }
    Ok(())
}
