//! Holds a claims file, or JSON-LD made from it, against the documents it was read from: every quote and every position.

mod linked;

use std::collections::{BTreeMap, BTreeSet};

pub use linked::{LinkedQuotes, verify_json_ld};

use crate::diagnostic::{Diagnostic, Place};
use crate::model::{
    CharOffsets, CharSpan, Claim, ClaimObject, ClaimSet, Document, DocumentId, DocumentRecord, EntityId, Evidence,
    MentionKind, MentionRecord,
};

/// What was compared, and what did not agree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Documents of the claims file that were found again.
    pub documents: usize,
    /// Evidence compared.
    pub evidence: usize,
    /// Mentions compared.
    pub mentions: usize,
    /// Everything that differs, by document.
    pub differences: Vec<Diagnostic>,
}

/// Compares claims with their documents, given in any order; documents that no claim was read from are passed over.
///
/// A document is found again by its id, that is by its text, address and date; wherever its file lies now.
#[must_use]
pub fn verify(claims: &ClaimSet, documents: impl IntoIterator<Item = Document>) -> Verification {
    let mut expected = Expected::of(claims);
    let mut verification = compare(&claims.documents, documents, |comparison, verification| {
        comparison.run(&expected.take(&comparison.record.id), verification);
    });
    for id in expected.unknown(claims) {
        let message = format!("claims or mentions name the document {id}, which the claims file does not describe");
        verification.differences.push(Diagnostic::error("undescribed-document", message));
    }
    verification
}

/// Finds the documents that records describe, and has what is said about each compared.
fn compare(
    records: &BTreeMap<DocumentId, DocumentRecord>,
    documents: impl IntoIterator<Item = Document>,
    mut compare: impl FnMut(&Comparison<'_>, &mut Verification),
) -> Verification {
    let mut verification = Verification::default();
    let mut found = BTreeSet::new();
    let mut by_source = BTreeMap::new();
    for document in documents {
        by_source.insert(document.source.clone(), document.sha256.clone());
        let Some(record) = records.get(&document.id) else { continue };
        if found.insert(document.id.clone()) {
            verification.documents += 1;
            let comparison = Comparison { record, offsets: CharOffsets::new(&document.text), document: &document };
            comparison.document(&mut verification);
            compare(&comparison, &mut verification);
        }
    }
    for record in records.values().filter(|record| !found.contains(&record.id)) {
        verification.differences.push(not_found(record, by_source.get(&record.source)));
    }
    verification
}

fn not_found(record: &DocumentRecord, sha256_there_now: Option<&String>) -> Diagnostic {
    let place = Place::file(&record.source);
    match sha256_there_now {
        Some(sha256) if *sha256 != record.sha256 => {
            let message = format!("the text has changed: sha256 was {}, is {sha256}", record.sha256);
            Diagnostic::error("changed-document", message).at(place).hint("extract it again")
        }
        Some(_) => Diagnostic::error("changed-document", "the text is the same, its address or date has changed")
            .at(place)
            .hint("extract it again"),
        None => Diagnostic::error("missing-document", format!("{} is not among the documents", record.id)).at(place),
    }
}

/// What a claims file says about each document.
struct Expected<'a>(BTreeMap<&'a DocumentId, Content<'a>>);

#[derive(Default)]
struct Content<'a> {
    evidence: Vec<(&'a Claim, &'a Evidence)>,
    mentions: Vec<&'a MentionRecord>,
}

impl<'a> Expected<'a> {
    fn of(claims: &'a ClaimSet) -> Self {
        let mut by_document: BTreeMap<_, Content<'a>> = BTreeMap::new();
        for claim in claims.claims.values() {
            for evidence in &claim.evidence {
                by_document.entry(&evidence.document).or_default().evidence.push((claim, evidence));
            }
        }
        for mention in &claims.mentions {
            by_document.entry(&mention.document).or_default().mentions.push(mention);
        }
        Self(by_document)
    }

    fn take(&mut self, document: &DocumentId) -> Content<'a> {
        self.0.remove(document).unwrap_or_default()
    }

    fn unknown(&self, claims: &ClaimSet) -> Vec<&'a DocumentId> {
        self.0.keys().copied().filter(|id| !claims.documents.contains_key(*id)).collect()
    }
}

/// One document beside what is said about it.
struct Comparison<'a> {
    record: &'a DocumentRecord,
    document: &'a Document,
    offsets: CharOffsets,
}

