//! Items of a Wikidata dump → entries. Which classes and properties count, and as what, is data:
//! `src/knowledge_base/wikidata/`.

mod json;
mod mapping;

use super::super::NameKind;
use super::super::source::{SourceEntry, SourceFact, SourceName, wikidata_iri, wikipedia_iri};
use super::HOLDER;
use super::stream::Parsed;
use crate::diagnostic::Diagnostic;
use json::{Item, Statement};
use mapping::Becomes;

pub(super) use mapping::Mapping;
pub use mapping::WikidataOptions;

/// Sitelinks at which the prior is 1; hardly any item has more.
const MOST_SITELINKS: f32 = 400.0;

impl Mapping {
    /// What a line of the dump gives: nothing for what is no item or was not chosen, the entry, and parts of others it
    /// speaks about.
    pub(super) fn item(&self, line: &[u8]) -> Parsed {
        let item = Item::parse(line, self).map_err(|error| Diagnostic::error("invalid-item", error.to_string()))?;
        if !item.id.starts_with('Q') {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        found.extend(self.office(&item));
        if let Some(entity_type) = self.chosen_type(&item) {
            found.extend(self.entry(&item, entity_type));
        }
        Ok(found)
    }

    fn chosen_type(&self, item: &Item) -> Option<&str> {
        if item.sitelinks < self.min_sitelinks {
            return None;
        }
        let classes: Vec<&str> = self.values(item, |becomes| *becomes == Becomes::Class).collect();
        self.type_of(&classes)
    }

    /// Values, as items, of statements whose property becomes something.
    fn values<'i>(&'i self, item: &'i Item, is: impl Fn(&Becomes) -> bool + 'i) -> impl Iterator<Item = &'i str> + 'i {
        let chosen = item.claims.iter().filter(move |(property, _)| self.becomes(property).is_some_and(&is));
        chosen.flat_map(|(_, statements)| statements.iter().filter_map(Statement::item))
    }

    /// The office a position is, for the entry it belongs to.
    fn office(&self, item: &Item) -> Option<SourceEntry> {
        let is_class = |becomes: &Becomes| matches!(becomes, Becomes::Class | Becomes::Superclass);
        let classes: Vec<&str> = self.values(item, is_class).collect();
        let property = self.office_of(&classes)?;
        let mut owners: Vec<&str> = self.values(item, |becomes| *becomes == Becomes::Jurisdiction).collect();
        if owners.is_empty() {
            let is_country = |becomes: &Becomes| matches!(becomes, Becomes::Entry(property) if property == "country");
            owners = self.values(item, is_country).collect();
        }
        let [owner] = owners.as_slice() else { return None };
        let office = Some((property.to_owned(), format!("wd:{owner}")));
        Some(SourceEntry { id: format!("wd:{}", item.id), office, ..SourceEntry::default() })
    }

    /// The entry, and behind it parts of the entries it speaks about.
    fn entry(&self, item: &Item, entity_type: &str) -> Vec<SourceEntry> {
        let id = format!("wd:{}", item.id);
        let mut entry = SourceEntry { id: id.clone(), entity_type: entity_type.to_owned(), ..SourceEntry::default() };
        entry.prior = prior(item.sitelinks);
        let mut name = |kind, text: &str, language: &str| {
            let language = if language == "mul" { "" } else { language };
            entry.names.push(SourceName::careful(kind, text, language));
        };
        for (language, label) in &item.labels {
            name(NameKind::Label, label, language);
        }
        for (language, aliases) in &item.aliases {
            aliases.iter().for_each(|alias| name(NameKind::Alias, alias, language));
        }
        let mut parts = Vec::new();
        for (property, statements) in &item.claims {
            let Some(becomes) = self.becomes(property) else { continue };
            for statement in statements.iter().filter(|statement| !statement.is_deprecated()) {
                self.statement(becomes, statement, &mut entry, &mut parts);
            }
        }
        if !entry.is_whole() {
            return Vec::new();
        }
        entry.descriptions = item.descriptions.iter().cloned().collect();
        entry.same_as.push(wikidata_iri(&item.id));
        entry.same_as.extend(item.pages.iter().map(|(language, title)| wikipedia_iri(language, title)));
        entry.tidy();
        parts.insert(0, entry);
        parts
    }

