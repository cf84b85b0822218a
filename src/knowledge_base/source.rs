//! Entries on their way into a base: what every reader gives and the compiler takes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{KbName, NameKind};
use crate::diagnostic::Place;
use crate::model::PartialDate;

/// Weight of an entry that states none; weights go from 0 to 100.
pub(super) const DEFAULT_WEIGHT: u8 = 30;

/// An entry as a source states it. A part of one, without type and names, adds facts to the entry of its id.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct SourceEntry {
    pub(super) id: String,
    /// Empty in a part.
    #[serde(default, rename = "type", skip_serializing_if = "String::is_empty")]
    pub(super) entity_type: String,
    /// Labels first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) names: Vec<SourceName>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) descriptions: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) same_as: Vec<String>,
    #[serde(default)]
    pub(super) prior: f32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) facts: Vec<SourceFact>,
    /// What a position is: the property it stands for and the entry it belongs to ("head_of_state", "wd:Q142").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) office: Option<(String, String)>,
    /// Where it is stated, for messages while it is read.
    #[serde(skip)]
    pub(super) place: Option<Place>,
}

/// A name as a source states it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct SourceName {
    #[serde(rename = "k")]
    pub(super) kind: NameKind,
    #[serde(rename = "t")]
    pub(super) text: String,
    #[serde(default, rename = "l", skip_serializing_if = "String::is_empty")]
    pub(super) language: String,
    /// Counts only when letter case agrees.
    #[serde(default, rename = "c", skip_serializing_if = "std::ops::Not::not")]
    pub(super) case_sensitive: bool,
}

/// A fact as a source states it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct SourceFact {
    #[serde(rename = "p")]
    pub(super) property: String,
    /// When `is_reference` an id, or a label to be looked up; else a word.
    #[serde(rename = "v")]
    pub(super) value: String,
    #[serde(default, rename = "s", with = "date_text", skip_serializing_if = "Option::is_none")]
    pub(super) start: Option<PartialDate>,
    #[serde(default, rename = "e", with = "date_text", skip_serializing_if = "Option::is_none")]
    pub(super) end: Option<PartialDate>,
    #[serde(default, rename = "r", skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_reference: bool,
}

impl SourceEntry {
    /// Whether it is an entry of its own, not a part of one.
    pub(super) fn is_whole(&self) -> bool {
        !self.entity_type.is_empty() && self.names.iter().any(|name| name.kind == NameKind::Label)
    }

    /// Joins what another source says of the same id: the first whole one decides type and prior.
    pub(super) fn join(&mut self, other: Self) {
        if !self.is_whole() && other.is_whole() {
            self.entity_type = other.entity_type;
            self.prior = other.prior;
        }
        self.names.extend(other.names);
        for (language, description) in other.descriptions {
            self.descriptions.entry(language).or_insert(description);
        }
        self.same_as.extend(other.same_as);
        self.facts.extend(other.facts);
        self.office = self.office.take().or(other.office);
    }

    /// Sorts and removes what is said twice; one label a language, further ones are aliases.
    pub(super) fn tidy(&mut self) {
        let mut labelled = BTreeSet::new();
        for name in self.names.iter_mut().filter(|name| name.kind == NameKind::Label) {
            if !labelled.insert(name.language.clone()) {
                name.kind = NameKind::Alias;
            }
        }
        self.names.sort_by_key(|name| name.kind);
        if self.entity_type == "person" {
            let short = self.names.iter().filter_map(SourceName::without_initial).collect::<Vec<_>>();
            self.names.extend(short);
        }
        let mut seen = BTreeSet::new();
        self.names.retain(|name| seen.insert((name.text.clone(), name.language.clone())));
        let mut seen = BTreeSet::new();
        self.same_as.retain(|iri| seen.insert(iri.clone()));
        self.facts.sort();
        self.facts.dedup();
    }
}

