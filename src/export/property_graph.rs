//! Names in property graphs: what Neo4j's two formats have in common.

use crate::graph::{Edge, Standing};
use crate::model::{EntityTypeId, Polarity};

/// Labels of a node: `Entity`, its type and the type above it, as `Organization` and `Company`.
pub(super) fn labels(entity_type: &EntityTypeId) -> Vec<String> {
    let mut labels = vec!["Entity".to_owned()];
    for part in entity_type.as_str().split('/') {
        let mut label = String::new();
        for word in part.split(|c: char| !c.is_alphanumeric()) {
            let mut chars = word.chars();
            label.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            label.push_str(chars.as_str());
        }
        if !label.is_empty() && !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}

/// The type of a relationship: `SPOKE_WITH`, and for an edge of several relations `SEVERAL`.
///
/// A query for `SPOKE_WITH` must not find what is said not to be so: negated claims are `NOT_SPOKE_WITH`; what somebody
/// only denies or doubts is `SPOKE_WITH_DENIED` or `SPOKE_WITH_QUESTIONED`. Disputed claims keep the plain type, because
/// somebody asserts them; that and the modality are properties.
pub(super) fn relationship_type(edge: &Edge) -> String {
    let relation = match edge.relations.as_slice() {
        [one] => one.as_str(),
        _ => "several",
    };
    let upper = relation.chars().flat_map(char::to_uppercase);
    let name: String = upper.map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let before = match edge.polarity {
        Polarity::Affirmed => "",
        Polarity::Negated => "NOT_",
    };
    let after = match edge.standing {
        Standing::Asserted | Standing::Disputed => "",
        Standing::Denied => "_DENIED",
        Standing::Questioned => "_QUESTIONED",
    };
    format!("{before}{name}{after}")
}

/// Whether the texts of a column are whole days.
pub(super) fn is_day(column: &str) -> bool {
    ["valid_from", "valid_to", "first_published", "last_published"].contains(&column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_follow_types() {
        assert_eq!(
            labels(&EntityTypeId::from_text("organization/armed_force")),
            ["Entity", "Organization", "ArmedForce"]
        );
        assert_eq!(labels(&EntityTypeId::from_text("thing")), ["Entity", "Thing"]);
    }
}
