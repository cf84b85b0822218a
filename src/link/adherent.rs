//! Words that tell somebody's party without being its name: "le sénateur socialiste", "Jane Doe (**R**-Ohio)". Parties of
//! many countries are called by the same adjective, so a country must tell which is meant.

use std::collections::BTreeSet;

use super::discourse::Discourse;
use super::scene::Scene;
use crate::knowledge_base::NameKind;
use crate::model::{EntityId, Mention, MentionKind};

const PARTY: &str = "organization/party";
/// How far an adjective of a country may stand from that of a party, in tokens: "le député socialiste espagnol".
const BESIDE: usize = 1;
/// How often news mean a party that its adjective alone tells where the text is about no country in particular.
const WELL_KNOWN: f32 = 0.7;

/// The parties that a mention may speak of, by their positions; none where it is no adjective and no letter but a name.
pub(super) fn parties(scene: &Scene<'_>, mention: &Mention) -> Vec<usize> {
    if mention.tokens.len() != 1 || !mention.entity_type.as_ref().is_some_and(|kind| kind.is_a(PARTY)) {
        return Vec::new();
    }
    let text = mention.span.of(scene.text());
    if let Some(id) = scene.language.expressions.name_words().party_labels.get(text) {
        return scene.kb.position(&EntityId::from_text(id)).into_iter().collect();
    }
    let language = scene.language.tag();
    let mut found = scene.kb.named(text);
    found.retain(|found| found.exact && (found.language.is_empty() || found.language == language));
    let is_party = |entry| scene.kb.entity_type(entry).is_some_and(|kind| kind.is_a(PARTY));
    if found.iter().any(|found| found.kind != NameKind::Demonym) {
        return Vec::new();
    }
    found.into_iter().map(|found| found.entry).filter(|&entry| is_party(entry)).collect()
}

/// The party that such a mention tells: that of the country named beside it, else of the person's own country, else of the one
/// that the text is about; of no country in particular one that everybody knows.
pub(super) fn party(discourse: &Discourse<'_>, mention: usize, parties: &[usize]) -> Option<EntityId> {
    let scene = discourse.scene;
    let is_letter =
        scene.language.expressions.name_words().party_labels.contains_key(scene.mention(mention).span.of(scene.text()));
    let of = |countries: &BTreeSet<String>| {
        let here = |&&party: &&usize| {
            scene
                .entry(party)
                .is_some_and(|entry| entry.values("country", None).any(|country| countries.contains(country)))
        };
        let mut fitting = parties.iter().filter(here);
        fitting.next().filter(|_| fitting.next().is_none()).copied()
    };
    let known = |position: usize| scene.kb.prior(position).is_some_and(|prior| prior >= WELL_KNOWN);
    let chosen = if is_letter {
        parties.first().copied()
    } else if let Some(country) = country_beside(discourse, mention) {
        of(&BTreeSet::from([country]))
    } else if let Some(countries) = own_countries(discourse, mention) {
        of(&countries)
    } else if let Some(country) = &discourse.country {
        // "Aux États-Unis, la candidate démocrate": of the country of its sentence, if the text's own has no such party.
        of(&BTreeSet::from([country.as_str().to_owned()])).or_else(|| of(&countries_around(discourse, mention)))
    } else {
        let mut known = parties.iter().copied().filter(|&party| known(party));
        known.next().filter(|_| known.next().is_none())
    };
    scene.kb.id(chosen?)
}

/// The country whose adjective or name stands beside: "Spanish Socialist leader".
fn country_beside(discourse: &Discourse<'_>, mention: usize) -> Option<String> {
    let scene = discourse.scene;
    let here = scene.mention(mention);
    let near = |other: &Mention| {
        other.sentence == here.sentence
            && (other.tokens.end + BESIDE > here.tokens.start && other.tokens.start < here.tokens.start
                || other.tokens.start < here.tokens.end + BESIDE && other.tokens.start >= here.tokens.end)
    };
    let from = mention.saturating_sub(3);
    (from..(mention + 4).min(scene.detected.mentions.len()))
        .filter(|&other| scene.mention(other).kind == MentionKind::Name && near(scene.mention(other)))
        .filter_map(|other| discourse.referent_of(other))
        .map(|referent| &discourse.referents[referent].entity)
        .find(|entity| entity.entity_type.is_a("place/country"))
        .map(|entity| entity.id.as_str().to_owned())
}

/// The countries that the sentence of a mention speaks of.
fn countries_around(discourse: &Discourse<'_>, mention: usize) -> BTreeSet<String> {
    let scene = discourse.scene;
    let sentence = scene.mention(mention).sentence;
    let mentions = &scene.detected.mentions;
    let from = mentions.partition_point(|other| other.sentence < sentence);
    let end = mentions.partition_point(|other| other.sentence <= sentence);
    let entities = (from..end).filter_map(|other| discourse.referent_of(other));
    entities
        .flat_map(|referent| {
            let referent = &discourse.referents[referent];
            let itself =
                referent.entity.entity_type.is_a("place/country").then(|| referent.entity.id.as_str().to_owned());
            let own = referent.entry.iter().flat_map(|entry| entry.values("country", None)).map(str::to_owned);
            itself.into_iter().chain(own).collect::<Vec<_>>()
        })
        .collect()
}

/// The countries of the person whom the noun over the mention, or the name right behind it, means; `None` where nobody knows.
fn own_countries(discourse: &Discourse<'_>, mention: usize) -> Option<BTreeSet<String>> {
    let scene = discourse.scene;
    let here = scene.mention(mention);
    let is_bearer = |other: &Mention| {
        let covers = other.kind == MentionKind::Nominal
            && other.tokens.start <= here.tokens.start
            && here.tokens.end <= other.tokens.end;
        other.sentence == here.sentence && (covers || other.tokens.start == here.tokens.end)
    };
    let from = mention.saturating_sub(3);
    let bearers = (from..(mention + 4).min(scene.detected.mentions.len())).filter(|&other| other != mention);
    let persons =
        bearers.filter(|&other| is_bearer(scene.mention(other))).filter_map(|other| discourse.referent_of(other));
    let countries = persons.filter_map(|referent| {
        let entry = discourse.referents[referent].entry.as_ref().filter(|entry| entry.entity_type.is_a("person"))?;
        let countries: BTreeSet<String> = entry.values("country", None).map(str::to_owned).collect();
        (!countries.is_empty()).then_some(countries)
    });
    countries.into_iter().next()
}
