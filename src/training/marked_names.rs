//! Texts in which people have marked the names, in the two formats such data come in.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use crate::annotate::conllu;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{AnnotatedDocument, CharOffsets, CharSpan, Sentence, Span, TokenIndex, Upos};

/// Words of a sentence that are a name, and what kind of thing it names.
pub type MarkedName = (Range<TokenIndex>, String);

/// A text with the places of its names.
#[derive(Clone, Debug)]
pub struct MarkedText {
    /// Its id in the collection.
    pub id: String,
    /// The text.
    pub text: String,
    /// Names with what kind of thing they name, in text order.
    pub names: Vec<(Span, String)>,
}

impl MarkedText {
    /// As a line that [`read_lines`] reads, with `PER`, `LOC` and `ORG` for the labels people use.
    #[must_use]
    pub fn to_json(&self) -> String {
        let offsets = CharOffsets::new(&self.text);
        let names = self.names.iter().map(|(span, kind)| {
            let chars = offsets.to_chars(*span);
            let label = match kind.as_str() {
                "person" => "PER",
                "place" => "LOC",
                "organization" => "ORG",
                other => other,
            };
            (chars.start, chars.end, label)
        });
        serde_json::json!({ "id": self.id, "text": self.text, "ents": names.collect::<Vec<_>>() }).to_string()
    }
}

/// A document of a treebank with its names.
#[derive(Clone, Debug)]
pub struct MarkedTreebankDocument {
    /// Sentences and tokens as annotated there; its source ends with the id of the document.
    pub annotated: AnnotatedDocument,
    /// The names of each sentence, in text order.
    pub names: Vec<Vec<MarkedName>>,
}

impl MarkedTreebankDocument {
    /// As a text with the places of its names.
    #[must_use]
    pub fn into_text(self) -> MarkedText {
        let spans = self.annotated.sentences.iter().zip(&self.names).flat_map(|(sentence, names)| {
            names.iter().filter_map(|(tokens, kind)| {
                let words = sentence.tokens.get(tokens.clone())?;
                Some((words.first()?.span.cover(words.last()?.span), kind.clone()))
            })
        });
        let names = spans.collect();
        MarkedText { id: self.annotated.document.source.clone(), text: self.annotated.document.text, names }
    }
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    /// Code points from, to, label.
    ents: Vec<(usize, usize, String)>,
}

/// Reads JSON Lines with `id`, `text` and `ents`, names as `[from, to, label]` in code points. `kinds` says what kind
/// of thing a label stands for; names with other labels are left out.
///
/// # Errors
/// The first line that is not such a record.
pub fn read_lines(text: &str, file: &str, kinds: &BTreeMap<String, String>) -> Result<Vec<MarkedText>, Diagnostic> {
    let mut texts = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let Line { id, text, ents } = serde_json::from_str(line)
            .map_err(|error| Diagnostic::error("invalid-names", error.to_string()).at(Place::line(file, index + 1)))?;
        let offsets = CharOffsets::new(&text);
        let mut names: Vec<(Span, String)> = ents
            .iter()
            .filter_map(|(start, end, label)| {
                let kind = kinds.get(label)?;
                Some((offsets.to_bytes(CharSpan::new(*start, *end))?, kind.clone()))
            })
            .collect();
        names.sort_unstable();
        texts.push(MarkedText { id, text, names });
    }
    Ok(texts)
}

/// Reads a treebank whose MISC column marks entities the way GUM does, `Entity=(4-person-new-…`. Its entities are whole
/// noun phrases; the name is the run of proper nouns around the head, without the titles and roles before the name of a
/// person: those are no part of the title of the Wikipedia page that GUM links the person to, or are common nouns.
///
/// # Errors
/// The first line that is not CoNLL-U.
pub fn read_treebank(
    text: &str,
    file: &str,
    kinds: &BTreeMap<String, String>,
) -> Result<Vec<MarkedTreebankDocument>, Diagnostic> {
    let documents = conllu::read_with_miscellany(text, file, "")
        .map_err(|error| Diagnostic::error("invalid-conllu", error.message).at(Place::line(file, error.line)))?;
    let marked = documents.into_iter().map(|(annotated, miscellany)| {
        let sentences = annotated.sentences.iter().zip(&miscellany.sentences);
        let names = sentences.map(|(sentence, misc)| names_of(sentence, misc, kinds)).collect();
        MarkedTreebankDocument { annotated, names }
    });
    Ok(marked.collect())
}

