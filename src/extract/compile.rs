//! Rules as written → rules ready to run: slots parsed, words indexed, everything checked against the ontology.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::language::LanguagePack;
use crate::language::grammar::GrammarResources;
use crate::language::rule::{Frame, OneOrMany, Rule};
use crate::model::{EntityTypeId, Modality, Polarity, QualifierKind, RelationTypeId, RuleName, Score};
use crate::ontology::{Ontology, Range, RelationType};

use super::predicate::{Slot, lowercase};

/// The rules of one language, ready to run.
#[derive(Clone, Debug, Default)]
pub struct CompiledRules {
    pub(super) frames: Vec<CompiledFrame>,
    pub(super) verbs: BTreeMap<String, Vec<VerbTrigger>>,
    pub(super) nouns: BTreeMap<String, Vec<usize>>,
    /// Nouns of several words, by the first: the whole phrase and its frame.
    pub(super) noun_phrases: BTreeMap<String, Vec<(String, usize)>>,
    pub(super) adjectives: BTreeMap<String, Vec<usize>>,
    pub(super) things: Vec<(String, usize)>,
    pub(super) kinds: Vec<(String, usize)>,
    /// Tag of the language; begins the names of rules.
    pub(super) language: String,
}

/// A frame with its rule's relation, slots parsed.
#[derive(Clone, Debug)]
pub(super) struct CompiledFrame {
    pub(super) rule: RuleName,
    pub(super) relation: RelationTypeId,
    pub(super) subject: Vec<Spot>,
    pub(super) object: Vec<Spot>,
    pub(super) both: Vec<Spot>,
    pub(super) with: Vec<Spot>,
    pub(super) without: Vec<Spot>,
    /// Lemmas one of which must govern the clause; none asked for when empty.
    pub(super) under: Vec<String>,
    /// Lemmas none of which may govern the clause.
    pub(super) never_under: Vec<String>,
    /// Lemmas one of which must stand in the phrase of the trigger; none asked for when empty.
    pub(super) beside: Vec<String>,
    /// Lemmas none of which may stand in the sentence.
    pub(super) never_beside: Vec<String>,
    /// Types the frame insists on.
    pub(super) subject_types: Vec<String>,
    pub(super) object_types: Vec<String>,
    /// Whether the kind of a noun is all that carries the relation.
    pub(super) by_kind: bool,
    /// How well those types must be known.
    pub(super) types_known: Known,
    /// Types the ontology allows, preferred where there is a choice.
    pub(super) domain: Vec<EntityTypeId>,
    pub(super) range: Vec<EntityTypeId>,
    pub(super) takes_value: bool,
    pub(super) qualifiers: Vec<(QualifierKind, Vec<Spot>)>,
    /// Qualifiers the relation type may carry.
    pub(super) allowed: Vec<QualifierKind>,
    pub(super) polarity: Polarity,
    pub(super) modality: Option<Modality>,
    pub(super) time: Time,
    /// Whether a place in apposition to the object is an object as well.
    pub(super) nested: bool,
    pub(super) confidence: Score,
}

/// A place in the sentence that a rule names: a path of slots from the trigger, or the trigger itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// Slot after slot: `object/of`.
    Path(Vec<Slot>),
    /// Whom the noun that carries the relation describes.
    Itself,
    /// A name in brackets behind it: "Acme (Ohio)".
    Bracket,
    /// The party and the place that tell, right behind it, where somebody was elected: "Jane Doe (R-Ohio)".
    ElectedFor,
    /// The places around it, as they stand behind it: "Dayton, Ohio".
    Around,
    /// A name right behind the name that carries the relation, past this preposition: "Dayton, in Ohio".
    Behind(String),
    /// A name right before the name that carries the relation: "the Swede Jane Doe".
    Before,
    /// Whose the office or the election at a path is, where the text does not say.
    Owner(Vec<Slot>),
    /// Who says what the words say, where the text does not deny it: "according to X, Y lied".
    Speaker,
    /// A date in the clause.
    Date,
}

/// How well the type of an argument must be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// `organization` may be the company that is wanted, a pronoun anything.
    Broadly,
    /// A pronoun may be anything.
    Narrowly,
    /// The very type, or one below it.
    Exactly,
}

/// What a date beside the words means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    Date,
    Start,
    End,
}

/// A verb with what must stand beside it.
#[derive(Clone, Debug)]
pub(super) struct VerbTrigger {
    pub(super) frame: usize,
    pub(super) reflexive: bool,
    /// Preposition of the fixed complement, `en` in "entrer en contact"; may be empty.
    pub(super) preposition: String,
    /// Particle or head of the fixed complement, `contact`, `down`; empty for a plain verb.
    pub(super) complement: String,
}

