//! Texts with names marked → name finder.

use rayon::prelude::*;

use crate::annotate::{annotate_tokens, sentences_of_paragraph};
use crate::data_folder::DataFolder;
use crate::detect::{reading_order, sentence_clues};
use crate::diagnostic::Diagnostic;
use crate::knowledge_base::KnowledgeBase;
use crate::language::LanguagePack;
use crate::learn::names::{self, NameClues, NameContext, NameExample, NameOptions};
use crate::learn::words::Word;
use crate::model::{AnnotatedDocument, Document, NewDocument, Sentence, SentenceKind, Span};

use super::marked_names::{MarkedName, MarkedText, MarkedTreebankDocument, read_lines, read_treebank};
use super::recipe::{NameSource, Settings};
use super::syntax::case_variants;

/// A document to learn names from.
pub(super) struct NamedDocument {
    /// With tags, lemmas and heads as the models predict them.
    annotated: AnnotatedDocument,
    /// The names of each sentence, in text order.
    names: Vec<Vec<MarkedName>>,
    /// What lists know of each sentence.
    clues: Vec<NameClues>,
}

/// Reads what a source gives to train on, annotating its sentences with the models of `language`; with what is held
/// out, if that is wanted.
pub(super) fn read(
    source: &NameSource,
    inputs: &DataFolder,
    language: &LanguagePack,
    kb: &KnowledgeBase,
    include_held_out: bool,
) -> Result<Vec<NamedDocument>, Diagnostic> {
    let text = super::input_text(&source.file, &source.sha256, inputs)?;
    let place = inputs.place(&source.file, 0).file;
    let wanted = |id: &str, number: usize| include_held_out || !source.held_out.holds(id, number);
    let mut documents: Vec<NamedDocument> = if source.file.ends_with(".conllu") {
        let marked = read_treebank(&text, &place, &source.kinds)?.into_iter().enumerate();
        let marked = marked.filter(|(number, document)| wanted(&document.annotated.document.source, *number));
        marked.map(|(_, document)| from_treebank(document)).collect()
    } else {
        let marked = read_lines(&text, &place, &source.kinds)?.into_iter().enumerate();
        let marked = marked.filter(|(number, document)| wanted(&document.id, *number));
        marked.map(|(_, document)| from_text(document, language)).collect()
    };
    documents.par_iter_mut().for_each(|document| {
        document.annotated.sentences.iter_mut().for_each(|sentence| annotate_tokens(sentence, &language.reader));
        document.clues = sentence_clues(&document.annotated, language, kb);
    });
    Ok(documents)
}

fn from_treebank(marked: MarkedTreebankDocument) -> NamedDocument {
    NamedDocument { annotated: marked.annotated, names: marked.names, clues: Vec::new() }
}

/// A name whose borders are not those of tokens makes its sentence unfit to learn from; the sentence is left out.
fn from_text(marked: MarkedText, language: &LanguagePack) -> NamedDocument {
    let (mut sentences, mut names) = (Vec::new(), Vec::new());
    let mut start = 0;
    for (paragraph, line) in marked.text.split_inclusive('\n').enumerate() {
        let stretch = Span::new(start, start + line.trim_end().len());
        start += line.len();
        // The first line of an article of several is its title.
        let is_title = paragraph == 0 && stretch.end < marked.text.trim_end().len();
        let kind = if is_title { SentenceKind::Headline } else { SentenceKind::Prose };
        for sentence in sentences_of_paragraph(&marked.text, stretch, &language.reader) {
            if let Some(found) = names_in(&sentence, &marked.names) {
                sentences.push(Sentence { kind, paragraph, ..sentence });
                names.push(found);
            }
        }
    }
    let document = Document::new(NewDocument { source: marked.id, text: marked.text, ..NewDocument::default() });
    let annotated = AnnotatedDocument { document, language: language.tag().to_owned(), sentences };
    NamedDocument { annotated, names, clues: Vec::new() }
}

fn names_in(sentence: &Sentence, names: &[(Span, String)]) -> Option<Vec<MarkedName>> {
    let from = names.partition_point(|(span, _)| span.end <= sentence.span.start);
    let mut marked: Vec<MarkedName> = Vec::new();
    for (span, kind) in names[from..].iter().take_while(|(span, _)| span.start < sentence.span.end) {
        let first = sentence.tokens.iter().position(|token| token.span.start == span.start)?;
        let last = sentence.tokens.iter().rposition(|token| token.span.end == span.end)?;
        if last < first || marked.last().is_some_and(|(before, _)| before.end > first) {
            return None;
        }
        marked.push((first..last + 1, kind.clone()));
    }
    Some(marked)
}

/// Trains on sources and the number of times each counts.
pub(super) fn train(
    sources: &[(Vec<NamedDocument>, &NameSource)],
    language: &LanguagePack,
    settings: &Settings,
) -> Vec<u8> {
    let tables = &language.reader.tables;
    let looked_up = |document: &NamedDocument| -> Vec<(Vec<Word>, Vec<Vec<Word>>)> {
        let sentences = document.annotated.sentences.iter().map(|sentence| {
            let forms = || sentence.tokens.iter().map(|token| token.form.as_str());
            (tables.words(forms()), case_variants(forms(), tables))
        });
        sentences.collect()
    };
    let words: Vec<Vec<_>> =
        sources.iter().map(|(documents, _)| documents.par_iter().map(looked_up).collect()).collect();
    let mut examples = Vec::new();
    for ((documents, source), words) in sources.iter().zip(&words) {
        for (document, words) in documents.iter().zip(words) {
            let sentence = |index: usize| NameExample {
                context: NameContext {
                    words: &words[index].0,
                    tokens: &document.annotated.sentences[index].tokens,
                    clues: &document.clues[index],
                },
                variants: &words[index].1,
                names: &document.names[index],
                unmarked: &source.unmarked,
            };
            let sentences: Vec<_> = reading_order(&document.annotated.sentences).into_iter().map(sentence).collect();
            examples.extend(std::iter::repeat_n(sentences, source.times));
        }
    }
    let options = NameOptions {
        rounds: settings.names_rounds,
        threshold: settings.names_threshold,
        variant_every: settings.variant_every,
    };
    names::train(&examples, options)
}
