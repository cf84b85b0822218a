use crate::args::Export;
use crate::graph_files::GraphFiles;
use crate::report::{Failure, Outcome, Report, count};
use crate::{claims_files, data, filters};

pub(crate) fn run(arguments: &Export, report: &Report) -> Result<Outcome, Failure> {
    let files = GraphFiles::prepare(&arguments.outputs)?;
    let ontology = data::ontology(&arguments.resources)?;
    filters::check(&arguments.filter, &ontology)?;
    let claims = filters::apply(&arguments.filter, claims_files::read_all(&arguments.claims)?)?;
    let summary = format!(
        "{} of {} from {}",
        count(claims.claims.len(), "claim", "claims"),
        count(claims.entities.len(), "entity", "entities"),
        count(claims.documents.len(), "document", "documents"),
    );
    let names = files.write(claims, &ontology)?;
    report.note(&summary);
    names.iter().for_each(|name| report.note(&format!("  {name}")));
    Ok(Outcome::Done)
}
