//! Names of persons: variants of a full name, and whom a surname or a given name alone means.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::super::candidates;
use super::super::chain::NameRole;
use super::super::name::{is_initials, without_prefix};
use super::{Aside, Chaining, Group};
use crate::knowledge_base::{KbEntry, NameKind, NameMatch};
use crate::language::coreference::Gender;

/// Whom a short name means where it stands.
enum Choice {
    /// One of the full names.
    Bearer(usize),
    /// None of them: the name stands for itself.
    Itself,
    /// Cannot be told.
    Unclear,
}

impl Chaining<'_, '_> {
    pub(super) fn join_person_variants(&mut self) {
        // Only names with a surname in common are compared, and of those no more than the last few.
        const COMPARED: usize = 16;
        let words = self.scene.words();
        let mut alike: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let mut initials = Vec::new();
        for group in 0..self.groups.len() {
            let name = &self.groups[group].name;
            if name.parts.len() < 2 || !self.is_person(group) {
                continue;
            }
            if is_initials(name, &name.parts[0]) {
                initials.push(group);
                continue;
            }
            for key in [name.surname(words).join(" "), name.parts[0].clone()] {
                let others = alike.entry(key).or_default();
                let fitting: Vec<usize> = others.iter().rev().take(COMPARED).copied().collect();
                others.push(group);
                for other in fitting {
                    if self.groups[other].name.is_person_variant_of(&self.groups[group].name, words)
                        && self.may_join(other, group)
                    {
                        self.join(group, other);
                    }
                }
            }
        }
        for group in initials {
            let surname = self.groups[group].name.surname(words).join(" ");
            let full = alike.get(&surname).map(Vec::as_slice).unwrap_or_default();
            let fitting: Vec<usize> = full
                .iter()
                .take(COMPARED)
                .copied()
                .filter(|&full| self.groups[group].name.is_person_variant_of(&self.groups[full].name, words))
                .filter(|&full| self.may_join(full, group))
                .collect();
            let roots: BTreeSet<usize> = fitting.into_iter().map(|full| self.root(full)).collect();
            // "J. Martin" beside Jean and Julie Martin is neither.
            if let (Some(&root), 1) = (roots.first(), roots.len()) {
                self.join(group, root);
            }
        }
    }

    /// Surnames and given names go to the full names they belong to.
    pub(super) fn place_short_persons(&mut self) {
        let mut anchors: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for group in 0..self.groups.len() {
            if self.groups[group].name.parts.len() > 1 && self.is_person(group) {
                let parts = &self.groups[group].name.parts;
                let forms = self.scene.words().other_given_names(&parts[0]);
                for part in parts.iter().chain(forms.iter().filter(|form| !parts.contains(form))) {
                    anchors.entry(part.clone()).or_default().push(group);
                    if let Some(bare) = without_prefix(part) {
                        anchors.entry(bare.to_owned()).or_default().push(group);
                    }
                }
            }
        }
        for group in 0..self.groups.len() {
            self.place_short_person(group, &anchors);
        }
    }

