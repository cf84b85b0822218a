//! Common nouns that refer: "le porte-parole du Kremlin", "the company".

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::chain::Chain;
use super::discourse::{Discourse, Role, When};
use super::name::fold;
use super::scene::Scene;
use super::syntax;
use crate::knowledge_base::{KbEntry, NameKind};
use crate::language::coreference::{Gender, PronounUse};
use crate::language::expressions::{NominalRelation, NominalSense, RoleTime};
use crate::model::{EntityId, Mention, MentionKind, Score, Sentence, Token, TokenIndex, Upos};

/// A noun that says what a named thing is.
#[derive(Clone, Debug)]
pub(super) struct Attachment {
    /// The nominal mention.
    pub(super) nominal: usize,
    /// The name mention it belongs to.
    pub(super) name: usize,
}

/// Whether a noun names things that are called by their maker: "un camion Zorbec" is no Zorbec.
fn made(sense: &NominalSense) -> bool {
    ["product/vehicle", "product/weapon", "product/drug"].iter().any(|kind| sense.entity_type.is_a(kind))
        || sense.entity_type.as_str() == "product"
}

/// Finds the name each nominal is a title, an apposition or a predicate of, by the tree and, where the tree is wrong, by
/// what stands side by side.
pub(super) fn attachments(scene: &Scene<'_>, chains: &[Chain]) -> Vec<Attachment> {
    let mut chain_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut at_head: BTreeMap<(usize, TokenIndex), usize> = BTreeMap::new();
    for (index, chain) in chains.iter().enumerate() {
        for &mention in &chain.mentions {
            chain_of.insert(mention, index);
            let Mention { sentence, head, .. } = *scene.mention(mention);
            at_head.insert((sentence, head), mention);
        }
    }
    let mut found = Vec::new();
    let mut titles = Vec::new();
    for nominal in scene.mentions_of(MentionKind::Nominal) {
        let mention = scene.mention(nominal);
        let sentence = scene.sentence_of(mention);
        let Some(sense) = scene.language.expressions.nominal_sense(sentence, mention.head) else { continue };
        if is_plural(sentence, mention) {
            continue;
        }
        let person = sense.entity_type.top() == "person";
        if by_speaker(scene, mention) {
            continue;
        }
        let fits = |name: usize| {
            let Some(chain) = chain_of.get(&name).map(|&chain| &chains[chain]) else { return false };
            // Places and organizations are easily taken for each other, persons are not. Where nothing tells what a
            // single word names, only a title directly before it does, and letters ("EADS") are nobody's name.
            if made(sense) && !chain.is_made(scene) {
                return false;
            }
            let title = || scene.mention(name).tokens.start == mention.tokens.end;
            let several = |chain: &Chain| chain.names.iter().any(|name| name.name.parts.len() > 1);
            let letters = |chain: &Chain| chain.names.iter().all(|name| name.name.all_caps);
            let agrees = match chain.looks_personal(scene) {
                Some(looks) => looks == person,
                None => !person || several(chain) || title() && !letters(chain),
            };
            agrees && !matches!((sense.gender, chain.gender), (Some(a), Some(b)) if person && a != b)
        };
        let bare_name = is_bare_name(sentence, mention);
        let by_tree = names_by_tree(sentence, mention, |token| at_head.get(&(mention.sentence, token)).copied());
        let name = by_tree
            .into_iter()
            .filter(|&name| !bare_name || scene.mention(name).tokens.start == mention.tokens.end)
            .find(|&name| fits(name) && !is_contrasted(sentence, mention, scene.mention(name)));
        // Side by side says little of things: "Changzhou, Jiangsu province".
        let alike = |name: usize| {
            let top = sense.entity_type.top();
            let leading = chain_of.get(&name).and_then(|&chain| chains[chain].votes.leading());
            // Directly before a name of which nothing else is known, the noun tells: "le constructeur Zorbec".
            let told = leading.is_none() && scene.mention(name).tokens.start == mention.tokens.end;
            fits(name) && (person || leading == Some(top) || told)
        };
        let name = name.or_else(|| neighbor(scene, nominal, &chain_of, &alike));
        if let Some(name) = name {
            found.push(Attachment { nominal, name });
        } else if person {
            let title =
                scene.detected.mentions.get(nominal + 1..).unwrap_or_default().iter().take(REACH).position(|next| {
                    next.kind == MentionKind::Nominal
                        && next.sentence == mention.sentence
                        && next.tokens.start == mention.tokens.end
                });
            titles.extend(title.map(|offset| (nominal, nominal + 1 + offset)));
        }
    }
    // "the chief of staff General Doe": two nouns before one name.
    for (nominal, title) in titles {
        let name = found.iter().find(|attachment| attachment.nominal == title).map(|attachment| attachment.name);
        if let Some(name) = name.filter(|&name| scene.mention(name).tokens.start == scene.mention(title).tokens.end) {
            found.push(Attachment { nominal, name });
        }
    }
    found.sort_by_key(|attachment| attachment.nominal);
    found
}

