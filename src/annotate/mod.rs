//! Document → AnnotatedDocument: sentences, tokens, tags, lemmas, heads.

pub mod conllu;
pub mod contractions;
mod dateline;
mod headlines;
pub mod paragraphs;
pub mod sentences;
pub mod tokens;
mod words;

use crate::language::LanguagePack;
use crate::language::reader::ReaderResources;
use crate::model::{AnnotatedDocument, Document, MultiwordToken, Sentence, Span, Token};
use tokens::{Reading, SurfaceToken};

/// Reads a document in one language. Never fails: strange text gives strange tokens.
#[must_use]
pub fn annotate(document: Document, language: &LanguagePack) -> AnnotatedDocument {
    let sentences = sentences_of(&document.text, language).into_iter();
    let mut sentences: Vec<Sentence> = sentences.flat_map(headlines::part_topic).collect();
    for sentence in &mut sentences {
        annotate_tokens(sentence, &language.reader);
    }
    AnnotatedDocument { document, language: language.tag().to_owned(), sentences }
}

/// Reads a document whose sentences and tokens are given: keeps them and predicts the rest anew.
#[must_use]
pub fn annotate_given_tokens(mut annotated: AnnotatedDocument, language: &LanguagePack) -> AnnotatedDocument {
    for sentence in &mut annotated.sentences {
        annotate_tokens(sentence, &language.reader);
    }
    language.tag().clone_into(&mut annotated.language);
    annotated
}

/// Sentences and tokens of a text, without annotation.
#[must_use]
pub fn sentences_of(text: &str, language: &LanguagePack) -> Vec<Sentence> {
    let paragraphs = paragraphs::paragraphs(text, language).into_iter().enumerate();
    paragraphs
        .flat_map(|(number, paragraph)| {
            let sentences = sentences_of_paragraph(text, paragraph.span, &language.reader);
            sentences.into_iter().map(move |sentence| Sentence { kind: paragraph.kind, paragraph: number, ..sentence })
        })
        .collect()
}

/// Sentences and tokens of one paragraph.
#[must_use]
pub fn sentences_of_paragraph(text: &str, paragraph: Span, reader: &ReaderResources) -> Vec<Sentence> {
    let mut surface = tokens::tokenize(text, paragraph, reader);
    contractions::decide(text, &mut surface, reader);
    let ranges = sentences::split_sentences(text, &surface, reader);
    ranges.into_iter().filter_map(|range| sentence(text, &surface[range])).collect()
}

/// Tags, lemmas and heads of a sentence's tokens.
pub fn annotate_tokens(sentence: &mut Sentence, reader: &ReaderResources) {
    let words = reader.tables.words(sentence.tokens.iter().map(|token| token.form.as_str()));
    reader.tagger.tag(&words, &mut sentence.tokens);
    for token in &mut sentence.tokens {
        token.lemma = reader.lemmatizer.lemma(token, &reader.tables.lexicon);
    }
    reader.parser.parse(&words, &mut sentence.tokens);
}

fn sentence(text: &str, surface: &[SurfaceToken]) -> Option<Sentence> {
    let span = surface.first()?.span.cover(surface.last()?.span);
    let mut sentence = Sentence { span, ..Sentence::default() };
    for token in surface {
        let first = sentence.tokens.len();
        let word = |form: &str, span| Token { span, form: form.to_owned(), ..Token::default() };
        match &token.reading {
            Reading::Word => sentence.tokens.push(word(token.span.of(text), token.span)),
            Reading::Parts(parts) => sentence.tokens.extend(parts.iter().map(|&part| word(part.of(text), part))),
            Reading::Contraction(words) => {
                sentence.tokens.extend(words.iter().map(|form| word(form, token.span)));
            }
        }
        let last = sentence.tokens.len() - 1;
        if last > first {
            sentence.multiword.push(MultiwordToken { first, last, span: token.span });
        }
    }
    Some(sentence)
}
