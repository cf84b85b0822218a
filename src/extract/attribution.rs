//! Who says so: from the words of a sentence to mentions of speakers.

use crate::model::{MentionAttribution, MentionSpeaker, TokenIndex};

use super::factuality::Assessment;
use super::matching::Context;
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

/// Who a phrase names as speaker: the mentions there, else its words.
pub(super) fn speakers(context: &Context<'_>, phrase: TokenIndex) -> Vec<MentionSpeaker> {
    let mentions = context.mentions.at(phrase, &context.predicates, context.grammar);
    if mentions.is_empty() {
        phrase_span(context, phrase).map(MentionSpeaker::Text).into_iter().collect()
    } else {
        mentions.into_iter().map(MentionSpeaker::Mention).collect()
    }
}
