//! What words of a document were taken for: "Durand" alone is whoever "Jeanne Durand" was.

use rustc_hash::FxHashMap;

use super::linear_model::feature;

/// What the capitalized words of a document have been taken for so far.
#[derive(Clone, Debug, Default)]
pub struct NameMemory {
    /// By lower-case form, as an atom: kinds (0 is no name) and how often. Looked up only, never listed.
    words: FxHashMap<u32, Vec<(u8, u32)>>,
}

/// Above this more of the same tells nothing more.
const OFTEN: u32 = 3;

impl NameMemory {
    /// A word was taken for a part of a name of this kind; 0 for none.
    pub(super) fn add(&mut self, word: u32, kind: usize) {
        let kind = u8::try_from(kind).unwrap_or(u8::MAX);
        let taken = self.words.entry(word).or_default();
        match taken.iter_mut().find(|(other, _)| *other == kind) {
            Some((_, times)) => *times += 1,
            None => taken.push((kind, 1)),
        }
    }

    /// What a word was mostly taken for, how often, and whether ever for anything else, as an atom; 0 when it is new.
    pub(super) fn summary(&self, word: u32) -> u32 {
        let Some(taken) = self.words.get(&word) else { return 0 };
        // Of equals the one met first.
        let best = taken.iter().rev().max_by_key(|(_, times)| *times);
        best.map_or(0, |&(kind, times)| feature(u32::from(taken.len() > 1), &[u32::from(kind), times.min(OFTEN)]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_met_more_often_counts() {
        let mut memory = NameMemory::default();
        assert_eq!(memory.summary(7), 0);
        memory.add(7, 2);
        let once = memory.summary(7);
        memory.add(7, 2);
        let twice = memory.summary(7);
        memory.add(7, 1);
        let mixed = memory.summary(7);
        assert!(once != 0 && once != twice && twice != mixed);
        let mut other = NameMemory::default();
        [1, 2, 2].into_iter().for_each(|kind| other.add(7, kind));
        assert_eq!(other.summary(7), mixed, "the order of those that are not equal does not matter");
        assert_eq!(memory.summary(8), 0);
    }
}
