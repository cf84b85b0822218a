//! Institutions that any country may have, called by what they are and whose: "the British Home Office", "le ministère
//! italien de la Santé". The same words without a country mean the one of the country a text is about.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::candidates::ScoredEntry;
use super::chain::Chain;
use super::name::fold;
use super::scene::Scene;
use crate::knowledge_base::KbEntry;
use crate::language::coreference::Institution;

/// Kinds of bodies that other countries have under the same name.
pub(super) const KINDS: [&str; 5] = [
    "organization/government",
    "organization/agency",
    "organization/court",
    "organization/parliament",
    "organization/armed_force",
];

/// What a name means that says whose it is.
pub(super) enum Found<'a> {
    /// A body we know.
    Known(Rc<KbEntry>),
    /// One that every country has, without a name of its own.
    Unnamed(&'a Institution, Rc<KbEntry>),
}

/// Takes a name apart into a country and what it has; `None` where no word of it tells a country.
pub(super) fn split(scene: &Scene<'_>, name: &str) -> Option<(Rc<KbEntry>, String)> {
    const LONGEST: usize = 3;
    let words: Vec<&str> = name.split_whitespace().collect();
    for length in (1..=LONGEST.min(words.len().saturating_sub(1))).rev() {
        for start in 0..=words.len() - length {
            let phrase = words[start..start + length].join(" ");
            let bare = unelided(phrase.trim_end_matches("'s").trim_end_matches("’s"));
            if !bare.starts_with(char::is_uppercase) && length > 1 {
                continue;
            }
            let mut found = scene.kb.named(bare).into_iter().filter_map(|found| scene.entry(found.entry));
            let Some(country) = found.find(|entry| entry.entity_type.is_a("place/country")) else { continue };
            let rest: Vec<&str> = words[..start].iter().chain(&words[start + length..]).copied().collect();
            let rest = without_ends(scene, &rest);
            if !rest.is_empty() {
                return Some((country, rest));
            }
        }
    }
    None
}

/// "d'Italie" is Italy's.
fn unelided(word: &str) -> &str {
    match word.find(['\'', '’']) {
        Some(at) if at <= 2 => word[at..].trim_start_matches(['\'', '’']),
        _ => word,
    }
}

/// Words without articles and prepositions at either end.
fn without_ends(scene: &Scene<'_>, words: &[&str]) -> String {
    let small = |word: &&str| {
        let word = word.to_lowercase().replace('’', "'");
        let lists =
            [&scene.words().definite_articles, &scene.words().skipped_in_acronyms, &scene.words().name_particles];
        lists.iter().any(|list| list.contains(&word))
    };
    let first = words.iter().position(|word| !small(word)).unwrap_or(words.len());
    let last = words.iter().rposition(|word| !small(word)).map_or(0, |last| last + 1);
    words.get(first..last).unwrap_or_default().join(" ")
}

/// What a name of an unknown thing means, where it tells a country: "U.S. Government", "Parlement hongrois".
pub(super) fn of_named_country<'a>(scene: &'a Scene<'_>, chain: &Chain) -> Option<Found<'a>> {
    chain.names.iter().find_map(|name| {
        let (country, rest) = split(scene, &name.name.text)?;
        of_country(scene, &country, &rest)
    })
}

/// The body of a country that is called so: known under a name that says no more, or one that every country has.
pub(super) fn of_country<'a>(scene: &'a Scene<'_>, country: &Rc<KbEntry>, rest: &str) -> Option<Found<'a>> {
    if let Some(entry) = known(scene, country, rest) {
        return Some(Found::Known(entry));
    }
    let lower = rest.to_lowercase();
    let institution = scene.words().institutions.iter().find(|institution| {
        institution.nouns.contains(&lower) && institution.owners.iter().any(|owner| country.entity_type.is_a(owner))
    })?;
    Some(Found::Unnamed(institution, country.clone()))
}

/// The only body of a country that bears a name, whether or not the name also tells the country.
fn known(scene: &Scene<'_>, country: &KbEntry, name: &str) -> Option<Rc<KbEntry>> {
    let wanted = fold(name);
    // Taking a name apart costs look-ups: only of those with the last word in common.
    let last = wanted.rsplit(' ').next().unwrap_or_default().to_owned();
    let language = scene.language.tag();
    let bodies = scene.kb.stating("country", &country.id).into_iter().filter(|(position, _)| {
        let entity_type = scene.kb.entity_type(*position);
        entity_type.is_some_and(|entity_type| KINDS.iter().any(|kind| entity_type.is_a(kind)))
    });
    let mut fitting: Vec<usize> = bodies
        .map(|(position, _)| position)
        .filter(|&position| {
            let names = scene.kb.names(position).into_iter();
            let mut names = names.filter(|name| name.language.is_empty() || name.language == language);
            names.any(|name| {
                let folded = fold(&name.text);
                let same_rest = || {
                    split(scene, &name.text)
                        .is_some_and(|(owner, rest)| owner.id == country.id && fold(&rest) == wanted)
                };
                folded == wanted || folded.contains(&last) && same_rest()
            })
        })
        .collect();
    fitting.dedup();
    match fitting.as_slice() {
        &[only] => scene.entry(only),
        _ => None,
    }
}

/// Whether an unknown name says only what it is, as the bodies of any country are called: "ministère de la Défense".
pub(super) fn is_any_countrys(scene: &Scene<'_>, chain: &Chain) -> bool {
    chain.mentions.iter().take(3).any(|&mention| {
        let mention = scene.mention(mention);
        let sense = scene.language.expressions.nominal_sense(scene.sentence_of(mention), mention.tokens.start);
        let kind = sense.is_some_and(|sense| KINDS.iter().any(|kind| sense.entity_type.is_a(kind)));
        kind && split(scene, mention.span.of(scene.text())).is_none()
    })
}

/// The country that most of the entities a document names belong to, where one clearly leads.
pub(super) fn of_document<'a>(chosen: impl Iterator<Item = (&'a ScoredEntry, usize)>) -> Option<String> {
    const FEW: usize = 3;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = 0;
    for (scored, mentions) in chosen {
        let entry = &scored.entry;
        let itself = entry.entity_type.is_a("place/country").then_some(entry.id.as_str());
        let Some(country) = itself.or_else(|| entry.values("country", None).next()) else { continue };
        *counts.entry(country.to_owned()).or_default() += mentions;
        all += mentions;
    }
    let (country, count) = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))?;
    (all >= FEW && count * 10 >= all * 6).then_some(country)
}
