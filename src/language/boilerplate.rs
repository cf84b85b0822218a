//! How to tell the article from the page around it.

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;

/// How to tell the article from the page around it.
#[derive(Clone, Debug)]
pub struct BoilerplateResources {}

impl BoilerplateResources {
    /// Reads its files from a language folder.
    ///
    /// # Errors
    /// Every fault, with file and line.
    pub fn load(_folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self {})
    }
}
