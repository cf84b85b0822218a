//! What models look at in a word: its form, its shape, its groups, what the lexicon knows of it.

#[cfg(doc)]
use super::clusters::Groups;
use super::clusters::{LEVELS, WordClusters};
use super::lexicon::Lexicon;
use super::linear_model::atom;

/// The tables words are looked up in.
#[derive(Clone, Debug, Default)]
pub struct WordTables {
    /// Groups of words used alike.
    pub clusters: WordClusters,
    /// Known analyses.
    pub lexicon: Lexicon,
}

/// A word as atoms of features: numbers that are equal when what they stand for is equal.
#[derive(Clone, Debug, Default)]
pub struct Word {
    /// Lower-case form.
    pub lower_text: String,
    /// Form.
    pub form: u32,
    /// Lower-case form.
    pub lower: u32,
    /// First one, two, three letters, lower-case.
    pub prefixes: [u32; 3],
    /// Last one to five letters, lower-case.
    pub suffixes: [u32; 5],
    /// Capitals, digits, other signs.
    pub shape: u32,
    /// Groups, finest first; 0 when unknown.
    pub clusters: [u32; LEVELS],
    /// Group of its lower-case form where that has one of its own, as [`Groups::of_lower`].
    pub lower_cluster: u32,
    /// The parts of speech the lexicon gives it, as a set.
    pub tag_set: u32,
    /// All the lexicon gives it, features included.
    pub analyses: u32,
}

/// How a sentence uses capitals: in titles they tell less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Casing {
    Normal,
    /// Nearly every word begins with a capital.
    Title,
    /// Nearly all letters are capitals.
    Capitals,
}

impl WordTables {
    /// Looks at every word of a sentence.
    pub fn words<'a>(&self, forms: impl Iterator<Item = &'a str> + Clone) -> Vec<Word> {
        let casing = casing(forms.clone());
        forms.map(|form| self.word(form, casing)).collect()
    }

    fn word(&self, form: &str, casing: Casing) -> Word {
        let form = &*straight(form);
        let lower_text = form.to_lowercase();
        let mut prefixes = [0; 3];
        for (at, (start, letter)) in lower_text.char_indices().take(3).enumerate() {
            prefixes[at] = atom(&lower_text[..start + letter.len_utf8()]);
        }
        let mut suffixes = [0; 5];
        for (at, (start, _)) in lower_text.char_indices().rev().take(5).enumerate() {
            suffixes[at] = atom(&lower_text[start..]);
        }
        let analyses = self.lexicon.listed(form, &lower_text);
        let groups = self.clusters.look_up(form, &lower_text);
        Word {
            form: atom(form),
            lower: atom(&lower_text),
            prefixes,
            suffixes,
            shape: shape(form, casing),
            clusters: groups.of_form,
            lower_cluster: groups.of_lower,
            tag_set: analyses.map_or(0, |set| self.lexicon.tag_set(set)),
            analyses: analyses.map_or(0, |set| self.lexicon.codes(set)),
            lower_text,
        }
    }
}

/// A form with the typewriter's apostrophe: texts mix the two, tables need not.
fn straight(form: &str) -> std::borrow::Cow<'_, str> {
    match form {
        "``" | "''" | "’’" | "‘‘" => "\"".into(),
        _ if form.contains('’') => form.replace('’', "'").into(),
        _ => form.into(),
    }
}

/// Above this share of capitalised words a sentence is a title, above it in letters it is in capitals.
const MOST: (usize, usize) = (7, 10);

fn casing<'a>(forms: impl Iterator<Item = &'a str>) -> Casing {
    let (mut words, mut capitalised, mut letters, mut capitals) = (0, 0, 0, 0);
    for form in forms {
        let Some(first) = form.chars().next().filter(|first| first.is_alphabetic()) else { continue };
        words += 1;
        capitalised += usize::from(first.is_uppercase());
        for letter in form.chars().filter(|letter| letter.is_alphabetic()) {
            letters += 1;
            capitals += usize::from(letter.is_uppercase());
        }
    }
    let most = |part: usize, whole: usize| part * MOST.1 >= whole * MOST.0;
    if words < 3 || !most(capitalised, words) {
        Casing::Normal
    } else if most(capitals, letters) {
        Casing::Capitals
    } else {
        Casing::Title
    }
}

/// Runs of capitals, small letters, digits and the other signs themselves, each run cut to two.
fn shape(form: &str, casing: Casing) -> u32 {
    let mut shape = String::with_capacity(12);
    let (mut previous, mut run) = ('\0', 0);
    for letter in form.chars().take(24) {
        let class = if letter.is_uppercase() {
            'X'
        } else if letter.is_alphabetic() {
            'x'
        } else if letter.is_numeric() {
            '9'
        } else {
            letter
        };
        run = if class == previous { run + 1 } else { 1 };
        previous = class;
        if run <= 2 && shape.len() < 16 {
            shape.push(class);
        }
    }
    match casing {
        Casing::Normal => {}
        Casing::Title => shape.push('T'),
        Casing::Capitals => shape.push('C'),
    }
    atom(&shape)
}
