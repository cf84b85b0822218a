//! Noun phrases that refer by what the thing is: "le milliardaire", "un porte-parole de la banque".

use std::ops::Range;

use crate::language::LanguagePack;
use crate::model::{AnnotatedDocument, Mention, MentionKind, Sentence, SentenceKind, Span, TokenIndex, Upos};

/// How far a phrase may reach from its noun on either side, in tokens: longer ones are clauses misread.
const REACH: usize = 20;

/// The nominals of a document in text order. `names` are its names, in text order: a noun inside one is part of it.
pub(super) fn nominals(annotated: &AnnotatedDocument, language: &LanguagePack, names: &[Mention]) -> Vec<Mention> {
    let mut found = Vec::new();
    for (index, sentence) in annotated.sentences.iter().enumerate() {
        if sentence.kind == SentenceKind::Boilerplate {
            continue;
        }
        let first = names.partition_point(|name| name.sentence < index);
        let names = &names[first..];
        let names = &names[..names.partition_point(|name| name.sentence == index)];
        let mut behind = 0;
        for head in 0..sentence.tokens.len() {
            if head < behind || !may_head(sentence, head, names, language) {
                continue;
            }
            let Some(noun) = language.expressions.nominal_match(sentence, head) else { continue };
            behind = noun.tokens.end;
            let tokens = phrase(sentence, head, &with_portfolio(sentence, &noun.tokens, language), names);
            let entity_type = Some(noun.sense.entity_type.clone());
            let span = span_of(annotated.text(), sentence, &tokens, head);
            found.push(Mention { span, sentence: index, tokens, head, kind: MentionKind::Nominal, entity_type });
        }
    }
    found
}

fn may_head(sentence: &Sentence, head: TokenIndex, names: &[Mention], language: &LanguagePack) -> bool {
    let token = &sentence.tokens[head];
    let is_noun = match token.upos {
        Upos::Noun | Upos::Propn => true,
        // "le suspect", "les républicains", tagged by their form
        Upos::Adj => {
            !matches!(token.deprel.universal(), "amod" | "advmod" | "acl" | "xcomp" | "root" | "flat")
                && sentence.dependents_by_near(head, "det")
        }
        // "attaché de presse", read as a participle
        Upos::Verb if token.feats.has("VerbForm", "Part") => {
            language.expressions.nominal_match(sentence, head).is_some_and(|noun| noun.tokens.len() > 1)
        }
        _ => false,
    };
    let is_in_name = name_at(names, head).is_some();
    // "company officials": the company is not referred to, but a title before a name is.
    let modifies_noun =
        token.deprel.universal() == "compound" && token.head.is_some_and(|governor| name_at(names, governor).is_none());
    let is_honorific = language.coreference.honorific(&token.form).is_some();
    is_noun && !is_honorific && !is_in_name && !modifies_noun && token.deprel.universal() != "fixed"
}

fn name_at(names: &[Mention], token: TokenIndex) -> Option<&Mention> {
    let after = names.partition_point(|name| name.tokens.end <= token);
    names.get(after).filter(|name| name.tokens.contains(&token))
}

/// The noun with what a minister is in charge of: "ministre de l'Économie et des Finances" is one noun, however its parts
/// hang together.
fn with_portfolio(sentence: &Sentence, noun: &Range<TokenIndex>, language: &LanguagePack) -> Range<TokenIndex> {
    let tokens = &sentence.tokens;
    let is = |index: TokenIndex, upos: Upos| tokens.get(index).is_some_and(|token| token.upos == upos);
    let of = noun.end;
    if !is(of, Upos::Adp) || !language.grammar.of.contains(&tokens[of].lemma.to_lowercase()) {
        return noun.clone();
    }
    let start = of + 1 + usize::from(is(of + 1, Upos::Det));
    let end = language.expressions.portfolio_end(sentence, start, tokens.len());
    noun.start..end.unwrap_or(noun.end)
}