/// How many mentions behind a nominal the one that follows its last word may be in the list.
const REACH: usize = 4;

/// What the noun beside a name says of its bearer.
#[derive(Clone, Debug)]
pub(super) struct Beside {
    /// Top type of what it names.
    pub(super) top: String,
    /// The noun, where it is a title directly before the name.
    pub(super) title: Option<String>,
}

/// What the nouns beside names say of the bearers of the names, by mention.
pub(super) fn evidence(scene: &Scene<'_>, attachments: &[Attachment]) -> FxHashMap<usize, Beside> {
    let types = attachments.iter().filter_map(|attachment| {
        let nominal = scene.mention(attachment.nominal);
        let sense = scene.language.expressions.nominal_sense(scene.sentence_of(nominal), nominal.head)?;
        let before = scene.mention(attachment.name).tokens.start == nominal.head + 1;
        let title = (before && sense.entity_type.top() != "person").then(|| sense.noun.clone());
        Some((attachment.name, Beside { top: sense.entity_type.top().to_owned(), title }))
    });
    types.collect()
}

/// Nouns beside names show the gender of their bearers.
pub(super) fn learn_genders(scene: &Scene<'_>, chains: &mut [Chain], attachments: &[Attachment]) {
    let mut genders: BTreeMap<usize, Gender> = BTreeMap::new();
    for attachment in attachments {
        if let Some(gender) = shown_gender(scene, scene.mention(attachment.nominal)) {
            genders.insert(attachment.name, gender);
        }
    }
    for chain in chains {
        chain.gender = chain.gender.or_else(|| chain.mentions.iter().find_map(|mention| genders.get(mention).copied()));
    }
}

/// Names that the tree ties to a nominal, surest first.
fn names_by_tree(sentence: &Sentence, nominal: &Mention, name_at: impl Fn(TokenIndex) -> Option<usize>) -> Vec<usize> {
    let head = nominal.head;
    let mut names = Vec::new();
    let bare = |token: TokenIndex| !syntax::has_dependent(sentence, token, "case");
    if let Some(subject) = syntax::subject_of_predicate_noun(sentence, head) {
        names.extend(name_at(subject));
    }
    let token = &sentence.tokens[head];
    if let Some(governor) = token.head
        && (matches!(token.deprel.universal(), "appos" | "flat")
            || matches!(token.deprel.universal(), "compound" | "nmod" | "amod") && head < governor && bare(head))
    {
        names.extend(name_at(governor));
    }
    for dependent in syntax::dependents(sentence, head) {
        let relation = sentence.tokens[dependent].deprel.universal();
        if matches!(relation, "appos" | "flat") || relation == "nmod" && dependent > head && bare(dependent) {
            names.extend(name_at(dependent));
        }
    }
    names
}

