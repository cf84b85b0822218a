//! Pronouns: agreement, prominence, nearness; and only where one antecedent clearly leads.
//!
//! The weights follow the salience factors of Lappin and Leass (1994), set by hand on French regional press and on the
//! news and biographies of GUM.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::discourse::Discourse;
use super::nominal::shown_gender;
use super::scene::{Scene, gender_of};
use super::syntax;
use crate::knowledge_base::NameKind;
use crate::language::coreference::{Gender, Number, PronounClass, PronounUse, Referent as Reference};
use crate::model::{EntityTypeId, Mention, MentionKind, Score, Sentence, SentenceKind, Span, Token, TokenIndex, Upos};

/// How many sentences back an antecedent is looked for.
const REACH: usize = 3;
/// Weight of an antecedent in the same sentence, the one before, and so on.
const NEARNESS: [f64; REACH + 1] = [100.0, 75.0, 45.0, 25.0];
/// Weight of the most prominent place in a sentence.
const PROMINENCE: f64 = 60.0;
/// By how much the best antecedent must lead the second, for a subject; what "his" and "him" mean is less sure. Set so
/// that of the pronouns just above, in the news and biographies of GUM, two in three mean who they are taken for.
const MARGIN: f64 = 12.0;
const POSSESSIVE_MARGIN: f64 = 20.0;
const OBJECT_MARGIN: f64 = 36.0;
/// By how much it must lead to be the likely one.
const LIKELY: f64 = 6.0;
/// What an antecedent loses whose gender is not known.
const UNKNOWN_GENDER: f64 = 15.0;
/// What each earlier mention adds, and how many count: what a text is about is taken up more.
const TOPIC: f64 = 3.0;
const TOPIC_MENTIONS: usize = 10;
/// What an antecedent gains that spoke before, for a pronoun that speaks: "Doe said … he added".
const SPEAKING_ON: f64 = 30.0;
/// What the topic of a headline gains for the pronouns in it.
const TOPIC_OF_HEADLINE: f64 = 40.0;
/// What the owner of a possessive gains that it is joined to: "Jane Doe and her brother".
const JOINED: f64 = 60.0;
/// Most antecedents weighed in one sentence, nearest first.
const WEIGHED: usize = 60;

/// Something a pronoun may look back to, whether or not it is known who it is: an unnamed "spokesman" that fits
/// better keeps the pronoun from the named.
#[derive(Clone, Debug)]
struct Possible {
    token: TokenIndex,
    referent: Option<usize>,
    gender: Option<Gender>,
    plural: bool,
    person: bool,
    prominence: f64,
    /// The predicate it stands under.
    clause: Option<TokenIndex>,
    name: bool,
    /// Whether its clause gives its word: "Doe said".
    speaks: bool,
    /// "who": counts once it is known whom it repeats, for what follows in its clause.
    relative: bool,
    /// Somebody, or a body of people: what can say and do.
    acts: bool,
}

/// Whether things of a type say and do something: persons, and what consists of them.
fn acts(entity_type: &EntityTypeId) -> bool {
    matches!(entity_type.top(), "person" | "organization" | "group") || entity_type.is_a("place/country")
}

/// The last sentences, as pronouns see them.
pub(super) struct Memory {
    sentences: VecDeque<(usize, Vec<Possible>)>,
}

impl Memory {
    pub(super) fn new() -> Self {
        Self { sentences: VecDeque::new() }
    }

    /// Moves on to a sentence.
    pub(super) fn enter(&mut self, discourse: &Discourse<'_>, sentence: usize, mentions: &[usize]) {
        while self.sentences.front().is_some_and(|(index, _)| index + REACH < sentence) {
            self.sentences.pop_front();
        }
        self.sentences.push_back((sentence, antecedents(discourse, sentence, mentions)));
    }

    /// Notes who a mention of the current sentence means.
    pub(super) fn note(&mut self, token: TokenIndex, referent: usize, discourse: &Discourse<'_>) {
        let Some((_, current)) = self.sentences.back_mut() else { return };
        if let Ok(position) = current.binary_search_by_key(&token, |antecedent| antecedent.token) {
            let antecedent = &mut current[position];
            let known = &discourse.referents[referent];
            antecedent.referent = Some(referent);
            antecedent.gender = known.gender.or(antecedent.gender);
            antecedent.person = known.is_person();
            antecedent.acts = acts(&known.entity.entity_type);
        }
    }
}

