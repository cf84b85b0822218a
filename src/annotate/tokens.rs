//! Text → surface tokens, in the way of the Universal Dependencies treebanks of the language.

use unicode_segmentation::UnicodeSegmentation;

use super::words::split_word;
use crate::language::reader::ReaderResources;
use crate::language::tokenization::normal;
use crate::model::Span;

/// What stands between two token borders, and the words it is read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurfaceToken {
    /// Where.
    pub span: Span,
    /// What it is read as.
    pub reading: Reading,
}

/// One written token as syntactic words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A word, written as it is.
    Word,
    /// Several words that follow each other letter by letter: "do" + "n't".
    Parts(Vec<Span>),
    /// Several words under one span: "de" + "le" for "du".
    Contraction(Vec<String>),
}

impl SurfaceToken {
    /// A token that is one word.
    #[must_use]
    pub fn word(span: Span) -> Self {
        Self { span, reading: Reading::Word }
    }
}

/// Cuts a stretch of text into tokens. Spans are positions in `text`; linear in the length of the stretch.
#[must_use]
pub fn tokenize(text: &str, stretch: Span, reader: &ReaderResources) -> Vec<SurfaceToken> {
    let mut scanner = Scanner { text, end: stretch.end, reader, at: stretch.start, tokens: Vec::new() };
    scanner.run();
    scanner.tokens
}

struct Scanner<'a> {
    text: &'a str,
    end: usize,
    reader: &'a ReaderResources,
    at: usize,
    tokens: Vec<SurfaceToken>,
}

/// Addresses longer than this are cut up like any text.
const LONGEST_ADDRESS: usize = 4096;

/// A run of this many equal signs is one token, whatever the sign.
const DRAWN: usize = 16;

