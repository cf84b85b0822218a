//! Lists the data files under `src/` so that they travel inside the binary.
//!
//! A data file is any file below `src/language`, `src/ontology` and `src/knowledge_base` that is neither a program
//! nor a manual nor, packed by gzip, made for training only. Adding one needs no change of code.

#![expect(clippy::expect_used, reason = "a build script has nobody to report to but cargo")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("bundled.rs");
    let mut table = String::new();
    for room in ["language", "ontology", "knowledge_base"] {
        let folder = root.join("src").join(room);
        println!("cargo:rerun-if-changed={}", folder.display());
        let mut files = Vec::new();
        collect(&folder, &mut files);
        files.sort();
        writeln!(table, "pub(crate) const {}: &[(&str, &[u8])] = &[", room.to_uppercase()).expect("a String takes all");
        for file in files {
            let name = file.strip_prefix(&folder).expect("collected below the folder");
            let name = name.to_str().expect("data files have UTF-8 names").replace('\\', "/");
            writeln!(table, "    ({name:?}, include_bytes!({:?})),", file.display().to_string())
                .expect("a String takes all");
        }
        table.push_str("];\n");
    }
    fs::write(out, table).expect("OUT_DIR can be written");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("folder can be listed").path();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={}", path.display());
            collect(&path, files);
        } else if !matches!(path.extension().and_then(|extension| extension.to_str()), Some("rs" | "md" | "py" | "gz"))
        {
            files.push(path);
        }
    }
}
