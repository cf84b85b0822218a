//! What pronouns may look back to: the nouns, names and pronouns of the last sentences.

use std::collections::{BTreeMap, VecDeque};

use super::discourse::Discourse;
use super::nominal::{is_definite, shown_gender};
use super::scene::{Scene, gender_of};
use super::syntax::{self, Place};
use super::weighing::Target;
use crate::knowledge_base::NameKind;
use crate::language::coreference::{Gender, Number, PronounClass, PronounUse, Referent as Reference};
use crate::model::{EntityTypeId, Mention, MentionKind, Sentence, SentenceKind, Token, TokenIndex, Upos};

/// How many sentences back an antecedent is looked for.
pub(super) const REACH: usize = 3;

/// Something a pronoun may look back to, whether or not it is known who it is: an unnamed "spokesman" that fits
/// better keeps the pronoun from the named.
#[derive(Clone, Debug)]
pub(super) struct Possible<'a> {
    pub(super) token: TokenIndex,
    pub(super) referent: Option<usize>,
    pub(super) gender: Option<Gender>,
    pub(super) plural: bool,
    pub(super) person: bool,
    /// What it is in its clause.
    pub(super) place: Place,
    /// The predicate it stands under.
    pub(super) clause: Option<TokenIndex>,
    pub(super) form: Form<'a>,
    /// Whether its clause gives its word: "Doe said".
    pub(super) speaks: bool,
    /// What kind of thing it is, as far as is known.
    pub(super) kind: Option<EntityTypeId>,
    /// Several that a conjunction joins.
    pub(super) together: bool,
    /// One of them.
    pub(super) joined: bool,
    /// Of a pronoun whose antecedent is not sure: what it may take up, each with its probability.
    pub(super) guesses: Vec<(Target, f64)>,
}

/// How something is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form<'a> {
    Name,
    /// A noun, and whether it is a definite one.
    Noun(bool),
    Pronoun(&'a PronounClass),
}

impl Possible<'_> {
    /// "who": counts once it is known whom it repeats, for what follows in its clause.
    pub(super) fn is_open_relative(&self) -> bool {
        let relative = matches!(self.form, Form::Pronoun(class) if class.usage == PronounUse::Relative);
        relative && self.referent.is_none()
    }

    /// Whether it is somebody, or a body of people: what can say and do.
    pub(super) fn acts(&self) -> bool {
        match &self.kind {
            Some(kind) => self.person || acts(kind),
            None => self.person || matches!(self.form, Form::Pronoun(_) | Form::Name),
        }
    }
}

/// Whether things of a type say and do something: persons, and what consists of them.
fn acts(entity_type: &EntityTypeId) -> bool {
    matches!(entity_type.top(), "person" | "organization" | "group") || entity_type.is_a("place/country")
}

/// The last sentences, as pronouns see them.
pub(super) struct Memory<'a> {
    pub(super) sentences: VecDeque<(usize, Vec<Possible<'a>>)>,
}

impl<'a> Memory<'a> {
    pub(super) fn new() -> Self {
        Self { sentences: VecDeque::new() }
    }

    /// Moves on to a sentence.
    pub(super) fn enter(&mut self, discourse: &Discourse<'a>, sentence: usize, mentions: &[usize]) {
        while self.sentences.front().is_some_and(|(index, _)| index + REACH < sentence) {
            self.sentences.pop_front();
        }
        self.sentences.push_back((sentence, antecedents(discourse, sentence, mentions)));
    }

    /// Notes what a pronoun of the current sentence may mean.
    pub(super) fn guess(&mut self, token: TokenIndex, guesses: &[(Target, f64)]) {
        /// What is less likely than this is forgotten.
        const LEAST: f64 = 0.05;
        let Some((_, current)) = self.sentences.back_mut() else { return };
        if let Ok(position) = current.binary_search_by_key(&token, |antecedent| antecedent.token) {
            current[position].guesses = guesses.iter().copied().filter(|&(_, likely)| likely >= LEAST).collect();
        }
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
            antecedent.kind = Some(known.entity.entity_type.clone());
        }
    }
}

fn antecedents<'a>(discourse: &Discourse<'a>, index: usize, mentions: &[usize]) -> Vec<Possible<'a>> {
    let scene = discourse.scene;
    let sentence = &scene.detected.annotated.sentences[index];
    if sentence.kind == SentenceKind::Boilerplate {
        return Vec::new();
    }
    let mut found: BTreeMap<TokenIndex, Possible<'a>> = BTreeMap::new();
    let mut named = vec![false; sentence.tokens.len()];
    for &mention_index in mentions {
        let mention = scene.mention(mention_index);
        let name = mention.kind == MentionKind::Name;
        if name {
            named[mention.tokens.clone()].fill(true);
        }
        let referent = discourse.referent_of(mention_index);
        if name && is_adjectival(discourse, &sentence.tokens[mention.head], referent) {
            continue;
        }
        let Some(antecedent) = of_mention(discourse, mention_index) else { continue };
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
            && let Some((together, members)) = coordination(sentence, token_index, &found)
        {
            for member in members {
                found.entry(member).and_modify(|member| member.joined = true);
            }
            found.insert(token_index, together);
        }
        let honorific = || scene.words().honorific(&token.form).is_some();
        if token.upos != Upos::Noun || named[token_index] || found.contains_key(&token_index) || honorific() {
            continue;
        }
        found.insert(token_index, of_noun(scene, sentence, token_index));
    }
    found.into_values().collect()
}

