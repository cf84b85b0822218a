//! Surface tokens of a paragraph → sentences.

use std::ops::Range;

use super::tokens::SurfaceToken;
use crate::language::reader::ReaderResources;
use crate::language::tokenization::normal;

/// Longest sentence in tokens; text without full stops is cut there, at a semicolon or comma if there is one in the
/// last quarter. Prose has no longer ones; reading a table as one sentence helps nobody.
const LONGEST: usize = 240;

/// Finds where sentences end. The ranges cover all tokens in order.
#[must_use]
pub fn split_sentences(text: &str, tokens: &[SurfaceToken], reader: &ReaderResources) -> Vec<Range<usize>> {
    let paragraph = Paragraph { text, tokens, reader };
    let mut sentences = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut quoted = false;
    while at < tokens.len() {
        if paragraph.form(at) == "\"" {
            quoted = !paragraph.quote_closes(at, quoted);
        }
        let mut end = at + 1;
        if paragraph.may_end(at) {
            loop {
                if end < tokens.len() && paragraph.closes(end, quoted) {
                    quoted &= paragraph.form(end) != "\"";
                    end += 1;
                } else if paragraph.is_reference(end) {
                    end += 3;
                } else {
                    break;
                }
            }
            if end < tokens.len() && paragraph.begins(at, end) {
                sentences.push(start..end);
                start = end;
                quoted = false;
            }
        }
        at = end;
        if at - start >= LONGEST {
            let cut = (start + LONGEST * 3 / 4..at).rev().find(|&cut| matches!(paragraph.form(cut), ";" | ","));
            let border = cut.map_or(at, |cut| cut + 1);
            sentences.push(start..border);
            start = border;
        }
    }
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
    sentences
}

struct Paragraph<'a> {
    text: &'a str,
    tokens: &'a [SurfaceToken],
    reader: &'a ReaderResources,
}

impl<'a> Paragraph<'a> {
    fn form(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    fn is_glued_to_previous(&self, at: usize) -> bool {
        at > 0 && self.tokens[at - 1].span.end == self.tokens[at].span.start
    }

    /// Whether a sentence can end with this token, closing marks apart.
    fn may_end(&self, at: usize) -> bool {
        let form = self.form(at);
        let last = form.chars().last().unwrap_or_default();
        // A semicolon ends a sentence when a word follows that, with its capital, can only begin one.
        matches!(last, '!' | '?' | '…' | '‽' | ';') || (last == '.' && !self.is_before_name(form))
    }

    fn is_before_name(&self, form: &str) -> bool {
        if form.len() < 2 || form.len() > 24 {
            return false;
        }
        // An initial: "J." but not "U.S.".
        let initial = form.chars().count() == 2 && form.starts_with(char::is_alphabetic);
        let tokenization = &self.reader.tokenization;
        let plain = normal(form);
        initial || tokenization.before_names.contains(&plain) || tokenization.before_numbers.contains(&plain)
    }

    /// Whether a mark behind the end of a sentence belongs to it.
    fn closes(&self, at: usize, quoted: bool) -> bool {
        match self.form(at) {
            "»" | "”" | ")" | "]" | "›" => true,
            "\"" => self.quote_closes(at, quoted),
            "’" | "'" | "''" | "’’" => self.is_glued_to_previous(at),
            _ => false,
        }
    }

    /// Whether a straight quotation mark closes. White space on one side tells; else they take turns.
    fn quote_closes(&self, at: usize, quoted: bool) -> bool {
        let before = self.is_glued_to_previous(at);
        let behind = at + 1 < self.tokens.len() && self.is_glued_to_previous(at + 1);
        if before == behind { quoted } else { before }
    }

    /// Whether "[12]" stands here: a note belongs to the sentence before it.
    fn is_reference(&self, at: usize) -> bool {
        self.form(at) == "["
            && self.form(at + 2) == "]"
            && self.form(at + 1).len() <= 3
            && self.form(at + 1).bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether a sentence begins at `next`, the last one having ended with the mark at `end` and what closes it.
    fn begins(&self, end: usize, next: usize) -> bool {
        let mark = self.form(end);
        let opening = |form: &str| {
            matches!(form, "«" | "“" | "‘" | "\"" | "``" | "(" | "[" | "'" | "-" | "–" | "—" | "•" | "¿" | "¡")
        };
        let mut first = next;
        while opening(self.form(first)) && first < next + 3 {
            first += 1;
        }
        let form = self.form(first);
        if mark == ";" {
            return first == next
                && form.starts_with(char::is_uppercase)
                && self.reader.tokenization.openers.contains(&normal(form));
        }
        let Some(letter) = form.chars().next() else { return true };
        let glued = self.is_glued_to_previous(next);
        let is_plain_stop = mark == ".";
        if letter.is_alphabetic() && !letter.is_uppercase() {
            // Scripts without capitals, and marks that end a sentence whatever follows, would need more; after
            // a lower-case letter the stop is a slip, an abbreviation we do not know, or a quotation that goes on.
            return !letter.is_lowercase();
        }
        if is_plain_stop {
            // "3.Il" and "fin.Le" lack a space; "12.5" and "a.b" are not sentences.
            return !glued || letter.is_uppercase();
        }
        if mark.ends_with('.') && mark.chars().any(char::is_alphanumeric) {
            // After an abbreviation only a word that begins sentences tells that one has ended.
            return first == next && self.reader.tokenization.openers.contains(&normal(form));
        }
        if letter.is_uppercase() {
            // "« Vraiment ? » Dupont …" ends; so does "Vraiment ? Oui".
            return true;
        }
        !glued && (letter.is_ascii_digit() || first > next)
    }
}
