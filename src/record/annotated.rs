//! What `filature annotate --format json` writes: one document a line, everything that was read in it.

use std::io::{self, Write};

use serde::Serialize;

use crate::model::{CharOffsets, DetectedDocument, LinkedDocument, MentionKind, Sentence, SentenceKind, Span, Token};

/// Writes a document as one JSON object on a line: sentences with their tokens, mentions with the entity they
/// were given, values. Positions are Unicode code points, half-open; token ids and heads count from 1 in their
/// sentence, head 0 is the root, as in CoNLL-U.
///
/// # Errors
/// Those of `out`.
pub fn write_annotated(
    detected: &DetectedDocument,
    linked: &LinkedDocument,
    out: &mut (impl Write + ?Sized),
) -> io::Result<()> {
    let document = &detected.annotated.document;
    let offsets = CharOffsets::new(&document.text);
    let place = |span: Span| {
        let chars = offsets.to_chars(span);
        Position { start: chars.start, end: chars.end }
    };
    let mentions = detected.mentions.iter().zip(linked.links.iter().map(Some).chain(std::iter::repeat(None)));
    let record = AnnotatedRecord {
        kind: "annotated",
        id: document.id.as_str(),
        source: &document.source,
        language: &detected.annotated.language,
        text: &document.text,
        sentences: detected.annotated.sentences.iter().map(|sentence| sentence_record(sentence, &place)).collect(),
        mentions: mentions
            .map(|(mention, link)| MentionRecord {
                position: place(mention.span),
                text: mention.span.of(&document.text),
                sentence: mention.sentence,
                form: match mention.kind {
                    MentionKind::Name if detected.is_adjective(mention) => "adjective",
                    MentionKind::Name => "name",
                    MentionKind::Nominal => "nominal",
                    MentionKind::Pronoun => "pronoun",
                },
                entity_type: mention.entity_type.as_ref().map(|entity_type| entity_type.as_str()),
                entity: link.and_then(|link| link.entity.as_ref()).map(|entity| entity.as_str()),
            })
            .collect(),
        values: detected
            .values
            .iter()
            .map(|value| ValueRecord {
                position: place(value.span),
                text: value.span.of(&document.text),
                sentence: value.sentence,
                value: value.value.to_string(),
            })
            .collect(),
    };
    serde_json::to_writer(&mut *out, &record)?;
    out.write_all(b"\n")
}

fn kind_name(kind: SentenceKind) -> &'static str {
    match kind {
        SentenceKind::Prose => "prose",
        SentenceKind::Headline => "headline",
        SentenceKind::Boilerplate => "boilerplate",
    }
}

fn sentence_record<'a>(sentence: &'a Sentence, place: &impl Fn(Span) -> Position) -> SentenceRecord<'a> {
    SentenceRecord {
        position: place(sentence.span),
        kind: kind_name(sentence.kind),
        paragraph: sentence.paragraph,
        tokens: sentence.tokens.iter().enumerate().map(|(index, token)| token_record(index, token, place)).collect(),
    }
}

fn token_record<'a>(index: usize, token: &'a Token, place: &impl Fn(Span) -> Position) -> TokenRecord<'a> {
    TokenRecord {
        id: index + 1,
        position: place(token.span),
        form: &token.form,
        lemma: &token.lemma,
        upos: token.upos.as_str(),
        feats: token.feats.as_conllu(),
        head: token.head.map_or(0, |head| head + 1),
        deprel: token.deprel.as_str(),
    }
}

#[derive(Serialize)]
struct Position {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct AnnotatedRecord<'a> {
    kind: &'static str,
    id: &'a str,
    source: &'a str,
    language: &'a str,
    text: &'a str,
    sentences: Vec<SentenceRecord<'a>>,
    mentions: Vec<MentionRecord<'a>>,
    values: Vec<ValueRecord<'a>>,
}

#[derive(Serialize)]
struct SentenceRecord<'a> {
    #[serde(flatten)]
    position: Position,
    kind: &'static str,
    paragraph: usize,
    tokens: Vec<TokenRecord<'a>>,
}

#[derive(Serialize)]
struct TokenRecord<'a> {
    id: usize,
    #[serde(flatten)]
    position: Position,
    form: &'a str,
    lemma: &'a str,
    upos: &'static str,
    feats: &'a str,
    head: usize,
    deprel: &'a str,
}

#[derive(Serialize)]
struct MentionRecord<'a> {
    #[serde(flatten)]
    position: Position,
    text: &'a str,
    sentence: usize,
    form: &'static str,
    #[serde(rename = "type")]
    entity_type: Option<&'a str>,
    entity: Option<&'a str>,
}

#[derive(Serialize)]
struct ValueRecord<'a> {
    #[serde(flatten)]
    position: Position,
    text: &'a str,
    sentence: usize,
    value: String,
}
