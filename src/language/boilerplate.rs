//! How to tell the article from the page around it: `boilerplate.toml` of a language folder.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::line_pattern::{LinePattern, LineWord};
use crate::data_folder::DataFolder;
use crate::diagnostic::{Diagnostic, Place};

/// How to tell the article from the page around it.
#[derive(Clone, Debug, Default)]
pub struct BoilerplateResources {
    groups: Vec<Arc<LineGroup>>,
}

/// What a line that is no part of the article says about the lines around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Consequence {
    /// Nothing.
    #[default]
    Alone,
    /// Titles of other articles follow: short lines up to the next sentence belong to it.
    BeginsList,
    /// The article is over: what follows are comments and forms.
    EndsArticle,
}

/// Lines of one sort: advertising, share buttons, comment forms.
#[derive(Clone, Debug)]
pub struct LineGroup {
    /// What sort.
    pub name: String,
    /// What such a line says about those after it.
    pub consequence: Consequence,
    longest: usize,
    patterns: Vec<LinePattern>,
    /// A line of nothing but these words is such a line as well.
    words: BTreeSet<String>,
    /// Whether such a line of words must also hold a number.
    words_with_number: bool,
    examples: Vec<Example>,
    counterexamples: Vec<Example>,
}

#[derive(Clone, Debug)]
struct Example {
    text: String,
    place: Place,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    group: Vec<GroupTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupTable {
    name: String,
    #[serde(default)]
    then: Consequence,
    longest: usize,
    #[serde(default)]
    lines: Vec<Spanned<String>>,
    #[serde(default)]
    words: Vec<Spanned<String>>,
    #[serde(default)]
    words_with_number: bool,
    examples: Vec<Spanned<String>>,
    counterexamples: Vec<Spanned<String>>,
}

/// Bytes of the longest line that patterns are tried on: sixty words of ten letters.
const LONGEST_LINE: usize = 600;
const FILE: &str = "boilerplate.toml";

impl BoilerplateResources {
    /// Reads `boilerplate.toml` of a language folder and tries every example in it.
    ///
    /// # Errors
    /// Every fault, with file and line: a pattern that cannot be read, an example that is not matched, a
    /// counterexample that is.
    pub fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        let file: File = folder.toml(FILE).map_err(|fault| vec![fault])?;
        let text = folder.text(FILE).map_err(|fault| vec![fault])?;
        let place = |at: &Spanned<String>| {
            let before = text.get(..at.span().start).unwrap_or_default();
            folder.place(FILE, before.matches('\n').count() + 1)
        };
        let mut faults = Vec::new();
        let groups = file.group.into_iter().map(|table| Arc::new(LineGroup::new(table, place, &mut faults))).collect();
        let resources = Self { groups };
        if faults.is_empty() {
            faults = resources.failed_examples();
        }
        if faults.is_empty() { Ok(resources) } else { Err(faults) }
    }

    /// The sort of boilerplate a whole line is; `None` for everything else.
    #[must_use]
    pub fn group_of_line(&self, line: &str) -> Option<&LineGroup> {
        self.group(line, LineGroup::matches_line)
    }

    /// The sort of boilerplate a sentence within a line is. Here the pattern of a group must fit: single words
    /// and dates that make a button or a dateline of a line are ends of sentences within one.
    #[must_use]
    pub fn group_of_sentence(&self, sentence: &str) -> Option<&LineGroup> {
        self.group(sentence, LineGroup::matches_sentence)
    }

    fn group(&self, text: &str, matches: impl Fn(&LineGroup, &[LineWord]) -> bool) -> Option<&LineGroup> {
        // Longer than every group's longest line: prose, without a look at each word.
        if text.len() > LONGEST_LINE {
            return None;
        }
        let words = LineWord::of(text);
        self.groups.iter().map(Arc::as_ref).find(|group| matches(group, &words))
    }

    /// Adds what another language knows: the frame of a page is often not in the language of its article.
    pub fn join(&mut self, other: &Self) {
        for group in &other.groups {
            if !self.groups.iter().any(|known| Arc::ptr_eq(known, group)) {
                self.groups.push(Arc::clone(group));
            }
        }
    }

