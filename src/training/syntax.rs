//! Treebanks → tagger, lemmatizer, parser.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::language::tokenization::normal;
use crate::learn::lemmatizer::{self, LemmaExample, Lemmatizer};
use crate::learn::lexicon::LexiconEntry;
use crate::learn::parser::{self, ParserOptions, ParsingExample, Selection};
use crate::learn::segmenter::ContractionContext;
use crate::learn::tagger::{self, Tagger, TaggerOptions, TaggingExample};
use crate::learn::words::{Word, WordTables};
use crate::model::{Deprel, Features, MultiwordToken, Sentence, Token, Upos};

use super::recipe::{Recipe, Settings};
use super::silver::SilverSentence;

/// A sentence of a treebank, its labels brought to ours.
#[derive(Clone, Debug)]
pub(super) struct TreebankSentence {
    pub(super) tokens: Vec<Token>,
    multiword: Vec<MultiwordToken>,
    pub(super) without_subtypes: Vec<String>,
}

/// Brings relations and features of a treebank to ours.
pub(super) fn harmonize(sentence: Sentence, recipe: &Recipe, without_subtypes: &[String]) -> TreebankSentence {
    let mut tokens = sentence.tokens;
    for token in &mut tokens {
        token.deprel = relation(&token.deprel, recipe);
        token.feats = features(&token.feats, recipe);
    }
    TreebankSentence { tokens, multiword: sentence.multiword, without_subtypes: without_subtypes.to_vec() }
}

pub(super) fn relation(deprel: &Deprel, recipe: &Recipe) -> Deprel {
    recipe.relations.get(deprel.as_str()).map_or_else(|| deprel.clone(), |name| Deprel::new(name))
}

pub(super) fn features(feats: &Features, recipe: &Recipe) -> Features {
    let kept: Vec<&str> = feats
        .as_conllu()
        .split('|')
        .filter(|pair| pair.split('=').next().is_some_and(|name| recipe.features.iter().any(|kept| kept == name)))
        .collect();
    Features::from_conllu(&kept.join("|"))
}

/// Every written word of the treebanks that `ambiguous` names, with whether it is a contraction there.
pub(super) fn contraction_contexts(
    sentences: &[TreebankSentence],
    ambiguous: &FxHashSet<String>,
    contractions: &BTreeMap<String, Vec<String>>,
    tables: &WordTables,
) -> Vec<(ContractionContext, bool)> {
    let mut contexts = Vec::new();
    for sentence in sentences {
        // Written words with whether they are contractions.
        let mut written: Vec<(String, bool)> = Vec::new();
        let mut multiword = sentence.multiword.iter().peekable();
        let mut at = 0;
        while at < sentence.tokens.len() {
            if let Some(whole) = multiword.next_if(|whole| whole.first == at) {
                let words: Vec<String> =
                    sentence.tokens[whole.first..=whole.last].iter().map(|token| normal(&token.form)).collect();
                let contraction = contractions.iter().find(|(_, parts)| **parts == words);
                match contraction {
                    Some((form, _)) => written.push((form.clone(), true)),
                    None => written.push((words.concat(), true)),
                }
                at = whole.last + 1;
            } else {
                written.push((sentence.tokens[at].form.clone(), false));
                at += 1;
            }
        }
        for (at, (form, is_contraction)) in written.iter().enumerate() {
            if ambiguous.contains(&normal(form)) {
                let around = [-2, -1, 0, 1, 2].map(|offset| {
                    at.checked_add_signed(offset).and_then(|at| written.get(at)).map_or("", |(form, _)| form.as_str())
                });
                contexts.push((ContractionContext::new(around, tables), *is_contraction));
            }
        }
    }
    contexts
}

