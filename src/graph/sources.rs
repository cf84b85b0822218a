use std::collections::BTreeMap;

use crate::model::{ClaimSet, Evidence};

/// How many independent sources stand behind some evidence.
///
/// Evidence from one publisher is one source, and so is a sentence that several publishers print word for
/// word: they have it from one wire. Without a publisher, a document is its own source.
pub(super) fn independent_sources(claims: &ClaimSet, evidence: &[&Evidence]) -> usize {
    let mut groups = Groups::new(evidence.len());
    let mut publishers: BTreeMap<String, usize> = BTreeMap::new();
    let mut quotes: BTreeMap<String, usize> = BTreeMap::new();
    for (index, item) in evidence.iter().enumerate() {
        let publisher = claims.documents.get(&item.document).and_then(|document| document.publisher.as_deref());
        let publisher = match publisher {
            Some(name) if !name.trim().is_empty() => normalized(name),
            _ => item.document.as_str().to_owned(),
        };
        groups.join(index, *publishers.entry(publisher).or_insert(index));
        groups.join(index, *quotes.entry(normalized(&item.quote)).or_insert(index));
    }
    groups.count()
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
