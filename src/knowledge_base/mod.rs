//! What we knew before reading: who and what exists, under which names.
//!
//! Readable tables (`*.tsv`, manual in `src/knowledge_base/README.md`) are compiled to one block of bytes, an
//! `fst` over names and columns over entries, that opens at once whether it lies in memory or in a mapped file.

mod about;
mod alike;
mod block;
mod build;
mod checksum;
mod columns;
mod compile;
mod entry;
mod fold;
mod sorter;
mod source;
mod tables;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

pub use self::about::{About, BaseInfo, SourceNote};
use self::block::Block;
pub use self::build::{BaseBuilder, BuildReport, Told, WikidataOptions};
pub use self::entry::{KbEntry, KbFact, KbName, NameKind, NameMatch};
use self::fold::{fold, fold_keeping_case};
use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;
use crate::model::{EntityId, EntityTypeId};

/// Names and entries.
///
/// A base is a stack of compiled blocks. What two define under one id is one entry: type, prior and every property
/// the upper one states are its own, the lower one adds names and what the upper leaves open. Cloning shares the blocks.
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
        let entries = tables::read(folder, &Self::default())?;
        let taken = entries.len() as u64;
        let note = SourceNote {
            name: folder.name().to_owned(),
            format: "tables".to_owned(),
            read: taken,
            taken,
            ..SourceNote::default()
        };
        let about = About { sources: vec![note], ..About::default() };
        compile::compile(&entries, &about, |_| false).map_err(|fault| vec![fault])
    }

    /// Opens a compiled base that lies in memory.
    ///
    /// # Errors
    /// When the bytes are not a compiled base of this version, or are damaged.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Diagnostic> {
        Ok(Self { blocks: vec![Arc::new(Block::from_bytes(bytes)?)] })
    }

    /// Opens a compiled base on disk by mapping it: nothing but its header is read now, whatever its size.
    ///
    /// # Errors
    /// When the file cannot be read, is not a compiled base of this version, or is damaged.
    pub fn open(path: &Path) -> Result<Self, Diagnostic> {
        Ok(Self { blocks: vec![Arc::new(Block::open(path)?)] })
    }

    /// Reads all of it and compares checksums, for a file whose way here is in doubt.
    ///
    /// # Errors
    /// When a part is damaged.
    pub fn verify(&self) -> Result<(), Diagnostic> {
        self.blocks.iter().try_for_each(|block| block.verify())
    }

    /// What each base of the stack holds, uppermost first.
    #[must_use]
    pub fn info(&self) -> Vec<BaseInfo> {
        self.blocks.iter().map(|block| info(block)).collect()
    }

    /// This base on top of another: where both know a thing, this one decides.
    #[must_use]
    pub fn above(mut self, lower: Self) -> Self {
        self.blocks.extend(lower.blocks);
        self
    }

    /// Number of entries; one that several bases define counts in each.
    #[must_use]
    pub fn len(&self) -> usize {
        self.blocks.iter().map(|block| block.len()).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry at a position, completed from the bases below.
    #[must_use]
    pub fn entry(&self, index: usize) -> Option<KbEntry> {
        let (layer, local) = self.place_of(index)?;
        let mut entry = self.blocks[layer].entry(local)?;
        let id = entry.id.clone();
        for (block, position) in self.below(layer, id.as_str()) {
            if let Some(lower) = block.entry(position) {
                entry.complete_with(lower);
            }
        }
        Some(entry)
    }

    /// All names of the entry at a position, labels first; those of the bases below too.
    #[must_use]
    pub fn names(&self, index: usize) -> Vec<KbName> {
        let Some((layer, local)) = self.place_of(index) else { return Vec::new() };
        let mut names = self.blocks[layer].names(local).unwrap_or_default();
        let id = self.blocks[layer].id(local).unwrap_or_default().to_owned();
        for (block, position) in self.below(layer, &id) {
            for name in block.names(position).unwrap_or_default() {
                if !names.iter().any(|known| known.text == name.text && known.language == name.language) {
                    names.push(name);
                }
            }
        }
        names.sort_by_key(|name| name.kind);
        names
    }

    /// The id of the entry at a position, without reading the rest of it.
    #[must_use]
    pub fn id(&self, index: usize) -> Option<EntityId> {
        let (layer, local) = self.place_of(index)?;
        self.blocks[layer].id(local).map(EntityId::from_text)
    }

    /// The type of the entry at a position, without reading the rest of it.
    #[must_use]
    pub fn entity_type(&self, index: usize) -> Option<EntityTypeId> {
        let (layer, local) = self.place_of(index)?;
        self.blocks[layer].entity_type(local).map(EntityTypeId::from_text)
    }

    /// The prior of the entry at a position, without reading the rest of it.
    #[must_use]
    pub fn prior(&self, index: usize) -> Option<f32> {
        let (layer, local) = self.place_of(index)?;
        self.blocks[layer].prior(local)
    }

    /// The position of the entry with this id.
    #[must_use]
    pub fn position(&self, id: &EntityId) -> Option<usize> {
        self.layers().find_map(|(block, base)| block.position(id.as_str()).map(|index| base + index))
    }

    /// Ids of the entries that have this id, or exactly this label in some language.
    #[must_use]
    pub fn called(&self, label: &str) -> Vec<EntityId> {
        let id = EntityId::from_text(label);
        if self.position(&id).is_some() {
            return vec![id];
        }
        let bears = |found: &NameMatch| {
            let mut names = self.names(found.entry).into_iter();
            found.exact && names.any(|name| name.kind == NameKind::Label && name.text == label)
        };
        self.named(label).iter().filter(|found| bears(found)).filter_map(|found| self.id(found.entry)).collect()
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
                if row.case_sensitive && fold_keeping_case(text) != cased {
                    continue;
                }
                let entry = self.decider(layer, block, row.entry).unwrap_or(base + row.entry);
                let language = language.to_owned();
                let new = NameMatch { entry, kind: row.kind, language, exact: text == name };
                let prior = self.prior(entry).unwrap_or_default();
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
                if !matches!(row.kind, NameKind::Label | NameKind::Alias) || row.case_sensitive {
                    continue;
                }
                let entry = self.decider(layer, block, row.entry).unwrap_or(base + row.entry);
                let language = block.symbol(u32::from(row.language)).unwrap_or_default().to_owned();
                let new = NameMatch { entry, kind: row.kind, language, exact: false };
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
        for block in &self.blocks {
            block.walk(text, |end, value| {
                let met = &text[..end];
                let counts = block.rows_of_value(value).any(|row| {
                    let case_agrees =
                        || block.string(row.text).is_some_and(|name| fold_keeping_case(name) == fold_keeping_case(met));
                    !row.case_sensitive || case_agrees()
                });
                if counts && longest.is_none_or(|longest| longest < end) {
                    longest = Some(end);
                }
            });
        }
        longest
    }

    /// Entries that state `property` with `value`, and since when until when: who leads SpaceX, which country
    /// has this capital. Of the many that a country has only those are read that are `wanted`.
    #[must_use]
    pub fn stating(&self, property: &str, value: &EntityId, wanted: impl Fn(usize) -> bool) -> Vec<(usize, KbFact)> {
        let mut found: Vec<(usize, KbFact)> = Vec::new();
        for (layer, (block, base)) in self.layers().enumerate() {
            let Some(target) = block.reference_target(value.as_str()) else { continue };
            for (_, from) in block.references_to(target).filter(|&(known, _)| known == property) {
                let decider = self.decider(layer, block, from);
                let entry = decider.unwrap_or(base + from);
                if !wanted(entry) || decider.is_some() && found.iter().any(|&(known, _)| known == entry) {
                    continue;
                }
                let facts = self.entry(entry).map(|entry| entry.facts).unwrap_or_default();
                let facts = facts.into_iter().filter(|fact| fact.property == property && fact.value == value.as_str());
                found.extend(facts.map(|fact| (entry, fact)));
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

    /// Layer and position in it.
    fn place_of(&self, mut index: usize) -> Option<(usize, usize)> {
        for (layer, block) in self.blocks.iter().enumerate() {
            if index < block.len() {
                return Some((layer, index));
            }
            index -= block.len();
        }
        None
    }

    /// The entries of this id in the layers below one, with their blocks.
    fn below<'a>(&'a self, layer: usize, id: &'a str) -> impl Iterator<Item = (&'a Block, usize)> + 'a {
        self.blocks.iter().skip(layer + 1).filter_map(move |block| Some((&**block, block.position(id)?)))
    }

    /// The entry of an upper layer that decides over this one, where there is one.
    fn decider(&self, layer: usize, block: &Block, entry: usize) -> Option<usize> {
        let id = (layer > 0).then(|| block.id(entry)).flatten()?;
        self.layers().take(layer).find_map(|(upper, base)| upper.position(id).map(|position| base + position))
    }
}

fn info(block: &Block) -> BaseInfo {
    let mut info = BaseInfo { about: block.about(), size: block.size(), entries: block.len(), ..BaseInfo::default() };
    for kind in (0..block.len()).filter_map(|entry| block.entity_type(entry)) {
        match info.types.get_mut(kind) {
            Some(count) => *count += 1,
            None => _ = info.types.insert(kind.to_owned(), 1),
        }
    }
    let mut languages: BTreeMap<u16, usize> = BTreeMap::new();
    for row in block.name_rows() {
        info.names += 1;
        *languages.entry(row.language).or_default() += 1;
    }
    for (language, count) in languages {
        let language = block.symbol(u32::from(language)).unwrap_or_default();
        info.languages.insert(language.to_owned(), count);
    }
    info
}

#[cfg(test)]
mod tests;
