//! Claims out as graph files, one for each `-o`, or as many as its format has.

use std::path::Path;

use filature::diagnostic::{Diagnostic, Place};
use filature::export::{self, ExportOptions, Format, Part};
use filature::graph::{GraphOptions, KnowledgeGraph, NodeChoice};
use filature::model::ClaimSet;
use filature::ontology::Ontology;

use crate::args::OutputArguments;
use crate::outputs::Output;
use crate::report::Failure;

/// Outputs that will be written, with the format of each.
pub(crate) struct GraphFiles<'a> {
    arguments: &'a OutputArguments,
    outputs: Vec<(Output, Part)>,
}

impl<'a> GraphFiles<'a> {
    /// Finds the formats and prepares the files, before any work is done for them.
    pub(crate) fn prepare(arguments: &'a OutputArguments) -> Result<Self, Failure> {
        let mut faults = Vec::new();
        let mut outputs = Vec::new();
        for path in &arguments.outputs {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let Some(format) = arguments.format.or_else(|| Format::from_file_name(name)) else {
                faults.push(unknown_format(&path.display().to_string()));
                continue;
            };
            match files(path, name, format) {
                Ok(found) => outputs.extend(found),
                Err(Failure::Refused(found)) => faults.extend(found),
                Err(failure) => return Err(failure),
            }
        }
        if faults.is_empty() { Ok(Self { arguments, outputs }) } else { Err(Failure::Refused(faults)) }
    }

    /// Writes them all and gives their names.
    pub(crate) fn write(self, claims: ClaimSet, ontology: &Ontology) -> Result<Vec<String>, Failure> {
        let Self { arguments, outputs } = self;
        let nodes = if arguments.connected_only { NodeChoice::Connected } else { NodeChoice::Named };
        let graph = KnowledgeGraph::new(claims, GraphOptions { edges: arguments.edges, nodes });
        let options = ExportOptions {
            base: arguments.base.0.clone(),
            language: arguments.label_language.clone(),
            strict_graphml: arguments.graphml_strict,
            rdf12: arguments.rdf12,
        };
        let mut written = Vec::new();
        // All are complete before the first one is shown under its name.
        for (output, part) in outputs {
            let mut out = output.open();
            export::write(&graph, ontology, part, &options, &mut out)
                .map_err(|error| Failure::write(out.name(), &error))?;
            written.push(out);
        }
        let names = written.iter().map(|out| out.name().to_owned()).collect();
        written.into_iter().try_for_each(crate::outputs::Writer::finish)?;
        Ok(names)
    }
}

/// The files of one output, prepared.
fn files(path: &Path, name: &str, format: Format) -> Result<Vec<(Output, Part)>, Failure> {
    let mut files = format.files(name);
    match files.pop() {
        Some((_, part)) if files.is_empty() => return Ok(vec![(Output::create(path)?, part)]),
        last => files.extend(last),
    }
    if path.as_os_str() == "-" {
        return Err(several_files(format).into());
    }
    files.into_iter().map(|(name, part)| Ok((Output::create(&path.with_file_name(name))?, part))).collect()
}

fn several_files(format: Format) -> Diagnostic {
    Diagnostic::error("unwritable-output", format!("{format} is several files, and standard output is one"))
        .at(Place::file("-"))
        .hint("give the name of a file; theirs are made from it")
}

fn unknown_format(name: &str) -> Diagnostic {
    let known: Vec<_> = Format::all().map(|format| format!("{} (.{})", format.name(), format.extension())).collect();
    Diagnostic::error("unknown-format", "the extension names no format")
        .at(Place::file(name))
        .hint(format!("say it with --format; known are {}", known.join(", ")))
}
