use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use filature::annotate::annotate;
use filature::data_folder::DataFolder;
use filature::detect::detect;
use filature::diagnostic::Diagnostic;
use filature::evaluate::names::{NameScores, Tally, found_alone, kinds_of_labels, names_of};
use filature::evaluate::table::{Table, f1, percent};
use filature::model::{Document, NewDocument, Span};
use filature::resources::Resources;
use filature::training::held_out_names;
use filature::training::marked_names::{MarkedText, MarkedTreebankDocument, read_lines, read_treebank};
use rayon::prelude::*;

use super::{publish, read_gold_file, set_name};
use crate::args::ResourceArguments;
use crate::data;
use crate::outputs::Output;
use crate::report::{Failure, Outcome, Report};

/// Names of persons, places and organizations, place and kind exactly as marked
///
/// Gold files are JSON Lines with `id`, `text` and `ents` ([from, to, label] in code points; PER, LOC, ORG) or CoNLL-U
/// with entities in the MISC column as GUM has them (`Entity=`; the name of an entity is the run of proper nouns around
/// its head). Texts are read from scratch: `annotate` is what `filature annotate --format json` gives, `finder` the trained
/// name finder before the knowledge base, capitals and word lists have their say.
///
/// Example: filature evaluate names --language fr gold.jsonl --table tests/quality/names.tsv
#[derive(Args, Debug)]
pub(crate) struct Names {
    /// Gold files
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,

    /// The language of every text: the tag of a language folder
    #[arg(long, value_name = "TAG")]
    language: String,

    /// Only the documents that the `training.toml` of the language holds out of these files; the models must have been
    /// trained with `train --measure`
    #[arg(long)]
    held_out: bool,

    /// The table to put the figures into
    #[arg(long, value_name = "TSV")]
    table: Option<PathBuf>,

    /// Write the texts with the names that are asked for as JSON Lines, for other programs to be measured on
    #[arg(long, value_name = "JSONL")]
    texts_to: Option<PathBuf>,

    /// Name every name that was missed or found wrongly, on standard error
    #[arg(long)]
    details: bool,

    #[command(flatten)]
    resources: ResourceArguments,
}

const MEASURES: &[&str] = &["gold", "found", "right", "precision", "recall", "f1"];

pub(crate) fn run(arguments: &Names, report: &Report) -> Result<Outcome, Failure> {
    let resources = data::resources(&arguments.resources)?;
    let Some(language) = resources.language(&arguments.language) else {
        let known: Vec<_> = resources.languages.iter().map(|language| language.pack.tag()).collect();
        return Err(Diagnostic::error("unknown-language", format!("there is no language `{}`", arguments.language))
            .hint(format!("known are {}", known.join(", ")))
            .into());
    };
    let mut all = Vec::new();
    let mut table = Table::new(&["set", "language", "part", "kind"], MEASURES);
    for path in &arguments.gold {
        let mut texts = read(path)?;
        if arguments.held_out {
            let folder = data::language_folders(&arguments.resources)?.subfolder(&arguments.language);
            texts = held_out(texts, path, &folder)?;
        }
        let set = set_name(path) + if arguments.held_out { ", held out" } else { "" };
        let found: Vec<_> = texts.par_iter().map(|text| find(text, &resources, &language.pack)).collect();
        for (part, of) in [("annotate", 0), ("finder", 1)] {
            let mut scores = NameScores::default();
            for (text, found) in texts.iter().zip(&found) {
                scores.add(&text.text, &text.names, &found[of]);
            }
            let tag = &arguments.language;
            for (kind, tally) in &scores.by_kind {
                table.insert(&[&set, tag, part, kind], &row(*tally));
            }
            // Sorts before the kinds.
            table.insert(&[&set, tag, part, "(all)"], &row(scores.total()));
            if arguments.details {
                scores.missed.iter().for_each(|name| report.note(&format!("{part} missed {name}")));
                scores.wrong.iter().for_each(|name| report.note(&format!("{part} wrong  {name}")));
            }
        }
        all.extend(texts);
    }
    if let Some(path) = &arguments.texts_to {
        let mut out = Output::create(path)?.open();
        for text in &all {
            writeln!(out, "{}", text.to_json()).map_err(|error| Failure::write(out.name(), &error))?;
        }
        out.finish()?;
    }
    publish(table, arguments.table.as_deref())?;
    Ok(Outcome::Done)
}

fn read(path: &Path) -> Result<Vec<MarkedText>, Failure> {
    let file = path.display().to_string();
    let text = read_gold_file(path)?;
    let kinds = kinds_of_labels();
    if path.extension().is_some_and(|extension| extension == "conllu") {
        let documents = read_treebank(&text, &file, &kinds)?;
        Ok(documents.into_iter().map(MarkedTreebankDocument::into_text).collect())
    } else {
        Ok(read_lines(&text, &file, &kinds)?)
    }
}

fn held_out(texts: Vec<MarkedText>, path: &Path, language: &DataFolder) -> Result<Vec<MarkedText>, Failure> {
    let recipe = held_out_names(language)?;
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let numbered = texts.into_iter().enumerate();
    let kept: Vec<_> =
        numbered.filter(|(number, text)| recipe.holds(&file, &text.id, *number)).map(|(_, text)| text).collect();
    if kept.is_empty() {
        return Err(Diagnostic::error("nothing-held-out", format!("the recipe holds nothing out of `{file}`"))
            .hint("`held_out` of a [[names]] table in training.toml says what; leave --held-out away to score the whole file")
            .into());
    }
    Ok(kept)
}

/// Names as `annotate` gives them, and as the finder alone sees them.
fn find(
    text: &MarkedText,
    resources: &Resources,
    language: &filature::language::LanguagePack,
) -> [Vec<(Span, String)>; 2] {
    let document = Document::new(NewDocument { text: text.text.clone(), ..NewDocument::default() });
    let annotated = annotate(document, language);
    let alone = found_alone(&annotated, language, &resources.kb);
    [names_of(&detect(annotated, language, &resources.kb)), alone]
}

fn row(tally: Tally) -> Vec<String> {
    let Tally { gold, found, right } = tally;
    vec![
        gold.to_string(),
        found.to_string(),
        right.to_string(),
        percent(right, found),
        percent(right, gold),
        f1(right, found, gold),
    ]
}
