//! Rows of entry tables: what the columns hold, and how a row becomes an entry. Shared by our tables and CSV files.

use std::collections::BTreeMap;

use super::NameKind;
use super::source::{
    DEFAULT_WEIGHT, SourceEntry, SourceFact, SourceName, is_wikidata_item, wikidata_iri, wikipedia_iri,
};
use crate::diagnostic::Diagnostic;
use crate::model::PartialDate;

/// Between several values in one cell.
const SEPARATOR: char = '|';

/// What the values of a property are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueKind {
    /// Another entry.
    Entry,
    /// A word.
    Word,
}

/// The properties there are, by name.
pub(super) type Properties = BTreeMap<String, ValueKind>;

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
    Wikidata,
    Wikipedia(String),
    Facts,
    Property(String),
    /// For people only: `source`, `note`.
    Unread(String),
}

impl Column {
    fn parse(name: &str, properties: &Properties) -> Option<Self> {
        let with_language = |prefix: &str| {
            let rest = name.strip_prefix(prefix)?;
            if rest.is_empty() { Some(String::new()) } else { rest.strip_prefix('_').map(str::to_owned) }
        };
        let language = |prefix: &str| with_language(prefix).filter(|language| !language.is_empty());
        Some(match name {
            "id" => Self::Id,
            "type" => Self::Type,
            "name" => Self::Label(String::new()),
            "common_words" => Self::CommonWords,
            "weight" => Self::Weight,
            "same_as" => Self::SameAs,
            "wikidata" => Self::Wikidata,
            "facts" => Self::Facts,
            "source" | "note" => Self::Unread(name.to_owned()),
            _ if properties.contains_key(name) => Self::Property(name.to_owned()),
            _ => {
                let named = [
                    ("aliases", NameKind::Alias),
                    ("acronyms", NameKind::Acronym),
                    ("demonyms", NameKind::Demonym),
                    ("mangled", NameKind::Mangled),
                ]
                .into_iter()
                .find_map(|(prefix, kind)| Some(Self::Names(kind, with_language(prefix)?)));
                return named
                    .or_else(|| language("label").map(Self::Label))
                    .or_else(|| language("description").map(Self::Description))
                    .or_else(|| language("wikipedia").map(Self::Wikipedia));
            }
        })
    }
}

/// The first row of a table.
#[derive(Clone, Debug)]
pub(super) struct Header {
    columns: Vec<Column>,
}

impl Header {
    /// Reads the names of the columns.
    ///
    /// # Errors
    /// For an unknown or doubled column, and when `type`, or both `id` and `wikidata`, are missing.
    pub(super) fn parse<'a>(
        names: impl IntoIterator<Item = &'a str>,
        properties: &Properties,
    ) -> Result<Self, Diagnostic> {
        let mut columns = Vec::new();
        for name in names {
            let column = Column::parse(name, properties).ok_or_else(|| {
                Diagnostic::error("unknown-column", format!("no column is called `{name}`"))
                    .hint("columns are those of the README and the properties of properties.tsv")
            })?;
            if columns.contains(&column) {
                return Err(Diagnostic::error("duplicate-column", format!("two columns are called `{name}`")));
            }
            columns.push(column);
        }
        let missing = |name: &str| Diagnostic::error("missing-column", format!("the table has no column `{name}`"));
        if !columns.contains(&Column::Id) && !columns.contains(&Column::Wikidata) {
            return Err(missing("id"));
        }
        if !columns.contains(&Column::Type) {
            return Err(missing("type"));
        }
        Ok(Self { columns })
    }

    /// Number of columns.
    pub(super) fn len(&self) -> usize {
        self.columns.len()
    }

    /// A row as an entry and what it states about it. Faults come without their place.
    pub(super) fn entry<'c>(
        &self,
        cells: impl IntoIterator<Item = &'c str>,
        faults: &mut Vec<Diagnostic>,
    ) -> (SourceEntry, Vec<Stated>) {
        let mut entry = SourceEntry { prior: f32::from(DEFAULT_WEIGHT) / 100.0, ..SourceEntry::default() };
        let mut common_words = Vec::new();
        let mut stated = Vec::new();
        for (column, cell) in self.columns.iter().zip(cells) {
            let values = || cell.split(SEPARATOR).map(str::trim).filter(|value| !value.is_empty());
            match column {
                Column::Id if cell.is_empty() => {}
                Column::Id => cell.clone_into(&mut entry.id),
                Column::Type => cell.clone_into(&mut entry.entity_type),
                Column::Label(language) if cell.is_empty() && !language.is_empty() => {
                    faults.push(Diagnostic::error("missing-label", format!("no label in `{language}`")));
                }
                Column::Label(_) if cell.is_empty() => {}
                Column::Label(language) => entry.names.push(SourceName::new(NameKind::Label, cell, language)),
                Column::Names(kind, language) => {
                    entry.names.extend(values().map(|name| SourceName::new(*kind, name, language)));
                }
                Column::CommonWords => common_words.extend(values()),
                Column::Description(_) if cell.is_empty() => {}
                Column::Description(language) => _ = entry.descriptions.insert(language.clone(), cell.to_owned()),
                Column::Weight if cell.is_empty() => {}
                Column::Weight => match cell.parse::<u8>() {
                    Ok(weight) if weight <= 100 => entry.prior = f32::from(weight) / 100.0,
                    _ => faults.push(Diagnostic::error(
                        "invalid-weight",
                        format!("`{cell}` is no whole number from 0 to 100"),
                    )),
                },
                Column::SameAs => entry.same_as.extend(values().map(str::to_owned)),
                Column::Wikidata if cell.is_empty() => {}
                Column::Wikidata if is_wikidata_item(cell) => entry.id = format!("wd:{cell}"),
                Column::Wikidata => {
                    faults.push(Diagnostic::error("invalid-id", format!("`{cell}` is no Wikidata item such as Q42")));
                }
                Column::Wikipedia(_) if cell.is_empty() => {}
                Column::Wikipedia(language) => entry.same_as.push(wikipedia_iri(language, cell)),
                Column::Facts => stated.extend(values().map(|fact| match fact.split_once('=') {
                    Some((property, value)) => Stated::parse(property, value, faults),
                    None => Stated::parse(fact, "", faults),
                })),
                Column::Property(property) => {
                    stated.extend(values().map(|value| Stated::parse(property, value, faults)));
                }
                Column::Unread(_) => {}
            }
        }
        if let Some(number) = entry.id.strip_prefix("wd:") {
            entry.same_as.insert(0, wikidata_iri(number));
        }
        mark_common_words(&mut entry.names, &common_words, faults);
        entry.tidy();
        (entry, stated)
    }
}

