//! Texts that are no prose go through the whole reading, each stage in time that grows as the text does. There is no
//! clock here: with a step that takes quadratic time these texts would keep the tests busy for hours. Figures at larger
//! sizes stand in `benches/README.md`.

use std::sync::LazyLock;

use filature::model::{Document, DocumentMetadata, NewDocument};
use filature::pipeline::{Pipeline, Reading};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::bundled().unwrap());

fn read(text: String, language: &str) -> Reading {
    let metadata = DocumentMetadata { language: Some(language.to_owned()), ..DocumentMetadata::default() };
    PIPELINE.read(Document::new(NewDocument { source: "large".to_owned(), text, metadata })).unwrap()
}

/// Reads a text in both languages; every sentence must stay short enough for the stages that look at pairs of words.
fn read_in_both(text: &str) {
    for language in ["fr", "en"] {
        let reading = read(text.to_owned(), language);
        let sentences = &reading.detected.annotated.sentences;
        assert!(sentences.iter().all(|sentence| sentence.tokens.len() < 1000), "{:?}", text.get(..16));
        assert!(
            reading.detected.mentions.iter().all(|mention| text.get(mention.span.start..mention.span.end).is_some())
        );
    }
}

#[test]
fn one_token_of_megabytes() {
    read_in_both(&"a".repeat(4 << 20));
    read_in_both(&format!("Ann Brown met {}.", "Zo".repeat(1 << 20)));
    read_in_both(&"é-".repeat(1 << 16));
}

#[test]
fn one_sign_over_and_over() {
    for sign in ["(", "«", "\"", ".", "'", "$", "7"] {
        let text = format!("The mayor left. {}", sign.repeat(1 << 20));
        let reading = read(text, "en");
        let tokens: usize = reading.detected.annotated.sentences.iter().map(|sentence| sentence.tokens.len()).sum();
        // A drawn line is one token: memory does not multiply.
        assert!(tokens < 100, "{tokens} tokens for {sign:?}");
    }
}

#[test]
fn brackets_and_quotation_marks_inside_each_other() {
    let deep =
        |open: &str, close: &str| format!("Il dit {}oui{} et part.", open.repeat(1 << 13), close.repeat(1 << 13));
    read_in_both(&deep("(« ", " »)"));
    read_in_both(&deep("[\"", "\"]"));
    read_in_both(&"« (\" ".repeat(1 << 13));
}

#[test]
fn no_full_stop_anywhere() {
    read_in_both(
        &"the mayor said that Ann Brown and the firm le maire a dit que Jean Petit et la société ".repeat(600),
    );
    read_in_both(&"ANN BROWN QUITTE PARIS FOR LONDON ".repeat(1200));
    read_in_both(&"Ann Brown, ".repeat(4000));
}

#[test]
fn thousands_of_names_and_lines() {
    let name = |number: usize| {
        let syllable = |number: usize| ["ba", "co", "du", "fe", "gi", "lo", "ma", "ne"][number % 8];
        let part = |number: usize| format!("{}{}{}n", syllable(number), syllable(number / 8), syllable(number / 64));
        let capital = |word: String| word[..1].to_uppercase() + &word[1..];
        format!("{} {}", capital(part(number)), capital(part(number * 7 + 3)))
    };
    let prose: String = (0..2500).map(|number| format!("{} met {}. ", name(number), name(number + 5))).collect();
    read_in_both(&prose);
    read_in_both(&"Ann Brown\n\n".repeat(6000));
    read_in_both(&"\n".repeat(1 << 20));
}
