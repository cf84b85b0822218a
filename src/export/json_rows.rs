//! Rows as JSON objects, and arrays written element by element: what the JSON formats have in common.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::table::{Cell, Row};

/// The cells of a row by name, behind some members that come first; a column of the same name gives way to those.
pub(super) struct Object<'a, const N: usize> {
    pub(super) first: [(&'static str, &'a str); N],
    pub(super) row: Row,
}

impl<const N: usize> Serialize for Object<'_, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for (name, value) in &self.first {
            object.serialize_entry(name, value)?;
        }
        for (name, cell) in &self.row {
            if self.first.iter().all(|(first, _)| first != name) {
                object.serialize_entry(name, cell)?;
            }
        }
        object.end()
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(serializer),
            Self::List(items) => items.serialize(serializer),
            Self::Integer(number) => number.serialize(serializer),
            Self::Decimal(number) => number.serialize(serializer),
            Self::Boolean(value) => value.serialize(serializer),
        }
    }
}

/// `[`, the values one a line, `]`: nothing is held in memory.
pub(super) fn array(out: &mut dyn Write, values: impl IntoIterator<Item = impl Serialize>) -> io::Result<()> {
    out.write_all(b"[")?;
    let mut before: &[u8] = b"\n";
    for value in values {
        out.write_all(before)?;
        serde_json::to_writer(&mut *out, &value)?;
        before = b",\n";
    }
    out.write_all(b"\n]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_gives_way_to_what_comes_first() {
        let row = vec![("id".into(), Cell::Text("x".to_owned())), ("a".into(), Cell::Decimal(1.0))];
        let object = Object { first: [("id", "wd:Q1")], row };
        assert_eq!(serde_json::to_string(&object).ok().as_deref(), Some(r#"{"id":"wd:Q1","a":1.0}"#));
    }
}
