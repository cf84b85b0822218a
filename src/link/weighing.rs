//! How much speaks for each possible antecedent of a pronoun that looks back.

use std::collections::{BTreeMap, BTreeSet};

use super::discourse::Discourse;
use super::memory::{Form, Memory, Possible, speaks};
use super::pronoun::{quote_at, speaker};
use super::scene::Scene;
use super::syntax::{self, Place};
use crate::language::antecedents::{self, CLUES, Clue, Seen, Weights};
use crate::language::coreference::{Gender, Number, PronounClass, PronounUse, Referent as Reference};
use crate::model::{Sentence, SentenceKind, Span, Token, TokenIndex, Upos};

/// Most antecedents weighed in one sentence, nearest first.
const WEIGHED: usize = 60;

/// What a pronoun may take up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    Known(usize),
    /// A noun nobody has named: its sentence and token.
    Unknown(usize, TokenIndex),
}

/// One place where something stands that a pronoun may take up.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    pub(super) target: Target,
    /// What the target may be in turn, where it is a pronoun of which that is not sure.
    guesses: Vec<(Target, f64)>,
    pub(super) sentence: usize,
    pub(super) token: TokenIndex,
    pub(super) seen: Seen,
}

/// A pronoun and all that it may take up.
#[derive(Clone, Debug)]
pub(super) struct Weighing {
    /// Which kind of pronoun it is, as [`antecedents::kind`] counts them.
    pub(super) kind: usize,
    pub(super) possible: Vec<Weighed>,
    /// What speaks for its taking up nothing.
    pub(super) nothing: Seen,
    /// What it may take up, the likeliest first, each with its probability.
    pub(super) outcome: Vec<(Target, f64)>,
}

/// What a pronoun of a kind may take up, the likeliest first, each with its probability.
fn outcome(weights: &Weights, kind: usize, possible: &[Weighed], nothing: &Seen) -> Vec<(Target, f64)> {
    let mut all = weights.of(kind, nothing).exp();
    let mut sums: BTreeMap<Target, f64> = BTreeMap::new();
    for possible in possible {
        let weight = weights.of(kind, &possible.seen).exp();
        all += weight;
        let mut left = weight;
        for &(target, probability) in &possible.guesses {
            left -= weight * probability;
            *sums.entry(target).or_default() += weight * probability;
        }
        *sums.entry(possible.target).or_default() += left;
    }
    let mut found: Vec<_> = sums.into_iter().map(|(target, weight)| (target, weight / all)).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found
}

/// The pronoun that is weighed, and where it stands.
struct Asking<'a> {
    class: &'a PronounClass,
    token: TokenIndex,
    sentence: &'a Sentence,
    subject: bool,
    possessive: bool,
    clause: Option<TokenIndex>,
    /// The predicate that shares its subject with that of the clause, or has one.
    subject_of_clause: Option<TokenIndex>,
    /// The noun that its relative clause belongs to.
    relative: Option<TokenIndex>,
    joined: Option<TokenIndex>,
    quote: Option<Span>,
    speaks: bool,
    does: bool,
    /// Entity types of the things that own or do what the pronoun does.
    usual: Option<&'a [String]>,
    speaker: Option<usize>,
}

