//! Who holds an office: "le président russe", "the Tesla boss", "le ministre allemand des Affaires étrangères"; in a text
//! about one country also "le Premier ministre" alone.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use super::candidates;
use super::discourse::{Discourse, When};
use super::name::fold;
use super::nominal::Complement;
use super::scene::Scene;
use crate::knowledge_base::{KbEntry, KbFact};
use crate::language::coreference::Gender;
use crate::language::expressions::{NominalRelation, NominalSense, RoleTime};
use crate::model::{EntityId, Mention, Score, Sentence, TokenIndex, Upos};

/// Bodies of a country that ministers head.
const MINISTRY: &str = "organization/government";

/// Properties of a country that say who is at its head.
pub(super) const HEADS_OF_COUNTRIES: [&str; 2] = ["head_of_state", "head_of_government"];

/// What a nominal asks for, apart from whose office it is.
pub(super) struct Asked<'a> {
    pub(super) sense: &'a NominalSense,
    pub(super) time: RoleTime,
    /// The property that says who holds the office in a country.
    pub(super) property: Option<&'a str>,
    /// Where the nominal says what its holder is in charge of, and what that is, folded.
    pub(super) portfolio: Option<(Range<TokenIndex>, String)>,
    /// Whether it speaks of the one holder: "le patron", not "un patron".
    pub(super) definite: bool,
}

impl<'a> Asked<'a> {
    /// What a nominal with this meaning asks for.
    pub(super) fn of(scene: &Scene<'a>, mention: &Mention, sense: &'a NominalSense, definite: bool) -> Self {
        let sentence = scene.sentence_of(mention);
        let time = scene.language.expressions.role_time(sentence, mention.head);
        let portfolio = portfolio(scene, sentence, mention, sense);
        let called = |charge: &str| {
            let mut portfolios = scene.words().portfolios.iter();
            portfolios.find(|portfolio| {
                portfolio.nouns.contains(&sense.noun) && portfolio.of.iter().any(|of| fold(of) == charge)
            })
        };
        let by_portfolio = portfolio.as_ref().and_then(|(_, charge)| called(charge));
        let by_portfolio = by_portfolio.map(|portfolio| portfolio.office.as_str());
        // A vote for an office is nobody in it.
        let office = sense.office.as_deref().filter(|_| sense.entity_type.top() == "person");
        Self { sense, time, property: office.or(by_portfolio), portfolio, definite }
    }

    /// Whether only its bearer's words may be said of a person of this gender.
    fn agrees(&self, gender: Option<Gender>) -> bool {
        !matches!((self.sense.gender, gender), (Some(a), Some(b)) if a != b)
    }
}

/// The longest stretch of a nominal that names what ministers are in charge of: "Affaires étrangères".
fn portfolio(
    scene: &Scene<'_>,
    sentence: &Sentence,
    mention: &Mention,
    sense: &NominalSense,
) -> Option<(Range<TokenIndex>, String)> {
    let has_portfolio = |portfolio: &crate::language::coreference::Portfolio| portfolio.nouns.contains(&sense.noun);
    if !scene.words().portfolios.iter().any(has_portfolio) {
        return None;
    }
    let stretches = mention.tokens.clone().filter(|&start| start != mention.head).filter_map(|start| {
        let limit = if start < mention.head { mention.head } else { mention.tokens.end };
        Some(start..scene.language.expressions.portfolio_end(sentence, start, limit)?)
    });
    let longest = stretches.min_by_key(|stretch| Reverse(stretch.len()))?;
    let words: Vec<&str> = sentence.tokens[longest.clone()].iter().map(|token| token.form.as_str()).collect();
    Some((longest, fold(&words.join(" ")).replace('-', " ")))
}

