//! When, how much, where, as what: what stands beside a relation.

use crate::model::{MentionQualifier, MentionQualifierValue, QualifierKind, Span, TokenIndex, Upos, Value, ValueId};

use super::compile::{CompiledFrame, Spot, Time};
use super::matching::{Context, Match, TriggerWords, spot_tokens};
use super::predicate::Slot;

/// The qualifiers of a match that its relation type may carry, each kind at most once.
pub(super) fn qualifiers(context: &Context<'_>, frame: &CompiledFrame, found: &Match) -> Vec<MentionQualifier> {
    let mut all = Vec::new();
    let is_allowed = |kind: QualifierKind| frame.allowed.contains(&kind);
    // "Dayton, in Ohio", "a Canadian singer": what a name or a kind of noun tells by itself has no date in the clause.
    let is_event = context.mentions.name_at(found.words.main).is_none() && !frame.by_kind;
    if !frame.takes_value && is_event {
        when(context, frame, found, &mut all);
    }
    // What somebody is has the dates that hang on the noun, not those of the clause.
    if frame.subject.contains(&Spot::Itself) || frame.object.contains(&Spot::Itself) {
        let word = context.predicates.token(found.words.main).span;
        let below = |qualifier: &MentionQualifier| {
            let mut values = context.mentions.values.iter().map(|&id| context.detected.value(id));
            qualifier.span == word
                || values.any(|value| {
                    value.span == qualifier.span && below_without_clause(context, found.words.main, value.head)
                })
        };
        all.retain(below);
    }
    if is_allowed(QualifierKind::Amount) {
        let amount = nearest_value(context, found.words, |value| matches!(value, Value::Money(_)));
        all.extend(amount.map(|id| of_value(context, QualifierKind::Amount, id)));
    }
    for (kind, spots) in &frame.qualifiers {
        let tokens = spots.iter().map(|spot| spot_tokens(context, spot, found.words)).find(|tokens| !tokens.is_empty());
        let Some(&token) = tokens.as_deref().and_then(|tokens| tokens.first()) else { continue };
        all.extend(of_phrase(context, *kind, token, found));
    }
    if is_allowed(QualifierKind::Place) && !all.iter().any(|known| known.kind == QualifierKind::Place) {
        all.extend(place(context, found));
    }
    let mut seen = Vec::new();
    all.retain(|qualifier: &MentionQualifier| {
        let fresh = is_allowed(qualifier.kind) && !seen.contains(&qualifier.kind);
        seen.push(qualifier.kind);
        fresh
    });
    all.sort_by_key(|qualifier| qualifier.kind);
    all
}

/// The date of the event, or the start or end of the state.
fn when(context: &Context<'_>, frame: &CompiledFrame, found: &Match, all: &mut Vec<MentionQualifier>) {
    let date = nearest_value(context, found.words, |value| matches!(value, Value::Date(_) | Value::Interval(_)));
    let kind = match frame.time {
        Time::Start => QualifierKind::Start,
        Time::End => QualifierKind::End,
        Time::Date if frame.allowed.contains(&QualifierKind::Date) => QualifierKind::Date,
        Time::Date => QualifierKind::Start,
    };
    match date {
        // "depuis 2014", "de 2005 à 2021" bound a state.
        Some(id)
            if frame.time == Time::Date && frame.allowed.contains(&QualifierKind::Start) && is_term(context, id) =>
        {
            all.extend(bounds(context, id));
        }
        // A state without an event ("X dirige Y en 2020") tells neither when it began nor when it ended.
        Some(_) if frame.time == Time::Date && kind == QualifierKind::Start => {}
        Some(id) if frame.time != Time::Date && frame.allowed.contains(&QualifierKind::Start) => {
            let sides = bounds(context, id);
            if sides.is_empty() { all.push(of_value(context, kind, id)) } else { all.extend(sides) }
        }
        Some(id) => all.push(of_value(context, kind, id)),
        None if frame.time == Time::End => all.push(ended(context.predicates.token(found.words.main).span)),
        None => {}
    }
}

