//! Heads and relations: a greedy transition parser, trained to recover from its own mistakes.

mod features;
mod oracle;
mod state;

use super::columns::{ColumnReader, ColumnWriter, Malformed};
use rayon::prelude::*;

use super::linear_model::{LinearModel, Row, Scorer};
use super::perceptron::{Perceptron, Shuffle, above, average};
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
                None if state.is_legal(Action::Shift) => state.apply(Action::Shift),
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

/// The legal action with the highest score, the first of equals; of those that hang nothing on a punctuation mark, if
/// there are any: in Universal Dependencies nothing depends on one.
fn best_legal(state: &State, scores: &[i32]) -> Option<Action> {
    let shift = state.is_legal(Action::Shift);
    let mut left = state.is_legal(Action::Left(0));
    let mut right = state.is_legal(Action::Right(0));
    let good_left = left && !state.is_mark(state.front());
    let good_right = right && !state.is_mark(state.stack_top(1));
    if shift || good_left || good_right {
        (left, right) = (good_left, good_right);
    }
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
    /// A first training, which chooses the weights that the model has.
    pub selection: Selection,
    /// Rounds over the examples.
    pub rounds: usize,
    /// Number of times that training is done, each time with the examples in another order: the weights are averaged.
    pub orders: usize,
}

/// A training that only tells which weights are worth having. The model then learns these from 0 without the others, so
/// that they make up for them: better than to drop the others in the end, at the same size.
#[derive(Clone, Copy, Debug)]
pub struct Selection {
    /// Number of orders of the examples.
    pub orders: usize,
    /// Rounds over the examples.
    pub rounds: usize,
    /// Weights below this are not chosen; in units of single updates.
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
    let classes = 1 + 2 * relations.len();
    let trained = |start: &Perceptron, orders: usize, rounds: usize| {
        let orders = (0..orders.max(1)).into_par_iter();
        average(orders.map(|order| train_once(&prepared, start.clone(), order, rounds)).collect())
    };
    let Selection { orders, rounds, threshold } = options.selection;
    let worth_having = above(trained(&Perceptron::new(classes), orders, rounds), threshold);
    let rows = trained(&Perceptron::confined_to(&worth_having, classes), options.orders, options.rounds);
    model_file(&relations, &rows)
}

fn model_file(relations: &[String], rows: &[Row]) -> Vec<u8> {
    let mut actions = vec!["shift".to_owned()];
    for relation in relations {
        actions.extend([format!("left {relation}"), format!("right {relation}")]);
    }
    let mut writer = ColumnWriter::default();
    writer.number(relations.len() as u64);
    relations.iter().for_each(|relation| writer.text(relation));
    writer.bytes(&LinearModel::encode(&actions, rows));
    writer.finish()
}

/// A sentence as training wants it.
type Prepared<'a> = (Vec<features::Node>, GoldTree, &'a ParsingExample<'a>);

fn train_once(prepared: &[Prepared<'_>], mut model: Perceptron, order: usize, rounds: usize) -> Vec<Row> {
    let mut random = Shuffle::new(13 + order as u64);
    let mut order: Vec<usize> = (0..prepared.len()).collect();
    let mut buffers = Buffers::default();
    for round in 0..rounds {
        random.shuffle(&mut order);
        for &index in &order {
            let (nodes, tree, example) = &prepared[index];
            let mut state = State::new(example.tagged.iter().map(|token| token.upos == Upos::Punct));
            while !state.is_final() {
                buffers.score(&model, nodes, &state);
                let (right, wrong) = best_right_and_wrong(tree, &state, &buffers.scores);
                model.tick();
                let (Some((right_score, right)), Some((wrong_score, wrong))) = (right, wrong) else {
                    let only = right.or(wrong).map_or(Action::Right(0), |(_, action)| action);
                    state.apply(only);
                    continue;
                };
                if right_score <= wrong_score {
                    model.update(&buffers.features, right.class(), wrong.class());
                }
                // The first round follows the treebank, the others go where the parser goes wrong.
                let explore = round > 0 && random.below(10) > 0;
                state.apply(if wrong_score >= right_score && explore { wrong } else { right });
            }
        }
    }
    model.averaged()
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

/// The best-scored action that loses nothing and the best-scored of the others, with their scores.
fn best_right_and_wrong(tree: &GoldTree, state: &State, scores: &[i32]) -> (Scored, Scored) {
    let (mut right, mut wrong): (Scored, Scored) = (None, None);
    let top = state.stack_top(0);
    for make in [|_| Action::Shift, Action::Left, Action::Right] {
        if !state.is_legal(make(0)) {
            continue;
        }
        let loses = tree.loses(state, make(0));
        let mut consider = |action: Action, is_right: bool| {
            let best = if is_right { &mut right } else { &mut wrong };
            let score = scores[action.class()];
            if best.is_none_or(|(highest, _)| score > highest) {
                *best = Some((score, action));
            }
        };
        if make(0) == Action::Shift {
            consider(Action::Shift, !loses);
            continue;
        }
        for relation in 0..scores.len() / 2 {
            let fits = !loses && tree.relations(top).binary_search(&relation).is_ok();
            consider(make(relation), fits);
        }
    }
    (right, wrong)
}

/// An action with its score.
type Scored = Option<(i32, Action)>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::words::WordTables;

    #[test]
    fn without_training_a_sentence_is_a_chain() {
        let mut tokens = ["one", "two", "three"].map(|form| Token { form: form.to_owned(), ..Token::default() });
        let words = WordTables::default().words(tokens.iter().map(|token| token.form.as_str()));
        Parser::default().parse(&words, &mut tokens);
        assert_eq!(tokens.map(|token| token.head), [None, Some(0), Some(1)]);
    }
}
