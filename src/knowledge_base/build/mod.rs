//! Building a base of any size: sources → records sorted by id → entries → one file.
//!
//! Records are gathered in runs on disk (`sorter.rs`), so memory stays bounded; what several sources, or inverse
//! statements of one, say of an id meets when the runs are merged. The work folder `<output>.part` holds the runs and a
//! journal; a build that was interrupted goes on from the last run when it is started again with the same sources and
//! options, and the folder is removed when the base is whole.

mod entries;
mod followthemoney;
mod join;
mod journal;
mod stream;
mod wikidata;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter};
use std::path::{Path, PathBuf};

use self::entries::EntryReader;
use self::join::{Joined, from_json, with_foreigners};
use self::journal::Journal;
use self::stream::{Parsed, Stream};
use self::wikidata::Mapping;
use super::about::{About, SourceNote};
use super::columns::Properties;
use super::compile::{Assembler, Foreigners, bytes_of, not_built, unwritten};
use super::sorter::Sorter;
use super::source::{SourceEntry, is_id};
use super::{KnowledgeBase, tables};
use crate::data_folder::DataFolder;
use crate::diagnostic::{Diagnostic, Place};

pub use self::wikidata::WikidataOptions;

/// What is told while a source is read.
#[derive(Clone, Debug)]
pub enum Told {
    /// A record that could not be read; it is skipped.
    Fault(Diagnostic),
    /// So many further records were read.
    Records(u64),
}

/// How a build went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildReport {
    /// What was read.
    pub sources: Vec<SourceNote>,
    /// Entries of the base.
    pub entries: u64,
    /// Facts left out because no entry here or in the base below has the id or label they refer to.
    pub unresolved: u64,
    /// Size of the file in bytes.
    pub size: u64,
}

/// The internal property under which holders of a position wait for the position to say which office it is.
const HOLDER: &str = "\u{1}holder";

/// Gathers sources and writes a base.
#[derive(Debug)]
pub struct BaseBuilder {
    output: PathBuf,
    folder: PathBuf,
    /// Where references are looked up that no source answers.
    lower: KnowledgeBase,
    properties: Properties,
    records: Sorter,
    journal: Journal,
    options: BTreeMap<String, String>,
    /// Sources begun so far.
    source: usize,
}

impl BaseBuilder {
    /// Begins a base, or goes on with one that was interrupted. `options` are written into the file; they and `inputs`
    /// decide whether an interrupted build is the same. References that no source answers are looked up in `lower`.
    ///
    /// # Errors
    /// When the work folder cannot be made.
    pub fn new(
        output: &Path,
        inputs: &[String],
        options: BTreeMap<String, String>,
        lower: KnowledgeBase,
    ) -> Result<Self, Diagnostic> {
        let mut name = output.as_os_str().to_owned();
        name.push(".part");
        let folder = PathBuf::from(name);
        let at = |error: io::Error| unwritten(&error).at(Place::file(folder.display().to_string()));
        let journal = match Journal::read(&folder, inputs, &options) {
            Some(journal) => journal,
            None => {
                if folder.exists() {
                    fs::remove_dir_all(&folder).map_err(at)?;
                }
                fs::create_dir_all(&folder).map_err(at)?;
                Journal::new(inputs, &options)
            }
        };
        let mut faults = Vec::new();
        let properties = tables::properties(&DataFolder::bundled_knowledge_base(), &mut faults);
        let records = Sorter::resumed(Some(&folder), "records", journal.runs);
        let output = output.to_owned();
        Ok(Self { output, folder, lower, properties, records, journal, options, source: 0 })
    }

    /// Where an interrupted build goes on: source, counted from 0, and records of it that need not be read again.
    #[must_use]
    pub fn resumed_at(&self) -> Option<(usize, u64)> {
        (self.journal.runs > 0).then_some((self.journal.source, self.journal.records))
    }

    /// Adds the tables of a folder, as the README describes them.
    ///
    /// # Errors
    /// Every fault, with file and line; nothing of a faulty folder is taken.
    pub fn add_tables(&mut self, name: &str, folder: &DataFolder) -> Result<(), Vec<Diagnostic>> {
        if self.is_done(name, "tables") {
            return Ok(());
        }
        for entry in tables::read(folder, &self.lower)? {
            self.take(&entry);
            self.note().read += 1;
            self.note().taken += 1;
        }
        self.checkpoint().map_err(|fault| vec![fault])
    }

