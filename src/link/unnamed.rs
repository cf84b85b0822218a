//! What is spoken of without being named: "un homme … il … l'homme". It gives no node; its mentions are known to belong
//! together, and whoever is named stays apart from it.

use std::collections::{BTreeMap, BTreeSet};

use super::discourse::{Discourse, Referent};
use super::nominal::{is_definite, is_plural, shown_gender};
use super::scene::{Scene, gender_of};
use crate::model::{Entity, EntityId, Mention, Span, Upos};

/// How many sentences back a noun is taken up by the same noun.
const FAR: usize = 12;

/// The unnamed things of a document.
#[derive(Default)]
pub(super) struct Unnamed {
    /// By noun and whether there are several.
    by_noun: BTreeMap<(String, bool), Vec<usize>>,
    /// Who says "I" and "we", by the beginning of the quotation; outside of all the author.
    speakers: BTreeMap<(Option<usize>, bool), usize>,
}

impl Unnamed {
    /// The thing that a definite noun takes up: the last one that the same noun called, unless this one says more.
    pub(super) fn taken_up(&self, discourse: &Discourse<'_>, nominal: usize) -> Option<usize> {
        let scene = discourse.scene;
        let mention = scene.mention(nominal);
        if !is_definite(scene, mention) {
            return None;
        }
        let known = self.by_noun.get(&key(scene, mention)?)?;
        let said = content(scene, mention);
        let fits = |referent: usize| {
            let mentions = &discourse.referents[referent].mentions;
            let before = mentions.range(..nominal).rev().map(|&other| scene.mention(other));
            let mut before = before.take_while(|other| mention.sentence - other.sentence <= FAR);
            said.is_empty() || before.any(|other| said.is_subset(&content(scene, other)))
        };
        let age = |referent: usize| Some(mention.sentence - discourse.last_sentence(referent, nominal)?);
        known
            .iter()
            .rev()
            .copied()
            .take_while(|&referent| age(referent).is_some_and(|age| age <= FAR))
            .filter(|&referent| fits(referent))
            .min_by_key(|&referent| age(referent))
    }

    /// A thing first spoken of here.
    pub(super) fn add(&mut self, discourse: &mut Discourse<'_>, nominal: usize) -> Option<usize> {
        let scene = discourse.scene;
        let mention = scene.mention(nominal);
        let key = key(scene, mention)?;
        let sentence = scene.sentence_of(mention);
        let sense = scene.language.expressions.nominal_sense(sentence, mention.head)?;
        let shown = shown_gender(scene, mention);
        let referent = discourse.add(Referent {
            gender: shown.or_else(|| gender_of(&sentence.tokens[mention.head])),
            plural: key.1,
            unnamed: true,
            ..Referent::new(placeholder(sense.entity_type.as_str(), nominal))
        });
        self.by_noun.entry(key).or_default().push(referent);
        Some(referent)
    }

    /// Who says "I" or "we" in a quotation whose speaker nobody names, or in the text itself.
    pub(super) fn speaker(
        &mut self,
        discourse: &mut Discourse<'_>,
        pronoun: usize,
        quote: Option<Span>,
        several: bool,
    ) -> usize {
        let key = (quote.map(|quote| quote.start), several);
        *self.speakers.entry(key).or_insert_with(|| {
            discourse.add(Referent {
                plural: several,
                unnamed: true,
                ..Referent::new(placeholder(if several { "group" } else { "person" }, pronoun))
            })
        })
    }
}

fn key(scene: &Scene<'_>, mention: &Mention) -> Option<(String, bool)> {
    let sentence = scene.sentence_of(mention);
    let sense = scene.language.expressions.nominal_sense(sentence, mention.head)?;
    Some((sense.noun.clone(), is_plural(sentence, mention)))
}

/// What a nominal says besides its noun, as lemmas.
fn content(scene: &Scene<'_>, mention: &Mention) -> BTreeSet<String> {
    let sentence = scene.sentence_of(mention);
    let noun = scene.language.expressions.nominal_match(sentence, mention.head).map(|found| found.tokens);
    let said = mention.tokens.clone().filter(|index| !noun.as_ref().is_some_and(|noun| noun.contains(index)));
    let content = said
        .map(|index| &sentence.tokens[index])
        .filter(|token| matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Verb));
    content.map(|token| token.lemma.to_lowercase()).collect()
}

/// An entity that no output ever shows.
fn placeholder(entity_type: &str, mention: usize) -> Entity {
    Entity {
        id: EntityId::from_text(format!("ent:{entity_type}.?{mention}")),
        entity_type: crate::model::EntityTypeId::from_text(entity_type),
        label: String::new(),
        labels: BTreeMap::new(),
        aliases: BTreeSet::new(),
        same_as: BTreeSet::new(),
        descriptions: BTreeMap::new(),
    }
}
