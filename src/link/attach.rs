//! Nouns that stand beside a name: its title, its apposition, what it is said to be.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::chain::Chain;
use super::nominal::{is_by_speaker, is_definite, is_plural, shown_gender};
use super::scene::Scene;
use super::syntax;
use crate::language::coreference::Gender;
use crate::language::expressions::NominalSense;
use crate::language::tokenization::normal;
use crate::model::{Mention, MentionKind, Sentence, Token, TokenIndex, Upos};

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
        if is_by_speaker(scene, mention) {
            continue;
        }
        let fits = |name: usize| {
            let Some(chain) = chain_of.get(&name).map(|&chain| &chains[chain]) else { return false };
            // Places and organizations are easily taken for each other, persons are not. Where nothing tells what a
            // single word names, only a title directly before it does, and letters ("EADS") are nobody's name.
            if made(sense) && !chain.is_made(scene) {
                return false;
            }
            // The parser may take the name for a part of the phrase: "la sonde Hubert".
            let title = || {
                let name = &scene.mention(name).tokens;
                name.start == mention.tokens.end || name.start == mention.head + 1 && name.end == mention.tokens.end
            };
            let several = |chain: &Chain| chain.names.iter().any(|name| name.name.parts.len() > 1);
            let letters = |chain: &Chain| chain.names.iter().all(|name| name.name.all_caps);
            // "la société Garnier", "la sonde Hubert", "l'entreprise Garnier Optique": what stands directly before a
            // name that nobody knows says more of it than that it looks like a surname, unless it begins with a given
            // name.
            let alone = chain.honorifics == 0
                && !chain.begins_with_given_name(scene)
                && chain.names.iter().all(|name| name.matches.is_empty());
            if !person && title() && alone && sense.entity_type.top() != "place" {
                return true;
            }
            // A final takes place in a country, and is none.
            if sense.entity_type.top() == "event" && chain.votes.leading() == Some("place") {
                return false;
            }
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
            .find(|&name| fits(name) && !is_kept_apart(sentence, mention, scene.mention(name)));
        // Side by side says little of things: "Changzhou, Jiangsu province".
        let alike = |name: usize| {
            let top = sense.entity_type.top();
            let leading = chain_of.get(&name).and_then(|&chain| chains[chain].votes.leading());
            // Directly before a name of which nothing else is known, the noun tells: "le constructeur Zorbec".
            let told = leading.is_none() && scene.mention(name).tokens.start == mention.tokens.end;
            fits(name) && (person || leading == Some(top) || told)
        };
        let name = name.or_else(|| neighbor(scene, nominal, chains, &chain_of, &alike));
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
    /// How much it counts among votes for a type, where detection's guess counts 1.
    pub(super) weight: f64,
}

/// "l'entreprise Garnier" says what Garnier is as "Mme Garnier" does.
const TITLE: f64 = 5.0;
/// "Garnier, une entreprise" says it, too, if nothing stands between.
const APPOSITION: f64 = 2.5;
/// What only the tree ties to a name may be a parser's fault.
const TIED: f64 = 1.0;

/// What the nouns beside names say of the bearers of the names, by mention.
pub(super) fn evidence(scene: &Scene<'_>, attachments: &[Attachment]) -> FxHashMap<usize, Beside> {
    let types = attachments.iter().filter_map(|attachment| {
        let (nominal, name) = (scene.mention(attachment.nominal), scene.mention(attachment.name));
        let sentence = scene.sentence_of(nominal);
        let sense = scene.language.expressions.nominal_sense(sentence, nominal.head)?;
        let person = sense.entity_type.top() == "person";
        let before = name.tokens.start == nominal.head + 1;
        let title = (before && !person).then(|| sense.noun.clone());
        let behind = syntax::commas_between(sentence, name, nominal) == Some(1) && !is_listed(sentence, name.head);
        let weight = match (&title, behind && !person) {
            (Some(_), _) => TITLE,
            (None, true) => APPOSITION,
            (None, false) => TIED,
        };
        Some((attachment.name, Beside { top: sense.entity_type.top().to_owned(), title, weight }))
    });
    types.chain(named_places(scene)).collect()
}

