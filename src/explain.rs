//! Why a claim is there: the sentence with its parts marked, the rule, who says so, and who else might have been meant.

mod mentions;

use std::collections::BTreeSet;
use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::model::{
    Attribution, CharSpan, Claim, ClaimObject, ClaimSet, Entity, EntityId, Evidence, QualifierValue, Speaker,
};

pub use mentions::{MentionExplanation, mentions};

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
        let subjects = self.subject.as_deref().map(|name| entities_named(claims, name));
        let objects = self.object.as_deref().map(|name| entities_named(claims, name));
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

/// Entities that bear a name in any language, or an id; letter case and accents do not matter. When nobody is called
/// exactly so, every entity whose name contains it as whole words.
#[must_use]
pub fn entities_named<'a>(claims: &'a ClaimSet, name: &str) -> BTreeSet<&'a EntityId> {
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
            mention.document == evidence.document && mention.span == span && mention.entity.as_ref() == chosen
        };
        let Some((mention, chosen)) = self.claims.mentions.iter().find(here).zip(chosen) else { return Ok(()) };
        write!(f, "  {end}: “{}” is {} ({})", mention.text, self.label(chosen), mention.score)?;
        let others: Vec<_> = mention
            .candidates
            .iter()
            .filter(|candidate| candidate.entity != *chosen)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::read_claims;

    fn claims() -> ClaimSet {
        let file = r#"{"kind":"document","id":"doc:1","source":"a.txt","title":null,"language":"fr","published":"2024-05-03","publisher":"La Gazette","url":null,"sha256":"00","length":80}
{"kind":"entity","id":"x:ann","type":"person","label":"Anne Dupré","labels":{"fr":"Anne Dupré"},"aliases":["Dupré"],"same_as":[],"descriptions":{}}
{"kind":"entity","id":"x:bob","type":"person","label":"Bob","labels":{},"aliases":[],"same_as":[],"descriptions":{}}
{"kind":"entity","id":"x:bobby","type":"person","label":"Bobby","labels":{},"aliases":[],"same_as":[],"descriptions":{}}
{"kind":"mention","document":"doc:1","start":0,"end":5,"text":"Dupré","form":"name","entity":"x:ann","score":0.9,"candidates":[{"entity":"x:ann","score":0.9}]}
{"kind":"mention","document":"doc:1","start":21,"end":24,"text":"Bob","form":"name","entity":"x:bob","score":0.6,"candidates":[{"entity":"x:bob","score":0.6},{"entity":"x:bobby","score":0.3}]}
{"kind":"claim","id":"CLAIM","subject":"x:ann","relation":"met_with","object":"x:bob","qualifiers":{"date":"2024-05-02"},"evidence":[{"document":"doc:1","start":0,"end":52,"quote":"Dupré a rencontré Mr Bob jeudi, selon un conseiller.","subject":[0,5],"trigger":[8,17],"object":[21,24],"qualifiers":{"date":[25,30]},"polarity":"affirmed","modality":"reported","attribution":[{"speaker":{"text":"un conseiller"},"stance":"asserts","cue":[32,37]}],"rule":"fr/communication/rencontrer","confidence":0.85}]}"#;
        let date = QualifierValue::Value(crate::model::Value::Date("2024-05-02".parse().unwrap()));
        let id = Claim::make_id(
            &EntityId::from_text("x:ann"),
            &crate::model::RelationTypeId::from_text("met_with"),
            &ClaimObject::Entity(EntityId::from_text("x:bob")),
            &[(crate::model::QualifierKind::Date, date)].into(),
        );
        read_claims(file.replace("CLAIM", id.as_str()).as_bytes(), "claims.jsonl").unwrap()
    }

    #[test]
    fn questions() {
        let claims = claims();
        for (subject, relation, object, found) in [
            (None, None, None, 1),
            (Some("anne dupre"), None, None, 1),
            (Some("ANNE"), None, Some("bob"), 1),
            (Some("x:ann"), Some("met with"), Some("Bob"), 1),
            (Some("Bob"), None, Some("Dupré"), 1),
            (Some("Bob"), None, None, 0),
            (Some("Dup"), None, None, 0),
            (None, Some("spoke_with"), None, 0),
        ] {
            let [subject, relation, object] = [subject, relation, object].map(|text| text.map(str::to_owned));
            let question = Question { subject, relation, object };
            assert_eq!(question.claims(&claims).len(), found, "{question:?}");
        }
        let question = Question { subject: Some("Bobbie".to_owned()), ..Question::default() };
        assert_eq!(question.similar_names(&claims), ["Bobby", "Bob"]);
    }

    #[test]
    fn an_explanation_shows_everything() {
        let claims = claims();
        let claim = claims.claims.values().next().unwrap();
        let expected = format!(
            "\
Anne Dupré → met with → Bob    {}
  date: 2024-05-02

  a.txt, La Gazette, 2024-05-03, 0..52
    Dupré a rencontré Mr Bob jeudi, selon un conseiller.
    SSSSS   TTTTTTTTT    OOO QQQQQ  CCCCC
  affirmed, reported; rule fr/communication/rencontrer, confidence 0.85
  un conseiller asserts it: “selon”
  subject: “Dupré” is Anne Dupré (0.90)
  object: “Bob” is Bob (0.60); considered: Bobby (0.30)
",
            claim.id
        );
        assert_eq!(Explanation::new(&claims, claim).to_string(), expected);
    }

    #[test]
    fn long_quotes_are_broken_at_blanks() {
        let claims = claims();
        let mut evidence = claims.claims.values().next().unwrap().evidence.first().unwrap().clone();
        evidence.quote = "mot ".repeat(60);
        evidence.span.end = 240;
        let lines = marked(&evidence);
        assert!(lines.len() == 3 && lines.iter().all(|(text, _)| text.chars().count() <= WIDTH), "{lines:?}");
    }
}
