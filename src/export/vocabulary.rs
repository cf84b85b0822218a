//! The vocabulary of our linked data as a Turtle file, made from the ontology, from the terms of the context and from
//! what polarity and modality can be.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::linked::{Iri, PREFIXES, Range as TermRange, TERMS};
use crate::model::{EntityTypeId, Modality, Polarity};
use crate::ontology::{Ontology, Range};

/// Our classes, with the class above each.
const CLASSES: &[(&str, &str, &str)] = &[
    ("Entity", "prov:Entity", "Something that claims are about."),
    (
        "Statement",
        "rdf:Statement",
        "Something said of the relation between a subject and an object. It is told about, never asserted as a triple.",
    ),
    (
        "Claim",
        "fil:Statement",
        "A statement that somebody in the news, or a document in its own voice, makes. Look at its polarity.",
    ),
    ("Denial", "fil:Statement", "A statement of which somebody in the news says that it is not so."),
    ("Question", "fil:Statement", "A statement that somebody in the news doubts or asks about."),
    (
        "Evidence",
        "oa:SpecificResource",
        "A sentence of a document in which a rule found a statement. Positions count Unicode code points from 0, the end \
         exclusive.",
    ),
    (
        "UnnamedSpeaker",
        "prov:Agent",
        "Somebody whom a document quotes without a name. The same words elsewhere may mean somebody else.",
    ),
    ("Relation", "rdf:Property", "What a claim says of subject and object."),
];

pub(super) fn turtle(ontology: &Ontology) -> String {
    let mut out = String::new();
    for prefix in PREFIXES {
        let _ = writeln!(out, "@prefix {}: <{}> .", prefix.name, prefix.iri);
    }
    out.push_str("@prefix owl: <http://www.w3.org/2002/07/owl#> .\n");

    heading(&mut out, "The vocabulary");
    Subject::new("<https://w3id.org/filature/ns>", "owl:Ontology")
        .say("rdfs:label", english("filature"))
        .say(
            "rdfs:comment",
            english("What news is said to say: claims with who says so, who denies it, and the sentence."),
        )
        .say("owl:versionInfo", literal(env!("CARGO_PKG_VERSION")))
        .write(&mut out);

    heading(&mut out, "Claims and what belongs to them");
    for (name, above, about) in CLASSES {
        let mut class = Subject::new(&format!("fil:{name}"), "owl:Class");
        class.say("rdfs:subClassOf", *above);
        if *name == "Statement" {
            class.say("rdfs:subClassOf", "prov:Entity");
        }
        class.say("rdfs:comment", english(about)).write(&mut out);
    }

    heading(&mut out, "Properties");
    for term in TERMS.iter().filter(|term| term.property.starts_with("fil:")) {
        let (class, range) = match term.range {
            TermRange::Node => ("owl:ObjectProperty", None),
            TermRange::Text => ("owl:DatatypeProperty", Some("xsd:string")),
            TermRange::Language => ("owl:DatatypeProperty", Some("rdf:langString")),
            TermRange::Typed(datatype) => ("owl:DatatypeProperty", Some(datatype)),
        };
        let mut property = Subject::new(term.property, class);
        property.say("rdfs:comment", english(term.about));
        if let Some(range) = range {
            property.say("rdfs:range", range);
        }
        if term.property == "fil:attributedTo" {
            property.say("rdfs:subPropertyOf", "prov:wasAttributedTo");
        }
        property.write(&mut out);
    }

    heading(&mut out, "Whether a relation is said to hold, and how firmly");
    let polarities = Polarity::ALL.iter().map(|&known| (Iri::polarity(known), known.as_str(), about_polarity(known)));
    scheme(&mut out, "Polarity", polarities);
    let modalities = Modality::ALL.iter().map(|&known| (Iri::modality(known), known.as_str(), about_modality(known)));
    scheme(&mut out, "Modality", modalities);

    heading(&mut out, "Kinds of things");
    for entity_type in ontology.entity_types() {
        let id = &entity_type.id;
        let above = match id.as_str().rsplit_once('/') {
            Some((above, _)) => Iri::entity_type(&EntityTypeId::from_text(above)).turtle(),
            None => "fil:Entity".to_owned(),
        };
        Subject::new(&Iri::entity_type(id).turtle(), "owl:Class")
            .say("rdfs:subClassOf", above)
            .labels("rdfs:label", &entity_type.labels)
            .say("skos:definition", english(&entity_type.description))
            .links(
                "skos:closeMatch",
                [
                    entity_type.schema_org.clone(),
                    entity_type.wikidata.as_ref().map(|item| format!("http://www.wikidata.org/entity/{item}")),
                ],
            )
            .write(&mut out);
    }

    heading(&mut out, "Relations");
    for relation in ontology.relation_types() {
        let mut subject = Subject::new(&Iri::relation(&relation.id).turtle(), "fil:Relation");
        if relation.symmetric {
            subject.say("a", "owl:SymmetricProperty");
        }
        subject
            .labels("rdfs:label", &relation.labels)
            .labels("fil:inverseLabel", &relation.inverse_labels)
            .say("skos:definition", english(&relation.description));
        for class in &relation.domain {
            subject.say("schema:domainIncludes", Iri::entity_type(class).turtle());
        }
        match &relation.range {
            Range::Entities(classes) => {
                for class in classes {
                    subject.say("schema:rangeIncludes", Iri::entity_type(class).turtle());
                }
            }
            Range::Date => _ = subject.say("schema:rangeIncludes", "xsd:date"),
            Range::Text => _ = subject.say("schema:rangeIncludes", "xsd:string"),
        }
        subject.links(
            "skos:closeMatch",
            [
                relation.schema_org.clone(),
                relation.wikidata.as_ref().map(|property| format!("http://www.wikidata.org/entity/{property}")),
            ],
        );
        if let Some(plover) = &relation.plover {
            subject.say("skos:note", english(&format!("PLOVER event class {plover}")));
        }
        subject.write(&mut out);
    }
    out
}

