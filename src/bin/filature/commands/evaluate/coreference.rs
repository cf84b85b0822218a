use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use filature::diagnostic::{Diagnostic, Place};
use filature::evaluate::coreference::{JudgedChoice, Metric, Scores, judged_choices, read_gold, score};
use filature::evaluate::table::Table;
use filature::language::antecedents::{Clue, Seen, kind_name};
use filature::link;
use filature::model::{DetectedDocument, Document, DocumentMetadata, NewDocument};
use filature::pipeline::Pipeline;

use super::{publish, read_gold_file, set_name};
use crate::args::ResourceArguments;
use crate::data;
use crate::outputs::Output;
use crate::report::{Failure, Outcome, Report};

/// Who is meant by which words of a document: MUC, B³, CEAFe and their mean, with mentions that we find ourselves
///
/// Gold has one word a line, tab-separated: number, word, …, brackets of chains (`(3`, `3)`, `(3)`, joined by `|`), between
/// `#begin document` and `#end document`. Mentions are compared by their heads; those that stand alone do not count.
///
/// Example: filature evaluate coreference news/*.conll --set news --language en
#[derive(Args, Debug)]
pub(crate) struct Coreference {
    /// The gold files
    #[arg(required = true, value_name = "CONLL")]
    gold: Vec<PathBuf>,

    /// What all of them together are called in the table [default: the name of each file]
    #[arg(long, value_name = "NAME")]
    set: Option<String>,

    /// The language of the texts [default: told from each text]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,

    /// The table to put the figures into
    #[arg(long, value_name = "TSV")]
    table: Option<PathBuf>,

    /// Where to write what was weighed for each pronoun that looks back, as JSON Lines: what `make_antecedents.py` fits weights to
    #[arg(long, value_name = "JSONL")]
    choices: Option<PathBuf>,

    #[command(flatten)]
    resources: ResourceArguments,
}

const MEASURES: &[&str] = &[
    "documents",
    "MUC recall",
    "MUC precision",
    "MUC f1",
    "B3 recall",
    "B3 precision",
    "B3 f1",
    "CEAFe recall",
    "CEAFe precision",
    "CEAFe f1",
    "CoNLL",
];

pub(crate) fn run(arguments: &Coreference, report: &Report) -> Result<Outcome, Failure> {
    let pipeline = Pipeline::new(data::resources(&arguments.resources)?);
    let mut table = Table::new(&["set"], MEASURES);
    let mut unread = 0;
    let (mut scores, mut documents) = (Scores::default(), 0);
    let mut choices = arguments.choices.as_ref().map(|_| Vec::new());
    for path in &arguments.gold {
        let file = path.display().to_string();
        for gold in read_gold(&read_gold_file(path)?, &file)? {
            let metadata = DocumentMetadata { language: arguments.language.clone(), ..DocumentMetadata::default() };
            let source = format!("{file}#{}", gold.name);
            let document = Document::new(NewDocument { source, text: gold.text.clone(), metadata });
            let Some(reading) = pipeline.read(document) else {
                unread += 1;
                report.diagnostic(
                    &Diagnostic::warning("unknown-language", format!("`{}` is in no known language", gold.name))
                        .at(Place::file(&file)),
                );
                continue;
            };
            if let Some(choices) = &mut choices {
                let language = pipeline.resources().language(&reading.detected.annotated.language);
                let weighed =
                    language.map(|known| link::choices(&reading.detected, &known.pack, &pipeline.resources().kb));
                let judged = judged_choices(&gold, &reading.detected, weighed.unwrap_or_default());
                choices.extend(judged.iter().map(|choice| shown(choice, &gold.name, &reading.detected)));
            }
            scores.add(&score(&gold, &reading.detected, &reading.linked));
            documents += 1;
        }
        if arguments.set.is_none() {
            table.insert(&[&set_name(path)], &row(&scores, documents));
            (scores, documents) = (Scores::default(), 0);
        }
    }
    if let Some(set) = &arguments.set {
        table.insert(&[set], &row(&scores, documents));
    }
    if let (Some(path), Some(choices)) = (&arguments.choices, choices) {
        let mut out = Output::create(path)?.open();
        for choice in choices {
            writeln!(out, "{choice}").map_err(|error| Failure::write(out.name(), &error))?;
        }
        out.finish()?;
    }
    publish(table, arguments.table.as_deref())?;
    Ok(if unread == 0 { Outcome::Done } else { Outcome::Partial })
}

/// A choice as one line: values of clues that are not 0, by name.
fn shown(judged: &JudgedChoice, document: &str, detected: &DetectedDocument) -> serde_json::Value {
    let clues = |seen: &Seen| {
        let seen = Clue::ALL.iter().map(|&clue| (clue.name().to_owned(), seen[clue as usize]));
        let seen = seen.filter(|(_, value)| *value != 0.0).map(|(name, value)| (name, serde_json::Value::from(value)));
        serde_json::Value::Object(seen.collect())
    };
    let word = |sentence: usize, token: usize| detected.annotated.sentences[sentence].tokens[token].form.as_str();
    let possible = judged.choice.possible.iter().zip(&judged.right).map(|(possible, right)| {
        let word = word(possible.sentence, possible.token);
        serde_json::json!({ "word": word, "same": possible.same, "right": right, "clues": clues(&possible.seen) })
    });
    serde_json::json!({
        "document": document,
        "pronoun": detected.mention_text(judged.choice.pronoun),
        "kind": kind_name(judged.choice.kind),
        "nothing": clues(&judged.choice.nothing),
        "possible": possible.collect::<Vec<_>>(),
    })
}

fn row(scores: &Scores, documents: usize) -> Vec<String> {
    let percent = |share: f64| format!("{:.1}", 100.0 * share);
    let metric = |metric: &Metric| [metric.recall.share(), metric.precision.share(), metric.f1()].map(percent);
    let metrics = [&scores.muc, &scores.b_cubed, &scores.ceaf_e];
    let metrics = metrics.into_iter().flat_map(metric);
    [documents.to_string()].into_iter().chain(metrics).chain([percent(scores.conll())]).collect()
}
