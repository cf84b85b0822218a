use std::path::PathBuf;

use clap::Args;
use filature::diagnostic::Diagnostic;
use filature::evaluate::quotations::{QuotationScores, QuotedSpan, Tally, read_gold};
use filature::evaluate::table::{Table, f1, percent};
use filature::model::{CharOffsets, Document, DocumentMetadata, NewDocument};
use filature::pipeline::Pipeline;

use super::{publish, read_gold_file};
use crate::args::ResourceArguments;
use crate::data;
use crate::report::{Failure, Outcome, Report};

/// Whose words are given back, by content and speaker
///
/// The gold file is a JSON array of documents with `text`, `spans` and `relations`, as in the HackaTAL 2023 task on
/// quotations. Two spans are the same when they share three tenths of each.
///
/// Example: filature evaluate quotations hackatal.json --table tests/quality/quotations.tsv
#[derive(Args, Debug)]
pub(crate) struct Quotations {
    /// The documents with what should be found
    #[arg(value_name = "GOLD")]
    gold: PathBuf,

    /// The language of every document, the tag of a language folder
    #[arg(long, value_name = "TAG", default_value = "fr")]
    language: String,

    /// The table to put the figures into
    #[arg(long, value_name = "TSV")]
    table: Option<PathBuf>,

    /// Name what was missed, what was too much and where the speaker is wrong, on standard error
    #[arg(long)]
    details: bool,

    #[command(flatten)]
    resources: ResourceArguments,
}

const MEASURES: &[&str] = &[
    "gold",
    "output",
    "content precision",
    "content recall",
    "content F1",
    "with source precision",
    "with source recall",
    "with source F1",
];

pub(crate) fn run(arguments: &Quotations, report: &Report) -> Result<Outcome, Failure> {
    let file = arguments.gold.display().to_string();
    let gold = read_gold(&read_gold_file(&arguments.gold)?, &file)?;
    let pipeline = Pipeline::new(data::resources(&arguments.resources)?);
    if pipeline.resources().language(&arguments.language).is_none() {
        let message = format!("there is no language `{}`", arguments.language);
        return Err(Diagnostic::error("unknown-language", message).into());
    }
    let mut scores = QuotationScores::default();
    for document in &gold {
        let metadata = DocumentMetadata { language: Some(arguments.language.clone()), ..DocumentMetadata::default() };
        let new = NewDocument { source: file.clone(), text: document.text.clone(), metadata };
        let Some(reading) = pipeline.read(Document::new(new)) else { continue };
        let offsets = CharOffsets::new(&document.text);
        let found: Vec<_> = reading
            .quotations
            .iter()
            .map(|quotation| QuotedSpan {
                content: offsets.to_chars(quotation.content),
                sources: quotation.source.iter().map(|&source| offsets.to_chars(source)).collect(),
            })
            .collect();
        scores.add(document, &found);
    }
    if arguments.details {
        for fault in &scores.faults {
            report.note(fault);
        }
    }
    // Parts of one set may differ in nothing but the extension.
    let set = arguments.gold.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut table = Table::new(&["set", "quotations"], MEASURES);
    for (part, tally) in
        [("(all)", scores.total()), ("between marks", scores.marked), ("without marks", scores.unmarked)]
    {
        table.insert(&[&set, part], &row(&tally));
    }
    publish(table, arguments.table.as_deref())?;
    Ok(Outcome::Done)
}

fn row(tally: &Tally) -> Vec<String> {
    // Of a pair, each side counts in its own part.
    let harmonic = |right: usize, found: usize| {
        if right == found {
            f1(right, tally.output, tally.gold)
        } else {
            percent(right + found, tally.output + tally.gold)
        }
    };
    vec![
        tally.gold.to_string(),
        tally.output.to_string(),
        percent(tally.content_right, tally.output),
        percent(tally.content_found, tally.gold),
        harmonic(tally.content_right, tally.content_found),
        percent(tally.source_right, tally.output),
        percent(tally.source_found, tally.gold),
        harmonic(tally.source_right, tally.source_found),
    ]
}
