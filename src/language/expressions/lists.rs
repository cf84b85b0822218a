//! Short word lists of their own: portfolios of ministers, impersonal verbs, how names are built.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::table::{fold, words};
use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;
use crate::model::{Sentence, TokenIndex};

const PORTFOLIOS: &str = "portfolios.txt";
const IMPERSONAL: &str = "impersonal.txt";

/// How a language builds names of institutions, from `names.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NameWords {
    /// Join an institution to its complement: "of".
    pub(crate) complement_links: Vec<String>,
    /// Join something to whom it belongs: "Starlink de SpaceX".
    pub(crate) owner_links: Vec<String>,
    /// Whether that complement may be written small: "Cour de cassation".
    pub(crate) small_complements: bool,
    /// Join the parts of a complement.
    pub(crate) conjunctions: Vec<String>,
    /// Capitalized words that name nothing by themselves, folded.
    pub(crate) not_names: FxHashSet<String>,
    /// What stands with a hyphen before the place that somebody is elected for, "R-Texas", and the id of the party that it
    /// tells; empty for none.
    pub(crate) party_labels: BTreeMap<String, String>,
    /// Endings of words for what people believe or follow, made of somebody's name: "Thatcherism".
    pub(crate) doctrine_endings: Vec<String>,
}

/// Word lists that need no structure.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    pub(super) names: NameWords,
    portfolios: FxHashSet<Vec<String>>,
    /// Verb lemma, and the clitic before it where one is needed.
    impersonal: Vec<(Option<String>, String)>,
}

impl Lists {
    pub(super) fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        let portfolios = folder.entries(PORTFOLIOS).map_err(|fault| vec![fault])?;
        let impersonal = folder.entries(IMPERSONAL).map_err(|fault| vec![fault])?;
        let names = folder.toml("names.toml").map_err(|fault| vec![fault])?;
        Ok(Self {
            names,
            portfolios: portfolios.iter().map(|(_, entry)| words(entry)).collect(),
            impersonal: impersonal
                .iter()
                .map(|(_, entry)| match entry.split_once(' ') {
                    Some((clitic, verb)) => (Some(fold(clitic)), fold(verb.trim())),
                    None => (None, fold(entry)),
                })
                .collect(),
        })
    }

    pub(super) fn is_portfolio(&self, text: &str) -> bool {
        self.portfolios.contains(&words(text))
    }

    pub(super) fn is_impersonal(&self, sentence: &Sentence, verb: TokenIndex) -> bool {
        let Some(token) = sentence.tokens.get(verb) else { return false };
        let lemma = fold(&token.lemma);
        self.impersonal.iter().filter(|(_, verb)| *verb == lemma).any(|(clitic, _)| {
            clitic.as_ref().is_none_or(|clitic| {
                let near = verb.saturating_sub(4)..verb;
                near.into_iter().any(|index| fold(&sentence.tokens[index].form) == *clitic)
            })
        })
    }
}
