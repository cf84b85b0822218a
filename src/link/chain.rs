//! Name chains: the names of one document that call the same thing.

use std::collections::BTreeMap;

use super::name::Name;
use super::scene::Scene;
use crate::knowledge_base::{KbEntry, NameMatch};
use crate::language::coreference::Gender;

/// Names of one document that call the same thing.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    /// The mentions, in text order.
    pub(super) mentions: Vec<usize>,
    /// Its distinct names, in order of first appearance.
    pub(super) names: Vec<ChainName>,
    /// What detection took it for.
    pub(super) votes: TypeVotes,
    /// How often an honorific stood before it.
    pub(super) honorifics: usize,
    /// Gender its honorifics show.
    pub(super) gender: Option<Gender>,
}

/// One of the names of a chain.
#[derive(Clone, Debug)]
pub(super) struct ChainName {
    pub(super) name: Name,
    pub(super) role: NameRole,
    /// How often it occurs.
    pub(super) count: usize,
    /// Entries that bear it.
    pub(super) matches: Vec<NameMatch>,
}

/// What a name is to its chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameRole {
    /// Stands on its own.
    Full,
    /// Initials of a full name.
    Acronym,
    /// Part of a full name.
    Short,
    /// A name used no longer.
    Old,
    /// An adjective made from the name: "russe".
    Adjective,
}

/// How often detection took a name for what, by top type.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TypeVotes(BTreeMap<String, f64>);

impl TypeVotes {
    pub(super) fn add(&mut self, top: &str, weight: f64) {
        *self.0.entry(top.to_owned()).or_default() += weight;
    }

    /// Share of the votes for one top type, 0 to 1; `None` without votes.
    pub(super) fn share(&self, top: &str) -> Option<f64> {
        let sum: f64 = self.0.values().sum();
        (sum > 0.0).then(|| self.0.get(top).copied().unwrap_or_default() / sum)
    }

    /// The top type with most votes, when it has at least three in five.
    pub(super) fn leading(&self) -> Option<&str> {
        let (top, _) = self.0.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)))?;
        (self.share(top)? >= 0.6).then_some(top.as_str())
    }

    /// The top type with most votes.
    pub(super) fn first(&self) -> Option<&str> {
        self.0.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0))).map(|(top, _)| top.as_str())
    }
}

impl Chain {
    /// Whether it is a person's name; `None` where nothing tells.
    pub(super) fn looks_personal(&self, scene: &Scene<'_>) -> Option<bool> {
        if self.honorifics > 0 {
            return Some(true);
        }
        if let Some(top) = self.votes.leading() {
            return Some(top == "person");
        }
        if let Some(best) = self.names.iter().flat_map(|name| &name.matches).next() {
            return Some(scene.entry(best.entry)?.entity_type.top() == "person");
        }
        self.begins_with_given_name(scene).then_some(true)
    }

    /// Whether one of its full names begins with a given name.
    pub(super) fn begins_with_given_name(&self, scene: &Scene<'_>) -> bool {
        let given = |name: &ChainName| {
            (2..=3).contains(&name.name.parts.len()) && scene.words().is_given_name(&name.name.parts[0])
        };
        self.names.iter().any(given)
    }

    /// Whether it is known, or was taken, for something that is made: a product, not its maker.
    pub(super) fn is_made(&self, scene: &Scene<'_>) -> bool {
        match self.names.iter().flat_map(|name| &name.matches).next() {
            Some(best) => scene.entry(best.entry).is_some_and(|entry| entry.entity_type.top() == "product"),
            None => self.votes.leading() == Some("product"),
        }
    }

    /// Gender of the person: as addressed, as known, as the given name is.
    pub(super) fn person_gender(&self, scene: &Scene<'_>, entry: Option<&KbEntry>) -> Option<Gender> {
        let given = || {
            let full = self.names.iter().find(|name| name.name.parts.len() > 1).or_else(|| self.names.first())?;
            scene.words().given_name(full.name.parts.first()?)
        };
        entry.and_then(super::candidates::gender).or(self.gender).or_else(given)
    }

    /// Gender of the articles before the name of a thing: "la Russie", "le Kremlin".
    pub(super) fn grammatical_gender(&self, scene: &Scene<'_>) -> Option<Gender> {
        let genders: Vec<Gender> =
            self.mentions.iter().filter_map(|&mention| scene.before(scene.mention(mention)).article_gender).collect();
        let feminine = genders.iter().filter(|&&gender| gender == Gender::Feminine).count();
        match (feminine, genders.len()) {
            (_, 0) => None,
            (count, all) if count * 2 > all => Some(Gender::Feminine),
            _ => Some(Gender::Masculine),
        }
    }

    /// Whether most articles before the name are plural: "les États-Unis".
    pub(super) fn is_plural(&self, scene: &Scene<'_>) -> bool {
        let before = self.mentions.iter().map(|&mention| scene.before(scene.mention(mention)));
        let (plural, articles) = before.fold((0, 0), |(plural, articles), before| {
            (plural + usize::from(before.plural), articles + usize::from(before.article))
        });
        plural * 2 > articles && plural > 0
    }
}
