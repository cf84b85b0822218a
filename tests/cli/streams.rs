//! The contract with engines that run `extract` on a pipe: every line is accounted for.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use super::{GOOD, Shell};

fn record(id: &str) -> String {
    format!("{{\"id\":\"{id}\",\"text\":\"{}\"}}\n", GOOD.trim())
}

#[test]
fn errors_and_summary_in_band() {
    let shell = Shell::new();
    let input = format!("{}broken\n\n{}", record("a"), record("b"));
    let ran = shell.run_with_input("extract - --errors inline --summary inline", input.as_bytes()).expect(1, "");
    let kinds = ran.kinds();
    let documents = kinds.iter().filter(|kind| *kind == "document").count();
    assert_eq!(
        (documents, kinds.first().unwrap().as_str(), kinds.last().unwrap().as_str()),
        (2, "document", "summary")
    );
    let records = ran.records();
    let error = records.iter().find(|record| record["kind"] == "error").unwrap();
    assert_eq!((&error["source"], &error["code"]), (&"-#2".into(), &"invalid_json".into()));
    let summary = records.last().unwrap();
    assert_eq!((&summary["documents"], &summary["errors"]), (&2.into(), &1.into()));
}

#[test]
fn every_record_is_answered_before_the_next_is_sent() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_filature"))
        .args(["extract", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in ["a", "b"] {
        stdin.write_all(record(id).as_bytes()).unwrap();
        stdin.flush().unwrap();
        // Would wait for ever if the answer waited for the next record.
        let source = format!("\"source\":\"-#{id}\"");
        assert!(lines.by_ref().any(|line| line.unwrap().contains(&source)));
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_leaves_ends_the_run_in_silence() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_filature"))
        .args(["extract", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    for _ in 0..1000 {
        if stdin.write_all(record("a").as_bytes()).is_err() {
            break;
        }
    }
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(1), ""));
}

#[test]
fn standard_input_may_be_anything() {
    let shell = Shell::new();
    let html = format!("<!DOCTYPE html><html><body><article><p>{GOOD}</p></article></body></html>");
    for input in
        [GOOD.as_bytes().to_vec(), html.into_bytes(), super::gzip(GOOD.as_bytes()), super::gzip(record("a").as_bytes())]
    {
        let ran = shell.run_with_input("extract -", &input).expect(0, "");
        assert_eq!(ran.records()[0]["language"], "fr");
    }
}
