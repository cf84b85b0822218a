//! HTML: one page to look around in, a single file that loads nothing.
//!
//! It holds all nodes, edges, claims, sentences and documents, and what shows them: a graph on a canvas, filters,
//! a slider of time, a table with CSV. It cannot hold mentions of what nothing is claimed of, and candidates of links.
//! Graphs of more than 5,000 joined nodes are drawn by their backbone, and the page says so; search and table have all.
//!
//! The page is our own: `html/page.html`, `html/page.css`, `html/*.js` and the words of its interface,
//! `html/words.toml`. Texts of documents enter it as JSON only, in which every character that could end a
//! script or hide one is escaped, and leave it as text nodes only. A policy in its head allows these scripts and
//! styles, by their hash, and no request.

mod data;
mod script_text;

use std::io::{self, Write};

use serde::Serialize as _;
use sha2::{Digest as _, Sha256};

use self::data::Page;
use self::script_text::ScriptText;
use super::ExportOptions;
use crate::graph::KnowledgeGraph;
use crate::ontology::Ontology;

const PAGE: &str = include_str!("html/page.html");
const STYLE: &str = include_str!("html/page.css");

/// In the order in which they run: each uses what stands before it.
const SCRIPTS: &[&str] = &[
    include_str!("html/data.js"),
    include_str!("html/filters.js"),
    include_str!("html/drawing.js"),
    include_str!("html/pointer.js"),
    include_str!("html/details.js"),
    include_str!("html/table.js"),
    include_str!("html/search.js"),
    include_str!("html/main.js"),
];

pub(super) fn write(
    graph: &KnowledgeGraph,
    ontology: &Ontology,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let script = format!("\"use strict\";\n(() => {{\n{}\n}})();\n", SCRIPTS.join("\n"));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(&script),
        hash(STYLE)
    );
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once("{{") {
        out.write_all(before.as_bytes())?;
        let (hole, after) = after.split_once("}}").unwrap_or((after, ""));
        match hole {
            "POLICY" => out.write_all(policy.as_bytes())?,
            "STYLE" => out.write_all(STYLE.as_bytes())?,
            "SCRIPT" => out.write_all(script.as_bytes())?,
            _ => write_data(graph, ontology, options, out)?,
        }
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

fn write_data(
    graph: &KnowledgeGraph,
    ontology: &Ontology,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let page = Page::new(graph, ontology, options);
    page.serialize(&mut serde_json::Serializer::with_formatter(out, ScriptText::default())).map_err(io::Error::from)
}

/// SHA-256 in Base64 (RFC 4648), as a content security policy names a script.
fn hash(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(text.as_bytes());
    let mut encoded = String::new();
    for bytes in digest.chunks(3) {
        let word = bytes.iter().fold(0_u32, |word, &byte| word << 8 | u32::from(byte)) << (8 * (3 - bytes.len()));
        for place in 0..4 {
            let digit = DIGITS[(word >> (18 - 6 * place)) as usize & 63];
            encoded.push(if place <= bytes.len() { char::from(digit) } else { '=' });
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_what_browsers_compute() {
        // From the specification of content security policies, level 3, section 8.4.
        assert_eq!(hash("doSomething();"), "RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc=");
    }

    #[test]
    fn neither_script_nor_style_ends_itself() {
        for text in SCRIPTS.iter().chain([&STYLE]) {
            assert!(!text.contains("</") && !text.contains("<!--"));
            assert!(!text.contains("innerHTML") && !text.contains("insertAdjacentHTML"), "texts are text nodes");
        }
    }

    #[test]
    fn every_word_of_the_page_is_in_its_file() {
        let words: std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>> =
            toml::from_str(include_str!("html/words.toml")).unwrap();
        let languages: Vec<_> = words["language"].keys().collect();
        for (key, by_language) in &words {
            assert_eq!(by_language.keys().collect::<Vec<_>>(), languages, "{key}");
        }
        let known = |key: &str| words.contains_key(key) || super::super::words::all().contains_key(key);
        let script = SCRIPTS.join("\n");
        let asked = script.split("word(\"").skip(1).filter_map(|rest| rest.split('"').next());
        let shown = PAGE.split("data-word").skip(1).filter_map(|rest| rest.split('"').nth(1));
        let columns = script.split("{ word: \"").skip(1).filter_map(|rest| rest.split('"').next());
        let missing: Vec<_> = asked.chain(shown).chain(columns).filter(|key| !known(key)).collect();
        assert_eq!(missing, Vec::<&str>::new());
    }
}
