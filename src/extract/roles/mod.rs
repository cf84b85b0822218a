//! One rule for all nouns of posts and kinship: "N of Y" states the relation that `nominals.tsv` gives N.

mod bodies;
mod holders;

use crate::language::LanguagePack;
use crate::language::expressions::{NominalMatch, NominalSense, RoleTime};
use crate::model::{
    Argument, MentionKind, MentionQualifier, MentionQualifierValue, Modality, Polarity, QualifierKind, RelationMention,
    RelationTypeId, RuleName, Score, Span, Token, TokenIndex, Upos, Value,
};
use crate::ontology::{Ontology, RelationType};

use super::attribution::attributions;
use super::matching::Context;
use super::predicate::lowercase;
use super::qualifiers::ended;

/// Last part of the name of this rule.
const RULE: &str = "role-noun";

/// Whether a relation was found by this rule.
pub(super) fn is_role(relation: &RelationMention) -> bool {
    relation.rule.as_str().ends_with(RULE)
}

/// A title beside a name and a complement leave little room for error.
const CONFIDENCE_NAMED: f64 = 0.9;
/// Where only the noun itself stands for the person.
const CONFIDENCE_NOMINAL: f64 = 0.75;

/// The relations that role nouns of a sentence state, in text order.
pub(super) fn role_relations(
    context: &Context<'_>,
    language: &LanguagePack,
    ontology: &Ontology,
    sentence: usize,
) -> Vec<RelationMention> {
    let mut found = Vec::new();
    for noun in 0..context.sentence.tokens.len() {
        let is_noun = matches!(context.predicates.token(noun).upos, Upos::Noun | Upos::Propn | Upos::Adj);
        if !is_noun && context.mentions.nominal_at(noun).is_none() || context.mentions.name_at(noun).is_some() {
            continue;
        }
        let Some(role) = Role::at(context, language, noun) else { continue };
        let Some(relations) = Relations::of(role.sense, ontology) else { continue };
        if role.narrows_another(context, language) {
            continue;
        }
        let holders = role.holders(context, language);
        let (relation, bodies) = role.bodies(context, language, &relations, &holders);
        let is_over = language.expressions.role_time(context.sentence, noun) != RoleTime::Current;
        let is_plural = context.predicates.token(noun).feats.has("Number", "Plur");
        for &holder in &holders {
            // "l'ancien président américain": many have been. "FBI agents": not this one or that.
            if is_over && !is_named(context, holder) || is_plural && is_nominal(context, holder) {
                continue;
            }
            for &body in &bodies {
                let Some(relation) = role.relation_with(context, relation, &relations, body) else { continue };
                let (subject, object) = if relations.inverse { (body, holder) } else { (holder, body) };
                let is_unsaid = matches!(body, Argument::Owner(_)) && !is_named(context, holder);
                let is_origin = role.sense.entity_type.is_a("person") && role.is_origin(context, relation, body);
                // "Senators A and B of X": both are, but not "physicists A of X and B of Y".
                let before_last = holders.split_last().map_or(&[][..], |(_, before)| before);
                let is_anothers = before_last.iter().any(|&other| other != holder && follows(context, other, body));
                if subject != object && !is_unsaid && !is_origin && !is_anothers {
                    let ends = Ends { subject, object, holder };
                    found.push(role.relation_mention(context, language, relation, sentence, &ends));
                }
            }
        }
    }
    found
}

/// The relations that a noun may state.
struct Relations<'o> {
    /// The one that the noun stands for.
    own: &'o RelationType,
    /// The one of somebody who serves below; the noun's own where the ontology has none.
    below: &'o RelationType,
    /// Whether the holder is the object.
    inverse: bool,
}

impl<'o> Relations<'o> {
    fn of(sense: &NominalSense, ontology: &'o Ontology) -> Option<Self> {
        let relation = sense.relation.as_ref()?;
        let own = ontology.relation_type(&relation.id)?;
        let below = ontology.relation_type(&RelationTypeId::from_text(BELOW)).unwrap_or(own);
        Some(Self { own, below, inverse: relation.inverse })
    }
}

/// What holds of somebody who serves in a body without leading it.
const BELOW: &str = "works_for";

struct Role<'a> {
    noun: TokenIndex,
    /// What the noun says.
    sense: &'a NominalSense,
    /// The words of the role: "directeur général".
    tokens: std::ops::Range<TokenIndex>,
    /// Behind what its holder is in charge of: "ministre **de l'Intérieur**".
    charge_end: Option<TokenIndex>,
}