/// Names that are also ordinary words count only in the letter case given.
pub(super) fn mark_common_words(names: &mut [SourceName], common_words: &[&str], faults: &mut Vec<Diagnostic>) {
    for word in common_words {
        let mut known = false;
        for name in names.iter_mut().filter(|name| name.text == *word) {
            name.case_sensitive = true;
            known = true;
        }
        if !known {
            let message = format!("`{word}` of common_words is none of the names");
            faults.push(Diagnostic::error("unknown-name", message));
        }
    }
}

/// A fact before its property and its reference are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) property: String,
    pub(super) value: String,
    pub(super) start: Option<PartialDate>,
    pub(super) end: Option<PartialDate>,
}

impl Stated {
    /// Reads `leads@2019..2023-05` and a value.
    pub(super) fn parse(property: &str, value: &str, faults: &mut Vec<Diagnostic>) -> Self {
        let value = value.to_owned();
        let Some((property, dates)) = property.split_once('@') else {
            return Self { property: property.to_owned(), value, start: None, end: None };
        };
        let (start, end) = dates.split_once("..").unwrap_or((dates, ""));
        Self { property: property.to_owned(), value, start: date(start, faults), end: date(end, faults) }
    }

    /// Whether it ends before it starts.
    pub(super) fn is_backwards(&self) -> bool {
        self.start.zip(self.end).is_some_and(|(start, end)| end.last_day() < start.first_day())
    }

    /// The fact, when there is such a property; a reference may still be a label.
    pub(super) fn fact(self, properties: &Properties) -> Result<SourceFact, Diagnostic> {
        let Some(kind) = properties.get(&self.property) else {
            let message = format!("`{}` is not a property of properties.tsv", self.property);
            return Err(Diagnostic::error("unknown-property", message));
        };
        if self.value.is_empty() {
            return Err(Diagnostic::error("missing-value", format!("`{}` has no value", self.property)));
        }
        if self.is_backwards() {
            return Err(Diagnostic::error("invalid-dates", format!("`{}` ends before it starts", self.property)));
        }
        let Self { property, value, start, end } = self;
        Ok(SourceFact { property, value, start, end, is_reference: *kind == ValueKind::Entry })
    }
}

/// A date, or none when the cell is empty.
pub(super) fn date(text: &str, faults: &mut Vec<Diagnostic>) -> Option<PartialDate> {
    if text.is_empty() {
        return None;
    }
    text.parse().map_err(|error| faults.push(Diagnostic::error("invalid-date", format!("{error}")))).ok()
}
