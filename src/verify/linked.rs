use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Comparison, Verification, compare};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{CharSpan, Document, DocumentId, DocumentRecord, Sketch};

/// What a JSON-LD file of ours says about its documents: the documents, and every quote with its position.
#[derive(Clone, Debug, Default)]
pub struct LinkedQuotes {
    documents: BTreeMap<DocumentId, DocumentRecord>,
    evidence: BTreeMap<DocumentId, Vec<Evidence>>,
}

#[derive(Clone, Debug)]
struct Evidence {
    iri: String,
    span: CharSpan,
    quote: String,
    /// What the passages are for, and their positions.
    passages: Vec<(&'static str, CharSpan)>,
}

/// The parts of the file that matter here; other members are passed over.
#[derive(Deserialize)]
struct File {
    #[serde(rename = "@graph")]
    graph: Vec<Resource>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Resource {
    id: String,
    identifier: Option<String>,
    read_from: Option<String>,
    sha256: Option<String>,
    length: Option<String>,
    source: Option<String>,
    #[serde(default)]
    selector: Vec<Selector>,
    subject_at: Option<String>,
    trigger_at: Option<String>,
    object_at: Option<String>,
    #[serde(default)]
    cue_at: Vec<String>,
}

#[derive(Deserialize)]
struct Selector {
    start: Option<String>,
    end: Option<String>,
    exact: Option<String>,
}

impl LinkedQuotes {
    /// Reads JSON-LD in the form that [`crate::export`] writes.
    ///
    /// # Errors
    /// When the text is not that: other JSON-LD may say the same, but has to be brought into this form first.
    pub fn read(json: &str, file: &str) -> Result<Self, Diagnostic> {
        let refused = |message: String| {
            Diagnostic::error("unreadable-json-ld", message)
                .at(Place::file(file))
                .hint("only JSON-LD as filature writes it can be verified; verify the claims file instead")
        };
        let parsed: File = serde_json::from_str(json).map_err(|error| refused(error.to_string()))?;
        let mut quotes = Self::default();
        let mut names = BTreeMap::new();
        for resource in &parsed.graph {
            if let (Some(identifier), Some(sha256)) = (&resource.identifier, &resource.sha256) {
                let record = DocumentRecord {
                    id: DocumentId::from_text(identifier.clone()),
                    source: resource.read_from.clone().unwrap_or_default(),
                    title: None,
                    language: String::new(),
                    published: None,
                    publisher: None,
                    url: None,
                    sha256: sha256.clone(),
                    length: resource.length.as_deref().and_then(|length| length.parse().ok()).unwrap_or_default(),
                    // Linked data does not carry it, and no quote depends on it.
                    sketch: Sketch::default(),
                };
                names.insert(resource.id.as_str(), record.id.clone());
                quotes.documents.insert(record.id.clone(), record);
            }
        }
        for resource in parsed.graph.iter().filter(|resource| !resource.selector.is_empty()) {
            let document = resource.source.as_deref().and_then(|iri| names.get(iri));
            let document =
                document.ok_or_else(|| refused(format!("{}: its document is not described", resource.id)))?;
            let evidence = evidence(resource)
                .ok_or_else(|| refused(format!("{}: a position or quote is missing", resource.id)))?;
            quotes.evidence.entry(document.clone()).or_default().push(evidence);
        }
        if quotes.documents.is_empty() {
            return Err(refused("it describes no document".to_owned()));
        }
        Ok(quotes)
    }

