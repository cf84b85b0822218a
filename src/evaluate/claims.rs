//! Claims against gold claims: what was found, what was missed, and how it was told.
//!
//! The gold format is JSON Lines, one claim a line, by names rather than ids: `doc` (file name without
//! extension), `s`, `r` (the best relation and others that are acceptable), `o` or `value`, `pol`, `mod`, `by`,
//! `denied_by`, `core`. A gold claim is matched when some claim of that document has one of its relations and
//! the same ends, compared by label and aliases.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Claim, ClaimObject, ClaimSet, DocumentId, EntityId, Evidence, Speaker};

/// A claim as a person annotated it.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldClaim {
    /// Document: file name without extension.
    #[serde(rename = "doc")]
    pub document: String,
    /// Name of the subject, the fullest in the document.
    #[serde(rename = "s")]
    pub subject: String,
    /// Acceptable relations, best first.
    #[serde(rename = "r")]
    pub relations: Vec<String>,
    /// Name of the object, if it is an entity.
    #[serde(rename = "o")]
    pub object: Option<String>,
    /// The literal, if it is one.
    pub value: Option<String>,
    /// `affirmed` or `negated`.
    #[serde(rename = "pol")]
    pub polarity: String,
    /// `stated`, `reported`, `planned` or `possible`; missing where the annotators do not agree.
    #[serde(rename = "mod")]
    pub modality: Option<String>,
    /// Who asserts it, by name, if somebody does.
    pub by: Option<String>,
    /// Whether any reader would put it in the graph of the document.
    pub core: bool,
}

/// Reads gold claims.
///
/// # Errors
/// Every line that is not a gold claim, with its number.
pub fn read_gold(text: &str, file: &str) -> Result<Vec<GoldClaim>, Vec<Diagnostic>> {
    let mut gold = Vec::new();
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(claim) => gold.push(claim),
            Err(error) => {
                faults
                    .push(Diagnostic::error("invalid-gold-claim", error.to_string()).at(Place::line(file, index + 1)));
            }
        }
    }
    if faults.is_empty() { Ok(gold) } else { Err(faults) }
}

/// Counts over some gold claims and some output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Gold claims.
    pub gold: usize,
    /// Gold claims that were found.
    pub found: usize,
    /// Gold claims marked as core.
    pub core: usize,
    /// Core gold claims that were found.
    pub core_found: usize,
    /// Output claims.
    pub output: usize,
    /// Output claims that match a gold or an acceptable claim. The rest is to be read by a person: gold sets
    /// are never complete.
    pub output_matched: usize,
    /// Found gold claims whose polarity agrees.
    pub polarity: usize,
    /// Found gold claims whose modality the annotators agree on.
    pub with_modality: usize,
    /// Found gold claims whose modality agrees.
    pub modality: usize,
    /// Found gold claims with a speaker.
    pub with_speaker: usize,
    /// Found gold claims whose speaker is among those who assert it.
    pub speaker: usize,
}

/// Scores per relation, by its id; a gold claim counts under its best relation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimScores {
    /// By relation id.
    pub by_relation: BTreeMap<String, Tally>,
    /// Gold claims nothing matched, as `document: subject | relation | object`.
    pub missed: Vec<String>,
    /// Output claims that match nothing, as `document: subject | relation | object`: wrong, or right and not in the gold
    /// set. A person tells.
    pub unmatched: Vec<String>,
}

impl ClaimScores {
    /// The sum over all relations.
    #[must_use]
    pub fn total(&self) -> Tally {
        self.by_relation.values().fold(Tally::default(), |sum, part| Tally {
            gold: sum.gold + part.gold,
            found: sum.found + part.found,
            core: sum.core + part.core,
            core_found: sum.core_found + part.core_found,
            output: sum.output + part.output,
            output_matched: sum.output_matched + part.output_matched,
            polarity: sum.polarity + part.polarity,
            with_modality: sum.with_modality + part.with_modality,
            modality: sum.modality + part.modality,
            with_speaker: sum.with_speaker + part.with_speaker,
            speaker: sum.speaker + part.speaker,
        })
    }
}

/// Compares claims with gold claims. `acceptable` claims are neither asked for nor wrong. Claims of
/// documents that the gold set does not know are left out.
#[must_use]
pub fn score(claims: &ClaimSet, gold: &[GoldClaim], acceptable: &[GoldClaim]) -> ClaimScores {
    let names = EntityNames::new(claims);
    let documents: BTreeMap<&DocumentId, &str> =
        claims.documents.values().map(|document| (&document.id, file_stem(&document.source))).collect();
    let known: BTreeSet<&str> = gold.iter().chain(acceptable).map(|gold| gold.document.as_str()).collect();
    let evidence_in = |claim: &'_ Claim, document: &str| -> Vec<Evidence> {
        claim.evidence.iter().filter(|e| documents.get(&e.document) == Some(&document)).cloned().collect()
    };
    let mut scores = ClaimScores::default();
    for wanted in gold {
        let relation = wanted.relations.first().cloned().unwrap_or_default();
        // Several claims may match (one relation of several, one date of several): what any of them tells counts.
        let evidence: Vec<Evidence> = claims
            .claims
            .values()
            .filter(|claim| names.matches(wanted, claim))
            .flat_map(|claim| evidence_in(claim, &wanted.document))
            .collect();
        let tally = scores.by_relation.entry(relation.clone()).or_default();
        tally.gold += 1;
        tally.core += usize::from(wanted.core);
        if evidence.is_empty() {
            let object = wanted.object.as_ref().or(wanted.value.as_ref()).map_or("", String::as_str);
            scores.missed.push(format!("{}: {} | {relation} | {object}", wanted.document, wanted.subject));
            continue;
        }
        tally.found += 1;
        tally.core_found += usize::from(wanted.core);
        tally.polarity += usize::from(evidence.iter().any(|e| e.polarity.as_str() == wanted.polarity));
        if let Some(modality) = &wanted.modality {
            tally.with_modality += 1;
            tally.modality += usize::from(evidence.iter().any(|e| e.modality.as_str() == modality));
        }
        if let Some(by) = &wanted.by {
            tally.with_speaker += 1;
            let says =
                |evidence: &Evidence| evidence.attribution.iter().any(|said| names.is_speaker(by, &said.speaker));
            tally.speaker += usize::from(evidence.iter().any(says));
        }
    }
    for claim in claims.claims.values() {
        let in_scope = claim.evidence.iter().any(|e| documents.get(&e.document).is_some_and(|d| known.contains(d)));
        if !in_scope {
            continue;
        }
        let tally = scores.by_relation.entry(claim.relation.as_str().to_owned()).or_default();
        tally.output += 1;
        let right = gold
            .iter()
            .chain(acceptable)
            .any(|wanted| names.matches(wanted, claim) && !evidence_in(claim, &wanted.document).is_empty());
        tally.output_matched += usize::from(right);
        if !right {
            scores.unmatched.push(names.shown(claim, &documents));
        }
    }
    scores
}

