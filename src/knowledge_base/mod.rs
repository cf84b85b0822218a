//! What we knew before reading: who and what exists, under which names.
//!
//! Readable tables (`*.tsv`, manual in `src/knowledge_base/README.md`) are compiled to one block of bytes, an
//! `fst` over names and columns over entries, that opens at once whether it lies in memory or in a mapped file.

mod alike;
mod block;
mod compile;
mod fold;
mod tables;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use self::block::Block;
use self::fold::{fold, fold_keeping_case};
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

impl KbEntry {
    /// Values of a property, in the order of [`KbFact`]; with a date only those that hold on it.
    pub fn values<'a>(&'a self, property: &'a str, on: Option<PartialDate>) -> impl Iterator<Item = &'a str> {
        let facts = self.facts.iter().filter(move |fact| fact.property == property && fact.may_hold(on));
        facts.map(|fact| fact.value.as_str())
    }
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

impl KbFact {
    /// Whether it may hold on some day of `date`; without a date, whether no end is known.
    ///
    /// On the day of a handover both the old and the new holder may.
    #[must_use]
    pub fn may_hold(&self, date: Option<PartialDate>) -> bool {
        match date {
            None => self.end.is_none(),
            Some(date) => {
                self.start.is_none_or(|start| start.first_day() <= date.last_day())
                    && self.end.is_none_or(|end| date.first_day() <= end.last_day())
            }
        }
    }
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

impl NameKind {
    /// All kinds, the most telling first.
    pub const ALL: [Self; 5] = [Self::Label, Self::Alias, Self::Acronym, Self::Demonym, Self::Mangled];
}

/// A name of an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KbName {
    /// As it is written.
    pub text: String,
    /// Language it belongs to; empty when it is the same in all.
    pub language: String,
    /// What it is to the entry.
    pub kind: NameKind,
}

/// An entry that bears a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameMatch {
    /// Position of the entry, for [`KnowledgeBase::entry`].
    pub entry: usize,
    /// What the name is to the entry.
    pub kind: NameKind,
    /// Language the name belongs to; empty when it is the same in all, or in several.
    pub language: String,
    /// Whether letter case and accents agreed too.
    pub exact: bool,
}

/// Names and entries.
///
/// A base is a stack of compiled blocks: where two define the same id, the upper one alone counts. Cloning
/// shares the blocks.
#[derive(Clone, Debug, Default)]
pub struct KnowledgeBase {
    /// Uppermost first.
    blocks: Vec<Arc<Block>>,
}

