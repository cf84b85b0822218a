//! How things are named in linked data.

use std::borrow::Cow;
use std::fmt::{self, Display, Write as _};

use sha2::{Digest, Sha256};

use super::terms::Prefix;
use crate::model::{
    CharSpan, Claim, ClaimId, DocumentId, EntityId, EntityTypeId, Evidence, Modality, Polarity, RelationTypeId,
    Speaker, Stance,
};

/// An absolute IRI ending in a slash, to which the names of documents, claims and unlinked entities are appended.
///
/// ```
/// use filature::export::Base;
/// let base: Base = "https://example.org/news".parse()?;
/// assert_eq!(base.as_str(), "https://example.org/news/");
/// assert!("news".parse::<Base>().is_err());
/// # Ok::<(), filature::export::BaseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(String);

/// Why a text cannot be a base.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` cannot be a base: expected an absolute IRI without query and fragment, such as https://example.org/news/"
)]
pub struct BaseError {
    text: String,
}

impl Base {
    /// The base as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Base {
    /// Ids are made from content, so that one name space serves every run.
    fn default() -> Self {
        Self("https://w3id.org/filature/id/".to_owned())
    }
}

impl std::str::FromStr for Base {
    type Err = BaseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || BaseError { text: text.to_owned() };
        // Schemes without an authority, `urn:` among them, do not resolve relative names by appending.
        let rest = text.split_once("://").map(|(_, rest)| rest).ok_or_else(error)?;
        if rest.is_empty() || rest.starts_with('/') || text.contains(['?', '#']) {
            return Err(error());
        }
        let slash = if text.ends_with('/') { "" } else { "/" };
        let node = oxrdf::NamedNode::new(format!("{text}{slash}")).map_err(|_| error())?;
        Ok(Self(node.into_string()))
    }
}

/// A name in linked data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Iri {
    /// Below the base; its first segment is one of ours, so that appending is resolving.
    Own(String),
    /// Below a prefix that the context declares.
    Prefixed(&'static Prefix, Cow<'static, str>),
    /// Somebody else's, whole.
    Absolute(String),
}

impl Iri {
    /// As JSON-LD names it in our context.
    pub(crate) fn compact(&self) -> String {
        match self {
            Self::Own(name) | Self::Absolute(name) => name.clone(),
            Self::Prefixed(prefix, name) => format!("{}:{name}", prefix.name),
        }
    }

    /// As Turtle names it below our prefixes: by prefix where that needs no escape. For names that need no base.
    pub(crate) fn turtle(&self) -> String {
        match self {
            Self::Prefixed(_, name) if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') => self.compact(),
            Self::Prefixed(prefix, name) => format!("<{}{name}>", prefix.iri),
            Self::Own(iri) | Self::Absolute(iri) => format!("<{iri}>"),
        }
    }

    /// In full.
    pub(crate) fn absolute(&self, base: &Base) -> String {
        let mut iri = String::new();
        self.absolute_into(base, &mut iri);
        iri
    }

    /// Appends the name in full.
    pub(crate) fn absolute_into(&self, base: &Base, out: &mut String) {
        let (prefix, name): (&str, &str) = match self {
            Self::Own(name) => (base.as_str(), name),
            Self::Prefixed(prefix, name) => (prefix.iri, name),
            Self::Absolute(iri) => ("", iri),
        };
        out.reserve(prefix.len() + name.len());
        out.push_str(prefix);
        out.push_str(name);
    }

    /// A name of our vocabulary.
    pub(crate) fn fil(name: impl Into<Cow<'static, str>>) -> Self {
        Self::Prefixed(&Prefix::FIL, name.into())
    }

    /// An entity: on Wikidata where it has an id there, else below the base.
    pub(crate) fn entity(id: &EntityId) -> Self {
        let id = id.as_str();
        if let Some(item) = id.strip_prefix("wd:").filter(|item| is_wikidata_item(item)) {
            return Self::Prefixed(&Prefix::WD, item.to_owned().into());
        }
        // `ent:person.x` becomes `entity/person.x`; what other bases call their entries stays apart from it.
        match id.split_once(':') {
            Some(("ent", name)) => Self::Own(format!("entity/{}", encoded(name))),
            Some((base, name)) => Self::Own(format!("entity/{}/{}", encoded(base), encoded(name))),
            None => Self::Own(format!("entity/-/{}", encoded(id))),
        }
    }

