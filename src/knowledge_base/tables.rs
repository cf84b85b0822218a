//! Readable tables → entries, with everything that is wrong told by file and line. The README is the manual.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::columns::{Header, Properties, Stated, ValueKind, date};
use super::source::{SourceEntry, is_id};
use super::{KnowledgeBase, NameKind};
use crate::data_folder::DataFolder;
use crate::diagnostic::{Diagnostic, Place};

/// The table that says which facts there are.
const PROPERTIES: &str = "properties.tsv";

/// A fact with what it is about and where it stands.
struct PlacedFact {
    /// Position of the entry in whose row it stands, or the id or label of the entry it is about.
    about: Result<usize, String>,
    stated: Stated,
    place: Place,
}

/// Reads all tables of a folder; tables in folders below it are something else. Entries come in order of file and
/// row. References that no entry here answers are looked up in `lower`.
pub(super) fn read(folder: &DataFolder, lower: &KnowledgeBase) -> Result<Vec<SourceEntry>, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let properties = properties(folder, &mut faults);
    let mut reader = Reader { folder, lower, properties, entries: Vec::new(), facts: Vec::new(), faults };
    let is_table = |file: &&str| file.ends_with(".tsv") && !file.contains('/') && *file != PROPERTIES;
    let files: Vec<_> = folder.file_names().filter(is_table).collect();
    for file in files {
        reader.read_table(file);
    }
    reader.check_ids();
    reader.resolve_facts();
    if reader.faults.is_empty() { Ok(reader.entries) } else { Err(reader.faults) }
}

/// The properties of a folder; one without that table uses the bundled one.
pub(super) fn properties(folder: &DataFolder, faults: &mut Vec<Diagnostic>) -> Properties {
    let bundled = DataFolder::bundled_knowledge_base();
    let folder = if folder.contains(PROPERTIES) { folder } else { &bundled };
    let text = text(folder, PROPERTIES, faults);
    let mut properties = Properties::new();
    for (line, cells) in rows(&text).skip_while(|(_, cells)| cells.first().is_some_and(|cell| cell == "property")) {
        let place = folder.place(PROPERTIES, line);
        let mut fault = |code, message: String| faults.push(Diagnostic::error(code, message).at(place.clone()));
        let cell = |index: usize| cells.get(index).map(AsRef::as_ref).unwrap_or_default();
        let kind = match cell(1) {
            "entry" => ValueKind::Entry,
            "word" => ValueKind::Word,
            other => {
                fault("invalid-property", format!("`{other}` is neither `entry` nor `word`"));
                continue;
            }
        };
        if properties.insert(cell(0).to_owned(), kind).is_some() {
            fault("duplicate-property", format!("`{}` is already defined", cell(0)));
        }
    }
    properties
}

/// The text of a table; empty, with the fault noted, when it cannot be read.
fn text(folder: &DataFolder, file: &str, faults: &mut Vec<Diagnostic>) -> Cow<'static, str> {
    folder.text(file).unwrap_or_else(|fault| {
        faults.push(fault);
        Cow::Borrowed("")
    })
}