    fn place_short_person(&mut self, group: usize, anchors: &FxHashMap<String, Vec<usize>>) {
        let scene = self.scene;
        let name = self.groups[group].name.clone();
        let Some(last) = name.parts.last() else { return };
        let near = anchors.get(last).or_else(|| anchors.get(without_prefix(last)?));
        let near = near.map(Vec::as_slice).unwrap_or_default();
        let mut surname: Vec<usize> =
            near.iter().copied().filter(|&anchor| name.is_surname_of(&self.groups[anchor].name)).collect();
        let last = |anchor: &usize| self.groups[*anchor].name.parts.ends_with(&name.parts);
        if surname.iter().any(last) {
            // One of several surnames, or a middle name, only where nobody bears it as the last.
            surname.retain(last);
        }
        let given: Vec<usize> = near
            .iter()
            .copied()
            .filter(|&anchor| name.is_given_name_of(&self.groups[anchor].name, scene.words()))
            .collect();
        // Little-known namesakes of somebody whom the text names in full are hardly meant.
        let known_thing = if surname.is_empty() { 0.2 } else { 0.5 };
        let thing = self.groups[group].matches.iter().any(|m| {
            let entry = scene.entry(m.entry).filter(|_| m.kind != NameKind::Demonym);
            entry.is_some_and(|entry| entry.entity_type.top() != "person" && entry.prior >= known_thing)
        });
        self.set_families_aside(group, anchors);
        let known_person = self.prominent_person(group);
        // Where the surname comes first ("Mao Ning"), it looks like a given name that no register knows.
        let personal = scene.words().is_given_name(&name.key) || self.is_person(group);
        let fits_given = !thing && known_person.is_none() && personal;
        let candidates = if surname.is_empty() && fits_given { given } else { surname };
        if candidates.is_empty() {
            return;
        }
        let leaning = self.leaning(group);
        let taken_up = self.is_taken_up(group, &candidates);
        // Which bearer the earlier mentions of this short name went to.
        let mut placed: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for mention in self.groups[group].mentions.clone() {
            if self.aside.contains_key(&mention) {
                continue;
            }
            let before = scene.before(scene.mention(mention));
            let hint = scene.mention(mention).entity_type.as_ref().map(|entity_type| entity_type.top().to_owned());
            let personal = before.honorific || name.honorific.is_some() || hint.as_deref() == Some("person");
            // A company or a town of the same word keeps its name, unless this very mention looks like a person.
            if !personal && !taken_up && (thing || leaning.as_deref().is_some_and(|top| top != "person")) {
                continue;
            }
            let choice = self.choose_bearer(mention, before.gender, &candidates, &placed, known_person);
            match choice {
                Choice::Bearer(anchor) => {
                    self.aside.insert(mention, Aside::With(anchor));
                    placed.entry(self.root(anchor)).or_default().push(mention);
                }
                Choice::Unclear => _ = self.aside.insert(mention, Aside::Nobody),
                Choice::Itself => {}
            }
        }
    }

    /// Whether a word taken for a thing is the surname of somebody named before it: news gives surnames alone. A company of
    /// its founder's name is told by an article, by the noun beside it, or by standing beside the founder.
    fn is_taken_up(&self, group: usize, bearers: &[usize]) -> bool {
        let Group { name, seen, mentions, articles, role, votes, .. } = &self.groups[group];
        let full: Vec<usize> =
            bearers.iter().flat_map(|&bearer| self.groups[bearer].mentions.iter().copied()).collect();
        let sentence = |mention: usize| self.scene.mention(mention).sentence;
        let beside = seen.iter().any(|seen| seen.beside.as_ref().is_some_and(|(top, _)| top != "person"));
        let together = mentions.iter().any(|&short| full.iter().any(|&full| sentence(full) == sentence(short)))
            && !self.have_nothing_to_do(group, bearers);
        let surname = bearers.iter().all(|&bearer| self.groups[bearer].name.parts.ends_with(&name.parts));
        let named_before = full.iter().min().is_some_and(|first| Some(first) < mentions.first());
        // A place is where something happens; the surname of somebody taken for one does something.
        let acts = mentions.iter().any(|&mention| {
            let mention = self.scene.mention(mention);
            let token = self.scene.sentence_of(mention).tokens.get(mention.head);
            token.is_some_and(|token| token.deprel.universal() == "nsubj")
        });
        let place = votes.leading() == Some("place") && !acts;
        let thing = beside || together || *articles > 0 || place;
        *role == NameRole::Full && surname && named_before && !thing
    }

    /// Whether the thing of this name and the persons who bear it are known, and no fact ties one to another: Gerald Ford
    /// has nothing to do with the carmaker, Michael Dell founded his company.
    fn have_nothing_to_do(&self, group: usize, bearers: &[usize]) -> bool {
        let entries = |group: usize| {
            let known = self.groups[group].matches.iter().filter(|found| found.kind != NameKind::Demonym);
            known.filter_map(|found| self.scene.entry(found.entry)).collect::<Vec<_>>()
        };
        let (things, persons) =
            (entries(group), bearers.iter().flat_map(|&bearer| entries(bearer)).collect::<Vec<_>>());
        let tied = |a: &KbEntry, b: &KbEntry| a.facts.iter().any(|fact| fact.value == b.id.as_str());
        let any_tie =
            things.iter().any(|thing| persons.iter().any(|person| tied(thing, person) || tied(person, thing)));
        !things.is_empty() && !persons.is_empty() && !any_tie
    }

