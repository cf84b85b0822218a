//! Which names of a document belong to one chain.

mod organizations;
mod persons;
mod spellings;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::adherent;
use super::attach::Beside;
use super::chain::{Chain, ChainName, NameRole, TypeVotes};
use super::context::{self, Told};
use super::name::Name;
use super::scene::{Before, Scene};
use crate::knowledge_base::{NameKind, NameMatch};
use crate::language::coreference::Gender;
use crate::model::MentionKind;

/// All mentions of one document under one spelling.
struct Group {
    name: Name,
    mentions: Vec<usize>,
    seen: Vec<Seen>,
    votes: TypeVotes,
    honorifics: usize,
    articles: usize,
    matches: Vec<NameMatch>,
    role: NameRole,
    /// Whether the words around it tell it from others of the same spelling.
    told: bool,
}

/// What one mention shows of the bearer of its name.
struct Seen {
    mention: usize,
    /// What detection took it for, and how much that counts.
    vote: Option<(String, f64)>,
    /// What the noun beside it names.
    beside: Option<(String, f64)>,
    honorific: bool,
    gender: Option<Gender>,
}

/// How much it says of a name that it stands before the region it lies in: "Zorbec, Ohio".
const LOCATED: f64 = 3.0;

/// Where a mention goes that does not go where its spelling goes.
#[derive(Clone, Copy)]
enum Aside {
    /// To the chain of another group.
    With(usize),
    /// Nowhere: a family, or one of several namesakes.
    Nobody,
}

struct Chaining<'s, 'a> {
    scene: &'s Scene<'a>,
    groups: Vec<Group>,
    parent: Vec<usize>,
    aside: FxHashMap<usize, Aside>,
    /// Single words that the text gives persons as names.
    surnames: FxHashSet<String>,
}

impl Seen {
    fn count(&self, votes: &mut TypeVotes, honorifics: &mut usize) {
        if let Some((top, weight)) = &self.vote {
            votes.add(top, *weight);
        }
        if let Some((top, weight)) = &self.beside {
            votes.add(top, *weight);
        }
        if self.honorific {
            votes.add("person", 3.0);
            *honorifics += 1;
        }
    }
}

/// The known name that a title and the name behind it make together: machines translate the last word of "Wall Street
/// Journal" and put it first.
fn whole_name(scene: &Scene<'_>, name: &Name, title: &str) -> Option<Name> {
    let whole = format!("{} {title}", name.text);
    let known = scene.kb.named(&whole).iter().any(|found| matches!(found.kind, NameKind::Label | NameKind::Alias));
    known.then(|| Name::new(&whole, scene.words()))
}

/// Gathers the name mentions of a document into chains, in order of first mention. A mention that may mean one of
/// several namesakes, or a family, is in none.
///
/// `evidence` tells of some name mentions, by index, what the noun beside them says.
pub(super) fn chains(scene: &Scene<'_>, evidence: &FxHashMap<usize, Beside>) -> Vec<Chain> {
    let mut chaining = Chaining::new(scene, evidence, &context::told(scene));
    chaining.join_neighbors();
    chaining.join_spellings();
    chaining.join_person_variants();
    chaining.join_acronyms();
    chaining.place_short_persons();
    chaining.join_ends_of_organizations();
    chaining.join_short_organizations();
    chaining.finish()
}

/// "président Durand" found as one name: a small word that is no particle is no part of a person's name.
fn without_title<'t>(text: &'t str, scene: &Scene<'_>) -> &'t str {
    let mut rest = text;
    while let Some((first, after)) = rest.split_once(' ') {
        let small = first.chars().all(|c| c.is_lowercase() || c == '-');
        if !small || scene.words().name_particles.iter().any(|particle| particle == first) {
            break;
        }
        rest = after.trim_start();
    }
    if rest.starts_with(char::is_lowercase) { text } else { rest }
}

