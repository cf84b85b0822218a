//! Every text format on a large made-up graph: 100,000 claims of 20,000 entities in 5,000 documents.
//!
//!     cargo bench --bench exports
//!
//! Time is that of writing alone, into nothing. `max alloc` is what the writer holds in memory at once, beyond the
//! graph: formats that stream hold a few kilobytes. The claims are measured as `claim_set`, what the graph adds to them as `graph`;
//! the sum of the three is what an export takes.
//!
//! The graph is made from a fixed seed: relations, dates, amounts, speakers, denials and sentences of the length that
//! news have. Pictures are not measured: they show 150 nodes of any graph.

#![expect(clippy::expect_used, reason = "a bench that cannot run should say so and stop")]

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use divan::Bencher;
use divan::counter::ItemsCount;
use filature::data_folder::DataFolder;
use filature::export::{ExportOptions, Format, write};
use filature::graph::{GraphOptions, KnowledgeGraph};
use filature::model::{
    Attribution, CharSpan, Claim, ClaimObject, ClaimSet, Currency, Document, DocumentId, DocumentMetadata,
    DocumentRecord, Entity, EntityId, EntityTypeId, Evidence, EvidenceSet, MentionKind, MentionRecord, Modality, Money,
    NewDocument, Polarity, QualifierKind, QualifierValue, RelationTypeId, RuleName, Score, Sketch, Speaker, Stance,
    Value,
};
use filature::ontology::Ontology;

#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

const CLAIMS: usize = 100_000;
const ENTITIES: usize = 20_000;
const DOCUMENTS: usize = 5_000;

fn main() {
    divan::main();
}

/// Numbers that look random and are always the same: SplitMix64.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        usize::try_from(z % bound as u64).expect("below a usize")
    }

    /// Some entities are told about far more often than others.
    fn entity(&mut self) -> usize {
        let bound = 1 + self.below(ENTITIES);
        self.below(bound)
    }
}

fn entity_id(index: usize) -> EntityId {
    if index.is_multiple_of(3) {
        EntityId::from_text(format!("wd:Q{}", 1_000_000 + index))
    } else {
        EntityId::from_text(format!("ent:organization.made-up-{index}"))
    }
}

fn entity(index: usize) -> Entity {
    let label = format!("Made Up Entity {index}");
    Entity {
        id: entity_id(index),
        entity_type: EntityTypeId::from_text(["person", "organization/company", "place/country"][index % 3]),
        labels: ["en", "fr"].map(|language| (language.to_owned(), label.clone())).into(),
        aliases: [format!("Entity {index}"), format!("Made Up {index}")].into(),
        label,
        same_as: BTreeSet::new(),
        descriptions: BTreeMap::new(),
    }
}

fn document(index: usize) -> DocumentRecord {
    let Document { id, source, sha256, .. } = Document::new(NewDocument {
        source: format!("articles/{index}.txt"),
        text: format!("Text {index}."),
        metadata: DocumentMetadata::default(),
    });
    DocumentRecord {
        id,
        source,
        title: Some(format!("What was said on day {index}")),
        language: "en".to_owned(),
        published: Some(
            format!("20{:02}-{:02}-{:02}", 10 + index % 15, 1 + index % 12, 1 + index % 28).parse().expect("a date"),
        ),
        publisher: Some(format!("Paper {}", index % 40)),
        url: Some(format!("https://example.org/{index}")),
        sha256,
        length: 4_000,
        sketch: Sketch::default(),
    }
}

