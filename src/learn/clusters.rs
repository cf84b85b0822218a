//! Groups of words that are used alike: what lets a model that saw "acheter" read "acquérir".

use std::fmt::Write as _;

use fst::{Map, MapBuilder};

use super::columns::{ColumnReader, ColumnWriter, Malformed};

/// Grain sizes kept for every word.
pub const LEVELS: usize = 4;

/// Words and their groups.
#[derive(Clone, Debug, Default)]
pub struct WordClusters {
    words: Option<Map<Vec<u8>>>,
    /// The groups of each finest group, numbered so that no two grain sizes share a number; from 1.
    groups: Vec<[u32; LEVELS]>,
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
            let group: u64 = group.parse().map_err(|_| (index + 2, "the group is not a number"))?;
            if group >= groups.len() as u64 {
                return Err((index + 2, "there is no such group"));
            }
            words.push((word, group));
        }
        words.sort_unstable();
        words.dedup_by_key(|(word, _)| *word);
        let mut builder = MapBuilder::memory();
        for (word, group) in words {
            // Sorted and without doubles, in memory: the builder has nothing to complain about.
            let _ = builder.insert(word, group);
        }
        writer.bytes(&builder.into_inner().unwrap_or_default());
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
        let words = Map::new(reader.bytes()?.to_vec()).map_err(|_| Malformed("the word table is damaged"))?;
        Ok(Self { words: Some(words), groups })
    }

    /// Groups of a word, finest first, all 0 when it is unknown. Tries the form, its lower case, and for a word
    /// in capitals its title case.
    #[must_use]
    pub fn groups(&self, form: &str, lower: &str) -> [u32; LEVELS] {
        let Some(words) = &self.words else { return [0; LEVELS] };
        let group = words.get(form).or_else(|| words.get(lower)).or_else(|| {
            let mut letters = form.chars();
            let first = letters.next()?;
            if !letters.clone().any(char::is_alphabetic) || form.chars().any(char::is_lowercase) {
                return None;
            }
            let mut title = String::with_capacity(form.len());
            let _ = write!(title, "{first}{}", letters.as_str().to_lowercase());
            words.get(title)
        });
        group.and_then(|group| self.groups.get(group as usize)).copied().unwrap_or([0; LEVELS])
    }

    /// Whether exactly this form is in the table, or left out because its lower case is in the same group.
    #[must_use]
    pub fn knows(&self, form: &str) -> bool {
        self.words.as_ref().is_some_and(|words| words.contains_key(form))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_back_on_case() {
        let table = "#0,0,0 0,0,0 1,1,0\nParis\t2\nchat\t0\nmars\t1\nMars\t2\n";
        let clusters = WordClusters::decode(&WordClusters::compile(table).unwrap()).unwrap();
        let finest = |form: &str| clusters.groups(form, &form.to_lowercase())[0];
        assert_eq!([finest("Paris"), finest("PARIS"), finest("paris")], [3, 3, 0]);
        assert_eq!([finest("Chat"), finest("CHAT"), finest("Mars"), finest("MARS")], [1, 1, 3, 2]);
        let levels = clusters.groups("chat", "chat");
        assert_eq!(levels[1..], clusters.groups("mars", "mars")[1..]);
        assert_ne!(levels[1], levels[2], "grain sizes do not share numbers");
    }

    #[test]
    fn bad_tables_are_refused_with_their_line() {
        assert_eq!(WordClusters::compile("#0,0,0\nParis\t7\n").unwrap_err().0, 2);
        assert_eq!(WordClusters::compile("Paris\t7\n").unwrap_err().0, 1);
    }
}
