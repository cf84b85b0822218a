use std::io::{BufRead, Read};

use serde::Deserialize;

use super::compression::Compression;
use super::inputs::{broken_stream, too_large};
use super::metadata;
use super::raw::RawDocument;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{DocumentMetadata, NewDocument};

/// Lines of a JSON Lines stream, in bounded memory.
pub(super) struct LineReader {
    name: String,
    stream: Box<dyn BufRead + Send>,
    compression: Option<Compression>,
    limit: usize,
    /// The line read last, from 1.
    line: usize,
    records: usize,
}

/// What came next.
pub(super) enum Line {
    Record(RawDocument),
    /// This line cannot be read; others may.
    Fault(Diagnostic),
    /// The rest of the stream cannot be read.
    LastFault(Diagnostic),
    End,
}

impl LineReader {
    pub(super) fn new(
        name: String,
        stream: Box<dyn BufRead + Send>,
        compression: Option<Compression>,
        limit: usize,
    ) -> Self {
        Self { name, stream, compression, limit, line: 0, records: 0 }
    }

    pub(super) fn next_line(&mut self) -> Line {
        loop {
            self.line += 1;
            let mut bytes = Vec::new();
            let read = (&mut self.stream).take(self.limit as u64 + 1).read_until(b'\n', &mut bytes);
            if let Err(error) = read {
                return Line::LastFault(broken_stream(&self.name, self.compression, &error));
            }
            if bytes.is_empty() {
                let nothing = Diagnostic::error("empty-document", "there is no record in it").at(self.place());
                return if self.records == 0 { self.end_with(nothing) } else { Line::End };
            }
            self.records += usize::from(!bytes.trim_ascii().is_empty());
            if bytes.len() > self.limit && !bytes.ends_with(b"\n") {
                return self.overlong();
            }
            if self.line == 1 {
                if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
                    bytes = rest.to_vec();
                }
                if let Some(fault) = self.not_lines(&bytes) {
                    return Line::LastFault(fault);
                }
            }
            if !bytes.trim_ascii().is_empty() {
                return Line::Record(RawDocument::json_line(self.name.clone(), bytes, self.line));
            }
        }
    }

    /// After the last line, or as the only answer of an input without any.
    fn end_with(&mut self, fault: Diagnostic) -> Line {
        self.records = 1;
        Line::LastFault(fault.at(Place::file(&self.name)))
    }

    fn place(&self) -> Place {
        Place::line(&self.name, self.line)
    }

    /// Goes to the end of a line that is too long. A compressed stream is given up instead: the line may go on
    /// for terabytes.
    fn overlong(&mut self) -> Line {
        let fault = too_large(self.place(), "line", self.compression, self.limit);
        if self.compression.is_some() {
            return Line::LastFault(fault.hint("the rest of this file was not read"));
        }
        loop {
            let (used, done) = match self.stream.fill_buf() {
                Ok([]) => (0, true),
                Ok(buffer) => match buffer.iter().position(|&byte| byte == b'\n') {
                    Some(end) => (end + 1, true),
                    None => (buffer.len(), false),
                },
                Err(error) => return Line::LastFault(broken_stream(&self.name, self.compression, &error)),
            };
            self.stream.consume(used);
            if done {
                return Line::Fault(fault);
            }
        }
    }

    /// Files that are JSON, or text, but not one record a line: told once instead of line by line.
    fn not_lines(&self, first: &[u8]) -> Option<Diagnostic> {
        let line = first.trim_ascii();
        if line.starts_with(b"\xff\xfe") || line.starts_with(b"\xfe\xff") {
            Some(Diagnostic::error("not-utf8", "JSON Lines are UTF-8, this is UTF-16").hint("save it again as UTF-8"))
        } else if line == b"{" || line.starts_with(b"[") {
            Some(
                Diagnostic::error("invalid-json", "this is JSON, but not one object a line")
                    .hint("`jq -c '.[]?'` or `jq -c .` writes JSON Lines"),
            )
        } else {
            None
        }
        .map(|fault| fault.at(self.place()))
    }
}

/// A record as its line states it. Fields that mean nothing to us are ignored.
#[derive(Deserialize)]
struct Record {
    text: Option<String>,
    id: Option<Id>,
    title: Option<String>,
    url: Option<String>,
    published: Option<String>,
    publisher: Option<String>,
    language: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

pub(super) fn parse(bytes: &[u8], name: &str, line: usize) -> Result<NewDocument, Diagnostic> {
    let place = |column| Place { column, ..Place::line(name, line) };
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Diagnostic::error("not-utf8", "the line is not UTF-8").at(place(0)).hint("save the file again as UTF-8")
    })?;
    let record: Record = serde_json::from_str(text).map_err(|error| {
        // serde_json counts bytes and repeats line and column in its message.
        let column = text.get(..error.column().saturating_sub(1)).map_or(0, |head| head.chars().count() + 1);
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        Diagnostic::error("invalid-json", message)
            .at(place(column))
            .hint("each line is one JSON object with at least a `text`")
    })?;
    let text = record.text.ok_or_else(|| {
        Diagnostic::error("missing-text", "the record has no `text`")
            .at(place(0))
            .hint("`text` holds the article; id, title, url, published, publisher and language may stand beside it")
    })?;
    let id = match record.id {
        Some(Id::Text(id)) if !id.trim().is_empty() => id,
        Some(Id::Number(id)) => id.to_string(),
        Some(Id::Text(_)) | None => line.to_string(),
    };
    let line_of = |field: Option<String>| field.as_deref().and_then(metadata::line);
    Ok(NewDocument {
        source: format!("{name}#{id}"),
        text,
        metadata: DocumentMetadata {
            title: line_of(record.title),
            publisher: line_of(record.publisher),
            url: line_of(record.url),
            published: record.published.as_deref().and_then(metadata::date),
            language: line_of(record.language),
        },
    })
}
