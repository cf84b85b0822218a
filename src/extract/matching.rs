//! Frames over predicates: which words carry a relation, and between whom.

use crate::language::grammar::GrammarResources;
use crate::language::reporting::ReportingResources;
use crate::model::{Argument, MentionId, MentionKind, Polarity, Sentence, Stance, TokenIndex, Upos, Value, ValueId};

use super::arguments::SentenceMentions;
use super::compile::{CompiledFrame, CompiledRules, Known, Spot, Time, VerbTrigger};
use super::factuality::{Assessment, Factuality};
use super::predicate::{Predicates, Slot, lowercase};

/// Everything known about one sentence.
pub(super) struct Context<'a> {
    pub(super) sentence: &'a Sentence,
    pub(super) predicates: Predicates<'a>,
    pub(super) mentions: SentenceMentions<'a>,
    pub(super) grammar: &'a GrammarResources,
    pub(super) reporting: &'a ReportingResources,
    pub(super) detected: &'a crate::model::DetectedDocument,
}

impl Context<'_> {
    /// How words of the sentence stand: affirmed or not, and by whom.
    pub(super) fn factuality(&self) -> Factuality<'_> {
        Factuality { predicates: &self.predicates, grammar: self.grammar, reporting: self.reporting }
    }
}

/// A frame that fits at some words of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Match {
    pub(super) frame: usize,
    pub(super) subject: Argument,
    pub(super) object: Argument,
    pub(super) words: TriggerWords,
    /// Whether an end stands at a spot that counts only if the noun at the spot before is nobody.
    pub(super) second_choice: bool,
    /// Whether the subject is the speaker of the quotation around the words, whom only the document tells; the object
    /// stands in its place.
    pub(super) awaits_speaker: bool,
}

/// The words that carry a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TriggerWords {
    /// The word whose tense and negation count.
    pub(super) main: TokenIndex,
    /// The noun or particle of a fixed phrase.
    pub(super) complement: Option<TokenIndex>,
}

impl TriggerWords {
    /// A trigger of one word.
    pub(super) fn one(main: TokenIndex) -> Self {
        Self { main, complement: None }
    }

    fn words(self) -> impl Iterator<Item = TokenIndex> {
        std::iter::once(self.main).chain(self.complement)
    }
}

/// All matches in a sentence, in text order of their triggers, then in the order of the rules.
pub(super) fn matches(context: &Context<'_>, rules: &CompiledRules) -> Vec<Match> {
    let mut found = Vec::new();
    for index in 0..context.sentence.tokens.len() {
        let token = context.predicates.token(index);
        let lemma = context.predicates.lemma(index);
        let is_participle = token.feats.has("VerbForm", "Part");
        if matches!(token.upos, Upos::Verb | Upos::Aux) || (token.upos == Upos::Adj && is_participle) {
            for trigger in rules.verbs.get(&lemma).into_iter().flatten() {
                if let Some(words) = fits(context, index, trigger, &rules.frames[trigger.frame]) {
                    add_matches(context, rules, trigger.frame, words, &mut found);
                }
            }
        }
        if matches!(token.upos, Upos::Noun | Upos::Propn) && context.mentions.name_at(index).is_none() {
            for &frame in rules.nouns.get(&lemma).into_iter().flatten() {
                add_matches(context, rules, frame, TriggerWords::one(index), &mut found);
            }
            let kind = context.mentions.nominal_at(index).and_then(|nominal| context.mentions.entity_type(nominal));
            for (_, frame) in kind.into_iter().flat_map(|kind| rules.kinds.iter().filter(|(of, _)| kind.is_a(of))) {
                add_matches(context, rules, *frame, TriggerWords::one(index), &mut found);
            }
        }
        for (phrase, frame) in rules.noun_phrases.get(&lemma).into_iter().flatten() {
            if let Some(head) = context.predicates.words_at(index, phrase).and_then(|end| head_of(context, index..end))
            {
                add_matches(context, rules, *frame, TriggerWords::one(head), &mut found);
            }
        }
        if token.upos == Upos::Adj {
            for &frame in rules.adjectives.get(&lemma).into_iter().flatten() {
                add_matches(context, rules, frame, TriggerWords::one(index), &mut found);
            }
        }
        if let Some(name) = context.mentions.name_at(index) {
            let is_head = context.detected.mention(name).head == index;
            let entity_type = context.mentions.entity_type(name);
            if let Some(entity_type) = entity_type.filter(|_| is_head) {
                for (thing, frame) in &rules.things {
                    if entity_type.is_a(thing) {
                        add_matches(context, rules, *frame, TriggerWords::one(index), &mut found);
                    }
                }
            }
        }
    }
    found
}