    /// Adds entries as JSON Lines (`schemas/kb-entry.schema.json`), or as CSV with the columns of our tables.
    ///
    /// # Errors
    /// When the stream breaks off, or the header of a CSV file is wrong; a faulty record is told and skipped.
    pub fn add_entries(
        &mut self,
        name: &str,
        is_csv: bool,
        stream: Box<dyn BufRead + Send>,
        say: &mut dyn FnMut(Told),
    ) -> Result<(), Diagnostic> {
        if self.is_done(name, if is_csv { "csv" } else { "entries" }) {
            return Ok(());
        }
        let reader = EntryReader::new(self.properties.clone());
        if is_csv {
            return self.add_csv(name, stream, &reader, say);
        }
        self.add_stream(Stream::new(name, stream), |line| reader.json_line(line), say)
    }

    /// Adds FollowTheMoney entities, one JSON object a line, as OpenSanctions and Aleph export them.
    ///
    /// # Errors
    /// When the stream breaks off; a faulty record is told and skipped.
    pub fn add_followthemoney(
        &mut self,
        name: &str,
        stream: Box<dyn BufRead + Send>,
        say: &mut dyn FnMut(Told),
    ) -> Result<(), Vec<Diagnostic>> {
        if self.is_done(name, "followthemoney") {
            return Ok(());
        }
        let schemata = followthemoney::Schemata::new(&self.lower)?;
        self.add_stream(Stream::new(name, stream), |line| schemata.entity(line), say).map_err(|fault| vec![fault])
    }

    /// Adds a Wikidata JSON dump: an array with one item a line, or plain lines.
    ///
    /// # Errors
    /// When the mapping is faulty or the stream breaks off; a faulty item is told and skipped.
    pub fn add_wikidata(
        &mut self,
        name: &str,
        stream: Box<dyn BufRead + Send>,
        options: &WikidataOptions,
        say: &mut dyn FnMut(Told),
    ) -> Result<(), Vec<Diagnostic>> {
        if self.is_done(name, "wikidata") {
            return Ok(());
        }
        let mapping = Mapping::new(options)?;
        self.add_stream(Stream::new(name, stream), |line| mapping.item(line), say).map_err(|fault| vec![fault])
    }

    /// Begins the next source; whether an interrupted build has read all of it.
    fn is_done(&mut self, name: &str, format: &str) -> bool {
        let source = self.source;
        self.source += 1;
        if source < self.journal.source {
            return true;
        }
        if source > self.journal.source {
            self.journal.source = source;
            self.journal.records = 0;
        }
        if self.journal.notes.len() == source {
            let note = SourceNote { name: name.to_owned(), format: format.to_owned(), ..SourceNote::default() };
            self.journal.notes.push(note);
        }
        false
    }

    fn note(&mut self) -> &mut SourceNote {
        if self.journal.notes.is_empty() {
            self.journal.notes.push(SourceNote::default());
        }
        let last = self.journal.notes.len() - 1;
        &mut self.journal.notes[last]
    }

    fn take(&mut self, entry: &SourceEntry) {
        let by_label = |fact: &&super::source::SourceFact| fact.is_reference && !is_id(&fact.value);
        self.journal.has_label_references |= entry.facts.iter().any(|fact| by_label(&fact));
        if let Ok(json) = serde_json::to_vec(entry) {
            self.records.push(entry.id.as_bytes(), &json);
        }
    }

    /// Counts what a record gave and keeps it.
    fn keep(&mut self, parsed: Parsed, place: impl FnOnce() -> Place, say: &mut dyn FnMut(Told)) {
        self.note().read += 1;
        match parsed {
            Ok(entries) => {
                self.note().taken += entries.iter().filter(|entry| entry.is_whole()).count() as u64;
                entries.iter().for_each(|entry| self.take(entry));
            }
            Err(fault) => {
                self.note().faulty += 1;
                say(Told::Fault(fault.at(place())));
            }
        }
    }

    /// Writes a run when enough has gathered, and how far we are.
    fn checkpoint(&mut self) -> Result<(), Diagnostic> {
        if !self.records.is_full() {
            return Ok(());
        }
        let at = |error: io::Error| unwritten(&error).at(Place::file(self.folder.display().to_string()));
        self.records.spill().map_err(at)?;
        self.journal.runs = self.records.runs();
        self.journal.write(&self.folder).map_err(at)
    }

