use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::iri::{Iri, hash};
use super::language_tag::language_tag;
use super::terms::{Term, term};
use super::{Node, Resource};
use crate::graph::{self, KnowledgeGraph};
use crate::model::{
    CharSpan, Claim, ClaimId, ClaimObject, DocumentId, DocumentRecord, EntityTypeId, Evidence, Money, PartialDate,
    Polarity, QualifierKind, QualifierValue, RelationTypeId, Speaker, Stance, TimeInterval, Value,
};
use crate::ontology::Ontology;

/// Everything that linked data describe, and how to describe it.
///
/// Things are small and can be put in another order; their descriptions are large and are made when they are written.
pub(crate) struct Things<'a> {
    graph: &'a KnowledgeGraph,
    ontology: &'a Ontology,
}

/// Something to describe.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Thing<'a> {
    Dataset,
    Run,
    Program,
    Relation(&'a RelationTypeId),
    Document(&'a DocumentRecord),
    Entity(&'a graph::Node),
    UnnamedSpeaker(&'a DocumentId, &'a str),
    Statement(&'a Claim, Polarity, Stance),
    Evidence(&'a Claim, &'a Evidence),
}

impl<'a> Things<'a> {
    pub(crate) fn new(graph: &'a KnowledgeGraph, ontology: &'a Ontology) -> Self {
        Self { graph, ontology }
    }

    /// Each once: the dataset and the run, relations, documents, entities, unnamed speakers, claims, each claim
    /// followed by its evidence.
    pub(crate) fn all(&self) -> impl Iterator<Item = Thing<'a>> {
        let graph = self.graph;
        let claims = graph.claims();
        let relations: BTreeSet<_> = claims.claims.values().map(|claim| &claim.relation).collect();
        let claims_and_evidence = claims.claims.values().flat_map(|claim| {
            let said =
                statements(claim).into_iter().map(move |said| Thing::Statement(claim, said.polarity, said.stance));
            said.chain(claim.evidence.iter().map(move |evidence| Thing::Evidence(claim, evidence)))
        });
        [Thing::Dataset, Thing::Run, Thing::Program]
            .into_iter()
            .chain(relations.into_iter().map(Thing::Relation))
            .chain(claims.documents.values().map(Thing::Document))
            .chain(graph.nodes().map(Thing::Entity))
            .chain(unnamed_speakers(graph).into_iter().map(|(document, words)| Thing::UnnamedSpeaker(document, words)))
            .chain(claims_and_evidence)
    }

    /// The name of a thing, the one that its description has.
    pub(crate) fn iri(&self, thing: Thing<'a>) -> Iri {
        match thing {
            Thing::Dataset => Iri::Own(format!("dataset/{}", self.run_id())),
            Thing::Run => Iri::Own(format!("run/{}", self.run_id())),
            Thing::Program => Iri::Absolute("https://w3id.org/filature".to_owned()),
            Thing::Relation(id) => Iri::relation(id),
            Thing::Document(document) => Iri::document(&document.id),
            Thing::Entity(node) => Iri::entity(&node.entity.id),
            Thing::UnnamedSpeaker(document, words) => Iri::unnamed_speaker(document, words),
            Thing::Statement(claim, polarity, stance) => Iri::statement(&claim.id, polarity, stance),
            Thing::Evidence(claim, evidence) => Iri::evidence(claim, evidence),
        }
    }

    /// What there is to say of a thing.
    pub(crate) fn describe(&self, thing: Thing<'a>) -> Resource<'a> {
        let iri = self.iri(thing);
        match thing {
            Thing::Dataset => self.dataset(iri),
            Thing::Run => self.run(iri),
            Thing::Program => program(iri),
            Thing::Relation(id) => self.relation(iri, id),
            Thing::Document(document) => document_resource(iri, document),
            Thing::Entity(node) => self.entity(iri, node),
            Thing::UnnamedSpeaker(document, words) => self.unnamed_speaker(iri, document, words),
            Thing::Statement(claim, polarity, stance) => statement(iri, claim, polarity, stance),
            Thing::Evidence(_, item) => evidence(iri, item),
        }
    }
}

/// What is said with a claim: one polarity, one stance, the evidence that shows it.
struct Statement<'a> {
    polarity: Polarity,
    stance: Stance,
    evidence: Vec<&'a Evidence>,
}

fn statements(claim: &Claim) -> Vec<Statement<'_>> {
    let mut statements: BTreeMap<(Polarity, Stance), Vec<&Evidence>> = BTreeMap::new();
    for evidence in &claim.evidence {
        let mut stances: BTreeSet<_> = evidence.attribution.iter().map(|said| said.stance).collect();
        if stances.is_empty() {
            // The document's own voice.
            stances.insert(Stance::Asserts);
        }
        for stance in stances {
            statements.entry((evidence.polarity, stance)).or_default().push(evidence);
        }
    }
    statements.into_iter().map(|((polarity, stance), evidence)| Statement { polarity, stance, evidence }).collect()
}

/// Speakers without an entity, by the document that has them speak.
fn unnamed_speakers(graph: &KnowledgeGraph) -> BTreeSet<(&DocumentId, &str)> {
    let evidence = graph.claims().claims.values().flat_map(|claim| &claim.evidence);
    let said = evidence.flat_map(|item| item.attribution.iter().map(move |said| (&item.document, &said.speaker)));
    said.filter_map(|(document, speaker)| match speaker {
        Speaker::Unnamed(words) => Some((document, words.as_str())),
        Speaker::Entity(_) => None,
    })
    .collect()
}

/// The program that ran.
fn program<'a>(iri: Iri) -> Resource<'a> {
    let mut program = Resource::new(iri, vec![class("prov", "SoftwareAgent")]);
    program.literal(term::NAME, env!("CARGO_PKG_NAME"));
    program.literal(term::SOFTWARE_VERSION, env!("CARGO_PKG_VERSION"));
    program
}

impl<'a> Things<'a> {
    /// Names the run and the dataset. No clock: the same input gives the same bytes.
    fn run_id(&self) -> String {
        let claims = self.graph.claims();
        let documents = claims.documents.keys().map(DocumentId::as_str);
        let ids = documents.chain(claims.claims.keys().map(ClaimId::as_str));
        hash(ids.chain([env!("CARGO_PKG_VERSION")]))
    }

    fn dataset(&self, iri: Iri) -> Resource<'a> {
        let claims = self.graph.claims();
        let said = claims.claims.values().flat_map(statements);
        let claim_count = said.filter(|said| said.stance == Stance::Asserts).count();
        let mut dataset = Resource::new(iri, vec![class("schema", "Dataset")]);
        dataset.count(term::DOCUMENT_COUNT, claims.documents.len());
        dataset.count(term::ENTITY_COUNT, self.graph.nodes().count());
        dataset.count(term::CLAIM_COUNT, claim_count);
        dataset.node(term::GENERATED_BY, self.iri(Thing::Run));
        dataset
    }

    fn run(&self, iri: Iri) -> Resource<'a> {
        let documents = self.graph.claims().documents.keys();
        let mut run = Resource::new(iri, vec![class("prov", "Activity")]);
        run.node(term::ASSOCIATED_WITH, self.iri(Thing::Program));
        run.say(term::USED, documents.map(|document| Node::Iri(Iri::document(document))));
        run
    }

    fn relation(&self, iri: Iri, id: &'a RelationTypeId) -> Resource<'a> {
        let mut relation = Resource::new(iri, vec![class("rdf", "Property")]);
        match self.ontology.relation_type(id) {
            Some(known) => relation.say(term::LABEL, by_language(&known.labels)),
            None => relation.literal(term::PLAIN_LABEL, id.as_str()),
        }
        relation
    }

    fn entity(&self, iri: Iri, node: &'a graph::Node) -> Resource<'a> {
        let entity = &node.entity;
        let mut resource = Resource::new(iri, self.classes(&entity.entity_type));
        resource.literal(term::IDENTIFIER, entity.id.as_str());
        resource.literal(term::NAME, &entity.label);
        let labels = by_language(&entity.labels);
        if labels.is_empty() {
            resource.literal(term::PLAIN_LABEL, &entity.label);
        } else {
            resource.say(term::LABEL, labels);
        }
        resource.say(term::ALIASES, literals(entity.aliases.iter().map(String::as_str)));
        resource.say(term::DESCRIPTION, by_language(&entity.descriptions));
        let elsewhere: BTreeSet<_> = entity.same_as.iter().filter_map(|iri| Iri::foreign(iri)).collect();
        let own = resource.iri.clone();
        resource.say(term::SAME_AS, elsewhere.into_iter().filter(|iri| *iri != own).map(Node::Iri));
        resource.count(term::MENTION_COUNT, node.mentions);
        resource.count(term::DOCUMENT_COUNT, node.documents);
        resource
    }

    /// Our class, the classes above it, and what schema.org calls it.
    fn classes(&self, id: &EntityTypeId) -> Vec<Iri> {
        let top = EntityTypeId::from_text(id.top());
        let mut known: Vec<_> = [id, &top].into_iter().filter_map(|id| self.ontology.entity_type(id)).collect();
        known.dedup_by_key(|entity_type| &entity_type.id);
        let mut classes: Vec<_> = known.iter().map(|entity_type| Iri::entity_type(&entity_type.id)).collect();
        if classes.is_empty() {
            classes.push(Iri::fil("Entity"));
        }
        let theirs = known.first().and_then(|entity_type| entity_type.schema_org.as_deref()).and_then(Iri::foreign);
        classes.extend(theirs);
        classes
    }

    fn unnamed_speaker(&self, iri: Iri, document: &'a DocumentId, words: &'a str) -> Resource<'a> {
        let mut speaker = Resource::new(iri, vec![Iri::fil("UnnamedSpeaker")]);
        let language = self.graph.claims().documents.get(document).and_then(|known| language_tag(&known.language));
        match language {
            Some(language) => speaker.say(term::LABEL, [Node::Text { language, text: words }]),
            None => speaker.literal(term::PLAIN_LABEL, words),
        }
        speaker.node(term::SOURCE, Iri::document(document));
        speaker
    }
}

