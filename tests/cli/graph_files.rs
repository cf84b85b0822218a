//! Formats of several files, and filters.

use super::Shell;

const STORY: &str = "Emmanuel Macron a rencontré Olaf Scholz à Berlin. Olaf Scholz a rencontré Joe Biden en 2021.\n\n\
    Emmanuel Macron n'a pas rencontré Joe Biden.";

#[test]
fn a_format_of_several_files_names_them_after_the_output() {
    let shell = Shell::with_good_document();
    let ran = shell.run("build good.txt -o graph.csv -o other --format gephi-csv");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for name in ["graph.nodes.csv", "graph.edges.csv", "other.nodes.csv"] {
        assert!(shell.has(name), "{name}: {}", ran.stderr);
    }
    let ran = shell.run("build good.txt -o graph.neo4j.csv");
    assert!(ran.stderr.contains("graph.neo4j.relationships-header.csv"), "{}", ran.stderr);
    assert!(shell.read("graph.neo4j.nodes-header.csv").starts_with("id:ID(Entity),:LABEL,"));
    assert!(!shell.has("graph.neo4j.csv"));
    let ran = shell.run("build good.txt -o - --format neo4j");
    assert!(ran.code == 2 && ran.stderr.contains("neo4j is several files"), "{}", ran.stderr);
}

#[test]
fn all_files_of_a_format_appear_or_none() {
    let shell = Shell::with_good_document();
    // A folder stands where the second file should.
    shell.write("graph.edges.csv/x", b"");
    let ran = shell.run("build good.txt -o graph.csv");
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("graph.edges.csv") && !shell.has("graph.nodes.csv"), "{}", ran.stderr);
}

#[test]
fn filters_leave_what_they_say() {
    let shell = Shell::new();
    shell.write("a.txt", STORY.as_bytes());
    shell.write("b.txt", "Olaf Scholz et Emmanuel Macron se sont rencontrés.".as_bytes());
    assert_eq!(shell.run("extract a.txt b.txt -o claims.jsonl").code, 0);
    let pairs = |arguments: &str| {
        let ran = shell.run(&format!("export claims.jsonl -o - --format node-link --label-language fr {arguments}"));
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let graph: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let name = |id: &serde_json::Value| {
            let nodes = graph["nodes"].as_array().unwrap();
            let node = nodes.iter().find(|node| node["id"] == *id).unwrap();
            node["label"].as_str().unwrap().split(' ').next_back().unwrap().to_owned()
        };
        let edges = graph["edges"].as_array().unwrap().iter().map(|edge| {
            let mut ends = [name(&edge["source"]), name(&edge["target"])];
            ends.sort();
            format!("{} {}", ends.join(" "), edge["polarity"].as_str().unwrap())
        });
        let mut edges: Vec<_> = edges.collect();
        edges.sort();
        edges.join(", ")
    };
    let [macron_scholz, scholz_biden, not] =
        ["Macron Scholz affirmed", "Biden Scholz affirmed", "Biden Macron negated"];
    assert_eq!(pairs(""), format!("{not}, {scholz_biden}, {macron_scholz}"));
    assert_eq!(pairs("--polarity negated"), not);
    assert_eq!(pairs("--min-documents 2"), macron_scholz);
    assert_eq!(pairs("--until 2021"), scholz_biden);
    assert_eq!(pairs("--ego macron --polarity affirmed"), macron_scholz);
    assert_eq!(pairs("--type place"), "");
    assert_eq!(pairs("--relation donated_to,met_with --top 2"), macron_scholz);
}

#[test]
fn names_that_nobody_knows_are_refused() {
    let shell = Shell::with_good_document();
    shell.run("extract good.txt -o claims.jsonl");
    for (arguments, message) in [
        ("--relation shouted_at", "the ontology has no relation `shouted_at`"),
        ("--type planet", "the ontology has no type `planet`"),
        ("--ego Nemo", "no entity is called `Nemo`"),
        ("--since yesterday", "--since"),
        ("--hops 2", "--ego"),
    ] {
        let ran = shell.run(&format!("export claims.jsonl -o graph.json {arguments}"));
        assert!(ran.code == 2 && ran.stderr.contains(message), "{arguments}: {}", ran.stderr);
    }
    assert!(!shell.has("graph.json"));
}

#[test]
fn exported_linked_data_can_be_verified() {
    let shell = Shell::new();
    shell.copy_examples();
    assert_eq!(shell.run("build articles -o graph.jsonld").code, 0);
    let ran = shell.run("verify graph.jsonld --documents articles");
    assert!(ran.code == 0 && ran.stderr.trim_end().ends_with(": 0 differences"), "{}", ran.stderr);
    let json = shell.read("graph.jsonld");
    let quote = json.find("\"exact\":\"").unwrap() + "\"exact\":\"".len();
    shell.write("tampered.jsonld", format!("{}X{}", &json[..quote], &json[quote..]).as_bytes());
    let ran = shell.run("verify tampered.jsonld --documents articles");
    assert!(ran.code == 1 && ran.stderr.contains("error[wrong-quote]"), "{}", ran.stderr);
}
