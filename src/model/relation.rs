use std::fmt;
use std::str::FromStr;

use super::claim::{Modality, Polarity, Score, Stance};
use super::entity::EntityId;
use super::mention::{MentionId, ValueId};
use super::span::Span;
use super::value::Value;

/// Names a relation type of the ontology, `spoke_with`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationTypeId(String);

impl RelationTypeId {
    /// Takes a relation name as it is.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The relation of a verb that no rule covers, `open:collaborer_avec`; an empty preposition is left out.
    #[must_use]
    pub fn open(lemma: &str, preposition: &str) -> Self {
        let words = [lemma, preposition].map(|part| part.split_whitespace().collect::<Vec<_>>().join("_"));
        let [lemma, preposition] = words;
        Self(if preposition.is_empty() { format!("{OPEN}{lemma}") } else { format!("{OPEN}{lemma}_{preposition}") })
    }

    /// Whether this is the relation of a verb that no rule covers, and of no ontology.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.0.starts_with(OPEN)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How names of open relations begin; no relation type of an ontology may have a colon in its name.
const OPEN: &str = "open:";

impl fmt::Display for RelationTypeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names a rule: language, theme and rule, `fr/communication/entretenir-avec`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleName(String);

impl RuleName {
    /// Takes a rule name as it is.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What fills a role of a relation mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Argument {
    /// Something referred to.
    Mention(MentionId),
    /// A literal, for relation types that take one (`date_of_birth`).
    Value(ValueId),
    /// The first day of an interval: "Jane Doe (1870–1930)" was born in 1870.
    Start(ValueId),
    /// The last day of an interval.
    End(ValueId),
    /// Whose the office is that a mention names, where the text does not say: of "le Premier ministre X" a country.
    Owner(MentionId),
}

/// Who says so, inside one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MentionSpeaker {
    /// Someone mentioned. When linking finds no entity for the mention, its text is the speaker.
    Mention(MentionId),
    /// Someone unnamed: the span of the phrase ("des responsables américains").
    Text(Span),
}

/// Who says so, how, and the words that show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentionAttribution {
    /// Who.
    pub speaker: MentionSpeaker,
    /// Asserts, denies or questions.
    pub stance: Stance,
    /// The words that show it ("selon", "a rejeté cette information"); may lie in another sentence.
    pub cue: Span,
}

/// What a qualifier tells about a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QualifierKind {
    /// When it happened.
    Date,
    /// Since when it holds.
    Start,
    /// Until when it held. An end that is not known is [`Value::Text`] `"ended"`: "ancien", "former", "ex-".
    End,
    /// How much money.
    Amount,
    /// Where.
    Place,
    /// As what ("directeur général", "commission head").
    Role,
    /// About what.
    Topic,
    /// Through what ("au téléphone", "letter").
    Medium,
    /// How often.
    Frequency,
}

impl QualifierKind {
    /// All kinds, in the order files list them.
    pub const ALL: [Self; 9] = [
        Self::Date,
        Self::Start,
        Self::End,
        Self::Amount,
        Self::Place,
        Self::Role,
        Self::Topic,
        Self::Medium,
        Self::Frequency,
    ];

    /// The name in files, `amount`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Start => "start",
            Self::End => "end",
            Self::Amount => "amount",
            Self::Place => "place",
            Self::Role => "role",
            Self::Topic => "topic",
            Self::Medium => "medium",
            Self::Frequency => "frequency",
        }
    }
}

impl fmt::Display for QualifierKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for QualifierKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| {
            let known = Self::ALL.map(Self::as_str).join(", ");
            format!("`{text}` is not a qualifier; known are {known}")
        })
    }
}

/// A qualifier found beside a relation mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentionQualifier {
    /// What it tells.
    pub kind: QualifierKind,
    /// A mention (for places) or a literal.
    pub value: MentionQualifierValue,
    /// Where it stands.
    pub span: Span,
}

/// What a [`MentionQualifier`] holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MentionQualifierValue {
    /// Something referred to.
    Mention(MentionId),
    /// A literal.
    Value(Value),
}

/// What a [`Qualifier`] of a claim holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QualifierValue {
    /// An entity.
    Entity(EntityId),
    /// A literal.
    Value(Value),
}

/// A further statement about a claim: when, how much, where, as what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Qualifier {
    /// What it tells.
    pub kind: QualifierKind,
    /// Its value.
    pub value: QualifierValue,
}

/// One place in a text where a rule found a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationMention {
    /// Which relation.
    pub relation: RelationTypeId,
    /// Who or what the relation is said of.
    pub subject: Argument,
    /// The other end.
    pub object: Argument,
    /// The words that carry the relation ("s'entretient", "porte-parole").
    pub trigger: Span,
    /// Index of the sentence it was found in; the evidence quotes this sentence.
    pub sentence: usize,
    /// Affirmed or negated.
    pub polarity: Polarity,
    /// Stated, reported, planned or possible.
    pub modality: Modality,
    /// Who says so and who denies it; empty when only the document itself speaks.
    pub attribution: Vec<MentionAttribution>,
    /// When, how much, where, as what.
    pub qualifiers: Vec<MentionQualifier>,
    /// The rule that found it.
    pub rule: RuleName,
    /// How far the rule can be trusted here.
    pub confidence: Score,
    /// Counts only where the first choice of the same words has no referent: in "bombarder une base de X" X, if the
    /// base is nobody.
    pub second_choice: bool,
    /// Told by the way, as a name or a noun tells it ("Dayton, in Ohio", "the French daily X"): the text's own word, whoever
    /// else speaks in the sentence.
    pub presupposed: bool,
}