/// The word of a phrase that hangs on something outside it, when it is a noun and in no name.
fn head_of(context: &Context<'_>, mut phrase: std::ops::Range<TokenIndex>) -> Option<TokenIndex> {
    let whole = phrase.clone();
    let head = phrase.find(|&index| context.predicates.token(index).head.is_none_or(|head| !whole.contains(&head)))?;
    let is_noun = matches!(context.predicates.token(head).upos, Upos::Noun | Upos::Propn | Upos::Adj);
    (is_noun && context.mentions.name_at(head).is_none()).then_some(head)
}

/// How far behind the object a fixed complement may stand, in tokens.
const BEHIND_OBJECT: usize = 6;

/// Whether reflexive, particle and fixed complement are as the trigger wants them.
fn fits(context: &Context<'_>, verb: TokenIndex, trigger: &VerbTrigger, frame: &CompiledFrame) -> Option<TriggerWords> {
    let predicates = &context.predicates;
    // "Acme itself was bought" only stresses who.
    let is_object = |child: TokenIndex| predicates.relation(child) != "nsubj" && predicates.is_reflexive(child);
    let reflexive = predicates.children(verb).iter().any(|&child| is_object(child));
    // "A et B se rencontrent" is the reciprocal of a plain verb.
    let is_reciprocal = reflexive && !frame.both.is_empty();
    if trigger.reflexive != reflexive && !is_reciprocal && trigger.complement.is_empty() {
        return None;
    }
    if trigger.complement.is_empty() {
        // "write off" is not "write".
        let has_particle =
            predicates.children(verb).iter().any(|&child| predicates.token(child).deprel.as_str() == "compound:prt");
        return (!has_particle).then(|| TriggerWords::one(verb));
    }
    let objects: Vec<_> = predicates.in_slot(verb, &Slot::Object).collect();
    // "rencontrer X en finale": parsers hang the place or time on the object.
    let behind = objects.iter().filter(|_| !trigger.preposition.is_empty());
    let behind: Vec<_> = behind
        .flat_map(|&object| (object + 1..context.sentence.tokens.len()).take(BEHIND_OBJECT))
        .filter(|&index| predicates.clause_head(index) == verb && predicates.relation(index) == "nmod")
        .collect();
    let near = predicates.children(verb).iter().copied().chain(objects.iter().copied()).chain(behind);
    let complement = near.into_iter().find(|&child| {
        (predicates.lemma(child) == trigger.complement
            || lowercase(&predicates.token(child).form) == trigger.complement)
            && (predicates.preposition(child) == trigger.preposition
                || (trigger.preposition.is_empty()
                    && predicates.in_slot(verb, &Slot::Object).any(|object| object == child)))
            && !matches!(predicates.relation(child), "nsubj" | "conj" | "cc" | "aux")
            || (predicates.lemma(child) == trigger.complement
                && trigger.preposition.is_empty()
                && predicates.token(child).deprel.as_str() == "nsubj:pass")
    })?;
    Some(TriggerWords { main: verb, complement: Some(complement) })
}

