//! Polarity and modality against people's judgment whether an event happened.
//!
//! The gold format is JSON Lines, one sentence a line: `tokens` and `predicates`, each with `token` (from 1) and
//! `factual`, the mean of people's answers: below 0 it did not happen, above 0 it did (UDS factuality, after White et
//! al. 2016). Answers near 0 are doubtful and do not count.

use serde::Deserialize;

use crate::annotate::annotate_given_tokens;
use crate::diagnostic::{Diagnostic, Place};
use crate::extract::standing;
use crate::language::LanguagePack;
use crate::model::{
    AnnotatedDocument, Document, DocumentMetadata, Modality, NewDocument, Polarity, Sentence, Span, Token,
};

/// A sentence with judged predicates.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldSentence {
    /// Name of the sentence.
    pub id: String,
    /// Its words.
    pub tokens: Vec<String>,
    /// Judged words.
    pub predicates: Vec<GoldPredicate>,
}

/// A word for an event, and whether it happened.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct GoldPredicate {
    /// Which word, from 1.
    pub token: usize,
    /// Below 0: did not happen; above 0: did.
    pub factual: f64,
}

/// Judgments weaker than this do not count.
const CLEAR: f64 = 1.0;

/// Reads judged sentences.
///
/// # Errors
/// Every line that is not of this format, with its number.
pub fn read_gold(text: &str, file: &str) -> Result<Vec<GoldSentence>, Vec<Diagnostic>> {
    let mut gold = Vec::new();
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(sentence) => gold.push(sentence),
            Err(error) => faults
                .push(Diagnostic::error("invalid-gold-factuality", error.to_string()).at(Place::line(file, index + 1))),
        }
    }
    if faults.is_empty() { Ok(gold) } else { Err(faults) }
}

/// Counts over clearly judged predicates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactualityScores {
    /// Happened, and read so.
    pub happened_right: usize,
    /// Happened.
    pub happened: usize,
    /// Did not happen, and read so.
    pub not_right: usize,
    /// Did not happen.
    pub not: usize,
    /// What was read otherwise, with its words.
    pub faults: Vec<String>,
}

impl FactualityScores {
    /// Reads one sentence and compares. What the text affirms as stated or reported counts as happened; what it negates,
    /// plans or leaves open does not.
    pub fn add(&mut self, gold: &GoldSentence, language: &LanguagePack) {
        let mut sentence = Sentence::default();
        let mut text = String::new();
        for form in &gold.tokens {
            let start = text.len();
            text.push_str(form);
            let span = Span::new(start, text.len());
            text.push(' ');
            sentence.tokens.push(Token { span, form: form.clone(), ..Token::default() });
        }
        sentence.span = Span::new(0, text.trim_end().len());
        let metadata = DocumentMetadata { language: Some(language.tag().to_owned()), ..DocumentMetadata::default() };
        let document = Document::new(NewDocument { source: gold.id.clone(), text, metadata });
        let annotated = AnnotatedDocument { document, language: language.tag().to_owned(), sentences: vec![sentence] };
        let annotated = annotate_given_tokens(annotated, language);
        for predicate in gold.predicates.iter().filter(|predicate| predicate.factual.abs() >= CLEAR) {
            let Some(token) = predicate.token.checked_sub(1).filter(|&token| token < gold.tokens.len()) else {
                continue;
            };
            let (polarity, modality) = standing(&annotated.sentences[0], annotated.text(), language, token);
            let happened = polarity == Polarity::Affirmed && matches!(modality, Modality::Stated | Modality::Reported);
            let right = happened == (predicate.factual > 0.0);
            if predicate.factual > 0.0 {
                self.happened += 1;
                self.happened_right += usize::from(right);
            } else {
                self.not += 1;
                self.not_right += usize::from(right);
            }
            if !right {
                let mut words = gold.tokens.clone();
                words[token] = format!("<{}>", words[token]);
                self.faults.push(format!("{}: {polarity} {modality}: {}", gold.id, words.join(" ")));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_gold() {
        let line = r#"{"id": "a", "tokens": ["Go", "!"], "predicates": [{"token": 1, "factual": -1.2, "conf": 1.0}]}"#;
        let gold = read_gold(line, "gold.jsonl").unwrap();
        assert_eq!((gold[0].predicates[0].token, gold[0].tokens.len()), (1, 2));
        let faults = read_gold(&format!("{line}\nno"), "gold.jsonl").unwrap_err();
        assert_eq!(faults[0].place, Some(Place::line("gold.jsonl", 2)));
    }
}
