use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// How the bytes of an input are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InputFormat {
    /// The text as it is.
    PlainText,
    /// Text with headings, emphasis and links; front matter gives metadata.
    Markdown,
    /// A web page: the article on it, and what its head says about it.
    Html,
    /// One JSON object a line, each with a `text`.
    JsonLines,
}

impl InputFormat {
    /// All formats, in the order help texts list them.
    pub const ALL: [Self; 4] = [Self::PlainText, Self::Markdown, Self::Html, Self::JsonLines];

    /// The name on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PlainText => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::JsonLines => "jsonl",
        }
    }

    /// The format a file name promises, an extension of compression (`.gz`) set aside; `None` when the name
    /// says nothing.
    #[must_use]
    pub fn from_path(path: &Path) -> Option<Self> {
        let extension = |path: &Path| path.extension().and_then(|text| text.to_str()).map(str::to_ascii_lowercase);
        let outer = extension(path)?;
        let inner = match outer.as_str() {
            "gz" | "bz2" | "zst" | "zstd" => extension(Path::new(path.file_stem()?))?,
            _ => outer,
        };
        match inner.as_str() {
            "txt" | "text" => Some(Self::PlainText),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }

    /// The format the first bytes look like; plain text when they look like nothing in particular.
    #[must_use]
    pub fn sniff(head: &[u8]) -> Self {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let begins = |tag: &[u8]| head.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
        if begins(b"{") {
            Self::JsonLines
        } else if [&b"<!doctype html"[..], b"<html", b"<head", b"<body", b"<article"].iter().any(|tag| begins(tag)) {
            Self::Html
        } else if begins(b"<!--") || begins(b"<?xml") {
            let declares = |window: &[u8]| window.eq_ignore_ascii_case(b"<html");
            if head.windows(5).any(declares) { Self::Html } else { Self::PlainText }
        } else {
            Self::PlainText
        }
    }
}

impl fmt::Display for InputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for InputFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|format| format.as_str() == text).ok_or_else(|| {
            let known = Self::ALL.map(Self::as_str).join(", ");
            format!("`{text}` is not an input format; known are {known}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_promise_formats() {
        for (path, format) in [
            ("a.txt", Some(InputFormat::PlainText)),
            ("a.TXT.gz", Some(InputFormat::PlainText)),
            ("b/a.html.zst", Some(InputFormat::Html)),
            ("a.jsonl.bz2", Some(InputFormat::JsonLines)),
            ("a.md", Some(InputFormat::Markdown)),
            ("a.gz", None),
            ("a", None),
            ("a.log", None),
        ] {
            assert_eq!(InputFormat::from_path(Path::new(path)), format, "{path}");
        }
    }

    #[test]
    fn first_bytes_tell_formats() {
        for (head, format) in [
            ("\u{feff}{\"text\":1}", InputFormat::JsonLines),
            ("  <!DOCTYPE html>", InputFormat::Html),
            ("<?xml version='1.0'?><HTML>", InputFormat::Html),
            ("<?xml version='1.0'?><rss>", InputFormat::PlainText),
            ("Paris (AFP)", InputFormat::PlainText),
            ("", InputFormat::PlainText),
        ] {
            assert_eq!(InputFormat::sniff(head.as_bytes()), format, "{head}");
        }
    }
}