/// Where the complement begins whose preposition stands at a token: behind that and its article.
fn behind_preposition(context: &Context<'_>, of: TokenIndex) -> Option<TokenIndex> {
    let tokens = &context.sentence.tokens;
    let preposition = tokens.get(of).filter(|token| context.grammar.of.contains(&lowercase(&token.lemma)))?;
    let is_article = tokens.get(of + 1).is_some_and(|token| token.upos == Upos::Det);
    Some(of + 1 + usize::from(is_article && preposition.upos == Upos::Adp))
}

/// Whether a body stands right behind the name of a holder, past a preposition: "physicists **A of X** and B of Y".
fn follows(context: &Context<'_>, holder: Argument, body: Argument) -> bool {
    let (Argument::Mention(holder), Argument::Mention(body)) = (holder, body) else { return false };
    let end = context.detected.mention(holder).tokens.end;
    behind_preposition(context, end) == Some(context.detected.mention(body).tokens.start)
}

struct Ends {
    subject: Argument,
    object: Argument,
    /// Whichever of the two holds the role.
    holder: Argument,
}

impl<'a> Role<'a> {
    /// The role that the noun at a token stands for, if it does.
    fn at(context: &Context<'_>, language: &'a LanguagePack, noun: TokenIndex) -> Option<Self> {
        let NominalMatch { sense, tokens } = language.expressions.nominal_match(context.sentence, noun)?;
        let charge = behind_preposition(context, tokens.end);
        let size = context.sentence.tokens.len();
        let charge_end = charge.and_then(|start| language.expressions.portfolio_end(context.sentence, start, size));
        Some(Self { noun, sense, tokens: without_name(context, tokens, noun), charge_end })
    }
}

