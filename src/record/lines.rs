//! The shape of each line. Every key is always written, also where it is empty or null, so that a reader in any
//! language can rely on it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::values::{SpeakerLine, ValueLine};
use crate::model::{
    Attribution, Candidate, CharSpan, Claim, ClaimId, ClaimObject, DocumentId, DocumentRecord, Entity, EntityId,
    EntityTypeId, Evidence, MentionKind, MentionRecord, QualifierKind, RelationTypeId, RuleName, Score, Sketch,
};

/// A document of which nothing could be read, as an `error` record tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorRecord {
    /// Where the document came from, as in a `document` record.
    pub source: String,
    /// Short stable name of what went wrong, `invalid_json`.
    pub code: String,
    /// What went wrong, for a person.
    pub message: String,
}

/// What a run did, as the `summary` record at its end tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SummaryRecord {
    /// Documents read.
    pub documents: usize,
    /// Claim records written.
    pub claims: usize,
    /// Documents that could not be read.
    pub errors: usize,
}

/// A text borrowed from the line where it holds no escapes.
pub(super) type Text<'a> = Cow<'a, str>;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentLine<'a> {
    #[serde(borrow)]
    kind: Text<'a>,
    id: Text<'a>,
    source: Text<'a>,
    title: Option<Text<'a>>,
    language: Text<'a>,
    published: Option<Text<'a>>,
    publisher: Option<Text<'a>>,
    url: Option<Text<'a>>,
    sha256: Text<'a>,
    length: usize,
    /// Missing where it is not known: in files of other makers, or out of linked data.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    sketch: Text<'a>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntityLine<'a> {
    #[serde(borrow)]
    kind: Text<'a>,
    id: Text<'a>,
    #[serde(rename = "type")]
    entity_type: Text<'a>,
    label: Text<'a>,
    #[serde(default)]
    labels: BTreeMap<Text<'a>, Text<'a>>,
    #[serde(default)]
    aliases: Vec<Text<'a>>,
    #[serde(default)]
    same_as: Vec<Text<'a>>,
    #[serde(default)]
    descriptions: BTreeMap<Text<'a>, Text<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MentionLine<'a> {
    #[serde(borrow)]
    kind: Text<'a>,
    document: Text<'a>,
    start: usize,
    end: usize,
    text: Text<'a>,
    form: Text<'a>,
    entity: Option<Text<'a>>,
    score: f64,
    #[serde(default)]
    candidates: Vec<CandidateLine<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CandidateLine<'a> {
    #[serde(borrow)]
    entity: Text<'a>,
    score: f64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimLine<'a> {
    #[serde(borrow)]
    kind: Text<'a>,
    id: Text<'a>,
    subject: Text<'a>,
    relation: Text<'a>,
    object: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<ValueLine>,
    #[serde(default)]
    qualifiers: BTreeMap<KindKey, ValueLine>,
    evidence: Vec<EvidenceLine<'a>>,
}

/// A qualifier's name as a key, in the order of [`QualifierKind::ALL`].
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct KindKey(QualifierKind);

impl Serialize for KindKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}

impl<'de> Deserialize<'de> for KindKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer)?.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceLine<'a> {
    #[serde(borrow)]
    document: Text<'a>,
    start: usize,
    end: usize,
    quote: Text<'a>,
    subject: [usize; 2],
    trigger: [usize; 2],
    object: [usize; 2],
    #[serde(default)]
    qualifiers: BTreeMap<KindKey, [usize; 2]>,
    polarity: Text<'a>,
    modality: Text<'a>,
    #[serde(default)]
    attribution: Vec<AttributionLine<'a>>,
    rule: Text<'a>,
    confidence: f64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AttributionLine<'a> {
    speaker: SpeakerLine,
    #[serde(borrow)]
    stance: Text<'a>,
    cue: [usize; 2],
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ErrorLine<'a> {
    #[serde(borrow)]
    kind: Text<'a>,
    source: Text<'a>,
    code: Text<'a>,
    message: Text<'a>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SummaryLine<'a> {
    #[serde(borrow)]
    kind: Text<'a>,
    documents: usize,
    claims: usize,
    errors: usize,
}

impl<'a> From<&'a DocumentRecord> for DocumentLine<'a> {
    fn from(document: &'a DocumentRecord) -> Self {
        Self {
            kind: "document".into(),
            id: document.id.as_str().into(),
            source: document.source.as_str().into(),
            title: document.title.as_deref().map(Cow::Borrowed),
            language: document.language.as_str().into(),
            published: document.published.map(|date| Cow::Owned(date.to_string())),
            publisher: document.publisher.as_deref().map(Cow::Borrowed),
            url: document.url.as_deref().map(Cow::Borrowed),
            sha256: document.sha256.as_str().into(),
            length: document.length,
            sketch: Cow::Owned(document.sketch.to_string()),
        }
    }
}

