//! Common nouns that refer and stand beside no name: "le porte-parole du Kremlin", "the company".

use std::ops::Range;

use super::adherent;
use super::discourse::{Discourse, Role};
use super::name::fold;
use super::office::{self, Asked};
use super::scene::Scene;
use super::syntax;
use crate::knowledge_base::NameKind;
use crate::language::coreference::{Gender, Number, PronounUse};
use crate::language::expressions::{NominalSense, RoleTime};
use crate::model::{EntityId, Mention, MentionKind, Score, Sentence, Token, TokenIndex, Upos};

/// Whether a nominal speaks of something known: "le", "the", "ce", "this". Bare and indefinite nouns do not.
pub(super) fn is_definite(scene: &Scene<'_>, nominal: &Mention) -> bool {
    let sentence = scene.sentence_of(nominal);
    let Some(determiner) =
        syntax::determiner(sentence, nominal.head).or_else(|| sentence.tokens.get(nominal.tokens.start))
    else {
        return false;
    };
    let form = determiner.form.to_lowercase().replace('’', "'");
    scene.words().definite_articles.contains(&form) || determiner.feats.has("PronType", "Dem")
}

/// "Zorbec's boss", and "Zorbec boss" in a headline: said of the one there is, without an article.
fn is_owned(scene: &Scene<'_>, nominal: &Mention) -> bool {
    let sentence = scene.sentence_of(nominal);
    let determiner = syntax::determiner(sentence, nominal.head);
    determiner.is_some_and(|determiner| determiner.upos == Upos::Propn)
        || determiner.is_none() && scene.is_headline(nominal)
}

/// "ma fille", "my lawyer": whose they are depends on who speaks.
pub(super) fn is_by_speaker(scene: &Scene<'_>, nominal: &Mention) -> bool {
    let sentence = scene.sentence_of(nominal);
    syntax::determiner(sentence, nominal.head)
        .and_then(|determiner| scene.words().pronoun(&determiner.form))
        .is_some_and(|class| class.usage == PronounUse::Speaker && class.number == Some(Number::Singular))
}

pub(super) fn is_plural(sentence: &Sentence, nominal: &Mention) -> bool {
    let plural = |token: &Token| token.feats.has("Number", "Plur") || token.upos == Upos::Num;
    plural(&sentence.tokens[nominal.head])
        || syntax::dependents(sentence, nominal.head).any(|index| sentence.tokens[index].deprel.universal() == "nummod")
        || syntax::determiner(sentence, nominal.head).is_some_and(plural)
}

/// Whose or of what the nominal is, where that is known: "la campagne de Jane Doe".
pub(super) fn owner(scene: &Scene<'_>, discourse: &Discourse<'_>, nominal: usize) -> Option<EntityId> {
    match whose(scene, discourse, nominal)? {
        Complement::Known(id, _) => Some(id),
        Complement::Unknown => None,
    }
}

/// What a nominal stands beside, if anything.
pub(super) fn whose(scene: &Scene<'_>, discourse: &Discourse<'_>, nominal: usize) -> Option<Complement> {
    complement(scene, discourse, nominal, None)
}

/// What a nominal stands beside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Complement {
    /// The entity, and the words that name it.
    Known(EntityId, Range<TokenIndex>),
    /// Something stands there, but it is not known what.
    Unknown,
}

