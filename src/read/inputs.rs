use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use super::compression::Compression;
use super::format::InputFormat;
use super::json_lines::{Line, LineReader};
use super::raw::RawDocument;
use crate::diagnostic::{Diagnostic, Place};

/// Where documents come from.
pub struct Input(Source);

enum Source {
    Path(PathBuf),
    Stream { name: String, stream: Box<dyn Read + Send> },
}

impl Input {
    /// A file, or a folder with everything below it.
    #[must_use]
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self(Source::Path(path.into()))
    }

    /// A stream, called `name` in sources and messages.
    #[must_use]
    pub fn stream(name: impl Into<String>, stream: impl Read + Send + 'static) -> Self {
        Self(Source::Stream { name: name.into(), stream: Box::new(stream) })
    }

    /// Bytes already in memory, called `name` in sources and messages.
    #[must_use]
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::stream(name, Cursor::new(bytes.into()))
    }

    /// The program's standard input, called `-`.
    #[must_use]
    pub fn standard_input() -> Self {
        Self::stream("-", io::stdin())
    }
}

/// How inputs are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// The format of every input; `None` decides by extension, then by the first bytes.
    pub format: Option<InputFormat>,
    /// Bytes one document may have after decompression. More is refused, which also stops decompression bombs.
    pub max_document_bytes: usize,
}

impl Default for ReadOptions {
    /// Format by name and content; 16 MiB a document, a hundred times the longest news article.
    fn default() -> Self {
        Self { format: None, max_document_bytes: 16 << 20 }
    }
}

/// Cuts inputs into documents, one after another.
///
/// Files and the entries of folders come in the order of their names, hidden ones are left out, links to folders
/// are not followed. Only one document is held at a time.
pub struct RawDocuments {
    /// What is still to be opened, next one last.
    pending: Vec<Input>,
    /// The JSON Lines stream being read.
    lines: Option<LineReader>,
    options: ReadOptions,
}

impl RawDocuments {
    /// Starts at the first input. Nothing is opened yet.
    #[must_use]
    pub fn new(inputs: impl IntoIterator<Item = Input>, options: ReadOptions) -> Self {
        let mut pending: Vec<_> = inputs.into_iter().collect();
        pending.reverse();
        Self { pending, lines: None, options }
    }

    /// Puts the entries of a folder before everything else that is pending.
    fn enter(&mut self, folder: &Path) -> io::Result<()> {
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let linked_folder = entry.file_type()?.is_symlink() && entry.path().is_dir();
            if !hidden && !linked_folder {
                entries.push(entry.path());
            }
        }
        entries.sort();
        self.pending.extend(entries.into_iter().rev().map(Input::path));
        Ok(())
    }

    fn open(&mut self, input: Input) -> Option<Result<RawDocument, Diagnostic>> {
        let (name, stream, format): (_, Box<dyn Read + Send>, _) = match input.0 {
            Source::Stream { name, stream } => (name, stream, self.options.format),
            Source::Path(path) => {
                let name = source_name(&path);
                if path.is_dir() {
                    return self.enter(&path).err().map(|error| Err(unreadable(&name, &error)));
                }
                match File::open(&path) {
                    Ok(file) => (name, Box::new(file), self.options.format.or_else(|| InputFormat::from_path(&path))),
                    Err(error) => return Some(Err(unreadable(&name, &error))),
                }
            }
        };
        self.begin(name, Box::new(BufReader::new(stream)), format)
    }

    /// Unpacks a stream and reads its one document, or its first line.
    fn begin(
        &mut self,
        name: String,
        stream: Box<dyn BufRead + Send>,
        format: Option<InputFormat>,
    ) -> Option<Result<RawDocument, Diagnostic>> {
        let mut compression = None;
        let unpacked = peek(stream, MAGIC_BYTES).and_then(|(head, stream)| {
            compression = Compression::of(&head);
            match compression {
                Some(kind) => peek(kind.decode(stream), MAGIC_BYTES),
                None => Ok((head, stream)),
            }
        });
        // Records on a pipe are answered as they come: their brace shows in the first bytes, and only what is
        // no record is worth waiting for more.
        let sniffed = unpacked.and_then(|(head, stream)| match format {
            Some(format) => Ok((format, stream)),
            None if InputFormat::sniff(&head) == InputFormat::JsonLines => Ok((InputFormat::JsonLines, stream)),
            None => peek(stream, SNIFFED_BYTES).map(|(head, stream)| (InputFormat::sniff(&head), stream)),
        });
        match sniffed {
            Err(error) => Some(Err(broken_stream(&name, compression, &error))),
            Ok((InputFormat::JsonLines, stream)) => {
                self.lines = Some(LineReader::new(name, stream, compression, self.options.max_document_bytes));
                None
            }
            Ok((format, stream)) => Some(self.whole(name, stream, compression, format)),
        }
    }

    fn whole(
        &self,
        name: String,
        stream: Box<dyn BufRead + Send>,
        compression: Option<Compression>,
        format: InputFormat,
    ) -> Result<RawDocument, Diagnostic> {
        let limit = self.options.max_document_bytes;
        let mut bytes = Vec::new();
        stream
            .take(limit as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| broken_stream(&name, compression, &error))?;
        if bytes.len() > limit {
            return Err(too_large(Place::file(name), "document", compression, limit));
        }
        Ok(RawDocument::whole(name, bytes, format))
    }
}