fn add_matches(
    context: &Context<'_>,
    rules: &CompiledRules,
    index: usize,
    words: TriggerWords,
    found: &mut Vec<Match>,
) {
    let frame = &rules.frames[index];
    let any_filled = |spot: &Spot| !spot_tokens(context, spot, words).is_empty();
    if !frame.with.iter().all(any_filled) || frame.without.iter().any(any_filled) {
        return;
    }
    if !stands_right(context, words, frame) {
        return;
    }
    let subjects =
        arguments(context, &frame.subject, words, &frame.subject_types, &frame.domain, &[], frame.types_known);
    let mut objects = if frame.takes_value {
        Choices { first: values(context, frame, words), second: Vec::new() }
    } else {
        let taken = &subjects.first;
        arguments(context, &frame.object, words, &frame.object_types, &frame.range, taken, frame.types_known)
    };
    if frame.nested {
        let around: Vec<_> = objects.first.iter().flat_map(|&object| surrounding_places(context, object)).collect();
        objects.first.extend(around);
    }
    let mut add = |subject: Argument, object: Argument, second_choice: bool| {
        let is_new = !found.iter().any(|other| {
            other.frame == index && other.subject == subject && other.object == object && other.words == words
        });
        if subject != object && is_new {
            found.push(Match { frame: index, subject, object, words, second_choice, awaits_speaker: false });
        }
    };
    for (subject, subject_is_second) in subjects.all() {
        for (object, object_is_second) in objects.all() {
            add(subject, object, subject_is_second || object_is_second);
        }
    }
    let (subjects, objects) = (subjects.first, objects.first);
    if subjects.is_empty() && frame.subject.contains(&Spot::Speaker) && is_unattributed(context, words.main) {
        let waiting = |&object: &Argument| Match {
            frame: index,
            subject: object,
            object,
            words,
            second_choice: false,
            awaits_speaker: true,
        };
        found.extend(objects.iter().map(waiting));
        return;
    }
    if objects.is_empty() || subjects.is_empty() {
        for spot in &frame.both {
            let members = arguments(
                context,
                std::slice::from_ref(spot),
                words,
                &frame.subject_types,
                &frame.domain,
                &[],
                frame.types_known,
            )
            .first;
            if members.len() < 2 {
                continue;
            }
            for (position, &one) in members.iter().enumerate() {
                for &other in &members[position + 1..] {
                    add(one, other, false);
                }
            }
            return;
        }
    }
}

/// Whether the words around a trigger are those that its frame asks for, and none that it forbids. Most frames ask for
/// none, and then no word is looked at.
fn stands_right(context: &Context<'_>, words: TriggerWords, frame: &CompiledFrame) -> bool {
    let predicates = &context.predicates;
    // "Acme reported a loss, but Doe denied it": what a clause is coordinated with does not govern it.
    let is_coordinated = || predicates.relation(words.main) == "conj" && predicates.is_predicate(words.main);
    let is_under = |lemmas: &[String]| {
        let above = [predicates.governor(words.main), predicates.token(words.main).head];
        !is_coordinated() && above.into_iter().flatten().any(|governor| lemmas.contains(&predicates.lemma(governor)))
    };
    let is_in_sentence =
        |lemmas: &[String]| (0..context.sentence.tokens.len()).any(|index| lemmas.contains(&predicates.lemma(index)));
    (frame.under.is_empty() || is_under(&frame.under))
        && (frame.never_under.is_empty() || !is_under(&frame.never_under))
        && (frame.beside.is_empty() || governs_one_of(predicates, words.main, &frame.beside))
        && (frame.never_beside.is_empty() || !is_in_sentence(&frame.never_beside))
}

/// Whether one of some lemmas stands in the phrase of a word, whose other clauses do not count.
fn governs_one_of(predicates: &Predicates<'_>, word: TokenIndex, lemmas: &[String]) -> bool {
    let mut pending = vec![word];
    while let Some(current) = pending.pop() {
        for &child in predicates.children(current) {
            if lemmas.contains(&predicates.lemma(child)) {
                return true;
            }
            if !matches!(predicates.relation(child), "advcl" | "parataxis" | "acl" | "nsubj") {
                pending.push(child);
            }
        }
    }
    false
}

/// The arguments at the first spot that has any, and, where those are common nouns that may be nobody, at a spot that
/// goes on from there.
#[derive(Default)]
struct Choices {
    first: Vec<Argument>,
    second: Vec<Argument>,
}

impl Choices {
    /// All, with whether they are the second choice.
    fn all(&self) -> impl Iterator<Item = (Argument, bool)> + '_ {
        let second = self.second.iter().map(|&argument| (argument, true));
        self.first.iter().map(|&argument| (argument, false)).chain(second)
    }
}

