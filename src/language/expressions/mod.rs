//! Dates, numbers, money, role nouns of a language, as data with look-ups.
//!
//! The manual of the files is in `src/language/README.md`, section "Expressions".

mod dates;
mod lexeme;
mod lists;
mod nominals;
mod numbers;
mod phrases;
pub(crate) mod table;

pub(crate) use dates::{DateWords, TimePart, TimeUnit};
pub(crate) use lexeme::{Lexeme, LexemeKind, lex};
pub(crate) use lists::NameWords;
pub use nominals::{NominalMatch, NominalRelation, NominalSense, RoleTime};
pub(crate) use numbers::NumberWords;
pub(crate) use phrases::Phrases;

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;
use crate::model::{Sentence, TokenIndex};

/// Dates, numbers, money, role nouns of a language.
#[derive(Clone, Debug)]
pub struct ExpressionResources {
    nominals: nominals::NominalLexicon,
    pub(crate) dates: DateWords,
    pub(crate) numbers: NumberWords,
    lists: lists::Lists,
}

impl ExpressionResources {
    /// Reads its files from a language folder.
    ///
    /// # Errors
    /// Every fault, with file and line.
    pub fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let nominals = collect(nominals::NominalLexicon::load(folder), &mut faults);
        let dates = collect(DateWords::load(folder), &mut faults);
        let numbers = collect(NumberWords::load(folder), &mut faults);
        let lists = collect(lists::Lists::load(folder), &mut faults);
        if faults.is_empty() { Ok(Self { nominals, dates, numbers, lists }) } else { Err(faults) }
    }

    /// What the noun at `head` says of the entity it refers to: the longest noun of `nominals.tsv` whose
    /// syntactic head is this token ("prime minister" at "minister"). `None` for any other token.
    #[must_use]
    pub fn nominal_sense(&self, sentence: &Sentence, head: TokenIndex) -> Option<&NominalSense> {
        self.nominals.find(sentence, head).map(|found| found.sense)
    }

    /// As [`Self::nominal_sense`], with the tokens of the noun.
    #[must_use]
    pub fn nominal_match(&self, sentence: &Sentence, head: TokenIndex) -> Option<NominalMatch<'_>> {
        self.nominals.find(sentence, head)
    }

    /// The noun of several words that a token is part of, wherever in it: "président de la République" at any of the
    /// four.
    #[must_use]
    pub fn noun_over(&self, sentence: &Sentence, token: TokenIndex) -> Option<NominalMatch<'_>> {
        self.nominals.find_over(sentence, token)
    }

    /// All senses of `nominals.tsv`, in file order.
    #[must_use]
    pub fn nominal_senses(&self) -> &[NominalSense] {
        self.nominals.senses()
    }

    /// Whether the role that the noun at `head` names is said to be over or to come ("ancien", "president-elect").
    #[must_use]
    pub fn role_time(&self, sentence: &Sentence, head: TokenIndex) -> RoleTime {
        self.nominals.role_time(sentence, head)
    }

    /// Whether a word says that a role is over or to come, by folded form or lemma ("ex", "former").
    #[must_use]
    pub fn is_role_time(&self, word: &str) -> bool {
        self.nominals.is_role_time(word)
    }

    pub(crate) fn name_words(&self) -> &NameWords {
        &self.lists.names
    }

    /// Whether a capitalized phrase is what ministers are in charge of ("Intérieur", "Foreign Affairs").
    #[must_use]
    pub fn is_portfolio(&self, phrase: &str) -> bool {
        self.lists.is_portfolio(phrase)
    }

    /// Where the longest phrase ends that begins at `start`, ends before or at `limit`, and is what ministers are in charge
    /// of ([`Self::is_portfolio`]).
    #[must_use]
    pub fn portfolio_end(&self, sentence: &Sentence, start: TokenIndex, limit: TokenIndex) -> Option<TokenIndex> {
        const LONGEST: usize = 6;
        let limit = limit.min(sentence.tokens.len()).min(start + LONGEST);
        (start + 1..=limit).rev().find(|&end| {
            let words: Vec<&str> = sentence.tokens[start..end].iter().map(|token| token.form.as_str()).collect();
            self.is_portfolio(&words.join(" "))
        })
    }

    /// Whether the subject pronoun of this verb means nobody ("il faut", "il y a").
    #[must_use]
    pub fn is_impersonal(&self, sentence: &Sentence, verb: TokenIndex) -> bool {
        self.lists.is_impersonal(sentence, verb)
    }
}

fn collect<T: Default>(result: Result<T, Vec<Diagnostic>>, faults: &mut Vec<Diagnostic>) -> T {
    result.unwrap_or_else(|found| {
        faults.extend(found);
        T::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_files_load_for_every_language() {
        let languages = DataFolder::bundled_languages();
        for tag in languages.subfolder_names() {
            let expressions = ExpressionResources::load(&languages.subfolder(&tag)).unwrap();
            assert!(expressions.nominal_senses().len() > 600, "{tag}");
        }
    }
}
