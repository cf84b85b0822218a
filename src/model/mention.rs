use std::ops::Range;

use super::entity::EntityTypeId;
use super::span::Span;
use super::token::{AnnotatedDocument, TokenIndex, Upos};
use super::value::Value;

/// Position of a mention in [`DetectedDocument::mentions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MentionId(pub usize);

/// Position of a value in [`DetectedDocument::values`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ValueId(pub usize);

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionKind {
    /// By a proper name: "Dmitri Peskov", "la Maison-Blanche".
    Name,
    /// By a common noun: "le milliardaire", "the carmaker".
    Nominal,
    /// By a pronoun or a possessive determiner: "il", "who", "ses".
    Pronoun,
}

/// A span that refers to something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What a reader would underline: a name without title or article; a nominal with its determiner and
    /// complements but without relative clause or apposition. May end inside a token when the text glues
    /// a name to the next word.
    pub span: Span,
    /// Index of its sentence.
    pub sentence: usize,
    /// Its tokens in that sentence, half-open.
    pub tokens: Range<TokenIndex>,
    /// Its syntactic head: the token among `tokens` whose head lies outside.
    pub head: TokenIndex,
    /// Name, nominal or pronoun.
    pub kind: MentionKind,
    /// What kind of thing it refers to, where detection can tell. Linking may know better.
    pub entity_type: Option<EntityTypeId>,
}

/// A literal found in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueMention {
    /// The whole expression, prepositions excluded ("118 millions de dollars", "fin 2022").
    pub span: Span,
    /// Index of its sentence.
    pub sentence: usize,
    /// Its tokens in that sentence, half-open.
    pub tokens: Range<TokenIndex>,
    /// Its syntactic head among `tokens`.
    pub head: TokenIndex,
    /// What it means.
    pub value: Value,
}

/// A document with everything in it that refers or measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetectedDocument {
    /// Sentences and tokens.
    pub annotated: AnnotatedDocument,
    /// In text order (start, then longer first). Mentions of kind `Name` never overlap each other;
    /// a nominal may contain names ("le patron de SpaceX").
    pub mentions: Vec<Mention>,
    /// In text order, not overlapping.
    pub values: Vec<ValueMention>,
}

impl DetectedDocument {
    /// Whether a mention is an adjective that stands for a country or place, "l'ambassadeur russe", "the Russian
    /// ambassador": it is linked as names are and yet is none.
    #[must_use]
    pub fn is_adjective(&self, mention: &Mention) -> bool {
        let surface = mention.span.of(&self.annotated.document.text);
        let sentence = self.annotated.sentences.get(mention.sentence);
        let is_tagged_so =
            || sentence.and_then(|sentence| sentence.tokens.get(mention.head)).is_some_and(|t| t.upos == Upos::Adj);
        mention.kind == MentionKind::Name
            && mention.tokens.len() == 1
            && mention.entity_type.as_ref().is_some_and(|kind| kind.is_a("place"))
            && (!surface.contains(char::is_uppercase) || is_tagged_so())
    }

    /// Whether a mention is an adjective that tells somebody's party, "le maire socialiste", "Democratic Senator": the party is
    /// what they belong to, not what they are in charge of.
    #[must_use]
    pub fn tells_party(&self, mention: &Mention) -> bool {
        let surface = mention.span.of(&self.annotated.document.text);
        let sentence = self.annotated.sentences.get(mention.sentence);
        let token = || sentence.and_then(|sentence| sentence.tokens.get(mention.head));
        mention.kind == MentionKind::Name
            && mention.tokens.len() == 1
            && mention.entity_type.as_ref().is_some_and(|kind| kind.is_a("organization/party"))
            && (!surface.contains(char::is_uppercase) || token().is_some_and(|token| token.upos == Upos::Adj))
    }

    /// The mention with this id.
    ///
    /// # Panics
    /// When the id belongs to another document.
    #[must_use]
    pub fn mention(&self, id: MentionId) -> &Mention {
        &self.mentions[id.0]
    }

    /// The value with this id.
    ///
    /// # Panics
    /// When the id belongs to another document.
    #[must_use]
    pub fn value(&self, id: ValueId) -> &ValueMention {
        &self.values[id.0]
    }

    /// Text under a mention.
    #[must_use]
    pub fn mention_text(&self, id: MentionId) -> &str {
        self.mention(id).span.of(self.annotated.text())
    }
}