/// An entity as the brackets in the MISC column have it.
struct Entity {
    tokens: Range<TokenIndex>,
    label: String,
    /// Words of the title of its Wikipedia page; none when it has no page, or none of its own.
    page: Vec<String>,
}

fn names_of(sentence: &Sentence, misc: &[String], kinds: &BTreeMap<String, String>) -> Vec<MarkedName> {
    let mut names: Vec<MarkedName> = Vec::new();
    // Longer entities first, so that "Bank of France" is found before "France".
    let mut entities = entities(misc);
    entities.sort_by_key(|entity| (std::cmp::Reverse(entity.tokens.len()), entity.tokens.start));
    for entity in entities {
        let Some(kind) = kinds.get(&entity.label) else { continue };
        let is_person = kind == "person";
        let Some(mut core) = proper_core(sentence, entity.tokens, is_person) else { continue };
        if is_person {
            core = without_title(sentence, core, &entity.page);
        }
        if names.iter().all(|(other, _)| other.end <= core.start || core.end <= other.start) {
            names.push((core, kind.clone()));
        }
    }
    names.sort_by_key(|(tokens, _)| tokens.start);
    names
}

/// "US President Barack Obama" on the page "Barack_Obama" is "Barack Obama"; "Pope Francis" on "Pope_Francis" is whole.
fn without_title(sentence: &Sentence, name: Range<TokenIndex>, page: &[String]) -> Range<TokenIndex> {
    let is_in_title = |at: TokenIndex| page.contains(&sentence.tokens[at].form);
    let first = name.clone().find(|&at| is_in_title(at));
    first.map_or(name.clone(), |first| first..name.end)
}

