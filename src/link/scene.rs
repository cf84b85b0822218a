//! What surrounds each mention, looked up once.

use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;

use super::mint::Setting;
use super::name::Name;
use crate::knowledge_base::{KbEntry, KnowledgeBase, NameMatch};
use crate::language::LanguagePack;
use crate::language::coreference::{CoreferenceResources, Gender};
use crate::model::{DetectedDocument, Mention, MentionKind, Sentence, SentenceKind, Token, TokenIndex, Upos};

/// A document under the eyes of the linker.
pub(super) struct Scene<'a> {
    pub(super) detected: &'a DetectedDocument,
    pub(super) language: &'a LanguagePack,
    pub(super) kb: &'a KnowledgeBase,
    entries: RefCell<FxHashMap<usize, Option<Rc<KbEntry>>>>,
}

/// Letters of a name in which one may be mistaken.
const LONG: usize = 12;

/// Prior of somebody whom a text may call by the full form of a short given name.
const FAMOUS: f32 = 0.5;

/// What stands directly before a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Before {
    /// "Mme", "Dr": the name is a person's.
    pub(super) honorific: bool,
    /// Whom the honorific addresses, where it shows.
    pub(super) gender: Option<Gender>,
    /// "le", "the".
    pub(super) article: bool,
    /// Gender the article shows.
    pub(super) article_gender: Option<Gender>,
    /// "les", "MM.": several things or persons bear the name.
    pub(super) plural: bool,
}

impl<'a> Scene<'a> {
    pub(super) fn new(detected: &'a DetectedDocument, language: &'a LanguagePack, kb: &'a KnowledgeBase) -> Self {
        Self { detected, language, kb, entries: RefCell::default() }
    }