impl TryFrom<DocumentLine<'_>> for DocumentRecord {
    type Error = String;

    fn try_from(line: DocumentLine<'_>) -> Result<Self, String> {
        Ok(Self {
            id: DocumentId::from_text(id("id", line.id)?),
            source: line.source.into_owned(),
            title: line.title.map(Cow::into_owned),
            language: line.language.into_owned(),
            published: line
                .published
                .map(|date| date.parse().map_err(|error| format!("`published`: {error}")))
                .transpose()?,
            publisher: line.publisher.map(Cow::into_owned),
            url: line.url.map(Cow::into_owned),
            sha256: line.sha256.into_owned(),
            length: line.length,
            sketch: line.sketch.parse::<Sketch>().map_err(|error| format!("`sketch`: {error}"))?,
        })
    }
}

impl<'a> From<&'a Entity> for EntityLine<'a> {
    fn from(entity: &'a Entity) -> Self {
        let map = |names: &'a BTreeMap<String, String>| {
            names.iter().map(|(language, name)| (language.as_str().into(), name.as_str().into())).collect()
        };
        Self {
            kind: "entity".into(),
            id: entity.id.as_str().into(),
            entity_type: entity.entity_type.as_str().into(),
            label: entity.label.as_str().into(),
            labels: map(&entity.labels),
            aliases: entity.aliases.iter().map(|alias| alias.as_str().into()).collect(),
            same_as: entity.same_as.iter().map(|iri| iri.as_str().into()).collect(),
            descriptions: map(&entity.descriptions),
        }
    }
}

impl TryFrom<EntityLine<'_>> for Entity {
    type Error = String;

    fn try_from(line: EntityLine<'_>) -> Result<Self, String> {
        let map = |names: BTreeMap<Text<'_>, Text<'_>>| {
            names.into_iter().map(|(language, name)| (language.into_owned(), name.into_owned())).collect()
        };
        Ok(Self {
            id: EntityId::from_text(id("id", line.id)?),
            entity_type: EntityTypeId::from_text(id("type", line.entity_type)?),
            label: line.label.into_owned(),
            labels: map(line.labels),
            aliases: line.aliases.into_iter().map(Cow::into_owned).collect(),
            same_as: line.same_as.into_iter().map(Cow::into_owned).collect(),
            descriptions: map(line.descriptions),
        })
    }
}

impl<'a> From<&'a MentionRecord> for MentionLine<'a> {
    fn from(mention: &'a MentionRecord) -> Self {
        Self {
            kind: "mention".into(),
            document: mention.document.as_str().into(),
            start: mention.span.start,
            end: mention.span.end,
            text: mention.text.as_str().into(),
            form: form_name(mention.kind).into(),
            entity: mention.entity.as_ref().map(|entity| entity.as_str().into()),
            score: mention.score.value(),
            candidates: mention
                .candidates
                .iter()
                .map(|candidate| CandidateLine {
                    entity: candidate.entity.as_str().into(),
                    score: candidate.score.value(),
                })
                .collect(),
        }
    }
}

impl TryFrom<MentionLine<'_>> for MentionRecord {
    type Error = String;

    fn try_from(line: MentionLine<'_>) -> Result<Self, String> {
        let candidate = |line: CandidateLine<'_>| -> Result<Candidate, String> {
            Ok(Candidate { entity: EntityId::from_text(id("entity", line.entity)?), score: Score::new(line.score) })
        };
        Ok(Self {
            document: DocumentId::from_text(id("document", line.document)?),
            span: span("start, end", [line.start, line.end])?,
            text: line.text.into_owned(),
            kind: form_from_name(&line.form)?,
            entity: line.entity.map(|entity| id("entity", entity)).transpose()?.map(EntityId::from_text),
            score: Score::new(line.score),
            candidates: line.candidates.into_iter().map(candidate).collect::<Result<_, _>>()?,
        })
    }
}

impl<'a> From<&'a Claim> for ClaimLine<'a> {
    fn from(claim: &'a Claim) -> Self {
        let (object, value) = match &claim.object {
            ClaimObject::Entity(entity) => (Some(entity.as_str().into()), None),
            ClaimObject::Value(value) => (None, Some(ValueLine::object(value))),
        };
        Self {
            kind: "claim".into(),
            id: claim.id.as_str().into(),
            subject: claim.subject.as_str().into(),
            relation: claim.relation.as_str().into(),
            object,
            value,
            qualifiers: claim
                .qualifiers
                .iter()
                .map(|(&kind, value)| (KindKey(kind), ValueLine::qualifier(kind, value)))
                .collect(),
            evidence: claim.evidence.iter().map(EvidenceLine::from).collect(),
        }
    }
}

impl TryFrom<ClaimLine<'_>> for Claim {
    type Error = String;

    fn try_from(line: ClaimLine<'_>) -> Result<Self, String> {
        let object = match (line.object, line.value) {
            (Some(entity), None) => ClaimObject::Entity(EntityId::from_text(id("object", entity)?)),
            (None, Some(value)) => ClaimObject::Value(value.into_object()?),
            _ => return Err("a claim has either `object` or `value`".to_owned()),
        };
        if line.evidence.is_empty() {
            return Err("a claim without evidence".to_owned());
        }
        let qualifier = |(KindKey(kind), value): (KindKey, ValueLine)| {
            let value = value.into_qualifier(kind).map_err(|reason| format!("`{kind}`: {reason}"))?;
            Ok::<_, String>((kind, value))
        };
        Ok(Self {
            id: ClaimId::from_text(id("id", line.id)?),
            subject: EntityId::from_text(id("subject", line.subject)?),
            relation: RelationTypeId::from_text(id("relation", line.relation)?),
            object,
            qualifiers: line.qualifiers.into_iter().map(qualifier).collect::<Result<_, _>>()?,
            evidence: line.evidence.into_iter().map(Evidence::try_from).collect::<Result<_, _>>()?,
        })
    }
}

