//! Readable tables → entries, with everything that is wrong told by file and line. The README is the manual.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::{KbName, NameKind};
use crate::data_folder::DataFolder;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::PartialDate;

/// The table that says which facts there are.
const PROPERTIES: &str = "properties.tsv";
/// Between several values in one cell.
const SEPARATOR: char = '|';
/// Weight of an entry that states none; weights go from 0 to 100.
const DEFAULT_WEIGHT: u8 = 30;

/// An entry as the tables state it, references resolved to ids.
#[derive(Clone, Debug, Default)]
pub(super) struct TableEntry {
    pub(super) id: String,
    pub(super) entity_type: String,
    /// Labels first; the order is that of the columns.
    pub(super) names: Vec<TableName>,
    pub(super) descriptions: BTreeMap<String, String>,
    pub(super) same_as: Vec<String>,
    pub(super) prior: f32,
    pub(super) facts: Vec<TableFact>,
    place: Option<Place>,
}

/// A name as the tables state it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TableName {
    pub(super) kind: NameKind,
    pub(super) text: String,
    pub(super) language: String,
    /// Counts only when letter case agrees.
    pub(super) case_sensitive: bool,
}

/// A fact as the tables state it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TableFact {
    pub(super) property: String,
    /// An id when `is_reference`, else a word.
    pub(super) value: String,
    pub(super) start: Option<PartialDate>,
    pub(super) end: Option<PartialDate>,
    pub(super) is_reference: bool,
}

/// What the values of a property are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ValueKind {
    Entry,
    Word,
}

/// A fact before its references are looked up.
struct StatedFact {
    /// Position of the entry in whose row it stands, or the id or label of the entry it is about.
    about: Result<usize, String>,
    property: String,
    value: String,
    dates: (Option<PartialDate>, Option<PartialDate>),
    place: Place,
}

/// Reads all tables of a folder. Entries come in order of file and row.
pub(super) fn read(folder: &DataFolder) -> Result<Vec<TableEntry>, Vec<Diagnostic>> {
    let mut reader =
        Reader { folder, properties: BTreeMap::new(), entries: Vec::new(), facts: Vec::new(), faults: Vec::new() };
    reader.read_properties();
    let files: Vec<_> = folder.file_names().filter(|file| file.ends_with(".tsv") && *file != PROPERTIES).collect();
    for file in files {
        reader.read_table(file);
    }
    reader.check_ids();
    reader.resolve_facts();
    if reader.faults.is_empty() { Ok(reader.entries) } else { Err(reader.faults) }
}

struct Reader<'a> {
    folder: &'a DataFolder,
    properties: BTreeMap<String, ValueKind>,
    entries: Vec<TableEntry>,
    facts: Vec<StatedFact>,
    faults: Vec<Diagnostic>,
}

/// What a column of an entry table holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Id,
    Type,
    Label(String),
    Names(NameKind, String),
    CommonWords,
    Description(String),
    Weight,
    SameAs,
    Wikipedia(String),
    Facts,
    Property(String),
    /// For people only: `source`, `note`.
    Unread(String),
}

