use clap::CommandFactory as _;

use crate::args::{Arguments, Completions};
use crate::report::{Failure, Outcome};

pub(crate) fn run(arguments: &Completions) -> Result<Outcome, Failure> {
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "filature", &mut std::io::stdout());
    Ok(Outcome::Done)
}
