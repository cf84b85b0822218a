use std::fmt;

use sha2::{Digest, Sha256};

use super::value::PartialDate;

/// Names a document by what it contains: `doc:` and sixteen hexadecimal digits.
///
/// The digits are the head of a SHA-256 over text, url and publication date, so that the same article read
/// on another machine, from another path or in another order has the same id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(String);

impl DocumentId {
    /// The id as it stands in a claims file. The text is taken as it is.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The id as text, `doc:5f0c…`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is known about a document beside its text. Everything may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentMetadata {
    /// Headline, as given by the page or the record. Where the headline is part of the text as well, the text
    /// keeps it: metadata never replaces text.
    pub title: Option<String>,
    /// The outlet, by name ("Le Monde").
    pub publisher: Option<String>,
    /// Where the document was published.
    pub url: Option<String>,
    /// Publication date. Relative expressions ("vendredi", "last year") are resolved against it.
    pub published: Option<PartialDate>,
    /// Language tag (BCP 47, `fr`). When reading it is what the source states; after annotation it is the
    /// language the document was read in.
    pub language: Option<String>,
}

/// One news item as read: its text, never altered afterwards, and its metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Content-made identity.
    pub id: DocumentId,
    /// Where it came from: the path as given; for JSON Lines the path, `#`, and the record's id or line number.
    pub source: String,
    /// The one text all spans refer to.
    pub text: String,
    /// SHA-256 of `text`, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Title, publisher, url, date, language.
    pub metadata: DocumentMetadata,
}

/// The parts a [`Document`] is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewDocument {
    /// See [`Document::source`].
    pub source: String,
    /// See [`Document::text`].
    pub text: String,
    /// See [`Document::metadata`].
    pub metadata: DocumentMetadata,
}

impl Document {
    /// Completes the parts with hash and id.
    #[must_use]
    pub fn new(parts: NewDocument) -> Self {
        let NewDocument { source, text, metadata } = parts;
        let sha256 = hex(&Sha256::digest(text.as_bytes()));
        let published = metadata.published.as_ref().map(ToString::to_string).unwrap_or_default();
        let url = metadata.url.as_deref().unwrap_or_default();
        let identity = Sha256::digest(format!("{sha256}\n{url}\n{published}").as_bytes());
        let id = DocumentId(format!("doc:{}", &hex(&identity)[..16]));
        Self { id, source, text, sha256, metadata }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
