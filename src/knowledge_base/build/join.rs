//! Records of one id → one entry, in order of ids.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::super::NameKind;
use super::super::compile::{Foreigners, Part, Sink, not_built, unwritten};
use super::super::sorter::Sorter;
use super::super::source::SourceEntry;
use super::HOLDER;
use crate::diagnostic::{Diagnostic, Place};

pub(super) fn from_json(bytes: &[u8]) -> Result<SourceEntry, Diagnostic> {
    serde_json::from_slice(bytes).map_err(|error| Diagnostic::error("damaged-work-folder", error.to_string()))
}

/// Entries joined by id, in order of ids.
pub(super) struct Joined {
    /// One JSON object a line.
    pub(super) entries: PathBuf,
    pub(super) count: u64,
    /// The fst from id to position.
    pub(super) ids: Part,
    /// Facts for entries found out of order: who held the offices of a country.
    pub(super) late: Sorter,
    /// Labels that one entry alone bears, when references are stated by label.
    pub(super) labels: BTreeMap<String, String>,
}

impl Joined {
    /// Merges the runs; parts that belong to no entry are dropped.
    pub(super) fn new(records: Sorter, folder: &Path, with_labels: bool) -> Result<Self, Diagnostic> {
        let at = |error: io::Error| unwritten(&error).at(Place::file(folder.display().to_string()));
        let entries = folder.join("joined");
        let mut out = BufWriter::with_capacity(1 << 18, File::create(&entries).map_err(at)?);
        let mut ids = fst::MapBuilder::new(Sink::new(Some(folder), "ids")?).map_err(not_built)?;
        let mut joined = Self {
            entries,
            count: 0,
            ids: Part::Memory(Vec::new()),
            late: Sorter::new(Some(folder), "late"),
            labels: BTreeMap::new(),
        };
        let mut ambiguous = BTreeSet::new();
        let mut records = records.finish().map_err(at)?.peekable();
        while let Some(record) = records.next() {
            let (id, json) = record.map_err(at)?;
            let mut entry = from_json(&json)?;
            while let Some(more) = records.next_if(|record| record.as_ref().is_ok_and(|(key, _)| *key == id)) {
                entry.join(from_json(&more.map_err(at)?.1)?);
            }
            joined.place_holders(&mut entry)?;
            joined.late.relieve().map_err(at)?;
            if !entry.is_whole() {
                continue;
            }
            entry.tidy();
            serde_json::to_writer(&mut out, &entry).map_err(|error| at(error.into()))?;
            out.write_all(b"\n").map_err(at)?;
            ids.insert(&id, joined.count).map_err(not_built)?;
            joined.count += 1;
            if with_labels {
                let labels = entry.names.iter().filter(|name| name.kind == NameKind::Label);
                for label in labels.map(|name| &name.text) {
                    let known = joined.labels.insert(label.clone(), entry.id.clone());
                    if known.is_some_and(|known| known != entry.id) {
                        ambiguous.insert(label.clone());
                    }
                }
            }
        }
        joined.labels.retain(|label, _| !ambiguous.contains(label));
        out.flush().map_err(at)?;
        joined.ids = ids.into_inner().map_err(not_built)?.finish().map_err(at)?;
        Ok(joined)
    }

    /// Who held a position becomes a fact of the entry the position belongs to.
    fn place_holders(&mut self, entry: &mut SourceEntry) -> Result<(), Diagnostic> {
        let (holders, facts) = std::mem::take(&mut entry.facts).into_iter().partition(|fact| fact.property == HOLDER);
        entry.facts = facts;
        let Some((property, owner)) = entry.office.take() else { return Ok(()) };
        let mut part = SourceEntry { id: owner, facts: holders, ..SourceEntry::default() };
        part.facts.iter_mut().for_each(|fact| fact.property.clone_from(&property));
        if !part.facts.is_empty() {
            let json = serde_json::to_vec(&part)
                .map_err(|error| Diagnostic::error("knowledge-base-not-built", error.to_string()))?;
            self.late.push(part.id.as_bytes(), &json);
        }
        Ok(())
    }
}

/// The fst of all ids, those of other bases behind.
pub(super) fn with_foreigners(
    ids: &fst::Map<Vec<u8>>,
    foreigners: &Foreigners,
    folder: &Path,
) -> Result<Part, Diagnostic> {
    use fst::Streamer as _;
    let mut builder = fst::MapBuilder::new(Sink::new(Some(folder), "ids.fst")?).map_err(not_built)?;
    let mut foreign = foreigners.positions.iter().peekable();
    let mut own = ids.stream();
    while let Some((id, position)) = own.next() {
        while let Some((known, &position)) = foreign.next_if(|(known, _)| known.as_bytes() < id) {
            builder.insert(known, u64::from(position)).map_err(not_built)?;
        }
        builder.insert(id, position).map_err(not_built)?;
    }
    for (known, &position) in foreign {
        builder.insert(known, u64::from(position)).map_err(not_built)?;
    }
    builder.into_inner().map_err(not_built)?.finish().map_err(|error| unwritten(&error))
}
