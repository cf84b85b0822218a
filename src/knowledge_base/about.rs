//! What a compiled base says about itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a base was compiled from, as its file states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What was read, in order.
    #[serde(default)]
    pub sources: Vec<SourceNote>,
    /// The options that chose and shaped entries, by name.
    #[serde(default)]
    pub options: BTreeMap<String, String>,
}

/// One source of a base.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceNote {
    /// Name of the file or folder, without the folders above it.
    pub name: String,
    /// What it is: `tables`, `csv`, `entries`, `followthemoney`, `wikidata`.
    pub format: String,
    /// Records that were read.
    pub read: u64,
    /// Entries taken from it, before those of one id were joined.
    pub taken: u64,
    /// Records that could not be read.
    pub faulty: u64,
}

/// What a base holds, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BaseInfo {
    /// What it was compiled from.
    pub about: About,
    /// Size in bytes.
    pub size: usize,
    /// Number of entries.
    pub entries: usize,
    /// Number of names, demonyms among them.
    pub names: usize,
    /// Entries by type.
    pub types: BTreeMap<String, usize>,
    /// Names by language; the empty tag is "all languages".
    pub languages: BTreeMap<String, usize>,
}
