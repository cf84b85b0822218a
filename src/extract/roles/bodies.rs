//! What a role is held in: "de Y", "Y's", "Y spokesman", "chez Y".

use crate::language::LanguagePack;
use crate::model::{Argument, MentionId, MentionKind, Token, TokenIndex, Upos};
use crate::ontology::{Range, RelationType};

use super::super::matching::Context;
use super::super::predicate::{Slot, lowercase};
use super::{Relations, Role, behind_preposition, is_named, is_one_of};

/// Relations that hold of the body as well when the role is held in a part of it.
const DEEP: [&str; 5] = ["leads", "works_for", "advises", "spokesperson_of", "member_of"];

/// The relation of candidates, who may be a party's.
const ON_TICKET: &str = "candidate_for";

impl Role<'_> {
    /// What the role is held in, and the relation that says so: the one that the noun stands for, or that of somebody who
    /// serves below.
    pub(super) fn bodies<'o>(
        &self,
        context: &Context<'_>,
        language: &LanguagePack,
        relations: &Relations<'o>,
        holders: &[Argument],
    ) -> (&'o RelationType, Vec<Argument>) {
        let own = relations.own;
        if relations.inverse {
            return (own, self.complements(context, own, true, holders));
        }
        // The head of a part does not head the whole.
        let is_led = own.id.as_str() == "leads";
        let deeper = if is_led { relations.below } else { own };
        if let Some(part) = self.part(context) {
            return (deeper, self.whole(context, part).map(Argument::Mention).into_iter().collect());
        }
        let mut bodies = self.complements(context, own, false, holders);
        if bodies.is_empty() {
            bodies = self.shared_complements(context, language, own, holders);
        }
        // "le maire socialiste", "the Conservative minister": who is on a party's ticket stands for it, no other office is its own.
        let tells_party = |body: &Argument| matches!(body, Argument::Mention(id) if context.detected.tells_party(context.detected.mention(*id)));
        if own.id.as_str() != ON_TICKET {
            bodies.retain(|body| !tells_party(body));
        }
        if bodies.is_empty() {
            bodies.extend(self.country_in_words(context).map(Argument::Mention));
        }
        let is_held = || holders.iter().any(|&holder| is_named(context, holder));
        if bodies.is_empty() && (is_led || self.is_ministerial(context)) && is_held() {
            let within = || self.country_within(context).map(Argument::Mention);
            bodies.extend(self.unsaid_owner(context).map(|phrase| within().unwrap_or(Argument::Owner(phrase))));
        }
        if !bodies.is_empty() {
            return (own, bodies);
        }
        // "la conseillère à la sécurité de X": the body stands deeper in the phrase.
        if DEEP.contains(&own.id.as_str())
            && let Some(body) = self.body_within(context)
            && !tells_party(&Argument::Mention(body))
        {
            return (deeper, vec![Argument::Mention(body)]);
        }
        // "l'ancien ministre de Jane Doe" served her.
        if is_led && (self.is_ministerial(context) || self.sense.office.is_some()) {
            let served = self.complements(context, relations.below, false, holders);
            if served.iter().all(|&body| is_named(context, body) && is_one_of(context, body, &["person"])) {
                return (relations.below, served);
            }
        }
        (own, bodies)
    }

    /// The relation that holds with one body; `None` where none does.
    pub(super) fn relation_with<'o>(
        &self,
        context: &Context<'_>,
        relation: &'o RelationType,
        relations: &Relations<'o>,
        body: Argument,
    ) -> Option<&'o RelationType> {
        let is = |kinds: &[&str]| is_one_of(context, body, kinds);
        match relation.id.as_str() {
            // "Labour senator": of the party, for somebody else; "députés comme X": for nobody but a constituency.
            "represents" if is(&["organization/party"]) => None,
            "represents" if self.is_of_state(context) && is(&["person"]) && is_named(context, body) => {
                self.is_owned_by(context, body).then_some(relation)
            }
            // "conseillère de l'arrondissement": of its council.
            "advises" if self.sense.entity_type.is_a("person") && is(&["place/city", "place/region", "place/site"]) => {
                Some(relations.below)
            }
            _ => Some(relation),
        }
    }

    /// "président de la République française": the country begins inside of the role's words.
    fn country_in_words(&self, context: &Context<'_>) -> Option<MentionId> {
        let inside = self.tokens.clone().filter(|&token| token != self.noun);
        let is_place = |id: &MentionId| context.mentions.entity_type(*id).is_some_and(|known| known.is_a("place"));
        inside.filter_map(|token| context.mentions.name_at(token)).find(is_place)
    }

    /// Whether it is a minister's post.
    fn is_ministerial(&self, context: &Context<'_>) -> bool {
        context.grammar.ministers.contains(&self.sense.noun)
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
            // "in Paris president X said": the place is the verb's; "for Acme official X" has no place, and "director of
            // Acme General X" another owner.
            let is_body = context.mentions.entity_type(name).is_some_and(|known| known.is_a("organization"));
            let is_adverbial = start.checked_sub(1).is_some_and(|case| {
                tokens[case].upos == Upos::Adp
                    && (!is_body || context.grammar.of.contains(&context.predicates.lemma(case)))
            });
            has_ending || !is_adverbial
        });
        let behind = || {
            // "président destitué de X"
            let is_participle = tokens.get(self.tokens.end).is_some_and(|word| word.feats.has("VerbForm", "Part"));
            let start = behind_preposition(context, self.tokens.end + usize::from(is_participle))?;
            let name = (start < tokens.len()).then(|| context.mentions.name_at(start)).flatten()?;
            // "director of X's museum": the museum's.
            let owns =
                tokens.get(context.detected.mention(name).tokens.end).is_some_and(|next| next.upos == Upos::Part);
            (!owns).then_some(name)
        };
        owner
            .or_else(|| self.house_behind_town(context))
            .or_else(behind)
            .or_else(|| self.complement_behind_holder(context))
    }

    /// "an analyst at Oslo-based Acme": the house behind the town that a participle is joined to.
    fn house_behind_town(&self, context: &Context<'_>) -> Option<MentionId> {
        let tokens = &context.sentence.tokens;
        let preposition = tokens.get(self.tokens.end).map(|token| lowercase(&token.lemma))?;
        if !context.grammar.affiliation.contains(&preposition) && !context.grammar.of.contains(&preposition) {
            return None;
        }
        let start = self.tokens.end + 1;
        let start = start + usize::from(tokens.get(start)?.upos == Upos::Det);
        let town = context.mentions.name_starting_at(start)?;
        let joint = context.detected.mention(town).tokens.end;
        let is_joined = tokens.get(joint).is_some_and(|mark| matches!(mark.form.as_str(), "-" | "‑" | "–"))
            && tokens.get(joint + 1).is_some_and(|word| matches!(word.upos, Upos::Verb | Upos::Adj));
        let house = context.mentions.name_starting_at(joint + 2).filter(|_| is_joined)?;
        context.mentions.entity_type(house).is_none_or(|known| known.is_a("organization")).then_some(house)
    }

    /// "Senator Jane Doe of Ohio": what stands behind the holder's name is the title's.
    fn complement_behind_holder(&self, context: &Context<'_>) -> Option<MentionId> {
        let holder = self.name_behind(context)?;
        let start = behind_preposition(context, context.detected.mention(holder).tokens.end)?;
        context.mentions.name_starting_at(start)
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
                let row = row.into_iter().filter(is_allowed).map(Argument::Mention);
                let more: Vec<_> = row.filter(|more| !found.contains(more) && !holders.contains(more)).collect();
                return [found, more].concat();
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
        // "conseiller à la sécurité du président Doe": behind a title its holder.
        let of_titled = (self.tokens.end..phrase.end).find_map(|index| {
            let title = context.mentions.nominal_at(index).filter(|_| index != self.noun)?;
            let is_person = context.mentions.entity_type(title).is_some_and(|known| known.is_a("person"));
            let is_tied = context.grammar.of.contains(&context.predicates.preposition(index));
            let holders = context.mentions.at(index, &context.predicates, context.grammar);
            let is_name = |id: &MentionId| context.detected.mention(*id).kind == MentionKind::Name;
            holders.into_iter().find(|id| is_person && is_tied && is_name(id))
        });
        if of_titled.is_some() {
            return of_titled;
        }
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
        let end_of = |name: MentionId| context.detected.mention(name).tokens.end;
        let next = |&last: &MentionId| {
            let end = end_of(last);
            context.sentence.tokens.get(end).filter(|token| token.upos == Upos::Cconj)?;
            context.mentions.name_starting_at(behind_preposition(context, end + 1)?)
        };
        let is_behind = end_of(first) > self.noun;
        std::iter::successors(Some(first).filter(|_| is_behind), next).skip(1).collect()
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
    fn unsaid_owner(&self, context: &Context<'_>) -> Option<MentionId> {
        let id = context.mentions.nominal_at(self.noun)?;
        let phrase = &context.detected.mention(id).tokens;
        let is_minister = self.is_of_state(context) && self.charge_end.is_some_and(|end| end <= phrase.end);
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
        // "la secrétaire d'État chargée de l'aide aux victimes": a minister of whatever it is.
        let has_office = self.sense.office.is_some() || self.is_ministerial(context);
        let is_bare = has_office && behind_preposition(context, self.tokens.end).is_none() && !has_modifier;
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
        // "musicians A of X; painters B and C": what stands behind a semicolon is another entry of a list.
        let is_apart = |noun: TokenIndex| {
            let between = noun.min(self.noun)..noun.max(self.noun);
            context.sentence.tokens[between].iter().any(|token| token.form == ";")
        };
        let others = std::iter::once(first).chain(partners).filter(|&noun| noun != self.noun && !is_apart(noun));
        others
            .filter(|&noun| context.mentions.name_at(noun).is_none())
            .filter_map(|noun| Role::at(context, language, noun))
            .filter(|partner| partner.sense.entity_type.top() == self.sense.entity_type.top())
            .map(|partner| partner.complements(context, relation_type, false, holders))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    /// "French coach": where somebody is from, not whom they serve.
    pub(super) fn is_origin(&self, context: &Context<'_>, relation_type: &RelationType, body: Argument) -> bool {
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
}
