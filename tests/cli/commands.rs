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

    // The text of the first mention in the file gets a letter too many.
    let claims = shell.read("claims.jsonl");
    let mention = claims.find("\"kind\":\"mention\"").unwrap();
    let text = mention + claims[mention..].find("\"text\":\"").unwrap() + "\"text\":\"".len();
    shell.write("tampered.jsonl", format!("{}X{}", &claims[..text], &claims[text..]).as_bytes());
    let ran = shell.run("verify tampered.jsonl --documents articles");
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("error[wrong-mention]: the mention at "), "{}", ran.stderr);

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
fn explain_marks_the_parts_of_a_sentence() {
    let shell = Shell::new();
    shell.write("a.txt", "Emmanuel Macron a rencontré Olaf Scholz à Berlin.".as_bytes());
    shell.run("extract a.txt -o claims.jsonl");
    let ran = shell.run("explain claims.jsonl --subject macron --object SCHOLZ");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let quote = "    Emmanuel Macron a rencontré Olaf Scholz à Berlin.\n";
    let marks = ran.stdout.split_once(quote).unwrap().1.lines().next().unwrap();
    assert!(marks.starts_with("    SSSSSSSSSSSSSSS   TTTTTTTTT OOOOOOOOOOO"), "{}", ran.stdout);
}

#[test]
fn annotate_keeps_given_tokens() {
    let shell = Shell::with_good_document();
    let first = shell.run("annotate good.txt").expect(0, "");
    shell.write("good.conllu", first.stdout.as_bytes());
    let again = shell.run("annotate good.conllu --input-format conllu").expect(0, "");
    let tokens = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).map(str::to_owned).collect()
    };
    assert!(tokens(&first.stdout).len() > 10);
    assert_eq!(tokens(&first.stdout), tokens(&again.stdout));
    let ran = shell.run("annotate good.txt --format json").expect(0, "");
    assert_eq!(ran.records()[0]["sentences"][0]["tokens"][0]["form"], "Le");
    shell.write("bad.conllu", b"1\tLe\n");
    let ran = shell.run("annotate bad.conllu --input-format conllu");
    assert!(ran.code == 3 && ran.stderr.contains("--> bad.conllu:1"), "{}", ran.stderr);
    assert_eq!(shell.run("extract good.conllu --input-format conllu").code, 2);
}

#[test]
fn train_names_the_files_it_misses() {
    let shell = Shell::new();
    shell.write("data/x.conllu", b"");
    let language = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/language/fr");
    let ran = shell.run(&format!("train {} --data data --output .", language.display()));
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("error[missing-training-file]: no file `"), "{}", ran.stderr);
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

#[test]
fn evaluate_reader_finds_no_fault_in_its_own_reading() {
    let shell = Shell::new();
    shell.write("a.txt", b"The mayor of Lorvik resigned on Monday. She didn't say why.");
    let own = shell.run("annotate a.txt --language en").expect(0, "");
    shell.write("own.conllu", own.stdout.as_bytes());
    let ran = shell.run("evaluate reader own.conllu --language en --table reader.tsv").expect(0, "");
    let row: Vec<&str> = ran.stdout.lines().find(|line| line.starts_with("own\ten\t")).unwrap().split('\t').collect();
    assert_eq!(row[2], "14");
    assert!(row[3..].iter().all(|&figure| figure == "100.00"), "{row:?}");
    assert_eq!(shell.read("reader.tsv"), ran.stdout);
}