/// The forms of the listed lexicon and of the treebanks, readings of the treebanks first by how often they occur.
pub(super) fn merge_lexicon(
    listed: &BTreeMap<String, Vec<LexiconEntry>>,
    sentences: &[TreebankSentence],
) -> BTreeMap<String, Vec<LexiconEntry>> {
    let is_capitalised = |text: &str| text.chars().any(char::is_uppercase);
    // Treebanks differ, and some names are made of common words: how often a form with capitals has a lemma with some.
    let mut capitals: BTreeMap<(u8, String), [usize; 2]> = BTreeMap::new();
    for token in sentences.iter().flat_map(|sentence| &sentence.tokens).filter(|token| is_capitalised(&token.form)) {
        let counts = capitals.entry((token.upos as u8, token.form.replace('’', "'"))).or_default();
        counts[usize::from(is_capitalised(&token.lemma))] += 1;
    }
    let mut seen: BTreeMap<String, BTreeMap<(u8, String), usize>> = BTreeMap::new();
    for token in sentences.iter().flat_map(|sentence| &sentence.tokens) {
        let form = token.form.replace('’', "'");
        let proper = token.upos == Upos::Propn || is_capitalised(&token.lemma);
        if proper && token.upos != Upos::Propn && is_capitalised(&form) {
            let [small, large] = capitals.get(&(token.upos as u8, form.clone())).copied().unwrap_or_default();
            if small >= large {
                continue;
            }
        }
        let form = if proper { form } else { form.to_lowercase() };
        *seen.entry(form).or_default().entry((token.upos as u8, token.lemma.replace('’', "'"))).or_default() += 1;
    }
    let mut merged = listed.clone();
    for (form, readings) in seen {
        let mut readings: Vec<_> = readings.into_iter().collect();
        readings.sort_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then_with(|| a.cmp(b)));
        let entries = merged.entry(form).or_default();
        let mut ordered: Vec<LexiconEntry> = Vec::new();
        for ((upos, lemma), count) in readings {
            let upos = Upos::ALL[usize::from(upos)];
            let of_upos = |entry: &&LexiconEntry| entry.upos == upos;
            let known = entries.iter().any(|entry| entry.upos == upos && entry.lemma == lemma);
            // A lemma met once that the lexicon does not know, beside one that it knows, is more often a slip.
            if !known && count == 1 && entries.iter().any(|entry| of_upos(&entry)) {
                continue;
            }
            if known {
                let (taken, rest) =
                    entries.drain(..).partition(|entry: &LexiconEntry| entry.upos == upos && entry.lemma == lemma);
                *entries = rest;
                let mut taken: Vec<LexiconEntry> = taken;
                ordered.append(&mut taken);
            } else {
                ordered.push(LexiconEntry { upos, code: String::new(), lemma, listed: false });
            }
        }
        ordered.append(entries);
        *entries = ordered;
    }
    merged
}

/// A sentence with the words models look at.
pub(super) struct Prepared<'a> {
    pub(super) sentence: &'a TreebankSentence,
    words: Vec<Word>,
    variants: Vec<Vec<Word>>,
}

pub(super) fn prepare<'a>(sentences: &'a [TreebankSentence], tables: &WordTables) -> Vec<Prepared<'a>> {
    sentences
        .iter()
        .map(|sentence| {
            let forms = || sentence.tokens.iter().map(|token| token.form.as_str());
            let words = tables.words(forms());
            Prepared { sentence, words, variants: case_variants(forms(), tables) }
        })
        .collect()
}

/// The same words in capitals, and as a title.
pub(super) fn case_variants<'a>(forms: impl Iterator<Item = &'a str> + Clone, tables: &WordTables) -> Vec<Vec<Word>> {
    if forms.clone().count() < 3 {
        return Vec::new();
    }
    let capitals: Vec<String> = forms.clone().map(str::to_uppercase).collect();
    let title: Vec<String> = forms.map(title_case).collect();
    [capitals, title].map(|forms| tables.words(forms.iter().map(String::as_str))).to_vec()
}

/// Words of four letters and more begin with a capital, as headlines have it.
fn title_case(form: &str) -> String {
    let mut letters = form.chars();
    match letters.next() {
        Some(first) if form.chars().count() >= 4 => first.to_uppercase().chain(letters).collect(),
        _ => form.to_owned(),
    }
}

/// What is learned from treebanks before heads are.
pub(super) struct Tagging {
    /// The tagger's file.
    pub(super) tagger: Vec<u8>,
    /// The lemmatizer's file.
    pub(super) lemmatizer: Vec<u8>,
    /// The sentences of the treebanks as a tagger sees them that did not learn from them.
    pub(super) tagged: Vec<Vec<Token>>,
}