impl Scanner<'_> {
    fn run(&mut self) {
        // End of the run without white space that was last looked through for addresses.
        let mut looked_until = self.at;
        while let Some(first) = self.char_at(self.at) {
            if first.is_whitespace() || is_invisible(first) {
                self.at += first.len_utf8();
                continue;
            }
            let begins = self.at >= looked_until;
            if begins {
                let chunk = &self.text[self.at..self.end];
                looked_until = self.at + chunk.find(char::is_whitespace).unwrap_or(chunk.len());
            }
            if begins || self.is_behind_opening() {
                let chunk = &self.text[self.at..looked_until];
                let length = address(chunk).or_else(|| if begins { emoticon(chunk) } else { None });
                if let Some(length) = length {
                    self.push(self.at + length);
                    continue;
                }
            }
            if first.is_ascii_digit() {
                self.number();
            } else if first.is_alphanumeric() {
                self.word();
            } else if matches!(first, '#' | '@') && self.char_at(self.at + 1).is_some_and(char::is_alphabetic) {
                let rest = &self.text[self.at + 1..self.end];
                let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                self.push(self.at + 1 + length);
            } else {
                self.sign(first);
            }
        }
    }

    /// Whether a mark stands here that addresses are put behind.
    fn is_behind_opening(&self) -> bool {
        self.at > 0 && matches!(self.text.as_bytes()[self.at - 1], b'<' | b'(' | b'[' | b'"' | b':')
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..self.end).and_then(|rest| rest.chars().next())
    }

    fn push(&mut self, end: usize) {
        self.tokens.push(SurfaceToken::word(Span::new(self.at, end)));
        self.at = end;
    }

    /// A sign, or a run of the same sign; a dangling ending such as "'s" after a space.
    fn sign(&mut self, first: char) {
        if is_apostrophe(first) {
            let rest = &self.text[self.at..self.end];
            let run = rest.char_indices().skip(1).find(|(_, c)| !c.is_alphabetic()).map_or(rest.len(), |(at, _)| at);
            // No ending is longer than a few letters; longer runs are not worth lower-casing.
            if run <= 8 && self.reader.tokenization.endings.contains(&normal(&rest[..run])) {
                return self.push(self.at + run);
            }
        }
        let rest = &self.text[self.at..self.end];
        if first == '°' {
            let letters = rest[first.len_utf8()..].chars().take_while(|c| c.is_alphabetic()).count();
            let length = first.len_utf8() + rest[first.len_utf8()..].chars().next().map_or(0, char::len_utf8);
            // "°C"
            if letters == 1 && self.reader.tokenization.whole_words.contains(&normal(&rest[..length])) {
                return self.push(self.at + length);
            }
        }
        let doubled = rest.chars().take(3).take_while(|&c| c == first).count() == 2;
        let length = match first {
            // Two apostrophes that stand for one mark of quotation.
            _ if doubled && is_apostrophe(first) => Some(2 * first.len_utf8()),
            '!' | '?' => rest.find(|c| !matches!(c, '!' | '?')),
            '.' | '-' | '*' | '=' | '_' | '~' | '#' | '+' | '…' | '$' | '<' | '>' | '|' => rest.find(|c| c != first),
            // So many of one sign are drawn, not written.
            _ if rest.chars().take(DRAWN).filter(|&c| c == first).count() == DRAWN => rest.find(|c| c != first),
            _ => Some(rest.graphemes(true).next().map_or(first.len_utf8(), str::len)),
        };
        self.push(self.at + length.unwrap_or(rest.len()));
    }

    /// Digits with the signs that stand between digits, then letters: `3,5`, `350 000`, `20h30`, `1er`, `44bn`.
    fn number(&mut self) {
        let tokenization = &self.reader.tokenization;
        let start = self.at;
        let mut end = self.digits_end(start);
        let mut groups = end - start <= 3 && tokenization.spaced_numbers;
        while let Some(sign) = self.char_at(end) {
            let next = end + sign.len_utf8();
            let next_is_digit = self.char_at(next).is_some_and(|c| c.is_ascii_digit());
            if !next_is_digit {
                break;
            }
            let next_end = self.digits_end(next);
            if matches!(sign, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}') {
                if !groups || next_end - next != 3 {
                    break;
                }
            } else if matches!(sign, '.' | ',' | ':' | '/' | '-' | '\'' | '’') {
                groups &= !matches!(sign, ':' | '/' | '-');
            } else {
                break;
            }
            end = next_end;
        }
        let letters = &self.text[end..self.end];
        let letters = &letters[..letters.find(|c: char| !c.is_alphabetic()).unwrap_or(letters.len())];
        if letters.is_empty() {
            self.push(end);
        } else if letters.len() <= 8 && tokenization.units.contains(&normal(letters)) {
            self.push(end);
            self.push(end + letters.len());
        } else {
            self.word();
        }
    }

    fn digits_end(&self, start: usize) -> usize {
        let rest = &self.text[start..self.end];
        start + rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())
    }

    /// Letters and digits with the signs that stand inside words.
    fn word(&mut self) {
        let start = self.at;
        let mut segment = start;
        let mut end = start;
        while let Some(sign) = self.char_at(end) {
            if sign.is_alphanumeric() || sign == '_' || is_mark(sign) || is_invisible(sign) {
                end += sign.len_utf8();
                continue;
            }
            let next = self.char_at(end + sign.len_utf8());
            let next_is_letter = next.is_some_and(char::is_alphanumeric);
            let joins = match sign {
                '.' => match self.full_stop(start, segment, end, next) {
                    FullStop::Inside => true,
                    FullStop::Last => {
                        end += 1;
                        break;
                    }
                    FullStop::Behind => false,
                },
                '&' => next_is_letter && self.text[segment..end].chars().all(char::is_uppercase),
                sign if is_apostrophe(sign) => {
                    next_is_letter
                        || self.is_elision(&self.text[segment..end + sign.len_utf8()]) && {
                            end += sign.len_utf8();
                            break;
                        }
                }
                '(' => match self.bracketed_ending(end) {
                    Some(length) => {
                        end += length;
                        break;
                    }
                    None => false,
                },
                // "n°"
                '°' => {
                    let written = &self.text[start..end + sign.len_utf8()];
                    if written.len() <= 8 && self.reader.tokenization.whole_words.contains(&normal(written)) {
                        end += sign.len_utf8();
                    }
                    break;
                }
                sign => is_hyphen(sign) && next_is_letter,
            };
            if !joins {
                break;
            }
            end += sign.len_utf8();
            segment = end;
        }
        let span = Span::new(start, end.max(start + self.char_at(start).map_or(1, char::len_utf8)));
        self.at = span.end;
        split_word(self.text, span, self.reader, &mut self.tokens);
    }

    /// Whether the letters before this full stop and what follows it are a domain or the name of a file: "example.org",
    /// "notes.example.org", or at least three parts in small letters, "rec.arts.poems".
    fn is_domain(&self, start: usize, stop: usize) -> bool {
        let rest = &self.text[stop + 1..self.end];
        let in_domain = |c: char| c.is_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
        let Some((length, _)) =
            rest.char_indices().take(64).chain([(rest.len(), ' ')]).find(|&(_, sign)| !in_domain(sign))
        else {
            return false;
        };
        let parts = rest[..length].trim_end_matches(['.', '-', '_']);
        if rest[length..].starts_with(char::is_alphanumeric) {
            return false;
        }
        let last = parts.rsplit('.').next().unwrap_or_default();
        let is_long = |part: &str| part.len() >= 2 && part.starts_with(char::is_lowercase);
        self.reader.tokenization.internet_endings.contains(last)
            || self.text[start..stop].split('.').chain(parts.split('.')).all(is_long)
                && (parts.contains('.') || self.text[start..stop].contains('.'))
    }

    /// Length of an ending in brackets, "(s)", at a position.
    fn bracketed_ending(&self, at: usize) -> Option<usize> {
        let rest = &self.text[at..self.end];
        let length = rest.char_indices().take(8).find(|&(_, sign)| sign == ')').map(|(close, _)| close + 1)?;
        let written = normal(&rest[..length]);
        self.reader.tokenization.bracketed_endings.contains(&written).then_some(length)
    }

    fn is_elision(&self, written: &str) -> bool {
        written.len() <= 16 && self.reader.tokenization.elisions.contains(&normal(written))
    }

    /// What a full stop behind letters is.
    fn full_stop(&self, start: usize, segment: usize, end: usize, next: Option<char>) -> FullStop {
        let tokenization = &self.reader.tokenization;
        let one_letter = |from: usize| {
            let mut letters = self.text[from..end].chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        };
        let written = &self.text[start..=end];
        let follower = || self.text[end + 1..self.end].trim_start().chars().next();
        let abbreviation = written.len() <= 24 && {
            let written = normal(written);
            tokenization.is_abbreviation(&written)
                || tokenization.before_numbers.contains(&written)
                    && follower().is_some_and(|next| next.is_ascii_digit())
        };
        match next {
            Some(next) if next.is_alphanumeric() => {
                let address = self.is_domain(start, end);
                // "Ph.D."
                let whole = &self.text[start..self.end];
                let whole =
                    &whole[..whole.char_indices().take(24).find(|(_, c)| c.is_whitespace()).map_or(0, |(at, _)| at)];
                let whole = whole.trim_end_matches([',', ';', ':', ')', ']', '"', '”', '»']);
                let acronym = one_letter(segment) && (segment == start || self.text[start..segment].contains('.'));
                if acronym || address || tokenization.is_abbreviation(&normal(whole)) {
                    FullStop::Inside
                } else if abbreviation {
                    FullStop::Last
                } else {
                    FullStop::Behind
                }
            }
            // "J.-C."
            Some(next) if is_hyphen(next) && one_letter(segment) => FullStop::Inside,
            Some('.') => FullStop::Behind,
            _ if abbreviation => FullStop::Last,
            // The last letter of "U.S.", or an initial before a name.
            _ if one_letter(segment) && self.text[start..segment].contains('.') => FullStop::Last,
            _ if one_letter(start) && self.text[start..end].chars().all(char::is_uppercase) => {
                if follower().is_some_and(char::is_uppercase) { FullStop::Last } else { FullStop::Behind }
            }
            _ => FullStop::Behind,
        }
    }
}

