//! Whose office somebody holds where the text does not say: "le Premier ministre Jane Doe" in a text about Norway.

use std::collections::{BTreeMap, BTreeSet};

use super::scene::Scene;
use crate::knowledge_base::KbEntry;
use crate::model::{Entity, EntityId, Link, MentionId, MentionKind};

/// Property of an entry that says which country it belongs to.
const COUNTRY: &str = "country";

/// The country of each office that a nominal names together with somebody, by mention: the country that is known to have
/// or have had them in that office; of a minister, their own; of somebody unknown the one that the text is about,
/// where only countries have such an office.
pub(super) fn owners(scene: &Scene<'_>, links: &[Link], entities: &[Entity]) -> BTreeMap<MentionId, EntityId> {
    let here = country_of_text(scene, links);
    let mut found = BTreeMap::new();
    for index in scene.mentions_of(MentionKind::Nominal) {
        let mention = scene.mention(index);
        let sentence = scene.sentence_of(mention);
        let Some(sense) = scene.language.expressions.nominal_sense(sentence, mention.head) else { continue };
        let leads =
            sense.relation.as_ref().is_some_and(|relation| relation.id.as_str() == "leads" && !relation.inverse);
        let Some(holder) = links[index].entity.as_ref().filter(|_| leads) else { continue };
        let is_person = |entity: &Entity| entity.id == *holder && entity.entity_type.is_a("person");
        if !entities.iter().any(is_person) {
            continue;
        }
        let known = scene.kb.position(holder).and_then(|position| scene.entry(position));
        let country = match (&sense.office, known) {
            (Some(_), Some(_)) => governed(scene, holder),
            (None, Some(entry)) => own_country(&entry),
            // "le président" may be a club's.
            (Some(_), None) if sense.noun.contains(' ') => here.clone(),
            (Some(_), None) => None,
            (None, None) => here.clone(),
        };
        found.extend(country.map(|country| (MentionId(index), country)));
    }
    found
}

/// The one country that is stated to have or have had somebody at its head.
fn governed(scene: &Scene<'_>, holder: &EntityId) -> Option<EntityId> {
    let offices = ["head_of_state", "head_of_government"];
    let stating = offices.iter().flat_map(|office| scene.kb.stating(office, holder));
    let countries: BTreeSet<usize> = stating
        .map(|(position, _)| position)
        .filter(|&position| scene.kb.entity_type(position).is_some_and(|known| known.is_a("place/country")))
        .collect();
    let mut countries = countries.into_iter();
    let only = countries.next().filter(|_| countries.next().is_none())?;
    scene.kb.id(only)
}

fn own_country(entry: &KbEntry) -> Option<EntityId> {
    let mut countries = entry.values(COUNTRY, None);
    let only = countries.next()?;
    countries.next().is_none().then(|| EntityId::from_text(only))
}

/// The country that most of what the text names is or belongs to.
fn country_of_text(scene: &Scene<'_>, links: &[Link]) -> Option<EntityId> {
    const FEW: usize = 3;
    let mut counts: BTreeMap<EntityId, usize> = BTreeMap::new();
    for index in scene.mentions_of(MentionKind::Name) {
        let entry = links[index].entity.as_ref().and_then(|id| scene.kb.position(id)).and_then(|at| scene.entry(at));
        let Some(entry) = entry else { continue };
        let is_country = entry.entity_type.is_a("place/country");
        if let Some(country) = if is_country { Some(entry.id.clone()) } else { own_country(&entry) } {
            *counts.entry(country).or_default() += 1;
        }
    }
    let all: usize = counts.values().sum();
    let (country, count) = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))?;
    (all >= FEW && count * 10 >= all * 6).then_some(country)
}
