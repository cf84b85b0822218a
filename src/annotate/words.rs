//! Written words that are several: elisions, endings, hyphens, contractions, and words stuck together by mistake.

use super::tokens::{Reading, SurfaceToken, is_apostrophe, is_hyphen};
use crate::language::reader::ReaderResources;
use crate::language::tokenization::normal;
use crate::model::{Span, Upos};

/// A word longer than this, in bytes, is not looked into.
const LONGEST: usize = 256;

/// Adds a written word to `tokens`, cut where the language cuts it.
pub(super) fn split_word(text: &str, span: Span, reader: &ReaderResources, tokens: &mut Vec<SurfaceToken>) {
    if span.len() > LONGEST {
        tokens.push(SurfaceToken::word(span));
        return;
    }
    let mut rest = span;
    while let Some(next) = split_beginning(text, rest, reader, tokens) {
        rest = next;
    }
    if rest.is_empty() {
        return;
    }
    split_ending(text, rest, reader, tokens);
}

/// Cuts off an elided word; what is left, if something was cut.
fn split_beginning(text: &str, rest: Span, reader: &ReaderResources, tokens: &mut Vec<SurfaceToken>) -> Option<Span> {
    let tokenization = &reader.tokenization;
    let written = rest.of(text);
    let (at, sign) = written.char_indices().find(|&(_, sign)| is_apostrophe(sign))?;
    if tokenization.whole_words.contains(&normal(written)) {
        return None;
    }
    let cut = at + sign.len_utf8();
    let beginning = &written[..cut];
    if tokenization.elisions.contains(&normal(beginning)) {
        tokens.push(SurfaceToken::word(Span::new(rest.start, rest.start + cut)));
        return Some(Span::new(rest.start + cut, rest.end));
    }
    // "Duboisl'avocat": an elision behind a name, before a small letter.
    if written[cut..].chars().next().is_some_and(char::is_lowercase) {
        for (start, _) in beginning.char_indices().skip(2) {
            if tokenization.elisions.contains(&normal(&beginning[start..])) && is_name(&beginning[..start], reader) {
                let border = rest.start + start;
                tokens.push(SurfaceToken::word(Span::new(rest.start, border)));
                tokens.push(SurfaceToken::word(Span::new(border, rest.start + cut)));
                return Some(Span::new(rest.start + cut, rest.end));
            }
        }
    }
    None
}

fn split_ending(text: &str, rest: Span, reader: &ReaderResources, tokens: &mut Vec<SurfaceToken>) {
    let tokenization = &reader.tokenization;
    let written = rest.of(text);
    let plain = normal(written);
    if tokenization.whole_words.contains(&plain) {
        tokens.push(SurfaceToken::word(rest));
        return;
    }
    if let Some(words) = tokenization.contractions.get(&plain) {
        tokens.push(SurfaceToken { span: rest, reading: Reading::Contraction(words.clone()) });
        return;
    }
    if let Some(parts) = tokenization.splits.get(&plain).filter(|_| plain.len() == written.len()) {
        let lengths = parts.iter().map(String::len);
        tokens.push(SurfaceToken { span: rest, reading: Reading::Parts(spans(rest.start, lengths)) });
        return;
    }
    // Endings are compared in normal form; where that has another length than the text, they are found from the end.
    for ending in &tokenization.endings {
        if let Some(stem) = stem_length(written, ending) {
            let border = rest.start + stem;
            split_hyphens(Span::new(rest.start, border), text, reader, tokens);
            // The ending makes one written token with the part before it.
            if let Some(last) = tokens.last_mut() {
                let parts = vec![last.span, Span::new(border, rest.end)];
                *last = SurfaceToken { span: Span::new(last.span.start, rest.end), reading: Reading::Parts(parts) };
            }
            return;
        }
    }
    let lexicon = &reader.tables.lexicon;
    if written.contains(is_hyphen) && !lexicon.knows(&plain) {
        let is_verb = |stem: &str| {
            let set = lexicon.listed(stem, stem);
            set.is_some_and(|set| lexicon.tag_set(set) & (1 << Upos::Verb as u32 | 1 << Upos::Aux as u32) != 0)
        };
        let verb = tokenization.verb_endings.iter().map(|ending| (ending, true));
        let word = tokenization.word_endings.iter().map(|ending| (ending, false));
        for (ending, wants_verb) in verb.chain(word) {
            let Some(stem) = stem_length(written, ending) else { continue };
            let plain = normal(&written[..stem]);
            if if wants_verb { is_verb(&plain) } else { lexicon.knows(&plain) } {
                let border = rest.start + stem;
                tokens.push(SurfaceToken::word(Span::new(rest.start, border)));
                tokens.push(SurfaceToken::word(Span::new(border, rest.end)));
                return;
            }
        }
    }
    split_hyphens(rest, text, reader, tokens);
}

/// Bytes before an ending, when `written` has it and is longer.
fn stem_length(written: &str, ending: &str) -> Option<usize> {
    let letters = ending.chars().count();
    let (start, _) = written.char_indices().rev().nth(letters - 1)?;
    (start > 0 && normal(&written[start..]) == ending).then_some(start)
}

