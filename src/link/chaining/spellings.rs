//! Names of one thing under several spellings: former names, letters that stand for words, a legal form more or less.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::super::chain::NameRole;
use super::super::name::Name;
use super::super::scene::connecting_words;
use super::{Chaining, Group};
use crate::language::coreference::OldName;

impl Chaining<'_, '_> {
    /// "X, formerly Twitter", "Campaign Legal Center (CLC)", "X/Twitter": what stands between two names joins them.
    pub(super) fn join_neighbors(&mut self) {
        let scene = self.scene;
        let mut by_mention: Vec<(usize, usize)> = Vec::new();
        for (index, group) in self.groups.iter().enumerate() {
            by_mention.extend(group.mentions.iter().map(|&mention| (mention, index)));
        }
        by_mention.sort_unstable();
        for pair in by_mention.windows(2) {
            let [(left, a), (right, b)] = [pair[0], pair[1]];
            let (left, right) = (scene.mention(left), scene.mention(right));
            if a == b {
                continue;
            }
            let Some((raw, words)) = connecting_words(scene, left, right) else { continue };
            let shape: String = raw.chars().filter(|c| !c.is_whitespace() && !"«»\"“”'".contains(*c)).collect();
            if let Some(old) = scene.words().renaming(&words)
                && self.may_join(a, b)
            {
                match old {
                    OldName::Before => self.groups[a].role = NameRole::Old,
                    OldName::After => self.groups[b].role = NameRole::Old,
                    OldName::Neither => {}
                }
                self.join(a, b);
            } else if shape == "(" {
                let closed =
                    scene.text()[right.span.end..].trim_start_matches(['"', '»', '”', ' ', '\u{a0}']).starts_with(')');
                let (first, second) = (&self.groups[a].name, &self.groups[b].name);
                let initials = |letters: &Name, long: &Name| letters.parts.len() == 1 && letters.key == long.initials();
                if closed
                    && (second.is_acronym_of(first, scene.words()) && !self.is_person(a) || initials(second, first))
                {
                    // The text itself says what the letters mean here, whatever they mean elsewhere.
                    self.introduce(b, a);
                } else if closed
                    && (first.is_acronym_of(second, scene.words()) && !self.is_person(b) || initials(first, second))
                {
                    self.introduce(a, b);
                } else if closed && (self.share_an_entry(a, b) || self.are_new_letters(a, b)) && self.may_join(a, b) {
                    self.join(a, b);
                }
            } else if shape == "/" && self.share_an_entry(a, b) && self.may_join(a, b) {
                self.join(a, b);
            }
        }
    }

    /// "la Mission de l'Ouest (WMSSN)": letters in brackets behind the name of a body that nobody knows, met for the first
    /// time, are short for its name in some language.
    fn are_new_letters(&self, long: usize, letters: usize) -> bool {
        let (body, short) = (&self.groups[long], &self.groups[letters]);
        let is_body = self.leaning(long).as_deref() == Some("organization") && body.name.parts.len() > 2;
        let length = short.name.key.chars().count();
        let first = body.mentions.first().is_some_and(|first| Some(first) < short.mentions.first());
        let unknown = body.matches.is_empty() && short.matches.is_empty();
        is_body && first && unknown && short.name.all_caps && short.name.parts.len() == 1 && (3..=9).contains(&length)
    }

    /// "WTC" beside the World Trade Center: all the initials of a known place of several words.
    fn is_initials_of(&self, letters: usize, long: usize) -> bool {
        let (letters, long) = (&self.groups[letters].name, &self.groups[long]);
        letters.key.chars().count() > 2 && letters.key == long.name.initials() && !long.matches.is_empty()
    }

    fn introduce(&mut self, acronym: usize, long: usize) {
        self.groups[acronym].role = NameRole::Acronym;
        self.join(acronym, long);
    }

    /// The same words but for a leading article, a company's legal form, or one slip.
    pub(super) fn join_spellings(&mut self) {
        let mut by_key: FxHashMap<String, usize> = FxHashMap::default();
        self.join_slips();
        for group in 0..self.groups.len() {
            let name = &self.groups[group].name;
            if self.is_person(group) && name.parts.len() > 1 || self.groups[group].told {
                continue;
            }
            let core = name.core_key(self.scene.words());
            let bare = name.without_article(self.scene.words()).map(str::to_owned);
            let place = self.without_kind_of_place(group).filter(|key| {
                let other = by_key.get(key).is_some_and(|&other| self.leaning(other).as_deref() == Some("place"));
                other || !by_key.contains_key(key)
            });
            for key in bare.into_iter().chain(place).chain([core]) {
                match by_key.get(&key) {
                    Some(&other) if self.may_join(group, other) || self.is_firm_without_form(group, other) => {
                        self.join(group, other);
                    }
                    Some(_) => {}
                    None => _ = by_key.insert(key, group),
                }
            }
        }
    }

