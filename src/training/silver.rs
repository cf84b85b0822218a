//! Trees that a stronger parser proposed for texts nobody annotated: only our parser learns from them.
//!
//! The trees are kept without the texts. A sentence of a text, cut and tagged by our own reader, is known again by its
//! words; so the parser meets tags as it will meet them later.

use std::collections::BTreeMap;
use std::str::FromStr;

use rayon::prelude::*;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::annotate::{annotate_tokens, sentences_of_paragraph};
use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;
use crate::language::reader::ReaderResources;
use crate::model::{Deprel, Sentence, Span, Token};

use super::recipe::SilverSource;

/// A sentence with tags as our tagger gives them and with the tree that was proposed for it.
#[derive(Clone, Debug)]
pub(super) struct SilverSentence {
    pub(super) tagged: Vec<Token>,
    pub(super) proposed: Vec<Token>,
}

/// Heads and relations of one sentence, in the order of its words; heads count from 1, 0 is the root.
type Tree = Vec<(usize, Deprel)>;

#[derive(Deserialize)]
struct Line {
    text: String,
}

/// The sentences of the texts that trees are known for.
///
/// # Errors
/// When a file cannot be read, or when fewer than nine in ten of the trees find their sentence: then the way that texts
/// are cut into words has changed, and the trees should be made anew.
pub(super) fn read(
    source: &SilverSource,
    language: &DataFolder,
    inputs: &DataFolder,
    reader: &ReaderResources,
) -> Result<Vec<SilverSentence>, Diagnostic> {
    let mut trees = read_trees(source, language)?;
    let known = trees.len();
    let mut found = Vec::new();
    for text in &source.texts {
        let lines = super::input_text(&text.file, &text.sha256, inputs)?;
        let lines: Vec<(usize, &str)> = lines.lines().enumerate().collect();
        let read = |&(number, line): &(usize, &str)| {
            let Line { text: passage } = serde_json::from_str(line).map_err(|error| {
                Diagnostic::error("invalid-json-line", error.to_string()).at(inputs.place(&text.file, number + 1))
            })?;
            Ok(sentences(&passage, reader))
        };
        let passages: Vec<Vec<Sentence>> = lines.par_iter().map(read).collect::<Result<_, Diagnostic>>()?;
        for tokens in passages.into_iter().flatten().map(|sentence| sentence.tokens) {
            // A sentence that occurs twice is learned once.
            let tree = trees.remove(&key(&tokens)).filter(|tree| tree.len() == tokens.len());
            found.extend(tree.map(|tree| with_tree(tokens, tree)));
        }
    }
    if found.len() * 10 < known * 9 {
        let reason = format!("of {known} trees only {} find their sentence", found.len());
        return Err(Diagnostic::error("stale-silver-trees", reason)
            .at(language.place(&source.trees, 0))
            .hint("texts are cut into other words than when the trees were made; make them anew by `make_trees.py`"));
    }
    Ok(found)
}

/// What a sentence is known again by: the first twelve digits of the SHA-256 of its words with spaces between.
fn key(tokens: &[Token]) -> String {
    let words: Vec<&str> = tokens.iter().map(|token| token.form.as_str()).collect();
    let digest = Sha256::digest(words.join(" ").as_bytes());
    digest[..6].iter().fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"))
}

fn sentences(passage: &str, reader: &ReaderResources) -> Vec<Sentence> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in passage.split_inclusive('\n') {
        let paragraph = Span::new(start, start + line.trim_end().len());
        start += line.len();
        found.extend(sentences_of_paragraph(passage, paragraph, reader));
    }
    found.iter_mut().for_each(|sentence| annotate_tokens(sentence, reader));
    found
}

fn with_tree(tagged: Vec<Token>, tree: Tree) -> SilverSentence {
    let mut proposed = tagged.clone();
    for (token, (head, relation)) in proposed.iter_mut().zip(tree) {
        token.head = head.checked_sub(1);
        token.deprel = relation;
    }
    SilverSentence { tagged, proposed }
}

/// Reads lines of a key, a tab, and for each word its head and its relation: `2:nsubj 0:root`.
fn read_trees(source: &SilverSource, language: &DataFolder) -> Result<BTreeMap<String, Tree>, Diagnostic> {
    let text = super::unpacked_text(&source.trees, language.bytes(&source.trees)?.into_owned(), language)?;
    let mut trees = BTreeMap::new();
    for (number, line) in text.lines().enumerate() {
        let read = line.split_once('\t').and_then(|(key, words)| Some((key, tree(words)?)));
        let Some((key, tree)) = read else {
            let reason = "not a key, a tab, and `head:relation` for each word".to_owned();
            return Err(Diagnostic::error("invalid-silver-tree", reason).at(language.place(&source.trees, number + 1)));
        };
        trees.insert(key.to_owned(), tree);
    }
    Ok(trees)
}

fn tree(words: &str) -> Option<Tree> {
    let words: Option<Tree> = words
        .split(' ')
        .map(|word| {
            let (head, relation) = word.split_once(':')?;
            Some((usize::from_str(head).ok()?, Deprel::new(relation)))
        })
        .collect();
    let words = words?;
    words.iter().all(|(head, _)| *head <= words.len()).then_some(words)
}
