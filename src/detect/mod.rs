//! AnnotatedDocument → DetectedDocument: names, nominals, pronouns; dates, amounts, quantities.

use crate::knowledge_base::KnowledgeBase;
use crate::language::LanguagePack;
use crate::model::{AnnotatedDocument, DetectedDocument};

/// Finds everything that refers or measures.
#[must_use]
pub fn detect(annotated: AnnotatedDocument, _language: &LanguagePack, _kb: &KnowledgeBase) -> DetectedDocument {
    DetectedDocument { annotated, mentions: Vec::new(), values: Vec::new() }
}
