//! Why a claim is there: the sentence with its parts marked, the rule, who says so, and who else might have been meant.

use std::collections::BTreeSet;
use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::model::{
    Attribution, CharSpan, Claim, ClaimObject, ClaimSet, Entity, EntityId, Evidence, QualifierValue, Speaker,
};

/// Which claims to explain; what is not asked for may be anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Name or id of the subject.
    pub subject: Option<String>,
    /// Relation, `spoke_with` or `spoke with`.
    pub relation: Option<String>,
    /// Name or id of the object, or the text of a literal.
    pub object: Option<String>,
}

impl Question {
    /// The claims asked for, by subject, relation and object.
    ///
    /// A name fits an entity that is called exactly so in any language, letter case and accents aside; when nobody
    /// is, every entity whose name contains it as whole words. Ends of symmetric relations have no order: a claim
    /// is found from either end when both are asked for.
    #[must_use]
    pub fn claims<'a>(&self, claims: &'a ClaimSet) -> Vec<&'a Claim> {
        let subjects = self.subject.as_deref().map(|name| named(claims, name));
        let objects = self.object.as_deref().map(|name| named(claims, name));
        let relation = self.relation.as_deref().map(|name| fold(&name.replace('_', " ")));
        let object_text = self.object.as_deref().map(fold);
        let is = |asked: &Option<BTreeSet<&EntityId>>, id: &EntityId| asked.as_ref().is_none_or(|ids| ids.contains(id));
        let mut found: Vec<_> = claims
            .claims
            .values()
            .filter(|claim| {
                relation.as_ref().is_none_or(|name| fold(&claim.relation.as_str().replace('_', " ")) == *name)
            })
            .filter(|claim| match &claim.object {
                ClaimObject::Entity(object) => {
                    (is(&subjects, &claim.subject) && is(&objects, object))
                        || (subjects.is_some()
                            && objects.is_some()
                            && is(&subjects, object)
                            && is(&objects, &claim.subject))
                }
                ClaimObject::Value(value) => {
                    is(&subjects, &claim.subject)
                        && object_text.as_ref().is_none_or(|text| fold(&value.to_string()) == *text)
                }
            })
            .collect();
        found.sort_by(|a, b| {
            let key = |claim: &'a Claim| (&claim.subject, &claim.relation, &claim.object, &claim.id);
            key(a).cmp(&key(b))
        });
        found
    }

    /// Names in the claims that look most like those asked for, for a message that nothing was found.
    #[must_use]
    pub fn similar_names(&self, claims: &ClaimSet) -> Vec<String> {
        const ALIKE: f64 = 0.85;
        let asked: Vec<_> = [&self.subject, &self.object].into_iter().flatten().map(|name| fold(name)).collect();
        let mut names: Vec<_> = claims
            .entities
            .values()
            .filter_map(|entity| {
                let likeness = asked.iter().map(|name| strsim::jaro_winkler(name, &fold(&entity.label)));
                let best = likeness.fold(0.0, f64::max);
                (best >= ALIKE).then(|| (best, entity.label.clone()))
            })
            .collect();
        names.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        names.into_iter().map(|(_, name)| name).take(5).collect()
    }
}

/// Entities that bear a name.
fn named<'a>(claims: &'a ClaimSet, name: &str) -> BTreeSet<&'a EntityId> {
    let asked = fold(name);
    let with = |fits: &dyn Fn(&str) -> bool| -> BTreeSet<&'a EntityId> {
        claims.entities.values().filter(|entity| names(entity).any(|name| fits(&fold(name)))).map(|e| &e.id).collect()
    };
    let exact = with(&|name| name == asked);
    if exact.is_empty() { with(&|name| format!(" {name} ").contains(&format!(" {asked} "))) } else { exact }
}

fn names(entity: &Entity) -> impl Iterator<Item = &str> {
    let labels = entity.labels.values().chain(&entity.aliases).map(String::as_str);
    [entity.id.as_str(), &entity.label].into_iter().chain(labels)
}

/// Lower case, without accents, apostrophes alike.
fn fold(name: &str) -> String {
    name.trim().replace('’', "'").nfd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase).collect()
}

/// A claim with everything that supports it; shown by its `Display`.
#[derive(Clone, Copy, Debug)]
pub struct Explanation<'a> {
    claims: &'a ClaimSet,
    claim: &'a Claim,
}

/// What the letters under a sentence mean.
pub const LEGEND: &str = "S subject, T trigger, O object, Q qualifier, C cue of who says so";

/// Columns a quoted line may take.
const WIDTH: usize = 100;

impl<'a> Explanation<'a> {
    /// Explains a claim of a set.
    #[must_use]
    pub fn new(claims: &'a ClaimSet, claim: &'a Claim) -> Self {
        Self { claims, claim }
    }

