//! A compiled knowledge base: one block of bytes, read in place.
//!
//! Everything is little-endian. The header names the length of the block, a checksum over all that follows it, one
//! over itself, and where the nine [`Section`]s lie. Of a mapped file nothing else is looked at before a look-up asks
//! for it; [`Block::verify`] reads all of it.
//!
//! | section | holds |
//! |---|---|
//! | names | fst: folded name → first row and number of rows in *name rows* |
//! | name rows | 12 bytes each: entry, text (string), language (symbol), kind, flags |
//! | ids | fst: id → entry |
//! | entries | 16 bytes each: id (string), type (symbol), unused, prior, offset in *details* |
//! | details | per entry, variable-length integers: names, descriptions, same-as, facts |
//! | strings | each as length and UTF-8; a string is named by its offset |
//! | symbols | strings used again and again (types, languages, properties): 4 bytes each, named by position |
//! | references | 12 bytes each, sorted: entry referred to, property (symbol), entry that refers |
//! | about | JSON: what it was compiled from, [`super::about::About`] |
//!
//! An entry of another base that facts refer to has a number in *ids* behind those of all entries, and no more.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::checksum::checksum;
use super::{KbEntry, KbFact, KbName, NameKind};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{EntityId, EntityTypeId, PartialDate};

pub(super) const MAGIC: [u8; 8] = *b"filatKB\n";
/// Raised whenever the layout changes; a block of another version is refused.
pub(super) const VERSION: u32 = 2;
/// Magic, version, number of sections, length of the block, checksum of what follows the preamble.
const SUMMED_HEAD: usize = 8 + 4 + 4 + 8 + 8;
/// All that, and a checksum over it and the table of sections.
pub(super) const PREAMBLE: usize = SUMMED_HEAD + 8;
pub(super) const HEADER: usize = PREAMBLE + 16 * Section::COUNT;
/// Flag of a name row: the name counts only when letter case agrees.
pub(super) const CASE_SENSITIVE: u8 = 1;

/// The parts of a block, in file order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Names,
    NameRows,
    Ids,
    Entries,
    Details,
    Strings,
    Symbols,
    References,
    About,
}

impl Section {
    pub(super) const COUNT: usize = 9;
}

/// A name as stored in a row of *name rows*.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameRow {
    pub(super) entry: usize,
    pub(super) text: u32,
    pub(super) language: u16,
    pub(super) kind: NameKind,
    pub(super) case_sensitive: bool,
}

/// An opened block.
#[derive(Debug)]
pub(super) struct Block {
    bytes: Arc<Bytes>,
    sections: [Range<usize>; Section::COUNT],
    names: fst::Map<Part>,
    ids: fst::Map<Part>,
}

#[derive(Debug)]
enum Bytes {
    Owned(Vec<u8>),
    Mapped(memmap2::Mmap),
}

/// A stretch of a block that keeps the block alive.
#[derive(Clone, Debug)]
struct Part {
    bytes: Arc<Bytes>,
    range: Range<usize>,
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Owned(bytes) => bytes,
            Self::Mapped(map) => map,
        }
    }
}

impl AsRef<[u8]> for Part {
    fn as_ref(&self) -> &[u8] {
        (*self.bytes).as_ref().get(self.range.clone()).unwrap_or_default()
    }
}

impl Block {
    pub(super) fn from_bytes(bytes: Vec<u8>) -> Result<Self, Diagnostic> {
        let block = Self::new(Bytes::Owned(bytes))?;
        block.verify()?;
        Ok(block)
    }