/// Whether a nominal says nothing but office, owner and charge: "le numéro deux de la division automobile de Zorbec" is not
/// the head of Zorbec.
fn is_plain(scene: &Scene<'_>, mention: &Mention, asked: &Asked<'_>, owner: Option<&Range<TokenIndex>>) -> bool {
    let sentence = scene.sentence_of(mention);
    let noun = scene.language.expressions.nominal_match(sentence, mention.head).map(|found| found.tokens);
    let said = [noun.as_ref(), asked.portfolio.as_ref().map(|(tokens, _)| tokens), owner];
    mention.tokens.clone().all(|index| {
        let token = &sentence.tokens[index];
        let says_more = matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Verb);
        !says_more || said.iter().flatten().any(|tokens| tokens.contains(&index))
    })
}

/// Who holds an office of somebody, or stands in a relation to them.
pub(super) fn holder(
    scene: &Scene<'_>,
    discourse: &Discourse<'_>,
    mention: &Mention,
    asked: &Asked<'_>,
    whose: &Complement,
) -> Option<(EntityId, Score)> {
    let Complement::Known(whose, owner) = whose else { return None };
    let Asked { sense, time, .. } = *asked;
    // What the text itself says weighs most.
    let stated = discourse.bearers(|role| {
        role.complement.as_ref() == Some(whose)
            && role.time == time
            && (role.noun == sense.noun
                || role.relation.is_some()
                    && role.relation == sense.relation.as_ref().map(|relation| relation.id.clone())
                    && role.relation.as_ref().is_some_and(|relation| few_stand_in(relation.as_str())))
    });
    if let &[only] = stated.as_slice() {
        return Some((discourse.referents[only].entity.id.clone(), Score::new(0.9)));
    }
    if !stated.is_empty() || time == RoleTime::Future {
        return None;
    }
    let whose_entry = scene.kb.position(whose).and_then(|position| scene.entry(position));
    let plain = || asked.definite && is_plain(scene, mention, asked, Some(owner));
    if let Some(entry) = &whose_entry {
        let holders = holders(scene, entry, asked, discourse.when());
        if !holders.is_empty() {
            return chosen(discourse, &holders, asked, plain);
        }
        let relation = sense.relation.as_ref();
        if relation.is_some_and(|relation| relation.id.as_str() == "leads" && !relation.inverse) {
            // "le dirigeant russe", "the Kremlin leader": whoever heads the country, if the text names only one such.
            let heads: BTreeSet<EntityId> = governed_country(scene, entry)
                .map(|country| {
                    let holders = |office: &&str| office_holders(&country, office, time, discourse.when());
                    HEADS_OF_COUNTRIES.iter().flat_map(holders).collect()
                })
                .unwrap_or_default();
            let mut present = heads.iter().filter(|id| discourse.is_present(id));
            if let (Some(only), None) = (present.next(), present.next()) {
                return Some((only.clone(), Score::new(0.8)));
            }
        }
    }
    let relation = sense.relation.as_ref()?;
    let fitting: Vec<usize> = discourse
        .persons_and_things(sense)
        .filter(|&referent| {
            let bearer = &discourse.referents[referent];
            asked.agrees(bearer.gender)
                && stands_in(relation, bearer.entry.as_deref(), whose_entry.as_deref(), time, discourse.when())
        })
        .collect();
    match fitting.as_slice() {
        &[only] => Some((discourse.referents[only].entity.id.clone(), Score::new(0.8))),
        _ => None,
    }
}

/// The holder of an office that a text does not say whose it is, in the country that the text is about.
pub(super) fn holder_here(
    scene: &Scene<'_>,
    discourse: &Discourse<'_>,
    mention: &Mention,
    asked: &Asked<'_>,
) -> Option<(EntityId, Score)> {
    const HERE_SCORE: f64 = 0.65;
    // "le président" may be a club's.
    let of_any_body = scene.words().heads.iter().any(|head| head.nouns.contains(&asked.sense.noun));
    let country = discourse.country.as_ref().filter(|_| asked.time == RoleTime::Current && !of_any_body)?;
    let entry = scene.entry(scene.kb.position(country)?)?;
    let holders = in_country(scene, &entry, asked, discourse.when());
    let (id, _) = chosen(discourse, &holders, asked, || asked.definite && is_plain(scene, mention, asked, None))?;
    Some((id, Score::new(HERE_SCORE)))
}

