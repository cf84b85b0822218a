use std::path::PathBuf;

use clap::Args;
use filature::evaluate::claims::{Tally, read_gold, score};
use filature::evaluate::table::{Table, percent};
use filature::fuse::merge;
use filature::model::ClaimSet;

use super::{publish, read_gold_file, set_name};
use crate::args::{DocumentArguments, ResourceArguments};
use crate::reading::Reader;
use crate::report::{Failure, Outcome, Report};

/// Claims of whole documents, by names, relations, polarity, modality and speaker
///
/// The gold file has one claim a line: `doc` (file name without extension), `s`, `r` (relations that will do, the best
/// first), `o` or `value`, `pol`, `mod`, `by`, `core`.
///
/// Example: filature evaluate claims --gold fr.jsonl --acceptable fr_acceptable.jsonl texts/fr
#[derive(Args, Debug)]
pub(crate) struct Claims {
    /// The claims that should be found
    #[arg(long, required = true, value_name = "FILE")]
    gold: PathBuf,

    /// Claims that may be found: neither asked for nor wrong
    #[arg(long, value_name = "FILE")]
    acceptable: Option<PathBuf>,

    /// The table to put the figures into
    #[arg(long, value_name = "TSV")]
    table: Option<PathBuf>,

    /// Name every gold claim that was not found and every claim that no gold claim matches, on standard error
    #[arg(long)]
    details: bool,

    #[command(flatten)]
    documents: DocumentArguments,

    #[command(flatten)]
    resources: ResourceArguments,
}

const MEASURES: &[&str] = &[
    "gold",
    "found",
    "recall",
    "core",
    "core found",
    "core recall",
    "output",
    "matched",
    "precision",
    "polarity",
    "modality",
    "speaker",
];

pub(crate) fn run(arguments: &Claims, report: &Report) -> Result<Outcome, Failure> {
    let file = arguments.gold.display().to_string();
    let gold = read_gold(&read_gold_file(&arguments.gold)?, &file)?;
    let acceptable = match &arguments.acceptable {
        Some(path) => read_gold(&read_gold_file(path)?, &path.display().to_string())?,
        None => Vec::new(),
    };
    let reader = Reader::new(&arguments.documents, &arguments.resources)?;
    let mut claims = ClaimSet::default();
    let tally = reader.run(
        report,
        |pipeline, document| pipeline.read(document).map(|reading| reading.claims),
        |result| {
            match result {
                Ok(found) => claims = merge(std::mem::take(&mut claims), found),
                Err(fault) => report.diagnostic(&fault),
            }
            Ok(())
        },
    )?;
    report.end_progress();
    let scores = score(&claims, &gold, &acceptable);
    if arguments.details {
        for missed in &scores.missed {
            report.note(&format!("missed    {missed}"));
        }
        for unmatched in &scores.unmatched {
            report.note(&format!("unmatched {unmatched}"));
        }
    }
    let set = set_name(&arguments.gold);
    let mut table = Table::new(&["set", "relation"], MEASURES);
    for (relation, tally) in &scores.by_relation {
        table.insert(&[&set, relation], &row(tally));
    }
    // Sorts before the relations.
    table.insert(&[&set, "(all)"], &row(&scores.total()));
    publish(table, arguments.table.as_deref())?;
    Ok(tally.outcome())
}

fn row(tally: &Tally) -> Vec<String> {
    vec![
        tally.gold.to_string(),
        tally.found.to_string(),
        percent(tally.found, tally.gold),
        tally.core.to_string(),
        tally.core_found.to_string(),
        percent(tally.core_found, tally.core),
        tally.output.to_string(),
        tally.output_matched.to_string(),
        percent(tally.output_matched, tally.output),
        percent(tally.polarity, tally.found),
        percent(tally.modality, tally.with_modality),
        percent(tally.speaker, tally.with_speaker),
    ]
}
