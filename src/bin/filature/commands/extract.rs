use std::io::Write as _;

use filature::diagnostic::{Diagnostic, Place};
use filature::record::{ErrorRecord, SummaryRecord, write_claims, write_error, write_summary};

use crate::args::{Channel, Extract};
use crate::outputs::Output;
use crate::reading::Reader;
use crate::report::{Failure, Outcome, Report, count};

pub(crate) fn run(arguments: &Extract, report: &Report) -> Result<Outcome, Failure> {
    let output = arguments.output.as_deref().map_or_else(|| Ok(Output::standard()), Output::create)?;
    let reader = Reader::new(&arguments.documents, &arguments.resources)?.with_open_relations(arguments.open);
    let streams = output.is_stream();
    let mut out = output.open();
    let name = out.name().to_owned();
    let mut summary = SummaryRecord { documents: 0, claims: 0, errors: 0 };
    let result = reader.run(
        report,
        |pipeline, document| pipeline.read(document).map(|reading| reading.claims),
        |result| {
            let written = match &result {
                Ok(claims) => {
                    summary.documents += 1;
                    summary.claims += claims.claims.len();
                    write_claims(claims, &mut out)
                }
                Err(fault) => {
                    summary.errors += 1;
                    if arguments.errors == Channel::Inline {
                        write_error(&error_record(fault), &mut out)
                    } else {
                        report.diagnostic(fault);
                        Ok(())
                    }
                }
            };
            // Whoever waits for the answer to one record gets it at once.
            written
                .and_then(|()| if streams { out.flush() } else { Ok(()) })
                .map_err(|error| Failure::write(&name, &error))
        },
    );
    report.end_progress();
    // A run that failed is told about in band as well, so that its output is not taken for a whole one.
    if arguments.summary == Channel::Inline && !matches!(result, Err(Failure::ReaderGone | Failure::Stopped)) {
        write_summary(&summary, &mut out).map_err(|error| Failure::write(&name, &error))?;
    }
    if matches!(result, Ok(_) | Err(Failure::NothingRead(_))) {
        out.finish()?;
    }
    let tally = result?;
    if arguments.summary == Channel::Stderr && !streams {
        report.note(&format!(
            "{} from {}, {} could not be read",
            count(summary.claims, "claim", "claims"),
            count(summary.documents, "document", "documents"),
            summary.errors
        ));
    }
    Ok(tally.outcome())
}

/// The source is named as a document's would be: path, `#`, line.
fn error_record(fault: &Diagnostic) -> ErrorRecord {
    let source = match &fault.place {
        Some(Place { file, line: 0, .. }) => file.clone(),
        Some(Place { file, line, .. }) => format!("{file}#{line}"),
        None => String::new(),
    };
    ErrorRecord { source, code: fault.code.replace('-', "_"), message: fault.message.clone() }
}
