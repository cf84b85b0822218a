//! A linear classifier over hashed features, a byte a weight.
//!
//! A feature is a 32-bit hash of a template and what fills it. The table holds the hash itself, so that a
//! feature never seen in training scores nothing (one in about twenty thousand meets a stranger's row);
//! hashing into a fixed number of buckets instead would cost one to two points of attachment score.

use super::columns::{BitReader, BitWriter, ColumnReader, ColumnWriter, Malformed, rice_width};

/// Something that adds the weights of a feature to the scores of classes: a model in use, or one in training.
pub trait Scorer {
    /// Number of classes.
    fn classes(&self) -> usize;

    /// Sets `scores` to the sums of the weights of `features`.
    fn score(&self, features: &[u32], scores: &mut Vec<i32>);
}

/// Weights ready for use.
#[derive(Clone, Debug, Default)]
pub struct LinearModel {
    classes: Vec<String>,
    rows: usize,
    /// Open addressing on the low bits of the feature.
    slots: Vec<Slot>,
    /// One bit for each value of the high bits of a feature: set when some feature of the table has it. Most features
    /// of a text were never seen in training; this small table turns them away without touching the large one.
    seen: Vec<u64>,
    /// Rows of several weights, the longest first, which are wanted most often and so lie together: a head with the
    /// number of weights, then pairs of class and code of weight.
    cells: Vec<[u8; 2]>,
    /// What the codes stand for.
    values: Option<Box<[i32; 256]>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    feature: u32,
    /// 0 when free; a place in `cells`; or [`ALONE`] with class and code of the only weight.
    row: u32,
}

/// Marks rows of one weight, most of all: they need no second look into memory.
const ALONE: u32 = 1 << 31;

/// One row in training precision.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The feature.
    pub feature: u32,
    /// Classes in ascending order with their weights; none is 0.
    pub weights: Vec<(u8, f64)>,
}

/// What a weight of 1 becomes: scores are sums of integers, so that their order cannot matter.
const UNIT: f64 = 64.0;
/// The smallest weight a byte stands for.
const SMALLEST: f64 = 0.125;
/// Ratio of one magnitude to the next, the eighth root of two: rounding is off by four per cent at most, which sums of
/// dozens of weights do not notice, and 128 magnitudes reach from an eighth to above 7,000.
const RATIO: f64 = 1.090_507_732_665_257_7;

impl LinearModel {
    /// Names of the classes; a score's index is the index of its class.
    #[must_use]
    pub fn class_names(&self) -> &[String] {
        &self.classes
    }

    /// Whether nothing was ever learned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Writes rows as a model file, each weight as the nearest of 256 values. Rows must be sorted by feature, each once; at
    /// most 256 classes.
    #[must_use]
    pub fn encode(classes: &[String], rows: &[Row]) -> Vec<u8> {
        let magnitudes = magnitudes();
        let mut features = Vec::new();
        let (mut lengths, mut row_classes, mut row_weights) = (Vec::new(), Vec::new(), Vec::new());
        for row in rows {
            let before = row_classes.len();
            for &(class, weight) in &row.weights {
                if let Some(code) = code_of(weight * UNIT, &magnitudes) {
                    row_classes.push(class);
                    row_weights.push(code);
                }
            }
            if row_classes.len() > before {
                features.push(row.feature);
                // 256 weights do not fit a byte; 0 stands for it.
                lengths.push((row_classes.len() - before) as u8);
            }
        }
        let mut writer = ColumnWriter::default();
        writer.number(classes.len() as u64);
        for class in classes {
            writer.text(class);
        }
        writer.number(features.len() as u64);
        let width = rice_width(features.len(), u32::BITS);
        let mut distances = BitWriter::default();
        let mut previous = 0;
        for feature in features {
            distances.rice(feature - previous, width);
            previous = feature;
        }
        writer.bytes(&distances.finish());
        writer.bytes(&lengths);
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
        let mut distances = BitReader::new(reader.bytes()?);
        let width = rice_width(rows, u32::BITS);
        let lengths = reader.bytes()?;
        let (row_classes, row_weights) = (reader.bytes()?, reader.bytes()?);
        if lengths.len() != rows || row_classes.len() != row_weights.len() {
            return Err(Malformed("columns of different lengths"));
        }
        if row_classes.iter().any(|&class| usize::from(class) >= classes.len()) {
            return Err(Malformed("a class without a name"));
        }
        let mut places = Vec::with_capacity(rows);
        let mut at = 0;
        for &length in lengths {
            places.push(at);
            at += row_length(length);
        }
        if at != row_classes.len() {
            return Err(Malformed("fewer or more weights than announced"));
        }
        let mut cells = Vec::with_capacity(row_classes.len() + rows + 1);
        cells.push([0, 0]);
        let mut starts = vec![0_u32; rows];
        let mut of_length = vec![Vec::new(); 257];
        for (row, &length) in lengths.iter().enumerate() {
            of_length[row_length(length)].push(row as u32);
        }
        for row in of_length.into_iter().rev().flatten() {
            let row = row as usize;
            let length = row_length(lengths[row]);
            let (classes, codes) = (&row_classes[places[row]..], &row_weights[places[row]..]);
            if length == 1 {
                starts[row] = ALONE | u32::from(classes[0]) << 8 | u32::from(codes[0]);
                continue;
            }
            starts[row] = u32::try_from(cells.len()).ok().filter(|start| start & ALONE == 0).unwrap_or(0);
            cells.push([lengths[row], 0]);
            cells.extend(classes[..length].iter().zip(codes).map(|(&class, &code)| [class, code]));
        }
        let mask = (rows + rows / 3 + 1).next_power_of_two() - 1;
        let mut slots = vec![Slot::default(); mask + 1];
        let mut seen = vec![0_u64; 1 << (SEEN_BITS - 6)];
        let mut feature = 0_u32;
        for row in starts {
            feature = feature.checked_add(distances.rice(width)?).ok_or(Malformed("features out of order"))?;
            let mut slot = feature as usize & mask;
            while slots[slot].row != 0 {
                slot = (slot + 1) & mask;
            }
            slots[slot] = Slot { feature, row };
            let bit = feature >> (32 - SEEN_BITS);
            seen[(bit >> 6) as usize] |= 1 << (bit & 63);
        }
        Ok(Self { classes, rows, slots, seen, cells, values: Some(Box::new(values())) })
    }
}

