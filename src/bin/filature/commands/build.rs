use filature::fuse::merge;
use filature::model::ClaimSet;

use crate::args::Build;
use crate::filters;
use crate::graph_files::GraphFiles;
use crate::ledgers;
use crate::reading::Reader;
use crate::report::{Failure, Outcome, Report, count};

pub(crate) fn run(arguments: &Build, report: &Report) -> Result<Outcome, Failure> {
    let files = GraphFiles::prepare(&arguments.outputs)?;
    let reader = Reader::new(&arguments.documents, &arguments.resources)?.with_open_relations(arguments.open);
    filters::check(&arguments.filter, reader.ontology())?;
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
    let claims = ledgers::apply(claims, &arguments.ledger, report)?;
    let claims = filters::apply(&arguments.filter, claims)?;
    let (entities, number) = (claims.entities.len(), claims.claims.len());
    let names = files.write(claims, reader.ontology())?;
    let unread = if tally.unread > 0 { format!(", {} could not be read", tally.unread) } else { String::new() };
    report.note(&format!(
        "{} read{unread}: {}, {}",
        count(tally.read, "document", "documents"),
        count(entities, "entity", "entities"),
        count(number, "claim", "claims"),
    ));
    for name in names {
        report.note(&format!("  {name}"));
    }
    Ok(tally.outcome())
}