fn statement(iri: Iri, claim: &Claim, polarity: Polarity, stance: Stance) -> Resource<'_> {
    let all = statements(claim);
    let shows = |said: &&Statement<'_>| said.polarity == polarity && said.stance == stance;
    let evidence = all.iter().find(shows).map_or(&[][..], |said| said.evidence.as_slice());
    let mut resource = Resource::new(iri, vec![stance_class(stance)]);
    resource.literal(term::IDENTIFIER, claim.id.as_str());
    resource.node(term::SUBJECT, Iri::entity(&claim.subject));
    resource.node(term::RELATION, Iri::relation(&claim.relation));
    match &claim.object {
        ClaimObject::Entity(object) => resource.node(term::OBJECT, Iri::entity(object)),
        ClaimObject::Value(value) => {
            let (term, text) = object_literal(value);
            resource.literal(term, text);
        }
    }
    resource.node(term::POLARITY, Iri::polarity(polarity));
    if let Some(modality) = evidence.iter().map(|item| item.modality).min() {
        resource.node(term::MODALITY, Iri::modality(modality));
    }
    let said = evidence.iter().flat_map(|item| item.attribution.iter().map(move |said| (&item.document, said)));
    let speakers: BTreeSet<_> = said
        .filter(|(_, said)| said.stance == stance)
        .map(|(document, said)| speaker(document, &said.speaker))
        .collect();
    resource.say(term::ATTRIBUTED_TO, speakers.into_iter().map(Node::Iri));
    let reply = match stance {
        Stance::Asserts => None,
        Stance::Denies => Some(term::DISPUTES),
        Stance::Questions => Some(term::QUESTIONS),
    };
    if let Some(reply) = reply {
        let asserted = all.iter().any(|other| other.polarity == polarity && other.stance == Stance::Asserts);
        let target = Iri::statement(&claim.id, polarity, Stance::Asserts);
        resource.say(reply, asserted.then_some(Node::Iri(target)));
    }
    qualifiers(&mut resource, claim, evidence);
    if let Some(confidence) = evidence.iter().map(|item| item.confidence).max() {
        resource.literal(term::CONFIDENCE, confidence.to_string());
    }
    resource.say(term::EVIDENCE, evidence.iter().map(|item| Node::Iri(Iri::evidence(claim, item))));
    resource
}

