//! Nouns that name people, organizations and other entities by what they are: "président", "carmaker".

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::table::{self, fold, words};
use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;
use crate::language::coreference::Gender;
use crate::model::{EntityTypeId, RelationTypeId, Sentence, Token, TokenIndex, Upos};

const NOMINALS: &str = "nominals.tsv";
const ROLE_TIMES: &str = "role_times.tsv";

/// What a noun says of the entity it refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NominalSense {
    /// The noun or noun sequence as the table has it, `chief executive officer`.
    pub noun: String,
    /// What kind of thing it names.
    pub entity_type: EntityTypeId,
    /// Gender of the person, where the word itself tells ("directrice", "wife"); grammatical gender of French
    /// nouns that do not name persons is left to the tagger.
    pub gender: Option<Gender>,
    /// What "N of Y" states between the thing named and Y.
    pub relation: Option<NominalRelation>,
    /// The property of a knowledge base entry whose value holds this office there (`head_of_state`).
    pub office: Option<String>,
}

/// The relation that a noun states with its complement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NominalRelation {
    /// Which relation.
    pub id: RelationTypeId,
    /// False: from the thing named to the complement ("le patron de Y": leads). True: from the complement to
    /// the thing named ("le fils de Y": Y is `parent_of` him). Written `inverse:parent_of`.
    pub inverse: bool,
}

/// Whether a role is held at the time of writing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleTime {
    /// Nothing says otherwise.
    #[default]
    Current,
    /// "ancien ministre", "ex-wife", "the then president".
    Ended,
    /// "futur patron", "president-elect".
    Future,
}

/// A noun of the table as it occurs in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NominalMatch<'a> {
    /// What it says.
    pub sense: &'a NominalSense,
    /// The tokens of the noun sequence, half-open.
    pub tokens: Range<TokenIndex>,
}

/// The nouns of a language, and the words that date a role.
#[derive(Clone, Debug, Default)]
pub(super) struct NominalLexicon {
    senses: Vec<NominalSense>,
    by_first_word: FxHashMap<String, Vec<Variant>>,
    /// For each word of the nouns its last place among their words, from 0: what tells most tokens from heads of nouns.
    places: FxHashMap<String, usize>,
    longest: usize,
    role_times: FxHashMap<String, RoleTime>,
}

#[derive(Clone, Debug)]
struct Variant {
    words: Vec<String>,
    /// One word written with a capital in the table ("État"): it is another word with a small letter.
    capital: bool,
    sense: usize,
}

/// A part of a token between hyphens.
struct Part {
    token: TokenIndex,
    form: String,
    lemma: String,
    first: bool,
    last: bool,
}

