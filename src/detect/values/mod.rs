//! Dates, intervals, amounts of money and quantities.
//!
//! The grammar works on the characters of a sentence, cut finely ([`crate::language::expressions`] has the words), and
//! asks the tokens only for what characters cannot tell: which noun is counted, which tense the clause has. So it
//! reads the same whatever the tokenizer made of "$44bn".

mod amounts;
mod calendar;
mod dateline;
mod dates;
#[cfg(test)]
mod tests;

use calendar::Tense;

use crate::language::LanguagePack;
use crate::language::expressions::{ExpressionResources, Lexeme, LexemeKind, lex};
use crate::model::{
    AnnotatedDocument, PartialDate, Sentence, SentenceKind, Span, TokenIndex, Upos, Value, ValueMention,
};

/// The values of a document outside its names, in text order, not overlapping.
///
/// Relative expressions are resolved against the publication date; where the metadata has none, against a date
/// line at the top of the text; without either they give no value.
pub(super) fn values(annotated: &AnnotatedDocument, language: &LanguagePack, names: &[Span]) -> Vec<ValueMention> {
    let anchor = annotated.document.metadata.published.or_else(|| dateline::find(annotated, &language.expressions));
    let mut values = Vec::new();
    for (index, sentence) in annotated.sentences.iter().enumerate() {
        if sentence.kind != SentenceKind::Boilerplate {
            let scan = Scan::new(annotated.text(), sentence, &language.expressions, anchor, names);
            scan.collect(index, &mut values);
        }
    }
    values
}

/// A sentence being searched.
struct Scan<'a> {
    text: &'a str,
    sentence: &'a Sentence,
    lexemes: Vec<Lexeme>,
    words: &'a ExpressionResources,
    anchor: Option<PartialDate>,
    names: &'a [Span],
}

/// An expression found: lexemes `start..end`, and what they mean; `None` when they are a time or a date that
/// cannot be resolved, which nothing else may be made of.
struct Found {
    start: usize,
    end: usize,
    value: Option<Value>,
}

impl<'a> Scan<'a> {
    fn new(
        text: &'a str,
        sentence: &'a Sentence,
        words: &'a ExpressionResources,
        anchor: Option<PartialDate>,
        names: &'a [Span],
    ) -> Self {
        let lexemes = lex(sentence.span.of(text), sentence.span.start);
        Self { text, sentence, lexemes, words, anchor, names }
    }

    fn collect(&self, sentence: usize, values: &mut Vec<ValueMention>) {
        let mut at = 0;
        while at < self.lexemes.len() {
            if self.digits_at(at).is_some() && !self.is_fresh(at) {
                at += 1;
                continue;
            }
            let found =
                self.money(at).or_else(|| self.date(at)).or_else(|| self.clock(at)).or_else(|| self.quantity(at));
            let Some(found) = found else {
                at += 1;
                continue;
            };
            at = found.end.max(at + 1);
            let span = self.span(found.start, found.end);
            if let Some(value) = found.value.filter(|_| !self.touches_name(span))
                && let Some((tokens, head)) = self.tokens_under(span)
            {
                values.push(ValueMention { span, sentence, tokens, head, value });
            }
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.lexemes[start].span.start, self.lexemes[end - 1].span.end)
    }

    fn touches_name(&self, span: Span) -> bool {
        let after = self.names.partition_point(|name| name.end <= span.start);
        self.names.get(after).is_some_and(|name| name.overlaps(span))
    }

    /// The first token that begins at or behind this byte, or contains it.
    fn token_at(&self, byte: usize) -> TokenIndex {
        self.sentence.tokens.partition_point(|token| token.span.end <= byte)
    }

    fn tokens_under(&self, span: Span) -> Option<(std::ops::Range<TokenIndex>, TokenIndex)> {
        super::tokens_under(self.sentence, span)
    }

    /// The tense of the clause around a lexeme.
    fn tense(&self, lexeme: usize) -> Tense {
        let tokens = &self.sentence.tokens;
        let mut current = self.lexemes.get(lexeme).map(|lexeme| self.token_at(lexeme.span.start));
        // The verb governs a date over a noun or two; further up another clause begins.
        for _ in 0..6 {
            let Some((index, token)) = current.and_then(|index| Some((index, tokens.get(index)?))) else { break };
            if matches!(token.upos, Upos::Verb | Upos::Aux) {
                return self.tense_of(index);
            }
            current = token.head;
        }
        Tense::Unclear
    }

    fn tense_of(&self, verb: TokenIndex) -> Tense {
        let tokens = &self.sentence.tokens;
        let future = &self.words.dates.future_auxiliaries;
        // Auxiliaries stand near their verb; the neighbourhood keeps long sentences linear.
        let near = verb.saturating_sub(12)..(verb + 4).min(tokens.len());
        let auxiliaries =
            near.filter(|&index| tokens[index].head == Some(verb) && tokens[index].deprel.universal() == "aux");
        let is_future_auxiliary = |index: &TokenIndex| future.contains(&tokens[*index].lemma.to_lowercase());
        let mut group: Vec<_> = auxiliaries.collect();
        group
            .extend(tokens[verb].head.filter(|head| *head < tokens.len() && tokens[verb].feats.has("VerbForm", "Inf")));
        group.push(verb);
        let has = |name: &str, value: &str| group.iter().any(|&index| tokens[index].feats.has(name, value));
        let ahead = group.iter().any(is_future_auxiliary) && !has("Mood", "Cnd");
        if has("Tense", "Fut") || ahead {
            Tense::Future
        } else if has("Tense", "Past") || has("Tense", "Imp") {
            Tense::Past
        } else {
            Tense::Unclear
        }
    }

    /// Whether the lexeme is a symbol of one of these characters, glued to the one before it.
    fn is_glued_symbol(&self, at: usize, symbols: &[char]) -> bool {
        self.lexemes.get(at).is_some_and(|lexeme| lexeme.glued && is_symbol(lexeme, symbols))
    }

    fn digits_at(&self, at: usize) -> Option<&Lexeme> {
        self.lexemes.get(at).filter(|lexeme| lexeme.kind == LexemeKind::Digits)
    }

    /// Whether nothing before a run of digits makes it part of a name, a version or a longer number.
    fn is_fresh(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|before| &self.lexemes[before]).filter(|_| self.lexemes[at].glued)
        else {
            return true;
        };
        match before.kind {
            LexemeKind::Word => before.text.ends_with('\''),
            LexemeKind::Digits => false,
            LexemeKind::Symbol => {
                !(before.glued && is_symbol(before, &['-', '–', '/', '.', ',', ':', '_', '@', '#', '+']))
            }
        }
    }
}

fn is_symbol(lexeme: &Lexeme, symbols: &[char]) -> bool {
    let mut letters = lexeme.text.chars();
    lexeme.kind == LexemeKind::Symbol && letters.next().is_some_and(|letter| symbols.contains(&letter))
}
