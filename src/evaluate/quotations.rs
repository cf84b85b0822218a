//! Quotations against marked ones: was the content found, and the right speaker?
//!
//! The gold format is that of the HackaTAL 2023 task on quotations: a JSON array of documents with `text`, `spans` (lists
//! of start, end, label; `Citation` is what is said, every other label somebody who speaks) and `relations` (pairs of
//! spans, one of them a `Citation`). Positions are code points. Two spans are the same when what they share is at
//! least three tenths of each; of several that fit, the pair that shares most is taken first, and each span once.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Place};
use crate::model::CharSpan;

/// A document as people marked it.
#[derive(Clone, Debug)]
pub struct GoldDocument {
    /// The text that positions refer to.
    pub text: String,
    /// What is quoted in it, in text order.
    pub quotations: Vec<QuotedSpan>,
}

/// Something said, with the words that name who says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedSpan {
    /// What is said.
    pub content: CharSpan,
    /// Where the speaker is named; in gold any of several places will do.
    pub sources: Vec<CharSpan>,
}

/// What share of each of two spans must be common.
const SHARE: f64 = 0.3;

#[derive(Deserialize)]
struct RawDocument {
    text: String,
    spans: BTreeMap<String, Vec<(usize, usize, String)>>,
    relations: Vec<((usize, usize), (usize, usize))>,
}

/// Reads marked documents. Annotations of several people are taken together.
///
/// # Errors
/// When the file is not of this format, with the line.
pub fn read_gold(text: &str, file: &str) -> Result<Vec<GoldDocument>, Vec<Diagnostic>> {
    let raw: Vec<RawDocument> = serde_json::from_str(text).map_err(|error| {
        vec![Diagnostic::error("invalid-gold-quotations", error.to_string()).at(Place::line(file, error.line()))]
    })?;
    Ok(raw.into_iter().map(gold_document).collect())
}

fn gold_document(raw: RawDocument) -> GoldDocument {
    let mut sources: BTreeMap<CharSpan, Vec<CharSpan>> = BTreeMap::new();
    for (start, end, label) in raw.spans.into_values().flatten() {
        if label == CONTENT {
            sources.entry(CharSpan::new(start, end)).or_default();
        }
    }
    for (one, other) in raw.relations {
        let (one, other) = (CharSpan::new(one.0, one.1), CharSpan::new(other.0, other.1));
        for (content, source) in [(one, other), (other, one)] {
            if let Some(of_content) = sources.get_mut(&content) {
                of_content.push(source);
            }
        }
    }
    let quotations = sources.into_iter().map(|(content, sources)| QuotedSpan { content, sources }).collect();
    GoldDocument { text: raw.text, quotations }
}

/// The label of what is said.
const CONTENT: &str = "Citation";

/// Counts over gold and output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Quotations marked.
    pub gold: usize,
    /// Quotations found.
    pub output: usize,
    /// Marked quotations whose content was found.
    pub content_found: usize,
    /// Found quotations whose content is marked.
    pub content_right: usize,
    /// Marked quotations found with the right speaker.
    pub source_found: usize,
    /// Found quotations with the right content and speaker.
    pub source_right: usize,
}

/// Counts for quotations with marks and without.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuotationScores {
    /// Quotations that begin or end at a quotation mark.
    pub marked: Tally,
    /// All others.
    pub unmarked: Tally,
    /// Marked quotations nothing matches, and found ones that match nothing or name another speaker.
    pub faults: Vec<String>,
}

impl QuotationScores {
    /// Both together.
    #[must_use]
    pub fn total(&self) -> Tally {
        let (one, other) = (self.marked, self.unmarked);
        Tally {
            gold: one.gold + other.gold,
            output: one.output + other.output,
            content_found: one.content_found + other.content_found,
            content_right: one.content_right + other.content_right,
            source_found: one.source_found + other.source_found,
            source_right: one.source_right + other.source_right,
        }
    }