fn antecedents(discourse: &Discourse<'_>, index: usize, mentions: &[usize]) -> Vec<Possible> {
    let scene = discourse.scene;
    let sentence = &scene.detected.annotated.sentences[index];
    if sentence.kind == SentenceKind::Boilerplate {
        return Vec::new();
    }
    let mut found: BTreeMap<TokenIndex, Possible> = BTreeMap::new();
    let mut named = vec![false; sentence.tokens.len()];
    for &mention_index in mentions {
        let mention = scene.mention(mention_index);
        let token = &sentence.tokens[mention.head];
        let referent = discourse.referent_of(mention_index);
        let name = mention.kind == MentionKind::Name;
        if name && is_adjectival(discourse, token, referent) {
            named[mention.tokens.clone()].fill(true);
            continue;
        }
        if name {
            named[mention.tokens.clone()].fill(true);
        }
        let class = (mention.kind == MentionKind::Pronoun).then(|| scene.words().pronoun(&token.form)).flatten();
        let plural = match (mention.kind, class.and_then(|class| class.number)) {
            (MentionKind::Name, _) => referent.is_some_and(|referent| discourse.referents[referent].plural),
            // The number of "ses" is that of what is owned.
            (_, Some(number)) => number == Number::Plural,
            _ => token.feats.has("Number", "Plur"),
        };
        let (person, gender) = match referent.map(|referent| &discourse.referents[referent]) {
            Some(known) => (known.is_person(), known.gender),
            None => match class {
                Some(class) => (class.referent != Reference::Thing, class.gender),
                None => {
                    let person = mention.entity_type.as_ref().is_some_and(|entity_type| entity_type.top() == "person");
                    (person, shown_gender(scene, mention).or_else(|| gender_of(token)))
                }
            },
        };
        if class.is_some_and(|class| class.usage == PronounUse::Speaker) {
            continue;
        }
        let relative = class.is_some_and(|class| class.usage == PronounUse::Relative);
        let kind = referent.map(|referent| &discourse.referents[referent].entity.entity_type);
        let acts = kind.or(mention.entity_type.as_ref()).is_none_or(acts);
        let place = place(scene, sentence, mention);
        let prominence = syntax::prominence(sentence, place);
        let clause = syntax::clause(sentence, place);
        let speaks = speaks(scene, sentence, place);
        let antecedent = Possible {
            token: mention.head,
            referent,
            gender,
            plural,
            person,
            prominence,
            clause,
            name,
            speaks,
            relative,
            acts,
        };
        found
            .entry(mention.head)
            .and_modify(|known| {
                if known.referent.is_none() {
                    *known = antecedent.clone();
                }
            })
            .or_insert(antecedent);
    }
    for (token_index, token) in sentence.tokens.iter().enumerate() {
        if token.upos == Upos::Cconj
            && let Some(together) = coordination(sentence, token_index, &found)
        {
            found.insert(token_index, together);
        }
        let honorific = scene.words().honorific(&token.form).is_some();
        if token.upos != Upos::Noun || named[token_index] || honorific || found.contains_key(&token_index) {
            continue;
        }
        let sense = scene.language.expressions.nominal_sense(sentence, token_index);
        found.insert(
            token_index,
            Possible {
                token: token_index,
                referent: None,
                gender: sense.and_then(|sense| sense.gender).or_else(|| gender_of(token)),
                plural: token.feats.has("Number", "Plur"),
                person: sense.is_some_and(|sense| sense.entity_type.top() == "person"),
                prominence: syntax::prominence(sentence, token_index),
                clause: syntax::clause(sentence, token_index),
                name: false,
                speaks: speaks(scene, sentence, token_index),
                relative: false,
                acts: sense.is_some_and(|sense| acts(&sense.entity_type)),
            },
        );
    }
    found.into_values().collect()
}

/// "la joueuse française", "les Françaises": words for people and what belongs to a country take up no country.
fn is_adjectival(discourse: &Discourse<'_>, token: &Token, referent: Option<usize>) -> bool {
    let place = referent.is_some_and(|referent| discourse.referents[referent].entity.entity_type.top() == "place");
    let demonym = || discourse.scene.kb.named(&token.form).first().is_some_and(|first| first.kind == NameKind::Demonym);
    place && demonym()
}

/// The token that shows what a mention does in its sentence: its head, or the form of address that it hangs on ("M. Durand").
fn place(scene: &Scene<'_>, sentence: &Sentence, mention: &Mention) -> TokenIndex {
    let before = mention.tokens.start.checked_sub(1).filter(|&before| {
        sentence.tokens[mention.head].head == Some(before)
            && scene.words().honorific(&sentence.tokens[before].form).is_some()
    });
    before.unwrap_or(mention.head)
}

