//! Entries of one's own as JSON Lines or CSV.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::NameKind;
use super::super::columns::{Header, Properties, Stated, mark_common_words};
use super::super::source::{
    DEFAULT_WEIGHT, SourceEntry, SourceName, is_id, is_wikidata_item, wikidata_iri, wikipedia_iri,
};
use super::stream::Parsed;
use crate::diagnostic::Diagnostic;

/// Reads records with the properties there are.
pub(super) struct EntryReader {
    properties: Properties,
}

impl EntryReader {
    pub(super) fn new(properties: Properties) -> Self {
        Self { properties }
    }

    /// The header of a CSV file.
    pub(super) fn header(&self, names: &csv::StringRecord) -> Result<Header, Diagnostic> {
        Header::parse(names.iter().map(|name| name.trim_start_matches('\u{feff}')), &self.properties)
    }

    /// A row of a CSV file.
    pub(super) fn row(&self, header: &Header, row: &csv::StringRecord) -> Parsed {
        if row.len() != header.len() {
            let message = format!("the row has {} cells, the header {}", row.len(), header.len());
            return Err(Diagnostic::error("wrong-number-of-cells", message));
        }
        let mut faults = Vec::new();
        let (mut entry, stated) = header.entry(row.iter(), &mut faults);
        self.state(&mut entry, stated, &mut faults);
        checked(entry, faults)
    }

    /// A line of JSON Lines.
    pub(super) fn json_line(&self, line: &[u8]) -> Parsed {
        let json: JsonEntry =
            serde_json::from_slice(line).map_err(|error| Diagnostic::error("invalid-entry", error.to_string()))?;
        let mut faults = Vec::new();
        let facts = json.facts.clone();
        let mut entry = json.entry(&mut faults);
        let stated = facts.into_iter().map(|fact| fact.stated(&mut faults)).collect();
        self.state(&mut entry, stated, &mut faults);
        checked(entry, faults)
    }

    fn state(&self, entry: &mut SourceEntry, stated: Vec<Stated>, faults: &mut Vec<Diagnostic>) {
        for stated in stated {
            match stated.fact(&self.properties) {
                Ok(fact) => entry.facts.push(fact),
                Err(fault) => faults.push(fault),
            }
        }
        entry.tidy();
    }
}

/// The entry, or the first thing that is wrong with it.
fn checked(entry: SourceEntry, faults: Vec<Diagnostic>) -> Parsed {
    let fault = |code, message| Err(Diagnostic::error(code, message));
    if let Some(first) = faults.into_iter().next() {
        return Err(first);
    }
    if !is_id(&entry.id) {
        return fault("invalid-id", format!("`{}` is not an id such as wd:Q42 or kb:name-of-it", entry.id));
    }
    if entry.entity_type.is_empty() {
        return fault("missing-type", format!("`{}` has no type", entry.id));
    }
    if !entry.is_whole() {
        return fault("missing-label", format!("`{}` has no label", entry.id));
    }
    Ok(vec![entry])
}

/// An entry as `schemas/kb-entry.schema.json` describes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonEntry {
    #[serde(default)]
    id: String,
    #[serde(default)]
    wikidata: Option<String>,
    #[serde(rename = "type")]
    entity_type: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    labels: BTreeMap<String, String>,
    #[serde(default)]
    aliases: Names,
    #[serde(default)]
    acronyms: Names,
    #[serde(default)]
    demonyms: Names,
    #[serde(default)]
    mangled: Names,
    #[serde(default)]
    common_words: Vec<String>,
    #[serde(default)]
    descriptions: BTreeMap<String, String>,
    #[serde(default)]
    same_as: Vec<String>,
    #[serde(default)]
    wikipedia: BTreeMap<String, String>,
    #[serde(default)]
    weight: Option<u8>,
    #[serde(default)]
    facts: Vec<JsonFact>,
    #[serde(default, rename = "source")]
    _source: Option<serde_json::Value>,
    #[serde(default, rename = "note")]
    _note: Option<serde_json::Value>,
}

/// Names that are the same in all languages, or by language.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Names {
    Everywhere(Vec<String>),
    ByLanguage(BTreeMap<String, Vec<String>>),
}

impl Default for Names {
    fn default() -> Self {
        Self::Everywhere(Vec::new())
    }
}

impl Names {
    fn add_to(&self, kind: NameKind, names: &mut Vec<SourceName>) {
        match self {
            Self::Everywhere(all) => names.extend(all.iter().map(|name| SourceName::new(kind, name, ""))),
            Self::ByLanguage(by) => {
                for (language, all) in by {
                    names.extend(all.iter().map(|name| SourceName::new(kind, name, language)));
                }
            }
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonFact {
    property: String,
    value: String,
    #[serde(default)]
    start: String,
    #[serde(default)]
    end: String,
}

impl JsonFact {
    fn stated(self, faults: &mut Vec<Diagnostic>) -> Stated {
        Stated::parse(&format!("{}@{}..{}", self.property, self.start, self.end), &self.value, faults)
    }
}

impl JsonEntry {
    fn entry(self, faults: &mut Vec<Diagnostic>) -> SourceEntry {
        let mut entry = SourceEntry { id: self.id, entity_type: self.entity_type, ..SourceEntry::default() };
        match self.wikidata {
            Some(item) if is_wikidata_item(&item) => entry.id = format!("wd:{item}"),
            Some(item) => {
                let message = format!("`{item}` is no Wikidata item such as Q42");
                faults.push(Diagnostic::error("invalid-id", message));
            }
            None => {}
        }
        let weight = self.weight.unwrap_or(DEFAULT_WEIGHT);
        if weight > 100 {
            let message = format!("`{weight}` is no whole number from 0 to 100");
            faults.push(Diagnostic::error("invalid-weight", message));
        }
        entry.prior = f32::from(weight) / 100.0;
        entry.names.extend(self.name.iter().map(|name| SourceName::new(NameKind::Label, name, "")));
        let labels = self.labels.iter();
        entry.names.extend(labels.map(|(language, label)| SourceName::new(NameKind::Label, label, language)));
        self.aliases.add_to(NameKind::Alias, &mut entry.names);
        self.acronyms.add_to(NameKind::Acronym, &mut entry.names);
        self.demonyms.add_to(NameKind::Demonym, &mut entry.names);
        self.mangled.add_to(NameKind::Mangled, &mut entry.names);
        let common: Vec<&str> = self.common_words.iter().map(String::as_str).collect();
        mark_common_words(&mut entry.names, &common, faults);
        entry.names.retain(|name| !name.text.trim().is_empty());
        entry.descriptions = self.descriptions;
        entry.same_as.extend(entry.id.strip_prefix("wd:").map(wikidata_iri));
        entry.same_as.extend(self.same_as);
        entry.same_as.extend(self.wikipedia.iter().map(|(language, title)| wikipedia_iri(language, title)));
        entry
    }
}
