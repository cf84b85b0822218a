//! Whatever is wrong with one document is said, with its name, and leaves the others unharmed.

use super::{GOOD, Shell, gzip};

/// Extracts `bad` beside a good document: exit code 1, the message, and the good document's records.
#[track_caller]
fn beside_good(shell: &Shell, bad: &str, stderr: &str) {
    let ran = shell.run(&format!("extract good.txt {bad}")).expect(1, stderr);
    assert_eq!(ran.records()[0]["source"], "good.txt");
    let ran = shell.run(&format!("extract {bad} good.txt"));
    assert_eq!(ran.code, 1);
    assert_eq!(ran.records()[0]["source"], "good.txt");
}

#[test]
fn empty_file() {
    let shell = Shell::with_good_document();
    shell.write("empty.txt", b"");
    beside_good(&shell, "empty.txt", "error[empty-document]: the file is empty\n  --> empty.txt");
    shell.write("empty.jsonl", b"\n\n");
    beside_good(&shell, "empty.jsonl", "error[empty-document]: there is no record in it\n  --> empty.jsonl");
    shell.write("empty.html", b"<html><script>var x</script></html>");
    beside_good(
        &shell,
        "empty.html",
        "error[no-article]: the page holds no text that can be read
  --> empty.html
  = hint: pages made by scripts must be saved after the browser has drawn them",
    );
}