struct Reader<'a> {
    folder: &'a DataFolder,
    lower: &'a KnowledgeBase,
    properties: Properties,
    entries: Vec<SourceEntry>,
    facts: Vec<PlacedFact>,
    faults: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn fault(&mut self, code: &'static str, message: impl Into<String>, place: Place) {
        self.faults.push(Diagnostic::error(code, message).at(place));
    }

    fn read_table(&mut self, file: &str) {
        let text = text(self.folder, file, &mut self.faults);
        let mut rows = rows(&text);
        let Some((line, header)) = rows.next() else { return };
        if header.iter().any(|name| name == "entry") {
            self.read_fact_table(file, line, &header, rows);
        } else {
            self.read_entry_table(file, line, &header, rows);
        }
    }

    fn read_entry_table<'t>(
        &mut self,
        file: &str,
        line: usize,
        header: &[Cow<'t, str>],
        rows: impl Iterator<Item = Row<'t>>,
    ) {
        let header = match Header::parse(header.iter().map(AsRef::as_ref), &self.properties) {
            Ok(header) => header,
            Err(fault) => return self.faults.push(fault.at(self.folder.place(file, line))),
        };
        for (line, cells) in rows {
            let place = self.folder.place(file, line);
            if self.has_all_cells(&cells, header.len(), &place) {
                self.read_entry(&header, &cells, place);
            }
        }
    }

    fn has_all_cells(&mut self, cells: &[Cow<'_, str>], columns: usize, place: &Place) -> bool {
        if cells.len() != columns {
            let message = format!("the row has {} cells, the header {columns}", cells.len());
            self.fault("wrong-number-of-cells", message, place.clone());
        }
        cells.len() == columns
    }

    fn read_entry(&mut self, header: &Header, cells: &[Cow<'_, str>], place: Place) {
        let mut faults = Vec::new();
        let (mut entry, stated) = header.entry(cells.iter().map(AsRef::as_ref), &mut faults);
        self.faults.extend(faults.into_iter().map(|fault| fault.at(place.clone())));
        let about = self.entries.len();
        self.facts.extend(stated.into_iter().map(|stated| PlacedFact {
            about: Ok(about),
            stated,
            place: place.clone(),
        }));
        entry.place = Some(place);
        self.entries.push(entry);
    }

    fn read_fact_table<'t>(
        &mut self,
        file: &str,
        line: usize,
        header: &[Cow<'t, str>],
        rows: impl Iterator<Item = Row<'t>>,
    ) {
        const COLUMNS: [&str; 5] = ["entry", "property", "value", "start", "end"];
        let known =
            header.iter().all(|name| COLUMNS.contains(&name.as_ref()) || ["source", "note"].contains(&name.as_ref()));
        let positions = COLUMNS.map(|column| header.iter().position(|name| name == column));
        let [Some(entry), Some(property), Some(value), Some(start), Some(end)] =
            positions.map(|at| at.filter(|_| known))
        else {
            let message =
                "a table of facts has the columns entry, property, value, start, end and may have source, note";
            return self.fault("unknown-column", message, self.folder.place(file, line));
        };
        for (line, cells) in rows {
            let place = self.folder.place(file, line);
            if !self.has_all_cells(&cells, header.len(), &place) {
                continue;
            }
            let mut faults = Vec::new();
            let stated = Stated {
                property: cells[property].to_string(),
                value: cells[value].to_string(),
                start: date(&cells[start], &mut faults),
                end: date(&cells[end], &mut faults),
            };
            self.faults.extend(faults.into_iter().map(|fault| fault.at(place.clone())));
            self.facts.push(PlacedFact { about: Err(cells[entry].to_string()), stated, place });
        }
    }

    fn check_ids(&mut self) {
        let mut seen: FxHashMap<String, Place> = FxHashMap::default();
        let mut faults = Vec::new();
        for entry in &self.entries {
            let place = entry.place.clone().unwrap_or_else(|| Place::file(self.folder.name()));
            let mut fault = |code, message: String| faults.push(Diagnostic::error(code, message).at(place.clone()));
            if !is_id(&entry.id) {
                fault("invalid-id", format!("`{}` is not an id such as wd:Q42 or kb:name-of-it", entry.id));
            }
            if entry.entity_type.is_empty() {
                fault("missing-type", format!("`{}` has no type", entry.id));
            }
            if !entry.names.iter().any(|name| name.kind == NameKind::Label) {
                fault("missing-label", format!("`{}` has no label", entry.id));
            }
            if let Some(first) = seen.get(&entry.id) {
                fault("duplicate-id", format!("`{}` is already defined at {first}", entry.id));
            } else {
                seen.insert(entry.id.clone(), place);
            }
        }
        self.faults.extend(faults);
    }

    /// Gives every fact to its entry; a reference is an id, or a label that one entry alone bears.
    fn resolve_facts(&mut self) {
        let mut by_name: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (position, entry) in self.entries.iter().enumerate() {
            let labels = entry.names.iter().filter(|name| name.kind == NameKind::Label).map(|name| &name.text);
            for name in std::iter::once(&entry.id).chain(labels) {
                let positions = by_name.entry(name.clone()).or_default();
                if positions.last() != Some(&position) {
                    positions.push(position);
                }
            }
        }
        let ambiguous = |name: &str, several: usize| {
            let message = format!("`{name}` is the label of {several} entries; write the id of the one you mean");
            Diagnostic::error("ambiguous-entry", message)
        };
        let unknown = |name: &str| Diagnostic::error("unknown-entry", format!("no entry has the id or label `{name}`"));
        let find = |name: &str| match by_name.get(name).map(Vec::as_slice) {
            Some(&[position]) => Ok(Some(position)),
            Some(several) => Err(ambiguous(name, several.len())),
            None => Ok(None),
        };
        for fact in std::mem::take(&mut self.facts) {
            let PlacedFact { about, stated, place } = fact;
            let about = about.or_else(|name| find(&name)?.ok_or_else(|| unknown(&name)));
            let resolved = about.and_then(|about| {
                let mut fact = stated.fact(&self.properties)?;
                if fact.is_reference {
                    fact.value = match find(&fact.value)? {
                        Some(position) => self.entries[position].id.clone(),
                        None => match self.lower.called(&fact.value).as_slice() {
                            [id] => id.as_str().to_owned(),
                            [] => return Err(unknown(&fact.value)),
                            several => return Err(ambiguous(&fact.value, several.len())),
                        },
                    };
                }
                Ok((about, fact))
            });
            match resolved {
                Ok((about, fact)) => self.entries[about].facts.push(fact),
                Err(fault) => self.faults.push(fault.at(place)),
            }
        }
        self.entries.iter_mut().for_each(SourceEntry::tidy);
    }
}

/// Line number, from 1, and trimmed cells.
type Row<'t> = (usize, Vec<Cow<'t, str>>);

