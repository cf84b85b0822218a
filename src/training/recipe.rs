//! `training.toml` of a language: which data its models are made from, and how labels of different sources are
//! brought together.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;

/// A recipe.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Treebanks in CoNLL-U.
    #[serde(default)]
    pub(super) treebank: Vec<Treebank>,
    /// Texts with names marked.
    #[serde(default)]
    pub(super) names: Vec<NameSource>,
    /// Trees that a stronger parser proposed.
    #[serde(default)]
    pub(super) silver: Option<SilverSource>,
    /// Form lexicon.
    #[serde(default)]
    pub(super) lexicon: Option<LexiconSource>,
    /// Groups of words, as `make_clusters.py` writes them.
    #[serde(default)]
    pub(super) clusters: Option<InputFile>,
    /// Relations to be renamed, so that treebanks, and languages, agree.
    #[serde(default)]
    pub(super) relations: BTreeMap<String, String>,
    /// Names of morphological features that are kept.
    #[serde(default)]
    pub(super) features: Vec<String>,
    /// Rounds and thresholds.
    #[serde(default)]
    pub(super) settings: Settings,
}

impl Recipe {
    /// The recipe of a language's folder; an empty one where there is none.
    ///
    /// # Errors
    /// When it cannot be read, with file and line.
    pub fn load(language: &DataFolder) -> Result<Self, Diagnostic> {
        if language.contains(FILE) { language.toml(FILE) } else { Ok(Self::default()) }
    }

    /// Names of the morphological features that models learn.
    #[must_use]
    pub fn features(&self) -> &[String] {
        &self.features
    }

    /// The sentences of a treebank in CoNLL-U that are held out of training; all of them when the recipe does not name
    /// this file or holds nothing of it out.
    #[must_use]
    pub fn held_out(&self, conllu: &str, file: &str) -> String {
        let treebank = self
            .treebank
            .iter()
            .find(|treebank| treebank.file == file && !matches!(treebank.held_out, HeldOut::Nothing));
        let Some(treebank) = treebank else { return conllu.to_owned() };
        let (mut id, mut kept) = (String::new(), String::new());
        let sentences = conllu.split("\n\n").filter(|block| block.lines().any(|line| !line.starts_with('#')));
        for (number, block) in sentences.enumerate() {
            for line in block.lines() {
                if let Some((_, name)) = line.strip_prefix("# newdoc").and_then(|rest| rest.split_once('=')) {
                    name.trim().clone_into(&mut id);
                }
            }
            if treebank.held_out.holds(&id, number) {
                kept.push_str(block.trim_start_matches('\n'));
                kept.push_str("\n\n");
            }
        }
        kept
    }
}

/// Name of the file.
const FILE: &str = "training.toml";

/// A file among the inputs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InputFile {
    /// Its name.
    pub(super) file: String,
    /// SHA-256 of its bytes in hexadecimal digits.
    pub(super) sha256: String,
}

/// A treebank.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Treebank {
    /// Its name.
    pub(super) file: String,
    /// SHA-256 of its bytes in hexadecimal digits.
    pub(super) sha256: String,
    /// What is kept out of training unless the model is made to be shipped: figures are measured on it.
    #[serde(default)]
    pub(super) held_out: HeldOut,
    /// Universal relations whose subtypes it does not mark.
    #[serde(default)]
    pub(super) without_subtypes: Vec<String>,
}

/// Trees that a stronger parser proposed for texts nobody annotated.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SilverSource {
    /// The file of trees in the language's folder, as `make_trees.py` writes it.
    pub(super) trees: String,
    /// The texts: JSON Lines with `text`.
    pub(super) texts: Vec<InputFile>,
}

/// A text with names marked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NameSource {
    /// Its name: JSON Lines with `text` and `ents`, or CoNLL-U with `Entity=` as GUM writes it.
    pub(super) file: String,
    /// SHA-256 of its bytes in hexadecimal digits.
    pub(super) sha256: String,
    /// Its labels and the kinds of ours they stand for; labels not listed are no names.
    pub(super) kinds: BTreeMap<String, String>,
    /// Kinds it does not mark at all: our finding one there teaches nothing.
    #[serde(default)]
    pub(super) unmarked: Vec<String>,
    /// What is kept out of training unless the model is made to be shipped: figures are measured on it.
    #[serde(default)]
    pub(super) held_out: HeldOut,
    /// How often its sentences count.
    #[serde(default = "one")]
    pub(super) times: usize,
}

