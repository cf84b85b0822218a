use std::path::PathBuf;

use filature::read::{Input, ReadOptions, documents};
use filature::verify::verify;

use crate::args::Verify;
use crate::claims_files;
use crate::report::{Failure, Outcome, Report, count};

pub(crate) fn run(arguments: &Verify, report: &Report) -> Result<Outcome, Failure> {
    let claims = claims_files::read_all(std::slice::from_ref(&arguments.claims))?;
    let options = ReadOptions {
        format: arguments.input_format,
        max_document_bytes: arguments.max_document_size.saturating_mul(1 << 20),
    };
    let input = |path: &PathBuf| if path.as_os_str() == "-" { Input::standard_input() } else { Input::path(path) };
    let mut unread = Vec::new();
    let readable = documents(arguments.documents.iter().map(input), options).filter_map(|document| {
        report.advance();
        document.map_err(|fault| unread.push(fault)).ok()
    });
    let verification = verify(&claims, readable);
    report.end_progress();
    // What no claim was read from cannot contradict one.
    unread.retain(|fault| {
        let named = fault.place.as_ref().map(|place| &place.file);
        claims.documents.values().any(|document| {
            named.is_some_and(|file| document.source == *file || document.source.starts_with(&format!("{file}#")))
        })
    });
    report.diagnostics(&unread);
    report.diagnostics(&verification.differences);
    report.note(&format!(
        "{} of {}, {} and {} compared: {}",
        verification.documents,
        count(claims.documents.len(), "document", "documents"),
        count(verification.evidence, "piece of evidence", "pieces of evidence"),
        count(verification.mentions, "mention", "mentions"),
        count(verification.differences.len(), "difference", "differences"),
    ));
    Ok(if verification.differences.is_empty() && unread.is_empty() { Outcome::Done } else { Outcome::Partial })
}
