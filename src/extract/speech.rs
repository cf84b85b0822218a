//! What only the whole document tells: who speaks in a quotation, and what a denial in a later sentence denies.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::reporting::Saying;
use crate::model::{
    Argument, DetectedDocument, MentionAttribution, MentionKind, MentionSpeaker, Modality, RelationMention, Span,
    Stance, TokenIndex, Upos,
};

use super::attribution::speakers;
use super::matching::Context;
use super::predicate::Slot;
use super::roles::is_role;

/// Acts of speech of a document, collected sentence by sentence.
#[derive(Clone, Debug, Default)]
pub(super) struct Speech {
    sayings: Vec<Act>,
    responses: Vec<Act>,
}

/// Somebody says something, or responds to something said.
#[derive(Clone, Debug)]
struct Act {
    sentence: usize,
    speakers: Vec<MentionSpeaker>,
    stance: Stance,
    cue: Span,
}

/// How many sentences back a denial reaches for what it denies.
const REACH: usize = 3;

impl Speech {
    /// Notes the acts of speech of one sentence.
    pub(super) fn note(&mut self, context: &Context<'_>, saying: &Saying, sentence: usize) {
        for verb in 0..context.sentence.tokens.len() {
            if context.predicates.token(verb).upos != Upos::Verb {
                continue;
            }
            let lemma = context.predicates.lemma(verb);
            let asserts = saying.asserting.contains(&lemma) || saying.accusing.contains(&lemma);
            let denies = saying.denying.contains(&lemma);
            let confirms = saying.confirming.contains(&lemma);
            if !asserts && !denies && !confirms {
                continue;
            }
            let speakers: Vec<_> = context
                .predicates
                .in_slot(verb, &Slot::Subject)
                .flat_map(|subject| speakers(context, subject))
                .collect();
            if speakers.is_empty() {
                continue;
            }
            let cue = context.predicates.token(verb).span;
            if asserts {
                let speakers = speakers.clone();
                self.sayings.push(Act { sentence, speakers, stance: Stance::Asserts, cue });
            }
            if let Some(thing) = (denies || confirms).then(|| said_thing(context, saying, verb)).flatten() {
                let stance = if denies { Stance::Denies } else { Stance::Asserts };
                let cue = if thing.abs_diff(verb) <= super::LONGEST_TRIGGER {
                    cue.cover(context.predicates.token(thing).span)
                } else {
                    cue
                };
                self.responses.push(Act { sentence, speakers, stance, cue });
            }
        }
    }

    /// Attributes what stands in quotations to those who speak them, and takes denials and confirmations back to
    /// what they are about.
    pub(super) fn attribute(&self, detected: &DetectedDocument, relations: &mut [RelationMention]) {
        self.attribute_quotations(detected, relations);
        for response in &self.responses {
            respond(response, detected, relations);
        }
    }

    fn attribute_quotations(&self, detected: &DetectedDocument, relations: &mut [RelationMention]) {
        if relations.is_empty() || self.sayings.is_empty() {
            return;
        }
        let quotations = quotations(detected.annotated.text());
        let outside: Vec<&Act> = self.sayings.iter().filter(|act| stretch_at(&quotations, act.cue).is_none()).collect();
        for relation in relations {
            // What somebody's title says is not the speaker's claim.
            if is_role(relation) {
                continue;
            }
            let Some(stretch) = stretch_at(&quotations, relation.trigger) else { continue };
            let Some(act) = speaker_of(stretch, relation.sentence, &outside) else { continue };
            if relation.modality == Modality::Stated {
                relation.modality = Modality::Reported;
            }
            for speaker in &act.speakers {
                let is_known = relation.attribution.iter().any(|said| said.speaker == *speaker);
                if !is_known {
                    relation.attribution.push(MentionAttribution {
                        speaker: speaker.clone(),
                        stance: Stance::Asserts,
                        cue: act.cue,
                    });
                }
            }
        }
    }
}

/// The noun or pronoun that takes up something said: "cette information", "l'" in "l'a démenti".
fn said_thing(context: &Context<'_>, saying: &Saying, verb: TokenIndex) -> Option<TokenIndex> {
    context.predicates.in_slot(verb, &Slot::Object).find(|&object| {
        let token = context.predicates.token(object);
        match token.upos {
            Upos::Noun => saying.said_things.contains(&context.predicates.lemma(object)),
            // A pronoun that stands for a person is a mention: "he dismissed her".
            Upos::Pron => context.mentions.at(object, &context.predicates, context.grammar).is_empty(),
            _ => false,
        }
    })
}

/// The saying verb of a quotation: in the same sentence, else in the one before or after, nearest first.
fn speaker_of<'a>(stretch: Span, sentence: usize, sayings: &[&'a Act]) -> Option<&'a Act> {
    let distance = |act: &Act| {
        if act.cue.start >= stretch.end {
            act.cue.start - stretch.end
        } else {
            stretch.start.saturating_sub(act.cue.end)
        }
    };
    sayings
        .iter()
        .filter(|act| act.sentence.abs_diff(sentence) <= 1 && distance(act) <= NEAR_QUOTATION)
        .min_by_key(|act| (distance(act), act.cue.start))
        .copied()
}