pub(super) fn train_tagger(
    prepared: &[Prepared<'_>],
    listed: &[Token],
    tables: &WordTables,
    settings: &Settings,
) -> Tagging {
    let options = TaggerOptions {
        rounds: settings.tagger_rounds,
        threshold: settings.tagger_threshold,
        variant_every: settings.variant_every,
        orders: settings.tagger_orders,
    };
    let examples: Vec<_> = prepared.iter().map(tagging_example).collect();
    let mut lemma_examples: Vec<_> =
        prepared.iter().flat_map(|p| &p.sentence.tokens).map(|token| LemmaExample { token, times: 3 }).collect();
    lemma_examples.extend(listed.iter().map(|token| LemmaExample { token, times: 1 }));
    let lemmatizer_file = lemmatizer::train(&lemma_examples, settings.lemma_rounds, settings.lemma_threshold);
    let lemmatizer = Lemmatizer::decode(&lemmatizer_file).unwrap_or_default();
    let folds = settings.folds.max(2);
    let (tagger, tagged_folds) = rayon::join(
        || tagger::train(&examples, options),
        || {
            use rayon::prelude::*;
            let fold = |fold: usize| -> Vec<(usize, Vec<Token>)> {
                let others: Vec<_> = prepared
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| i % folds != fold)
                    .map(|(_, p)| tagging_example(p))
                    .collect();
                let options = TaggerOptions { orders: 1, ..options };
                let tagger = Tagger::decode(&tagger::train(&others, options)).unwrap_or_default();
                let mine = prepared.iter().enumerate().filter(|(index, _)| index % folds == fold);
                mine.map(|(index, prepared)| (index, retag(prepared, &tagger, &lemmatizer, tables))).collect()
            };
            (0..folds).into_par_iter().map(fold).collect::<Vec<_>>()
        },
    );
    let mut tagged: Vec<(usize, Vec<Token>)> = tagged_folds.into_iter().flatten().collect();
    tagged.sort_by_key(|(index, _)| *index);
    let tagged = tagged.into_iter().map(|(_, tokens)| tokens).collect();
    Tagging { tagger, lemmatizer: lemmatizer_file, tagged }
}

/// The parser's file, learned from treebanks with predicted tags and from proposed trees.
pub(super) fn train_parser(
    treebanks: &[Prepared<'_>],
    tagged: &[Vec<Token>],
    silver: &[SilverSentence],
    tables: &WordTables,
    settings: &Settings,
) -> Vec<u8> {
    let gold = treebanks.iter().zip(tagged).map(|(prepared, tagged)| ParsingExample {
        words: &prepared.words,
        tagged,
        gold: &prepared.sentence.tokens,
        without_subtypes: &prepared.sentence.without_subtypes,
    });
    let words: Vec<Vec<Word>> =
        silver.iter().map(|s| tables.words(s.tagged.iter().map(|token| token.form.as_str()))).collect();
    let proposed = silver.iter().zip(&words).map(|(sentence, words)| ParsingExample {
        words,
        tagged: &sentence.tagged,
        gold: &sentence.proposed,
        without_subtypes: &[],
    });
    let examples: Vec<_> = gold.chain(proposed).collect();
    let selection = Selection {
        orders: settings.parser_selection_orders,
        rounds: settings.parser_selection_rounds,
        threshold: settings.parser_threshold,
    };
    let options = ParserOptions { selection, rounds: settings.parser_rounds, orders: settings.parser_orders };
    parser::train(&examples, options)
}

fn tagging_example<'a>(prepared: &'a Prepared<'_>) -> TaggingExample<'a> {
    TaggingExample { words: &prepared.words, variants: &prepared.variants, tokens: &prepared.sentence.tokens }
}

fn retag(prepared: &Prepared<'_>, tagger: &Tagger, lemmatizer: &Lemmatizer, tables: &WordTables) -> Vec<Token> {
    let mut tokens = prepared.sentence.tokens.clone();
    tagger.tag(&prepared.words, &mut tokens);
    for token in &mut tokens {
        token.lemma = lemmatizer.lemma(token, &tables.lexicon);
    }
    tokens
}
