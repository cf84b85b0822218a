//! Rules as they are written; [`crate::extract`] compiles them.

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;

/// A rule as written.
#[derive(Clone, Debug)]
pub struct Rule {}

/// Reads `rules/*.toml` of a language folder.
///
/// # Errors
/// Every fault, with file and line.
pub fn load(_folder: &DataFolder) -> Result<Vec<Rule>, Vec<Diagnostic>> {
    Ok(Vec::new())
}