/// Start and end of an interval.
fn bounds(context: &Context<'_>, id: ValueId) -> Vec<MentionQualifier> {
    let value = context.detected.value(id);
    let Value::Interval(interval) = &value.value else { return Vec::new() };
    let sides = [(interval.start, QualifierKind::Start), (interval.end, QualifierKind::End)];
    sides
        .into_iter()
        .filter_map(|(side, kind)| {
            let value_of_side = MentionQualifierValue::Value(Value::Date(side?));
            Some(MentionQualifier { kind, value: value_of_side, span: value.span })
        })
        .collect()
}

/// Whether an interval is open to one side, or lasts for years: no part of a year, such as "fin 2022".
fn is_term(context: &Context<'_>, id: ValueId) -> bool {
    match &context.detected.value(id).value {
        Value::Interval(interval) => match (interval.start, interval.end) {
            (Some(start), Some(end)) => start.year() != end.year(),
            _ => true,
        },
        _ => false,
    }
}

/// The qualifier of a relation that is over, nobody says since when.
pub(super) fn ended(span: Span) -> MentionQualifier {
    MentionQualifier {
        kind: QualifierKind::End,
        value: MentionQualifierValue::Value(Value::Text("ended".to_owned())),
        span,
    }
}

fn of_value(context: &Context<'_>, kind: QualifierKind, id: ValueId) -> MentionQualifier {
    let value = context.detected.value(id);
    MentionQualifier { kind, value: MentionQualifierValue::Value(value.value.clone()), span: value.span }
}

/// The value that belongs to the words: below the trigger itself if there is one, else in its clause; among
/// several the nearest.
pub(super) fn nearest_value(
    context: &Context<'_>,
    words: TriggerWords,
    wanted: impl Fn(&Value) -> bool,
) -> Option<ValueId> {
    let predicates = &context.predicates;
    let clause = predicates.clause_head(words.main);
    context
        .mentions
        .values
        .iter()
        .copied()
        .filter(|&id| wanted(&context.detected.value(id).value))
        .filter_map(|id| {
            let head = context.detected.value(id).head;
            let below = below_without_clause(context, words.main, head)
                || words.complement.is_some_and(|complement| below_without_clause(context, complement, head));
            let same_clause = predicates.clause_head(head) == clause;
            let belongs = (below || same_clause) && !is_bracketed_off(context, words.main, head);
            belongs.then(|| (!below, head.abs_diff(words.main), id))
        })
        .min()
        .map(|(_, _, id)| id)
}

/// Whether one of two tokens stands in brackets without the other: "Jane Doe (1904–1988) was British".
fn is_bracketed_off(context: &Context<'_>, one: TokenIndex, other: TokenIndex) -> bool {
    let tokens = &context.sentence.tokens[one.min(other)..one.max(other)];
    let opened = tokens.iter().filter(|token| matches!(token.form.as_str(), "(" | "[")).count();
    let closed = tokens.iter().filter(|token| matches!(token.form.as_str(), ")" | "]")).count();
    opened != closed
}

/// Whether a token hangs below a word with no clause between.
fn below_without_clause(context: &Context<'_>, word: TokenIndex, token: TokenIndex) -> bool {
    let predicates = &context.predicates;
    let mut current = token;
    for _ in 0..context.sentence.tokens.len() {
        if current == word {
            return true;
        }
        if matches!(predicates.relation(current), "advcl" | "acl" | "ccomp" | "parataxis" | "root") {
            return false;
        }
        match predicates.token(current).head {
            Some(head) => current = head,
            None => return false,
        }
    }
    false
}

