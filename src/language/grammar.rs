//! Function words of a language: what prepositions, copulas and light verbs do to the arguments of a sentence.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;

/// What `grammar.toml` states; the comments of that file say what each list is for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrammarResources {
    /// Prepositions that rules may name as slots, beside those of the lists below.
    pub prepositions: BTreeSet<String>,
    /// How the lemma of a reflexive verb begins in rules: "se ", "s'".
    pub reflexive: Vec<String>,
    /// Lemmas of reflexive pronouns: "se".
    pub reflexive_pronouns: BTreeSet<String>,
    /// Prepositions of the one who acts in a passive or a nominalization: "par".
    pub agent: BTreeSet<String>,
    /// Prepositions that say the same as an indirect object: "à".
    pub dative: BTreeSet<String>,
    /// Prepositions of the plain complement of a noun: "de".
    pub of: BTreeSet<String>,
    /// Prepositions before what somebody counts as: "comme", "en tant que".
    pub as_role: BTreeSet<String>,
    /// Prepositions that begin a place.
    pub place: BTreeSet<String>,
    /// Prepositions between a post and the house it is held in: "chez".
    pub affiliation: BTreeSet<String>,
    /// Relative pronouns that stand for a preposition and a noun, with that preposition: `dont = "de"`.
    pub relative: BTreeMap<String, String>,
    /// Nouns that make a preposition with a possessive as well, with that preposition: `encontre = "à l'encontre de"`
    /// for "à son encontre".
    pub possessed: BTreeMap<String, String>,
    /// Verbs whose complement says what the subject is: "devenir".
    pub copulas: BTreeSet<String>,
    /// Verbs with an object whose complement yet says what the subject is: "A **succeeded** B as head of X".
    #[serde(default)]
    pub subject_complements: BTreeSet<String>,
    /// Verbs that end the role they name: "**resign** as president".
    #[serde(default)]
    pub role_endings: BTreeSet<String>,
    /// Verbs whose participle beside a noun is active though it looks passive: "né", "devenu".
    pub active_participles: BTreeSet<String>,
    /// Whether a past participle without auxiliary is passive whatever stands beside it: "X élu président" in a headline,
    /// where "X praised Y" may be a past tense.
    #[serde(default)]
    pub bare_participle_is_passive: bool,
    /// Verbs whose subject, not object, carries out the infinitive that depends on them: "promettre".
    pub subject_control: BTreeSet<String>,
    /// Verbs that lend their subject to the noun they govern: "mener une enquête".
    pub support_verbs: BTreeSet<String>,
    /// Nouns that speak for whom they belong to: "le gouvernement de X", "l'équipe de X".
    pub stands_for: BTreeSet<String>,
    /// Prefixes that tell what something is for or against: "the **pro**-Acme campaign".
    #[serde(default)]
    pub taking_sides: BTreeSet<String>,
    /// Nouns for parts of a body: who heads "le bureau européen de X" works for X.
    #[serde(default)]
    pub parts: BTreeSet<String>,
    /// Words between a plural noun and names that are instances of it: "such as", "telles que". A comma is a word.
    #[serde(default)]
    pub exemplifying: Vec<String>,
    /// Verbs whose participle gives a noun its name: "un projet **baptisé** X".
    #[serde(default)]
    pub naming: BTreeSet<String>,
    /// Words before a participle that make it tell how or when the subject of the clause does something: "**en** battant
    /// X", "**by** beating X".
    #[serde(default)]
    pub gerund: BTreeSet<String>,
    /// Words that take one out of several: "l'**un** des fondateurs", "**one** of the founders".
    #[serde(default)]
    pub partitive: BTreeSet<String>,
    /// Nouns of offices of state: with a country's name or adjective before or behind it, such a noun says whom
    /// its holder serves ("French minister"); any other noun of a person says where they are from ("French coach").
    #[serde(default)]
    pub offices_of_state: BTreeSet<String>,
    /// Offices in a government, nouns as `nominals.tsv` has them: they are the country's even where nobody says so.
    #[serde(default)]
    pub ministers: BTreeSet<String>,
    /// Words before such a marker that take the condition away: "même" in "même si".
    pub concessive: BTreeSet<String>,
    /// Conjunctions and adverbs that leave a coordinated member out: "plutôt que".
    pub excluding: BTreeSet<String>,
    /// Words in brackets behind a person's name before the date of birth: "né", "b.".
    #[serde(default)]
    pub born: BTreeSet<String>,
    /// Words there before the date of death: "mort", "d.", "†".
    #[serde(default)]
    pub died: BTreeSet<String>,
    /// Conjunctions and markers that begin a condition: "si".
    pub conditions: BTreeSet<String>,
}

impl GrammarResources {
    /// Reads `grammar.toml` of a language folder.
    ///
    /// # Errors
    /// The fault, with file and line.
    pub fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        folder.toml("grammar.toml").map_err(|fault| vec![fault])
    }
}
