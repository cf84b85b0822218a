use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::document::DocumentId;
use super::entity::{Candidate, Entity, EntityId};
use super::evidence_set::EvidenceSet;
use super::mention::MentionKind;
use super::relation::{Qualifier, QualifierKind, QualifierValue, RelationTypeId, RuleName};
use super::sketch::Sketch;
use super::span::CharSpan;
use super::value::{PartialDate, Value};

/// A degree of belief from 0 to 1, kept in hundredths so that it compares and prints the same everywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(u8);

impl Score {
    /// Certainty.
    pub const ONE: Self = Self(100);

    /// Rounds to hundredths; values outside 0..=1 (and NaN) are clamped.
    #[must_use]
    pub fn new(value: f64) -> Self {
        Self((value.clamp(0.0, 1.0) * 100.0).round() as u8)
    }

    /// As a number from 0 to 1.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.value())
    }
}

macro_rules! named_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_meta])* $variant),+ }

        impl $name {
            /// All values, in the order files list them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in files.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(format!("`{text}` is not one of {}", [$($text),+].join(", "))),
                }
            }
        }
    };
}

named_enum! {
    /// Whether the text affirms the relation or says that it does not hold.
    Polarity {
        /// It holds.
        Affirmed = "affirmed",
        /// It does not hold ("ne donne pas d'argent à").
        Negated = "negated",
    }
}

named_enum! {
    /// How committed the text is to the relation.
    Modality {
        /// Told as it is.
        Stated = "stated",
        /// Told as somebody's word: conditional of hearsay, "selon", "allegedly", reported speech.
        Reported = "reported",
        /// Meant to happen: future, promise, intention, conditional on an event.
        Planned = "planned",
        /// May be so.
        Possible = "possible",
    }
}

named_enum! {
    /// What a speaker does with a claim.
    Stance {
        /// Says that it is so.
        Asserts = "asserts",
        /// Says that it is not so.
        Denies = "denies",
        /// Doubts or asks.
        Questions = "questions",
    }
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speaker {
    /// A person, an outlet, an institution.
    Entity(EntityId),
    /// Somebody unnamed, in the words of the text ("des responsables américains").
    Unnamed(String),
}

/// Who says so or denies it, and the words that show it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attribution {
    /// Who.
    pub speaker: Speaker,
    /// What they do with the claim.
    pub stance: Stance,
    /// The words that show it, in the document of the evidence; may lie outside the quote.
    pub cue: CharSpan,
}

/// One sentence that supports (or negates) a claim, with everything needed to check it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// In which document.
    pub document: DocumentId,
    /// Where the quote stands.
    pub span: CharSpan,
    /// The text at `span`, to the letter.
    pub quote: String,
    /// Where the subject is named, or referred to.
    pub subject: CharSpan,
    /// The words that carry the relation.
    pub trigger: CharSpan,
    /// Where the object is.
    pub object: CharSpan,
    /// Where each qualifier stands.
    pub qualifiers: BTreeMap<QualifierKind, CharSpan>,
    /// Affirmed or negated here.
    pub polarity: Polarity,
    /// How committed the text is here.
    pub modality: Modality,
    /// Who says so, who denies it; sorted. Empty: the document speaks in its own voice.
    pub attribution: Vec<Attribution>,
    /// The rule that found it.
    pub rule: RuleName,
    /// How far to trust it.
    pub confidence: Score,
}

impl Evidence {
    /// The part of the quote that a span covers; `None` where the span lies outside the quote.
    #[must_use]
    pub fn quoted(&self, span: CharSpan) -> Option<&str> {
        let start = span.start.checked_sub(self.span.start)?;
        let length = span.end.checked_sub(span.start)?;
        let mut ends = self.quote.char_indices().map(|(byte, _)| byte).chain([self.quote.len()]);
        let from = ends.nth(start)?;
        let to = if length == 0 { from } else { ends.nth(length - 1)? };
        self.quote.get(from..to)
    }