    /// A document.
    pub(crate) fn document(id: &DocumentId) -> Self {
        Self::Own(format!("doc/{}", local(id.as_str(), "doc:")))
    }

    /// A stretch of a document's text: RFC 5147 counts characters as we do.
    pub(crate) fn passage(document: &DocumentId, span: CharSpan) -> Self {
        Self::Own(format!("doc/{}#char={},{}", local(document.as_str(), "doc:"), span.start, span.end))
    }

    /// What is said with a claim: it is asserted, denied or questioned, affirmed or negated.
    pub(crate) fn statement(claim: &ClaimId, polarity: Polarity, stance: Stance) -> Self {
        let mut name = format!("claim/{}", local(claim.as_str(), "claim:"));
        match polarity {
            Polarity::Affirmed => {}
            Polarity::Negated => name.push_str("-negated"),
        }
        match stance {
            Stance::Asserts => {}
            Stance::Denies => name.push_str("-denied"),
            Stance::Questions => name.push_str("-questioned"),
        }
        Self::Own(name)
    }

    /// Something that belongs to another name, after `#`.
    pub(crate) fn part(&self, part: &str) -> Self {
        match self {
            Self::Own(name) => Self::Own(format!("{name}#{part}")),
            Self::Prefixed(prefix, name) => Self::Prefixed(prefix, format!("{name}#{part}").into()),
            Self::Absolute(iri) => Self::Absolute(format!("{iri}#{part}")),
        }
    }

    /// One evidence of a claim, named by what it says and where.
    pub(crate) fn evidence(claim: &Claim, evidence: &Evidence) -> Self {
        let mut hash = PartHash::default();
        hash.add(&claim.id);
        hash.add(&evidence.document);
        for span in [evidence.span, evidence.subject, evidence.trigger, evidence.object] {
            hash.add(span);
        }
        for (kind, span) in &evidence.qualifiers {
            hash.add(format_args!("{kind} {span}"));
        }
        hash.add(evidence.polarity);
        hash.add(evidence.modality);
        for said in &evidence.attribution {
            match &said.speaker {
                Speaker::Entity(entity) => hash.add(format_args!("= {entity}")),
                Speaker::Unnamed(words) => hash.add(words),
            }
            hash.add(said.stance);
            hash.add(said.cue);
        }
        hash.add(&evidence.rule);
        hash.add(evidence.confidence);
        let mut name = "evidence/".to_owned();
        hash.finish_into(&mut name);
        Self::Own(name)
    }

    /// Somebody unnamed: the same words in another document may mean somebody else.
    pub(crate) fn unnamed_speaker(document: &DocumentId, words: &str) -> Self {
        Self::Own(format!("speaker/{}", hash([document.as_str(), words])))
    }

    /// A class of entities: `organization/company` is `fil:OrganizationCompany`.
    pub(crate) fn entity_type(id: &EntityTypeId) -> Self {
        let mut name = String::new();
        for word in id.as_str().split(['/', '_', '-', ' ']) {
            let mut chars = word.chars();
            name.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            name.push_str(chars.as_str());
        }
        Self::fil(encoded(&name))
    }

    /// A relation: `fil:spoke_with`.
    pub(crate) fn relation(id: &RelationTypeId) -> Self {
        Self::fil(encoded(id.as_str()))
    }

    /// Whether a relation is said to hold: `fil:Affirmed`.
    pub(crate) fn polarity(polarity: Polarity) -> Self {
        Self::fil(match polarity {
            Polarity::Affirmed => "Affirmed",
            Polarity::Negated => "Negated",
        })
    }

    /// How committed a text is: `fil:Reported`.
    pub(crate) fn modality(modality: Modality) -> Self {
        Self::fil(match modality {
            Modality::Stated => "Stated",
            Modality::Reported => "Reported",
            Modality::Planned => "Planned",
            Modality::Possible => "Possible",
        })
    }

