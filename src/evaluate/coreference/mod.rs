//! Who is meant by which words of a document, against gold chains.
//!
//! What filature takes for one thing in a document, named or not, is a chain. Gold chains mark whole noun phrases, and we mark names
//! without their titles, so mentions are compared by their heads, as the CRAC shared tasks do: the head of a marked range
//! is its token that depends on none inside, by our own parse. Mentions that stand alone are left out on both sides, as in
//! CoNLL 2012, for gold sets differ in whether they mark them.

mod gold;
mod metrics;

use std::collections::{BTreeMap, BTreeSet};

pub use gold::{GoldDocument, read_gold};
pub use metrics::{Cluster, Fraction, Metric, Scores};

use crate::link::{Choice, PossibleAntecedent};
use crate::model::{DetectedDocument, EntityId, LinkedDocument, Sentence, Span, Upos};

/// A mention by its head: sentence and token.
type Head = (usize, usize);

/// What a mention means.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Meant<'a> {
    Entity(&'a EntityId),
    /// Something that nobody names, by its first mention.
    Unnamed(usize),
}

/// The first mention of what a mention takes up.
fn first_mention(linked: &LinkedDocument, mention: usize) -> usize {
    let mut first = mention;
    while let Some(before) = linked.links[first].antecedent.filter(|before| before.0 < first) {
        first = before.0;
    }
    first
}

/// Scores of one document, read from [`GoldDocument::text`].
#[must_use]
pub fn score(gold: &GoldDocument, detected: &DetectedDocument, linked: &LinkedDocument) -> Scores {
    let mut taken = BTreeSet::new();
    let mut chains = Vec::new();
    for chain in &gold.chains {
        // Two marked ranges around one noun are one mention.
        let heads = heads(gold, detected, chain).filter(|&head| taken.insert(head));
        chains.push(heads.collect::<Cluster<Head>>());
    }
    let mut found: BTreeMap<Meant<'_>, Cluster<Head>> = BTreeMap::new();
    let mut told = BTreeSet::new();
    let mut order: Vec<usize> = (0..detected.mentions.len()).collect();
    // Of a name and a noun with one head the one that is known counts.
    order.sort_by_key(|&index| linked.links[index].entity.is_none());
    for index in order {
        let (mention, link) = (&detected.mentions[index], &linked.links[index]);
        let head = (mention.sentence, mention.head);
        let first = first_mention(linked, index);
        let entity = link.entity.as_ref().or(linked.links[first].entity.as_ref());
        let meant = entity.map_or(Meant::Unnamed(first), Meant::Entity);
        if told.insert(head) {
            found.entry(meant).or_default().insert(head);
        }
    }
    let several = |clusters: Vec<Cluster<Head>>| -> Vec<Cluster<Head>> {
        clusters.into_iter().filter(|cluster| cluster.len() > 1).collect()
    };
    Scores::of(&several(chains), &several(found.into_values().collect()))
}

/// A pronoun that looks back, as gold chains judge what it may take up.
#[derive(Clone, Debug)]
pub struct JudgedChoice {
    /// What was weighed.
    pub choice: Choice,
    /// For each possible antecedent, whether gold has it in the chain of the pronoun.
    pub right: Vec<bool>,
}

/// What is weighed for the pronouns of one document, and which of it is right.
#[must_use]
pub fn judged_choices(gold: &GoldDocument, detected: &DetectedDocument, choices: Vec<Choice>) -> Vec<JudgedChoice> {
    let mut chains: BTreeMap<Head, BTreeSet<usize>> = BTreeMap::new();
    for (index, chain) in gold.chains.iter().enumerate() {
        for head in heads(gold, detected, chain) {
            chains.entry(head).or_default().insert(index);
        }
    }
    let judge = |choice: Choice| {
        let pronoun = &detected.mentions[choice.pronoun.0];
        let none = BTreeSet::new();
        let own = chains.get(&(pronoun.sentence, pronoun.head)).unwrap_or(&none);
        let is_right = |&PossibleAntecedent { sentence, token, .. }: &PossibleAntecedent| {
            let tokens = &detected.annotated.sentences[sentence].tokens;
            // Two that are joined are marked as one range, whose head is the first.
            let first = || tokens[token].head.and_then(|last| tokens[last].head);
            let head = if tokens[token].upos == Upos::Cconj { first() } else { Some(token) };
            head.and_then(|head| chains.get(&(sentence, head))).is_some_and(|chains| !chains.is_disjoint(own))
        };
        let right = choice.possible.iter().map(is_right).collect();
        JudgedChoice { choice, right }
    };
    choices.into_iter().map(judge).collect()
}

/// The heads of the ranges that a gold chain marks, which are given by their first and last words.
fn heads<'a>(
    gold: &'a GoldDocument,
    detected: &'a DetectedDocument,
    chain: &'a [(usize, usize)],
) -> impl Iterator<Item = Head> + 'a {
    chain
        .iter()
        .filter_map(|&(first, last)| head_of(detected, Span::new(gold.words.get(first)?.0, gold.words.get(last)?.1)))
}

/// The token of a stretch of text that depends on none inside it.
fn head_of(detected: &DetectedDocument, span: Span) -> Option<Head> {
    let sentences = &detected.annotated.sentences;
    let index = sentences.partition_point(|sentence| sentence.span.end <= span.start);
    let sentence: &Sentence = sentences.get(index)?;
    let first = sentence.tokens.partition_point(|token| token.span.end <= span.start);
    let last = sentence.tokens.partition_point(|token| token.span.start < span.end);
    let outside = |token: usize| sentence.tokens[token].head.is_none_or(|head| !(first..last).contains(&head));
    (first..last).find(|&token| outside(token)).map(|token| (index, token))
}
