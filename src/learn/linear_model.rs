//! A linear classifier over hashed features, quantised to a byte a weight.
//!
//! A feature is a 32-bit hash of a template and what fills it. The table holds the hash itself, so that a
//! feature never seen in training scores nothing (one in about twenty thousand meets a stranger's row);
//! hashing into a fixed number of buckets instead would cost one to two points of attachment score.

use super::columns::{ColumnReader, ColumnWriter, Malformed};

/// Something that adds the weights of a feature to the scores of classes: a model in use, or one in training.
pub trait Scorer {
    /// Number of classes.
    fn classes(&self) -> usize;

    /// Adds the weights of one feature.
    fn add_scores(&self, feature: u32, scores: &mut [i32]);

    /// Sets `scores` to the sums of the weights of `features`.
    #[inline]
    fn score(&self, features: &[u32], scores: &mut Vec<i32>) {
        scores.clear();
        scores.resize(self.classes(), 0);
        for &feature in features {
            self.add_scores(feature, scores);
        }
    }
}

/// Weights ready for use.
#[derive(Clone, Debug, Default)]
pub struct LinearModel {
    classes: Vec<String>,
    /// Open addressing on the low bits of the feature; `start` points into `cells`, 0 marks a free slot.
    slots: Vec<Slot>,
    /// One bit for each value of the high bits of a feature: set when some feature of the table has it. Most features
    /// of a text were never seen in training; this small table turns them away without touching the large one.
    seen: Vec<u64>,
    /// Rows one after another: a head (number of weights, index of the scale), then (class, weight) pairs.
    cells: Vec<[u8; 2]>,
    scales: Vec<i32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    feature: u32,
    start: u32,
}

/// One row in training precision.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The feature.
    pub feature: u32,
    /// Classes in ascending order with their weights; none is 0.
    pub weights: Vec<(u8, f64)>,
}

/// Ratio of one scale to the next; with i8 weights the rounding error stays below half a per cent of the
/// largest weight of a row, plus this ratio's share.
const SCALE_RATIO: f64 = 1.2;
/// What a weight of 1 becomes: scores are sums of integers, so that their order cannot matter.
const UNIT: f64 = 64.0;

impl LinearModel {
    /// Names of the classes; a score's index is the index of its class.
    #[must_use]
    pub fn class_names(&self) -> &[String] {
        &self.classes
    }

