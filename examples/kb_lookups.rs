//! Measures a compiled knowledge base: how long it takes to open, and how many names are found a second.
//!
//!     cargo run --release --example kb_lookups -- wikidata.kb
//!
//! Names are those of entries spread over the whole file, so that pages are met that nothing has read before.

#![expect(clippy::print_stdout, reason = "it speaks to a terminal")]

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use filature::knowledge_base::KnowledgeBase;

/// Names looked up.
const NAMES: usize = 200_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = PathBuf::from(std::env::args().nth(1).ok_or("which base?")?);
    let start = Instant::now();
    let kb = KnowledgeBase::open(&path).map_err(|fault| fault.to_string())?;
    let opened = start.elapsed();
    println!("{} entries, opened in {:.2} ms", kb.len(), opened.as_secs_f64() * 1000.0);
    let step = (kb.len() / NAMES).max(1);
    let names: Vec<String> =
        (0..kb.len()).step_by(step).flat_map(|entry| kb.names(entry)).map(|name| name.text).collect();
    let start = Instant::now();
    let found: usize = names.iter().map(|name| black_box(kb.named(name)).len()).sum();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} names looked up, {found} entries found: {:.0} names a second",
        names.len(),
        names.len() as f64 / seconds
    );
    let text = names.join(", ");
    let start = Instant::now();
    let starts =
        text.match_indices(' ').take(NAMES).filter(|(at, _)| kb.longest_name_at(&text[at + 1..]).is_some()).count();
    let seconds = start.elapsed().as_secs_f64();
    println!("{starts} names met in running text: {:.0} places a second", NAMES as f64 / seconds);
    Ok(())
}
