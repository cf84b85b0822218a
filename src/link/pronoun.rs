//! Who pronouns mean: relatives by their clause, speakers by their quotation, the others by what is weighed for them, and only
//! where one antecedent is likely enough and clearly leads.

use super::discourse::Discourse;
use super::memory::{Memory, Possible, is_adjectival, speaks};
use super::scene::Scene;
use super::syntax;
use super::weighing::{Target, Weighing, agrees, weigh};
use crate::language::coreference::{Gender, Number, PronounClass, PronounUse, Referent as Reference};
use crate::model::{Score, Sentence, Span, TokenIndex};

/// "il y a", "il est clair que", "it was reported that": the subject means nobody, or the clause that follows.
fn is_impersonal(scene: &Scene<'_>, sentence: &Sentence, pronoun: TokenIndex, class: &PronounClass) -> bool {
    /// How many words after its pronoun an impersonal verb may stand: "il n'y a pas", "il s'agit".
    const NEAR: usize = 3;
    let mut next = (pronoun + 1..sentence.tokens.len()).take(NEAR);
    if next.any(|verb| scene.language.expressions.is_impersonal(sentence, verb)) {
        return true;
    }
    let token = &sentence.tokens[pronoun];
    let (Some(predicate), "nsubj") = (token.head, token.deprel.universal()) else { return false };
    if class.referent == Reference::Person || class.gender == Some(Gender::Feminine) {
        // Only words that may mean things stand for clauses: "it", French "il".
        return false;
    }
    let thing = class.referent == Reference::Thing;
    let said = scene.language.reporting.saying.asserting.contains(&sentence.tokens[predicate].lemma.to_lowercase());
    let passive = token.deprel.subtype() == "pass" && (thing || said);
    let copula = syntax::has_dependent(sentence, predicate, "cop");
    let follows = |relations: &[&str]| {
        syntax::dependents(sentence, predicate).any(|dependent| {
            dependent > predicate && relations.contains(&sentence.tokens[dependent].deprel.universal())
        })
    };
    (passive || copula) && follows(&["csubj", "ccomp"]) || copula && thing && follows(&["xcomp", "advcl", "acl"])
}

/// Who a pronoun means.
pub(super) struct Antecedent {
    pub(super) referent: usize,
    /// How sure; `None` where nobody leads by enough for a link, and it is only likely that the two belong together.
    pub(super) score: Option<Score>,
}

impl Antecedent {
    fn sure(referent: usize, score: f64) -> Self {
        Self { referent, score: Some(Score::new(score)) }
    }
}

/// Whether a pronoun means whoever speaks.
pub(super) fn is_speaker(scene: &Scene<'_>, mention: usize) -> bool {
    class_of(scene, mention).is_some_and(|class| class.usage == PronounUse::Speaker)
}

fn class_of<'a>(scene: &Scene<'a>, mention: usize) -> Option<&'a PronounClass> {
    let pronoun = scene.mention(mention);
    let head = || scene.words().pronoun(&scene.sentence_of(pronoun).tokens[pronoun.head].form);
    scene.words().pronoun(pronoun.span.of(scene.text())).or_else(head)
}

/// What is found of a pronoun that refers.
pub(super) struct Resolved {
    /// Who it means.
    pub(super) antecedent: Option<Antecedent>,
    /// What was weighed, for pronouns that may take up anything before them.
    pub(super) weighing: Option<Weighing>,
}

/// Finds who a pronoun means. `None` where it refers to nothing ("il pleut").
pub(super) fn resolve(
    discourse: &Discourse<'_>,
    memory: &Memory<'_>,
    quotes: &[Span],
    mention: usize,
) -> Option<Resolved> {
    let scene = discourse.scene;
    let pronoun = scene.mention(mention);
    let sentence = scene.sentence_of(pronoun);
    let class = class_of(scene, mention)?;
    if sentence.tokens[pronoun.head].deprel.universal() == "expl" || is_impersonal(scene, sentence, pronoun.head, class)
    {
        return None;
    }
    let told = |antecedent| Resolved { antecedent, weighing: None };
    Some(match class.usage {
        PronounUse::Relative => told(relative(discourse, mention, class)),
        PronounUse::Speaker => told(
            said_by(discourse, quotes, mention).map(|(referent, score)| Antecedent { referent, score: Some(score) }),
        ),
        PronounUse::Latter => told(latter(discourse, memory, mention, class)),
        PronounUse::Personal | PronounUse::Possessive => {
            let weighing = weigh(discourse, memory, quotes, mention, class);
            Resolved { antecedent: likeliest(discourse, &weighing, class), weighing: Some(weighing) }
        }
    })
}

