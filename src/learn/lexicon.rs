//! What is known about word forms: parts of speech, features, lemmas.

use std::collections::BTreeMap;
use std::fmt;

use fst::{Map, MapBuilder};
use rustc_hash::FxHashMap;

use super::columns::{ColumnReader, ColumnWriter, Malformed};
use super::linear_model::{atom, feature};
use crate::model::Upos;

/// How to make a lemma from a form: lower it or not, cut letters off its end, add some.
///
/// Written `l2er`: lower-case, cut two letters, add "er"; `k0` keeps the form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LemmaScript {
    keep_case: bool,
    cut: usize,
    add: String,
}

impl LemmaScript {
    /// The shortest script that makes `lemma` from `form`.
    #[must_use]
    pub fn between(form: &str, lemma: &str) -> Self {
        let lower = form.to_lowercase();
        let of = |base: &str, keep_case| {
            let shared: usize = base
                .chars()
                .zip(lemma.chars())
                .take_while(|(base, lemma)| base == lemma)
                .map(|(letter, _)| letter.len_utf8())
                .sum();
            let cut = base[shared..].chars().count();
            Self { keep_case, cut, add: lemma[shared..].to_owned() }
        };
        let (lowered, kept) = (of(&lower, false), of(form, true));
        if kept.cut + kept.add.len() < lowered.cut + lowered.add.len() { kept } else { lowered }
    }

    /// Makes the lemma.
    #[must_use]
    pub fn apply(&self, form: &str) -> String {
        let mut lemma = if self.keep_case { form.to_owned() } else { form.to_lowercase() };
        for _ in 0..self.cut {
            lemma.pop();
        }
        lemma.push_str(&self.add);
        if lemma.is_empty() { form.to_owned() } else { lemma }
    }

    /// Whether a form of so many letters is long enough to be cut and leave something.
    #[must_use]
    pub fn fits(&self, letters: usize) -> bool {
        self.cut < letters || !self.add.is_empty() && self.cut == letters
    }

    /// Reads the written form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let keep_case = match text.as_bytes().first()? {
            b'k' => true,
            b'l' => false,
            _ => return None,
        };
        let digits = text[1..].bytes().take_while(u8::is_ascii_digit).count();
        Some(Self { keep_case, cut: text[1..=digits].parse().ok()?, add: text[1 + digits..].to_owned() })
    }
}

impl fmt::Display for LemmaScript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", if self.keep_case { 'k' } else { 'l' }, self.cut, self.add)
    }
}

/// One reading of a form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LexiconEntry {
    /// Part of speech.
    pub upos: Upos,
    /// Features in the notation of the source (`PS3`, `ms`); models learn what they mean.
    pub code: String,
    /// Lemma.
    pub lemma: String,
    /// Whether the lexicon says so, not only a training sentence: models must not mistake what they were trained
    /// on for knowledge, so only such entries are features.
    pub listed: bool,
}

/// Word forms with their readings.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    forms: Option<Map<Vec<u8>>>,
    sets: Vec<AnalysisSet>,
    scripts: Vec<LemmaScript>,
}

#[derive(Clone, Debug, Default)]
struct AnalysisSet {
    /// Part of speech and lemma script, best first.
    readings: Vec<(Upos, u32)>,
    tag_set: u32,
    codes: u32,
}

/// A set of readings that forms share.
pub type SetIndex = usize;

impl Lexicon {
    /// Compiles forms with their readings, best first.
    #[must_use]
    pub fn compile(forms: &BTreeMap<String, Vec<LexiconEntry>>) -> Vec<u8> {
        let mut scripts: BTreeMap<String, u64> = BTreeMap::new();
        for (form, entries) in forms {
            for entry in entries {
                scripts.insert(LemmaScript::between(form, &entry.lemma).to_string(), 0);
            }
        }
        for (number, value) in scripts.values_mut().enumerate() {
            *value = number as u64;
        }
        let mut numbers: FxHashMap<Vec<u8>, u64> = FxHashMap::default();
        let mut sets: Vec<Vec<u8>> = Vec::new();
        let mut builder = MapBuilder::memory();
        for (form, entries) in forms {
            let mut set = ColumnWriter::default();
            set.number(entries.len() as u64);
            for entry in entries {
                set.number(entry.upos as u64 * 2 + u64::from(entry.listed));
                set.number(scripts[&LemmaScript::between(form, &entry.lemma).to_string()]);
                set.text(&entry.code);
            }
            let set = set.finish();
            let number = *numbers.entry(set.clone()).or_insert_with(|| {
                sets.push(set);
                sets.len() as u64 - 1
            });
            // Sorted and without doubles, in memory: the builder has nothing to complain about.
            let _ = builder.insert(form, number);
        }
        let mut writer = ColumnWriter::default();
        writer.number(scripts.len() as u64);
        scripts.keys().for_each(|script| writer.text(script));
        writer.number(sets.len() as u64);
        sets.iter().for_each(|set| writer.bytes(set));
        writer.bytes(&builder.into_inner().unwrap_or_default());
        writer.finish()
    }

