//! One file a kind of gold: its arguments, what is read, the rows of its table.

mod claims;
mod coreference;
mod links;
mod names;
mod reader;
mod relations;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use clap::{Args, Subcommand};
use filature::diagnostic::{Diagnostic, Place};
use filature::evaluate::table::Table;

use crate::outputs::Output;
use crate::report::{Failure, Outcome, Report};

/// Compare what filature finds with what people marked
///
/// Prints a table of figures, tab-separated. With --table the figures go to a file as well: rows of the same gold set are
/// replaced, others stay, so that a committed table shows every change of quality.
///
/// Example: filature evaluate claims gold.jsonl --documents texts/ --table tests/quality/claims.tsv
#[derive(Args, Debug)]
pub(crate) struct Evaluate {
    #[command(subcommand)]
    gold: Gold,
}

#[derive(Debug, Subcommand)]
enum Gold {
    Claims(claims::Claims),
    Reader(reader::Reader),
    Relations(relations::Relations),
    Coreference(coreference::Coreference),
    Links(links::Links),
    Names(names::Names),
}

pub(crate) fn run(arguments: &Evaluate, report: &Report) -> Result<Outcome, Failure> {
    match &arguments.gold {
        Gold::Claims(arguments) => claims::run(arguments, report),
        Gold::Reader(arguments) => reader::run(arguments),
        Gold::Relations(arguments) => relations::run(arguments, report),
        Gold::Coreference(arguments) => coreference::run(arguments, report),
        Gold::Links(arguments) => links::run(arguments, report),
        Gold::Names(arguments) => names::run(arguments, report),
    }
}

/// Reads a gold file as text.
fn read_gold_file(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| {
        Diagnostic::error("unreadable-gold", error.to_string()).at(Place::file(path.display().to_string())).into()
    })
}

/// What a gold set is called in the tables: its file name without extension.
fn set_name(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

/// Prints the figures, and puts them into the table at `path`.
fn publish(figures: Table, path: Option<&Path>) -> Result<(), Failure> {
    let mut out = Output::standard().open();
    write!(out, "{figures}").map_err(|error| Failure::write(out.name(), &error))?;
    out.finish()?;
    let Some(path) = path else { return Ok(()) };
    let output = Output::create(path)?;
    // A table that is not there yet begins empty.
    let before = fs::read_to_string(path).unwrap_or_default();
    let table = Table::parse(&before, &path.display().to_string(), &figures)?.updated(figures);
    let mut out = output.open();
    write!(out, "{table}").map_err(|error| Failure::write(out.name(), &error))?;
    out.finish()
}
