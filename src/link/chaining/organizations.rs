//! Short names of organizations that the text has named in full.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::super::chain::NameRole;
use super::{Chaining, Group};
use crate::knowledge_base::NameKind;

impl Chaining<'_, '_> {
    /// "la Commission" after "la Commission européenne", "Lockheed" after "Lockheed Martin".
    pub(super) fn join_short_organizations(&mut self) {
        let scene = self.scene;
        let mut anchors: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for group in 0..self.groups.len() {
            let name = &self.groups[group].name;
            let leaning = self.leaning(group);
            if name.parts.len() > 1 && leaning.as_deref() == Some("organization") {
                let ends = [name.parts.first(), name.parts.last()];
                let bare =
                    name.without_article(scene.words()).and_then(|rest| rest.split(' ').next()).map(str::to_owned);
                for end in ends.into_iter().flatten().cloned().chain(bare).collect::<BTreeSet<_>>() {
                    anchors.entry(end).or_default().push(group);
                }
            }
        }
        for group in 0..self.groups.len() {
            let leaning = self.leaning(group);
            let Group { name, role, articles, mentions, .. } = &self.groups[group];
            let ([word], NameRole::Full) = (name.parts.as_slice(), role) else { continue };
            if name.all_caps && word.chars().count() <= 5 {
                // The FIFA is not its World Cup.
                continue;
            }
            // With an article a common noun may be short for the name; without one what looks like an organization, or
            // what nobody else is called and begins the name ("Lockheed").
            let definite = articles * 2 >= mentions.len();
            let unknown = leaning.is_none() && self.groups[group].matches.is_empty();
            if !(leaning.as_deref() == Some("organization") || unknown || definite && leaning.is_none())
                || self.firm_entry(group).is_some()
            {
                continue;
            }
            let begins = |long: usize| self.groups[long].name.parts.first() == Some(word);
            let first = mentions[0];
            let long: Vec<usize> = anchors
                .get(word)
                .into_iter()
                .flatten()
                .copied()
                .filter(|&long| long != group && (definite || self.groups[long].mentions[0] < first))
                .filter(|&long| leaning.is_some() || definite || begins(long))
                .collect();
            // "Northrop" is Northrop Grumman, not one of its unknown models.
            let known: Vec<usize> = long.iter().copied().filter(|&long| self.firm_entry(long).is_some()).collect();
            let long = if known.is_empty() { long } else { known };
            let roots: BTreeSet<usize> = long.iter().map(|&long| self.root(long)).collect();
            if let (Some(&long), 1) = (roots.first(), roots.len())
                && self.may_join(group, long)
            {
                self.groups[group].role = NameRole::Short;
                self.join(group, long);
            }
        }
    }

    /// "the Air Force" after "the United States Air Force", "Northern Legal" after "Northern Legal Center": several words
    /// that begin or end exactly one longer name of an organization.
    pub(super) fn join_ends_of_organizations(&mut self) {
        let mut ends: FxHashMap<Vec<String>, Vec<usize>> = FxHashMap::default();
        for group in 0..self.groups.len() {
            let parts = self.groups[group].name.parts.clone();
            if parts.len() > 2 && self.leaning(group).as_deref() == Some("organization") {
                // "the Supreme Court" after "the Italian Supreme Court of Cassation".
                let first = self.scene.kb.named(&parts[0]);
                let rest = if first.iter().any(|found| found.kind == NameKind::Demonym) { &parts[1..] } else { &parts };
                for length in 2..parts.len() {
                    let beginnings = [rest, &parts].map(|words| words.get(..length).unwrap_or_default().to_vec());
                    let end = parts[parts.len() - length..].to_vec();
                    for end in beginnings.into_iter().chain([end]).collect::<BTreeSet<_>>() {
                        ends.entry(end).or_default().push(group);
                    }
                }
            }
        }
        for group in 0..self.groups.len() {
            let Group { name, role, mentions, .. } = &self.groups[group];
            let personal = self.leaning(group).is_some_and(|top| top != "organization");
            if name.parts.len() < 2 || *role != NameRole::Full || personal || self.firm_entry(group).is_some() {
                continue;
            }
            let first = mentions[0];
            let Some(long) = ends.get(&name.parts) else { continue };
            let long: Vec<usize> =
                long.iter().copied().filter(|&long| long != group && self.groups[long].mentions[0] < first).collect();
            let roots: BTreeSet<usize> = long.into_iter().map(|long| self.root(long)).collect();
            if let (Some(&long), 1) = (roots.first(), roots.len())
                && self.may_join(group, long)
            {
                self.groups[group].role = NameRole::Short;
                self.join(group, long);
            }
        }
    }
}
