//! What only the whole document tells: who speaks in a quotation, and what a denial in a later sentence denies.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::reporting::Saying;
use crate::model::{
    Argument, DetectedDocument, MentionAttribution, MentionKind, MentionSpeaker, Modality, Quotation, QuotationKind,
    RelationMention, RelationTypeId, Span, Stance, TokenIndex, Upos,
};

use super::attribution::speakers;
use super::factuality::Factuality;
use super::matching::Context;
use super::predicate::{Slot, lowercase};
use super::quotations::Collector;
use super::roles::is_role;

/// What is said in a document and by whom, collected sentence by sentence.
#[derive(Clone, Debug)]
pub(super) struct Speech {
    quotations: Collector,
    responses: Vec<Response>,
}

/// Somebody denies or confirms something said before.
#[derive(Clone, Debug)]
struct Response {
    sentence: usize,
    speakers: Vec<MentionSpeaker>,
    stance: Stance,
    cue: Span,
    /// By a pronoun, or by nothing at all: what the clause just before says, whoever says it.
    is_close: bool,
}

/// How many sentences back a denial reaches for what it denies.
const REACH: usize = 3;

impl Speech {
    pub(super) fn new(text: &str) -> Self {
        Self { quotations: Collector::new(text), responses: Vec::new() }
    }

