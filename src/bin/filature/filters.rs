//! Which part of the claims a graph is made of, as the arguments say.

use filature::diagnostic::Diagnostic;
use filature::explain::{Question, entities_named};
use filature::graph::{Filter, Surroundings};
use filature::model::{ClaimSet, EntityTypeId, RelationTypeId};
use filature::ontology::Ontology;

use crate::args::FilterArguments;
use crate::report::Failure;

/// Refuses relations and types that the ontology does not know, before any document is read.
pub(crate) fn check(arguments: &FilterArguments, ontology: &Ontology) -> Result<(), Failure> {
    let mut faults = Vec::new();
    for name in &arguments.relations {
        // Open relations are in no ontology.
        if !name.starts_with("open:") && ontology.relation_type(&RelationTypeId::from_text(name.clone())).is_none() {
            faults.push(unknown(
                "relation",
                name,
                "src/ontology/README.md lists them; `filature schema vocabulary` too",
            ));
        }
    }
    for name in &arguments.entity_types {
        if ontology.entity_type(&EntityTypeId::from_text(name.clone())).is_none() {
            faults.push(unknown("type", name, "a type is written `person`, a type below it `organization/company`"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Refused(faults)) }
}

/// The part of the claims that is asked for.
pub(crate) fn apply(arguments: &FilterArguments, claims: ClaimSet) -> Result<ClaimSet, Failure> {
    let filter = Filter {
        relations: arguments.relations.iter().map(|name| RelationTypeId::from_text(name.clone())).collect(),
        polarity: arguments.polarity,
        since: arguments.since,
        until: arguments.until,
        min_documents: arguments.min_documents,
        entity_types: arguments.entity_types.iter().map(|name| EntityTypeId::from_text(name.clone())).collect(),
        around: around(arguments, &claims)?,
        top: arguments.top,
    };
    Ok(filter.apply(claims))
}

fn around(arguments: &FilterArguments, claims: &ClaimSet) -> Result<Option<Surroundings>, Failure> {
    if arguments.ego.is_empty() {
        return Ok(None);
    }
    let mut surroundings = Surroundings { centers: Default::default(), hops: arguments.hops };
    let mut faults = Vec::new();
    for name in &arguments.ego {
        let found = entities_named(claims, name);
        if found.is_empty() {
            let question = Question { subject: Some(name.clone()), ..Question::default() };
            let similar = question.similar_names(claims);
            let fault = Diagnostic::error("unknown-name", format!("no entity is called `{name}`"));
            faults.push(match similar.as_slice() {
                [] => fault.hint("give a name or an id as it stands in the graph"),
                names => fault.hint(format!("named alike: {}", names.join(", "))),
            });
        }
        surroundings.centers.extend(found.into_iter().cloned());
    }
    if faults.is_empty() { Ok(Some(surroundings)) } else { Err(Failure::Refused(faults)) }
}

fn unknown(what: &str, name: &str, hint: &str) -> Diagnostic {
    Diagnostic::error("unknown-name", format!("the ontology has no {what} `{name}`")).hint(hint)
}
