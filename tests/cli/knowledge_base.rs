//! `kb build`, `kb lookup`, `kb info`, and bases in use.

use super::{Shell, gzip};

const ENTRIES: &str = concat!(
    r#"{"id":"my:norvalis","type":"organization/company","name":"Norvalis","weight":60,"facts":[{"property":"country","value":"France"}]}"#,
    "\n",
    r#"{"wikidata":"Q90","type":"place/city","labels":{"en":"Paris"},"aliases":{"en":["Lutetia"]},"weight":99}"#,
    "\n",
);

#[test]
fn a_base_is_built_looked_into_and_counted() {
    let shell = Shell::new();
    shell.write("mine.jsonl.gz", &gzip(ENTRIES.as_bytes()));
    shell.write("more.csv", b"id,type,name,leads\nmy:ann,person,Ann Dorval,Norvalis\n");
    let ran = shell.run("kb build mine.jsonl.gz more.csv -o mine.kb");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("mine.jsonl.gz: 2 records read, 2 taken, 0 faulty"), "{}", ran.stderr);
    assert!(ran.stderr.contains("mine.kb: 3 entries"), "{}", ran.stderr);
    let ran = shell.run("kb lookup Lutetia --kb mine.kb").expect(0, "");
    assert!(ran.stdout.starts_with("0.99  wd:Q90  place/city  Paris\n      alias in `en`, exactly"), "{}", ran.stdout);
    assert!(ran.stdout.contains("from mine.jsonl.gz, more.csv"), "{}", ran.stdout);
    let ran = shell.run("kb lookup Paris --language fr --kb mine.kb").expect(0, "");
    assert_eq!(ran.stdout.matches("wd:Q90").count(), 1, "one entry in both bases: {}", ran.stdout);
    let ran = shell.run("kb lookup my:ann --facts --kb mine.kb --no-bundled-kb").expect(0, "");
    assert!(ran.stdout.contains("leads = Norvalis my:norvalis"), "{}", ran.stdout);
    assert_eq!(shell.run("kb lookup Zorbec --kb mine.kb").code, 1);
    let ran = shell.run("kb info --kb mine.kb --no-bundled-kb").expect(0, "");
    for line in ["3  entries", "1  entries of type person", "read from more.csv (csv): 1 records, 1 taken, 0 faulty"] {
        assert!(ran.stdout.contains(line), "{line}: {}", ran.stdout);
    }
}

#[test]
fn a_base_is_used_when_reading() {
    let shell = Shell::new();
    shell.write("mine.jsonl", ENTRIES.as_bytes());
    assert_eq!(shell.run("kb build mine.jsonl -o mine.kb").code, 0);
    shell.write("story.txt", b"Norvalis acquired GitHub in 2018, Norvalis said on Monday.\n");
    let ran = shell.run("extract story.txt --kb mine.kb --quiet").expect(0, "");
    assert!(ran.stdout.contains("\"my:norvalis\""), "{}", ran.stdout);
    let ran = shell.run("extract story.txt --quiet").expect(0, "");
    assert!(!ran.stdout.contains("\"my:norvalis\""), "{}", ran.stdout);
}

#[test]
fn what_cannot_be_read_is_named() {
    let shell = Shell::new();
    shell.write("mine.jsonl", b"{\"id\":\"my:a\",\"type\":\"person\",\"name\":\"Ann Dorval\"}\n{\"id\":\"my:b\"}\n");
    let ran = shell.run("kb build mine.jsonl -o mine.kb");
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("error[invalid-entry]"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--> mine.jsonl:2"), "{}", ran.stderr);
    shell.write("story.txt", b"Nothing of the kind.\n");
    let ran = shell.run("kb build story.txt -o other.kb");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("error[unknown-format]"), "{}", ran.stderr);
    let ran = shell.run("kb lookup Ann --kb story.txt");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("error[not-a-knowledge-base]"), "{}", ran.stderr);
    assert_eq!(shell.run("kb build missing.jsonl -o other.kb").code, 2);
}
