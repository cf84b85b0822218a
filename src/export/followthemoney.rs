//! FollowTheMoney entities, one a line, for Aleph, OpenAleph and OpenSanctions' tools. Which schema a type or relation
//! has is written in `followthemoney.toml`.
//!
//! What it cannot hold: what is not plainly so. There is no polarity and no modality, so that claims that are negated,
//! denied, disputed, questioned, planned or only possible are left out altogether; what is reported is kept and says so
//! in `status`. Who says it, the spans, the rule and the confidence; places, topics and media of claims; our ids, because
//! references may hold only ASCII letters, digits, dots and hyphens: `wd:Q42` is `Q42`, others end in a hash.
//!
//! Every claim is a link of its own, whatever `--edges` says: links have dates and sources.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::words::Words;
use super::{Description, ExportOptions, Files, Format};
use crate::graph::{KnowledgeGraph, Node, Standing};
use crate::model::{
    Claim, ClaimObject, DocumentRecord, EntityId, EntityTypeId, Evidence, Modality, Money, Polarity, QualifierKind,
    QualifierValue, Value,
};
use crate::ontology::Ontology;

pub(super) const FORMAT: Description = Description {
    format: Format::FollowTheMoney,
    name: "ftm",
    extensions: &["ftm.json", "ftm.jsonl", "ftm.ijson"],
    media_type: "application/json+ftm",
    about: "FollowTheMoney entities for Aleph and OpenSanctions; nothing that is negated or denied",
    files: Files::One(write),
};

/// `followthemoney.toml`. Anything wrong with the file shows in a test.
static NAMES: LazyLock<Names> =
    LazyLock::new(|| toml::from_str(include_str!("followthemoney.toml")).unwrap_or_default());

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    entity_types: BTreeMap<String, String>,
    ends: BTreeMap<String, BTreeSet<String>>,
    relations: BTreeMap<String, Link>,
    literals: BTreeMap<String, End>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Link {
    schema: String,
    subject: End,
    object: End,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    property: String,
    is: String,
}

impl Names {
    fn schema(&self, entity_type: &EntityTypeId) -> &str {
        let names = [entity_type.as_str(), entity_type.top(), "thing"];
        names.into_iter().find_map(|name| self.entity_types.get(name)).map_or("LegalEntity", String::as_str)
    }

    fn fits(&self, end: &End, schema: &str) -> bool {
        self.ends.get(&end.is).is_some_and(|schemata| schemata.contains(schema))
    }
}

/// The values of properties; each a set, as FollowTheMoney has it.
#[derive(Default)]
struct Properties(BTreeMap<String, BTreeSet<String>>);

impl Properties {
    fn add(&mut self, property: &str, values: impl IntoIterator<Item = String>) {
        let values = values.into_iter().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let mut values = values.peekable();
        if values.peek().is_some() {
            self.0.entry(property.to_owned()).or_default().extend(values);
        }
    }
}

fn write(graph: &KnowledgeGraph, ontology: &Ontology, options: &ExportOptions, out: &mut dyn Write) -> io::Result<()> {
    let export = Export { graph, words: Words { ontology, language: &options.language } };
    for node in graph.nodes() {
        let schema = NAMES.schema(&node.entity.entity_type);
        line(out, &reference(node.entity.id.as_str()), schema, &export.entity(node, schema))?;
    }
    for document in graph.claims().documents.values() {
        line(out, &reference(document.id.as_str()), "Article", &article(document))?;
    }
    for claim in graph.claims().claims.values() {
        if let Some((schema, properties)) = export.link(claim) {
            line(out, &reference(claim.id.as_str()), schema, &properties)?;
        }
    }
    Ok(())
}

fn line(out: &mut dyn Write, id: &str, schema: &str, properties: &Properties) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &json!({ "id": id, "schema": schema, "properties": properties.0 }))?;
    out.write_all(b"\n")
}