    /// Notes the acts of speech of one sentence.
    pub(super) fn note(&mut self, context: &Context<'_>, factuality: &Factuality<'_>, sentence: usize) {
        self.quotations.note(context, factuality, sentence);
        let saying = &factuality.reporting.saying;
        for verb in 0..context.sentence.tokens.len() {
            if context.predicates.token(verb).upos != Upos::Verb {
                continue;
            }
            let lemma = context.predicates.lemma(verb);
            let denies = saying.denying.contains(&lemma);
            if (!denies && !saying.confirming.contains(&lemma)) || factuality.is_negated(verb, None) {
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
            let Some(thing) = said_thing(context, saying, verb) else { continue };
            let cue = context.predicates.token(verb).span;
            let cue = match thing {
                Said::Noun(noun) if noun.abs_diff(verb) <= super::LONGEST_TRIGGER => {
                    cue.cover(context.predicates.token(noun).span)
                }
                _ => cue,
            };
            let stance = if denies { Stance::Denies } else { Stance::Asserts };
            let is_close = matches!(thing, Said::Pronoun);
            self.responses.push(Response { sentence, speakers, stance, cue, is_close });
        }
    }

    /// Attributes what stands in quotations to those who speak them, takes denials and confirmations back to what
    /// they are about, and gives the quotations.
    pub(super) fn attribute(self, detected: &DetectedDocument, relations: &mut [RelationMention]) -> Vec<Quotation> {
        let quotations = self.quotations.finish(&detected.annotated);
        attribute_quotations(&quotations, relations);
        for response in &self.responses {
            respond(response, detected, relations);
        }
        quotations
    }
}

/// Relations inside a quotation are its speaker's word. What one sentence tells by its syntax was read with it; to the
/// letter, a quotation adds its speaker to that, otherwise it speaks where nobody else does.
fn attribute_quotations(quotations: &[Quotation], relations: &mut [RelationMention]) {
    for relation in relations {
        // What somebody's title says is not the speaker's claim.
        if is_role(relation) || relation.presupposed {
            continue;
        }
        let around = quotations.iter().filter(|quotation| quotation.content.contains(relation.trigger));
        for quotation in around {
            let Some(cue) = quotation.cue else { continue };
            let others = relation.attribution.iter().any(|said| said.cue != cue);
            if quotation.speakers.is_empty() || (quotation.kind != QuotationKind::Direct && others) {
                continue;
            }
            if relation.modality == Modality::Stated {
                relation.modality = Modality::Reported;
            }
            // Of one verb, the words know better than the tree who speaks.
            relation.attribution.retain(|said| said.cue != cue || quotation.speakers.contains(&said.speaker));
            for speaker in &quotation.speakers {
                if !relation.attribution.iter().any(|said| said.speaker == *speaker) {
                    relation.attribution.push(MentionAttribution {
                        speaker: speaker.clone(),
                        stance: quotation.stance,
                        cue,
                    });
                }
            }
        }
    }
}

/// What quotations say of somebody, with their speakers as subjects; what stands in none is nobody's.
pub(super) fn judged_by_speakers(quotations: &[Quotation], judgements: Vec<RelationMention>) -> Vec<RelationMention> {
    let judged = judgements.into_iter().filter_map(|judgement| {
        let around = quotations.iter().filter(|quotation| quotation.content.contains(judgement.trigger));
        let innermost = around.min_by_key(|quotation| quotation.content.len())?;
        let speaker = match innermost.speakers.as_slice() {
            [MentionSpeaker::Mention(speaker)] if innermost.stance == Stance::Asserts => *speaker,
            _ => return None,
        };
        let subject = Argument::Mention(speaker);
        let said = |cue| MentionAttribution { speaker: MentionSpeaker::Mention(speaker), stance: Stance::Asserts, cue };
        let attribution = innermost.cue.map(said).into_iter().collect();
        (subject != judgement.object).then_some(RelationMention { subject, attribution, ..judgement })
    });
    judged.collect()
}

/// How a denial names what it denies.
enum Said {
    /// "cette information".
    Noun(TokenIndex),
    /// "l'" in "l'a démenti", "ce que" before it, or nothing: "Kiev dément."
    Pronoun,
}

fn said_thing(context: &Context<'_>, saying: &Saying, verb: TokenIndex) -> Option<Said> {
    let predicates = &context.predicates;
    let mut objects = predicates.in_slot(verb, &Slot::Object).peekable();
    if objects.peek().is_none() {
        let has_content = predicates.children(verb).iter().any(|&child| {
            matches!(predicates.relation(child), "ccomp" | "xcomp" | "obj" | "obl" | "iobj" | "parataxis")
        });
        let is_told = matches!(predicates.relation(verb), "xcomp" | "advcl" | "acl" | "conj");
        let alone = saying.answering.contains(&predicates.lemma(verb));
        return (alone && !has_content && !is_told && !predicates.is_passive(verb)).then_some(Said::Pronoun);
    }
    objects.find_map(|object| match predicates.token(object).upos {
        Upos::Noun => saying.said_things.contains(&predicates.lemma(object)).then_some(Said::Noun(object)),
        // A pronoun that stands for a person is a mention: "he dismissed her".
        Upos::Pron | Upos::Det => (saying.said_pronouns.contains(&predicates.lemma(object))
            || saying.said_pronouns.contains(&lowercase(&predicates.token(object).form))
            || context.mentions.at(object, predicates, context.grammar).is_empty())
        .then_some(Said::Pronoun),
        _ => None,
    })
}

/// Adds a denial or confirmation to the claims it is about: those told as somebody's word in the nearest sentence
/// before, those between the two that the text tells most about, and the nearest of the relation that it tells most often.
fn respond(response: &Response, detected: &DetectedDocument, relations: &mut [RelationMention]) {
    let reach = if response.is_close { 1 } else { REACH };
    let is_told = |relation: &RelationMention| {
        !is_role(relation)
            && !relation.presupposed
            && relation.trigger.start < response.cue.start
            && (response.is_close || relation.modality == Modality::Reported || !relation.attribution.is_empty())
            && !relation.attribution.iter().any(|said| response.speakers.contains(&said.speaker))
    };
    let Some(nearest) = relations.iter().filter(|relation| is_told(relation)).map(|relation| relation.sentence).max()
    else {
        return;
    };
    if response.sentence.saturating_sub(nearest) > reach {
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
    let repeated = repeated(relations.iter().filter(|relation| is_told(relation)));
    let again = repeated.filter(|(_, sentence)| response.sentence.saturating_sub(*sentence) <= reach);
    for relation in relations.iter_mut() {
        let is_repeated = again
            .as_ref()
            .is_some_and(|(repeated, sentence)| relation.relation == *repeated && relation.sentence == *sentence);
        let is_about = relation.sentence == nearest
            || is_repeated
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

/// The relation told in more sentences than any other, at least in two, and the last of these sentences; `None` where
/// there is no such one.
fn repeated<'a>(told: impl Iterator<Item = &'a RelationMention>) -> Option<(RelationTypeId, usize)> {
    let mut sentences: BTreeMap<&RelationTypeId, BTreeSet<usize>> = BTreeMap::new();
    for relation in told {
        sentences.entry(&relation.relation).or_default().insert(relation.sentence);
    }
    let most = sentences.values().map(BTreeSet::len).max().filter(|&most| most > 1)?;
    let mut often = sentences.into_iter().filter(|(_, sentences)| sentences.len() == most);
    let (relation, sentences) = often.next()?;
    let last = *sentences.last()?;
    often.next().is_none().then(|| (relation.clone(), last))
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
