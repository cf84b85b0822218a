//! The ledger of who is the same in several documents, read and written anew.

use std::fs;
use std::io;

use filature::diagnostic::{Diagnostic, Place};
use filature::fuse::{Ledger, Verdict, identify};
use filature::model::ClaimSet;
use filature::record::{read_ledger, write_ledger};

use crate::args::LedgerArguments;
use crate::outputs::Output;
use crate::report::{Failure, Report, count};

/// Applies the ledger that the arguments name, if they name one, and writes what was done into it.
pub(crate) fn apply(claims: ClaimSet, arguments: &LedgerArguments, report: &Report) -> Result<ClaimSet, Failure> {
    let Some(path) = &arguments.ledger else { return Ok(claims) };
    let file = path.display().to_string();
    let ledger = match fs::read_to_string(path) {
        Ok(text) => read_ledger(&text, &file)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ledger::default(),
        Err(error) => {
            return Err(Diagnostic::error("unreadable-ledger", error.to_string()).at(Place::file(file)).into());
        }
    };
    let (claims, ledger) = identify(claims, &ledger);
    let mut out = Output::create(path)?.open();
    write_ledger(&ledger, &mut out).map_err(|error| Failure::write(out.name(), &error))?;
    out.finish()?;
    let done = |verdict: Verdict| ledger.ours.iter().filter(|decision| decision.verdict == verdict).count();
    report.note(&format!(
        "{} joined, {} kept apart; {} of yours: {file}",
        count(done(Verdict::Joined), "name", "names"),
        count(done(Verdict::Apart), "name", "names"),
        count(ledger.users.len(), "decision", "decisions"),
    ));
    Ok(claims)
}