/// "le quartier du Moulin Vert", "the village of Zorbec": a name that a noun for a place has as its complement is that
/// place's, where nothing else is known of it.
fn named_places(scene: &Scene<'_>) -> Vec<(usize, Beside)> {
    let mut found = Vec::new();
    for index in scene.mentions_of(MentionKind::Name) {
        let name = scene.mention(index);
        let sentence = scene.sentence_of(name);
        let token = &sentence.tokens[name.head];
        let Some(noun) = token.head.filter(|&noun| noun < name.tokens.start && token.deprel.universal() == "nmod")
        else {
            continue;
        };
        let links = &scene.language.expressions.name_words().complement_links;
        let near = name.tokens.start - noun <= 3 && links.contains(&normal(&sentence.tokens[noun + 1].form));
        if !near || scene.is_known_or_given(name) {
            continue;
        }
        let sense = scene.language.expressions.nominal_sense(sentence, noun);
        let is_settlement = sense.is_some_and(|sense| {
            sense.entity_type.as_str() == "place"
                || ["place/city", "place/region"].iter().any(|kind| sense.entity_type.is_a(kind))
        });
        if is_settlement {
            found.push((index, Beside { top: "place".to_owned(), title: None, weight: TITLE }));
        }
    }
    found
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
    chains: &[Chain],
    chain_of: &BTreeMap<usize, usize>,
    fits: &impl Fn(usize) -> bool,
) -> Option<usize> {
    /// How many mentions away a neighbor may stand in the list; complements of the nominal lie between.
    const WINDOW: usize = 4;
    let mention = scene.mention(nominal);
    let sentence = scene.sentence_of(mention);
    let definite = is_definite(scene, mention);
    let sense = scene.language.expressions.nominal_sense(sentence, mention.head);
    let person = sense.is_some_and(|sense| sense.entity_type.top() == "person");
    // "According to Star, Doe": a bare capitalized noun is a title directly before a name, elsewhere a name itself.
    let bare_name = is_bare_name(sentence, mention);
    // "l'héritier de l'ancien président Durand": the name belongs to the noun right before it, not to the one around it.
    let inside = scene.detected.mentions.iter().skip(nominal + 1).take(WINDOW);
    let closer = inside.filter(|other| other.kind == MentionKind::Nominal && other.tokens.end == mention.tokens.end);
    let closer: Vec<&str> = closer
        .filter(|other| other.tokens.start > mention.head)
        .filter_map(|other| scene.language.expressions.nominal_sense(sentence, other.head))
        .map(|sense| sense.entity_type.top())
        .collect();
    let top = sense.map(|sense| sense.entity_type.top());
    // "la compagnie de jeux vidéo Zorbec": a noun for other things does not take a name that is known for such a thing.
    let holds_another = |name: usize| {
        let leading = chain_of.get(&name).and_then(|&chain| chains[chain].votes.leading());
        let is_own = leading.is_some() && leading == top && closer.iter().all(|&closer| Some(closer) != leading);
        !closer.is_empty() && !is_own
    };
    let near = nominal.saturating_sub(WINDOW)..(nominal + WINDOW + 1).min(scene.detected.mentions.len());
    for other in near {
        let name = scene.mention(other);
        if name.sentence != mention.sentence || !chain_of.contains_key(&other) || !fits(other) {
            continue;
        }
        // "la ville arménienne de Jermuk" is no Armenia.
        if scene.detected.is_adjective(name) {
            continue;
        }
        if name.tokens.start == mention.head + 1 && name.tokens.end <= mention.tokens.end {
            // "le proviseur Jean Durand" taken for one nominal.
            return Some(other);
        }
        // In a list ("le maire, Jane Doe et John Roe") a comma says nothing.
        let listed = |token: TokenIndex| is_listed(sentence, token);
        let after = syntax::commas_between(sentence, mention, name);
        let before = syntax::commas_between(sentence, name, mention);
        if bare_name && after != Some(0) || after == Some(0) && holds_another(other) {
            continue;
        }
        match (after, before) {
            (Some(0), _) => return Some(other),
            // "un officier, Jean Durand, a…"
            (Some(1), _)
                if (definite || person && !bare_name) && closes(sentence, name.tokens.end) && !listed(name.head) =>
            {
                return Some(other);
            }
            // Behind the name an indefinite noun is an apposition too: "Acme, une entreprise que…".
            (_, Some(1))
                if closes(sentence, mention.tokens.end)
                    && !listed(mention.head)
                    && !listed(name.head)
                    && !syntax::has_dependent(sentence, mention.head, "case") =>
            {
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

/// "le milliardaire, et non Jane Doe", "Paris : l'église …": a conjunction, a negation, a colon between the two keeps them
/// apart.
fn is_kept_apart(sentence: &Sentence, a: &Mention, b: &Mention) -> bool {
    let between = a.tokens.end.min(b.tokens.end)..a.tokens.start.max(b.tokens.start);
    let copula = |token: &Token| token.deprel.universal() == "cop";
    let between = sentence.tokens.get(between).unwrap_or_default();
    let parts = |token: &Token| {
        token.upos == Upos::Cconj || token.feats.has("Polarity", "Neg") || matches!(token.form.as_str(), ":" | ";")
    };
    between.iter().any(parts) && !between.iter().any(copula)
}

/// Whether a token is a member of a list: one of those that a conjunction joins, whatever the parser calls the others.
fn is_listed(sentence: &Sentence, token: TokenIndex) -> bool {
    let first = match sentence.tokens[token].deprel.universal() {
        "conj" => sentence.tokens[token].head.unwrap_or(token),
        _ => token,
    };
    let mut members = syntax::dependents(sentence, first)
        .filter(|&member| sentence.tokens[member].deprel.universal() == "conj")
        .chain([first]);
    members.any(|member| syntax::has_dependent(sentence, member, "cc"))
}

/// Whether an apposition may end before this token.
fn closes(sentence: &Sentence, token: TokenIndex) -> bool {
    sentence
        .tokens
        .get(token)
        .is_none_or(|token| token.upos == Upos::Punct || token.upos == Upos::Pron && token.feats.has("PronType", "Rel"))
}
