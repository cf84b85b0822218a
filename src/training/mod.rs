//! Makes the models of a language from data: what `filature train` does.
//!
//! Joins `learn` (the models), `annotate` (which cuts training texts into the tokens that texts will later be cut
//! into) and `language` (the recipe). The same inputs give the same bytes on every machine.

mod lexicon;
pub mod marked_names;
mod names;
mod recipe;
mod silver;
mod syntax;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::annotate::conllu;
use crate::data_folder::DataFolder;
use crate::diagnostic::{Diagnostic, Place};
use crate::knowledge_base::KnowledgeBase;
use crate::language::LanguagePack;
use crate::language::reader::{self, ReaderResources, files};
use crate::language::tokenization::Tokenization;
use crate::learn::clusters::WordClusters;
use crate::learn::columns::pack;
use crate::learn::lemmatizer::Lemmatizer;
use crate::learn::lexicon::Lexicon;
use crate::learn::names::NameFinder;
use crate::learn::parser::Parser;
use crate::learn::segmenter::{self, Segmenter};
use crate::learn::tagger::Tagger;
use crate::learn::words::WordTables;
use crate::model::Sentence;
pub use recipe::Recipe;
use recipe::{InputFile, Treebank};
use syntax::TreebankSentence;

/// What the models are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be shipped: trained on everything the recipe names.
    Ship,
    /// To be measured: what the recipe holds out stays unseen.
    Measure,
}

/// Trains all models of a language.
///
/// `language` is the language's folder with its `training.toml`; `inputs` holds, in any sub-folder, the files
/// that the recipe names; `kb` is what the name finder will know when it reads. Returns the files that belong into the language's folder, by name.
///
/// # Errors
/// When the recipe cannot be read, an input is missing, has another SHA-256 than the recipe says, or cannot be
/// read; every fault, with file and line.
pub fn train(
    language: &DataFolder,
    inputs: &DataFolder,
    kb: &KnowledgeBase,
    purpose: Purpose,
) -> Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>> {
    let recipe: Recipe = language.toml("training.toml").map_err(|fault| vec![fault])?;
    let mut faults = Vec::new();
    let mut made = BTreeMap::new();
    let mut tables = WordTables::default();

    if let Some(source) = &recipe.clusters {
        match read_clusters(source, inputs) {
            Ok(compiled) => {
                tables.clusters = WordClusters::decode(&compiled).unwrap_or_default();
                made.insert(files::CLUSTERS.to_owned(), pack(reader::FORMAT, &compiled));
            }
            Err(fault) => faults.push(fault),
        }
    }
    let sentences = read_treebanks(&recipe, inputs, purpose).unwrap_or_else(|found| {
        faults.extend(found);
        Vec::new()
    });
    let listed = match &recipe.lexicon {
        Some(source) => lexicon::read(source, inputs).unwrap_or_else(|fault| {
            faults.push(fault);
            BTreeMap::new()
        }),
        None => BTreeMap::new(),
    };
    if !faults.is_empty() {
        return Err(faults);
    }

    let compiled = Lexicon::compile(&syntax::merge_lexicon(&listed, &sentences));
    tables.lexicon = Lexicon::decode(&compiled).unwrap_or_default();
    made.insert(files::LEXICON.to_owned(), pack(reader::FORMAT, &compiled));
    let tokenization = Tokenization::load(language)?;
    let contexts =
        syntax::contraction_contexts(&sentences, &tokenization.ambiguous, &tokenization.contractions, &tables);
    let segmenter_file = segmenter::train(&contexts);
    made.insert(files::SEGMENTER.to_owned(), pack(reader::FORMAT, &segmenter_file));
    let treebanks = syntax::prepare(&sentences, &tables);
    let tagging = syntax::train_tagger(&treebanks, &lexicon::as_tokens(&listed), &tables, &recipe.settings);
    made.insert(files::TAGGER.to_owned(), pack(reader::FORMAT, &tagging.tagger));
    made.insert(files::LEMMATIZER.to_owned(), pack(reader::FORMAT, &tagging.lemmatizer));
    let mut reader = ReaderResources {
        tokenization,
        tables,
        segmenter: Segmenter::decode(&segmenter_file).unwrap_or_default(),
        tagger: Tagger::decode(&tagging.tagger).unwrap_or_default(),
        lemmatizer: Lemmatizer::decode(&tagging.lemmatizer).unwrap_or_default(),
        parser: Parser::default(),
        names: NameFinder::default(),
    };
    let silver = match &recipe.silver {
        Some(source) => silver::read(source, language, inputs, &reader).map_err(|fault| vec![fault])?,
        None => Vec::new(),
    };
    let parser = syntax::train_parser(&treebanks, &tagging.tagged, &silver, &reader.tables, &recipe.settings);
    made.insert(files::PARSER.to_owned(), pack(reader::FORMAT, &parser));
    reader.parser = Parser::decode(&parser).unwrap_or_default();
    // The models to be replaced are not read: they may be of an older format.
    let read_with = LanguagePack { reader, ..LanguagePack::load(&language.clone().without(files::ALL))? };
    let names_file = train_names(&recipe, inputs, &read_with, kb, purpose)?;
    made.insert(files::NAMES.to_owned(), pack(reader::FORMAT, &names_file));
    Ok(made)
}

