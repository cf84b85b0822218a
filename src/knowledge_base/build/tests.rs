//! Whole builds, from sources to an opened file.

use std::io::{Cursor, Read};

use super::*;
use crate::model::EntityId;

const PEOPLE: &str = concat!(
    r#"{"id":"my:jane","type":"person","name":"Jane Doe","aliases":["J. Doe"],"weight":70,"facts":[{"property":"employer","value":"Zorbec"},{"property":"country","value":"France"},{"property":"party","value":"Nobody's"}]}"#,
    "\n",
    r#"{"id":"my:bad","type":"person"}"#,
    "\n",
    r#"{"wikidata":"Q99","type":"organization/company","labels":{"en":"Zorbec","fr":"Zorbec SA"},"wikipedia":{"en":"Zorbec (company)"}}"#,
    "\n{\n",
);

const MORE: &str = "wikidata,type,name,country,facts\n\
    Q99,organization/company,Zorbec Holding,wd:Q142,\n\
    Q98,person,John Doe,,leads@2020..2021=wd:Q99\n\
    Q97,person,Short row\n";

const DUMP: &str = r#"[
{"id":"Q700","type":"item","labels":{"en":{"value":"Freedonia"}},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q6256"}}}}]},"sitelinks":{"enwiki":{"title":"Freedonia"}}},
{"id":"Q701","type":"item","labels":{"en":{"value":"president of Freedonia"}},"claims":{"P279":[{"mainsnak":{"datavalue":{"value":{"id":"Q48352"}}}}],"P1001":[{"mainsnak":{"datavalue":{"value":{"id":"Q700"}}}}]}},
{"id":"Q702","type":"item","labels":{"en":{"value":"Rufus Firefly"}},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q5"}}}}],"P39":[{"mainsnak":{"datavalue":{"value":{"id":"Q701"}}},"qualifiers":{"P580":[{"datavalue":{"value":{"time":"+1933-11-17T00:00:00Z","precision":11}}}]}}]},"sitelinks":{"enwiki":{"title":"R"}}},
{"id":"Q703","type":"item","labels":{"en":{"value":"Sylvania Motors"}},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q891723"}}}}],"P112":[{"mainsnak":{"datavalue":{"value":{"id":"Q702"}}}}],"P17":[{"mainsnak":{"datavalue":{"value":{"id":"Q55555"}}}}]},"sitelinks":{"enwiki":{"title":"S"}}}
]
"#;

fn stream(text: &str) -> Box<dyn BufRead + Send> {
    Box::new(Cursor::new(text.as_bytes().to_vec()))
}

fn bundled() -> KnowledgeBase {
    KnowledgeBase::load(&DataFolder::bundled_knowledge_base()).unwrap()
}

fn builder(output: &Path) -> BaseBuilder {
    BaseBuilder::new(output, &["x".to_owned()], BTreeMap::new(), bundled()).unwrap()
}

fn entry(kb: &KnowledgeBase, id: &str) -> crate::knowledge_base::KbEntry {
    kb.entry(kb.position(&EntityId::from_text(id)).unwrap()).unwrap()
}

#[test]
fn sources_are_joined_and_faults_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("mine.kb");
    let mut faults = Vec::new();
    let mut say = |told: Told| {
        if let Told::Fault(fault) = told {
            faults.push(fault.to_string());
        }
    };
    let mut builder = builder(&output);
    builder.add_entries("people.jsonl", false, stream(PEOPLE), &mut say).unwrap();
    builder.add_entries("more.csv", true, stream(MORE), &mut say).unwrap();
    let report = builder.finish().unwrap();
    assert_eq!((report.entries, report.unresolved), (3, 1));
    let told: Vec<&str> = faults.iter().filter_map(|fault| fault.split(": ").next()).collect();
    assert_eq!(told, ["people.jsonl:2", "people.jsonl:4", "more.csv:4"]);
    assert_eq!(report.sources[0].read, 4);
    assert_eq!((report.sources[1].taken, report.sources[1].faulty), (2, 1));

    let kb = KnowledgeBase::open(&output).unwrap();
    kb.verify().unwrap();
    let jane = entry(&kb, "my:jane");
    assert_eq!((jane.labels["mul"].as_str(), jane.prior), ("Jane Doe", 0.7));
    assert_eq!(jane.values("employer", None).collect::<Vec<_>>(), ["wd:Q99"], "found by label");
    assert_eq!(jane.values("country", None).collect::<Vec<_>>(), ["wd:Q142"], "found in the base below");
    let zorbec = entry(&kb, "wd:Q99");
    assert_eq!(zorbec.labels.len(), 3, "{:?}", zorbec.labels);
    assert!(zorbec.same_as.contains(&"https://en.wikipedia.org/wiki/Zorbec_(company)".to_owned()));
    let led: Vec<_> = kb
        .stating("leads", &EntityId::from_text("wd:Q99"), |_| true)
        .into_iter()
        .map(|(entry, _)| kb.id(entry))
        .collect();
    assert_eq!(led, [Some(EntityId::from_text("wd:Q98"))]);
    let french = kb.stating("country", &EntityId::from_text("wd:Q142"), |_| true);
    assert_eq!(french.len(), 2, "an entry of another base can be asked for");
    assert_eq!(kb.info()[0].about.sources[0].name, "people.jsonl");
    assert!(!folder.path().join("mine.kb.part").exists());

    let both = kb.above(bundled());
    assert!(both.stating("country", &EntityId::from_text("wd:Q142"), |_| true).len() > 100, "and in both");
}

#[test]
fn a_dump_gives_offices_and_inverse_facts() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("wikidata.kb");
    let mut builder = builder(&output);
    let options = WikidataOptions { min_sitelinks: 1, ..WikidataOptions::default() };
    builder.add_wikidata("dump.json", stream(DUMP), &options, &mut |_| ()).unwrap();
    let report = builder.finish().unwrap();
    assert_eq!((report.entries, report.unresolved), (3, 1), "nobody knows Q55555");
    let kb = KnowledgeBase::open(&output).unwrap();
    let president = &entry(&kb, "wd:Q700").facts[0];
    assert_eq!((president.property.as_str(), president.value.as_str()), ("head_of_state", "wd:Q702"));
    assert_eq!(president.start.map(|date| date.to_string()).as_deref(), Some("1933-11-17"));
    assert_eq!(entry(&kb, "wd:Q702").values("founder_of", None).collect::<Vec<_>>(), ["wd:Q703"]);
}

