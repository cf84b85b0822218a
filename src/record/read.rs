use std::borrow::Cow;
use std::io::BufRead;

use serde::Deserialize;

use super::lines::{
    ClaimLine, DocumentLine, EntityLine, ErrorLine, ErrorRecord, MentionLine, SummaryLine, SummaryRecord,
};
use crate::diagnostic::{Diagnostic, Place};
use crate::fuse::merge;
use crate::model::{Claim, ClaimSet, DocumentRecord, Entity, MentionRecord};

/// Faults after which a file is not read further: it is not a claims file.
const MANY_FAULTS: usize = 20;

/// One line of a claims file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// A document read.
    Document(DocumentRecord),
    /// A node.
    Entity(Entity),
    /// A stretch of text that was given an entity.
    Mention(MentionRecord),
    /// A claim with its evidence.
    Claim(Claim),
    /// A document that could not be read.
    Error(ErrorRecord),
    /// The end of a run.
    Summary(SummaryRecord),
}

/// Reads a claims file, whatever the order of its records; what stands in it more than once is merged.
///
/// `error` and `summary` records tell about a run, not about the news, and are passed over; [`read_records`]
/// shows them. A kind or a key this version does not know is refused, because passing it over would lose it
/// from everything merged or exported later.
///
/// # Errors
/// Every fault, each with its line; after twenty the rest of the file is not looked at.
pub fn read_claims(input: impl BufRead, source: &str) -> Result<ClaimSet, Vec<Diagnostic>> {
    let mut claims = ClaimSet::default();
    let mut faults = Vec::new();
    for record in read_records(input, source) {
        match record {
            Ok((line, Record::Claim(claim))) => {
                let same_id = claims.claims.get(&claim.id);
                if same_id.is_some_and(|known| !says_the_same(known, &claim)) {
                    faults.push(
                        Diagnostic::error("claim-id-clash", format!("`{}` already names another claim", claim.id))
                            .at(Place::line(source, line))
                            .hint("an id is made from subject, relation, object and qualifiers; give one of the two another id"),
                    );
                } else {
                    claims = merge(claims, of_claim(claim));
                }
            }
            Ok((_, record)) => claims = merge(claims, of_record(record)),
            Err(fault) => faults.push(fault),
        }
        if faults.len() >= MANY_FAULTS {
            break;
        }
    }
    if faults.is_empty() { Ok(claims) } else { Err(faults) }
}

fn says_the_same(left: &Claim, right: &Claim) -> bool {
    left.subject == right.subject
        && left.relation == right.relation
        && left.object == right.object
        && left.qualifiers == right.qualifiers
}

fn of_claim(claim: Claim) -> ClaimSet {
    ClaimSet { claims: [(claim.id.clone(), claim)].into(), ..ClaimSet::default() }
}

fn of_record(record: Record) -> ClaimSet {
    let mut set = ClaimSet::default();
    match record {
        Record::Document(document) => _ = set.documents.insert(document.id.clone(), document),
        Record::Entity(entity) => _ = set.entities.insert(entity.id.clone(), entity),
        Record::Mention(mention) => _ = set.mentions.insert(mention),
        Record::Claim(claim) => return of_claim(claim),
        Record::Error(_) | Record::Summary(_) => {}
    }
    set
}

/// The records of a claims file one by one, each with its line number, in the memory of one line.
pub fn read_records<R: BufRead>(input: R, source: &str) -> Records<R> {
    Records { input, source: source.to_owned(), buffer: Vec::new(), line: 0, ended: false }
}

/// See [`read_records`].
#[derive(Debug)]
pub struct Records<R> {
    input: R,
    source: String,
    buffer: Vec<u8>,
    line: usize,
    ended: bool,
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<(usize, Record), Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.buffer.clear();
            self.line += 1;
            match self.input.read_until(b'\n', &mut self.buffer) {
                Ok(0) => self.ended = true,
                Ok(_) => {
                    let bytes = match self.buffer.as_slice() {
                        bytes if self.line == 1 => bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes),
                        bytes => bytes,
                    };
                    let bytes = bytes.trim_ascii_end();
                    if bytes.is_empty() {
                        continue;
                    }
                    let place = |column| Place { column, ..Place::line(&self.source, self.line) };
                    return Some(read_line(bytes).map(|record| (self.line, record)).map_err(|fault| {
                        let diagnostic = Diagnostic::error(fault.code, fault.message).at(place(fault.column));
                        fault.hint.into_iter().fold(diagnostic, Diagnostic::hint)
                    }));
                }
                Err(error) => {
                    self.ended = true;
                    let fault = Diagnostic::error("unreadable", error.to_string());
                    return Some(Err(fault.at(Place::line(&self.source, self.line))));
                }
            }
        }
        None
    }
}

struct Fault {
    code: &'static str,
    message: String,
    column: usize,
    hint: Option<&'static str>,
}

impl Fault {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), column: 0, hint: None }
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        use serde_json::error::Category;
        // The line number in serde's message is always 1 here; ours is in the place.
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let (code, hint) = match error.classify() {
            Category::Eof => ("invalid-json", Some("the line ends too early: was the file cut off?")),
            Category::Syntax | Category::Io => ("invalid-json", Some("a claims file has one JSON object a line")),
            Category::Data => ("invalid-record", Some("`filature schema claims` prints what a record must hold")),
        };
        Self { code, message: message.to_owned(), column: error.column(), hint }
    }
}

fn read_line(bytes: &[u8]) -> Result<Record, Fault> {
    #[derive(Deserialize)]
    struct Kind<'a> {
        #[serde(borrow)]
        kind: Cow<'a, str>,
    }
    fn checked<L, T: TryFrom<L, Error = String>>(line: L) -> Result<T, Fault> {
        T::try_from(line).map_err(|reason| Fault::new("invalid-record", reason))
    }

    let text = std::str::from_utf8(bytes).map_err(|_| Fault::new("not-utf8", "the line is not UTF-8"))?;
    let Kind { kind } = serde_json::from_str(text)?;
    Ok(match kind.as_ref() {
        "document" => Record::Document(checked(serde_json::from_str::<DocumentLine<'_>>(text)?)?),
        "entity" => Record::Entity(checked(serde_json::from_str::<EntityLine<'_>>(text)?)?),
        "mention" => Record::Mention(checked(serde_json::from_str::<MentionLine<'_>>(text)?)?),
        "claim" => Record::Claim(checked(serde_json::from_str::<ClaimLine<'_>>(text)?)?),
        "error" => Record::Error(serde_json::from_str::<ErrorLine<'_>>(text)?.into()),
        "summary" => Record::Summary(serde_json::from_str::<SummaryLine<'_>>(text)?.into()),
        other => {
            return Err(Fault {
                hint: Some("known kinds are document, entity, mention, claim, error and summary"),
                ..Fault::new("unknown-kind", format!("`{other}` is not a kind of record"))
            });
        }
    })
}