/// The entity in "le patron de SpaceX", "the Russian president". What ministers are in charge of (`charge`) is none.
fn complement(
    scene: &Scene<'_>,
    discourse: &Discourse<'_>,
    nominal: usize,
    charge: Option<&Range<TokenIndex>>,
) -> Option<Complement> {
    let mention = scene.mention(nominal);
    let sentence = scene.sentence_of(mention);
    // The words of the noun itself are no complement: "chef de l'État".
    let sense = scene.language.expressions.nominal_sense(sentence, mention.head);
    let is_place = sense.is_some_and(|sense| sense.entity_type.top() == "place");
    let noun = sense.map_or_else(String::new, |sense| fold(&sense.noun));
    let of_noun = |text: &str| noun.split([' ', '\'']).any(|word| word == fold(text));
    let charged = |token: TokenIndex| charge.is_some_and(|charge| charge.contains(&token));
    // Names inside the nominal follow it in the list.
    let inside = discourse.scene.detected.mentions.iter().enumerate().skip(nominal + 1).take(6);
    for (index, name) in inside.take_while(|(_, other)| other.span.start < mention.span.end) {
        let attached = sentence.tokens.get(name.head).and_then(|token| token.head);
        // "la ville arménienne de Jermuk" is Jermuk.
        if is_place && scene.detected.is_adjective(name) {
            continue;
        }
        if name.kind == MentionKind::Name
            && attached == Some(mention.head)
            && adherent::parties(scene, name).is_empty()
            && !of_noun(name.span.of(scene.text()))
            && !charged(name.head)
        {
            return Some(discourse.referent_of(index).map_or(Complement::Unknown, |referent| {
                Complement::Known(discourse.referents[referent].entity.id.clone(), name.tokens.clone())
            }));
        }
    }
    let says_more = |&index: &TokenIndex| {
        let token = &sentence.tokens[index];
        let content = matches!(token.upos, Upos::Adj | Upos::Noun | Upos::Propn);
        index != mention.head && content && !of_noun(&token.form) && !charged(index)
    };
    let words: Vec<TokenIndex> = mention.tokens.clone().filter(says_more).collect();
    // "le ministre des Affaires étrangères français": the adjective may stand behind.
    for &index in &words {
        let country = scene.kb.named(&sentence.tokens[index].form).into_iter().find_map(|found| {
            let entry = scene.entry(found.entry)?;
            (found.kind == NameKind::Demonym && entry.entity_type.is_a("place")).then(|| entry.id.clone())
        });
        if let Some(country) = country {
            return Some(Complement::Known(country, index..index + 1));
        }
    }
    let noun = words.into_iter().find(|&index| {
        let token = &sentence.tokens[index];
        matches!(token.deprel.universal(), "nmod" | "compound") && token.head == Some(mention.head)
    })?;
    // "le leader du kremlin": not found as a name for want of a capital.
    let known = scene.kb.named(&sentence.tokens[noun].form).into_iter().find_map(|found| {
        let entry = scene.entry(found.entry)?;
        let institution = entry.entity_type.is_a("organization/government") || entry.entity_type.is_a("place");
        (found.kind == NameKind::Label && institution).then(|| entry.id.clone())
    });
    Some(known.map_or(Complement::Unknown, |id| Complement::Known(id, noun..noun + 1)))
}

/// What a nominal attached to a name says of it.
pub(super) fn role(scene: &Scene<'_>, discourse: &Discourse<'_>, nominal: usize) -> Option<Role> {
    let mention = scene.mention(nominal);
    let sentence = scene.sentence_of(mention);
    let sense = scene.language.expressions.nominal_sense(sentence, mention.head)?;
    let asked = Asked::of(scene, mention, sense, false);
    let charge = asked.portfolio.as_ref().map(|(tokens, _)| tokens);
    let complement = match complement(scene, discourse, nominal, charge) {
        Some(Complement::Known(id, _)) => Some(id),
        _ => None,
    };
    Some(Role {
        noun: sense.noun.clone(),
        relation: sense.relation.as_ref().map(|relation| relation.id.clone()),
        complement,
        time: asked.time,
    })
}