fn train_names(
    recipe: &Recipe,
    inputs: &DataFolder,
    language: &LanguagePack,
    kb: &KnowledgeBase,
    purpose: Purpose,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let (mut sources, mut faults) = (Vec::new(), Vec::new());
    for source in &recipe.names {
        match names::read(source, inputs, language, kb, purpose == Purpose::Ship) {
            Ok(documents) => sources.push((documents, source)),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(names::train(&sources, language, &recipe.settings)) } else { Err(faults) }
}

/// Trains the name finder of a language alone, upon its other models as they are.
///
/// # Errors
/// As [`train`].
pub fn train_names_only(
    language: &DataFolder,
    inputs: &DataFolder,
    kb: &KnowledgeBase,
    purpose: Purpose,
) -> Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>> {
    let recipe: Recipe = language.toml("training.toml").map_err(|fault| vec![fault])?;
    let file = train_names(&recipe, inputs, &LanguagePack::load(language)?, kb, purpose)?;
    Ok(BTreeMap::from([(files::NAMES.to_owned(), pack(reader::FORMAT, &file))]))
}

/// What the recipe of a language holds out of its texts with names.
///
/// # Errors
/// When the recipe cannot be read.
pub fn held_out_names(language: &DataFolder) -> Result<HeldOutNames, Diagnostic> {
    let recipe: Recipe = language.toml("training.toml")?;
    Ok(HeldOutNames(recipe.names))
}

/// Which documents of which texts with names a recipe holds out.
#[derive(Clone, Debug)]
pub struct HeldOutNames(Vec<recipe::NameSource>);

impl HeldOutNames {
    /// Whether the document with this id, the one with this number (from 0) in `file`, is held out.
    #[must_use]
    pub fn holds(&self, file: &str, id: &str, number: usize) -> bool {
        self.0.iter().any(|source| source.file == file && source.held_out.holds(id, number))
    }
}

/// An input by its bare name, wherever below the folder it lies, with its SHA-256 checked.
fn input(file: &str, sha256: &str, inputs: &DataFolder) -> Result<Vec<u8>, Diagnostic> {
    let named = |path: &&str| path.rsplit('/').next() == Some(file);
    let Some(path) = inputs.file_names().find(named) else {
        return Err(Diagnostic::error("missing-training-file", format!("no file `{file}` among the inputs"))
            .at(Place::file(inputs.name()))
            .hint("the README of the language says where each input comes from"));
    };
    let bytes = inputs.bytes(path)?;
    let found = Sha256::digest(&bytes).iter().fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"));
    if found == sha256 {
        Ok(bytes.into_owned())
    } else {
        Err(Diagnostic::error("other-training-file", format!("`{file}` is not the file the recipe was written for"))
            .at(inputs.place(path, 0))
            .hint(format!("its SHA-256 is {found}, the recipe says {sha256}")))
    }
}

fn input_text(file: &str, sha256: &str, inputs: &DataFolder) -> Result<String, Diagnostic> {
    unpacked_text(file, input(file, sha256, inputs)?, inputs)
}

/// The text of a file of a folder, packed by gzip if its name says so.
fn unpacked_text(file: &str, bytes: Vec<u8>, folder: &DataFolder) -> Result<String, Diagnostic> {
    let bytes = if file.ends_with(".gz") {
        let mut unpacked = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&bytes[..]), &mut unpacked)
            .map_err(|error| Diagnostic::error("damaged-training-file", error.to_string()).at(folder.place(file, 0)))?;
        unpacked
    } else {
        bytes
    };
    String::from_utf8(bytes)
        .map_err(|error| Diagnostic::error("not-utf-8", error.to_string()).at(folder.place(file, 0)))
}