impl Scorer for LinearModel {
    fn classes(&self) -> usize {
        self.classes.len()
    }

    /// Does each kind of look-up for many features before the next kind: they wait for memory, and wait together.
    #[inline]
    fn score(&self, features: &[u32], scores: &mut Vec<i32>) {
        scores.clear();
        scores.resize(256, 0);
        if let (Some(sums), Some(values), Some(mask)) =
            (scores.first_chunk_mut::<256>(), &self.values, self.slots.len().checked_sub(1))
        {
            for some in features.chunks(AT_ONCE) {
                self.add_rows(some, mask, values, sums);
            }
        }
        scores.truncate(self.classes.len());
    }
}

/// Number of features looked up together.
const AT_ONCE: usize = 64;

/// 2^22 bits are 512 KiB: they fit the second-level cache beside what else is hot.
const SEEN_BITS: u32 = 22;

impl LinearModel {
    #[inline]
    fn add_rows(&self, features: &[u32], mask: usize, values: &[i32; 256], sums: &mut [i32; 256]) {
        let mut wanted = [0_u32; AT_ONCE];
        let mut count = 0;
        for &feature in features {
            let bit = feature >> (32 - SEEN_BITS);
            let may_be = self.seen[(bit >> 6) as usize] >> (bit & 63) & 1;
            wanted[count & (AT_ONCE - 1)] = feature;
            count += may_be as usize;
        }
        let mut slots = [Slot::default(); AT_ONCE];
        for (slot, &feature) in slots.iter_mut().zip(&wanted[..count]) {
            *slot = self.slots[feature as usize & mask];
        }
        let mut starts = [0_u32; AT_ONCE];
        let mut several = 0;
        for (&first, &feature) in slots.iter().zip(&wanted[..count]) {
            let row = if first.feature == feature { first.row } else { self.row_behind(feature, mask) };
            if row & ALONE != 0 {
                sums[(row >> 8 & 0xff) as usize] += values[(row & 0xff) as usize];
            } else {
                starts[several & (AT_ONCE - 1)] = row;
                several += usize::from(row != 0);
            }
        }
        let mut lengths = [0_u8; AT_ONCE];
        for (length, &start) in lengths.iter_mut().zip(&starts[..several]) {
            *length = self.cells[start as usize][0];
        }
        for (&start, &length) in starts.iter().zip(&lengths[..several]) {
            let start = start as usize + 1;
            for &[class, code] in &self.cells[start..start + row_length(length)] {
                sums[usize::from(class)] += values[usize::from(code)];
            }
        }
    }

    /// The row of a feature whose first slot another one holds; 0 when it has none.
    fn row_behind(&self, feature: u32, mask: usize) -> u32 {
        let mut at = feature as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.row == 0 || slot.feature == feature {
                return slot.row;
            }
            at = (at + 1) & mask;
        }
    }
}

fn row_length(stored: u8) -> usize {
    if stored == 0 { 256 } else { usize::from(stored) }
}

/// The sizes of weights that a byte can say, in units of scores.
fn magnitudes() -> [f64; 128] {
    let mut magnitude = SMALLEST * UNIT;
    [(); 128].map(|()| {
        let this = magnitude;
        magnitude *= RATIO;
        this
    })
}

/// What each byte stands for: magnitudes in ascending order, then the same below zero.
fn values() -> [i32; 256] {
    let positive = magnitudes().map(|magnitude| magnitude.round() as i32);
    let mut values = [0; 256];
    for (at, value) in positive.into_iter().enumerate() {
        (values[at], values[at + 128]) = (value, -value);
    }
    values
}

/// The byte for a weight; none for one nearer to 0 than to the smallest.
fn code_of(weight: f64, magnitudes: &[f64; 128]) -> Option<u8> {
    let size = weight.abs();
    if size < magnitudes[0] / 2.0 {
        return None;
    }
    let above = magnitudes.partition_point(|&magnitude| magnitude < size).min(127);
    // Nearest by ratio: both lie within a factor of the root of the ratio.
    let nearest = if above > 0 && size / magnitudes[above - 1] < magnitudes[above] / size { above - 1 } else { above };
    Some(nearest as u8 + if weight < 0.0 { 128 } else { 0 })
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
            Row { feature: u32::MAX, weights: vec![(0, 0.25), (1, 12.0), (2, -0.01)] },
        ];
        let model = LinearModel::decode(&LinearModel::encode(&classes, &rows)).unwrap();
        assert_eq!(model.class_names(), classes);
        assert_eq!(scores(&model, &[7]), [64, 0, -32]);
        assert_eq!(scores(&model, &[9]), [0, 0, 0]);
        let [a, b, c] = scores(&model, &[8, u32::MAX])[..] else { panic!("three classes") };
        assert_eq!([a, c], [16, 0]);
        assert!((b - 912 * 64).abs() * 100 < 912 * 64 * 5, "{b}");
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