/// Looks at everything that a pronoun of a class may take up.
pub(super) fn weigh(
    discourse: &Discourse<'_>,
    memory: &Memory<'_>,
    quotes: &[Span],
    mention: usize,
    class: &PronounClass,
) -> Weighing {
    let scene = discourse.scene;
    let pronoun = scene.mention(mention);
    let sentence = scene.sentence_of(pronoun);
    let clause = syntax::clause(sentence, pronoun.head);
    let possessive = class.usage == PronounUse::Possessive;
    let agreeing = agreeing(sentence, pronoun.head, class);
    let class = agreeing.as_ref().unwrap_or(class);
    let asking = Asking {
        class,
        token: pronoun.head,
        sentence,
        subject: sentence.tokens[pronoun.head].deprel.universal() == "nsubj",
        possessive,
        clause,
        subject_of_clause: clause.and_then(|clause| {
            syntax::subject(sentence, clause).or_else(|| syntax::shared_subject(sentence, Some(clause)))
        }),
        relative: syntax::antecedent(sentence, pronoun.head),
        joined: if possessive { joined_to(sentence, pronoun.head) } else { None },
        quote: quote_at(quotes, pronoun.span.start),
        speaks: speaks(scene, sentence, pronoun.head),
        does: does(scene, sentence, pronoun.head),
        usual: usual(scene, sentence, pronoun.head, possessive),
        speaker: speaker(discourse, quotes, mention),
    };
    let noun = sentence.tokens[pronoun.head].head.filter(|_| possessive);
    let owned = noun.and_then(|noun| discourse.referent_at(pronoun.sentence, noun));
    let mut possible = Vec::new();
    // What was weighed already: it stands between the pronoun and what comes next.
    let mut between: BTreeSet<Target> = BTreeSet::new();
    // "Acme replaced it": whoever acts on it in its own clause is not it, nor is it where spoken of before.
    let mut apart: BTreeSet<Target> = BTreeSet::new();
    for (index, antecedents) in memory.sentences.iter().rev() {
        let other = &scene.detected.annotated.sentences[*index];
        // A pronoun in a new paragraph seldom looks past the one before.
        if other.paragraph + 2 < sentence.paragraph {
            break;
        }
        let age = pronoun.sentence - index;
        let before = if age > 0 { antecedents.len() } else { antecedents.partition_point(|a| a.token < pronoun.head) };
        let fitting = |antecedent: &&Possible<'_>| agrees(antecedent, class) && !antecedent.is_open_relative();
        let first = antecedents[..before].iter().find(fitting).map(|first| first.token);
        let near = antecedents[..before].iter().rev().take(WEIGHED);
        let ahead = antecedents[before..].iter().filter(|other| is_ahead(&asking, other));
        for antecedent in near.chain(ahead).filter(fitting) {
            let target = antecedent.referent.map_or(Target::Unknown(*index, antecedent.token), Target::Known);
            // "Il a fondé": no law, no match.
            if asking.does && !antecedent.acts() {
                continue;
            }
            // "son avocate, Jane Doe": nobody is her own.
            if owned.is_some() && owned == antecedent.referent {
                continue;
            }
            // Speakers do not speak of themselves in the third person.
            if asking.speaker.is_some() && asking.speaker == antecedent.referent {
                continue;
            }
            if age == 0 && is_apart(&asking, antecedent) {
                if asking.clause.is_some() && !sentence.tokens[pronoun.head].feats.has("Reflex", "Yes") && !possessive {
                    apart.insert(target);
                }
                continue;
            }
            let position = other.tokens[antecedent.token].span.start;
            let quote = quote_at(quotes, position);
            // "Je le félicite", says whoever may be the likeliest of all outside.
            if class.clitic && asking.quote.is_some() && quote != asking.quote {
                continue;
            }
            let mut seen = [0.0; CLUES];
            let mut see = |clue: Clue, is_so: bool| seen[clue as usize] = f64::from(u8::from(is_so));
            see_position(&asking, antecedent, age, other, &mut see);
            see(Clue::First, first == Some(antecedent.token));
            see_form(&asking, antecedent, &mut see);
            see_kind(&asking, antecedent, &mut see);
            see(Clue::OutsideQuote, asking.quote.is_some() && quote != asking.quote);
            see(Clue::Quoted, asking.quote.is_none() && quote.is_some());
            see(Clue::Nearest, between.is_empty());
            seen[Clue::Between as usize] = (1.0 + between.len() as f64).ln();
            let guesses: &[(Target, f64)] = if antecedent.referent.is_some() { &[] } else { &antecedent.guesses };
            let may_be = |target: Target| match target {
                Target::Known(referent) => {
                    let gender = discourse.referents[referent].gender;
                    asking.speaker != Some(referent)
                        && (gender.is_none() || class.gender.is_none_or(|g| gender == Some(g)))
                }
                Target::Unknown(..) => true,
            };
            let guesses = guesses.iter().copied().filter(|&(target, _)| may_be(target)).collect();
            between.insert(target);
            possible.push(Weighed { target, guesses, sentence: *index, token: antecedent.token, seen });
        }
    }
    possible.retain(|weighed| !apart.contains(&weighed.target));
    for weighed in &mut possible {
        weighed.guesses.retain(|(target, _)| !apart.contains(target));
    }
    see_salience(discourse, mention, &mut possible);
    let nothing = see_nothing(&asking, &possible);
    let kind = antecedents::kind(class, asking.subject);
    let outcome = outcome(&scene.words().antecedents, kind, &possible, &nothing);
    Weighing { kind, possible, nothing, outcome }
}

