//! Texts with names marked → name finder.

use std::ops::Range;

use rayon::prelude::*;
use serde::Deserialize;

use crate::annotate::{annotate_tokens, conllu, sentences_of_paragraph};
use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;
use crate::language::reader::ReaderResources;
use crate::learn::names::{self, NameContext, NameExample, NameOptions};
use crate::learn::words::Word;
use crate::model::{CharOffsets, CharSpan, Sentence, Span, TokenIndex, Upos};

use super::recipe::{NameSource, Settings};
use super::syntax::case_variants;

/// Words of a sentence that are a name, and what kind of thing it names.
pub type MarkedName = (Range<TokenIndex>, String);

/// A sentence with its names marked.
#[derive(Clone, Debug)]
pub struct NamedSentence {
    /// With tags, lemmas and heads as the models predict them.
    pub sentence: Sentence,
    /// In text order.
    pub names: Vec<MarkedName>,
}

/// What a source gives: to train on, and held out.
pub(super) struct NameTexts {
    pub(super) train: Vec<NamedSentence>,
    pub(super) held_out: Vec<NamedSentence>,
}

/// Reads a source, annotating its sentences with the models of `reader`.
pub(super) fn read(
    source: &NameSource,
    inputs: &DataFolder,
    reader: &ReaderResources,
) -> Result<NameTexts, Diagnostic> {
    let text = super::input_text(&source.file, &source.sha256, inputs)?;
    let documents = if source.file.ends_with(".conllu") {
        from_treebank(&text, source, inputs)?
    } else {
        from_offsets(&text, source, inputs, reader)?
    };
    let mut texts = NameTexts { train: Vec::new(), held_out: Vec::new() };
    for (number, (id, sentences)) in documents.into_iter().enumerate() {
        let part = if source.held_out.holds(&id, number) { &mut texts.held_out } else { &mut texts.train };
        part.extend(sentences);
    }
    for part in [&mut texts.train, &mut texts.held_out] {
        part.par_iter_mut().for_each(|named| annotate_tokens(&mut named.sentence, reader));
    }
    Ok(texts)
}

type NamedDocument = (String, Vec<NamedSentence>);

#[derive(Deserialize)]
struct MarkedText {
    id: String,
    text: String,
    /// Code points from, to, label.
    ents: Vec<(usize, usize, String)>,
}

/// JSON Lines with names as ranges of code points. A name whose borders are not those of tokens makes its sentence
/// unfit to learn from; the sentence is left out.
fn from_offsets(
    text: &str,
    source: &NameSource,
    inputs: &DataFolder,
    reader: &ReaderResources,
) -> Result<Vec<NamedDocument>, Diagnostic> {
    let mut documents = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let document: MarkedText = serde_json::from_str(line).map_err(|error| {
            Diagnostic::error("invalid-names", error.to_string()).at(inputs.place(&source.file, index + 1))
        })?;
        let offsets = CharOffsets::new(&document.text);
        let mut names: Vec<(Span, &str)> = document
            .ents
            .iter()
            .filter_map(|(start, end, label)| {
                let kind = source.kinds.get(label)?;
                Some((offsets.to_bytes(CharSpan::new(*start, *end))?, kind.as_str()))
            })
            .collect();
        names.sort_unstable();
        let mut sentences = Vec::new();
        let mut start = 0;
        for line in document.text.split_inclusive('\n') {
            let paragraph = Span::new(start, start + line.trim_end().len());
            start += line.len();
            for sentence in sentences_of_paragraph(&document.text, paragraph, reader) {
                sentences.extend(mark(sentence, &names));
            }
        }
        documents.push((document.id, sentences));
    }
    Ok(documents)
}

fn mark(sentence: Sentence, names: &[(Span, &str)]) -> Option<NamedSentence> {
    let from = names.partition_point(|(span, _)| span.end <= sentence.span.start);
    let mut marked: Vec<MarkedName> = Vec::new();
    for (span, kind) in names[from..].iter().take_while(|(span, _)| span.start < sentence.span.end) {
        let first = sentence.tokens.iter().position(|token| token.span.start == span.start)?;
        let last = sentence.tokens.iter().rposition(|token| token.span.end == span.end)?;
        if last < first || marked.last().is_some_and(|(before, _)| before.end > first) {
            return None;
        }
        marked.push((first..last + 1, (*kind).to_owned()));
    }
    Some(NamedSentence { sentence, names: marked })
}

/// A treebank whose MISC column marks entities the way GUM does, `Entity=(4-person-new-…`. Its entities are whole noun
/// phrases; the name is the run of proper nouns around the head.
fn from_treebank(text: &str, source: &NameSource, inputs: &DataFolder) -> Result<Vec<NamedDocument>, Diagnostic> {
    let documents = conllu::read_with_miscellany(text, &source.file, "").map_err(|error| {
        Diagnostic::error("invalid-conllu", error.message).at(inputs.place(&source.file, error.line))
    })?;
    let mut named = Vec::new();
    for (document, miscellany) in documents {
        let sentences = document.sentences.into_iter().zip(&miscellany.sentences);
        let sentences = sentences.map(|(sentence, misc)| {
            let mut names: Vec<MarkedName> = Vec::new();
            // Longer mentions first, so that "Bank of France" is found before "France".
            let mut mentions = mentions(misc);
            mentions.sort_by_key(|(tokens, _)| (std::cmp::Reverse(tokens.len()), tokens.start));
            for (tokens, label) in mentions {
                let Some(kind) = source.kinds.get(&label) else { continue };
                let Some(core) = proper_core(&sentence, tokens, kind == "person") else { continue };
                if names.iter().all(|(other, _)| other.end <= core.start || core.end <= other.start) {
                    names.push((core, kind.clone()));
                }
            }
            names.sort_by_key(|(tokens, _)| tokens.start);
            NamedSentence { sentence, names }
        });
        named.push((document.document.source.clone(), sentences.collect()));
    }
    Ok(named)
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

/// Trains on sources and the number of times each counts.
pub(super) fn train(
    sources: &[(NameTexts, &NameSource)],
    reader: &ReaderResources,
    include_held_out: bool,
    settings: &Settings,
) -> Vec<u8> {
    let mut sentences: Vec<(&NamedSentence, &NameSource)> = Vec::new();
    for (texts, source) in sources {
        for _ in 0..source.times {
            sentences.extend(texts.train.iter().map(|sentence| (sentence, *source)));
            if include_held_out {
                sentences.extend(texts.held_out.iter().map(|sentence| (sentence, *source)));
            }
        }
    }
    let looked_up: Vec<(Vec<Word>, Vec<Vec<Word>>)> = sentences
        .par_iter()
        .map(|(named, _)| {
            let forms = || named.sentence.tokens.iter().map(|token| token.form.as_str());
            (reader.tables.words(forms()), case_variants(forms(), &reader.tables))
        })
        .collect();
    let examples: Vec<NameExample<'_>> = sentences
        .iter()
        .zip(&looked_up)
        .map(|((named, source), (words, variants))| NameExample {
            context: NameContext { words, tokens: &named.sentence.tokens, hits: &[] },
            variants,
            names: &named.names,
            unmarked: &source.unmarked,
        })
        .collect();
    let options = NameOptions {
        rounds: settings.names_rounds,
        threshold: settings.names_threshold,
        variant_every: settings.variant_every,
    };
    names::train(&examples, options)
}
