//! How ontology and states of a claim read in a language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::FALLBACK_LANGUAGE;
use crate::graph::{Edge, Standing};
use crate::model::{EntityTypeId, Modality, Polarity, RelationTypeId};
use crate::ontology::Ontology;

/// `words.toml` by word and language. Anything wrong with the file shows in a test, and here as missing words.
static WORDS: LazyLock<BTreeMap<String, BTreeMap<String, String>>> =
    LazyLock::new(|| toml::from_str(include_str!("words.toml")).unwrap_or_default());

/// All words by language tag, for a page that changes its language.
pub(super) fn all() -> &'static BTreeMap<String, BTreeMap<String, String>> {
    &WORDS
}

/// Relations named on the edge of a pair; a longer label is unreadable in every picture.
const RELATIONS_IN_LABEL: usize = 3;

/// The words of one language.
pub(super) struct Words<'a> {
    pub(super) ontology: &'a Ontology,
    pub(super) language: &'a str,
}

impl Words<'_> {
    /// A word of `words.toml`; itself where the file lacks it.
    pub(super) fn word<'w>(&self, word: &'w str) -> &'w str {
        WORDS.get(word).and_then(|by_language| pick(by_language, self.language)).unwrap_or(word)
    }

    /// How an edge with this relation reads: "spoke with".
    pub(super) fn relation(&self, relation: &RelationTypeId) -> String {
        self.ontology
            .relation_type(relation)
            .and_then(|relation_type| pick(&relation_type.labels, self.language))
            .map_or_else(|| relation.as_str().replace('_', " "), str::to_owned)
    }

    /// What kind of thing: "company".
    pub(super) fn entity_type(&self, entity_type: &EntityTypeId) -> String {
        self.ontology
            .entity_type(entity_type)
            .and_then(|known| pick(&known.labels, self.language))
            .map_or_else(|| entity_type.as_str().replace('_', " "), str::to_owned)
    }

    /// What a person reads on an edge: "donated to (disputed, reported)".
    pub(super) fn edge(&self, edge: &Edge) -> String {
        let shown = edge.relations.iter().take(RELATIONS_IN_LABEL);
        let mut label = shown.map(|relation| self.relation(relation)).collect::<Vec<_>>().join(", ");
        if edge.relations.len() > RELATIONS_IN_LABEL {
            label.push_str(", …");
        }
        let reserves = self.reserves(edge);
        if reserves.is_empty() { label } else { format!("{label} ({})", reserves.join(", ")) }
    }

    /// What keeps an edge from being plainly asserted.
    pub(super) fn reserves(&self, edge: &Edge) -> Vec<&'static str> {
        let mut reserves = Vec::new();
        if edge.polarity == Polarity::Negated {
            reserves.push(self.word(Polarity::Negated.as_str()));
        }
        if edge.standing != Standing::Asserted {
            reserves.push(self.word(edge.standing.as_str()));
        }
        if edge.modality != Modality::Stated {
            reserves.push(self.word(edge.modality.as_str()));
        }
        reserves
    }
}

fn pick<'a>(by_language: &'a BTreeMap<String, String>, language: &str) -> Option<&'a str> {
    by_language.get(language).or_else(|| by_language.get(FALLBACK_LANGUAGE)).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_word_in_every_language() {
        let states = [Standing::Disputed, Standing::Denied, Standing::Questioned].map(Standing::as_str);
        let modalities = [Modality::Reported, Modality::Planned, Modality::Possible].map(Modality::as_str);
        let languages: Vec<_> = WORDS["negated"].keys().collect();
        for word in states.iter().chain(&modalities).chain([&"negated"]) {
            assert_eq!(WORDS[*word].keys().collect::<Vec<_>>(), languages, "{word}");
        }
    }
}
