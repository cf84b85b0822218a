//! The date of writing as the text itself states it: a line of its own, or the head of the first paragraph.

use super::Scan;
use crate::language::expressions::ExpressionResources;
use crate::model::{AnnotatedDocument, PartialDate, SentenceKind, Value};

/// How many sentences from the top are searched.
const SENTENCES: usize = 12;

/// How much may stand beside the date on its line, in bytes: "Publié le … à 19 h 38", "PARIS, … (AFP) –".
const BESIDE: usize = 48;

/// The first full date at the top of the text that stands almost alone, opens its sentence behind little else, or
/// follows a word like "published".
pub(super) fn find(annotated: &AnnotatedDocument, words: &ExpressionResources) -> Option<PartialDate> {
    annotated.sentences.iter().take(SENTENCES).find_map(|sentence| {
        let scan = Scan::new(annotated.text(), sentence, words, None, &[]);
        let mut at = 0;
        // A date line is short; a long sentence has its date at the head if anywhere.
        while at < scan.lexemes.len().min(24) {
            let Some(found) = scan.date(at) else {
                at += 1;
                continue;
            };
            at = found.end.max(at + 1);
            let Some(Value::Date(date)) = found.value else { continue };
            let before = scan.lexemes[found.start].span.start - sentence.span.start;
            let after = sentence.span.end - scan.lexemes[found.end - 1].span.end;
            let is_announced = words.dates.published.start_before(&scan.lexemes, found.start).is_some()
                && before < BESIDE
                && sentence.kind != SentenceKind::Prose;
            let stands_alone = before + after < BESIDE;
            let opens = before < BESIDE / 2 && scan.is_set_off(found.end);
            if date.day().is_some() && (is_announced || stands_alone || opens) {
                return Some(date);
            }
        }
        None
    })
}

impl Scan<'_> {
    /// Whether a dash or a bracket sets the lexemes before `end` off from what follows: "PARIS, 24 octobre (AFP) –".
    fn is_set_off(&self, end: usize) -> bool {
        let near = end..(end + 5).min(self.lexemes.len());
        self.lexemes[near].iter().any(|lexeme| super::is_symbol(lexeme, &['–', '—', '(', ')']))
    }
}
