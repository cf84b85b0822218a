//! Tokenization data, lexicon and models of a language.

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;

/// Tokenization data, lexicon and models of a language.
#[derive(Clone, Debug)]
pub struct ReaderResources {}

impl ReaderResources {
    /// Reads its files from a language folder.
    ///
    /// # Errors
    /// Every fault, with file and line.
    pub fn load(_folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self {})
    }
}