    /// Reads what [`Lexicon::compile`] wrote.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = ColumnReader::new(bytes);
        let scripts = (0..reader.count()?)
            .map(|_| LemmaScript::parse(reader.text()?).ok_or(Malformed("a lemma script that cannot be read")))
            .collect::<Result<Vec<_>, _>>()?;
        let mut sets = Vec::new();
        for _ in 0..reader.count()? {
            let mut encoded = ColumnReader::new(reader.bytes()?);
            let mut set = AnalysisSet::default();
            for _ in 0..encoded.count()? {
                let tag = encoded.number()?;
                let upos = *Upos::ALL.get((tag / 2) as usize).ok_or(Malformed("an unknown part of speech"))?;
                let script = encoded.number()? as u32;
                if script as usize >= scripts.len() {
                    return Err(Malformed("an unknown lemma script"));
                }
                let code = encoded.text()?;
                set.readings.push((upos, script));
                if tag % 2 == 1 {
                    set.tag_set |= 1 << upos as u32;
                    // A sum does not depend on the order, which treebank counts decide.
                    set.codes = set.codes.wrapping_add(feature(upos as u32, &[atom(code)]));
                }
            }
            sets.push(set);
        }
        let forms = Map::new(reader.bytes()?.to_vec()).map_err(|_| Malformed("the form table is damaged"))?;
        Ok(Self { forms: Some(forms), sets, scripts })
    }

    /// The readings of a form, then those of its lower case: a name must not hide the word it is written like.
    pub fn sets_of(&self, form: &str, lower: &str) -> impl Iterator<Item = SetIndex> + use<'_> {
        let found = |form: &str| usize::try_from(self.forms.as_ref()?.get(form)?).ok();
        let lower = if form == lower { None } else { found(lower) };
        [found(form), lower].into_iter().flatten().filter(|&set| set < self.sets.len())
    }

    /// The set of readings of a form that is listed, or else of its lower case.
    #[must_use]
    pub fn listed(&self, form: &str, lower: &str) -> Option<SetIndex> {
        self.sets_of(form, lower).find(|&set| self.sets[set].tag_set != 0)
    }

    /// Listed parts of speech of a set as bits.
    #[must_use]
    pub fn tag_set(&self, set: SetIndex) -> u32 {
        self.sets[set].tag_set
    }

    /// Listed readings of a set as one atom.
    #[must_use]
    pub fn codes(&self, set: SetIndex) -> u32 {
        self.sets[set].codes
    }

    /// Lemma scripts of a form under a part of speech, best first.
    pub fn scripts(&self, set: SetIndex, upos: Upos) -> impl Iterator<Item = &LemmaScript> {
        self.sets[set]
            .readings
            .iter()
            .filter(move |(reading, _)| *reading == upos)
            .map(|&(_, script)| &self.scripts[script as usize])
    }

    /// Whether the lexicon lists the form, as it is, under some part of speech.
    #[must_use]
    pub fn knows(&self, form: &str) -> bool {
        self.forms
            .as_ref()
            .and_then(|forms| forms.get(form))
            .is_some_and(|set| self.sets.get(set as usize).is_some_and(|set| set.tag_set != 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_make_the_lemma_they_were_made_from() {
        for (form, lemma, script) in [
            ("mangeait", "manger", "l3r"),
            ("Yeux", "œil", "l4œil"),
            ("Parisiens", "parisien", "l1"),
            ("Paris", "Paris", "k0"),
            ("McDonald", "McDonald", "k0"),
            ("is", "be", "l2be"),
            ("Élus", "élu", "l1"),
        ] {
            let found = LemmaScript::between(form, lemma);
            assert_eq!(found.to_string(), script, "{form}");
            assert_eq!(found.apply(form), lemma);
            assert_eq!(LemmaScript::parse(script), Some(found));
        }
        assert_eq!(LemmaScript::parse("x1"), None);
        assert_eq!(LemmaScript::parse("l9").unwrap().apply("ab"), "ab", "never empty");
    }

    #[test]
    fn readings_in_order_and_by_case() {
        let entry = |upos, lemma: &str, listed| LexiconEntry { upos, code: String::new(), lemma: lemma.into(), listed };
        let forms = BTreeMap::from([
            ("suis".to_owned(), vec![entry(Upos::Aux, "être", true), entry(Upos::Verb, "suivre", true)]),
            ("chine".to_owned(), vec![entry(Upos::Verb, "chiner", true)]),
            ("Chine".to_owned(), vec![entry(Upos::Propn, "Chine", false)]),
            ("Suis".to_owned(), vec![entry(Upos::Propn, "Suis", false)]),
        ]);
        let lexicon = Lexicon::decode(&Lexicon::compile(&forms)).unwrap();
        let lemma = |form: &str, upos| {
            let mut scripts = lexicon.sets_of(form, &form.to_lowercase()).flat_map(|set| lexicon.scripts(set, upos));
            scripts.next().map(|script| script.apply(form))
        };
        assert_eq!(lemma("Suis", Upos::Verb).as_deref(), Some("suivre"));
        assert_eq!(lemma("suis", Upos::Noun), None);
        assert_eq!(lemma("Chine", Upos::Propn).as_deref(), Some("Chine"));
        let listed = |form: &str| lexicon.listed(form, &form.to_lowercase());
        assert_eq!(listed("Suis"), listed("suis"), "what only a treebank says is no knowledge");
        assert!(lexicon.knows("suis") && !lexicon.knows("Chine") && !lexicon.knows("SUIS"));
    }
}
