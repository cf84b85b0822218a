//! One rule for all nouns of posts and kinship: "N of Y" states the relation that `nominals.tsv` gives N.

use crate::language::LanguagePack;
use crate::language::expressions::RoleTime;
use crate::model::{
    Argument, EntityTypeId, MentionId, MentionKind, MentionQualifier, MentionQualifierValue, Modality, Polarity,
    QualifierKind, RelationMention, RelationTypeId, RuleName, Score, Span, Token, TokenIndex, Upos, Value,
};
use crate::ontology::{Ontology, Range, RelationType};

use super::attribution::attributions;
use super::factuality::Factuality;
use super::matching::Context;
use super::predicate::{Slot, lowercase};
use super::qualifiers::ended;

/// Last part of the name of this rule.
const RULE: &str = "role-noun";

/// Whether a relation was found by this rule.
pub(super) fn is_role(relation: &RelationMention) -> bool {
    relation.rule.as_str().ends_with(RULE)
}

/// Relations that hold of the body as well when the role is held in a part of it.
const DEEP: [&str; 5] = ["leads", "works_for", "advises", "spokesperson_of", "member_of"];

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
        let Some(matched) = language.expressions.nominal_match(context.sentence, noun) else { continue };
        let Some(relation) = &matched.sense.relation else { continue };
        let Some(relation_type) = ontology.relation_type(&relation.id) else { continue };
        let charge_end = charge_end(context, language, matched.tokens.end);
        let tokens = without_name(context, matched.tokens.clone(), noun);
        let role = Role { noun, tokens, entity_type: &matched.sense.entity_type, charge_end };
        // "la ville de Lyon", "its borders": the complement names or owns the place, it does not hold it. Only what
        // is said of a named place counts: "X, ville de Y".
        let slots: &[Slot] = if matched.sense.entity_type.is_a("place") {
            &[Slot::Referent]
        } else {
            &[Slot::Referent, Slot::Apposition]
        };
        let mut holders = role.holders(context, slots);
        if !holders.iter().any(|&holder| is_named(context, holder)) {
            let shared = role.shared_holder(context, language).map(Argument::Mention);
            holders = shared.map_or(holders, |holder| vec![holder]);
        }
        let part = role.part(context).filter(|_| !relation.inverse);
        let mut bodies = match part {
            Some(part) => role.whole(context, part).map(Argument::Mention).into_iter().collect(),
            None => role.complements(context, relation_type, relation.inverse, &holders),
        };
        // The head of a part does not head the whole.
        let below = || ontology.relation_type(&RelationTypeId::from_text("works_for"));
        let is_led = relation_type.id.as_str() == "leads";
        let relation_type = if part.is_some() && is_led { below().unwrap_or(relation_type) } else { relation_type };
        if part.is_some() && bodies.is_empty() {
            continue;
        }
        if bodies.is_empty() && !relation.inverse {
            bodies = role.shared_complements(context, language, relation_type, &holders);
        }
        // "président de la République française": the country begins inside of the role's words.
        if bodies.is_empty() && !relation.inverse {
            let inside = role.tokens.clone().filter(|&token| token != noun);
            let is_place = |id: &MentionId| context.mentions.entity_type(*id).is_some_and(|known| known.is_a("place"));
            let country = inside.filter_map(|token| context.mentions.name_at(token)).find(is_place);
            bodies.extend(country.map(Argument::Mention));
        }
        if bodies.is_empty()
            && (is_led || context.grammar.ministers.contains(&matched.sense.noun))
            && !relation.inverse
            && holders.iter().any(|&holder| is_named(context, holder))
        {
            let phrase = role.unsaid_owner(context, language, matched.sense.office.is_some());
            let within = || role.country_within(context).map(Argument::Mention);
            bodies.extend(phrase.map(|phrase| within().unwrap_or(Argument::Owner(phrase))));
        }
        // "la conseillère à la sécurité de X": the body stands deeper in the phrase.
        let mut relation_type = relation_type;
        if bodies.is_empty() && !relation.inverse && DEEP.contains(&relation_type.id.as_str()) {
            bodies.extend(role.body_within(context).map(Argument::Mention));
            if !bodies.is_empty() && is_led {
                relation_type = below().unwrap_or(relation_type);
            }
        }
        let is_person = matched.sense.entity_type.is_a("person");
        // "l'ancien ministre de Jane Doe" served her.
        let is_served = context.grammar.ministers.contains(&matched.sense.noun) || matched.sense.office.is_some();
        if bodies.is_empty() && is_led && is_served && !relation.inverse {
            let served = below().map(|below| (below, role.complements(context, below, false, &holders)));
            if let Some((below, served)) =
                served.filter(|(_, served)| served.iter().all(|&body| is_someone(context, body)))
            {
                bodies = served;
                relation_type = below;
            }
        }
        let is_over = language.expressions.role_time(context.sentence, noun) != RoleTime::Current;
        for &holder in &holders {
            // "l'ancien président américain": many have been.
            if is_over && !is_named(context, holder) {
                continue;
            }
            // "FBI agents": not this one or that.
            let is_plural = context.predicates.token(noun).feats.has("Number", "Plur");
            if is_plural && is_nominal(context, holder) {
                continue;
            }
            for &body in &bodies {
                let (subject, object) = if relation.inverse { (body, holder) } else { (holder, body) };
                // "Labour senator": of the party, for somebody else; "députés comme X": for nobody but a constituency.
                let is_member =
                    role.is_of_state(context) && is_someone(context, body) && !role.is_owned_by(context, body);
                if relation_type.id.as_str() == "represents" && (is_party(context, body) || is_member) {
                    continue;
                }
                // "conseillère de l'arrondissement": of its council.
                let is_local = is_person && is_in(context, body, &["place/city", "place/region", "place/site"]);
                let relation_type = if relation_type.id.as_str() == "advises" && is_local {
                    below().unwrap_or(relation_type)
                } else {
                    relation_type
                };
                let is_unsaid = matches!(body, Argument::Owner(_)) && !is_named(context, holder);
                let is_origin = is_person && role.is_origin(context, relation_type, body);
                if subject != object && !is_unsaid && !is_origin {
                    let ends = Ends { subject, object, holder };
                    found.push(role.relation_mention(context, language, relation_type, sentence, &ends));
                }
            }
        }
    }
    found
}

