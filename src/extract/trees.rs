//! Trees for tests, one word a line: form, lemma, tag, features, head (from 1, 0 for the root), relation.

use crate::model::{Deprel, Features, Sentence, Span, Token};

/// A sentence and its text from lines of six columns separated by space.
pub(super) fn tree(lines: &str) -> (Sentence, String) {
    let mut text = String::new();
    let mut tokens = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let columns: Vec<_> = line.split_whitespace().collect();
        let [form, lemma, upos, feats, head, deprel] = columns[..] else { panic!("six columns wanted: {line}") };
        let start = text.len();
        text.push_str(form);
        let end = text.len();
        text.push(' ');
        tokens.push(Token {
            span: Span::new(start, end),
            form: form.to_owned(),
            lemma: lemma.to_owned(),
            upos: upos.parse().unwrap(),
            feats: Features::from_conllu(feats),
            head: head.parse::<usize>().unwrap().checked_sub(1),
            deprel: Deprel::new(deprel),
        });
    }
    let span = Span::new(0, text.len());
    (Sentence { span, tokens, ..Sentence::default() }, text)
}