/// Entities of a sentence, from the brackets in the MISC column: `(id-type-…-page`, `id)`, or both for a single word.
fn entities(misc: &[String]) -> Vec<Entity> {
    let mut entities = Vec::new();
    let mut open: Vec<(String, Entity)> = Vec::new();
    for (at, misc) in misc.iter().enumerate() {
        let Some(mut rest) = misc.split('|').find_map(|pair| pair.strip_prefix("Entity=")) else { continue };
        while !rest.is_empty() {
            if let Some(opening) = rest.strip_prefix('(') {
                let length = opening.find(['(', ')']).unwrap_or(opening.len());
                let parts: Vec<&str> = opening[..length].splitn(8, '-').collect();
                let part = |index: usize| parts.get(index).copied().unwrap_or_default();
                let page = part(7).split(['_', ',']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
                let entity = Entity { tokens: at..at + 1, label: part(1).to_owned(), page };
                rest = &opening[length..];
                if let Some(after) = rest.strip_prefix(')') {
                    rest = after;
                    entities.push(entity);
                } else {
                    open.push((part(0).to_owned(), entity));
                }
            } else {
                let length = rest.find([')', '(']).unwrap_or(rest.len());
                let id = &rest[..length];
                rest = rest[length..].strip_prefix(')').unwrap_or(&rest[length..]);
                if let Some(found) = open.iter().rposition(|(opened, _)| opened == id) {
                    let (_, mut entity) = open.remove(found);
                    entity.tokens.end = at + 1;
                    entities.push(entity);
                }
                if length == 0 && !rest.is_empty() && !rest.starts_with('(') {
                    rest = "";
                }
            }
        }
    }
    entities
}

/// The proper name a mention has for its head: capitalised words around it, "of" and hyphens between them included;
/// of a person only what is part of the name itself, since titles are proper nouns there, too.
fn proper_core(sentence: &Sentence, mention: Range<TokenIndex>, is_person: bool) -> Option<Range<TokenIndex>> {
    let tokens = &sentence.tokens;
    let head = mention.clone().find(|&at| tokens[at].head.is_none_or(|head| !mention.contains(&head)))?;
    if is_person && tokens[head].upos == Upos::Noun {
        // "creator Ann Brown": the role is the head, the name hangs on it.
        let in_name = |at: usize| {
            mention.contains(&at)
                && tokens[at].upos == Upos::Propn
                && tokens[at].head == Some(head)
                && tokens[at].deprel.universal() == "flat"
        };
        let mut end = head + 1;
        while in_name(end) {
            end += 1;
        }
        return (end > head + 1).then_some(head + 1..end);
    }
    if tokens[head].upos != Upos::Propn {
        return None;
    }
    let in_name = |at: usize| {
        let token = &tokens[at];
        if !mention.contains(&at) || matches!(token.upos, Upos::Det | Upos::Punct | Upos::Adp | Upos::Pron) {
            return false;
        }
        if is_person && at < head {
            return token.deprel.universal() == "flat" || token.deprel.universal() == "goeswith";
        }
        let describes = token.deprel.as_str() == "nmod:desc" || token.deprel.universal() == "appos";
        !describes && (token.upos == Upos::Propn || token.form.chars().next().is_some_and(char::is_uppercase))
    };
    let bridges = |at: usize| mention.contains(&at) && matches!(tokens[at].form.as_str(), "of" | "-" | "&" | "–");
    let (mut start, mut end) = (head, head + 1);
    while start > mention.start {
        if in_name(start - 1) {
            start -= 1;
        } else if start >= mention.start + 2 && bridges(start - 1) && in_name(start - 2) {
            start -= 2;
        } else {
            break;
        }
    }
    while end < mention.end {
        if in_name(end) {
            end += 1;
        } else if bridges(end) && in_name(end + 1) {
            end += 2;
        } else {
            break;
        }
    }
    Some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_treebank_are_cut_out_of_its_entities() {
        let text = "\
# newdoc id = a
1\tUS\tUS\tPROPN\t_\t_\t2\tcompound\t_\tEntity=(1-person-new-n-cf1-3-coref-Ann_Brown(2-place-new-n-cf2-1-coref-US)
2\tGovernor\tGovernor\tPROPN\t_\t_\t5\tnsubj\t_\t_
3\tAnn\tAnn\tPROPN\t_\t_\t2\tflat\t_\t_
4\tBrown\tBrown\tPROPN\t_\t_\t2\tflat\t_\tEntity=1)
5\tmet\tmeet\tVERB\t_\t_\t0\troot\t_\t_
6\tfounder\tfounder\tNOUN\t_\t_\t5\tobj\t_\tEntity=(3-person-new-n-cf3-2-sgl
7\tJo\tJo\tPROPN\t_\t_\t6\tflat\t_\t_
8\tLind\tLind\tPROPN\t_\t_\t6\tflat\t_\tEntity=3)
9\tat\tat\tADP\t_\t_\t11\tcase\t_\t_
10\tthe\tthe\tDET\t_\t_\t11\tdet\t_\tEntity=(4-organization-new-n-cf4-2-sgl
11\tBank\tBank\tPROPN\t_\t_\t5\tobl\t_\t_
12\tof\tof\tADP\t_\t_\t13\tcase\t_\t_
13\tLund\tLund\tPROPN\t_\t_\t11\tnmod\t_\tEntity=(5-place-new-n-cf5-1-sgl)4)|SpaceAfter=No

";
        let kinds = ["person", "place", "organization"].map(|kind| (kind.to_owned(), kind.to_owned())).into();
        let documents = read_treebank(text, "a.conllu", &kinds).unwrap();
        let marked = documents.into_iter().next().unwrap().into_text();
        let names: Vec<_> = marked.names.iter().map(|(span, kind)| (span.of(&marked.text), kind.as_str())).collect();
        assert_eq!(
            names,
            [("US", "place"), ("Ann Brown", "person"), ("Jo Lind", "person"), ("Bank of Lund", "organization")]
        );
    }
}
