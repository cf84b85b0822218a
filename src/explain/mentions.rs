//! Why a stretch of text was taken for somebody: what was considered, how well it fitted, what decided.

use std::fmt;

use super::fold;
use crate::model::{ClaimSet, EntityId, MentionKind, MentionRecord};

/// Every mention written so, letter case and accents aside; when none is, every mention that holds these words.
#[must_use]
pub fn mentions<'a>(claims: &'a ClaimSet, text: &str) -> Vec<MentionExplanation<'a>> {
    let asked = fold(text);
    let with = |fits: &dyn Fn(&str) -> bool| -> Vec<MentionExplanation<'a>> {
        let fitting = claims.mentions.iter().filter(|mention| fits(&fold(&mention.text)));
        fitting.map(|mention| MentionExplanation { claims, mention }).collect()
    };
    let exact = with(&|text| text == asked);
    if exact.is_empty() { with(&|text| format!(" {text} ").contains(&format!(" {asked} "))) } else { exact }
}

/// A mention with what was considered for it; shown by its `Display`.
#[derive(Clone, Copy, Debug)]
pub struct MentionExplanation<'a> {
    claims: &'a ClaimSet,
    mention: &'a MentionRecord,
}

impl MentionExplanation<'_> {
    fn name(&self, id: &EntityId) -> String {
        match self.claims.entities.get(id) {
            Some(entity) => format!("{} ({id})", entity.label),
            None => id.to_string(),
        }
    }

    /// Why nobody is meant, in words.
    fn why_nobody(&self) -> String {
        let name = |index: usize| self.mention.candidates.get(index);
        match (name(0), name(1)) {
            (Some(best), Some(next)) if best.score.value() - next.score.value() < 0.1 => {
                format!("none leads: {:.2} ahead of the next", best.score.value() - next.score.value())
            }
            (Some(_), _) => "no entry of that name fits well enough, and nothing tells what else it names".to_owned(),
            (None, _) => "no entry bears the name, and nothing tells what it names, or which of several".to_owned(),
        }
    }

    /// What decided, in words.
    fn reason(&self) -> String {
        let MentionRecord { entity, candidates, kind, .. } = self.mention;
        let Some(entity) = entity else { return self.why_nobody() };
        let lead = |second: Option<f64>| match second {
            Some(second) => format!("{:.2} ahead of the next", candidates[0].score.value() - second),
            None => "the only one of that name".to_owned(),
        };
        match (kind, candidates.first()) {
            (MentionKind::Pronoun, _) => "the pronoun agrees with it, and nothing near leads it".to_owned(),
            (MentionKind::Nominal, _) => {
                "the noun stands beside its name, or says what text or knowledge base say of it".to_owned()
            }
            (MentionKind::Name, Some(best)) if best.entity == *entity => {
                format!("the entry that fits best: {}", lead(candidates.get(1).map(|next| next.score.value())))
            }
            (MentionKind::Name, Some(_)) if entity.is_nil() => {
                "no entry of that name fits well enough, or clearly better than the next: named from the text"
                    .to_owned()
            }
            (MentionKind::Name, _) if entity.is_nil() => "no entry bears the name: named from the text".to_owned(),
            (MentionKind::Name, _) => "another name of the text, or the country it tells, says who is meant".to_owned(),
        }
    }
}

impl fmt::Display for MentionExplanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let MentionRecord { document, span, text, entity, score, candidates, .. } = self.mention;
        let source = self.claims.documents.get(document).map_or(document.as_str(), |document| &document.source);
        writeln!(f, "\"{text}\" at {span} of {source}")?;
        match entity {
            Some(entity) => writeln!(f, "  means {}, {score}", self.name(entity))?,
            None => writeln!(f, "  means nobody")?,
        }
        writeln!(f, "  because: {}", self.reason())?;
        for candidate in candidates {
            writeln!(f, "  considered {} {}", candidate.score, self.name(&candidate.entity))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::{Candidate, CharSpan, DocumentId, Score};

    fn record(text: &str, kind: MentionKind, entity: &str, candidates: &[(&str, f64)]) -> MentionRecord {
        MentionRecord {
            document: DocumentId::from_text("doc:1"),
            span: CharSpan::new(3, 8),
            text: text.to_owned(),
            kind,
            entity: (entity != "-").then(|| EntityId::from_text(entity)),
            score: Score::new(0.8),
            candidates: candidates
                .iter()
                .map(|&(entity, score)| Candidate { entity: EntityId::from_text(entity), score: Score::new(score) })
                .collect(),
        }
    }

    #[test]
    fn a_mention_tells_what_was_considered_and_what_decided() {
        let claims = ClaimSet {
            mentions: BTreeSet::from([
                record("Zorbec", MentionKind::Name, "kb:zorbec", &[("kb:zorbec", 0.9), ("kb:zorbec-city", 0.6)]),
                record("Élise Morel", MentionKind::Name, "ent:person.elise-morel", &[]),
                record("Bruma", MentionKind::Name, "-", &[("kb:bruma", 0.6), ("kb:bruma-river", 0.58)]),
            ]),
            ..ClaimSet::default()
        };
        let shown = |text: &str| mentions(&claims, text).iter().map(ToString::to_string).collect::<String>();
        assert_eq!(
            shown("zorbec"),
            "\"Zorbec\" at 3..8 of doc:1\n  means kb:zorbec, 0.80\n  because: the entry that fits best: 0.30 ahead of the next\n  \
             considered 0.90 kb:zorbec\n  considered 0.60 kb:zorbec-city\n"
        );
        assert!(shown("morel").contains("no entry bears the name"));
        assert!(
            shown("bruma").contains("means nobody\n  because: none leads: 0.02 ahead of the next\n  considered 0.60")
        );
        assert!(mentions(&claims, "nobody").is_empty());
    }
}
