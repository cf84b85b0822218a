//! Rules as they are written in `rules/*.toml`; [`crate::extract`] compiles them against the ontology.
//!
//! The manual for those who write rules is `src/language/README.md`.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::data_folder::DataFolder;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Modality, Polarity, QualifierKind};

/// A rule as written: one relation, the words that carry it and where its arguments stand beside them.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Name inside its theme, `entretenir-avec`.
    pub name: String,
    /// Theme, the name of its file: `communication`.
    pub theme: String,
    /// Relation type it finds, not yet checked against an ontology.
    pub relation: String,
    /// Ways of saying it. Never empty.
    pub frames: Vec<Frame>,
    /// Sentences that must give exactly the claims stated beside them.
    pub examples: Vec<Example>,
    /// Sentences that must give nothing by this rule.
    pub counterexamples: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

/// Words that carry a relation, with one way of placing the arguments beside them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// Verbs, each a lemma; `s'` or `se` before it for a reflexive verb; behind it a particle or the words of a
    /// fixed phrase: `s'entretenir`, `step down`, `faire don`, `entrer en contact`.
    #[serde(default)]
    pub verbs: Vec<String>,
    /// Objects, each of which makes a fixed phrase with each of the verbs: `arrêt`, `fin` behind `demander`, `exiger`.
    #[serde(default)]
    pub complements: Vec<String>,
    /// Lemmas of the word that governs the clause, one of which must stand there: "**dire** que …".
    #[serde(default)]
    pub under: Vec<String>,
    /// Lemmas none of which may govern the clause: "**nominate** X, replacing Y" is said of X.
    #[serde(default)]
    pub never_under: Vec<String>,
    /// Lemmas one of which must stand in the phrase that the words govern: "call X a **liar**".
    #[serde(default)]
    pub beside: Vec<String>,
    /// Lemmas none of which may stand in the sentence: "replaced" in a match, beside "minute", is no succession.
    #[serde(default)]
    pub never_beside: Vec<String>,
    /// Nouns that mean the event (`entretien`) or, with the slot `self`, somebody who takes part (`rival`).
    #[serde(default)]
    pub nouns: Vec<String>,
    /// Adjectives: `favorable`, `opposé`.
    #[serde(default)]
    pub adjectives: Vec<String>,
    /// Types of things whose common nouns carry the relation, `person` in "a Canadian singer".
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Types of things that carry the relation by their very mention, `product` in "Apple's iPhone".
    #[serde(default)]
    pub things: Vec<String>,
    /// Slots where the subject stands, first choice first.
    pub subject: Option<OneOrMany>,
    /// Slots where the object stands, first choice first.
    pub object: Option<OneOrMany>,
    /// Slots whose coordinated members stand in the relation with each other: "A et B se sont rencontrés".
    pub both: Option<OneOrMany>,
    /// Slots that must be filled by something, anything.
    pub with: Option<OneOrMany>,
    /// Slots that must be empty.
    pub without: Option<OneOrMany>,
    /// Types the subject must have, when its type is known.
    pub subject_type: Option<OneOrMany>,
    /// Types the object must have, when its type is known.
    pub object_type: Option<OneOrMany>,
    /// Slots of qualifiers: `{ topic = "sur", role = "comme" }`.
    #[serde(default)]
    pub qualifiers: BTreeMap<String, OneOrMany>,
    /// Polarity that the words themselves carry: `negated` for "boycotter" as a kind of `attended`.
    pub polarity: Option<String>,
    /// Modality that the words themselves carry: `planned` for "vouloir", "candidat au rachat".
    pub modality: Option<String>,
    /// What a date beside the words means: `date` (the default), `start` or `end`. With `end` the relation
    /// counts as ended even where no date stands.
    pub time: Option<String>,
    /// Whether the types must be known: no pronoun, and nothing known only broadly.
    #[serde(default)]
    pub exact: bool,
    /// Whether the place that the object lies in, "Dayton, **Ohio**", is an object as well.
    #[serde(default)]
    pub nested: bool,
    /// How sure a match is, 0 to 1; 0.85 unless told.
    pub confidence: Option<f64>,
}

/// One slot or several, in order of preference.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// `"avec"`
    One(String),
    /// `["avec", "to"]`
    Many(Vec<String>),
}

impl OneOrMany {
    /// The slots.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// A sentence and the claims a rule must find in it.
#[derive(Clone, Debug)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// The claims, all of them.
    pub claims: Vec<ExpectedClaim>,
}