/// Finds who a nominal means that stands beside no name. `None` where the evidence is not good.
pub(super) fn resolve(scene: &Scene<'_>, discourse: &Discourse<'_>, nominal: usize) -> Option<(EntityId, Score)> {
    let mention = scene.mention(nominal);
    let sentence = scene.sentence_of(mention);
    let sense = scene.language.expressions.nominal_sense(sentence, mention.head)?;
    if is_plural(sentence, mention) {
        return None;
    }
    let becomes = || {
        let noun = &sentence.tokens[mention.head];
        let verb = noun.head.filter(|_| matches!(noun.deprel.universal(), "xcomp" | "obj"))?;
        let is_copula = scene.language.grammar.copulas.contains(&sentence.tokens[verb].lemma.to_lowercase());
        syntax::subject(sentence, verb).filter(|_| is_copula && !syntax::is_negated(sentence, verb))
    };
    let subject = syntax::subject_of_predicate_noun(sentence, mention.head).or_else(becomes);
    if let Some(subject) = subject {
        // "Il est le fondateur": the predicate means whom the subject means. A country that is called a rival, or
        // several that are called a group, are told about, not named.
        let person = sense.entity_type.top() == "person";
        let several = syntax::has_dependent(sentence, subject, "conj");
        return discourse
            .referent_at(mention.sentence, subject)
            .filter(|&r| discourse.referents[r].is_person() == person && !several)
            .map(|r| (discourse.referents[r].entity.id.clone(), Score::new(0.7)));
    }
    let definite = is_definite(scene, mention);
    let asked = Asked::of(scene, mention, sense, definite || is_owned(scene, mention));
    let charge = asked.portfolio.as_ref().map(|(tokens, _)| tokens);
    match complement(scene, discourse, nominal, charge) {
        Some(Complement::Known(whose, _)) if !is_shown(scene, mention) && names_itself(discourse, sense, &whose) => {
            Some((whose, Score::new(0.85)))
        }
        // "un dirigeant sud-coréen" is any of them.
        Some(Complement::Known(..)) if is_one_of_many(sentence, mention) => None,
        Some(whose @ Complement::Known(..)) => office::holder(scene, discourse, mention, &asked, &whose),
        Some(Complement::Unknown) if sense.relation.is_some() => None,
        _ if definite => known_thing(scene, discourse, nominal, &asked),
        _ => None,
    }
}

/// Behind an indefinite article: "un président".
fn is_one_of_many(sentence: &Sentence, nominal: &Mention) -> bool {
    syntax::determiner(sentence, nominal.head).is_some_and(|token| token.feats.has("Definite", "Ind"))
}

/// "la ville de Paris", "the state of Georgia": the complement is the thing itself.
fn names_itself(discourse: &Discourse<'_>, sense: &NominalSense, whose: &EntityId) -> bool {
    let Some(referent) = discourse.referent_by_id(whose) else { return false };
    let kind = sense.entity_type.as_str();
    // "la république de Tchétchénie": a country in its own words, a region in ours.
    let whose = &discourse.referents[referent].entity.entity_type;
    if kind == "place/country" && whose.is_a("place/region") && sense.relation.is_none() {
        return true;
    }
    sense.entity_type.top() == "place"
        && kind.contains('/')
        && discourse.referents[referent].entity.entity_type.is_a(kind)
}

/// Who a definite noun alone means: "le milliardaire", "the company".
fn known_thing(
    scene: &Scene<'_>,
    discourse: &Discourse<'_>,
    nominal: usize,
    asked: &Asked<'_>,
) -> Option<(EntityId, Score)> {
    let Asked { sense, time, .. } = *asked;
    let mention = scene.mention(nominal);
    let person = sense.entity_type.top() == "person";
    let gender = sense.gender;
    let agrees = |referent: usize| {
        let known = discourse.referents[referent].gender;
        !(person && matches!((gender, known), (Some(a), Some(b)) if a != b))
    };
    let fitting: Vec<usize> = discourse.persons_and_things(sense).filter(|&referent| agrees(referent)).collect();
    let stated: Vec<usize> = fitting
        .iter()
        .copied()
        .filter(|&referent| {
            discourse.referents[referent].roles.iter().any(|role| role.noun == sense.noun && role.time == time)
        })
        .collect();
    // "the Brazilian team" is not the team spoken of before.
    if (person || is_bare(scene, mention, sense))
        && let Some(only) = discourse.clearest(&stated, nominal, FAR)
    {
        return Some((discourse.referents[only].entity.id.clone(), Score::new(0.85)));
    }
    if !stated.is_empty() {
        return None;
    }
    let known: Vec<usize> =
        fitting.iter().copied().filter(|&referent| says(scene, discourse, referent, asked)).collect();
    if let Some(only) = discourse.clearest(&known, nominal, FAR) {
        return Some((discourse.referents[only].entity.id.clone(), Score::new(0.75)));
    }
    if !known.is_empty() || time != RoleTime::Current {
        return None;
    }
    if person {
        return office::holder_here(scene, discourse, mention, asked);
    }
    // A thing by its kind alone: only when nothing else of the kind is near, and the kind is a definite one.
    let kind = sense.entity_type.as_str();
    if !is_bare(scene, mention, sense) || !scene.words().taking_up.contains(&sense.noun) {
        return None;
    }
    if kind == "place/country"
        && let Some(country) = &discourse.country
    {
        return Some((country.clone(), Score::new(0.65)));
    }
    let of_kind: Vec<usize> = fitting
        .iter()
        .copied()
        .filter(|&referent| {
            let entity_type = &discourse.referents[referent].entity.entity_type;
            let untold = entity_type.as_str() == sense.entity_type.top() && entity_type.top() != "place";
            let movement = sense.entity_type.as_str() == "organization" && entity_type.is_a("group/movement");
            entity_type.is_a(kind) || untold || movement
        })
        .collect();
    let only = discourse.only(&of_kind, nominal, NEAR)?;
    let here = mention.sentence;
    // "cette loi" points farther back than "la loi".
    let window = if is_shown(scene, mention) { NEAR - 1 } else { 1 };
    let fresh = discourse.last_sentence(only, nominal).is_some_and(|sentence| here - sentence <= window);
    // What a text is about stays in mind.
    let topic = discourse.referents[only].mentions.iter().any(|&index| scene.is_headline(scene.mention(index)));
    (fresh || topic).then(|| (discourse.referents[only].entity.id.clone(), Score::new(0.65)))
}

