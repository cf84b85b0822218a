//! What people see while a command runs: diagnostics, progress, the summary. All of it on standard error.

use std::cell::Cell;
use std::io::{self, IsTerminal as _, Write as _};

use filature::diagnostic::{Diagnostic, Severity};
use indicatif::{ProgressBar, ProgressStyle};

/// How a command ended that did its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All of it.
    Done,
    /// Some documents could not be read, or something differs; each was named.
    Partial,
}

/// Why a command did not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Wrong usage, a bad data file, an output that cannot be written.
    Refused(Vec<Diagnostic>),
    /// There was nothing to work on.
    NothingRead(String),
    /// `--strict`, and a document could not be read.
    Stopped,
    /// Whoever read our output has gone; there is nobody to tell.
    ReaderGone,
}

impl Failure {
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Stopped | Self::ReaderGone => 1,
            Self::Refused(_) => 2,
            Self::NothingRead(_) => 3,
        }
    }

    /// An output could not be written, or nobody reads it any more.
    pub(crate) fn write(name: &str, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ReaderGone;
        }
        crate::outputs::unwritable(name, error).into()
    }
}

impl From<Diagnostic> for Failure {
    fn from(fault: Diagnostic) -> Self {
        Self::Refused(vec![fault])
    }
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(faults: Vec<Diagnostic>) -> Self {
        Self::Refused(faults)
    }
}

/// Speaks to the person at the terminal.
pub(crate) struct Report {
    bar: ProgressBar,
    color: bool,
    quiet: bool,
    errors: Cell<usize>,
    warnings: Cell<usize>,
}

impl Report {
    pub(crate) fn to_stderr(quiet: bool) -> Self {
        let terminal = io::stderr().is_terminal();
        let color = terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let bar = if terminal && !quiet { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} documents, {per_sec}, {elapsed}") {
            bar.set_style(style);
        }
        Self { bar, color, quiet, errors: Cell::new(0), warnings: Cell::new(0) }
    }

    /// One more document is done; shown on a terminal only.
    pub(crate) fn advance(&self) {
        self.bar.inc(1);
    }

    /// So many more records are read; shown on a terminal only.
    pub(crate) fn advance_by(&self, records: u64) {
        self.bar.inc(records);
    }

    pub(crate) fn end_progress(&self) {
        self.bar.finish_and_clear();
    }

    /// Shows one diagnostic, with the line it is about where that line is at hand.
    pub(crate) fn diagnostic(&self, diagnostic: &Diagnostic) {
        let count = match diagnostic.severity {
            Severity::Warning => &self.warnings,
            Severity::Error => &self.errors,
        };
        count.set(count.get() + 1);
        if self.quiet && diagnostic.severity == Severity::Warning {
            return;
        }
        self.say(&self.rendered(diagnostic));
    }

    pub(crate) fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        diagnostics.iter().for_each(|diagnostic| self.diagnostic(diagnostic));
    }

    /// A line of the summary.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }

    pub(crate) fn failure(&self, failure: &Failure) {
        self.end_progress();
        match failure {
            Failure::Refused(faults) => self.diagnostics(faults),
            Failure::NothingRead(message) => self.say(&format!("{}: {message}", self.severity(Severity::Error))),
            Failure::Stopped => self.say("stopped at the first document that could not be read (--strict)"),
            Failure::ReaderGone => {}
        }
    }

    fn say(&self, text: &str) {
        // Nobody is left to hear that standard error is closed.
        self.bar.suspend(|| _ = writeln!(io::stderr().lock(), "{text}"));
    }

    fn severity(&self, severity: Severity) -> String {
        let (name, code) = match severity {
            Severity::Warning => ("warning", 33),
            Severity::Error => ("error", 31),
        };
        if self.color { format!("\x1b[1;{code}m{name}\x1b[0m") } else { name.to_owned() }
    }

    fn rendered(&self, diagnostic: &Diagnostic) -> String {
        let mut text = format!("{}[{}]: {}", self.severity(diagnostic.severity), diagnostic.code, diagnostic.message);
        if let Some(place) = &diagnostic.place {
            text.push_str(&format!("\n  --> {place}"));
        }
        for hint in &diagnostic.hints {
            text.push_str(&format!("\n  = hint: {hint}"));
        }
        text
    }
}

/// `1 document`, `2 documents`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
