//! Entities as the graph will show them: from an entry of the knowledge base, or minted for a name first met here.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::chain::{Chain, ChainName, NameRole};
use super::name::{Name, clean, fold};
use crate::knowledge_base::KbEntry;
use crate::language::coreference::CoreferenceResources;
use crate::model::{Entity, EntityId, EntityTypeId};

/// Longest slug of a minted id, in characters; what is longer is cut and told apart by a hash.
const LONGEST_SLUG: usize = 64;

/// The entity of an entry; `chain` adds the names the text used.
pub(super) fn entity_of_entry(entry: &KbEntry, chain: Option<&Chain>) -> Entity {
    let label = entry
        .labels
        .get("en")
        .or_else(|| entry.labels.values().next())
        .cloned()
        .unwrap_or_else(|| entry.id.as_str().to_owned());
    let mut aliases = chain.map(names_seen).unwrap_or_default();
    let known: BTreeSet<String> = entry.labels.values().chain([&label]).map(|name| fold(name)).collect();
    aliases.retain(|alias| !known.contains(&fold(alias)));
    Entity {
        id: entry.id.clone(),
        entity_type: entry.entity_type.clone(),
        label,
        labels: entry.labels.clone(),
        aliases,
        same_as: entry.same_as.iter().cloned().collect(),
        descriptions: entry.descriptions.clone(),
    }
}

/// An entity for a chain that no entry stands for. `None` when its names are no names.
pub(super) fn minted_entity(chain: &Chain, entity_type: &str, words: &CoreferenceResources) -> Option<Entity> {
    let best = best_name(chain)?;
    let label = shown(&best.name, entity_type);
    let slug = slug(&best.name.core_key(words))?;
    let mut aliases = names_seen(chain);
    aliases.remove(&label);
    // "JANE DOE" in a headline is not another name of Jane Doe.
    aliases.retain(|alias| fold(alias) != fold(&label));
    Some(Entity {
        id: EntityId::from_text(format!("ent:{entity_type}.{slug}")),
        entity_type: EntityTypeId::from_text(entity_type),
        label,
        labels: BTreeMap::new(),
        aliases,
        same_as: BTreeSet::new(),
        descriptions: BTreeMap::new(),
    })
}

/// A body that any country may have, told apart by its country.
pub(super) fn owned(entity: Entity, country: &KbEntry, language: &str) -> Entity {
    let owner = entity_of_entry(country, None);
    let slug = slug(&fold(&format!("{} {}", owner.label, entity.label)));
    let shown = owner.labels.get(language).unwrap_or(&owner.label);
    let mut aliases = entity.aliases;
    aliases.insert(entity.label.clone());
    Entity {
        id: slug.map_or(entity.id, |slug| EntityId::from_text(format!("ent:{}.{slug}", entity.entity_type))),
        label: format!("{} ({shown})", entity.label),
        aliases,
        ..entity
    }
}

/// The name to show: in use, full, frequent, long, early; in this order.
fn best_name(chain: &Chain) -> Option<&ChainName> {
    chain
        .names
        .iter()
        .enumerate()
        .max_by_key(|(index, name)| {
            let words = name.name.parts.iter().filter(|part| part.chars().count() > 1).count();
            (
                std::cmp::Reverse(name.role),
                words.min(2),
                !name.name.all_caps,
                name.count,
                words,
                std::cmp::Reverse(*index),
            )
        })
        .map(|(_, name)| name)
}

fn names_seen(chain: &Chain) -> BTreeSet<String> {
    let names = chain.names.iter().filter(|name| name.role != NameRole::Adjective);
    names.map(|name| clean(&name.name.text)).filter(|name| !name.is_empty()).collect()
}

/// A name in capitals gets its small letters back, unless it is an acronym.
fn shown(name: &Name, entity_type: &str) -> String {
    let initials = |word: &str| entity_type != "person" && word.split('-').all(|part| part.chars().count() <= 5);
    if !name.all_caps || name.parts.len() == 1 && initials(&name.text) {
        return name.text.clone();
    }
    let words = name.text.split(' ').map(|word| if initials(word) { word.to_owned() } else { capitalized(word) });
    words.collect::<Vec<_>>().join(" ")
}

fn capitalized(word: &str) -> String {
    let mut shown = String::with_capacity(word.len());
    let mut begins = true;
    for c in word.chars() {
        if begins {
            shown.extend(c.to_uppercase());
        } else {
            shown.extend(c.to_lowercase());
        }
        begins = !c.is_alphanumeric();
    }
    shown
}

