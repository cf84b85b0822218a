use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::model::{
    Attribution, CharSpan, DocumentRecord, Evidence, EvidenceSet, MentionRecord, Modality, Polarity, QualifierKind,
    RelationTypeId, RuleName, Score, Sketch, Value,
};

/// Claims in shorthand, one a line: `subject relation object document publisher reserves…`, where a reserve is
/// `negated`, a modality, `date=…` or another qualifier, or `stance:speaker`.
fn graph(lines: &str, options: GraphOptions) -> KnowledgeGraph {
    let mut set = ClaimSet::default();
    for (number, line) in lines.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        let mut words = line.split(' ');
        let mut next = || words.next().unwrap();
        let (subject, relation, object) = (next(), RelationTypeId::from_text(next()), next());
        let document = DocumentId::from_text(next());
        let publisher = next();
        let mut evidence = Evidence {
            document: document.clone(),
            span: CharSpan::new(0, 9),
            quote: format!("Sentence {number}."),
            subject: CharSpan::new(0, 1),
            trigger: CharSpan::new(0, 1),
            object: CharSpan::new(0, 1),
            qualifiers: BTreeMap::new(),
            polarity: Polarity::Affirmed,
            modality: Modality::Stated,
            attribution: Vec::new(),
            rule: RuleName::from_text("x"),
            confidence: Score::new(0.5),
        };
        let mut qualifiers = BTreeMap::new();
        for word in words {
            if let Some(quote) = word.strip_prefix("quote=") {
                evidence.quote = quote.to_owned();
            } else if let Some((kind, date)) = word.split_once('=') {
                let date = QualifierValue::Value(Value::Date(date.parse().unwrap()));
                qualifiers.insert(kind.parse::<QualifierKind>().unwrap(), date);
            } else if let Some((stance, speaker)) = word.split_once(':') {
                evidence.attribution.push(Attribution {
                    speaker: Speaker::Entity(EntityId::from_text(speaker)),
                    stance: stance.parse().unwrap(),
                    cue: CharSpan::new(0, 1),
                });
            } else if let Ok(polarity) = word.parse() {
                evidence.polarity = polarity;
            } else {
                evidence.modality = word.parse().unwrap();
            }
        }
        set.documents.insert(
            document.clone(),
            DocumentRecord {
                id: document,
                source: String::new(),
                title: None,
                language: "en".to_owned(),
                published: None,
                publisher: (publisher != "-").then(|| publisher.to_owned()),
                url: None,
                sha256: String::new(),
                length: 9,
                sketch: Sketch::default(),
            },
        );
        let subject = EntityId::from_text(subject);
        let object = ClaimObject::Entity(EntityId::from_text(object));
        let id = Claim::make_id(&subject, &relation, &object, &qualifiers);
        let claim = Claim { id: id.clone(), subject, relation, object, qualifiers, evidence: EvidenceSet::default() };
        set.claims.entry(id).or_insert(claim).evidence.insert(evidence);
    }
    KnowledgeGraph::new(set, options)
}

fn by(edges: EdgeGrouping) -> GraphOptions {
    GraphOptions { edges, ..GraphOptions::default() }
}

fn kinds(lines: &str, edges: EdgeGrouping) -> Vec<String> {
    graph(lines, by(edges)).edges().map(|edge| format!("{} {} {}", edge.subject, edge.kind, edge.object)).collect()
}

#[test]
fn kinds_say_what_keeps_an_edge_from_being_asserted() {
    let cases = [
        ("a paid b d1 -", "paid"),
        ("a paid b d1 - reported asserts:w", "paid [reported]"),
        ("a paid b d1 - asserts:w denies:b", "paid [disputed]"),
        ("a paid b d1 - denies:b", "paid [denied]"),
        ("a paid b d1 - questions:b", "paid [questioned]"),
        ("a paid b d1 - negated planned", "paid [negated, planned]"),
        // The most committed sentence counts, and a document's own voice asserts.
        ("a paid b d1 - possible\na paid b d2 - reported asserts:w", "paid [reported]"),
        ("a paid b d1 - denies:b\na paid b d2 -", "paid [disputed]"),
    ];
    for (lines, kind) in cases {
        assert_eq!(kinds(lines, EdgeGrouping::Relation), [format!("a {kind} b")], "{lines}");
    }
}

