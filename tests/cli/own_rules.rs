//! Relation types and rules of one's own, from a folder laid over the bundled data.

use super::Shell;

const RELATION: &str = r#"
[mentored]
labels = { en = "mentored", fr = "a parrainé" }
inverse_labels = { en = "was mentored by", fr = "a été parrainé par" }
description = "Taught the object the trade."
domain = ["person"]
range = ["person"]
qualifiers = ["date"]
"#;

const RULE: &str = r#"
[[rule]]
name = "mentor"
relation = "mentored"
examples = [
  { text = "Emmanuel Macron mentored Olaf Scholz in 2019.", claims = ["Emmanuel Macron | mentored | Olaf Scholz | date: 2019"] },
]
counterexamples = ["Emmanuel Macron mentored for years."]

[[rule.frame]]
verbs = ["mentor"]
"#;

fn shell_with(rule: &str) -> Shell {
    let shell = Shell::new();
    shell.write("own/ontology/relation_types/mentoring.toml", RELATION.as_bytes());
    shell.write("own/language/en/rules/mentoring.toml", rule.as_bytes());
    shell.write("story.txt", b"Olaf Scholz was mentored by Emmanuel Macron, he said on Monday at the summit.");
    shell
}

#[test]
fn rules_and_relation_types_of_ones_own_join_the_bundled_ones() {
    let shell = shell_with(RULE);
    let ran = shell.run("extract story.txt --language en --languages own/language --ontology own/ontology");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("\"relation\":\"mentored\""), "{}", ran.stdout);
    assert!(ran.stdout.contains("\"rule\":\"en/mentoring/mentor\""), "{}", ran.stdout);
}

#[test]
fn a_bad_rule_is_told_with_file_line_and_hint() {
    let shell = shell_with(&RULE.replace("relation = \"mentored\"", "relation = \"mentord\""));
    let ran = shell.run("extract story.txt --languages own/language --ontology own/ontology");
    assert_eq!(ran.code, 2);
    for part in ["error[unknown-relation]: the rule `mentor` finds `mentord`", "mentoring.toml:3", "hint: "] {
        assert!(ran.stderr.contains(part), "{part:?} is not in {}", ran.stderr);
    }
    let shell = shell_with(&RULE.replace("verbs = [\"mentor\"]", "verbs = [\"mentor\"]\nsubject = \"above\""));
    let ran = shell.run("extract story.txt --languages own/language --ontology own/ontology");
    assert_eq!(ran.code, 2);
    for part in ["error[bad-frame]", "`above` is neither a slot", "mentoring.toml:3", "hint: "] {
        assert!(ran.stderr.contains(part), "{part:?} is not in {}", ran.stderr);
    }
}
