//! Verbs that no rule covers, on demand: whatever stands between two entities, under the verb's own name.
//!
//! Such a relation is called `open:` and the lemma, with the preposition behind `_`: `open:sponsor`, `open:collaborer_avec`.
//! It is nobody's considered reading: its ends may be of any type, and it never joins a relation of the ontology.

use crate::language::LanguagePack;
use crate::model::{Argument, MentionId, Polarity, RelationMention, RelationTypeId, RuleName, Score, TokenIndex, Upos};

use super::attribution::attributions;
use super::matching::{Context, TriggerWords};
use super::predicate::Slot;

/// Last part of the name of this rule.
const RULE: &str = "open/verb";
/// Nobody has looked at what such a verb means.
const CONFIDENCE: f64 = 0.5;

/// The open relations of a sentence, in text order of their verbs; `known` are those that rules found in it.
pub(super) fn open_relations(
    context: &Context<'_>,
    language: &LanguagePack,
    sentence: usize,
    known: &[RelationMention],
) -> Vec<RelationMention> {
    let mut found = Vec::new();
    for verb in 0..context.sentence.tokens.len() {
        if !is_open_verb(context, language, verb, known) {
            continue;
        }
        let subjects = mentions_in(context, verb, &Slot::Subject);
        for (preposition, object) in objects(context, verb) {
            for &subject in &subjects {
                let joined = |relation: &RelationMention| {
                    let ends = (relation.subject, relation.object);
                    ends == (Argument::Mention(subject), Argument::Mention(object))
                        || ends == (Argument::Mention(object), Argument::Mention(subject))
                };
                if subject == object || known.iter().any(joined) {
                    continue;
                }
                let assessment = context.factuality().assess(verb);
                found.push(RelationMention {
                    relation: RelationTypeId::open(&context.predicates.lemma(verb), &preposition),
                    subject: Argument::Mention(subject),
                    object: Argument::Mention(object),
                    trigger: super::trigger_span(context, TriggerWords::one(verb)),
                    sentence,
                    polarity: assessment.polarity(Polarity::Affirmed),
                    modality: assessment.modality(None),
                    attribution: attributions(context, &assessment),
                    qualifiers: Vec::new(),
                    rule: RuleName::from_text(format!("{}/{RULE}", language.tag())),
                    confidence: Score::new(CONFIDENCE),
                    second_choice: false,
                    presupposed: false,
                });
            }
        }
    }
    found
}

/// A full verb that no rule has read here: no copula, no verb of saying, none that only lends its noun a subject.
fn is_open_verb(context: &Context<'_>, language: &LanguagePack, verb: TokenIndex, known: &[RelationMention]) -> bool {
    let token = context.predicates.token(verb);
    let lemma = context.predicates.lemma(verb);
    let saying = &language.reporting.saying;
    token.upos == Upos::Verb
        && !lemma.is_empty()
        && lemma.chars().all(|c| c.is_alphabetic() || c == '-')
        && !known.iter().any(|relation| relation.trigger.contains(token.span))
        && !context.grammar.copulas.contains(&lemma)
        && !context.grammar.support_verbs.contains(&lemma)
        && !saying.asserting.contains(&lemma)
        && !saying.denying.contains(&lemma)
        && !saying.confirming.contains(&lemma)
}

fn mentions_in(context: &Context<'_>, verb: TokenIndex, slot: &Slot) -> Vec<MentionId> {
    let mut found = Vec::new();
    for token in context.predicates.in_slot(verb, slot) {
        for mention in context.mentions.at(token, &context.predicates, context.grammar) {
            if !found.contains(&mention) {
                found.push(mention);
            }
        }
    }
    found
}

/// Direct objects; without one, what stands behind a preposition.
fn objects(context: &Context<'_>, verb: TokenIndex) -> Vec<(String, MentionId)> {
    let direct: Vec<_> =
        mentions_in(context, verb, &Slot::Object).into_iter().map(|mention| (String::new(), mention)).collect();
    if !direct.is_empty() || context.predicates.in_slot(verb, &Slot::Object).next().is_some() {
        return direct;
    }
    let mut found: Vec<(String, MentionId)> = Vec::new();
    for filler in context.predicates.fillers(verb) {
        if !matches!(filler.slot, Slot::Oblique(_) | Slot::Indirect | Slot::Of) {
            continue;
        }
        let preposition = match &filler.slot {
            Slot::Oblique(preposition) => preposition.clone(),
            _ => context.predicates.preposition(filler.token),
        };
        for mention in context.mentions.at(filler.token, &context.predicates, context.grammar) {
            if !preposition.is_empty() && !found.iter().any(|(_, known)| *known == mention) {
                found.push((preposition.clone(), mention));
            }
        }
    }
    found
}