    /// Whether nothing was ever learned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.len() <= 1
    }

    /// The weights as they are after quantisation, sorted by feature.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = self
            .slots
            .iter()
            .filter(|slot| slot.start != 0)
            .map(|slot| {
                let start = slot.start as usize;
                let [length, scale] = self.cells[start];
                let scale = f64::from(self.scales[usize::from(scale)]) / UNIT;
                let cells = &self.cells[start + 1..start + 1 + row_length(length)];
                let weights = cells.iter().map(|&[class, weight]| (class, f64::from(weight as i8) * scale)).collect();
                Row { feature: slot.feature, weights }
            })
            .collect();
        rows.sort_by_key(|row| row.feature);
        rows
    }

    /// Writes rows as a model file, quantised. Rows must be sorted by feature, each once; at most 256 classes.
    #[must_use]
    pub fn encode(classes: &[String], rows: &[Row]) -> Vec<u8> {
        let mut features = ColumnWriter::default();
        let (mut lengths, mut scales) = (Vec::new(), Vec::new());
        let (mut row_classes, mut row_weights) = (Vec::new(), Vec::new());
        let (mut previous, mut count) = (0_u32, 0_u64);
        for row in rows {
            let largest = row.weights.iter().map(|(_, weight)| weight.abs()).fold(0.0, f64::max);
            let scale = scale_for(largest);
            let step = scale_value(scale);
            let kept: Vec<(u8, i8)> = row
                .weights
                .iter()
                .map(|&(class, weight)| (class, (weight * UNIT / step).round().clamp(-127.0, 127.0) as i8))
                .filter(|&(_, weight)| weight != 0)
                .collect();
            if kept.is_empty() {
                continue;
            }
            features.number(u64::from(row.feature - previous));
            previous = row.feature;
            count += 1;
            // 256 weights do not fit a byte; 0 stands for it.
            lengths.push(kept.len() as u8);
            scales.push(scale);
            for (class, weight) in kept {
                row_classes.push(class);
                row_weights.push(weight as u8);
            }
        }
        let mut writer = ColumnWriter::default();
        writer.number(classes.len() as u64);
        for class in classes {
            writer.text(class);
        }
        writer.number(count);
        writer.bytes(&features.finish());
        writer.bytes(&lengths);
        writer.bytes(&scales);
        writer.bytes(&row_classes);
        writer.bytes(&row_weights);
        writer.finish()
    }

    /// Reads what [`LinearModel::encode`] wrote.
    ///
    /// # Errors
    /// When the columns do not fit each other.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = ColumnReader::new(bytes);
        let classes = (0..reader.count()?).map(|_| reader.text().map(str::to_owned)).collect::<Result<Vec<_>, _>>()?;
        let rows = reader.count()?;
        let mut features = ColumnReader::new(reader.bytes()?);
        let (lengths, scales) = (reader.bytes()?, reader.bytes()?);
        let (row_classes, row_weights) = (reader.bytes()?, reader.bytes()?);
        if lengths.len() != rows || scales.len() != rows || row_classes.len() != row_weights.len() {
            return Err(Malformed("columns of different lengths"));
        }
        if row_classes.iter().any(|&class| usize::from(class) >= classes.len()) {
            return Err(Malformed("a class without a name"));
        }
        let mask = (rows + rows / 3 + 1).next_power_of_two() - 1;
        let mut slots = vec![Slot::default(); mask + 1];
        let mut seen = vec![0_u64; 1 << (SEEN_BITS - 6)];
        let mut cells = Vec::with_capacity(row_classes.len() + rows + 1);
        cells.push([0, 0]);
        let (mut feature, mut at) = (0_u32, 0);
        for (&length, &scale) in lengths.iter().zip(scales) {
            let delta = u32::try_from(features.number()?).map_err(|_| Malformed("a feature beyond 32 bits"))?;
            feature = feature.checked_add(delta).ok_or(Malformed("features out of order"))?;
            let mut slot = feature as usize & mask;
            while slots[slot].start != 0 {
                slot = (slot + 1) & mask;
            }
            let start = u32::try_from(cells.len()).map_err(|_| Malformed("too many weights"))?;
            slots[slot] = Slot { feature, start };
            let bit = feature >> (32 - SEEN_BITS);
            seen[(bit >> 6) as usize] |= 1 << (bit & 63);
            cells.push([length, scale]);
            let until = at + row_length(length);
            let pairs = row_classes.get(at..until).zip(row_weights.get(at..until));
            let (of_classes, of_weights) = pairs.ok_or(Malformed("fewer weights than announced"))?;
            cells.extend(of_classes.iter().zip(of_weights).map(|(&class, &weight)| [class, weight]));
            at = until;
        }
        let scales = (0..=u8::MAX).map(|scale| scale_value(scale).round().max(1.0) as i32).collect();
        Ok(Self { classes, slots, seen, cells, scales })
    }
}

impl Scorer for LinearModel {
    fn classes(&self) -> usize {
        self.classes.len()
    }

    fn add_scores(&self, feature: u32, scores: &mut [i32]) {
        if let Some(start) = self.find(feature) {
            self.add_row(start, scores);
        }
    }

    /// Looks all features up before adding any: the look-ups wait for memory, and wait together.
    #[inline]
    fn score(&self, features: &[u32], scores: &mut Vec<i32>) {
        scores.clear();
        scores.resize(self.classes.len(), 0);
        let mut starts = [0_u32; 64];
        for some in features.chunks(starts.len()) {
            let mut found = 0;
            for &feature in some {
                starts[found] = self.find(feature).unwrap_or(0);
                found += usize::from(starts[found] != 0);
            }
            for &start in &starts[..found] {
                self.add_row(start, scores);
            }
        }
    }
}

/// 2^22 bits are 512 KiB: they fit the second-level cache beside what else is hot.
const SEEN_BITS: u32 = 22;

