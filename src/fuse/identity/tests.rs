use proptest::prelude::*;

use super::super::merge;
use super::*;
use crate::model::{
    CharSpan, DocumentRecord, EntityTypeId, MentionKind, MentionRecord, Modality, RelationTypeId, RuleName, Score,
};

fn id(text: &str) -> EntityId {
    EntityId::from_text(text)
}

fn document(name: &str) -> DocumentId {
    DocumentId::from_text(format!("doc:{name}"))
}

fn entity(text: &str, label: &str, aliases: &[&str]) -> Entity {
    let kind = text.trim_start_matches("ent:").trim_start_matches("wd:").split('.').next().unwrap_or_default();
    let kind = if kind.starts_with('Q') { "place/country" } else { kind };
    Entity {
        id: id(text),
        entity_type: EntityTypeId::from_text(kind),
        label: label.to_owned(),
        labels: BTreeMap::new(),
        aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
        same_as: BTreeSet::new(),
        descriptions: BTreeMap::new(),
    }
}

/// A set of one document that mentions entities and states `subject citizen_of country` of some.
fn set(name: &str, entities: &[Entity], citizens: &[(&str, &str)]) -> ClaimSet {
    let document = document(name);
    let mut set = ClaimSet::default();
    set.documents.insert(
        document.clone(),
        DocumentRecord {
            id: document.clone(),
            source: name.to_owned(),
            title: None,
            language: "en".to_owned(),
            published: None,
            publisher: None,
            url: None,
            sha256: String::new(),
            length: 100,
            sketch: crate::model::Sketch::default(),
        },
    );
    for entity in entities {
        set.mentions.insert(MentionRecord {
            document: document.clone(),
            span: CharSpan::new(0, 1),
            text: entity.label.clone(),
            kind: MentionKind::Name,
            entity: Some(entity.id.clone()),
            score: Score::new(0.8),
            candidates: Vec::new(),
        });
        set.entities.insert(entity.id.clone(), entity.clone());
    }
    for (subject, country) in citizens {
        let (subject, relation) = (id(subject), RelationTypeId::from_text("citizen_of"));
        let object = ClaimObject::Entity(id(country));
        let claim = Claim::make_id(&subject, &relation, &object, &BTreeMap::new());
        let evidence = Evidence {
            document: document.clone(),
            span: CharSpan::new(0, 1),
            quote: "x".to_owned(),
            subject: CharSpan::new(0, 1),
            trigger: CharSpan::new(0, 1),
            object: CharSpan::new(0, 1),
            qualifiers: BTreeMap::new(),
            polarity: Polarity::Affirmed,
            modality: Modality::Stated,
            attribution: Vec::new(),
            rule: RuleName::from_text("en/test/rule"),
            confidence: Score::ONE,
        };
        let evidence = [evidence].into();
        let new = Claim { id: claim.clone(), subject, relation, object, qualifiers: BTreeMap::new(), evidence };
        set.claims.insert(claim, new);
    }
    set
}

const ASH: &str = "ent:person.john-ash";

fn ash() -> Entity {
    entity(ASH, "John Ash", &[])
}

fn countries() -> [Entity; 2] {
    [entity("wd:Q1", "Ruritania", &[]), entity("wd:Q2", "Borduria", &[])]
}

fn world() -> ClaimSet {
    let [ruritania, borduria] = countries();
    let sets = [
        set("1", &[ash(), ruritania.clone()], &[(ASH, "wd:Q1")]),
        set("2", &[ash(), borduria], &[(ASH, "wd:Q2")]),
        set("3", &[ash()], &[]),
        set("4", &[ash(), ruritania], &[(ASH, "wd:Q1")]),
    ];
    sets.into_iter().fold(ClaimSet::default(), merge)
}

fn users(verdict: Verdict, left: (&str, Option<&str>), right: (&str, Option<&str>)) -> Ledger {
    let party = |(entity, name): (&str, Option<&str>)| Party { entity: id(entity), document: name.map(document) };
    let decision = Decision { verdict, left: party(left), right: party(right), reason: String::new() };
    Ledger { users: vec![decision], ours: Vec::new() }
}

fn bearers(claims: &ClaimSet) -> Vec<String> {
    let bearer = |mention: &MentionRecord| format!("{} {}", mention.document, mention.entity.as_ref().unwrap());
    claims.mentions.iter().filter(|mention| mention.text == "John Ash").map(bearer).collect()
}