    /// An IRI from a document, knowledge base or ontology; `None` for what is none. Characters that IRIs may not
    /// hold but pages put into addresses are encoded.
    pub(crate) fn foreign(text: &str) -> Option<Self> {
        if !["http://", "https://", "urn:"].iter().any(|scheme| text.starts_with(scheme)) {
            return None;
        }
        // One name for one thing: schema.org's own context and Wikidata's data say http.
        let text = match text.split_once("://") {
            Some(("https", rest)) if rest.starts_with("schema.org/") => format!("http://{rest}"),
            Some(("https", rest)) if rest.starts_with("www.wikidata.org/entity/") => format!("http://{rest}"),
            _ => text.to_owned(),
        };
        for prefix in [&Prefix::SCHEMA, &Prefix::WD] {
            let name = text.strip_prefix(prefix.iri);
            if let Some(name) = name.filter(|name| !name.is_empty() && name.chars().all(char::is_alphanumeric)) {
                return Some(Self::Prefixed(prefix, name.to_owned().into()));
            }
        }
        let mut iri = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_whitespace() || c.is_control() || "\"<>\\^`{|}".contains(c) {
                encode(c, &mut iri);
            } else {
                iri.push(c);
            }
        }
        oxrdf::NamedNode::new(iri).ok().map(|node| Self::Absolute(node.into_string()))
    }
}

fn is_wikidata_item(item: &str) -> bool {
    item.strip_prefix('Q').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// An id without its prefix, encoded; one with another prefix keeps it.
fn local(id: &str, prefix: &str) -> String {
    encoded(id.strip_prefix(prefix).unwrap_or(id))
}

/// With everything but letters, digits and `-._~` percent-encoded.
pub(super) fn encoded(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() || "-._~".contains(c) {
            name.push(c);
        } else {
            encode(c, &mut name);
        }
    }
    name
}

fn encode(c: char, out: &mut String) {
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        let _ = write!(out, "%{byte:02X}");
    }
}

/// Sixteen hexadecimal digits over parts.
pub(super) fn hash<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = PartHash::default();
    for part in parts {
        hash.add(part);
    }
    let mut digits = String::new();
    hash.finish_into(&mut digits);
    digits
}

/// A hash over parts, each ended by a byte that no text holds.
#[derive(Default)]
struct PartHash(Sha256);

impl PartHash {
    fn add(&mut self, part: impl Display) {
        // A hash takes everything.
        let _ = write!(self, "{part}");
        self.0.update([0xff]);
    }

    fn finish_into(self, out: &mut String) {
        for byte in self.0.finalize().iter().take(8) {
            let _ = write!(out, "{byte:02x}");
        }
    }
}

impl fmt::Write for PartHash {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_have_one_name_each() {
        let name = |id: &str| Iri::entity(&EntityId::from_text(id)).compact();
        assert_eq!(name("wd:Q90"), "wd:Q90");
        assert_eq!(name("wd:Q90/x"), "entity/wd/Q90%2Fx");
        assert_eq!(name("ent:person.élodie"), "entity/person.élodie");
        assert_eq!(name("ent:person/élodie"), "entity/person%2Félodie");
        assert_eq!(name("kb:acme"), "entity/kb/acme");
        assert_eq!(name("acme"), "entity/-/acme");
    }

    #[test]
    fn addresses_are_made_fit_or_refused() {
        let foreign = |text: &str| Iri::foreign(text).map(|iri| iri.compact());
        assert_eq!(foreign("https://www.wikidata.org/entity/Q90").as_deref(), Some("wd:Q90"));
        assert_eq!(foreign("https://schema.org/Person").as_deref(), Some("schema:Person"));
        assert_eq!(foreign("http://a.b/c d|e?f=\"g\"").as_deref(), Some("http://a.b/c%20d%7Ce?f=%22g%22"));
        assert_eq!(foreign("articles/a.html"), None);
        assert_eq!(foreign("javascript:alert(1)"), None);
        assert_eq!(foreign("http://[nonsense"), None);
    }

    #[test]
    fn types_are_classes() {
        let name = |id: &str| Iri::entity_type(&EntityTypeId::from_text(id)).compact();
        assert_eq!(name("person"), "fil:Person");
        assert_eq!(name("organization/armed_force"), "fil:OrganizationArmedForce");
    }

    #[test]
    fn a_base_is_absolute() {
        for text in ["", "news/", "urn:x:y", "https://", "https://a b/", "https://a/?q", "https://a/#", "file:///tmp"] {
            assert!(text.parse::<Base>().is_err(), "{text}");
        }
    }
}
