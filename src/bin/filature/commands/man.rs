use clap::CommandFactory as _;

use crate::args::Arguments;
use crate::report::{Failure, Outcome};

/// The manual page of the program, then those of its commands.
pub(crate) fn run() -> Result<Outcome, Failure> {
    let mut command = Arguments::command();
    command.build();
    let mut pages = vec![command.clone()];
    pages.extend(command.get_subcommands().filter(|command| command.get_name() != "help").cloned());
    for page in pages {
        clap_mangen::Man::new(page)
            .render(&mut std::io::stdout())
            .map_err(|error| Failure::write("standard output", &error))?;
    }
    Ok(Outcome::Done)
}
