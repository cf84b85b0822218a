//! Import directions and other invariants of `src/ARCHITECTURE.md`, checked from the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What each room may import from the crate. A room may always import itself.
const DIRECTIONS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("diagnostic", &[]),
    ("data_folder", &["diagnostic"]),
    ("learn", &["model"]),
    ("language", &["model", "diagnostic", "data_folder", "learn"]),
    ("ontology", &["model", "diagnostic", "data_folder"]),
    ("knowledge_base", &["model", "diagnostic", "data_folder"]),
    ("read", &["model", "diagnostic", "language"]),
    ("annotate", &["model", "language", "learn"]),
    ("detect", &["model", "language", "knowledge_base"]),
    ("link", &["model", "language", "knowledge_base"]),
    ("extract", &["model", "diagnostic", "language", "ontology"]),
    ("fuse", &["model", "ontology"]),
    ("graph", &["model"]),
    ("record", &["model", "diagnostic", "fuse"]),
    // Written exception: the claims file is one of the formats a graph's claims can be exported to.
    ("export", &["model", "graph", "ontology", "record"]),
];

/// Rooms that join others and are therefore free: the pipeline, the resources, what answers a user's question
/// over several rooms.
const JOINTS: &[&str] = &["lib", "pipeline", "resources", "evaluate", "training", "explain", "verify"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Files that a parent declares as `#[cfg(test)] mod name;`: tests may bring their own data and look further.
fn test_only_modules(files: &[PathBuf]) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for path in files {
        let text = fs::read_to_string(path).unwrap();
        let folder = if path.file_name().is_some_and(|name| name == "mod.rs" || name == "lib.rs") {
            path.parent().unwrap().to_owned()
        } else {
            path.with_extension("")
        };
        for declared in text.split("#[cfg(test)]\nmod ").skip(1) {
            let (name, rest) = declared.split_at(declared.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap());
            if rest.starts_with(';') {
                found.insert(folder.join(format!("{name}.rs")));
            }
        }
    }
    found
}

/// Library sources by room, tests at the bottom of a file cut off.
fn library() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let test_only = test_only_modules(&files);
    files
        .into_iter()
        .filter(|path| !path.starts_with(root.join("bin")) && !test_only.contains(path))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod ").next().unwrap().to_owned();
            let relative = path.strip_prefix(&root).unwrap();
            let room = relative.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs");
            (room.to_owned(), relative.to_owned(), code)
        })
        .collect()
}

/// Code lines without comments, so that a doc link to another room is not an import.
fn code_lines(code: &str) -> impl Iterator<Item = (usize, &str)> {
    code.lines().enumerate().map(|(index, line)| (index + 1, line.trim())).filter(|(_, line)| !line.starts_with("//"))
}

/// Rooms named on a line as `crate::room`.
fn rooms_on(line: &str) -> Vec<String> {
    line.match_indices("crate::")
        .map(|(at, _)| line[at + "crate::".len()..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect()
}

#[test]
fn imports_go_one_way() {
    let directions: BTreeMap<_, BTreeSet<_>> =
        DIRECTIONS.iter().map(|(room, allowed)| (*room, allowed.iter().copied().collect())).collect();
    let mut wrong = Vec::new();
    for (room, path, code) in library() {
        let Some(allowed) = directions.get(room.as_str()) else { continue };
        for (number, line) in code_lines(&code) {
            assert!(!line.contains("crate::{"), "src/{}:{number}: one `use crate::room` a line", path.display());
            for other in rooms_on(line) {
                let known = directions.contains_key(other.as_str()) || JOINTS.contains(&other.as_str());
                if known && other != room && !allowed.contains(other.as_str()) {
                    wrong.push(format!("src/{}:{number}: {room} may not touch {other}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn only_graph_and_export_know_petgraph() {
    for (room, path, code) in library() {
        if room != "graph" && room != "export" {
            assert!(!code_lines(&code).any(|(_, line)| line.contains("petgraph")), "src/{}", path.display());
        }
    }
}

#[test]
fn the_library_reads_neither_clock_nor_environment() {
    let forbidden = ["SystemTime::now", "Instant::now", "std::env::", "Zoned::now", "Timestamp::now", "thread_rng"];
    for (_, path, code) in library() {
        for (number, line) in code_lines(&code) {
            for call in forbidden {
                assert!(!line.contains(call), "src/{}:{number}: {call}", path.display());
            }
        }
    }
}

#[test]
fn no_code_asks_which_language_it_is() {
    for (_, path, code) in library() {
        for (number, line) in code_lines(&code) {
            let compares = ["==", "!=", "=>", "matches!"].iter().any(|sign| line.contains(sign));
            let names_one = ["\"fr\"", "\"en\""].iter().any(|tag| line.contains(tag));
            assert!(!(compares && names_one), "src/{}:{number}: {line}", path.display());
        }
    }
}

#[test]
fn every_language_fills_the_same_form() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/language");
    let mut folders = BTreeMap::new();
    for entry in fs::read_dir(&root).unwrap() {
        let path = entry.unwrap().path();
        if path.join("language.toml").is_file() {
            let mut names = BTreeSet::new();
            list(&path, &path, &mut names);
            folders.insert(path.file_name().unwrap().to_str().unwrap().to_owned(), names);
        }
    }
    assert!(folders.len() >= 2, "French and English are there");
    let (first, expected) = folders.iter().next().unwrap();
    for (language, names) in &folders {
        let differing: Vec<_> = expected.symmetric_difference(names).collect();
        assert!(differing.is_empty(), "{first} and {language} differ in {differing:?}");
    }
}

fn list(root: &Path, folder: &Path, names: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(root, &path, names);
        } else {
            names.insert(path.strip_prefix(root).unwrap().to_owned());
        }
    }
}