/// What an example expects: `"Subject | relation | Object"`, then, each behind a further `|`, `negated`, one of
/// `reported`, `planned`, `possible`, `by: speaker`, `denied by: speaker`, or a qualifier, `amount: 500 EUR`.
///
/// Subject and object are the words of the text. What is not said must be affirmed and stated; speakers and
/// qualifiers that are not said are not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedClaim {
    /// Words of the subject.
    pub subject: String,
    /// Relation type.
    pub relation: String,
    /// Words of the object.
    pub object: String,
    /// Affirmed unless told.
    pub polarity: Polarity,
    /// Stated unless told.
    pub modality: Modality,
    /// Who says so.
    pub asserted_by: Vec<String>,
    /// Who denies it.
    pub denied_by: Vec<String>,
    /// Qualifiers, as text.
    pub qualifiers: Vec<(QualifierKind, String)>,
}

impl std::str::FromStr for ExpectedClaim {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('|').map(str::trim);
        let mut end = || {
            parts
                .next()
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .ok_or_else(|| format!("`{text}` is not of the form `Subject | relation | Object`"))
        };
        let mut claim = Self {
            subject: end()?,
            relation: end()?,
            object: end()?,
            polarity: Polarity::Affirmed,
            modality: Modality::Stated,
            asserted_by: Vec::new(),
            denied_by: Vec::new(),
            qualifiers: Vec::new(),
        };
        for part in parts {
            match part.split_once(':').map(|(key, value)| (key.trim(), value.trim().to_owned())) {
                Some(("by", speaker)) => claim.asserted_by.push(speaker),
                Some(("denied by", speaker)) => claim.denied_by.push(speaker),
                Some((key, value)) => claim.qualifiers.push((key.parse()?, value)),
                None => match part.parse() {
                    Ok(polarity) => claim.polarity = polarity,
                    Err(_) => {
                        claim.modality = part.parse().map_err(|_| {
                            format!(
                                "`{part}` is not a polarity, a modality, `by: …`, `denied by: …` or a qualifier, `amount: …`"
                            )
                        })?;
                    }
                },
            }
        }
        Ok(claim)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    /// Lists that frames of the file name as `@list` among their words.
    #[serde(default)]
    words: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    rule: Vec<WrittenRule>,
}

