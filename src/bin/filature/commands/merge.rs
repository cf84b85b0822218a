use filature::record::write_claims;

use crate::args::Merge;
use crate::claims_files;
use crate::ledgers;
use crate::outputs::Output;
use crate::report::{Failure, Outcome, Report, count};

pub(crate) fn run(arguments: &Merge, report: &Report) -> Result<Outcome, Failure> {
    let output = arguments.output.as_deref().map_or_else(|| Ok(Output::standard()), Output::create)?;
    let claims = claims_files::read_all(&arguments.claims)?;
    let claims = ledgers::apply(claims, &arguments.ledger, report)?;
    let mut out = output.open();
    write_claims(&claims, &mut out).map_err(|error| Failure::write(out.name(), &error))?;
    out.finish()?;
    report.note(&format!(
        "{} of {} from {}",
        count(claims.claims.len(), "claim", "claims"),
        count(claims.documents.len(), "document", "documents"),
        count(arguments.claims.len(), "file", "files"),
    ));
    Ok(Outcome::Done)
}
