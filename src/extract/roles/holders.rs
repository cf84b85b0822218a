//! Who holds a role: the name beside the noun, whom the noun is said of, or nobody but the noun itself.

use crate::language::LanguagePack;
use crate::model::{Argument, MentionId, MentionKind, Token, TokenIndex, Upos};

use super::super::matching::Context;
use super::super::predicate::Slot;
use super::{Role, is_named};

impl Role<'_> {
    /// Who holds the role: whom the noun or one coordinated with it describes, the name beside it, else the noun phrase
    /// itself.
    pub(super) fn holders(&self, context: &Context<'_>, language: &LanguagePack) -> Vec<Argument> {
        let holders = self.own_holders(context);
        if holders.iter().any(|&holder| is_named(context, holder)) {
            return holders;
        }
        let shared = self.shared_holder(context, language).map(Argument::Mention);
        shared.map_or(holders, |holder| vec![holder])
    }

    fn own_holders(&self, context: &Context<'_>) -> Vec<Argument> {
        let mentions_at = |token| context.mentions.at(token, &context.predicates, context.grammar);
        // "la ville de Lyon", "its borders": the complement names or owns the place, it does not hold it. Only what is said
        // of a named place counts: "X, ville de Y".
        let takes_name = !self.sense.entity_type.is_a("place");
        let slots: &[Slot] = if takes_name { &[Slot::Referent, Slot::Apposition] } else { &[Slot::Referent] };
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
            behind.filter(|_| self.sense.entity_type.is_a("person"))
        };
        if let Some(name) = takes_name.then(behind).flatten() {
            let others = if is_plural { self.listed_behind(context, name) } else { Vec::new() };
            return std::iter::once(name).chain(others).map(Argument::Mention).collect();
        }
        // "la première femme présidente": what is said of the woman is said of the president.
        let bearer = (context.predicates.relation(self.noun) == "amod")
            .then(|| context.predicates.token(self.noun).head)
            .flatten()
            .filter(|&bearer| bearer < self.noun && self.is_nominal_of_kind(context, bearer));
        let described = bearer.unwrap_or_else(|| context.predicates.one_of(self.noun));
        for slot in slots {
            let found: Vec<_> = context
                .predicates
                .in_slot(described, slot)
                .flat_map(mentions_at)
                .filter(|&id| *slot == Slot::Referent || context.detected.mention(id).kind == MentionKind::Name)
                .filter(|&id| {
                    // "le président LR de la région, X": the party is not the president.
                    let known = context.mentions.entity_type(id);
                    known.is_none_or(|known| known.top() == self.sense.entity_type.top())
                })
                .map(|id| Argument::Mention(self.last_of_several(context, id).unwrap_or(id)))
                .collect();
            // "des proches de X, chef de Y": parsers hang the phrase on the noun before the name.
            let is_nobody = !found.is_empty() && !found.iter().any(|&holder| is_named(context, holder));
            let beside = || context.mentions.name_before_comma(described, &context.predicates);
            let beside = (is_nobody && context.predicates.relation(described) == "appos").then(beside).flatten();
            if let Some(name) = beside.filter(|&name| self.is_same_kind(context, name)) {
                return vec![Argument::Mention(name)];
            }
            if !found.is_empty() {
                return found;
            }
        }
        if !takes_name {
            return Vec::new();
        }
        // "Jane Doe (ministre de l'Intérieur)", hung on another noun.
        let is_beside = context.predicates.relation(described) == "appos";
        let beside = is_beside.then(|| context.mentions.name_before_comma(described, &context.predicates)).flatten();
        if let Some(name) = beside.filter(|&name| self.is_same_kind(context, name)) {
            return vec![Argument::Mention(name)];
        }
        if let Some(name) = self.name_set_apart(context).or_else(|| self.subject_behind_opening(context)) {
            return vec![Argument::Mention(name)];
        }
        mentions_at(self.noun).into_iter().map(Argument::Mention).collect()
    }

    /// "les ministres de X **Jane Doe, John Roe et Ann Ash**": the names that a list of one kind goes on with.
    fn listed_behind(&self, context: &Context<'_>, first: MentionId) -> Vec<MentionId> {
        let tokens = &context.sentence.tokens;
        let next = |&last: &MentionId| {
            let end = context.detected.mention(last).tokens.end;
            tokens.get(end).filter(|mark| mark.form == "," || mark.upos == Upos::Cconj)?;
            context.mentions.name_starting_at(end + 1).filter(|&name| self.is_same_kind(context, name))
        };
        std::iter::successors(Some(first), next).skip(1).collect()
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
        if is_plural(self.noun) || is_plural(partner) || has_article(partner) {
            return None;
        }
        let other = Role::at(context, language, partner).filter(|other| other.sense.entity_type.is_a("person"))?;
        let behind_complement =
            || context.mentions.name_behind_complement(other.tokens.end, predicates, context.grammar);
        other.name_behind(context).or_else(behind_complement).or_else(|| other.name_set_apart(context))
    }

    /// "A et B, présidente de X", "avec A, B, présidente de X": the parser hangs what is said of the last on the first.
    fn last_of_several(&self, context: &Context<'_>, first: MentionId) -> Option<MentionId> {
        let phrase = context.mentions.nominal_at(self.noun)?;
        let described = context.predicates.one_of(self.noun);
        // "B, l'une des porte-parole": the phrase begins with the one.
        let words = context.predicates.children(described).iter().copied();
        let one = words.filter(|&word| context.predicates.relation(word) != "punct").min();
        let start = match one.filter(|_| described != self.noun) {
            Some(one) => one.min(described),
            None => context.detected.mention(phrase).tokens.start,
        };
        let comma = start.checked_sub(1)?;
        let last = context.mentions.name_at(comma.checked_sub(1)?)?;
        let mention = context.detected.mention(last);
        let is_plural = context.predicates.token(self.noun).feats.has("Number", "Plur");
        let is_coordinated = matches!(context.predicates.relation(mention.head), "conj" | "appos")
            && context
                .predicates
                .token(mention.head)
                .head
                .is_some_and(|head| context.detected.mention(first).tokens.contains(&head));
        let fits = self.is_same_kind(context, last);
        let is_behind = context.sentence.tokens[comma].form == "," && mention.tokens.end == comma;
        let is_one = !is_plural || described != self.noun;
        (is_behind && is_coordinated && fits && is_one && last != first).then_some(last)
    }

    /// The name that follows the title in the text, "Boeing spokesman X", "chief of staff General X", wherever the
    /// parser hung it.
    pub(super) fn name_behind(&self, context: &Context<'_>) -> Option<MentionId> {
        let after = self.tokens.end;
        let is_title = |index: TokenIndex| {
            context
                .sentence
                .tokens
                .get(index)
                .is_some_and(|token| matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj))
        };
        let direct = [after, after + 1].into_iter().filter(|&start| start == after || is_title(after));
        direct
            .chain(self.charge_end)
            .find_map(|start| context.mentions.name_starting_at(start).filter(|&name| self.is_same_kind(context, name)))
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
        (self.is_same_kind(context, name) && is_definite && is_closed && !is_list).then_some(name)
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
        if tokens[comma].form != "," || !self.sense.entity_type.is_a("person") || comma + 1 >= tokens.len() {
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

    /// Whether a noun is for things of the kind that the role's noun is for.
    fn is_nominal_of_kind(&self, context: &Context<'_>, noun: TokenIndex) -> bool {
        context.mentions.nominal_at(noun).is_some_and(|nominal| self.is_same_kind(context, nominal))
    }

    /// Whether a name is known to be of the kind that the noun is for.
    fn is_same_kind(&self, context: &Context<'_>, name: MentionId) -> bool {
        context.mentions.entity_type(name).is_some_and(|known| known.top() == self.sense.entity_type.top())
    }
}