impl CompiledRules {
    /// Compiles the rules of a language pack.
    ///
    /// # Errors
    /// Every rule that names an unknown relation, slot, type or qualifier, with file and line.
    pub fn new(language: &LanguagePack, ontology: &Ontology) -> Result<Self, Vec<Diagnostic>> {
        let mut compiled = Self { language: language.tag().to_owned(), ..Self::default() };
        let mut faults = Vec::new();
        for rule in &language.rules {
            let Some(relation) = ontology.relation_type(&RelationTypeId::from_text(&rule.relation)) else {
                let unknown =
                    format!("the rule `{}` finds `{}`, which is not a relation type", rule.name, rule.relation);
                faults.push(
                    Diagnostic::error("unknown-relation", unknown)
                        .at(rule.place.clone())
                        .hint("relation types are listed in src/ontology/relation_types"),
                );
                continue;
            };
            for frame in &rule.frames {
                if let Err(reason) = compiled.add_frame(rule, frame, relation, &language.grammar, ontology) {
                    let message = format!("in the rule `{}`: {reason}", rule.name);
                    faults.push(
                        Diagnostic::error("bad-frame", message)
                            .at(rule.place.clone())
                            .hint("what a frame may hold is in src/language/README.md, under Rules"),
                    );
                }
            }
        }
        if faults.is_empty() { Ok(compiled) } else { Err(faults) }
    }

    fn add_frame(
        &mut self,
        rule: &Rule,
        frame: &Frame,
        relation: &RelationType,
        grammar: &GrammarResources,
        ontology: &Ontology,
    ) -> Result<(), String> {
        if frame.verbs.is_empty()
            && frame.nouns.is_empty()
            && frame.adjectives.is_empty()
            && frame.things.is_empty()
            && frame.kinds.is_empty()
        {
            return Err("a frame needs verbs, nouns, adjectives, kinds or things".to_owned());
        }
        let spots = |written: Option<&OneOrMany>| -> Result<Vec<Spot>, String> {
            written.map_or(&[][..], OneOrMany::as_slice).iter().map(|spot| parse_spot(spot, grammar)).collect()
        };
        let types = |written: Option<&OneOrMany>| -> Result<Vec<String>, String> {
            let names = written.map_or(&[][..], OneOrMany::as_slice);
            match names.iter().find(|name| ontology.entity_type(&EntityTypeId::from_text(name.as_str())).is_none()) {
                Some(unknown) => Err(format!("`{unknown}` is not an entity type")),
                None => Ok(names.to_vec()),
            }
        };
        let or = |spots: Vec<Spot>, default: &[Slot]| {
            if spots.is_empty() { default.iter().map(|slot| Spot::Path(vec![slot.clone()])).collect() } else { spots }
        };
        let event_noun = frame.verbs.is_empty() && frame.adjectives.is_empty();
        let both = spots(frame.both.as_ref())?;
        let subject = or(
            spots(frame.subject.as_ref())?,
            if event_noun { &[Slot::Subject, Slot::Possessor] } else { &[Slot::Subject] },
        );
        let object = spots(frame.object.as_ref())?;
        let object = match (object.is_empty(), both.is_empty(), event_noun) {
            (false, ..) | (true, false, _) => object,
            (true, true, true) => or(object, &[Slot::Of]),
            (true, true, false) => or(object, &[Slot::Object]),
        };
        if (subject.contains(&Spot::Itself) || object.contains(&Spot::Itself))
            && !(frame.verbs.is_empty() && frame.adjectives.is_empty())
        {
            return Err("`self` is the thing that a noun names; a verb or adjective names nothing".to_owned());
        }
        let lemmas = |words: &[String]| -> Vec<String> { words.iter().map(|lemma| lowercase(lemma.trim())).collect() };
        let (range, takes_value) = match &relation.range {
            Range::Entities(types) => (types.clone(), false),
            Range::Date | Range::Text => (Vec::new(), true),
        };
        let mut qualifiers = Vec::new();
        for (kind, places) in &frame.qualifiers {
            let kind: QualifierKind = kind.parse()?;
            if !relation.qualifiers.contains(&kind) {
                return Err(format!("`{}` does not carry the qualifier `{kind}` in the ontology", relation.id));
            }
            qualifiers.push((kind, spots(Some(places))?));
        }
        let compiled = CompiledFrame {
            rule: RuleName::from_text(format!("{}/{}/{}", self.language, rule.theme, rule.name)),
            relation: relation.id.clone(),
            subject,
            object,
            both,
            with: spots(frame.with.as_ref())?,
            without: spots(frame.without.as_ref())?,
            under: lemmas(&frame.under),
            never_under: lemmas(&frame.never_under),
            beside: lemmas(&frame.beside),
            never_beside: lemmas(&frame.never_beside),
            subject_types: types(frame.subject_type.as_ref())?,
            object_types: types(frame.object_type.as_ref())?,
            by_kind: !frame.kinds.is_empty(),
            types_known: match (frame.exact, frame.kinds.is_empty()) {
                (true, _) => Known::Exactly,
                // Nothing but the types tells a kind of noun apart from others.
                (false, false) => Known::Narrowly,
                (false, true) => Known::Broadly,
            },
            domain: relation.domain.clone(),
            range,
            takes_value,
            qualifiers,
            allowed: relation.qualifiers.clone(),
            polarity: frame.polarity.as_deref().map_or(Ok(Polarity::Affirmed), str::parse)?,
            modality: frame.modality.as_deref().map(str::parse).transpose()?,
            time: match frame.time.as_deref() {
                None | Some("date") => Time::Date,
                Some("start") => Time::Start,
                Some("end") => Time::End,
                Some(other) => return Err(format!("`{other}` is not a time: date, start or end")),
            },
            nested: frame.nested,
            confidence: Score::new(frame.confidence.unwrap_or(DEFAULT_CONFIDENCE)),
        };
        let index = self.frames.len();
        self.frames.push(compiled);
        let phrases =
            frame.verbs.iter().flat_map(|verb| frame.complements.iter().map(move |noun| format!("{verb} {noun}")));
        let verbs: Vec<String> = if frame.complements.is_empty() { frame.verbs.clone() } else { phrases.collect() };
        for verb in &verbs {
            let (lemma, trigger) = parse_verb(verb, index, grammar)?;
            self.verbs.entry(lemma).or_default().push(trigger);
        }
        for (words, map) in [(&frame.nouns, &mut self.nouns), (&frame.adjectives, &mut self.adjectives)] {
            for word in words {
                if word.trim().is_empty() {
                    return Err("an empty word".to_owned());
                }
                map.entry(lowercase(word.trim())).or_default().push(index);
            }
        }
        for phrase in frame.nouns.iter().map(|noun| lowercase(noun.trim())) {
            if let Some((first, _)) = phrase.split_once(' ') {
                self.noun_phrases.entry(first.to_owned()).or_default().push((phrase, index));
            }
        }
        let thing_types = types(Some(&OneOrMany::Many(frame.things.clone())))?;
        self.things.extend(thing_types.into_iter().map(|thing| (thing, index)));
        let kinds = types(Some(&OneOrMany::Many(frame.kinds.clone())))?;
        self.kinds.extend(kinds.into_iter().map(|kind| (kind, index)));
        Ok(())
    }
}

