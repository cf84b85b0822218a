//! Parts of speech and morphological features: two greedy passes from left to right.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::columns::{ColumnReader, ColumnWriter, Malformed};
use super::linear_model::{LinearModel, Row, Scorer, feature};
use super::perceptron::{Perceptron, Shuffle, above, average};
use super::words::Word;
use crate::model::{Features, Token, Upos};

/// Assigns part of speech and features.
#[derive(Clone, Debug, Default)]
pub struct Tagger {
    upos: LinearModel,
    morphology: Morphology<LinearModel>,
}

/// The second pass: which set of features, among those seen with the part of speech.
#[derive(Clone, Debug, Default)]
struct Morphology<S> {
    model: S,
    /// The feature set of each class.
    values: Vec<Features>,
    /// Classes seen with each part of speech, in the order of [`Upos::ALL`].
    seen: Vec<Vec<u8>>,
}

/// A sentence to learn tagging from.
#[derive(Clone, Debug)]
pub struct TaggingExample<'a> {
    /// Its words.
    pub words: &'a [Word],
    /// The same words in other letter case (titles, capitals), which some rounds of training see instead.
    pub variants: &'a [Vec<Word>],
    /// The right answers.
    pub tokens: &'a [Token],
}

impl Tagger {
    /// Tags the tokens; `words` are their forms.
    pub fn tag(&self, words: &[Word], tokens: &mut [Token]) {
        let mut buffers = Buffers::default();
        let mut tags = vec![Upos::X; words.len()];
        for at in 0..words.len() {
            tags[at] = choose_upos(&self.upos, words, &tags, at, &mut buffers);
        }
        let mut values = vec![0_u8; words.len()];
        for at in 0..words.len() {
            values[at] = self.morphology.choose(words, &tags, &values, at, &mut buffers);
            tokens[at].upos = tags[at];
            tokens[at].feats = self.morphology.values.get(usize::from(values[at])).cloned().unwrap_or_default();
        }
    }

    /// Writes the model file.
    fn encode(upos: &[u8], morphology: &[u8], seen: &[Vec<u8>]) -> Vec<u8> {
        let mut writer = ColumnWriter::default();
        writer.bytes(upos);
        writer.bytes(morphology);
        seen.iter().for_each(|classes| writer.bytes(classes));
        writer.finish()
    }

    /// Reads what [`train`] made.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = ColumnReader::new(bytes);
        let upos = LinearModel::decode(reader.bytes()?)?;
        if upos.classes() != Upos::ALL.len() {
            return Err(Malformed("not the universal tag set"));
        }
        let model = LinearModel::decode(reader.bytes()?)?;
        let values: Vec<_> = model.class_names().iter().map(|name| Features::from_conllu(name)).collect();
        let mut seen = Vec::new();
        for _ in Upos::ALL {
            let classes = reader.bytes()?.to_vec();
            if classes.iter().any(|&class| usize::from(class) >= values.len()) {
                return Err(Malformed("an unknown feature set"));
            }
            seen.push(classes);
        }
        Ok(Self { upos, morphology: Morphology { model, values, seen } })
    }
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct TaggerOptions {
    /// Rounds over the examples.
    pub rounds: usize,
    /// Weights below this are dropped; in units of single updates.
    pub threshold: f64,
    /// One sentence in this many is seen in another letter case.
    pub variant_every: usize,
    /// Number of times that training is done, each time with the examples in another order: the weights are averaged.
    pub orders: usize,
}