    fn label(&self, id: &'a EntityId) -> &'a str {
        self.claims.entities.get(id).map_or(id.as_str(), |entity| &entity.label)
    }

    fn header(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let claim = self.claim;
        let object = match &claim.object {
            ClaimObject::Entity(id) => self.label(id).to_owned(),
            ClaimObject::Value(value) => value.to_string(),
        };
        let relation = claim.relation.as_str().replace('_', " ");
        writeln!(f, "{} → {relation} → {object}    {}", self.label(&claim.subject), claim.id)?;
        for (kind, value) in &claim.qualifiers {
            let value = match value {
                QualifierValue::Entity(id) => self.label(id).to_owned(),
                QualifierValue::Value(value) => value.to_string(),
            };
            writeln!(f, "  {kind}: {value}")?;
        }
        Ok(())
    }

    fn evidence(&self, f: &mut fmt::Formatter<'_>, evidence: &'a Evidence) -> fmt::Result {
        let document = self.claims.documents.get(&evidence.document);
        let mut from = vec![document.map_or(evidence.document.as_str(), |document| &document.source).to_owned()];
        if let Some(document) = document {
            from.extend(document.publisher.clone());
            from.extend(document.published.map(|date| date.to_string()));
        }
        writeln!(f, "\n  {}, {}", from.join(", "), evidence.span)?;
        for (text, marks) in marked(evidence) {
            writeln!(f, "    {text}")?;
            if !marks.is_empty() {
                writeln!(f, "    {marks}")?;
            }
        }
        writeln!(
            f,
            "  {}, {}; rule {}, confidence {}",
            evidence.polarity, evidence.modality, evidence.rule, evidence.confidence
        )?;
        for attribution in &evidence.attribution {
            self.attribution(f, attribution, evidence)?;
        }
        self.candidates(f, "subject", evidence, evidence.subject, Some(&self.claim.subject))?;
        let object = match &self.claim.object {
            ClaimObject::Entity(id) => Some(id),
            ClaimObject::Value(_) => None,
        };
        self.candidates(f, "object", evidence, evidence.object, object)
    }

    fn attribution(
        &self,
        f: &mut fmt::Formatter<'_>,
        attribution: &'a Attribution,
        evidence: &Evidence,
    ) -> fmt::Result {
        let speaker = match &attribution.speaker {
            Speaker::Entity(id) => self.label(id),
            Speaker::Unnamed(text) => text,
        };
        let cue = match slice(evidence, attribution.cue) {
            Some(cue) => format!("“{cue}”"),
            None => format!("at {}, in another sentence", attribution.cue),
        };
        writeln!(f, "  {speaker} {} it: {cue}", attribution.stance)
    }

    /// Who was considered for one end.
    fn candidates(
        &self,
        f: &mut fmt::Formatter<'_>,
        end: &str,
        evidence: &Evidence,
        span: CharSpan,
        chosen: Option<&EntityId>,
    ) -> fmt::Result {
        let here = |mention: &&crate::model::MentionRecord| {
            mention.document == evidence.document && mention.span == span && Some(&mention.entity) == chosen
        };
        let Some(mention) = self.claims.mentions.iter().find(here) else { return Ok(()) };
        write!(f, "  {end}: “{}” is {} ({})", mention.text, self.label(&mention.entity), mention.score)?;
        let others: Vec<_> = mention
            .candidates
            .iter()
            .filter(|candidate| candidate.entity != mention.entity)
            .map(|candidate| format!("{} ({})", self.label_of(&candidate.entity), candidate.score))
            .collect();
        if !others.is_empty() {
            write!(f, "; considered: {}", others.join(", "))?;
        }
        writeln!(f)
    }

    fn label_of(&self, id: &EntityId) -> String {
        self.claims.entities.get(id).map_or_else(|| id.as_str().to_owned(), |entity| entity.label.clone())
    }
}

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.header(f)?;
        for evidence in &self.claim.evidence {
            self.evidence(f, evidence)?;
        }
        Ok(())
    }
}

/// The text of a span inside the quote.
fn slice(evidence: &Evidence, span: CharSpan) -> Option<String> {
    let start = span.start.checked_sub(evidence.span.start)?;
    (span.end <= evidence.span.end).then(|| evidence.quote.chars().skip(start).take(span.end - span.start).collect())
}

/// The quote in lines of at most [`WIDTH`] columns, each with the letters that mark its parts.
fn marked(evidence: &Evidence) -> Vec<(String, String)> {
    let letters: Vec<char> = evidence.quote.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let mut marks = vec![' '; letters.len()];
    let mut mark = |span: CharSpan, letter: char| {
        let from = span.start.saturating_sub(evidence.span.start).min(marks.len());
        let to = span.end.saturating_sub(evidence.span.start).min(marks.len());
        if from < to {
            marks[from..to].fill(letter);
        }
    };
    // Later ones win where two overlap: the ends are what a reader looks for first.
    evidence.attribution.iter().for_each(|attribution| mark(attribution.cue, 'C'));
    evidence.qualifiers.values().for_each(|&span| mark(span, 'Q'));
    mark(evidence.trigger, 'T');
    mark(evidence.subject, 'S');
    mark(evidence.object, 'O');
    let mut lines = Vec::new();
    let mut start = 0;
    while start < letters.len() {
        let longest = (start + WIDTH).min(letters.len());
        let end = if longest == letters.len() {
            longest
        } else {
            let space = letters[start..longest].iter().rposition(|&c| c == ' ');
            space.filter(|&at| at > 0).map_or(longest, |at| start + at + 1)
        };
        let text: String = letters[start..end].iter().collect();
        let under: String = marks[start..end].iter().collect();
        lines.push((text.trim_end().to_owned(), under.trim_end().to_owned()));
        start = end;
    }
    lines
}
