//! Relations between stretches of text, by the rule of KnowledgeNet (Mesquita et al., EMNLP 2019).
//!
//! Gold is passages with facts: a property, a subject span and an object span, one fact for every pair of names and
//! pronouns that mean the two. A fact is found when a predicted fact of its property overlaps both its spans; a
//! predicted fact that overlaps no gold fact is wrong, but only in passages whose property was annotated
//! exhaustively. Which relation types say which property is stated in `knowledgenet.toml`.
//!
//! A claim predicts a fact for every pair of names and pronouns in the passage of its evidence that were taken to
//! mean its two ends. A mention nobody is meant by gives no claim, so a fact about a "he" without a name is missed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Place};
use crate::model::{
    CharSpan, Claim, ClaimObject, ClaimSet, Document, DocumentMetadata, EntityId, Evidence, MentionKind, NewDocument,
    Polarity, QualifierKind, QualifierValue,
};

/// What stands between two passages of one document, whose text the data set leaves out.
const GAP: &str = "\n\n";

/// A passage as people annotated it.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldPassage {
    /// Document it was cut from.
    #[serde(rename = "doc")]
    pub document: String,
    /// Where it begins there, in code points.
    pub start: usize,
    /// Its text.
    pub text: String,
    /// Properties of which every fact of the passage was annotated.
    pub exhaustive: BTreeSet<String>,
    /// What it says.
    pub facts: Vec<GoldFact>,
}

/// A property between two stretches of a passage, in code points, half-open.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldFact {
    /// `PLACE_OF_BIRTH`.
    pub property: String,
    /// Where the subject stands.
    #[serde(rename = "subj")]
    pub subject: (usize, usize),
    /// Where the object stands.
    #[serde(rename = "obj")]
    pub object: (usize, usize),
}

/// Which claims state which property.
#[derive(Clone, Debug)]
pub struct PropertyMapping {
    readings: BTreeMap<String, Vec<Reading>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reading {
    relation: String,
    #[serde(default)]
    inverse: bool,
    #[serde(default)]
    role: Vec<String>,
    object_type: Option<String>,
}

impl PropertyMapping {
    /// The mapping of `knowledgenet.toml`.
    ///
    /// # Errors
    /// Names the fault of the file.
    pub fn knowledgenet() -> Result<Self, Diagnostic> {
        toml::from_str(include_str!("knowledgenet.toml")).map(|readings| Self { readings }).map_err(|error| {
            Diagnostic::error("invalid-toml", error.message()).at(Place::file("src/evaluate/knowledgenet.toml"))
        })
    }

    /// The properties a claim states, each with whether its ends are the other way round.
    fn properties<'a>(&'a self, claim: &'a Claim, claims: &'a ClaimSet) -> impl Iterator<Item = (&'a str, bool)> {
        let role = match claim.qualifiers.get(&QualifierKind::Role) {
            Some(QualifierValue::Value(value)) => value.to_string().to_lowercase(),
            _ => String::new(),
        };
        let object_type = match &claim.object {
            ClaimObject::Entity(object) => claims.entities.get(object).map(|entity| &entity.entity_type),
            ClaimObject::Value(_) => None,
        };
        self.readings.iter().flat_map(move |(property, readings)| {
            let role = role.clone();
            let fits = move |reading: &&Reading| {
                reading.relation == claim.relation.as_str()
                    && (reading.role.is_empty() || reading.role.iter().any(|word| role.contains(word.as_str())))
                    && reading.object_type.as_ref().is_none_or(|wanted| object_type.is_some_and(|of| of.is_a(wanted)))
            };
            readings.iter().filter(fits).map(move |reading| (property.as_str(), reading.inverse))
        })
    }
}

/// Reads passages, one JSON object a line.
///
/// # Errors
/// Every line that is no passage, with its number.
pub fn read_gold(text: &str, file: &str) -> Result<Vec<GoldPassage>, Vec<Diagnostic>> {
    let mut passages = Vec::new();
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(passage) => passages.push(passage),
            Err(error) => {
                let place = Place::line(file, index + 1);
                faults.push(Diagnostic::error("invalid-gold-passage", error.to_string()).at(place));
            }
        }
    }
    if faults.is_empty() { Ok(passages) } else { Err(faults) }
}

/// The passages of one document, in the order of its text, to be read as one document.
#[derive(Clone, Debug)]
pub struct PassageGroup {
    passages: Vec<(usize, GoldPassage)>,
    text: String,
    name: String,
}