    fn add_stream(
        &mut self,
        stream: Stream,
        parse: impl Fn(&[u8]) -> Parsed + Sync,
        say: &mut dyn FnMut(Told),
    ) -> Result<(), Diagnostic> {
        let name = stream.name().to_owned();
        let skip = self.journal.records;
        stream.for_each_chunk(skip, parse, |first, parsed| {
            let lines = parsed.len() as u64;
            for (line, parsed) in (first..).zip(parsed) {
                if let Some(parsed) = parsed {
                    self.keep(parsed, || Place::line(&name, line as usize), say);
                }
            }
            say(Told::Records(lines));
            self.journal.records = first + lines - 1;
            self.checkpoint()
        })
    }

    fn add_csv(
        &mut self,
        name: &str,
        stream: Box<dyn BufRead + Send>,
        reader: &EntryReader,
        say: &mut dyn FnMut(Told),
    ) -> Result<(), Diagnostic> {
        let mut csv = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(stream);
        let at = |line: u64| Place::line(name, line as usize);
        let header = csv
            .headers()
            .cloned()
            .map_err(|error| Diagnostic::error("unreadable-table", error.to_string()).at(at(1)))?;
        let header = reader.header(&header).map_err(|fault| fault.at(at(1)))?;
        for row in csv.into_records().skip(self.journal.records as usize) {
            let line = match &row {
                Ok(row) => row.position().map_or(0, csv::Position::line),
                Err(error) => error.position().map_or(0, csv::Position::line),
            };
            let parsed = row
                .map_err(|error| Diagnostic::error("unreadable-row", error.to_string()))
                .and_then(|row| reader.row(&header, &row));
            self.keep(parsed, || at(line), say);
            say(Told::Records(1));
            self.journal.records += 1;
            self.checkpoint()?;
        }
        Ok(())
    }

    /// Joins all records and writes the file, which appears whole or not at all.
    ///
    /// # Errors
    /// When the disk is full or the base would be too large.
    pub fn finish(self) -> Result<BuildReport, Diagnostic> {
        let folder = self.folder.clone();
        let at = |error: io::Error| unwritten(&error).at(Place::file(folder.display().to_string()));
        let about = About { sources: self.journal.notes.clone(), options: self.options };
        let joined = Joined::new(self.records, &folder, self.journal.has_label_references)?;
        let mut report =
            BuildReport { sources: about.sources.clone(), entries: joined.count, ..BuildReport::default() };
        let ids = fst::Map::new(bytes_of(&joined.ids).map_err(at)?).map_err(not_built)?;
        let mut foreigners = Foreigners::new(joined.count as usize);
        let mut assembler = Assembler::new(Some(&folder))?;
        let mut late = joined.late.finish().map_err(at)?.peekable();
        for line in BufReader::new(File::open(&joined.entries).map_err(at)?).lines() {
            let mut entry: SourceEntry = from_json(line.map_err(at)?.as_bytes())?;
            while let Some(record) =
                late.next_if(|record| record.as_ref().map_or(true, |(key, _)| key.as_slice() <= entry.id.as_bytes()))
            {
                let (key, part) = record.map_err(at)?;
                if key == entry.id.as_bytes() {
                    entry.join(from_json(&part)?);
                }
            }
            entry.facts.retain_mut(|fact| {
                if !fact.is_reference {
                    return true;
                }
                let known = if is_id(&fact.value) {
                    ids.contains_key(&fact.value) || self.lower.called(&fact.value).len() == 1
                } else {
                    let found = joined.labels.get(&fact.value).cloned().or_else(|| {
                        match self.lower.called(&fact.value).as_slice() {
                            [one] => Some(one.as_str().to_owned()),
                            _ => None,
                        }
                    });
                    found.is_some_and(|id| {
                        fact.value = id;
                        true
                    })
                };
                report.unresolved += u64::from(!known);
                known
            });
            entry.tidy();
            assembler.add(&entry, |id| {
                Some(ids.get(id).map_or_else(|| foreigners.position(id), |position| position as u32))
            })?;
        }
        let ids = with_foreigners(&ids, &foreigners, &folder)?;
        let sections = assembler.finish(ids, &about)?;
        let beside = folder.join("whole");
        let mut out = BufWriter::with_capacity(1 << 18, File::create(&beside).map_err(at)?);
        sections.write(&mut out).map_err(at)?;
        let file = out.into_inner().map_err(io::IntoInnerError::into_error).map_err(at)?;
        file.sync_all().map_err(at)?;
        report.size = file.metadata().map_err(at)?.len();
        drop(file);
        fs::rename(&beside, &self.output)
            .map_err(|error| unwritten(&error).at(Place::file(self.output.display().to_string())))?;
        fs::remove_dir_all(&folder).map_err(at)?;
        Ok(report)
    }
}

#[cfg(test)]
mod tests;
