//! What the letter case of a document tells about its words.

use rustc_hash::FxHashSet;

use crate::model::{AnnotatedDocument, Sentence, SentenceKind, Token, Upos};

/// How a sentence uses capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Capitals mark sentence beginnings and names.
    Ordinary,
    /// Most Words Begin with One: capitals tell nothing.
    Title,
    /// NOTHING BUT CAPITALS.
    Capitals,
}

/// Words that occur somewhere in the document in a telling place.
#[derive(Clone, Debug, Default)]
pub(super) struct Casing {
    /// Occur with a small initial.
    plain: FxHashSet<String>,
    /// Occur as a proper noun, capitalized where nothing else asks for it.
    proper: FxHashSet<String>,
}

impl Casing {
    pub(super) fn of(document: &AnnotatedDocument) -> Self {
        let mut casing = Self::default();
        for sentence in document.sentences.iter().filter(|sentence| sentence.kind != SentenceKind::Boilerplate) {
            if shape(sentence) != Shape::Ordinary {
                continue;
            }
            let mut is_first = true;
            for token in &sentence.tokens {
                if !token.form.starts_with(char::is_alphabetic) {
                    // A capital behind a colon or an opening quotation mark tells no more than one at the head.
                    is_first |= opens(&token.form);
                    continue;
                }
                if !starts_with_capital(token) {
                    casing.plain.insert(token.form.to_lowercase());
                } else if !is_first && token.upos == Upos::Propn {
                    casing.proper.insert(token.form.to_lowercase());
                }
                is_first = false;
            }
        }
        casing
    }

    pub(super) fn is_plain(&self, token: &Token) -> bool {
        self.plain.contains(&token.form.to_lowercase())
    }

    pub(super) fn is_proper(&self, token: &Token) -> bool {
        self.proper.contains(&token.form.to_lowercase())
    }
}

/// Whether a capital behind this mark is due to the mark.
pub(super) fn opens(form: &str) -> bool {
    matches!(
        form,
        ":" | "«" | "“" | "\"" | "–" | "—" | "-" | "." | "``" | "''" | "!" | "?" | "…" | "•" | "*" | "|" | "'" | "‘"
    )
}

/// How a sentence uses capitals, from its longer words; prepositions and conjunctions stay small even in titles.
pub(super) fn shape(sentence: &Sentence) -> Shape {
    let tells = |token: &&Token| {
        !matches!(token.upos, Upos::Adp | Upos::Sconj | Upos::Cconj | Upos::Det | Upos::Pron | Upos::Part | Upos::Aux)
            && token.form.chars().filter(|letter| letter.is_alphabetic()).count() > 3
    };
    let (mut words, mut small, mut shouted) = (0, 0, 0);
    for token in sentence.tokens.iter().filter(tells) {
        words += 1;
        small += usize::from(!starts_with_capital(token));
        shouted += usize::from(is_shouted(&token.form));
    }
    if words >= 3 && shouted * 10 >= words * 7 {
        Shape::Capitals
    } else if words >= 4 && small * 10 <= words {
        Shape::Title
    } else {
        Shape::Ordinary
    }
}

pub(super) fn starts_with_capital(token: &Token) -> bool {
    token.form.chars().find(|letter| letter.is_alphanumeric()).is_some_and(char::is_uppercase)
}

/// Two letters or more, all capitals.
pub(super) fn is_shouted(form: &str) -> bool {
    let mut letters = form.chars().filter(|letter| letter.is_alphabetic());
    letters.clone().count() > 1 && letters.all(char::is_uppercase)
}