    /// "les Trump", "the Clintons": a family is none of its members.
    fn set_families_aside(&mut self, group: usize, anchors: &FxHashMap<String, Vec<usize>>) {
        let scene = self.scene;
        let Group { name, mentions, matches, .. } = &self.groups[group];
        let [key] = name.parts.as_slice() else { return };
        let singular = key.strip_suffix('s');
        let bears = |word: &str| {
            anchors.get(word).is_some_and(|full| full.iter().any(|&full| self.groups[full].name.parts[0] != *word))
        };
        let person = |matches: &[NameMatch]| {
            !matches.is_empty()
                && matches.iter().all(|m| scene.entry(m.entry).is_some_and(|entry| entry.entity_type.top() == "person"))
        };
        let known = person(matches) || bears(key);
        let family =
            known || matches.is_empty() && singular.is_some_and(|word| bears(word) || person(&scene.kb.named(word)));
        if !family {
            return;
        }
        for &mention in mentions {
            let before = scene.before(scene.mention(mention));
            // "the Clintons": where the article does not show the number, the name does.
            let several = before.plural || before.article && !known || self.is_of_kin(mention);
            if several {
                self.aside.insert(mention, Aside::Nobody);
            }
        }
    }

    /// "the Doe brothers", "les frères Doe", "la famille Doe": a noun for several of one family right beside the name.
    fn is_of_kin(&self, mention: usize) -> bool {
        let mention = self.scene.mention(mention);
        let sentence = self.scene.sentence_of(mention);
        let beside = mention.tokens.start.checked_sub(1).into_iter().chain([mention.tokens.end]);
        beside.filter(|&at| at < sentence.tokens.len()).any(|at| {
            let token = &sentence.tokens[at];
            let sense = self.scene.language.expressions.nominal_sense(sentence, at);
            sense.is_some_and(|sense| {
                let relation = sense.relation.as_ref().map(|relation| relation.id.as_str());
                let is_kin = matches!(relation, Some("sibling_of" | "spouse_of")) && token.feats.has("Number", "Plur");
                is_kin || sense.entity_type.is_a("group/family")
            })
        })
    }

    /// A person so well known that the surname alone means them.
    fn prominent_person(&self, group: usize) -> Option<usize> {
        let mut persons = self.groups[group].matches.iter().filter_map(|m| {
            let entry = self.scene.entry(m.entry)?;
            (entry.entity_type.top() == "person" && entry.prior >= 0.8).then_some(m.entry)
        });
        let first = persons.next()?;
        persons.all(|other| other == first).then_some(first)
    }

    fn gender_of(&self, group: usize) -> Option<Gender> {
        let Group { name, seen, matches, .. } = &self.groups[group];
        let known =
            || matches.first().and_then(|m| self.scene.entry(m.entry)).and_then(|entry| candidates::gender(&entry));
        let given = || self.scene.words().given_name(name.parts.first()?);
        seen.iter().find_map(|seen| seen.gender).or_else(known).or_else(given)
    }

    /// Whether news mean one of several bearers clearly more often than each of the others: a head of state, and not a
    /// relative who is known for that.
    fn is_best_known(&self, one: usize, bearers: impl Iterator<Item = usize>) -> bool {
        /// By how much its prior leads.
        const CLEARLY: f32 = 0.08;
        let prior = |bearer: usize| {
            let entries = self.groups[bearer].matches.iter().filter_map(|found| self.scene.entry(found.entry));
            entries.map(|entry| entry.prior).fold(0.0, f32::max)
        };
        let own = prior(one);
        bearers.filter(|&bearer| bearer != one).all(|bearer| own - prior(bearer) >= CLEARLY)
    }