    pub(super) fn words(&self) -> &'a CoreferenceResources {
        &self.language.coreference
    }

    pub(super) fn text(&self) -> &'a str {
        self.detected.annotated.text()
    }

    pub(super) fn mention(&self, index: usize) -> &'a Mention {
        &self.detected.mentions[index]
    }

    pub(super) fn sentence_of(&self, mention: &Mention) -> &'a Sentence {
        &self.detected.annotated.sentences[mention.sentence]
    }

    pub(super) fn is_headline(&self, mention: &Mention) -> bool {
        self.sentence_of(mention).kind == SentenceKind::Headline
    }

    /// Where a name stands, and so what its capitals say.
    pub(super) fn setting(&self, mention: usize) -> Setting {
        const PARTS: [&str; 7] = ["nsubj", "obj", "iobj", "obl", "nmod", "appos", "conj"];
        let mention = self.mention(mention);
        let sentence = self.sentence_of(mention);
        if mention.tokens.start == 0 || sentence.kind != SentenceKind::Prose {
            return Setting::Capitalized;
        }
        let takes_part = sentence
            .tokens
            .get(mention.head)
            .is_some_and(|head| head.upos == Upos::Propn && PARTS.contains(&head.deprel.universal()));
        if takes_part { Setting::Participant } else { Setting::Running }
    }

    /// The entry at a position of the knowledge base, fetched once.
    pub(super) fn entry(&self, position: usize) -> Option<Rc<KbEntry>> {
        let mut entries = self.entries.borrow_mut();
        entries.entry(position).or_insert_with(|| self.kb.entry(position).map(Rc::new)).clone()
    }

    /// Indices of the mentions of one kind, in text order.
    pub(super) fn mentions_of(&self, kind: MentionKind) -> impl Iterator<Item = usize> + 'a {
        let mentions = &self.detected.mentions;
        (0..mentions.len()).filter(move |&index| mentions[index].kind == kind)
    }

    /// Whether a token stands in a name.
    pub(super) fn is_named(&self, sentence: usize, token: TokenIndex) -> bool {
        self.name_over(sentence, token).is_some()
    }

    /// The name that a token stands in.
    pub(super) fn name_over(&self, sentence: usize, token: TokenIndex) -> Option<&'a Mention> {
        let mentions = &self.detected.mentions;
        let from = mentions.partition_point(|mention| mention.sentence < sentence);
        let mut here = mentions[from..].iter().take_while(|mention| mention.sentence == sentence);
        here.find(|mention| mention.kind == MentionKind::Name && mention.tokens.contains(&token))
    }

    /// Whether the knowledge base or a given name tells what a name is.
    pub(super) fn is_known_or_given(&self, mention: &Mention) -> bool {
        let name = Name::new(mention.span.of(self.text()), self.words());
        name.parts.first().is_some_and(|first| self.words().is_given_name(first)) || !self.named(&name).is_empty()
    }

    /// What the words directly before a name say of it.
    pub(super) fn before(&self, mention: &Mention) -> Before {
        let sentence = self.sentence_of(mention);
        let mut found = Before::default();
        // "les frères X", "Mr. X": two words are enough, a full stop cut off its abbreviation is passed over.
        let from = mention.tokens.start.saturating_sub(3);
        let before = sentence.tokens.get(from..mention.tokens.start).unwrap_or_default();
        let mut words = before.iter().rev().filter(|token| token.form != ".");
        let Some(first) = words.next() else { return found };
        if let Some(honorific) = self.words().honorific(&first.form) {
            found.honorific = true;
            found.gender = honorific.gender;
            found.plural = honorific.plural;
        } else {
            let form = first.form.to_lowercase().replace('’', "'");
            found.article = self.words().definite_articles.contains(&form);
            found.plural = self.words().plural_articles.contains(&form);
            if found.article && !form.ends_with('\'') {
                found.article_gender = gender_of(first);
            }
        }
        found
    }

    /// Entries that bear a name, in any of the shapes texts give names.
    pub(super) fn named(&self, name: &Name) -> Vec<NameMatch> {
        let mut found = self.kb.named(&name.text);
        if found.is_empty()
            && let Some(rest) = after_article(&name.text, self.words())
        {
            found = self.kb.named(rest);
        }
        if found.is_empty() {
            let core = name.core_key(self.words());
            if core != name.key {
                found = self.kb.named(&core);
            }
        }
        if found.is_empty() && name.text.contains('.') {
            // "the U.N. Security Council" whose label has no points.
            found = self.kb.named(&name.text.replace('.', ""));
        }
        if found.is_empty() && name.parts.len() > 2 {
            // "Donald J. Trump": a name with a middle initial is the name without.
            let plain: Vec<&str> = name.parts.iter().map(String::as_str).filter(|p| p.chars().count() > 1).collect();
            if plain.len() < name.parts.len() && plain.len() >= 2 && name.generation.is_none() {
                found = self.kb.named(&plain.join(" "));
            }
        }
        if found.is_empty()
            && let [given, surname @ ..] = name.parts.as_slice()
            && (1..=2).contains(&surname.len())
        {
            // "Bob Durand" whom we know as Robert.
            let forms = self.words().other_given_names(given).iter();
            found = forms.flat_map(|form| self.kb.named(&format!("{form} {}", surname.join(" ")))).collect();
            found.retain(|other| self.kb.entity_type(other.entry).is_some_and(|kind| kind.is_a("person")));
            // Whom everybody calls Eddie is hardly meant by "Edward", unless he is on everybody's lips.
            let is_longer = |other: &NameMatch| {
                let entry = self.entry(other.entry);
                let known = entry.as_ref().and_then(|entry| entry.labels.values().next());
                let first = known.and_then(|label| label.split(' ').next());
                first.is_some_and(|first| first.chars().count() < given.chars().count())
            };
            found.retain(|other| !is_longer(other) || self.kb.prior(other.entry).is_some_and(|prior| prior >= FAMOUS));
            found.dedup_by_key(|other| other.entry);
        }
        if found.is_empty() {
            found = self.named_with_version(name);
        }
        if found.is_empty() {
            found = self.named_with_prefix(name);
        }
        if found.is_empty() && name.parts.len() > 1 && name.key.chars().count() >= LONG && name.generation.is_none() {
            // "the Untied Nations", "Volodymyr Zelenskiy": one slip in a long name of several words.
            found = self.kb.alike(&name.text);
            found.retain(|other| !self.is_another_given_name(name, other.entry));
        }
        found
    }

    /// "Maria Durand" is no slip for the Marie Durand we know.
    fn is_another_given_name(&self, name: &Name, known: usize) -> bool {
        let Some(entry) = self.entry(known).filter(|entry| entry.entity_type.top() == "person") else { return false };
        let given = name.parts.first().filter(|given| self.words().is_given_name(given));
        given.is_some_and(|given| {
            let label = |label: &String| Name::new(label, self.words()).parts.first() != Some(given);
            entry.labels.values().all(label)
        })
    }

    /// "Ayman Zawahiri" whom we know as al-Zawahiri: a surname of two or more syllables less the article before it.
    fn named_with_prefix(&self, name: &Name) -> Vec<NameMatch> {
        const ARTICLE: &str = "al";
        let [given, surname] = name.parts.as_slice() else { return Vec::new() };
        if surname.contains('-') || surname.chars().count() < LONG / 2 || !self.words().is_given_name(given) {
            return Vec::new();
        }
        let mut found = self.kb.named(&format!("{given} {ARTICLE}-{surname}"));
        found.retain(|other| self.kb.entity_type(other.entry).is_some_and(|kind| kind.is_a("person")));
        found
    }

    /// "IE6", "Windows 10": the product whose version the figures tell.
    fn named_with_version(&self, name: &Name) -> Vec<NameMatch> {
        let product = name.text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').trim_end();
        let figures = name.text.len() - product.len();
        if figures == 0 || figures > 4 || product.chars().count() < 2 {
            return Vec::new();
        }
        let mut found = self.kb.named(product);
        found.retain(|other| self.kb.entity_type(other.entry).is_some_and(|kind| kind.is_a("product")));
        found
    }
}

/// Gender a word shows.
pub(super) fn gender_of(token: &Token) -> Option<Gender> {
    match token.feats.get("Gender") {
        Some("Masc") => Some(Gender::Masculine),
        Some("Fem") => Some(Gender::Feminine),
        _ => None,
    }
}

fn after_article<'a>(text: &'a str, words: &CoreferenceResources) -> Option<&'a str> {
    let (first, rest) = text.split_once(' ')?;
    let first = first.to_lowercase();
    words.definite_articles.contains(&first).then_some(rest)
}

/// The words between two mentions of one sentence, lower case, punctuation cut; `None` where they are too many to say
/// anything about the two.
pub(super) fn connecting_words(scene: &Scene<'_>, left: &Mention, right: &Mention) -> Option<(String, String)> {
    const FARTHEST: usize = 60;
    if left.sentence != right.sentence
        || right.span.start < left.span.end
        || right.span.start - left.span.end > FARTHEST
    {
        return None;
    }
    let raw = scene.text().get(left.span.end..right.span.start)?;
    let lower = raw.to_lowercase().replace('’', "'");
    let words: String = lower.chars().map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' }).collect();
    Some((raw.to_owned(), words.split_whitespace().collect::<Vec<_>>().join(" ")))
}