fn evidence(iri: Iri, evidence: &Evidence) -> Resource<'_> {
    let document = &evidence.document;
    let mut position = Resource::new(iri.part("position"), vec![class("oa", "TextPositionSelector")]);
    position.count(term::SELECTION_START, evidence.span.start);
    position.count(term::SELECTION_END, evidence.span.end);
    let mut quote = Resource::new(iri.part("quote"), vec![class("oa", "TextQuoteSelector")]);
    quote.literal(term::EXACT, &evidence.quote);

    let mut resource = Resource::new(iri, vec![Iri::fil("Evidence"), class("oa", "SpecificResource")]);
    resource.node(term::SOURCE, Iri::document(document));
    resource.say(term::SELECTOR, [Node::Resource(position), Node::Resource(quote)]);
    resource.node(term::POLARITY, Iri::polarity(evidence.polarity));
    resource.node(term::MODALITY, Iri::modality(evidence.modality));
    for (term, stance) in [
        (term::ASSERTED_BY, Stance::Asserts),
        (term::DENIED_BY, Stance::Denies),
        (term::QUESTIONED_BY, Stance::Questions),
    ] {
        let said = evidence.attribution.iter().filter(|said| said.stance == stance);
        let speakers: BTreeSet<_> = said.map(|said| speaker(document, &said.speaker)).collect();
        resource.say(term, speakers.into_iter().map(Node::Iri));
    }
    let at = |span: CharSpan| Iri::passage(document, span);
    resource.node(term::SUBJECT_AT, at(evidence.subject));
    resource.node(term::TRIGGER_AT, at(evidence.trigger));
    resource.node(term::OBJECT_AT, at(evidence.object));
    let cues: BTreeSet<_> = evidence.attribution.iter().map(|said| said.cue).collect();
    resource.say(term::CUE_AT, cues.into_iter().map(|cue| Node::Iri(at(cue))));
    resource.literal(term::RULE, evidence.rule.as_str());
    resource.literal(term::CONFIDENCE, evidence.confidence.to_string());
    resource
}

