//! Form lexica of others → ours.

use std::collections::BTreeMap;

use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;
use crate::learn::lexicon::LexiconEntry;
use crate::model::{Token, Upos};

use super::recipe::LexiconSource;

/// Reads a lexicon: each form with its readings in the order of the file.
pub(super) fn read(
    source: &LexiconSource,
    inputs: &DataFolder,
) -> Result<BTreeMap<String, Vec<LexiconEntry>>, Diagnostic> {
    let text = super::input_text(&source.file, &source.sha256, inputs)?;
    let invalid = |line: usize, message: String| {
        Diagnostic::error("invalid-lexicon", message).at(inputs.place(&source.file, line))
    };
    let mut tags: BTreeMap<&str, Vec<Upos>> = BTreeMap::new();
    for (tag, names) in &source.tags {
        let parsed = names.iter().map(|name| name.parse()).collect::<Result<_, _>>();
        tags.insert(tag, parsed.map_err(|message| invalid(0, message))?);
    }
    let columns = source.columns;
    let mut forms: BTreeMap<String, Vec<LexiconEntry>> = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let cells: Vec<&str> = line.split(&*source.separator).collect();
        let cell = |column: usize| cells.get(column).map(|cell| cell.trim());
        let (Some(form), Some(tag), Some(lemma)) = (cell(columns.form), cell(columns.tag), cell(columns.lemma)) else {
            return Err(invalid(index + 1, format!("{} columns are too few", cells.len())));
        };
        let Some(readings) = tags.get(tag) else { continue };
        // Expressions of several words and pieces of markup are not word forms.
        // A lemma that is the name of a tag stands for none ("cln" for a pronoun).
        if form.is_empty()
            || lemma.is_empty()
            || lemma == tag && form != tag
            || form.contains([' ', '&', '_'])
            || lemma.contains([' ', '&', '_'])
        {
            continue;
        }
        let code = columns.code.and_then(cell).unwrap_or_default();
        let lemmas: Vec<&str> = match &source.lemma_separator {
            Some(separator) => lemma.split(&**separator).collect(),
            None => vec![lemma],
        };
        let entries = forms.entry(form.to_owned()).or_default();
        for (&upos, lemma) in readings.iter().flat_map(|upos| lemmas.iter().map(move |lemma| (upos, lemma))) {
            let entry = LexiconEntry { upos, code: code.to_owned(), lemma: (*lemma).to_owned(), listed: true };
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
    }
    Ok(forms)
}

/// Lexicon entries as words to learn lemmas from: forms with one reading under their part of speech.
pub(super) fn as_tokens(forms: &BTreeMap<String, Vec<LexiconEntry>>) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (form, entries) in forms {
        for upos in [Upos::Verb, Upos::Noun, Upos::Adj, Upos::Adv] {
            let mut lemmas: Vec<&str> =
                entries.iter().filter(|entry| entry.upos == upos).map(|entry| entry.lemma.as_str()).collect();
            lemmas.dedup();
            if let [lemma] = lemmas[..] {
                tokens.push(Token { form: form.clone(), lemma: lemma.to_owned(), upos, ..Token::default() });
            }
        }
    }
    tokens
}
