//! The examples and counterexamples of every rule, run through the real reader.

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;
use crate::fuse::as_claimed;
use crate::language::rule::{Example, ExpectedClaim, Rule};
use crate::model::{
    Argument, Document, DocumentMetadata, MentionAttribution, MentionQualifierValue, MentionSpeaker, NewDocument,
    RelationMention, Stance, Value,
};
use crate::pipeline::{Pipeline, Reading};
use crate::resources::Resources;

/// Reads the examples of every rule and says which do not give what their rule promises, in the order of
/// languages, files and rules. Empty when all hold.
#[must_use]
pub fn check_examples(resources: &Resources) -> Vec<Diagnostic> {
    let pipeline = Pipeline::new(resources.clone());
    let mut failures = Vec::new();
    for language in &resources.languages {
        for rule in &language.pack.rules {
            let full_name = format!("{}/{}/{}", language.pack.tag(), rule.theme, rule.name);
            for example in &rule.examples {
                failures.extend(check(&pipeline, language.pack.tag(), rule, &full_name, example));
            }
            for text in &rule.counterexamples {
                let nothing = Example { text: text.clone(), claims: Vec::new() };
                failures.extend(check(&pipeline, language.pack.tag(), rule, &full_name, &nothing));
            }
        }
    }
    failures
}

fn check(pipeline: &Pipeline, tag: &str, rule: &Rule, full_name: &str, example: &Example) -> Option<Diagnostic> {
    let metadata = DocumentMetadata { language: Some(tag.to_owned()), ..DocumentMetadata::default() };
    let document = Document::new(NewDocument { source: full_name.to_owned(), text: example.text.clone(), metadata });
    let reading = pipeline.read(document)?;
    // A mention that nobody is meant by gives no claim: "vendre des voitures".
    let is_someone = |argument: Argument| match argument {
        Argument::Mention(id) => reading.linked.entity_of(id).is_some(),
        Argument::Owner(id) => reading.linked.owners.contains_key(&id),
        Argument::Value(_) | Argument::Start(_) | Argument::End(_) => true,
    };
    let ontology = &pipeline.resources().ontology;
    let claimed: Vec<_> = reading
        .relations
        .iter()
        .filter(|relation| is_someone(relation.subject) && is_someone(relation.object))
        .map(|relation| match ontology.relation_type(&relation.relation) {
            Some(relation_type) => as_claimed(relation, relation_type, &reading.linked),
            None => Cow::Borrowed(relation),
        })
        .collect();
    let own: Vec<_> = claimed.iter().filter(|relation| relation.rule.as_str() == full_name).collect();
    // Another rule of the relation may find it first: "an ally of Ukraine" is a role noun as well.
    let missing: Vec<_> = example
        .claims
        .iter()
        .filter(|claim| !claimed.iter().any(|relation| is_as_expected(&reading, relation, claim)))
        .collect();
    let surplus: Vec<_> = own
        .iter()
        .filter(|relation| !example.claims.iter().any(|claim| is_as_expected(&reading, relation, claim)))
        .collect();
    if missing.is_empty() && surplus.is_empty() {
        return None;
    }
    let kind = if example.claims.is_empty() { "counterexample" } else { "example" };
    let mut failure =
        Diagnostic::error("rule-example", format!("the {kind} of `{full_name}` does not hold: {}", example.text))
            .at(rule.place.clone());
    for claim in missing {
        failure = failure.hint(format!("expected {} | {} | {}", claim.subject, claim.relation, claim.object));
    }
    for relation in surplus {
        failure = failure.hint(format!("found {}", describe(&reading, relation)));
    }
    Some(failure)
}

fn is_as_expected(reading: &Reading, relation: &RelationMention, expected: &ExpectedClaim) -> bool {
    // A pronoun or noun is as good as the name of whom it means.
    let is = |argument: Argument, expected: &str| {
        argument_text(reading, argument) == expected
            || matches!(argument, Argument::Mention(id) if reading.linked.entity_of(id).is_some_and(|entity| entity.label == expected))
    };
    let speaks = |stance: Stance, names: &[String]| {
        names.iter().all(|name| {
            relation.attribution.iter().any(|said| said.stance == stance && speaker_text(reading, said) == *name)
        })
    };
    relation.relation.as_str() == expected.relation
        && is(relation.subject, &expected.subject)
        && is(relation.object, &expected.object)
        && relation.polarity == expected.polarity
        && relation.modality == expected.modality
        && speaks(Stance::Asserts, &expected.asserted_by)
        && speaks(Stance::Denies, &expected.denied_by)
        && expected.qualifiers.iter().all(|(kind, value)| {
            relation.qualifiers.iter().any(|found| {
                found.kind == *kind
                    && match &found.value {
                        MentionQualifierValue::Mention(id) => reading.detected.mention_text(*id) == value,
                        MentionQualifierValue::Value(found) => found.to_string() == *value,
                    }
            })
        })
}

/// A relation mention in one line, in the notation of examples.
#[must_use]
pub fn describe(reading: &Reading, relation: &RelationMention) -> String {
    let mut line = format!(
        "{} | {} | {}",
        argument_text(reading, relation.subject),
        relation.relation,
        argument_text(reading, relation.object)
    );
    for note in [relation.polarity.as_str(), relation.modality.as_str()] {
        if note != "affirmed" && note != "stated" {
            line += &format!(" | {note}");
        }
    }
    for said in &relation.attribution {
        let verb = match said.stance {
            Stance::Asserts => "by",
            Stance::Denies => "denied by",
            Stance::Questions => "questioned by",
        };
        line += &format!(" | {verb}: {}", speaker_text(reading, said));
    }
    for qualifier in &relation.qualifiers {
        let value = match &qualifier.value {
            MentionQualifierValue::Mention(id) => reading.detected.mention_text(*id).to_owned(),
            MentionQualifierValue::Value(value) => value.to_string(),
        };
        line += &format!(" | {}: {value}", qualifier.kind);
    }
    line
}

fn argument_text(reading: &Reading, argument: Argument) -> String {
    match argument {
        Argument::Mention(id) | Argument::Owner(id) => reading.detected.mention_text(id).to_owned(),
        Argument::Value(id) | Argument::Start(id) | Argument::End(id) => {
            let value = &reading.detected.value(id).value;
            let bound = match (argument, value) {
                (Argument::Start(_), Value::Interval(interval)) => interval.start,
                (Argument::End(_), Value::Interval(interval)) => interval.end,
                _ => None,
            };
            bound.map_or_else(|| value.to_string(), |date| date.to_string())
        }
    }
}

fn speaker_text(reading: &Reading, said: &MentionAttribution) -> String {
    match said.speaker {
        MentionSpeaker::Mention(id) => reading.detected.mention_text(id).to_owned(),
        MentionSpeaker::Text(span) => span.of(reading.detected.annotated.text()).to_owned(),
    }
}
