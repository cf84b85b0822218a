//! Entries → one block of bytes, laid out as [`super::block`] describes.

use rustc_hash::FxHashMap;

use super::block::{CASE_SENSITIVE, HEADER, MAGIC, PREAMBLE, Section, VERSION, checksum, date_number, kind_number};
use super::fold::fold;
use super::tables::TableEntry;
use crate::diagnostic::Diagnostic;

/// Compiles entries in the order given.
pub(super) fn compile(entries: &[TableEntry]) -> Result<Vec<u8>, Diagnostic> {
    let mut writer = Writer::default();
    let positions: FxHashMap<&str, u32> =
        entries.iter().zip(0..).map(|(entry, position)| (entry.id.as_str(), position)).collect();
    let mut references = Vec::new();
    for (position, entry) in (0..).zip(entries) {
        writer.entry(position, entry)?;
        for fact in &entry.facts {
            if let Some(&to) = positions.get(fact.value.as_str()).filter(|_| fact.is_reference) {
                references.push((to, writer.symbol(&fact.property)?, position));
            }
        }
    }
    references.sort_unstable();
    references.dedup();
    writer.finish(entries, &references)
}

#[derive(Default)]
struct Writer {
    strings: Vec<u8>,
    string_offsets: FxHashMap<String, u32>,
    symbols: Vec<u8>,
    symbol_positions: FxHashMap<String, u32>,
    entries: Vec<u8>,
    details: Vec<u8>,
    /// Folded names with their rows, in order of entries.
    names: Vec<(String, [u8; 12])>,
}

impl Writer {
    fn entry(&mut self, position: u32, entry: &TableEntry) -> Result<(), Diagnostic> {
        let details = offset(self.details.len())?;
        let mut numbers = vec![offset(entry.names.len())?];
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
                self.names.push((folded, row));
            }
        }
        numbers.push(offset(entry.descriptions.len())?);
        for (language, text) in &entry.descriptions {
            numbers.extend([self.symbol(language)?, self.string(text)?]);
        }
        numbers.push(offset(entry.same_as.len())?);
        for iri in &entry.same_as {
            numbers.push(self.string(iri)?);
        }
        numbers.push(offset(entry.facts.len())?);
        for fact in &entry.facts {
            numbers.extend([self.symbol(&fact.property)?, self.string(&fact.value)?]);
            numbers.extend([date_number(fact.start), date_number(fact.end)]);
        }
        for number in numbers {
            push_number(&mut self.details, number);
        }
        let entity_type = u16::try_from(self.symbol(&entry.entity_type)?).map_err(|_| too_large())?;
        let id = self.string(&entry.id)?;
        self.entries.extend(id.to_le_bytes());
        self.entries.extend(entity_type.to_le_bytes());
        self.entries.extend([0, 0]);
        self.entries.extend(entry.prior.to_bits().to_le_bytes());
        self.entries.extend(details.to_le_bytes());
        Ok(())
    }

    /// Offset of a string, stored once.
    fn string(&mut self, text: &str) -> Result<u32, Diagnostic> {
        if let Some(&known) = self.string_offsets.get(text) {
            return Ok(known);
        }
        let start = offset(self.strings.len())?;
        push_number(&mut self.strings, offset(text.len())?);
        self.strings.extend(text.as_bytes());
        self.string_offsets.insert(text.to_owned(), start);
        Ok(start)
    }

    /// Position of a string among the symbols, stored once.
    fn symbol(&mut self, text: &str) -> Result<u32, Diagnostic> {
        if let Some(&known) = self.symbol_positions.get(text) {
            return Ok(known);
        }
        let position = offset(self.symbol_positions.len())?;
        let string = self.string(text)?;
        self.symbols.extend(string.to_le_bytes());
        self.symbol_positions.insert(text.to_owned(), position);
        Ok(position)
    }

    fn finish(mut self, entries: &[TableEntry], references: &[(u32, u32, u32)]) -> Result<Vec<u8>, Diagnostic> {
        // Stable: rows of one name stay in order of entries.
        self.names.sort_by(|(left, _), (right, _)| left.cmp(right));
        let mut name_rows = Vec::with_capacity(12 * self.names.len());
        let mut names = fst::MapBuilder::memory();
        for same in self.names.chunk_by(|(left, _), (right, _)| left == right) {
            let first = (name_rows.len() / 12) as u64;
            if let Some((folded, _)) = same.first() {
                names.insert(folded, (first << 32) | same.len() as u64).map_err(not_built)?;
            }
            name_rows.extend(same.iter().flat_map(|(_, row)| row));
        }
        offset(name_rows.len())?;
        let mut ids: Vec<_> = (0_u64..).zip(entries).map(|(position, entry)| (&entry.id, position)).collect();
        ids.sort_unstable();
        let ids = fst::Map::from_iter(ids).map_err(not_built)?;
        let mut reference_rows = Vec::new();
        for &(to, property, from) in references {
            reference_rows.extend([to, property, from].iter().flat_map(|number| number.to_le_bytes()));
        }
        let names = names.into_inner().map_err(not_built)?;
        let ids = ids.into_fst().into_inner();
        let sections: [&[u8]; Section::COUNT] =
            [&names, &name_rows, &ids, &self.entries, &self.details, &self.strings, &self.symbols, &reference_rows];
        let mut header = Vec::with_capacity(HEADER - PREAMBLE);
        let mut start = HEADER as u64;
        for section in sections {
            header.extend(start.to_le_bytes());
            header.extend((section.len() as u64).to_le_bytes());
            start += section.len() as u64;
        }
        let mut body = header;
        sections.iter().for_each(|section| body.extend(*section));
        let mut block = MAGIC.to_vec();
        block.extend(VERSION.to_le_bytes());
        block.extend((Section::COUNT as u32).to_le_bytes());
        block.extend(start.to_le_bytes());
        block.extend(checksum(&body).to_le_bytes());
        block.extend(body);
        Ok(block)
    }
}

/// Offsets and counts inside a block are 32 bits wide: room for tens of millions of entries.
fn offset(number: usize) -> Result<u32, Diagnostic> {
    u32::try_from(number).map_err(|_| too_large())
}

fn too_large() -> Diagnostic {
    Diagnostic::error("knowledge-base-too-large", "a section of the compiled knowledge base would pass 4 GiB")
        .hint("split the tables and stack the compiled bases")
}

#[expect(clippy::needless_pass_by_value, reason = "the shape `map_err` wants")]
fn not_built(error: fst::Error) -> Diagnostic {
    Diagnostic::error("knowledge-base-not-built", error.to_string())
}

fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}