/// The class of an object before its verb, with the gender that the participle behind it shows: "l'a arrêtée".
fn agreeing(sentence: &Sentence, token: TokenIndex, class: &PronounClass) -> Option<PronounClass> {
    if !class.clitic || class.gender.is_some() {
        return None;
    }
    let node = &sentence.tokens[token];
    let verb = node.head.filter(|_| node.deprel.universal() == "obj")?;
    let feats = &sentence.tokens[verb].feats;
    if !feats.has("VerbForm", "Part") || !syntax::has_dependent(sentence, verb, "aux") {
        return None;
    }
    let gender = if feats.has("Gender", "Fem") {
        Gender::Feminine
    } else if feats.has("Gender", "Masc") && !syntax::has_dependent(sentence, verb, "xcomp") {
        // Before an infinitive the participle may agree with nothing: "l'a fait partir".
        Gender::Masculine
    } else {
        return None;
    };
    // Several of whom one is a man are masculine, whoever of them is looked at.
    let told = gender == Gender::Feminine || class.number != Some(Number::Plural);
    told.then(|| PronounClass { gender: Some(gender), ..class.clone() })
}

/// A subject behind the phrase or clause that a pronoun opens its sentence with: "Dans son discours, Jane Doe …".
fn is_ahead(asking: &Asking<'_>, antecedent: &Possible<'_>) -> bool {
    let Some(above) = antecedent.clause else { return false };
    if antecedent.place != Place::Subject || matches!(antecedent.form, Form::Pronoun(_)) || above < asking.token {
        return false;
    }
    if asking.possessive && asking.clause == Some(above) {
        return asking.sentence.tokens[asking.token].head != Some(antecedent.token);
    }
    asking.clause.is_some_and(|clause| clause < antecedent.token && syntax::is_under(asking.sentence, clause, above))
}

/// Whether what stands in the sentence of a pronoun cannot be it: who acts on it, and what it owns.
fn is_apart(asking: &Asking<'_>, antecedent: &Possible<'_>) -> bool {
    if asking.possessive {
        // "his" in "his brother" is never the brother.
        return asking.sentence.tokens[asking.token].head == Some(antecedent.token);
    }
    let acts_here = || {
        // Behind a preposition the tree is less sure of the clause.
        let object = syntax::place(asking.sentence, asking.token) == Place::Object;
        let doer = if object {
            asking.clause.and_then(|clause| syntax::understood_subject(asking.sentence, clause))
        } else {
            syntax::shared_subject(asking.sentence, asking.clause)
        };
        doer == Some(antecedent.token)
    };
    !asking.subject && (antecedent.clause == asking.clause || acts_here() || opens_relative(asking, antecedent.token))
}

/// Whether what stands at `noun` directly before a relative pronoun acts in the clause of an object clitic, whatever the
/// tree hangs the clause on: "à Jane Doe, qui l'avait pris".
fn opens_relative(asking: &Asking<'_>, noun: TokenIndex) -> bool {
    let between = asking.sentence.tokens.get(noun + 1..asking.token).unwrap_or_default();
    let Some(relative) = between.iter().position(|token| token.feats.has("PronType", "Rel")) else { return false };
    let is_subject = |token: &Token| token.deprel.universal() == "nsubj";
    asking.class.clitic
        && is_subject(&between[relative])
        && between[..relative].iter().all(|token| token.upos == Upos::Propn || token.form == ",")
        && !between[relative + 1..].iter().any(is_subject)
}

