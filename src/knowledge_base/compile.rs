//! Entries → one block of bytes, laid out as [`super::block`] describes, in memory or in a file of any size.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::about::About;
use super::block::{CASE_SENSITIVE, HEADER, MAGIC, PREAMBLE, Section, VERSION, date_number, kind_number};
use super::checksum::{Checksum, checksum};
use super::fold::fold;
use super::sorter::Sorter;
use super::source::SourceEntry;
use crate::diagnostic::{Diagnostic, Place};

/// Strings remembered, so that most are stored once; then the memory is emptied.
const REMEMBERED_STRINGS: usize = 1 << 18;

/// Compiles entries in the order given, in memory. `foreign` finds entries of a lower base by id.
pub(super) fn compile(
    entries: &[SourceEntry],
    about: &About,
    foreign: impl Fn(&str) -> bool,
) -> Result<Vec<u8>, Diagnostic> {
    let positions: FxHashMap<&str, u32> =
        entries.iter().zip(0..).map(|(entry, position)| (entry.id.as_str(), position)).collect();
    let mut foreigners = Foreigners::new(entries.len());
    let mut assembler = Assembler::new(None)?;
    for entry in entries {
        assembler
            .add(entry, |id| positions.get(id).copied().or_else(|| foreign(id).then(|| foreigners.position(id))))?;
    }
    let mut ids: Vec<(&str, u64)> = positions.iter().map(|(&id, &position)| (id, u64::from(position))).collect();
    ids.extend(foreigners.positions.iter().map(|(id, &position)| (id.as_str(), u64::from(position))));
    ids.sort_unstable();
    let ids = fst::Map::from_iter(ids).map_err(not_built)?;
    let mut block = Vec::new();
    assembler
        .finish(Part::Memory(ids.into_fst().into_inner()), about)?
        .write(&mut block)
        .map_err(|error| unwritten(&error))?;
    Ok(block)
}

/// Entries of other bases that facts refer to: they have a number here, behind all entries, and nothing else.
#[derive(Debug)]
pub(super) struct Foreigners {
    next: u32,
    pub(super) positions: std::collections::BTreeMap<String, u32>,
}

impl Foreigners {
    pub(super) fn new(entries: usize) -> Self {
        Self { next: entries as u32, positions: std::collections::BTreeMap::new() }
    }

    pub(super) fn position(&mut self, id: &str) -> u32 {
        if let Some(&known) = self.positions.get(id) {
            return known;
        }
        let position = self.next;
        self.next += 1;
        self.positions.insert(id.to_owned(), position);
        position
    }
}

/// Bytes that grow: in memory, or in a file of the work folder.
#[derive(Debug)]
pub(super) enum Sink {
    Memory(Vec<u8>),
    File { out: BufWriter<File>, path: PathBuf, written: u64 },
}

impl Sink {
    pub(super) fn new(folder: Option<&Path>, name: &str) -> Result<Self, Diagnostic> {
        let Some(folder) = folder else { return Ok(Self::Memory(Vec::new())) };
        let path = folder.join(name);
        let file =
            File::create(&path).map_err(|error| unwritten(&error).at(Place::file(path.display().to_string())))?;
        Ok(Self::File { out: BufWriter::with_capacity(1 << 18, file), path, written: 0 })
    }

    fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File { written, .. } => *written,
        }
    }

    pub(super) fn finish(self) -> io::Result<Part> {
        match self {
            Self::Memory(bytes) => Ok(Part::Memory(bytes)),
            Self::File { out, path, written } => {
                out.into_inner().map_err(io::IntoInnerError::into_error)?;
                Ok(Part::File { path, length: written })
            }
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Memory(memory) => memory.write(bytes),
            Self::File { out, written, .. } => {
                let length = out.write(bytes)?;
                *written += length as u64;
                Ok(length)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Memory(_) => Ok(()),
            Self::File { out, .. } => out.flush(),
        }
    }
}

/// A finished section.
#[derive(Debug)]
pub(super) enum Part {
    Memory(Vec<u8>),
    File { path: PathBuf, length: u64 },
}

impl Part {
    fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File { length, .. } => *length,
        }
    }

    fn copy(&self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Memory(bytes) => out.write_all(bytes),
            Self::File { path, .. } => {
                let mut file = BufReader::with_capacity(1 << 18, File::open(path)?);
                io::copy(&mut file, out).map(|_| ())
            }
        }
    }
}

/// Takes entries one by one and gives the sections of a block.
pub(super) struct Assembler {
    folder: Option<PathBuf>,
    strings: Sink,
    string_offsets: FxHashMap<String, u32>,
    symbols: Vec<u8>,
    symbol_positions: FxHashMap<String, u32>,
    entries: Sink,
    details: Sink,
    /// Folded name → row.
    names: Sorter,
    /// Entry referred to, property, entry that refers, each big-endian.
    references: Sorter,
    count: u32,
}

