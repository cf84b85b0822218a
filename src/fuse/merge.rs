use std::collections::btree_map::Entry;

use crate::model::{Claim, ClaimSet, DocumentRecord, Entity};

/// Joins two claim sets.
///
/// Associative, commutative and idempotent: any split of the documents, merged in any order and grouping,
/// gives the same set. Where two sets describe one document or entity differently, the smaller value in the
/// order of its fields wins, names are united.
#[must_use]
pub fn merge(left: ClaimSet, right: ClaimSet) -> ClaimSet {
    let mut merged = left;
    for (id, document) in right.documents {
        match merged.documents.entry(id) {
            Entry::Vacant(slot) => _ = slot.insert(document),
            Entry::Occupied(mut slot) => merge_document(slot.get_mut(), document),
        }
    }
    for (id, entity) in right.entities {
        match merged.entities.entry(id) {
            Entry::Vacant(slot) => _ = slot.insert(entity),
            Entry::Occupied(mut slot) => merge_entity(slot.get_mut(), entity),
        }
    }
    merged.mentions.extend(right.mentions);
    for (id, claim) in right.claims {
        match merged.claims.entry(id) {
            Entry::Vacant(slot) => _ = slot.insert(claim),
            Entry::Occupied(mut slot) => merge_claim(slot.get_mut(), claim),
        }
    }
    merged
}

/// One id means the same text, address and date; what may differ is the path it was read from and the
/// metadata another copy carried.
fn merge_document(kept: &mut DocumentRecord, other: DocumentRecord) {
    if other < *kept {
        *kept = other;
    }
}

fn merge_entity(kept: &mut Entity, other: Entity) {
    kept.aliases.extend(other.aliases);
    kept.same_as.extend(other.same_as);
    for (language, label) in other.labels {
        let slot = kept.labels.entry(language).or_insert_with(|| label.clone());
        if label < *slot {
            *slot = label;
        }
    }
    for (language, description) in other.descriptions {
        let slot = kept.descriptions.entry(language).or_insert_with(|| description.clone());
        if description < *slot {
            *slot = description;
        }
    }
    // The more specific type wins, then the smaller name: `organization/company` over `organization`.
    let specific = |entity_type: &crate::model::EntityTypeId| {
        (std::cmp::Reverse(entity_type.as_str().matches('/').count()), entity_type.as_str().to_owned())
    };
    if specific(&other.entity_type) < specific(&kept.entity_type) {
        kept.entity_type = other.entity_type;
    }
    if label_rank(&other.label) < label_rank(&kept.label) {
        // Both stay findable, whichever set came first.
        let displaced = std::mem::replace(&mut kept.label, other.label);
        kept.aliases.insert(displaced);
    } else if other.label != kept.label {
        kept.aliases.insert(other.label);
    }
    let label = kept.label.clone();
    kept.aliases.remove(&label);
}

/// Best label first: not in capitals only, then longer, then alphabetical.
fn label_rank(label: &str) -> (bool, std::cmp::Reverse<usize>, &str) {
    let shouted = label.chars().filter(|c| c.is_alphabetic()).count() > 4 && !label.chars().any(char::is_lowercase);
    (shouted, std::cmp::Reverse(label.chars().count()), label)
}

/// One id means the same words at every end and qualifier; what may differ is whether "1984" was read as a date or a text.
pub(super) fn merge_claim(kept: &mut Claim, other: Claim) {
    if other.object < kept.object {
        kept.object = other.object;
    }
    if other.qualifiers < kept.qualifiers {
        kept.qualifiers = other.qualifiers;
    }
    kept.evidence.extend(other.evidence);
}
