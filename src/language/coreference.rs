//! What a language does to call one thing by many names: honorifics, former names, short forms, pronouns.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;
use crate::language::antecedents::Weights;

/// Grammatical or natural gender, as far as agreement needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// "il", "he", "M.", "un président".
    Masculine,
    /// "elle", "she", "Mme", "une présidente".
    Feminine,
}

/// Grammatical number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Number {
    /// One.
    Singular,
    /// Several.
    Plural,
}

/// What may stand behind a pronoun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Referent {
    /// Persons only ("he", "who").
    Person,
    /// Anything but persons ("it").
    Thing,
    /// Anything.
    Any,
}

/// How a pronoun finds its antecedent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PronounUse {
    /// Looks back for somebody spoken about: "il", "him".
    Personal,
    /// As personal, standing before what is possessed: "son", "her".
    Possessive,
    /// Refers to the noun its clause is attached to: "qui", "who".
    Relative,
    /// The one who speaks: "je", "my".
    Speaker,
    /// The last one spoken of: "ce dernier", "the latter".
    Latter,
}

/// The words of one kind of pronoun.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PronounClass {
    /// Word forms, lower case.
    pub forms: Vec<String>,
    /// How it finds its antecedent.
    #[serde(rename = "use")]
    pub usage: PronounUse,
    /// What may stand behind it.
    pub referent: Referent,
    /// Gender of the referent, where the word shows it.
    pub gender: Option<Gender>,
    /// Number of the referent, where the word shows it.
    pub number: Option<Number>,
    /// Whether a word of several may take up one body of people: "the company … they".
    #[serde(default)]
    pub bodies: bool,
    /// Whether it stands before its verb as its object: French "le", "les". Such words are articles elsewhere, and may
    /// repeat a clause.
    #[serde(default)]
    pub clitic: bool,
}

/// A form of address before a name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct HonorificClass {
    forms: Vec<String>,
    gender: Option<Gender>,
    #[serde(default)]
    plural: bool,
}

/// What a form of address says of the name behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Honorific {
    /// Gender of the bearer, where the word shows it.
    pub gender: Option<Gender>,
    /// Whether it announces several bearers ("MM.", "les époux").
    pub plural: bool,
}

/// A kind of institution that news calls after the person or country it belongs to: a campaign, a parliament.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Institution {
    /// Nouns for it, as `nominals.tsv` has them.
    pub nouns: Vec<String>,
    /// The same word for this kind in every language; part of the ids of such institutions.
    pub kind: String,
    /// Types of the ontology that own such institutions.
    pub owners: Vec<String>,
    /// Its type in the ontology.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// How one is called; `{}` is the owner's name.
    label: String,
    /// The same before a name that begins with a vowel, where the language elides.
    label_before_vowel: Option<String>,
}

impl Institution {
    /// What the institution of this owner is called.
    #[must_use]
    pub fn label_for(&self, owner: &str) -> String {
        let first = owner.nfd().next().map(|c| c.to_ascii_lowercase());
        let vowel = matches!(first, Some('a' | 'e' | 'i' | 'o' | 'u'));
        let elided = self.label_before_vowel.as_ref().filter(|_| vowel);
        elided.unwrap_or(&self.label).replace("{}", owner)
    }
}

/// Which side of a connecting phrase bears the name used no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OldName {
    /// "Twitter, renamed X".
    Before,
    /// "X, formerly Twitter".
    After,
    /// Both are in use: "Ivory Coast, also known as Côte d'Ivoire".
    Neither,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RenamingClass {
    phrases: Vec<String>,
    old: OldName,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    definite_articles: Vec<String>,
    #[serde(default)]
    acting: BTreeSet<String>,
    #[serde(default)]
    clausal_objects: BTreeSet<String>,
    #[serde(default)]
    clause_repeaters: BTreeSet<String>,
    #[serde(default)]
    usual: Vec<Usual>,
    certainty: Certainty,
    plural_articles: Vec<String>,
    name_particles: Vec<String>,
    generation_suffixes: Vec<String>,
    legal_forms: Vec<String>,
    taking_up: Vec<String>,
    skipped_in_acronyms: Vec<String>,
    honorific: Vec<HonorificClass>,
    renaming: Vec<RenamingClass>,
    pronoun: Vec<PronounClass>,
    institution: Vec<Institution>,
    jurisdiction: Vec<Jurisdiction>,
    #[serde(default)]
    portfolio: Vec<Portfolio>,
    #[serde(default)]
    head: Vec<Head>,
}

/// From which probability on a pronoun means what it most likely takes up.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certainty {
    /// A named person.
    pub person: f64,
    /// Anything else with a name.
    pub thing: f64,
    /// Anybody or anything behind an object clitic, where that takes more.
    pub clitic: Option<f64>,
    /// From here on the two are tied together without a link, and a pronoun takes up what nobody names.
    pub tie: f64,
}