impl Assembler {
    /// With a folder, sections grow in files there and memory stays bounded.
    pub(super) fn new(folder: Option<&Path>) -> Result<Self, Diagnostic> {
        Ok(Self {
            folder: folder.map(Path::to_owned),
            strings: Sink::new(folder, "strings")?,
            string_offsets: FxHashMap::default(),
            symbols: Vec::new(),
            symbol_positions: FxHashMap::default(),
            entries: Sink::new(folder, "entries")?,
            details: Sink::new(folder, "details")?,
            names: Sorter::new(folder, "names"),
            references: Sorter::new(folder, "references"),
            count: 0,
        })
    }

    /// Adds an entry; `target` gives the position of the entry with an id.
    pub(super) fn add(
        &mut self,
        entry: &SourceEntry,
        mut target: impl FnMut(&str) -> Option<u32>,
    ) -> Result<(), Diagnostic> {
        let position = self.count;
        let details = offset(self.details.len())?;
        let mut numbers = vec![offset(entry.names.len() as u64)?];
        for name in &entry.names {
            let (text, language) = (self.string(&name.text)?, self.symbol(&name.language)?);
            let kind = kind_number(name.kind);
            numbers.extend([text, language, u32::from(kind)]);
            let language = u16::try_from(language).map_err(|_| too_large())?;
            let mut row = [0; 12];
            row[..4].copy_from_slice(&position.to_le_bytes());
            row[4..8].copy_from_slice(&text.to_le_bytes());
            row[8..10].copy_from_slice(&language.to_le_bytes());
            row[10] = kind;
            row[11] = if name.case_sensitive { CASE_SENSITIVE } else { 0 };
            let folded = fold(&name.text);
            if !folded.is_empty() {
                self.names.push(folded.as_bytes(), &row);
            }
        }
        numbers.push(offset(entry.descriptions.len() as u64)?);
        for (language, text) in &entry.descriptions {
            numbers.extend([self.symbol(language)?, self.string(text)?]);
        }
        numbers.push(offset(entry.same_as.len() as u64)?);
        for iri in &entry.same_as {
            numbers.push(self.string(iri)?);
        }
        numbers.push(offset(entry.facts.len() as u64)?);
        for fact in &entry.facts {
            let property = self.symbol(&fact.property)?;
            numbers.extend([property, self.string(&fact.value)?]);
            numbers.extend([date_number(fact.start), date_number(fact.end)]);
            if let Some(to) = fact.is_reference.then(|| target(&fact.value)).flatten() {
                let key = [to, property, position].map(u32::to_be_bytes).concat();
                self.references.push(&key, &[]);
            }
        }
        let mut packed = Vec::with_capacity(2 * numbers.len());
        for number in numbers {
            push_number(&mut packed, number);
        }
        let written = |error: io::Error| unwritten(&error);
        self.details.write_all(&packed).map_err(written)?;
        let entity_type = u16::try_from(self.symbol(&entry.entity_type)?).map_err(|_| too_large())?;
        let id = self.string(&entry.id)?;
        let mut row = [0; 16];
        row[..4].copy_from_slice(&id.to_le_bytes());
        row[4..6].copy_from_slice(&entity_type.to_le_bytes());
        row[8..12].copy_from_slice(&entry.prior.to_bits().to_le_bytes());
        row[12..].copy_from_slice(&details.to_le_bytes());
        self.entries.write_all(&row).map_err(written)?;
        self.names.relieve().map_err(written)?;
        self.references.relieve().map_err(written)?;
        self.count = self.count.checked_add(1).ok_or_else(too_large)?;
        Ok(())
    }

    /// Offset of a string. What was stored lately is not stored again.
    fn string(&mut self, text: &str) -> Result<u32, Diagnostic> {
        if let Some(&known) = self.string_offsets.get(text) {
            return Ok(known);
        }
        let start = offset(self.strings.len())?;
        let mut length = Vec::with_capacity(2);
        push_number(&mut length, offset(text.len() as u64)?);
        let written = self.strings.write_all(&length).and_then(|()| self.strings.write_all(text.as_bytes()));
        written.map_err(|error| unwritten(&error))?;
        if self.string_offsets.len() >= REMEMBERED_STRINGS {
            self.string_offsets.clear();
        }
        self.string_offsets.insert(text.to_owned(), start);
        Ok(start)
    }

