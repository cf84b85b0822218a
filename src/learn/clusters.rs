//! Groups of words that are used alike: what lets a model that saw "acheter" read "acquérir".

use super::columns::{BitReader, BitWriter, ColumnReader, ColumnWriter, Malformed, rice_width};
use super::linear_model::{atom, feature};

/// Grain sizes kept for every word.
pub const LEVELS: usize = 4;

/// Words and their groups.
///
/// Words are kept as numbers of 28 bits: one stranger in about six hundred is taken for one of them, and the table is
/// half as large as with letters.
#[derive(Clone, Debug, Default)]
pub struct WordClusters {
    /// The numbers of the words in ascending order, and their finest groups.
    keys: Vec<u32>,
    finest: Vec<u16>,
    /// Where the keys with each value of their high bits begin.
    begins: Vec<u32>,
    /// The groups of each finest group, numbered so that no two grain sizes share a number; from 1.
    groups: Vec<[u32; LEVELS]>,
}

/// Bits of a key, and its high bits by which keys are found.
const KEY_BITS: u32 = 28;
const HIGH_BITS: u32 = 16;

fn key(word: &str) -> u32 {
    feature(0, &[atom(word)]) >> (32 - KEY_BITS)
}

/// The groups of a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Groups {
    /// Of the form, or else of its lower case, or of the title case of a word in capitals; finest first, all 0 when
    /// it is unknown.
    pub of_form: [u32; LEVELS],
    /// Of a form that is not in lower case: the second finest group of its lower case if the form itself has another
    /// one; 3 if it has the same, 2 if only the form is known, 1 if neither is. Of a form in lower case 0.
    pub of_lower: u32,
}

/// Bits of the small part of a distance between keys, and of a group.
fn widths(words: usize, groups: usize) -> (u32, u32) {
    (rice_width(words, KEY_BITS), groups.max(2).next_power_of_two().ilog2())
}

impl WordClusters {
    /// Compiles the table that `make_clusters.py` writes.
    ///
    /// # Errors
    /// The line that cannot be read, and why.
    pub fn compile(table: &str) -> Result<Vec<u8>, (usize, &'static str)> {
        let mut lines = table.lines();
        let head = lines.next().and_then(|line| line.strip_prefix('#')).ok_or((1, "the first line lacks its `#`"))?;
        let mut writer = ColumnWriter::default();
        let groups: Vec<&str> = head.split(' ').collect();
        writer.number(groups.len() as u64);
        for group in &groups {
            let levels: Vec<u64> = group.split(',').filter_map(|level| level.parse().ok()).collect();
            if levels.len() != LEVELS - 1 {
                return Err((1, "a group needs three coarser groups"));
            }
            levels.into_iter().for_each(|level| writer.number(level));
        }
        let mut words = Vec::new();
        for (index, line) in lines.enumerate() {
            let (word, group) = line.split_once('\t').ok_or((index + 2, "a word, a tab and a number are wanted"))?;
            let group: u32 = group.parse().map_err(|_| (index + 2, "the group is not a number"))?;
            if group as usize >= groups.len() {
                return Err((index + 2, "there is no such group"));
            }
            words.push((key(word), group));
        }
        // Of two words with one key the first of the table stays.
        words.sort_by_key(|&(key, _)| key);
        words.dedup_by_key(|(key, _)| *key);
        let widths = widths(words.len(), groups.len());
        let mut bits = BitWriter::default();
        let mut previous = 0;
        for &(key, group) in &words {
            bits.rice(key - previous, widths.0);
            bits.bits(group, widths.1);
            previous = key;
        }
        writer.number(words.len() as u64);
        writer.bytes(&bits.finish());
        Ok(writer.finish())
    }

