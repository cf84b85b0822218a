//! Neither order, nor threads, nor the way of merging changes a byte.

use super::Shell;

/// Names of the example articles, sorted.
fn articles(shell: &Shell) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(shell.path("articles"))
        .unwrap()
        .map(|entry| format!("articles/{}", entry.unwrap().file_name().to_str().unwrap()))
        .collect();
    names.sort();
    names
}

#[test]
fn any_order_any_threads_any_grouping() {
    let shell = Shell::new();
    shell.copy_examples();
    let names = articles(&shell);
    let backwards: Vec<_> = names.iter().rev().cloned().collect();
    let (first, rest) = names.split_at(names.len() / 3);
    for (inputs, threads, output) in [
        ("articles".to_owned(), 1, "one.jsonl"),
        ("articles".to_owned(), 2, "two.jsonl"),
        (backwards.join(" "), 2, "backwards.jsonl"),
        (first.join(" "), 1, "first.jsonl"),
        (rest.join(" "), 3, "rest.jsonl"),
    ] {
        assert_eq!(shell.run(&format!("extract {inputs} --threads {threads} -o {output}")).code, 0);
    }
    assert_eq!(shell.read("one.jsonl"), shell.read("two.jsonl"));
    shell.run("merge first.jsonl rest.jsonl -o parts.jsonl");
    for (merge, output) in [
        ("one.jsonl", "a"),
        ("backwards.jsonl", "b"),
        ("rest.jsonl first.jsonl", "c"),
        ("parts.jsonl two.jsonl rest.jsonl", "d"),
    ] {
        assert_eq!(shell.run(&format!("merge {merge} -o {output}.jsonl")).code, 0);
        let ran = shell.run(&format!("export {output}.jsonl -o {output}.graphml -o {output}.jsonld -o {output}.nq"));
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    for extension in ["jsonl", "graphml", "jsonld", "nq"] {
        let expected = shell.read(&format!("a.{extension}"));
        for other in ["b", "c", "d"] {
            assert!(expected == shell.read(&format!("{other}.{extension}")), "a and {other} differ in .{extension}");
        }
    }
    shell.run("build articles -o built.graphml -o built.jsonl");
    assert_eq!(shell.read("built.graphml"), shell.read("a.graphml"));
    assert_eq!(shell.read("built.jsonl"), shell.read("a.jsonl"));
}
