use std::io::Write as _;

use filature::export::Schema;

use crate::args::SchemaArguments;
use crate::data;
use crate::outputs::Output;
use crate::report::{Failure, Outcome};

pub(crate) fn run(arguments: &SchemaArguments) -> Result<Outcome, Failure> {
    let text = match arguments.kind {
        Some(schema) => schema.text(&data::ontology(&arguments.resources)?),
        None => Schema::ALL.iter().map(|schema| format!("{:<12}{}\n", schema.name(), schema.about())).collect(),
    };
    let mut out = Output::standard().open();
    out.write_all(text.as_bytes()).map_err(|error| Failure::write(out.name(), &error))?;
    out.finish()?;
    Ok(Outcome::Done)
}