impl NominalLexicon {
    pub(super) fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        let mut lexicon = Self::default();
        let mut faults = Vec::new();
        for row in table::rows(folder, NOMINALS, 5)? {
            if let Err(message) = lexicon.insert(&row) {
                faults.push(row.fault(folder, NOMINALS, message));
            }
        }
        for row in table::rows(folder, ROLE_TIMES, 2)? {
            let time = match row.cells[1].as_str() {
                "ended" => RoleTime::Ended,
                "future" => RoleTime::Future,
                other => {
                    faults.push(row.fault(folder, ROLE_TIMES, format!("`{other}` is neither `ended` nor `future`")));
                    continue;
                }
            };
            lexicon.role_times.insert(fold(&row.cells[0]), time);
        }
        if faults.is_empty() { Ok(lexicon) } else { Err(faults) }
    }

    fn insert(&mut self, row: &table::Row) -> Result<(), String> {
        let nouns: Vec<_> = row.cells[0].split('|').map(str::trim).collect();
        let genders: Vec<_> = row.cells[2].split('|').map(str::trim).collect();
        if genders.len() != 1 && genders.len() != nouns.len() {
            return Err(format!("{} nouns but {} genders", nouns.len(), genders.len()));
        }
        for (index, noun) in nouns.iter().enumerate() {
            let gender = genders[index.min(genders.len() - 1)];
            let relation = row.cell(3).map(|text| match text.strip_prefix("inverse:") {
                Some(id) => NominalRelation { id: RelationTypeId::from_text(id), inverse: true },
                None => NominalRelation { id: RelationTypeId::from_text(text), inverse: false },
            });
            let sense = NominalSense {
                noun: (*noun).to_owned(),
                entity_type: EntityTypeId::from_text(&*row.cells[1]),
                gender: gender_of(gender)?,
                relation,
                office: row.cell(4).map(str::to_owned),
            };
            let words = words(noun);
            let first = words.first().ok_or("the noun is empty")?.clone();
            let variants = self.by_first_word.entry(first).or_default();
            if variants.iter().any(|variant| variant.words == words) {
                return Err(format!("`{noun}` stands in the table twice"));
            }
            self.longest = self.longest.max(words.len());
            for (place, word) in words.iter().enumerate() {
                let last = self.places.entry(word.clone()).or_default();
                *last = place.max(*last);
            }
            let capital = words.len() == 1 && noun.starts_with(char::is_uppercase);
            variants.push(Variant { words, capital, sense: self.senses.len() });
            self.senses.push(sense);
        }
        Ok(())
    }

    pub(super) fn senses(&self) -> &[NominalSense] {
        &self.senses
    }

    /// The longest noun of the table whose syntactic head is `head`.
    pub(super) fn find(&self, sentence: &Sentence, head: TokenIndex) -> Option<NominalMatch<'_>> {
        let token = sentence.tokens.get(head)?;
        if !matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::X) {
            return None;
        }
        let place = self.last_place(token)?;
        let mut best: Option<((usize, bool), NominalMatch<'_>)> = None;
        // Hyphens that stand alone as tokens take room without being words.
        for start in head.saturating_sub(2 * place)..=head {
            // Few words begin a noun of the table, and only behind those a sentence is cut into parts.
            if !self.may_hold_start(&sentence.tokens[start]) {
                continue;
            }
            let mut parts = parts_of(sentence, start);
            let mut next = start + 1;
            for first in 0..parts.len() {
                if !self.may_start(&parts, first) {
                    continue;
                }
                for variant in self.variants_of(&parts[first]) {
                    let length = variant.words.len();
                    while parts.len() < first + length && next < sentence.tokens.len() {
                        parts.extend(parts_of(sentence, next));
                        next += 1;
                    }
                    let Some(window) = parts.get(first..first + length) else { continue };
                    let Some(last) = window.last().filter(|last| last.last && last.token >= head) else { continue };
                    if variant.capital && !sentence.tokens[start].form.chars().any(char::is_uppercase) {
                        continue;
                    }
                    let matches = window.iter().zip(&variant.words).all(|(part, word)| part.is(word));
                    let tokens = start..last.token + 1;
                    // "vice-présidente" has the lemma "vice-président", but is its own entry.
                    let as_written = window.iter().zip(&variant.words).all(|(part, word)| part.form == *word);
                    let rank = (length, as_written);
                    let is_better = best.as_ref().is_none_or(|(known, _)| *known < rank);
                    if matches && is_better && is_head_of(sentence, head, &tokens) {
                        best = Some((rank, NominalMatch { sense: &self.senses[variant.sense], tokens }));
                    }
                }
            }
        }
        best.map(|(_, found)| found)
    }

    /// A noun begins with a token, or inside one behind "ex-".
    fn may_start(&self, parts: &[Part], start: usize) -> bool {
        parts[start].first
            || start.checked_sub(1).is_some_and(|before| self.role_times.contains_key(&parts[before].form))
    }

    fn variants_of<'s>(&'s self, part: &Part) -> impl Iterator<Item = &'s Variant> + use<'s> {
        let by_form = self.by_first_word.get(&part.form);
        let by_lemma = self.by_first_word.get(&part.lemma).filter(|_| part.lemma != part.form);
        by_form.into_iter().chain(by_lemma).flatten()
    }

    /// The last place, from 0, that some part of a token has in a noun of the table.
    fn last_place(&self, token: &Token) -> Option<usize> {
        let mut last = None;
        each_word(token, |word| last = last.max(self.places.get(word).copied()));
        last
    }

    /// Whether some part of a token begins a noun of the table.
    fn may_hold_start(&self, token: &Token) -> bool {
        let mut may = false;
        each_word(token, |word| may |= self.by_first_word.contains_key(word));
        may
    }

    /// The noun of several words that a token is part of.
    pub(super) fn find_over(&self, sentence: &Sentence, token: TokenIndex) -> Option<NominalMatch<'_>> {
        let heads = token.saturating_sub(self.longest)..(token + self.longest).min(sentence.tokens.len());
        let mut nouns = heads.filter_map(|head| self.find(sentence, head));
        nouns.find(|noun| noun.tokens.len() > 1 && noun.tokens.contains(&token))
    }

    pub(super) fn is_role_time(&self, word: &str) -> bool {
        self.role_times.contains_key(fold(word).trim_end_matches('-'))
    }

    pub(super) fn role_time(&self, sentence: &Sentence, head: TokenIndex) -> RoleTime {
        let noun = self.find(sentence, head).map_or(head..head + 1, |found| found.tokens);
        let inside = parts_of(sentence, noun.start).into_iter().filter(|part| !part.last).map(|part| part.form);
        let before = noun.start.saturating_sub(NEAR)..noun.start;
        let after = noun.end..(noun.end + NEAR).min(sentence.tokens.len());
        // "l'ancien ministre et futur président": of several the nearest counts, those before the noun first.
        let around = before.rev().chain(after).filter(|&index| modifies(sentence, index, &noun));
        let around = around.flat_map(|index| {
            let token = &sentence.tokens[index];
            [fold(&token.lemma), fold(&token.form)]
        });
        inside
            .chain(around)
            .find_map(|word| {
                let word = word.trim_end_matches('-');
                self.role_times.get(word).copied()
            })
            .unwrap_or_default()
    }
}