    /// Position of a string among the symbols, stored once.
    fn symbol(&mut self, text: &str) -> Result<u32, Diagnostic> {
        if let Some(&known) = self.symbol_positions.get(text) {
            return Ok(known);
        }
        let position = offset(self.symbol_positions.len() as u64)?;
        let string = self.string(text)?;
        self.symbols.extend(string.to_le_bytes());
        self.symbol_positions.insert(text.to_owned(), position);
        Ok(position)
    }

    /// The whole block; `ids` is the fst from id to position.
    pub(super) fn finish(self, ids: Part, about: &About) -> Result<Sections, Diagnostic> {
        let folder = self.folder.as_deref();
        let written = |error: io::Error| unwritten(&error);
        let mut names = fst::MapBuilder::new(Sink::new(folder, "names.fst")?).map_err(not_built)?;
        let mut rows = Sink::new(folder, "rows")?;
        let mut row = 0_u64;
        let mut open: Option<(Vec<u8>, u64)> = None;
        for record in self.names.finish().map_err(written)? {
            let (name, bytes) = record.map_err(written)?;
            if open.as_ref().is_none_or(|(known, _)| *known != name)
                && let Some((known, first)) = open.replace((name, row))
            {
                names.insert(known, (first << 32) | (row - first)).map_err(not_built)?;
            }
            rows.write_all(&bytes).map_err(written)?;
            row = u64::from(offset(row + 1)?);
        }
        if let Some((known, first)) = open {
            names.insert(known, (first << 32) | (row - first)).map_err(not_built)?;
        }
        let mut references = Sink::new(folder, "references")?;
        let mut last = Vec::new();
        for record in self.references.finish().map_err(written)? {
            let (key, _) = record.map_err(written)?;
            if key != last {
                // Big-endian sorts as numbers do; a block is little-endian.
                let row: Vec<u8> = key.chunks_exact(4).flat_map(|number| number.iter().rev().copied()).collect();
                references.write_all(&row).map_err(written)?;
                last = key;
            }
        }
        let about = serde_json::to_vec(about).unwrap_or_default();
        let parts = [
            names.into_inner().map_err(not_built)?.finish().map_err(written)?,
            rows.finish().map_err(written)?,
            ids,
            self.entries.finish().map_err(written)?,
            self.details.finish().map_err(written)?,
            self.strings.finish().map_err(written)?,
            Part::Memory(self.symbols),
            references.finish().map_err(written)?,
            Part::Memory(about),
        ];
        Ok(Sections { parts })
    }
}

/// All sections of a block, in file order.
pub(super) struct Sections {
    parts: [Part; Section::COUNT],
}

impl Sections {
    /// Writes the block. Sections in files are read twice: for the checksum, which stands before them, and to copy.
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mut table = Vec::with_capacity(HEADER - PREAMBLE);
        let mut start = HEADER as u64;
        for part in &self.parts {
            table.extend(start.to_le_bytes());
            table.extend(part.len().to_le_bytes());
            start += part.len();
        }
        let mut sum = Checksum::default();
        sum.write_all(&table)?;
        for part in &self.parts {
            part.copy(&mut sum)?;
        }
        let mut head = MAGIC.to_vec();
        head.extend(VERSION.to_le_bytes());
        head.extend((Section::COUNT as u32).to_le_bytes());
        head.extend(start.to_le_bytes());
        head.extend(sum.value().to_le_bytes());
        let head_sum = checksum(&[head.as_slice(), &table].concat());
        head.extend(head_sum.to_le_bytes());
        head.extend(table);
        out.write_all(&head)?;
        self.parts.iter().try_for_each(|part| part.copy(out))
    }
}

/// Offsets and counts inside a block are 32 bits wide: room for tens of millions of entries.
fn offset(number: u64) -> Result<u32, Diagnostic> {
    u32::try_from(number).map_err(|_| too_large())
}

fn too_large() -> Diagnostic {
    Diagnostic::error("knowledge-base-too-large", "a section of the compiled knowledge base would pass 4 GiB")
        .hint("choose fewer entries, or compile several bases and stack them")
}

pub(super) fn unwritten(error: &io::Error) -> Diagnostic {
    Diagnostic::error("knowledge-base-not-written", error.to_string())
}

#[expect(clippy::needless_pass_by_value, reason = "the shape `map_err` wants")]
pub(super) fn not_built(error: fst::Error) -> Diagnostic {
    Diagnostic::error("knowledge-base-not-built", error.to_string())
}

fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// The bytes of a section, while the rest is still being made.
pub(super) fn bytes_of(part: &Part) -> io::Result<Vec<u8>> {
    match part {
        Part::Memory(bytes) => Ok(bytes.clone()),
        Part::File { path, .. } => {
            let mut bytes = Vec::new();
            File::open(path)?.read_to_end(&mut bytes)?;
            Ok(bytes)
        }
    }
}
