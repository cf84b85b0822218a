use std::path::PathBuf;

use clap::Args;
use filature::evaluate::relations::{Counts, PassageGroup, PropertyMapping, RelationScores, read_gold};
use filature::evaluate::table::Table;
use filature::pipeline::Pipeline;
use rayon::prelude::*;

use super::{publish, read_gold_file, set_name};
use crate::args::ResourceArguments;
use crate::data;
use crate::report::{Failure, Outcome, Report};

/// Relations between stretches of passages, by the rule of KnowledgeNet
///
/// The gold file has one passage a line: `doc`, `start`, `text`, `exhaustive`, `facts` with `property`, `subj`, `obj`.
/// Passages of one document are read together. What filature's relations say in KnowledgeNet's properties is stated in
/// src/evaluate/knowledgenet.toml.
///
/// Example: filature evaluate relations --gold knowledgenet_folds1-2.jsonl --table tests/quality/relations.tsv
#[derive(Args, Debug)]
pub(crate) struct Relations {
    /// The passages with their facts
    #[arg(long, required = true, value_name = "FILE")]
    gold: PathBuf,

    /// The language of the passages
    #[arg(long, default_value = "en", value_name = "LANGUAGE")]
    language: String,

    /// The table to put the figures into
    #[arg(long, value_name = "TSV")]
    table: Option<PathBuf>,

    /// Name every fact that was missed and every wrong one, on standard error
    #[arg(long)]
    details: bool,

    #[command(flatten)]
    resources: ResourceArguments,
}

const MEASURES: &[&str] = &["found", "wrong", "missed", "precision", "recall", "f1"];

pub(crate) fn run(arguments: &Relations, report: &Report) -> Result<Outcome, Failure> {
    let file = arguments.gold.display().to_string();
    let groups = PassageGroup::by_document(read_gold(&read_gold_file(&arguments.gold)?, &file)?);
    let mapping = PropertyMapping::knowledgenet()?;
    let pipeline = Pipeline::new(data::resources(&arguments.resources)?);
    // Documents go through the threads; the scores are counted in the order of the documents.
    let readings: Vec<_> = groups.par_iter().map(|group| pipeline.read(group.document(&arguments.language))).collect();
    let mut scores = RelationScores::default();
    for (group, reading) in groups.iter().zip(&readings) {
        if let Some(reading) = reading {
            scores.add(group, reading, pipeline.resources(), &mapping);
        }
    }
    if arguments.details {
        for detail in &scores.details {
            report.note(detail);
        }
    }
    let set = set_name(&arguments.gold);
    let mut table = Table::new(&["set", "property"], MEASURES);
    for (property, counts) in &scores.by_property {
        table.insert(&[&set, property], &row(counts));
    }
    // Sorts before the properties.
    table.insert(&[&set, "(all)"], &row(&scores.total()));
    publish(table, arguments.table.as_deref())?;
    Ok(Outcome::Done)
}

fn row(counts: &Counts) -> Vec<String> {
    let share = |value: f64| format!("{value:.3}");
    vec![
        counts.found.to_string(),
        counts.wrong.to_string(),
        counts.missed.to_string(),
        share(counts.precision()),
        share(counts.recall()),
        share(counts.f1()),
    ]
}