#[test]
fn namesakes_of_two_countries_are_two_and_who_tells_nothing_is_neither() {
    let (told, ledger) = identify(world(), &Ledger::default());
    assert_eq!(
        bearers(&told),
        [
            "doc:1 ent:person.john-ash.ruritania",
            "doc:2 ent:person.john-ash.borduria",
            "doc:3 ent:person.john-ash",
            "doc:4 ent:person.john-ash.ruritania"
        ]
    );
    assert_eq!(told.entities[&id("ent:person.john-ash.borduria")].label, "John Ash (Borduria)");
    assert_eq!(ledger.ours.len(), 2);
    assert!(ledger.ours.iter().all(|decision| decision.verdict == Verdict::Apart), "{ledger:?}");
}

#[test]
fn a_users_word_wins() {
    let always = users(Verdict::Always, (ASH, Some("1")), (ASH, Some("2")));
    let (told, _) = identify(world(), &always);
    let same = |name: &str| bearers(&told).into_iter().find(|b| b.starts_with(name)).unwrap()[5..].to_owned();
    assert_eq!(same("doc:1"), same("doc:2"));
    let silent = merge(set("1", &[ash()], &[]), set("2", &[ash()], &[]));
    let (told, _) = identify(silent, &users(Verdict::Never, (ASH, Some("1")), (ASH, Some("2"))));
    assert_eq!(bearers(&told), ["doc:1 ent:person.john-ash", "doc:2 ent:person.john-ash.2"]);
}

#[test]
fn an_acronym_joins_the_only_name_it_stands_for_unless_a_user_forbids_it() {
    let long = entity("ent:organization.northern-legal-center", "Northern Legal Center", &["NLC"]);
    let short = entity("ent:organization.nlc", "NLC", &[]);
    let both = merge(set("1", &[long], &[]), set("2", &[short], &[]));
    let (joined, ledger) = identify(both.clone(), &Ledger::default());
    let only: Vec<_> = joined.entities.values().map(|entity| entity.label.as_str()).collect();
    assert_eq!(only, ["Northern Legal Center"]);
    assert_eq!(ledger.ours[0].reason, "only Northern Legal Center is called NLC");
    let never = users(Verdict::Never, ("ent:organization.nlc", None), ("ent:organization.northern-legal-center", None));
    assert_eq!(identify(both, &never).0.entities.len(), 2);
}

#[test]
fn a_users_join_keeps_the_confirmed_id() {
    let both = merge(set("1", &[ash()], &[]), set("2", &[entity("wd:Q3", "Jack Ash", &[])], &[]));
    let (joined, _) = identify(both, &users(Verdict::Always, (ASH, None), ("wd:Q3", None)));
    let only: Vec<_> = joined.entities.values().map(|entity| (entity.id.as_str(), entity.label.as_str())).collect();
    assert_eq!(only, [("wd:Q3", "Jack Ash")]);
    assert!(joined.entities[&id("wd:Q3")].aliases.contains("John Ash"));
}

proptest! {
    /// Whatever the order and grouping of the documents, and however often it is done.
    #[test]
    fn order_and_repetition_change_nothing(order in Just(vec![0_usize, 1, 2, 3, 4]).prop_shuffle(), cut in 0_usize..5) {
        let [ruritania, borduria] = countries();
        let long = entity("ent:organization.northern-legal-center", "Northern Legal Center", &["NLC"]);
        let sets = [
            set("1", &[ash(), ruritania], &[(ASH, "wd:Q1")]),
            set("2", &[ash(), borduria], &[(ASH, "wd:Q2")]),
            set("3", &[ash()], &[]),
            set("4", &[long], &[]),
            set("5", &[entity("ent:organization.nlc", "NLC", &[])], &[]),
        ];
        let joined = |indices: &[usize]| indices.iter().fold(ClaimSet::default(), |all, &i| merge(all, sets[i].clone()));
        let expected = identify(joined(&[0, 1, 2, 3, 4]), &Ledger::default());
        let (left, right) = order.split_at(cut);
        let found = identify(merge(joined(right), joined(left)), &Ledger::default());
        prop_assert_eq!(&found, &expected);
        let again = identify(found.0.clone(), &Ledger::default());
        prop_assert_eq!(again.0, found.0);
    }
}
