//! Rows as JSON objects, and arrays written element by element: what the JSON formats have in common.

use std::io::{self, Write};

use serde_json::{Map, Value};

use super::table::{Cell, Row};

/// The cells of a row by name, behind some members that come first.
pub(super) fn object(first: &[(&str, Value)], row: &Row) -> Map<String, Value> {
    let mut object = Map::with_capacity(first.len() + row.len());
    object.extend(first.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    for (name, cell) in row {
        object.insert(name.clone().into_owned(), value(cell));
    }
    object
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Text(text) => text.as_str().into(),
        Cell::List(items) => items.iter().map(String::as_str).collect(),
        Cell::Integer(number) => (*number).into(),
        Cell::Decimal(number) => (*number).into(),
        Cell::Boolean(value) => (*value).into(),
    }
}

/// `[`, the values one a line, `]`: nothing is held in memory.
pub(super) fn array(out: &mut dyn Write, values: impl IntoIterator<Item = Value>) -> io::Result<()> {
    out.write_all(b"[")?;
    let mut before: &[u8] = b"\n";
    for value in values {
        out.write_all(before)?;
        serde_json::to_writer(&mut *out, &value)?;
        before = b",\n";
    }
    out.write_all(b"\n]")
}