impl LinearModel {
    #[inline]
    fn find(&self, feature: u32) -> Option<u32> {
        let bit = feature >> (32 - SEEN_BITS);
        let word = self.seen.get((bit >> 6) as usize)?;
        if word & (1 << (bit & 63)) == 0 {
            return None;
        }
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = feature as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.start == 0 {
                return None;
            }
            if slot.feature == feature {
                return Some(slot.start);
            }
            at = (at + 1) & mask;
        }
    }

    #[inline]
    fn add_row(&self, start: u32, scores: &mut [i32]) {
        let start = start as usize;
        let [length, scale] = self.cells[start];
        let scale = self.scales[usize::from(scale)];
        for &[class, weight] in &self.cells[start + 1..start + 1 + row_length(length)] {
            scores[usize::from(class)] += i32::from(weight as i8) * scale;
        }
    }
}

fn row_length(stored: u8) -> usize {
    if stored == 0 { 256 } else { usize::from(stored) }
}

/// The smallest scale at which `largest` fits a signed byte.
fn scale_for(largest: f64) -> u8 {
    (0..u8::MAX).find(|&scale| scale_value(scale).round().max(1.0) * 127.0 >= largest * UNIT).unwrap_or(u8::MAX)
}

/// Kept below 2^20 so that sums of some hundred products with a byte fit 32 bits.
fn scale_value(scale: u8) -> f64 {
    SCALE_RATIO.powi(i32::from(scale).min(76)).round()
}

/// Hashes a template and what fills it. Good mixing of the high bits matters: they are the feature.
#[inline]
#[must_use]
pub fn feature(template: u32, atoms: &[u32]) -> u32 {
    const MULTIPLIER: u64 = 0x517c_c1b7_2722_0a95;
    let mut hash = u64::from(template).wrapping_add(1).wrapping_mul(MULTIPLIER);
    for &atom in atoms {
        hash = (hash.rotate_left(23) ^ u64::from(atom)).wrapping_mul(MULTIPLIER);
    }
    ((hash ^ (hash >> 29)).wrapping_mul(MULTIPLIER) >> 32) as u32
}

/// Hashes a text to an atom of features. FNV-1a: short words, no state, the same on every machine.
#[inline]
#[must_use]
pub fn atom(text: &str) -> u32 {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash ^ (hash >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(model: &LinearModel, features: &[u32]) -> Vec<i32> {
        let mut scores = Vec::new();
        model.score(features, &mut scores);
        scores
    }

    #[test]
    fn weights_survive_the_file_up_to_rounding() {
        let classes = vec!["a".to_owned(), "b".to_owned(), "c".to_owned()];
        let rows = vec![
            Row { feature: 7, weights: vec![(0, 1.0), (2, -0.5)] },
            Row { feature: 8, weights: vec![(1, 900.0)] },
            Row { feature: u32::MAX, weights: vec![(0, 0.25), (1, 12.0)] },
        ];
        let model = LinearModel::decode(&LinearModel::encode(&classes, &rows)).unwrap();
        assert_eq!(model.class_names(), classes);
        assert_eq!(scores(&model, &[7]), [64, 0, -32]);
        assert_eq!(scores(&model, &[9]), [0, 0, 0]);
        let large = scores(&model, &[8, u32::MAX]);
        assert!((large[1] - 912 * 64).abs() < 64 * 5, "{large:?}");
    }

    #[test]
    fn damaged_files_are_refused() {
        let rows = vec![Row { feature: 7, weights: vec![(0, 1.0)] }];
        let good = LinearModel::encode(&["a".to_owned()], &rows);
        assert!((0..good.len()).all(|length| LinearModel::decode(&good[..length]).is_err()));
    }

    #[test]
    fn features_of_different_templates_and_orders_differ() {
        assert_ne!(feature(1, &[2, 3]), feature(1, &[3, 2]));
        assert_ne!(feature(1, &[2, 3]), feature(2, &[2, 3]));
        assert_ne!(feature(1, &[0]), feature(1, &[0, 0]));
    }
}
