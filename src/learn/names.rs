//! Proper names and what kind of thing they name: BILOU labels chosen from left to right.
//!
//! Ratinov and Roth (2009), "Design challenges and misconceptions in named entity recognition", for the labels, for
//! word groups, for lists of known names as features rather than as verdicts, and for what the same words were taken
//! for earlier in the document.

use std::collections::BTreeMap;
use std::ops::Range;

use super::columns::{ColumnReader, ColumnWriter, Malformed};
use super::linear_model::{LinearModel, Scorer, atom, feature};
use super::name_memory::NameMemory;
use super::perceptron::{Perceptron, Shuffle, above};
use super::words::Word;
use crate::model::{Score, Token, TokenIndex};

/// Finds names.
#[derive(Clone, Debug, Default)]
pub struct NameFinder {
    model: LinearModel,
    labels: Labels,
}

/// Words that are the name of something known. A hint, not a verdict: "Orange" is in every list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameHit {
    /// The words.
    pub tokens: Range<TokenIndex>,
    /// Top entity type of what they may name, `person`.
    pub kind: String,
}

/// A name found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundName {
    /// Its words.
    pub tokens: Range<TokenIndex>,
    /// Top entity type, or [`OTHER`].
    pub kind: String,
    /// How sure: the share of its label among exponentiated scores, the least over its words.
    pub score: Score,
}

/// The kind of names that training data mark without saying what they name.
pub const OTHER: &str = "other";

/// Position of a word in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    Outside,
    Begin(usize),
    Inside(usize),
    Last(usize),
    Unit(usize),
}

/// Kinds of names, and labels as classes: 0 is outside, then four a kind.
#[derive(Clone, Debug, Default)]
struct Labels {
    kinds: Vec<String>,
}

impl Labels {
    fn count(&self) -> usize {
        1 + 4 * self.kinds.len()
    }

    fn position(class: usize) -> Position {
        match class.checked_sub(1) {
            None => Position::Outside,
            Some(rest) => match (rest % 4, rest / 4) {
                (0, kind) => Position::Begin(kind),
                (1, kind) => Position::Inside(kind),
                (2, kind) => Position::Last(kind),
                (_, kind) => Position::Unit(kind),
            },
        }
    }

    fn class(position: Position) -> usize {
        match position {
            Position::Outside => 0,
            Position::Begin(kind) => 1 + 4 * kind,
            Position::Inside(kind) => 2 + 4 * kind,
            Position::Last(kind) => 3 + 4 * kind,
            Position::Unit(kind) => 4 + 4 * kind,
        }
    }

    /// Whether a label may follow another; a name must end with the sentence.
    fn may_follow(previous: Position, next: Position, is_last: bool) -> bool {
        let open = match previous {
            Position::Begin(kind) | Position::Inside(kind) => Some(kind),
            Position::Outside | Position::Last(_) | Position::Unit(_) => None,
        };
        match (open, next) {
            (Some(kind), Position::Inside(same)) => kind == same && !is_last,
            (Some(kind), Position::Last(same)) => kind == same,
            (None, Position::Begin(_)) => !is_last,
            (None, Position::Outside | Position::Unit(_)) => true,
            _ => false,
        }
    }

    /// Classes of the words of a sentence with these names.
    fn classes(&self, length: usize, names: &[(Range<TokenIndex>, String)]) -> Vec<usize> {
        let mut classes = vec![0; length];
        for (tokens, kind) in names {
            let Some(kind) = self.kinds.iter().position(|known| known == kind) else { continue };
            for word in tokens.clone() {
                let position = match (word == tokens.start, word + 1 == tokens.end) {
                    (true, true) => Position::Unit(kind),
                    (true, false) => Position::Begin(kind),
                    (false, true) => Position::Last(kind),
                    (false, false) => Position::Inside(kind),
                };
                classes[word] = Self::class(position);
            }
        }
        classes
    }
}

/// What features are made from: everything known about a sentence before its names.
#[derive(Clone, Copy, Debug)]
pub struct NameContext<'a> {
    /// Its words.
    pub words: &'a [Word],
    /// Its tokens with tags and heads.
    pub tokens: &'a [Token],
    /// What word lists know of it.
    pub clues: &'a NameClues,
}

/// What lists know of the words of a sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameClues {
    /// Known names.
    pub hits: Vec<NameHit>,
    /// For each word what it does to the names beside it: a number that stands for "given name", "noun for persons";
    /// 0 for nothing. A list that is too short holds zeros.
    pub cues: Vec<u32>,
}

impl NameClues {
    /// The number that stands for a cue with this name.
    #[must_use]
    pub fn cue(name: &str) -> u32 {
        atom(name)
    }
}

