use std::fmt;

use filature::model::{
    Claim, ClaimObject, ClaimSet, Entity, EntityId, Evidence, QualifierValue, Span, Speaker, Stance,
};
use filature::ontology::Ontology;
use filature::pipeline::Reading;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::case::{Case, ClaimWish, Edit, Mark, Wish};

/// What the program makes of a case, held against what is expected.
#[derive(Default)]
pub(super) struct Verdict {
    /// What a person must look at; empty when all marks are true.
    pub(super) faults: Vec<String>,
    /// What makes the marks true.
    pub(super) edits: Vec<Edit>,
    met: usize,
    not_yet: usize,
    wrong: usize,
}

/// Counts over cases.
#[derive(Default)]
pub(super) struct Tally {
    cases: usize,
    met: usize,
    not_yet: usize,
    wrong: usize,
}

impl Tally {
    pub(super) fn add(&mut self, verdict: &Verdict) {
        self.cases += 1;
        self.met += verdict.met;
        self.not_yet += verdict.not_yet;
        self.wrong += verdict.wrong;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cases, met, not_yet, wrong } = self;
        write!(f, "{cases} cases: {met} expectations met, {not_yet} not yet, {wrong} wrong claims")
    }
}

/// One evidence of one claim.
struct Found<'a> {
    claims: &'a ClaimSet,
    claim: &'a Claim,
    evidence: &'a Evidence,
    /// Its ends are stored sorted; readers write them as the text has them.
    symmetric: bool,
    /// Taken by an expectation.
    taken: bool,
}

impl Verdict {
    pub(super) fn new(case: &Case, reading: &Reading, ontology: &Ontology) -> Self {
        let mut verdict = Self::default();
        let claims = &reading.claims;
        let mut found: Vec<Found<'_>> = claims
            .claims
            .values()
            .flat_map(|claim| claim.evidence.iter().map(move |evidence| (claim, evidence)))
            .map(|(claim, evidence)| {
                let symmetric = ontology.relation_type(&claim.relation).is_some_and(|relation| relation.symmetric);
                Found { claims, claim, evidence, symmetric, taken: false }
            })
            .collect();
        for expectation in &case.expectations {
            let Wish::Claim(wish) = &expectation.wish else { continue };
            let best = (0..found.len())
                .filter(|&index| !found[index].taken && found[index].is(wish))
                .max_by_key(|&index| (found[index].fields_met(wish), std::cmp::Reverse(index)));
            let Some(best) = best else {
                verdict.judge(expectation.line, expectation.mark, &expectation.body, false);
                continue;
            };
            found[best].taken = true;
            if matches!(expectation.mark, Mark::Wrong | Mark::May) {
                verdict.judge(expectation.line, expectation.mark, &expectation.body, true);
                continue;
            }
            verdict.met += 1;
            let body = verdict.judge_fields(wish, &found[best]);
            if let Some(body) = body {
                verdict.edits.push(Edit::Replace(expectation.line, Some(format!("- {body}"))));
                verdict.faults.push(format!("now      {body}"));
            } else if expectation.mark == Mark::NotYet {
                verdict.judge(expectation.line, expectation.mark, &expectation.body, true);
            }
        }
        for expectation in &case.expectations {
            let holds = match &expectation.wish {
                Wish::Claim(_) | Wish::NoClaims | Wish::Others => continue,
                Wish::Mention { text, nth, name } => mention_holds(case, reading, text, *nth, name.as_deref()),
                Wish::Value { text, value } => {
                    let mut found = reading.detected.values.iter().filter(|found| found.span.of(&case.text) == text);
                    match value.as_deref() {
                        Some(value) => found.any(|found| fold(&found.value.to_string()) == fold(value)),
                        None => found.next().is_none(),
                    }
                }
                Wish::Said { text, source } => said_holds(case, reading, text, source.as_deref()),
                Wish::Node { name, entity_type } => nodes(claims, name)
                    .any(|entity| entity_type.as_deref().is_none_or(|expected| entity.entity_type.is_a(expected))),
                Wish::NoNode(name) => nodes(claims, name).next().is_none(),
                Wish::OneNode(names) => claims
                    .entities
                    .values()
                    .any(|entity| names.iter().all(|name| is_called(entity, name) && nodes(claims, name).count() == 1)),
            };
            verdict.judge(expectation.line, expectation.mark, &expectation.body, holds);
        }
        if !case.is_open() {
            verdict.judge_extras(case, &found);
        }
        verdict
    }