    pub(super) fn open(path: &Path) -> Result<Self, Diagnostic> {
        let place = || Place::file(path.display().to_string());
        let unreadable =
            |error: std::io::Error| Diagnostic::error("unreadable-knowledge-base", error.to_string()).at(place());
        let file = std::fs::File::open(path).map_err(unreadable)?;
        #[expect(
            unsafe_code,
            reason = "mapping a file is the only way to open millions of entries at once; a file \
            that another program changes while it is mapped can give wrong names, but every read is bounds-checked"
        )]
        // SAFETY: the map is read-only and only ever seen as bytes whose every value is valid.
        let map = unsafe { memmap2::Mmap::map(&file) }.map_err(unreadable)?;
        Self::new(Bytes::Mapped(map)).map_err(|fault| fault.at(place()))
    }

    fn new(bytes: Bytes) -> Result<Self, Diagnostic> {
        let sections = check(bytes.as_ref())?;
        let bytes = Arc::new(bytes);
        let fst = |section: Section| {
            let part = Part { bytes: Arc::clone(&bytes), range: sections[section as usize].clone() };
            fst::Map::new(part).map_err(|error| damaged(error.to_string()))
        };
        let (names, ids) = (fst(Section::Names)?, fst(Section::Ids)?);
        Ok(Self { names, ids, bytes, sections })
    }

    /// Reads all of it and compares the checksum.
    pub(super) fn verify(&self) -> Result<(), Diagnostic> {
        let bytes = (*self.bytes).as_ref();
        let stated = read_u64(bytes, 24);
        let sum = bytes.get(PREAMBLE..).map(checksum);
        if stated.is_some() && stated == sum { Ok(()) } else { Err(damaged("its checksum does not agree")) }
    }

    /// Size in bytes.
    pub(super) fn size(&self) -> usize {
        (*self.bytes).as_ref().len()
    }

    pub(super) fn len(&self) -> usize {
        self.section(Section::Entries).len() / 16
    }

    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.reference_target(id).filter(|&position| position < self.len())
    }

    /// The number that references use for an id; that of an entry of another base too.
    pub(super) fn reference_target(&self, id: &str) -> Option<usize> {
        self.ids.get(id).map(|position| position as usize)
    }

    /// What it was compiled from.
    pub(super) fn about(&self) -> super::about::About {
        serde_json::from_slice(self.section(Section::About)).unwrap_or_default()
    }

    /// All rows of names.
    pub(super) fn name_rows(&self) -> impl Iterator<Item = NameRow> + '_ {
        (0..self.section(Section::NameRows).len() / 12).map_while(|row| self.name_row(row))
    }

    pub(super) fn id(&self, entry: usize) -> Option<&str> {
        self.string(read_u32(self.section(Section::Entries), entry.checked_mul(16)?)?)
    }

    pub(super) fn prior(&self, entry: usize) -> Option<f32> {
        read_u32(self.section(Section::Entries), entry.checked_mul(16)? + 8).map(f32::from_bits)
    }

    pub(super) fn entity_type(&self, entry: usize) -> Option<&str> {
        self.symbol(u32::from(read_u16(self.section(Section::Entries), entry.checked_mul(16)? + 4)?))
    }

    /// Everything about an entry.
    pub(super) fn entry(&self, entry: usize) -> Option<KbEntry> {
        let mut details = self.details(entry)?;
        let names = self.read_names(&mut details)?;
        let mut descriptions = std::collections::BTreeMap::new();
        for _ in 0..details.number()? {
            let language = self.symbol(details.number()?)?.to_owned();
            descriptions.insert(language, self.string(details.number()?)?.to_owned());
        }
        let mut same_as = Vec::new();
        for _ in 0..details.number()? {
            same_as.push(self.string(details.number()?)?.to_owned());
        }
        let mut facts = Vec::new();
        for _ in 0..details.number()? {
            facts.push(KbFact {
                property: self.symbol(details.number()?)?.to_owned(),
                value: self.string(details.number()?)?.to_owned(),
                start: date(details.number()?),
                end: date(details.number()?),
            });
        }
        let labels = names.into_iter().filter(|name| name.kind == NameKind::Label);
        Some(KbEntry {
            id: EntityId::from_text(self.id(entry)?),
            entity_type: EntityTypeId::from_text(self.entity_type(entry)?),
            labels: labels.map(|name| (label_language(name.language), name.text)).collect(),
            descriptions,
            same_as,
            prior: self.prior(entry)?,
            facts,
        })
    }

    /// All names of an entry, labels first.
    pub(super) fn names(&self, entry: usize) -> Option<Vec<KbName>> {
        self.read_names(&mut self.details(entry)?)
    }

    fn read_names(&self, details: &mut Numbers<'_>) -> Option<Vec<KbName>> {
        let mut names = Vec::new();
        for _ in 0..details.number()? {
            names.push(KbName {
                text: self.string(details.number()?)?.to_owned(),
                language: self.symbol(details.number()?)?.to_owned(),
                kind: name_kind(details.number()? as u8)?,
            });
        }
        Some(names)
    }

    fn details(&self, entry: usize) -> Option<Numbers<'_>> {
        let offset = read_u32(self.section(Section::Entries), entry.checked_mul(16)? + 12)?;
        self.section(Section::Details).get(offset as usize..).map(Numbers)
    }

    /// The rows of a folded name.
    pub(super) fn rows(&self, folded: &str) -> impl Iterator<Item = NameRow> + '_ {
        self.rows_of_value(self.names.get(folded).unwrap_or(0))
    }

    /// Values of the names that an automaton accepts.
    pub(super) fn matching(&self, automaton: impl fst::Automaton) -> Vec<u64> {
        use fst::{IntoStreamer as _, Streamer as _};
        let mut stream = self.names.search(automaton).into_stream();
        let mut values = Vec::new();
        while let Some((_, value)) = stream.next() {
            values.push(value);
        }
        values
    }

    pub(super) fn rows_of_value(&self, value: u64) -> impl Iterator<Item = NameRow> + '_ {
        let (first, count) = ((value >> 32) as usize, (value & u64::from(u32::MAX)) as usize);
        (first..first.saturating_add(count)).map_while(|row| self.name_row(row))
    }

    fn name_row(&self, row: usize) -> Option<NameRow> {
        let rows = self.section(Section::NameRows);
        let start = row.checked_mul(12)?;
        Some(NameRow {
            entry: read_u32(rows, start)? as usize,
            text: read_u32(rows, start + 4)?,
            language: read_u16(rows, start + 8)?,
            kind: name_kind(*rows.get(start + 10)?)?,
            case_sensitive: rows.get(start + 11)? & CASE_SENSITIVE != 0,
        })
    }

    /// Follows the folded bytes of a text through the names. Calls `found` with the offset behind every name met
    /// and what [`Block::rows_of_value`] wants.
    pub(super) fn walk(&self, text: &str, mut found: impl FnMut(usize, u64)) {
        let names = self.names.as_fst();
        let mut node = names.root();
        let mut output = fst::raw::Output::zero();
        for step in super::fold::Folding::new(text) {
            for &byte in step.bytes() {
                let Some(index) = node.find_input(byte) else { return };
                let transition = node.transition(index);
                output = output.cat(transition.out);
                node = names.node(transition.addr);
            }
            if node.is_final() && super::fold::is_boundary(text, step.end) {
                let value = output.cat(node.final_output()).value();
                found(step.end, value);
            }
        }
    }

    /// Entries with a fact whose value is `entry`, with the property, in order of property.
    pub(super) fn references_to(&self, entry: usize) -> impl Iterator<Item = (&str, usize)> + '_ {
        let rows = self.section(Section::References);
        let row = move |index: usize| {
            let start = index.checked_mul(12)?;
            let entry = |offset: usize| read_u32(rows, start + offset).map(|entry| entry as usize);
            Some((entry(0)?, self.symbol(read_u32(rows, start + 4)?)?, entry(8)?))
        };
        let indexes = 0..rows.len() / 12;
        let first = partition_point(indexes.clone(), |index| row(index).is_some_and(|(to, ..)| to < entry));
        (first..indexes.end)
            .map_while(row)
            .take_while(move |&(to, ..)| to == entry)
            .map(|(_, property, from)| (property, from))
    }

    pub(super) fn string(&self, offset: u32) -> Option<&str> {
        let mut strings = Numbers(self.section(Section::Strings).get(offset as usize..)?);
        let length = strings.number()? as usize;
        std::str::from_utf8(strings.0.get(..length)?).ok()
    }

    pub(super) fn symbol(&self, index: u32) -> Option<&str> {
        self.string(read_u32(self.section(Section::Symbols), (index as usize).checked_mul(4)?)?)
    }

    fn section(&self, section: Section) -> &[u8] {
        (*self.bytes).as_ref().get(self.sections[section as usize].clone()).unwrap_or_default()
    }
}