impl NameFinder {
    /// The names of a sentence, in text order, not overlapping. `memory` holds what earlier sentences of the document
    /// were found to say; the names of this one are added to it.
    #[must_use]
    pub fn find(&self, context: NameContext<'_>, memory: &mut NameMemory) -> Vec<FoundName> {
        if self.model.is_empty() {
            return Vec::new();
        }
        let looks = looks(context, memory);
        let mut classes: Vec<usize> = Vec::with_capacity(looks.len());
        let mut shares = Vec::with_capacity(looks.len());
        let (mut features, mut scores) = (Vec::new(), Vec::new());
        for at in 0..looks.len() {
            extract(&looks, &classes, at, &mut features);
            self.model.score(&features, &mut scores);
            let class = best_allowed(&scores, &classes, at + 1 == looks.len());
            shares.push(share(&scores, class));
            classes.push(class);
        }
        remember(&looks, &classes, memory);
        let mut names = Vec::new();
        let mut start = 0;
        for (at, &class) in classes.iter().enumerate() {
            match Labels::position(class) {
                Position::Begin(_) => start = at,
                Position::Last(kind) | Position::Unit(kind) => {
                    if matches!(Labels::position(class), Position::Unit(_)) {
                        start = at;
                    }
                    names.push(FoundName {
                        tokens: start..at + 1,
                        kind: self.labels.kinds.get(kind).cloned().unwrap_or_default(),
                        score: Score::new(shares[start..=at].iter().copied().fold(1.0, f64::min)),
                    });
                }
                Position::Outside | Position::Inside(_) => {}
            }
        }
        names
    }

    /// Reads what [`train`] made.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = ColumnReader::new(bytes);
        let kinds = (0..reader.count()?).map(|_| reader.text().map(str::to_owned)).collect::<Result<Vec<_>, _>>()?;
        let labels = Labels { kinds };
        let model = LinearModel::decode(reader.bytes()?)?;
        if model.classes() != labels.count() {
            return Err(Malformed("labels do not fit the kinds of names"));
        }
        Ok(Self { model, labels })
    }
}

/// A sentence to learn names from.
#[derive(Clone, Debug)]
pub struct NameExample<'a> {
    /// The sentence.
    pub context: NameContext<'a>,
    /// The same words in other letter case, which some rounds of training see instead.
    pub variants: &'a [Vec<Word>],
    /// The names in it with their kinds.
    pub names: &'a [(Range<TokenIndex>, String)],
    /// Kinds its source does not tell apart from "no name": never a mistake in this sentence.
    pub unmarked: &'a [String],
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct NameOptions {
    /// Rounds over the examples.
    pub rounds: usize,
    /// Weights below this are dropped; in units of single updates.
    pub threshold: f64,
    /// One sentence in this many is seen in another letter case.
    pub variant_every: usize,
}

/// Learns from documents, each a list of sentences in the order in which they will be read; gives the model file.
#[must_use]
pub fn train(documents: &[Vec<NameExample<'_>>], options: NameOptions) -> Vec<u8> {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, kind) in documents.iter().flatten().flat_map(|example| example.names) {
        *kinds.entry(kind).or_default() += 1;
    }
    // Four labels each and "outside" must fit a byte.
    let labels = Labels { kinds: kinds.into_keys().take(63).map(str::to_owned).collect() };
    let mut model = Perceptron::new(labels.count());
    let mut random = Shuffle::new(17);
    let mut order: Vec<usize> = (0..documents.len()).collect();
    let (mut features, mut scores) = (Vec::new(), Vec::new());
    for _ in 0..options.rounds {
        random.shuffle(&mut order);
        for &index in &order {
            let mut memory = NameMemory::default();
            for example in &documents[index] {
                let words = match example.variants.len() {
                    count if count > 0 && random.below(options.variant_every) == 0 => {
                        &example.variants[random.below(count)]
                    }
                    _ => example.context.words,
                };
                let looks = looks(NameContext { words, ..example.context }, &memory);
                let gold = labels.classes(looks.len(), example.names);
                let mut classes: Vec<usize> = Vec::with_capacity(looks.len());
                for at in 0..looks.len() {
                    extract(&looks, &classes, at, &mut features);
                    model.score(&features, &mut scores);
                    for (kind, name) in labels.kinds.iter().enumerate() {
                        if example.unmarked.contains(name) {
                            scores[1 + 4 * kind..5 + 4 * kind].fill(i32::MIN / 2);
                        }
                    }
                    let predicted = best_allowed(&scores, &classes, at + 1 == looks.len());
                    let right = gold[at];
                    model.tick();
                    model.update(&features, right, predicted);
                    // A wrong label is not carried on when the right one could not follow it.
                    let next_fits = gold.get(at + 1).is_none_or(|&next| {
                        Labels::may_follow(Labels::position(predicted), Labels::position(next), at + 2 == looks.len())
                    });
                    classes.push(if next_fits { predicted } else { right });
                }
                remember(&looks, &classes, &mut memory);
            }
        }
    }
    let mut names = vec!["O".to_owned()];
    for kind in &labels.kinds {
        names.extend(["B", "I", "L", "U"].map(|position| format!("{position}-{kind}")));
    }
    let mut writer = ColumnWriter::default();
    writer.number(labels.kinds.len() as u64);
    labels.kinds.iter().for_each(|kind| writer.text(kind));
    writer.bytes(&LinearModel::encode(&names, &above(model.averaged(), options.threshold)));
    writer.finish()
}

