//! How far a build has come, so that an interrupted one goes on.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::about::SourceNote;

const FILE: &str = "journal.json";

/// What stands in the work folder beside the runs.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Journal {
    /// Names and sizes of the sources.
    inputs: Vec<String>,
    options: BTreeMap<String, String>,
    /// Runs that are whole.
    pub(super) runs: usize,
    /// The source being read, counted from 0.
    pub(super) source: usize,
    /// Records of that source which the runs hold.
    pub(super) records: u64,
    pub(super) notes: Vec<SourceNote>,
    /// Whether some fact names its value by label.
    pub(super) has_label_references: bool,
}

impl Journal {
    pub(super) fn new(inputs: &[String], options: &BTreeMap<String, String>) -> Self {
        Self { inputs: inputs.to_vec(), options: options.clone(), ..Self::default() }
    }

    /// The journal of an interrupted build of the same sources with the same options.
    pub(super) fn read(folder: &Path, inputs: &[String], options: &BTreeMap<String, String>) -> Option<Self> {
        let journal: Self = serde_json::from_slice(&fs::read(folder.join(FILE)).ok()?).ok()?;
        (journal.inputs == inputs && journal.options == *options).then_some(journal)
    }

    /// Replaces the journal on disk; a reader sees the old one or the new one.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let beside = folder.join("journal.new");
        fs::write(&beside, serde_json::to_vec(self)?)?;
        fs::rename(beside, folder.join(FILE))
    }
}
