//! Lines of a large stream, read ahead on one thread and parsed on all.

use std::io::{self, BufRead};
use std::sync::mpsc::{SyncSender, sync_channel};

use rayon::prelude::*;

use super::super::source::SourceEntry;
use crate::diagnostic::{Diagnostic, Place};

/// Bytes of lines parsed together; few in tests.
const CHUNK: usize = if cfg!(test) { 1 << 14 } else { 4 << 20 };

/// What a record gave: nothing when it was not chosen.
pub(super) type Parsed = Result<Vec<SourceEntry>, Diagnostic>;

/// A named stream of lines.
pub(super) struct Stream {
    name: String,
    lines: Box<dyn BufRead + Send>,
}

/// Whole lines, the first of which has a number.
struct Chunk {
    first: u64,
    bytes: Vec<u8>,
}

impl Stream {
    pub(super) fn new(name: &str, lines: Box<dyn BufRead + Send>) -> Self {
        Self { name: name.to_owned(), lines }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Parses all lines behind the first `skip`. `take` gets the number of the first line, from 1, and what each line
    /// gave, in their order; blank lines and the brackets of an array give `None`.
    pub(super) fn for_each_chunk(
        self,
        skip: u64,
        parse: impl Fn(&[u8]) -> Parsed + Sync,
        mut take: impl FnMut(u64, Vec<Option<Parsed>>) -> Result<(), Diagnostic>,
    ) -> Result<(), Diagnostic> {
        let Self { name, lines } = self;
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel(2);
            scope.spawn(move || read_ahead(lines, skip, &send));
            for chunk in receive {
                let chunk = chunk.map_err(|(line, error)| {
                    Diagnostic::error("broken-stream", error.to_string())
                        .at(Place::line(&name, line as usize))
                        .hint("what was read is kept; the same command goes on from there")
                })?;
                let bytes = chunk.bytes.strip_suffix(b"\n").unwrap_or(&chunk.bytes);
                let lines: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').collect();
                let parsed = lines.par_iter().map(|line| record(line).map(&parse)).collect();
                take(chunk.first, parsed)?;
            }
            Ok(())
        })
    }
}

/// The record on a line of JSON Lines, or of an array with one element a line.
fn record(line: &[u8]) -> Option<&[u8]> {
    let line = line.trim_ascii();
    let line = line.strip_suffix(b",").unwrap_or(line);
    (!matches!(line, b"" | b"[" | b"]" | b"\xef\xbb\xbf")).then_some(line)
}

/// Cuts a stream into chunks and sends them, until nobody listens.
fn read_ahead(mut lines: Box<dyn BufRead + Send>, skip: u64, send: &SyncSender<Result<Chunk, (u64, io::Error)>>) {
    let mut number = 0;
    let mut bytes = Vec::with_capacity(CHUNK);
    let mut first = skip + 1;
    loop {
        match lines.read_until(b'\n', &mut bytes) {
            Err(error) => {
                // The line that broke off is not whole.
                let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
                bytes.truncate(whole);
                if !bytes.is_empty() {
                    _ = send.send(Ok(Chunk { first, bytes }));
                }
                _ = send.send(Err((number + 1, error)));
                return;
            }
            Ok(0) => {
                if !bytes.is_empty() {
                    _ = send.send(Ok(Chunk { first, bytes }));
                }
                return;
            }
            Ok(_) => {}
        }
        number += 1;
        if number <= skip {
            bytes.clear();
        } else if bytes.len() >= CHUNK {
            let chunk = Chunk { first, bytes: std::mem::replace(&mut bytes, Vec::with_capacity(CHUNK)) };
            first = number + 1;
            if send.send(Ok(chunk)).is_err() {
                return;
            }
        }
    }
}