/// The one of several holders that is meant: the only one the text names, or the only one there is on its day.
fn chosen(
    discourse: &Discourse<'_>,
    holders: &[EntityId],
    asked: &Asked<'_>,
    plain: impl Fn() -> bool,
) -> Option<(EntityId, Score)> {
    let present: Vec<&EntityId> = holders.iter().filter(|id| discourse.is_present(id)).collect();
    match (holders, present.as_slice(), discourse.when().date) {
        (_, [only], _) => Some(((*only).clone(), Score::new(0.85))),
        // Without a date only somebody the text names can be meant.
        ([only], [], Some(_)) if asked.time == RoleTime::Current && plain() => Some((only.clone(), Score::new(0.75))),
        _ => None,
    }
}

/// Those who hold, or once held, what is asked for of a country or body.
fn holders(scene: &Scene<'_>, whose: &Rc<KbEntry>, asked: &Asked<'_>, when: When) -> Vec<EntityId> {
    let country = if whose.entity_type.top() == "place" { Some(whose.clone()) } else { governed_country(scene, whose) };
    let offices = country.map_or_else(Vec::new, |country| in_country(scene, &country, asked, when));
    if offices.is_empty() { heads(scene, whose, asked, when) } else { offices }
}

/// Those who hold an office of a country: stated of the country, or as heads of its ministry.
fn in_country(scene: &Scene<'_>, country: &Rc<KbEntry>, asked: &Asked<'_>, when: When) -> Vec<EntityId> {
    let mut found = match asked.property {
        Some(property) => office_holders(country, property, asked.time, when),
        None => ministers(scene, country, asked, when),
    };
    found.retain(|id| {
        let entry = scene.kb.position(id).and_then(|position| scene.entry(position));
        asked.agrees(entry.and_then(|entry| candidates::gender(&entry)))
    });
    found
}

/// Who heads the one ministry of a country that is called after what the nominal says its holder is in charge of.
fn ministers(scene: &Scene<'_>, country: &KbEntry, asked: &Asked<'_>, when: When) -> Vec<EntityId> {
    let Some((_, charge)) = &asked.portfolio else { return Vec::new() };
    let charge = format!(" {charge} ");
    let is_ministry =
        |position: usize| scene.kb.entity_type(position).is_some_and(|entity_type| entity_type.is_a(MINISTRY));
    let bodies = scene.kb.stating("country", &country.id, is_ministry);
    let mut fitting: Vec<usize> = bodies
        .into_iter()
        .map(|(position, _)| position)
        .filter(|&position| {
            let names = scene.kb.names(position);
            names.iter().any(|name| format!(" {} ", fold(&name.text).replace(['-', '\''], " ")).contains(&charge))
        })
        .collect();
    fitting.dedup();
    let &[ministry] = fitting.as_slice() else { return Vec::new() };
    scene.entry(ministry).map_or_else(Vec::new, |ministry| leaders(scene, &ministry, asked.time, when))
}

/// Those who head a body, where the noun is one for its only head.
fn heads(scene: &Scene<'_>, body: &Rc<KbEntry>, asked: &Asked<'_>, when: When) -> Vec<EntityId> {
    let noun = &asked.sense.noun;
    let mut kinds = scene.words().heads.iter();
    let is_head =
        kinds.any(|head| head.nouns.contains(noun) && head.bodies.iter().any(|kind| body.entity_type.is_a(kind)));
    if !is_head {
        return Vec::new();
    }
    let mut found = leaders(scene, body, asked.time, when);
    found.retain(|id| {
        let entry = scene.kb.position(id).and_then(|position| scene.entry(position));
        asked.agrees(entry.and_then(|entry| candidates::gender(&entry)))
    });
    found
}

