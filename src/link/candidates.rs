//! Entries of the knowledge base that a chain may mean, and how well each fits by itself.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::chain::{Chain, ChainName, NameRole};
use super::country;
use super::discourse::When;
use super::office;
use super::scene::Scene;
use crate::knowledge_base::{KbEntry, NameKind, NameMatch};
use crate::language::coreference::Gender;
use crate::language::expressions::RoleTime;
use crate::model::{EntityId, Mention, Upos};

/// An entry a chain may mean.
#[derive(Clone, Debug)]
pub(super) struct ScoredEntry {
    pub(super) entry: Rc<KbEntry>,
    /// How well name, type and frequency fit, 0 to 1; the document around is not yet looked at.
    pub(super) fit: f64,
    /// Whether its name alone says who is meant: several words, or one that everybody knows.
    pub(super) telling: bool,
    /// Whether the name is made of common nouns ("ministère de la Justice", "Supreme Court").
    pub(super) generic: bool,
    /// Whether the name is one word.
    pub(super) single: bool,
    /// Whether only its initials are used.
    pub(super) letters: bool,
}

/// Gender of a person, as its facts state it.
pub(super) fn gender(entry: &KbEntry) -> Option<Gender> {
    let fact = entry.facts.iter().find(|fact| fact.property == "gender")?;
    match fact.value.as_str() {
        "m" | "male" | "masculine" => Some(Gender::Masculine),
        "f" | "female" | "feminine" => Some(Gender::Feminine),
        _ => None,
    }
}

/// The entries whose names the chain uses, best fit first.
pub(super) fn candidates(scene: &Scene<'_>, chain: &Chain, when: When) -> Vec<ScoredEntry> {
    let mut best: BTreeMap<usize, (f64, bool, bool)> = BTreeMap::new();
    // "the Burundian Senate" says whose it is.
    let generic = is_generic(scene, chain) && !tells_country(scene, chain);
    let single = naming(chain).iter().all(|name| name.name.parts.len() == 1);
    let language = scene.detected.annotated.language.as_str();
    for name in naming(chain) {
        // "Mexico" is a country in English and a city in French.
        let native = name.matches.iter().any(|found| is_native(found, language));
        for found in &name.matches {
            let Some(entry) = scene.entry(found.entry) else { continue };
            if !agrees(chain, &entry) {
                continue;
            }
            let foreign = !is_native(found, language) && (native || found.kind == NameKind::Acronym);
            let fit = fit(chain, name, found, &entry) * if foreign { FOREIGN } else { 1.0 };
            let telling = name.name.parts.len() > 1 || found.exact && entry.prior >= 0.6;
            let letters = found.kind == NameKind::Acronym;
            let slot = best.entry(found.entry).or_insert((fit, telling, letters));
            *slot = (slot.0.max(fit), slot.1 || telling, slot.2 && letters);
        }
    }
    let mut scored: Vec<ScoredEntry> = best
        .into_iter()
        .filter_map(|(position, (fit, telling, letters))| {
            Some(ScoredEntry { entry: scene.entry(position)?, fit, telling, generic, single, letters })
        })
        .collect();
    prefer_in_office(scene, &mut scored, when);
    scored.sort_by(|a, b| b.fit.total_cmp(&a.fit).then_with(|| a.entry.id.cmp(&b.entry.id)));
    scored
}

/// Of several persons of one name the one is meant who heads a country on the document's day, if any does.
fn prefer_in_office(scene: &Scene<'_>, scored: &mut [ScoredEntry], when: When) {
    /// What the office adds.
    const IN_OFFICE: f64 = 0.2;
    if scored.len() < 2 || when.date.is_none() || scored.iter().any(|one| one.entry.entity_type.top() != "person") {
        return;
    }
    for one in scored {
        let country = one.entry.values("country", None).next();
        let country = country.and_then(|id| scene.entry(scene.kb.position(&EntityId::from_text(id))?));
        let heads = country.is_some_and(|country| {
            let holds = |office: &&str| {
                office::office_holders(&country, office, RoleTime::Current, when).contains(&one.entry.id)
            };
            office::HEADS_OF_COUNTRIES.iter().any(holds)
        });
        if heads {
            one.fit = (one.fit + IN_OFFICE).min(1.0);
        }
    }
}

/// Whether a chain is named by nouns that any country has a bearer of: its first or last word says what it is.
fn is_generic(scene: &Scene<'_>, chain: &Chain) -> bool {
    chain.mentions.iter().take(3).any(|&mention| {
        let mention = scene.mention(mention);
        let sentence = scene.sentence_of(mention);
        let mut ends = [mention.head, mention.tokens.start, mention.tokens.end - 1].into_iter();
        ends.any(|token| scene.language.expressions.nominal_sense(sentence, token).is_some())
    })
}

/// Whether one of its full names tells a country.
fn tells_country(scene: &Scene<'_>, chain: &Chain) -> bool {
    let full = chain.names.iter().filter(|name| name.name.parts.len() > 1);
    full.into_iter().any(|name| country::split(scene, &name.name.text).is_some())
}