/// The language of a label that is the same in all: `mul`, the tag for several.
fn label_language(language: String) -> String {
    if language.is_empty() { "mul".to_owned() } else { language }
}

/// Checks length, version and the header's checksum, and finds the sections.
fn check(bytes: &[u8]) -> Result<[Range<usize>; Section::COUNT], Diagnostic> {
    if bytes.get(..8) != Some(&MAGIC) {
        return Err(Diagnostic::error(
            "not-a-knowledge-base",
            "the file does not begin as a compiled knowledge base does",
        )
        .hint("readable tables are compiled with `filature kb build`"));
    }
    let cut = || damaged("it is shorter than its header says");
    let version = read_u32(bytes, 8).ok_or_else(cut)?;
    if version != VERSION {
        return Err(Diagnostic::error(
            "knowledge-base-version",
            format!("the file has layout {version}, this program reads layout {VERSION}"),
        )
        .hint("compile it again with `filature kb build`"));
    }
    let length = read_u64(bytes, 16).ok_or_else(cut)?;
    if bytes.len() as u64 != length {
        return Err(damaged(format!("it has {} bytes, its header says {length}", bytes.len())));
    }
    if read_u32(bytes, 12) != Some(Section::COUNT as u32) {
        return Err(damaged("it names another number of sections than its layout has"));
    }
    let head = [bytes.get(..SUMMED_HEAD).ok_or_else(cut)?, bytes.get(PREAMBLE..HEADER).ok_or_else(cut)?].concat();
    if read_u64(bytes, SUMMED_HEAD) != Some(checksum(&head)) {
        return Err(damaged("the checksum of its header does not agree"));
    }
    let mut sections: [Range<usize>; Section::COUNT] = Default::default();
    for (index, section) in sections.iter_mut().enumerate() {
        let start = read_u64(bytes, PREAMBLE + 16 * index).ok_or_else(cut)? as usize;
        let length = read_u64(bytes, PREAMBLE + 16 * index + 8).ok_or_else(cut)? as usize;
        let end = start.checked_add(length).filter(|&end| end <= bytes.len());
        *section = start..end.ok_or_else(|| damaged("a section lies outside it"))?;
    }
    Ok(sections)
}

