use super::claim::Stance;
use super::relation::MentionSpeaker;
use super::span::Span;

/// How a text gives somebody's words back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuotationKind {
    /// To the letter, between quotation marks.
    Direct,
    /// In the words of the text: "X says that …", "…, according to X".
    Indirect,
    /// In the words of the text, part of it between quotation marks.
    Mixed,
}

impl QuotationKind {
    /// The name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// Somebody's words, as a text gives them back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The words: without the marks around them, without "that", may span sentences.
    pub content: Span,
    /// To the letter or not.
    pub kind: QuotationKind,
    /// Who speaks, as claims name them; empty when the text does not tell.
    pub speakers: Vec<MentionSpeaker>,
    /// The whole phrase that names the speaker, with article, title and apposition ("le ministre, Jean Dupont");
    /// may be a pronoun.
    pub source: Option<Span>,
    /// The words that show that somebody speaks ("a déclaré", "selon"); may lie in another sentence.
    pub cue: Option<Span>,
    /// What the speaker does with the content.
    pub stance: Stance,
}
