//! Bytes of text in any encoding → UTF-8.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// What the bytes turned out to be instead of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotText {
    /// What it looks like ("a PDF file").
    pub(super) kind: &'static str,
    /// How to make text of it.
    pub(super) remedy: &'static str,
}

/// Known kinds of files that people drop among texts, by their first bytes.
const KNOWN_BINARY: &[(&[u8], NotText)] = &[
    (b"%PDF-", NotText { kind: "a PDF file", remedy: "take the text out first, for example with `pdftotext`" }),
    (
        b"PK\x03\x04",
        NotText { kind: "a ZIP archive or office document", remedy: "unpack it, or save the document as text" },
    ),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        NotText { kind: "an old office document", remedy: "save the document as text" },
    ),
    (b"{\\rtf", NotText { kind: "an RTF document", remedy: "save the document as text" }),
    (b"\x89PNG", NotText { kind: "an image", remedy: IMAGE_REMEDY }),
    (b"\xff\xd8\xff", NotText { kind: "an image", remedy: IMAGE_REMEDY }),
    (b"GIF8", NotText { kind: "an image", remedy: IMAGE_REMEDY }),
    (b"SQLite format 3", NotText { kind: "a database", remedy: "export its texts as JSON Lines" }),
];
const IMAGE_REMEDY: &str = "leave images out";
const UNKNOWN_BINARY: NotText = NotText { kind: "binary data", remedy: "give text, Markdown, HTML or JSON Lines" };

/// Text of bytes: by byte order mark, else UTF-8 where it fits, else what `declared` says (the charset of an
/// HTML page), else a guess. The byte order mark is not part of the text.
pub(super) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<String, NotText> {
    if let Some((_, known)) = KNOWN_BINARY.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(*known);
    }
    let text = if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned()
    } else if let Some(encoding) = unmarked_utf16(bytes) {
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    } else if bytes.contains(&0) {
        return Err(UNKNOWN_BINARY);
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        text.to_owned()
    } else {
        encoding_of(bytes, declared).decode_without_bom_handling(bytes).0.into_owned()
    };
    if looks_binary(&text) { Err(UNKNOWN_BINARY) } else { Ok(text) }
}

/// The encoding of bytes that are not valid UTF-8 from end to end.
fn encoding_of(bytes: &[u8], declared: Option<&'static Encoding>) -> &'static Encoding {
    if mostly_utf8(bytes) {
        // A byte was lost or cut somewhere: replacing it keeps every other accent.
        return UTF_8;
    }
    if let Some(encoding) = declared.filter(|&encoding| encoding != UTF_8) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether well-formed multi-byte sequences far outnumber broken ones. In another encoding nearly every
/// accented letter would be a broken sequence.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good > 4 * broken
}

/// UTF-16 without a mark: in Western text every second byte is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let half = head.len() / 2;
    if half < 2 {
        None
    } else if zeros(1) * 10 >= half * 7 && zeros(0) * 20 <= half {
        Some(UTF_16LE)
    } else if zeros(0) * 10 >= half * 7 && zeros(1) * 20 <= half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether control characters and undecodable bytes make up more than a hundredth of the text.
fn looks_binary(text: &str) -> bool {
    let strange =
        |c: char| c == '\u{fffd}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}'));
    let (mut all, mut odd) = (0_usize, 0_usize);
    for c in text.chars().take(1 << 16) {
        all += 1;
        odd += usize::from(strange(c));
    }
    odd * 100 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_encodings() {
        let text = "Élu à Paris, le « premier » ministre s’exprime. Ça coûte 5 €";
        let windows = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", text.as_bytes()),
            windows,
            marked(b"\xff\xfe", &little),
            marked(b"\xfe\xff", &big),
            little,
            big,
        ] {
            assert_eq!(decode(&bytes, None).as_deref(), Ok(text));
        }
    }

    #[test]
    fn one_broken_byte_does_not_spoil_the_accents() {
        let mut bytes = "été à l’Élysée, où préfète et député ".repeat(3).into_bytes();
        bytes.truncate(bytes.len() - 3);
        assert!(decode(&bytes, None).unwrap().contains("l’Élysée"));
    }

    #[test]
    fn binary_is_named() {
        assert_eq!(decode(b"%PDF-1.7 \x01\x02", None).unwrap_err().kind, "a PDF file");
        assert_eq!(decode(&[0, 159, 146, 150, 0, 1, 2], None).unwrap_err().kind, "binary data");
        assert_eq!(decode(b"\x01\x02\x03\x04abc", None).unwrap_err().kind, "binary data");
    }

    #[test]
    fn a_declared_charset_decides_where_utf8_does_not_fit() {
        let greek = encoding_rs::ISO_8859_7.encode("Αθήνα").0.into_owned();
        assert_eq!(decode(&greek, Some(encoding_rs::ISO_8859_7)).as_deref(), Ok("Αθήνα"));
    }
}
