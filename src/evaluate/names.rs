//! Names against names that people marked: same place, same kind.

use std::collections::{BTreeMap, BTreeSet};

use crate::detect::{reading_order, sentence_clues};
use crate::knowledge_base::KnowledgeBase;
use crate::language::LanguagePack;
use crate::language::reader::NameMemory;
use crate::model::{AnnotatedDocument, DetectedDocument, Mention, MentionKind, Span};

/// The kinds of names that count, as top entity types.
pub const KINDS: [&str; 3] = ["person", "place", "organization"];

/// The kinds for the labels that data sets use.
#[must_use]
pub fn kinds_of_labels() -> BTreeMap<String, String> {
    let labels = [("PER", 0), ("PERSON", 0), ("LOC", 1), ("GPE", 1), ("ORG", 2)];
    let short = labels.into_iter().map(|(label, kind)| (label.to_owned(), KINDS[kind].to_owned()));
    short.chain(KINDS.map(|kind| (kind.to_owned(), kind.to_owned()))).collect()
}

/// Counts over some names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Names that people marked.
    pub gold: usize,
    /// Names found.
    pub found: usize,
    /// Names found with exactly the place and the kind that people gave them.
    pub right: usize,
}

/// Counts by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameScores {
    /// By top entity type.
    pub by_kind: BTreeMap<String, Tally>,
    /// Gold names that were not found so: kind and text.
    pub missed: Vec<String>,
    /// Found names that are not in the gold set so.
    pub wrong: Vec<String>,
}

impl NameScores {
    /// The sum over all kinds.
    #[must_use]
    pub fn total(&self) -> Tally {
        self.by_kind.values().fold(Tally::default(), |sum, part| Tally {
            gold: sum.gold + part.gold,
            found: sum.found + part.found,
            right: sum.right + part.right,
        })
    }

    /// Counts the names of one text. Kinds other than [`KINDS`] are passed over on both sides.
    pub fn add(&mut self, text: &str, gold: &[(Span, String)], found: &[(Span, String)]) {
        let counted = |names: &[(Span, String)]| -> BTreeSet<(Span, String)> {
            names.iter().filter(|(_, kind)| KINDS.contains(&kind.as_str())).cloned().collect()
        };
        let (gold, found) = (counted(gold), counted(found));
        let line = |(span, kind): &(Span, String)| {
            let surroundings = &text[..span.start];
            let before: String = surroundings.chars().rev().take(25).collect::<Vec<_>>().into_iter().rev().collect();
            let after: String = text[span.end..].chars().take(25).collect();
            format!("{kind}: {before}[{}]{after}", span.of(text)).replace('\n', " ")
        };
        for kind in KINDS {
            let tally = self.by_kind.entry(kind.to_owned()).or_default();
            let of_kind = |names: &BTreeSet<(Span, String)>| names.iter().filter(|(_, other)| other == kind).count();
            tally.gold += of_kind(&gold);
            tally.found += of_kind(&found);
            tally.right += gold.intersection(&found).filter(|(_, other)| other == kind).count();
        }
        self.missed.extend(gold.difference(&found).map(line));
        self.wrong.extend(found.difference(&gold).map(line));
    }
}

/// The names that `annotate` gives, with their top types; those of no known type, and adjectives, are left out.
#[must_use]
pub fn names_of(detected: &DetectedDocument) -> Vec<(Span, String)> {
    let is_name = |mention: &&Mention| mention.kind == MentionKind::Name && !detected.is_adjective(mention);
    let names = detected.mentions.iter().filter(is_name);
    names.filter_map(|name| Some((name.span, name.entity_type.as_ref()?.top().to_owned()))).collect()
}

/// The names that the trained finder sees on its own.
#[must_use]
pub fn found_alone(annotated: &AnnotatedDocument, language: &LanguagePack, kb: &KnowledgeBase) -> Vec<(Span, String)> {
    let clues = sentence_clues(annotated, language, kb);
    let mut memory = NameMemory::default();
    let mut names = Vec::new();
    for index in reading_order(&annotated.sentences) {
        let sentence = &annotated.sentences[index];
        for name in language.reader.find_names(sentence, &clues[index], &mut memory) {
            let tokens = &sentence.tokens[name.tokens];
            if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
                names.push((first.span.cover(last.span), name.kind));
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_and_kind_must_both_be_right() {
        let text = "Ada Braun met Nokia in Lund";
        let name = |start: usize, end: usize, kind: &str| (Span::new(start, end), kind.to_owned());
        let gold = [name(0, 9, "person"), name(14, 19, "organization"), name(23, 27, "place"), name(10, 13, "event")];
        let found = [name(0, 3, "person"), name(14, 19, "place"), name(23, 27, "place")];
        let mut scores = NameScores::default();
        scores.add(text, &gold, &found);
        assert_eq!(scores.total(), Tally { gold: 3, found: 3, right: 1 });
        assert_eq!(scores.by_kind["place"], Tally { gold: 1, found: 2, right: 1 });
        assert_eq!(
            scores.missed,
            ["person: [Ada Braun] met Nokia in Lund", "organization: Ada Braun met [Nokia] in Lund"]
        );
    }
}