#[test]
fn affirmed_and_negated_never_share_an_edge() {
    let lines = "a paid b d1 -\na paid b d2 - negated\na paid b d3 - date=2022\na owns b d3 -";
    assert_eq!(kinds(lines, EdgeGrouping::Pair), ["a paid [negated] b", "a several b"]);
    assert_eq!(kinds(lines, EdgeGrouping::Relation), ["a owns b", "a paid b", "a paid [negated] b"]);
    assert_eq!(kinds(lines, EdgeGrouping::Claim), ["a owns b", "a paid b", "a paid #2 b", "a paid [negated] b"]);
}

#[test]
fn wire_copies_and_one_publisher_are_one_source() {
    let cases = [
        ("a paid b d1 - \na paid b d2 -", 2),
        ("a paid b d1 Post\na paid b d2 post", 1),
        ("a paid b d1 Post quote=«It_is_so.»\na paid b d2 Times quote=It_is_so", 1),
        // Joined over a third.
        ("a paid b d1 Post quote=x\na paid b d2 Times quote=x\na paid b d3 Times quote=y\na paid b d4 Sun quote=z", 2),
    ];
    for (lines, sources) in cases {
        let graph = graph(&lines.replace("- \n", "-\n"), by(EdgeGrouping::Relation));
        assert_eq!(graph.edges().map(|edge| edge.sources).collect::<Vec<_>>(), [sources], "{lines}");
    }
}

#[test]
fn edges_cover_the_dates_of_their_claims() {
    let cases = [
        ("date=2022-05|date=2022|date=2022-12-31", "2022-01-01..2022-12-31"),
        ("date=2020|date=2022-05", "2020-01-01..2020-12-31 2022-05-01..2022-05-31"),
        ("start=2020|date=2022-05", "2020-01-01.."),
        ("end=2020|date=2020-12", "..2020-12-31"),
        ("start=2019,end=2020|date=2021-01-01", "2019-01-01..2021-01-01"),
        // An end before the start is somebody's slip, and no period.
        ("start=2021,end=2020", ""),
    ];
    for (claims, expected) in cases {
        let lines: Vec<_> = claims
            .split('|')
            .enumerate()
            .map(|(i, dates)| format!("a paid b d{i} - {}", dates.replace(',', " ")))
            .collect();
        let graph = graph(&lines.join("\n"), by(EdgeGrouping::Relation));
        let edge = graph.edges().next().unwrap();
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let periods: Vec<_> = edge
            .periods
            .iter()
            .map(|period| {
                format!("{}..{}", day(period.from.map(|from| from.first_day())), day(period.to.map(|to| to.last_day())))
            })
            .collect();
        assert_eq!(periods.join(" "), expected, "{claims}");
        assert_eq!(edge.claims.len(), lines.len());
    }
}

