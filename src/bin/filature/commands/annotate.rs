use crate::args::{Annotate, AnnotationFormat};
use crate::outputs::Output;
use crate::reading::Reader;
use crate::report::{Failure, Outcome, Report};

pub(crate) fn run(arguments: &Annotate, report: &Report) -> Result<Outcome, Failure> {
    let output = arguments.output.as_deref().map_or_else(|| Ok(Output::standard()), Output::create)?;
    let reader = Reader::new(&arguments.documents, &arguments.resources)?;
    let mut out = output.open();
    let name = out.name().to_owned();
    let tally = reader.run(
        report,
        |pipeline, document| pipeline.read(document),
        |result| {
            let reading = match result {
                Ok(reading) => reading,
                Err(fault) => {
                    report.diagnostic(&fault);
                    return Ok(());
                }
            };
            match arguments.format {
                AnnotationFormat::Json => {
                    filature::record::write_annotated(&reading.detected, &reading.linked, &mut out)
                }
                AnnotationFormat::Conllu => Ok(()),
            }
            .map_err(|error| Failure::write(&name, &error))
        },
    )?;
    report.end_progress();
    out.finish()?;
    Ok(tally.outcome())
}