impl Comparison<'_> {
    fn differ(&self, code: &'static str, message: String, verification: &mut Verification) {
        verification.differences.push(Diagnostic::error(code, message).at(Place::file(&self.document.source)));
    }

    /// The text as a whole.
    fn document(&self, verification: &mut Verification) {
        if self.record.sha256 != self.document.sha256 {
            let message = format!("sha256 is {}, not {}", self.document.sha256, self.record.sha256);
            self.differ("changed-document", message, verification);
        }
        if self.record.length != self.offsets.len_chars() {
            let (is, was) = (self.offsets.len_chars(), self.record.length);
            self.differ("changed-document", format!("the text has {is} code points, not {was}"), verification);
        }
    }

    fn run(&self, content: &Content<'_>, verification: &mut Verification) {
        let mut differ = |code, message: String| {
            verification.differences.push(Diagnostic::error(code, message).at(Place::file(&self.document.source)));
        };
        for mention in &content.mentions {
            verification.mentions += 1;
            if self.text(mention.span) != Some(&mention.text) {
                differ("wrong-mention", self.wrong_text("mention", mention.span, &mention.text));
            }
        }
        for (claim, evidence) in &content.evidence {
            verification.evidence += 1;
            self.evidence(claim, evidence, content, &mut differ);
        }
    }

    fn evidence(
        &self,
        claim: &Claim,
        evidence: &Evidence,
        content: &Content<'_>,
        differ: &mut impl FnMut(&'static str, String),
    ) {
        if self.text(evidence.span) != Some(&evidence.quote) {
            differ(
                "wrong-quote",
                format!("{}: {}", claim.id, self.wrong_text("quote", evidence.span, &evidence.quote)),
            );
        }
        let cues = evidence.attribution.iter().map(|attribution| ("cue", attribution.cue));
        let qualifiers = evidence.qualifiers.iter().map(|(kind, &span)| (kind.as_str(), span));
        let spans = [("subject", evidence.subject), ("trigger", evidence.trigger), ("object", evidence.object)];
        for (what, span) in spans.into_iter().chain(qualifiers).chain(cues) {
            if self.text(span).is_none_or(str::is_empty) {
                differ(
                    "wrong-span",
                    format!("{}: the {what} at {span} lies outside of the text or is empty", claim.id),
                );
            }
        }
        let mut end = |what, entity: &EntityId, span: CharSpan| {
            // An office stands for its country where the text does not say which: "the prime minister, Jane Doe".
            let is_office = span.start <= evidence.trigger.start && evidence.trigger.end <= span.end;
            let fits = |mention: &&MentionRecord| {
                let is_holder = mention.kind == MentionKind::Nominal && mention.entity.as_ref() == Some(&claim.subject);
                mention.span == span && (mention.entity.as_ref() == Some(entity) || is_office && is_holder)
            };
            if !content.mentions.iter().any(fits) {
                differ("wrong-span", format!("{}: no mention of the {what} {entity} stands at {span}", claim.id));
            }
        };
        end("subject", &claim.subject, evidence.subject);
        if let ClaimObject::Entity(object) = &claim.object {
            end("object", object, evidence.object);
        }
    }

    fn text(&self, span: CharSpan) -> Option<&str> {
        self.document.text.get(self.offsets.to_bytes(span).map(|span| span.start..span.end)?)
    }

    fn wrong_text(&self, what: &str, span: CharSpan, expected: &str) -> String {
        match self.text(span) {
            Some(text) => format!("the {what} at {span} reads `{text}`, not `{expected}`"),
            None => format!("the {what} at {span} lies outside of the text; it should read `{expected}`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NewDocument;
    use crate::record::read_claims;

    /// A claims file about one document, in the words of the file.
    fn claims(document: &Document, mention: &str, quote: &str) -> ClaimSet {
        let Document { id, sha256, text, .. } = document;
        let lines = format!(
            r#"{{"kind":"document","id":"{id}","source":"a.txt","title":null,"language":"en","published":null,"publisher":null,"url":null,"sha256":"{sha256}","length":{}}}
{{"kind":"mention","document":"{id}","start":5,"end":8,"text":"{mention}","form":"name","entity":"x:ann","score":1,"candidates":[]}}
{{"kind":"mention","document":"{id}","start":13,"end":16,"text":"Bob","form":"name","entity":"x:bob","score":1,"candidates":[]}}
{{"kind":"claim","id":"CLAIM","subject":"x:ann","relation":"met_with","object":"x:bob","qualifiers":{{}},"evidence":[{{"document":"{id}","start":5,"end":17,"quote":"{quote}","subject":[5,8],"trigger":[9,12],"object":[13,16],"qualifiers":{{}},"polarity":"affirmed","modality":"stated","attribution":[],"rule":"en/a/b","confidence":0.9}}]}}"#,
            text.chars().count()
        );
        let object = ClaimObject::Entity(EntityId::from_text("x:bob"));
        let relation = crate::model::RelationTypeId::from_text("met_with");
        let id = Claim::make_id(&EntityId::from_text("x:ann"), &relation, &object, &BTreeMap::new());
        read_claims(lines.replace("CLAIM", id.as_str()).as_bytes(), "claims.jsonl").unwrap()
    }

    fn document(text: &str) -> Document {
        Document::new(NewDocument { source: "a.txt".to_owned(), text: text.to_owned(), ..NewDocument::default() })
    }

    fn codes(claims: &ClaimSet, documents: Vec<Document>) -> Vec<&'static str> {
        verify(claims, documents).differences.iter().map(|difference| difference.code).collect()
    }

    const TEXT: &str = "Été. Ann met Bob.";

    #[test]
    fn a_true_file() {
        let document = document(TEXT);
        let verification = verify(&claims(&document, "Ann", "Ann met Bob."), [document]);
        assert_eq!(verification.differences, []);
        assert_eq!((verification.documents, verification.evidence, verification.mentions), (1, 1, 2));
    }

    #[test]
    fn every_kind_of_difference() {
        let original = document(TEXT);
        for (claims, documents, expected) in [
            (claims(&original, "Anna", "Ann met Bob."), vec![original.clone()], vec!["wrong-mention"]),
            (claims(&original, "Ann", "Ann met Bob!"), vec![original.clone()], vec!["wrong-quote"]),
            (claims(&original, "Ann", "Ann met Bob."), vec![], vec!["missing-document"]),
            (claims(&original, "Ann", "Ann met Bob."), vec![document("Ann met Bob.")], vec!["changed-document"]),
        ] {
            assert_eq!(codes(&claims, documents), expected);
        }
        let mut short = original.clone();
        short.text.truncate(9);
        let found = codes(&claims(&original, "Ann", "Ann met Bob."), vec![short]);
        assert_eq!(
            found,
            [
                "changed-document",
                "wrong-mention",
                "wrong-mention",
                "wrong-quote",
                "wrong-span",
                "wrong-span",
                "wrong-span"
            ]
        );
    }
}
