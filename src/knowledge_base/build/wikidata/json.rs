//! The JSON of a Wikidata item, of which only what the mapping names is kept.

use std::fmt;

use serde::Deserialize;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::mapping::{Becomes, Mapping};
use crate::model::PartialDate;

/// What we keep of an item; languages are those the options want.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) labels: Vec<(String, String)>,
    pub(super) descriptions: Vec<(String, String)>,
    pub(super) aliases: Vec<(String, Vec<String>)>,
    /// Statements of the properties that the mapping names.
    pub(super) claims: Vec<(String, Vec<Statement>)>,
    /// Wikipedias that have a page on it.
    pub(super) sitelinks: u32,
    /// Titles of those pages by language.
    pub(super) pages: Vec<(String, String)>,
}

impl Item {
    pub(super) fn parse(line: &[u8], mapping: &Mapping) -> serde_json::Result<Self> {
        let mut json = serde_json::Deserializer::from_slice(line);
        let item = ItemSeed(mapping).deserialize(&mut json)?;
        json.end()?;
        Ok(item)
    }
}

struct ItemSeed<'m>(&'m Mapping);

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = Item;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Item, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ItemSeed<'_> {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an item: an object with `id`")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Item, M::Error> {
        let mapping = self.0;
        let wanted = |language: &str| mapping.wants(language);
        let mut item = Item::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "id" => item.id = map.next_value()?,
                "labels" => {
                    let terms: Vec<(String, Term)> = map.next_value_seed(Chosen::new(&wanted))?;
                    item.labels = terms.into_iter().map(|(language, term)| (language, term.value)).collect();
                }
                "descriptions" => {
                    let terms: Vec<(String, Term)> = map.next_value_seed(Chosen::new(&wanted))?;
                    item.descriptions = terms.into_iter().map(|(language, term)| (language, term.value)).collect();
                }
                "aliases" => {
                    let terms: Vec<(String, Vec<Term>)> = map.next_value_seed(Chosen::new(&wanted))?;
                    let values = |terms: Vec<Term>| terms.into_iter().map(|term| term.value).collect();
                    item.aliases = terms.into_iter().map(|(language, terms)| (language, values(terms))).collect();
                }
                "claims" => {
                    let mapped = |property: &str| mapping.becomes(property).is_some();
                    item.claims = map.next_value_seed(Chosen::new(&mapped))?;
                }
                "sitelinks" => {
                    let wikipedia = |site: &str| mapping.is_wikipedia(site);
                    let sites: Vec<(String, Page)> = map.next_value_seed(Chosen::new(&wikipedia))?;
                    item.sitelinks = sites.len() as u32;
                    let pages = sites.into_iter().filter_map(|(site, page)| {
                        let language = site.strip_suffix("wiki").filter(|language| mapping.wants(language))?;
                        Some((language.to_owned(), page.title))
                    });
                    item.pages = pages.collect();
                }
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        if item.id.is_empty() {
            return Err(M::Error::missing_field("id"));
        }
        Ok(item)
    }
}

/// The entries of an object whose keys are wanted, in order. Wikidata writes an empty object as an empty array.
struct Chosen<'w, V> {
    wanted: &'w dyn Fn(&str) -> bool,
    value: std::marker::PhantomData<V>,
}

impl<'w, V> Chosen<'w, V> {
    fn new(wanted: &'w dyn Fn(&str) -> bool) -> Self {
        Self { wanted, value: std::marker::PhantomData }
    }
}

impl<'de, V: DeserializeOwned> DeserializeSeed<'de> for Chosen<'_, V> {
    type Value = Vec<(String, V)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, V: DeserializeOwned> Visitor<'de> for Chosen<'_, V> {
    type Value = Vec<(String, V)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut chosen = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            if (self.wanted)(&key) {
                let value = map.next_value()?;
                chosen.push((key, value));
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(chosen)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Self::Value, S::Error> {
        match seq.next_element::<IgnoredAny>()? {
            None => Ok(Vec::new()),
            Some(_) => Err(S::Error::custom("an array with something in it where an object should stand")),
        }
    }
}

#[derive(Debug, Deserialize)]
struct Term {
    value: String,
}

#[derive(Debug, Deserialize)]
struct Page {
    title: String,
}

/// A statement with its qualifiers.
#[derive(Debug, Deserialize)]
pub(super) struct Statement {
    mainsnak: Snak,
    #[serde(default)]
    rank: String,
    #[serde(default)]
    qualifiers: Qualifiers,
}

/// Qualifiers by property; an empty array when there are none.
#[derive(Debug, Default)]
struct Qualifiers(Vec<(String, Vec<Snak>)>);

impl<'de> Deserialize<'de> for Qualifiers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Chosen::new(&|_| true).deserialize(deserializer).map(Self)
    }
}

#[derive(Debug, Deserialize)]
struct Snak {
    #[serde(default)]
    datavalue: Option<DataValue>,
}

#[derive(Debug, Deserialize)]
struct DataValue {
    value: Value,
}

/// The values we can use.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Value {
    Text(String),
    Item {
        id: String,
    },
    Time {
        time: String,
        precision: u8,
    },
    Monolingual {
        text: String,
        language: String,
    },
    /// Quantities and places are read over.
    Other {},
}

impl Snak {
    fn value(&self) -> Option<&Value> {
        self.datavalue.as_ref().map(|value| &value.value)
    }

    fn date(&self) -> Option<PartialDate> {
        let Some(Value::Time { time, precision }) = self.value() else { return None };
        // "+2019-05-00T00:00:00Z"; years before Christ are nothing that news dates.
        let mut numbers = time.strip_prefix('+')?.splitn(3, '-');
        let year = numbers.next()?.parse().ok()?;
        let month = numbers.next()?.parse::<i8>().ok()?;
        let day = numbers.next()?.get(..2)?.parse::<i8>().ok()?;
        match precision {
            11.. => PartialDate::new(year, Some(month), Some(day)),
            10 => PartialDate::new(year, Some(month), None),
            9 => PartialDate::new(year, None, None),
            _ => None,
        }
    }
}

impl Statement {
    pub(super) fn is_deprecated(&self) -> bool {
        self.rank == "deprecated"
    }

    /// The item that is its value.
    pub(super) fn item(&self) -> Option<&str> {
        match self.mainsnak.value() {
            Some(Value::Item { id }) if id.starts_with('Q') => Some(id),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self.mainsnak.value() {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Text and its language.
    pub(super) fn monolingual(&self) -> Option<(&str, &str)> {
        match self.mainsnak.value() {
            Some(Value::Monolingual { text, language }) => Some((text, language)),
            _ => None,
        }
    }

    pub(super) fn main_date(&self) -> Option<PartialDate> {
        self.mainsnak.date()
    }

    /// The date of the qualifier that becomes start or end.
    pub(super) fn date(&self, mapping: &Mapping, becomes: &Becomes) -> Option<PartialDate> {
        let (_, snaks) = self.qualifiers.0.iter().find(|(property, _)| mapping.becomes(property) == Some(becomes))?;
        snaks.first()?.date()
    }
}
