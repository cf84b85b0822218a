use std::fmt;
use std::ops::Range;

/// A half-open range of **bytes** in the one text of a document.
///
/// Both ends lie on UTF-8 character boundaries of that text. Inside the library every position is a byte
/// position, so that slicing is free; files that leave the library count code points, see [`CharSpan`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end} ends before it starts");
        Self { start, end }
    }

    /// Number of bytes covered.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span covers nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether every byte of `other` lies in this span.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The text this span covers in `text`, or `""` where the span does not fit the text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A half-open range of **Unicode code points** in the one text of a document.
///
/// This is the unit of the W3C text position selector and of every file filature writes. Evidence carries
/// it, because claims outlive the text they were read from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CharSpan {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

impl CharSpan {
    /// The span from `start` up to, not including, `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }
}

impl fmt::Display for CharSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// Translates between byte and code point positions of one text, in logarithmic time.
///
/// ```
/// use filature::model::{CharOffsets, CharSpan, Span};
/// let text = "Élu à Paris";
/// let offsets = CharOffsets::new(text);
/// assert_eq!(offsets.to_chars(Span::new(8, 13)), CharSpan::new(6, 11));
/// assert_eq!(offsets.to_bytes(CharSpan::new(6, 11)), Some(Span::new(8, 13)));
/// ```
#[derive(Clone, Debug)]
pub struct CharOffsets {
    /// Byte position of every `STEP`th code point.
    checkpoints: Vec<usize>,
    text: Box<str>,
    chars: usize,
}

/// Code points between two checkpoints: small enough to walk, large enough to cost nothing.
const STEP: usize = 64;

impl CharOffsets {
    /// Indexes `text` once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut checkpoints = Vec::with_capacity(text.len() / STEP + 1);
        let mut chars = 0;
        for (byte, _) in text.char_indices() {
            if chars % STEP == 0 {
                checkpoints.push(byte);
            }
            chars += 1;
        }
        Self { checkpoints, text: text.into(), chars }
    }

    /// Length of the text in code points.
    #[must_use]
    pub fn len_chars(&self) -> usize {
        self.chars
    }

    /// The same stretch of text, counted in code points.
    #[must_use]
    pub fn to_chars(&self, span: Span) -> CharSpan {
        CharSpan::new(self.char_at(span.start), self.char_at(span.end))
    }

    /// The same stretch of text, counted in bytes; `None` where the text is shorter than the span.
    #[must_use]
    pub fn to_bytes(&self, span: CharSpan) -> Option<Span> {
        if span.start > span.end {
            return None;
        }
        Some(Span::new(self.byte_at(span.start)?, self.byte_at(span.end)?))
    }

    fn char_at(&self, byte: usize) -> usize {
        let step = self.checkpoints.partition_point(|&checkpoint| checkpoint <= byte).saturating_sub(1);
        let from = self.checkpoints.get(step).copied().unwrap_or(0);
        let rest = self.text.get(from..byte.min(self.text.len())).unwrap_or_default();
        step * STEP + rest.chars().count()
    }

    fn byte_at(&self, char: usize) -> Option<usize> {
        if char == self.chars {
            return Some(self.text.len());
        }
        let from = *self.checkpoints.get(char / STEP)?;
        self.text.get(from..)?.char_indices().nth(char % STEP).map(|(byte, _)| from + byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip_at_every_position() {
        let text = "aé漢🦀".repeat(50);
        let offsets = CharOffsets::new(&text);
        assert_eq!(offsets.len_chars(), 200);
        for (chars, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.to_chars(Span::new(byte, byte)).start, chars);
            assert_eq!(offsets.to_bytes(CharSpan::new(chars, chars)).map(|s| s.start), Some(byte));
        }
        assert_eq!(offsets.to_bytes(CharSpan::new(0, 200)), Some(Span::new(0, text.len())));
        assert_eq!(offsets.to_bytes(CharSpan::new(0, 201)), None);
    }

    #[test]
    fn empty_text() {
        let offsets = CharOffsets::new("");
        assert_eq!(offsets.to_chars(Span::new(0, 0)), CharSpan::new(0, 0));
        assert_eq!(offsets.to_bytes(CharSpan::new(0, 0)), Some(Span::new(0, 0)));
    }
}
