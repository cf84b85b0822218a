//! Averaged perceptron: learns the weights of a [`LinearModel`](super::linear_model::LinearModel) from mistakes.
//!
//! Collins (2002), "Discriminative training methods for hidden Markov models". All arithmetic is on integers, so
//! the same examples in the same order give the same weights on every machine.

use std::collections::BTreeMap;

use super::linear_model::{Row, Scorer};

/// A model in training.
#[derive(Clone, Debug, Default)]
pub struct Perceptron {
    classes: usize,
    /// Open addressing on the low bits of the feature; a power of two of them, at most half in use.
    slots: Vec<Slot>,
    used: usize,
    /// Weights of all rows, each with its class in the lowest eight bits. A row that outgrows its place moves to the end.
    cells: Vec<i32>,
    /// For each weight the sum of (time × change): its average over time is `weight - lag / time`. Apart from the
    /// weights, for only updates need them.
    lags: Vec<i64>,
    /// Number of examples seen, the clock of averaging.
    time: i64,
    /// Whether it learns no other weights than those it began with.
    closed: bool,
}

/// Where the row of a feature is.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    feature: u32,
    start: u32,
    /// Weights in it; 0 in a free slot.
    length: u16,
    room: u16,
}

const CLASS_BITS: u32 = 8;

impl Perceptron {
    /// No weights yet; at most 256 classes.
    #[must_use]
    pub fn new(classes: usize) -> Self {
        Self { classes, slots: vec![Slot::default(); 1024], ..Self::default() }
    }

    /// The weights of these rows, all 0 again, and no others will ever be learned.
    #[must_use]
    pub fn confined_to(rows: &[Row], classes: usize) -> Self {
        let mut model = Self::new(classes);
        for row in rows {
            for &(class, _) in &row.weights {
                model.change(row.feature, usize::from(class), 0);
            }
        }
        model.closed = true;
        model
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
        let at = if self.closed { self.find(feature) } else { self.place(feature) };
        let slot = self.slots[at];
        let row = slot.start as usize..slot.start as usize + usize::from(slot.length);
        let lag = self.time * i64::from(by);
        match self.cells[row.clone()].iter().position(|&cell| cell as u8 == class as u8) {
            Some(found) => {
                self.cells[row.start + found] += by << CLASS_BITS;
                self.lags[row.start + found] += lag;
            }
            None if self.closed => {}
            None => {
                let end = self.room_for_one(at);
                self.cells[end] = by << CLASS_BITS | i32::from(class as u8);
                self.lags[end] = lag;
            }
        }
    }

    /// The slot of a feature, taken for it if it has none.
    fn place(&mut self, feature: u32) -> usize {
        let at = self.find(feature);
        if self.slots[at].length > 0 {
            return at;
        }
        self.used += 1;
        if self.used * 2 > self.slots.len() {
            let slots = std::mem::take(&mut self.slots);
            self.slots = vec![Slot::default(); slots.len() * 2];
            for slot in slots.into_iter().filter(|slot| slot.length > 0) {
                let at = self.find(slot.feature);
                self.slots[at] = slot;
            }
        }
        let at = self.find(feature);
        self.slots[at].feature = feature;
        at
    }

    /// Makes the row one longer; the place of the new weight.
    fn room_for_one(&mut self, at: usize) -> usize {
        let slot = self.slots[at];
        let (start, length) = (slot.start as usize, usize::from(slot.length));
        if slot.length == slot.room {
            let moved = self.cells.len();
            let room = (length * 2).max(2);
            self.cells.extend_from_within(start..start + length);
            self.cells.resize(moved + room, 0);
            self.lags.extend_from_within(start..start + length);
            self.lags.resize(moved + room, 0);
            self.slots[at] = Slot { start: moved as u32, room: room as u16, ..slot };
        }
        self.slots[at].length += 1;
        self.slots[at].start as usize + length
    }

    /// The slot of a feature, or the free one where it would be.
    #[inline]
    fn find(&self, feature: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = feature as usize & mask;
        while self.slots[at].length > 0 && self.slots[at].feature != feature {
            at = (at + 1) & mask;
        }
        at
    }

    /// The averaged weights, sorted by feature.
    #[must_use]
    pub fn averaged(&self) -> Vec<Row> {
        let time = self.time.max(1) as f64;
        let mut slots: Vec<Slot> = self.slots.iter().filter(|slot| slot.length > 0).copied().collect();
        slots.sort_unstable_by_key(|slot| slot.feature);
        let mut rows = Vec::new();
        for slot in slots {
            let row = slot.start as usize..slot.start as usize + usize::from(slot.length);
            let mut weights: Vec<(u8, f64)> = self.cells[row.clone()]
                .iter()
                .zip(&self.lags[row])
                .map(|(&cell, &lag)| (cell as u8, f64::from(cell >> CLASS_BITS) - lag as f64 / time))
                .filter(|(_, weight)| *weight != 0.0)
                .collect();
            if !weights.is_empty() {
                weights.sort_by_key(|&(class, _)| class);
                rows.push(Row { feature: slot.feature, weights });
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
        let mut rows: [&[i32]; 64] = [&[]; 64];
        let mut firsts = [0_i32; 64];
        for some in features.chunks(rows.len()) {
            let mut found = 0;
            for &feature in some {
                let slot = self.slots[self.find(feature)];
                if slot.length > 0 {
                    rows[found] = &self.cells[slot.start as usize..slot.start as usize + usize::from(slot.length)];
                    found += 1;
                }
            }
            for (first, row) in firsts.iter_mut().zip(&rows[..found]) {
                *first = row[0];
            }
            for (first, row) in firsts.iter().zip(&rows[..found]) {
                scores[usize::from(*first as u8)] += first >> CLASS_BITS;
                for cell in &row[1..] {
                    scores[usize::from(*cell as u8)] += cell >> CLASS_BITS;
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
    fn a_confined_model_learns_no_other_weights() {
        let rows = [Row { feature: 7, weights: vec![(0, 3.0)] }, Row { feature: 9, weights: vec![(1, -1.0)] }];
        let mut perceptron = Perceptron::confined_to(&rows, 2);
        let mut scores = Vec::new();
        perceptron.score(&[7, 9], &mut scores);
        assert_eq!(scores, [0, 0], "it begins from nothing");
        perceptron.tick();
        perceptron.update(&[7, 8, 9], 0, 1);
        perceptron.score(&[7, 8, 9], &mut scores);
        assert_eq!(scores, [1, -1]);
        let features: Vec<u32> = perceptron.averaged().iter().map(|row| row.feature).collect();
        assert!(!features.contains(&8));
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
