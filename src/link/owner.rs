//! Whose office somebody holds where the text does not say: "le Premier ministre Jane Doe" in a text about Norway.

use std::collections::{BTreeMap, BTreeSet};

use super::discourse::Discourse;
use super::office::HEADS_OF_COUNTRIES;
use super::scene::Scene;
use crate::knowledge_base::KbEntry;
use crate::model::{EntityId, MentionId, MentionKind};

/// The country of each office that a nominal names together with somebody, by mention: the country that is known to have
/// or have had them in that office; of a minister, their own; of somebody unknown the one that the text is about,
/// where only countries have such an office.
pub(super) fn owners(discourse: &Discourse<'_>) -> BTreeMap<MentionId, EntityId> {
    let scene = discourse.scene;
    let mut found = BTreeMap::new();
    for index in scene.mentions_of(MentionKind::Nominal) {
        let Some(holder) = discourse.referent_of(index).map(|referent| &discourse.referents[referent]) else {
            continue;
        };
        if holder.unnamed || !holder.is_person() {
            continue;
        }
        let mention = scene.mention(index);
        let sense = scene.language.expressions.nominal_sense(scene.sentence_of(mention), mention.head);
        let leads = sense.filter(|sense| {
            sense.relation.as_ref().is_some_and(|relation| relation.id.as_str() == "leads" && !relation.inverse)
        });
        let Some(sense) = leads else { continue };
        let here = || discourse.country.clone();
        let country = match (&sense.office, &holder.entry) {
            (Some(office), Some(entry)) if !HEADS_OF_COUNTRIES.contains(&office.as_str()) => own_country(entry),
            (Some(_), Some(_)) => governed(scene, &holder.entity.id),
            (None, Some(entry)) => own_country(entry),
            // "le président" may be a club's.
            (Some(_), None) if sense.noun.contains(' ') => here(),
            (Some(_), None) => None,
            (None, None) => here(),
        };
        found.extend(country.map(|country| (MentionId(index), country)));
    }
    found
}

/// The one country that is stated to have or have had somebody at its head.
fn governed(scene: &Scene<'_>, holder: &EntityId) -> Option<EntityId> {
    let is_country = |position: usize| scene.kb.entity_type(position).is_some_and(|known| known.is_a("place/country"));
    let stating = HEADS_OF_COUNTRIES.iter().flat_map(|office| scene.kb.stating(office, holder, is_country));
    let countries: BTreeSet<usize> = stating.map(|(position, _)| position).collect();
    let mut countries = countries.into_iter();
    let only = countries.next().filter(|_| countries.next().is_none())?;
    scene.kb.id(only)
}

/// The country somebody is said to belong to, if it is only one.
fn own_country(entry: &KbEntry) -> Option<EntityId> {
    let mut countries = entry.values("country", None);
    let only = countries.next()?;
    countries.next().is_none().then(|| EntityId::from_text(only))
}