    /// Compares a mark with the truth.
    fn judge(&mut self, line: usize, mark: Mark, body: &str, holds: bool) {
        let (fault, edit) = match (mark, holds) {
            (Mark::May, _) => return,
            (Mark::Required, true) => {
                self.met += 1;
                return;
            }
            (Mark::NotYet, false) => {
                self.not_yet += 1;
                return;
            }
            (Mark::Wrong, true) => {
                self.wrong += 1;
                return;
            }
            (Mark::Required, false) => {
                self.not_yet += 1;
                ("missing ", Some(format!("- not yet: {body}")))
            }
            (Mark::NotYet, true) => ("now true", Some(format!("- {body}"))),
            (Mark::Wrong, false) => ("no more ", None),
        };
        self.faults.push(format!("{fault} {body}"));
        self.edits.push(Edit::Replace(line, edit));
    }

    /// The claim's line with true marks, when those it has are not.
    fn judge_fields(&mut self, wish: &ClaimWish, found: &Found<'_>) -> Option<String> {
        let mut body = format!("{} | {} | {}", wish.subject, wish.relations.join("/"), wish.object);
        let mut is_changed = false;
        let mut push = |mark: Mark, field: &str| {
            body.push_str("; ");
            body.push_str(mark.prefix());
            body.push_str(field);
        };
        for (mark, field) in &wish.fields {
            let true_mark = match (mark, found.has(field)) {
                (Mark::May, _) => Mark::May,
                (Mark::Wrong, true) => Mark::Wrong,
                (Mark::Wrong, false) => {
                    is_changed = true;
                    continue;
                }
                (_, true) => Mark::Required,
                (_, false) => Mark::NotYet,
            };
            is_changed |= true_mark != *mark;
            self.not_yet += usize::from(true_mark == Mark::NotYet);
            push(true_mark, field);
        }
        for (mark, field) in found.unsaid(wish) {
            is_changed = true;
            self.not_yet += usize::from(mark == Mark::NotYet);
            push(mark, &field);
        }
        is_changed.then_some(body)
    }

    /// Claims nobody listed: wrong, until a reader says otherwise. A second evidence of a listed claim is none.
    fn judge_extras(&mut self, case: &Case, found: &[Found<'_>]) {
        let last = case.expectations.last().map_or(case.line, |expectation| expectation.line);
        for extra in found.iter().filter(|found| !found.taken) {
            let is_listed = case.expectations.iter().any(|expectation| match &expectation.wish {
                Wish::Claim(wish) => extra.is(wish),
                _ => false,
            });
            if !is_listed {
                self.wrong += 1;
                self.faults.push(format!("extra    {extra}   [{}]", extra.evidence.rule));
                self.edits.push(Edit::InsertAfter(last, format!("- wrong: {extra}")));
            }
        }
    }
}

impl Found<'_> {
    fn is(&self, wish: &ClaimWish) -> bool {
        let relation = self.claim.relation.as_str();
        let (subject, object) = (self.is_entity(&self.claim.subject), &self.claim.object);
        let is_object = |name: &str| match object {
            ClaimObject::Entity(id) => self.is_entity(id)(name),
            ClaimObject::Value(value) => fold(&value.to_string()) == fold(name),
        };
        wish.relations.iter().any(|wished| wished == relation)
            && (subject(&wish.subject) && is_object(&wish.object)
                || self.symmetric && subject(&wish.object) && is_object(&wish.subject))
    }

    fn is_entity<'b>(&'b self, id: &'b EntityId) -> impl Fn(&str) -> bool + 'b {
        move |name| self.claims.entities.get(id).is_some_and(|entity| is_called(entity, name))
    }

    fn fields_met(&self, wish: &ClaimWish) -> usize {
        let listed = wish.fields.iter().filter(|(mark, field)| *mark != Mark::Wrong && self.has(field)).count();
        // Ten times: what is unsaid matters more than a date.
        (listed * 10 + 100).saturating_sub(self.unsaid(wish).len() * 15)
    }

    fn has(&self, field: &str) -> bool {
        if let Some((name, value)) = field.split_once('=') {
            return match name {
                "asserts" | "denies" | "questions" => self
                    .evidence
                    .attribution
                    .iter()
                    .any(|said| said.stance.as_str() == name && self.is_speaker(&said.speaker, value)),
                _ => self.claim.qualifiers.iter().any(|(kind, found)| {
                    name.split('/').any(|name| name == kind.as_str())
                        && match found {
                            QualifierValue::Entity(id) => self.is_entity(id)(value),
                            QualifierValue::Value(found) => fold(&found.to_string()) == fold(value),
                        }
                }),
            };
        }
        let (polarity, modality) = (self.evidence.polarity.as_str(), self.evidence.modality.as_str());
        field.split('/').any(|field| field == polarity || field == modality)
    }

