//! Whether a written word is a contraction here.

use super::columns::{ColumnReader, ColumnWriter, Malformed};
use super::linear_model::{LinearModel, Scorer, feature};
use super::perceptron::{Perceptron, Shuffle, above};
use super::words::WordTables;

/// Decides ambiguous contractions.
#[derive(Clone, Debug, Default)]
pub struct Segmenter {
    model: LinearModel,
}

/// A written word with two neighbours on each side, as features.
#[derive(Clone, Debug)]
pub struct ContractionContext {
    features: Vec<u32>,
}

impl ContractionContext {
    /// From the forms around the middle one; `""` where there is none.
    #[must_use]
    pub fn new(around: [&str; 5], tables: &WordTables) -> Self {
        let words = tables.words(around.into_iter());
        let [before2, before, middle, after, after2] = &words[..] else { return Self { features: Vec::new() } };
        let mut features = Vec::with_capacity(32);
        let mut template = 700;
        let mut add = |atoms: &[u32]| {
            features.push(feature(template, atoms));
            features.push(feature(template + 100, &[middle.lower, feature(0, atoms)]));
            template += 1;
        };
        add(&[]);
        add(&[middle.shape]);
        for word in [before2, before, after, after2] {
            add(&[word.lower]);
            add(&[word.tag_set]);
            add(&[word.analyses]);
            add(&[word.clusters[1]]);
            add(&[word.clusters[2]]);
            add(&[word.suffixes[2]]);
        }
        add(&[before.lower, after.lower]);
        add(&[before2.lower, before.lower]);
        add(&[before.analyses, after.analyses]);
        add(&[before.clusters[1], after.clusters[1]]);
        add(&[before.clusters[2], after.clusters[2]]);
        add(&[before.tag_set, after.tag_set, after2.tag_set]);
        add(&[before2.tag_set, before.tag_set, after.tag_set]);
        add(&[before2.clusters[2], before.clusters[2]]);
        add(&[before.shape]);
        Self { features }
    }
}

impl Segmenter {
    /// Whether the written word is a contraction; true without a model.
    #[must_use]
    pub fn is_contraction(&self, context: &ContractionContext) -> bool {
        if self.model.is_empty() {
            return true;
        }
        let mut scores = Vec::new();
        self.model.score(&context.features, &mut scores);
        scores[1] >= scores[0]
    }

    /// Reads what [`train`] made.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let model = LinearModel::decode(ColumnReader::new(bytes).bytes()?)?;
        if model.classes() == 2 { Ok(Self { model }) } else { Err(Malformed("two classes are wanted")) }
    }
}

/// Learns from contexts and whether they held a contraction; gives the model file.
#[must_use]
pub fn train(examples: &[(ContractionContext, bool)]) -> Vec<u8> {
    let mut model = Perceptron::new(2);
    let mut random = Shuffle::new(19);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut scores = Vec::new();
    for _ in 0..10 {
        random.shuffle(&mut order);
        for &index in &order {
            let (context, right) = &examples[index];
            model.score(&context.features, &mut scores);
            model.tick();
            model.update(&context.features, usize::from(*right), usize::from(scores[1] >= scores[0]));
        }
    }
    let classes = ["word".to_owned(), "contraction".to_owned()];
    let mut writer = ColumnWriter::default();
    writer.bytes(&LinearModel::encode(&classes, &above(model.averaged(), 0.2)));
    writer.finish()
}