    fn statement(
        &self,
        becomes: &Becomes,
        statement: &Statement,
        entry: &mut SourceEntry,
        parts: &mut Vec<SourceEntry>,
    ) {
        let (start, end) = (statement.date(self, &Becomes::Start), statement.date(self, &Becomes::End));
        let fact = |property: &str, value: String, is_reference| SourceFact {
            property: property.to_owned(),
            value,
            start,
            end,
            is_reference,
        };
        let about = |target: &str, fact: SourceFact| SourceEntry {
            id: format!("wd:{target}"),
            facts: vec![fact],
            ..SourceEntry::default()
        };
        match (becomes, statement.item()) {
            (Becomes::Entry(property), Some(target)) => {
                entry.facts.push(fact(property, format!("wd:{target}"), true));
            }
            (Becomes::Inverse(property), Some(target)) => {
                parts.push(about(target, fact(property, entry.id.clone(), true)));
            }
            (Becomes::Holder, Some(position)) => {
                parts.push(about(position, fact(HOLDER, entry.id.clone(), true)));
            }
            (Becomes::Word(property), Some(target)) => {
                if let Some(word) = self.word(target) {
                    entry.facts.push(fact(property, word.to_owned(), false));
                }
            }
            (Becomes::Text(property), _) => {
                if let Some(text) = statement.text() {
                    entry.facts.push(fact(property, text.to_owned(), false));
                }
            }
            (Becomes::Date(property), _) => {
                if let Some(date) = statement.main_date() {
                    entry.facts.push(fact(property, date.to_string(), false));
                }
            }
            (Becomes::Name(kind), _) => {
                if let Some((text, language)) = statement.monolingual().filter(|(_, language)| self.wants(language)) {
                    let kind = if *kind == NameKind::Acronym && text.contains(' ') { NameKind::Alias } else { *kind };
                    entry.names.push(SourceName::careful(kind, text, language));
                }
            }
            _ => {}
        }
    }
}

/// How often news means an item, from the number of Wikipedias that have a page on it: logarithmic, so that 10
/// sitelinks give 0.40, 50 give 0.66 and 200 give 0.88.
fn prior(sitelinks: u32) -> f32 {
    ((1.0 + sitelinks as f32).ln() / (1.0 + MOST_SITELINKS).ln()).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_folder::DataFolder;

    fn mapping(min_sitelinks: u32) -> Mapping {
        Mapping::new(&WikidataOptions { min_sitelinks, ..WikidataOptions::default() }).unwrap()
    }

    #[test]
    fn priors_grow_with_sitelinks() {
        let rounded = [0, 1, 10, 50, 200, 400, 900].map(|links| (prior(links) * 100.0).round() as u32);
        assert_eq!(rounded, [0, 12, 40, 66, 88, 100, 100]);
        assert!(DataFolder::bundled_knowledge_base().contains("wikidata/classes.tsv"));
    }

    #[test]
    fn an_item_becomes_an_entry_and_parts_of_others() {
        let line = br#"{"id":"Q9001","type":"item","labels":{"en":{"language":"en","value":"Jane Doe"},"xx":{"language":"xx","value":"?"},
            "mul":{"language":"mul","value":"J. Doe"}},"descriptions":{"fr":{"language":"fr","value":"une femme politique"}},
            "aliases":{"en":[{"language":"en","value":"JD"},{"language":"en","value":"Jane A. Doe"}]},
            "claims":{"P31":[{"mainsnak":{"snaktype":"value","datavalue":{"value":{"id":"Q5"},"type":"wikibase-entityid"}},"rank":"normal"}],
            "P39":[{"mainsnak":{"snaktype":"value","datavalue":{"value":{"id":"Q9100"}}},"rank":"normal",
                "qualifiers":{"P580":[{"snaktype":"value","datavalue":{"value":{"time":"+2019-05-00T00:00:00Z","precision":10}}}]}}],
            "P21":[{"mainsnak":{"snaktype":"value","datavalue":{"value":{"id":"Q6581072"}}},"rank":"normal"}],
            "P569":[{"mainsnak":{"snaktype":"value","datavalue":{"value":{"time":"+1970-01-02T00:00:00Z","precision":11}}},"rank":"normal"}],
            "P27":[{"mainsnak":{"snaktype":"value","datavalue":{"value":{"id":"Q9200"}}},"rank":"deprecated"}],
            "P26":[{"mainsnak":{"snaktype":"somevalue"},"rank":"normal"}]},
            "sitelinks":{"enwiki":{"site":"enwiki","title":"Jane Doe (politician)"},"commonswiki":{"title":"x"},"dewiki":{"title":"Doe"}}}"#;
        let line: Vec<u8> = line.iter().copied().filter(|&byte| byte != b'\n').collect();
        let found = mapping(2).item(&line).unwrap();
        assert_eq!(
            found[0].shown(),
            "wd:Q9001 person prior 0.18: label Jane Doe (en); label J. Doe; alias Jane A. Doe (en); acronym JD (en, as written); \
             born=1970-01-02; gender=f; http://www.wikidata.org/entity/Q9001; https://en.wikipedia.org/wiki/Jane_Doe_(politician)"
        );
        assert_eq!(found[1].shown(), format!("wd:Q9100  prior 0.00: {HOLDER}=wd:Q9001 2019-05.."));
        assert_eq!(found.len(), 2);
        assert_eq!(mapping(3).item(&line).unwrap(), [], "commons is no Wikipedia");
        assert!(mapping(0).item(b"{\"id\":").is_err());
        assert_eq!(mapping(0).item(br#"{"id":"P31","type":"property"}"#).unwrap(), []);
        assert_eq!(mapping(0).item(br#"{"id":"Q1","labels":[],"aliases":[],"claims":[],"sitelinks":[]}"#).unwrap(), []);
    }
}