/// "le président russe Vladimir Poutine", "Jane Doe, directrice": the name side by side with a nominal.
fn neighbor(
    scene: &Scene<'_>,
    nominal: usize,
    chain_of: &BTreeMap<usize, usize>,
    fits: &impl Fn(usize) -> bool,
) -> Option<usize> {
    /// How many mentions away a neighbor may stand in the list; complements of the nominal lie between.
    const WINDOW: usize = 4;
    let mention = scene.mention(nominal);
    let sentence = scene.sentence_of(mention);
    let definite = is_definite(scene, mention);
    // "According to Star, Doe": a bare capitalized noun is a title directly before a name, elsewhere a name itself.
    let bare_name = is_bare_name(sentence, mention);
    // "l'héritier de l'ancien président Durand": the name belongs to the noun right before it, not to the one around it.
    let inside = scene.detected.mentions.iter().skip(nominal + 1).take(WINDOW);
    let closer = inside.filter(|other| other.kind == MentionKind::Nominal && other.tokens.end == mention.tokens.end);
    let holds_another = closer.into_iter().any(|other| {
        other.tokens.start > mention.head && scene.language.expressions.nominal_sense(sentence, other.head).is_some()
    });
    let near = nominal.saturating_sub(WINDOW)..(nominal + WINDOW + 1).min(scene.detected.mentions.len());
    for other in near {
        let name = scene.mention(other);
        if name.sentence != mention.sentence || !chain_of.contains_key(&other) || !fits(other) {
            continue;
        }
        if name.tokens.start == mention.head + 1 && name.tokens.end <= mention.tokens.end {
            // "le proviseur Jean Durand" taken for one nominal.
            return Some(other);
        }
        // In a list ("le maire, Jane Doe et John Roe") a comma says nothing.
        let listed = |token: TokenIndex| {
            matches!(sentence.tokens[token].deprel.universal(), "conj")
                || syntax::has_dependent(sentence, token, "conj")
        };
        let after = syntax::commas_between(sentence, mention, name);
        let before = syntax::commas_between(sentence, name, mention);
        if bare_name && after != Some(0) || holds_another && after == Some(0) {
            continue;
        }
        match (after, before) {
            (Some(0), _) => return Some(other),
            (Some(1), _) if definite && closes(sentence, name.tokens.end) && !listed(name.head) => {
                return Some(other);
            }
            // Behind the name an indefinite noun is an apposition too: "Acme, une entreprise que…".
            (_, Some(1)) if closes(sentence, mention.tokens.end) && !listed(mention.head) && !listed(name.head) => {
                return Some(other);
            }
            _ => {}
        }
    }
    None
}

/// A single capitalized noun inside a sentence: a title where it stands directly before a name, elsewhere a name itself.
fn is_bare_name(sentence: &Sentence, nominal: &Mention) -> bool {
    let capitalized = sentence.tokens[nominal.head].form.starts_with(char::is_uppercase);
    nominal.tokens.len() == 1 && nominal.head > 0 && capitalized
}

/// "le milliardaire, et non Jane Doe": a conjunction or a negation between the two keeps them apart.
fn is_contrasted(sentence: &Sentence, a: &Mention, b: &Mention) -> bool {
    let between = a.tokens.end.min(b.tokens.end)..a.tokens.start.max(b.tokens.start);
    let copula = |token: &Token| token.deprel.universal() == "cop";
    let between = sentence.tokens.get(between).unwrap_or_default();
    between.iter().any(|token| token.upos == Upos::Cconj || token.feats.has("Polarity", "Neg"))
        && !between.iter().any(copula)
}

/// Whether an apposition may end before this token.
fn closes(sentence: &Sentence, token: TokenIndex) -> bool {
    sentence
        .tokens
        .get(token)
        .is_none_or(|token| token.upos == Upos::Punct || token.upos == Upos::Pron && token.feats.has("PronType", "Rel"))
}

