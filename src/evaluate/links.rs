//! Links of names to Wikidata, against gold links.
//!
//! The gold format is JSON Lines, one text a line: `text`, `labels` with `span` (code points, half-open) and `entity_id`
//! (`Q42`; anything else is somebody Wikidata does not have), and `evaluation_span`, the part that is marked.
//!
//! Compared are names: gold labels that are pronouns or common nouns ("he", "student") are left out, for some gold sets mark
//! them and others do not. A gold label and a name of ours meet when they overlap. Only entities of the knowledge base
//! count (*in-KB* micro scores, Usbeck et al., "GERBIL", 2015): a link to an entry outside Wikidata is neither right
//! nor wrong.

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Place};
use crate::language::LanguagePack;
use crate::model::{CharOffsets, CharSpan, DetectedDocument, EntityId, LinkedDocument, MentionKind};

/// A text with its links.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldText {
    /// The text.
    pub text: String,
    /// The part that is marked: code points, half-open. Missing: all of it.
    pub evaluation_span: Option<(usize, usize)>,
    /// What is marked in it.
    pub labels: Vec<GoldLink>,
}

/// Somebody who is meant somewhere.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldLink {
    /// Code points, half-open.
    pub span: (usize, usize),
    /// The Wikidata id, or something else where there is none.
    pub entity_id: String,
}

/// Reads gold links.
///
/// # Errors
/// Every line that is not a gold text, with its number.
pub fn read_gold(text: &str, file: &str) -> Result<Vec<GoldText>, Vec<Diagnostic>> {
    let mut gold = Vec::new();
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(read) => gold.push(read),
            Err(error) => {
                let place = Place::line(file, index + 1);
                faults.push(Diagnostic::error("invalid-gold-link", error.to_string()).at(place));
            }
        }
    }
    if faults.is_empty() { Ok(gold) } else { Err(faults) }
}

/// Counts over some texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Gold links of names to Wikidata.
    pub gold: usize,
    /// Those whose entity the knowledge base has.
    pub known: usize,
    /// Names we linked to a Wikidata entry.
    pub found: usize,
    /// Of these, those that touch a gold label, whatever it says.
    pub judged: usize,
    /// Of these, those that mean what the gold label says.
    pub right: usize,
    /// Links that are not right, as `name: ours, not theirs`.
    pub wrong: Vec<String>,
    /// Gold links to entities of the knowledge base that were not found, as `name: theirs`.
    pub missed: Vec<String>,
}

impl Tally {
    /// Adds another tally.
    pub fn add(&mut self, other: Self) {
        self.gold += other.gold;
        self.known += other.known;
        self.found += other.found;
        self.judged += other.judged;
        self.right += other.right;
        self.wrong.extend(other.wrong);
        self.missed.extend(other.missed);
    }
}

/// Counts the links of one text. `known` says whether the knowledge base has an entry.
#[must_use]
pub fn score(
    gold: &GoldText,
    detected: &DetectedDocument,
    linked: &LinkedDocument,
    language: &LanguagePack,
    known: impl Fn(&EntityId) -> bool,
) -> Tally {
    let text = detected.annotated.text();
    let characters = CharOffsets::new(text);
    let inside =
        |span: CharSpan| gold.evaluation_span.is_none_or(|(start, end)| start <= span.start && span.end <= end);
    let names: Vec<(CharSpan, Option<&EntityId>)> = detected
        .mentions
        .iter()
        .zip(&linked.links)
        .filter(|(mention, _)| mention.kind == MentionKind::Name)
        .map(|(mention, link)| (characters.to_chars(mention.span), link.entity.as_ref()))
        .filter(|(span, _)| inside(*span))
        .collect();
    let mut tally = Tally::default();
    let mut labels: Vec<(CharSpan, Option<EntityId>)> = Vec::new();
    for label in &gold.labels {
        let span = CharSpan { start: label.span.0, end: label.span.1 };
        let surface: String = text.chars().skip(span.start).take(span.end.saturating_sub(span.start)).collect();
        let named = surface.chars().any(char::is_uppercase) && language.coreference.pronoun(&surface).is_none();
        let number =
            label.entity_id.strip_prefix('Q').filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        let id = number.filter(|_| named).map(|number| EntityId::from_text(format!("wd:Q{number}")));
        if let Some(id) = &id {
            tally.gold += 1;
            if known(id) {
                tally.known += 1;
                let found = names.iter().any(|(name, entity)| meet(*name, span) && *entity == Some(id));
                if !found {
                    tally.missed.push(format!("{surface}: {id}"));
                }
            }
        }
        labels.push((span, id));
    }
    for (name, entity) in names {
        let Some(entity) = entity.filter(|entity| entity.as_str().starts_with("wd:")) else { continue };
        tally.found += 1;
        let mut met = labels.iter().filter(|(span, _)| meet(*span, name)).peekable();
        let first = met.peek().map(|(_, id)| id.clone());
        tally.judged += usize::from(first.is_some());
        if met.any(|(_, id)| id.as_ref() == Some(entity)) {
            tally.right += 1;
        } else {
            let surface: String = text.chars().skip(name.start).take(name.end - name.start).collect();
            let theirs =
                first.map_or_else(|| "unmarked".to_owned(), |id| id.map_or("nobody".to_owned(), |id| id.to_string()));
            tally.wrong.push(format!("{surface}: {entity}, gold {theirs}"));
        }
    }
    tally
}

fn meet(a: CharSpan, b: CharSpan) -> bool {
    a.start < b.end && b.start < a.end
}
