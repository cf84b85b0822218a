//! Words per second and allocations of every stage, on the example articles.
//!
//!     cargo bench
//!
//! One core is used: a document is read by one thread, more cores read more documents. Allocation counts come
//! from divan's counting allocator.

#![expect(clippy::expect_used, reason = "a bench that cannot run should say so and stop")]

use divan::Bencher;
use divan::counter::ItemsCount;
use filature::annotate::{annotate, sentences_of};
use filature::detect::detect;
use filature::evaluate::names::found_alone;
use filature::extract::{ExtractOptions, extract};
use filature::fuse::fuse;
use filature::language::reader::ReaderResources;
use filature::learn::words::Word;
use filature::link::link;
use filature::model::{Document, Sentence};
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
        divan::black_box(extract(
            &reading.detected,
            &language.pack,
            &language.rules,
            ontology,
            ExtractOptions::default(),
        ));
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
