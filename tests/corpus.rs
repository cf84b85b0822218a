//! Runs the literate corpus of `tests/corpus/<language>/**/*.md`; its manual is `tests/corpus/README.md`.
//!
//! `UPDATE_CORPUS=1 cargo test --test main corpus` rewrites the marks (`not yet`, `wrong`) to what the program
//! does now; the diff is then read by a person. `CORPUS=<part of path or heading>` runs only these cases.

mod case;
mod check;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use filature::model::Document;
use filature::pipeline::Pipeline;

use case::CorpusFile;
use check::{Tally, Verdict};

#[test]
fn corpus_says_what_the_program_does() {
    let pipeline = Pipeline::bundled().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let update = std::env::var_os("UPDATE_CORPUS").is_some();
    let only = std::env::var("CORPUS").unwrap_or_default();
    let (mut report, mut tally) = (String::new(), Tally::default());
    for language in ["en", "fr"] {
        let mut cases = 0;
        for path in markdown_files(&root.join(language)) {
            let shown = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
            let mut file = CorpusFile::parse(&shown, language, &fs::read_to_string(&path).unwrap())
                .unwrap_or_else(|fault| panic!("{fault}"));
            cases += file.cases.len();
            let mut edits = Vec::new();
            for case in &file.cases {
                if !(shown.contains(&only) || case.heading.contains(&only)) {
                    continue;
                }
                let unknown = case.unknown_words(&pipeline.resources().ontology);
                assert!(unknown.is_empty(), "{shown}:{}: not in the ontology: {unknown:?}", case.line + 1);
                let reading = pipeline
                    .read(Document::new(case.document(&shown, language)))
                    .unwrap_or_else(|| panic!("{shown}: no pack reads {language}"));
                let verdict = Verdict::new(case, &reading, &pipeline.resources().ontology);
                tally.add(&verdict);
                if !verdict.faults.is_empty() {
                    let _ = write!(report, "\n{shown}:{}: {}\n{}", case.line + 1, case.heading, case.quoted());
                    for fault in &verdict.faults {
                        let _ = writeln!(report, "  {fault}");
                    }
                }
                edits.extend(verdict.edits);
            }
            if update && !edits.is_empty() {
                file.rewrite(edits);
                fs::write(&path, file.text()).unwrap();
            }
        }
        assert!(cases >= 60, "only {cases} cases for {language}: has the folder moved?");
    }
    // Seen with `--nocapture`, and above every failure.
    println!("{tally}");
    assert!(
        report.is_empty() || update,
        "{report}\n{tally}\nIf the program is right, or no longer wrong: UPDATE_CORPUS=1 cargo test --test main corpus"
    );
}

fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(markdown_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    files.sort();
    files
}