/// An id as a reference may hold it; ids that are no reference get the head of their hash, so that they stay apart.
fn reference(id: &str) -> String {
    if let Some(item) = id.strip_prefix("wd:").filter(|item| is_reference(item)) {
        return item.to_owned();
    }
    let plain = id.replace(':', "-");
    if is_reference(&plain) {
        return plain;
    }
    let hash = Sha256::digest(id.as_bytes());
    let head = hash.iter().take(8).fold(String::new(), |head, byte| head + &format!("{byte:02x}"));
    let kind = id.split(':').next().filter(|kind| is_reference(kind)).unwrap_or("id");
    format!("{kind}-{head}")
}

fn is_reference(id: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric();
    id.starts_with(letter) && id.ends_with(letter) && id.chars().all(|c| letter(c) || c == '.' || c == '-')
}

fn article(document: &DocumentRecord) -> Properties {
    let mut properties = Properties::default();
    properties.add("title", document.title.clone());
    properties.add("fileName", [document.source.clone()]);
    properties.add("publishedAt", document.published.map(|date| date.to_string()));
    properties.add("publisher", document.publisher.clone());
    properties.add("sourceUrl", document.url.clone());
    properties
}

struct Export<'a> {
    graph: &'a KnowledgeGraph,
    words: Words<'a>,
}

impl Export<'_> {
    fn entity(&self, node: &Node, schema: &str) -> Properties {
        let entity = &node.entity;
        let mut properties = Properties::default();
        properties.add("name", [entity.label.clone()]);
        properties
            .add("alias", entity.labels.values().chain(&entity.aliases).filter(|name| **name != entity.label).cloned());
        properties.add(
            "summary",
            entity.descriptions.get(self.words.language).or(entity.descriptions.values().next()).cloned(),
        );
        let item = entity.id.as_str().strip_prefix("wd:").filter(|item| is_reference(item));
        properties.add("wikidataId", item.map(str::to_owned));
        if schema == "Address" {
            properties.add("full", [entity.label.clone()]);
        }
        for claim in node.literals.iter().filter_map(|id| self.graph.claim(id)) {
            let Some(end) = NAMES.literals.get(claim.relation.as_str()).filter(|end| NAMES.fits(end, schema)) else {
                continue;
            };
            if let (ClaimObject::Value(value), Some(_)) = (&claim.object, plain_evidence(claim)) {
                properties.add(&end.property, [value_text(value)]);
            }
        }
        properties
    }

    /// The link that a claim is; `None` for what FollowTheMoney cannot say.
    fn link(&self, claim: &Claim) -> Option<(&'static str, Properties)> {
        let ClaimObject::Entity(object) = &claim.object else { return None };
        let evidence = plain_evidence(claim)?;
        let schema_of = |id: &EntityId| {
            let unknown = EntityTypeId::from_text("thing");
            NAMES.schema(self.graph.node(id).map_or(&unknown, |node| &node.entity.entity_type))
        };
        let mapped = NAMES.relations.get(claim.relation.as_str()).filter(|link| {
            NAMES.fits(&link.subject, schema_of(&claim.subject)) && NAMES.fits(&link.object, schema_of(object))
        });
        let (schema, subject_property, object_property) = match mapped {
            Some(link) => (link.schema.as_str(), link.subject.property.as_str(), link.object.property.as_str()),
            None => ("UnknownLink", "subject", "object"),
        };
        let mut properties = Properties::default();
        properties.add(subject_property, [reference(claim.subject.as_str())]);
        properties.add(object_property, [reference(object.as_str())]);
        let relation = self.words.relation(&claim.relation);
        let relation_property = if schema == "Family" { "relationship" } else { "role" };
        if mapped.is_none() || schema == "Family" {
            properties.add(relation_property, [relation]);
        } else if schema == "Payment" {
            properties.add("purpose", [relation]);
        } else {
            properties.add("role", self.qualifier(claim, QualifierKind::Role));
        }
        for (kind, property) in
            [(QualifierKind::Date, "date"), (QualifierKind::Start, "startDate"), (QualifierKind::End, "endDate")]
        {
            properties.add(property, date(claim, kind));
        }
        if let Some(QualifierValue::Value(Value::Interval(interval))) = claim.qualifiers.get(&QualifierKind::Date) {
            properties.add("startDate", interval.start.map(|date| date.to_string()));
            properties.add("endDate", interval.end.map(|date| date.to_string()));
        }
        if let Some(QualifierValue::Value(Value::Money(Money { value, currency }))) =
            claim.qualifiers.get(&QualifierKind::Amount)
        {
            match schema {
                "Payment" => {
                    properties.add("amount", [value.to_string()]);
                    properties.add("currency", [currency.to_string()]);
                }
                _ => properties.add("description", [format!("{value} {currency}")]),
            }
        }
        if evidence.iter().all(|item| item.modality == Modality::Reported) && schema != "Payment" && schema != "Family"
        {
            properties.add("status", [Modality::Reported.as_str().to_owned()]);
        }
        properties.add("recordId", [claim.id.to_string()]);
        for item in evidence {
            properties.add("proof", [reference(item.document.as_str())]);
            properties.add("summary", [item.quote.clone()]);
            let document = self.graph.claims().documents.get(&item.document);
            properties.add("sourceUrl", document.and_then(|document| document.url.clone()));
            properties.add("publisher", document.and_then(|document| document.publisher.clone()));
        }
        Some((schema, properties))
    }

    fn qualifier(&self, claim: &Claim, kind: QualifierKind) -> Option<String> {
        Some(match claim.qualifiers.get(&kind)? {
            QualifierValue::Entity(id) => self.graph.name(id, self.words.language).to_owned(),
            QualifierValue::Value(value) => value_text(value),
        })
    }
}