impl Role<'_> {
    /// "Acme chief economist", "Home Secretary spokesman": right before another post it only says which one.
    fn narrows_another(&self, context: &Context<'_>, language: &LanguagePack) -> bool {
        let next = self.tokens.end;
        let is_noun = context.sentence.tokens.get(next).is_some_and(|token| token.upos == Upos::Noun);
        is_noun
            && self.sense.entity_type.is_a("person")
            && context.mentions.name_at(next).is_none()
            && language.expressions.nominal_match(context.sentence, next).is_some_and(|other| {
                let takes_it_in = other.tokens.start <= self.tokens.start;
                (takes_it_in || other.tokens.start == next) && other.sense.entity_type.is_a("person")
            })
    }

    fn relation_mention(
        &self,
        context: &Context<'_>,
        language: &LanguagePack,
        relation_type: &RelationType,
        sentence: usize,
        ends: &Ends,
    ) -> RelationMention {
        let predicates = &context.predicates;
        // A title is presupposed, whatever the sentence says; only a copula, or "named head of", asserts it.
        let has_copula =
            |noun: TokenIndex| predicates.children(noun).iter().any(|&child| predicates.relation(child) == "cop");
        // "the next chairman will be Jane Doe"
        let behind = predicates.token(self.noun).head.filter(|_| predicates.relation(self.noun) == "nsubj");
        let predicate = behind.filter(|&name| has_copula(name) && predicates.token(name).upos == Upos::Propn);
        let is_asserted = matches!(predicates.relation(self.noun), "xcomp" | "root" | "ccomp")
            || has_copula(self.noun)
            || predicate.is_some();
        let (mut polarity, mut modality, mut attribution) = (Polarity::Affirmed, Modality::Stated, Vec::new());
        if is_asserted {
            let assessment = context.factuality().assess(predicate.unwrap_or(self.noun));
            polarity = assessment.polarity(Polarity::Affirmed);
            modality = assessment.modality(None);
            attribution = attributions(context, &assessment);
        }
        let span = self.span(context);
        let mut qualifiers = Vec::new();
        match language.expressions.role_time(context.sentence, self.noun) {
            RoleTime::Current if self.is_given_up(context) => qualifiers.push(ended(span)),
            RoleTime::Current => {}
            RoleTime::Ended => qualifiers.push(ended(span)),
            RoleTime::Future => modality = Modality::Planned,
        }
        if relation_type.qualifiers.contains(&QualifierKind::Role) {
            let span = self.span_with_partners(context, language, relation_type);
            let text = span.of(context.detected.annotated.text()).to_owned();
            qualifiers.push(MentionQualifier {
                kind: QualifierKind::Role,
                value: MentionQualifierValue::Value(Value::Text(text)),
                span,
            });
        }
        qualifiers.retain(|qualifier| relation_type.qualifiers.contains(&qualifier.kind));
        RelationMention {
            relation: relation_type.id.clone(),
            subject: ends.subject,
            object: ends.object,
            trigger: span,
            sentence,
            polarity,
            modality,
            attribution,
            qualifiers,
            rule: RuleName::from_text(format!("{}/{}/{RULE}", language.tag(), relation_type.theme)),
            confidence: Score::new(if is_named(context, ends.holder) { CONFIDENCE_NAMED } else { CONFIDENCE_NOMINAL }),
            second_choice: false,
            presupposed: !is_asserted,
        }
    }

    /// The words of the role, with those coordinated with it that say the same relation: "president and chief executive".
    fn span_with_partners(&self, context: &Context<'_>, language: &LanguagePack, relation_type: &RelationType) -> Span {
        let predicates = &context.predicates;
        let is_light = |token: &Token| {
            matches!(token.upos, Upos::Cconj | Upos::Punct) && !matches!(token.form.as_str(), "(" | ";" | ":")
        };
        let mut end = self.tokens.end;
        for &partner in predicates.children(self.noun) {
            let matched = (predicates.relation(partner) == "conj" && partner >= end)
                .then(|| language.expressions.nominal_match(context.sentence, partner))
                .flatten();
            let Some(matched) = matched else { continue };
            let says_same = matched.sense.relation.as_ref().is_some_and(|relation| relation.id == relation_type.id);
            let between = context.sentence.tokens.get(end..matched.tokens.start).unwrap_or_default();
            if !says_same || between.is_empty() || !between.iter().all(is_light) {
                break;
            }
            end = matched.tokens.end;
        }
        let last = context.sentence.tokens.get(end.saturating_sub(1)).map(|token| token.span);
        last.filter(|_| end > self.tokens.end).map_or_else(|| self.span(context), |last| self.span(context).cover(last))
    }

    /// "resigned as president", "resigned from his post as president": behind the word for a role, under a verb that ends
    /// one.
    fn is_given_up(&self, context: &Context<'_>) -> bool {
        let predicates = &context.predicates;
        let is_as_role = context.grammar.as_role.contains(&predicates.preposition(self.noun));
        if !is_as_role && predicates.post_verb(self.noun).is_none() {
            return false;
        }
        let verb = predicates.clause_head(self.noun);
        verb < self.noun && context.grammar.role_endings.contains(&predicates.lemma(verb))
    }

    fn span(&self, context: &Context<'_>) -> Span {
        let tokens = &context.sentence.tokens;
        let own = context.predicates.token(self.noun).span;
        match (tokens.get(self.tokens.start), tokens.get(self.tokens.end.saturating_sub(1))) {
            (Some(first), Some(last)) => first.span.cover(last.span).cover(own),
            _ => own,
        }
    }
}

/// Whether a mention is known to be of one of these kinds.
fn is_one_of(context: &Context<'_>, argument: Argument, kinds: &[&str]) -> bool {
    let Argument::Mention(id) = argument else { return false };
    context.mentions.entity_type(id).is_some_and(|known| kinds.iter().any(|kind| known.is_a(kind)))
}

/// "Scottish National Party leader": the first word of "party leader" is a name's.
fn without_name(
    context: &Context<'_>,
    mut tokens: std::ops::Range<TokenIndex>,
    noun: TokenIndex,
) -> std::ops::Range<TokenIndex> {
    let reaches_out = |index: TokenIndex| {
        let name = context.mentions.name_at(index).map(|name| &context.detected.mention(name).tokens);
        name.is_some_and(|name| name.start < index && name.end == index + 1)
    };
    if tokens.start < noun && reaches_out(tokens.start) {
        tokens.start += 1;
    }
    tokens
}

fn is_nominal(context: &Context<'_>, argument: Argument) -> bool {
    matches!(argument, Argument::Mention(id) if context.detected.mention(id).kind == MentionKind::Nominal)
}

fn is_named(context: &Context<'_>, argument: Argument) -> bool {
    match argument {
        Argument::Mention(id) => context.detected.mention(id).kind == MentionKind::Name,
        Argument::Owner(_) | Argument::Value(_) | Argument::Start(_) | Argument::End(_) => false,
    }
}