/// "qui", "who": the noun that the clause is attached to.
fn relative(discourse: &Discourse<'_>, mention: usize, class: &PronounClass) -> Option<Antecedent> {
    let scene = discourse.scene;
    let pronoun = scene.mention(mention);
    let sentence = scene.sentence_of(pronoun);
    let antecedent = syntax::antecedent(sentence, pronoun.head).filter(|&noun| noun < pronoun.head)?;
    let mut referent = discourse.referent_at(pronoun.sentence, antecedent)?;
    if is_adjectival(discourse, &sentence.tokens[antecedent], Some(referent)) {
        // "l'Espagnole Jane Doe, qui …" is no country: whoever is named beside the adjective.
        let beside = syntax::dependents(sentence, antecedent).filter(|&token| token < pronoun.head);
        let mut named = beside.filter_map(|token| discourse.referent_at(pronoun.sentence, token));
        referent = named.find(|&other| discourse.referents[other].is_person())?;
    }
    let known = &discourse.referents[referent];
    let fits = match class.referent {
        Reference::Person => known.is_person(),
        Reference::Thing => !known.is_person(),
        Reference::Any => true,
    };
    let agrees = !matches!((class.gender, known.gender), (Some(a), Some(b)) if a != b);
    (fits && agrees).then(|| Antecedent::sure(referent, 0.9))
}

/// "ce dernier", "the latter": of the persons that fit the last one spoken of, in the same sentence or the one before;
/// a thing only where there is no person.
fn latter(discourse: &Discourse<'_>, memory: &Memory<'_>, mention: usize, class: &PronounClass) -> Option<Antecedent> {
    /// How many sentences back it looks.
    const NEAR: usize = 1;
    let scene = discourse.scene;
    let pronoun = scene.mention(mention);
    let near = memory.sentences.iter().rev().take_while(|(index, _)| index + NEAR >= pronoun.sentence);
    let fitting: Vec<&Possible<'_>> = near
        .flat_map(|(index, antecedents)| {
            let is_before =
                |antecedent: &&Possible<'_>| *index < pronoun.sentence || antecedent.token < pronoun.tokens.start;
            antecedents.iter().rev().filter(is_before)
        })
        .filter(|antecedent| agrees(antecedent, class) && !antecedent.is_open_relative())
        .collect();
    let named = |antecedent: &&&Possible<'_>| antecedent.referent.is_some();
    let chosen = match fitting.iter().find(|antecedent| antecedent.person) {
        Some(person) => Some(person).filter(named),
        None => fitting.iter().find(named),
    };
    Some(Antecedent::sure(chosen?.referent?, 0.7))
}

/// "je", "my": the one whose words stand in the quotation marks.
pub(super) fn speaker(discourse: &Discourse<'_>, quotes: &[Span], mention: usize) -> Option<usize> {
    let scene = discourse.scene;
    let pronoun = scene.mention(mention);
    let quote = quote_at(quotes, pronoun.span.start)?;
    // The sentence that holds the end of the quotation, or its beginning, names who says it: "…", said Jane Doe.
    let mut speakers = Vec::new();
    let from = scene.detected.mentions.partition_point(|other| other.span.start + 300 < quote.start);
    for (index, other) in scene.detected.mentions.iter().enumerate().skip(from) {
        if other.span.start > quote.end + 120 {
            break;
        }
        let Some(referent) = discourse.referent_of(index) else { continue };
        let sentence = scene.sentence_of(other);
        let token = &sentence.tokens[other.head];
        let outside = quote_at(quotes, other.span.start).is_none();
        let touches = sentence.span.overlaps(quote);
        if outside && touches && token.deprel.as_str() == "nsubj" && discourse.referents[referent].is_person() {
            speakers.push(referent);
        }
    }
    speakers.dedup();
    match speakers.as_slice() {
        &[only] => Some(only),
        [] => speaking_before(discourse, quotes, quote),
        _ => None,
    }
}

