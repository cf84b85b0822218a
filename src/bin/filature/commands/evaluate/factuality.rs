use std::path::PathBuf;

use clap::Args;
use filature::diagnostic::Diagnostic;
use filature::evaluate::factuality::{FactualityScores, read_gold};
use filature::evaluate::table::{Table, percent};

use super::{publish, read_gold_file, set_name};
use crate::args::ResourceArguments;
use crate::data;
use crate::report::{Failure, Outcome, Report};

/// Whether what a text speaks of happened, by polarity and modality
///
/// The gold file has one sentence a line: `tokens` and `predicates` with `token` (from 1) and `factual`, below 0 where
/// people say that it did not happen. Judgments between -1 and 1 do not count. What is affirmed as stated or
/// reported counts as happened; what is negated, planned or possible does not.
///
/// Example: filature evaluate factuality uds_dev.jsonl --table tests/quality/factuality.tsv
#[derive(Args, Debug)]
pub(crate) struct Factuality {
    /// The judged sentences
    #[arg(value_name = "GOLD")]
    gold: PathBuf,

    /// Their language, the tag of a language folder
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,

    /// The table to put the figures into
    #[arg(long, value_name = "TSV")]
    table: Option<PathBuf>,

    /// Show every predicate that is read otherwise, on standard error
    #[arg(long)]
    details: bool,

    #[command(flatten)]
    resources: ResourceArguments,
}

pub(crate) fn run(arguments: &Factuality, report: &Report) -> Result<Outcome, Failure> {
    let gold = read_gold(&read_gold_file(&arguments.gold)?, &arguments.gold.display().to_string())?;
    let resources = data::resources(&arguments.resources)?;
    let Some(language) = resources.language(&arguments.language) else {
        let message = format!("there is no language `{}`", arguments.language);
        return Err(Diagnostic::error("unknown-language", message).into());
    };
    let mut scores = FactualityScores::default();
    for sentence in &gold {
        scores.add(sentence, &language.pack);
    }
    if arguments.details {
        for fault in &scores.faults {
            report.note(fault);
        }
    }
    let mut table = Table::new(&["set", "predicates"], &["gold", "right", "accuracy"]);
    let mut insert = |part: &str, right: usize, gold: usize| {
        table.insert(&[&set_name(&arguments.gold), part], &[gold.to_string(), right.to_string(), percent(right, gold)]);
    };
    insert("(all)", scores.happened_right + scores.not_right, scores.happened + scores.not);
    insert("happened", scores.happened_right, scores.happened);
    insert("did not happen", scores.not_right, scores.not);
    publish(table, arguments.table.as_deref())?;
    Ok(Outcome::Done)
}
