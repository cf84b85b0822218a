//! The command line of filature: parse, run one command, say how it went.

mod args;
mod claims_files;
mod commands;
mod data;
mod graph_files;
mod ledgers;
mod outputs;
mod panics;
mod reading;
mod report;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Arguments, Command};
use report::{Failure, Outcome, Report};

fn main() -> ExitCode {
    panics::keep_quiet();
    let arguments = Arguments::parse();
    let report = Report::to_stderr(arguments.quiet);
    let result = match arguments.command {
        Command::Build(command) => commands::build::run(&command, &report),
        Command::Extract(command) => commands::extract::run(&command, &report),
        Command::Merge(command) => commands::merge::run(&command, &report),
        Command::Export(command) => commands::export::run(&command, &report),
        Command::Annotate(command) => commands::annotate::run(&command, &report),
        Command::Explain(command) => commands::explain::run(&command, &report),
        Command::Verify(command) => commands::verify::run(&command, &report),
        Command::Diff(command) => commands::diff::run(&command, &report),
        Command::Check(command) => commands::check::run(&command, &report),
        Command::Evaluate(command) => commands::evaluate::run(&command, &report),
        Command::Schema(command) => commands::schema::run(&command),
        Command::Train(command) => commands::train::run(&command, &report),
        Command::Kb(command) => commands::kb::run(&command, &report),
        Command::Completions(command) => commands::completions::run(&command),
        Command::Man => commands::man::run(),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Partial) => ExitCode::from(1),
        Err(Failure::ReaderGone) => ExitCode::from(1),
        Err(failure) => {
            report.failure(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}