/// What only things of some kinds own or do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Usual {
    /// Entity types.
    of: Vec<String>,
    /// Lemmas of what they own: "frontière".
    #[serde(default)]
    owned: Vec<String>,
    /// Lemmas of verbs that they are the subjects of: "naître".
    #[serde(default)]
    done: Vec<String>,
    /// Lemmas of verbs that they are the objects of: "arrêter".
    #[serde(default)]
    undergone: Vec<String>,
}

/// What ministers are in charge of, where the knowledge base states the office of a country.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portfolio {
    /// Nouns as the table of nominals has them: "minister".
    pub nouns: Vec<String>,
    /// What they are in charge of: "foreign affairs". None: only the ministry says who it is.
    pub of: Vec<String>,
    /// The property of a country that says who holds the office.
    pub office: String,
}

/// Nouns for the one who heads a body of some kind.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Nouns as the table of nominals has them.
    pub nouns: Vec<String>,
    /// Entity types of the bodies.
    pub bodies: Vec<String>,
}

/// Offices and bodies that only some kinds of places have.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jurisdiction {
    /// Nouns as the table of nominals has them.
    pub nouns: Vec<String>,
    /// Entity types of the places.
    pub places: Vec<String>,
}

/// Names and pronouns of a language, from `coreference.toml`, `given_names.tsv`, `short_names.tsv` and
/// `occupations.tsv`.
#[derive(Clone, Debug)]
pub struct CoreferenceResources {
    /// Verbs whose subject is somebody or a body of people, never a law or a match; lemmas.
    pub acting: BTreeSet<String>,
    /// Lemmas of verbs whose object clitic repeats a clause or nothing, besides those of saying: "il le sait".
    pub clausal_objects: BTreeSet<String>,
    /// Lemmas of words that open a clause in which an object clitic repeats another: "comme le rappelle".
    pub clause_repeaters: BTreeSet<String>,
    /// What is owned by things of some kinds only, by lemma.
    owned_by: FxHashMap<String, Vec<String>>,
    /// What is done by things of some kinds only, by the lemma of the verb.
    done_by: FxHashMap<String, Vec<String>>,
    /// What happens to things of some kinds only, by the lemma of the verb that they are the object of.
    undergone_by: FxHashMap<String, Vec<String>>,
    /// Words before a name that is a definite description: "le", "the".
    pub definite_articles: Vec<String>,
    /// Those of them that announce several things: "les". Empty where the article does not show the number.
    pub plural_articles: Vec<String>,
    /// Lower-case words inside surnames: "de", "van".
    pub name_particles: Vec<String>,
    /// Words after a surname that tell one bearer from another: "Jr".
    pub generation_suffixes: Vec<String>,
    /// Words after a company's name that belong to its legal form: "Inc", "SA".
    pub legal_forms: Vec<String>,
    /// Nouns that may take up a named thing by its kind alone: "l'entreprise".
    pub taking_up: Vec<String>,
    /// Words without a letter in an acronym: "de", "of".
    pub skipped_in_acronyms: Vec<String>,
    honorifics: FxHashMap<String, Honorific>,
    renamings: FxHashMap<String, OldName>,
    /// Kinds of institutions called after their owner.
    pub institutions: Vec<Institution>,
    /// Offices that tell one kind of place from another.
    pub jurisdictions: Vec<Jurisdiction>,
    /// Offices of ministers.
    pub portfolios: Vec<Portfolio>,
    /// Nouns for heads of bodies.
    pub heads: Vec<Head>,
    pronouns: FxHashMap<String, usize>,
    pronoun_classes: Vec<PronounClass>,
    /// Given name → its bearers' gender, where nearly all have one.
    given_names: FxHashMap<String, Option<Gender>>,
    occupations: FxHashMap<String, Vec<String>>,
    short_names: FxHashMap<String, Vec<String>>,
    /// How likely an antecedent must be.
    pub certainty: Certainty,
    /// What tells the antecedents of pronouns.
    pub antecedents: Weights,
}