fn claims() -> ClaimSet {
    const RELATIONS: [&str; 6] = ["spoke_with", "criticized", "donated_to", "leads", "owns", "supports"];
    let mut numbers = Numbers(20_241_025);
    let documents: Vec<_> = (0..DOCUMENTS).map(document).collect();
    let mut set = ClaimSet {
        entities: (0..ENTITIES).map(|index| (entity_id(index), entity(index))).collect(),
        ..ClaimSet::default()
    };
    while set.claims.len() < CLAIMS {
        let (subject, object) = (entity_id(numbers.entity()), entity_id(numbers.entity()));
        let document = &documents[numbers.below(DOCUMENTS)];
        let relation = RelationTypeId::from_text(RELATIONS[numbers.below(RELATIONS.len())]);
        let mut qualifiers = BTreeMap::new();
        if numbers.below(2) == 0 {
            let date = format!("20{:02}-{:02}", 10 + numbers.below(15), 1 + numbers.below(12)).parse().expect("a date");
            qualifiers.insert(QualifierKind::Date, QualifierValue::Value(Value::Date(date)));
        }
        if numbers.below(5) == 0 {
            let (value, currency) = (numbers.below(1_000_000_000).to_string().parse(), Currency::new("EUR"));
            let money = Money { value: value.expect("a number"), currency: currency.expect("a currency") };
            qualifiers.insert(QualifierKind::Amount, QualifierValue::Value(Value::Money(money)));
        }
        let start = numbers.below(3_000);
        let at = |from: usize, to: usize| CharSpan::new(start + from, start + to);
        let stance = [Stance::Asserts, Stance::Denies, Stance::Questions][numbers.below(3)];
        let attribution = if numbers.below(3) == 0 {
            vec![Attribution { speaker: Speaker::Entity(entity_id(numbers.entity())), stance, cue: at(100, 104) }]
        } else {
            Vec::new()
        };
        let evidence = Evidence {
            document: document.id.clone(),
            span: at(0, 120),
            quote: format!(
                "{subject} is said, on page {} of the paper, to have had \"dealings\" with {object} & others that year, sources say.",
                numbers.below(40)
            ),
            subject: at(0, 12),
            trigger: at(50, 58),
            object: at(60, 72),
            qualifiers: BTreeMap::new(),
            polarity: if numbers.below(10) == 0 { Polarity::Negated } else { Polarity::Affirmed },
            modality: if numbers.below(4) == 0 { Modality::Reported } else { Modality::Stated },
            attribution,
            rule: RuleName::from_text("en/made-up/rule"),
            confidence: Score::new(0.85),
        };
        for (end, span) in [(&subject, evidence.subject), (&object, evidence.object)] {
            set.mentions.insert(MentionRecord {
                document: document.id.clone(),
                span,
                text: "Made Up".to_owned(),
                kind: MentionKind::Name,
                entity: Some(end.clone()),
                score: Score::ONE,
                candidates: Vec::new(),
            });
        }
        let object = ClaimObject::Entity(object);
        let id = Claim::make_id(&subject, &relation, &object, &qualifiers);
        let claim = Claim { id: id.clone(), subject, relation, object, qualifiers, evidence: EvidenceSet::default() };
        set.claims.entry(id).or_insert(claim).evidence.insert(evidence);
    }
    set.documents =
        documents.into_iter().map(|document| (document.id.clone(), document)).collect::<BTreeMap<DocumentId, _>>();
    set
}

#[divan::bench(sample_count = 1)]
fn claim_set(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(CLAIMS)).bench_local(claims);
}

#[divan::bench(sample_count = 3)]
fn graph(bencher: Bencher<'_, '_>) {
    let claims = claims();
    bencher
        .with_inputs(|| claims.clone())
        .counter(ItemsCount::new(CLAIMS))
        .bench_local_values(|claims| KnowledgeGraph::new(claims, GraphOptions::default()));
}

/// Text formats by name.
fn formats() -> impl Iterator<Item = &'static str> {
    Format::all().map(Format::name).filter(|name| !["svg", "html"].contains(name))
}

#[divan::bench(args = formats(), sample_count = 3)]
fn export(bencher: Bencher<'_, '_>, format: &str) {
    let graph = KnowledgeGraph::new(claims(), GraphOptions::default());
    let ontology = Ontology::load(&DataFolder::bundled_ontology()).expect("the bundled ontology is sound");
    let format: Format = format.parse().expect("a format of ours");
    let files = format.files("graph");
    bencher.counter(ItemsCount::new(CLAIMS)).bench_local(|| {
        for (_, part) in &files {
            write(&graph, &ontology, *part, &ExportOptions::default(), &mut io::sink())
                .expect("nothing takes everything");
        }
    });
}