impl<'s, 'a> Chaining<'s, 'a> {
    fn new(scene: &'s Scene<'a>, evidence: &FxHashMap<usize, Beside>, told: &FxHashMap<usize, Told>) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut by_key: FxHashMap<String, usize> = FxHashMap::default();
        let mut found: FxHashMap<String, Vec<NameMatch>> = FxHashMap::default();
        for index in scene.mentions_of(MentionKind::Name) {
            let mention = scene.mention(index);
            let told = told.get(&index);
            let hint = mention.entity_type.as_ref().map(|entity_type| entity_type.top());
            let hint = if matches!(told, Some(Told::Titled(_))) { Some("person") } else { hint };
            let text = match told {
                Some(Told::PartOf(name) | Told::Titled(name)) => name,
                Some(Told::Among(_) | Told::Place | Told::Nobody) | None => mention.span.of(scene.text()),
            };
            let name = Name::new(if hint == Some("person") { without_title(text, scene) } else { text }, scene.words());
            // "le député socialiste": no name, `adherent` finds its party.
            let is_adjective = || !adherent::parties(scene, mention).is_empty();
            if name.key.is_empty() || told == Some(&Told::Nobody) || is_adjective() {
                continue;
            }
            let place = hint == Some("place");
            let title = evidence.get(&index).and_then(|beside| beside.title.as_deref());
            let (name, title_key) = match title.and_then(|title| whole_name(scene, &name, title)) {
                // The place "Wall Street" and "le journal Wall Street" are not one.
                Some(whole) => (whole, "|title"),
                None => (name, ""),
            };
            let matches = found.entry(name.key.clone()).or_insert_with(|| scene.named(&name));
            // "American" of the country is not "American" the citizen.
            let adjective = place && matches.first().is_some_and(|first| first.kind == NameKind::Demonym);
            let among = context::key(told);
            let key = format!("{}{}{title_key}{among}", if adjective { "|" } else { "" }, name.key);
            let slot = *by_key.entry(key).or_insert_with(|| {
                let mut matches = matches.clone();
                if adjective {
                    matches.retain(|found| found.kind == NameKind::Demonym);
                }
                if let Some(Told::Among(entries)) = told {
                    matches.retain(|found| entries.contains(&found.entry));
                }
                groups.push(Group {
                    name: name.clone(),
                    mentions: Vec::new(),
                    seen: Vec::new(),
                    votes: TypeVotes::default(),
                    honorifics: 0,
                    articles: 0,
                    matches,
                    role: if adjective { NameRole::Adjective } else { NameRole::Full },
                    told: matches!(told, Some(Told::Among(_))),
                });
                groups.len() - 1
            });
            let group = &mut groups[slot];
            let Before { mut honorific, mut gender, article, .. } = scene.before(mention);
            if let Some(address) = name.honorific {
                honorific = true;
                gender = gender.or(address.gender);
            }
            // Headlines give names no context to be told apart by.
            let weight = if scene.is_headline(mention) { 0.5 } else { 1.0 };
            let vote = hint.map(|top| (top.to_owned(), weight));
            let located = matches!(told, Some(Told::Place)).then(|| ("place".to_owned(), LOCATED));
            let beside = evidence.get(&index).map(|beside| (beside.top.clone(), beside.weight)).or(located);
            let seen = Seen { mention: index, vote, beside, honorific, gender };
            seen.count(&mut group.votes, &mut group.honorifics);
            group.seen.push(seen);
            // "the Doe presidency": the article is the presidency's.
            let modifies = scene.sentence_of(mention).tokens[mention.head].deprel.universal() == "compound";
            group.articles += usize::from(article && !modifies);
            if group.name.all_caps && !name.all_caps {
                group.name = name;
            }
            group.mentions.push(index);
        }
        let parent = (0..groups.len()).collect();
        let surnames = groups.iter().filter_map(|group| match group.name.parts.as_slice() {
            [word] if group.honorifics > 0 || group.votes.leading() == Some("person") => Some(word.clone()),
            _ => None,
        });
        let surnames = surnames.collect();
        Self { scene, groups, parent, aside: FxHashMap::default(), surnames }
    }

    fn root(&mut self, mut group: usize) -> usize {
        while self.parent[group] != group {
            self.parent[group] = self.parent[self.parent[group]];
            group = self.parent[group];
        }
        group
    }

    /// Joins two chains; the one met first in the text stays root.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }

    /// The type a spelling points to: an honorific, an unmistakable entry, what detection said, a given name.
    fn leaning(&self, group: usize) -> Option<String> {
        let group = &self.groups[group];
        if group.honorifics > 0 {
            return Some("person".to_owned());
        }
        if group.name.parts.len() > 1 {
            let mut tops = group.matches.iter().filter(|m| m.kind != NameKind::Demonym).filter_map(|m| {
                let entry = self.scene.entry(m.entry)?;
                Some(entry.entity_type.top().to_owned())
            });
            if let Some(first) = tops.next()
                && tops.all(|top| top == first)
            {
                return Some(first);
            }
        }
        if self.is_called_by_surname(group) {
            return Some("person".to_owned());
        }
        if let Some(top) = group.votes.leading() {
            return Some(top.to_owned());
        }
        let short = (2..=3).contains(&group.name.parts.len());
        let given = short && self.scene.words().is_given_name(&group.name.parts[0]);
        given.then(|| "person".to_owned())
    }

    /// "Jane Doe" taken for a firm, where the text goes on with "Doe" as a person's name.
    fn is_called_by_surname(&self, group: &Group) -> bool {
        let Some((given, [.., surname])) = group.name.parts.split_first() else { return false };
        group.name.parts.len() <= 3
            && self.surnames.contains(surname)
            && self.scene.words().is_given_name(given)
            && !group.seen.iter().any(|seen| seen.beside.as_ref().is_some_and(|(top, _)| top != "person"))
    }

    fn is_person(&self, group: usize) -> bool {
        self.leaning(group).as_deref() == Some("person")
    }

    /// Entries a spelling certainly means: the only bearer of a name of several words, or of a well-known one.
    fn firm_entry(&self, group: usize) -> Option<usize> {
        let Group { name, matches, .. } = &self.groups[group];
        let mut entries = matches.iter().filter(|m| m.kind != NameKind::Demonym);
        let first = entries.next()?;
        let prior = self.scene.entry(first.entry)?.prior;
        let alone = entries.all(|m| m.entry == first.entry);
        (alone && (name.parts.len() > 1 || prior >= 0.6)).then_some(first.entry)
    }

    /// Whether nothing forbids two spellings to mean the same.
    fn may_join(&self, a: usize, b: usize) -> bool {
        if self.is_person(a) != self.is_person(b) && self.leaning(a).is_some() && self.leaning(b).is_some() {
            return false;
        }
        !matches!((self.firm_entry(a), self.firm_entry(b)), (Some(a), Some(b)) if a != b)
    }

    fn share_an_entry(&self, a: usize, b: usize) -> bool {
        let entries: BTreeSet<usize> = self.groups[a].matches.iter().map(|m| m.entry).collect();
        self.groups[b].matches.iter().any(|m| entries.contains(&m.entry))
    }

    fn finish(mut self) -> Vec<Chain> {
        let mut chains: BTreeMap<usize, Chain> = BTreeMap::new();
        for index in 0..self.groups.len() {
            let mut homes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for mention in self.groups[index].mentions.clone() {
                let home = match self.aside.get(&mention) {
                    None => self.root(index),
                    Some(&Aside::With(other)) => self.root(other),
                    Some(Aside::Nobody) => continue,
                };
                homes.entry(home).or_default().push(mention);
            }
            let own = self.root(index);
            for (home, mentions) in homes {
                let group = &self.groups[index];
                let chain = chains.entry(home).or_insert_with(|| Chain {
                    mentions: Vec::new(),
                    names: Vec::new(),
                    votes: TypeVotes::default(),
                    honorifics: 0,
                    gender: None,
                });
                let role = if home == own { group.role } else { NameRole::Short };
                chain.names.push(ChainName {
                    name: group.name.clone(),
                    role,
                    count: mentions.len(),
                    matches: group.matches.clone(),
                });
                for seen in group.seen.iter().filter(|seen| mentions.binary_search(&seen.mention).is_ok()) {
                    // A surname says less about what its bearer is than the full name does.
                    if role == NameRole::Short && !seen.honorific {
                        chain.votes.add("person", if group.votes.leading() == Some("person") { 0.5 } else { 0.0 });
                    } else {
                        seen.count(&mut chain.votes, &mut chain.honorifics);
                    }
                    chain.gender = chain.gender.or(seen.gender);
                }
                chain.mentions.extend(mentions);
            }
        }
        let mut chains: Vec<Chain> = chains.into_values().collect();
        for chain in &mut chains {
            chain.mentions.sort_unstable();
        }
        chains.sort_by_key(|chain| chain.mentions.first().copied());
        chains
    }
}

#[cfg(test)]
mod tests;