/// The tokens of the phrase: determiner, adjectives and complements around the noun, as far as they stand together.
fn phrase(sentence: &Sentence, head: TokenIndex, noun: &Range<TokenIndex>, names: &[Mention]) -> Range<TokenIndex> {
    let belongs = |token: TokenIndex| noun.contains(&token) || hangs_on(sentence, token, head);
    let mut start = noun.start;
    while start > 0 && head - start < REACH && (belongs(start - 1) || is_owner(sentence, start - 1, head, names)) {
        start -= 1;
    }
    let mut end = noun.end;
    while end < sentence.tokens.len() && end - head < REACH && belongs(end) {
        end += 1;
    }
    // What joined the phrase to its surroundings or to a part left out is not of it.
    while end > noun.end && (is_joint(sentence, end - 1) || closes_nothing(sentence, start, end - 1)) {
        end -= 1;
    }
    while start < noun.start && (is_joint(sentence, start) || sentence.tokens[start].upos == Upos::Adv) {
        start += 1;
    }
    start..end
}

/// "Tesla CEO Elon Musk": where the parser hangs firm and office side by side on the person, the firm is the office's.
fn is_owner(sentence: &Sentence, token: TokenIndex, head: TokenIndex, names: &[Mention]) -> bool {
    let governor = sentence.tokens[head].head;
    let is_title = matches!(sentence.tokens[head].deprel.universal(), "compound" | "flat" | "appos");
    let hangs_beside =
        sentence.tokens[token].head == governor && sentence.tokens[token].deprel.universal() == "compound";
    let in_name = name_at(names, token).is_some_and(|name| name.tokens.end <= head);
    is_title && hangs_beside && in_name && governor.is_some_and(|governor| governor > head)
}

/// A closing quotation mark whose opening one stands outside the phrase.
fn closes_nothing(sentence: &Sentence, start: TokenIndex, last: TokenIndex) -> bool {
    let opening = match sentence.tokens[last].form.as_str() {
        "»" => "«",
        "”" => "“",
        "\"" => "\"",
        _ => return false,
    };
    !sentence.tokens[start..last].iter().any(|token| token.form == opening)
}

fn is_joint(sentence: &Sentence, token: TokenIndex) -> bool {
    matches!(sentence.tokens[token].upos, Upos::Punct | Upos::Cconj | Upos::Adp | Upos::Sconj)
        && !matches!(sentence.tokens[token].form.as_str(), ")" | "»" | "”" | "%")
}

/// Whether a token hangs on the noun by determiners, adjectives and complements only: no clause, no apposition, no
/// coordination of the noun itself.
fn hangs_on(sentence: &Sentence, token: TokenIndex, head: TokenIndex) -> bool {
    let mut current = token;
    for _ in 0..REACH {
        let word = &sentence.tokens[current];
        let Some(governor) = word.head.filter(|&governor| governor < sentence.tokens.len()) else { return false };
        let is_direct = governor == head;
        let relation = word.deprel.universal();
        let joins = match relation {
            "det" | "amod" | "nummod" | "compound" | "nmod" | "fixed" | "goeswith" => true,
            // Of the noun itself these lead elsewhere: its preposition, its partner, the name beside it.
            "case" | "flat" | "conj" | "cc" | "advmod" => !is_direct || relation == "advmod" && current < head,
            "punct" => matches!(word.form.as_str(), "-" | "‑" | "«" | "»" | "“" | "”" | "\"" | "’" | "'"),
            _ => false,
        };
        if !joins {
            return false;
        }
        if is_direct {
            return true;
        }
        current = governor;
    }
    false
}

/// A contraction at the head of the phrase belongs half to it ("au comité"): its preposition keeps it out of the span.
fn span_of(text: &str, sentence: &Sentence, tokens: &Range<TokenIndex>, head: TokenIndex) -> Span {
    let all = &sentence.tokens;
    let is_shared = |&index: &TokenIndex| index > 0 && all[index - 1].span == all[index].span;
    let first = tokens.clone().take_while(|&index| index < head).find(|index| !is_shared(index)).unwrap_or(head);
    let own = |index| super::own_span(text, sentence, index);
    own(first).cover(own(tokens.end.max(first + 1) - 1))
}

trait Nearby {
    /// Whether a token within reach hangs on `head` by this relation.
    fn dependents_by_near(&self, head: TokenIndex, relation: &str) -> bool;
}

impl Nearby for Sentence {
    fn dependents_by_near(&self, head: TokenIndex, relation: &str) -> bool {
        let near = head.saturating_sub(REACH)..(head + REACH).min(self.tokens.len());
        near.into_iter()
            .any(|index| self.tokens[index].head == Some(head) && self.tokens[index].deprel.universal() == relation)
    }
}
