//! DetectedDocument → relation mentions: rules over dependency trees, polarity, modality, attribution.
//!
//! A sentence becomes predicates with deep arguments; frames, which are data, are
//! matched against them; `factuality` and `attribution` say how far it is so and whose word it is;
//! `qualifiers` say when, how much, where, as what.

mod arguments;
mod attribution;
mod compile;
mod factuality;
mod matching;
mod open;
mod predicate;
mod qualifiers;
mod quotations;
mod roles;
mod speech;
#[cfg(test)]
mod trees;

pub use compile::CompiledRules;

use crate::language::LanguagePack;
use crate::model::{
    Argument, DetectedDocument, MentionId, Modality, Polarity, Quotation, RelationMention, Sentence, SentenceKind,
    Span, TokenIndex, ValueId,
};
use crate::ontology::Ontology;

use arguments::SentenceMentions;
use compile::{CompiledFrame, Spot};
use factuality::{Assessment, Factuality};
use matching::{Context, Match, TriggerWords};
use predicate::{Predicates, Slot};
use speech::Speech;

/// What a document says: relations, and whose words it gives back.
#[derive(Clone, Debug, Default)]
pub struct Extracted {
    /// In text order.
    pub relations: Vec<RelationMention>,
    /// In text order; one may stand inside another.
    pub quotations: Vec<Quotation>,
}

/// What to look for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExtractOptions {
    /// Also verbs between two entities that no rule covers, as `open:` relations.
    pub open: bool,
}

/// Finds the relations and quotations of a document.
#[must_use]
pub fn extract(
    detected: &DetectedDocument,
    language: &LanguagePack,
    rules: &CompiledRules,
    ontology: &Ontology,
    options: ExtractOptions,
) -> Extracted {
    let sentences = &detected.annotated.sentences;
    let mut mentions: Vec<Vec<MentionId>> = vec![Vec::new(); sentences.len()];
    for (index, mention) in detected.mentions.iter().enumerate() {
        if let Some(of_sentence) = mentions.get_mut(mention.sentence) {
            of_sentence.push(MentionId(index));
        }
    }
    let mut values: Vec<Vec<ValueId>> = vec![Vec::new(); sentences.len()];
    for (index, value) in detected.values.iter().enumerate() {
        if let Some(of_sentence) = values.get_mut(value.sentence) {
            of_sentence.push(ValueId(index));
        }
    }
    let mut found = Vec::new();
    // What is said of somebody without a speaker in the sentence.
    let mut judgements = Vec::new();
    let mut speech = Speech::new(detected.annotated.text());
    for (index, sentence) in sentences.iter().enumerate() {
        if sentence.kind == SentenceKind::Boilerplate {
            continue;
        }
        let size = sentence.tokens.len();
        let context = Context {
            sentence,
            predicates: Predicates::new(sentence, detected.annotated.text(), &language.grammar),
            mentions: SentenceMentions::new(
                detected,
                size,
                &mentions[index],
                std::mem::take(&mut values[index]),
                &language.grammar,
            ),
            grammar: &language.grammar,
            reporting: &language.reporting,
            detected,
        };
        speech.note(&context, &context.factuality(), index);
        if mentions[index].is_empty() {
            continue;
        }
        let of_frames = matching::matches(&context, rules);
        let (waiting, matched): (Vec<_>, Vec<_>) = of_frames
            .iter()
            .filter(|found| !leads_part(&context, &rules.frames[found.frame], found))
            .partition(|found| found.awaits_speaker);
        let relation = |found: &Match| relation_mention(&context, rules, index, found);
        judgements.extend(waiting.into_iter().map(relation));
        let mut of_sentence: Vec<_> = matched.into_iter().map(relation).collect();
        of_sentence.append(&mut roles::role_relations(&context, language, ontology, index));
        of_sentence.sort_by_key(|relation| relation.trigger);
        drop_repeated(&mut of_sentence, ontology);
        if options.open {
            let mut open = open::open_relations(&context, language, index, &of_sentence);
            of_sentence.append(&mut open);
            of_sentence.sort_by_key(|relation| relation.trigger);
        }
        found.append(&mut of_sentence);
    }
    let quotations = speech.attribute(detected, &mut found);
    let mut judged = speech::judged_by_speakers(&quotations, judgements);
    if !judged.is_empty() {
        found.append(&mut judged);
        found.sort_by_key(|relation| (relation.sentence, relation.trigger));
    }
    Extracted { relations: found, quotations }
}

/// How a word stands in its sentence, whatever relation it carries: does the text say that it is so, and how far?
#[must_use]
pub fn standing(sentence: &Sentence, text: &str, language: &LanguagePack, word: TokenIndex) -> (Polarity, Modality) {
    let predicates = Predicates::new(sentence, text, &language.grammar);
    let factuality = Factuality { predicates: &predicates, grammar: &language.grammar, reporting: &language.reporting };
    let assessment = factuality.assess(word);
    (assessment.polarity(Polarity::Affirmed), assessment.modality(None))
}