/// What a rule is trusted when it does not say: the precision that rules should have before they are committed.
const DEFAULT_CONFIDENCE: f64 = 0.85;

fn parse_spot(written: &str, grammar: &GrammarResources) -> Result<Spot, String> {
    match written {
        "self" => return Ok(Spot::Itself),
        "date" => return Ok(Spot::Date),
        "bracket" => return Ok(Spot::Bracket),
        "elected for" => return Ok(Spot::ElectedFor),
        "around" => return Ok(Spot::Around),
        "before" => return Ok(Spot::Before),
        "speaker" => return Ok(Spot::Speaker),
        _ => {}
    }
    if let Some(preposition) = written.strip_prefix("behind ") {
        return Ok(Spot::Behind(preposition.trim().to_owned()));
    }
    let path = |written: &str| -> Result<Vec<_>, _> {
        written.split('/').map(|step| parse_slot(step.trim(), grammar)).collect()
    };
    match written.strip_prefix("owner of ") {
        Some(owned) => path(owned).map(Spot::Owner),
        None => path(written).map(Spot::Path),
    }
}

fn parse_slot(written: &str, grammar: &GrammarResources) -> Result<Slot, String> {
    Ok(match written {
        "subject" => Slot::Subject,
        "object" => Slot::Object,
        "indirect" => Slot::Indirect,
        "possessor" => Slot::Possessor,
        "of" => Slot::Of,
        "modifier" => Slot::Modifier,
        "apposition" => Slot::Apposition,
        "referent" => Slot::Referent,
        "clause" => Slot::Clause,
        "infinitive" => Slot::Infinitive,
        "governor" => Slot::Governor,
        preposition if grammar.dative.contains(preposition) => Slot::Indirect,
        preposition if grammar.of.contains(preposition) => Slot::Of,
        preposition if grammar.prepositions.contains(preposition) => Slot::Oblique(preposition.to_owned()),
        unknown => {
            return Err(format!(
                "`{unknown}` is neither a slot (subject, object, indirect, possessor, of, modifier, apposition, \
                 referent, clause, infinitive, governor, self, bracket, elected for, around, before, behind, speaker, date) nor one of the prepositions of grammar.toml"
            ));
        }
    })
}

fn parse_verb(written: &str, frame: usize, grammar: &GrammarResources) -> Result<(String, VerbTrigger), String> {
    let stripped = grammar.reflexive.iter().find_map(|mark| written.strip_prefix(mark.as_str()));
    let words: Vec<_> = stripped.unwrap_or(written).split_whitespace().collect();
    let (verb, preposition, complement) = match words.as_slice() {
        [] => return Err("an empty verb".to_owned()),
        [verb] => (*verb, String::new(), ""),
        [verb, middle @ .., last] => (*verb, middle.join(" "), *last),
    };
    let trigger = VerbTrigger { frame, reflexive: stripped.is_some(), preposition, complement: lowercase(complement) };
    Ok((lowercase(verb), trigger))
}
