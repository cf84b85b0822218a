//! Comma-separated values, for the formats that are made of them: RFC 4180 with line feeds.

use std::borrow::Cow;
use std::io::{self, Write};

use super::table::{Cell, Column, Row};

/// A writer of rows.
pub(super) fn writer(out: &mut dyn Write) -> csv::Writer<&mut dyn Write> {
    csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out)
}

/// Writes the row and keeps the error an error of the output.
pub(super) fn row<'a>(
    out: &mut csv::Writer<&mut dyn Write>,
    fields: impl IntoIterator<Item = Cow<'a, str>>,
) -> io::Result<()> {
    for field in fields {
        out.write_field(field.as_bytes()).map_err(io::Error::other)?;
    }
    out.write_record(None::<&[u8]>).map_err(io::Error::other)
}

/// The cells of a row, one for each column and empty where the row has none. Row and columns are in the same order; columns
/// may lack some of the row's.
pub(super) fn fields<'a>(
    columns: &'a [Column],
    row: &'a Row,
    text: fn(&'a Cell) -> Cow<'a, str>,
) -> impl Iterator<Item = Cow<'a, str>> {
    let mut cells = row.iter().peekable();
    columns.iter().enumerate().map(move |(at, column)| {
        // Most cells are the next column's; only one that is not is looked for.
        let is_later = |(name, _): &&(Cow<'static, str>, Cell)| columns[at..].iter().any(|column| column.name == *name);
        while cells.next_if(|cell| cell.0 != column.name && !is_later(cell)).is_some() {}
        cells.next_if(|(name, _)| *name == column.name).map_or(Cow::Borrowed(""), |(_, cell)| text(cell))
    })
}

/// A text on one line: white space that breaks lines becomes blanks, one for one, so that positions stay true. U+0000,
/// at which readers in C stop, becomes U+FFFD.
pub(super) fn one_line<'a>(text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
    let text = text.into();
    let breaks = |c: char| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if !text.contains(|c: char| breaks(c) || c == '\0') {
        return text;
    }
    let plain = |c| match c {
        '\0' => '\u{fffd}',
        c if breaks(c) => ' ',
        c => c,
    };
    Cow::Owned(text.chars().map(plain).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_find_their_columns() {
        use super::super::table::ColumnType::Integer;
        let column = |name: &'static str| Column { name: name.into(), column_type: Integer };
        let columns = ["a", "b", "c", "e"].map(column);
        let row: Row = [("a", 1), ("x", 2), ("c", 3), ("d", 4)].map(|(name, n)| (name.into(), Cell::Integer(n))).into();
        assert_eq!(fields(&columns, &row, Cell::text).collect::<Vec<_>>(), ["1", "", "3", ""]);
    }

    #[test]
    fn lines_are_joined_one_for_one() {
        assert_eq!(one_line("a\r\nb\u{2028}c\0"), "a  b c\u{fffd}");
        assert_eq!(one_line("a;\"b\"\tc"), "a;\"b\"\tc");
    }
}
