//! Adjectives and inhabitants: "le président russe", "une chanteuse russe" speak of Russia, "les Russes" of a people,
//! "cuisine russe" of neither. "le sénateur socialiste", "the Conservative leader" speak of a
//! party, "la réforme socialiste" of none.

use super::casing::starts_with_capital;
use super::known::Known;
use super::{Place, Proposal, Source};
use crate::model::{EntityTypeId, Token, TokenIndex, Upos};

impl Place<'_> {
    pub(super) fn add_demonyms(&self, known: &[Known], names: &mut Vec<Proposal>) {
        for demonym in known.iter().filter(|name| (name.demonym || name.partisan) && name.tokens.len() == 1) {
            let at = demonym.tokens.start;
            let token = &self.sentence.tokens[at];
            let is_whole = token.span == demonym.span;
            if !is_whole || names.iter().any(|name| name.span.overlaps(demonym.span)) {
                continue;
            }
            if !demonym.demonym {
                if demonym.entries.is_empty() && self.tells_party(at, token, names) {
                    names.push(adjective(demonym, "organization/party"));
                }
                continue;
            }
            let entity_type = if self.is_people(at, token) {
                "group/nationality"
            } else if self.modifies_somebody(at, token) || self.introduces_person(at, names) {
                "place/country"
            } else {
                continue;
            };
            names.push(adjective(demonym, entity_type));
        }
    }

    /// The letter of a party behind the name of somebody elected, before the place: "Jane Doe (**R**-Texas)".
    pub(super) fn add_party_labels(&self, names: &mut Vec<Proposal>) {
        let labels = &self.language.expressions.name_words().party_labels;
        let tokens = &self.sentence.tokens;
        if labels.is_empty() {
            return;
        }
        for at in 2..tokens.len().saturating_sub(2) {
            let is_label = matches!(tokens[at + 1].form.as_str(), "-" | "–")
                && matches!(tokens[at - 1].form.as_str(), "(" | "[" | ",")
                && starts_with_capital(&tokens[at + 2])
                && labels.get(&tokens[at].form).is_some_and(|party| !party.is_empty())
                && names.iter().any(|name| name.tokens.end + 1 == at);
            if !is_label {
                continue;
            }
            let span = tokens[at].span;
            names.retain(|name| !name.span.overlaps(span) || name.tokens.len() > 1);
            if !names.iter().any(|name| name.span.overlaps(span)) {
                let entity_type = Some(EntityTypeId::from_text("organization/party"));
                names.push(Proposal { span, tokens: at..at + 1, source: Source::Known, entity_type });
            }
        }
    }

    /// Beside a noun for one person, or right before somebody's name: "le député écologiste", "le socialiste Jean Dupont",
    /// "Democratic Senator".
    fn tells_party(&self, at: TokenIndex, token: &Token, names: &[Proposal]) -> bool {
        let head = token.head.filter(|_| matches!(token.deprel.universal(), "amod" | "compound" | "nmod" | "appos"));
        let is_role = |head: TokenIndex| {
            let noun = self.sentence.tokens.get(head);
            noun.is_some_and(|noun| !noun.feats.has("Number", "Plur"))
                && self.language.expressions.nominal_sense(self.sentence, head).is_some_and(|sense| {
                    let is_kin = sense.relation.as_ref().is_some_and(|relation| relation.inverse);
                    sense.entity_type.is_a("person") && !is_kin
                })
        };
        head.is_some_and(is_role) || self.introduces_person(at, names)
    }

    /// A noun in the plural that heads its phrase: "les Ukrainiens", "Russians", "the French".
    fn is_people(&self, at: TokenIndex, token: &Token) -> bool {
        if !starts_with_capital(token) {
            return false;
        }
        let is_noun = matches!(token.upos, Upos::Noun | Upos::Propn);
        let is_plural = token.feats.has("Number", "Plur");
        let is_modifier = matches!(token.deprel.universal(), "amod" | "compound" | "flat");
        let has_determiner = at.checked_sub(1).is_some_and(|before| self.sentence.tokens[before].upos == Upos::Det);
        let is_singular_like_adjective =
            token.upos == Upos::Adj && has_determiner && !token.feats.has("Number", "Sing");
        !is_modifier && (is_noun && is_plural || is_singular_like_adjective)
    }

    /// Behind an article and right before the name of a person: "la Suédoise Jane Doe".
    fn introduces_person(&self, at: TokenIndex, names: &[Proposal]) -> bool {
        let has_article = at.checked_sub(1).is_some_and(|before| self.sentence.tokens[before].upos == Upos::Det);
        let is_person = |name: &Proposal| name.entity_type.as_ref().is_some_and(|known| known.is_a("person"));
        // "le Britannique Sir James Doe"
        let address = self.sentence.tokens.get(at + 1).map(|token| self.language.coreference.honorific(&token.form));
        let start = at + 1 + usize::from(address.flatten().is_some());
        has_article && names.iter().any(|name| name.tokens.start == start && is_person(name))
    }

    /// Beside a noun for a person, an organization or a place; kin nouns speak of a family.
    fn modifies_somebody(&self, at: TokenIndex, token: &Token) -> bool {
        let is_modifier = matches!(token.deprel.universal(), "amod" | "compound" | "nmod" | "appos" | "flat" | "dep");
        let Some(head) = token.head.filter(|&head| is_modifier && head < self.sentence.tokens.len()) else {
            return false;
        };
        // "the French President Macron": the head may be the name, the role stands between. "une chaîne de télévision
        // japonaise": the adjective may hang on the complement.
        let is_thing = self.language.expressions.nominal_sense(self.sentence, head).is_some();
        let is_complement = self.sentence.tokens[head].deprel.universal() == "nmod" && !is_thing;
        let above = self.sentence.tokens[head].head.filter(|_| is_complement);
        let heads = [Some(head), Some(at + 1), above];
        heads.into_iter().flatten().any(|head| {
            self.language.expressions.nominal_sense(self.sentence, head).is_some_and(|sense| {
                let is_kin = sense.relation.as_ref().is_some_and(|relation| relation.inverse);
                let is_within =
                    ["place/city", "place/region", "place/site"].iter().any(|kind| sense.entity_type.is_a(kind));
                is_within || sense.entity_type.is_a("organization") || sense.entity_type.is_a("person") && !is_kin
            })
        })
    }
}

/// The mention that an adjective is.
fn adjective(known: &Known, entity_type: &str) -> Proposal {
    Proposal {
        span: known.span,
        tokens: known.tokens.clone(),
        source: Source::Known,
        entity_type: Some(EntityTypeId::from_text(entity_type)),
    }
}
