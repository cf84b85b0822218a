//! What each command answers when all is well, or nearly.

use super::{GOOD, Shell};

#[test]
fn verify_finds_nothing_and_then_every_change() {
    let shell = Shell::new();
    shell.copy_examples();
    assert_eq!(shell.run("extract articles -o claims.jsonl").code, 0);
    let ran = shell.run("verify claims.jsonl --documents articles");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.trim_end().ends_with(": 0 differences"), "{}", ran.stderr);

    let name = "articles/five-days-at-openai.txt";
    shell.write(name, format!("{} ", shell.read(name)).as_bytes());
    let ran = shell.run("verify claims.jsonl --documents articles");
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("error[changed-document]: the text has changed"), "{}", ran.stderr);
    std::fs::remove_file(shell.path(name)).unwrap();
    let ran = shell.run("verify claims.jsonl --documents articles");
    assert!(ran.stderr.contains("error[missing-document]"), "{}", ran.stderr);
}

#[test]
fn explain_says_when_nothing_fits() {
    let shell = Shell::with_good_document();
    shell.run("extract good.txt -o claims.jsonl");
    shell.run("explain claims.jsonl --relation spoke_with").expect(1, "no claim fits");
}

#[test]
fn diff_of_equal_files_is_empty() {
    let shell = Shell::with_good_document();
    shell.run("extract good.txt -o claims.jsonl");
    let ran = shell.run("diff claims.jsonl claims.jsonl").expect(0, "0 claims gained, 0 lost, 0 with other evidence");
    assert_eq!(ran.stdout, "");
}

#[test]
fn outputs_by_extension_or_by_name() {
    let shell = Shell::with_good_document();
    let ran = shell.run("build good.txt -o graph.doc");
    let message = "error[unknown-format]: the extension names no format
  --> graph.doc
  = hint: say it with --format; known are claims (.jsonl), graphml (.graphml)";
    assert!(ran.code == 2 && ran.stderr.starts_with(message), "{}", ran.stderr);
    assert_eq!(shell.run("build good.txt -o graph.xml --format graphml").code, 0);
    assert!(shell.read("graph.xml").contains("<graphml"));
    let ran = shell.run("build good.txt -o - --format claims -q").expect(0, "");
    assert_eq!(ran.kinds()[0], "document");
}

#[test]
fn an_output_keeps_the_permissions_of_the_file_it_replaces() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let shell = Shell::with_good_document();
        shell.write("claims.jsonl", b"old");
        let path = shell.path("claims.jsonl");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert_eq!(shell.run("extract good.txt -o claims.jsonl").code, 0);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(shell.read("claims.jsonl").starts_with("{\"kind\":\"document\""));
        // Nothing is left of the file that was written first.
        assert_eq!(std::fs::read_dir(shell.folder.path()).unwrap().count(), 2);
    }
}

#[test]
fn folders_are_read_in_order_and_hidden_files_are_not() {
    let shell = Shell::new();
    for name in ["b/2.txt", "b/10.txt", "a.md", "c/.git/x.txt", ".hidden.txt", "c/d/e.txt"] {
        shell.write(&format!("in/{name}"), GOOD.as_bytes());
    }
    let sources: Vec<_> = shell
        .run("extract in")
        .records()
        .iter()
        .filter(|record| record["kind"] == "document")
        .map(|record| record["source"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(sources, ["in/a.md", "in/b/10.txt", "in/b/2.txt", "in/c/d/e.txt"]);
}

#[test]
fn check_speaks_like_a_compiler() {
    let shell = Shell::new();
    shell.write("fr/boilerplate.toml", b"[[group]]\nname = \"x\"\nlongest = \"many\"\n");
    shell.write("fr/rules/.keep", b"");
    let ran = shell.run("check fr");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("--> fr/boilerplate.toml:3:11"), "{}", ran.stderr);
    shell.write("nothing/x.bin", b"");
    let ran = shell.run("check nothing");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.starts_with("error[no-data]"), "{}", ran.stderr);
}

#[test]
fn schemas_are_listed_and_printed() {
    let shell = Shell::new();
    let ran = shell.run("schema").expect(0, "");
    assert!(ran.stdout.starts_with("claims"), "{}", ran.stdout);
    let ran = shell.run("schema claims").expect(0, "");
    assert!(serde_json::from_str::<serde_json::Value>(&ran.stdout).unwrap().is_object());
    assert_eq!(shell.run("schema nothing").code, 2);
}

#[test]
fn every_command_has_help_with_an_example() {
    let shell = Shell::new();
    let overview = shell.run("--help").stdout;
    let commands: Vec<_> = overview
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.len() > 2 && !line[2..].starts_with(' '))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect();
    assert!(commands.len() >= 10, "{overview}");
    for command in commands {
        let help = shell.run(&format!("{command} --help")).stdout;
        assert!(help.contains("Example: "), "{command} has no example:\n{help}");
    }
}

#[test]
fn wrong_usage_is_2() {
    let shell = Shell::new();
    for arguments in
        ["", "nothing", "build", "build x", "extract x --time-limit 0", "export x -o y.jsonld --base nowhere"]
    {
        assert_eq!(shell.run(arguments).code, 2, "{arguments}");
    }
}
