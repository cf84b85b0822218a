//! Sources named by a phrase without a verb: "selon X", "according to X", "pour X, …".

use crate::model::{MentionKind, MentionSpeaker, Span, Stance, TokenIndex, Upos};

use super::super::attribution::speakers;
use super::super::matching::Context;
use super::acts::{Act, Place, Reader, is_mark, is_stop};
use super::phrases::noun_phrase;

impl Reader<'_> {
    /// "selon X", "according to X"; "pour X, …" where it leads a sentence and X is a person.
    pub(super) fn source_phrase(&self, phrase: TokenIndex) -> Option<Act> {
        let context = self.context;
        let predicates = &context.predicates;
        let preposition = predicates.preposition(phrase);
        let is_viewpoint = self.saying.viewpoints.contains(&preposition);
        if (!is_viewpoint && !self.saying.source_prepositions.contains(&preposition))
            || predicates.is_relative_pronoun(phrase)
            || self.factuality.is_hearsay(phrase)
            || !self.may_speak(phrase)
        {
            return None;
        }
        let case = predicates
            .children(phrase)
            .iter()
            .copied()
            .find(|&child| predicates.relation(child) == "case" && child < phrase)?;
        let mut source = noun_phrase(context, phrase)?;
        let speakers = speakers(context, phrase);
        // "selon nos informations", "according to the figures": nobody's word.
        let unowned = self.saying.carriers.contains(&predicates.lemma(phrase))
            && speakers.iter().all(|speaker| matches!(speaker, MentionSpeaker::Text(_)));
        // "le communiqué" is one that the text knows, "les chiffres" are anybody's.
        let is_known_text = predicates.token(phrase).feats.has("Number", "Sing")
            && predicates.children(phrase).iter().any(|&child| predicates.token(child).feats.has("Definite", "Def"));
        if unowned
            && !is_known_text
            && !predicates
                .children(phrase)
                .iter()
                .any(|&child| matches!(predicates.relation(child), "nmod" | "compound" | "acl" | "amod"))
        {
            return None;
        }
        let start = predicates.token(case).span.start;
        let mut extent = Span::new(start, source.end.max(start));
        let leads = (0..case).all(|index| {
            matches!(self.upos(index), Upos::Adv | Upos::Cconj | Upos::Punct | Upos::Intj) && !self.is_closing(index)
        });
        // "Le 15 mars verra, selon X, …": nothing complete stands before.
        let complete_before = (0..case).any(|index| {
            self.is_closing(index)
                || (matches!(self.upos(index), Upos::Verb | Upos::Aux)
                    && predicates.token(index).feats.has("VerbForm", "Fin")
                    && predicates.clause_head(index) < case)
        }) || !(source_end(context, extent)..context.sentence.tokens.len())
            .any(|index| predicates.token(index).feats.has("VerbForm", "Fin"));
        if leads {
            extent.end = self.after_appendages(phrase, extent);
        }
        if is_viewpoint {
            let is_person = self.upos(phrase) == Upos::Pron
                || context.mentions.at(phrase, predicates, context.grammar).into_iter().any(|id| {
                    match context.mentions.entity_type(id) {
                        Some(known) => known.top() == PERSON,
                        None => context.detected.mention(id).kind == MentionKind::Name,
                    }
                });
            // "Pour Jeanne Durand, Paul …": what follows the comma passes for another name.
            if let Some(name) = context.mentions.name_at(phrase) {
                source.end = source.end.min(context.detected.mention(name).span.end).max(source.start);
                extent.end = source.end;
            }
            let comma = source_end(context, extent);
            let is_set_off =
                context.sentence.tokens.get(comma).is_some_and(|token| matches!(token.form.as_str(), "," | ":"));
            if !leads || !is_person || !is_set_off {
                return None;
            }
        }
        Some(Act {
            sentence: self.sentence,
            speakers,
            source: Some(source),
            stance: Stance::Asserts,
            cue: predicates.token(case).span,
            place: if leads || !complete_before { Place::Behind(extent) } else { Place::Around(extent) },
            by_phrase: true,
        })
    }

    /// "Selon le ministre, interrogé par la presse, …": what is said begins behind what is added to the source.
    fn after_appendages(&self, phrase: TokenIndex, extent: Span) -> usize {
        let predicates = &self.context.predicates;
        let tokens = &self.context.sentence.tokens;
        let mut end = extent.end;
        for _ in 0..LONGEST_CHAIN {
            let next = tokens.partition_point(|token| token.span.start < end);
            let behind = if tokens.get(next).is_some_and(|token| token.form == ",") { next + 1 } else { next };
            let Some(token) = tokens.get(behind) else { break };
            let close =
                (behind + 1..tokens.len()).find(|&index| matches!(tokens[index].form.as_str(), "," | ":" | "."));
            let Some(close) = close.filter(|&close| close + 1 < tokens.len()) else { break };
            let has_clause = (behind..close).any(|index| tokens[index].feats.has("VerbForm", "Fin"));
            let is_added = (token.feats.has("VerbForm", "Part") && !self.has_subject(behind))
                || predicates.is_relative_pronoun(behind)
                || (self.context.sentence.dominates(phrase, behind)
                    && !has_clause
                    && !is_stop(&token.form)
                    && !is_mark(&token.form));
            if !is_added {
                break;
            }
            end = tokens[close].span.start;
        }
        end
    }

    fn has_subject(&self, word: TokenIndex) -> bool {
        let predicates = &self.context.predicates;
        predicates.children(word).iter().any(|&child| matches!(predicates.relation(child), "nsubj" | "aux"))
    }

    fn is_closing(&self, index: TokenIndex) -> bool {
        is_mark(&self.form(index)) || self.form(index) == ")"
    }
}

/// The first token behind a stretch.
fn source_end(context: &Context<'_>, extent: Span) -> TokenIndex {
    context.sentence.tokens.partition_point(|token| token.span.start < extent.end)
}

/// Top type of those whose view "pour X" gives.
const PERSON: &str = "person";
/// How many additions a source may have.
const LONGEST_CHAIN: usize = 3;
