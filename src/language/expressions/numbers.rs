//! Numbers, currencies and measures of a language.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::phrases::Phrases;
use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;
use crate::model::Currency;

/// How a language writes numbers, from `numbers.toml`, and money, from `currencies.toml`.
#[derive(Clone, Debug, Default)]
pub(crate) struct NumberWords {
    /// What may stand between groups of three digits.
    pub(crate) group_separators: Vec<char>,
    /// Numbers below one hundred, and "mille", which needs no "un".
    pub(crate) words: Phrases<i128>,
    /// "cent", "hundred".
    pub(crate) hundreds: Phrases<()>,
    /// Words that multiply by a power of ten, the exponent.
    pub(crate) scales: Phrases<u32>,
    /// Signs that multiply by a power of ten beside a currency ("Md", "bn"), the exponent.
    pub(crate) scale_signs: Phrases<u32>,
    /// Words that mean one, but only before a scale: "a million".
    pub(crate) articles: Phrases<()>,
    /// "et" of "vingt et un", "and" of "two hundred and six".
    pub(crate) joiners: Phrases<()>,
    /// Before a scale, half of it: "un demi-milliard", "half a billion".
    pub(crate) half_before: Phrases<()>,
    /// Behind a scale, half of it more: "un million et demi".
    pub(crate) half_after: Phrases<()>,
    /// Between a scale and what is counted: "de".
    pub(crate) links: Phrases<()>,
    /// "%", "per cent".
    pub(crate) percents: Phrases<()>,
    /// Words behind a number that make it a time of the day: "h", "p.m.".
    pub(crate) clock: Phrases<()>,
    /// Words before a number that make it a label: "n°", "article", "page".
    pub(crate) labels: Phrases<()>,
    /// Signs of measures: "km", "kWh".
    pub(crate) measures: Phrases<()>,
    /// Lemmas of nouns that are not counted things though a number stands before them.
    pub(crate) not_units: Vec<String>,
    /// Names and signs of currencies.
    pub(crate) currencies: Phrases<Currency>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NumbersFile {
    group_separators: Vec<char>,
    words: BTreeMap<String, i64>,
    hundreds: Vec<String>,
    scales: BTreeMap<String, u32>,
    scale_signs: BTreeMap<String, u32>,
    articles: Vec<String>,
    joiners: Vec<String>,
    half_before: Vec<String>,
    half_after: Vec<String>,
    links: Vec<String>,
    percents: Vec<String>,
    clock: Vec<String>,
    labels: Vec<String>,
    not_units: Vec<String>,
    measures: Vec<String>,
}

impl NumberWords {
    pub(super) fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let numbers = folder.toml::<NumbersFile>("numbers.toml").map_err(|fault| faults.push(fault)).ok();
        let currencies =
            folder.toml::<BTreeMap<String, Vec<String>>>("currencies.toml").map_err(|fault| faults.push(fault)).ok();
        let (Some(numbers), Some(currencies)) = (numbers, currencies) else { return Err(faults) };
        let mut by_name = Phrases::default();
        for (code, names) in &currencies {
            let Some(currency) = Currency::new(code) else {
                faults.push(
                    Diagnostic::error("invalid-currency", format!("`{code}` is not an ISO 4217 code"))
                        .at(folder.place("currencies.toml", 0)),
                );
                continue;
            };
            for name in names {
                by_name.insert(name, currency);
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let pairs = |map: &BTreeMap<String, u32>| Phrases::from_pairs(map.iter().map(|(word, &n)| (word.as_str(), n)));
        Ok(Self {
            scales: pairs(&numbers.scales),
            scale_signs: pairs(&numbers.scale_signs),
            words: Phrases::from_pairs(numbers.words.iter().map(|(word, &n)| (word.as_str(), i128::from(n)))),
            hundreds: Phrases::from_list(&numbers.hundreds),
            articles: Phrases::from_list(&numbers.articles),
            joiners: Phrases::from_list(&numbers.joiners),
            half_before: Phrases::from_list(&numbers.half_before),
            half_after: Phrases::from_list(&numbers.half_after),
            links: Phrases::from_list(&numbers.links),
            percents: Phrases::from_list(&numbers.percents),
            clock: Phrases::from_list(&numbers.clock),
            labels: Phrases::from_list(&numbers.labels),
            measures: Phrases::from_list(&numbers.measures),
            not_units: numbers.not_units,
            group_separators: numbers.group_separators,
            currencies: by_name,
        })
    }
}