/// Folded names of every entity.
struct EntityNames<'a> {
    names: BTreeMap<&'a EntityId, BTreeSet<String>>,
    labels: BTreeMap<&'a EntityId, &'a str>,
}

impl<'a> EntityNames<'a> {
    fn new(claims: &'a ClaimSet) -> Self {
        let names = claims
            .entities
            .values()
            .map(|entity| {
                let all = entity.aliases.iter().chain(entity.labels.values()).chain([&entity.label]);
                (&entity.id, all.map(|name| fold(name)).collect())
            })
            .collect();
        let labels = claims.entities.values().map(|entity| (&entity.id, entity.label.as_str())).collect();
        Self { names, labels }
    }

    fn shown(&self, claim: &Claim, documents: &BTreeMap<&DocumentId, &str>) -> String {
        let label = |id: &EntityId| self.labels.get(id).map_or_else(|| id.to_string(), |&label| label.to_owned());
        let object = match &claim.object {
            ClaimObject::Entity(id) => label(id),
            ClaimObject::Value(value) => value.to_string(),
        };
        let document = claim.evidence.first().and_then(|evidence| documents.get(&evidence.document)).unwrap_or(&"");
        let quote = claim.evidence.first().map_or("", |evidence| evidence.quote.as_str());
        format!("{document}: {} | {} | {object}    {quote}", label(&claim.subject), claim.relation)
    }

    fn matches(&self, gold: &GoldClaim, claim: &Claim) -> bool {
        if !gold.relations.iter().any(|relation| relation == claim.relation.as_str()) {
            return false;
        }
        match (&claim.object, &gold.object) {
            (ClaimObject::Entity(object), Some(wanted)) => {
                let straight = self.is_named(&gold.subject, &claim.subject) && self.is_named(wanted, object);
                // Symmetric relations are stored with their ends sorted, so gold may have them the other way.
                straight || (self.is_named(&gold.subject, object) && self.is_named(wanted, &claim.subject))
            }
            (ClaimObject::Value(_), None) => self.is_named(&gold.subject, &claim.subject),
            _ => false,
        }
    }

    /// Equal names, or one the whole-word beginning or end of the other ("Fiat" for "Fiat Group").
    fn is_named(&self, wanted: &str, id: &EntityId) -> bool {
        let wanted = fold(wanted);
        self.names.get(id).is_some_and(|names| {
            names.iter().any(|name| {
                let (short, long) = if name.len() < wanted.len() { (name, &wanted) } else { (&wanted, name) };
                short == long
                    || (short.chars().count() > 3
                        && (long.strip_prefix(short.as_str()).is_some_and(|rest| rest.starts_with(' '))
                            || long.strip_suffix(short.as_str()).is_some_and(|rest| rest.ends_with(' '))))
            })
        })
    }

    fn is_speaker(&self, wanted: &str, speaker: &Speaker) -> bool {
        match speaker {
            Speaker::Entity(id) => self.is_named(wanted, id),
            Speaker::Unnamed(text) => fold(text) == fold(wanted),
        }
    }
}

/// Lower case, accents dropped, everything that is no letter or digit a space.
fn fold(name: &str) -> String {
    let plain: String = name
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn file_stem(source: &str) -> &str {
    let name = source.rsplit('/').next().unwrap_or(source);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold_and_files_have_stems() {
        assert_eq!(fold("L’Élysée  (Paris)"), "l elysee paris");
        assert_eq!(file_stem("a/b/2018_05.txt"), "2018_05");
        assert_eq!(file_stem("plain"), "plain");
    }

    #[test]
    fn a_line_that_is_no_gold_claim_is_named() {
        let faults = read_gold("\n{\"doc\": 1}\n", "gold.jsonl").unwrap_err();
        assert_eq!(faults[0].place, Some(Place::line("gold.jsonl", 2)));
    }

    #[test]
    fn nothing_found_is_all_missed() {
        let line = r#"{"doc":"a","s":"Ana Ruiz","r":["leads"],"o":"Acme","value":null,"pol":"affirmed","mod":"stated","by":null,"core":true}"#;
        let gold = read_gold(line, "gold").unwrap();
        let scores = score(&ClaimSet::default(), &gold, &[]);
        assert_eq!(scores.missed, ["a: Ana Ruiz | leads | Acme"]);
        assert_eq!(scores.total(), Tally { gold: 1, core: 1, ..Tally::default() });
    }
}