impl CoreferenceResources {
    /// Reads its files from a language folder.
    ///
    /// # Errors
    /// Every fault, with file and line.
    pub fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let file = folder.toml::<File>("coreference.toml").map_err(|fault| faults.push(fault)).ok();
        let given_names = given_names(folder).map_err(|found| faults.extend(found)).ok();
        let occupations = occupations(folder).map_err(|found| faults.extend(found)).ok();
        let short_names = short_names(folder).map_err(|found| faults.extend(found)).ok();
        let antecedents = Weights::load(folder).map_err(|found| faults.extend(found)).ok();
        let (Some(file), Some(given_names), Some(occupations), Some(short_names), Some(antecedents)) =
            (file, given_names, occupations, short_names, antecedents)
        else {
            return Err(faults);
        };
        let honorifics = file
            .honorific
            .iter()
            .flat_map(|class| class.forms.iter().map(move |form| (form.to_lowercase(), class)))
            .map(|(form, class)| (form, Honorific { gender: class.gender, plural: class.plural }))
            .collect();
        let renamings = file
            .renaming
            .iter()
            .flat_map(|class| class.phrases.iter().map(move |phrase| (phrase.to_lowercase(), class.old)))
            .collect();
        let pronouns = file
            .pronoun
            .iter()
            .enumerate()
            .flat_map(|(index, class)| class.forms.iter().map(move |form| (form.clone(), index)))
            .collect();
        let by_word = |words: fn(&Usual) -> &[String]| {
            let mut found: FxHashMap<String, Vec<String>> = FxHashMap::default();
            for usual in &file.usual {
                for word in words(usual) {
                    found.entry(word.clone()).or_default().extend(usual.of.iter().cloned());
                }
            }
            found
        };
        Ok(Self {
            owned_by: by_word(|usual| &usual.owned),
            done_by: by_word(|usual| &usual.done),
            undergone_by: by_word(|usual| &usual.undergone),
            acting: file.acting,
            clausal_objects: file.clausal_objects,
            clause_repeaters: file.clause_repeaters,
            definite_articles: file.definite_articles,
            plural_articles: file.plural_articles,
            name_particles: file.name_particles,
            generation_suffixes: file.generation_suffixes,
            legal_forms: file.legal_forms,
            taking_up: file.taking_up,
            skipped_in_acronyms: file.skipped_in_acronyms,
            honorifics,
            renamings,
            institutions: file.institution,
            jurisdictions: file.jurisdiction,
            portfolios: file.portfolio,
            heads: file.head,
            pronouns,
            pronoun_classes: file.pronoun,
            given_names,
            occupations,
            short_names,
            certainty: file.certainty,
            antecedents,
        })
    }

    /// What a word before a name says of it; letter case does not count.
    #[must_use]
    pub fn honorific(&self, word: &str) -> Option<Honorific> {
        self.honorifics.get(&word.to_lowercase()).copied()
    }

    /// Which name is the old one when exactly this phrase stands between two names; lower case, without punctuation.
    #[must_use]
    pub fn renaming(&self, phrase: &str) -> Option<OldName> {
        self.renamings.get(phrase).copied()
    }

    /// The class of a pronoun form; letter case, the kind of apostrophe and a hyphen before it ("a-t-il") do not count.
    #[must_use]
    pub fn pronoun(&self, form: &str) -> Option<&PronounClass> {
        let form = form.to_lowercase().replace('\u{2019}', "'");
        let form = form.trim_start_matches("-t-").trim_start_matches('-');
        self.pronouns.get(form).and_then(|&index| self.pronoun_classes.get(index))
    }

    /// Entity types of the things that alone own what a lemma names; `None` where anything may.
    #[must_use]
    pub fn owners_of(&self, lemma: &str) -> Option<&[String]> {
        self.owned_by.get(lemma).map(Vec::as_slice)
    }

    /// Entity types of the things that alone do what a verb says; `None` where anything may.
    #[must_use]
    pub fn doers_of(&self, lemma: &str) -> Option<&[String]> {
        self.done_by.get(lemma).map(Vec::as_slice)
    }

    /// Entity types of the things to which alone is done what a verb says; `None` where it may be anything.
    #[must_use]
    pub fn undergoers_of(&self, lemma: &str) -> Option<&[String]> {
        self.undergone_by.get(lemma).map(Vec::as_slice)
    }

    /// The occupations and industries of the knowledge base that a noun covers ("milliardaire": `billionaire`).
    #[must_use]
    pub fn occupations(&self, noun: &str) -> &[String] {
        self.occupations.get(&noun.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// Other forms of a given name (folded): "robert" of "bob", "bob" and "rob" of "robert". "Ed" and "Ted" are two.
    #[must_use]
    pub fn other_given_names(&self, folded: &str) -> &[String] {
        self.short_names.get(folded).map_or(&[], Vec::as_slice)
    }

    /// Who bears a given name (letter case and accents folded), when nearly all bearers have one gender. For a compound
    /// (`jean-pierre`) its first part decides where the whole is not listed.
    #[must_use]
    pub fn given_name(&self, folded: &str) -> Option<Gender> {
        self.listed_given_name(folded).copied().flatten()
    }

    /// Whether a word (letter case and accents folded) is a given name, of whomever.
    #[must_use]
    pub fn is_given_name(&self, folded: &str) -> bool {
        self.listed_given_name(folded).is_some()
    }

    fn listed_given_name(&self, folded: &str) -> Option<&Option<Gender>> {
        let whole = self.given_names.get(folded);
        whole.or_else(|| self.given_names.get(folded.split(['-', ' ']).next()?))
    }
}

/// Noun → words of the knowledge base.
fn occupations(folder: &DataFolder) -> Result<FxHashMap<String, Vec<String>>, Vec<Diagnostic>> {
    let file = "occupations.tsv";
    let mut found: FxHashMap<String, Vec<String>> = FxHashMap::default();
    let mut faults = Vec::new();
    for (line, entry) in folder.entries(file).map_err(|fault| vec![fault])? {
        let Some((word, nouns)) = entry.split_once('\t') else {
            let message = format!("`{entry}` is not a word, a tab, and nouns");
            faults.push(Diagnostic::error("invalid-occupation", message).at(folder.place(file, line)));
            continue;
        };
        for noun in nouns.split('|') {
            found.entry(noun.trim().to_lowercase()).or_default().push(word.to_owned());
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// Given name → the names it is short for, or that are short for it.
fn short_names(folder: &DataFolder) -> Result<FxHashMap<String, Vec<String>>, Vec<Diagnostic>> {
    let file = "short_names.tsv";
    let mut found: FxHashMap<String, Vec<String>> = FxHashMap::default();
    let mut faults = Vec::new();
    for (line, entry) in folder.entries(file).map_err(|fault| vec![fault])? {
        let Some((full, short)) = entry.split_once('\t') else {
            let message = format!("`{entry}` is not a name, a tab, and names short for it");
            faults.push(Diagnostic::error("invalid-short-name", message).at(folder.place(file, line)));
            continue;
        };
        for short in short.split('|').map(str::trim) {
            found.entry(short.to_owned()).or_default().push(full.to_owned());
            found.entry(full.to_owned()).or_default().push(short.to_owned());
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

fn given_names(folder: &DataFolder) -> Result<FxHashMap<String, Option<Gender>>, Vec<Diagnostic>> {
    let file = "given_names.tsv";
    let mut names = FxHashMap::default();
    let mut faults = Vec::new();
    for (line, entry) in folder.entries(file).map_err(|fault| vec![fault])? {
        let gender = match entry.split_once('\t') {
            Some((_, "m")) => Some(Gender::Masculine),
            Some((_, "f")) => Some(Gender::Feminine),
            Some((_, "mf")) => None,
            _ => {
                let message = format!("`{entry}` is not a name, a tab, and `m`, `f` or `mf`");
                faults.push(Diagnostic::error("invalid-given-name", message).at(folder.place(file, line)));
                continue;
            }
        };
        let name = entry.split('\t').next().unwrap_or_default();
        names.insert(name.to_owned(), gender);
    }
    if faults.is_empty() { Ok(names) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundled(tag: &str) -> CoreferenceResources {
        CoreferenceResources::load(&DataFolder::bundled_languages().subfolder(tag)).unwrap()
    }

    #[test]
    fn each_language_knows_its_names_and_pronouns() {
        let (fr, en) = (bundled("fr"), bundled("en"));
        assert_eq!(fr.given_name("jean"), Some(Gender::Masculine));
        assert_eq!(en.given_name("jean"), Some(Gender::Feminine));
        assert_eq!(fr.given_name("jean-barnabe"), Some(Gender::Masculine));
        assert_eq!(fr.given_name("camille"), None);
        assert!(fr.is_given_name("camille") && !fr.is_given_name("table"));
        assert_eq!(fr.pronoun("Elle").and_then(|class| class.gender), Some(Gender::Feminine));
        assert_eq!(fr.pronoun("J’").map(|class| class.usage), Some(PronounUse::Speaker));
        assert_eq!(en.pronoun("its").map(|class| class.referent), Some(Referent::Thing));
        assert_eq!(en.honorific("Mrs.").and_then(|honorific| honorific.gender), Some(Gender::Feminine));
        assert_eq!(fr.renaming("anciennement"), Some(OldName::After));
        assert!(fr.occupations("milliardaire").iter().any(|word| word == "billionaire"));
        assert_eq!(en.renaming("renamed"), Some(OldName::Before));
    }

    #[test]
    fn a_bad_line_is_refused_with_its_place() {
        let folder = DataFolder::in_memory("xx", [("given_names.tsv", "# names\nanna\tf\nbert\tx\n")]);
        let faults = CoreferenceResources::load(&folder).unwrap_err();
        assert!(faults.iter().any(|fault| fault.to_string().contains("xx/given_names.tsv:3")), "{faults:?}");
    }
}
