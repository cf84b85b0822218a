//! Pronouns and possessive determiners that refer.

use crate::language::LanguagePack;
use crate::language::coreference::{Gender, Number, PronounUse};
use crate::model::{AnnotatedDocument, Mention, MentionKind, Sentence, SentenceKind, TokenIndex, Upos};

/// The pronouns of a document in text order.
pub(super) fn pronouns(annotated: &AnnotatedDocument, language: &LanguagePack) -> Vec<Mention> {
    let mut found = Vec::new();
    for (index, sentence) in annotated.sentences.iter().enumerate() {
        if sentence.kind == SentenceKind::Boilerplate {
            continue;
        }
        for token in 0..sentence.tokens.len() {
            let of_two = is_second_of_two(sentence, token, language);
            if of_two || refers(annotated.text(), sentence, token, language) {
                let first = token - usize::from(of_two);
                let own = |token| super::own_span(annotated.text(), sentence, token);
                found.push(Mention {
                    span: own(first).cover(own(token)),
                    sentence: index,
                    tokens: first..token + 1,
                    head: token,
                    kind: MentionKind::Pronoun,
                    entity_type: None,
                });
            }
        }
    }
    found
}

/// The second word of a pronoun of two, with no noun behind it: "ce dernier", not "ce dernier match".
fn is_second_of_two(sentence: &Sentence, index: TokenIndex, language: &LanguagePack) -> bool {
    let token = &sentence.tokens[index];
    let Some(first) = index.checked_sub(1).map(|before| &sentence.tokens[before]) else { return false };
    let is_word = matches!(token.upos, Upos::Noun | Upos::Adj | Upos::Pron | Upos::Propn);
    let narrows = token.deprel.universal() == "amod" && token.head.is_some_and(|noun| noun > index)
        || sentence.tokens.get(index + 1).is_some_and(|next| matches!(next.upos, Upos::Noun | Upos::Propn));
    is_word
        && first.span.end < token.span.start
        && !narrows
        && language.coreference.pronoun(&format!("{} {}", first.form, token.form)).is_some()
}

fn refers(text: &str, sentence: &Sentence, index: TokenIndex, language: &LanguagePack) -> bool {
    let token = &sentence.tokens[index];
    if !matches!(token.upos, Upos::Pron | Upos::Det | Upos::Adj | Upos::Adv) || token.deprel.universal() == "expl" {
        return false;
    }
    // "-t-il", "dit-elle": some tokenizers leave the hyphen on the pronoun.
    let form = token.form.trim_start_matches("-t-").trim_start_matches('-');
    let Some(class) = language.coreference.pronoun(form) else { return false };
    match class.usage {
        PronounUse::Possessive => true,
        // "where" stands for the place, and is an adverb.
        PronounUse::Relative => matches!(token.upos, Upos::Pron | Upos::Adv) && is_relative(sentence, index),
        // "mon" and "my" speak of the speaker.
        PronounUse::Speaker => true,
        PronounUse::Latter => token.upos == Upos::Pron,
        PronounUse::Personal if class.clitic => {
            // Half of a contraction is an article: "au".
            let is_written = || token.span.of(text).to_lowercase() == token.form.to_lowercase();
            let neuter = class.number != Some(Number::Plural) && class.gender != Some(Gender::Feminine);
            is_object_of_verb(sentence, index) && is_written() && !(neuter && repeats_clause(sentence, index, language))
        }
        PronounUse::Personal => {
            // The article "le" is no pronoun.
            (token.upos == Upos::Pron || token.feats.has("Poss", "Yes")) && !is_impersonal(sentence, index, language)
        }
    }
}

/// A pronoun before the verb that governs it, with nothing between but other small words: "le lui a dit".
fn is_object_of_verb(sentence: &Sentence, index: TokenIndex) -> bool {
    let token = &sentence.tokens[index];
    let Some(verb) = token.head.filter(|&verb| verb > index && verb < sentence.tokens.len()) else { return false };
    token.upos == Upos::Pron
        && sentence.tokens[verb].upos == Upos::Verb
        && sentence.tokens[index + 1..verb]
            .iter()
            .all(|between| matches!(between.upos, Upos::Pron | Upos::Aux | Upos::Adv | Upos::Part))
}

/// Whether the object of a verb stands for a clause, or for nothing: "il le sait", "comme le rappelle", "l'emporte".
fn repeats_clause(sentence: &Sentence, index: TokenIndex, language: &LanguagePack) -> bool {
    let Some(verb) = sentence.tokens[index].head else { return false };
    let predicate = &sentence.tokens[verb];
    let agrees = predicate.feats.has("VerbForm", "Part") && predicate.feats.has("Gender", "Fem");
    let lemma = predicate.lemma.to_lowercase();
    let words = &language.coreference;
    let takes_clauses = language.reporting.saying.asserting.contains(&lemma) || words.clausal_objects.contains(&lemma);
    let mut before = sentence.tokens[..index].iter().filter(|token| token.head == Some(verb));
    !agrees && (takes_clauses || before.any(|token| words.clause_repeaters.contains(&token.lemma.to_lowercase())))
}

/// A pronoun in a clause that modifies a noun before it, not a question word.
fn is_relative(sentence: &Sentence, index: TokenIndex) -> bool {
    if sentence.tokens[index].feats.has("PronType", "Rel") {
        return true;
    }
    let mut current = index;
    // At most a few words lie between the pronoun and the verb of its clause: "dont le fils du frère …".
    for _ in 0..4 {
        let token = &sentence.tokens[current];
        if token.deprel.universal() == "acl" {
            return token.head.is_some_and(|head| head < index);
        }
        match token.head.filter(|&head| head < sentence.tokens.len()) {
            Some(head) => current = head,
            None => return false,
        }
    }
    false
}

fn is_impersonal(sentence: &Sentence, index: TokenIndex, language: &LanguagePack) -> bool {
    let token = &sentence.tokens[index];
    token.deprel.universal() == "nsubj"
        && token.head.is_some_and(|verb| language.expressions.is_impersonal(sentence, verb))
}
