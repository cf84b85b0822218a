//! How to tell that a text is in a language.

use std::collections::BTreeSet;

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;

/// How to tell that a text is in a language.
#[derive(Clone, Debug, Default)]
pub struct IdentificationResources {
    /// Short frequent words in lower case, elided ones without their apostrophe; `function_words.txt`.
    pub function_words: BTreeSet<String>,
}

impl IdentificationResources {
    /// Reads `function_words.txt` of a language folder.
    ///
    /// # Errors
    /// When the file is missing, or an entry could never match a word of a text.
    pub fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        const FILE: &str = "function_words.txt";
        let entries = folder.entries(FILE).map_err(|fault| vec![fault])?;
        let faults: Vec<_> = entries
            .iter()
            .filter(|(_, word)| !word.chars().all(|c| c.is_alphabetic() && !c.is_uppercase()))
            .map(|(line, word)| {
                Diagnostic::error("unmatchable-word", format!("`{word}` is not one word in lower case"))
                    .at(folder.place(FILE, *line))
                    .hint("parts of an elision or a compound stand on lines of their own")
            })
            .collect();
        if faults.is_empty() {
            Ok(Self { function_words: entries.into_iter().map(|(_, word)| word).collect() })
        } else {
            Err(faults)
        }
    }
}
