//! The nouns every room speaks about: documents, sentences, tokens, mentions, entities, claims.
//!
//! Plain data and the arithmetic that belongs to it. No input or output, no serialization format, no
//! graph library, no word of any language. What the *files* look like is decided in [`crate::record`] and
//! [`crate::export`]; these types make no promise to outsiders.

mod claim;
mod document;
mod entity;
mod evidence_set;
mod mention;
mod quotation;
mod relation;
mod sketch;
mod span;
mod token;
mod value;

pub use claim::{
    Attribution, Claim, ClaimId, ClaimObject, ClaimSet, DocumentRecord, Evidence, MentionRecord, Modality, Polarity,
    Score, Speaker, Stance,
};
pub use document::{Document, DocumentId, DocumentMetadata, NewDocument};
pub use entity::{Candidate, Entity, EntityId, EntityTypeId, Link, LinkedDocument};
pub use evidence_set::{EvidenceIter, EvidenceSet};
pub use mention::{DetectedDocument, Mention, MentionId, MentionKind, ValueId, ValueMention};
pub use quotation::{Quotation, QuotationKind};
pub use relation::{
    Argument, MentionAttribution, MentionQualifier, MentionQualifierValue, MentionSpeaker, Qualifier, QualifierKind,
    QualifierValue, RelationMention, RelationTypeId, RuleName,
};
pub use sketch::Sketch;
pub use span::{CharOffsets, CharSpan, Span};
pub use token::{AnnotatedDocument, Deprel, Features, MultiwordToken, Sentence, SentenceKind, Token, TokenIndex, Upos};
pub use value::{Currency, Decimal, Money, PartialDate, PartialDateError, TimeInterval, Value};
