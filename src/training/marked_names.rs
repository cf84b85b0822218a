//! Texts in which people have marked the names, in the two formats such data come in.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use crate::annotate::conllu;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{AnnotatedDocument, CharOffsets, CharSpan, Sentence, Span, TokenIndex, Upos};

/// Words of a sentence that are a name, and what kind of thing it names.
pub type MarkedName = (Range<TokenIndex>, String);

/// A text with the places of its names.
#[derive(Clone, Debug)]
pub struct MarkedText {
    /// Its id in the collection.
    pub id: String,
    /// The text.
    pub text: String,
    /// Names with what kind of thing they name, in text order.
    pub names: Vec<(Span, String)>,
}

/// A document of a treebank with its names.
#[derive(Clone, Debug)]
pub struct MarkedTreebankDocument {
    /// Sentences and tokens as annotated there; its source ends with the id of the document.
    pub annotated: AnnotatedDocument,
    /// The names of each sentence, in text order.
    pub names: Vec<Vec<MarkedName>>,
}

impl MarkedTreebankDocument {
    /// As a text with the places of its names.
    #[must_use]
    pub fn into_text(self) -> MarkedText {
        let spans = self.annotated.sentences.iter().zip(&self.names).flat_map(|(sentence, names)| {
            names.iter().filter_map(|(tokens, kind)| {
                let words = sentence.tokens.get(tokens.clone())?;
                Some((words.first()?.span.cover(words.last()?.span), kind.clone()))
            })
        });
        let names = spans.collect();
        MarkedText { id: self.annotated.document.source.clone(), text: self.annotated.document.text, names }
    }
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    /// Code points from, to, label.
    ents: Vec<(usize, usize, String)>,
}

/// Reads JSON Lines with `id`, `text` and `ents`, names as `[from, to, label]` in code points. `kinds` says what kind
/// of thing a label stands for; names with other labels are left out.
///
/// # Errors
/// The first line that is not such a record.
pub fn read_lines(text: &str, file: &str, kinds: &BTreeMap<String, String>) -> Result<Vec<MarkedText>, Diagnostic> {
    let mut texts = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let Line { id, text, ents } = serde_json::from_str(line).map_err(|error| {
            Diagnostic::error("invalid-names", error.to_string()).at(Place::line(file, index + 1))
        })?;
        let offsets = CharOffsets::new(&text);
        let mut names: Vec<(Span, String)> = ents
            .iter()
            .filter_map(|(start, end, label)| {
                let kind = kinds.get(label)?;
                Some((offsets.to_bytes(CharSpan::new(*start, *end))?, kind.clone()))
            })
            .collect();
        names.sort_unstable();
        texts.push(MarkedText { id, text, names });
    }
    Ok(texts)
}

/// Reads a treebank whose MISC column marks entities the way GUM does, `Entity=(4-person-new-…`. Its entities are whole
/// noun phrases; the name is the run of proper nouns around the head.
///
/// # Errors
/// The first line that is not CoNLL-U.
pub fn read_treebank(
    text: &str,
    file: &str,
    kinds: &BTreeMap<String, String>,
) -> Result<Vec<MarkedTreebankDocument>, Diagnostic> {
    let documents = conllu::read_with_miscellany(text, file, "")
        .map_err(|error| Diagnostic::error("invalid-conllu", error.message).at(Place::line(file, error.line)))?;
    let marked = documents.into_iter().map(|(annotated, miscellany)| {
        let sentences = annotated.sentences.iter().zip(&miscellany.sentences);
        let names = sentences.map(|(sentence, misc)| names_of(sentence, misc, kinds)).collect();
        MarkedTreebankDocument { annotated, names }
    });
    Ok(marked.collect())
}

fn names_of(sentence: &Sentence, misc: &[String], kinds: &BTreeMap<String, String>) -> Vec<MarkedName> {
    let mut names: Vec<MarkedName> = Vec::new();
    // Longer mentions first, so that "Bank of France" is found before "France".
    let mut mentions = mentions(misc);
    mentions.sort_by_key(|(tokens, _)| (std::cmp::Reverse(tokens.len()), tokens.start));
    for (tokens, label) in mentions {
        let Some(kind) = kinds.get(&label) else { continue };
        let Some(core) = proper_core(sentence, tokens, kind == "person") else { continue };
        if names.iter().all(|(other, _)| other.end <= core.start || core.end <= other.start) {
            names.push((core, kind.clone()));
        }
    }
    names.sort_by_key(|(tokens, _)| tokens.start);
    names
}

/// Entity mentions of a sentence with their types, from the brackets in the MISC column.
fn mentions(misc: &[String]) -> Vec<(Range<TokenIndex>, String)> {
    let mut mentions = Vec::new();
    let mut open: Vec<(String, usize, String)> = Vec::new();
    for (at, misc) in misc.iter().enumerate() {
        let Some(mut rest) = misc.split('|').find_map(|pair| pair.strip_prefix("Entity=")) else { continue };
        while !rest.is_empty() {
            if let Some(opening) = rest.strip_prefix('(') {
                let length = opening.find(['(', ')']).unwrap_or(opening.len());
                let mut parts = opening[..length].split('-');
                let (id, label) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
                rest = &opening[length..];
                if let Some(after) = rest.strip_prefix(')') {
                    rest = after;
                    mentions.push((at..at + 1, label.to_owned()));
                } else {
                    open.push((id.to_owned(), at, label.to_owned()));
                }
            } else {
                let length = rest.find([')', '(']).unwrap_or(rest.len());
                let id = &rest[..length];
                rest = rest[length..].strip_prefix(')').unwrap_or(&rest[length..]);
                if let Some(found) = open.iter().rposition(|(opened, _, _)| opened == id) {
                    let (_, start, label) = open.remove(found);
                    mentions.push((start..at + 1, label));
                }
                if length == 0 && !rest.is_empty() && !rest.starts_with('(') {
                    rest = "";
                }
            }
        }
    }
    mentions
}

/// The proper name a mention has for its head: capitalised words around it, "of" and hyphens between them included;
/// of a person only what is part of the name itself, since titles are proper nouns there, too.
fn proper_core(sentence: &Sentence, mention: Range<TokenIndex>, is_person: bool) -> Option<Range<TokenIndex>> {
    let tokens = &sentence.tokens;
    let head = mention.clone().find(|&at| tokens[at].head.is_none_or(|head| !mention.contains(&head)))?;
    if tokens[head].upos != Upos::Propn {
        return None;
    }
    let in_name = |at: usize| {
        let token = &tokens[at];
        if !mention.contains(&at) || matches!(token.upos, Upos::Det | Upos::Punct | Upos::Adp | Upos::Pron) {
            return false;
        }
        if is_person && at < head {
            return token.deprel.universal() == "flat" || token.deprel.universal() == "goeswith";
        }
        let describes = token.deprel.as_str() == "nmod:desc" || token.deprel.universal() == "appos";
        !describes && (token.upos == Upos::Propn || token.form.chars().next().is_some_and(char::is_uppercase))
    };
    let bridges = |at: usize| mention.contains(&at) && matches!(tokens[at].form.as_str(), "of" | "-" | "&" | "–");
    let (mut start, mut end) = (head, head + 1);
    while start > mention.start {
        if in_name(start - 1) {
            start -= 1;
        } else if start >= mention.start + 2 && bridges(start - 1) && in_name(start - 2) {
            start -= 2;
        } else {
            break;
        }
    }
    while end < mention.end {
        if in_name(end) {
            end += 1;
        } else if bridges(end) && in_name(end + 1) {
            end += 2;
        } else {
            break;
        }
    }
    Some(start..end)
}