impl PassageGroup {
    /// Groups passages by document, in the order of the documents' names.
    #[must_use]
    pub fn by_document(passages: Vec<GoldPassage>) -> Vec<Self> {
        let mut groups: BTreeMap<String, Vec<GoldPassage>> = BTreeMap::new();
        for passage in passages {
            groups.entry(passage.document.clone()).or_default().push(passage);
        }
        groups.into_iter().map(|(name, passages)| Self::new(name, passages)).collect()
    }

    fn new(name: String, mut passages: Vec<GoldPassage>) -> Self {
        passages.sort_by_key(|passage| passage.start);
        let mut text = String::new();
        let mut length = 0;
        let mut placed = Vec::new();
        for passage in passages {
            if !text.is_empty() {
                text.push_str(GAP);
                length += GAP.chars().count();
            }
            text.push_str(&passage.text);
            let start = length;
            length += passage.text.chars().count();
            placed.push((start, passage));
        }
        Self { passages: placed, text, name }
    }

    /// The document to read.
    #[must_use]
    pub fn document(&self, language: &str) -> Document {
        let metadata = DocumentMetadata { language: Some(language.to_owned()), ..DocumentMetadata::default() };
        Document::new(NewDocument { source: self.name.clone(), text: self.text.clone(), metadata })
    }
}

/// Found, wrong and missed facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Gold facts that some predicted fact overlaps.
    pub found: usize,
    /// Gold facts that none overlaps.
    pub missed: usize,
    /// Predicted facts that overlap no gold fact, where all facts of the property are annotated.
    pub wrong: usize,
}

impl Counts {
    /// Share of the predicted facts that are right; 0 without any.
    #[must_use]
    pub fn precision(&self) -> f64 {
        ratio(self.found, self.found + self.wrong)
    }

    /// Share of the gold facts that were found.
    #[must_use]
    pub fn recall(&self) -> f64 {
        ratio(self.found, self.found + self.missed)
    }

    /// Harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }

    fn add(&mut self, other: Self) {
        self.found += other.found;
        self.missed += other.missed;
        self.wrong += other.wrong;
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Counts per property.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelationScores {
    /// By property.
    pub by_property: BTreeMap<String, Counts>,
    /// Missed and wrong facts, as `property: subject | object: passage` behind `missed ` or `wrong `.
    pub details: Vec<String>,
}

impl RelationScores {
    /// The sum over all properties.
    #[must_use]
    pub fn total(&self) -> Counts {
        self.by_property.values().fold(Counts::default(), |mut sum, part| {
            sum.add(*part);
            sum
        })
    }

    /// Counts one document: what was read in it against what people marked.
    pub fn add(&mut self, group: &PassageGroup, claims: &ClaimSet, mapping: &PropertyMapping) {
        let mentions = EntityMentions::new(claims);
        for (start, passage) in &group.passages {
            let predicted = predicted_facts(*start, passage, claims, &mentions, mapping);
            let mut right = BTreeSet::new();
            for fact in &passage.facts {
                let matching: Vec<_> = predicted.iter().filter(|predicted| predicted.matches(fact)).collect();
                let counts = self.by_property.entry(fact.property.clone()).or_default();
                if matching.is_empty() {
                    counts.missed += 1;
                    self.details.push(detail("missed", passage, &fact.property, fact.subject, fact.object));
                } else {
                    counts.found += 1;
                    right.extend(matching);
                }
            }
            let wrong =
                predicted.iter().filter(|fact| !right.contains(fact) && passage.exhaustive.contains(&fact.property));
            for fact in wrong {
                self.by_property.entry(fact.property.clone()).or_default().wrong += 1;
                self.details.push(detail("wrong", passage, &fact.property, fact.subject, fact.object));
            }
        }
    }
}

fn detail(
    what: &str,
    passage: &GoldPassage,
    property: &str,
    subject: (usize, usize),
    object: (usize, usize),
) -> String {
    let text = |span: (usize, usize)| -> String {
        passage.text.chars().skip(span.0).take(span.1.saturating_sub(span.0)).collect()
    };
    let line = format!("{what} {property}: {} | {}: {}", text(subject), text(object), passage.text);
    line.replace(['\n', '\t'], " ")
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct PredictedFact {
    property: String,
    subject: (usize, usize),
    object: (usize, usize),
}

impl PredictedFact {
    fn matches(&self, gold: &GoldFact) -> bool {
        let overlap = |one: (usize, usize), other: (usize, usize)| one.0 < other.1 && other.0 < one.1;
        self.property == gold.property && overlap(self.subject, gold.subject) && overlap(self.object, gold.object)
    }
}

/// Names and pronouns by whom they mean. A noun phrase is no mention in the sense of the data set.
struct EntityMentions<'a> {
    spans: BTreeMap<&'a EntityId, Vec<CharSpan>>,
    nominals: BTreeSet<(usize, usize)>,
}

impl<'a> EntityMentions<'a> {
    fn new(claims: &'a ClaimSet) -> Self {
        let mut spans: BTreeMap<&EntityId, Vec<CharSpan>> = BTreeMap::new();
        let mut nominals = BTreeSet::new();
        for mention in &claims.mentions {
            if mention.kind == MentionKind::Nominal {
                nominals.insert((mention.span.start, mention.span.end));
            } else {
                spans.entry(&mention.entity).or_default().push(mention.span);
            }
        }
        Self { spans, nominals }
    }

    /// Where one end of a claim stands: its mention in the evidence and the others of the entity.
    fn of(&self, entity: Option<&EntityId>, own: CharSpan) -> Vec<CharSpan> {
        let mut all: Vec<CharSpan> = entity.and_then(|entity| self.spans.get(entity)).cloned().unwrap_or_default();
        if !all.contains(&own) && !self.nominals.contains(&(own.start, own.end)) {
            all.push(own);
        }
        all
    }
}

fn predicted_facts(
    start: usize,
    passage: &GoldPassage,
    claims: &ClaimSet,
    mentions: &EntityMentions<'_>,
    mapping: &PropertyMapping,
) -> BTreeSet<PredictedFact> {
    let end = start + passage.text.chars().count();
    let inside = |span: &CharSpan| span.start >= start && span.end <= end;
    let is_here = |evidence: &&Evidence| evidence.polarity == Polarity::Affirmed && inside(&evidence.subject);
    let mut facts = BTreeSet::new();
    for claim in claims.claims.values() {
        for evidence in claim.evidence.iter().filter(is_here) {
            let object = match &claim.object {
                ClaimObject::Entity(object) => Some(object),
                ClaimObject::Value(_) => None,
            };
            let subjects = mentions.of(Some(&claim.subject), evidence.subject);
            let objects = mentions.of(object, evidence.object);
            for (property, inverse) in mapping.properties(claim, claims) {
                for subject in subjects.iter().filter(|span| inside(span)) {
                    for object in objects.iter().filter(|span| inside(span)) {
                        let ends = [subject, object].map(|span| (span.start - start, span.end - start));
                        let [subject, object] = if inverse { [ends[1], ends[0]] } else { ends };
                        facts.insert(PredictedFact { property: property.to_owned(), subject, object });
                    }
                }
            }
        }
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::Pipeline;

    const PASSAGES: &str = concat!(
        r#"{"doc":"a","start":40,"text":"Zoe Oslo studied at Harvard University.","exhaustive":["EDUCATED_AT"],"facts":[]}"#,
        "\n",
        r#"{"doc":"a","start":0,"text":"Zoe Oslo was born in Paris.","exhaustive":["PLACE_OF_BIRTH"],"facts":[{"property":"PLACE_OF_BIRTH","subj":[0,8],"obj":[21,26]},{"property":"SPOUSE","subj":[0,8],"obj":[21,26]}]}"#,
    );

    #[test]
    fn found_missed_and_wrong_are_counted_where_they_count() {
        let group = PassageGroup::by_document(read_gold(PASSAGES, "gold").unwrap()).pop().unwrap();
        assert!(group.text.starts_with("Zoe Oslo was born"), "passages stand in the order of their document");
        let reading = Pipeline::bundled().unwrap().read(group.document("en")).unwrap();
        let mut scores = RelationScores::default();
        scores.add(&group, &reading.claims, &PropertyMapping::knowledgenet().unwrap());
        let of = |property: &str| scores.by_property.get(property).copied().unwrap_or_default();
        assert_eq!(of("PLACE_OF_BIRTH"), Counts { found: 1, missed: 0, wrong: 0 });
        assert_eq!(of("SPOUSE"), Counts { found: 0, missed: 1, wrong: 0 });
        assert_eq!(of("EDUCATED_AT").wrong, 1);
    }

    #[test]
    fn a_line_that_is_no_passage_is_named() {
        assert_eq!(read_gold("\n{}\n", "gold").unwrap_err()[0].place, Some(Place::line("gold", 2)));
    }
}