/// "Jane Doe et John Roe": together they are several.
fn coordination(
    sentence: &Sentence,
    conjunction: TokenIndex,
    found: &BTreeMap<TokenIndex, Possible>,
) -> Option<Possible> {
    let last = sentence.tokens[conjunction].head?;
    let first = sentence.tokens.get(last).filter(|token| token.deprel.universal() == "conj")?.head?;
    let (first, last) = (found.get(&first)?, found.get(&last)?);
    let gender = if first.gender == last.gender { first.gender } else { None };
    (first.person == last.person).then(|| Possible {
        token: conjunction,
        referent: None,
        gender,
        plural: true,
        name: false,
        ..first.clone()
    })
}

/// Whether a token is the subject of a verb of saying.
fn speaks(scene: &Scene<'_>, sentence: &Sentence, token: TokenIndex) -> bool {
    let node = &sentence.tokens[token];
    let verb = node.head.and_then(|head| sentence.tokens.get(head));
    node.deprel.as_str() == "nsubj"
        && verb.is_some_and(|verb| scene.language.reporting.saying.asserting.contains(&verb.lemma.to_lowercase()))
}

/// Whether a token is the subject of a verb that only people and their bodies do: "Il a fondé".
fn does(scene: &Scene<'_>, sentence: &Sentence, token: TokenIndex) -> bool {
    let node = &sentence.tokens[token];
    let verb = node.head.and_then(|head| sentence.tokens.get(head));
    node.deprel.as_str() == "nsubj"
        && verb.is_some_and(|verb| scene.words().acting.contains(&verb.lemma.to_lowercase()))
}

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

/// Finds who a pronoun means. `None` where nothing tells.
pub(super) fn resolve(
    discourse: &Discourse<'_>,
    memory: &Memory,
    quotes: &[Span],
    mention: usize,
) -> Option<Antecedent> {
    let scene = discourse.scene;
    let pronoun = scene.mention(mention);
    let sentence = scene.sentence_of(pronoun);
    let token = &sentence.tokens[pronoun.head];
    let class = scene.words().pronoun(pronoun.span.of(scene.text())).or_else(|| scene.words().pronoun(&token.form))?;
    if token.deprel.universal() == "expl" || is_impersonal(scene, sentence, pronoun.head, class) {
        return None;
    }
    match class.usage {
        PronounUse::Relative => relative(discourse, mention, class),
        // "we" are the speaker and others.
        PronounUse::Speaker if class.number == Some(Number::Plural) => None,
        PronounUse::Speaker => speaker(discourse, quotes, mention).map(|referent| Antecedent::sure(referent, 0.75)),
        PronounUse::Latter => latter(discourse, memory, mention, class),
        PronounUse::Personal | PronounUse::Possessive => personal(discourse, memory, quotes, mention, class),
    }
}

/// "qui", "who": the noun that the clause is attached to.
fn relative(discourse: &Discourse<'_>, mention: usize, class: &PronounClass) -> Option<Antecedent> {
    let scene = discourse.scene;
    let pronoun = scene.mention(mention);
    let sentence = scene.sentence_of(pronoun);
    let antecedent = syntax::antecedent(sentence, pronoun.head).filter(|&noun| noun < pronoun.head)?;
    let referent = discourse.referent_at(pronoun.sentence, antecedent)?;
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
fn latter(discourse: &Discourse<'_>, memory: &Memory, mention: usize, class: &PronounClass) -> Option<Antecedent> {
    /// How many sentences back it looks.
    const NEAR: usize = 1;
    let scene = discourse.scene;
    let pronoun = scene.mention(mention);
    let near = memory.sentences.iter().rev().take_while(|(index, _)| index + NEAR >= pronoun.sentence);
    let fitting: Vec<&Possible> = near
        .flat_map(|(index, antecedents)| {
            let is_before =
                |antecedent: &&Possible| *index < pronoun.sentence || antecedent.token < pronoun.tokens.start;
            antecedents.iter().rev().filter(is_before)
        })
        .filter(|antecedent| agrees(antecedent, class) && !(antecedent.relative && antecedent.referent.is_none()))
        .collect();
    let named = |antecedent: &&&Possible| antecedent.referent.is_some();
    let chosen = match fitting.iter().find(|antecedent| antecedent.person) {
        Some(person) => Some(person).filter(named),
        None => fitting.iter().find(named),
    };
    Some(Antecedent::sure(chosen?.referent?, 0.7))
}

/// "je", "my": the one whose words stand in the quotation marks.
fn speaker(discourse: &Discourse<'_>, quotes: &[Span], mention: usize) -> Option<usize> {
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
        _ => None,
    }
}