struct Role<'a> {
    noun: TokenIndex,
    /// What the noun names: a person, an organization, a place.
    entity_type: &'a EntityTypeId,
    /// The words of the role: "directeur général".
    tokens: std::ops::Range<TokenIndex>,
    /// Behind what its holder is in charge of: "ministre **de l'Intérieur**".
    charge_end: Option<TokenIndex>,
}

/// Behind what a minister is in charge of, where that stands behind the noun that ends at `end`.
fn charge_end(context: &Context<'_>, language: &LanguagePack, end: TokenIndex) -> Option<TokenIndex> {
    let tokens = &context.sentence.tokens;
    let of = tokens.get(end).filter(|token| context.grammar.of.contains(&lowercase(&token.lemma)))?;
    let is_article = tokens.get(end + 1).is_some_and(|token| token.upos == Upos::Det);
    let start = end + 1 + usize::from(is_article && of.upos == Upos::Adp);
    language.expressions.portfolio_end(context.sentence, start, tokens.len())
}

struct Ends {
    subject: Argument,
    object: Argument,
    /// Whichever of the two holds the role.
    holder: Argument,
}

impl Role<'_> {
    /// Who holds the role: whom the noun describes, the name beside it, else the noun phrase itself.
    fn holders(&self, context: &Context<'_>, slots: &[Slot]) -> Vec<Argument> {
        let mentions_at = |token| context.mentions.at(token, &context.predicates, context.grammar);
        let takes_name = slots.contains(&Slot::Apposition);
        let is_plural = context.predicates.token(self.noun).feats.has("Number", "Plur");
        if let Some(name) = takes_name.then(|| self.name_behind(context)).flatten() {
            // "their daughters Anna and Sue"
            let beside = context.predicates.in_slot(self.noun, &Slot::Apposition);
            let listed: Vec<_> = beside.filter_map(|token| context.mentions.name_at(token)).collect();
            let all = if is_plural && listed.contains(&name) { listed } else { vec![name] };
            return all.into_iter().map(Argument::Mention).collect();
        }
        let behind = || {
            let behind = context.mentions.name_behind_complement(self.tokens.end, &context.predicates, context.grammar);
            behind.filter(|_| self.entity_type.is_a("person"))
        };
        if let Some(name) = takes_name.then(behind).flatten() {
            return vec![Argument::Mention(name)];
        }
        let described = context.predicates.one_of(self.noun);
        for slot in slots {
            let found: Vec<_> = context
                .predicates
                .in_slot(described, slot)
                .flat_map(mentions_at)
                .filter(|&id| *slot == Slot::Referent || context.detected.mention(id).kind == MentionKind::Name)
                .filter(|&id| {
                    // "le président LR de la région, X": the party is not the president.
                    let known = context.mentions.entity_type(id);
                    known.is_none_or(|known| known.top() == self.entity_type.top())
                })
                .map(|id| Argument::Mention(self.last_of_several(context, id).unwrap_or(id)))
                .collect();
            // "des proches de X, chef de Y": parsers hang the phrase on the noun before the name.
            let is_nobody = !found.is_empty() && !found.iter().any(|&holder| is_named(context, holder));
            let beside = context.mentions.name_before_comma(described, &context.predicates);
            let beside = beside.filter(|&name| {
                let known = context.mentions.entity_type(name);
                known.is_some_and(|known| known.top() == self.entity_type.top())
            });
            if let Some(name) = beside.filter(|_| is_nobody && context.predicates.relation(described) == "appos") {
                return vec![Argument::Mention(name)];
            }
            if !found.is_empty() {
                return found;
            }
        }
        if !takes_name {
            return Vec::new();
        }
        if let Some(name) = self.name_set_apart(context).or_else(|| self.subject_behind_opening(context)) {
            return vec![Argument::Mention(name)];
        }
        mentions_at(self.noun).into_iter().map(Argument::Mention).collect()
    }

    /// "the president and chief executive of Acme, Jane Doe": whom the noun coordinated with the role is told of, where
    /// one article stands before both.
    fn shared_holder(&self, context: &Context<'_>, language: &LanguagePack) -> Option<MentionId> {
        let predicates = &context.predicates;
        let is_plural = |noun: TokenIndex| predicates.token(noun).feats.has("Number", "Plur");
        let has_article =
            |noun: TokenIndex| predicates.children(noun).iter().any(|&child| predicates.relation(child) == "det");
        let partner = predicates.children(self.noun).iter().copied().find(|&child| {
            predicates.relation(child) == "conj" && child > self.noun && context.mentions.name_at(child).is_none()
        })?;
        let matched = language.expressions.nominal_match(context.sentence, partner)?;
        let charge_end = charge_end(context, language, matched.tokens.end);
        let tokens = matched.tokens.clone();
        let other = Role { noun: partner, tokens, entity_type: &matched.sense.entity_type, charge_end };
        if is_plural(self.noun) || is_plural(partner) || has_article(partner) || !other.entity_type.is_a("person") {
            return None;
        }
        let behind_complement =
            || context.mentions.name_behind_complement(other.tokens.end, predicates, context.grammar);
        other.name_behind(context).or_else(behind_complement).or_else(|| other.name_set_apart(context))
    }

    /// "A et B, présidente de X": the parser hangs what is said of the last on the first.
    fn last_of_several(&self, context: &Context<'_>, first: MentionId) -> Option<MentionId> {
        let phrase = context.mentions.nominal_at(self.noun)?;
        let comma = context.detected.mention(phrase).tokens.start.checked_sub(1)?;
        let last = context.mentions.name_at(comma.checked_sub(1)?)?;
        let mention = context.detected.mention(last);
        let is_plural = context.predicates.token(self.noun).feats.has("Number", "Plur");
        let is_coordinated = context.predicates.relation(mention.head) == "conj"
            && context
                .predicates
                .token(mention.head)
                .head
                .is_some_and(|head| context.detected.mention(first).tokens.contains(&head));
        let fits = context.mentions.entity_type(last).is_some_and(|known| known.top() == self.entity_type.top());
        let is_behind = context.sentence.tokens[comma].form == "," && mention.tokens.end == comma;
        (is_behind && is_coordinated && fits && !is_plural && last != first).then_some(last)
    }

    /// The name that follows the title in the text, "Boeing spokesman X", "chief of staff General X", wherever the
    /// parser hung it.
    fn name_behind(&self, context: &Context<'_>) -> Option<MentionId> {
        let after = self.tokens.end;
        let is_title = |index: TokenIndex| {
            context
                .sentence
                .tokens
                .get(index)
                .is_some_and(|token| matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj))
        };
        let direct = [after, after + 1].into_iter().filter(|&start| start == after || is_title(after));
        direct.chain(self.charge_end).find_map(|start| {
            let name = (start < context.sentence.tokens.len()).then(|| context.mentions.name_at(start)).flatten()?;
            let is_same_kind =
                context.mentions.entity_type(name).is_some_and(|known| known.top() == self.entity_type.top());
            (context.detected.mention(name).tokens.start == start && is_same_kind).then_some(name)
        })
    }

    /// The name between commas behind the whole phrase, "le ministre de l'Intérieur, X, a dit", wherever the parser
    /// hung it; not the first of a list.
    fn name_set_apart(&self, context: &Context<'_>) -> Option<MentionId> {
        let tokens = &context.sentence.tokens;
        let phrase = context.mentions.nominal_at(self.noun)?;
        let end = context.detected.mention(phrase).tokens.end;
        let is_comma = |index: TokenIndex| tokens.get(index).is_some_and(|token| token.form == ",");
        let is_plural = context.predicates.token(self.noun).feats.has("Number", "Plur");
        let start = is_comma(end).then_some(end + 1).filter(|&start| start < tokens.len() && !is_plural)?;
        let name = context.mentions.name_at(start)?;
        let behind = context.detected.mention(name).tokens.end;
        let is_same_kind =
            context.mentions.entity_type(name).is_some_and(|known| known.top() == self.entity_type.top());
        let is_definite = context.predicates.children(self.noun).iter().any(|&child| {
            context.predicates.token(child).feats.has("Definite", "Def")
                || context.predicates.token(child).feats.has("Poss", "Yes")
                || context.predicates.relation(child) == "nmod"
        });
        // "the minister, Jane Doe said": writers forget the second comma.
        let is_predicate =
            context.predicates.children(self.noun).iter().any(|&child| context.predicates.relation(child) == "cop");
        let is_closed = tokens.get(behind).is_none_or(|token| {
            matches!(token.form.as_str(), "," | "." | "(" | ":")
                || !is_predicate && matches!(token.upos, Upos::Verb | Upos::Aux)
        });
        let is_list = is_comma(behind) && {
            let next = tokens.get(behind + 1);
            next.is_some_and(|token| token.upos == Upos::Cconj)
                || context.mentions.name_at((behind + 1).min(tokens.len() - 1)).is_some()
        };
        (is_same_kind && is_definite && is_closed && !is_list).then_some(name)
    }

    /// "Présidente de X depuis 2014, Y a annoncé": a role without article opens the sentence, its holder is the subject
    /// behind the comma.
    fn subject_behind_opening(&self, context: &Context<'_>) -> Option<MentionId> {
        const FARTHEST: usize = 20;
        let tokens = &context.sentence.tokens;
        let is_light = |token: &Token| matches!(token.upos, Upos::Adj | Upos::Adv | Upos::Punct);
        let opens = tokens.get(..self.tokens.start)?.iter().all(is_light);
        let rest = tokens.get(self.tokens.end..)?;
        let is_end = |token: &Token| token.form == "," || matches!(token.upos, Upos::Aux | Upos::Verb);
        let comma = self.tokens.end + rest.iter().take(FARTHEST).position(is_end).filter(|_| opens)?;
        if tokens[comma].form != "," || !self.entity_type.is_a("person") || comma + 1 >= tokens.len() {
            return None;
        }
        let holders = context.mentions.at(comma + 1, &context.predicates, context.grammar);
        let fits = |id: &MentionId| {
            let mention = context.detected.mention(*id);
            mention.tokens.start == comma + 1
                && mention.kind != MentionKind::Nominal
                && context.mentions.entity_type(*id).is_none_or(|known| known.is_a("person"))
        };
        holders.into_iter().find(fits)
    }

    /// Whether the role is one of those whose country is the one served: "French minister", not "French coach".
    fn is_of_state(&self, context: &Context<'_>) -> bool {
        self.tokens.clone().any(|index| {
            context.grammar.offices_of_state.contains(&context.predicates.lemma(index))
                || context.grammar.offices_of_state.contains(&lowercase(&context.predicates.token(index).form))
        })
    }

    /// The name right before the role, "Acme's former chairman", or right behind it, "chairman of Acme", as the words
    /// stand, where the parser hung it elsewhere.
    fn complement_beside(&self, context: &Context<'_>) -> Option<MentionId> {
        let tokens = &context.sentence.tokens;
        let is_small = |token: &Token| {
            token.upos == Upos::Adj
                || token.feats.has("Poss", "Yes")
                || matches!(token.form.as_str(), "'s" | "’s" | "'" | "’")
        };
        let mut before = self.tokens.start;
        while before > 0 && context.mentions.name_at(before - 1).is_none() && is_small(&tokens[before - 1]) {
            before -= 1;
        }
        let owner = before.checked_sub(1).and_then(|last| context.mentions.name_at(last)).filter(|&name| {
            let start = context.detected.mention(name).tokens.start;
            let has_ending = before < self.tokens.start && !matches!(tokens[before].upos, Upos::Adj);
            // "in Paris president X said": the place is the verb's.
            let is_adverbial = start.checked_sub(1).is_some_and(|case| tokens[case].upos == Upos::Adp);
            has_ending || !is_adverbial
        });
        let behind = || {
            let of =
                tokens.get(self.tokens.end).filter(|token| context.grammar.of.contains(&lowercase(&token.lemma)))?;
            let article = tokens.get(self.tokens.end + 1).is_some_and(|token| token.upos == Upos::Det);
            let start = self.tokens.end + 1 + usize::from(article && of.upos == Upos::Adp);
            let name = (start < tokens.len()).then(|| context.mentions.name_at(start)).flatten()?;
            // "director of X's museum": the museum's.
            let owns =
                tokens.get(context.detected.mention(name).tokens.end).is_some_and(|next| next.upos == Upos::Part);
            (!owns).then_some(name)
        };
        owner.or_else(behind).or_else(|| self.complement_behind_holder(context))
    }

    /// "Senator Jane Doe of Ohio": what stands behind the holder's name is the title's.
    fn complement_behind_holder(&self, context: &Context<'_>) -> Option<MentionId> {
        let tokens = &context.sentence.tokens;
        let holder = self.name_behind(context)?;
        let of = context.detected.mention(holder).tokens.end;
        tokens.get(of).filter(|token| context.grammar.of.contains(&lowercase(&token.lemma)))?;
        let name = tokens.get(of + 1).and_then(|_| context.mentions.name_at(of + 1))?;
        (context.detected.mention(name).tokens.start == of + 1).then_some(name)
    }

    /// "le ministre de l'Intérieur hongrois": the country whose adjective ends an office of state, wherever the parser
    /// hung it.
    fn country_within(&self, context: &Context<'_>) -> Option<MentionId> {
        let phrase = context.mentions.nominal_at(self.noun).map(|id| &context.detected.mention(id).tokens)?;
        let names = phrase.clone().filter_map(|index| context.mentions.name_at(index));
        let mut adjectives = names.filter(|&id| context.detected.is_adjective(context.detected.mention(id)));
        adjectives.next().filter(|_| self.is_of_state(context))
    }

    /// What the role is held in: "de Y", "Y's", "Y spokesman", "chez Y"; the first slot with a mention that the
    /// ontology allows there.
    fn complements(
        &self,
        context: &Context<'_>,
        relation_type: &RelationType,
        inverse: bool,
        holders: &[Argument],
    ) -> Vec<Argument> {
        let range = match &relation_type.range {
            Range::Entities(types) => types.as_slice(),
            Range::Date | Range::Text => return Vec::new(),
        };
        let allowed = if inverse { relation_type.domain.as_slice() } else { range };
        let predicates = &context.predicates;
        // "the Doe brothers": a name beside a kin noun is their own, not that of somebody they are kin to.
        let is_kin = allowed.iter().all(|allowed| allowed.top() == "person");
        // "l'ambassadeur britannique à l'ONU" stands for his country.
        let is_employed = !matches!(relation_type.id.as_str(), "leads" | "represents");
        let plain: &[Slot] =
            if is_kin { &[Slot::Of, Slot::Possessor] } else { &[Slot::Of, Slot::Possessor, Slot::Modifier] };
        let affiliations = predicates.fillers(self.noun).iter().filter(|filler| match &filler.slot {
            Slot::Oblique(preposition) => context.grammar.affiliation.contains(preposition),
            Slot::Indirect => context.grammar.dative.iter().any(|dative| context.grammar.affiliation.contains(dative)),
            _ => false,
        });
        // "l'archevêque Jane Doe, observatrice à l'ONU": what stands behind the name is not the title's.
        let titled = self.name_behind(context).map(|name| context.detected.mention(name).tokens.end);
        let is_own = |token: &TokenIndex| titled.is_none_or(|end| *token < end);
        let affiliations: Vec<_> = affiliations.map(|filler| filler.token).filter(is_own).collect();
        // "professor in the department of law at Acme"
        let below = predicates
            .fillers(self.noun)
            .iter()
            .filter(|filler| filler.token > self.noun && context.mentions.name_at(filler.token).is_none());
        let inner = below.flat_map(|filler| predicates.fillers(filler.token)).filter(|filler| {
            matches!(&filler.slot, Slot::Oblique(preposition) if context.grammar.affiliation.contains(preposition))
        });
        let inner: Vec<_> = inner.map(|filler| filler.token).collect();
        // "professor of law at Acme": the house comes before the subject.
        let is_house = |&token: &TokenIndex| {
            let name = context.mentions.name_at(token);
            name.and_then(|name| context.mentions.entity_type(name)).is_some_and(|known| known.is_a("organization"))
        };
        let houses: Vec<_> =
            affiliations.iter().chain(&inner).copied().filter(is_house).filter(|_| is_employed && !inverse).collect();
        let groups = std::iter::once(houses)
            .chain(plain.iter().map(|slot| predicates.in_slot(self.noun, slot).collect::<Vec<_>>()))
            .chain([affiliations]);
        let is_allowed = |id: &MentionId| {
            let entity_type = context.mentions.entity_type(*id);
            // "Vice President" is nobody's of Vice.
            let tokens = &context.detected.mention(*id).tokens;
            let is_outside = tokens.end <= self.tokens.start || tokens.start >= self.tokens.end;
            // "officer at Oslo-based Acme": not the town's.
            let is_joined = context.sentence.tokens.get(tokens.end).is_some_and(|mark| {
                let end = context.detected.mention(*id).span.end;
                matches!(mark.form.as_str(), "-" | "‑") && mark.span.start == end
            });
            is_outside
                && !is_joined
                && entity_type.is_none_or(|found| allowed.iter().any(|allowed| found.is_a(allowed.as_str())))
        };
        let kin = if is_kin { self.kin(context) } else { Vec::new() };
        let (together, otherwise) = if self.is_theirs(context) { (kin, Vec::new()) } else { (Vec::new(), kin) };
        for tokens in std::iter::once(together).chain(groups).chain([otherwise]) {
            let found: Vec<_> = tokens
                .into_iter()
                .flat_map(|token| context.mentions.at(token, predicates, context.grammar))
                .filter(is_allowed)
                .map(Argument::Mention)
                .filter(|argument| !holders.contains(argument))
                .collect();
            if let Some(&Argument::Mention(last)) = found.last() {
                let row = if is_kin { Vec::new() } else { self.in_a_row(context, last) };
                let more: Vec<_> = row.into_iter().filter(is_allowed).map(Argument::Mention).collect();
                let is_new = |more: &Argument| !found.contains(more) && !holders.contains(more);
                let more: Vec<_> = more.into_iter().filter(is_new).collect();
                return found.into_iter().chain(more).collect();
            }
        }
        let beside = self.complement_beside(context).filter(|id| !is_kin && is_allowed(id)).map(Argument::Mention);
        beside.into_iter().filter(|argument| !holders.contains(argument)).collect()
    }

    /// Whether a body stands as the plain complement or the possessor of the role.
    fn is_owned_by(&self, context: &Context<'_>, body: Argument) -> bool {
        let Argument::Mention(id) = body else { return false };
        let head = context.detected.mention(id).head;
        [Slot::Of, Slot::Possessor]
            .iter()
            .any(|slot| context.predicates.in_slot(self.noun, slot).any(|token| token == head))
    }

    /// The noun for a part of a body that the role is held in: "directrice du **bureau** européen de X".
    fn part(&self, context: &Context<'_>) -> Option<TokenIndex> {
        let is_part = |&token: &TokenIndex| {
            token > self.noun
                && !self.tokens.contains(&token)
                && context.mentions.name_at(token).is_none()
                && context.grammar.parts.contains(&context.predicates.lemma(token))
                && !context.grammar.stands_for.contains(&context.predicates.lemma(token))
        };
        context.predicates.in_slot(self.noun, &Slot::Of).find(is_part)
    }

    /// The body that a part belongs to: the first organization behind it that a preposition ties to it.
    fn whole(&self, context: &Context<'_>, part: TokenIndex) -> Option<MentionId> {
        /// How far behind its part the body may be named, in tokens.
        const FARTHEST: usize = 14;
        let tokens = &context.sentence.tokens;
        let behind = (part + 1..tokens.len()).take(FARTHEST);
        let within = behind.take_while(|&index| {
            !matches!(tokens[index].upos, Upos::Verb | Upos::Aux | Upos::Punct | Upos::Pron)
                || context.mentions.name_at(index).is_some()
        });
        within.filter_map(|index| context.mentions.name_at(index)).find(|&name| {
            let start = context.detected.mention(name).tokens.start;
            let before = (part..start).rev().find(|&index| tokens[index].upos != Upos::Det);
            let is_tied = before.is_some_and(|before| {
                tokens[before].upos == Upos::Adp
                    && (context.grammar.of.contains(&context.predicates.lemma(before))
                        || context.grammar.affiliation.contains(&context.predicates.lemma(before)))
            });
            is_tied && context.mentions.entity_type(name).is_none_or(|known| known.is_a("organization"))
        })
    }

    /// The one name in the phrase of the role, an organization or a person behind a preposition: "conseiller à la sécurité
    /// **de X**". Behind another person it is theirs.
    fn body_within(&self, context: &Context<'_>) -> Option<MentionId> {
        let tokens = &context.sentence.tokens;
        let phrase = &context.detected.mention(context.mentions.nominal_at(self.noun)?).tokens;
        let name = context.mentions.only_name_within(self.noun)?;
        let mention = context.detected.mention(name);
        let of = (phrase.start..mention.tokens.start).rev().find(|&index| tokens[index].upos != Upos::Det)?;
        let is_tied = context.grammar.of.contains(&context.predicates.lemma(of)) && of > self.tokens.end;
        let is_somebody = |index: TokenIndex| {
            let known = context.mentions.nominal_at(index).and_then(|id| context.mentions.entity_type(id));
            known.is_some_and(|known| known.is_a("person") || known.is_a("group"))
        };
        let is_theirs = (self.tokens.end..of).any(is_somebody);
        let is_body =
            context.mentions.entity_type(name).is_some_and(|known| known.is_a("organization") || known.is_a("person"));
        (is_tied && !is_theirs && is_body).then_some(name)
    }

    /// "président du Tchad **et de l'Union africaine**": the complements that stand in a row behind one of them, wherever
    /// the parser hung them.
    fn in_a_row(&self, context: &Context<'_>, first: MentionId) -> Vec<MentionId> {
        let tokens = &context.sentence.tokens;
        let is = |index: TokenIndex, upos: Upos| tokens.get(index).is_some_and(|token| token.upos == upos);
        let mut row = Vec::new();
        let mut end = context.detected.mention(first).tokens.end;
        while end > self.noun && is(end, Upos::Cconj) && is(end + 1, Upos::Adp) {
            if !context.grammar.of.contains(&context.predicates.lemma(end + 1)) {
                break;
            }
            let start = end + 2 + usize::from(is(end + 2, Upos::Det));
            let name = (start < tokens.len()).then(|| context.mentions.name_at(start)).flatten();
            let Some(name) = name.filter(|&name| context.detected.mention(name).tokens.start == start) else { break };
            row.push(name);
            end = context.detected.mention(name).tokens.end;
        }
        row
    }

    /// "their son": of several together.
    fn is_theirs(&self, context: &Context<'_>) -> bool {
        let predicates = &context.predicates;
        predicates.in_slot(self.noun, &Slot::Possessor).any(|owner| {
            let token = predicates.token(owner);
            let is_plural = match token.feats.get("Number[psor]") {
                Some(number) => number == "Plur",
                None => token.upos == Upos::Pron && token.feats.has("Number", "Plur"),
            };
            token.feats.has("Poss", "Yes") && token.feats.has("Person", "3") && is_plural
        })
    }

    /// Whose relatives they are where no one person is named as the owner: "A **and B** and their son", "A **has** two
    /// sons".
    fn kin(&self, context: &Context<'_>) -> Vec<TokenIndex> {
        let predicates = &context.predicates;
        if self.is_theirs(context) {
            let mut first = self.noun;
            while let Some(head) = predicates.token(first).head.filter(|_| predicates.relation(first) == "conj") {
                first = head;
            }
            let beside = std::iter::once(first).chain(
                predicates
                    .children(first)
                    .iter()
                    .copied()
                    .filter(|&child| predicates.relation(child) == "conj" && !predicates.is_predicate(child)),
            );
            let beside: Vec<_> = beside.filter(|&member| member < self.noun).collect();
            if beside.len() > 1 {
                return beside;
            }
            let clause = predicates.clause_head(self.noun);
            let subjects: Vec<_> =
                predicates.in_slot(clause, &Slot::Subject).filter(|&subject| subject < self.noun).collect();
            return if subjects.len() > 1 { subjects } else { Vec::new() };
        }
        // "have" lends its subject to the noun.
        predicates.in_slot(self.noun, &Slot::Subject).collect()
    }

    /// The phrase of an office of state that says of no country or body: "le Premier ministre X", "le ministre de
    /// l'Intérieur, X". What somebody is a minister of is no body.
    fn unsaid_owner(&self, context: &Context<'_>, language: &LanguagePack, has_office: bool) -> Option<MentionId> {
        let id = context.mentions.nominal_at(self.noun)?;
        let tokens = &context.sentence.tokens;
        let phrase = &context.detected.mention(id).tokens;
        let is_of = |index: TokenIndex| {
            tokens.get(index).is_some_and(|token| context.grammar.of.contains(&lowercase(&token.lemma)))
        };
        let first = self.tokens.end + 1;
        let charge = tokens.get(first).filter(|token| token.upos == Upos::Det).map_or(first, |_| first + 1);
        let has_charge = || language.expressions.portfolio_end(context.sentence, charge, phrase.end).is_some();
        // "la secrétaire d'État chargée de l'aide aux victimes": whatever it is.
        let sense = language.expressions.nominal_sense(context.sentence, self.noun);
        let is_ministerial = sense.is_some_and(|sense| context.grammar.ministers.contains(&sense.noun));
        let is_minister = self.is_of_state(context) && is_of(self.tokens.end) && has_charge();
        // "le président du Conseil européen" presides over what is named.
        if self.tokens.clone().any(|index| context.mentions.name_at(index).is_some()) {
            return None;
        }
        let has_modifier = context
            .predicates
            .in_slot(self.noun, &Slot::Modifier)
            .filter(|modifier| !self.tokens.contains(modifier))
            .any(|modifier| matches!(context.predicates.token(modifier).upos, Upos::Noun | Upos::Propn));
        let is_owned = context.predicates.in_slot(self.noun, &Slot::Possessor).next().is_some();
        let is_bare = (has_office || is_ministerial) && !is_of(self.tokens.end) && !has_modifier;
        (!is_owned && (is_minister || is_bare)).then_some(id)
    }

    /// "chairman and chief executive of Acme": the complement of the nouns coordinated with the role.
    fn shared_complements(
        &self,
        context: &Context<'_>,
        language: &LanguagePack,
        relation_type: &RelationType,
        holders: &[Argument],
    ) -> Vec<Argument> {
        let predicates = &context.predicates;
        let first = match predicates.token(self.noun).head {
            Some(head) if predicates.relation(self.noun) == "conj" => head,
            _ => self.noun,
        };
        let partners = predicates.children(first).iter().copied().filter(|&child| predicates.relation(child) == "conj");
        let others = std::iter::once(first).chain(partners).filter(|&noun| noun != self.noun);
        others
            .filter(|&noun| context.mentions.name_at(noun).is_none())
            .filter_map(|noun| {
                let matched = language.expressions.nominal_match(context.sentence, noun)?;
                let partner = Role {
                    noun,
                    tokens: matched.tokens.clone(),
                    entity_type: &matched.sense.entity_type,
                    charge_end: None,
                };
                (partner.entity_type.top() == self.entity_type.top())
                    .then(|| partner.complements(context, relation_type, false, holders))
            })
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    /// "French coach": where somebody is from, not whom they serve.
    fn is_origin(&self, context: &Context<'_>, relation_type: &RelationType, body: Argument) -> bool {
        let Argument::Mention(id) = body else { return false };
        let mention = context.detected.mention(id);
        let is_place = context.mentions.entity_type(id).is_some_and(|known| known.is_a("place"));
        let is_bare = mention.tokens.end == self.tokens.start
            || context.predicates.token(mention.head).upos == Upos::Adj
            || context
                .predicates
                .in_slot(self.noun, &Slot::Modifier)
                .any(|modifier| mention.tokens.contains(&modifier));
        // "the Norway coach" trains Norway; "the Norwegian coach" and "the US coach" may be from there.
        let is_led = relation_type.id.as_str() == "leads"
            && context.predicates.token(mention.head).upos == Upos::Propn
            && mention.span.of(context.detected.annotated.text()).chars().any(char::is_lowercase);
        mention.kind == MentionKind::Name && is_place && is_bare && !is_led && !self.is_of_state(context)
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
        let is_asserted = matches!(predicates.relation(self.noun), "xcomp" | "root" | "ccomp")
            || predicates.children(self.noun).iter().any(|&child| predicates.relation(child) == "cop");
        let (mut polarity, mut modality, mut attribution) = (Polarity::Affirmed, Modality::Stated, Vec::new());
        if is_asserted {
            let factuality = Factuality { predicates, grammar: &language.grammar, reporting: &language.reporting };
            let assessment = factuality.assess(self.noun);
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
        if !context.grammar.as_role.contains(&predicates.preposition(self.noun)) {
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

fn is_in(context: &Context<'_>, argument: Argument, kinds: &[&str]) -> bool {
    let Argument::Mention(id) = argument else { return false };
    let known = context.mentions.entity_type(id);
    known.is_some_and(|known| kinds.iter().any(|kind| known.is_a(kind)))
}

fn is_someone(context: &Context<'_>, argument: Argument) -> bool {
    let Argument::Mention(id) = argument else { return false };
    is_named(context, argument) && context.mentions.entity_type(id).is_some_and(|known| known.is_a("person"))
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

fn is_party(context: &Context<'_>, argument: Argument) -> bool {
    let Argument::Mention(id) = argument else { return false };
    context.mentions.entity_type(id).is_some_and(|known| known.is_a("organization/party"))
}

fn is_named(context: &Context<'_>, argument: Argument) -> bool {
    match argument {
        Argument::Mention(id) => context.detected.mention(id).kind == MentionKind::Name,
        Argument::Owner(_) | Argument::Value(_) | Argument::Start(_) | Argument::End(_) => false,
    }
}