fn scheme<'a>(out: &mut String, name: &str, concepts: impl Iterator<Item = (Iri, &'a str, &'a str)>) {
    let scheme = format!("fil:{name}");
    Subject::new(&scheme, "skos:ConceptScheme").say("skos:prefLabel", english(name)).write(out);
    for (iri, name, about) in concepts {
        Subject::new(&iri.turtle(), "skos:Concept")
            .say("skos:inScheme", &*scheme)
            .say("skos:prefLabel", english(name))
            .say("skos:definition", english(about))
            .write(out);
    }
}

fn about_polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Affirmed => "It is said to hold.",
        Polarity::Negated => "It is said not to hold.",
    }
}

fn about_modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Stated => "Told as it is.",
        Modality::Reported => "Told as somebody's word or as hearsay.",
        Modality::Planned => "Meant to happen: future, promise, intention, or conditional on an event.",
        Modality::Possible => "May be so.",
    }
}

fn heading(out: &mut String, text: &str) {
    let gap = if out.ends_with("\n\n") { "" } else { "\n" };
    let _ = writeln!(out, "{gap}# {text}\n");
}

/// Statements about one thing.
struct Subject {
    name: String,
    said: Vec<(String, Vec<String>)>,
}

impl Subject {
    fn new(name: &str, class: &str) -> Self {
        Self { name: name.to_owned(), said: vec![("a".to_owned(), vec![class.to_owned()])] }
    }

    fn say(&mut self, predicate: &str, object: impl Into<String>) -> &mut Self {
        match self.said.iter_mut().find(|(known, _)| known == predicate) {
            Some((_, objects)) => objects.push(object.into()),
            None => self.said.push((predicate.to_owned(), vec![object.into()])),
        }
        self
    }

    fn labels(&mut self, predicate: &str, labels: &BTreeMap<String, String>) -> &mut Self {
        for (language, label) in labels {
            self.say(predicate, format!("{}@{language}", literal(label)));
        }
        self
    }

    fn links(&mut self, predicate: &str, iris: impl IntoIterator<Item = Option<String>>) -> &mut Self {
        for iri in iris.into_iter().flatten().filter_map(|iri| Iri::foreign(&iri)) {
            self.say(predicate, iri.turtle());
        }
        self
    }

    fn write(&self, out: &mut String) {
        let said: Vec<_> =
            self.said.iter().map(|(predicate, objects)| format!("{predicate} {}", objects.join(" , "))).collect();
        let _ = writeln!(out, "{} {} .\n", self.name, said.join(" ;\n    "));
    }
}

fn english(text: &str) -> String {
    format!("{}@en", literal(text))
}

fn literal(text: &str) -> String {
    oxrdf::Literal::new_simple_literal(text).to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::data_folder::DataFolder;

    /// One name space holds classes, properties, relations and concepts; the bundled ontology fits in.
    #[test]
    fn every_name_is_given_once() {
        let ontology = Ontology::load(&DataFolder::bundled_ontology()).unwrap();
        let mut names = BTreeSet::new();
        let turtle = turtle(&ontology);
        for line in turtle.lines().filter(|line| line.starts_with("fil:")) {
            let name = line.split(' ').next().unwrap();
            assert!(names.insert(name), "{name} is named twice");
        }
        assert!(names.len() > 100);
    }

    #[test]
    fn it_is_turtle() {
        let ontology = Ontology::load(&DataFolder::bundled_ontology()).unwrap();
        let triples: Result<Vec<_>, _> = oxttl::TurtleParser::new().for_slice(turtle(&ontology).as_bytes()).collect();
        assert!(triples.unwrap().len() > 500);
    }
}
