//! Dates, numbers, money, titles, role nouns, pronouns of a language.

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;

/// Dates, numbers, money, titles, role nouns, pronouns of a language.
#[derive(Clone, Debug)]
pub struct ExpressionResources {}

impl ExpressionResources {
    /// Reads its files from a language folder.
    ///
    /// # Errors
    /// Every fault, with file and line.
    pub fn load(_folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self {})
    }
}
