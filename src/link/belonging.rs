//! What is called after its owner: "la campagne de Jane Doe", "her foundation", "le parlement hongrois".
//!
//! News treats campaigns and parliaments as actors ("the campaign said"), and they rarely have another name: such an
//! institution is an entity named after its kind and owner, the same in every document. Of other things ("his
//! newspaper") the one is meant that the text names and the knowledge base ties to the owner, if it is the only one.

use std::collections::{BTreeMap, BTreeSet};

use super::discourse::{Discourse, Referent};
use super::{mint, nominal};
use crate::language::coreference::Institution;
use crate::model::{Entity, EntityId, EntityTypeId, Score, Token};

/// How sure it is that a thing that the knowledge base ties to the owner is meant.
const KNOWN_SCORE: f64 = 0.7;
/// How sure it is that the owner is the right one.
const MINTED_SCORE: f64 = 0.7;

/// Who is meant by a nominal that names a kind of institution, given its owner.
pub(super) enum Found {
    /// Something the text names elsewhere.
    Known(EntityId, Score),
    /// An institution without a name of its own.
    New(Box<Referent>, Score),
}

/// Finds the institution; `None` where the noun names none or nothing of the kind belongs to such an owner.
pub(super) fn resolve(discourse: &Discourse<'_>, mention: usize, owner: usize) -> Option<Found> {
    let scene = discourse.scene;
    let nominal = scene.mention(mention);
    let sentence = scene.sentence_of(nominal);
    let sense = scene.language.expressions.nominal_sense(sentence, nominal.head)?;
    let owner = discourse.referents.get(owner).filter(|owner| !owner.unnamed)?;
    let belongs = |referent: &&Referent| {
        let tied = |a: &Referent, b: &Referent| {
            a.entry.as_ref().is_some_and(|entry| entry.facts.iter().any(|fact| fact.value == b.entity.id.as_str()))
        };
        referent.entity.entity_type.is_a(sense.entity_type.as_str()) && (tied(referent, owner) || tied(owner, referent))
    };
    let institution = scene.words().institutions.iter().find(|kind| {
        kind.nouns.contains(&sense.noun) && kind.owners.iter().any(|owners| owner.entity.entity_type.is_a(owners))
    });
    // "son comité d'action politique", of one that the text names and that is known to be such.
    let language = scene.language.tag();
    let is_described = |referent: &&Referent| {
        let said = referent.entity.descriptions.get(language);
        let words = |text: &str| format!(" {} ", super::name::fold(text));
        said.is_some_and(|said| words(said).contains(&words(&sense.noun)))
    };
    let one = !nominal::is_plural(sentence, nominal) && (institution.is_none() || owner.is_person());
    let mut described =
        discourse.referents.iter().filter(|referent| one && belongs(referent) && is_described(referent));
    if let (Some(only), None) = (described.next(), described.next()) {
        return Some(Found::Known(only.entity.id.clone(), Score::new(KNOWN_SCORE)));
    }
    match institution {
        // "police" is plural in itself.
        Some(_) if nominal::is_plural(sentence, nominal) && !is_collective(&sentence.tokens[nominal.head]) => None,
        Some(institution) => {
            let referent = referent(discourse, institution, owner)?;
            Some(Found::New(Box::new(referent), Score::new(MINTED_SCORE)))
        }
        // A bare top type ("son organisation") fits too many things.
        None if owner.is_person() && sense.entity_type.as_str().contains('/') => {
            let mut known = discourse.referents.iter().filter(belongs);
            let only = known.next().filter(|_| known.next().is_none())?;
            Some(Found::Known(only.entity.id.clone(), Score::new(KNOWN_SCORE)))
        }
        None => None,
    }
}

/// A word that is plural without an ending that tells.
fn is_collective(noun: &Token) -> bool {
    noun.form.to_lowercase() == noun.lemma.to_lowercase()
}

/// The institution of this kind that an owner has, as an entity.
pub(super) fn entity(language: &str, institution: &Institution, owner: &Entity) -> Option<Entity> {
    // The owner's shown name, not the one used here, so that every document gives the same id.
    let slug = mint::slug(&super::name::fold(&format!("{} {}", owner.label, institution.kind)))?;
    let name = owner.labels.get(language).unwrap_or(&owner.label);
    let label = institution.label_for(name);
    Some(Entity {
        id: EntityId::from_text(format!("ent:{}.{slug}", institution.entity_type)),
        entity_type: EntityTypeId::from_text(institution.entity_type.as_str()),
        labels: BTreeMap::from([(language.to_owned(), label.clone())]),
        label,
        aliases: BTreeSet::new(),
        same_as: BTreeSet::new(),
        descriptions: BTreeMap::new(),
    })
}

fn referent(discourse: &Discourse<'_>, institution: &Institution, owner: &Referent) -> Option<Referent> {
    Some(Referent::new(entity(discourse.scene.language.tag(), institution, &owner.entity)?))
}
