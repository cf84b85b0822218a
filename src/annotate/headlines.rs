//! Headlines that begin with what they are about: "Norway: minister resigns".

use crate::model::{MultiwordToken, Sentence, SentenceKind};

/// Tokens before the colon at most; what is longer is a clause.
const LONGEST_TOPIC: usize = 6;

/// Parts the topic of a headline from what is told under it, each to be read alone: parsers take the topic for the subject
/// of the clause. Words in quotation marks stay beside the one who says them.
pub(super) fn part_topic(sentence: Sentence) -> Vec<Sentence> {
    let end = (sentence.kind == SentenceKind::Headline).then(|| topic_end(&sentence)).flatten();
    match end {
        Some(end) => split_at(sentence, end),
        None => vec![sentence],
    }
}

/// Behind the colon that closes the topic.
fn topic_end(sentence: &Sentence) -> Option<usize> {
    let tokens = &sentence.tokens;
    let colon = tokens.iter().take(LONGEST_TOPIC + 1).position(|token| token.form == ":").filter(|&colon| colon > 0)?;
    let next = tokens.get(colon + 1)?;
    let is_spaced = next.span.start > tokens[colon].span.end;
    let is_quoted = matches!(next.form.as_str(), "«" | "“" | "\"" | "‘" | "„");
    let is_plain =
        tokens[..colon].iter().all(|token| token.form.starts_with(|c: char| c.is_alphanumeric() || c == '\''));
    (is_spaced && !is_quoted && is_plain && tokens.len() > colon + 2).then_some(colon + 1)
}

fn split_at(mut first: Sentence, at: usize) -> Vec<Sentence> {
    let tokens = first.tokens.split_off(at);
    let (before, behind): (Vec<_>, Vec<_>) = first.multiword.drain(..).partition(|word| word.last < at);
    first.multiword = before;
    let moved = |word: MultiwordToken| MultiwordToken { first: word.first - at, last: word.last - at, ..word };
    let (Some(start), Some(end)) = (tokens.first().map(|token| token.span), tokens.last().map(|token| token.span))
    else {
        return vec![first];
    };
    let second = Sentence {
        span: start.cover(end),
        kind: first.kind,
        paragraph: first.paragraph,
        tokens,
        multiword: behind.into_iter().map(moved).collect(),
    };
    if let (Some(start), Some(end)) = (first.tokens.first(), first.tokens.last()) {
        first.span = start.span.cover(end.span);
    }
    vec![first, second]
}
