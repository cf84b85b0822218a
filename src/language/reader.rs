//! Tokenization data, lexicon and models of a language.

use super::tokenization::Tokenization;
use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;
use crate::learn::clusters::WordClusters;
use crate::learn::columns::{Malformed, unpack};
use crate::learn::lemmatizer::Lemmatizer;
use crate::learn::lexicon::Lexicon;
pub use crate::learn::name_memory::NameMemory;
pub use crate::learn::names::{FoundName, NameClues, NameHit, OTHER};
use crate::learn::names::{NameContext, NameFinder};
use crate::learn::parser::Parser;
use crate::learn::segmenter::Segmenter;
use crate::learn::tagger::Tagger;
use crate::learn::words::WordTables;
use crate::model::Sentence;

/// First line of every compiled file; changes when an older program could not read a newer file.
pub const FORMAT: &str = "filature reader 3";

/// Names of the compiled files in a language's folder.
pub mod files {
    /// Groups of words used alike.
    pub const CLUSTERS: &str = "reader/word_clusters.bin";
    /// Word forms with readings.
    pub const LEXICON: &str = "reader/lexicon.bin";
    /// Which written words are contractions.
    pub const SEGMENTER: &str = "reader/segmenter.bin";
    /// Parts of speech and features.
    pub const TAGGER: &str = "reader/tagger.bin";
    /// Lemmas.
    pub const LEMMATIZER: &str = "reader/lemmatizer.bin";
    /// Heads and relations.
    pub const PARSER: &str = "reader/parser.bin";
    /// Names.
    pub const NAMES: &str = "reader/names.bin";
    /// All of them.
    pub const ALL: &[&str] = &[CLUSTERS, LEXICON, SEGMENTER, TAGGER, LEMMATIZER, PARSER, NAMES];
}

/// Tokenization data, lexicon and models of a language.
///
/// A language whose folder lacks a compiled file is read without that model: all tags `X`, all heads a chain, no
/// names. That is how a new language begins.
#[derive(Clone, Debug, Default)]
pub struct ReaderResources {
    /// Where words end.
    pub tokenization: Tokenization,
    /// Groups and lexicon.
    pub tables: WordTables,
    /// Ambiguous contractions.
    pub segmenter: Segmenter,
    /// Parts of speech and features.
    pub tagger: Tagger,
    /// Lemmas.
    pub lemmatizer: Lemmatizer,
    /// Heads and relations.
    pub parser: Parser,
    /// Names.
    pub names: NameFinder,
}

impl ReaderResources {
    /// The names of an annotated sentence, in text order, not overlapping. `clues` are what lists know of its words;
    /// they help the model, none is needed. `memory` is begun anew with every document and passed from one sentence to
    /// the next.
    #[must_use]
    pub fn find_names(&self, sentence: &Sentence, clues: &NameClues, memory: &mut NameMemory) -> Vec<FoundName> {
        let words = self.tables.words(sentence.tokens.iter().map(|token| token.form.as_str()));
        self.names.find(NameContext { words: &words, tokens: &sentence.tokens, clues }, memory)
    }

    /// Reads its files from a language folder.
    ///
    /// # Errors
    /// Every fault, with file and line.
    pub fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let reader = Self {
            tokenization: Tokenization::load(folder).unwrap_or_else(|found| {
                faults.extend(found);
                Tokenization::default()
            }),
            tables: WordTables {
                clusters: compiled(folder, files::CLUSTERS, WordClusters::decode, &mut faults),
                lexicon: compiled(folder, files::LEXICON, Lexicon::decode, &mut faults),
            },
            segmenter: compiled(folder, files::SEGMENTER, Segmenter::decode, &mut faults),
            tagger: compiled(folder, files::TAGGER, Tagger::decode, &mut faults),
            lemmatizer: compiled(folder, files::LEMMATIZER, Lemmatizer::decode, &mut faults),
            parser: compiled(folder, files::PARSER, Parser::decode, &mut faults),
            names: compiled(folder, files::NAMES, NameFinder::decode, &mut faults),
        };
        if faults.is_empty() { Ok(reader) } else { Err(faults) }
    }
}

fn compiled<T: Default>(
    folder: &DataFolder,
    file: &str,
    decode: impl Fn(&[u8]) -> Result<T, Malformed>,
    faults: &mut Vec<Diagnostic>,
) -> T {
    if !folder.contains(file) {
        return T::default();
    }
    let decoded = folder.bytes(file).and_then(|packed| {
        unpack(FORMAT, &packed).and_then(|content| decode(&content)).map_err(|Malformed(reason)| {
            Diagnostic::error("damaged-model", reason)
                .at(folder.place(file, 0))
                .hint("`filature train` makes this file")
        })
    });
    decoded.unwrap_or_else(|fault| {
        faults.push(fault);
        T::default()
    })
}
