//! Heads and relations: a greedy transition parser, trained to recover from its own mistakes.

mod features;
mod oracle;
mod state;

use super::columns::{ColumnReader, ColumnWriter, Malformed};
use super::linear_model::{LinearModel, Scorer};
use super::perceptron::{Perceptron, Shuffle};
use super::words::Word;
use crate::model::{Deprel, Token, Upos};
use oracle::GoldTree;
use state::{Action, NONE, State};

/// Assigns heads and relations.
#[derive(Clone, Debug, Default)]
pub struct Parser {
    model: LinearModel,
    relations: Vec<Deprel>,
}

impl Parser {
    /// Parses a sentence whose tokens have tag, features and lemma. Always gives a tree with one root.
    pub fn parse(&self, words: &[Word], tokens: &mut [Token]) {
        let nodes = features::nodes(words, tokens);
        let mut state = State::new(tokens.iter().map(|token| token.upos == Upos::Punct));
        let mut buffers = Buffers::default();
        while !state.is_final() {
            buffers.score(&self.model, &nodes, &state);
            match best_legal(&state, &buffers.scores) {
                Some(action) => state.apply(action),
                // Only when there are no relations at all: a chain is a tree, too.
                None => state.apply(Action::Right(0)),
            }
        }
        for (word, token) in tokens.iter_mut().enumerate() {
            token.head = Some(state.head(word)).filter(|&head| head != NONE);
            token.deprel = match state.relation(word) {
                0 => Deprel::new("root"),
                number => self.relations.get(number as usize - 1).cloned().unwrap_or_default(),
            };
        }
        debug_assert!(tokens.is_empty() || state.sole().is_some_and(|root| tokens[root].head.is_none()));
    }

    /// The model in it.
    #[must_use]
    pub fn model(&self) -> &LinearModel {
        &self.model
    }

    /// Writes the model file.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let relations: Vec<&str> = self.relations.iter().map(Deprel::as_str).collect();
        encode(&relations, &LinearModel::encode(self.model.class_names(), &self.model.rows()))
    }

    /// The same parser without the weights below a threshold.
    #[must_use]
    pub fn pruned(&self, threshold: f64) -> Self {
        let mut rows = self.model.rows();
        for row in &mut rows {
            row.weights.retain(|(_, weight)| weight.abs() >= threshold);
        }
        rows.retain(|row| !row.weights.is_empty());
        let model = LinearModel::decode(&LinearModel::encode(self.model.class_names(), &rows)).unwrap_or_default();
        Self { model, relations: self.relations.clone() }
    }

    /// Reads what [`train`] made.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = ColumnReader::new(bytes);
        let relations = (0..reader.count()?).map(|_| reader.text().map(Deprel::new)).collect::<Result<Vec<_>, _>>()?;
        let model = LinearModel::decode(reader.bytes()?)?;
        if model.classes() != 1 + 2 * relations.len() {
            return Err(Malformed("actions do not fit the relations"));
        }
        Ok(Self { model, relations })
    }
}

#[derive(Debug, Default)]
struct Buffers {
    features: Vec<u32>,
    scores: Vec<i32>,
}

impl Buffers {
    fn score<S: Scorer>(&mut self, model: &S, nodes: &[features::Node], state: &State) {
        features::extract(nodes, state, &mut self.features);
        model.score(&self.features, &mut self.scores);
    }
}

/// The legal action with the highest score, the first of equals.
fn best_legal(state: &State, scores: &[i32]) -> Option<Action> {
    let shift = state.is_legal(Action::Shift);
    let left = state.is_legal(Action::Left(0));
    let right = state.is_legal(Action::Right(0));
    let mut best: Option<(i32, usize)> = None;
    for (class, &score) in scores.iter().enumerate() {
        let legal = match class {
            0 => shift,
            odd if odd % 2 == 1 => left,
            _ => right,
        };
        if legal && best.is_none_or(|(highest, _)| score > highest) {
            best = Some((score, class));
        }
    }
    best.map(|(_, class)| Action::from_class(class))
}

/// A sentence to learn parsing from.
#[derive(Clone, Debug)]
pub struct ParsingExample<'a> {
    /// Its words.
    pub words: &'a [Word],
    /// The tokens with the tags that the parser will meet: predicted by a tagger that did not see the sentence.
    pub tagged: &'a [Token],
    /// The right heads and relations.
    pub gold: &'a [Token],
    /// Universal relations whose subtypes this treebank does not mark: any subtype will do.
    pub without_subtypes: &'a [String],
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct ParserOptions {
    /// Rounds over the examples.
    pub rounds: usize,
    /// Weights below this are dropped; in units of single updates.
    pub threshold: f64,
}