    /// "Zorbec River", "lake Zorbec" as a key without what it is, where nothing else is known by the name.
    fn without_kind_of_place(&self, group: usize) -> Option<String> {
        let Group { name, matches, mentions, .. } = &self.groups[group];
        if name.parts.len() < 2 || !matches.is_empty() || self.leaning(group).as_deref() != Some("place") {
            return None;
        }
        let mention = self.scene.mention(*mentions.first()?);
        let sentence = self.scene.sentence_of(mention);
        let is_water = |token: usize| {
            let sense = self.scene.language.expressions.nominal_sense(sentence, token);
            sense.is_some_and(|sense| sense.entity_type.is_a("place/water"))
        };
        let rest = if is_water(mention.tokens.end - 1) {
            &name.parts[..name.parts.len() - 1]
        } else if is_water(mention.tokens.start) {
            &name.parts[1..]
        } else {
            return None;
        };
        Some(rest.join(" ").replace('-', " "))
    }

    /// "Garnier" after "Garnier SA", whatever it looks like by itself, unless somebody is addressed so.
    fn is_firm_without_form(&self, short: usize, firm: usize) -> bool {
        let (short, firm) = (&self.groups[short], &self.groups[firm]);
        let words = self.scene.words();
        short.name.parts.len() == 1 && short.honorifics == 0 && firm.name.core_key(words) != firm.name.key
    }

    /// "Zorbecs" beside "Zorbec": one long word that nobody bears, but for one letter the known name of a thing here.
    fn join_slips(&mut self) {
        const LONG: usize = 7;
        let is_long = |group: &Group| {
            matches!(group.name.parts.as_slice(), [word] if word.chars().count() >= LONG) && group.honorifics == 0
        };
        let long: Vec<usize> = (0..self.groups.len()).filter(|&group| is_long(&self.groups[group])).collect();
        let mut known: FxHashMap<char, Vec<usize>> = FxHashMap::default();
        let first = |name: &str| name.chars().next().unwrap_or_default();
        for &group in &long {
            if self.firm_entry(group).is_some() && !self.is_person(group) {
                known.entry(first(&self.groups[group].name.key)).or_default().push(group);
            }
        }
        for group in long {
            let Group { name, matches, .. } = &self.groups[group];
            if !matches.is_empty() {
                continue;
            }
            let alike = known.get(&first(&name.key)).into_iter().flatten().copied();
            let mut alike = alike.filter(|&other| strsim::osa_distance(&name.key, &self.groups[other].name.key) == 1);
            if let (Some(other), None) = (alike.next(), alike.next()) {
                self.join(group, other);
            }
        }
    }

    /// Letters that stand for exactly one organization of the document.
    pub(super) fn join_acronyms(&mut self) {
        let words = self.scene.words();
        let mut by_letter: FxHashMap<char, Vec<usize>> = FxHashMap::default();
        for (index, group) in self.groups.iter().enumerate() {
            if group.name.parts.len() > 1 && !self.is_person(index) {
                by_letter.entry(group.name.key.chars().next().unwrap_or_default()).or_default().push(index);
            }
        }
        for group in 0..self.groups.len() {
            let name = self.groups[group].name.clone();
            if name.parts.len() != 1 || name.key.chars().count() < 2 || self.groups[group].role != NameRole::Full {
                continue;
            }
            let Some(long) = name.key.chars().next().and_then(|letter| by_letter.get(&letter)) else { continue };
            let fitting: Vec<usize> = long
                .iter()
                .copied()
                .filter(|&long| name.is_acronym_of(&self.groups[long].name, words))
                .filter(|&long| self.leaning(long).as_deref() != Some("place") || self.is_initials_of(group, long))
                .filter(|&long| self.may_join(group, long))
                .collect();
            let fitting: BTreeSet<usize> = fitting.into_iter().map(|long| self.root(long)).collect();
            if let (Some(&long), 1) = (fitting.first(), fitting.len())
                && (self.groups[group].matches.is_empty() || self.share_an_entry(group, long))
            {
                self.introduce(group, long);
            }
        }
    }
}
