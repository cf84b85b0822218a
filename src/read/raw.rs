use super::format::InputFormat;
use super::{html, json_lines, markdown, plain_text};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Document, NewDocument};

/// One document as bytes: already cut out of its input, not yet decoded.
#[derive(Clone, Debug)]
pub struct RawDocument {
    /// Name of the input.
    name: String,
    bytes: Vec<u8>,
    layout: Layout,
}

#[derive(Clone, Copy, Debug)]
enum Layout {
    Whole(InputFormat),
    JsonLine(usize),
}

impl RawDocument {
    pub(super) fn whole(name: String, bytes: Vec<u8>, format: InputFormat) -> Self {
        Self { name, bytes, layout: Layout::Whole(format) }
    }

    pub(super) fn json_line(name: String, bytes: Vec<u8>, line: usize) -> Self {
        Self { name, bytes, layout: Layout::JsonLine(line) }
    }

    /// Bytes it holds, for those who keep many of them.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "an empty document is still a document that was met")]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Where it stands, for messages.
    #[must_use]
    pub fn place(&self) -> Place {
        match self.layout {
            Layout::Whole(_) => Place::file(&self.name),
            Layout::JsonLine(line) => Place::line(&self.name, line),
        }
    }

    /// Decodes it.
    ///
    /// # Errors
    /// When the bytes are not text, not JSON, without an article, or blank.
    pub fn parse(self) -> Result<Document, Diagnostic> {
        let place = self.place();
        let Self { name, bytes, layout } = self;
        if bytes.trim_ascii().is_empty() {
            return Err(Diagnostic::error("empty-document", "the file is empty").at(place));
        }
        let parts = match layout {
            Layout::JsonLine(line) => json_lines::parse(&bytes, &name, line),
            Layout::Whole(format) => {
                let declared = if format == InputFormat::Html { html::declared_encoding(&bytes) } else { None };
                super::encoding::decode(&bytes, declared)
                    .map_err(|found| {
                        Diagnostic::error("binary-document", format!("this is {}, not text", found.kind))
                            .hint(found.remedy)
                    })
                    .and_then(|text| match format {
                        InputFormat::PlainText | InputFormat::JsonLines => Ok(plain_text::parse(text)),
                        InputFormat::Markdown => Ok(markdown::parse(&text)),
                        InputFormat::Html => html::parse(&text),
                    })
                    .map(|parts| NewDocument { source: name, ..parts })
            }
        }
        .map_err(|fault| if fault.place.is_some() { fault } else { fault.at(place.clone()) })?;
        if parts.text.trim().is_empty() {
            return Err(Diagnostic::error("empty-document", "there is no text in it").at(place));
        }
        Ok(Document::new(parts))
    }
}
