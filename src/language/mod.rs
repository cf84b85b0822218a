//! Everything that differs between languages, as data: one folder a language, the same file names in each.
//!
//! Adding a language is filling a folder; the manual is `src/language/README.md`. No other room knows which
//! languages exist.

pub mod antecedents;
pub mod boilerplate;
pub mod coreference;
pub mod expressions;
pub mod grammar;
pub mod identification;
pub mod line_pattern;
pub mod reader;
pub mod reporting;
pub mod rule;
pub mod tokenization;

use serde::Deserialize;

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;

/// What `language.toml` states.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageSettings {
    /// BCP 47 tag, `fr`; the name of the folder.
    pub tag: String,
    /// Its three-letter code in ISO 639-3, `fra`.
    pub iso_639_3: String,
    /// The language's name in English.
    pub name: String,
}

/// What a language must supply to be read.
#[derive(Clone, Debug)]
pub struct LanguagePack {
    /// Tag and name.
    pub settings: LanguageSettings,
    /// How to tell that a text is in this language.
    pub identification: identification::IdentificationResources,
    /// How to find sentences, tokens, tags, lemmas, heads and names.
    pub reader: reader::ReaderResources,
    /// How to tell the article from what surrounds it.
    pub boilerplate: boilerplate::BoilerplateResources,
    /// Dates, numbers, money, titles, role nouns, pronouns.
    pub expressions: expressions::ExpressionResources,
    /// Honorifics, former names, short forms, pronouns and what they may refer to.
    pub coreference: coreference::CoreferenceResources,
    /// What prepositions, copulas and light verbs do to arguments.
    pub grammar: grammar::GrammarResources,
    /// Verbs of saying, hedges, negation.
    pub reporting: reporting::ReportingResources,
    /// Rules that find relations, as written.
    pub rules: Vec<rule::Rule>,
}

impl LanguagePack {
    /// Reads one language folder. Every fault found is reported, not only the first.
    ///
    /// # Errors
    /// The faults, each with file and line.
    pub fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let settings = collect(folder.toml("language.toml").map_err(|fault| vec![fault]), &mut faults);
        let identification = collect(identification::IdentificationResources::load(folder), &mut faults);
        let reader = collect(reader::ReaderResources::load(folder), &mut faults);
        let boilerplate = collect(boilerplate::BoilerplateResources::load(folder), &mut faults);
        let expressions = collect(expressions::ExpressionResources::load(folder), &mut faults);
        let coreference = collect(coreference::CoreferenceResources::load(folder), &mut faults);
        let grammar = collect(grammar::GrammarResources::load(folder), &mut faults);
        let reporting = collect(reporting::ReportingResources::load(folder), &mut faults);
        let rules = collect(rule::load(folder), &mut faults);
        match (settings, identification, reader, boilerplate, expressions, coreference, grammar, reporting, rules) {
            (
                Some(settings),
                Some(identification),
                Some(reader),
                Some(boilerplate),
                Some(expressions),
                Some(coreference),
                Some(grammar),
                Some(reporting),
                Some(rules),
            ) if faults.is_empty() => Ok(Self {
                settings,
                identification,
                reader,
                boilerplate,
                expressions,
                coreference,
                grammar,
                reporting,
                rules,
            }),
            _ => Err(faults),
        }
    }

    /// BCP 47 tag of the language.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.settings.tag
    }
}

fn collect<T>(result: Result<T, Vec<Diagnostic>>, faults: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|found| faults.extend(found)).ok()
}
