//! Claims files as inputs of a command.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use filature::diagnostic::{Diagnostic, Place};
use filature::fuse::merge;
use filature::model::ClaimSet;
use filature::record::read_claims;

use crate::report::Failure;

/// Reads claims files, `-` for standard input, into one set.
pub(crate) fn read_all(paths: &[PathBuf]) -> Result<ClaimSet, Failure> {
    let mut faults = Vec::new();
    let mut missing = Vec::new();
    let mut joined = ClaimSet::default();
    for path in paths {
        match open(path) {
            Ok(Ok(claims)) => joined = merge(joined, claims),
            Ok(Err(found)) => faults.extend(found),
            Err(error) => missing.push(unreadable(path, &error)),
        }
    }
    if missing.len() == paths.len() && faults.is_empty() {
        let named: Vec<_> = missing.iter().map(ToString::to_string).collect();
        return Err(Failure::NothingRead(named.join("\n")));
    }
    faults.extend(missing);
    // A part of the claims would look like all of them.
    if faults.is_empty() { Ok(joined) } else { Err(Failure::Refused(faults)) }
}

fn open(path: &Path) -> io::Result<Result<ClaimSet, Vec<Diagnostic>>> {
    if path.as_os_str() == "-" {
        return Ok(read_claims(io::stdin().lock(), "-"));
    }
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "this is a folder, not a claims file"));
    }
    Ok(read_claims(BufReader::with_capacity(1 << 16, file), &path.display().to_string()))
}

/// A file that cannot be opened.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let message = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => error.to_string(),
    };
    Diagnostic::error("missing-input", message)
        .at(Place::file(path.display().to_string()))
        .hint("`filature extract` writes claims files")
}
