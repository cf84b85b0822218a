//! Whose office somebody holds where the text does not say: "le Premier ministre Jane Doe" in a text about Norway.

use std::collections::{BTreeMap, BTreeSet};

use super::discourse::Discourse;
use super::nominal::{self, Complement};
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
        let mention = scene.mention(index);
        let sense = scene.language.expressions.nominal_sense(scene.sentence_of(mention), mention.head);
        // "l'élection présidentielle"; "Jane Doe a été élue présidente": of the country, as nobody says of what else.
        let is_complement = scene.sentence_of(mention).tokens[mention.head].deprel.universal() == "xcomp";
        if sense.is_some_and(|sense| sense.office.is_some() && (is_complement || sense.entity_type.is_a("event"))) {
            found.extend(voting(discourse, index).map(|country| (MentionId(index), country)));
            continue;
        }
        let Some(holder) = discourse.referent_of(index).map(|referent| &discourse.referents[referent]) else {
            continue;
        };
        if holder.unnamed || !holder.is_person() {
            continue;
        }
        let leads = sense.filter(|sense| {
            let is_led = |relation: &str| relation == "leads" || scene.language.grammar.ministers.contains(&sense.noun);
            sense.relation.as_ref().is_some_and(|relation| is_led(relation.id.as_str()) && !relation.inverse)
        });
        let Some(sense) = leads else { continue };
        let here = || discourse.country.clone();
        let country = match (&sense.office, &holder.entry) {
            (Some(office), Some(_)) if HEADS_OF_COUNTRIES.contains(&office.as_str()) => {
                governed(scene, &holder.entity.id)
            }
            (_, Some(entry)) => own_country(entry, discourse.country.as_ref()),
            // "le président" may be a club's.
            (Some(_), None) if sense.noun.contains(' ') => here(),
            (Some(_), None) => None,
            (None, None) => here(),
        };
        found.extend(country.map(|country| (MentionId(index), country)));
    }
    found
}

/// The country that elects in a vote for one of its offices: the one named beside it ("l'élection présidentielle
/// norvégienne"), else the one that the text is about.
fn voting(discourse: &Discourse<'_>, election: usize) -> Option<EntityId> {
    let is_country = |id: &EntityId| {
        let known = discourse.referent_by_id(id).map(|referent| &discourse.referents[referent].entity.entity_type);
        known.is_none_or(|known| known.is_a("place/country"))
    };
    match nominal::whose(discourse.scene, discourse, election) {
        Some(Complement::Known(id, _)) if is_country(&id) => Some(id),
        // "nommé ministre en remplacement de X" says nothing of whose it is.
        Some(_) if is_complemented(discourse, election) => None,
        _ => discourse.country.clone(),
    }
}

/// Whether the preposition of complements stands right behind the noun of a nominal: "président de …".
fn is_complemented(discourse: &Discourse<'_>, nominal: usize) -> bool {
    let scene = discourse.scene;
    let mention = scene.mention(nominal);
    let sentence = scene.sentence_of(mention);
    let noun = scene.language.expressions.nominal_match(sentence, mention.head);
    let next = noun.and_then(|noun| sentence.tokens.get(noun.tokens.end));
    next.is_none_or(|next| scene.language.grammar.of.contains(&next.lemma.to_lowercase()))
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

/// The country somebody is said to belong to, if it is only one; of several, or where none is stated, the one that the
/// text is about.
fn own_country(entry: &KbEntry, here: Option<&EntityId>) -> Option<EntityId> {
    let countries: BTreeSet<&str> = entry.values("country", None).collect();
    match (countries.len(), here) {
        (1, _) => countries.first().map(|only| EntityId::from_text(*only)),
        (0, here) => here.cloned(),
        (_, here) => here.filter(|here| countries.contains(here.as_str())).cloned(),
    }
}
