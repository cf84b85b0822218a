use std::io::{self, Write as _};

use filature::annotate::{annotate_given_tokens, conllu};
use filature::diagnostic::{Diagnostic, Place};
use filature::pipeline::Reading;
use filature::read::{InputFormat, ReadOptions, documents};
use filature::record::write_annotated;

use crate::args::{Annotate, AnnotationFormat, GivenFormat};
use crate::outputs::{Output, Writer};
use crate::reading::{Reader, Tally, unknown_language};
use crate::report::{Failure, Outcome, Report};

pub(crate) fn run(arguments: &Annotate, report: &Report) -> Result<Outcome, Failure> {
    let output = arguments.output.as_deref().map_or_else(|| Ok(Output::standard()), Output::create)?;
    let reader = Reader::new(&arguments.documents, &arguments.resources)?;
    let mut out = output.open();
    let sink = |result: Result<Reading, Diagnostic>| match result {
        Ok(reading) => write(&reading, arguments.format, &mut out).map_err(|error| Failure::write(out.name(), &error)),
        Err(fault) => {
            report.diagnostic(&fault);
            Ok(())
        }
    };
    let tally = match arguments.documents.input_format {
        Some(GivenFormat::Conllu) => given_tokens(arguments, &reader, sink)?,
        Some(GivenFormat::Document(_)) | None => {
            reader.run(report, |pipeline, document| pipeline.read(document), sink)?
        }
    };
    report.end_progress();
    out.finish()?;
    Ok(tally.outcome())
}

fn write(reading: &Reading, format: AnnotationFormat, out: &mut Writer) -> io::Result<()> {
    match format {
        AnnotationFormat::Json => write_annotated(&reading.detected, &reading.linked, &reading.quotations, out),
        AnnotationFormat::Conllu => out.write_all(conllu::write(&reading.detected.annotated).as_bytes()),
    }
}

/// Reads CoNLL-U, which may hold several documents a file, and keeps its sentences and tokens.
fn given_tokens(
    arguments: &Annotate,
    reader: &Reader<'_>,
    mut sink: impl FnMut(Result<Reading, Diagnostic>) -> Result<(), Failure>,
) -> Result<Tally, Failure> {
    let options = ReadOptions {
        format: Some(InputFormat::PlainText),
        max_document_bytes: arguments.documents.max_document_size.saturating_mul(1 << 20),
    };
    let pipeline = reader.pipeline();
    let mut tally = Tally::default();
    let mut take = |result: Result<Reading, Diagnostic>| {
        match &result {
            Ok(_) => tally.read += 1,
            Err(_) => tally.unread += 1,
        }
        let stop = result.is_err() && arguments.documents.strict;
        sink(result)?;
        if stop { Err(Failure::Stopped) } else { Ok(()) }
    };
    for file in documents(reader.inputs(), options) {
        let file = match file {
            Ok(file) => file,
            Err(fault) => {
                take(Err(fault))?;
                continue;
            }
        };
        let given = conllu::read(&file.text, &file.source, reader.forced_language().unwrap_or_default());
        match given {
            Err(error) => {
                let place = Place::line(&file.source, error.line);
                take(Err(Diagnostic::error("invalid-conllu", error.message).at(place)))?;
            }
            Ok(given) => {
                for mut annotated in given {
                    if let Some(language) = reader.forced_language() {
                        annotated.document.metadata.language = Some(language.to_owned());
                    }
                    let place = Place::file(&annotated.document.source);
                    let language = pipeline.language_of(&annotated.document);
                    take(match language {
                        Some(language) => Ok(pipeline.read_annotated(annotate_given_tokens(annotated, &language.pack))),
                        None => Err(unknown_language(pipeline, place)),
                    })?;
                }
            }
        }
    }
    if tally.read == 0 { Err(Failure::NothingRead("no document could be read".to_owned())) } else { Ok(tally) }
}
