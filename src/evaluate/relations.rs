//! Relations between stretches of text, by the rule of KnowledgeNet (Mesquita et al., EMNLP 2019).
//!
//! Gold is passages with facts: a property, a subject span and an object span, one fact for every pair of names and
//! pronouns that mean the two. A fact is found when a predicted fact of its property overlaps both its spans; a
//! predicted fact that overlaps no gold fact is wrong, but only in passages whose property was annotated
//! exhaustively. Which relation types say which property is stated in `knowledgenet.toml`.
//!
//! A relation that was found predicts a fact for every pair of names and pronouns in its passage that were taken to
//! mean its two ends. Passages are cut out of their documents, and many speak of a "he" whose name stands elsewhere:
//! such a relation is no claim, for nobody is meant, but it was read, and predicts a fact about the pronoun itself and
//! those of its passage that can only mean the same: every "he" and "his" that has no name.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Place};
use crate::language::coreference::{CoreferenceResources, Gender, Number, PronounUse, Referent};
use crate::model::{
    Argument, CharOffsets, CharSpan, Document, DocumentMetadata, EntityId, EntityTypeId, Mention, MentionId,
    MentionKind, MentionQualifierValue, NewDocument, Polarity, QualifierKind, RelationMention, Upos,
};
use crate::ontology::{Ontology, Range};
use crate::pipeline::Reading as DocumentReading;
use crate::resources::Resources;

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
    subject_type: Option<String>,
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

    /// The properties a relation states, each with whether its ends are the other way round.
    fn properties<'a>(
        &'a self,
        relation: &'a RelationMention,
        subject_type: Option<&'a EntityTypeId>,
        object_type: Option<&'a EntityTypeId>,
    ) -> impl Iterator<Item = (&'a str, bool)> {
        let role = relation.qualifiers.iter().find(|qualifier| qualifier.kind == QualifierKind::Role);
        let role = match role.map(|qualifier| &qualifier.value) {
            Some(MentionQualifierValue::Value(value)) => value.to_string().to_lowercase(),
            _ => String::new(),
        };
        self.readings.iter().flat_map(move |(property, readings)| {
            let role = role.clone();
            let fits = move |reading: &&Reading| {
                reading.relation == relation.relation.as_str()
                    && (reading.role.is_empty() || reading.role.iter().any(|word| role.contains(word.as_str())))
                    && reading.object_type.as_ref().is_none_or(|wanted| object_type.is_some_and(|of| of.is_a(wanted)))
                    && reading.subject_type.as_ref().is_none_or(|wanted| subject_type.is_some_and(|of| of.is_a(wanted)))
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
    pub fn add(
        &mut self,
        group: &PassageGroup,
        reading: &DocumentReading,
        resources: &Resources,
        mapping: &PropertyMapping,
    ) {
        let ends = Ends::new(reading, resources);
        for (start, passage) in &group.passages {
            let predicted = predicted_facts(*start, passage, reading, &ends, &resources.ontology, mapping);
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

/// Where the ends of relations stand. A noun phrase is no mention in the sense of the data set.
struct Ends<'a> {
    reading: &'a DocumentReading,
    offsets: CharOffsets,
    /// Names and pronouns by whom they mean.
    spans: BTreeMap<&'a EntityId, Vec<CharSpan>>,
    /// Pronouns of persons that mean nobody known, by gender; and those of the speaker.
    nameless: BTreeMap<PersonalKey, Vec<CharSpan>>,
    coreference: Option<&'a CoreferenceResources>,
}

/// Whether it is the speaker, and whether a man or a woman.
type PersonalKey = (bool, Option<bool>);

impl<'a> Ends<'a> {
    fn new(reading: &'a DocumentReading, resources: &'a Resources) -> Self {
        let language = resources.language(&reading.detected.annotated.language);
        let coreference = language.map(|language| &language.pack.coreference);
        let offsets = CharOffsets::new(&reading.detected.annotated.document.text);
        let mut spans: BTreeMap<&EntityId, Vec<CharSpan>> = BTreeMap::new();
        for (mention, link) in reading.detected.mentions.iter().zip(&reading.linked.links) {
            let stands_alone = mention.kind != MentionKind::Nominal && !is_adjective(reading, mention);
            if let Some(entity) = link.entity.as_ref().filter(|_| stands_alone) {
                spans.entry(entity).or_default().push(offsets.to_chars(mention.span));
            }
        }
        let mut ends = Self { reading, offsets, spans, nameless: BTreeMap::new(), coreference };
        for (mention, link) in reading.detected.mentions.iter().zip(&reading.linked.links) {
            if let Some(key) = ends.personal(mention).filter(|_| link.entity.is_none()) {
                ends.nameless.entry(key).or_default().push(ends.offsets.to_chars(mention.span));
            }
        }
        ends
    }

    /// Whom a pronoun of one person can mean; nothing for other mentions.
    fn personal(&self, mention: &Mention) -> Option<PersonalKey> {
        let form = mention.span.of(&self.reading.detected.annotated.document.text);
        let class = self.coreference?.pronoun(form).filter(|_| mention.kind == MentionKind::Pronoun)?;
        let is_one = class.referent == Referent::Person && class.number == Some(Number::Singular);
        (is_one && class.usage != PronounUse::Relative)
            .then(|| (class.usage == PronounUse::Speaker, class.gender.map(|gender| gender == Gender::Feminine)))
    }

    /// Its mention in the sentence, and the others that mean the same; nothing for somebody without a name and for
    /// whom the ontology does not allow there.
    fn of(&self, argument: Argument, allowed: &[EntityTypeId]) -> Vec<CharSpan> {
        let id = match argument {
            Argument::Mention(id) => id,
            Argument::Value(id) | Argument::Start(id) | Argument::End(id) => {
                return vec![self.offsets.to_chars(self.reading.detected.value(id).span)];
            }
            Argument::Owner(_) => return Vec::new(),
        };
        let mention = self.reading.detected.mention(id);
        let own = self.offsets.to_chars(mention.span);
        let Some(entity) = self.reading.linked.entity_of(id) else {
            let same = self.personal(mention).and_then(|key| self.nameless.get(&key));
            return match mention.kind {
                MentionKind::Pronoun => same.cloned().unwrap_or_else(|| vec![own]),
                MentionKind::Name | MentionKind::Nominal => Vec::new(),
            };
        };
        if !allowed.iter().any(|allowed| entity.entity_type.is_a(allowed.as_str())) {
            return Vec::new();
        }
        if is_adjective(self.reading, mention) {
            return vec![own];
        }
        let mut all = self.spans.get(&entity.id).cloned().unwrap_or_default();
        if !all.contains(&own) && mention.kind != MentionKind::Nominal {
            all.push(own);
        }
        all
    }

    fn entity_type(&self, argument: Argument) -> Option<&'a EntityTypeId> {
        let known = |id: MentionId| self.reading.linked.entity_of(id).map(|entity| &entity.entity_type);
        match argument {
            Argument::Mention(id) => known(id),
            Argument::Owner(_) | Argument::Value(_) | Argument::Start(_) | Argument::End(_) => None,
        }
    }

    fn entity(&self, argument: Argument) -> Option<&'a EntityId> {
        match argument {
            Argument::Mention(id) => self.reading.linked.entity_of(id).map(|entity| &entity.id),
            Argument::Owner(_) | Argument::Value(_) | Argument::Start(_) | Argument::End(_) => None,
        }
    }
}

/// "Swedish" says where somebody is from, but it is no name of Sweden.
fn is_adjective(reading: &DocumentReading, mention: &Mention) -> bool {
    let sentence = reading.detected.annotated.sentences.get(mention.sentence);
    sentence.and_then(|sentence| sentence.tokens.get(mention.head)).is_some_and(|token| token.upos == Upos::Adj)
}

fn predicted_facts(
    start: usize,
    passage: &GoldPassage,
    reading: &DocumentReading,
    ends: &Ends<'_>,
    ontology: &Ontology,
    mapping: &PropertyMapping,
) -> BTreeSet<PredictedFact> {
    let end = start + passage.text.chars().count();
    let inside = |span: &CharSpan| span.start >= start && span.end <= end;
    let mut facts = BTreeSet::new();
    for relation in reading.relations.iter().filter(|relation| relation.polarity == Polarity::Affirmed) {
        let here = ends.offsets.to_chars(relation.trigger);
        let Some(relation_type) = ontology.relation_type(&relation.relation).filter(|_| inside(&here)) else {
            continue;
        };
        let range: &[EntityTypeId] = match &relation_type.range {
            Range::Entities(types) => types,
            Range::Date | Range::Text => &[],
        };
        let is_loop =
            ends.entity(relation.subject).is_some() && ends.entity(relation.subject) == ends.entity(relation.object);
        if is_loop {
            continue;
        }
        let subjects = ends.of(relation.subject, &relation_type.domain);
        let objects = ends.of(relation.object, range);
        let types = (ends.entity_type(relation.subject), ends.entity_type(relation.object));
        for (property, inverse) in mapping.properties(relation, types.0, types.1) {
            for subject in subjects.iter().filter(|span| inside(span)) {
                for object in objects.iter().filter(|span| inside(span)) {
                    let spans = [subject, object].map(|span| (span.start - start, span.end - start));
                    let [subject, object] = if inverse { [spans[1], spans[0]] } else { spans };
                    facts.insert(PredictedFact { property: property.to_owned(), subject, object });
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
        let pipeline = Pipeline::bundled().unwrap();
        let reading = pipeline.read(group.document("en")).unwrap();
        let mut scores = RelationScores::default();
        scores.add(&group, &reading, pipeline.resources(), &PropertyMapping::knowledgenet().unwrap());
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
