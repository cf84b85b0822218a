//! Lemmas: the lexicon where it has one reading, a learned choice of script where it has none or several.

use std::collections::BTreeMap;

use super::columns::{ColumnReader, ColumnWriter, Malformed};
use super::lexicon::{LemmaScript, Lexicon};
use super::linear_model::{LinearModel, Scorer, atom, feature};
use super::perceptron::{Perceptron, Shuffle, above};
use crate::model::{Token, Upos};

/// Finds dictionary forms.
#[derive(Clone, Debug, Default)]
pub struct Lemmatizer {
    model: LinearModel,
    scripts: Vec<LemmaScript>,
}

/// A form whose lemma is known.
#[derive(Clone, Copy, Debug)]
pub struct LemmaExample<'a> {
    /// The word with part of speech, features and lemma.
    pub token: &'a Token,
    /// How often to learn from it: words of running text more often than lexicon entries.
    pub times: usize,
}

impl Lemmatizer {
    /// The lemma of a token whose part of speech and features are known.
    #[must_use]
    pub fn lemma(&self, token: &Token, lexicon: &Lexicon) -> String {
        let form = &*token.form.replace('’', "'");
        let lower = form.to_lowercase();
        let mut listed: Vec<&LemmaScript> = Vec::new();
        for set in lexicon.sets_of(form, &lower) {
            if listed.is_empty() {
                listed.extend(lexicon.scripts(set, token.upos));
            }
        }
        if let [only] = listed[..] {
            return only.apply(form);
        }
        if self.scripts.is_empty() {
            return listed.first().map_or(lower, |script| script.apply(form));
        }
        let mut features = Vec::new();
        lemma_features(token, form, &lower, !listed.is_empty(), &mut features);
        let mut scores = Vec::new();
        self.model.score(&features, &mut scores);
        if listed.is_empty() {
            let length = lower.chars().count();
            let best = (0..scores.len())
                .filter(|&class| self.scripts[class].fits(length))
                .max_by_key(|&class| (scores[class], std::cmp::Reverse(class)));
            return best.map_or(lower, |class| self.scripts[class].apply(form));
        }
        // The first listed reading is the most frequent one; another must score strictly better.
        let score = |script: &LemmaScript| {
            self.scripts.iter().position(|known| known == script).map_or(i32::MIN, |class| scores[class])
        };
        let mut best = listed[0];
        for script in &listed[1..] {
            if score(script) > score(best) {
                best = script;
            }
        }
        best.apply(form)
    }

    /// Reads what [`train`] made.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let model = LinearModel::decode(ColumnReader::new(bytes).bytes()?)?;
        let scripts = model
            .class_names()
            .iter()
            .map(|name| LemmaScript::parse(name).ok_or(Malformed("a lemma script that cannot be read")))
            .collect::<Result<_, _>>()?;
        Ok(Self { model, scripts })
    }
}

/// Learns to choose scripts by ending; gives the model file.
#[must_use]
pub fn train(examples: &[LemmaExample<'_>], rounds: usize, threshold: f64) -> Vec<u8> {
    let script_of = |token: &Token| LemmaScript::between(&token.form.replace('’', "'"), &token.lemma);
    let mut counts: BTreeMap<LemmaScript, usize> = BTreeMap::new();
    for example in examples {
        *counts.entry(script_of(example.token)).or_default() += example.times;
    }
    let mut classes: Vec<(LemmaScript, usize)> = counts.into_iter().collect();
    classes.sort_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then_with(|| a.cmp(b)));
    classes.truncate(256);
    let classes: BTreeMap<LemmaScript, usize> =
        classes.into_iter().enumerate().map(|(class, (script, _))| (script, class)).collect();
    let mut model = Perceptron::new(classes.len());
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Shuffle::new(11);
    let (mut features, mut scores) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        random.shuffle(&mut order);
        for &index in &order {
            let token = examples[index].token;
            let Some(&right) = classes.get(&script_of(token)) else { continue };
            let form = token.form.replace('’', "'");
            lemma_features(token, &form, &form.to_lowercase(), examples[index].times > 1, &mut features);
            for _ in 0..examples[index].times.min(3) {
                model.score(&features, &mut scores);
                let best = (0..scores.len()).max_by_key(|&class| (scores[class], std::cmp::Reverse(class)));
                model.tick();
                model.update(&features, right, best.unwrap_or(right));
                if best == Some(right) {
                    break;
                }
            }
        }
    }
    let mut names = vec![String::new(); classes.len()];
    for (script, class) in &classes {
        names[*class] = script.to_string();
    }
    let mut writer = ColumnWriter::default();
    writer.bytes(&LinearModel::encode(&names, &above(model.averaged(), threshold)));
    writer.finish()
}

/// `whole`: whether the form as a whole is a feature. Of an entry of the lexicon it is not: where that has one reading
/// nothing is asked, and other forms must learn from its ending.
fn lemma_features(token: &Token, form: &str, lower: &str, whole: bool, features: &mut Vec<u32>) {
    features.clear();
    let upos = token.upos as u32;
    let number = token.feats.get("Number").map_or(0, atom);
    let verb_form = token.feats.get("VerbForm").map_or(0, atom);
    let capital = u32::from(form.chars().next().is_some_and(char::is_uppercase));
    features.push(feature(200, &[upos]));
    features.push(feature(201, &[upos, number, verb_form]));
    features.push(feature(204, &[upos, capital]));
    if whole {
        features.push(feature(202, &[upos, atom(lower)]));
        features.push(feature(203, &[upos, atom(lower), atom(token.feats.as_conllu())]));
        features.push(feature(205, &[atom(lower)]));
    }
    for (length, (start, _)) in lower.char_indices().rev().take(6).enumerate() {
        let (ending, length) = (atom(&lower[start..]), length as u32);
        features.push(feature(210 + length, &[upos, ending]));
        features.push(feature(220 + length, &[upos, ending, number, verb_form]));
    }
    if token.upos == Upos::Propn {
        features.push(feature(206, &[capital, number]));
    }
}
