use std::path::PathBuf;

use clap::Args;
use filature::annotate::conllu;
use filature::diagnostic::{Diagnostic, Place};
use filature::evaluate::reader::{ReaderScores, score};
use filature::language::LanguagePack;
use filature::training::Recipe;

use super::{publish, read_gold_file, set_name};
use crate::args::ResourceArguments;
use crate::data::language_folders;
use crate::report::{Failure, Outcome};

/// Sentences, tokens, tags, features, lemmas and heads, against treebanks in CoNLL-U
///
/// Tags, features, lemmas and heads on the sentences and tokens of the treebank; sentences and tokens on its text, put
/// together from the words. Relations count without subtypes. A row a file.
///
/// Example: filature evaluate reader --language fr fr_sequoia-ud-dev.conllu --table tests/quality/reader.tsv
#[derive(Args, Debug)]
pub(crate) struct Reader {
    /// Treebanks
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,

    /// The language of the treebanks: the name of its folder
    #[arg(long, value_name = "TAG")]
    language: String,

    /// Of treebanks that the language's `training.toml` names, score only what it holds out of training [default: score
    /// everything]
    #[arg(long)]
    held_out: bool,

    /// The table to put the figures into
    #[arg(long, value_name = "TSV")]
    table: Option<PathBuf>,

    #[command(flatten)]
    resources: ResourceArguments,
}

pub(crate) fn run(arguments: &Reader) -> Result<Outcome, Failure> {
    let folder = language_folders(&arguments.resources)?.subfolder(&arguments.language);
    let language = LanguagePack::load(&folder)?;
    let recipe = Recipe::load(&folder)?;
    let mut table = ReaderScores::table();
    for path in &arguments.gold {
        let file = path.display().to_string();
        let mut text = read_gold_file(path)?;
        if arguments.held_out {
            let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            text = recipe.held_out(&text, &name);
        }
        let gold = conllu::read(&text, &file, &arguments.language)
            .map_err(|error| Diagnostic::error("invalid-conllu", error.message).at(Place::line(&file, error.line)))?;
        let set = set_name(path);
        table.insert(&[&set, &arguments.language], &score(&gold, &language, recipe.features()).row());
    }
    publish(table, arguments.table.as_deref())?;
    Ok(Outcome::Done)
}