/// Whether a nominal speaks of something known: "le", "the", "ce", "this". Bare and indefinite nouns do not.
fn is_definite(scene: &Scene<'_>, nominal: &Mention) -> bool {
    let sentence = scene.sentence_of(nominal);
    let Some(determiner) =
        syntax::determiner(sentence, nominal.head).or_else(|| sentence.tokens.get(nominal.tokens.start))
    else {
        return false;
    };
    let form = determiner.form.to_lowercase().replace('’', "'");
    scene.words().definite_articles.contains(&form) || determiner.feats.has("PronType", "Dem")
}

/// "ma fille", "my lawyer": whose they are depends on who speaks.
fn by_speaker(scene: &Scene<'_>, nominal: &Mention) -> bool {
    let sentence = scene.sentence_of(nominal);
    syntax::determiner(sentence, nominal.head)
        .and_then(|determiner| scene.words().pronoun(&determiner.form))
        .is_some_and(|class| class.usage == PronounUse::Speaker)
}

pub(super) fn is_plural(sentence: &Sentence, nominal: &Mention) -> bool {
    let plural = |token: &Token| token.feats.has("Number", "Plur") || token.upos == Upos::Num;
    plural(&sentence.tokens[nominal.head])
        || syntax::dependents(sentence, nominal.head).any(|index| sentence.tokens[index].deprel.universal() == "nummod")
        || syntax::determiner(sentence, nominal.head).is_some_and(plural)
}

/// Whose or of what the nominal is, where that is known: "la campagne de Jane Doe".
pub(super) fn owner(scene: &Scene<'_>, discourse: &Discourse<'_>, nominal: usize) -> Option<EntityId> {
    match complement(scene, discourse, nominal)? {
        Complement::Known(id) => Some(id),
        Complement::Unknown => None,
    }
}