impl<'a> From<&'a Evidence> for EvidenceLine<'a> {
    fn from(evidence: &'a Evidence) -> Self {
        Self {
            document: evidence.document.as_str().into(),
            start: evidence.span.start,
            end: evidence.span.end,
            quote: evidence.quote.as_str().into(),
            subject: pair(evidence.subject),
            trigger: pair(evidence.trigger),
            object: pair(evidence.object),
            qualifiers: evidence.qualifiers.iter().map(|(&kind, &span)| (KindKey(kind), pair(span))).collect(),
            polarity: evidence.polarity.as_str().into(),
            modality: evidence.modality.as_str().into(),
            attribution: evidence
                .attribution
                .iter()
                .map(|said| AttributionLine {
                    speaker: SpeakerLine::from(&said.speaker),
                    stance: said.stance.as_str().into(),
                    cue: pair(said.cue),
                })
                .collect(),
            rule: evidence.rule.as_str().into(),
            confidence: evidence.confidence.value(),
        }
    }
}

impl TryFrom<EvidenceLine<'_>> for Evidence {
    type Error = String;

    fn try_from(line: EvidenceLine<'_>) -> Result<Self, String> {
        let said = |said: AttributionLine<'_>| -> Result<Attribution, String> {
            Ok(Attribution {
                speaker: said.speaker.into_speaker()?,
                stance: said.stance.parse()?,
                cue: span("cue", said.cue)?,
            })
        };
        // Sorted, so that a hand-written record merges with the one the program writes.
        let mut attribution = line.attribution.into_iter().map(said).collect::<Result<Vec<_>, _>>()?;
        attribution.sort();
        attribution.dedup();
        Ok(Self {
            document: DocumentId::from_text(id("document", line.document)?),
            span: span("start, end", [line.start, line.end])?,
            quote: line.quote.into_owned(),
            subject: span("subject", line.subject)?,
            trigger: span("trigger", line.trigger)?,
            object: span("object", line.object)?,
            qualifiers: line
                .qualifiers
                .into_iter()
                .map(|(KindKey(kind), place)| Ok::<_, String>((kind, span(kind.as_str(), place)?)))
                .collect::<Result<_, _>>()?,
            polarity: line.polarity.parse()?,
            modality: line.modality.parse()?,
            attribution,
            rule: RuleName::from_text(line.rule),
            confidence: Score::new(line.confidence),
        })
    }
}

impl<'a> From<&'a ErrorRecord> for ErrorLine<'a> {
    fn from(error: &'a ErrorRecord) -> Self {
        Self {
            kind: "error".into(),
            source: error.source.as_str().into(),
            code: error.code.as_str().into(),
            message: error.message.as_str().into(),
        }
    }
}

impl From<ErrorLine<'_>> for ErrorRecord {
    fn from(line: ErrorLine<'_>) -> Self {
        Self { source: line.source.into_owned(), code: line.code.into_owned(), message: line.message.into_owned() }
    }
}

impl From<&SummaryRecord> for SummaryLine<'_> {
    fn from(&SummaryRecord { documents, claims, errors }: &SummaryRecord) -> Self {
        Self { kind: "summary".into(), documents, claims, errors }
    }
}

impl From<SummaryLine<'_>> for SummaryRecord {
    fn from(SummaryLine { documents, claims, errors, .. }: SummaryLine<'_>) -> Self {
        Self { documents, claims, errors }
    }
}

/// An id names something in every export, so what no format can carry is refused at the door.
pub(super) fn id(field: &str, text: Text<'_>) -> Result<String, String> {
    if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(format!("`{field}` is {text:?}: an id has no spaces or control characters and is not empty"));
    }
    Ok(text.into_owned())
}

fn span(field: &str, [start, end]: [usize; 2]) -> Result<CharSpan, String> {
    if start > end {
        return Err(format!("`{field}` ends at {end}, before it starts at {start}"));
    }
    Ok(CharSpan::new(start, end))
}

fn pair(span: CharSpan) -> [usize; 2] {
    [span.start, span.end]
}

fn form_name(kind: MentionKind) -> &'static str {
    match kind {
        MentionKind::Name => "name",
        MentionKind::Nominal => "nominal",
        MentionKind::Pronoun => "pronoun",
    }
}

fn form_from_name(name: &str) -> Result<MentionKind, String> {
    [MentionKind::Name, MentionKind::Nominal, MentionKind::Pronoun]
        .into_iter()
        .find(|&kind| form_name(kind) == name)
        .ok_or_else(|| format!("`form` is `{name}`, which is not one of name, nominal, pronoun"))
}
