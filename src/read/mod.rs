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
pub use inputs::{Input, RawDocuments, ReadOptions, open_decompressed};
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads bytes as every format, and as whatever they look like.
    fn read_as_everything(bytes: &[u8]) {
        let formats = InputFormat::ALL.into_iter().map(Some).chain([None]);
        for format in formats {
            let options = ReadOptions { format, max_document_bytes: 1 << 16 };
            for document in documents([Input::bytes("x", bytes)], options).flatten() {
                assert!(!document.text.trim().is_empty());
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            read_as_everything(&bytes);
            for magic in [&b"\x1f\x8b\x08"[..], b"BZh9", b"\x28\xb5\x2f\xfd", b"\xff\xfe", b"{\"text\":"] {
                read_as_everything(&[magic, &bytes].concat());
            }
        }

        #[test]
        fn no_markup_panics(parts in proptest::collection::vec("<(/?(p|div|b|a href=x|br|script|h1|!--|table|td|sup|title))>?|[\\[\\]()*_`#|>!<~-]{1,4}|---\n|[a-zé\u{a0}漢 ]{0,6}|\n{1,2}|&nbsp;|\\\\", 0..60)) {
            read_as_everything(parts.concat().as_bytes());
        }
    }
}