fn leaders(scene: &Scene<'_>, body: &KbEntry, time: RoleTime, when: When) -> Vec<EntityId> {
    let stated = scene.kb.stating("leads", &body.id, |_| true);
    let fitting = in_office(stated.iter().map(|(position, fact)| (*position, fact)), time, when);
    fitting.into_iter().filter_map(|position| scene.kb.id(position)).collect()
}

/// Whether so few stand in a relation to one thing that another noun for it means the same one: "le patron" who was called
/// the director. Its employees and members are many.
fn few_stand_in(relation: &str) -> bool {
    matches!(relation, "leads" | "founded" | "created" | "owns" | "spouse_of" | "parent_of" | "acquired" | "succeeded")
}

/// The country that an entry is, or governs.
fn governed_country(scene: &Scene<'_>, entry: &Rc<KbEntry>) -> Option<Rc<KbEntry>> {
    if entry.entity_type.is_a("place/country") {
        return Some(entry.clone());
    }
    if !entry.entity_type.is_a("organization/government") && entry.values("seat_of", None).next().is_none() {
        return None;
    }
    let country = entry.values("country", None).next()?;
    scene.entry(scene.kb.position(&EntityId::from_text(country))?)
}

/// Whether the knowledge base states between a bearer and a complement what a noun says.
fn stands_in(
    relation: &NominalRelation,
    bearer: Option<&KbEntry>,
    whose: Option<&KbEntry>,
    time: RoleTime,
    when: When,
) -> bool {
    let states = |from: Option<&KbEntry>, property: &str, to: Option<&KbEntry>| {
        let (Some(from), Some(to)) = (from, to) else { return false };
        from.facts.iter().any(|fact| {
            fact.property == property
                && fact.value == to.id.as_str()
                && if time == RoleTime::Ended { when.allows_as_past(fact) } else { when.allows(fact) }
        })
    };
    match (relation.id.as_str(), relation.inverse) {
        ("leads", false) => states(bearer, "leads", whose),
        ("works_for", false) => states(bearer, "employer", whose),
        ("spokesperson_of", false) => states(bearer, "spokesperson_of", whose),
        ("advises", false) => states(bearer, "advises", whose),
        ("founded" | "created", false) => states(bearer, "founder_of", whose),
        ("owns", false) => states(whose, "owner", bearer),
        ("subsidiary_of", false) => states(whose, "owner", bearer) || states(bearer, "part_of", whose),
        ("spouse_of", _) => states(bearer, "spouse", whose) || states(whose, "spouse", bearer),
        ("parent_of", false) => states(whose, "parent", bearer),
        ("parent_of", true) => states(bearer, "parent", whose),
        _ => false,
    }
}

/// Those who hold, or once held, an office of a country or institution.
pub(super) fn office_holders(entry: &KbEntry, office: &str, time: RoleTime, when: When) -> Vec<EntityId> {
    let holders = entry.facts.iter().filter(|fact| fact.property == office).map(|fact| (fact.value.as_str(), fact));
    in_office(holders, time, when).into_iter().map(EntityId::from_text).collect()
}

/// Those of some holders, each with a fact that says since when until when, who are, or were and no longer are, in office.
fn in_office<'a, K: Ord>(
    holders: impl Iterator<Item = (K, &'a KbFact)> + Clone,
    time: RoleTime,
    when: When,
) -> BTreeSet<K> {
    let current: BTreeSet<K> =
        holders.clone().filter(|(_, fact)| when.allows(fact)).map(|(holder, _)| holder).collect();
    match time {
        // Without a date nobody knows who was in office when this was written.
        RoleTime::Ended => holders
            .filter(|(holder, fact)| when.allows_as_past(fact) && (when.date.is_none() || !current.contains(holder)))
            .map(|(holder, _)| holder)
            .collect(),
        RoleTime::Current | RoleTime::Future => current,
    }
}