fn document_resource(iri: Iri, document: &DocumentRecord) -> Resource<'_> {
    let mut resource = Resource::new(iri, vec![class("schema", "NewsArticle")]);
    resource.literal(term::IDENTIFIER, document.id.as_str());
    let language = language_tag(&document.language);
    if let Some(title) = &document.title {
        match language.clone() {
            Some(language) => resource.say(term::HEADLINE, [Node::Text { language, text: title }]),
            None => resource.literal(term::NAME, title),
        }
    }
    resource.say(term::IN_LANGUAGE, language.map(|tag| Node::Literal(tag.into())));
    if let Some(published) = document.published {
        let term = by_precision(published, term::PUBLISHED, term::PUBLISHED_YEAR_MONTH, term::PUBLISHED_YEAR);
        resource.literal(term, published.to_string());
    }
    resource.say(term::PUBLISHER, document.publisher.as_deref().map(|name| Node::Literal(name.into())));
    resource.say(term::URL, document.url.as_deref().and_then(Iri::foreign).map(Node::Iri));
    resource.literal(term::READ_FROM, &document.source);
    resource.literal(term::SHA256, &document.sha256);
    resource.count(term::LENGTH, document.length);
    resource
}

fn qualifiers<'a>(resource: &mut Resource<'a>, claim: &'a Claim, evidence: &[&'a Evidence]) {
    let mut elsewhere = Vec::new();
    let mut printed = [(term::TIME_TEXT, BTreeSet::new()), (term::AMOUNT_TEXT, BTreeSet::new())];
    for (&kind, value) in &claim.qualifiers {
        let words = evidence.iter().filter_map(|item| item.qualifier_text(kind));
        match kind {
            QualifierKind::Date | QualifierKind::Start | QualifierKind::End => {
                printed[0].1.extend(words);
                time(resource, kind, value);
            }
            QualifierKind::Amount => {
                printed[1].1.extend(words);
                if let QualifierValue::Value(value) = value {
                    amount(resource, value, &mut printed[1].1);
                }
            }
            QualifierKind::Place => match value {
                QualifierValue::Entity(place) => resource.node(term::PLACE, Iri::entity(place)),
                QualifierValue::Value(value) => resource.literal(term::PLACE_TEXT, value_text(value)),
            },
            QualifierKind::Role | QualifierKind::Topic | QualifierKind::Medium | QualifierKind::Frequency => {
                let term = match kind {
                    QualifierKind::Role => term::ROLE,
                    QualifierKind::Topic => term::TOPIC,
                    QualifierKind::Medium => term::MEDIUM,
                    _ => term::FREQUENCY,
                };
                match value {
                    QualifierValue::Value(value) => resource.literal(term, value_text(value)),
                    QualifierValue::Entity(_) => {}
                }
            }
        }
        if let (QualifierValue::Entity(entity), false) = (value, kind == QualifierKind::Place) {
            elsewhere.push(Node::Iri(Iri::entity(entity)));
        }
    }
    resource.say(term::ABOUT, elsewhere);
    for (term, words) in printed {
        resource.say(term, literals(words));
    }
}