/// What the nominal stands beside: the entity in "le patron de SpaceX", "the Russian president".
fn complement(scene: &Scene<'_>, discourse: &Discourse<'_>, nominal: usize) -> Option<Complement> {
    let mention = scene.mention(nominal);
    let sentence = scene.sentence_of(mention);
    // The words of the noun itself are no complement: "chef de l'État".
    let sense = scene.language.expressions.nominal_sense(sentence, mention.head);
    let noun = sense.map_or_else(String::new, |sense| fold(&sense.noun));
    let of_noun = |text: &str| noun.split([' ', '\'']).any(|word| word == fold(text));
    // Names inside the nominal follow it in the list.
    let inside = discourse.scene.detected.mentions.iter().enumerate().skip(nominal + 1).take(6);
    for (index, name) in inside.take_while(|(_, other)| other.span.start < mention.span.end) {
        let attached = sentence.tokens.get(name.head).and_then(|token| token.head);
        if name.kind == MentionKind::Name && attached == Some(mention.head) && !of_noun(name.span.of(scene.text())) {
            return Some(discourse.referent_of(index).map_or(Complement::Unknown, |referent| {
                Complement::Known(discourse.referents[referent].entity.id.clone())
            }));
        }
    }
    for index in mention.tokens.clone() {
        let token = &sentence.tokens[index];
        if index == mention.head || !matches!(token.upos, Upos::Adj | Upos::Noun | Upos::Propn) || of_noun(&token.form)
        {
            continue;
        }
        let country = scene.kb.named(&token.form).into_iter().find_map(|found| {
            let entry = scene.entry(found.entry)?;
            (found.kind == NameKind::Demonym && entry.entity_type.is_a("place")).then(|| entry.id.clone())
        });
        if let Some(country) = country {
            return Some(Complement::Known(country));
        }
        if matches!(token.deprel.universal(), "nmod" | "compound") && token.head == Some(mention.head) {
            // "le leader du kremlin": not found as a name for want of a capital.
            let known = scene.kb.named(&token.form).into_iter().find_map(|found| {
                let entry = scene.entry(found.entry)?;
                let institution = entry.entity_type.is_a("organization/government") || entry.entity_type.is_a("place");
                (found.kind == NameKind::Label && institution).then(|| entry.id.clone())
            });
            return Some(known.map_or(Complement::Unknown, Complement::Known));
        }
    }
    None
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Complement {
    Known(EntityId),
    /// Something stands there, but it is not known what.
    Unknown,
}

/// What a nominal attached to a name says of it.
pub(super) fn role(scene: &Scene<'_>, discourse: &Discourse<'_>, nominal: usize) -> Option<Role> {
    let mention = scene.mention(nominal);
    let sentence = scene.sentence_of(mention);
    let sense = scene.language.expressions.nominal_sense(sentence, mention.head)?;
    let complement = match complement(scene, discourse, nominal) {
        Some(Complement::Known(id)) => Some(id),
        _ => None,
    };
    Some(Role {
        noun: sense.noun.clone(),
        relation: sense.relation.as_ref().map(|relation| relation.id.clone()),
        complement,
        time: scene.language.expressions.role_time(sentence, mention.head),
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
    let time = scene.language.expressions.role_time(sentence, mention.head);
    let subject = syntax::subject_of_predicate_noun(sentence, mention.head);
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
    match complement(scene, discourse, nominal) {
        Some(Complement::Known(whose)) if names_itself(discourse, sense, &whose) => Some((whose, Score::new(0.85))),
        Some(Complement::Known(whose)) => holder(scene, discourse, sense, &whose, time),
        Some(Complement::Unknown) if sense.relation.is_some() => None,
        _ if is_definite(scene, mention) => known_thing(scene, discourse, nominal, sense, time),
        _ => None,
    }
}

/// "la ville de Paris", "the state of Georgia": the complement is the thing itself.
fn names_itself(discourse: &Discourse<'_>, sense: &NominalSense, whose: &EntityId) -> bool {
    let Some(referent) = discourse.referent_by_id(whose) else { return false };
    let kind = sense.entity_type.as_str();
    sense.entity_type.top() == "place"
        && kind.contains('/')
        && discourse.referents[referent].entity.entity_type.is_a(kind)
}

/// Who holds an office or stands in a relation: "le président russe", "le patron de SpaceX".
fn holder(
    scene: &Scene<'_>,
    discourse: &Discourse<'_>,
    sense: &NominalSense,
    whose: &EntityId,
    time: RoleTime,
) -> Option<(EntityId, Score)> {
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
    if let (Some(office), Some(entry)) = (&sense.office, &whose_entry) {
        let holders = office_holders(entry, office, time, discourse.when());
        let present: Vec<&EntityId> = holders.iter().filter(|id| discourse.is_present(id)).collect();
        // Without a date only somebody the text names can be meant.
        return match (holders.as_slice(), present.as_slice(), discourse.when().date) {
            (_, [only], _) => Some(((*only).clone(), Score::new(0.85))),
            ([only], [], Some(_)) if time == RoleTime::Current => Some((only.clone(), Score::new(0.75))),
            _ => None,
        };
    }
    let relation = sense.relation.as_ref()?;
    if relation.id.as_str() == "leads"
        && !relation.inverse
        && let Some(entry) = &whose_entry
    {
        // "le dirigeant russe", "the Kremlin leader": whoever heads the country, if the text names only one such.
        let heads: BTreeSet<EntityId> = governed_country(scene, entry)
            .map(|country| {
                let offices = ["head_of_state", "head_of_government"];
                offices.iter().flat_map(|office| office_holders(&country, office, time, discourse.when())).collect()
            })
            .unwrap_or_default();
        let mut present = heads.iter().filter(|id| discourse.is_present(id));
        if let (Some(only), None) = (present.next(), present.next()) {
            return Some((only.clone(), Score::new(0.8)));
        }
    }
    let fitting: Vec<usize> = discourse
        .persons_and_things(sense)
        .filter(|&referent| {
            let bearer = &discourse.referents[referent];
            let gender = !matches!((sense.gender, bearer.gender), (Some(a), Some(b)) if a != b);
            gender && stands_in(relation, bearer.entry.as_deref(), whose_entry.as_deref(), time, discourse.when())
        })
        .collect();
    match fitting.as_slice() {
        &[only] => Some((discourse.referents[only].entity.id.clone(), Score::new(0.8))),
        _ => None,
    }
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
fn office_holders(entry: &KbEntry, office: &str, time: RoleTime, when: When) -> Vec<EntityId> {
    let holders = entry.facts.iter().filter(|fact| fact.property == office);
    let current: BTreeSet<&str> =
        holders.clone().filter(|fact| when.allows(fact)).map(|fact| fact.value.as_str()).collect();
    let fitting: BTreeSet<&str> = match time {
        // Without a date nobody knows who was in office when this was written.
        RoleTime::Ended => holders
            .filter(|fact| when.allows_as_past(fact) && (when.date.is_none() || !current.contains(fact.value.as_str())))
            .map(|fact| fact.value.as_str())
            .collect(),
        RoleTime::Current | RoleTime::Future => current,
    };
    fitting.into_iter().map(EntityId::from_text).collect()
}

/// Who a definite noun alone means: "le milliardaire", "the company".
fn known_thing(
    scene: &Scene<'_>,
    discourse: &Discourse<'_>,
    nominal: usize,
    sense: &NominalSense,
    time: RoleTime,
) -> Option<(EntityId, Score)> {
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
    if (person || is_bare(mention))
        && let Some(only) = discourse.clearest(&stated, nominal, FAR)
    {
        return Some((discourse.referents[only].entity.id.clone(), Score::new(0.85)));
    }
    if !stated.is_empty() {
        return None;
    }
    let known: Vec<usize> =
        fitting.iter().copied().filter(|&referent| says(scene, discourse, referent, sense, time)).collect();
    if let Some(only) = discourse.clearest(&known, nominal, FAR) {
        return Some((discourse.referents[only].entity.id.clone(), Score::new(0.75)));
    }
    if person || !known.is_empty() || time != RoleTime::Current {
        return None;
    }
    // A thing by its kind alone: only when nothing else of the kind is near, and the kind is a definite one.
    let kind = sense.entity_type.as_str();
    if !is_bare(mention) || !scene.words().taking_up.contains(&sense.noun) {
        return None;
    }
    let of_kind: Vec<usize> = fitting
        .iter()
        .copied()
        .filter(|&referent| {
            let entity_type = &discourse.referents[referent].entity.entity_type;
            let untold = entity_type.as_str() == sense.entity_type.top() && entity_type.top() != "place";
            entity_type.is_a(kind) || untold
        })
        .collect();
    let only = discourse.clearest(&of_kind, nominal, NEAR)?;
    let here = mention.sentence;
    let fresh = discourse.last_sentence(only, nominal).is_some_and(|sentence| here - sentence <= 1);
    fresh.then(|| (discourse.referents[only].entity.id.clone(), Score::new(0.65)))
}

/// How many sentences back a thing with a stated role may have been spoken of.
const FAR: usize = 8;
/// The same for a thing known by its kind only: none other of the kind may have been spoken of so lately.
const NEAR: usize = 4;

/// A noun with complements of its own ("la société qui…", "la ville voisine") describes something else.
fn is_bare(mention: &Mention) -> bool {
    mention.tokens.len() <= 2
}

/// Whether what we knew before says that a referent is such a one.
fn says(scene: &Scene<'_>, discourse: &Discourse<'_>, referent: usize, sense: &NominalSense, time: RoleTime) -> bool {
    let Some(entry) = &discourse.referents[referent].entry else { return false };
    if let Some(office) = &sense.office {
        return entry.values("country", None).any(|country| {
            let position = scene.kb.position(&EntityId::from_text(country));
            position
                .and_then(|position| scene.entry(position))
                .is_some_and(|country| office_holders(&country, office, time, discourse.when()).contains(&entry.id))
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