    /// Paths or records that the documents were read from.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.documents.values().map(|document| document.source.as_str())
    }
}

fn evidence(resource: &Resource) -> Option<Evidence> {
    let number = |text: &Option<String>| text.as_deref()?.parse().ok();
    let span = resource.selector.iter().find_map(|selector| Some((number(&selector.start)?, number(&selector.end)?)));
    let (start, end): (usize, usize) = span?;
    let parts = [("subject", &resource.subject_at), ("trigger", &resource.trigger_at), ("object", &resource.object_at)];
    let mut passages = Vec::new();
    for (what, iri) in parts {
        passages.push((what, passage(iri.as_deref()?)?));
    }
    for iri in &resource.cue_at {
        passages.push(("cue", passage(iri)?));
    }
    Some(Evidence {
        iri: resource.id.clone(),
        span: (start <= end).then(|| CharSpan::new(start, end))?,
        quote: resource.selector.iter().find_map(|selector| selector.exact.clone())?,
        passages,
    })
}

/// The position that a passage's IRI ends in: `doc/1#char=0,9`.
fn passage(iri: &str) -> Option<CharSpan> {
    let (start, end) = iri.rsplit_once("#char=")?.1.split_once(',')?;
    let (start, end) = (start.parse().ok()?, end.parse().ok()?);
    (start <= end).then(|| CharSpan::new(start, end))
}

/// Compares the quotes of a JSON-LD file with the documents, as [`super::verify`] does with claims.
#[must_use]
pub fn verify_json_ld(quotes: &LinkedQuotes, documents: impl IntoIterator<Item = Document>) -> Verification {
    compare(&quotes.documents, documents, |comparison, verification| {
        for evidence in quotes.evidence.get(&comparison.record.id).into_iter().flatten() {
            verification.evidence += 1;
            comparison.linked_evidence(evidence, verification);
        }
    })
}

impl Comparison<'_> {
    fn linked_evidence(&self, evidence: &Evidence, verification: &mut Verification) {
        if self.text(evidence.span) != Some(&evidence.quote) {
            let message = format!("{}: {}", evidence.iri, self.wrong_text("quote", evidence.span, &evidence.quote));
            self.differ("wrong-quote", message, verification);
        }
        for &(what, span) in &evidence.passages {
            if self.text(span).is_none_or(str::is_empty) {
                let message = format!("{}: the {what} at {span} lies outside of the text or is empty", evidence.iri);
                self.differ("wrong-span", message, verification);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NewDocument;

    const TEXT: &str = "Été. Ann met Bob.";

    fn document(text: &str) -> Document {
        Document::new(NewDocument { source: "a.txt".to_owned(), text: text.to_owned(), ..NewDocument::default() })
    }

    fn json(document: &Document, quote: &str, object: &str) -> String {
        let Document { id, sha256, .. } = document;
        format!(
            r#"{{"@context": {{}}, "@graph": [
{{"id": "doc/1", "type": ["schema:NewsArticle"], "identifier": "{id}", "readFrom": "a.txt", "sha256": "{sha256}", "length": "17"}},
{{"id": "entity/ann", "type": ["fil:Person"], "identifier": "ent:ann", "label": {{"en": "Ann"}}}},
{{"id": "evidence/1", "type": ["fil:Evidence"], "source": "doc/1", "selector": [{{"id": "p", "start": "5", "end": "17"}},
{{"id": "q", "exact": "{quote}"}}], "subjectAt": "doc/1#char=5,8", "triggerAt": "doc/1#char=9,12", "objectAt": "doc/1#char={object}"}}]}}"#
        )
    }

    fn codes(json: &str, documents: Vec<Document>) -> Vec<&'static str> {
        let quotes = LinkedQuotes::read(json, "graph.jsonld").unwrap();
        verify_json_ld(&quotes, documents).differences.iter().map(|difference| difference.code).collect()
    }

    #[test]
    fn quotes_and_positions_are_compared() {
        let original = document(TEXT);
        let good = json(&original, "Ann met Bob.", "13,16");
        let quotes = LinkedQuotes::read(&good, "graph.jsonld").unwrap();
        let verification = verify_json_ld(&quotes, [original.clone()]);
        assert_eq!((verification.documents, verification.evidence, verification.differences), (1, 1, vec![]));
        assert_eq!(codes(&json(&original, "Ann met Rob.", "13,16"), vec![original.clone()]), ["wrong-quote"]);
        assert_eq!(codes(&json(&original, "Ann met Bob.", "13,18"), vec![original.clone()]), ["wrong-span"]);
        assert_eq!(codes(&good, vec![]), ["missing-document"]);
        assert_eq!(codes(&good, vec![document("Ann met Bob.")]), ["changed-document"]);
    }

    #[test]
    fn other_files_are_refused() {
        for text in ["{}", "[1]", r#"{"@graph": []}"#, "not JSON"] {
            assert_eq!(LinkedQuotes::read(text, "a.jsonld").unwrap_err().code, "unreadable-json-ld", "{text}");
        }
    }
}