/// The value as exactly as told, and the days it may mean.
fn time(resource: &mut Resource<'_>, kind: QualifierKind, value: &QualifierValue) {
    let QualifierValue::Value(value) = value else { return };
    let [stated, earliest, latest] = match kind {
        QualifierKind::Start => [term::START, term::START_EARLIEST, term::START_LATEST],
        QualifierKind::End => [term::END, term::END_EARLIEST, term::END_LATEST],
        _ => [term::DATE, term::DATE_EARLIEST, term::DATE_LATEST],
    };
    let (first, last) = match value {
        Value::Date(date) => (Some(date.first_day()), Some(date.last_day())),
        Value::Interval(TimeInterval { start, end }) => {
            (start.map(PartialDate::first_day), end.map(PartialDate::last_day))
        }
        // "Former": over, without a date.
        Value::Text(_) if kind == QualifierKind::End => return resource.literal(term::ENDED, "true"),
        // What else may stand here are words that tell no date; they are in `timeText`.
        Value::Text(_) | Value::Money(_) | Value::Quantity { .. } => return,
    };
    resource.literal(stated, value.to_string());
    resource.say(earliest, first.map(|day| Node::Literal(day.to_string().into())));
    resource.say(latest, last.map(|day| Node::Literal(day.to_string().into())));
}

fn amount<'a>(resource: &mut Resource<'a>, value: &'a Value, printed: &mut BTreeSet<&'a str>) {
    match value {
        Value::Money(Money { value, currency }) => {
            let mut money = Resource::new(resource.iri.part("amount"), vec![class("schema", "MonetaryAmount")]);
            money.literal(term::VALUE, value.to_string());
            money.literal(term::CURRENCY, currency.to_string());
            resource.say(term::AMOUNT, [Node::Resource(money)]);
        }
        Value::Quantity { number, .. } => {
            let mut quantity = Resource::new(resource.iri.part("amount"), vec![class("schema", "QuantitativeValue")]);
            quantity.literal(term::VALUE, number.to_string());
            resource.say(term::AMOUNT, [Node::Resource(quantity)]);
        }
        Value::Text(text) => _ = printed.insert(text),
        Value::Date(_) | Value::Interval(_) => {}
    }
}

fn value_text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Text(text) => text.as_str().into(),
        other => other.to_string().into(),
    }
}

fn object_literal(value: &Value) -> (&'static Term, Cow<'_, str>) {
    let term = match value {
        Value::Date(date) => by_precision(*date, term::OBJECT_DATE, term::OBJECT_YEAR_MONTH, term::OBJECT_YEAR),
        Value::Interval(_) => term::OBJECT_INTERVAL,
        Value::Money(_) | Value::Quantity { .. } | Value::Text(_) => term::OBJECT_TEXT,
    };
    (term, value_text(value))
}

fn by_precision(date: PartialDate, day: &'static Term, month: &'static Term, year: &'static Term) -> &'static Term {
    match (date.month(), date.day()) {
        (_, Some(_)) => day,
        (Some(_), None) => month,
        (None, None) => year,
    }
}

fn speaker(document: &DocumentId, speaker: &Speaker) -> Iri {
    match speaker {
        Speaker::Entity(entity) => Iri::entity(entity),
        Speaker::Unnamed(words) => Iri::unnamed_speaker(document, words),
    }
}

fn stance_class(stance: Stance) -> Iri {
    Iri::fil(match stance {
        Stance::Asserts => "Claim",
        Stance::Denies => "Denial",
        Stance::Questions => "Question",
    })
}

fn class(prefix: &str, name: &'static str) -> Iri {
    super::PREFIXES
        .iter()
        .find(|known| known.name == prefix)
        .map_or_else(|| Iri::fil(name), |prefix| Iri::Prefixed(prefix, name.into()))
}

/// Texts by language, one each; tags that are none are left out.
fn by_language(texts: &BTreeMap<String, String>) -> Vec<Node<'_>> {
    let mut by_tag: BTreeMap<String, &str> = BTreeMap::new();
    for (code, text) in texts {
        if let Some(tag) = language_tag(code) {
            by_tag.entry(tag).or_insert(text);
        }
    }
    by_tag.into_iter().map(|(language, text)| Node::Text { language, text }).collect()
}

fn literals<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Node<'a>> {
    texts.into_iter().map(|text| Node::Literal(text.into())).collect()
}
