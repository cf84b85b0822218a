use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Argument, Attribution, CharOffsets, Claim, ClaimObject, ClaimSet, DetectedDocument, DocumentRecord, EntityId,
    EntityTypeId, Evidence, LinkedDocument, MentionAttribution, MentionId, MentionKind, MentionQualifierValue,
    MentionRecord, MentionSpeaker, Modality, QualifierValue, RelationMention, RelationTypeId, Sketch, Speaker, Stance,
    Upos, Value,
};
use crate::ontology::{Ontology, Range, RelationType};

/// Joins what was found in one document with who was meant.
///
/// A relation mention gives a claim when both its ends have a referent, the referents differ, and their types
/// are among those the relation type allows. Symmetric relations are stored with their ends sorted.
#[must_use]
pub fn fuse(
    detected: &DetectedDocument,
    linked: &LinkedDocument,
    relations: &[RelationMention],
    ontology: &Ontology,
) -> ClaimSet {
    let document = &detected.annotated.document;
    let offsets = CharOffsets::new(&document.text);
    let fusion = Fusion { detected, linked, offsets: &offsets };
    let mut set = ClaimSet::default();
    let metadata = &document.metadata;
    set.documents.insert(
        document.id.clone(),
        DocumentRecord {
            id: document.id.clone(),
            source: document.source.clone(),
            title: metadata.title.clone(),
            language: detected.annotated.language.clone(),
            published: metadata.published,
            publisher: metadata.publisher.clone(),
            url: metadata.url.clone(),
            sha256: document.sha256.clone(),
            length: offsets.len_chars(),
            sketch: Sketch::of(&document.text),
        },
    );
    let mut told = BTreeSet::new();
    for relation in relations {
        if relation.second_choice && told.contains(&(relation.trigger, &relation.rule)) {
            continue;
        }
        let claim = match ontology.relation_type(&relation.relation) {
            Some(relation_type) => fusion.claim(relation, relation_type),
            None if relation.relation.is_open() => fusion.claim(relation, &open_relation_type(&relation.relation)),
            None => None,
        };
        if let Some(claim) = claim {
            if !relation.second_choice {
                told.insert((relation.trigger, &relation.rule));
            }
            match set.claims.entry(claim.id.clone()) {
                std::collections::btree_map::Entry::Vacant(slot) => _ = slot.insert(claim),
                std::collections::btree_map::Entry::Occupied(mut slot) => {
                    slot.get_mut().evidence.extend(claim.evidence);
                }
            }
        }
    }
    for (index, mention) in detected.mentions.iter().enumerate() {
        let Some(link) = linked.links.get(index) else { continue };
        // A name that means nobody is kept, so that it can be asked why.
        if link.entity.is_none() && mention.kind != MentionKind::Name {
            continue;
        }
        set.mentions.insert(MentionRecord {
            document: document.id.clone(),
            span: offsets.to_chars(mention.span),
            text: mention.span.of(&document.text).to_owned(),
            kind: mention.kind,
            entity: link.entity.clone(),
            score: link.score,
            candidates: link.candidates.clone(),
        });
    }
    set.entities = linked.entities.iter().map(|entity| (entity.id.clone(), entity.clone())).collect();
    for (entity, name) in fusion.descriptive_names() {
        if let Some(entity) = set.entities.get_mut(&entity).filter(|entity| entity.label != name) {
            entity.aliases.insert(name);
        }
    }
    set
}

/// What holds of a verb that no rule covers: it joins named things of any kind.
fn open_relation_type(id: &RelationTypeId) -> RelationType {
    let anything: Vec<_> =
        ["person", "organization", "place", "product", "event", "work", "group"].map(EntityTypeId::from_text).to_vec();
    RelationType {
        id: id.clone(),
        theme: String::new(),
        labels: BTreeMap::new(),
        inverse_labels: BTreeMap::new(),
        description: String::new(),
        domain: anything.clone(),
        range: Range::Entities(anything),
        symmetric: false,
        done_by_saying: false,
        qualifiers: Vec::new(),
        wikidata: None,
        schema_org: None,
        plover: None,
    }
}