    /// What the claim carries though its line does not say it: polarity, modality and speakers are always compared.
    fn unsaid(&self, wish: &ClaimWish) -> Vec<(Mark, String)> {
        let said = |names: &[&str]| {
            wish.fields.iter().any(|(mark, field)| *mark != Mark::Wrong && field.split('/').any(|f| names.contains(&f)))
        };
        let mut unsaid = Vec::new();
        for (default, all) in
            [("affirmed", &["affirmed", "negated"][..]), ("stated", &["stated", "reported", "planned", "possible"])]
        {
            if !said(all) && !self.has(default) {
                unsaid.push((Mark::NotYet, default.to_owned()));
            }
        }
        for said in &self.evidence.attribution {
            let is_listed = wish
                .fields
                .iter()
                .filter_map(|(_, field)| field.split_once('='))
                .any(|(name, value)| name == said.stance.as_str() && self.is_speaker(&said.speaker, value));
            if !is_listed {
                unsaid.push((Mark::Wrong, format!("{}={}", said.stance, self.speaker(&said.speaker))));
            }
        }
        unsaid
    }

    /// Unnamed speakers are compared by their words; the phrase found may be longer than the words expected.
    fn is_speaker(&self, speaker: &Speaker, name: &str) -> bool {
        match speaker {
            Speaker::Entity(id) => self.is_entity(id)(name),
            Speaker::Unnamed(text) => {
                name.strip_prefix('"').is_some_and(|name| fold(text).contains(&fold(name.trim_end_matches('"'))))
            }
        }
    }

    fn speaker(&self, speaker: &Speaker) -> String {
        match speaker {
            Speaker::Entity(id) => self.name(id),
            Speaker::Unnamed(text) => format!("\"{text}\""),
        }
    }

    fn name(&self, id: &EntityId) -> String {
        self.claims.entities.get(id).map_or_else(|| id.to_string(), |entity| entity.label.clone())
    }
}

impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let object = match &self.claim.object {
            ClaimObject::Entity(id) => self.name(id),
            ClaimObject::Value(value) => value.to_string(),
        };
        write!(f, "{} | {} | {object}", self.name(&self.claim.subject), self.claim.relation)?;
        for word in [self.evidence.polarity.as_str(), self.evidence.modality.as_str()] {
            if !["affirmed", "stated"].contains(&word) {
                write!(f, "; {word}")?;
            }
        }
        for (kind, value) in &self.claim.qualifiers {
            match value {
                QualifierValue::Entity(id) => write!(f, "; {kind}={}", self.name(id))?,
                QualifierValue::Value(value) => write!(f, "; {kind}={value}")?,
            }
        }
        for said in &self.evidence.attribution {
            let stance: Stance = said.stance;
            write!(f, "; {stance}={}", self.speaker(&said.speaker))?;
        }
        Ok(())
    }
}

/// Whether a quotation has exactly these words and its source is named by this phrase; without a source, whether no
/// quotation has any of them.
fn said_holds(case: &Case, reading: &Reading, text: &str, source: Option<&str>) -> bool {
    let start = case.text.find(text).unwrap_or_default();
    let wanted = Span::new(start, start + text.len());
    let mut quotations = reading.quotations.iter();
    match source {
        Some(source) => quotations.any(|quotation| {
            quotation.content == wanted
                && quotation.source.is_some_and(|named| fold(named.of(&case.text)) == fold(source))
        }),
        None => !quotations.any(|quotation| quotation.content.overlaps(wanted)),
    }
}

fn mention_holds(case: &Case, reading: &Reading, text: &str, nth: usize, name: Option<&str>) -> bool {
    let Some((start, _)) = case.text.match_indices(text).nth(nth - 1) else { return false };
    let span = Span { start, end: start + text.len() };
    let at = reading.detected.mentions.iter().zip(&reading.linked.links).filter(|(mention, _)| mention.span == span);
    let mut linked = at.filter_map(|(_, link)| reading.linked.entity(link.entity.as_ref()?));
    match name {
        Some(name) => linked.any(|entity| is_called(entity, name)),
        None => linked.next().is_none(),
    }
}

fn nodes<'a>(claims: &'a ClaimSet, name: &str) -> impl Iterator<Item = &'a Entity> {
    let name = name.to_owned();
    claims.entities.values().filter(move |entity| is_called(entity, &name))
}

/// Whether this is the thing's label, in any language, or one of its other names.
fn is_called(entity: &Entity, name: &str) -> bool {
    let name = fold(name);
    fold(&entity.label) == name || entity.labels.values().chain(&entity.aliases).any(|other| fold(other) == name)
}

/// Without letter case, accents, kinds of apostrophe and of space: "Orban" is how French papers write Orbán.
fn fold(text: &str) -> String {
    let plain = text.trim().replace('’', "'").replace(['\u{a0}', '\u{202f}'], " ");
    plain.nfd().filter(|character| !is_combining_mark(*character)).collect::<String>().to_lowercase()
}
