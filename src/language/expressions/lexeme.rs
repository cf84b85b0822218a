//! Text cut into the pieces that dates and amounts are made of, whatever the tokenizer made of it.
//!
//! "$44bn" is a symbol, a number and a word; "1,5 M€" a number, a symbol, a number, a word and a symbol. The phrases of
//! the data files are cut the same way, so that comparing is comparing lists.

use super::table::fold;
use crate::model::Span;

/// What a lexeme is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LexemeKind {
    /// A run of letters; an elided word keeps its apostrophe ("d'").
    Word,
    /// A run of ASCII digits.
    Digits,
    /// Any other character but white space.
    Symbol,
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lexeme {
    pub(crate) kind: LexemeKind,
    /// Folded text.
    pub(crate) text: String,
    /// Where it stands; counted from the `offset` given to [`lex`].
    pub(crate) span: Span,
    /// Whether nothing stands between it and the lexeme before it.
    pub(crate) glued: bool,
}

/// So many equal signs in a row are drawn, not written, and are one symbol: ten megabytes of brackets stay small.
const DRAWN: usize = 16;

/// Cuts `text`, which begins at byte `offset` of its document.
pub(crate) fn lex(text: &str, offset: usize) -> Vec<Lexeme> {
    let mut lexemes: Vec<Lexeme> = Vec::new();
    let mut rest = text;
    let mut position = offset;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = if first.is_whitespace() {
            position += first.len_utf8();
            rest = &rest[first.len_utf8()..];
            continue;
        } else if first.is_ascii_digit() {
            (LexemeKind::Digits, run(rest, |letter| letter.is_ascii_digit()))
        } else if first.is_alphabetic() {
            (LexemeKind::Word, word(rest))
        } else if is_apostrophe(first) && run(&rest[first.len_utf8()..], char::is_alphabetic) == 1 {
            // The English genitive: "year's".
            (LexemeKind::Word, first.len_utf8() + 1)
        } else {
            let equal = run(rest, |letter| letter == first);
            (LexemeKind::Symbol, if equal >= DRAWN * first.len_utf8() { equal } else { first.len_utf8() })
        };
        let glued = lexemes.last().is_some_and(|last| last.span.end == position);
        let span = Span::new(position, position + length);
        lexemes.push(Lexeme { kind, text: fold(&rest[..length]), span, glued });
        rest = &rest[length..];
        position += length;
    }
    lexemes
}

/// A phrase of a data file, cut as text is.
pub(crate) fn phrase(text: &str) -> Vec<String> {
    lex(text, 0).into_iter().map(|lexeme| lexeme.text).collect()
}

fn run(text: &str, mut belongs: impl FnMut(char) -> bool) -> usize {
    text.find(|letter| !belongs(letter)).unwrap_or(text.len())
}

/// Letters, and the apostrophe behind them when a word of several letters or no "s" follows: "d'" of "d'euros", but
/// "year" of "year's".
fn word(text: &str) -> usize {
    // Combining marks belong to their letter.
    let letters = run(text, |letter| letter.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&letter));
    let after = &text[letters..];
    let Some(apostrophe) = after.chars().next().filter(|&letter| is_apostrophe(letter)) else { return letters };
    let behind = &after[apostrophe.len_utf8()..];
    match run(behind, char::is_alphabetic) {
        // "d'" alone is an entry of a word list; "d'1,5 million" is elided before a number.
        0 if !behind.is_empty() && !behind.starts_with(|letter: char| letter.is_ascii_digit()) => letters,
        1 if behind.starts_with(['s', 'S']) => letters,
        _ => letters + apostrophe.len_utf8(),
    }
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_at_every_change_of_kind() {
        for (text, expected) in [
            ("$44bn", "$ 44 bn"),
            ("1,5 M€", "1 , 5 m €"),
            ("44 milliards d’euros", "44 milliards d' euros"),
            ("last year's", "last year 's"),
            ("aujourd'hui", "aujourd' hui"),
            ("jusqu'en 2022-2023", "jusqu' en 2022 - 2023"),
            ("XIXe siècle", "xixe siècle"),
            ("  ", ""),
        ] {
            let texts: Vec<_> = lex(text, 0).into_iter().map(|lexeme| lexeme.text).collect();
            assert_eq!(texts.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn spans_are_those_of_the_document() {
        let lexemes = lex("à 3 %", 10);
        assert_eq!(lexemes[1].span, Span::new(13, 14));
        assert_eq!(lexemes[2].span, Span::new(15, 16));
        assert!(!lexemes[2].glued);
    }
}
