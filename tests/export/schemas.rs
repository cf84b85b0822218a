//! The files of `schemas/` are what the program prints, and what the program writes.

use std::collections::BTreeSet;
use std::path::Path;

use filature::data_folder::DataFolder;
use filature::export::{Format, Schema};
use filature::graph::EdgeGrouping;
use filature::model::{Modality, Polarity, QualifierKind, Stance};
use filature::ontology::Ontology;
use filature::record::{ErrorRecord, SummaryRecord, write_error, write_summary};
use serde_json::Value;

use super::{check_golden, graph, options, written};

fn text(schema: Schema) -> String {
    schema.text(&Ontology::load(&DataFolder::bundled_ontology()).unwrap())
}

#[test]
fn the_folder_holds_what_the_program_prints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    for schema in Schema::ALL {
        check_golden(&folder.join(schema.file_name()), &text(schema));
        assert_eq!(schema.name().parse(), Ok(schema));
    }
}

fn claims_schema() -> Value {
    serde_json::from_str(&text(Schema::Claims)).unwrap()
}

/// Keys of an object, of those inside it too where `path` leads there.
fn keys(object: &Value) -> BTreeSet<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_claims_schema_knows_every_key_that_is_written() {
    let schema = claims_schema();
    let mut lines = written(&graph(EdgeGrouping::Relation), Format::Claims, &options());
    let mut records = Vec::new();
    write_error(&ErrorRecord { source: "a".into(), code: "b".into(), message: "c".into() }, &mut records).unwrap();
    write_summary(&SummaryRecord::default(), &mut records).unwrap();
    lines.push_str(&String::from_utf8(records).unwrap());
    let mut kinds = BTreeSet::new();
    for line in lines.lines() {
        assert!(line.starts_with("{\"kind\":"), "{line}");
        let record: Value = serde_json::from_str(line).unwrap();
        let kind = record["kind"].as_str().unwrap();
        let mut described = keys(&schema["$defs"][kind]["properties"]);
        if kind == "claim" {
            // Written where the object is a literal.
            assert_eq!(record["object"].is_null(), record.get("value").is_some());
            if !record["object"].is_null() {
                described.remove("value");
            }
            for evidence in record["evidence"].as_array().unwrap() {
                assert_eq!(keys(evidence), keys(&schema["$defs"]["evidence"]["properties"]));
                let said = &schema["$defs"]["evidence"]["properties"]["attribution"]["items"]["properties"];
                for attribution in evidence["attribution"].as_array().unwrap() {
                    assert_eq!(keys(attribution), keys(said));
                }
            }
        }
        assert_eq!(keys(&record), described, "{kind}");
        kinds.insert(kind.to_owned());
    }
    let described = schema["properties"]["kind"]["enum"].as_array().unwrap();
    assert_eq!(kinds, described.iter().map(|kind| kind.as_str().unwrap().to_owned()).collect());
}

#[test]
fn the_claims_schema_knows_every_value_of_every_enum() {
    let schema = claims_schema();
    let listed = |pointer: &str| -> Vec<String> {
        let values = schema.pointer(pointer).unwrap_or_else(|| panic!("{pointer}")).as_array().unwrap();
        values.iter().map(|value| value.as_str().unwrap().to_owned()).collect()
    };
    let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let polarities: Vec<_> = Polarity::ALL.iter().map(|value| value.as_str()).collect();
    let modalities: Vec<_> = Modality::ALL.iter().map(|value| value.as_str()).collect();
    let stances: Vec<_> = Stance::ALL.iter().map(|value| value.as_str()).collect();
    assert_eq!(listed("/$defs/evidence/properties/polarity/enum"), names(&polarities));
    assert_eq!(listed("/$defs/evidence/properties/modality/enum"), names(&modalities));
    let stance = "/$defs/evidence/properties/attribution/items/properties/stance/enum";
    assert_eq!(listed(stance), names(&stances));
    assert_eq!(listed("/$defs/qualifier/enum"), names(&QualifierKind::ALL.map(QualifierKind::as_str)));
}

/// A shape for a property that nobody writes would pass everything.
#[test]
fn shapes_speak_of_what_is_written() {
    let quads = written(&graph(EdgeGrouping::Relation), Format::NQuads, &options());
    let shapes = text(Schema::Shapes);
    let prefixes = [
        ("fil:", "https://w3id.org/filature/ns#"),
        ("schema:", "http://schema.org/"),
        ("oa:", "http://www.w3.org/ns/oa#"),
    ];
    let mut paths = 0;
    for (_, path) in shapes.match_indices("sh:path ").map(|(at, found)| shapes[at..].split_at(found.len())) {
        let name = path.split(' ').next().unwrap();
        let Some((prefix, base)) = prefixes.iter().find(|(prefix, _)| name.starts_with(prefix)) else { continue };
        let iri = format!("<{base}{}>", &name[prefix.len()..]);
        // The golden graph has no date of an end and no question that answers a claim.
        let absent = ["fil:endDate", "fil:endEarliest", "fil:endLatest", "fil:questions"].contains(&name);
        assert!(quads.contains(&iri) || absent, "{name}");
        paths += 1;
    }
    assert!(paths > 30);
}