impl Reader<'_> {
    fn fault(&mut self, code: &'static str, message: impl Into<String>, place: Place) {
        self.faults.push(Diagnostic::error(code, message).at(place));
    }

    /// A folder without the table of properties uses the bundled one.
    fn read_properties(&mut self) {
        let bundled = DataFolder::bundled_knowledge_base();
        let folder = if self.folder.contains(PROPERTIES) { self.folder.clone() } else { bundled };
        let text = self.text(&folder, PROPERTIES);
        for (line, cells) in rows(&text).skip_while(|(_, cells)| cells.first().is_some_and(|cell| cell == "property")) {
            let place = folder.place(PROPERTIES, line);
            let cell = |index: usize| cells.get(index).map(AsRef::as_ref).unwrap_or_default();
            let kind = match cell(1) {
                "entry" => ValueKind::Entry,
                "word" => ValueKind::Word,
                other => {
                    self.fault("invalid-property", format!("`{other}` is neither `entry` nor `word`"), place);
                    continue;
                }
            };
            if self.properties.insert(cell(0).to_owned(), kind).is_some() {
                self.fault("duplicate-property", format!("`{}` is already defined", cell(0)), place);
            }
        }
    }

    /// The text of a table; empty, with the fault noted, when it cannot be read.
    fn text(&mut self, folder: &DataFolder, file: &str) -> Cow<'static, str> {
        folder.text(file).unwrap_or_else(|fault| {
            self.faults.push(fault);
            Cow::Borrowed("")
        })
    }

    fn read_table(&mut self, file: &str) {
        let text = self.text(self.folder, file);
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
        let mut columns = Vec::new();
        for name in header {
            match self.column(name) {
                Some(column) if columns.contains(&column) => {
                    let message = format!("two columns are called `{name}`");
                    return self.fault("duplicate-column", message, self.folder.place(file, line));
                }
                Some(column) => columns.push(column),
                None => {
                    let fault = Diagnostic::error("unknown-column", format!("no column is called `{name}`"))
                        .at(self.folder.place(file, line))
                        .hint("columns are those of the README and the properties of properties.tsv");
                    return self.faults.push(fault);
                }
            }
        }
        for needed in ["id", "type"] {
            if !header.iter().any(|name| name == needed) {
                let message = format!("the table has no column `{needed}`");
                return self.fault("missing-column", message, self.folder.place(file, line));
            }
        }
        for (line, cells) in rows {
            let place = self.folder.place(file, line);
            if cells.len() != columns.len() {
                let message = format!("the row has {} cells, the header {}", cells.len(), columns.len());
                self.fault("wrong-number-of-cells", message, place);
                continue;
            }
            self.read_entry(&columns, &cells, &place);
        }
    }

    fn column(&self, name: &str) -> Option<Column> {
        let with_language = |prefix: &str| {
            let rest = name.strip_prefix(prefix)?;
            if rest.is_empty() { Some(String::new()) } else { rest.strip_prefix('_').map(str::to_owned) }
        };
        let language = |prefix: &str| with_language(prefix).filter(|language| !language.is_empty());
        Some(match name {
            "id" => Column::Id,
            "type" => Column::Type,
            "common_words" => Column::CommonWords,
            "weight" => Column::Weight,
            "same_as" => Column::SameAs,
            "facts" => Column::Facts,
            "source" | "note" => Column::Unread(name.to_owned()),
            _ if self.properties.contains_key(name) => Column::Property(name.to_owned()),
            _ => {
                let named = [
                    ("aliases", NameKind::Alias),
                    ("acronyms", NameKind::Acronym),
                    ("demonyms", NameKind::Demonym),
                    ("mangled", NameKind::Mangled),
                ]
                .into_iter()
                .find_map(|(prefix, kind)| Some(Column::Names(kind, with_language(prefix)?)));
                return named
                    .or_else(|| language("label").map(Column::Label))
                    .or_else(|| language("description").map(Column::Description))
                    .or_else(|| language("wikipedia").map(Column::Wikipedia));
            }
        })
    }

    fn read_entry(&mut self, columns: &[Column], cells: &[Cow<'_, str>], place: &Place) {
        let mut entry = TableEntry { place: Some(place.clone()), ..TableEntry::default() };
        entry.prior = f32::from(DEFAULT_WEIGHT) / 100.0;
        let mut common_words = Vec::new();
        let position = self.entries.len();
        let mut stated = Vec::new();
        for (column, cell) in columns.iter().zip(cells) {
            let values = || cell.split(SEPARATOR).map(str::trim).filter(|value| !value.is_empty());
            match column {
                Column::Id => entry.id = cell.to_string(),
                Column::Type => entry.entity_type = cell.to_string(),
                Column::Label(language) if cell.is_empty() => {
                    self.fault("missing-label", format!("no label in `{language}`"), place.clone());
                }
                Column::Label(language) => entry.names.push(TableName::new(NameKind::Label, cell, language)),
                Column::Names(kind, language) => {
                    entry.names.extend(values().map(|name| TableName::new(*kind, name, language)));
                }
                Column::CommonWords => common_words.extend(values()),
                Column::Description(_) if cell.is_empty() => {}
                Column::Description(language) => _ = entry.descriptions.insert(language.clone(), cell.to_string()),
                Column::Weight if cell.is_empty() => {}
                Column::Weight => match cell.parse::<u8>() {
                    Ok(weight) if weight <= 100 => entry.prior = f32::from(weight) / 100.0,
                    _ => self.fault(
                        "invalid-weight",
                        format!("`{cell}` is no whole number from 0 to 100"),
                        place.clone(),
                    ),
                },
                Column::SameAs => entry.same_as.extend(values().map(str::to_owned)),
                Column::Wikipedia(_) if cell.is_empty() => {}
                Column::Wikipedia(language) => {
                    entry.same_as.push(format!("https://{language}.wikipedia.org/wiki/{}", cell.replace(' ', "_")));
                }
                Column::Facts => stated.extend(values().map(|fact| match fact.split_once('=') {
                    Some((property, value)) => (property.to_owned(), value.to_owned()),
                    None => (fact.to_owned(), String::new()),
                })),
                Column::Property(property) => {
                    stated.extend(values().map(|value| (property.clone(), value.to_owned())));
                }
                Column::Unread(_) => {}
            }
        }
        for (property, value) in stated {
            let (property, dates) = self.dated(&property, place);
            self.facts.push(StatedFact { about: Ok(position), property, value, dates, place: place.clone() });
        }
        if let Some(number) = entry.id.strip_prefix("wd:") {
            entry.same_as.insert(0, format!("http://www.wikidata.org/entity/{number}"));
        }
        for word in common_words {
            let mut known = false;
            for name in entry.names.iter_mut().filter(|name| name.text == word) {
                name.case_sensitive = true;
                known = true;
            }
            if !known {
                self.fault("unknown-name", format!("`{word}` of common_words is none of the names"), place.clone());
            }
        }
        entry.names.sort_by_key(|name| name.kind);
        let mut seen = BTreeSet::new();
        entry.names.retain(|name| seen.insert((name.text.clone(), name.language.clone())));
        self.entries.push(entry);
    }

    /// Splits `leads@2019..2023-05` into property and dates.
    fn dated(&mut self, property: &str, place: &Place) -> (String, (Option<PartialDate>, Option<PartialDate>)) {
        let Some((property, dates)) = property.split_once('@') else { return (property.to_owned(), (None, None)) };
        let (start, end) = dates.split_once("..").unwrap_or((dates, ""));
        (property.to_owned(), (self.date(start, place), self.date(end, place)))
    }

    fn date(&mut self, text: &str, place: &Place) -> Option<PartialDate> {
        if text.is_empty() {
            return None;
        }
        text.parse().map_err(|error| self.fault("invalid-date", format!("{error}"), place.clone())).ok()
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
            if cells.len() != header.len() {
                let message = format!("the row has {} cells, the header {}", cells.len(), header.len());
                self.fault("wrong-number-of-cells", message, place);
                continue;
            }
            let dates = (self.date(&cells[start], &place), self.date(&cells[end], &place));
            self.facts.push(StatedFact {
                about: Err(cells[entry].to_string()),
                property: cells[property].to_string(),
                value: cells[value].to_string(),
                dates,
                place,
            });
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
        let find = |name: &str| match by_name.get(name).map(Vec::as_slice) {
            Some(&[position]) => Ok(position),
            Some(several) => Err((
                "ambiguous-entry",
                format!("`{name}` is the label of {} entries; write the id of the one you mean", several.len()),
            )),
            None => Err(("unknown-entry", format!("no entry has the id or label `{name}`"))),
        };
        for fact in std::mem::take(&mut self.facts) {
            let StatedFact { about, property, value, dates: (start, end), place } = fact;
            let about = match about.or_else(|name| find(&name)) {
                Ok(position) => position,
                Err((code, message)) => {
                    self.fault(code, message, place);
                    continue;
                }
            };
            let kind = self.properties.get(&property).copied();
            let resolved = match kind {
                None => Err(("unknown-property", format!("`{property}` is not a property of {PROPERTIES}"))),
                Some(_) if value.is_empty() => Err(("missing-value", format!("`{property}` has no value"))),
                Some(ValueKind::Word) => Ok(value),
                Some(ValueKind::Entry) => find(&value).map(|position| self.entries[position].id.clone()),
            };
            if start.zip(end).is_some_and(|(start, end)| end.last_day() < start.first_day()) {
                self.fault("invalid-dates", format!("`{property}` ends before it starts"), place);
                continue;
            }
            match resolved {
                Ok(value) => {
                    let is_reference = kind == Some(ValueKind::Entry);
                    self.entries[about].facts.push(TableFact { property, value, start, end, is_reference });
                }
                Err((code, message)) => self.fault(code, message, place),
            }
        }
        for entry in &mut self.entries {
            entry.facts.sort();
            entry.facts.dedup();
        }
    }
}

impl TableName {
    /// Initials and single letters are also words, ends of words or numerals: they count only as written.
    fn new(kind: NameKind, text: &str, language: &str) -> Self {
        let case_sensitive = kind == NameKind::Acronym || text.chars().count() == 1;
        Self { kind, text: text.to_owned(), language: language.to_owned(), case_sensitive }
    }
}

impl From<TableName> for KbName {
    fn from(name: TableName) -> Self {
        Self { text: name.text, language: name.language, kind: name.kind }
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

/// A cell as meant: spreadsheets put quotation marks around cells that hold some.
fn unquoted(cell: &str) -> Cow<'_, str> {
    let cell = cell.trim();
    match cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => Cow::Owned(inner.replace("\"\"", "\"")),
        None => Cow::Borrowed(cell),
    }
}

/// A prefix, a colon and a local name that XML takes as a name token.
fn is_id(id: &str) -> bool {
    let is_name = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
    match id.split_once(':') {
        Some(("wd", item)) => item.strip_prefix('Q').is_some_and(|number| {
            !number.is_empty() && !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit())
        }),
        Some((prefix, local)) => is_name(prefix) && is_name(local),
        None => false,
    }
}