/// A relation as it is claimed: what its subject does by saying it, "I support Doe", is stated, and nobody's hearsay.
pub(crate) fn as_claimed<'a>(
    relation: &'a RelationMention,
    relation_type: &RelationType,
    linked: &LinkedDocument,
) -> Cow<'a, RelationMention> {
    let entity_of = |mention: MentionId| linked.links.get(mention.0).and_then(|link| link.entity.as_ref());
    let subject = match relation.subject {
        Argument::Mention(mention) => entity_of(mention),
        Argument::Owner(mention) => linked.owners.get(&mention),
        Argument::Value(_) | Argument::Start(_) | Argument::End(_) => None,
    };
    let is_own = |said: &MentionAttribution| {
        said.stance == Stance::Asserts
            && matches!(said.speaker, MentionSpeaker::Mention(speaker) if entity_of(speaker) == subject)
    };
    let says_so_alone =
        subject.is_some() && !relation.attribution.is_empty() && relation.attribution.iter().all(is_own);
    if !relation_type.done_by_saying || !says_so_alone {
        return Cow::Borrowed(relation);
    }
    let modality = if relation.modality == Modality::Reported { Modality::Stated } else { relation.modality };
    Cow::Owned(RelationMention { attribution: Vec::new(), modality, ..relation.clone() })
}

struct Fusion<'a> {
    detected: &'a DetectedDocument,
    linked: &'a LinkedDocument,
    offsets: &'a CharOffsets,
}