impl KnowledgeBase {
    /// Compiles the readable tables of a folder.
    ///
    /// # Errors
    /// Every fault, with file and line.
    pub fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        Self::from_bytes(Self::compile(folder)?).map_err(|fault| vec![fault])
    }

    /// Compiles the readable tables of a folder to the bytes that [`KnowledgeBase::open`] reads. The same tables
    /// give the same bytes.
    ///
    /// # Errors
    /// Every fault, with file and line.
    pub fn compile(folder: &DataFolder) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let entries = tables::read(folder)?;
        compile::compile(&entries).map_err(|fault| vec![fault])
    }

    /// Opens a compiled base that lies in memory.
    ///
    /// # Errors
    /// When the bytes are not a compiled base of this version, or are damaged.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Diagnostic> {
        Ok(Self { blocks: vec![Arc::new(Block::from_bytes(bytes)?)] })
    }

    /// Opens a compiled base on disk by mapping it: nothing but its checksum is read now.
    ///
    /// # Errors
    /// When the file cannot be read, is not a compiled base of this version, or is damaged.
    pub fn open(path: &Path) -> Result<Self, Diagnostic> {
        Ok(Self { blocks: vec![Arc::new(Block::open(path)?)] })
    }

    /// This base on top of another: its entries come first and hide those of the same id below.
    #[must_use]
    pub fn above(mut self, lower: Self) -> Self {
        self.blocks.extend(lower.blocks);
        self
    }

    /// Number of entries; one that is hidden by an upper base counts too.
    #[must_use]
    pub fn len(&self) -> usize {
        self.blocks.iter().map(|block| block.len()).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry at a position.
    #[must_use]
    pub fn entry(&self, index: usize) -> Option<KbEntry> {
        let (block, index, _) = self.block_of(index)?;
        block.entry(index)
    }

    /// All names of the entry at a position, labels first.
    #[must_use]
    pub fn names(&self, index: usize) -> Vec<KbName> {
        self.block_of(index).and_then(|(block, index, _)| block.names(index)).unwrap_or_default()
    }

    /// The id of the entry at a position, without reading the rest of it.
    #[must_use]
    pub fn id(&self, index: usize) -> Option<EntityId> {
        let (block, index, _) = self.block_of(index)?;
        block.id(index).map(EntityId::from_text)
    }

    /// The type of the entry at a position, without reading the rest of it.
    #[must_use]
    pub fn entity_type(&self, index: usize) -> Option<EntityTypeId> {
        let (block, index, _) = self.block_of(index)?;
        block.entity_type(index).map(EntityTypeId::from_text)
    }

    /// The prior of the entry at a position, without reading the rest of it.
    #[must_use]
    pub fn prior(&self, index: usize) -> Option<f32> {
        let (block, index, _) = self.block_of(index)?;
        block.prior(index)
    }

    /// The position of the entry with this id.
    #[must_use]
    pub fn position(&self, id: &EntityId) -> Option<usize> {
        self.layers().find_map(|(block, base)| block.position(id.as_str()).map(|index| base + index))
    }

    /// Entries that bear `name`, letter case and accents folded; exact ones first, then by prior.
    ///
    /// Names that are also ordinary words, and initials, count only when letter case agrees.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<NameMatch> {
        let name = name.trim();
        let (folded, cased) = (fold(name), fold_keeping_case(name));
        let mut found: Vec<(NameMatch, f32)> = Vec::new();
        for (layer, (block, base)) in self.layers().enumerate() {
            for row in block.rows(&folded) {
                let (Some(text), Some(language)) = (block.string(row.text), block.symbol(u32::from(row.language)))
                else {
                    continue;
                };
                if row.case_sensitive && fold_keeping_case(text) != cased || self.is_hidden(layer, block, row.entry) {
                    continue;
                }
                let prior = block.prior(row.entry).unwrap_or_default();
                let language = language.to_owned();
                let new = NameMatch { entry: base + row.entry, kind: row.kind, language, exact: text == name };
                match found.iter_mut().find(|(known, _)| known.entry == new.entry) {
                    None => found.push((new, prior)),
                    Some((known, _)) => {
                        // A label here and another name there: still a name of both languages.
                        let several = known.language != new.language;
                        if (!new.exact, new.kind) < (!known.exact, known.kind) {
                            *known = new;
                        }
                        if several {
                            known.language.clear();
                        }
                    }
                }
            }
        }
        found.sort_by(|(left, left_prior), (right, right_prior)| {
            right.exact.cmp(&left.exact).then(right_prior.total_cmp(left_prior)).then(left.entry.cmp(&right.entry))
        });
        found.into_iter().map(|(matched, _)| matched).collect()
    }

    /// Entries with a name that differs from this one by one slip: a letter left out, added, mistaken or swapped with
    /// its neighbor, never the first. Only labels and aliases count, and none where two entries are as near.
    #[must_use]
    pub fn alike(&self, name: &str) -> Vec<NameMatch> {
        let folded = fold(name.trim());
        let Some(slip) = alike::OneSlip::new(&folded) else { return Vec::new() };
        let mut found: Vec<NameMatch> = Vec::new();
        for (layer, (block, base)) in self.layers().enumerate() {
            for row in block.matching(&slip).into_iter().flat_map(|value| block.rows_of_value(value)) {
                let named = matches!(row.kind, NameKind::Label | NameKind::Alias) && !row.case_sensitive;
                if !named || self.is_hidden(layer, block, row.entry) {
                    continue;
                }
                let language = block.symbol(u32::from(row.language)).unwrap_or_default().to_owned();
                let new = NameMatch { entry: base + row.entry, kind: row.kind, language, exact: false };
                match found.iter_mut().find(|known| known.entry == new.entry) {
                    Some(known) => known.language.clear(),
                    None => found.push(new),
                }
            }
        }
        if found.len() == 1 { found } else { Vec::new() }
    }

    /// Length in bytes of the longest known name that begins at the start of `text` and ends at a word
    /// boundary, folded; `None` when no name begins here.
    ///
    /// Names of every kind count, demonyms too; [`KnowledgeBase::named`] tells which it is. Letter case counts
    /// where it does there.
    #[must_use]
    pub fn longest_name_at(&self, text: &str) -> Option<usize> {
        let mut longest = None;
        for (layer, (block, _)) in self.layers().enumerate() {
            block.walk(text, |end, value| {
                let met = &text[..end];
                let counts = block.rows_of_value(value).any(|row| {
                    let case_agrees =
                        || block.string(row.text).is_some_and(|name| fold_keeping_case(name) == fold_keeping_case(met));
                    (!row.case_sensitive || case_agrees()) && !self.is_hidden(layer, block, row.entry)
                });
                if counts && longest.is_none_or(|longest| longest < end) {
                    longest = Some(end);
                }
            });
        }
        longest
    }

    /// Entries that state `property` with `value`, and since when until when: who leads SpaceX, which country
    /// has this capital.
    #[must_use]
    pub fn stating(&self, property: &str, value: &EntityId) -> Vec<(usize, KbFact)> {
        let mut found = Vec::new();
        for (layer, (block, base)) in self.layers().enumerate() {
            let Some(position) = block.position(value.as_str()) else { continue };
            for (_, from) in block.references_to(position).filter(|&(known, _)| known == property) {
                if self.is_hidden(layer, block, from) {
                    continue;
                }
                let facts = block.entry(from).map(|entry| entry.facts).unwrap_or_default();
                let facts = facts.into_iter().filter(|fact| fact.property == property && fact.value == value.as_str());
                found.extend(facts.map(|fact| (base + from, fact)));
            }
        }
        found
    }

    /// Blocks with the position of their first entry, uppermost first.
    fn layers(&self) -> impl Iterator<Item = (&Block, usize)> {
        let mut base = 0;
        self.blocks.iter().map(move |block| {
            let first = base;
            base += block.len();
            (&**block, first)
        })
    }

    fn block_of(&self, index: usize) -> Option<(&Block, usize, usize)> {
        self.layers().find_map(|(block, base)| {
            let index = index.checked_sub(base).filter(|&index| index < block.len())?;
            Some((block, index, base))
        })
    }

    fn is_hidden(&self, layer: usize, block: &Block, entry: usize) -> bool {
        layer > 0
            && block
                .id(entry)
                .is_some_and(|id| self.blocks.iter().take(layer).any(|upper| upper.position(id).is_some()))
    }
}

#[cfg(test)]
mod tests;