/// How many sentences back a thing with a stated role may have been spoken of.
const FAR: usize = 8;
/// The same for a thing known by its kind only: none other of the kind may have been spoken of so lately.
const NEAR: usize = 4;

/// A noun with complements of its own ("la société qui…", "la ville voisine") describes something else.
/// Behind a demonstrative an adjective before the noun adds nothing: "cette nouvelle loi".
fn is_bare(scene: &Scene<'_>, mention: &Mention, sense: &NominalSense) -> bool {
    let sentence = scene.sentence_of(mention);
    let before = mention.tokens.start..mention.head;
    // "le groupe nommé par X" is told apart by its clause.
    if syntax::has_dependent(sentence, mention.head, "acl") {
        return false;
    }
    let adjectives = before.filter(|&index| sentence.tokens[index].upos == Upos::Adj).count();
    let words = sense.noun.split([' ', '-']).count();
    mention.tokens.len() <= 1 + words + if is_shown(scene, mention) { adjectives } else { 0 }
}

/// Whether a nominal says nothing but that one known is meant: "l'armée", no part of a predicate and not several. A word
/// for any of a kind ("le pays") may mean another each time.
pub(super) fn takes_up(scene: &Scene<'_>, nominal: &Mention, sense: &NominalSense) -> bool {
    let sentence = scene.sentence_of(nominal);
    let predicate = || syntax::subject_of_predicate_noun(sentence, nominal.head).is_some();
    let any = scene.words().taking_up.contains(&sense.noun);
    !any && !is_plural(sentence, nominal)
        && is_definite(scene, nominal)
        && is_bare(scene, nominal, sense)
        && !predicate()
}

/// Behind a demonstrative: "cette loi".
fn is_shown(scene: &Scene<'_>, mention: &Mention) -> bool {
    let determiner = syntax::determiner(scene.sentence_of(mention), mention.head);
    determiner.is_some_and(|token| token.feats.has("PronType", "Dem"))
}

/// Whether what we knew before says that a referent is such a one.
fn says(scene: &Scene<'_>, discourse: &Discourse<'_>, referent: usize, asked: &Asked<'_>) -> bool {
    let Some(entry) = &discourse.referents[referent].entry else { return false };
    let Asked { sense, time, .. } = *asked;
    if let Some(office) = asked.property {
        return entry.values("country", None).any(|country| {
            let position = scene.kb.position(&EntityId::from_text(country));
            position.and_then(|position| scene.entry(position)).is_some_and(|country| {
                office::office_holders(&country, office, time, discourse.when()).contains(&entry.id)
            })
        });
    }
    if time != RoleTime::Current {
        return false;
    }
    let words = scene.words().occupations(&sense.noun);
    entry
        .facts
        .iter()
        .any(|fact| matches!(fact.property.as_str(), "occupation" | "industry") && words.contains(&fact.value))
}

/// Gender a noun shows of a person.
pub(super) fn shown_gender(scene: &Scene<'_>, nominal: &Mention) -> Option<Gender> {
    let sentence = scene.sentence_of(nominal);
    let sense = scene.language.expressions.nominal_sense(sentence, nominal.head)?;
    (sense.entity_type.top() == "person").then_some(sense.gender).flatten()
}