/// How far from the noun a word that dates it may stand, in tokens: "son ancien très proche conseiller".
const NEAR: usize = 6;

fn modifies(sentence: &Sentence, index: TokenIndex, noun: &Range<TokenIndex>) -> bool {
    let token = &sentence.tokens[index];
    let touches = index + 1 == noun.start || index == noun.end;
    let is_prefix = token.form.ends_with('-')
        || index + 1 < noun.start && sentence.tokens[index + 1].form == "-" && index + 2 == noun.start;
    let depends = token.head.is_some_and(|head| noun.contains(&head));
    depends && !matches!(token.deprel.universal(), "nmod" | "acl" | "appos" | "conj" | "parataxis")
        || is_prefix && index < noun.start
        || touches && index < noun.start && token.upos == Upos::Adj
}

fn is_head_of(sentence: &Sentence, head: TokenIndex, tokens: &Range<TokenIndex>) -> bool {
    tokens.contains(&head) && !sentence.tokens[head].head.is_some_and(|governor| tokens.contains(&governor))
}

fn parts_of(sentence: &Sentence, index: TokenIndex) -> Vec<Part> {
    let Some(token) = sentence.tokens.get(index) else { return Vec::new() };
    let forms = words(&token.form);
    let lemmas = words(&token.lemma);
    let count = forms.len();
    let same = lemmas.len() == count;
    forms
        .into_iter()
        .enumerate()
        .map(|(part, form)| Part {
            token: index,
            lemma: if same { lemmas[part].clone() } else { form.clone() },
            form,
            first: part == 0,
            last: part + 1 == count,
        })
        .collect()
}

/// Calls `see` with the words of a token's form, and of its lemma where that is another.
fn each_word(token: &Token, mut see: impl FnMut(&str)) {
    let mut each = |text: &str| match text.chars().all(char::is_lowercase) {
        // Most texts are one word that folding leaves as it is.
        true => see(text),
        false => words(text).iter().for_each(|word| see(word)),
    };
    each(&token.form);
    if token.lemma != token.form {
        each(&token.lemma);
    }
}

fn gender_of(cell: &str) -> Result<Option<Gender>, String> {
    match cell {
        "m" => Ok(Some(Gender::Masculine)),
        "f" => Ok(Some(Gender::Feminine)),
        "-" => Ok(None),
        _ => Err(format!("`{cell}` is not a gender; expected `m`, `f` or `-`")),
    }
}

impl Part {
    fn is(&self, word: &str) -> bool {
        self.form == word || self.lemma == word
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Deprel, Span, Token};

    const TABLE: &str = "président|présidente\tperson\tm|f\tleads\thead_of_state\n\
        vice-président\tperson\t-\tholds_position\t-\n\
        secrétaire d'État\tperson\t-\tholds_position\t-\n\
        état\tplace/country\t-\t-\t-\n\
        fils\tperson\tm\tinverse:parent_of\t-\n";

