//! Who says so: from the words of a sentence to mentions of speakers.

use crate::model::{MentionAttribution, MentionId, MentionSpeaker, TokenIndex};

use super::factuality::Assessment;
use super::matching::Context;
use super::predicate::Slot;
use super::qualifiers::phrase_span;

/// The speakers of an assessment, nearest first.
pub(super) fn attributions(context: &Context<'_>, assessment: &Assessment) -> Vec<MentionAttribution> {
    let mut all = Vec::new();
    for source in &assessment.sources {
        let cue = context.predicates.token(source.cue).span;
        for speaker in source.speakers.iter().flat_map(|&speaker| speakers(context, speaker)) {
            let attribution = MentionAttribution { speaker, stance: source.stance, cue };
            let is_known =
                |known: &MentionAttribution| known.speaker == attribution.speaker && known.stance == attribution.stance;
            if !all.iter().any(is_known) {
                all.push(attribution);
            }
        }
    }
    all
}

/// Who a phrase names as speaker: the mentions there; of a text that speaks for somebody ("un rapport de X") its owner;
/// else the words.
pub(super) fn speakers(context: &Context<'_>, phrase: TokenIndex) -> Vec<MentionSpeaker> {
    let at = |token| context.mentions.at(token, &context.predicates, context.grammar);
    let mut mentions = at(phrase);
    if context.reporting.saying.carriers.contains(&context.predicates.lemma(phrase)) {
        let owners = [Slot::Possessor, Slot::Of, Slot::Subject, Slot::Modifier];
        let owner = owners.iter().find_map(|slot| {
            let mentions: Vec<_> =
                context.predicates.in_slot(phrase, slot).flat_map(at).filter(|&id| may_own(context, id)).collect();
            (!mentions.is_empty()).then_some(mentions)
        });
        mentions = owner.unwrap_or(mentions);
    }
    if mentions.is_empty() {
        phrase_span(context, phrase).map(MentionSpeaker::Text).into_iter().collect()
    } else {
        mentions.into_iter().map(MentionSpeaker::Mention).collect()
    }
}

/// Top types of the ontology whose texts speak for them: not "un rapport de mars", "une étude de Lyon".
const OWNERS: [&str; 2] = ["person", "organization"];

fn may_own(context: &Context<'_>, mention: MentionId) -> bool {
    context.mentions.entity_type(mention).is_none_or(|known| OWNERS.contains(&known.top()))
}