impl Fusion<'_> {
    fn claim(&self, relation: &RelationMention, relation_type: &RelationType) -> Option<Claim> {
        let relation = &*as_claimed(relation, relation_type, self.linked);
        let subject = self.entity_argument(relation.subject, &relation_type.domain)?;
        let object = match &relation_type.range {
            Range::Entities(types) => ClaimObject::Entity(self.entity_argument(relation.object, types)?),
            Range::Date | Range::Text => ClaimObject::Value(self.value_argument(relation.object)?),
        };
        let mut ends = (subject, object);
        let mut spans = (self.argument_span(relation.subject), self.argument_span(relation.object));
        if let ClaimObject::Entity(object) = &mut ends.1 {
            if ends.0 == *object {
                return None;
            }
            if relation_type.symmetric && ends.0 > *object {
                std::mem::swap(&mut ends.0, object);
                std::mem::swap(&mut spans.0, &mut spans.1);
            }
        }
        let (subject, object) = ends;
        let mut qualifiers = BTreeMap::new();
        let mut qualifier_spans = BTreeMap::new();
        for qualifier in &relation.qualifiers {
            if !relation_type.qualifiers.contains(&qualifier.kind) || qualifiers.contains_key(&qualifier.kind) {
                continue;
            }
            let value = match &qualifier.value {
                MentionQualifierValue::Mention(mention) => match self.entity_of(*mention) {
                    Some(entity) => QualifierValue::Entity(entity),
                    None => continue,
                },
                MentionQualifierValue::Value(value) => QualifierValue::Value(value.clone()),
            };
            qualifiers.insert(qualifier.kind, value);
            qualifier_spans.insert(qualifier.kind, self.offsets.to_chars(qualifier.span));
        }
        let quote = self.detected.annotated.sentences.get(relation.sentence)?.span;
        let document = &self.detected.annotated.document;
        let mut attribution: Vec<_> = relation.attribution.iter().map(|said| self.attribution(said)).collect();
        attribution.sort();
        attribution.dedup();
        let evidence = Evidence {
            document: document.id.clone(),
            span: self.offsets.to_chars(quote),
            quote: quote.of(&document.text).to_owned(),
            subject: spans.0,
            trigger: self.offsets.to_chars(relation.trigger),
            object: spans.1,
            qualifiers: qualifier_spans,
            polarity: relation.polarity,
            modality: relation.modality,
            attribution,
            rule: relation.rule.clone(),
            confidence: relation.confidence,
        };
        let id = Claim::make_id(&subject, &relation.relation, &object, &qualifiers);
        Some(Claim {
            id,
            subject,
            relation: relation.relation.clone(),
            object,
            qualifiers,
            evidence: [evidence].into(),
        })
    }

    /// What the text calls those that it calls by no proper name, but by what they are and whose: "le parlement
    /// hongrois", without the article.
    fn descriptive_names(&self) -> Vec<(EntityId, String)> {
        let mentions = || self.detected.mentions.iter().enumerate();
        let named: BTreeSet<_> = mentions()
            .filter(|(_, mention)| mention.kind == MentionKind::Name)
            .filter_map(|(index, _)| self.entity_of(MentionId(index)))
            .collect();
        let nominals = mentions().filter(|(_, mention)| mention.kind == MentionKind::Nominal);
        let described = nominals.filter_map(|(index, mention)| {
            let entity = self.entity_of(MentionId(index)).filter(|entity| !named.contains(entity))?;
            // Mentions inside of another follow it in the list.
            let mut inside = self.detected.mentions[index + 1..]
                .iter()
                .take_while(|other| other.span.start < mention.span.end)
                .filter(|other| mention.span.contains(other.span));
            let holds_name = inside.any(|other| other.kind == MentionKind::Name);
            let sentence = self.detected.annotated.sentences.get(mention.sentence)?;
            let first = sentence.tokens.get(mention.tokens.clone())?.iter().find(|token| token.upos != Upos::Det)?;
            let text = &self.detected.annotated.document.text;
            let is_described = holds_name && first.span.start < mention.span.end;
            is_described.then(|| (entity, text[first.span.start..mention.span.end].to_owned()))
        });
        described.collect()
    }

    fn entity_of(&self, mention: MentionId) -> Option<EntityId> {
        self.linked.links.get(mention.0)?.entity.clone()
    }

    fn entity_argument(&self, argument: Argument, allowed: &[EntityTypeId]) -> Option<EntityId> {
        let entity = match argument {
            Argument::Mention(mention) => self.linked.entity_of(mention)?,
            Argument::Owner(mention) => self.linked.entity(self.linked.owners.get(&mention)?)?,
            Argument::Value(_) | Argument::Start(_) | Argument::End(_) => return None,
        };
        allowed.iter().any(|allowed| entity.entity_type.is_a(allowed.as_str())).then(|| entity.id.clone())
    }

    fn value_argument(&self, argument: Argument) -> Option<Value> {
        match argument {
            Argument::Value(value) => Some(self.detected.values.get(value.0)?.value.clone()),
            Argument::Start(value) | Argument::End(value) => match &self.detected.values.get(value.0)?.value {
                Value::Interval(interval) if matches!(argument, Argument::Start(_)) => interval.start.map(Value::Date),
                Value::Interval(interval) => interval.end.map(Value::Date),
                other => Some(other.clone()),
            },
            Argument::Mention(mention) => Some(Value::Text(self.detected.mention_text(mention).to_owned())),
            Argument::Owner(_) => None,
        }
    }

    fn argument_span(&self, argument: Argument) -> crate::model::CharSpan {
        let span = match argument {
            Argument::Mention(mention) | Argument::Owner(mention) => self.detected.mention(mention).span,
            Argument::Value(value) | Argument::Start(value) | Argument::End(value) => self.detected.value(value).span,
        };
        self.offsets.to_chars(span)
    }

    fn attribution(&self, said: &MentionAttribution) -> Attribution {
        let text = &self.detected.annotated.document.text;
        let speaker = match said.speaker {
            MentionSpeaker::Mention(mention) => self
                .entity_of(mention)
                .map_or_else(|| Speaker::Unnamed(self.detected.mention_text(mention).to_owned()), Speaker::Entity),
            MentionSpeaker::Text(span) => Speaker::Unnamed(span.of(text).to_owned()),
        };
        Attribution { speaker, stance: said.stance, cue: self.offsets.to_chars(said.cue) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_folder::DataFolder;
    use crate::model::{
        AnnotatedDocument, CharSpan, Document, Entity, Link, Mention, MentionKind, MentionQualifier, NewDocument,
        Polarity, QualifierKind, RuleName, Score, Sentence, Span, Token,
    };

    /// Three mentions over "Zoé é Ana Oslo": two persons and a place.
    struct Case {
        detected: DetectedDocument,
        linked: LinkedDocument,
        ontology: Ontology,
    }

    fn entity(id: &str, entity_type: &str) -> Entity {
        Entity {
            id: EntityId::from_text(id),
            entity_type: EntityTypeId::from_text(entity_type),
            label: id.to_owned(),
            labels: BTreeMap::new(),
            aliases: BTreeSet::new(),
            same_as: BTreeSet::new(),
            descriptions: BTreeMap::new(),
        }
    }

    fn case() -> Case {
        let text = "Zoé é Ana Oslo".to_owned();
        let spans = [Span::new(0, 4), Span::new(8, 11), Span::new(12, 16)];
        let tokens = spans.map(|span| Token { span, ..Token::default() }).to_vec();
        let sentence = Sentence { span: Span::new(0, text.len()), tokens, ..Sentence::default() };
        let document = Document::new(NewDocument { source: "t".to_owned(), text, ..NewDocument::default() });
        let annotated = AnnotatedDocument { document, language: "xx".to_owned(), sentences: vec![sentence] };
        let mentions = spans
            .iter()
            .enumerate()
            .map(|(index, &span)| Mention {
                span,
                sentence: 0,
                tokens: index..index + 1,
                head: index,
                kind: MentionKind::Name,
                entity_type: None,
            })
            .collect();
        let link = |id: &str| Link { entity: Some(EntityId::from_text(id)), ..Link::default() };
        let linked = LinkedDocument {
            links: vec![link("ent:person.zoe"), link("ent:person.ana"), link("wd:Q585")],
            entities: vec![
                entity("ent:person.ana", "person"),
                entity("ent:person.zoe", "person"),
                entity("wd:Q585", "place/city"),
            ],
            owners: BTreeMap::new(),
        };
        let ontology = Ontology::load(&DataFolder::bundled_ontology()).unwrap();
        Case { detected: DetectedDocument { annotated, mentions, values: Vec::new() }, linked, ontology }
    }

    fn relation(name: &str, subject: usize, object: usize) -> RelationMention {
        RelationMention {
            relation: RelationTypeId::from_text(name),
            subject: Argument::Mention(MentionId(subject)),
            object: Argument::Mention(MentionId(object)),
            trigger: Span::new(5, 7),
            sentence: 0,
            polarity: Polarity::Affirmed,
            modality: Modality::Stated,
            attribution: Vec::new(),
            qualifiers: Vec::new(),
            rule: RuleName::from_text("xx/test/rule"),
            confidence: Score::ONE,
            second_choice: false,
            presupposed: false,
        }
    }

    fn claims(case: &Case, relations: &[RelationMention]) -> Vec<Claim> {
        fuse(&case.detected, &case.linked, relations, &case.ontology).claims.into_values().collect()
    }

    #[test]
    fn evidence_counts_code_points() {
        let claims = claims(&case(), &[relation("visited", 0, 2)]);
        let evidence = claims[0].evidence.first().unwrap();
        assert_eq!(evidence.subject, CharSpan::new(0, 3));
        assert_eq!(evidence.trigger, CharSpan::new(4, 5));
        assert_eq!(evidence.object, CharSpan::new(10, 14));
        assert_eq!(evidence.quote, "Zoé é Ana Oslo");
    }

    #[test]
    fn symmetric_relations_are_one_claim_from_either_end() {
        let claims = claims(&case(), &[relation("met_with", 0, 1), relation("met_with", 1, 0)]);
        assert_eq!(claims.len(), 1);
        assert_eq!(claims[0].subject.as_str(), "ent:person.ana");
        assert_eq!(claims[0].evidence.first().unwrap().subject, CharSpan::new(6, 9));
    }

    #[test]
    fn wrong_types_unknown_referents_and_loops_give_no_claim() {
        let mut case = case();
        assert_eq!(claims(&case, &[relation("spouse_of", 0, 2)]), [], "a city is nobody's spouse");
        assert_eq!(claims(&case, &[relation("met_with", 0, 0)]), []);
        assert_eq!(claims(&case, &[relation("no_such_relation", 0, 1)]), []);
        case.linked.links[1] = Link::default();
        assert_eq!(claims(&case, &[relation("met_with", 0, 1)]), []);
    }

    #[test]
    fn a_second_choice_counts_where_the_first_is_nobody() {
        let mut case = case();
        let mut second = relation("visited", 0, 2);
        second.second_choice = true;
        let both = [relation("visited", 0, 1), second];
        assert_eq!(claims(&case, &both)[0].object, ClaimObject::Entity(EntityId::from_text("ent:person.ana")));
        assert_eq!(claims(&case, &both).len(), 1);
        case.linked.links[1] = Link::default();
        assert_eq!(claims(&case, &both)[0].object, ClaimObject::Entity(EntityId::from_text("wd:Q585")));
    }

    #[test]
    fn qualifiers_the_relation_does_not_take_are_left_out() {
        let mut met = relation("met_with", 0, 1);
        met.qualifiers = vec![
            MentionQualifier {
                kind: QualifierKind::Place,
                value: MentionQualifierValue::Mention(MentionId(2)),
                span: Span::new(12, 16),
            },
            MentionQualifier {
                kind: QualifierKind::Amount,
                value: MentionQualifierValue::Value(Value::Text("much".to_owned())),
                span: Span::new(12, 16),
            },
        ];
        let claims = claims(&case(), &[met]);
        let kinds: Vec<_> = claims[0].qualifiers.keys().copied().collect();
        assert_eq!(kinds, [QualifierKind::Place]);
        assert_eq!(claims[0].evidence.first().unwrap().qualifiers[&QualifierKind::Place], CharSpan::new(10, 14));
    }

    #[test]
    fn a_speaker_nobody_knows_keeps_their_words() {
        let mut case = case();
        case.linked.links[2] = Link::default();
        let mut met = relation("met_with", 0, 1);
        met.attribution = vec![MentionAttribution {
            speaker: MentionSpeaker::Mention(MentionId(2)),
            stance: Stance::Denies,
            cue: Span::new(5, 7),
        }];
        let claims = claims(&case, &[met]);
        let said = &claims[0].evidence.first().unwrap().attribution[0];
        assert_eq!(said.speaker, Speaker::Unnamed("Oslo".to_owned()));
        assert_eq!(said.stance, Stance::Denies);
    }

    #[test]
    fn who_says_that_they_support_somebody_supports_them() {
        let said_by = |name: &str, speaker: usize| {
            let mut relation = relation(name, 0, 1);
            relation.modality = Modality::Reported;
            relation.attribution = vec![MentionAttribution {
                speaker: MentionSpeaker::Mention(MentionId(speaker)),
                stance: Stance::Asserts,
                cue: Span::new(5, 7),
            }];
            let claims = claims(&case(), &[relation]);
            let evidence = claims[0].evidence.first().unwrap();
            (evidence.modality, evidence.attribution.len())
        };
        assert_eq!(said_by("supports", 0), (Modality::Stated, 0));
        assert_eq!(said_by("supports", 1), (Modality::Reported, 1), "somebody else says so");
        assert_eq!(said_by("met_with", 0), (Modality::Reported, 1), "to say so is not to meet");
    }
}
