//! Words per second and allocations of every stage, on the example articles; exports on a large made-up graph.
//!
//!     cargo bench
//!
//! One core is used: a document is read by one thread, more cores read more documents. Allocation counts come
//! from divan's counting allocator.

#![expect(clippy::expect_used, reason = "a bench that cannot run should say so and stop")]

use std::collections::{BTreeMap, BTreeSet};

use divan::Bencher;
use divan::counter::ItemsCount;
use filature::annotate::{annotate, sentences_of};
use filature::detect::detect;
use filature::evaluate::names::found_alone;
use filature::export::{ExportOptions, Format, write};
use filature::extract::extract;
use filature::fuse::fuse;
use filature::graph::{GraphOptions, KnowledgeGraph};
use filature::language::reader::ReaderResources;
use filature::learn::words::Word;
use filature::link::link;
use filature::model::{
    CharSpan, Claim, ClaimObject, ClaimSet, Document, DocumentRecord, Entity, EntityId, EntityTypeId, Evidence,
    Modality, Polarity, RelationTypeId, RuleName, Score, Sentence,
};
use filature::pipeline::{Pipeline, Reading};
use filature::read::{Input, ReadOptions, documents};
use filature::resources::Resources;

#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

/// The example articles, those in the language with this tag.
fn articles(pipeline: &Pipeline, tag: &str) -> Vec<Document> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/articles");
    documents([Input::path(folder)], ReadOptions::default())
        .filter_map(Result::ok)
        .filter(|document| pipeline.language_of(document).is_some_and(|language| language.pack.tag() == tag))
        .collect()
}

fn pipeline() -> Pipeline {
    Pipeline::bundled().expect("the bundled data is sound")
}

/// Syntactic words of some readings, the unit every stage is counted in.
fn words(readings: &[Reading]) -> ItemsCount {
    let sentences = readings.iter().flat_map(|reading| &reading.detected.annotated.sentences);
    ItemsCount::new(sentences.map(|sentence| sentence.tokens.len()).sum::<usize>())
}

/// Runs `stage` over every reading of the articles in a language.
fn over_readings(bencher: Bencher<'_, '_>, tag: &str, stage: impl Fn(&Pipeline, &Reading) + Sync) {
    let pipeline = pipeline();
    let readings: Vec<_> =
        articles(&pipeline, tag).into_iter().filter_map(|document| pipeline.read(document)).collect();
    bencher.counter(words(&readings)).bench(|| {
        for reading in &readings {
            stage(&pipeline, reading);
        }
    });
}

#[divan::bench]
fn load_everything() -> Resources {
    Resources::bundled().expect("the bundled data is sound")
}

/// Runs `work` over every sentence of the articles in a language, as the stage before left it, and the words that models
/// look at; looking them up is a step of its own.
fn over_sentences(bencher: Bencher<'_, '_>, tag: &str, work: impl Fn(&ReaderResources, &[Word], &mut Sentence) + Sync) {
    let pipeline = pipeline();
    let reader = &pipeline.resources().language(tag).expect("bundled").pack.reader;
    let readings: Vec<_> =
        articles(&pipeline, tag).into_iter().filter_map(|document| pipeline.read(document)).collect();
    let counter = words(&readings);
    let sentences: Vec<Sentence> =
        readings.into_iter().flat_map(|reading| reading.detected.annotated.sentences).collect();
    let looked_up: Vec<_> = sentences.iter().map(|sentence| reader.tables.words(forms(sentence))).collect();
    bencher.counter(counter).with_inputs(|| sentences.clone()).bench_local_values(|mut sentences| {
        for (sentence, words) in sentences.iter_mut().zip(&looked_up) {
            work(reader, words, sentence);
        }
        sentences
    });
}

fn forms(sentence: &Sentence) -> impl Iterator<Item = &str> + Clone {
    sentence.tokens.iter().map(|token| token.form.as_str())
}

#[divan::bench(args = ["en", "fr"])]
fn step_1_sentences_and_tokens(bencher: Bencher<'_, '_>, tag: &str) {
    over_readings(bencher, tag, |pipeline, reading| {
        let language = pipeline.resources().language(tag).expect("bundled");
        divan::black_box(sentences_of(reading.detected.annotated.text(), &language.pack));
    });
}

#[divan::bench(args = ["en", "fr"])]
fn step_2_look_words_up(bencher: Bencher<'_, '_>, tag: &str) {
    over_sentences(bencher, tag, |reader, _, sentence| {
        divan::black_box(reader.tables.words(forms(sentence)));
    });
}

#[divan::bench(args = ["en", "fr"])]
fn step_3_tag(bencher: Bencher<'_, '_>, tag: &str) {
    over_sentences(bencher, tag, |reader, words, sentence| reader.tagger.tag(words, &mut sentence.tokens));
}

#[divan::bench(args = ["en", "fr"])]
fn step_4_lemmatize(bencher: Bencher<'_, '_>, tag: &str) {
    over_sentences(bencher, tag, |reader, _, sentence| {
        for token in &mut sentence.tokens {
            token.lemma = reader.lemmatizer.lemma(token, &reader.tables.lexicon);
        }
    });
}

#[divan::bench(args = ["en", "fr"])]
fn step_5_parse(bencher: Bencher<'_, '_>, tag: &str) {
    over_sentences(bencher, tag, |reader, words, sentence| reader.parser.parse(words, &mut sentence.tokens));
}

