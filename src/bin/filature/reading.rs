//! Documents through worker threads: in order, in bounded memory, whatever happens in one of them.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use filature::diagnostic::{Diagnostic, Place};
use filature::extract::ExtractOptions;
use filature::model::Document;
use filature::ontology::Ontology;
use filature::pipeline::Pipeline;
use filature::read::{Input, RawDocument, RawDocuments, ReadOptions};
use rayon::prelude::*;

use crate::args::{DocumentArguments, GivenFormat, ResourceArguments};
use crate::data;
use crate::panics;
use crate::report::{Failure, Outcome, Report};

/// Documents waiting for each worker: enough that none idles while a long one is read.
const WAITING_PER_THREAD: usize = 8;
/// Bytes of raw documents waiting at the same time.
const WAITING_BYTES: usize = 64 << 20;
/// Syntax trees are walked without recursion, but a thread's default stack leaves little room for surprises.
const STACK_BYTES: usize = 16 << 20;

/// What to do with the documents the arguments name.
pub(crate) struct Reader<'a> {
    arguments: &'a DocumentArguments,
    pipeline: Arc<Pipeline>,
    /// The language forced upon every document.
    language: Option<String>,
}

/// What became of the documents.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) read: usize,
    pub(crate) unread: usize,
}

impl Tally {
    pub(crate) fn outcome(self) -> Outcome {
        if self.unread == 0 { Outcome::Done } else { Outcome::Partial }
    }
}

impl<'a> Reader<'a> {
    /// Checks the arguments and loads the data.
    pub(crate) fn new(arguments: &'a DocumentArguments, resources: &ResourceArguments) -> Result<Self, Failure> {
        let pipeline = Pipeline::new(data::resources(resources)?);
        let known: Vec<_> = pipeline.resources().languages.iter().map(|language| language.pack.tag()).collect();
        let language = match arguments.language.as_str() {
            "auto" => None,
            tag if known.contains(&tag) => Some(tag.to_owned()),
            tag => {
                return Err(Diagnostic::error("unknown-language", format!("there is no language `{tag}`"))
                    .hint(format!("known are auto, {}", known.join(", ")))
                    .into());
            }
        };
        Ok(Self { arguments, pipeline: Arc::new(pipeline), language })
    }

    /// Also reads verbs that no rule covers.
    pub(crate) fn with_open_relations(mut self, open: bool) -> Self {
        if let Some(pipeline) = Arc::get_mut(&mut self.pipeline) {
            pipeline.set_options(ExtractOptions { open });
        }
        self
    }

    /// Which kinds of things and relations the claims speak of.
    pub(crate) fn ontology(&self) -> &Ontology {
        &self.pipeline.resources().ontology
    }