/// Learns from examples; gives the model file.
#[must_use]
pub fn train(examples: &[ParsingExample<'_>], options: ParserOptions) -> Vec<u8> {
    let relations = relation_names(examples);
    let prepared: Vec<_> = examples
        .iter()
        .filter(|example| !example.gold.is_empty())
        .map(|example| (features::nodes(example.words, example.tagged), gold_tree(example, &relations), example))
        .collect();
    let mut model = Perceptron::new(1 + 2 * relations.len());
    let mut random = Shuffle::new(13);
    let mut order: Vec<usize> = (0..prepared.len()).collect();
    let mut buffers = Buffers::default();
    for round in 0..options.rounds {
        random.shuffle(&mut order);
        for &index in &order {
            let (nodes, tree, example) = &prepared[index];
            let mut state = State::new(example.tagged.iter().map(|token| token.upos == Upos::Punct));
            while !state.is_final() {
                buffers.score(&model, nodes, &state);
                let predicted = best_legal(&state, &buffers.scores);
                let right = best_right(tree, &state, &buffers.scores);
                model.tick();
                let (Some(predicted), Some(right)) = (predicted, right) else {
                    state.apply(predicted.unwrap_or(Action::Right(0)));
                    continue;
                };
                let wrong = !is_right(tree, &state, predicted);
                if wrong {
                    model.update(&buffers.features, right.class(), predicted.class());
                }
                // The first round follows the treebank, the others go where the parser goes wrong.
                let explore = round > 0 && random.below(10) > 0;
                state.apply(if wrong && !explore { right } else { predicted });
            }
        }
    }
    let mut actions = vec!["shift".to_owned()];
    for relation in &relations {
        actions.extend([format!("left {relation}"), format!("right {relation}")]);
    }
    let relations: Vec<&str> = relations.iter().map(String::as_str).collect();
    encode(&relations, &LinearModel::encode(&actions, &model.averaged(options.threshold)))
}

fn encode(relations: &[&str], model: &[u8]) -> Vec<u8> {
    let mut writer = ColumnWriter::default();
    writer.number(relations.len() as u64);
    relations.iter().for_each(|relation| writer.text(relation));
    writer.bytes(model);
    writer.finish()
}

/// Relations but `root`, the most frequent 127: two actions each and `shift` must fit a byte.
fn relation_names(examples: &[ParsingExample<'_>]) -> Vec<String> {
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for token in examples.iter().flat_map(|example| example.gold).filter(|token| token.head.is_some()) {
        *counts.entry(token.deprel.as_str()).or_default() += 1;
    }
    let mut names: Vec<_> = counts.into_iter().collect();
    names.sort_by_key(|&(name, count)| (std::cmp::Reverse(count), name));
    names.truncate(127);
    names.into_iter().map(|(name, _)| name.to_owned()).collect()
}

fn gold_tree(example: &ParsingExample<'_>, relations: &[String]) -> GoldTree {
    let root = example.gold.len();
    let heads = example.gold.iter().map(|token| token.head.unwrap_or(root)).collect();
    let accepted = |token: &Token| -> Vec<usize> {
        let universal = token.deprel.universal();
        let any_subtype =
            token.deprel.subtype().is_empty() && example.without_subtypes.iter().any(|name| name == universal);
        let fits = |name: &str| match any_subtype {
            true => name.split(':').next() == Some(universal),
            false => name == token.deprel.as_str(),
        };
        (0..relations.len()).filter(|&number| fits(&relations[number])).collect()
    };
    GoldTree::new(heads, example.gold.iter().map(accepted).collect())
}

/// The best-scored action that loses nothing.
fn best_right(tree: &GoldTree, state: &State, scores: &[i32]) -> Option<Action> {
    let mut best: Option<(i32, Action)> = None;
    let mut consider = |action: Action| {
        let score = scores[action.class()];
        if best.is_none_or(|(highest, _)| score > highest) {
            best = Some((score, action));
        }
    };
    if state.is_legal(Action::Shift) && !tree.loses(state, Action::Shift) {
        consider(Action::Shift);
    }
    for make in [Action::Left, Action::Right] {
        if state.is_legal(make(0)) && !tree.loses(state, make(0)) {
            tree.relations(state.stack_top(0)).iter().for_each(|&relation| consider(make(relation)));
        }
    }
    best.map(|(_, action)| action)
}

fn is_right(tree: &GoldTree, state: &State, action: Action) -> bool {
    let relation_fits = match action {
        Action::Shift => true,
        Action::Left(relation) | Action::Right(relation) => {
            tree.relations(state.stack_top(0)).binary_search(&relation).is_ok()
        }
    };
    relation_fits && !tree.loses(state, action)
}