/// The rows of a table; comments and blank lines skipped.
fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines()
        .zip(1..)
        .filter(|(line, _)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(line, number)| (number, line.split('\t').map(unquoted).collect()))
}

/// The first column of a mapping table with the columns asked for.
pub(super) fn table<const N: usize>(
    folder: &DataFolder,
    file: &str,
    columns: [&str; N],
    faults: &mut Vec<Diagnostic>,
) -> Vec<(String, [String; N])> {
    let text = match folder.text(file) {
        Ok(text) => text,
        Err(fault) => {
            faults.push(fault);
            return Vec::new();
        }
    };
    let mut rows = rows(&text);
    let Some((line, header)) = rows.next() else { return Vec::new() };
    let positions = columns.map(|column| header.iter().position(|name| name == column));
    if let Some(missing) = columns.iter().zip(positions).find(|(_, at)| at.is_none()) {
        let message = format!("the table has no column `{}`", missing.0);
        faults.push(Diagnostic::error("missing-column", message).at(folder.place(file, line)));
        return Vec::new();
    }
    let mut found = Vec::new();
    for (line, cells) in rows {
        if cells.len() != header.len() {
            let message = format!("the row has {} cells, the header {}", cells.len(), header.len());
            faults.push(Diagnostic::error("wrong-number-of-cells", message).at(folder.place(file, line)));
            continue;
        }
        let values = positions.map(|at| at.and_then(|at| cells.get(at)).map(ToString::to_string).unwrap_or_default());
        found.push((cells.first().map(ToString::to_string).unwrap_or_default(), values));
    }
    found
}

/// A cell as meant: spreadsheets put quotation marks around cells that hold some.
fn unquoted(cell: &str) -> Cow<'_, str> {
    let cell = cell.trim();
    match cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => Cow::Owned(inner.replace("\"\"", "\"")),
        None => Cow::Borrowed(cell),
    }
}
