use std::path::PathBuf;

use clap::Args;
use filature::diagnostic::{Diagnostic, Place};
use filature::evaluate::links::{Tally, read_gold, score};
use filature::evaluate::table::{Table, f1, percent};
use filature::model::{Document, DocumentMetadata, NewDocument};
use filature::pipeline::Pipeline;

use super::{publish, read_gold_file, set_name};
use crate::args::ResourceArguments;
use crate::data;
use crate::report::{Failure, Outcome, Report};

/// Links of names to Wikidata, micro-averaged over those whose entity the knowledge base has
///
/// Gold is JSON Lines, one text a line: `text`, `labels` with `span` (code points) and `entity_id` (`Q42`),
/// `evaluation_span`. Pronouns and common nouns among the labels are left out.
///
/// Example: filature evaluate links gold.jsonl --kb entities/ --language en
#[derive(Args, Debug)]
pub(crate) struct Links {
    /// The gold files
    #[arg(required = true, value_name = "JSONL")]
    gold: Vec<PathBuf>,

    /// The language of the texts [default: told from each text]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,

    /// The table to put the figures into
    #[arg(long, value_name = "TSV")]
    table: Option<PathBuf>,

    /// Name every link that is not right and every one that was not found, on standard error
    #[arg(long)]
    details: bool,

    #[command(flatten)]
    resources: ResourceArguments,
}

const MEASURES: &[&str] =
    &["gold", "in base", "found", "right", "precision", "recall", "f1", "on gold names", "right of these"];

pub(crate) fn run(arguments: &Links, report: &Report) -> Result<Outcome, Failure> {
    let pipeline = Pipeline::new(data::resources(&arguments.resources)?);
    let mut table = Table::new(&["set"], MEASURES);
    let mut unread = 0;
    for path in &arguments.gold {
        let file = path.display().to_string();
        let mut tally = Tally::default();
        for (index, gold) in read_gold(&read_gold_file(path)?, &file)?.iter().enumerate() {
            let metadata = DocumentMetadata { language: arguments.language.clone(), ..DocumentMetadata::default() };
            let source = format!("{file}#{}", index + 1);
            let document = Document::new(NewDocument { source, text: gold.text.clone(), metadata });
            let language = pipeline.language_of(&document).map(|language| language.pack.clone());
            let (Some(language), Some(reading)) = (language, pipeline.read(document)) else {
                unread += 1;
                report.diagnostic(
                    &Diagnostic::warning("unknown-language", "the text is in no known language".to_owned())
                        .at(Place::line(&file, index + 1)),
                );
                continue;
            };
            let kb = &pipeline.resources().kb;
            let known = |id: &_| kb.position(id).is_some();
            tally.add(score(gold, &reading.detected, &reading.linked, &language, known));
        }
        if arguments.details {
            for wrong in &tally.wrong {
                report.note(&format!("wrong  {wrong}"));
            }
            for missed in &tally.missed {
                report.note(&format!("missed {missed}"));
            }
        }
        table.insert(&[&set_name(path)], &row(&tally));
    }
    publish(table, arguments.table.as_deref())?;
    Ok(if unread == 0 { Outcome::Done } else { Outcome::Partial })
}

fn row(tally: &Tally) -> Vec<String> {
    vec![
        tally.gold.to_string(),
        tally.known.to_string(),
        tally.found.to_string(),
        tally.right.to_string(),
        percent(tally.right, tally.found),
        percent(tally.right, tally.known),
        f1(tally.right, tally.found, tally.known),
        tally.judged.to_string(),
        percent(tally.right, tally.judged),
    ]
}