#[test]
fn speakers_and_the_named_are_nodes() {
    let claims = graph("a paid b d1 - asserts:w", GraphOptions::default()).claims().clone();
    let mention = |entity: &str, kind| MentionRecord {
        document: DocumentId::from_text("d1"),
        span: CharSpan::new(0, 1),
        text: entity.to_owned(),
        kind,
        entity: Some(EntityId::from_text(entity)),
        score: Score::ONE,
        candidates: Vec::new(),
    };
    let mentions = [
        mention("named", MentionKind::Name),
        mention("only-he", MentionKind::Pronoun),
        mention("a", MentionKind::Pronoun),
    ];
    let claims = ClaimSet { mentions: mentions.into(), ..claims };
    let ids = |nodes| {
        let graph = KnowledgeGraph::new(claims.clone(), GraphOptions { nodes, ..GraphOptions::default() });
        graph.nodes().map(|node| node.entity.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(NodeChoice::Named), ["a", "b", "named", "w"]);
    assert_eq!(ids(NodeChoice::Connected), ["a", "b", "w"]);
}

#[test]
fn a_loop_is_one_edge_of_its_node() {
    let graph = graph("a paid a d1 -\na paid b d1 -\nc paid a d1 -", GraphOptions::default());
    let a = EntityId::from_text("a");
    assert_eq!(graph.degree(&a), 3);
    let ends: Vec<_> = graph.edges_of(&a).iter().map(|edge| format!("{}{}", edge.subject, edge.object)).collect();
    assert_eq!(ends, ["aa", "ab", "ca"]);
}

mod filters {
    use super::*;
    use crate::graph::{Filter, Surroundings};

    const CLAIMS: &str = "a paid b d1 Post date=2020\na paid b d2 Times negated\nb owns c d1 Post start=2021\n\
                          c paid d d3 -\nd leads e d3 - asserts:w";

    /// Claims left, as `subject relation object`, and entities.
    fn left(filter: &Filter) -> String {
        let mut claims = graph(CLAIMS, GraphOptions::default()).claims().clone();
        for (id, published) in [("d1", "2024-01-10"), ("d2", "2024-02"), ("d3", "2023")] {
            let record = claims.documents.get_mut(&DocumentId::from_text(id)).unwrap();
            record.published = Some(published.parse().unwrap());
        }
        for id in ["a", "b", "c", "d", "e", "w"] {
            let mut entity = super::super::undescribed(&EntityId::from_text(id));
            entity.entity_type =
                EntityTypeId::from_text(if "aw".contains(id) { "person" } else { "organization/company" });
            claims.entities.insert(entity.id.clone(), entity);
        }
        let left = filter.apply(claims);
        let triples: BTreeSet<_> = left
            .claims
            .values()
            .map(|claim| match &claim.object {
                ClaimObject::Entity(object) => format!("{} {} {object}", claim.subject, claim.relation),
                ClaimObject::Value(_) => unreachable!(),
            })
            .collect();
        let entities: Vec<_> = left.entities.keys().map(EntityId::as_str).collect();
        let documents: Vec<_> = left.documents.keys().map(DocumentId::as_str).collect();
        format!(
            "{}; {}; {}",
            triples.into_iter().collect::<Vec<_>>().join(", "),
            entities.join(" "),
            documents.join(" ")
        )
    }

    fn relation(name: &str) -> RelationTypeId {
        RelationTypeId::from_text(name)
    }

    #[test]
    fn the_default_keeps_everything() {
        let filter = Filter::default();
        assert!(filter.keeps_everything());
        assert_eq!(left(&filter), "a paid b, b owns c, c paid d, d leads e; a b c d e w; d1 d2 d3");
    }

    #[test]
    fn each_condition_leaves_what_it_says() {
        let ego = |id: &str, hops| Some(Surroundings { centers: [EntityId::from_text(id)].into(), hops });
        let cases = [
            (
                Filter { relations: [relation("paid")].into(), ..Filter::default() },
                "a paid b, c paid d; a b c d; d1 d2 d3",
            ),
            (Filter { polarity: Some(Polarity::Negated), ..Filter::default() }, "a paid b; a b; d2"),
            // Stated times come first: `a paid b` is of 2020, and `b owns c` is open since 2021.
            (Filter { until: Some("2020".parse().unwrap()), ..Filter::default() }, "a paid b; a b; d1"),
            (
                Filter { since: Some("2024-01-31".parse().unwrap()), ..Filter::default() },
                "a paid b, b owns c; a b c; d1 d2",
            ),
            (Filter { min_documents: 2, ..Filter::default() }, "a paid b; a b; d1 d2"),
            (
                Filter { entity_types: [EntityTypeId::from_text("organization")].into(), ..Filter::default() },
                "b owns c, c paid d, d leads e; b c d e w; d1 d3",
            ),
            (Filter { around: ego("c", 1), ..Filter::default() }, "b owns c, c paid d; b c d; d1 d3"),
            (Filter { around: ego("c", 0), ..Filter::default() }, "; ; "),
            (Filter { around: ego("w", 3), ..Filter::default() }, "; ; "),
            // Two sentences join a and b; b has one more.
            (Filter { top: Some(2), ..Filter::default() }, "a paid b; a b; d1 d2"),
            (
                Filter { relations: [relation("paid")].into(), around: ego("b", 5), ..Filter::default() },
                "a paid b; a b; d1 d2",
            ),
        ];
        for (filter, expected) in cases {
            assert_eq!(left(&filter), expected, "{filter:?}");
        }
    }
}