    /// Applies `work` to every document and hands the results to `sink`, in the order of the documents.
    ///
    /// `work` runs on worker threads; a panic in it, or its taking too long, is an error of that document alone.
    pub(crate) fn run<T: Send + 'static>(
        &self,
        report: &Report,
        work: impl Fn(&Pipeline, Document) -> Option<T> + Send + Sync + 'static,
        mut sink: impl FnMut(Result<T, Diagnostic>) -> Result<(), Failure>,
    ) -> Result<Tally, Failure> {
        let threads = self.threads();
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .stack_size(STACK_BYTES)
            .build()
            .map_err(|error| Diagnostic::error("no-threads", error.to_string()))?;
        let time_limit = self.arguments.time_limit.map(|limit| Duration::from_secs_f64(limit.0));
        let task = Arc::new(Task { pipeline: Arc::clone(&self.pipeline), language: self.language.clone(), work });
        let options = ReadOptions {
            format: match self.arguments.input_format {
                Some(GivenFormat::Document(format)) => Some(format),
                Some(GivenFormat::Conllu) => return Err(conllu_elsewhere()),
                None => None,
            },
            max_document_bytes: self.arguments.max_document_size.saturating_mul(1 << 20),
        };
        let mut raw = RawDocuments::new(self.inputs(), options).peekable();
        let mut tally = Tally::default();
        while raw.peek().is_some() {
            // One thread answers each record before it waits for the next one.
            let waiting = if threads == 1 { 1 } else { threads * WAITING_PER_THREAD };
            let mut bytes = 0;
            let mut chunk = Vec::new();
            while chunk.len() < waiting && bytes < WAITING_BYTES {
                let Some(next) = raw.next() else { break };
                bytes += next.as_ref().map_or(0, RawDocument::len);
                chunk.push(next);
            }
            let results: Vec<_> = if threads == 1 {
                chunk.into_iter().map(|raw| raw.and_then(|raw| Task::run(&task, raw, time_limit))).collect()
            } else {
                pool.install(|| {
                    chunk.into_par_iter().map(|raw| raw.and_then(|raw| Task::run(&task, raw, time_limit))).collect()
                })
            };
            for result in results {
                match &result {
                    Ok(_) => tally.read += 1,
                    Err(_) => tally.unread += 1,
                }
                report.advance();
                let stop = result.is_err() && self.arguments.strict;
                sink(result)?;
                if stop {
                    return Err(Failure::Stopped);
                }
            }
        }
        if tally.read == 0 {
            let message =
                if tally.unread == 0 { "there is no document in the input" } else { "no document could be read" };
            return Err(Failure::NothingRead(message.to_owned()));
        }
        Ok(tally)
    }

    /// What is read with.
    pub(crate) fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// The language that the arguments force upon every document.
    pub(crate) fn forced_language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// The inputs that the arguments name.
    pub(crate) fn inputs(&self) -> Vec<Input> {
        let input = |path: &PathBuf| if path.as_os_str() == "-" { Input::standard_input() } else { Input::path(path) };
        self.arguments.inputs.iter().map(input).collect()
    }

    fn threads(&self) -> usize {
        let piped = self.arguments.inputs.iter().any(|input| input.as_os_str() == "-") && !io::stdin().is_terminal();
        match self.arguments.threads {
            Some(threads) => threads.max(1),
            None if piped => 1,
            None => thread::available_parallelism().map_or(1, usize::from),
        }
    }
}

fn conllu_elsewhere() -> Failure {
    Diagnostic::error("wrong-input-format", "only `annotate` takes CoNLL-U").hint("give the text itself").into()
}

/// What is done with each document.
struct Task<W> {
    pipeline: Arc<Pipeline>,
    language: Option<String>,
    work: W,
}

impl<W> Task<W> {
    fn run<T: Send + 'static>(task: &Arc<Self>, raw: RawDocument, time_limit: Option<Duration>) -> Result<T, Diagnostic>
    where
        W: Fn(&Pipeline, Document) -> Option<T> + Send + Sync + 'static,
    {
        let place = raw.place();
        let Some(time_limit) = time_limit else { return task.document(raw) };
        let (sender, receiver) = mpsc::channel();
        let task = Arc::clone(task);
        let spawned = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || sender.send(task.document(raw)));
        if let Err(error) = spawned {
            return Err(Diagnostic::error("no-threads", error.to_string()).at(place));
        }
        // A thread cannot be stopped from outside: one that takes too long is left to itself.
        receiver.recv_timeout(time_limit).unwrap_or_else(|_| {
            let message = format!("not read within {} s", time_limit.as_secs_f64());
            Err(Diagnostic::error("timeout", message).at(place).hint("raise --time-limit, or leave the document out"))
        })
    }

    fn document<T>(&self, raw: RawDocument) -> Result<T, Diagnostic>
    where
        W: Fn(&Pipeline, Document) -> Option<T>,
    {
        let place = raw.place();
        panics::catch(|| {
            let mut document = raw.parse()?;
            let place = Place::file(&document.source);
            if let Some(language) = &self.language {
                document.metadata.language = Some(language.clone());
            }
            (self.work)(&self.pipeline, document).ok_or_else(|| self.unknown_language(place))
        })
        .unwrap_or_else(|message| {
            Err(Diagnostic::error("panic", format!("the program failed on this document: {message}"))
                .at(place)
                .hint("this is a fault of filature: please report it with the document"))
        })
    }

    fn unknown_language(&self, place: Place) -> Diagnostic {
        unknown_language(&self.pipeline, place)
    }
}

/// A document in none of the languages there are.
pub(crate) fn unknown_language(pipeline: &Pipeline, place: Place) -> Diagnostic {
    let known: Vec<_> = pipeline.resources().languages.iter().map(|l| l.pack.settings.name.as_str()).collect();
    Diagnostic::error(
        "unknown-language",
        format!("the text looks like none of the known languages ({})", known.join(", ")),
    )
    .at(place)
    .hint("say which one it is with --language, or leave it out")
}