    /// Reads what [`WordClusters::compile`] wrote.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = ColumnReader::new(bytes);
        let mut groups = Vec::new();
        for group in 0..reader.count()? as u32 {
            let mut levels = [group + 1; LEVELS];
            for (level, number) in levels.iter_mut().enumerate().skip(1) {
                *number = ((level as u32) << 16 | (reader.number()? as u32 & 0xffff)) + 1;
            }
            groups.push(levels);
        }
        let count = reader.count()?;
        let widths = widths(count, groups.len());
        let mut bits = BitReader::new(reader.bytes()?);
        let (mut keys, mut finest) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut begins = vec![0_u32; (1 << HIGH_BITS) + 1];
        let mut key = 0_u32;
        for _ in 0..count {
            key = key.saturating_add(bits.rice(widths.0)?);
            let group = bits.bits(widths.1)?;
            if key >> KEY_BITS != 0 || group as usize >= groups.len() {
                return Err(Malformed("the word table is damaged"));
            }
            keys.push(key);
            finest.push(group as u16);
            begins[(key >> (KEY_BITS - HIGH_BITS)) as usize + 1] += 1;
        }
        let mut sum = 0;
        for begin in &mut begins {
            sum += *begin;
            *begin = sum;
        }
        Ok(Self { keys, finest, begins, groups })
    }

    fn finest(&self, word: &str) -> Option<u16> {
        let key = key(word);
        let high = (key >> (KEY_BITS - HIGH_BITS)) as usize;
        let [begin, end] = self.begins.get(high..high + 2)? else { return None };
        let near = *begin as usize..*end as usize;
        let at = self.keys[near.clone()].iter().position(|&known| known == key)?;
        self.finest.get(near.start + at).copied()
    }

    /// Groups of a word and of its lower case.
    #[must_use]
    pub fn look_up(&self, form: &str, lower: &str) -> Groups {
        let (own, lower_case) = (self.finest(form), if form == lower { None } else { self.finest(lower) });
        let group = own.or(lower_case).or_else(|| {
            let mut letters = form.chars();
            let first = letters.next()?;
            if !letters.clone().any(char::is_alphabetic) || form.chars().any(char::is_lowercase) {
                return None;
            }
            let title = format!("{first}{}", letters.as_str().to_lowercase());
            self.finest(&title)
        });
        let groups_of = |group: u16| self.groups.get(group as usize).copied();
        let of_lower = match (own, lower_case.and_then(groups_of)) {
            _ if form == lower => 0,
            (None, None) => 1,
            (Some(_), None) => 2,
            // The table leaves a form out that is used like its lower case.
            (None, Some(_)) => 3,
            (Some(_), Some(groups)) => groups[1],
        };
        Groups { of_form: group.and_then(groups_of).unwrap_or_default(), of_lower }
    }

    /// Whether exactly this form is in the table; forms used like their lower case are not.
    #[must_use]
    pub fn knows(&self, form: &str) -> bool {
        self.finest(form).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_back_on_case() {
        let table = "#0,0,0 0,0,0 1,1,0\nParis\t2\nchat\t0\nmars\t1\nMars\t2\n";
        let clusters = WordClusters::decode(&WordClusters::compile(table).unwrap()).unwrap();
        let finest = |form: &str| clusters.look_up(form, &form.to_lowercase()).of_form[0];
        assert_eq!([finest("Paris"), finest("PARIS"), finest("paris")], [3, 3, 0]);
        assert_eq!([finest("Chat"), finest("CHAT"), finest("Mars"), finest("MARS")], [1, 1, 3, 2]);
        let levels = clusters.look_up("chat", "chat").of_form;
        assert_eq!(levels[1..], clusters.look_up("mars", "mars").of_form[1..]);
        assert_ne!(levels[1], levels[2], "grain sizes do not share numbers");
        let of_lower = |form: &str| clusters.look_up(form, &form.to_lowercase()).of_lower;
        assert_eq!([of_lower("mars"), of_lower("Xyz"), of_lower("Paris"), of_lower("Chat")], [0, 1, 2, 3]);
        assert_eq!(of_lower("Mars"), levels[1]);
    }

    #[test]
    fn bad_tables_are_refused_with_their_line() {
        assert_eq!(WordClusters::compile("#0,0,0\nParis\t7\n").unwrap_err().0, 2);
        assert_eq!(WordClusters::compile("Paris\t7\n").unwrap_err().0, 1);
    }
}
