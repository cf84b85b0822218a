//! Pronouns and possessive determiners that refer to something said elsewhere.

use rustc_hash::FxHashMap;

use super::nominals::Gender;
use super::table::{self, fold};
use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;
use crate::model::{Sentence, TokenIndex, Upos};

const PRONOUNS: &str = "pronouns.tsv";

/// What a pronoun tells about its antecedent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PronounSense {
    /// 1, 2 or 3; relative pronouns are 3.
    pub person: u8,
    /// Gender of the antecedent, where the form tells it.
    pub gender: Option<Gender>,
    /// Number of the antecedent, where the form tells it.
    pub number: Option<Number>,
    /// How it stands in the sentence.
    pub role: PronounRole,
    /// Whether it can only mean persons ("he", "who").
    pub only_persons: bool,
}

/// Grammatical number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Number {
    /// One.
    Singular,
    /// Several.
    Plural,
}

/// How a pronoun stands in the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PronounRole {
    /// "il", "she", "lui".
    Personal,
    /// "qui", "whose": the antecedent is the noun that its clause modifies.
    Relative,
    /// "son", "their": the owner is meant.
    Possessive,
    /// "celui-ci", "this last one".
    Demonstrative,
}

/// The pronouns of a language by folded form.
#[derive(Clone, Debug, Default)]
pub(super) struct PronounTable {
    senses: FxHashMap<String, Vec<PronounSense>>,
}

impl PronounTable {
    pub(super) fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        let mut table = Self::default();
        let mut faults = Vec::new();
        for row in table::rows(folder, PRONOUNS, 6)? {
            match sense(&row) {
                Ok(sense) => table.senses.entry(fold(&row.cells[0])).or_default().push(sense),
                Err(message) => faults.push(row.fault(folder, PRONOUNS, message)),
            }
        }
        if faults.is_empty() { Ok(table) } else { Err(faults) }
    }

    /// The sense of the token, if it is a pronoun of the table that refers: an expletive ("il faut") does not,
    /// and a relative form counts only as a pronoun ("that" the conjunction does not).
    pub(super) fn find(&self, sentence: &Sentence, index: TokenIndex) -> Option<&PronounSense> {
        let token = sentence.tokens.get(index)?;
        if !matches!(token.upos, Upos::Pron | Upos::Det | Upos::Adj) || token.deprel.universal() == "expl" {
            return None;
        }
        let senses = self.senses.get(&fold(&token.form))?;
        senses.iter().find(|sense| match sense.role {
            PronounRole::Possessive => {
                token.upos != Upos::Pron || token.deprel.subtype() == "poss" || token.feats.has("Poss", "Yes")
            }
            PronounRole::Relative => {
                token.upos == Upos::Pron
                    && (token.feats.has("PronType", "Rel") || is_in_relative_clause(sentence, index))
            }
            PronounRole::Personal | PronounRole::Demonstrative => token.upos == Upos::Pron,
        })
    }
}

/// A pronoun inside a clause that modifies a noun before it.
fn is_in_relative_clause(sentence: &Sentence, index: TokenIndex) -> bool {
    let mut current = index;
    // A relative pronoun lies at most a few steps below the verb of its clause ("dont le fils du frère …").
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

fn sense(row: &table::Row) -> Result<PronounSense, String> {
    let person = match row.cells[1].as_str() {
        "1" => 1,
        "2" => 2,
        "3" => 3,
        other => return Err(format!("`{other}` is not a person; expected 1, 2 or 3")),
    };
    let number = match row.cell(3) {
        None => None,
        Some("s") => Some(Number::Singular),
        Some("p") => Some(Number::Plural),
        Some(other) => return Err(format!("`{other}` is not a number; expected `s`, `p` or `-`")),
    };
    let role = match row.cells[4].as_str() {
        "personal" => PronounRole::Personal,
        "relative" => PronounRole::Relative,
        "possessive" => PronounRole::Possessive,
        "demonstrative" => PronounRole::Demonstrative,
        other => return Err(format!("`{other}` is not a role of pronouns")),
    };
    let only_persons = match row.cell(5) {
        None => false,
        Some("person") => true,
        Some(other) => return Err(format!("`{other}`: expected `person` or `-`")),
    };
    Ok(PronounSense { person, gender: row.cell(2).map(str::parse).transpose()?, number, role, only_persons })
}