/// A phrase in a qualifier's slot: a mention for a place, else its words.
fn of_phrase(context: &Context<'_>, kind: QualifierKind, token: TokenIndex, found: &Match) -> Option<MentionQualifier> {
    if kind == QualifierKind::Place {
        let mention = place_at(context, token)?;
        let span = context.detected.mention(mention).span;
        return Some(MentionQualifier { kind, value: MentionQualifierValue::Mention(mention), span });
    }
    if matches!(kind, QualifierKind::Date | QualifierKind::Start | QualifierKind::End | QualifierKind::Amount) {
        let id =
            context.mentions.values.iter().copied().find(|&id| context.detected.value(id).tokens.contains(&token))?;
        return Some(of_value(context, kind, id));
    }
    let span = phrase_span(context, token)?;
    let is_argument = [found.subject, found.object].into_iter().any(|argument| match argument {
        crate::model::Argument::Mention(id) | crate::model::Argument::Owner(id) => {
            context.detected.mention(id).span.contains(span)
        }
        crate::model::Argument::Value(id) | crate::model::Argument::Start(id) | crate::model::Argument::End(id) => {
            context.detected.value(id).span.contains(span)
        }
    });
    let text = span.of(context.detected.annotated.text()).to_owned();
    (!is_argument && !text.is_empty()).then_some(MentionQualifier {
        kind,
        value: MentionQualifierValue::Value(Value::Text(text)),
        span,
    })
}

/// A place in the clause of the trigger, behind a preposition of place.
fn place(context: &Context<'_>, found: &Match) -> Option<MentionQualifier> {
    let predicates = &context.predicates;
    let words = [Some(found.words.main), found.words.complement];
    for word in words.into_iter().flatten() {
        for filler in predicates.fillers(word) {
            let preposition_fits = match &filler.slot {
                Slot::Oblique(preposition) => context.grammar.place.contains(preposition),
                Slot::Indirect => context.grammar.dative.iter().any(|dative| context.grammar.place.contains(dative)),
                _ => false,
            };
            if !preposition_fits {
                continue;
            }
            if let Some(mention) = place_at(context, filler.token) {
                let argument = crate::model::Argument::Mention(mention);
                if argument != found.subject && argument != found.object {
                    let span = context.detected.mention(mention).span;
                    return Some(MentionQualifier {
                        kind: QualifierKind::Place,
                        value: MentionQualifierValue::Mention(mention),
                        span,
                    });
                }
            }
        }
    }
    None
}

fn place_at(context: &Context<'_>, token: TokenIndex) -> Option<crate::model::MentionId> {
    let mention = context.mentions.name_at(token)?;
    context.mentions.entity_type(mention).is_some_and(|entity_type| entity_type.is_a("place")).then_some(mention)
}

/// Whether a comma or another mark stands before a phrase: it is set apart, and no part of what is before.
fn starts_after_punctuation(context: &Context<'_>, phrase: TokenIndex) -> bool {
    let first = context.predicates.children(phrase).iter().copied().min().map_or(phrase, |first| first.min(phrase));
    context.predicates.token(first).upos == Upos::Punct
        || first.checked_sub(1).is_some_and(|before| context.predicates.token(before).upos == Upos::Punct)
}

/// The words of a noun phrase without preposition, clauses and appositions.
pub(super) fn phrase_span(context: &Context<'_>, head: TokenIndex) -> Option<Span> {
    let predicates = &context.predicates;
    let mut first = head;
    let mut last = head;
    let mut pending = vec![head];
    let mut visited = 0;
    while let Some(word) = pending.pop() {
        visited += 1;
        if visited > context.sentence.tokens.len() {
            break;
        }
        first = first.min(word);
        last = last.max(word);
        for &child in predicates.children(word) {
            let outside = matches!(
                predicates.relation(child),
                "acl" | "advcl" | "appos" | "punct" | "parataxis" | "cc" | "conj" | "cop" | "nsubj" | "aux" | "mark"
            ) || (word == head && predicates.relation(child) == "case")
                || (word == head && predicates.relation(child) == "det")
                || (word == head && child < head && predicates.token(child).upos == Upos::Adp)
                || (word == head
                    && predicates.children(child).iter().any(|&below| predicates.relation(below) == "cop"))
                || (child > head && starts_after_punctuation(context, child));
            if !outside {
                pending.push(child);
            }
        }
    }
    let tokens = &context.sentence.tokens;
    Some(tokens.get(first)?.span.cover(tokens.get(last)?.span))
}