/// A stream that breaks off behind some lines.
struct Broken {
    lines: Cursor<Vec<u8>>,
}

impl Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.lines.read(buffer)? {
            0 => Err(io::Error::other("the cable was pulled")),
            read => Ok(read),
        }
    }
}

#[test]
fn an_interrupted_build_goes_on_and_gives_the_same_bytes() {
    let line = |number: usize| {
        format!(
            r#"{{"id":"my:{number:06}","type":"person","name":"Person {number} Doe","descriptions":{{"en":"{}"}}}}"#,
            "x".repeat(200)
        )
    };
    let text: String = (0..3_000).map(|number| line(number) + "\n").collect();
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.kb");
    let mut builder_of_all = builder(&whole);
    builder_of_all.add_entries("people", false, stream(&text), &mut |_| ()).unwrap();
    builder_of_all.finish().unwrap();

    let output = folder.path().join("parts.kb");
    let mut first = builder(&output);
    let cut = text.len() - 1000;
    let broken = BufReader::new(Broken { lines: Cursor::new(text.as_bytes()[..cut].to_vec()) });
    let fault = first.add_entries("people", false, Box::new(broken), &mut |_| ()).unwrap_err();
    assert_eq!(fault.code, "broken-stream");
    drop(first);
    let mut second = builder(&output);
    let (source, records) = second.resumed_at().expect("a run was written");
    assert!(source == 0 && records > 1_500, "{records}");
    let mut read_again = 0;
    let mut say = |told: Told| {
        if let Told::Records(more) = told {
            read_again += more;
        }
    };
    second.add_entries("people", false, stream(&text), &mut say).unwrap();
    assert_eq!(read_again, 3_000 - records);
    assert_eq!(second.finish().unwrap().entries, 3_000);
    assert!(fs::read(&whole).unwrap() == fs::read(&output).unwrap());
}