fn see_position(
    asking: &Asking<'_>,
    antecedent: &Possible<'_>,
    age: usize,
    other: &Sentence,
    see: &mut impl FnMut(Clue, bool),
) {
    let ahead = age == 0 && antecedent.token > asking.token;
    see(Clue::Ahead, ahead);
    see(Clue::Here, age == 0 && !ahead);
    see(Clue::OneBack, age == 1);
    see(Clue::TwoBack, age == 2);
    see(Clue::FartherBack, age > 2);
    see(Clue::OtherParagraph, other.paragraph != asking.sentence.paragraph);
    let place = antecedent.place;
    let conjunct = matches!(other.tokens[antecedent.token].deprel.universal(), "conj" | "appos");
    see(Clue::Conjunct, conjunct);
    see(Clue::Subject, place == Place::Subject);
    see(Clue::Object, place == Place::Object);
    see(Clue::Oblique, place == Place::Oblique);
    see(Clue::Complement, place == Place::Complement);
    see(Clue::Root, place == Place::Root);
    see(Clue::SubjectHere, age == 0 && place == Place::Subject);
    see(Clue::SubjectOneBack, age == 1 && place == Place::Subject);
    see(Clue::OtherOneBack, age == 1 && matches!(place, Place::Object | Place::Oblique));
    let headline = other.kind == SentenceKind::Headline;
    see(Clue::InHeadline, headline && asking.sentence.kind != SentenceKind::Headline);
    // The topic of a headline is a sentence of its own.
    let topic = headline && age == 1 && asking.sentence.kind == SentenceKind::Headline;
    see(Clue::HeadlineTopic, topic && other.paragraph == asking.sentence.paragraph);
    if age > 0 {
        return;
    }
    see(Clue::OwnClause, asking.clause.is_some() && antecedent.clause == asking.clause);
    see(Clue::OwnSubject, asking.subject_of_clause == Some(antecedent.token));
    let governs = |above| asking.clause.is_some_and(|clause| syntax::is_under(asking.sentence, clause, above));
    see(Clue::GoverningSubject, place == Place::Subject && antecedent.clause.is_some_and(governs));
    see(Clue::InRelativeClause, asking.relative == Some(antecedent.token));
    see(Clue::Joined, asking.joined == Some(antecedent.token));
}

fn see_form(asking: &Asking<'_>, antecedent: &Possible<'_>, see: &mut impl FnMut(Clue, bool)) {
    match antecedent.form {
        Form::Name => see(Clue::Name, true),
        Form::Noun(definite) => see(if definite { Clue::Definite } else { Clue::Indefinite }, true),
        Form::Pronoun(class) => {
            let clue = match class.usage {
                PronounUse::Possessive => Clue::Possessive,
                PronounUse::Relative => Clue::Relative,
                PronounUse::Personal | PronounUse::Speaker | PronounUse::Latter => Clue::Personal,
            };
            see(clue, true);
            let same = class.number == asking.class.number
                && class.referent == asking.class.referent
                && (class.gender == asking.class.gender || class.gender.is_none() || asking.class.gender.is_none());
            see(Clue::SamePronoun, same && clue != Clue::Relative);
        }
    }
    see(Clue::Speaks, antecedent.speaks);
    see(Clue::SpeakingOn, antecedent.speaks && asking.speaks);
    see(Clue::Together, antecedent.together);
    see(Clue::OneOfSeveral, antecedent.joined && asking.class.number == Some(Number::Singular));
}

fn see_kind(asking: &Asking<'_>, antecedent: &Possible<'_>, see: &mut impl FnMut(Clue, bool)) {
    let clue = match antecedent.kind.as_ref().map(|kind| kind.top()) {
        _ if antecedent.person => Clue::Person,
        Some("organization" | "group") => Clue::Body,
        Some("place") => Clue::Place,
        Some(_) => Clue::OtherKind,
        None => Clue::UnknownKind,
    };
    see(clue, true);
    if let (Some(usual), Some(kind)) = (asking.usual, &antecedent.kind) {
        let fits =
            usual.iter().any(|usual| kind.is_a(usual) || kind.as_str() == kind.top() && usual.starts_with(kind.top()));
        see(if fits { Clue::Fits } else { Clue::Misfits }, true);
    }
    let gender = asking.class.gender;
    see(Clue::SameGender, gender.is_some() && antecedent.gender == gender);
    see(Clue::UnknownGender, gender.is_some() && antecedent.gender.is_none());
    see(Clue::Several, asking.class.number == Some(Number::Plural) && !antecedent.plural);
}