fn relation_mention(context: &Context<'_>, rules: &CompiledRules, sentence: usize, found: &Match) -> RelationMention {
    let frame = &rules.frames[found.frame];
    let word = found.words.main;
    let mut presupposed = is_presupposed(context, frame, word);
    let mut assessment = Assessment::default();
    if !presupposed {
        let stands = context.factuality().assess(word).without_own_word(word);
        presupposed = !stands.is_negated() && describes(context, frame, word);
        if !presupposed {
            assessment = stands;
        }
    }
    RelationMention {
        relation: frame.relation.clone(),
        subject: found.subject,
        object: found.object,
        trigger: trigger_span(context, found.words),
        sentence,
        polarity: assessment.polarity(frame.polarity),
        modality: assessment.modality(frame.modality),
        attribution: attribution::attributions(context, &assessment),
        qualifiers: qualifiers::qualifiers(context, frame, found),
        rule: frame.rule.clone(),
        confidence: frame.confidence,
        second_choice: found.second_choice,
        presupposed,
    }
}

/// What a name, a kind of noun or a noun for somebody in the relation tells by itself holds whatever the sentence says:
/// "Dayton, in Ohio", "a Canadian singer", "the French daily X". Only a predicate asserts it.
fn is_presupposed(context: &Context<'_>, frame: &CompiledFrame, word: TokenIndex) -> bool {
    let predicates = &context.predicates;
    let is_predicate = matches!(predicates.relation(word), "root" | "xcomp" | "ccomp")
        || predicates.children(word).iter().any(|&child| predicates.relation(child) == "cop");
    let names_only_itself = || {
        predicates.is_noun(word)
            && [&frame.subject, &frame.object].into_iter().any(|spots| spots.as_slice() == [Spot::Itself])
            && predicates.relation(word) != "obj"
    };
    context.mentions.name_at(word).is_some() || (frame.by_kind || names_only_itself()) && !is_predicate
}

/// Whether a noun only says who or what somebody is: "X, a rival of Y, may leave", "X will launch her novel Z". Unless the
/// clause denies it, that holds whatever the clause says of them.
fn describes(context: &Context<'_>, frame: &CompiledFrame, word: TokenIndex) -> bool {
    let predicates = &context.predicates;
    let names_itself = frame.subject.contains(&Spot::Itself) || frame.object.contains(&Spot::Itself);
    if !names_itself || !predicates.is_noun(word) {
        return false;
    }
    match predicates.token(word).deprel.as_str() {
        "appos" | "nmod:desc" | "compound" | "flat" => true,
        "obj" => predicates.in_slot(word, &Slot::Possessor).next().is_some(),
        _ => predicates.relation(word) == "nsubj",
    }
}

/// "une équipe de X dirigée par Y": who leads a part of a body does not lead the body.
fn leads_part(context: &Context<'_>, frame: &CompiledFrame, found: &Match) -> bool {
    let Argument::Mention(body) = found.object else { return false };
    let part = context.predicates.token(context.detected.mention(body).head).head;
    frame.relation.as_str() == "leads"
        && part.is_some_and(|part| {
            context.mentions.name_at(part).is_none() && context.grammar.parts.contains(&context.predicates.lemma(part))
        })
}

/// How far apart verb and noun of a fixed phrase may stand for the trigger to cover both.
const LONGEST_TRIGGER: usize = 6;

fn trigger_span(context: &Context<'_>, words: TriggerWords) -> Span {
    let span = context.predicates.token(words.main).span;
    match words.complement {
        Some(complement) if complement.abs_diff(words.main) <= LONGEST_TRIGGER => {
            span.cover(context.predicates.token(complement).span)
        }
        _ => span,
    }
}

/// One pair of mentions is told one thing once: where two words say the same of it, or one word is read as two
/// relations ("rejoindre" as work and as membership), the surer reading stays, else the first.
fn drop_repeated(found: &mut Vec<RelationMention>, ontology: &Ontology) {
    let symmetric = |relation: &RelationMention| {
        ontology.relation_type(&relation.relation).is_some_and(|relation_type| relation_type.symmetric)
    };
    let ends = |relation: &RelationMention| -> (Argument, Argument) {
        let (one, other) = (relation.subject, relation.object);
        if symmetric(relation) && other < one { (other, one) } else { (one, other) }
    };
    let mut kept: Vec<RelationMention> = Vec::new();
    for relation in found.drain(..) {
        let same = kept.iter_mut().find(|other| {
            (other.relation == relation.relation || other.trigger.overlaps(relation.trigger))
                && ends(other) == ends(&relation)
        });
        match same {
            Some(other) if other.confidence < relation.confidence => *other = relation,
            Some(_) => {}
            None => kept.push(relation),
        }
    }
    *found = kept;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_folder::DataFolder;

    #[test]
    fn the_bundled_rules_compile() {
        let ontology = Ontology::load(&DataFolder::bundled_ontology()).unwrap();
        let languages = DataFolder::bundled_languages();
        for tag in languages.subfolder_names() {
            let pack = LanguagePack::load(&languages.subfolder(&tag)).unwrap();
            let rules = CompiledRules::new(&pack, &ontology)
                .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
            assert!(rules.is_ok(), "{}", rules.unwrap_err());
        }
    }
}
