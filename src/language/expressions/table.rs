//! Reading of tab-separated tables and word lists, with a diagnostic for every line that is wrong.

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;

/// A line of a table: its number in the file and its cells.
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

impl Row {
    /// A cell, `None` where it holds `-`.
    pub(super) fn cell(&self, column: usize) -> Option<&str> {
        self.cells.get(column).map(String::as_str).filter(|&cell| cell != "-")
    }

    /// A fault of this row.
    pub(super) fn fault(&self, folder: &DataFolder, file: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error("invalid-row", message).at(folder.place(file, self.line))
    }
}

/// The rows of a table with exactly `columns` cells; `-` stands for an empty cell.
pub(super) fn rows(folder: &DataFolder, file: &str, columns: usize) -> Result<Vec<Row>, Vec<Diagnostic>> {
    let mut rows = Vec::new();
    let mut faults = Vec::new();
    for (line, entry) in folder.entries(file).map_err(|fault| vec![fault])? {
        let row = Row { line, cells: entry.split('\t').map(|cell| cell.trim().to_owned()).collect() };
        if row.cells.len() == columns && row.cells.iter().all(|cell| !cell.is_empty()) {
            rows.push(row);
        } else {
            let found = row.cells.len();
            faults.push(
                row.fault(folder, file, format!("expected {columns} cells, found {found} or an empty one"))
                    .hint("cells are separated by one tab; an empty cell is written `-`"),
            );
        }
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

/// Lower case, typographic apostrophes and hyphens made plain: how all expressions are compared.
pub(crate) fn fold(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            '’' | 'ʼ' | '‘' => '\'',
            '‐' | '‑' => '-',
            other => other,
        })
        .collect()
}

/// The words of an expression: cut at spaces, hyphens, and behind apostrophes, folded.
pub(crate) fn words(expression: &str) -> Vec<String> {
    let folded = fold(expression);
    let mut words = Vec::new();
    for part in folded.split(|letter: char| letter.is_whitespace() || letter == '-') {
        let mut rest = part;
        while let Some(apostrophe) = rest.find('\'').filter(|&at| at + 1 < rest.len()) {
            let (word, after) = rest.split_at(apostrophe + 1);
            words.push(word.to_owned());
            rest = after;
        }
        if !rest.is_empty() {
            words.push(rest.to_owned());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_cut_into_words() {
        for (expression, expected) in [
            ("Chef de l’État", vec!["chef", "de", "l'", "état"]),
            ("vice-président", vec!["vice", "président"]),
            ("editor-in-chief", vec!["editor", "in", "chief"]),
            ("", vec![]),
        ] {
            assert_eq!(words(expression), expected, "{expression}");
        }
    }

    #[test]
    fn a_row_with_a_missing_cell_is_refused_with_its_line() {
        let folder = DataFolder::in_memory("xx", [("t.tsv", "# head\na\tb\nc\n")]);
        let faults = rows(&folder, "t.tsv", 2).map(|rows| rows.len()).unwrap_err();
        assert_eq!(faults[0].place.as_ref().map(|place| place.line), Some(3));
    }
}