    fn failed_examples(&self) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        for group in &self.groups {
            let wrong = |example: &Example, message: String| {
                Diagnostic::error("failed-example", message).at(example.place.clone())
            };
            for example in &group.examples {
                if !group.matches_line(&LineWord::of(&example.text)) {
                    faults.push(wrong(example, format!("no pattern of `{}` fits `{}`", group.name, example.text)));
                }
            }
            for example in &group.counterexamples {
                if let Some(group) = self.group_of_line(&example.text) {
                    faults.push(wrong(example, format!("`{}` takes the prose `{}`", group.name, example.text)));
                }
            }
        }
        faults
    }
}

impl LineGroup {
    fn new(table: GroupTable, place: impl Fn(&Spanned<String>) -> Place, faults: &mut Vec<Diagnostic>) -> Self {
        let mut patterns = Vec::new();
        for line in &table.lines {
            match LinePattern::parse(line.get_ref()) {
                Ok(pattern) if patterns.contains(&pattern) => {
                    faults
                        .push(Diagnostic::error("repeated-pattern", "this pattern stands here twice").at(place(line)));
                }
                Ok(pattern) => patterns.push(pattern),
                Err(message) => faults.push(Diagnostic::error("invalid-pattern", message).at(place(line))),
            }
        }
        let mut words = BTreeSet::new();
        for word in &table.words {
            match &LineWord::of(word.get_ref())[..] {
                [one] => _ = words.insert(one.folded().to_owned()),
                _ => faults.push(
                    Diagnostic::error("invalid-pattern", format!("`{}` is not one word", word.get_ref()))
                        .at(place(word)),
                ),
            }
        }
        let examples = |list: Vec<Spanned<String>>| {
            list.into_iter().map(|text| Example { place: place(&text), text: text.into_inner() }).collect()
        };
        Self {
            name: table.name,
            consequence: table.then,
            longest: table.longest,
            patterns,
            words,
            words_with_number: table.words_with_number,
            examples: examples(table.examples),
            counterexamples: examples(table.counterexamples),
        }
    }

    fn matches_line(&self, words: &[LineWord]) -> bool {
        self.matches_sentence(words) || (self.may_fit(words) && self.only_known_words(words))
    }

    fn matches_sentence(&self, words: &[LineWord]) -> bool {
        self.may_fit(words) && self.patterns.iter().any(|pattern| pattern.matches(words))
    }

    fn may_fit(&self, words: &[LineWord]) -> bool {
        let count = words.iter().filter(|word| !word.is_colon()).count();
        (1..=self.longest).contains(&count)
    }

    fn only_known_words(&self, words: &[LineWord]) -> bool {
        let known = |word: &LineWord| word.is_colon() || self.words.contains(word.folded());
        if self.words_with_number {
            let numbers = words.iter().filter(|word| word.is_number()).count();
            numbers > 0 && words.iter().all(|word| word.is_number() || known(word))
        } else {
            !self.words.is_empty() && words.iter().all(known)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_of_every_language_holds() {
        let folder = DataFolder::bundled_languages();
        for tag in folder.subfolder_names() {
            let faults = BoilerplateResources::load(&folder.subfolder(&tag)).err().unwrap_or_default();
            let shown: Vec<_> = faults.iter().map(ToString::to_string).collect();
            assert!(shown.is_empty(), "\n{}", shown.join("\n"));
        }
    }

    #[test]
    fn faults_name_their_line() {
        let folder = DataFolder::in_memory(
            "xx",
            [(
                FILE,
                "[[group]]\nname = \"a\"\nlongest = 5\nlines = [\n\"read also *\"]\nexamples = [\"Read also\",\n\"Reads\"]\ncounterexamples = [\n\n\"Read also this\"]",
            )],
        );
        let faults = BoilerplateResources::load(&folder).unwrap_err();
        let lines: Vec<_> = faults.iter().filter_map(|fault| Some(fault.place.as_ref()?.line)).collect();
        assert_eq!(lines, [7, 10]);
    }
}