/// The mentions at the first spot that has any, with those coordinated with it. Those that the ontology allows
/// come before others: "envoyer à Paris à X" has two datives, and only one is written to.
fn arguments(
    context: &Context<'_>,
    spots: &[Spot],
    words: TriggerWords,
    insisted: &[String],
    allowed: &[crate::model::EntityTypeId],
    taken: &[Argument],
    known: Known,
) -> Choices {
    let is_insisted = |mention: &MentionId| {
        let Some(entity_type) = context.mentions.entity_type(*mention) else {
            return known != Known::Exactly || insisted.is_empty();
        };
        // A type known only broadly, `organization`, may turn out to be the narrow one that is wanted.
        let may_be = |wanted: &String| {
            let is_broad = known == Known::Broadly && wanted.starts_with(&format!("{entity_type}/"));
            entity_type.is_a(wanted) || is_broad
        };
        insisted.is_empty() || insisted.iter().any(may_be)
    };
    let is_allowed = |mention: &MentionId| {
        let Some(entity_type) = context.mentions.entity_type(*mention) else { return true };
        allowed.is_empty() || allowed.iter().any(|allowed| entity_type.is_a(allowed.as_str()))
    };
    let is_common = |argument: &Argument| matches!(argument, Argument::Mention(id) if context.detected.mention(*id).kind == MentionKind::Nominal);
    let mut choices = Choices::default();
    let mut chosen: Option<&Spot> = None;
    for strict in [true, false] {
        for spot in spots {
            let mut group: Vec<Argument> = Vec::new();
            let mut first: Option<TokenIndex> = None;
            for token in spot_tokens(context, spot, words) {
                let at = || context.mentions.at(token, &context.predicates, context.grammar);
                // The country of "la Suédoise Jane Doe", not her.
                let own = || context.mentions.name_at(token).into_iter().collect();
                if matches!(spot, Spot::Owner(_)) {
                    group.extend(context.mentions.nominal_at(token).map(Argument::Owner));
                    continue;
                }
                let there = if *spot == Spot::Before { own() } else { at() };
                let mentions: Vec<_> = there
                    .into_iter()
                    .filter(|mention| is_insisted(mention) && (!strict || is_allowed(mention)))
                    .map(Argument::Mention)
                    .filter(|argument| !taken.contains(argument))
                    .collect();
                let belongs = *spot == Spot::Around || first.is_none_or(|first| coordinated(context, first, token));
                if mentions.is_empty() || !belongs {
                    continue;
                }
                first.get_or_insert(token);
                for mention in mentions {
                    if !group.contains(&mention) {
                        group.push(mention);
                    }
                }
            }
            if group.is_empty() || group == choices.first {
                continue;
            }
            if choices.first.is_empty() {
                choices.first = group;
                chosen = Some(spot);
                if !choices.first.iter().all(is_common) {
                    return choices;
                }
            } else if chosen.is_some_and(|chosen| leads_on(chosen, spot)) {
                choices.second = group;
                return choices;
            }
        }
        if !choices.first.is_empty() {
            return choices;
        }
    }
    choices
}

/// Whether a spot goes on from another: "object/of" from "object".
fn leads_on(from: &Spot, to: &Spot) -> bool {
    match (from, to) {
        (Spot::Path(from), Spot::Path(to)) => to.len() > from.len() && to.starts_with(from),
        _ => false,
    }
}

/// The places around a place: in apposition to it, "Dayton, Ohio", or behind it as the words stand, each behind a
/// comma or in brackets, "Dayton, Ohio, United States".
fn surrounding_places(context: &Context<'_>, object: Argument) -> Vec<Argument> {
    let Argument::Mention(place) = object else { return Vec::new() };
    let kind = |id: MentionId| context.mentions.entity_type(id);
    let is_place = |id: MentionId| kind(id).is_some_and(|entity_type| entity_type.is_a("place"));
    // Nothing but a continent is around a country.
    if kind(place).is_some_and(|kind| !kind.is_a("place") || kind.is_a("place/country")) {
        return Vec::new();
    }
    let beside = context.predicates.in_slot(context.detected.mention(place).head, &Slot::Apposition);
    let names = beside.filter_map(|token| context.mentions.name_at(token));
    let mut around: Vec<_> = names.filter(|&name| name != place && is_place(name)).collect();
    let tokens = &context.sentence.tokens;
    let mut end = context.detected.mention(place).tokens.end;
    let mut behind = Vec::new();
    while tokens.get(end).is_some_and(|mark| matches!(mark.form.as_str(), "," | "(")) && end + 1 < tokens.len() {
        let Some(name) = context.mentions.name_at(end + 1) else { break };
        let mention = context.detected.mention(name);
        let acts = context.predicates.relation(mention.head).starts_with("nsubj");
        if mention.tokens.start != end + 1 || !is_place(name) || acts {
            break;
        }
        behind.push(name);
        end = mention.tokens.end.max(end + 1);
    }
    // "Leeds, Paris and Rome": a list.
    let is_list = tokens.get(end).is_some_and(|next| next.upos == Upos::Cconj)
        || tokens.get(end).is_some_and(|mark| mark.form == ",")
            && tokens.get(end + 1).is_some_and(|next| next.upos == Upos::Cconj);
    if !is_list {
        behind.retain(|name| *name != place && !around.contains(name));
        around.append(&mut behind);
    }
    around.into_iter().map(Argument::Mention).collect()
}

