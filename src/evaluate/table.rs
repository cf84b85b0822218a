//! Quality figures as a committed table: tab-separated, sorted, so that a change of quality shows in a diff.
//!
//! The first columns are the key of a row (which gold set, which language, which part of it), the others its
//! measures. An evaluation replaces the rows of the gold sets it measured and leaves those of others as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::diagnostic::{Diagnostic, Place};

/// A table of figures. Rows are sorted by their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    key: Vec<String>,
    measures: Vec<String>,
    rows: BTreeMap<Vec<String>, Vec<String>>,
}

impl Table {
    /// An empty table. The first column of `key` says which gold set a row belongs to.
    #[must_use]
    pub fn new(key: &[&str], measures: &[&str]) -> Self {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Self { key: owned(key), measures: owned(measures), rows: BTreeMap::new() }
    }

    /// Adds a row, or replaces the one with this key. Missing cells are empty, cells too many are dropped; tabs and
    /// line breaks become spaces.
    pub fn insert(&mut self, key: &[&str], measures: &[String]) {
        let row = |cells: &mut dyn Iterator<Item = &str>, width: usize| {
            let mut row: Vec<String> = cells.map(|cell| cell.replace(['\t', '\n', '\r'], " ")).take(width).collect();
            row.resize(width, String::new());
            row
        };
        let key = row(&mut key.iter().copied(), self.key.len());
        self.rows.insert(key, row(&mut measures.iter().map(String::as_str), self.measures.len()));
    }

    /// This table with the rows of `newer`, which replace all rows of the same gold sets. Tables of different columns
    /// do not go together: then `newer` stands alone.
    #[must_use]
    pub fn updated(mut self, newer: Self) -> Self {
        if (&self.key, &self.measures) != (&newer.key, &newer.measures) {
            return newer;
        }
        let measured: BTreeSet<_> = newer.rows.keys().map(|key| key.first().cloned()).collect();
        self.rows.retain(|key, _| !measured.contains(&key.first().cloned()));
        self.rows.extend(newer.rows);
        self
    }

    /// Reads a table back. `like` gives the columns that it should have; a table of other columns is empty.
    ///
    /// # Errors
    /// Every row with too many or too few cells, with its line.
    pub fn parse(text: &str, file: &str, like: &Self) -> Result<Self, Vec<Diagnostic>> {
        let mut table = Self { rows: BTreeMap::new(), ..like.clone() };
        let mut faults = Vec::new();
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty());
        if lines.next().is_none_or(|(_, header)| header != like.header()) {
            return Ok(table);
        }
        for (index, line) in lines {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.len() == table.key.len() + table.measures.len() {
                let (key, measures) = cells.split_at(table.key.len());
                let owned: Vec<String> = measures.iter().map(|&cell| cell.to_owned()).collect();
                table.insert(key, &owned);
            } else {
                let message =
                    format!("{} cells where the header has {}", cells.len(), like.header().split('\t').count());
                faults.push(Diagnostic::error("invalid-table", message).at(Place::line(file, index + 1)));
            }
        }
        if faults.is_empty() { Ok(table) } else { Err(faults) }
    }

    fn header(&self) -> String {
        self.key.iter().chain(&self.measures).map(String::as_str).collect::<Vec<_>>().join("\t")
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.header())?;
        for (key, measures) in &self.rows {
            writeln!(f, "{}", key.iter().chain(measures).map(String::as_str).collect::<Vec<_>>().join("\t"))?;
        }
        Ok(())
    }
}

/// A share of a whole in percent with one decimal, or nothing where there is no whole.
#[must_use]
pub fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { String::new() } else { format!("{:.1}", 100.0 * part as f64 / whole as f64) }
}

/// As [`percent`], with two decimals: for figures whose differences are that small.
#[must_use]
pub fn percent_exact(part: usize, whole: usize) -> String {
    if whole == 0 { String::new() } else { format!("{:.2}", 100.0 * part as f64 / whole as f64) }
}

/// The harmonic mean of precision (`right` of `found`) and recall (`right` of `wanted`), in percent with one decimal.
#[must_use]
pub fn f1(right: usize, found: usize, wanted: usize) -> String {
    percent(2 * right, found + wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[(&str, &str, &str)]) -> Table {
        let mut table = Table::new(&["set", "part"], &["f1"]);
        for &(set, part, figure) in rows {
            table.insert(&[set, part], &[figure.to_owned()]);
        }
        table
    }

    #[test]
    fn newer_figures_replace_those_of_the_same_set() {
        let old = table(&[("a", "x", "1.0"), ("a", "y", "2.0"), ("b", "x", "3.0")]);
        let updated = old.updated(table(&[("a", "x", "9.0")]));
        assert_eq!(updated, table(&[("a", "x", "9.0"), ("b", "x", "3.0")]));
    }

    #[test]
    fn a_table_reads_back_and_names_the_line_that_does_not() {
        let written = table(&[("a", "x\ty", "1.0")]);
        assert_eq!(Table::parse(&written.to_string(), "t.tsv", &written).unwrap(), written);
        let faults = Table::parse("set\tpart\tf1\na\tx\n", "t.tsv", &written).unwrap_err();
        assert_eq!(faults[0].place, Some(Place::line("t.tsv", 2)));
    }

    #[test]
    fn shares_of_nothing_are_empty() {
        assert_eq!((percent(1, 3).as_str(), percent(0, 0).as_str(), f1(1, 2, 2).as_str()), ("33.3", "", "50.0"));
    }
}