#[cfg(test)]
impl SourceEntry {
    /// All of it on one line.
    pub(super) fn shown(&self) -> String {
        let name = |name: &SourceName| {
            let notes = [name.language.as_str(), if name.case_sensitive { "as written" } else { "" }];
            let notes: Vec<&str> = notes.into_iter().filter(|note| !note.is_empty()).collect();
            let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
            format!("{} {}{notes}", name.kind.word(), name.text)
        };
        let fact = |fact: &SourceFact| {
            let date = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
            let (start, end) = (date(fact.start), date(fact.end));
            let dates = if start.is_empty() && end.is_empty() { String::new() } else { format!(" {start}..{end}") };
            format!("{}={}{dates}", fact.property, fact.value)
        };
        let parts = self.names.iter().map(name).chain(self.facts.iter().map(fact)).chain(self.same_as.iter().cloned());
        let parts: Vec<String> = parts.collect();
        format!("{} {} prior {:.2}: {}", self.id, self.entity_type, self.prior, parts.join("; "))
    }
}

impl SourceName {
    /// Initials and single letters are also words, ends of words or numerals: they count only as written.
    pub(super) fn new(kind: NameKind, text: &str, language: &str) -> Self {
        let case_sensitive = kind == NameKind::Acronym || text.chars().count() == 1;
        Self { kind, text: text.to_owned(), language: language.to_owned(), case_sensitive }
    }

    /// A name from a large source, where any word may be somebody's name: a single word counts only as written,
    /// and short capitals are initials.
    pub(super) fn careful(kind: NameKind, text: &str, language: &str) -> Self {
        let letters = text.chars().count();
        let initials = letters <= 5 && text.chars().all(|c| c.is_uppercase() || c == '.' || c == '&');
        let kind = if initials && kind == NameKind::Alias { NameKind::Acronym } else { kind };
        let mut name = Self::new(kind, text, language);
        name.case_sensitive |= !text.trim().contains([' ', '-', '’', '\'']);
        name
    }
}

impl SourceName {
    /// "Jane R. Doe" is Jane Doe too.
    fn without_initial(&self) -> Option<Self> {
        let words: Vec<&str> = self.text.split(' ').collect();
        let [given, middle, surname @ ..] = words.as_slice() else { return None };
        let initial = middle.len() == 2 && middle.starts_with(char::is_uppercase) && middle.ends_with('.');
        let whole = given.chars().count() > 2 && !given.ends_with('.') && surname.len() == 1;
        let kind = matches!(self.kind, NameKind::Label | NameKind::Alias);
        (initial && whole && kind).then(|| Self {
            kind: NameKind::Alias,
            text: format!("{given} {}", surname[0]),
            ..self.clone()
        })
    }
}

impl From<SourceName> for KbName {
    fn from(name: SourceName) -> Self {
        Self { text: name.text, language: name.language, kind: name.kind }
    }
}

/// The `same_as` of a Wikidata item: `Q42`.
pub(super) fn wikidata_iri(item: &str) -> String {
    format!("http://www.wikidata.org/entity/{item}")
}

/// The `same_as` of a page of Wikipedia.
pub(super) fn wikipedia_iri(language: &str, title: &str) -> String {
    format!("https://{language}.wikipedia.org/wiki/{}", title.replace(' ', "_"))
}

/// Whether `item` is the number of a Wikidata item: `Q42`.
pub(super) fn is_wikidata_item(item: &str) -> bool {
    item.strip_prefix('Q').is_some_and(|number| {
        !number.is_empty() && !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// A prefix, a colon and a local name that XML takes as a name token.
pub(super) fn is_id(id: &str) -> bool {
    let is_name = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
    match id.split_once(':') {
        Some(("wd", item)) => is_wikidata_item(item),
        Some((prefix, local)) => is_name(prefix) && is_name(local),
        None => false,
    }
}

/// Dates as people write them: `2022-12`.
mod date_text {
    use serde::{Deserialize as _, Deserializer, Serializer};

    use crate::model::PartialDate;

    #[expect(clippy::ref_option, reason = "the shape `serde(with)` wants")]
    pub(super) fn serialize<S: Serializer>(date: &Option<PartialDate>, serializer: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => serializer.collect_str(date),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<PartialDate>, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Some).map_err(serde::de::Error::custom)
    }
}