fn read_clusters(source: &InputFile, inputs: &DataFolder) -> Result<Vec<u8>, Diagnostic> {
    let text = input_text(&source.file, &source.sha256, inputs)?;
    WordClusters::compile(&text)
        .map_err(|(line, reason)| Diagnostic::error("invalid-clusters", reason).at(inputs.place(&source.file, line)))
}

fn read_treebanks(
    recipe: &Recipe,
    inputs: &DataFolder,
    purpose: Purpose,
) -> Result<Vec<TreebankSentence>, Vec<Diagnostic>> {
    let (mut sentences, mut faults) = (Vec::new(), Vec::new());
    for treebank in &recipe.treebank {
        match read_treebank(treebank, inputs) {
            Ok((train, held_out)) => {
                let used = if purpose == Purpose::Ship { [train, held_out] } else { [train, Vec::new()] };
                let used = used.into_iter().flatten();
                sentences.extend(used.map(|s| syntax::harmonize(s, recipe, &treebank.without_subtypes)));
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(sentences) } else { Err(faults) }
}

/// Trains the decision on ambiguous contractions alone, upon the tables as they are.
///
/// # Errors
/// As [`train`].
pub fn train_segmenter(
    language: &DataFolder,
    inputs: &DataFolder,
    reader: &ReaderResources,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let recipe: Recipe = language.toml("training.toml").map_err(|fault| vec![fault])?;
    let sentences = read_treebanks(&recipe, inputs, Purpose::Measure)?;
    let tokenization = Tokenization::load(language)?;
    let contexts =
        syntax::contraction_contexts(&sentences, &tokenization.ambiguous, &tokenization.contractions, &reader.tables);
    Ok(pack(reader::FORMAT, &segmenter::train(&contexts)))
}

/// The sentences of a treebank: to train on, and held out.
fn read_treebank(treebank: &Treebank, inputs: &DataFolder) -> Result<(Vec<Sentence>, Vec<Sentence>), Diagnostic> {
    let file = &*treebank.file;
    let text = input_text(file, &treebank.sha256, inputs)?;
    let documents = conllu::read(&text, file, "")
        .map_err(|error| Diagnostic::error("invalid-conllu", error.message).at(inputs.place(file, error.line)))?;
    let mut number = 0;
    let (mut train, mut held_out) = (Vec::new(), Vec::new());
    for document in documents {
        for sentence in document.sentences {
            let part =
                if treebank.held_out.holds(&document.document.source, number) { &mut held_out } else { &mut train };
            part.push(sentence);
            number += 1;
        }
    }
    Ok((train, held_out))
}

/// What the recipe of a language holds out of its treebanks, labels brought to ours: by name of the treebank.
///
/// # Errors
/// As [`train`].
pub fn held_out_treebanks(
    language: &DataFolder,
    inputs: &DataFolder,
) -> Result<BTreeMap<String, Vec<Sentence>>, Vec<Diagnostic>> {
    let recipe: Recipe = language.toml("training.toml").map_err(|fault| vec![fault])?;
    let (mut parts, mut faults) = (BTreeMap::new(), Vec::new());
    for treebank in &recipe.treebank {
        match read_treebank(treebank, inputs) {
            Ok((_, held_out)) if held_out.is_empty() => {}
            Ok((_, mut held_out)) => {
                for token in held_out.iter_mut().flat_map(|sentence| &mut sentence.tokens) {
                    token.deprel = syntax::relation(&token.deprel, &recipe);
                    token.feats = syntax::features(&token.feats, &recipe);
                }
                parts.insert(treebank.file.clone(), held_out);
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(parts) } else { Err(faults) }
}
