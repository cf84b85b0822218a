//! Small documents written by hand, for the tests of this room.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock};

use crate::data_folder::DataFolder;
use crate::knowledge_base::KnowledgeBase;
use crate::language::LanguagePack;
use crate::model::{
    AnnotatedDocument, Deprel, DetectedDocument, Document, DocumentMetadata, EntityTypeId, Features, LinkedDocument,
    Mention, MentionId, MentionKind, NewDocument, Sentence, Span, Token, TokenIndex, Upos,
};

/// The bundled language pack, loaded once.
pub(super) fn language(tag: &str) -> &'static LanguagePack {
    static PACKS: OnceLock<Mutex<BTreeMap<String, &'static LanguagePack>>> = OnceLock::new();
    let mut packs = PACKS.get_or_init(Mutex::default).lock().unwrap();
    packs.entry(tag.to_owned()).or_insert_with(|| {
        let folder = DataFolder::bundled_languages().subfolder(tag);
        Box::leak(Box::new(LanguagePack::load(&folder).unwrap()))
    })
}

/// A knowledge base from the lines of one table of entries and one of facts, columns told apart by `;`.
pub(super) fn knowledge_base(entries: &str, facts: &str) -> KnowledgeBase {
    let tabs = |text: &str| text.lines().map(|line| line.trim().replace(';', "\t") + "\n").collect::<String>();
    let properties = "property;value;meaning\ncountry;entry;-\nhead_of_state;entry;-\nfinance_minister;entry;-\nleads;entry;-\ngender;word;-\n\
        occupation;word;-\nindustry;word;-\nproduct_of;entry;-\nowner;entry;-\nseat_of;entry;-\n";
    let (properties, entries, facts) = (tabs(properties), tabs(entries), tabs(facts));
    let files = [("properties.tsv", &*properties), ("entries.tsv", &*entries), ("facts.tsv", &*facts)];
    KnowledgeBase::load(&DataFolder::in_memory("test", files)).unwrap()
}

/// The same document, published on a day.
pub(super) fn dated(mut detected: DetectedDocument, date: &str) -> DetectedDocument {
    detected.annotated.document.metadata.published = Some(date.parse().unwrap());
    detected
}

/// A document from lines of words, one line a sentence.
///
/// `[person Elon Musk ]` is a name of that type, `[ X ]` a name of unknown type, `[n:person le patron ]` a nominal,
/// `[p il ]` a pronoun; mentions nest. A word may state more behind underscores,
/// `form_UPOS_head_deprel_Gender=Fem,Number=Sing_lemma`, the head counted from 1. Without that a word with a capital is a
/// proper noun, other words are nouns, and all hang on the first.
pub(super) fn document(tag: &str, lines: &[&str]) -> DetectedDocument {
    let mut text = String::new();
    let mut sentences = Vec::new();
    let mut mentions = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let sentence = sentence(line, index, &mut text, &mut mentions);
        sentences.push(sentence);
        text.push('\n');
    }
    mentions.sort_by_key(|mention: &Mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
    let metadata = DocumentMetadata { language: Some(tag.to_owned()), ..DocumentMetadata::default() };
    let document = Document::new(NewDocument { source: "test".to_owned(), text, metadata });
    let annotated = AnnotatedDocument { document, language: tag.to_owned(), sentences };
    DetectedDocument { annotated, mentions, values: Vec::new() }
}

fn sentence(line: &str, index: usize, text: &mut String, mentions: &mut Vec<Mention>) -> Sentence {
    let mut tokens: Vec<Token> = Vec::new();
    let mut open: Vec<(MentionKind, Option<EntityTypeId>, TokenIndex)> = Vec::new();
    let mut found = Vec::new();
    for word in line.split_whitespace() {
        if let Some(opening) = word.strip_prefix('[') {
            let (kind, entity_type) = match opening {
                "" => (MentionKind::Name, None),
                "p" => (MentionKind::Pronoun, None),
                "n" => (MentionKind::Nominal, None),
                _ => match opening.strip_prefix("n:") {
                    Some(entity_type) => (MentionKind::Nominal, Some(entity_type)),
                    None => (MentionKind::Name, Some(opening)),
                },
            };
            open.push((kind, entity_type.map(EntityTypeId::from_text), tokens.len()));
        } else if word == "]" {
            let (kind, entity_type, first) = open.pop().expect("a bracket to close");
            found.push((kind, entity_type, first..tokens.len()));
        } else {
            let token = token(word, tokens.len(), text);
            tokens.push(token);
        }
    }
    for (kind, entity_type, range) in found {
        let outside = |&token: &usize| tokens[token].head.is_none_or(|head| !range.contains(&head));
        let head = range.clone().find(outside).unwrap_or(range.start);
        let span = tokens[range.start].span.cover(tokens[range.end - 1].span);
        mentions.push(Mention { span, sentence: index, tokens: range, head, kind, entity_type });
    }
    let span = Span::new(tokens[0].span.start, tokens[tokens.len() - 1].span.end);
    Sentence { span, paragraph: index, tokens, ..Sentence::default() }
}

fn token(word: &str, index: TokenIndex, text: &mut String) -> Token {
    let mut fields = word.split('_');
    let form = fields.next().unwrap_or_default().to_owned();
    let upos = match fields.next() {
        Some(upos) => upos.parse().unwrap(),
        None if form.starts_with(char::is_uppercase) => Upos::Propn,
        None if form.starts_with(char::is_alphanumeric) => Upos::Noun,
        None => Upos::Punct,
    };
    let head = match fields.next() {
        Some("0") => None,
        Some(head) => Some(head.parse::<usize>().unwrap() - 1),
        None => (index > 0).then_some(0),
    };
    let deprel = Deprel::new(fields.next().unwrap_or("dep"));
    let feats = Features::from_conllu(&fields.next().unwrap_or_default().replace(',', "|"));
    let lemma = fields.next().map_or_else(|| form.to_lowercase(), str::to_owned);
    let glued = text.is_empty()
        || text.ends_with(['\n', '(', '\'', '’', '«', '/'])
        || [",", ".", ")", ";", "/", "'s", "’s"].contains(&form.as_str());
    if !glued {
        text.push(' ');
    }
    let start = text.len();
    text.push_str(&form);
    Token { span: Span::new(start, text.len()), form, lemma, upos, feats, head, deprel }
}

/// `mention text → entity id` for every mention, in text order; `-` where nobody is meant.
pub(super) fn readable(detected: &DetectedDocument, linked: &LinkedDocument) -> Vec<String> {
    linked
        .links
        .iter()
        .enumerate()
        .map(|(index, link)| {
            let id = link.entity.as_ref().map_or("-", |id| id.as_str());
            format!("{} → {id}", detected.mention_text(MentionId(index)))
        })
        .collect()
}