/// Whether one of two tokens is coordinated with the other, at any remove.
fn coordinated(context: &Context<'_>, first: TokenIndex, second: TokenIndex) -> bool {
    let first_of_chain = |token: TokenIndex| {
        let mut current = token;
        for _ in 0..context.sentence.tokens.len() {
            match context.predicates.token(current).head {
                // The next member may hang on any word of a name.
                Some(head)
                    if matches!(context.predicates.relation(current), "conj" | "flat")
                        || context.predicates.goes_on_with(head, current) =>
                {
                    current = head;
                }
                // "A, B et C critiquent", with A on the verb
                Some(head) => match context.predicates.first_of_list_at(head, current) {
                    Some(subject) => current = subject,
                    None => break,
                },
                None => break,
            }
        }
        current
    };
    first_of_chain(first) == first_of_chain(second)
}

/// Tokens at a spot.
pub(super) fn spot_tokens(context: &Context<'_>, spot: &Spot, words: TriggerWords) -> Vec<TokenIndex> {
    let predicates = &context.predicates;
    match spot {
        Spot::Date => Vec::new(),
        Spot::Bracket => context.mentions.in_brackets(words.main, predicates),
        Spot::ElectedFor => context.mentions.elected_for(words.main, predicates),
        Spot::Around => {
            let place = context.mentions.name_at(words.main).map(Argument::Mention);
            let around = place.map(|place| surrounding_places(context, place)).unwrap_or_default();
            let head = |place: Argument| match place {
                Argument::Mention(id) => Some(context.detected.mention(id).head),
                Argument::Owner(_) | Argument::Value(_) | Argument::Start(_) | Argument::End(_) => None,
            };
            around.into_iter().filter_map(head).collect()
        }
        Spot::Behind(preposition) => context.mentions.behind(words.main, preposition, predicates).into_iter().collect(),
        Spot::Before => context.mentions.right_before(words.main, predicates).into_iter().collect(),
        Spot::Speaker => speakers_of(context, words.main),
        Spot::Itself if context.mentions.name_at(words.main).is_some() => vec![words.main],
        Spot::Itself => {
            let named: Vec<_> = predicates
                .in_slot(predicates.one_of(words.main), &Slot::Referent)
                .filter(|&token| !context.mentions.at(token, predicates, context.grammar).is_empty())
                .collect();
            // "un hôtel de Mogadiscio, la capitale": parsers hang the phrase on the noun before the name.
            let is_named = |&token: &TokenIndex| context.mentions.name_at(token).is_some();
            let beside = || {
                let name = context.mentions.name_before_comma(words.main, predicates)?;
                context.mentions.may_be(words.main, name).then(|| context.detected.mention(name).head)
            };
            match (named.iter().any(is_named), beside().filter(|_| predicates.relation(words.main) == "appos")) {
                (false, Some(name)) => vec![name],
                _ if named.is_empty() => vec![words.main],
                _ => named,
            }
        }
        Spot::Path(path) | Spot::Owner(path) => {
            let mut tokens: Vec<TokenIndex> = words.words().collect();
            let fixed = words.complement;
            for (depth, slot) in path.iter().enumerate() {
                let mut next = Vec::new();
                for &token in &tokens {
                    let governor = (*slot == Slot::Governor).then(|| predicates.governor(token)).flatten();
                    for filler in predicates.in_slot(token, slot).chain(governor) {
                        if Some(filler) != fixed && !next.contains(&filler) {
                            next.push(filler);
                        }
                    }
                    // The verb's own slot comes before the same slot of its fixed noun.
                    if depth == 0 && !next.is_empty() {
                        break;
                    }
                }
                tokens = next;
            }
            tokens
        }
    }
}

/// Whether a word is simply affirmed, and by nobody that its sentence names.
fn is_unattributed(context: &Context<'_>, word: TokenIndex) -> bool {
    context.factuality().assess(word) == Assessment::default()
}

/// Heads of the phrases that name who says what a word says; nobody where it is denied or asked.
fn speakers_of(context: &Context<'_>, word: TokenIndex) -> Vec<TokenIndex> {
    let assessment = context.factuality().assess(word);
    if assessment.polarity(Polarity::Affirmed) == Polarity::Negated {
        return Vec::new();
    }
    // The nearest: "A said that according to B": B's words.
    let source = assessment.sources.into_iter().find(|source| !source.speakers.is_empty());
    source.filter(|source| source.stance == Stance::Asserts).map(|source| source.speakers).unwrap_or_default()
}

