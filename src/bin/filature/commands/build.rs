use filature::fuse::merge;
use filature::model::ClaimSet;
use filature::record::write_claims;

use crate::args::Build;
use crate::outputs::Output;
use crate::reading::Reader;
use crate::report::{Failure, Outcome, Report, count};

pub(crate) fn run(arguments: &Build, report: &Report) -> Result<Outcome, Failure> {
    let outputs: Vec<_> =
        arguments.outputs.outputs.iter().map(|path| Output::create(path)).collect::<Result<_, _>>()?;
    let reader = Reader::new(&arguments.documents, &arguments.resources)?;
    let mut claims = ClaimSet::default();
    let tally = reader.run(
        report,
        |pipeline, document| pipeline.read(document).map(|reading| reading.claims),
        |result| {
            match result {
                Ok(found) => claims = merge(std::mem::take(&mut claims), found),
                Err(fault) => report.diagnostic(&fault),
            }
            Ok(())
        },
    )?;
    report.end_progress();
    let mut names = Vec::new();
    for output in outputs {
        let mut out = output.open();
        write_claims(&claims, &mut out).map_err(|error| Failure::write(out.name(), &error))?;
        names.push(out.name().to_owned());
        out.finish()?;
    }
    let unread = if tally.unread > 0 { format!(", {} could not be read", tally.unread) } else { String::new() };
    report.note(&format!(
        "{} read{unread}: {}, {}",
        count(tally.read, "document", "documents"),
        count(claims.entities.len(), "entity", "entities"),
        count(claims.claims.len(), "claim", "claims"),
    ));
    for name in names {
        report.note(&format!("  {name}"));
    }
    Ok(tally.outcome())
}