/// Learns from examples; gives the model file. Panics never: feature sets beyond the 256 most frequent are
/// learned as their most frequent neighbour of the same part of speech.
#[must_use]
pub fn train(examples: &[TaggingExample<'_>], options: TaggerOptions) -> Vec<u8> {
    let inventory = Inventory::of(examples);
    let orders = (0..options.orders.max(1)).into_par_iter();
    let (upos, morphology): (Vec<_>, Vec<_>) =
        orders.map(|order| train_once(examples, &inventory, order, options)).unzip();
    let names: Vec<String> = Upos::ALL.iter().map(|tag| tag.as_str().to_owned()).collect();
    Tagger::encode(
        &LinearModel::encode(&names, &above(average(upos), options.threshold)),
        &LinearModel::encode(&inventory.values, &above(average(morphology), options.threshold)),
        &inventory.seen,
    )
}

/// Weights of both passes.
fn train_once(
    examples: &[TaggingExample<'_>],
    inventory: &Inventory,
    order: usize,
    options: TaggerOptions,
) -> (Vec<Row>, Vec<Row>) {
    let mut upos = Perceptron::new(Upos::ALL.len());
    let mut morphology =
        Morphology { model: Perceptron::new(inventory.values.len()), values: Vec::new(), seen: inventory.seen.clone() };
    let mut random = Shuffle::new(7 + order as u64);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut buffers = Buffers::default();
    for _ in 0..options.rounds {
        random.shuffle(&mut order);
        for &index in &order {
            let example = &examples[index];
            let words = match example.variants.len() {
                count if count > 0 && random.below(options.variant_every) == 0 => {
                    &example.variants[random.below(count)]
                }
                _ => example.words,
            };
            let mut tags = vec![Upos::X; words.len()];
            for at in 0..words.len() {
                let predicted = choose_upos(&upos, words, &tags, at, &mut buffers);
                upos.tick();
                upos.update(&buffers.features, example.tokens[at].upos as usize, predicted as usize);
                tags[at] = predicted;
            }
            let gold: Vec<Upos> = example.tokens.iter().map(|token| token.upos).collect();
            let mut values = vec![0_u8; words.len()];
            for at in 0..words.len() {
                let predicted = morphology.choose(words, &gold, &values, at, &mut buffers);
                morphology.model.tick();
                let right = inventory.class_of(&example.tokens[at]);
                morphology.model.update(&buffers.features, usize::from(right), usize::from(predicted));
                values[at] = predicted;
            }
        }
    }
    (upos.averaged(), morphology.model.averaged())
}

/// The feature sets of the training data.
struct Inventory {
    values: Vec<String>,
    seen: Vec<Vec<u8>>,
}

impl Inventory {
    fn of(examples: &[TaggingExample<'_>]) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for token in examples.iter().flat_map(|example| example.tokens) {
            *counts.entry(token.feats.as_conllu()).or_default() += 1;
        }
        let mut values: Vec<(&str, usize)> = counts.into_iter().collect();
        values.sort_by_key(|&(name, count)| (std::cmp::Reverse(count), name));
        values.truncate(256);
        let values: Vec<String> = values.into_iter().map(|(name, _)| name.to_owned()).collect();
        let mut inventory = Self { values, seen: vec![Vec::new(); Upos::ALL.len()] };
        for token in examples.iter().flat_map(|example| example.tokens) {
            if let Some(class) = inventory.position(&token.feats) {
                let seen = &mut inventory.seen[token.upos as usize];
                if let Err(at) = seen.binary_search(&class) {
                    seen.insert(at, class);
                }
            }
        }
        inventory
    }

    fn position(&self, feats: &Features) -> Option<u8> {
        self.values.iter().position(|value| value == feats.as_conllu()).map(|class| class as u8)
    }

    fn class_of(&self, token: &Token) -> u8 {
        let fallback = || self.seen[token.upos as usize].first().copied().unwrap_or_default();
        self.position(&token.feats).unwrap_or_else(fallback)
    }
}

#[derive(Debug, Default)]
struct Buffers {
    features: Vec<u32>,
    scores: Vec<i32>,
}

fn choose_upos<S: Scorer>(model: &S, words: &[Word], tags: &[Upos], at: usize, buffers: &mut Buffers) -> Upos {
    upos_features(words, tags, at, &mut buffers.features);
    model.score(&buffers.features, &mut buffers.scores);
    let best = (0..buffers.scores.len()).max_by_key(|&class| (buffers.scores[class], std::cmp::Reverse(class)));
    best.map_or(Upos::X, |class| Upos::ALL[class])
}

impl<S: Scorer> Morphology<S> {
    fn choose(&self, words: &[Word], tags: &[Upos], values: &[u8], at: usize, buffers: &mut Buffers) -> u8 {
        let seen = match self.seen.get(tags[at] as usize).map(Vec::as_slice) {
            Some([]) | None => return 0,
            Some([only]) => {
                buffers.features.clear();
                return *only;
            }
            Some(seen) => seen,
        };
        morphology_features(words, tags, values, at, &mut buffers.features);
        self.model.score(&buffers.features, &mut buffers.scores);
        let score = |class: u8| buffers.scores[usize::from(class)];
        seen.iter().copied().max_by_key(|&class| (score(class), std::cmp::Reverse(class))).unwrap_or_default()
    }
}

/// Atom of a place before or behind the sentence.
const OUTSIDE: u32 = u32::MAX;

fn around<T>(words: &[T], at: usize, offset: isize) -> Option<&T> {
    at.checked_add_signed(offset).and_then(|at| words.get(at))
}

/// Verbs and auxiliaries, at most two, since the last conjunction or mark of punctuation, and which of these it was.
fn clause_before(words: &[Word], tags: &[Upos], at: usize) -> u32 {
    let mut verbs = 0;
    for before in (at.saturating_sub(20)..at).rev() {
        match tags[before] {
            Upos::Verb | Upos::Aux => verbs = (verbs + 1).min(2),
            Upos::Punct | Upos::Sconj | Upos::Cconj => return feature(verbs, &[words[before].lower]),
            _ => {}
        }
    }
    verbs
}

fn upos_features(words: &[Word], tags: &[Upos], at: usize, features: &mut Vec<u32>) {
    features.clear();
    let mut template = 0;
    let mut add = |atoms: &[u32]| {
        features.push(feature(template, atoms));
        template += 1;
    };
    let of = |offset, atom: fn(&Word) -> u32| around(words, at, offset).map_or(OUTSIDE, atom);
    let tag = |back: usize| at.checked_sub(back).map_or(OUTSIDE, |at| tags[at] as u32);
    let word = &words[at];
    let (one, two) = (tag(1), tag(2));
    add(&[]);
    add(&[word.form]);
    add(&[word.lower]);
    for suffix in word.suffixes {
        add(&[suffix]);
    }
    for prefix in word.prefixes {
        add(&[prefix]);
    }
    add(&[word.shape]);
    add(&[word.shape, u32::from(at == 0)]);
    add(&[word.shape, word.suffixes[1]]);
    for cluster in word.clusters {
        add(&[cluster]);
    }
    add(&[word.lower_cluster]);
    add(&[word.lower_cluster, word.shape, u32::from(at == 0)]);
    add(&[word.lower_cluster, one]);
    add(&[word.clusters[2], word.lower_cluster]);
    add(&[word.tag_set]);
    add(&[word.analyses]);
    add(&[word.tag_set, word.shape]);
    add(&[word.tag_set, word.suffixes[2]]);
    add(&[one]);
    add(&[one, two]);
    add(&[one, word.lower]);
    add(&[one, word.suffixes[2]]);
    add(&[one, word.tag_set]);
    add(&[one, word.analyses]);
    add(&[one, word.clusters[1]]);
    add(&[one, two, word.tag_set]);
    for offset in [-2, -1, 1, 2] {
        add(&[of(offset, |word| word.lower)]);
        add(&[of(offset, |word| word.clusters[1])]);
        add(&[of(offset, |word| word.clusters[2])]);
        add(&[of(offset, |word| word.tag_set)]);
    }
    let next_set = of(1, |word| word.tag_set);
    let next = of(1, |word| word.lower);
    let previous = of(-1, |word| word.lower);
    add(&[of(1, |word| word.suffixes[2])]);
    add(&[of(-1, |word| word.suffixes[2])]);
    add(&[of(1, |word| word.shape), word.shape]);
    add(&[of(-1, |word| word.shape), word.shape]);
    add(&[of(1, |word| word.analyses), word.tag_set]);
    add(&[word.tag_set, next_set]);
    add(&[word.tag_set, next_set, one]);
    add(&[word.tag_set, next_set, of(2, |word| word.tag_set)]);
    add(&[word.lower, next_set]);
    add(&[word.lower, next]);
    add(&[word.lower, previous]);
    add(&[one, next_set]);
    add(&[one, next]);
    add(&[word.clusters[2], one, next_set]);
    add(&[word.clusters[1], next_set]);
    add(&[word.tag_set, previous]);
    add(&[word.tag_set, next]);
    // Whether the clause has its verb already: nothing near the word tells a subject's participle from a predicate.
    let clause = clause_before(words, tags, at);
    add(&[clause, word.tag_set]);
    add(&[clause, word.suffixes[1], one]);
    add(&[clause, word.analyses, one]);
    add(&[clause, word.tag_set, next_set]);
}

fn morphology_features(words: &[Word], tags: &[Upos], values: &[u8], at: usize, features: &mut Vec<u32>) {
    features.clear();
    let mut template = 100;
    let upos = tags[at] as u32;
    let mut add = |atoms: &[u32]| {
        let mut with_upos = [upos; 5];
        with_upos[1..=atoms.len()].copy_from_slice(atoms);
        features.push(feature(template, &with_upos[..=atoms.len()]));
        template += 1;
    };
    let of = |offset, atom: fn(&Word) -> u32| around(words, at, offset).map_or(OUTSIDE, atom);
    let tag = |offset| around(tags, at, offset).map_or(OUTSIDE, |&tag| tag as u32);
    let value = |back: usize| at.checked_sub(back).map_or(OUTSIDE, |at| u32::from(values[at]));
    let word = &words[at];
    add(&[]);
    add(&[word.lower]);
    for suffix in word.suffixes {
        add(&[suffix]);
    }
    add(&[word.prefixes[1]]);
    add(&[word.shape]);
    add(&[word.analyses]);
    add(&[word.clusters[1]]);
    add(&[word.clusters[2]]);
    add(&[word.analyses, word.suffixes[1]]);
    let (one, two) = (value(1), value(2));
    add(&[tag(-1), one]);
    add(&[tag(-1), one, tag(-2), two]);
    add(&[tag(-1), one, word.analyses]);
    add(&[tag(-1), one, word.suffixes[1]]);
    add(&[tag(-1), one, word.lower]);
    add(&[two, tag(-2)]);
    add(&[two, tag(-2), word.analyses]);
    add(&[tag(1)]);
    add(&[tag(1), tag(2)]);
    add(&[tag(1), word.suffixes[1]]);
    for offset in [-2, -1, 1, 2] {
        add(&[of(offset, |word| word.lower)]);
        add(&[of(offset, |word| word.analyses)]);
    }
    add(&[word.analyses, of(-1, |word| word.lower)]);
    add(&[word.analyses, of(1, |word| word.analyses)]);
    add(&[word.suffixes[1], of(1, |word| word.suffixes[1])]);
    add(&[word.lower, of(-1, |word| word.lower)]);
    add(&[word.lower, of(1, |word| word.lower)]);
    add(&[tag(1), of(1, |word| word.analyses), word.suffixes[1]]);
    if matches!(tags[at], Upos::Verb | Upos::Aux) {
        // A sentence has a finite verb: one that has no other tells what its only candidate is.
        let verbs =
            |tags: &[Upos]| tags.iter().filter(|tag| matches!(tag, Upos::Verb | Upos::Aux)).count().min(2) as u32;
        let (before, after) = (verbs(&tags[at.saturating_sub(60)..at]), verbs(&tags[at + 1..tags.len().min(at + 61)]));
        add(&[before, after]);
        add(&[before, after, word.suffixes[1]]);
        add(&[before, after, word.analyses]);
        add(&[before, after, tag(-1), one]);
        add(&[before, after, tag(-1), tag(1)]);
    }
}
