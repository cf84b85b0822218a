//! Mentions → entities: coreference inside the document, candidates, choice, or Nil.

mod candidates;
mod chain;
mod disambiguate;
mod mint;
mod name;
mod scene;
#[cfg(test)]
mod testing;

use std::collections::BTreeMap;

use crate::knowledge_base::KnowledgeBase;
use crate::language::LanguagePack;
use crate::model::{DetectedDocument, Entity, EntityId, Link, LinkedDocument, Score};

use scene::Scene;

/// How sure a Nil is that its mentions belong together.
const NIL_SCORE: f64 = 0.8;

/// Decides who is meant by each mention.
///
/// Names that call the same thing form chains; a chain means an entry of the knowledge base, or an entity minted from its
/// type and best name, so that the same unknown name is the same node in every document. Nominals and pronouns then
/// find their chain where the evidence is good; where it is not, their link is empty.
#[must_use]
pub fn link(detected: &DetectedDocument, language: &LanguagePack, kb: &KnowledgeBase) -> LinkedDocument {
    let scene = Scene::new(detected, language, kb);
    let chains = chain::chains(&scene);
    let decisions = disambiguate::decide(chains.iter().map(|chain| candidates::candidates(&scene, chain)).collect());
    let mut links = vec![Link::default(); detected.mentions.len()];
    let mut entities: BTreeMap<EntityId, Entity> = BTreeMap::new();
    for (chain, decision) in chains.iter().zip(decisions) {
        let (entity, score) = match &decision.chosen {
            Some(chosen) => (Some(mint::entity_of_entry(&chosen.entry, Some(chain))), decision.score),
            None => {
                let entity = mint::evident_type(chain, false, scene.words())
                    .and_then(|entity_type| mint::minted_entity(chain, &entity_type, scene.words()));
                (entity, Score::new(NIL_SCORE))
            }
        };
        for &mention in &chain.mentions {
            let entity = entity.as_ref().map(|entity| entity.id.clone());
            let score = if entity.is_some() { score } else { Score::default() };
            links[mention] = Link { entity, score, candidates: decision.shown.clone() };
        }
        if let Some(entity) = entity {
            match entities.get_mut(&entity.id) {
                Some(known) => known.aliases.extend(entity.aliases),
                None => _ = entities.insert(entity.id.clone(), entity),
            }
        }
    }
    LinkedDocument { links, entities: entities.into_values().collect() }
}
