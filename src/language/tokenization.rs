//! Where written words end and which of them are several: `reader/tokenization.toml`, `reader/abbreviations.toml`,
//! `reader/glued_words.txt`.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;

/// Tokenization data of a language.
///
/// All entries are lower-case, with the typewriter's apostrophe; texts are compared in that form.
#[derive(Clone, Debug, Default)]
pub struct Tokenization {
    /// Beginnings with their apostrophe that are words: `l'`.
    pub elisions: FxHashSet<String>,
    /// Words that stay whole whatever they look like: `aujourd'hui`.
    pub whole_words: FxHashSet<String>,
    /// Endings cut off any word, longest first: `n't`, `'s`.
    pub endings: Vec<String>,
    /// Endings cut off a verb form of the lexicon, longest first: `-t-il`.
    pub verb_endings: Vec<String>,
    /// Endings cut off any word of the lexicon, longest first: `-là`.
    pub word_endings: Vec<String>,
    /// Endings in brackets that belong to the word: `(s)`.
    pub bracketed_endings: FxHashSet<String>,
    /// Whether words with hyphens are several, `award` `-` `winning`.
    pub hyphens_split: bool,
    /// Beginnings after which a hyphen does not split: `co`.
    pub prefixes: FxHashSet<String>,
    /// Whether spaces stand between groups of three digits: `350 000`.
    pub spaced_numbers: bool,
    /// Letters directly behind a number that are a token: `bn`, `km`.
    pub units: FxHashSet<String>,
    /// Endings that make `word.ending` an internet address.
    pub internet_endings: FxHashSet<String>,
    /// Written words that are several whose letters are not theirs: `du` is `de le`.
    pub contractions: BTreeMap<String, Vec<String>>,
    /// Contractions that are sometimes a plain word.
    pub ambiguous: FxHashSet<String>,
    /// Written words that are several, letter by letter: `cannot` is `can not`.
    pub splits: BTreeMap<String, Vec<String>>,
    /// Abbreviations after which a sentence goes on: `m.`, `gen.`
    pub before_names: FxHashSet<String>,
    /// Abbreviations only before a figure: `no.`
    pub before_numbers: FxHashSet<String>,
    /// Other abbreviations: `etc.`
    pub abbreviations: FxHashSet<String>,
    /// Words that begin sentences, and tell an end after an abbreviation.
    pub openers: FxHashSet<String>,
    /// Words that, stuck to a name, cannot be part of one.
    pub glued: FxHashSet<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TokenizationFile {
    elisions: Vec<String>,
    whole_words: Vec<String>,
    endings: Vec<String>,
    verb_endings: Vec<String>,
    word_endings: Vec<String>,
    bracketed_endings: Vec<String>,
    hyphens_split: bool,
    prefixes: Vec<String>,
    spaced_numbers: bool,
    units: Vec<String>,
    internet_endings: Vec<String>,
    contractions: BTreeMap<String, Vec<String>>,
    ambiguous: Vec<String>,
    splits: BTreeMap<String, Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct AbbreviationFile {
    before_names: Vec<String>,
    before_numbers: Vec<String>,
    others: Vec<String>,
    sentence_openers: Vec<String>,
}

impl Tokenization {
    /// Name of the main file in a language's folder.
    pub const FILE: &str = "reader/tokenization.toml";
    const ABBREVIATIONS: &str = "reader/abbreviations.toml";
    const GLUED: &str = "reader/glued_words.txt";

    /// Reads its files; missing ones count as empty.
    ///
    /// # Errors
    /// Every fault, with file and line.
    pub fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let file: TokenizationFile = optional(folder, Self::FILE, &mut faults);
        let abbreviations: AbbreviationFile = optional(folder, Self::ABBREVIATIONS, &mut faults);
        let glued = if folder.contains(Self::GLUED) {
            folder.entries(Self::GLUED).unwrap_or_else(|fault| {
                faults.push(fault);
                Vec::new()
            })
        } else {
            Vec::new()
        };
        for (written, parts) in &file.splits {
            if parts.concat() != *written {
                let message = format!("the parts of `{written}` do not make it up letter by letter");
                faults.push(Diagnostic::error("invalid-split", message).at(folder.place(Self::FILE, 0)));
            }
        }
        let every = file.elisions.iter().chain(&file.whole_words).chain(&file.endings).chain(&file.verb_endings);
        for entry in every.chain(&file.word_endings).chain(&abbreviations.before_names).chain(&abbreviations.others) {
            if *entry != normal(entry) {
                let message = format!("`{entry}` is never met: write it in lower case, with `'`");
                faults.push(Diagnostic::error("unreachable-entry", message).at(folder.place(Self::FILE, 0)));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let longest_first = |mut endings: Vec<String>| {
            endings.sort_by_key(|ending| std::cmp::Reverse(ending.len()));
            endings
        };
        let set = |entries: Vec<String>| entries.into_iter().collect::<FxHashSet<_>>();
        Ok(Self {
            elisions: set(file.elisions),
            whole_words: set(file.whole_words),
            endings: longest_first(file.endings),
            verb_endings: longest_first(file.verb_endings),
            word_endings: longest_first(file.word_endings),
            bracketed_endings: set(file.bracketed_endings),
            hyphens_split: file.hyphens_split,
            prefixes: set(file.prefixes),
            spaced_numbers: file.spaced_numbers,
            units: set(file.units),
            internet_endings: set(file.internet_endings),
            contractions: file.contractions,
            ambiguous: set(file.ambiguous),
            splits: file.splits,
            before_names: set(abbreviations.before_names),
            before_numbers: set(abbreviations.before_numbers),
            abbreviations: set(abbreviations.others),
            openers: set(abbreviations.sentence_openers),
            glued: glued.into_iter().map(|(_, entry)| entry).collect(),
        })
    }

    /// Whether a form with its full stop is an abbreviation.
    #[must_use]
    pub fn is_abbreviation(&self, normal: &str) -> bool {
        self.before_names.contains(normal) || self.abbreviations.contains(normal)
    }
}

/// The form in which entries are written: lower-case, typewriter's apostrophe, plain hyphen.
#[must_use]
pub fn normal(form: &str) -> String {
    form.to_lowercase().replace(['’', '‘', 'ʼ', '`'], "'").replace(['\u{2010}', '\u{2011}'], "-")
}

fn optional<T: Default + serde::de::DeserializeOwned>(
    folder: &DataFolder,
    file: &str,
    faults: &mut Vec<Diagnostic>,
) -> T {
    if !folder.contains(file) {
        return T::default();
    }
    folder.toml(file).unwrap_or_else(|fault| {
        faults.push(fault);
        T::default()
    })
}
