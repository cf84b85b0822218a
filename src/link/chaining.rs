//! Which names of a document belong to one chain.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::chain::{Chain, ChainName, NameRole, TypeVotes};
use super::context::{self, Told};
use super::name::{Name, is_initials};
use super::nominal::Beside;
use super::scene::{Before, Scene, connecting_words};
use crate::knowledge_base::{NameKind, NameMatch};
use crate::language::coreference::{Gender, OldName};
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
    beside: Option<String>,
    honorific: bool,
    gender: Option<Gender>,
}

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
}

impl Seen {
    fn count(&self, votes: &mut TypeVotes, honorifics: &mut usize) {
        if let Some((top, weight)) = &self.vote {
            votes.add(top, *weight);
        }
        if let Some(top) = &self.beside {
            votes.add(top, 1.0);
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
    chaining.join_short_organizations();
    chaining.join_ends_of_organizations();
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
                Some(Told::Among(_) | Told::Nobody) | None => mention.span.of(scene.text()),
            };
            let name = Name::new(if hint == Some("person") { without_title(text, scene) } else { text }, scene.words());
            if name.key.is_empty() || told == Some(&Told::Nobody) {
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
            let beside = evidence.get(&index).map(|beside| beside.top.clone());
            let seen = Seen { mention: index, vote, beside, honorific, gender };
            seen.count(&mut group.votes, &mut group.honorifics);
            group.seen.push(seen);
            group.articles += usize::from(article);
            if group.name.all_caps && !name.all_caps {
                group.name = name;
            }
            group.mentions.push(index);
        }
        let parent = (0..groups.len()).collect();
        Self { scene, groups, parent, aside: FxHashMap::default() }
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
        if let Some(top) = group.votes.leading() {
            return Some(top.to_owned());
        }
        let short = (2..=3).contains(&group.name.parts.len());
        let given = short && self.scene.words().given_name(&group.name.parts[0]).is_some();
        given.then(|| "person".to_owned())
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

    /// "X, formerly Twitter", "Campaign Legal Center (CLC)", "X/Twitter": what stands between two names joins them.
    fn join_neighbors(&mut self) {
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
                if closed && second.is_acronym_of(first, scene.words()) && !self.is_person(a) {
                    // The text itself says what the letters mean here, whatever they mean elsewhere.
                    self.introduce(b, a);
                } else if closed && first.is_acronym_of(second, scene.words()) && !self.is_person(b) {
                    self.introduce(a, b);
                } else if closed && self.share_an_entry(a, b) && self.may_join(a, b) {
                    self.join(a, b);
                }
            } else if shape == "/" && self.share_an_entry(a, b) && self.may_join(a, b) {
                self.join(a, b);
            }
        }
    }

    fn introduce(&mut self, acronym: usize, long: usize) {
        self.groups[acronym].role = NameRole::Acronym;
        self.join(acronym, long);
    }

    /// The same words but for a leading article or a company's legal form.
    fn join_spellings(&mut self) {
        let mut by_key: FxHashMap<String, usize> = FxHashMap::default();
        for group in 0..self.groups.len() {
            let name = &self.groups[group].name;
            if self.is_person(group) && name.parts.len() > 1 || self.groups[group].told {
                continue;
            }
            let core = name.core_key(self.scene.words());
            let bare = name.without_article(self.scene.words()).map(str::to_owned);
            for key in bare.into_iter().chain([core]) {
                match by_key.get(&key) {
                    Some(&other) if self.may_join(group, other) => self.join(group, other),
                    Some(_) => {}
                    None => _ = by_key.insert(key, group),
                }
            }
        }
    }

    fn join_person_variants(&mut self) {
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

    /// Letters that stand for exactly one organization of the document.
    fn join_acronyms(&mut self) {
        let words = self.scene.words();
        let mut by_letter: FxHashMap<char, Vec<usize>> = FxHashMap::default();
        for (index, group) in self.groups.iter().enumerate() {
            if group.name.parts.len() > 1 && !self.is_person(index) {
                by_letter.entry(group.name.key.chars().next().unwrap_or_default()).or_default().push(index);
            }
        }
        for group in 0..self.groups.len() {
            let name = self.groups[group].name.clone();
            if name.parts.len() != 1 || name.key.len() < 3 || self.groups[group].role != NameRole::Full {
                continue;
            }
            let Some(long) = name.key.chars().next().and_then(|letter| by_letter.get(&letter)) else { continue };
            let fitting: Vec<usize> = long
                .iter()
                .copied()
                .filter(|&long| name.is_acronym_of(&self.groups[long].name, words))
                .filter(|&long| self.leaning(long).as_deref() != Some("place") && self.may_join(group, long))
                .collect();
            let fitting: BTreeSet<usize> = fitting.into_iter().map(|long| self.root(long)).collect();
            if let (Some(&long), 1) = (fitting.first(), fitting.len())
                && (self.groups[group].matches.is_empty() || self.share_an_entry(group, long))
            {
                self.introduce(group, long);
            }
        }
    }

    /// Surnames and given names go to the full names they belong to.
    fn place_short_persons(&mut self) {
        let mut anchors: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for group in 0..self.groups.len() {
            if self.groups[group].name.parts.len() > 1 && self.is_person(group) {
                for part in &self.groups[group].name.parts {
                    anchors.entry(part.clone()).or_default().push(group);
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
        let near = anchors.get(last).map(Vec::as_slice).unwrap_or_default();
        let mut surname: Vec<usize> =
            near.iter().copied().filter(|&anchor| name.is_surname_of(&self.groups[anchor].name)).collect();
        let last = |anchor: &usize| self.groups[*anchor].name.parts.ends_with(&name.parts);
        if surname.iter().any(last) {
            // One of several surnames, or a middle name, only where nobody bears it as the last.
            surname.retain(last);
        }
        let given: Vec<usize> =
            near.iter().copied().filter(|&anchor| name.is_given_name_of(&self.groups[anchor].name)).collect();
        // Little-known namesakes of somebody whom the text names in full are hardly meant.
        let known_thing = if surname.is_empty() { 0.2 } else { 0.5 };
        let thing = self.groups[group].matches.iter().any(|m| {
            let entry = scene.entry(m.entry).filter(|_| m.kind != NameKind::Demonym);
            entry.is_some_and(|entry| entry.entity_type.top() != "person" && entry.prior >= known_thing)
        });
        self.set_families_aside(group, anchors);
        let known_person = self.prominent_person(group);
        // Where the surname comes first ("Mao Ning"), it looks like a given name that no register knows.
        let personal = scene.words().given_name(&name.key).is_some() || self.is_person(group);
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
        let beside = seen.iter().any(|seen| seen.beside.as_deref().is_some_and(|top| top != "person"));
        let together = mentions.iter().any(|&short| full.iter().any(|&full| sentence(full) == sentence(short)));
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
            let several = before.plural || before.article && !known;
            if several {
                self.aside.insert(mention, Aside::Nobody);
            }
        }
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
        let known = || {
            matches.first().and_then(|m| self.scene.entry(m.entry)).and_then(|entry| super::candidates::gender(&entry))
        };
        let given = || self.scene.words().given_name(name.parts.first()?);
        seen.iter().find_map(|seen| seen.gender).or_else(known).or_else(given)
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
        match (fresh.as_slice(), everybodys) {
            (&[only], _) => Choice::Bearer(only),
            // "Melania Trump … Donald Trump … Trump".
            (_, Some(known)) => Choice::Bearer(known),
            // The one the text is about, where it is clear who that is.
            _ if by_count[0].0 >= 3 * by_count[1].0 => Choice::Bearer(by_count[0].1),
            _ => Choice::Unclear,
        }
    }

    /// "la Commission" after "la Commission européenne", "Lockheed" after "Lockheed Martin".
    fn join_short_organizations(&mut self) {
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
    fn join_ends_of_organizations(&mut self) {
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

enum Choice {
    /// One of the full names.
    Bearer(usize),
    /// None of them: the name stands for itself.
    Itself,
    /// Cannot be told.
    Unclear,
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, language};
    use super::*;
    use crate::knowledge_base::KnowledgeBase;

    /// The chains of a document, each as its mentions in text order.
    fn chained(tag: &str, lines: &[&str]) -> Vec<String> {
        let detected = document(tag, lines);
        let kb = KnowledgeBase::default();
        let scene = Scene::new(&detected, language(tag), &kb);
        let text = |&mention: &usize| scene.mention(mention).span.of(scene.text()).to_owned();
        chains(&scene, &FxHashMap::default())
            .iter()
            .map(|chain| chain.mentions.iter().map(text).collect::<Vec<_>>().join(" = "))
            .collect()
    }

    #[test]
    fn names_that_call_the_same_thing() {
        for (tag, lines, expected) in [
            (
                "fr",
                vec![
                    "[person Jeanne Morel ] parle .",
                    "M. [person Durand ] écoute [person Morel ] .",
                    "[person MOREL ] part .",
                ],
                vec!["Jeanne Morel = Morel = MOREL", "Durand"],
            ),
            ("fr", vec!["[person Zhu Lan ] parle .", "[person Zhu ] écoute ."], vec!["Zhu Lan = Zhu"]),
            ("fr", vec!["[person Morel ] parle .", "[person Jeanne Morel ] est maire ."], vec!["Morel = Jeanne Morel"]),
            ("fr", vec!["[ Zorbec ] , anciennement [ Plumo ] , ferme ."], vec!["Zorbec = Plumo"]),
            ("fr", vec!["[ Plumo ] , renommé [ Zorbec ] en mai ."], vec!["Plumo = Zorbec"]),
            ("en", vec!["[ Zorbec ] ( formerly [ Plumo ] ) closed ."], vec!["Zorbec = Plumo"]),
            (
                "en",
                vec!["[organization Zorbec ] , rebranded as [ Plumo ] .", "[ Plumo ] sank ."],
                vec!["Zorbec = Plumo = Plumo"],
            ),
            (
                "en",
                vec!["The [organization Northern Legal Center ] ( [ NLC ] ) sued .", "[organization NLC ] won ."],
                vec!["Northern Legal Center = NLC = NLC"],
            ),
            (
                "fr",
                vec!["Le [ FDM ] ( [organization Front démocratique mondial ] ) proteste ."],
                vec!["FDM = Front démocratique mondial"],
            ),
            (
                "fr",
                vec!["La [organization Commission ferroviaire ] siège .", "la [ Commission ] attend ."],
                vec!["Commission ferroviaire = Commission"],
            ),
            (
                "en",
                vec!["[organization Zorbec, Inc. ] grew .", "[organization Zorbec ] fell ."],
                vec!["Zorbec, Inc. = Zorbec"],
            ),
            // An unknown surname that was taken for a company.
            (
                "en",
                vec!["[person Fuad Basra ] spoke .", "[organization Basra ] also left ."],
                vec!["Fuad Basra = Basra"],
            ),
            (
                "en",
                vec!["The [organization Northern Air Force ] left .", "the [organization Air Force ] came ."],
                vec!["Northern Air Force = Air Force"],
            ),
            // Whoever has been named is meant, not whoever will be.
            (
                "en",
                vec!["[person John Ash ] left .", "[person Ash ] sat .", "It rained .", "[person Mary Ash ] came ."],
                vec!["John Ash = Ash", "Mary Ash"],
            ),
            (
                "en",
                vec!["[person Donald J. Ash ] left .", "[person Donald Ash ] came ."],
                vec!["Donald J. Ash = Donald Ash"],
            ),
        ] {
            assert_eq!(chained(tag, &lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn names_that_stay_apart() {
        for (tag, lines, expected) in [
            // Honorifics tell namesakes apart; without a sign the name is in no chain.
            (
                "en",
                vec![
                    "[person Mary Ash ] and [person John Ash ] met .",
                    "Mrs. [person Ash ] left .",
                    "[person Ash ] stayed .",
                ],
                vec!["Mary Ash = Ash", "John Ash"],
            ),
            // The one just named.
            (
                "en",
                vec![
                    "[person Mary Ash ] spoke .",
                    "She left .",
                    "It rained .",
                    "[person John Ash ] came .",
                    "[person Ash ] sat .",
                ],
                vec!["Mary Ash", "John Ash = Ash"],
            ),
            ("fr", vec!["[person Jeanne Morel ] parle .", "les [person Morel ] partent ."], vec!["Jeanne Morel"]),
            (
                "en",
                vec!["[person Jane Ash ] spoke .", "the [ Ashes ] left .", "the [person Ashs ] left ."],
                vec!["Jane Ash", "Ashes"],
            ),
            ("en", vec!["[person Donald Ash Jr. ] met [person Donald Ash ] ."], vec!["Donald Ash Jr.", "Donald Ash"]),
            ("fr", vec!["[person Paul Lyon ] parle .", "À [place Lyon ] il pleut ."], vec!["Paul Lyon", "Lyon"]),
            (
                "fr",
                vec!["[person Paul Zorbec ] dirige [organization Zorbec ] .", "[organization Zorbec ] ferme ."],
                vec!["Paul Zorbec", "Zorbec = Zorbec"],
            ),
            ("fr", vec!["[person Jean Dupont ] ( [organization LR ] ) vote ."], vec!["Jean Dupont", "LR"]),
            (
                "fr",
                vec!["[person Marie Dufour ] , ex- [organization Zorbec ] , vote ."],
                vec!["Marie Dufour", "Zorbec"],
            ),
            ("fr", vec!["[place Corée du Nord ] et [place Corée ] ."], vec!["Corée du Nord", "Corée"]),
            (
                "fr",
                vec!["[person J. Martin ] , [person Jean Martin ] , [person Julie Martin ] ."],
                vec!["J. Martin", "Jean Martin", "Julie Martin"],
            ),
        ] {
            assert_eq!(chained(tag, &lines), expected, "{lines:?}");
        }
    }
}
