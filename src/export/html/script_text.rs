use std::io::{self, Write};

use serde_json::ser::Formatter;

/// JSON that can stand in a script element whatever its texts hold, with a line for each item of its lists.
///
/// Escaped are the characters that could end the element or open a comment (`<`, `>`, `&`), those that end a
/// line of JavaScript but not of JSON, and those that turn the direction of text, so that the source of the
/// page reads as it runs.
#[derive(Default)]
pub(super) struct ScriptText {
    depth: usize,
}

/// The depth of lists whose items have a line each.
const LISTS: usize = 2;

impl Formatter for ScriptText {
    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        writer.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        writer.write_all(b"}")
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        writer.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        writer.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        if self.depth == LISTS { writer.write_all(b"\n") } else { Ok(()) }
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        if self.depth <= LISTS { writer.write_all(b"\n") } else { Ok(()) }
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_escaped) {
            let (plain, from) = rest.split_at(at);
            writer.write_all(plain.as_bytes())?;
            let mut letters = from.chars();
            if let Some(escaped) = letters.next() {
                // All of them are in the first plane.
                write!(writer, "\\u{:04x}", u32::from(escaped))?;
            }
            rest = letters.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

fn is_escaped(letter: char) -> bool {
    matches!(
        letter,
        '<' | '>' | '&' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
    )
}

#[cfg(test)]
mod tests {
    use serde::Serialize as _;

    use super::*;

    fn written(value: &serde_json::Value) -> String {
        let mut bytes = Vec::new();
        value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, ScriptText::default())).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_back_and_ends_no_script(text in ".*") {
            let hostile = format!("</script><!--<script>{text}\u{2028}\u{202e}]]>&lt;\u{0}");
            let value = serde_json::json!({ "list": [{ "key": hostile, "number": 1.5 }], "empty": [] });
            let script = written(&value);
            let harmless = !script.contains(['<', '>', '&', '\u{2028}', '\u{202e}']);
            proptest::prop_assert!(harmless);
            proptest::prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&script).unwrap(), value);
        }
    }
}
