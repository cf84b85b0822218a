//! A date line that lost its line breaks: "Mayor resigns March 1, 2008 The mayor of …" is a headline, a date and a text.

use crate::language::LanguagePack;
use crate::language::expressions::{DateWords, Lexeme, LexemeKind, lex};
use crate::model::Span;

/// Lexemes from the head of the line among which the date is sought.
const FARTHEST: usize = 60;
/// Bytes that so many lexemes may take; of a line of megabytes no more is looked at.
const LONGEST: usize = 4_000;
/// Lexemes that make a headline at least.
const SHORTEST_HEADLINE: usize = 3;

/// The date line inside of a line that opens a text, behind a headline if `headline`, else at its head. What follows, if
/// anything does, must begin a sentence, and no small word may lead to the date: "resigned on March 1, 2008 …" tells when.
pub(super) fn inside(text: &str, line: Span, headline: bool, language: &LanguagePack) -> Option<Span> {
    let whole = line.of(text);
    let lexemes: Vec<Lexeme> = lex(&whole[..whole.floor_char_boundary(LONGEST)], line.start);
    let words = &language.expressions.dates;
    let last = lexemes.len().min(FARTHEST);
    (0..last).find_map(|start| {
        let end = full_date(&lexemes, start, words)?;
        let stands_first = start == 0;
        let is_led_to = |before: &Lexeme| {
            before.kind == LexemeKind::Symbol || language.identification.function_words.contains(&before.text)
        };
        let follows_headline = headline && start >= SHORTEST_HEADLINE && !is_led_to(&lexemes[start - 1]);
        let begins = |next: &Lexeme| {
            !next.glued && next.span.of(text).starts_with(|letter: char| letter.is_uppercase() || is_opening(letter))
        };
        // At the end of the headline's own line there is nothing behind it.
        let ends_well = lexemes.get(end).map_or(follows_headline, begins);
        ((stands_first || follows_headline) && ends_well)
            .then(|| Span::new(lexemes[start].span.start, lexemes[end - 1].span.end))
    })
}

fn is_opening(letter: char) -> bool {
    matches!(letter, '"' | '“' | '«' | '`')
}

/// Where a date with day, month and year ends that begins here, the day of the week before it if it is told.
fn full_date(lexemes: &[Lexeme], start: usize, words: &DateWords) -> Option<usize> {
    let is_comma = |at: usize| lexemes.get(at).is_some_and(|lexeme| lexeme.text == ",");
    let behind_comma = |at: usize| if is_comma(at) { at + 1 } else { at };
    let digits = |at: usize, longest: usize| {
        let number = lexemes.get(at).filter(|lexeme| lexeme.kind == LexemeKind::Digits)?;
        (number.text.len() <= longest).then_some(&number.text)
    };
    let at = words.weekdays.at(lexemes, start).map_or(start, |(_, end)| behind_comma(end));
    let after_day_and_month = if digits(at, 2).is_some() {
        words.months.at(lexemes, at + 1)?.1
    } else {
        let (_, month) = words.months.at(lexemes, at)?;
        digits(month, 2).map(|_| month + 1)?
    };
    let year = behind_comma(after_day_and_month);
    let is_year = digits(year, 4).is_some_and(|year| year.len() == 4 && year.starts_with(['1', '2']));
    is_year.then_some(year + 1)
}
