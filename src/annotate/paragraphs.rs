//! Paragraphs of a text and what they are: article or what surrounds it.

use crate::language::LanguagePack;
use crate::model::{SentenceKind, Span};

/// A line of the text that holds more than white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Without the white space around it.
    pub span: Span,
    /// What its sentences are.
    pub kind: SentenceKind,
}

/// Cuts a text at line breaks and says of each paragraph what it is.
#[must_use]
pub fn paragraphs(text: &str, _language: &LanguagePack) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let from = start + (line.len() - line.trim_start().len());
            let span = Span::new(from, from + trimmed.len());
            paragraphs.push(Paragraph { span, kind: SentenceKind::Prose });
        }
        start += line.len();
    }
    paragraphs
}