/// What a source keeps for measuring.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub(super) enum HeldOut {
    /// Nothing.
    #[default]
    Nothing,
    /// All of it.
    Everything,
    /// One sentence of a treebank, one document of a text collection in this many.
    OneIn(usize),
    /// Documents whose id contains one of these.
    Documents(Vec<String>),
}

impl HeldOut {
    /// Whether the document with this id, or the sentence or document with this number, is held out.
    #[must_use]
    pub(super) fn holds(&self, id: &str, number: usize) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::OneIn(many) => number.is_multiple_of(*many),
            Self::Documents(ids) => ids.iter().any(|part| id.contains(part)),
        }
    }
}

fn one() -> usize {
    1
}

/// A form lexicon: a table with a form, a tag, a lemma and perhaps features in each line.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LexiconSource {
    /// Its name; unpacked when it ends in `.gz`.
    pub(super) file: String,
    /// SHA-256 of its bytes in hexadecimal digits.
    pub(super) sha256: String,
    /// What stands between columns.
    pub(super) separator: String,
    /// Columns of form, tag, lemma and features, counted from 0.
    pub(super) columns: LexiconColumns,
    /// What stands between several lemmas, if there may be several.
    #[serde(default)]
    pub(super) lemma_separator: Option<String>,
    /// Its tags and the parts of speech they stand for; lines with another tag are skipped.
    pub(super) tags: BTreeMap<String, Vec<String>>,
}

/// Where things stand in a line of a lexicon.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LexiconColumns {
    /// Word form.
    pub(super) form: usize,
    /// Tag of the source.
    pub(super) tag: usize,
    /// Lemma.
    pub(super) lemma: usize,
    /// Features of the source, if any.
    pub(super) code: Option<usize>,
}

/// Rounds over the data, and below which weight a feature is dropped.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Settings {
    /// Tagger.
    pub(super) tagger_rounds: usize,
    /// Tagger.
    pub(super) tagger_threshold: f64,
    /// Tagger: number of orders of the examples whose weights are averaged.
    pub(super) tagger_orders: usize,
    /// Lemmatizer.
    pub(super) lemma_rounds: usize,
    /// Lemmatizer.
    pub(super) lemma_threshold: f64,
    /// Parser.
    pub(super) parser_rounds: usize,
    /// Parser: number of orders of the examples whose weights are averaged.
    pub(super) parser_orders: usize,
    /// Parser, the first training, which chooses the weights.
    pub(super) parser_selection_rounds: usize,
    /// The same.
    pub(super) parser_selection_orders: usize,
    /// The same: below which weight none is chosen.
    pub(super) parser_threshold: f64,
    /// Name finder.
    pub(super) names_rounds: usize,
    /// Name finder.
    pub(super) names_threshold: f64,
    /// One sentence in this many is seen in capitals or as a title.
    pub(super) variant_every: usize,
    /// Parts into which treebanks are cut so that each can be tagged by a tagger that did not see it.
    pub(super) folds: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            tagger_rounds: 6,
            tagger_threshold: 0.3,
            tagger_orders: 3,
            lemma_rounds: 4,
            lemma_threshold: 0.3,
            parser_rounds: 8,
            parser_orders: 4,
            parser_selection_rounds: 5,
            parser_selection_orders: 2,
            parser_threshold: 0.8,
            names_rounds: 8,
            names_threshold: 0.4,
            variant_every: 12,
            folds: 5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn held_out_sentences_of_a_treebank() {
        let recipe = "[[treebank]]\nfile = \"a.conllu\"\nsha256 = \"\"\nheld_out = { one_in = 2 }\n\n\
            [[treebank]]\nfile = \"b.conllu\"\nsha256 = \"\"\nheld_out = { documents = [\"news\"] }\n";
        let recipe = Recipe::load(&DataFolder::in_memory("xx", [(FILE, recipe)])).unwrap();
        let treebank = "# newdoc id = blog\n1\ta\n\n# newdoc id = news1\n1\tb\n\n1\tc\n\n";
        assert_eq!(recipe.held_out(treebank, "a.conllu"), "# newdoc id = blog\n1\ta\n\n1\tc\n\n");
        assert_eq!(recipe.held_out(treebank, "b.conllu"), "# newdoc id = news1\n1\tb\n\n1\tc\n\n");
        assert_eq!(recipe.held_out(treebank, "c.conllu"), treebank);
    }
}