/// The quotation in which somebody says "I" or "we", outside of all none, and whether there are several; `None` for other
/// pronouns.
pub(super) fn unknown_speaker(scene: &Scene<'_>, quotes: &[Span], mention: usize) -> Option<(Option<Span>, bool)> {
    let pronoun = scene.mention(mention);
    let class = scene.words().pronoun(pronoun.span.of(scene.text()))?;
    let several = class.number == Some(Number::Plural);
    (class.usage == PronounUse::Speaker).then(|| (quote_at(quotes, pronoun.span.start), several))
}

fn personal(
    discourse: &Discourse<'_>,
    memory: &Memory,
    quotes: &[Span],
    mention: usize,
    class: &PronounClass,
) -> Option<Antecedent> {
    let weights = weigh(discourse, memory, quotes, mention, class);
    let (best, weight) = weights.first()?;
    let second = weights.get(1).map_or(0.0, |(_, weight)| *weight);
    let Target::Known(referent) = best else { return None };
    let known = &discourse.referents[*referent];
    let pronoun = discourse.scene.mention(mention);
    let relation = discourse.scene.sentence_of(pronoun).tokens[pronoun.head].deprel.universal();
    let margin = match (class.usage, relation) {
        (PronounUse::Possessive, _) => POSSESSIVE_MARGIN,
        (_, "nsubj") if known.is_person() => MARGIN,
        _ => OBJECT_MARGIN,
    };
    // A thing is taken up by a pronoun far less often than it is near one.
    let (needed, likely, margin) = match (known.is_person(), known.unnamed) {
        (true, false) => (70.0, LIKELY, margin),
        (false, false) => (125.0, 4.0 * LIKELY, margin.max(4.0 * LIKELY)),
        // What nobody names gives no node: here it is enough to lead.
        (true, true) => (70.0, 0.0, 0.0),
        (false, true) => (85.0, LIKELY, LIKELY),
    };
    let lead = weight - second;
    if *weight < needed || lead < likely {
        return None;
    }
    let score = (lead >= margin).then(|| Score::new((0.55 + lead / 200.0).min(0.9)));
    Some(Antecedent { referent: *referent, score })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Known(usize),
    /// A noun nobody has named: its sentence and token.
    Unknown(usize, TokenIndex),
}