/// Who speaks in the sentence before a quotation that stands alone: "« … », dit Jane Doe. « Je … »".
fn speaking_before(discourse: &Discourse<'_>, quotes: &[Span], quote: Span) -> Option<usize> {
    let scene = discourse.scene;
    let sentences = &scene.detected.annotated.sentences;
    let index = sentences.partition_point(|sentence| sentence.span.end <= quote.start);
    let before = index.checked_sub(1)?;
    if sentences.get(index)?.paragraph != sentences[before].paragraph {
        return None;
    }
    let mentions = &scene.detected.mentions;
    let from = mentions.partition_point(|mention| mention.sentence < before);
    let here = (from..mentions.len()).take_while(|&mention| mentions[mention].sentence == before);
    let speaking = here.filter(|&mention| {
        let outside = quote_at(quotes, mentions[mention].span.start).is_none();
        outside && speaks(scene, &sentences[before], mentions[mention].head)
    });
    let mut speaking: Vec<usize> = speaking.filter_map(|mention| discourse.referent_of(mention)).collect();
    speaking.dedup();
    match speaking.as_slice() {
        &[only] if discourse.referents[only].is_person() => Some(only),
        _ => None,
    }
}

/// Who says "I", where that is told; "we" are the speaker and others.
pub(super) fn said_by(discourse: &Discourse<'_>, quotes: &[Span], mention: usize) -> Option<(usize, Score)> {
    let class = class_of(discourse.scene, mention)?;
    let one = class.number != Some(Number::Plural);
    one.then(|| speaker(discourse, quotes, mention)).flatten().map(|referent| (referent, Score::new(0.75)))
}

/// The quotation in which somebody says "I" or "we", outside of all none, and whether there are several.
pub(super) fn unknown_speaker(scene: &Scene<'_>, quotes: &[Span], mention: usize) -> (Option<Span>, bool) {
    let several = class_of(scene, mention).is_some_and(|class| class.number == Some(Number::Plural));
    (quote_at(quotes, scene.mention(mention).span.start), several)
}

/// The likeliest of all that a pronoun may take up, where it is likely enough.
fn likeliest(discourse: &Discourse<'_>, weighing: &Weighing, class: &PronounClass) -> Option<Antecedent> {
    /// How many times as likely as the next it must be: of two that are nearly as likely, either may be meant.
    const LEAD: f64 = 1.5;
    let mut outcome = weighing.outcome.iter().copied();
    let (best, probability) = outcome.next()?;
    let next = outcome.next().map_or(0.0, |(_, probability)| probability);
    let Target::Known(referent) = best else { return None };
    let known = &discourse.referents[referent];
    let certainty = discourse.scene.words().certainty;
    let usual = if known.is_person() { certainty.person } else { certainty.thing };
    let sure = certainty.clitic.filter(|_| class.clitic).unwrap_or(usual);
    if probability < certainty.tie {
        return None;
    }
    let is_clear = probability >= sure && probability >= LEAD * next;
    let score = (is_clear || known.unnamed).then(|| Score::new(probability.min(0.9)));
    Some(Antecedent { referent, score })
}

/// Stretches of the text between quotation marks, in text order, not nested. An opening mark without its partner in the
/// same paragraph opens nothing.
pub(super) fn quotes(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (index, c) in text.char_indices() {
        match (c, open) {
            ('\n', _) => open = None,
            ('«' | '“' | '„', None) => open = Some((index, c)),
            ('"', None) => open = Some((index, '"')),
            ('»', Some((start, '«'))) | ('”', Some((start, '“' | '„'))) | ('"', Some((start, '"' | '“'))) => {
                found.push(Span::new(start, index + c.len_utf8()));
                open = None;
            }
            _ => {}
        }
    }
    found
}

pub(super) fn quote_at(quotes: &[Span], position: usize) -> Option<Span> {
    let after = quotes.partition_point(|quote| quote.end <= position);
    quotes.get(after).copied().filter(|quote| quote.start <= position)
}