/// Enough for every compression's first bytes.
const MAGIC_BYTES: usize = 4;
/// Enough to see an HTML page behind comments.
const SNIFFED_BYTES: usize = 1024;

impl Iterator for RawDocuments {
    type Item = Result<RawDocument, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next_line() {
                    Line::Record(raw) => return Some(Ok(raw)),
                    Line::Fault(fault) => return Some(Err(fault)),
                    Line::LastFault(fault) => {
                        self.lines = None;
                        return Some(Err(fault));
                    }
                    Line::End => self.lines = None,
                }
            } else {
                let input = self.pending.pop()?;
                if let Some(read) = self.open(input) {
                    return Some(read);
                }
            }
        }
    }
}

/// The first bytes of a stream (fewer only at its end), and the whole stream again.
fn peek(mut stream: Box<dyn BufRead + Send>, count: usize) -> io::Result<(Vec<u8>, Box<dyn BufRead + Send>)> {
    let mut head = Vec::with_capacity(count);
    (&mut stream).take(count as u64).read_to_end(&mut head)?;
    let whole: Box<dyn BufRead + Send> = Box::new(Cursor::new(head.clone()).chain(stream));
    Ok((head, whole))
}

/// A file as a stream of bytes; gzip, bzip2 and zstd are read through.
///
/// # Errors
/// When the file cannot be opened, or its first bytes cannot be read.
pub fn open_decompressed(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    let file = BufReader::with_capacity(1 << 18, File::open(path)?);
    let (head, stream) = peek(Box::new(file), MAGIC_BYTES)?;
    Ok(match Compression::of(&head) {
        Some(kind) => kind.decode(stream),
        None => stream,
    })
}

/// A path as documents name it: as given, `/` between parts.
fn source_name(path: &Path) -> String {
    let name = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { name.into_owned() } else { name.replace(std::path::MAIN_SEPARATOR, "/") }
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let place = Place::file(name);
    match error.kind() {
        io::ErrorKind::NotFound => Diagnostic::error("missing-input", "there is no such file or folder")
            .at(place)
            .hint("check the spelling, and the folder the program runs in"),
        io::ErrorKind::PermissionDenied => Diagnostic::error("unreadable-input", "permission denied")
            .at(place)
            .hint("make it readable for the user who runs the program"),
        _ => Diagnostic::error("unreadable-input", error.to_string()).at(place),
    }
}

/// A stream that ended or broke in its middle.
pub(super) fn broken_stream(name: &str, compression: Option<Compression>, error: &io::Error) -> Diagnostic {
    match compression {
        Some(compression) => {
            let kind = compression.name();
            let message = if error.kind() == io::ErrorKind::UnexpectedEof {
                format!("the {kind} stream ends before its end: the file is cut off")
            } else {
                format!("the {kind} stream is damaged: {error}")
            };
            Diagnostic::error("damaged-archive", message).hint("fetch or pack the file again")
        }
        None => Diagnostic::error("unreadable-input", error.to_string()),
    }
    .at(Place::file(name))
}

/// Something over the limit: a `document` or a `line`.
pub(super) fn too_large(place: Place, what: &str, compression: Option<Compression>, limit: usize) -> Diagnostic {
    let limit = if limit >= 1 << 20 { format!("{} MiB", limit >> 20) } else { format!("{limit} bytes") };
    let message = match compression {
        Some(compression) => format!("the {what} has more than {limit} once the {} is unpacked", compression.name()),
        None => format!("the {what} has more than {limit}"),
    };
    Diagnostic::error("too-large", message)
        .at(place)
        .hint("one document is one article: cut collections into JSON Lines, or raise --max-document-size")
}