/// Whether a chain is called by a common noun alone, "Council": a node of that name would mix all that are called so.
/// What was taken for a person may be somebody's surname, unless the noun says it is no person.
pub(super) fn is_common_noun(scene: &Scene<'_>, chain: &Chain) -> bool {
    let is_thing = !matches!(chain.votes.first(), Some("person" | "place" | "group"));
    let is_single = |name: &ChainName| {
        let words = usize::from(name.name.without_article(scene.words()).is_some());
        name.name.parts.len() == 1 + words && !name.name.parts.iter().any(|part| part.contains(['-', '\'']))
    };
    let is_noun = |mention: usize| {
        let mention = scene.mention(mention);
        let sentence = scene.sentence_of(mention);
        let sense = scene.language.expressions.nominal_sense(sentence, mention.tokens.end - 1);
        sense.is_some_and(|sense| sense.entity_type.top() != "person") || is_thing && is_plain_word(scene, mention)
    };
    chain.honorifics == 0
        && !chain.mentions.is_empty()
        && chain.names.iter().all(is_single)
        && chain.mentions.iter().all(|&mention| is_noun(mention))
}

/// Whether a name is a word that is used with a capital as it is used without, and goes on with a number: "Terminal 4".
fn is_plain_word(scene: &Scene<'_>, mention: &Mention) -> bool {
    let is_numbered =
        scene.sentence_of(mention).tokens.get(mention.tokens.end).is_some_and(|next| next.upos == Upos::Num);
    let text = mention.span.of(scene.text());
    let lower = text.to_lowercase();
    let tables = &scene.language.reader.tables;
    let is_written_so = text.chars().filter(|letter| letter.is_uppercase()).count() == 1;
    is_numbered && is_written_so && tables.lexicon.knows(&lower) && !tables.clusters.knows(text)
}

/// The names that say who is meant: full and former ones. A surname or acronym speaks only where nothing longer does: an
/// unknown "Jane Musk" is not the Musk everybody knows.
fn naming(chain: &Chain) -> Vec<&ChainName> {
    let full: Vec<&ChainName> = chain
        .names
        .iter()
        .filter(|name| matches!(name.role, NameRole::Full | NameRole::Old | NameRole::Adjective))
        .collect();
    let long: Vec<&ChainName> = full.iter().copied().filter(|name| name.name.parts.len() > 1).collect();
    let person = chain.honorifics > 0 || chain.votes.leading() == Some("person");
    if person && !long.is_empty() {
        long
    } else if full.is_empty() {
        chain.names.iter().collect()
    } else {
        full
    }
}

/// Whether nothing the text says contradicts the entry.
fn agrees(chain: &Chain, entry: &KbEntry) -> bool {
    let person = entry.entity_type.top() == "person";
    if chain.honorifics > 0 && !person {
        return false;
    }
    !matches!((chain.gender, gender(entry)), (Some(shown), Some(known)) if person && shown != known)
}

fn is_native(found: &NameMatch, language: &str) -> bool {
    found.language.is_empty() || found.language == language
}

/// Prior of an entry that news seldom mean.
const OBSCURE: f32 = 0.5;

/// How much a name of another language counts where it is one of this language too, or only letters.
const FOREIGN: f64 = 0.7;

fn fit(chain: &Chain, name: &ChainName, found: &NameMatch, entry: &KbEntry) -> f64 {
    let kind = match found.kind {
        NameKind::Label => 1.0,
        NameKind::Alias => 0.95,
        // Few letters fit many things: what is little known must have to do with something else in the text.
        NameKind::Acronym if entry.prior < OBSCURE => 0.74,
        NameKind::Acronym => 0.9,
        NameKind::Mangled => 0.85,
        // "russe" speaks of Russia, "les Russes" are not Russia.
        NameKind::Demonym if name.role == NameRole::Adjective => 0.95,
        NameKind::Demonym => 0.2,
    };
    let spelling = if found.exact || name.name.all_caps { 1.0 } else { 0.95 };
    let long = name.name.parts.len() > 1;
    let top = entry.entity_type.top();
    let share = chain.votes.share(top);
    let agreement = match share {
        None => 0.9,
        // "Muslim clerics" are no place: what the finder takes an adjective for says nothing.
        Some(_) if name.role == NameRole::Adjective && found.kind == NameKind::Demonym => 1.0,
        Some(share) => {
            // Cities act, institutions are places: these two are easily taken for each other, a person is not.
            let near = ["place", "organization", "product", "group", "work", "event"];
            let elsewhere: f64 = near.iter().filter_map(|other| chain.votes.share(other)).sum();
            let floor = if top == "person" || elsewhere == 0.0 { 0.35 } else { 0.75 };
            let floor = if long { floor + 0.2 } else { floor };
            floor + (1.0 - floor) * share
        }
    };
    let prior = f64::from(entry.prior);
    let frequency = match (long, top) {
        (true, _) => 0.75 + 0.25 * prior,
        // A surname alone is a person's only when that person is on everybody's lips.
        (false, "person") if found.kind != NameKind::Label => 0.3 + 0.7 * prior,
        (false, _) => 0.5 + 0.5 * prior,
    };
    kind * spelling * agreement * frequency
}
