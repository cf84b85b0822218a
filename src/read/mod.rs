//! Bytes → documents: plain text, Markdown, HTML and JSON Lines, in any common encoding, compressed or not.
//!
//! Reading happens in two steps. [`RawDocuments`] walks over the inputs and cuts them into one [`RawDocument`]
//! each, in a fixed order and bounded memory; [`RawDocument::parse`] decodes one of them and may run on any
//! thread. What cannot be read becomes a [`Diagnostic`] that names document, line, reason and remedy, and the
//! walk goes on.
//!
//! ```
//! use filature::read::{Input, ReadOptions, documents};
//! let input = Input::bytes("news.jsonl", &b"{\"text\":\"Paris\"}\nnot JSON\n"[..]);
//! let read: Vec<_> = documents([input], ReadOptions::default()).collect();
//! assert_eq!(read[0].as_ref().unwrap().source, "news.jsonl#1");
//! assert_eq!(read[1].as_ref().unwrap_err().code, "invalid-json");
//! ```

mod compression;
mod encoding;
mod format;
mod html;
mod inputs;
mod json_lines;
mod language;
mod markdown;
mod metadata;
mod plain_text;
mod raw;

pub use format::InputFormat;
pub use inputs::{Input, RawDocuments, ReadOptions};
pub use language::identify_language;
pub use raw::RawDocument;

use crate::diagnostic::Diagnostic;
use crate::model::Document;

/// Reads inputs one document after another.
///
/// Folders are read recursively, in the order of their names. An error ends the document it names, never the
/// iteration.
pub fn documents(
    inputs: impl IntoIterator<Item = Input>,
    options: ReadOptions,
) -> impl Iterator<Item = Result<Document, Diagnostic>> {
    RawDocuments::new(inputs, options).map(|raw| raw.and_then(|raw| raw.parse()))
}