impl Frame {
    /// Puts the words of the lists that it names in the place of their names.
    fn spell_out(&mut self, lists: &BTreeMap<String, Vec<String>>) -> Result<(), String> {
        for words in [
            &mut self.verbs,
            &mut self.complements,
            &mut self.under,
            &mut self.never_under,
            &mut self.beside,
            &mut self.never_beside,
            &mut self.nouns,
            &mut self.adjectives,
        ] {
            if !words.iter().any(|word| word.starts_with('@')) {
                continue;
            }
            let mut spelled = Vec::new();
            for word in words.drain(..) {
                match word.strip_prefix('@') {
                    Some(name) => spelled.extend(lists.get(name).ok_or_else(|| word.clone())?.iter().cloned()),
                    None => spelled.push(word),
                }
            }
            *words = spelled;
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    name: Spanned<String>,
    relation: String,
    #[serde(default)]
    frame: Vec<Frame>,
    #[serde(default)]
    examples: Vec<WrittenExample>,
    #[serde(default)]
    counterexamples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenExample {
    text: String,
    claims: Vec<Spanned<String>>,
}

/// Reads `rules/*.toml` of a language folder, in the order of file names, then of the file.
///
/// # Errors
/// Every fault, with file and line.
pub fn load(folder: &DataFolder) -> Result<Vec<Rule>, Vec<Diagnostic>> {
    let rules_folder = folder.subfolder("rules");
    let mut rules = Vec::new();
    let mut faults = Vec::new();
    for file in rules_folder.file_names() {
        let Some(theme) = file.strip_suffix(".toml") else {
            faults.push(
                Diagnostic::error("not-a-rule-file", "rules are written in TOML files")
                    .at(Place::file(format!("{}/{file}", rules_folder.name())))
                    .hint("name it after a theme of the ontology, `money.toml`"),
            );
            continue;
        };
        match rules_folder.toml::<RuleFile>(file) {
            Err(fault) => faults.push(fault),
            Ok(written) => {
                let text = rules_folder.text(file).unwrap_or_default();
                let line_of = |offset: usize| text.get(..offset).unwrap_or_default().matches('\n').count() + 1;
                for mut rule in written.rule {
                    let place = rules_folder.place(file, line_of(rule.name.span().start));
                    if let Err(name) = rule.frame.iter_mut().try_for_each(|frame| frame.spell_out(&written.words)) {
                        let message = format!("the file has no list `{name}`");
                        faults.push(
                            Diagnostic::error("unknown-word-list", message)
                                .at(place.clone())
                                .hint("lists stand at the head of the file, under [words]"),
                        );
                        continue;
                    }
                    match complete(rule, theme, place, |offset| rules_folder.place(file, line_of(offset))) {
                        Ok(rule) => rules.push(rule),
                        Err(fault) => faults.push(fault),
                    }
                }
            }
        }
    }
    for (index, rule) in rules.iter().enumerate() {
        if let Some(first) = rules[..index].iter().find(|other| other.name == rule.name && other.theme == rule.theme) {
            faults.push(
                Diagnostic::error("duplicate-rule", format!("there is another rule `{}`", rule.name))
                    .at(rule.place.clone())
                    .hint(format!("the first one is at {}", first.place)),
            );
        }
    }
    if faults.is_empty() { Ok(rules) } else { Err(faults) }
}

fn complete(
    written: WrittenRule,
    theme: &str,
    place: Place,
    place_at: impl Fn(usize) -> Place,
) -> Result<Rule, Diagnostic> {
    let name = written.name.into_inner();
    if written.frame.is_empty() {
        return Err(Diagnostic::error("rule-without-frame", format!("the rule `{name}` has no [[rule.frame]]"))
            .at(place)
            .hint("a frame names the words that carry the relation: verbs = [\"rencontrer\"]"));
    }
    let mut examples = Vec::new();
    for example in written.examples {
        let mut claims = Vec::new();
        for claim in example.claims {
            let at = place_at(claim.span().start);
            let parsed = claim.into_inner().parse();
            claims.push(parsed.map_err(|reason: String| Diagnostic::error("bad-example", reason).at(at))?);
        }
        examples.push(Example { text: example.text, claims });
    }
    Ok(Rule {
        name,
        theme: theme.to_owned(),
        relation: written.relation,
        frames: written.frame,
        examples,
        counterexamples: written.counterexamples,
        place,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load_text(text: &str) -> Result<Vec<Rule>, Vec<String>> {
        let folder = DataFolder::in_memory("xx", [("rules/money.toml", text)]);
        load(&folder).map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_rule_reads_back() {
        let rules = load_text(
            "[[rule]]\nname = \"pay\"\nrelation = \"paid\"\nexamples = [\n\
             { text = \"A pays B.\", claims = [\"A | paid | B | planned | by: C | amount: 5 EUR\"] }]\n\
             [[rule.frame]]\nverbs = [\"pay\"]\nobject = [\"indirect\", \"object\"]\n",
        )
        .unwrap();
        assert_eq!((rules[0].name.as_str(), rules[0].theme.as_str()), ("pay", "money"));
        assert_eq!(rules[0].place.to_string(), "xx/rules/money.toml:2");
        let claim = &rules[0].examples[0].claims[0];
        assert_eq!((claim.modality, claim.asserted_by.as_slice()), (Modality::Planned, &["C".to_owned()][..]));
        assert_eq!(claim.qualifiers, [(QualifierKind::Amount, "5 EUR".to_owned())]);
    }

    #[test]
    fn lists_of_the_file_stand_for_their_words() {
        let rule = "[[rule]]\nname = \"pay\"\nrelation = \"paid\"\n[[rule.frame]]\nverbs = [\"pay\", \"@hand\"]\n";
        let rules = load_text(&format!("[words]\nhand = [\"hand\", \"give\"]\n{rule}")).unwrap();
        assert_eq!(rules[0].frames[0].verbs, ["pay", "hand", "give"]);
        let faults = load_text(rule).unwrap_err();
        assert!(faults[0].contains("unknown-word-list"), "{faults:?}");
    }

    #[test]
    fn faults_name_file_and_line() {
        for (text, expected) in [
            ("[[rule]]\nname = \"pay\"\nrelation = \"paid\"\n", "xx/rules/money.toml:2: error[rule-without-frame]"),
            (
                "[[rule]]\nname = \"pay\"\nrelation = \"paid\"\n[[rule.frame]]\nverb = [\"pay\"]\n",
                "xx/rules/money.toml:5:1: error[invalid-toml]",
            ),
            (
                "[[rule]]\nname = \"pay\"\nrelation = \"paid\"\nexamples = [\n{ text = \"A pays B.\",\nclaims = [\"A pays B\"] }]\n[[rule.frame]]\nverbs = [\"pay\"]\n",
                "xx/rules/money.toml:6: error[bad-example]",
            ),
        ] {
            let faults = load_text(text).unwrap_err();
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert!(faults[0].starts_with(expected), "{} does not start with {expected}", faults[0]);
        }
    }

    #[test]
    fn two_rules_of_one_name_are_refused() {
        let rule = "[[rule]]\nname = \"pay\"\nrelation = \"paid\"\n[[rule.frame]]\nverbs = [\"pay\"]\n";
        let faults = load_text(&format!("{rule}{rule}")).unwrap_err();
        assert!(faults[0].contains("duplicate-rule"), "{faults:?}");
    }
}
