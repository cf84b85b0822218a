//! FollowTheMoney entities → entries. Schemata and properties are mapped by the tables of
//! `src/knowledge_base/followthemoney/`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::source::{
    DEFAULT_WEIGHT, SourceEntry, SourceFact, SourceName, is_id, is_wikidata_item, wikidata_iri,
};
use super::super::tables::table;
use super::super::{KnowledgeBase, NameKind};
use super::stream::Parsed;
use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;

/// What becomes of a property.
#[derive(Debug)]
enum Becomes {
    Name(NameKind),
    Date(String),
    Country(String),
    Word(String),
}

/// The mapping tables.
#[derive(Debug)]
pub(super) struct Schemata {
    types: BTreeMap<String, String>,
    properties: Vec<(String, Becomes)>,
    words: BTreeMap<String, String>,
    /// Ids of countries by ISO code, upper case.
    countries: BTreeMap<String, String>,
}

impl Schemata {
    /// The bundled tables; countries are those of a base.
    ///
    /// # Errors
    /// Every fault, with file and line.
    pub(super) fn new(base: &KnowledgeBase) -> Result<Self, Vec<Diagnostic>> {
        let folder = DataFolder::bundled_knowledge_base().subfolder("followthemoney");
        let mut faults = Vec::new();
        let types = table(&folder, "schemata.tsv", ["type"], &mut faults);
        let words = table(&folder, "words.tsv", ["word"], &mut faults);
        let mut properties = Vec::new();
        for (property, [becomes, kind]) in table(&folder, "properties.tsv", ["becomes", "kind"], &mut faults) {
            let becomes = match kind.as_str() {
                "label" => Becomes::Name(NameKind::Label),
                "alias" => Becomes::Name(NameKind::Alias),
                "acronym" => Becomes::Name(NameKind::Acronym),
                "date" => Becomes::Date(becomes),
                "country" => Becomes::Country(becomes),
                "word" => Becomes::Word(becomes),
                _ => {
                    let message = format!("`{kind}` of {property} is no kind");
                    faults.push(Diagnostic::error("invalid-mapping", message).at(folder.place("properties.tsv", 0)));
                    continue;
                }
            };
            properties.push((property, becomes));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut countries = BTreeMap::new();
        let places = (0..base.len()).filter(|&entry| base.entity_type(entry).is_some_and(|kind| kind.is_a("place")));
        for entry in places.filter_map(|entry| base.entry(entry)) {
            let codes: Vec<String> = entry.values("iso", None).map(str::to_owned).collect();
            countries.extend(codes.into_iter().map(|code| (code, entry.id.as_str().to_owned())));
        }
        Ok(Self {
            types: types.into_iter().map(|(schema, [entity_type])| (schema, entity_type)).collect(),
            properties,
            words: words.into_iter().map(|(value, [word])| (value, word)).collect(),
            countries,
        })
    }

    /// An entity; nothing when its schema names nobody.
    pub(super) fn entity(&self, line: &[u8]) -> Parsed {
        let entity: Entity =
            serde_json::from_slice(line).map_err(|error| Diagnostic::error("invalid-entity", error.to_string()))?;
        let Some(entity_type) = self.types.get(&entity.schema) else { return Ok(Vec::new()) };
        let mut entry = SourceEntry {
            id: entity.entry_id(),
            entity_type: entity_type.clone(),
            prior: f32::from(DEFAULT_WEIGHT) / 100.0,
            ..SourceEntry::default()
        };
        if !is_id(&entry.id) {
            return Err(Diagnostic::error("invalid-id", format!("no id can be made of `{}`", entity.id)));
        }
        if let Some(caption) = &entity.caption {
            entry.names.push(SourceName::careful(NameKind::Label, caption, ""));
        }
        for (property, becomes) in &self.properties {
            for value in entity.properties.get(property).into_iter().flatten() {
                self.value(becomes, value.trim(), &mut entry);
            }
        }
        if entry.names.iter().all(|name| name.kind != NameKind::Label) {
            return Err(Diagnostic::error("missing-label", format!("`{}` has no name", entity.id)));
        }
        if let Some(item) = entry.id.strip_prefix("wd:") {
            entry.same_as.push(wikidata_iri(item));
        }
        entry.tidy();
        Ok(vec![entry])
    }

    fn value(&self, becomes: &Becomes, value: &str, entry: &mut SourceEntry) {
        let mut fact = |property: &String, value: String, is_reference| {
            let property = property.clone();
            entry.facts.push(SourceFact { property, value, start: None, end: None, is_reference });
        };
        match becomes {
            Becomes::Name(_) if value.is_empty() => {}
            Becomes::Name(kind) => entry.names.push(SourceName::careful(*kind, value, "")),
            Becomes::Date(property) => fact(property, value.to_owned(), false),
            Becomes::Country(property) => {
                if let Some(country) = self.countries.get(&value.to_uppercase()) {
                    fact(property, country.clone(), true);
                }
            }
            Becomes::Word(property) => {
                if let Some(word) = self.words.get(value) {
                    fact(property, word.clone(), false);
                }
            }
        }
    }
}

#[derive(Debug, Deserialize)]
struct Entity {
    id: String,
    schema: String,
    #[serde(default)]
    caption: Option<String>,
    #[serde(default)]
    properties: BTreeMap<String, Vec<String>>,
}

impl Entity {
    /// The Wikidata item where one is named, else `ftm:` and the entity's id.
    fn entry_id(&self) -> String {
        let named = self.properties.get("wikidataId").into_iter().flatten().map(String::as_str);
        if let Some(item) = named.chain([self.id.as_str()]).find(|item| is_wikidata_item(item)) {
            return format!("wd:{item}");
        }
        let kept = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
        format!("ftm:{}", self.id.chars().map(kept).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_become_entries() {
        let base = KnowledgeBase::load(&DataFolder::bundled_knowledge_base()).unwrap();
        let schemata = Schemata::new(&base).unwrap();
        let shown = |line: &str| -> Vec<String> {
            schemata.entity(line.as_bytes()).unwrap().iter().map(SourceEntry::shown).collect()
        };
        let person = r#"{"id":"NK-a/1","schema":"Person","caption":"Jane Doe","datasets":["x"],"properties":
            {"name":["Jane Doe"],"alias":["J. Doe","Jane"],"nationality":["fr","zz"],"birthDate":["1970-01"],"gender":["female"]}}"#;
        let expected = "ftm:NK-a-1 person prior 0.30: label Jane Doe; alias J. Doe; alias Jane (as written); \
                        born=1970-01; country=wd:Q142; gender=f";
        assert_eq!(shown(&person.replace('\n', " ")), [expected]);
        let company = r#"{"id":"x","schema":"Company","properties":{"name":["Zorbec"],"wikidataId":["Q99"]}}"#;
        let expected =
            "wd:Q99 organization/company prior 0.30: label Zorbec (as written); http://www.wikidata.org/entity/Q99";
        assert_eq!(shown(company), [expected]);
        assert!(shown(r#"{"id":"y","schema":"Ownership","properties":{}}"#).is_empty());
        assert_eq!(schemata.entity(br#"{"id":"z","schema":"Person"}"#).unwrap_err().code, "missing-label");
        assert_eq!(schemata.entity(b"{").unwrap_err().code, "invalid-entity");
    }
}