fn best_allowed(scores: &[i32], classes: &[usize], is_last: bool) -> usize {
    let previous = classes.last().map_or(Position::Outside, |&class| Labels::position(class));
    (0..scores.len())
        .filter(|&class| Labels::may_follow(previous, Labels::position(class), is_last))
        .max_by_key(|&class| (scores[class], std::cmp::Reverse(class)))
        .unwrap_or_default()
}

/// Divides scores so that the exponential is neither always 0 nor always 1.
const TEMPERATURE: f64 = 64.0 * 12.0;

fn share(scores: &[i32], class: usize) -> f64 {
    let total: f64 = scores.iter().map(|score| (f64::from(score - scores[class]) / TEMPERATURE).exp()).sum();
    1.0 / total
}

/// A word as the name finder sees it.
#[derive(Clone, Debug)]
struct Look<'a> {
    word: &'a Word,
    upos: u32,
    /// Where it stands in a known name, and of what.
    hit: u32,
    /// What it does to names beside it.
    cue: u32,
    /// What its apposition does.
    apposition: u32,
    /// What it was taken for earlier in the document.
    before: u32,
    /// Relation to and group of its head.
    relation: u32,
    head_group: u32,
    head_lemma: u32,
    head_cue: u32,
}

fn looks<'a>(context: NameContext<'a>, memory: &NameMemory) -> Vec<Look<'a>> {
    let NameContext { words, tokens, clues } = context;
    let cue = |at: TokenIndex| clues.cues.get(at).copied().unwrap_or_default();
    let mut looks: Vec<Look<'_>> = words
        .iter()
        .zip(tokens)
        .enumerate()
        .map(|(at, (word, token))| Look {
            word,
            upos: token.upos as u32,
            hit: 0,
            cue: cue(at),
            apposition: 0,
            before: if is_capitalized(word) { memory.summary(word.lower) } else { 0 },
            head_cue: token.head.map_or(0, cue),
            relation: atom(token.deprel.universal()),
            head_group: token.head.and_then(|head| words.get(head)).map_or(0, |word| word.clusters[1]),
            head_lemma: token.head.and_then(|head| tokens.get(head)).map_or(0, |token| atom(&token.lemma)),
        })
        .collect();
    for (at, token) in tokens.iter().enumerate() {
        if token.deprel.universal() == "appos"
            && let Some(look) = token.head.and_then(|head| looks.get_mut(head))
        {
            look.apposition = cue(at);
        }
    }
    for hit in &clues.hits {
        let kind = atom(&hit.kind);
        for at in hit.tokens.clone() {
            let position = u32::from(at == hit.tokens.start) * 2 + u32::from(at + 1 == hit.tokens.end);
            if let Some(look) = looks.get_mut(at) {
                look.hit = feature(position, &[kind]);
            }
        }
    }
    looks
}

/// Whether a word is written with a capital: only those are worth remembering.
fn is_capitalized(word: &Word) -> bool {
    word.form != word.lower
}

