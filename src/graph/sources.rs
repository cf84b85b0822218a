use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ClaimSet, DocumentId, Evidence};

/// Which documents have their words from elsewhere.
///
/// Wire copies are found across all documents of a graph: texts of which three tenths or more are word for word the same
/// (by their [sketches](crate::model::Sketch)), and what resembles these. The result depends on the set of documents only, not on order.
pub(super) struct Sources<'a> {
    claims: &'a ClaimSet,
    /// A number for each document, the same for copies of one text.
    texts: BTreeMap<&'a DocumentId, usize>,
}

/// The share of word runs two documents must have in common to have one source. Two reports of one event, written
/// independently, share a few percent.
const RESEMBLANCE: f64 = 0.3;
/// Documents with a hash in common that are all compared with each other; of more, which is what boilerplate gives, each is
/// compared with its neighbors in the order of ids.
const COMPARED: usize = 64;

impl<'a> Sources<'a> {
    /// Compares the documents of a claim set. Costs about the number of documents times the size of a sketch.
    pub(super) fn new(claims: &'a ClaimSet) -> Self {
        let documents: Vec<_> = claims.documents.values().collect();
        let mut with_hash: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (index, document) in documents.iter().enumerate() {
            for &hash in document.sketch.hashes() {
                with_hash.entry(hash).or_default().push(index);
            }
        }
        let mut shared: BTreeSet<(usize, usize)> = BTreeSet::new();
        for together in with_hash.values() {
            let reach = if together.len() > COMPARED { 1 } else { together.len() };
            for (position, &one) in together.iter().enumerate() {
                for &other in together[position + 1..].iter().take(reach) {
                    shared.insert((one, other));
                }
            }
        }
        let mut groups = Groups::new(documents.len());
        for (one, other) in shared {
            if groups.root(one) != groups.root(other)
                && documents[one].sketch.resemblance(&documents[other].sketch) >= RESEMBLANCE
            {
                groups.join(one, other);
            }
        }
        let texts = documents.iter().enumerate().map(|(index, document)| (&document.id, groups.root(index))).collect();
        Self { claims, texts }
    }

    /// How many independent sources stand behind some evidence.
    ///
    /// Evidence from one publisher is one source, and so is a text, or a sentence, that several publishers print word
    /// for word: they have it from one wire. Without a publisher, a document is its own source.
    pub(super) fn independent(&self, evidence: &[&Evidence]) -> usize {
        let mut groups = Groups::new(evidence.len());
        let mut publishers: BTreeMap<String, usize> = BTreeMap::new();
        let mut quotes: BTreeMap<String, usize> = BTreeMap::new();
        let mut texts: BTreeMap<usize, usize> = BTreeMap::new();
        for (index, item) in evidence.iter().enumerate() {
            let publisher =
                self.claims.documents.get(&item.document).and_then(|document| document.publisher.as_deref());
            let publisher = match publisher {
                Some(name) if !name.trim().is_empty() => normalized(name),
                _ => item.document.as_str().to_owned(),
            };
            groups.join(index, *publishers.entry(publisher).or_insert(index));
            groups.join(index, *quotes.entry(normalized(&item.quote)).or_insert(index));
            if let Some(&text) = self.texts.get(&item.document) {
                groups.join(index, *texts.entry(text).or_insert(index));
            }
        }
        groups.count()
    }
}

/// Without the differences that typesetting makes: letters and digits only, lower case.
fn normalized(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(word.chars().flat_map(char::to_lowercase));
    }
    words
}

/// Disjoint groups of numbers.
pub(super) struct Groups(Vec<usize>);

impl Groups {
    pub(super) fn new(size: usize) -> Self {
        Self((0..size).collect())
    }

    pub(super) fn root(&mut self, mut item: usize) -> usize {
        while self.0[item] != item {
            self.0[item] = self.0[self.0[item]];
            item = self.0[item];
        }
        item
    }

    pub(super) fn join(&mut self, left: usize, right: usize) {
        let (left, right) = (self.root(left), self.root(right));
        self.0[left.max(right)] = left.min(right);
    }

    fn count(&self) -> usize {
        self.0.iter().enumerate().filter(|&(index, &parent)| index == parent).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CharSpan, ClaimSet, DocumentRecord, Modality, Polarity, RuleName, Score, Sketch};

    fn document(id: &str, publisher: &str, text: &str) -> DocumentRecord {
        DocumentRecord {
            id: DocumentId::from_text(id),
            source: String::new(),
            title: None,
            language: "en".to_owned(),
            published: None,
            publisher: Some(publisher.to_owned()),
            url: None,
            sha256: String::new(),
            length: 0,
            sketch: Sketch::of(text),
        }
    }

    fn evidence(document: &str, quote: &str) -> Evidence {
        let span = CharSpan::new(0, 1);
        Evidence {
            document: DocumentId::from_text(document),
            span,
            quote: quote.to_owned(),
            subject: span,
            trigger: span,
            object: span,
            qualifiers: BTreeMap::new(),
            polarity: Polarity::Affirmed,
            modality: Modality::Stated,
            attribution: Vec::new(),
            rule: RuleName::from_text("en/test/rule"),
            confidence: Score::ONE,
        }
    }

    #[test]
    fn a_wire_copy_is_no_second_source() {
        let wire: String = (0..200).map(|word| format!("w{word} ")).collect();
        let edited = format!("Our correspondent writes. {}", &wire[..wire.len() * 3 / 4]);
        let own: String = (0..200).map(|word| format!("o{word} ")).collect();
        let texts =
            [("doc:1", "One", wire.as_str()), ("doc:2", "Two", edited.as_str()), ("doc:3", "Three", own.as_str())];
        let mut claims = ClaimSet::default();
        for (id, publisher, text) in texts {
            claims.documents.insert(DocumentId::from_text(id), document(id, publisher, text));
        }
        let said = [evidence("doc:1", "A."), evidence("doc:2", "B."), evidence("doc:3", "C.")];
        let sources = Sources::new(&claims);
        let count =
            |indices: &[usize]| sources.independent(&indices.iter().map(|&index| &said[index]).collect::<Vec<_>>());
        assert_eq!((count(&[0, 1]), count(&[0, 2]), count(&[0, 1, 2])), (1, 2, 2));
    }
}
