//! The reader against a treebank: tags, features, lemmas and heads on its own sentences and tokens, then sentences and
//! tokens of its text.
//!
//! Counted as in the shared tasks of CoNLL 2017 and 2018 (universaldependencies.org/conll18/evaluation.html): relations
//! without their subtypes; a sentence or token is right when it begins and ends at the same letters; white space counts
//! nowhere.

use std::collections::BTreeMap;

use crate::annotate::{annotate_given_tokens, sentences_of};
use crate::language::LanguagePack;
use crate::model::{AnnotatedDocument, Features, Sentence, Span, Upos};

use super::table::{Table, percent_exact};

/// Counts over a treebank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReaderScores {
    /// On given sentences and tokens.
    pub annotation: AnnotationTally,
    /// Sentences found in the bare text.
    pub sentences: SpanTally,
    /// Written tokens found in the bare text; a contraction is one.
    pub tokens: SpanTally,
    /// Words found in the bare text; a contraction is several.
    pub words: SpanTally,
}

/// How many words were annotated right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnnotationTally {
    /// Words.
    pub words: usize,
    /// Words with the right part of speech.
    pub upos: usize,
    /// Words with all the right features.
    pub features: usize,
    /// Words with the right lemma.
    pub lemma: usize,
    /// Words with the right head.
    pub head: usize,
    /// Words with the right head and universal relation.
    pub relation: usize,
    /// Words that are no punctuation marks.
    pub plain_words: usize,
    /// Those of them with the right head.
    pub plain_head: usize,
    /// Those of them with the right head and universal relation.
    pub plain_relation: usize,
}

/// How many stretches of text were cut out right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpanTally {
    /// In the treebank.
    pub gold: usize,
    /// Found.
    pub found: usize,
    /// In both.
    pub right: usize,
}

impl SpanTally {
    fn add<T: Ord>(&mut self, gold: Vec<T>, found: Vec<T>) {
        self.gold += gold.len();
        self.found += found.len();
        let mut counts: BTreeMap<T, usize> = BTreeMap::new();
        gold.into_iter().for_each(|part| *counts.entry(part).or_default() += 1);
        for part in found {
            if let Some(count) = counts.get_mut(&part).filter(|count| **count > 0) {
                *count -= 1;
                self.right += 1;
            }
        }
    }

    fn f1(self) -> String {
        percent_exact(2 * self.right, self.gold + self.found)
    }
}

/// Names of the measures of a row, in order.
const MEASURES: &[&str] = &[
    "words",
    "UPOS",
    "features",
    "lemma",
    "UAS",
    "LAS",
    "UAS without punctuation",
    "LAS without punctuation",
    "sentence F1",
    "token F1",
    "word F1",
];

impl ReaderScores {
    /// A table for rows of these scores.
    #[must_use]
    pub fn table() -> Table {
        Table::new(&["set", "language"], MEASURES)
    }

    /// The measures of a row of that table: a number of words, then percents.
    #[must_use]
    pub fn row(&self) -> Vec<String> {
        let AnnotationTally { words, plain_words, .. } = self.annotation;
        let part = |part| percent_exact(part, words);
        let plain = |part| percent_exact(part, plain_words);
        vec![
            words.to_string(),
            part(self.annotation.upos),
            part(self.annotation.features),
            part(self.annotation.lemma),
            part(self.annotation.head),
            part(self.annotation.relation),
            plain(self.annotation.plain_head),
            plain(self.annotation.plain_relation),
            self.sentences.f1(),
            self.tokens.f1(),
            self.words.f1(),
        ]
    }
}

/// Reads every gold document twice: with its sentences and tokens given, and as bare text.
///
/// `features` are the names of the morphological features that count; treebanks mark others that no model here learns.
#[must_use]
pub fn score(gold: &[AnnotatedDocument], language: &LanguagePack, features: &[String]) -> ReaderScores {
    let mut scores = ReaderScores::default();
    for document in gold {
        let read = annotate_given_tokens(document.clone(), language);
        for (gold, found) in document.sentences.iter().zip(&read.sentences) {
            scores.annotation.add(gold, found, features);
        }
        let found = sentences_of(document.text(), language);
        let spans = |sentences: &[Sentence]| -> Vec<Span> { sentences.iter().map(|sentence| sentence.span).collect() };
        scores.sentences.add(spans(&document.sentences), spans(&found));
        scores.tokens.add(tokens(&document.sentences), tokens(&found));
        scores.words.add(words(&document.sentences), words(&found));
    }
    scores
}

