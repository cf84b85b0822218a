//! Verbs of saying, hedges and negation of a language.

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;

/// Verbs of saying, hedges and negation of a language.
#[derive(Clone, Debug)]
pub struct ReportingResources {}

impl ReportingResources {
    /// Reads its files from a language folder.
    ///
    /// # Errors
    /// Every fault, with file and line.
    pub fn load(_folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self {})
    }
}