    /// The words that state a qualifier, as printed; `None` where they stand outside the quote.
    #[must_use]
    pub fn qualifier_text(&self, kind: QualifierKind) -> Option<&str> {
        self.quoted(*self.qualifiers.get(&kind)?)
    }
}

/// The other end of a claim.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimObject {
    /// An entity.
    Entity(EntityId),
    /// A literal, for relation types that take one.
    Value(Value),
}

/// Names a claim by what it says: `claim:` and sixteen hexadecimal digits over subject, relation, object and qualifiers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimId(String);

impl ClaimId {
    /// Takes an id as it is.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who is said to have done what to whom. Polarity, modality and speaker belong to each evidence: two
/// articles can affirm and deny the same claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Content-made id, see [`Claim::make_id`].
    pub id: ClaimId,
    /// Of whom.
    pub subject: EntityId,
    /// What.
    pub relation: RelationTypeId,
    /// To whom, or which value.
    pub object: ClaimObject,
    /// When, how much, where, as what. All of them distinguish the claim.
    pub qualifiers: BTreeMap<QualifierKind, QualifierValue>,
    /// Never empty.
    pub evidence: EvidenceSet,
}

impl Claim {
    /// The id these parts give.
    #[must_use]
    pub fn make_id(
        subject: &EntityId,
        relation: &RelationTypeId,
        object: &ClaimObject,
        qualifiers: &BTreeMap<QualifierKind, QualifierValue>,
    ) -> ClaimId {
        let mut hash = Sha256::new();
        // Every part ends with a byte that no part contains, so that no two lists of parts hash alike.
        let mut part = |text: &str| {
            hash.update(text.as_bytes());
            hash.update([0xff]);
        };
        part(subject.as_str());
        part(relation.as_str());
        match object {
            ClaimObject::Entity(id) => part(id.as_str()),
            ClaimObject::Value(value) => part(&format!("= {value}")),
        }
        for (kind, value) in qualifiers {
            part(kind.as_str());
            match value {
                QualifierValue::Entity(id) => part(id.as_str()),
                QualifierValue::Value(value) => part(&format!("= {value}")),
            }
        }
        let digest = hash.finalize();
        let head = digest.iter().take(8).fold(String::new(), |head, byte| head + &format!("{byte:02x}"));
        ClaimId(format!("claim:{head}"))
    }

    /// The qualifiers as a list, in the order files show them.
    pub fn qualifiers(&self) -> impl Iterator<Item = Qualifier> + '_ {
        self.qualifiers.iter().map(|(&kind, value)| Qualifier { kind, value: value.clone() })
    }
}

/// A document as claims remember it: everything but the text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentRecord {
    /// Content-made id.
    pub id: DocumentId,
    /// Where it was read from.
    pub source: String,
    /// Headline.
    pub title: Option<String>,
    /// Language it was read in.
    pub language: String,
    /// Publication date.
    pub published: Option<PartialDate>,
    /// Outlet.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// SHA-256 of the text.
    pub sha256: String,
    /// Length of the text in code points.
    pub length: usize,
    /// By which copies of the text are known.
    pub sketch: Sketch,
}

/// A mention as claims remember it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MentionRecord {
    /// In which document.
    pub document: DocumentId,
    /// Where.
    pub span: CharSpan,
    /// The text there.
    pub text: String,
    /// Name, nominal or pronoun.
    pub kind: MentionKind,
    /// Who is meant; nobody where nothing says so.
    pub entity: Option<EntityId>,
    /// How sure the linker was.
    pub score: Score,
    /// What else was considered, best first.
    pub candidates: Vec<Candidate>,
}

/// Everything read from some documents: the record every view is made from.
///
/// Two sets merge with [`crate::fuse::merge`]; merging is associative, commutative and idempotent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimSet {
    /// Documents by id.
    pub documents: BTreeMap<DocumentId, DocumentRecord>,
    /// Entities by id.
    pub entities: BTreeMap<EntityId, Entity>,
    /// Mentions that were given an entity, and all names.
    pub mentions: BTreeSet<MentionRecord>,
    /// Claims by id.
    pub claims: BTreeMap<ClaimId, Claim>,
}