/// A mention as an antecedent; `None` for the words of speakers, whom nobody looks back to.
fn of_mention<'a>(discourse: &Discourse<'a>, index: usize) -> Option<Possible<'a>> {
    let scene = discourse.scene;
    let mention = scene.mention(index);
    let sentence = scene.sentence_of(mention);
    let token = &sentence.tokens[mention.head];
    let referent = discourse.referent_of(index);
    let class = (mention.kind == MentionKind::Pronoun).then(|| scene.words().pronoun(&token.form)).flatten();
    // Nor to an object clitic, which is too often unsure itself: who it means has been named as near.
    if class.is_some_and(|class| class.usage == PronounUse::Speaker || class.clitic) {
        return None;
    }
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
    let form = match (mention.kind, class) {
        (_, Some(class)) => Form::Pronoun(class),
        (MentionKind::Name, None) => Form::Name,
        _ => Form::Noun(is_definite(scene, mention)),
    };
    let kind = referent.map(|referent| &discourse.referents[referent].entity.entity_type);
    let place = standing(scene, sentence, mention);
    Some(Possible {
        token: mention.head,
        referent,
        gender,
        plural,
        person,
        place: syntax::place(sentence, place),
        clause: syntax::clause(sentence, place),
        form,
        speaks: speaks(scene, sentence, place),
        kind: kind.or(mention.entity_type.as_ref()).cloned(),
        together: false,
        joined: false,
        guesses: Vec::new(),
    })
}

/// A noun that is no mention.
fn of_noun<'a>(scene: &Scene<'a>, sentence: &Sentence, index: TokenIndex) -> Possible<'a> {
    let token = &sentence.tokens[index];
    let sense = scene.language.expressions.nominal_sense(sentence, index);
    let determiner = syntax::determiner(sentence, index);
    Possible {
        token: index,
        referent: None,
        gender: sense.and_then(|sense| sense.gender).or_else(|| gender_of(token)),
        plural: token.feats.has("Number", "Plur"),
        person: sense.is_some_and(|sense| sense.entity_type.top() == "person"),
        place: syntax::place(sentence, index),
        clause: syntax::clause(sentence, index),
        form: Form::Noun(determiner.is_some_and(|token| !token.feats.has("Definite", "Ind"))),
        speaks: speaks(scene, sentence, index),
        kind: sense.map(|sense| sense.entity_type.clone()),
        together: false,
        joined: false,
        guesses: Vec::new(),
    }
}

/// "la joueuse française", "les Françaises": words for people and what belongs to a country take up no country.
pub(super) fn is_adjectival(discourse: &Discourse<'_>, token: &Token, referent: Option<usize>) -> bool {
    let place = referent.is_some_and(|referent| discourse.referents[referent].entity.entity_type.top() == "place");
    let demonym = || discourse.scene.kb.named(&token.form).first().is_some_and(|first| first.kind == NameKind::Demonym);
    place && demonym()
}

/// The token that shows what a mention does in its sentence: its head, or the form of address that it hangs on ("M. Durand").
fn standing(scene: &Scene<'_>, sentence: &Sentence, mention: &Mention) -> TokenIndex {
    let before = mention.tokens.start.checked_sub(1).filter(|&before| {
        sentence.tokens[mention.head].head == Some(before)
            && scene.words().honorific(&sentence.tokens[before].form).is_some()
    });
    before.unwrap_or(mention.head)
}

/// "Jane Doe et John Roe": together they are several. With the tokens of the two.
fn coordination<'a>(
    sentence: &Sentence,
    conjunction: TokenIndex,
    found: &BTreeMap<TokenIndex, Possible<'a>>,
) -> Option<(Possible<'a>, [TokenIndex; 2])> {
    let last = sentence.tokens[conjunction].head?;
    let first = sentence.tokens.get(last).filter(|token| token.deprel.universal() == "conj")?.head?;
    let members = [first, last];
    let (first, last) = (found.get(&first)?, found.get(&last)?);
    let gender = if first.gender == last.gender { first.gender } else { None };
    (first.person == last.person).then(|| {
        let together = Possible {
            token: conjunction,
            referent: None,
            gender,
            plural: true,
            form: Form::Noun(true),
            together: true,
            ..first.clone()
        };
        (together, members)
    })
}

/// Whether a token is the subject of a verb of saying.
pub(super) fn speaks(scene: &Scene<'_>, sentence: &Sentence, token: TokenIndex) -> bool {
    let node = &sentence.tokens[token];
    let verb = node.head.and_then(|head| sentence.tokens.get(head));
    node.deprel.as_str() == "nsubj"
        && verb.is_some_and(|verb| scene.language.reporting.saying.asserting.contains(&verb.lemma.to_lowercase()))
}