/// The evidence of a claim that is told as plainly so; `None` when somebody denies or doubts it, or nobody yet says it.
fn plain_evidence(claim: &Claim) -> Option<Vec<&Evidence>> {
    let affirmed: Vec<_> = claim.evidence.iter().filter(|item| item.polarity == Polarity::Affirmed).collect();
    let negated = claim.evidence.len() > affirmed.len();
    if negated || affirmed.is_empty() || Standing::of(&affirmed) != Standing::Asserted {
        return None;
    }
    let plain: Vec<_> =
        affirmed.into_iter().filter(|item| matches!(item.modality, Modality::Stated | Modality::Reported)).collect();
    (!plain.is_empty()).then_some(plain)
}

fn date(claim: &Claim, kind: QualifierKind) -> Option<String> {
    match claim.qualifiers.get(&kind)? {
        QualifierValue::Value(Value::Date(date)) => Some(date.to_string()),
        QualifierValue::Value(_) | QualifierValue::Entity(_) => None,
    }
}

fn value_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_read_and_refer_to_each_other() {
        let names: Names = toml::from_str(include_str!("followthemoney.toml")).unwrap();
        let ends =
            names.relations.values().flat_map(|link| [&link.subject, &link.object]).chain(names.literals.values());
        assert!(ends.clone().count() > 20);
        for end in ends {
            assert!(names.ends.contains_key(&end.is), "{}", end.is);
        }
        let schemata: BTreeSet<_> = names.entity_types.values().collect();
        for schema in names.ends.values().flatten() {
            assert!(schemata.contains(schema), "{schema} is no type of ours");
        }
    }

    #[test]
    fn references_are_plain_and_stay_apart() {
        assert_eq!(reference("wd:Q42"), "Q42");
        assert_eq!(reference("claim:3fe053dc93079e75"), "claim-3fe053dc93079e75");
        assert_eq!(reference("ent:person.jane-doe"), "ent-person.jane-doe");
        assert!(is_reference(&reference("ent:person.élodie")));
        assert_ne!(reference("ent:person.élodie"), reference("ent:person.elodie"));
    }
}