/// All agreeing antecedents, heaviest first.
fn weigh(
    discourse: &Discourse<'_>,
    memory: &Memory,
    quotes: &[Span],
    mention: usize,
    class: &PronounClass,
) -> Vec<(Target, f64)> {
    let scene = discourse.scene;
    let pronoun = scene.mention(mention);
    let here = pronoun.sentence;
    let sentence = scene.sentence_of(pronoun);
    let token = &sentence.tokens[pronoun.head];
    let subject = token.deprel.universal() == "nsubj";
    let possessive = class.usage == PronounUse::Possessive;
    let own_clause = syntax::clause(sentence, pronoun.head);
    let in_quote = quote_at(quotes, pronoun.span.start);
    let speaks = speaks(scene, sentence, pronoun.head);
    let does = does(scene, sentence, pronoun.head);
    let speaker = speaker(discourse, quotes, mention);
    // "Jane Doe et son frère": the one it is joined to owns it.
    let joined = if possessive { joined_to(sentence, pronoun.head) } else { None };
    let mut weights: BTreeMap<Target, f64> = BTreeMap::new();
    // "Acme replaced it": whoever acts on it in its own clause is not it, nor is it where spoken of before.
    let mut apart: BTreeSet<Target> = BTreeSet::new();
    for (index, antecedents) in &memory.sentences {
        let age = here - index;
        let other = &scene.detected.annotated.sentences[*index];
        // A pronoun in a new paragraph seldom looks past the one before.
        if other.paragraph + 2 < sentence.paragraph {
            continue;
        }
        let before = if age > 0 { antecedents.len() } else { antecedents.partition_point(|a| a.token < pronoun.head) };
        for antecedent in antecedents[..before].iter().rev().take(WEIGHED) {
            if !agrees(antecedent, class) || antecedent.relative && antecedent.referent.is_none() {
                continue;
            }
            // "Il a fondé": no law, no match.
            if does && !antecedent.acts {
                continue;
            }
            let target = antecedent.referent.map_or(Target::Unknown(*index, antecedent.token), Target::Known);
            let acts_here = || {
                antecedent.prominence >= 1.0 && syntax::shared_subject(sentence, own_clause) == Some(antecedent.token)
            };
            if age == 0 && !possessive && !subject && (antecedent.clause == own_clause || acts_here()) {
                if own_clause.is_some() && !token.feats.has("Reflex", "Yes") {
                    apart.insert(target);
                }
                continue;
            }
            // Speakers do not speak of themselves in the third person.
            if speaker.is_some() && speaker == antecedent.referent {
                continue;
            }
            if age == 0 && possessive && contains_pronoun(scene, antecedent.token, pronoun.head, mention) {
                continue;
            }
            // The topic of a headline, "X : Y annonce son départ", is a sentence of its own.
            let is_topic = age == 1
                && sentence.kind == SentenceKind::Headline
                && other.kind == SentenceKind::Headline
                && other.paragraph == sentence.paragraph;
            let nearness = if is_topic { NEARNESS[0] + TOPIC_OF_HEADLINE } else { NEARNESS[age] };
            let mut weight = nearness + PROMINENCE * antecedent.prominence;
            if age == 0 && joined == Some(antecedent.token) {
                weight += JOINED;
            }
            if antecedent.name {
                weight += 10.0;
            }
            if class.referent == Reference::Any && antecedent.person && age <= 1 {
                weight += 30.0;
            }
            if class.gender.is_some() && antecedent.gender.is_none() {
                weight -= UNKNOWN_GENDER;
            }
            if age == 0 && possessive && own_clause.is_some() && antecedent.clause == own_clause {
                weight += 20.0;
            }
            if other.kind == SentenceKind::Headline {
                weight -= 30.0;
            }
            let position = other.tokens[antecedent.token].span.start;
            if in_quote.is_some() && quote_at(quotes, position) != in_quote {
                // What is quoted speaks of what it has named itself.
                weight -= 25.0;
            }
            if speaks && antecedent.speaks {
                weight += SPEAKING_ON;
            }
            let slot = weights.entry(target).or_insert(0.0);
            *slot = slot.max(weight);
        }
    }
    weights.retain(|target, _| !apart.contains(target));
    for (target, weight) in &mut weights {
        if let Target::Known(referent) = target {
            let known = &discourse.referents[*referent];
            let before = known.mentions.range(..mention).take(TOPIC_MENTIONS).count();
            // Everything unnamed has been spoken of once.
            *weight += TOPIC * before.saturating_sub(usize::from(known.unnamed)) as f64;
        }
    }
    let mut weights: Vec<(Target, f64)> = weights.into_iter().collect();
    weights.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    weights
}

/// The token that the noun of a possessive is joined to by a conjunction.
fn joined_to(sentence: &Sentence, possessive: TokenIndex) -> Option<TokenIndex> {
    let noun = sentence.tokens[possessive].head?;
    let token = sentence.tokens.get(noun).filter(|token| token.deprel.universal() == "conj")?;
    let first = token.head.filter(|&first| first < possessive)?;
    let beside = sentence.tokens[first + 1..possessive]
        .iter()
        .all(|token| matches!(token.upos, Upos::Propn | Upos::Cconj | Upos::Punct | Upos::Det | Upos::Adp | Upos::X));
    beside.then_some(first)
}

/// Whether the possessive stands inside the very noun phrase: "its" in "the company and its owner" may mean the company,
/// "his" in "his brother" never the brother.
fn contains_pronoun(scene: &Scene<'_>, antecedent: TokenIndex, pronoun: TokenIndex, mention: usize) -> bool {
    let sentence = scene.sentence_of(scene.mention(mention));
    sentence.tokens[pronoun].head == Some(antecedent)
}

fn agrees(antecedent: &Possible, class: &PronounClass) -> bool {
    let number = match class.number {
        Some(Number::Singular) => !antecedent.plural,
        Some(Number::Plural) => antecedent.plural,
        None => true,
    };
    let gender = !matches!((class.gender, antecedent.gender), (Some(a), Some(b)) if a != b);
    let kind = match class.referent {
        Reference::Person => antecedent.person,
        Reference::Thing => !antecedent.person,
        Reference::Any => true,
    };
    number && gender && kind
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

fn quote_at(quotes: &[Span], position: usize) -> Option<Span> {
    let after = quotes.partition_point(|quote| quote.end <= position);
    quotes.get(after).copied().filter(|quote| quote.start <= position)
}