#[test]
fn binary_file() {
    let shell = Shell::with_good_document();
    let noise: Vec<u8> = (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    shell.write("noise.dat", &noise);
    beside_good(
        &shell,
        "noise.dat",
        "error[binary-document]: this is binary data, not text
  --> noise.dat
  = hint: give text, Markdown, HTML or JSON Lines",
    );
    shell.write("report.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj");
    beside_good(
        &shell,
        "report.pdf",
        "error[binary-document]: this is a PDF file, not text
  --> report.pdf
  = hint: take the text out first, for example with `pdftotext`",
    );
}

#[test]
fn fifty_megabytes_in_one_line() {
    let shell = Shell::with_good_document();
    shell.write("big.txt", &vec![b'a'; 50 << 20]);
    beside_good(
        &shell,
        "big.txt",
        "error[too-large]: the document has more than 16 MiB
  --> big.txt
  = hint: one document is one article: cut collections into JSON Lines, or raise --max-document-size",
    );
    let mut lines = vec![b'a'; 50 << 20];
    lines.extend_from_slice(format!("\n{{\"id\":\"after\",\"text\":\"{}\"}}\n", GOOD.trim()).as_bytes());
    shell.write("big.jsonl", &lines);
    let ran = shell.run("extract big.jsonl").expect(
        1,
        "error[too-large]: the line has more than 16 MiB
  --> big.jsonl:1
  = hint: one document is one article: cut collections into JSON Lines, or raise --max-document-size",
    );
    assert_eq!(ran.records()[0]["source"], "big.jsonl#after");
}

#[test]
fn truncated_gzip() {
    let shell = Shell::with_good_document();
    let mut bytes = gzip(GOOD.repeat(50).as_bytes());
    bytes.truncate(bytes.len() / 2);
    shell.write("cut.txt.gz", &bytes);
    beside_good(
        &shell,
        "cut.txt.gz",
        "error[damaged-archive]: the gzip stream ends before its end: the file is cut off
  --> cut.txt.gz
  = hint: fetch or pack the file again",
    );
}

#[test]
fn decompression_bomb() {
    let shell = Shell::with_good_document();
    shell.write("bomb.gz", &gzip(&vec![b' '; 64 << 20]));
    beside_good(
        &shell,
        "bomb.gz",
        "error[too-large]: the document has more than 16 MiB once the gzip is unpacked
  --> bomb.gz
  = hint: one document is one article: cut collections into JSON Lines, or raise --max-document-size",
    );
}

#[test]
fn invalid_json_on_line_3() {
    let shell = Shell::new();
    let record = |id: &str| format!("{{\"id\":\"{id}\",\"text\":\"{}\"}}", GOOD.trim());
    let lines = [record("a"), record("b"), "{\"text\": oops}".to_owned(), record("d"), "{\"id\":5}".to_owned()];
    shell.write("news.jsonl", lines.join("\n").as_bytes());
    let ran = shell.run("extract news.jsonl").expect(
        1,
        "error[invalid-json]: expected value
  --> news.jsonl:3:10
  = hint: each line is one JSON object with at least a `text`
error[missing-text]: the record has no `text`
  --> news.jsonl:5
  = hint: `text` holds the article; id, title, url, published, publisher and language may stand beside it",
    );
    let sources: Vec<_> = ran
        .records()
        .iter()
        .filter(|record| record["kind"] == "document")
        .map(|record| record["source"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(sources, ["news.jsonl#a", "news.jsonl#b", "news.jsonl#d"]);
}

#[test]
fn json_that_is_not_lines_is_told_once() {
    let shell = Shell::with_good_document();
    shell.write("pretty.json", b"{\n  \"text\": \"a\"\n}\n");
    beside_good(
        &shell,
        "pretty.json",
        "error[invalid-json]: this is JSON, but not one object a line
  --> pretty.json:1
  = hint: `jq -c '.[]?'` or `jq -c .` writes JSON Lines",
    );
}

#[test]
fn missing_folder() {
    let shell = Shell::with_good_document();
    let missing = "error[missing-input]: there is no such file or folder
  --> nowhere
  = hint: check the spelling, and the folder the program runs in";
    beside_good(&shell, "nowhere", missing);
    shell.run("build nowhere -o graph.graphml").expect(3, &format!("{missing}\nerror: no document could be read"));
    assert!(!shell.has("graph.graphml"));
}

#[test]
fn a_folder_without_documents() {
    let shell = Shell::new();
    shell.write("folder/.hidden", b"x");
    shell.run("extract folder").expect(3, "error: there is no document in the input");
}

#[test]
fn unwritable_output_is_known_before_the_work() {
    let shell = Shell::with_good_document();
    shell.write("folder/file", b"x");
    shell.run("build good.txt -o nowhere/graph.graphml").expect(
        2,
        "error[unwritable-output]: the folder it should stand in does not exist
  --> nowhere/graph.graphml
  = hint: make the folder first, or choose another",
    );
    shell
        .run("build good.txt -o fine.graphml --format graphml -o folder")
        .expect(2, "error[unwritable-output]: this is a folder\n  --> folder\n  = hint: name a file in it");
    assert!(!shell.has("fine.graphml"));
    shell.run("extract good.txt -o folder/file/claims.jsonl").expect(
        2,
        "error[unwritable-output]: part of its path is a file
  --> folder/file/claims.jsonl
  = hint: choose another path",
    );
}

#[test]
fn a_language_nobody_reads() {
    let shell = Shell::with_good_document();
    let german = "Der Bundeskanzler hat am Montag in Berlin den Präsidenten getroffen, wie es in Kreisen hieß.";
    shell.write("german.txt", german.as_bytes());
    beside_good(
        &shell,
        "german.txt",
        "error[unknown-language]: the text looks like none of the known languages (English, French)
  --> german.txt
  = hint: say which one it is with --language, or leave it out",
    );
    assert_eq!(shell.run("extract german.txt --language fr").code, 0);
    shell
        .run("extract good.txt --language xx")
        .expect(2, "error[unknown-language]: there is no language `xx`\n  = hint: known are auto, en, fr");
}

#[test]
fn strict_stops_and_writes_nothing() {
    let shell = Shell::with_good_document();
    shell.write("a.txt", b"");
    shell.run("build a.txt good.txt -o graph.graphml --strict").expect(
        1,
        "error[empty-document]: the file is empty
  --> a.txt
stopped at the first document that could not be read (--strict)",
    );
    assert!(!shell.has("graph.graphml"));
}

#[test]
fn a_claims_file_with_a_fault_is_refused_whole() {
    let shell = Shell::with_good_document();
    assert_eq!(shell.run("extract good.txt -o claims.jsonl").code, 0);
    let mut text = shell.read("claims.jsonl");
    text.push_str("{\"kind\":\"claim\"}\n");
    shell.write("claims.jsonl", text.as_bytes());
    let ran = shell.run("merge claims.jsonl -o merged.jsonl");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("--> claims.jsonl:"), "{}", ran.stderr);
    assert!(!shell.has("merged.jsonl"));
    assert_eq!(shell.run("merge nowhere.jsonl").code, 3);
}
