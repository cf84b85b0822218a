//! `annotate`: what an outside program gets, and may give.

use super::Shell;

/// An accent, a letter beyond the first plane and a contraction: code points, bytes and words all differ.
const FRENCH: &str =
    "🜂 Économie : « Élise Vautrin a quitté la direction du groupe Zorbec », écrit Le Monde.\n\nElle vit à Paris.\n";

/// The lines of a CoNLL-U text that are words or ranges, as columns.
fn rows(conllu: &str) -> Vec<Vec<&str>> {
    let lines = conllu.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split('\t').collect()).collect()
}

#[test]
fn conllu_of_raw_text_is_whole() {
    let shell = Shell::new();
    shell.write("a.txt", FRENCH.as_bytes());
    let ran = shell.run("annotate a.txt --language fr --format conllu").expect(0, "");
    let mut seen = Vec::new();
    for sentence in ran.stdout.split("\n\n").filter(|sentence| !sentence.trim().is_empty()) {
        let text = sentence.lines().find_map(|line| line.strip_prefix("# text = ")).unwrap();
        assert!(sentence.contains("# sent_id = "));
        let rows = rows(sentence);
        let words: Vec<_> = rows.iter().filter(|row| !row[0].contains('-')).collect();
        // Surface put together again: ranges stand for their words.
        let (mut surface, mut inside) = (String::new(), 0);
        for row in &rows {
            assert_eq!(row.len(), 10, "{row:?}");
            let (first, last) = row[0].split_once('-').unwrap_or((row[0], row[0]));
            let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
            if first <= inside {
                continue;
            }
            inside = last;
            surface.push_str(row[1]);
            if row[9] != "SpaceAfter=No" {
                surface.push(' ');
            }
        }
        assert_eq!(surface.trim_end(), text);
        for (index, word) in words.iter().enumerate() {
            assert_eq!(word[0], (index + 1).to_string());
            let head: usize = word[6].parse().unwrap();
            assert!(head <= words.len() && head != index + 1, "{word:?}");
            assert_eq!(head == 0, word[7] == "root", "{word:?}");
            assert!(!word[2].is_empty() && word[3].chars().all(|c| c.is_ascii_uppercase()), "{word:?}");
        }
        assert_eq!(words.iter().filter(|word| word[6] == "0").count(), 1);
        seen.push(text.to_owned());
    }
    assert_eq!(seen.concat().replace(char::is_whitespace, ""), FRENCH.replace(char::is_whitespace, ""));
    let rows = rows(&ran.stdout);
    assert!(
        rows.iter().any(|row| row[0].contains('-') && row[1] == "du" && row[3] == "_"),
        "a range for the contraction"
    );
}

#[test]
fn given_words_stay_and_the_rest_is_predicted_anew() {
    let shell = Shell::new();
    // Words that no tokenizer of ours would cut so, and annotation that is wrong throughout.
    let given = "\
# newdoc id = x
# text = The mayor of New York met Ann Brown.
1\tThe\twrong\tVERB\t_\tNumber=Plur\t3\tpunct\t_\t_
2\tmayor\twrong\tVERB\t_\t_\t3\tpunct\t_\t_
3\tof\twrong\tVERB\t_\t_\t0\troot\t_\t_
4\tNew York\twrong\tVERB\t_\t_\t3\tpunct\t_\t_
5\tmet\twrong\tNOUN\t_\t_\t3\tpunct\t_\t_
6\tAnn\twrong\tVERB\t_\t_\t3\tpunct\t_\t_
7\tBro\twrong\tVERB\t_\t_\t3\tpunct\t_\tSpaceAfter=No
8\twn\twrong\tVERB\t_\t_\t3\tpunct\t_\tSpaceAfter=No
9\t.\twrong\tVERB\t_\t_\t3\tpunct\t_\t_

1\tShe\t_\t_\t_\t_\t_\t_\t_\t_
2\tleft\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
3\t.\t_\t_\t_\t_\t_\t_\t_\t_

";
    shell.write("given.conllu", given.as_bytes());
    let ran = shell.run("annotate given.conllu --input-format conllu --language en --format conllu").expect(0, "");
    let forms = |text: &str| -> Vec<String> { rows(text).iter().map(|row| row[1].to_owned()).collect() };
    assert_eq!(forms(&ran.stdout), forms(given), "sentences and words as given");
    assert_eq!(ran.stdout.matches("# sent_id").count(), 2);
    let found = rows(&ran.stdout);
    assert!(found.iter().all(|row| row[2] != "wrong" && row[6] != "_" && row[7] != "_"), "{}", ran.stdout);
    assert_eq!(
        (found[0][3], found[1][2], found[1][3], found[4][2], found[4][6]),
        ("DET", "mayor", "NOUN", "meet", "0")
    );
    assert!(!found[0][5].contains("Number=Plur"), "features are predicted, too: {:?}", found[0]);
    // As JSON the same document comes with its mentions.
    let ran = shell.run("annotate given.conllu --input-format conllu --language en --format json").expect(0, "");
    let record = &ran.records()[0];
    assert_eq!(record["sentences"].as_array().unwrap().len(), 2);
    assert_eq!(record["sentences"][0]["tokens"][3]["form"], "New York");
    assert!(record["mentions"].as_array().unwrap().iter().any(|mention| mention["text"] == "New York"));
}

#[test]
fn json_has_names_with_places_in_code_points_and_types() {
    let shell = Shell::new();
    shell.write("a.txt", FRENCH.as_bytes());
    let ran = shell.run("annotate a.txt --language fr --format json").expect(0, "");
    let record = &ran.records()[0];
    let letters: Vec<char> = record["text"].as_str().unwrap().chars().collect();
    let at = |thing: &serde_json::Value| -> String {
        let place = |key: &str| usize::try_from(thing[key].as_u64().unwrap()).unwrap();
        letters[place("start")..place("end")].iter().collect()
    };
    let mentions = record["mentions"].as_array().unwrap();
    assert!(mentions.iter().all(|mention| at(mention) == mention["text"].as_str().unwrap()), "{mentions:#?}");
    let tokens = record["sentences"].as_array().unwrap().iter().flat_map(|s| s["tokens"].as_array().unwrap());
    for token in tokens.filter(|token| !["de", "le"].contains(&token["form"].as_str().unwrap())) {
        assert_eq!(at(token), token["form"].as_str().unwrap());
    }
    let names: Vec<String> = mentions
        .iter()
        .filter(|mention| mention["form"] == "name")
        .map(|mention| {
            format!(
                "{} {}",
                mention["text"].as_str().unwrap(),
                mention["type"].as_str().unwrap_or("?").split('/').next().unwrap()
            )
        })
        .collect();
    assert_eq!(names, ["Élise Vautrin person", "Zorbec organization", "Le Monde organization", "Paris place"]);
}

#[test]
fn an_adjective_of_a_country_is_no_name() {
    let shell = Shell::new();
    shell.write("a.txt", "Le président kényan a reçu Ana Kolar.\n".as_bytes());
    let ran = shell.run("annotate a.txt --language fr --format json").expect(0, "");
    let forms: Vec<String> = ran.records()[0]["mentions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mention| format!("{} {}", mention["form"].as_str().unwrap(), mention["text"].as_str().unwrap()))
        .collect();
    assert!(
        forms.contains(&"adjective kényan".to_owned()) && forms.contains(&"name Ana Kolar".to_owned()),
        "{forms:?}"
    );
}