    fn lexicon() -> NominalLexicon {
        let times = "ancien\tended\nex\tended\nfutur\tfuture\n";
        NominalLexicon::load(&DataFolder::in_memory("xx", [(NOMINALS, TABLE), (ROLE_TIMES, times)])).unwrap()
    }

    /// `form/head/UPOS` a token, head counted from 1 as in CoNLL-U.
    fn sentence(text: &str) -> Sentence {
        let tokens = text
            .split(' ')
            .map(|token| {
                let mut fields = token.split('/');
                let form = fields.next().unwrap();
                let head: usize = fields.next().unwrap().parse().unwrap();
                Token {
                    span: Span::new(0, 0),
                    form: form.to_owned(),
                    lemma: form.to_lowercase(),
                    upos: fields.next().unwrap().parse().unwrap(),
                    head: head.checked_sub(1),
                    deprel: Deprel::new("dep"),
                    ..Token::default()
                }
            })
            .collect();
        Sentence { tokens, ..Sentence::default() }
    }

    #[test]
    fn nouns_are_found_at_their_heads() {
        let lexicon = lexicon();
        for (text, head, expected) in [
            ("le/2/DET Président/0/NOUN parle/2/VERB", 1, Some("président")),
            ("la/2/DET Présidente/0/NOUN", 1, Some("présidente")),
            ("l'/2/DET ex-président/0/NOUN", 1, Some("président")),
            ("le/2/DET vice-président/0/NOUN", 1, Some("vice-président")),
            ("le/4/DET vice/4/NOUN -/4/PUNCT président/0/NOUN", 3, Some("vice-président")),
            ("une/2/DET secrétaire/0/NOUN d'/4/ADP État/2/NOUN", 1, Some("secrétaire d'État")),
            ("l'/2/DET État/0/NOUN", 1, Some("état")),
            ("il/2/PRON préside/0/VERB", 1, None),
            ("la/2/DET sous-présidente/0/NOUN", 1, None),
        ] {
            let sentence = sentence(text);
            assert_eq!(lexicon.find(&sentence, head).map(|found| found.sense.noun.as_str()), expected, "{text}");
        }
    }

    #[test]
    fn gender_relation_and_office_come_from_the_table() {
        let lexicon = lexicon();
        let sense = |noun: &str| lexicon.senses().iter().find(|sense| sense.noun == noun).unwrap();
        assert_eq!(sense("présidente").gender, Some(Gender::Feminine));
        assert_eq!(sense("présidente").office.as_deref(), Some("head_of_state"));
        assert!(sense("fils").relation.as_ref().unwrap().inverse);
        assert_eq!(sense("état").relation, None);
    }

    #[test]
    fn roles_are_dated() {
        let lexicon = lexicon();
        for (text, head, expected) in [
            ("l'/3/DET ancien/3/ADJ président/0/NOUN", 2, RoleTime::Ended),
            ("l'/2/DET ex-président/0/NOUN", 1, RoleTime::Ended),
            ("l'/3/DET ex-/3/ADJ président/0/NOUN", 2, RoleTime::Ended),
            ("le/3/DET futur/3/ADJ président/0/NOUN", 2, RoleTime::Future),
            ("le/2/DET président/0/NOUN", 1, RoleTime::Current),
            ("ancien/2/ADJ député/0/NOUN le/4/DET président/0/NOUN", 3, RoleTime::Current),
        ] {
            assert_eq!(lexicon.role_time(&sentence(text), head), expected, "{text}");
        }
    }

    #[test]
    fn a_wrong_table_is_refused_with_its_line() {
        for (table, line) in [
            ("a\tperson\t-\t-\t-\na\tperson\t-\t-\t-\n", 2),
            ("a|b\tperson\tm|f|m\t-\t-\n", 1),
            ("a\tperson\tx\t-\t-\n", 1),
            ("# fine\n\na\tperson\tm\n", 3),
        ] {
            let folder = DataFolder::in_memory("xx", [(NOMINALS, table), (ROLE_TIMES, "")]);
            let faults = NominalLexicon::load(&folder).unwrap_err();
            assert_eq!(faults[0].place.as_ref().unwrap().line, line, "{table}");
        }
    }
}
