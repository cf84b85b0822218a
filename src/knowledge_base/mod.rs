//! What we knew before reading: who and what exists, under which names.
//!
//! Readable tables (`*.tsv`, manual in `src/knowledge_base/README.md`) are compiled to one block of bytes, an
//! `fst` over names and columns over entries, that opens at once whether it lies in memory or in a mapped file.

use std::collections::BTreeMap;

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;
use crate::model::{EntityId, EntityTypeId, PartialDate};

/// One thing we know.
#[derive(Clone, Debug, PartialEq)]
pub struct KbEntry {
    /// `wd:Q…` where the Wikidata id is confirmed, else `kb:…`.
    pub id: EntityId,
    /// What kind of thing.
    pub entity_type: EntityTypeId,
    /// Name by language tag.
    pub labels: BTreeMap<String, String>,
    /// A short description by language tag.
    pub descriptions: BTreeMap<String, String>,
    /// IRIs of the same thing elsewhere.
    pub same_as: Vec<String>,
    /// How often news means this entry rather than another of the same name: 0 (hardly ever) to 1.
    pub prior: f32,
    /// What else we know and linking can use: `country`, `head_of_state`, `product_of`, `gender`, …
    pub facts: Vec<KbFact>,
}

/// Something we know about an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KbFact {
    /// Which kind of fact; the README lists them.
    pub property: String,
    /// The id of another entry, or a word.
    pub value: String,
    /// Since when it holds.
    pub start: Option<PartialDate>,
    /// Until when it held.
    pub end: Option<PartialDate>,
}

/// How a name names an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// Its label in some language.
    Label,
    /// Another name.
    Alias,
    /// Initials or ticker.
    Acronym,
    /// An adjective or inhabitant name derived from it ("russe", "Russian").
    Demonym,
    /// A wrong rendering met in the wild (machine translation).
    Mangled,
}

/// An entry that bears a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameMatch {
    /// Position of the entry, for [`KnowledgeBase::entry`].
    pub entry: usize,
    /// What the name is to the entry.
    pub kind: NameKind,
    /// Language the name belongs to; empty when it is the same in all.
    pub language: String,
    /// Whether letter case and accents agreed too.
    pub exact: bool,
}

/// Names and entries.
#[derive(Clone, Debug, Default)]
pub struct KnowledgeBase {}

impl KnowledgeBase {
    /// Compiles the readable tables of a folder.
    ///
    /// # Errors
    /// Every fault, with file and line.
    pub fn load(_folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self::default())
    }

    /// Number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        0
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry at a position.
    #[must_use]
    pub fn entry(&self, _index: usize) -> Option<KbEntry> {
        None
    }

    /// The position of the entry with this id.
    #[must_use]
    pub fn position(&self, _id: &EntityId) -> Option<usize> {
        None
    }

    /// Entries that bear `name`, letter case and accents folded; exact ones first, then by prior.
    #[must_use]
    pub fn named(&self, _name: &str) -> Vec<NameMatch> {
        Vec::new()
    }

    /// Length in bytes of the longest known name that begins at the start of `text` and ends at a word
    /// boundary, folded; `None` when no name begins here.
    #[must_use]
    pub fn longest_name_at(&self, _text: &str) -> Option<usize> {
        None
    }
}