impl AnnotationTally {
    fn add(&mut self, gold: &Sentence, found: &Sentence, features: &[String]) {
        for (gold, found) in gold.tokens.iter().zip(&found.tokens) {
            let head = usize::from(gold.head == found.head);
            let relation = head * usize::from(gold.deprel.universal() == found.deprel.universal());
            self.words += 1;
            self.upos += usize::from(gold.upos == found.upos);
            self.features += usize::from(kept(&gold.feats, features) == kept(&found.feats, features));
            self.lemma += usize::from(gold.lemma == found.lemma);
            self.head += head;
            self.relation += relation;
            if gold.upos != Upos::Punct {
                self.plain_words += 1;
                self.plain_head += head;
                self.plain_relation += relation;
            }
        }
    }
}

fn kept<'a>(feats: &'a Features, features: &[String]) -> Vec<&'a str> {
    let counts = |pair: &&str| pair.split('=').next().is_some_and(|name| features.iter().any(|kept| kept == name));
    feats.as_conllu().split('|').filter(counts).collect()
}

/// Written tokens: the words of a contraction share a span.
fn tokens(sentences: &[Sentence]) -> Vec<Span> {
    let mut spans = Vec::new();
    for sentence in sentences {
        let mut contractions = sentence.multiword.iter().peekable();
        let mut at = 0;
        while at < sentence.tokens.len() {
            match contractions.next_if(|whole| whole.first == at) {
                Some(whole) => {
                    spans.push(whole.span);
                    at = whole.last + 1;
                }
                None => {
                    spans.push(sentence.tokens[at].span);
                    at += 1;
                }
            }
        }
    }
    spans
}

/// Words: those of a contraction by its span and their forms, whose letter case does not count.
fn words(sentences: &[Sentence]) -> Vec<(Span, String)> {
    let mut words = Vec::new();
    for sentence in sentences {
        for (at, token) in sentence.tokens.iter().enumerate() {
            match sentence.multiword.iter().find(|whole| (whole.first..=whole.last).contains(&at)) {
                Some(whole) => words.push((whole.span, token.form.to_lowercase())),
                None => words.push((token.span, String::new())),
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::conllu;

    /// "du" is two words.
    const GOLD: &str = "\
1\tFin\tfin\tNOUN\t_\tNumber=Sing|Foo=Bar\t0\troot\t_\t_
2-3\tdu\t_\t_\t_\t_\t_\t_\t_\t_
2\tde\tde\tADP\t_\t_\t4\tcase\t_\t_
3\tle\tle\tDET\t_\t_\t4\tdet\t_\t_
4\tjour\tjour\tNOUN\t_\tNumber=Sing\t1\tnmod\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_

";

    fn sentences(conllu: &str) -> Vec<Sentence> {
        conllu::read(conllu, "gold", "xx").unwrap().remove(0).sentences
    }

    #[test]
    fn annotation_word_by_word() {
        let gold = sentences(GOLD);
        let found = GOLD.replace("4\tcase", "1\tcase").replace("nmod", "nmod:of").replace("jour\tjour", "jour\tjours");
        let found = sentences(&found.replace("|Foo=Bar", "").replace("ADP", "SCONJ"));
        let mut tally = AnnotationTally::default();
        tally.add(&gold[0], &found[0], &["Number".to_owned()]);
        assert_eq!((tally.words, tally.upos, tally.features, tally.lemma), (5, 4, 5, 4));
        assert_eq!((tally.head, tally.relation), (4, 4), "subtypes do not count");
        assert_eq!((tally.plain_words, tally.plain_head, tally.plain_relation), (4, 3, 3));
    }

    #[test]
    fn contractions_are_one_token_and_several_words() {
        let gold = sentences(GOLD);
        let mut read_as_one = gold.clone();
        let whole = read_as_one[0].multiword.remove(0);
        read_as_one[0].tokens.drain(whole.first + 1..=whole.last);
        let scores = |of: fn(&[Sentence]) -> Vec<(Span, String)>| {
            let mut tally = SpanTally::default();
            tally.add(of(&gold), of(&read_as_one));
            (tally.gold, tally.found, tally.right)
        };
        assert_eq!(scores(words), (5, 4, 3));
        assert_eq!(scores(|part| tokens(part).into_iter().map(|span| (span, String::new())).collect()), (4, 4, 4));
    }
}