/// How much has been spoken of each before.
fn see_salience(discourse: &Discourse<'_>, mention: usize, possible: &mut [Weighed]) {
    let scene = discourse.scene;
    let counted = |target: Target| match target {
        Target::Known(referent) => discourse.referents[referent].mentions.range(..mention).count(),
        Target::Unknown(..) => 1,
    };
    let counts: BTreeMap<Target, usize> =
        possible.iter().map(|weighed| (weighed.target, counted(weighed.target))).collect();
    let most = counts.values().max().copied().unwrap_or_default();
    let only = counts.values().filter(|&&count| count == most).count() == 1 && most > 1;
    for weighed in possible {
        let count = counts.get(&weighed.target).copied().unwrap_or_default();
        weighed.seen[Clue::Frequency as usize] = (1.0 + count as f64).ln();
        weighed.seen[Clue::MostFrequent as usize] = f64::from(u8::from(only && count == most));
        let Target::Known(referent) = weighed.target else { continue };
        let known = &discourse.referents[referent];
        let first = known.mentions.first().is_some_and(|&first| scene.is_headline(scene.mention(first)));
        weighed.seen[Clue::OfHeadline as usize] = f64::from(u8::from(first));
        let clue = if known.unnamed { Clue::Unnamed } else { Clue::Named };
        weighed.seen[clue as usize] = 1.0;
    }
}

/// What speaks for a pronoun's taking up nothing that is weighed.
fn see_nothing(asking: &Asking<'_>, possible: &[Weighed]) -> Seen {
    let sentence = asking.sentence;
    let mut seen = [0.0; CLUES];
    let mut see = |clue: Clue, is_so: bool| seen[clue as usize] = f64::from(u8::from(is_so));
    see(Clue::Nothing, true);
    see(Clue::NothingInQuote, asking.quote.is_some());
    let predicate = sentence.tokens[asking.token].head.filter(|_| asking.subject);
    let copula = |predicate| syntax::has_dependent(sentence, predicate, "cop");
    see(Clue::NothingOfCopula, predicate.is_some_and(copula));
    let clause = |predicate: TokenIndex| {
        let mut behind = syntax::dependents(sentence, predicate).filter(|&dependent| dependent > predicate);
        behind.any(|dependent| matches!(sentence.tokens[dependent].deprel.universal(), "csubj" | "ccomp" | "xcomp"))
    };
    see(Clue::NothingBeforeClause, predicate.is_some_and(clause));
    let near = |weighed: &Weighed| {
        [Clue::Here, Clue::OneBack, Clue::Ahead].iter().any(|&clue| weighed.seen[clue as usize] > 0.0)
    };
    see(Clue::NothingNear, !possible.iter().any(near));
    seen
}

/// Whether a token is the subject of a verb that only people and their bodies do: "Il a fondé".
fn does(scene: &Scene<'_>, sentence: &Sentence, token: TokenIndex) -> bool {
    let node = &sentence.tokens[token];
    let verb = node.head.and_then(|head| sentence.tokens.get(head));
    node.deprel.as_str() == "nsubj"
        && verb.is_some_and(|verb| scene.words().acting.contains(&verb.lemma.to_lowercase()))
}

/// Entity types of the things that alone own what a possessive stands before, or do what the pronoun does, or undergo it.
fn usual<'a>(scene: &Scene<'a>, sentence: &Sentence, token: TokenIndex, possessive: bool) -> Option<&'a [String]> {
    let node = &sentence.tokens[token];
    let governor = sentence.tokens.get(node.head?)?;
    let lemma = governor.lemma.to_lowercase();
    if possessive {
        scene.words().owners_of(&lemma)
    } else {
        match node.deprel.as_str() {
            "obj" | "nsubj:pass" => scene.words().undergoers_of(&lemma),
            relation if relation.starts_with("nsubj") => scene.words().doers_of(&lemma),
            _ => None,
        }
    }
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

/// Whether number, gender and kind allow a pronoun of a class to take something up.
pub(super) fn agrees(antecedent: &Possible<'_>, class: &PronounClass) -> bool {
    let body = || class.bodies && !antecedent.person && antecedent.kind.is_some() && antecedent.acts();
    let number = match class.number {
        Some(Number::Singular) => !antecedent.plural,
        Some(Number::Plural) => antecedent.plural || body(),
        None => true,
    };
    let gender: fn(Option<Gender>, Option<Gender>) -> bool = |a, b| !matches!((a, b), (Some(a), Some(b)) if a != b);
    let kind = match class.referent {
        Reference::Person => antecedent.person,
        Reference::Thing => !antecedent.person,
        Reference::Any => true,
    };
    number && kind && gender(class.gender, antecedent.gender)
}
