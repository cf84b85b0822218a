//! Lists of phrases, looked up at a position of a lexed text.

use rustc_hash::FxHashMap;

use super::lexeme::{Lexeme, phrase};

/// Phrases with what they mean, found longest first.
#[derive(Clone, Debug)]
pub(crate) struct Phrases<T> {
    by_first: FxHashMap<String, Vec<(Vec<String>, T)>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { by_first: FxHashMap::default() }
    }
}

impl<T: Clone> Phrases<T> {
    pub(super) fn insert(&mut self, text: &str, meaning: T) {
        let words = phrase(text);
        let Some(first) = words.first().cloned() else { return };
        let entries = self.by_first.entry(first).or_default();
        entries.push((words, meaning));
        entries.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }

    pub(super) fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut phrases = Self::default();
        for (text, meaning) in pairs {
            phrases.insert(text, meaning);
        }
        phrases
    }

    /// The longest phrase that stands at `start`: its meaning and the position behind it.
    pub(crate) fn at(&self, lexemes: &[Lexeme], start: usize) -> Option<(T, usize)> {
        let first = lexemes.get(start)?;
        let entries = self.by_first.get(&first.text)?;
        entries.iter().find_map(|(words, meaning)| {
            let window = lexemes.get(start..start + words.len())?;
            let matches = window.iter().zip(words).all(|(lexeme, word)| lexeme.text == *word);
            matches.then(|| (meaning.clone(), start + words.len()))
        })
    }

    /// Whether all of the lexemes are one phrase.
    pub(crate) fn is_one(&self, lexemes: &[Lexeme]) -> bool {
        self.at(lexemes, 0).is_some_and(|(_, end)| end == lexemes.len())
    }
}

impl Phrases<()> {
    pub(super) fn from_list(list: &[String]) -> Self {
        Self::from_pairs(list.iter().map(|text| (text.as_str(), ())))
    }

    /// The position behind the longest phrase at `start`.
    pub(crate) fn end_at(&self, lexemes: &[Lexeme], start: usize) -> Option<usize> {
        self.at(lexemes, start).map(|((), end)| end)
    }

    /// Where a phrase that ends before `end` begins.
    pub(crate) fn start_before(&self, lexemes: &[Lexeme], end: usize) -> Option<usize> {
        (end.saturating_sub(LONGEST)..end).find(|&start| self.end_at(lexemes, start) == Some(end))
    }
}

/// No phrase of the data files has more lexemes.
const LONGEST: usize = 6;
