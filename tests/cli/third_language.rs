//! A language that the program has never heard of, from a folder of data alone: trained, checked, read.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::Shell;

/// Copies `tests/third_language` into the shell's folder; gives how many files there were.
fn copy_folder(shell: &Shell, from: &Path, to: &str) -> usize {
    let entries = fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| {
            let to = format!("{to}/{}", path.file_name().unwrap().to_str().unwrap());
            if path.is_dir() {
                return copy_folder(shell, &path, &to);
            }
            shell.write(&to, &fs::read(&path).unwrap());
            1
        })
        .sum()
}

#[test]
fn a_language_is_a_folder_of_data() {
    let shell = Shell::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/third_language");
    assert!(copy_folder(&shell, &folder, "languages") > 15);
    shell.write("first/.keep", b"");
    let trained = shell.run("train languages/eo --data languages/eo --output first --quiet");
    assert_eq!((trained.code, trained.stderr.as_str()), (0, ""));
    // The same data give the same models, bit for bit.
    shell.run("train languages/eo --data languages/eo --output languages/eo --quiet").expect(0, "");
    for model in ["lexicon", "segmenter", "tagger", "lemmatizer", "parser", "names"] {
        let bytes = |folder: &str| fs::read(shell.path(&format!("{folder}/reader/{model}.bin"))).unwrap();
        assert!(bytes("first") == bytes("languages/eo"), "{model} differs");
    }
    // Its rule is run on its examples, as those of every language are.
    assert_eq!(shell.run("check languages --own-data-only").code, 0);

    let text = "La firmo Tandek aĉetis Sulmet en Varno. Mirolin estis aĉetita de Zorbec. Ana Kolar vizitis Belvor.\n";
    shell.write("novaĵo.txt", text.as_bytes());
    let ran = shell.run("extract novaĵo.txt --languages languages --language eo --quiet").expect(0, "");
    let records = ran.records();
    assert_eq!(records[0]["language"], "eo");
    let claims: Vec<String> = records
        .iter()
        .filter(|record| record["kind"] == "claim")
        .map(|claim| {
            let end = |key: &str| claim[key].as_str().unwrap().rsplit('.').next().unwrap().to_owned();
            format!(
                "{} {} {} by {}",
                end("subject"),
                claim["relation"].as_str().unwrap(),
                end("object"),
                claim["evidence"][0]["rule"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(claims, ["tandek acquired sulmet by eo/money/acheti", "zorbec acquired mirolin by eo/money/acheti"]);
    let ran = shell.run("annotate novaĵo.txt --languages languages --language eo --format json --quiet").expect(0, "");
    let names: Vec<String> = ran.records()[0]["mentions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|mention| mention["form"] == "name")
        .map(|mention| format!("{} {}", mention["text"].as_str().unwrap(), mention["type"].as_str().unwrap_or("?")))
        .collect();
    assert!(names.contains(&"Ana Kolar person".to_owned()) && names.contains(&"Varno place".to_owned()), "{names:?}");
}

/// Trees of `texts.jsonl`, kept without its words, teach the parser what the treebank does not; trees that fit no
/// sentence are not passed over in silence.
#[test]
fn trees_without_texts_teach_the_parser() {
    let shell = Shell::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/third_language");
    copy_folder(&shell, &folder, "languages");
    let recipe = fs::read_to_string(folder.join("eo/training.toml")).unwrap();
    let texts = "{\"text\": \"Hodiaŭ Sulmet silentis.\"}\n";
    shell.write("languages/eo/texts.jsonl", texts.as_bytes());
    let source = "[silver]\ntrees = \"trees.tsv\"\ntexts = [{ file = \"texts.jsonl\", sha256 = \"SHA\" }]\n\n[[names]]";
    let source = source.replace("SHA", &sha256(texts));
    shell.write("languages/eo/training.toml", recipe.replace("[[names]]", &source).as_bytes());
    let tree = |words: &str, tree: &str| format!("{}\t{tree}\n", &sha256(words)[..12]);

    // A relation that no treebank has, so that it can only come from here.
    shell.write(
        "languages/eo/trees.tsv",
        tree("Hodiaŭ Sulmet silentis .", "3:vocative 3:nsubj 0:root 3:punct").as_bytes(),
    );
    shell.run("train languages/eo --data languages/eo --output languages/eo --quiet").expect(0, "");
    shell.write("texto.txt", "Hodiaŭ Sulmet silentis.\n".as_bytes());
    let read =
        shell.run("annotate texto.txt --languages languages --language eo --format conllu --quiet").expect(0, "");
    assert!(read.stdout.contains("\t3\tvocative\t"), "{}", read.stdout);

    shell
        .write("languages/eo/trees.tsv", tree("Hieraŭ Sulmet kriis .", "3:vocative 3:nsubj 0:root 3:punct").as_bytes());
    let ran = shell.run("train languages/eo --data languages/eo --output languages/eo --quiet");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("error[stale-silver-trees]: of 1 trees only 0 find their sentence"), "{}", ran.stderr);
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"))
}