/// Values at the spots of a relation that takes a literal; of an interval the end that the frame's time names.
fn values(context: &Context<'_>, frame: &CompiledFrame, words: TriggerWords) -> Vec<Argument> {
    for spot in &frame.object {
        let found: Vec<_> = match spot {
            Spot::Date => nearest_date(context, words).into_iter().collect(),
            Spot::Bracket => lifetime_in_brackets(context, words.main, frame.time).into_iter().collect(),
            _ => spot_tokens(context, spot, words).into_iter().filter_map(|token| value_at(context, token)).collect(),
        };
        if !found.is_empty() {
            return found.into_iter().map(|value| bound(context, frame.time, value)).collect();
        }
    }
    Vec::new()
}

fn bound(context: &Context<'_>, time: Time, value: ValueId) -> Argument {
    match (&context.detected.value(value).value, time) {
        (Value::Interval(_), Time::Start) => Argument::Start(value),
        (Value::Interval(_), Time::End) => Argument::End(value),
        _ => Argument::Value(value),
    }
}

/// Shorter stretches of years in brackets behind a person's name are terms of office.
const SHORTEST_LIFE: i16 = 20;

/// "Jane Doe (1870–1930)", "(born 1870)": an interval that can be a life, or the date behind the word for the end of
/// it that the frame asks for.
fn lifetime_in_brackets(context: &Context<'_>, name: TokenIndex, time: Time) -> Option<ValueId> {
    let tokens = &context.sentence.tokens;
    let (wanted, other) = match time {
        Time::Start => (&context.grammar.born, &context.grammar.died),
        Time::End | Time::Date => (&context.grammar.died, &context.grammar.born),
    };
    let is_in = |list: &std::collections::BTreeSet<String>, index: TokenIndex| {
        list.contains(lowercase(&tokens[index].form).trim_end_matches('.'))
    };
    for inside in context.mentions.brackets(name, &context.predicates) {
        let values = context.mentions.values.iter().copied().filter(|&id| {
            let value = context.detected.value(id);
            inside.contains(&value.head)
        });
        for id in values {
            let value = context.detected.value(id);
            match &value.value {
                Value::Interval(interval) => {
                    if let (Some(start), Some(end)) = (interval.start, interval.end)
                        && end.year() - start.year() >= SHORTEST_LIFE
                    {
                        return Some(id);
                    }
                }
                Value::Date(_) => {
                    // The nearest such word before it, at the head of the bracket or behind a mark.
                    let word = (inside.start..value.tokens.start).rev().find(|&index| {
                        let stands_first = index == inside.start
                            || matches!(tokens[index - 1].upos, Upos::Punct | Upos::Sym | Upos::Cconj);
                        stands_first && (is_in(wanted, index) || is_in(other, index))
                    });
                    let is_first = |word: TokenIndex| {
                        context.mentions.values.iter().all(|&earlier| {
                            let head = context.detected.value(earlier).head;
                            earlier == id || head < word || head > value.head
                        })
                    };
                    if word.is_some_and(|word| is_in(wanted, word) && is_first(word)) {
                        return Some(id);
                    }
                }
                _ => {}
            }
        }
    }
    None
}

/// The date that belongs to the words. That of a noun stands behind it, "la mort de X le 4 août", or is what is said of
/// it: "le 4 août, à la suite de la mort de X" dates something else.
fn nearest_date(context: &Context<'_>, words: TriggerWords) -> Option<ValueId> {
    let date =
        super::qualifiers::nearest_value(context, words, |value| matches!(value, Value::Date(_) | Value::Interval(_)))?;
    let is_noun = context.predicates.token(words.main).upos == Upos::Noun;
    let preposition = context.predicates.preposition(words.main);
    let is_adverbial = preposition.contains(' ') || context.grammar.of.contains(&preposition);
    let is_before = context.detected.value(date).head < words.main;
    (!(is_noun && is_adverbial && is_before)).then_some(date)
}

fn value_at(context: &Context<'_>, token: TokenIndex) -> Option<ValueId> {
    context.mentions.values.iter().copied().find(|&id| context.detected.value(id).tokens.contains(&token))
}
