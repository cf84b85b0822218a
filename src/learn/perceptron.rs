//! Averaged perceptron: learns the weights of a [`LinearModel`](super::linear_model::LinearModel) from mistakes.
//!
//! Collins (2002), "Discriminative training methods for hidden Markov models". All arithmetic is on integers, so
//! the same examples in the same order give the same weights on every machine.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::linear_model::{Row, Scorer};

/// A model in training.
#[derive(Debug, Default)]
pub struct Perceptron {
    classes: usize,
    rows: FxHashMap<u32, u32>,
    /// Weights of a row, and beside them what only updates need: scoring reads half of what lies in one place.
    weights: Vec<Vec<Weight>>,
    /// For each weight the sum of (time × change): its average over time is `weight - lag / time`.
    lags: Vec<Vec<i64>>,
    /// Number of examples seen, the clock of averaging.
    time: i64,
}

/// The weight of one feature for one class.
#[derive(Clone, Copy, Debug)]
struct Weight {
    class: u32,
    weight: i32,
}

impl Perceptron {
    /// No weights yet.
    #[must_use]
    pub fn new(classes: usize) -> Self {
        Self { classes, ..Self::default() }
    }

    /// One more example was seen; weights as they are now enter the average.
    pub fn tick(&mut self) {
        self.time += 1;
    }

    /// Moves the weights of these features towards `right` and away from `wrong`.
    pub fn update(&mut self, features: &[u32], right: usize, wrong: usize) {
        if right == wrong {
            return;
        }
        for &feature in features {
            self.change(feature, right, 1);
            self.change(feature, wrong, -1);
        }
    }

    fn change(&mut self, feature: u32, class: usize, by: i32) {
        let next = self.weights.len() as u32;
        let row = *self.rows.entry(feature).or_insert(next) as usize;
        if row == next as usize {
            self.weights.push(Vec::with_capacity(2));
            self.lags.push(Vec::with_capacity(2));
        }
        let (weights, lags) = (&mut self.weights[row], &mut self.lags[row]);
        let lag = self.time * i64::from(by);
        match weights.iter().position(|weight| weight.class as usize == class) {
            Some(at) => {
                weights[at].weight += by;
                lags[at] += lag;
            }
            None => {
                weights.push(Weight { class: class as u32, weight: by });
                lags.push(lag);
            }
        }
    }

    /// The averaged weights, sorted by feature.
    #[must_use]
    pub fn averaged(&self) -> Vec<Row> {
        let time = self.time.max(1) as f64;
        let mut features: Vec<(u32, u32)> = self.rows.iter().map(|(&feature, &row)| (feature, row)).collect();
        features.sort_unstable();
        let mut rows = Vec::new();
        for (feature, row) in features {
            let mut weights: Vec<(u8, f64)> = self.weights[row as usize]
                .iter()
                .zip(&self.lags[row as usize])
                .map(|(weight, &lag)| (weight.class as u8, f64::from(weight.weight) - lag as f64 / time))
                .filter(|(_, weight)| *weight != 0.0)
                .collect();
            if !weights.is_empty() {
                weights.sort_by_key(|&(class, _)| class);
                rows.push(Row { feature, weights });
            }
        }
        rows
    }
}

impl Scorer for Perceptron {
    fn classes(&self) -> usize {
        self.classes
    }

    /// Does each kind of look-up for many features before the next kind: they wait for memory, and wait together.
    fn score(&self, features: &[u32], scores: &mut Vec<i32>) {
        scores.clear();
        scores.resize(self.classes, 0);
        let mut rows: [&[Weight]; 64] = [&[]; 64];
        let mut firsts = [Weight { class: 0, weight: 0 }; 64];
        for some in features.chunks(rows.len()) {
            let mut found = 0;
            for feature in some {
                if let Some(&row) = self.rows.get(feature) {
                    rows[found] = &self.weights[row as usize];
                    found += 1;
                }
            }
            for (first, row) in firsts.iter_mut().zip(&rows[..found]) {
                *first = row[0];
            }
            for (first, row) in firsts.iter().zip(&rows[..found]) {
                scores[first.class as usize] += first.weight;
                for weight in &row[1..] {
                    scores[weight.class as usize] += weight.weight;
                }
            }
        }
    }
}

/// The mean of the weights of several models with the same classes: what they agree in stays, accidents of the order in
/// which they saw the examples cancel out.
#[must_use]
pub fn average(models: Vec<Vec<Row>>) -> Vec<Row> {
    let count = models.len().max(1) as f64;
    let mut rows: Vec<Row> = models.into_iter().flatten().collect();
    // Stable: rows of one feature stay in the order of their models, and sums of floating numbers are the same.
    rows.sort_by_key(|row| row.feature);
    let mut means: Vec<Row> = Vec::new();
    for of_feature in rows.chunk_by(|a, b| a.feature == b.feature) {
        let mut weights: BTreeMap<u8, f64> = BTreeMap::new();
        for &(class, weight) in of_feature.iter().flat_map(|row| &row.weights) {
            *weights.entry(class).or_default() += weight;
        }
        let weights = weights.into_iter().map(|(class, sum)| (class, sum / count)).collect();
        means.push(Row { feature: of_feature[0].feature, weights });
    }
    means
}

/// Rows without the weights below a threshold: they come from single mistakes and make most of the size.
#[must_use]
pub fn above(mut rows: Vec<Row>, threshold: f64) -> Vec<Row> {
    for row in &mut rows {
        row.weights.retain(|(_, weight)| weight.abs() >= threshold);
    }
    rows.retain(|row| !row.weights.is_empty());
    rows
}

/// A random order that is the same everywhere: xorshift64* and a Fisher-Yates shuffle.
#[derive(Clone, Debug)]
pub struct Shuffle(u64);

impl Shuffle {
    /// From a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `bound`, which must not be 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        (high as usize * bound) >> 32
    }

    /// Puts `things` in random order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            let other = self.below(last + 1);
            things.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::linear_model::LinearModel;
    use super::*;

    #[test]
    fn learns_what_one_feature_alone_cannot_say() {
        // The class is 1 when both features are there.
        let examples: [(&[u32], usize); 4] = [(&[1, 9], 0), (&[2, 9], 0), (&[1, 2, 9], 1), (&[9], 0)];
        let mut perceptron = Perceptron::new(2);
        let mut scores = Vec::new();
        for _ in 0..1000 {
            for (features, class) in examples {
                perceptron.score(features, &mut scores);
                let predicted = usize::from(scores[1] > scores[0]);
                perceptron.tick();
                perceptron.update(features, class, predicted);
            }
        }
        let names = ["no".to_owned(), "yes".to_owned()];
        let model = LinearModel::decode(&LinearModel::encode(&names, &perceptron.averaged())).unwrap();
        for (features, class) in examples {
            model.score(features, &mut scores);
            assert_eq!(usize::from(scores[1] > scores[0]), class, "{features:?} {scores:?}");
        }
    }

    #[test]
    fn shuffles_the_same_way_every_time() {
        let mut order: Vec<_> = (0..10).collect();
        Shuffle::new(1).shuffle(&mut order);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..10).collect::<Vec<_>>());
        let mut again: Vec<_> = (0..10).collect();
        Shuffle::new(1).shuffle(&mut again);
        assert_eq!(order, again);
        assert_ne!(order, sorted);
    }
}