/// Bytes between a quotation and the verb that introduces or closes it: "…", on Friday the minister's spokesman said.
const NEAR_QUOTATION: usize = 120;

/// Stretches of direct speech in text order: what stands between quotation marks, if it is long enough to be a
/// statement and not a title or a word used at arm's length.
fn quotations(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut previous = ' ';
    for (position, character) in text.char_indices() {
        let before = std::mem::replace(&mut previous, character);
        // A mark right behind a letter closes something, whatever its shape.
        let may_open = !before.is_alphanumeric() || matches!(before, '\'' | '’');
        match (open, character) {
            (None, _) if !may_open => {}
            (None, '«') => open = Some((position, '»')),
            (None, '“') => open = Some((position, '”')),
            (None, '"') => open = Some((position, '"')),
            // The mark for opening, set by mistake where one closes; or the first one was never closed.
            (Some(_), '«' | '“') => open = may_open.then_some((position, if character == '«' { '»' } else { '”' })),
            (Some((start, close)), _) if character == close => {
                let span = Span::new(start, position + character.len_utf8());
                if span.of(text).split_whitespace().count() >= SHORTEST_QUOTATION {
                    found.push(span);
                }
                open = None;
            }
            // A straight mark does not tell opening from closing: a paragraph's end puts it right.
            (Some((_, '"')), '\n') => open = None,
            (Some((start, _)), _) if position - start > LONGEST_QUOTATION => open = None,
            _ => {}
        }
    }
    found
}

/// Words.
const SHORTEST_QUOTATION: usize = 5;
/// Bytes; a mark that never closes must not swallow the rest of the text.
const LONGEST_QUOTATION: usize = 4000;

fn stretch_at(quotations: &[Span], span: Span) -> Option<Span> {
    let index = quotations.partition_point(|stretch| stretch.end <= span.start);
    quotations.get(index).copied().filter(|stretch| stretch.contains(span))
}

/// Adds a denial or confirmation to the claims it is about: those told as somebody's word in the nearest sentence
/// before, and those between the two that the text tells most about.
fn respond(response: &Act, detected: &DetectedDocument, relations: &mut [RelationMention]) {
    let is_told = |relation: &RelationMention| {
        !is_role(relation)
            && relation.trigger.start < response.cue.start
            && (relation.modality == Modality::Reported || !relation.attribution.is_empty())
            && !relation.attribution.iter().any(|said| response.speakers.contains(&said.speaker))
    };
    let Some(nearest) = relations.iter().filter(|relation| is_told(relation)).map(|relation| relation.sentence).max()
    else {
        return;
    };
    if response.sentence.saturating_sub(nearest) > REACH {
        return;
    }
    let mut told: BTreeMap<BTreeSet<String>, usize> = BTreeMap::new();
    for relation in relations.iter().filter(|relation| is_told(relation)) {
        if let Some(pair) = participants(detected, relation) {
            *told.entry(pair).or_default() += 1;
        }
    }
    let most = told.values().copied().max().unwrap_or_default();
    let central: BTreeSet<_> =
        told.into_iter().filter(|(_, count)| *count == most && most > 1).map(|(pair, _)| pair).collect();
    for relation in relations.iter_mut() {
        let is_about = relation.sentence == nearest
            || participants(detected, relation).is_some_and(|pair| central.contains(&pair));
        if !is_about || !is_told(relation) {
            continue;
        }
        for speaker in &response.speakers {
            relation.attribution.push(MentionAttribution {
                speaker: speaker.clone(),
                stance: response.stance,
                cue: response.cue,
            });
        }
    }
}

/// The two ends by the last word of their names; `None` unless both are named.
fn participants(detected: &DetectedDocument, relation: &RelationMention) -> Option<BTreeSet<String>> {
    let name = |argument: Argument| match argument {
        Argument::Mention(id) if detected.mention(id).kind == MentionKind::Name => {
            detected.mention_text(id).split_whitespace().last().map(str::to_lowercase)
        }
        _ => None,
    };
    Some(BTreeSet::from([name(relation.subject)?, name(relation.object)?]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_statements_between_marks() {
        let texts = |text: &'static str| quotations(text).into_iter().map(|span| span.of(text)).collect::<Vec<_>>();
        assert_eq!(
            texts("Il a dit : « Nous irons tous à Paris demain ». Fin."),
            ["« Nous irons tous à Paris demain »"]
        );
        assert_eq!(texts("a “very good” plan"), [""; 0]);
        assert_eq!(texts("an inch is 1\"\nbut \"we will all go to Paris\" he said"), ["\"we will all go to Paris\""]);
        assert_eq!(texts("« never closed"), [""; 0]);
    }
}