fn remember(looks: &[Look<'_>], classes: &[usize], memory: &mut NameMemory) {
    for (look, &class) in looks.iter().zip(classes).filter(|(look, _)| is_capitalized(look.word)) {
        memory.add(look.word.lower, class.div_ceil(4));
    }
}

/// Atom of a place before or behind the sentence.
const OUTSIDE: u32 = u32::MAX;

fn extract(looks: &[Look<'_>], classes: &[usize], at: usize, features: &mut Vec<u32>) {
    features.clear();
    let mut template = 600;
    let mut add = |atoms: &[u32]| {
        features.push(feature(template, atoms));
        template += 1;
    };
    let of = |offset: isize, atom: fn(&Look<'_>) -> u32| {
        at.checked_add_signed(offset).and_then(|at| looks.get(at)).map_or(OUTSIDE, atom)
    };
    let label = |back: usize| at.checked_sub(back).map_or(OUTSIDE, |at| classes[at] as u32);
    let look = &looks[at];
    let word = look.word;
    let (one, two) = (label(1), label(2));
    let first = u32::from(at == 0);
    add(&[]);
    add(&[one]);
    add(&[one, two]);
    for offset in [-2, -1, 0, 1, 2] {
        add(&[of(offset, |look| look.word.lower)]);
        add(&[of(offset, |look| look.word.clusters[0])]);
        add(&[of(offset, |look| look.word.clusters[1])]);
        add(&[of(offset, |look| look.word.clusters[2])]);
        add(&[of(offset, |look| look.word.shape)]);
        add(&[of(offset, |look| look.upos)]);
        add(&[of(offset, |look| look.hit)]);
    }
    add(&[word.form]);
    add(&[word.shape, first]);
    for suffix in word.suffixes {
        add(&[suffix]);
    }
    for prefix in word.prefixes {
        add(&[prefix]);
    }
    add(&[word.tag_set]);
    add(&[word.analyses]);
    add(&[word.clusters[3]]);
    add(&[word.tag_set, word.shape, first]);
    add(&[one, word.lower]);
    add(&[one, word.form]);
    add(&[one, word.shape]);
    add(&[one, word.shape, first]);
    add(&[one, word.clusters[0]]);
    add(&[one, word.clusters[1]]);
    add(&[one, word.clusters[2]]);
    add(&[one, word.suffixes[2]]);
    add(&[one, look.upos]);
    add(&[one, look.upos, of(1, |look| look.upos)]);
    add(&[one, look.hit]);
    add(&[look.hit, word.shape]);
    add(&[look.hit, look.upos]);
    add(&[look.hit, of(1, |look| look.hit)]);
    add(&[one, of(1, |look| look.word.shape), word.shape]);
    add(&[one, of(1, |look| look.word.lower)]);
    add(&[one, of(1, |look| look.word.clusters[1])]);
    add(&[one, of(-1, |look| look.word.lower)]);
    add(&[one, of(-1, |look| look.word.lower), word.shape]);
    add(&[of(-1, |look| look.word.lower), word.lower]);
    add(&[word.lower, of(1, |look| look.word.lower)]);
    add(&[of(-1, |look| look.word.clusters[1]), word.clusters[1]]);
    add(&[word.clusters[1], of(1, |look| look.word.clusters[1])]);
    add(&[of(-1, |look| look.word.clusters[2]), word.clusters[2], of(1, |look| look.word.clusters[2])]);
    add(&[of(-2, |look| look.word.lower), of(-1, |look| look.word.lower)]);
    add(&[of(1, |look| look.word.lower), of(2, |look| look.word.lower)]);
    add(&[of(-2, |look| look.word.clusters[1]), of(-1, |look| look.word.clusters[1])]);
    add(&[of(-1, |look| look.word.shape), word.shape, of(1, |look| look.word.shape)]);
    add(&[of(-1, |look| look.upos), look.upos, of(1, |look| look.upos)]);
    add(&[of(1, |look| look.upos), word.shape]);
    add(&[of(1, |look| look.word.clusters[2]), of(2, |look| look.word.clusters[2])]);
    add(&[look.relation, look.head_group]);
    add(&[look.relation, look.head_lemma]);
    add(&[look.relation, word.clusters[2]]);
    add(&[of(3, |look| look.word.clusters[2])]);
    add(&[of(-3, |look| look.word.clusters[2])]);
    for offset in [-2, -1, 0, 1, 2] {
        add(&[of(offset, |look| look.cue)]);
    }
    add(&[one, look.cue]);
    add(&[one, of(-1, |look| look.cue)]);
    add(&[of(-1, |look| look.cue), word.shape]);
    add(&[look.cue, word.shape, first]);
    add(&[look.cue, of(1, |look| look.word.shape)]);
    add(&[look.cue, of(1, |look| look.cue)]);
    add(&[of(-1, |look| look.cue), look.cue]);
    add(&[look.relation, look.head_cue]);
    add(&[look.relation, look.head_cue, word.shape]);
    add(&[look.apposition]);
    for offset in [-1, 0, 1] {
        add(&[of(offset, |look| look.before)]);
    }
    add(&[look.before, word.shape]);
    add(&[one, look.before]);
    add(&[look.before, of(1, |look| look.before)]);
    add(&[look.before, first]);
    add(&[look.before, look.hit]);
}