    /// Adds what was found in one document.
    pub fn add(&mut self, gold: &GoldDocument, found: &[QuotedSpan]) {
        let text: Vec<char> = gold.text.chars().collect();
        let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
        for (wanted_index, wanted) in gold.quotations.iter().enumerate() {
            for (output_index, output) in found.iter().enumerate() {
                if is_same(wanted.content, output.content) {
                    pairs.push((shared(wanted.content, output.content), wanted_index, output_index));
                }
            }
        }
        pairs.sort_by_key(|&(common, wanted, output)| (std::cmp::Reverse(common), wanted, output));
        let mut of_gold: Vec<Option<bool>> = vec![None; gold.quotations.len()];
        let mut of_found: Vec<Option<bool>> = vec![None; found.len()];
        for (_, wanted, output) in pairs {
            if of_gold[wanted].is_some() || of_found[output].is_some() {
                continue;
            }
            let sources = &gold.quotations[wanted].sources;
            let right = found[output].sources.iter().any(|one| sources.iter().any(|other| is_same(*one, *other)))
                || (sources.is_empty() && found[output].sources.is_empty());
            of_gold[wanted] = Some(right);
            of_found[output] = Some(right);
        }
        for (wanted, outcome) in gold.quotations.iter().zip(of_gold) {
            let tally = self.tally(is_marked(&text, wanted.content));
            tally.gold += 1;
            tally.content_found += usize::from(outcome.is_some());
            tally.source_found += usize::from(outcome == Some(true));
            if outcome.is_none() {
                self.faults.push(format!("missed: {}", show(&text, wanted)));
            }
        }
        for (output, outcome) in found.iter().zip(of_found) {
            let tally = self.tally(is_marked(&text, output.content));
            tally.output += 1;
            tally.content_right += usize::from(outcome.is_some());
            tally.source_right += usize::from(outcome == Some(true));
            match outcome {
                None => self.faults.push(format!("surplus: {}", show(&text, output))),
                Some(false) => self.faults.push(format!("speaker: {}", show(&text, output))),
                Some(true) => {}
            }
        }
    }

    fn tally(&mut self, marked: bool) -> &mut Tally {
        if marked { &mut self.marked } else { &mut self.unmarked }
    }
}

fn shared(left: CharSpan, right: CharSpan) -> usize {
    left.end.min(right.end).saturating_sub(left.start.max(right.start))
}

fn is_same(left: CharSpan, right: CharSpan) -> bool {
    let common = shared(left, right) as f64;
    let length = |span: CharSpan| span.end.saturating_sub(span.start) as f64;
    common > 0.0 && common >= SHARE * length(left) && common >= SHARE * length(right)
}

/// Whether a quotation mark stands at one of the ends, inside or outside.
fn is_marked(text: &[char], span: CharSpan) -> bool {
    let near = |at: usize| {
        let around = text.get(at.saturating_sub(2)..(at + 2).min(text.len())).unwrap_or_default();
        around.iter().any(|c| matches!(c, '«' | '»' | '“' | '”' | '"'))
    };
    near(span.start) || near(span.end)
}

fn show(text: &[char], quotation: &QuotedSpan) -> String {
    let words = |span: CharSpan| -> String { text.get(span.start..span.end).unwrap_or_default().iter().collect() };
    let sources: Vec<_> = quotation.sources.iter().map(|&source| words(source)).collect();
    format!("{} — {}", words(quotation.content), sources.join(" / "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLD: &str = r#"[{"text": "« Nous venons », dit Anna. Paul part.", "relations": [[[2, 13], [21, 25]]],
        "spans": {"0": [[2, 13, "Citation"], [21, 25, "Personne"]]}}]"#;

    #[test]
    fn spans_that_share_a_third_are_the_same() {
        let gold = read_gold(GOLD, "gold.json").unwrap();
        let found = |content: CharSpan, source: CharSpan| QuotedSpan { content, sources: vec![source] };
        let mut scores = QuotationScores::default();
        scores.add(&gold[0], &[found(CharSpan::new(0, 15), CharSpan::new(21, 25))]);
        let right = Tally { gold: 1, output: 1, content_found: 1, content_right: 1, source_found: 1, source_right: 1 };
        assert_eq!(scores.marked, right);
        scores.add(&gold[0], &[found(CharSpan::new(2, 13), CharSpan::new(27, 31))]);
        assert_eq!((scores.total().content_right, scores.total().source_right), (2, 1));
        scores.add(&gold[0], &[found(CharSpan::new(27, 31), CharSpan::new(21, 25))]);
        assert_eq!(scores.faults[1..], ["missed: Nous venons — Anna", "surplus: Paul — Anna"]);
    }

    #[test]
    fn what_is_not_gold_names_its_line() {
        let faults = read_gold("[\n{}]", "gold.json").unwrap_err();
        assert_eq!(faults[0].place, Some(Place::line("gold.json", 2)));
    }
}
