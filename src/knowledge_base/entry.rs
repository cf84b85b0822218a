//! The nouns of the knowledge base: entries, their names, their facts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{EntityId, EntityTypeId, PartialDate};

/// One thing we know.
#[derive(Clone, Debug, PartialEq)]
pub struct KbEntry {
    /// `wd:Q…` where the Wikidata id is confirmed, else `kb:…`.
    pub id: EntityId,
    /// What kind of thing.
    pub entity_type: EntityTypeId,
    /// Name by language tag; `mul` where one name stands for all languages.
    pub labels: BTreeMap<String, String>,
    /// A short description by language tag.
    pub descriptions: BTreeMap<String, String>,
    /// IRIs of the same thing elsewhere.
    pub same_as: Vec<String>,
    /// How often news means this entry rather than another of the same name: 0 (hardly ever) to 1.
    pub prior: f32,
    /// What else we know and linking can use: `country`, `head_of_state`, `product_of`, `gender`, …
    pub facts: Vec<KbFact>,
}

impl KbEntry {
    /// Values of a property, in the order of [`KbFact`]; with a date only those that hold on it.
    pub fn values<'a>(&'a self, property: &'a str, on: Option<PartialDate>) -> impl Iterator<Item = &'a str> {
        let facts = self.facts.iter().filter(move |fact| fact.property == property && fact.may_hold(on));
        facts.map(|fact| fact.value.as_str())
    }

    /// Takes from what a lower base says of the same thing whatever this one leaves open: names and descriptions in
    /// other languages, and properties it does not state at all.
    pub(super) fn complete_with(&mut self, lower: Self) {
        for (language, label) in lower.labels {
            self.labels.entry(language).or_insert(label);
        }
        for (language, description) in lower.descriptions {
            self.descriptions.entry(language).or_insert(description);
        }
        for iri in lower.same_as {
            if !self.same_as.contains(&iri) {
                self.same_as.push(iri);
            }
        }
        let new: Vec<_> = lower
            .facts
            .into_iter()
            .filter(|fact| !self.facts.iter().any(|known| known.property == fact.property))
            .collect();
        self.facts.extend(new);
        self.facts.sort();
    }
}

/// Something we know about an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KbFact {
    /// Which kind of fact; the README lists them.
    pub property: String,
    /// The id of another entry, or a word.
    pub value: String,
    /// Since when it holds.
    pub start: Option<PartialDate>,
    /// Until when it held.
    pub end: Option<PartialDate>,
}

impl KbFact {
    /// Whether it may hold on some day of `date`; without a date, whether no end is known.
    ///
    /// On the day of a handover both the old and the new holder may.
    #[must_use]
    pub fn may_hold(&self, date: Option<PartialDate>) -> bool {
        match date {
            None => self.end.is_none(),
            Some(date) => {
                self.start.is_none_or(|start| start.first_day() <= date.last_day())
                    && self.end.is_none_or(|end| date.first_day() <= end.last_day())
            }
        }
    }
}

/// How a name names an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// Its label in some language.
    Label,
    /// Another name.
    Alias,
    /// Initials or ticker.
    Acronym,
    /// An adjective or inhabitant name derived from it ("russe", "Russian").
    Demonym,
    /// A wrong rendering met in the wild (machine translation).
    Mangled,
}

impl NameKind {
    /// All kinds, the most telling first.
    pub const ALL: [Self; 5] = [Self::Label, Self::Alias, Self::Acronym, Self::Demonym, Self::Mangled];

    /// The word for it, in lower case.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Alias => "alias",
            Self::Acronym => "acronym",
            Self::Demonym => "demonym",
            Self::Mangled => "mangled",
        }
    }
}

/// A name of an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KbName {
    /// As it is written.
    pub text: String,
    /// Language it belongs to; empty when it is the same in all.
    pub language: String,
    /// What it is to the entry.
    pub kind: NameKind,
}

/// An entry that bears a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameMatch {
    /// Position of the entry, for [`super::KnowledgeBase::entry`].
    pub entry: usize,
    /// What the name is to the entry.
    pub kind: NameKind,
    /// Language the name belongs to; empty when it is the same in all, or in several.
    pub language: String,
    /// Whether letter case and accents agreed too.
    pub exact: bool,
}
