use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::document::Document;
use super::span::Span;

/// Position of a token in its sentence, counted from 0 (CoNLL-U counts from 1; the writer adds it).
pub type TokenIndex = usize;

/// Universal part-of-speech tag (universaldependencies.org/u/pos).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the seventeen tags are defined by Universal Dependencies, not by us")]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    #[default]
    X,
}

impl Upos {
    /// All tags, in alphabetical order of their names; `ALL[tag as usize] == tag`.
    pub const ALL: [Self; 17] = [
        Self::Adj,
        Self::Adp,
        Self::Adv,
        Self::Aux,
        Self::Cconj,
        Self::Det,
        Self::Intj,
        Self::Noun,
        Self::Num,
        Self::Part,
        Self::Pron,
        Self::Propn,
        Self::Punct,
        Self::Sconj,
        Self::Sym,
        Self::Verb,
        Self::X,
    ];

    /// The tag as CoNLL-U writes it, `PROPN`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Adj => "ADJ",
            Self::Adp => "ADP",
            Self::Adv => "ADV",
            Self::Aux => "AUX",
            Self::Cconj => "CCONJ",
            Self::Det => "DET",
            Self::Intj => "INTJ",
            Self::Noun => "NOUN",
            Self::Num => "NUM",
            Self::Part => "PART",
            Self::Pron => "PRON",
            Self::Propn => "PROPN",
            Self::Punct => "PUNCT",
            Self::Sconj => "SCONJ",
            Self::Sym => "SYM",
            Self::Verb => "VERB",
            Self::X => "X",
        }
    }
}

impl fmt::Display for Upos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Upos {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|tag| tag.as_str() == text)
            .ok_or_else(|| format!("`{text}` is not a universal part-of-speech tag"))
    }
}

/// Morphological features in CoNLL-U notation, `Gender=Masc|Number=Sing`, sorted by name; `_` is the empty set.
///
/// Cheap to clone: the readers share one string per distinct set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Features(Arc<str>);

impl Features {
    /// Wraps text in CoNLL-U notation; `_` and the empty string both mean "no features".
    #[must_use]
    pub fn from_conllu(text: &str) -> Self {
        if text == "_" { Self::default() } else { Self(text.into()) }
    }

    /// The value of one feature, `get("Number") == Some("Sing")`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.split('|').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// Whether a feature has exactly this value.
    #[must_use]
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }

    /// In CoNLL-U notation, `_` when empty.
    #[must_use]
    pub fn as_conllu(&self) -> &str {
        if self.0.is_empty() { "_" } else { &self.0 }
    }
}

impl Default for Features {
    fn default() -> Self {
        Self(Arc::from(""))
    }
}

/// A dependency relation, `nsubj` or with a subtype `nsubj:pass`. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Deprel(Arc<str>);

impl Deprel {
    /// Wraps a relation name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The whole name, `nsubj:pass`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The universal part, `nsubj`.
    #[must_use]
    pub fn universal(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }

    /// The subtype, `pass`, or `""`.
    #[must_use]
    pub fn subtype(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, subtype)| subtype)
    }
}

impl Default for Deprel {
    fn default() -> Self {
        Self::new("dep")
    }
}

impl fmt::Display for Deprel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A syntactic word.
///
/// The words of a contraction (`du` = `de` + `le`) share the span of the contraction and differ in `form`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// Where its surface form stands in the document's text.
    pub span: Span,
    /// The word form; equals the spanned text except inside a contraction or after repair of a typographic slip.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Part of speech.
    pub upos: Upos,
    /// Morphological features.
    pub feats: Features,
    /// The governing token in the same sentence; `None` for the root.
    pub head: Option<TokenIndex>,
    /// Relation to the head; `root` for the root.
    pub deprel: Deprel,
}

/// A surface token written as one and read as several words (`aux` = `à` + `les`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MultiwordToken {
    /// First word.
    pub first: TokenIndex,
    /// Last word, inclusive.
    pub last: TokenIndex,
    /// The surface form in the document's text.
    pub span: Span,
}

/// What a stretch of text is to the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SentenceKind {
    /// Running text of the article.
    #[default]
    Prose,
    /// Title or heading: no final stop, often without verb or article.
    Headline,
    /// Advertising line, share button, form, tag list: gives no mentions.
    Boilerplate,
}

/// A sentence: tokens with heads inside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// From the first byte of its first token to the last byte of its last.
    pub span: Span,
    /// Prose, headline or boilerplate.
    pub kind: SentenceKind,
    /// Which paragraph of the document it belongs to, counted from 0. Paragraphs end at a line break.
    pub paragraph: usize,
    /// Syntactic words in text order. Exactly one has no head, unless the sentence is empty.
    pub tokens: Vec<Token>,
    /// Contractions, in text order.
    pub multiword: Vec<MultiwordToken>,
}

impl Sentence {
    /// The root token, if any.
    #[must_use]
    pub fn root(&self) -> Option<TokenIndex> {
        self.tokens.iter().position(|token| token.head.is_none())
    }

    /// Tokens governed directly by `head`, in text order.
    pub fn dependents(&self, head: TokenIndex) -> impl DoubleEndedIterator<Item = TokenIndex> + '_ {
        (0..self.tokens.len()).filter(move |&index| self.tokens[index].head == Some(head))
    }

    /// Dependents whose universal relation (subtype cut off) is `relation`.
    pub fn dependents_by<'a>(
        &'a self,
        head: TokenIndex,
        relation: &'a str,
    ) -> impl DoubleEndedIterator<Item = TokenIndex> + 'a {
        self.dependents(head).filter(move |&index| self.tokens[index].deprel.universal() == relation)
    }

    /// Whether `ancestor` governs `token`, directly or not, or is the same token.
    #[must_use]
    pub fn dominates(&self, ancestor: TokenIndex, token: TokenIndex) -> bool {
        let mut current = Some(token);
        // A well-formed tree ends at the root; the bound keeps a malformed one from looping.
        for _ in 0..=self.tokens.len() {
            match current {
                Some(index) if index == ancestor => return true,
                Some(index) => current = self.tokens.get(index).and_then(|token| token.head),
                None => return false,
            }
        }
        false
    }

    /// All tokens under `head` and `head` itself, in text order.
    #[must_use]
    pub fn subtree(&self, head: TokenIndex) -> Vec<TokenIndex> {
        (0..self.tokens.len()).filter(|&index| self.dominates(head, index)).collect()
    }
}

/// A document with its sentences and tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnotatedDocument {
    /// The document; its `metadata.language` is the language it was read in.
    pub document: Document,
    /// Tag of the language pack that read it.
    pub language: String,
    /// Sentences in text order, boilerplate included (and marked).
    pub sentences: Vec<Sentence>,
}

impl AnnotatedDocument {
    /// The text of the document.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.document.text
    }
}
