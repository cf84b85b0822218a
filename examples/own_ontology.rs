//! A relation of one's own: who audits whom. Two files are laid over the bundled data, nothing else is needed.
//!
//!     cargo run --example own_ontology

#![expect(clippy::print_stdout, reason = "it speaks to a terminal")]

use filature::data_folder::DataFolder;
use filature::diagnostic::Diagnostic;
use filature::model::{ClaimObject, Document, NewDocument};
use filature::pipeline::Pipeline;
use filature::resources::Resources;

/// What it is; the manual of this form is `src/ontology/README.md`.
const RELATION: &str = r#"
[audits]
labels = { en = "audits", fr = "contrôle les comptes de" }
inverse_labels = { en = "is audited by", fr = "a pour commissaire aux comptes" }
description = "Examines the accounts of another, by contract. Not an investigation by an authority."
domain = ["person", "organization"]
range = ["organization", "place"]
qualifiers = ["start", "end", "date"]
"#;

/// How English says so; the manual of this form is `src/language/README.md`.
const RULES: &str = r#"
[[rule]]
name = "audit"
relation = "audits"
examples = [
  { text = "Deloitte audited Siemens.", claims = ["Deloitte | audits | Siemens"] },
  { text = "Siemens was audited by Deloitte.", claims = ["Deloitte | audits | Siemens"] },
]
counterexamples = ["Deloitte audited nobody."]

[[rule.frame]]
verbs = ["audit"]

[[rule.frame]]
nouns = ["auditor"]
subject = "self"
object = ["possessor", "of"]
"#;

const TEXT: &str = "EY, which audited Wirecard for a decade, was banned from new contracts. KPMG, the former auditor of \
                    Credit Suisse, does not audit UBS.";

fn main() -> Result<(), Vec<Diagnostic>> {
    let languages = DataFolder::in_memory("own", [("en/rules/audit.toml", RULES)]);
    let ontology = DataFolder::in_memory("own", [("relation_types/audit.toml", RELATION)]);
    let resources = Resources::load(
        &DataFolder::bundled_languages().overlaid_with(languages),
        &DataFolder::bundled_ontology().overlaid_with(ontology),
        &DataFolder::bundled_knowledge_base(),
    )?;
    let document =
        Document::new(NewDocument { source: "audit".to_owned(), text: TEXT.to_owned(), ..Default::default() });
    let Some(reading) = Pipeline::new(resources).read(document) else { return Ok(()) };
    let claims = &reading.claims;
    for claim in claims.claims.values().filter(|claim| claim.relation.as_str() == "audits") {
        let ClaimObject::Entity(object) = &claim.object else { continue };
        for evidence in &claim.evidence {
            let (subject, object) = (&claims.entities[&claim.subject].label, &claims.entities[object].label);
            println!("{subject} audits {object}: {}, found by {}", evidence.polarity, evidence.rule);
        }
    }
    Ok(())
}
