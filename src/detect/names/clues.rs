//! What lists know of the words of a sentence, for the trained name finder: names of the knowledge base, given names,
//! forms of address, nouns for persons, organizations, places.

use super::casing::{Casing, starts_with_capital};
use super::cleaning::fold_accents;
use super::known::{Known, known_in};
use crate::knowledge_base::KnowledgeBase;
use crate::language::LanguagePack;
use crate::language::reader::{NameClues, NameHit};
use crate::model::{AnnotatedDocument, Sentence, SentenceKind, TokenIndex, Upos};

/// The sentences that can have names, in the order in which the name finder reads them: headlines last, since what they
/// only allude to the article calls by its full name.
#[must_use]
pub fn reading_order(sentences: &[Sentence]) -> Vec<usize> {
    let of_kind = |kind| sentences.iter().enumerate().filter(move |(_, s)| s.kind == kind).map(|(index, _)| index);
    of_kind(SentenceKind::Prose).chain(of_kind(SentenceKind::Headline)).collect()
}

/// What lists know of each sentence of a document: what the name finder is trained with, and reads with.
#[must_use]
pub fn sentence_clues(annotated: &AnnotatedDocument, language: &LanguagePack, kb: &KnowledgeBase) -> Vec<NameClues> {
    let known = known_in(annotated, language, kb, &Casing::of(annotated));
    annotated.sentences.iter().zip(&known).map(|(sentence, known)| clues(sentence, known, language, kb)).collect()
}

pub(super) fn clues(sentence: &Sentence, known: &[Known], language: &LanguagePack, kb: &KnowledgeBase) -> NameClues {
    let hits = known.iter().filter_map(|name| {
        let kind = kb.entity_type(name.entries.first()?.entry)?;
        Some(NameHit { tokens: name.tokens.clone(), kind: kind.top().to_owned() })
    });
    NameClues { hits: hits.collect(), cues: (0..sentence.tokens.len()).map(|at| cue(sentence, at, language)).collect() }
}

fn cue(sentence: &Sentence, at: TokenIndex, language: &LanguagePack) -> u32 {
    let token = &sentence.tokens[at];
    let coreference = &language.coreference;
    if !token.form.starts_with(char::is_alphabetic) {
        return 0;
    }
    if coreference.honorific(&token.form).is_some() {
        return NameClues::cue("honorific");
    }
    if starts_with_capital(token) {
        if coreference.is_given_name(&fold_accents(&token.form)) {
            return NameClues::cue("given name");
        }
        let lower = token.form.to_lowercase();
        if coreference.legal_forms.iter().any(|form| form == lower.trim_end_matches('.')) {
            return NameClues::cue("legal form");
        }
    }
    if !matches!(token.upos, Upos::Noun | Upos::Propn) {
        return 0;
    }
    let sense = language.expressions.nominal_sense(sentence, at);
    sense.map_or(0, |sense| NameClues::cue(sense.entity_type.top()))
}