fn spans(start: usize, lengths: impl Iterator<Item = usize>) -> Vec<Span> {
    let mut at = start;
    lengths
        .map(|length| {
            at += length;
            Span::new(at - length, at)
        })
        .collect()
}

/// Adds at least one token.
fn split_hyphens(rest: Span, text: &str, reader: &ReaderResources, tokens: &mut Vec<SurfaceToken>) {
    let tokenization = &reader.tokenization;
    let written = rest.of(text);
    let keeps = !tokenization.hyphens_split
        || written.starts_with(|c: char| c.is_ascii_digit()) && !written.contains(char::is_alphabetic);
    if keeps || !written.contains(is_hyphen) {
        split_glued(rest, text, reader, tokens);
        return;
    }
    let mut start = 0;
    for (at, sign) in written.char_indices().filter(|&(_, sign)| is_hyphen(sign)) {
        if at <= start || tokenization.prefixes.contains(&normal(&written[start..at])) {
            continue;
        }
        let border = rest.start + at;
        split_glued(Span::new(rest.start + start, border), text, reader, tokens);
        tokens.push(SurfaceToken::word(Span::new(border, border + sign.len_utf8())));
        start = at + sign.len_utf8();
    }
    if rest.start + start < rest.end {
        split_glued(Span::new(rest.start + start, rest.end), text, reader, tokens);
    }
}

/// A name stuck to a small word, "Duboisà" or "avecDubois": nobody writes so on purpose, but lost line breaks and
/// links do.
fn split_glued(rest: Span, text: &str, reader: &ReaderResources, tokens: &mut Vec<SurfaceToken>) {
    let written = rest.of(text);
    let border = glue_border(written, reader);
    match border {
        Some(border) => {
            tokens.push(SurfaceToken::word(Span::new(rest.start, rest.start + border)));
            split_ending_of_glued(Span::new(rest.start + border, rest.end), text, reader, tokens);
        }
        None => tokens.push(SurfaceToken::word(rest)),
    }
}

/// The small word may be a contraction: "Duboisdu".
fn split_ending_of_glued(rest: Span, text: &str, reader: &ReaderResources, tokens: &mut Vec<SurfaceToken>) {
    let reading = match reader.tokenization.contractions.get(&normal(rest.of(text))) {
        Some(words) => Reading::Contraction(words.clone()),
        None => Reading::Word,
    };
    tokens.push(SurfaceToken { span: rest, reading });
}

fn glue_border(written: &str, reader: &ReaderResources) -> Option<usize> {
    if reader.tokenization.glued.is_empty() || written.len() < 5 || !written.chars().all(char::is_alphabetic) {
        return None;
    }
    let capitals: Vec<usize> =
        written.char_indices().filter(|(_, letter)| letter.is_uppercase()).map(|(at, _)| at).collect();
    let &[capital] = &capitals[..] else { return border_of_letters(written, capitals.len(), reader) };
    let lower = written.to_lowercase();
    let tables = &reader.tables;
    if tables.clusters.knows(written) || tables.lexicon.knows(&lower) || tables.clusters.knows(&lower) {
        return None;
    }
    if capital > 0 {
        let (small, name) = written.split_at(capital);
        return (reader.tokenization.glued.contains(small) && is_name(name, reader)).then_some(capital);
    }
    let borders = || written.char_indices().skip(3).map(|(border, _)| border);
    borders()
        .find(|&border| reader.tokenization.glued.contains(&written[border..]) && is_name(&written[..border], reader))
        .or_else(|| borders().find(|&border| is_name_before_word(&written[..border], &written[border..], reader)))
}

/// "ONUmais": letters that stand for a name, and a small word.
fn border_of_letters(written: &str, capitals: usize, reader: &ReaderResources) -> Option<usize> {
    let (border, _) = written.char_indices().nth(capitals)?;
    let (letters, small) = written.split_at(border);
    let is_glued = capitals >= 2
        && letters.chars().all(char::is_uppercase)
        && reader.tokenization.glued.contains(small)
        && reader.tables.clusters.knows(letters)
        && !reader.tables.clusters.knows(written);
    is_glued.then_some(border)
}

/// "Portugaldécision": a long ordinary word behind a name. Both must be long: names are made of words, too.
fn is_name_before_word(name: &str, word: &str, reader: &ReaderResources) -> bool {
    const LONG: usize = 6;
    let tables = &reader.tables;
    name.chars().count() >= LONG
        && word.chars().count() >= LONG
        && tables.clusters.knows(name)
        && tables.lexicon.knows(word)
        && tables.clusters.knows(word)
}

/// Whether a form with a capital is a known word: a short one only when it is no common word, since short names
/// often begin like longer ones.
fn is_name(form: &str, reader: &ReaderResources) -> bool {
    let tables = &reader.tables;
    let lower = form.to_lowercase();
    form.chars().next().is_some_and(char::is_uppercase)
        && form.chars().skip(1).all(char::is_lowercase)
        && (tables.clusters.knows(form) || tables.clusters.knows(&lower) || tables.lexicon.knows(form))
        && (form.chars().count() > 4 || !tables.lexicon.knows(&lower))
}
