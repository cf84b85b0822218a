use std::fmt;
use std::str::FromStr;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// The claims file of [`crate::record`]: everything.
    Claims,
    /// GraphML 1.0, for Gephi, Cytoscape, NetworkX, igraph and yEd.
    GraphMl,
    /// GEXF 1.3, for Gephi: with times, colours and places.
    Gexf,
    /// JSON-LD 1.1, for linked data.
    JsonLd,
    /// N-Quads: the same statements as the JSON-LD, one a line.
    NQuads,
    /// Turtle: the same statements, for people.
    Turtle,
    /// A picture.
    Svg,
    /// A page to look around in: the graph, its sentences and its table.
    Html,
}

struct Row {
    format: Format,
    name: &'static str,
    /// The first is the one we write.
    extensions: &'static [&'static str],
    media_type: &'static str,
}

const FORMATS: &[Row] = &[
    Row {
        format: Format::Claims,
        name: "claims",
        extensions: &["jsonl", "ndjson"],
        media_type: "application/x-ndjson",
    },
    Row { format: Format::GraphMl, name: "graphml", extensions: &["graphml"], media_type: "application/graphml+xml" },
    Row { format: Format::Gexf, name: "gexf", extensions: &["gexf"], media_type: "application/gexf+xml" },
    Row { format: Format::JsonLd, name: "jsonld", extensions: &["jsonld"], media_type: "application/ld+json" },
    Row { format: Format::NQuads, name: "nquads", extensions: &["nq"], media_type: "application/n-quads" },
    Row { format: Format::Turtle, name: "turtle", extensions: &["ttl"], media_type: "text/turtle" },
    Row { format: Format::Svg, name: "svg", extensions: &["svg"], media_type: "image/svg+xml" },
    Row { format: Format::Html, name: "html", extensions: &["html", "htm"], media_type: "text/html" },
];

impl Format {
    /// All formats, in the order help lists them.
    pub fn all() -> impl Iterator<Item = Self> {
        FORMATS.iter().map(|row| row.format)
    }

    /// The name on the command line, `graphml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The file extension, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        self.row().extensions[0]
    }

    /// The media type, as a server would state it.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        self.row().media_type
    }

    /// The format of files with this extension, in any case, with or without the dot.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        let extension = extension.trim_start_matches('.').to_ascii_lowercase();
        FORMATS.iter().find(|row| row.extensions.contains(&extension.as_str())).map(|row| row.format)
    }

    fn row(self) -> &'static Row {
        // A test holds the table to the enum.
        FORMATS.iter().find(|row| row.format == self).unwrap_or(&FORMATS[0])
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        FORMATS.iter().find(|row| row.name == text).map(|row| row.format).ok_or_else(|| {
            let names: Vec<_> = FORMATS.iter().map(|row| row.name).collect();
            format!("`{text}` is not a format; known are {}", names.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_extensions_lead_back() {
        for format in Format::all() {
            assert_eq!(format.name().parse(), Ok(format));
            assert_eq!(Format::from_extension(format.extension()), Some(format));
        }
        assert_eq!(Format::from_extension(".GraphML"), Some(Format::GraphMl));
        assert_eq!(Format::from_extension("txt"), None);
    }

    #[test]
    fn no_two_formats_share_a_name_or_extension() {
        let mut names: Vec<_> = FORMATS.iter().map(|row| row.name).collect();
        let extensions =
            FORMATS.iter().flat_map(|row| row.extensions.iter().filter(|extension| **extension != row.name));
        names.extend(extensions);
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
