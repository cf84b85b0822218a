use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::fuse::merge;
use crate::model::{
    Attribution, Candidate, CharSpan, Claim, ClaimObject, ClaimSet, Currency, Decimal, DocumentId, DocumentRecord,
    Entity, EntityId, EntityTypeId, Evidence, MentionKind, MentionRecord, Modality, Money, PartialDate, Polarity,
    QualifierKind, QualifierValue, RelationTypeId, RuleName, Score, Sketch, Speaker, Stance, TimeInterval, Value,
};

fn written(claims: &ClaimSet) -> String {
    let mut bytes = Vec::new();
    write_claims(claims, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn read(text: &str) -> Result<ClaimSet, Vec<String>> {
    read_claims(text.as_bytes(), "claims.jsonl")
        .map_err(|faults| faults.into_iter().map(|fault| fault.to_string()).collect())
}

const DOCUMENT: &str = r#"{"kind":"document","id":"doc:1","source":"a.txt","title":null,"language":"fr","published":"2024-10","publisher":null,"url":null,"sha256":"00","length":40}"#;
const CLAIM: &str = r#"{"kind":"claim","id":"claim:1","subject":"wd:Q1","relation":"donated_to","object":"wd:Q2","qualifiers":{"start":"2022-12","end":"ended","amount":{"value":"118000000","currency":"USD"},"place":{"entity":"wd:Q90"},"role":"1984"},"evidence":[{"document":"doc:1","start":0,"end":20,"quote":"A aurait donné à B.","subject":[0,1],"trigger":[9,14],"object":[17,18],"qualifiers":{"start":[3,4]},"polarity":"affirmed","modality":"reported","attribution":[{"speaker":"wd:Q3","stance":"asserts","cue":[0,0]},{"speaker":{"text":"des proches"},"stance":"denies","cue":[0,0]}],"rule":"fr/money/donner","confidence":0.86}]}"#;

#[test]
fn lines_are_written_as_they_were_read() {
    let text = format!("{DOCUMENT}\n{CLAIM}\n");
    assert_eq!(written(&read(&text).unwrap()), text);
}

#[test]
fn order_repetition_and_blank_lines_do_not_matter() {
    let claims = read(&format!("{DOCUMENT}\n{CLAIM}\n")).unwrap();
    let summary = r#"{"kind":"summary","documents":1,"claims":1,"errors":1}"#;
    let error = r#"{"kind":"error","source":"b.txt","code":"invalid_utf8","message":"not UTF-8"}"#;
    let text = format!("\u{feff}{CLAIM}\r\n\n{error}\n{DOCUMENT}\n{CLAIM}\n{summary}\n{DOCUMENT}");
    assert_eq!(read(&text).unwrap(), claims);
}

#[test]
fn what_a_bare_string_means_depends_on_where_it_stands() {
    let claims = read(CLAIM).unwrap();
    let qualifiers = &claims.claims.values().next().unwrap().qualifiers;
    let value = |kind| qualifiers.get(&kind).cloned().unwrap();
    assert_eq!(value(QualifierKind::Start), QualifierValue::Value(Value::Date("2022-12".parse().unwrap())));
    assert_eq!(value(QualifierKind::End), QualifierValue::Value(Value::Text("ended".to_owned())));
    assert_eq!(value(QualifierKind::Role), QualifierValue::Value(Value::Text("1984".to_owned())));
    assert_eq!(value(QualifierKind::Place), QualifierValue::Entity(EntityId::from_text("wd:Q90")));
}

#[test]
fn whole_numbers_are_taken_and_fractions_must_be_strings() {
    let whole = CLAIM.replace(r#""118000000""#, "118000000");
    assert_eq!(read(&whole), read(CLAIM));
    let faults = read(&CLAIM.replace(r#""118000000""#, "0.1")).unwrap_err();
    assert!(faults[0].contains("claims.jsonl:1") && faults[0].contains("invalid-record"), "{faults:?}");
}

#[test]
fn faults_name_line_and_reason() {
    let cases = [
        (
            "{\"kind\":\"document\"",
            "claims.jsonl:2:18: error[invalid-json]: EOF while parsing an object (hint: the line ends too early: was the file cut off?)",
        ),
        (
            "nonsense",
            "claims.jsonl:2:2: error[invalid-json]: expected ident (hint: a claims file has one JSON object a line)",
        ),
        (
            r#"{"kind":"edge"}"#,
            "claims.jsonl:2: error[unknown-kind]: `edge` is not a kind of record (hint: known kinds are document, entity, mention, claim, error and summary)",
        ),
        (
            &DOCUMENT.replace("\"source\"", "\"sauce\""),
            "claims.jsonl:2:39: error[invalid-record]: unknown field `sauce`, expected one of `kind`, `id`, `source`, `title`, `language`, `published`, `publisher`, `url`, `sha256`, `length`, `sketch` (hint: `filature schema claims` prints what a record must hold)",
        ),
        (
            &DOCUMENT.replace("2024-10", "2024-13"),
            "claims.jsonl:2: error[invalid-record]: `published`: `2024-13` is not a date: expected YYYY, YYYY-MM or YYYY-MM-DD of the calendar",
        ),
        (
            &CLAIM.replace("[9,14]", "[14,9]"),
            "claims.jsonl:2: error[invalid-record]: `trigger` ends at 9, before it starts at 14",
        ),
        (
            &CLAIM.replace("affirmed", "sure"),
            "claims.jsonl:2: error[invalid-record]: `sure` is not one of affirmed, negated",
        ),
        (
            &CLAIM.replace("wd:Q2", "the other"),
            "claims.jsonl:2: error[invalid-record]: `object` is \"the other\": an id has no spaces or control characters and is not empty",
        ),
        (
            &CLAIM.replace(r#""object":"wd:Q2""#, r#""object":null"#),
            "claims.jsonl:2: error[invalid-record]: a claim has either `object` or `value`",
        ),
    ];
    for (line, message) in cases {
        assert_eq!(read(&format!("{DOCUMENT}\n{line}\n")).unwrap_err(), [message], "{line}");
    }
}

#[test]
fn two_claims_under_one_id_are_a_fault() {
    let other = CLAIM.replace("donated_to", "paid");
    let faults = read(&format!("{CLAIM}\n{other}\n")).unwrap_err();
    assert!(faults[0].starts_with("claims.jsonl:2: error[claim-id-clash]"), "{faults:?}");
}

#[test]
fn a_file_of_something_else_is_given_up_early() {
    assert_eq!(read(&"nonsense\n".repeat(1000)).unwrap_err().len(), 20);
}

#[test]
fn bytes_that_are_not_utf8_are_named() {
    let faults = read_claims(&b"{\"kind\":\"\xff\"}\n"[..], "x").unwrap_err();
    assert_eq!(faults[0].code, "not-utf8");
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c]{1,2}", Just("1984".to_owned()), Just("« É\"\\\n\u{1}\u{1F980} »".to_owned())]
}

fn entity_id() -> impl Strategy<Value = EntityId> {
    (0..4_u8).prop_map(|number| EntityId::from_text(format!("wd:Q{number}")))
}

fn document_id() -> impl Strategy<Value = DocumentId> {
    (0..3_u8).prop_map(|number| DocumentId::from_text(format!("doc:{number}")))
}

fn date() -> impl Strategy<Value = PartialDate> {
    prop_oneof![Just("1984"), Just("2022-12"), Just("2024-02-29")].prop_map(|text| text.parse().unwrap())
}

fn value() -> impl Strategy<Value = Value> {
    let decimal = || (any::<i64>(), 0..4_u8).prop_map(|(digits, scale)| Decimal::new(digits.into(), scale));
    prop_oneof![
        date().prop_map(Value::Date),
        (proptest::option::of(date()), proptest::option::of(date()))
            .prop_map(|(start, end)| Value::Interval(TimeInterval { start, end })),
        decimal().prop_map(|value| Value::Money(Money { value, currency: Currency::new("EUR").unwrap() })),
        (decimal(), "[a-z]{0,3}").prop_map(|(number, unit)| Value::Quantity { number, unit }),
        text().prop_map(Value::Text),
    ]
}

fn span() -> impl Strategy<Value = CharSpan> {
    (0..9_usize, 0..9_usize).prop_map(|(start, length)| CharSpan::new(start, start + length))
}

fn qualifier_kind() -> impl Strategy<Value = QualifierKind> {
    proptest::sample::select(QualifierKind::ALL.to_vec())
}

fn evidence() -> impl Strategy<Value = Evidence> {
    let speaker = prop_oneof![entity_id().prop_map(Speaker::Entity), text().prop_map(Speaker::Unnamed)];
    let said = (speaker, proptest::sample::select(Stance::ALL), span())
        .prop_map(|(speaker, stance, cue)| Attribution { speaker, stance, cue });
    (
        (document_id(), span(), text(), span(), span(), span()),
        proptest::collection::btree_map(qualifier_kind(), span(), 0..3),
        (proptest::sample::select(Polarity::ALL), proptest::sample::select(Modality::ALL)),
        proptest::collection::btree_set(said, 0..3),
        0..100_u8,
    )
        .prop_map(|((document, span, quote, subject, trigger, object), qualifiers, force, said, confidence)| {
            Evidence {
                document,
                span,
                quote,
                subject,
                trigger,
                object,
                qualifiers,
                polarity: force.0,
                modality: force.1,
                attribution: said.into_iter().collect(),
                rule: RuleName::from_text("fr/x/y"),
                confidence: Score::new(f64::from(confidence) / 100.0),
            }
        })
}

fn claim() -> impl Strategy<Value = Claim> {
    let object = prop_oneof![entity_id().prop_map(ClaimObject::Entity), value().prop_map(ClaimObject::Value)];
    let qualifier = prop_oneof![entity_id().prop_map(QualifierValue::Entity), value().prop_map(QualifierValue::Value)];
    (
        entity_id(),
        proptest::sample::select(vec!["paid", "met_with"]),
        object,
        proptest::collection::btree_map(qualifier_kind(), qualifier, 0..3),
        proptest::collection::btree_set(evidence(), 1..3),
    )
        .prop_map(|(subject, relation, object, qualifiers, evidence)| {
            let relation = RelationTypeId::from_text(relation);
            let id = Claim::make_id(&subject, &relation, &object, &qualifiers);
            Claim { id, subject, relation, object, qualifiers, evidence: evidence.into_iter().collect() }
        })
}

fn entity() -> impl Strategy<Value = Entity> {
    (
        entity_id(),
        proptest::sample::select(vec!["person", "organization", "organization/company"]),
        "[A-Ca-c]{1,6}",
        proptest::collection::btree_map("en|fr", text(), 0..2),
        proptest::collection::btree_set("[A-Ca-c]{1,6}", 0..3),
    )
        .prop_map(|(id, entity_type, label, labels, mut aliases)| {
            aliases.remove(&label);
            Entity {
                id,
                entity_type: EntityTypeId::from_text(entity_type),
                label,
                descriptions: labels.clone(),
                labels,
                aliases,
                same_as: BTreeSet::new(),
            }
        })
}

fn document() -> impl Strategy<Value = DocumentRecord> {
    (document_id(), text(), proptest::option::of(text()), proptest::option::of(date()), 0..50_usize).prop_map(
        |(id, source, title, published, length)| DocumentRecord {
            id,
            source,
            title,
            language: "fr".to_owned(),
            published,
            publisher: None,
            url: None,
            sha256: "00".to_owned(),
            length,
            sketch: Sketch::of(&(0..length).map(|word| format!("{word} ")).collect::<String>()),
        },
    )
}

fn mention() -> impl Strategy<Value = MentionRecord> {
    let kinds = vec![MentionKind::Name, MentionKind::Nominal, MentionKind::Pronoun];
    (document_id(), span(), text(), proptest::sample::select(kinds), entity_id(), 0..2_usize).prop_map(
        |(document, span, text, kind, entity, candidates)| MentionRecord {
            document,
            span,
            text,
            kind,
            candidates: vec![Candidate { entity: entity.clone(), score: Score::new(0.29) }; candidates],
            entity: Some(entity),
            score: Score::new(0.57),
        },
    )
}

fn claim_set() -> impl Strategy<Value = ClaimSet> {
    (
        proptest::collection::vec(document(), 0..4),
        proptest::collection::vec(entity(), 0..5),
        proptest::collection::btree_set(mention(), 0..4),
        proptest::collection::vec(claim(), 0..4),
    )
        .prop_map(|(documents, entities, mentions, claims)| ClaimSet {
            documents: documents.into_iter().map(|document| (document.id.clone(), document)).collect(),
            entities: entities.into_iter().map(|entity| (entity.id.clone(), entity)).collect::<BTreeMap<_, _>>(),
            mentions,
            claims: claims.into_iter().map(|claim| (claim.id.clone(), claim)).collect(),
        })
}

#[test]
fn one_id_is_one_claim_whether_a_date_or_a_text_was_read() {
    let founded = |value: Value| {
        let (subject, relation) = (EntityId::from_text("wd:Q1"), RelationTypeId::from_text("date_founded"));
        let (object, qualifiers) = (ClaimObject::Value(value), BTreeMap::new());
        let id = Claim::make_id(&subject, &relation, &object, &qualifiers);
        let claim = Claim { id: id.clone(), subject, relation, object, qualifiers, evidence: [].into_iter().collect() };
        ClaimSet { claims: [(id, claim)].into(), ..ClaimSet::default() }
    };
    let date = founded(Value::Date("1984".parse().unwrap()));
    let text = founded(Value::Text("1984".to_owned()));
    let merged = merge(date.clone(), text.clone());
    assert_eq!(merged.claims.len(), 1);
    assert_eq!(merged, merge(text, date));
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(claims in claim_set()) {
        prop_assert_eq!(read(&written(&claims)), Ok(claims));
    }

    #[test]
    fn files_one_after_the_other_are_their_merge(left in claim_set(), right in claim_set()) {
        prop_assert_eq!(read(&(written(&left) + &written(&right))), Ok(merge(left, right)));
    }

    #[test]
    fn merging_is_commutative(left in claim_set(), right in claim_set()) {
        prop_assert_eq!(merge(left.clone(), right.clone()), merge(right, left));
    }

    #[test]
    fn merging_is_associative(a in claim_set(), b in claim_set(), c in claim_set()) {
        prop_assert_eq!(merge(merge(a.clone(), b.clone()), c.clone()), merge(a, merge(b, c)));
    }

    #[test]
    fn merging_is_idempotent(claims in claim_set()) {
        prop_assert_eq!(merge(claims.clone(), claims.clone()), claims.clone());
        let other = merge(claims.clone(), ClaimSet::default());
        prop_assert_eq!(merge(other.clone(), claims.clone()), merge(claims, other));
    }
}