fn damaged(reason: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::error("damaged-knowledge-base", format!("the compiled knowledge base is damaged: {reason}"))
        .hint("compile it again with `filature kb build`")
}

pub(super) fn kind_number(kind: NameKind) -> u8 {
    kind as u8
}

fn name_kind(number: u8) -> Option<NameKind> {
    NameKind::ALL.into_iter().find(|&kind| kind_number(kind) == number)
}

/// `0` for no date; else one more than year, month and day packed, zero for a part not known.
pub(super) fn date_number(date: Option<PartialDate>) -> u32 {
    date.map_or(0, |date| {
        let part = |part: Option<i8>| u32::from(part.unwrap_or_default().unsigned_abs());
        1 + ((u32::from(date.year().unsigned_abs()) << 9) | (part(date.month()) << 5) | part(date.day()))
    })
}

fn date(number: u32) -> Option<PartialDate> {
    let packed = number.checked_sub(1)?;
    let part = |part: u32| i8::try_from(part).ok().filter(|&part| part > 0);
    PartialDate::new(i16::try_from(packed >> 9).ok()?, part((packed >> 5) & 15), part(packed & 31))
}

/// Variable-length numbers, seven bits a byte, lowest first.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn number(&mut self) -> Option<u32> {
        let mut number = 0_u32;
        for shift in (0..32).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u32::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

fn read_u16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

fn read_u64(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at.checked_add(8)?)?.try_into().ok().map(u64::from_le_bytes)
}

/// The first index for which `before` is false, given that it is true for all smaller ones.
fn partition_point(range: Range<usize>, before: impl Fn(usize) -> bool) -> usize {
    let Range { start: mut low, end: mut high } = range;
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}
