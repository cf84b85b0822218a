//! DetectedDocument → relation mentions: rules over dependency trees, polarity, modality, attribution.

use crate::diagnostic::Diagnostic;
use crate::language::LanguagePack;
use crate::model::{DetectedDocument, RelationMention};
use crate::ontology::Ontology;

/// The rules of one language, ready to run.
#[derive(Clone, Debug)]
pub struct CompiledRules {}

impl CompiledRules {
    /// Compiles the rules of a language pack.
    ///
    /// # Errors
    /// Every rule that names an unknown relation or role, with file and line.
    pub fn new(_language: &LanguagePack, _ontology: &Ontology) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self {})
    }
}

/// Finds the relations a document speaks of, in text order.
#[must_use]
pub fn extract(
    _detected: &DetectedDocument,
    _language: &LanguagePack,
    _rules: &CompiledRules,
    _ontology: &Ontology,
) -> Vec<RelationMention> {
    Vec::new()
}