/// The trained finder alone, with what it needs from the knowledge base and the word lists.
#[divan::bench(args = ["en", "fr"])]
fn step_6_names(bencher: Bencher<'_, '_>, tag: &str) {
    over_readings(bencher, tag, |pipeline, reading| {
        let language = pipeline.resources().language(tag).expect("bundled");
        divan::black_box(found_alone(&reading.detected.annotated, &language.pack, &pipeline.resources().kb));
    });
}

#[divan::bench(args = ["en", "fr"])]
fn stage_1_annotate(bencher: Bencher<'_, '_>, tag: &str) {
    over_readings(bencher, tag, |pipeline, reading| {
        let language = pipeline.resources().language(tag).expect("bundled");
        divan::black_box(annotate(reading.detected.annotated.document.clone(), &language.pack));
    });
}

#[divan::bench(args = ["en", "fr"])]
fn stage_2_detect(bencher: Bencher<'_, '_>, tag: &str) {
    over_readings(bencher, tag, |pipeline, reading| {
        let Resources { kb, .. } = pipeline.resources();
        let language = pipeline.resources().language(tag).expect("bundled");
        divan::black_box(detect(reading.detected.annotated.clone(), &language.pack, kb));
    });
}

#[divan::bench(args = ["en", "fr"])]
fn stage_3_link(bencher: Bencher<'_, '_>, tag: &str) {
    over_readings(bencher, tag, |pipeline, reading| {
        let language = pipeline.resources().language(tag).expect("bundled");
        divan::black_box(link(&reading.detected, &language.pack, &pipeline.resources().kb));
    });
}

#[divan::bench(args = ["en", "fr"])]
fn stage_4_extract(bencher: Bencher<'_, '_>, tag: &str) {
    over_readings(bencher, tag, |pipeline, reading| {
        let language = pipeline.resources().language(tag).expect("bundled");
        let ontology = &pipeline.resources().ontology;
        divan::black_box(extract(&reading.detected, &language.pack, &language.rules, ontology));
    });
}

#[divan::bench(args = ["en", "fr"])]
fn stage_5_fuse(bencher: Bencher<'_, '_>, tag: &str) {
    over_readings(bencher, tag, |pipeline, reading| {
        let ontology = &pipeline.resources().ontology;
        divan::black_box(fuse(&reading.detected, &reading.linked, &reading.relations, ontology));
    });
}

#[divan::bench(args = ["en", "fr"])]
fn all_stages(bencher: Bencher<'_, '_>, tag: &str) {
    over_readings(bencher, tag, |pipeline, reading| {
        divan::black_box(pipeline.read(reading.detected.annotated.document.clone()));
    });
}

/// A claim set of `claims` claims over a fifth as many entities, each with one evidence.
fn made_up(claims: usize) -> ClaimSet {
    let mut set = ClaimSet::default();
    let document = Document::new(filature::model::NewDocument {
        source: "made-up.txt".to_owned(),
        text: "A met B.".to_owned(),
        ..Default::default()
    });
    set.documents.insert(
        document.id.clone(),
        DocumentRecord {
            id: document.id.clone(),
            source: document.source,
            title: None,
            language: "en".to_owned(),
            published: None,
            publisher: None,
            url: None,
            sha256: document.sha256,
            length: 8,
        },
    );
    let entities = claims / 5;
    let id = |index: usize| EntityId::from_text(format!("ent:person.p{index:06}"));
    for index in 0..entities {
        set.entities.insert(
            id(index),
            Entity {
                id: id(index),
                entity_type: EntityTypeId::from_text("person"),
                label: format!("Person {index}"),
                labels: BTreeMap::new(),
                aliases: BTreeSet::new(),
                same_as: BTreeSet::new(),
                descriptions: BTreeMap::new(),
            },
        );
    }
    let relation = RelationTypeId::from_text("criticized");
    for index in 0..claims {
        let (subject, object) =
            (id(index % entities), ClaimObject::Entity(id((index * 7 + index / entities + 1) % entities)));
        let claim_id = Claim::make_id(&subject, &relation, &object, &BTreeMap::new());
        let evidence = Evidence {
            document: document.id.clone(),
            span: CharSpan::new(0, 8),
            quote: "A met B.".to_owned(),
            subject: CharSpan::new(0, 1),
            trigger: CharSpan::new(2, 5),
            object: CharSpan::new(6, 7),
            qualifiers: BTreeMap::new(),
            polarity: Polarity::Affirmed,
            modality: Modality::Stated,
            attribution: Vec::new(),
            rule: RuleName::from_text(format!("en/test/rule-{}", index / entities)),
            confidence: Score::ONE,
        };
        let relation = relation.clone();
        set.claims
            .entry(claim_id.clone())
            .or_insert_with(|| Claim {
                id: claim_id,
                subject,
                relation,
                object,
                qualifiers: BTreeMap::new(),
                evidence: BTreeSet::new(),
            })
            .evidence
            .insert(evidence);
    }
    set
}

#[divan::bench(args = ["graphml", "jsonld", "nq"], sample_count = 3)]
fn export_100_000_claims(bencher: Bencher<'_, '_>, extension: &str) {
    let graph = KnowledgeGraph::new(made_up(100_000), GraphOptions::default());
    let ontology = pipeline().resources().ontology.clone();
    let format = Format::from_extension(extension).expect("a format of ours");
    bencher.counter(ItemsCount::new(100_000_usize)).bench_local(|| {
        let mut bytes = Vec::new();
        write(&graph, &ontology, format, &ExportOptions::default(), &mut bytes).expect("memory takes everything");
        bytes.len()
    });
}