enum FullStop {
    /// The word goes on.
    Inside,
    /// The word ends with it.
    Last,
    /// The word ends before it.
    Behind,
}

/// Length of the internet or mail address a run without white space begins with.
fn address(chunk: &str) -> Option<usize> {
    if chunk.len() > LONGEST_ADDRESS {
        return None;
    }
    let is_web = ["http://", "https://", "ftp://", "www."]
        .iter()
        .any(|start| chunk.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)));
    let is_mail = || {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
        let name = &chunk[..chunk.find(|c| !plain(c))?];
        let (_, ending) = chunk[name.len()..].strip_prefix('@')?.rsplit_once('.')?;
        (!name.is_empty() && ending.chars().next()?.is_alphanumeric()).then_some(())
    };
    if !is_web && is_mail().is_none() {
        return None;
    }
    let end = chunk.find(['<', '>', '"', '«', '»', '“', '”']).unwrap_or(chunk.len());
    let trimmed = chunk[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’', '…']);
    (trimmed.len() > 4).then_some(trimmed.len())
}

/// Length of a face drawn with signs, ":-)", that a run without white space begins with and, full stops and the like
/// apart, consists of.
fn emoticon(chunk: &str) -> Option<usize> {
    let rest = chunk.strip_prefix([':', ';', '='])?;
    let rest = rest.strip_prefix(['-', '\'', 'o']).unwrap_or(rest);
    let behind = rest.strip_prefix([')', '(', 'D', 'P', 'p', '/', '|', '*', ']', '['])?;
    let same = behind.trim_start_matches([')', '(']);
    same.chars().all(|sign| matches!(sign, '.' | ',' | '!' | '?' | ';')).then_some(chunk.len() - same.len())
}

pub(super) fn is_apostrophe(sign: char) -> bool {
    matches!(sign, '\'' | '’' | '‘' | 'ʼ' | '`')
}

pub(super) fn is_hyphen(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}' | '\u{2011}')
}

/// Combining accents of texts that write them apart.
fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}')
}

/// Soft hyphens, byte order marks and other signs of no width.
fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
