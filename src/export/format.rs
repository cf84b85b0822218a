use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use super::{
    ExportOptions, claims, cx2, cypher, cytoscape, d3, dot, followthemoney, gephi_csv, gexf, graphml, html, jsonld,
    mermaid, neo4j, node_link, nquads, svg, trig, turtle,
};
use crate::graph::KnowledgeGraph;
use crate::ontology::Ontology;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// The claims file of [`crate::record`]: everything.
    Claims,
    /// GraphML 1.0, for Gephi, Cytoscape, NetworkX, igraph and yEd.
    GraphMl,
    /// GEXF 1.3, for Gephi: with times, colours and places.
    Gexf,
    /// Gephi's spreadsheets of nodes and edges.
    GephiCsv,
    /// JSON-LD 1.1, for linked data.
    JsonLd,
    /// N-Quads: the same statements as the JSON-LD, one a line.
    NQuads,
    /// Turtle: the same statements, for people.
    Turtle,
    /// TriG: the same statements, each document's evidence in a graph of its own.
    TriG,
    /// Tables for `neo4j-admin database import`.
    Neo4j,
    /// A script in Cypher.
    Cypher,
    /// JSON for Cytoscape.js and Cytoscape desktop.
    Cytoscape,
    /// CX2, for NDEx and Cytoscape Web.
    Cx2,
    /// Node-link JSON, for NetworkX.
    NodeLink,
    /// Node-link JSON, for D3.
    D3,
    /// DOT, for Graphviz.
    Dot,
    /// FollowTheMoney entities, for Aleph and OpenSanctions.
    FollowTheMoney,
    /// A flow chart in Mermaid, for Markdown pages.
    Mermaid,
    /// A picture.
    Svg,
    /// A page to look around in: the graph, its sentences and its table.
    Html,
}

/// All formats, in the order help lists them. Each format's own file says the rest.
const FORMATS: &[Description] = &[
    claims::FORMAT,
    graphml::FORMAT,
    gexf::FORMAT,
    gephi_csv::FORMAT,
    jsonld::FORMAT,
    nquads::FORMAT,
    turtle::FORMAT,
    trig::FORMAT,
    neo4j::FORMAT,
    cypher::FORMAT,
    cytoscape::FORMAT,
    cx2::FORMAT,
    node_link::FORMAT,
    d3::FORMAT,
    dot::FORMAT,
    followthemoney::FORMAT,
    mermaid::FORMAT,
    svg::FORMAT,
    html::FORMAT,
];

/// What the file of a format says about it.
pub(super) struct Description {
    pub(super) format: Format,
    pub(super) name: &'static str,
    /// The first is the one we write. One may have a dot inside: `d3.json`.
    pub(super) extensions: &'static [&'static str],
    pub(super) media_type: &'static str,
    /// In a few words, for help.
    pub(super) about: &'static str,
    pub(super) files: Files,
}

/// What a format is written into.
pub(super) enum Files {
    One(WriteFn),
    /// Several files, each with what is put behind the name in place of the extension: `.nodes.csv`.
    Several(&'static [(&'static str, WriteFn)]),
}

/// Writes a file.
pub(super) type WriteFn = fn(&KnowledgeGraph, &Ontology, &ExportOptions, &mut dyn Write) -> io::Result<()>;

impl Format {
    /// All formats, in the order help lists them.
    pub fn all() -> impl Iterator<Item = Self> {
        FORMATS.iter().map(|known| known.format)
    }

    /// The name on the command line, `graphml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.description().name
    }

    /// The file extension, without the dot. There may be one inside: `d3.json`.
    #[must_use]
    pub fn extension(self) -> &'static str {
        self.description().extensions[0]
    }

    /// The media type, as a server would state it; of a format of several files, that of each.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        self.description().media_type
    }

    /// What it is and for whom, in a few words, for help.
    #[must_use]
    pub fn about(self) -> &'static str {
        self.description().about
    }

    /// The format of a file with this name, by the longest extension that is known, in any case.
    ///
    /// ```
    /// use filature::export::Format;
    /// assert_eq!(Format::from_file_name("graph.GraphML"), Some(Format::GraphMl));
    /// assert_eq!(Format::from_file_name("graph.txt"), None);
    /// ```
    #[must_use]
    pub fn from_file_name(name: &str) -> Option<Self> {
        Self::split_file_name(name).map(|(_, format)| format)
    }

    /// The files this format is written into when it is asked for as `name`: the name itself, or for a format of
    /// several files one name each, made from it.
    ///
    /// Each is written by [`write()`](super::write()), in this order.
    #[must_use]
    pub fn files(self, name: &str) -> Vec<(String, Part)> {
        match &self.description().files {
            Files::One(_) => vec![(name.to_owned(), Part { format: self, index: 0 })],
            Files::Several(files) => {
                let stem = match Self::split_file_name(name) {
                    Some((stem, format)) if format == self => stem,
                    _ => name,
                };
                let named = files.iter().enumerate();
                named.map(|(index, (suffix, _))| (format!("{stem}{suffix}"), Part { format: self, index })).collect()
            }
        }
    }

    /// What is left of a file's name without the extension, and the format that this names.
    fn split_file_name(name: &str) -> Option<(&str, Self)> {
        let lower = name.to_ascii_lowercase();
        let known =
            FORMATS.iter().flat_map(|known| known.extensions.iter().map(|extension| (*extension, known.format)));
        let fits = known.filter(|(extension, _)| lower.strip_suffix(extension).is_some_and(|stem| stem.ends_with('.')));
        let (extension, format) = fits.max_by_key(|(extension, _)| extension.len())?;
        Some((name.get(..name.len() - extension.len() - 1)?, format))
    }

    fn description(self) -> &'static Description {
        // A test holds the table to the enum.
        FORMATS.iter().find(|known| known.format == self).unwrap_or(&FORMATS[0])
    }
}

/// One of the files of a format; most have only one, and are converted into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    format: Format,
    index: usize,
}

impl Part {
    pub(super) fn write_fn(self) -> WriteFn {
        match self.format.description().files {
            Files::One(write) => write,
            Files::Several(files) => files[self.index].1,
        }
    }
}

impl From<Format> for Part {
    /// The first file of the format.
    fn from(format: Format) -> Self {
        Self { format, index: 0 }
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
        FORMATS.iter().find(|known| known.name == text).map(|known| known.format).ok_or_else(|| {
            let names: Vec<_> = FORMATS.iter().map(|known| known.name).collect();
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
            assert_eq!(Format::from_file_name(&format!("a.b.{}", format.extension())), Some(format));
            assert_eq!(format.description().format, format);
        }
        assert_eq!(Format::from_file_name("graphml"), None);
    }

    #[test]
    fn no_two_formats_share_a_name_or_extension() {
        let mut names: Vec<_> = FORMATS.iter().map(|known| known.name).collect();
        let extensions =
            FORMATS.iter().flat_map(|known| known.extensions.iter().filter(|extension| **extension != known.name));
        names.extend(extensions);
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
