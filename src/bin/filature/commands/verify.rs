use std::fs;
use std::path::PathBuf;

use filature::export::Format;
use filature::model::ClaimSet;
use filature::read::{Input, ReadOptions, documents};
use filature::verify::{LinkedQuotes, verify, verify_json_ld};

use crate::args::Verify;
use crate::claims_files;
use crate::report::{Failure, Outcome, Report, count};

/// What is held against the documents.
enum Said {
    Claims(ClaimSet),
    Linked(LinkedQuotes),
}

impl Said {
    fn read(path: &PathBuf) -> Result<Self, Failure> {
        let name = path.display().to_string();
        if Format::from_file_name(&name) != Some(Format::JsonLd) {
            return claims_files::read_all(std::slice::from_ref(path)).map(Self::Claims);
        }
        let json = fs::read_to_string(path).map_err(|error| claims_files::unreadable(path, &error))?;
        Ok(Self::Linked(LinkedQuotes::read(&json, &name)?))
    }

    fn sources(&self) -> Vec<&str> {
        match self {
            Self::Claims(claims) => claims.documents.values().map(|document| document.source.as_str()).collect(),
            Self::Linked(quotes) => quotes.sources().collect(),
        }
    }
}

pub(crate) fn run(arguments: &Verify, report: &Report) -> Result<Outcome, Failure> {
    let said = Said::read(&arguments.claims)?;
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
    let verification = match &said {
        Said::Claims(claims) => verify(claims, readable),
        Said::Linked(quotes) => verify_json_ld(quotes, readable),
    };
    report.end_progress();
    let sources = said.sources();
    // What no claim was read from cannot contradict one.
    unread.retain(|fault| {
        let named = fault.place.as_ref().map(|place| &place.file);
        sources
            .iter()
            .any(|source| named.is_some_and(|file| *source == *file || source.starts_with(&format!("{file}#"))))
    });
    report.diagnostics(&unread);
    report.diagnostics(&verification.differences);
    report.note(&format!(
        "{} of {}, {} and {} compared: {}",
        verification.documents,
        count(sources.len(), "document", "documents"),
        count(verification.evidence, "piece of evidence", "pieces of evidence"),
        count(verification.mentions, "mention", "mentions"),
        count(verification.differences.len(), "difference", "differences"),
    ));
    Ok(if verification.differences.is_empty() && unread.is_empty() { Outcome::Done } else { Outcome::Partial })
}