/// A key as part of an id: ASCII letters, digits and hyphens where the name can be written so, letters of other scripts as
/// they are, nothing that an XML name token does not allow.
pub(super) fn slug(key: &str) -> Option<String> {
    let mut slug = String::new();
    for c in key.chars() {
        if c.is_ascii_alphanumeric() || !c.is_ascii() && c.is_alphabetic() && is_name_char(c) {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches('-');
    if slug.is_empty() {
        return None;
    }
    if slug.chars().count() <= LONGEST_SLUG {
        return Some(slug.to_owned());
    }
    let head: String = slug.chars().take(LONGEST_SLUG - 9).collect();
    let digest = Sha256::digest(slug.as_bytes());
    let tail = digest.iter().take(4).fold(String::new(), |tail, byte| tail + &format!("{byte:02x}"));
    Some(format!("{}-{tail}", head.trim_end_matches('-')))
}

/// Whether XML 1.0 (fifth edition, production 4a) allows a non-ASCII letter in a name.
fn is_name_char(c: char) -> bool {
    matches!(u32::from(c),
        0xB7 | 0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0x37D | 0x37F..=0x1FFF | 0x200C..=0x200D | 0x203F..=0x2040
        | 0x2070..=0x218F | 0x2C00..=0x2FEF | 0x3001..=0xD7FF | 0xF900..=0xFDCF | 0xFDF0..=0xFFFD | 0x10000..=0xEFFFF)
}

/// Where the mentions of a chain stand, least telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Setting {
    /// Only where capitals mean little: in titles, at the beginning of sentences.
    Capitalized,
    /// In running text, where capitals mark a name.
    Running,
    /// In running text, as a proper noun that takes part in what is told.
    Participant,
}

/// What kind of thing a Nil chain is, by the evidence of all its mentions; `None` when nothing tells, or when it is no
/// plausible name.
pub(super) fn evident_type(chain: &Chain, setting: Setting, words: &CoreferenceResources) -> Option<String> {
    if chain.honorifics > 0 {
        return Some("person".to_owned());
    }
    let best = best_name(chain)?;
    if !best.name.text.chars().any(|c| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase())
        || !best.name.text.chars().any(char::is_alphabetic)
    {
        return None;
    }
    let given = best.name.parts.len() > 1 && words.is_given_name(&best.name.parts[0]);
    match chain.votes.leading().or_else(|| chain.votes.first()) {
        Some(top) => Some(top.to_owned()),
        None if given => Some("person".to_owned()),
        None if chain.names.iter().any(|name| name.role == NameRole::Acronym) => Some("organization".to_owned()),
        None if best.name.all_caps && best.name.parts.len() == 1 => Some("organization".to_owned()),
        // Most names of several words that are neither persons nor known places are organizations.
        None if setting >= Setting::Running && capitalized_words(&best.name.text) >= 2 && !best.name.all_caps => {
            Some("organization".to_owned())
        }
        // A single unknown word that acts, is acted upon or owns is mostly a company that just became news.
        None if setting == Setting::Participant && best.name.text.chars().count() > 2 => {
            Some("organization".to_owned())
        }
        None => None,
    }
}

fn capitalized_words(name: &str) -> usize {
    name.split_whitespace().filter(|word| word.starts_with(char::is_uppercase) && word.chars().count() > 1).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_name_tokens() {
        for (key, expected) in [
            ("jane doe", Some("jane-doe")),
            ("at&t", Some("at-t")),
            ("l'oreal", Some("l-oreal")),
            ("тест", Some("тест")),
            ("習近平", Some("習近平")),
            ("--", None),
            ("a × b", Some("a-b")),
        ] {
            assert_eq!(slug(key).as_deref(), expected, "{key}");
        }
        let long = slug(&"association ".repeat(20)).unwrap();
        assert!(long.chars().count() <= LONGEST_SLUG && long.starts_with("association-association"), "{long}");
        assert_ne!(slug(&"a".repeat(100)), slug(&"a".repeat(101)));
    }

    #[test]
    fn capitals_get_small_letters_back() {
        let words = &super::super::testing::language("fr").coreference;
        for (text, entity_type, expected) in [
            ("JEAN-PIERRE O'NEIL", "person", "Jean-Pierre O'Neil"),
            ("OTAN", "organization", "OTAN"),
            ("BANQUE CENTRALE", "organization", "Banque Centrale"),
            ("SpaceX", "organization", "SpaceX"),
        ] {
            assert_eq!(shown(&Name::new(text, words), entity_type), expected);
        }
    }
}