    /// Which of several full names a short one means where it stands.
    fn choose_bearer(
        &mut self,
        mention: usize,
        gender: Option<Gender>,
        bearers: &[usize],
        placed: &BTreeMap<usize, Vec<usize>>,
        known: Option<usize>,
    ) -> Choice {
        /// How many sentences back a full name counts as fresh.
        const FRESH: usize = 2;
        let scene = self.scene;
        let agreeing: Vec<usize> = bearers
            .iter()
            .copied()
            .filter(|&bearer| gender.is_none() || self.gender_of(bearer).is_none_or(|other| gender == Some(other)))
            .collect();
        let bearers = if agreeing.is_empty() { return Choice::Unclear } else { agreeing };
        let mut chains: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for bearer in bearers {
            let root = self.root(bearer);
            chains.entry(root).or_default().extend(&self.groups[bearer].mentions);
        }
        // Somebody the text has not named yet is not meant where it has named another.
        let named = |mentions: &[usize]| mentions.first().is_some_and(|&first| first < mention);
        if chains.values().any(|mentions| named(mentions)) {
            chains.retain(|_, mentions| named(mentions));
        }
        for (root, mentions) in &mut chains {
            mentions.extend(placed.get(root).into_iter().flatten());
            mentions.sort_unstable();
        }
        let here = scene.mention(mention).sentence;
        // Sentences since the full name last stood before this mention.
        let last = |mentions: &[usize]| {
            let before =
                mentions.iter().filter(|&&full| full < mention).map(|&full| scene.mention(full).sentence).max();
            before.map(|sentence| here - sentence)
        };
        if let (Some((&root, mentions)), Some(known)) = (chains.iter().next(), known)
            && chains.len() == 1
            && gender.is_none()
        {
            let bearer_entry = self.groups[root].matches.first().map(|m| m.entry);
            let fresh = last(mentions).is_some_and(|age| age <= 1);
            // "Melania Trump … Trump": the namesake everybody knows, unless the other has just been named.
            if bearer_entry.is_some_and(|entry| entry != known) && !fresh {
                return Choice::Itself;
            }
        }
        if let (Some((&root, _)), 1) = (chains.iter().next(), chains.len()) {
            return Choice::Bearer(root);
        }
        let mut by_count: Vec<(usize, usize)> = chains.iter().map(|(&root, mentions)| (mentions.len(), root)).collect();
        by_count.sort_unstable_by_key(|&(count, root)| (std::cmp::Reverse(count), root));
        let fresh: Vec<usize> =
            chains.iter().filter(|(_, m)| last(m).is_some_and(|age| age <= FRESH)).map(|(&root, _)| root).collect();
        let everybodys = known.and_then(|known| {
            let bears = |root: &usize| self.groups[*root].matches.iter().any(|found| found.entry == known);
            chains.keys().copied().find(bears)
        });
        // Gerald Doe whom everybody knows and the text named first is "Doe"; his wife is "Betty Doe" or "Mrs. Doe".
        let first = chains.iter().min_by_key(|(_, mentions)| mentions.first().copied()).map(|(&root, _)| root);
        let is_known = |root: &usize| !self.groups[*root].matches.is_empty();
        let leading = first.filter(|first| is_known(first) && chains.keys().filter(|root| is_known(root)).count() == 1);
        let leading = leading.or_else(|| first.filter(|&first| self.is_best_known(first, chains.keys().copied())));
        let in_sentence = |root: &usize| chains.get(root).and_then(|mentions| last(mentions)) == Some(0);
        match (fresh.as_slice(), everybodys) {
            (&[only], None) if leading.is_some_and(|leading| leading != only) && !in_sentence(&only) => {
                leading.map_or(Choice::Unclear, Choice::Bearer)
            }
            (&[only], _) => Choice::Bearer(only),
            // "Melania Trump … Donald Trump … Trump".
            (_, Some(known)) => Choice::Bearer(known),
            // The one the text is about, where it is clear who that is.
            _ if by_count[0].0 >= 3 * by_count[1].0 => Choice::Bearer(by_count[0].1),
            _ => leading.map_or(Choice::Unclear, Choice::Bearer),
        }
    }
}
