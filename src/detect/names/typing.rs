//! What kind of thing a name names, as far as name and neighbourhood tell.

use std::ops::Range;

use super::Place;
use super::cleaning::fold_accents;
use crate::model::{EntityTypeId, Span, TokenIndex, Upos};

/// Tokens behind a name within which the noun stands that it narrows.
const FARTHEST_NOUN: usize = 4;

impl Place<'_> {
    /// The type of a name; `kind` is what the name finder says. `None` when the signs contradict each other or are none.
    pub(super) fn type_of(&self, span: Span, tokens: &Range<TokenIndex>, kind: Option<&str>) -> Option<EntityTypeId> {
        let known = self.known_types(span);
        if known.iter().all(|known| known.is_a("person"))
            && matches!(kind, None | Some("person" | "place"))
            && let Some(named_for) = self.kind_named_for(tokens)
        {
            return Some(named_for);
        }
        if let Some(kind) = kind
            && let Some(agreed) = known.iter().find(|known| known.is_a(kind))
        {
            return Some(agreed.clone());
        }
        if kind == Some("person") && tokens.len() == 1 && self.is_obscure(span) {
            return Some(EntityTypeId::from_text("person"));
        }
        if let Some(best) = known.first() {
            // Several readings: the knowledge base decides only if they agree on the kind of thing.
            let agree = known.iter().all(|other| other.top() == best.top());
            return if agree {
                Some(best.clone())
            } else {
                self.type_by_form(tokens).filter(|by_form| known.iter().any(|known| known.is_a(by_form.top())))
            };
        }
        if matches!(kind, None | Some("organization")) && self.is_called_product_behind(tokens) {
            return Some(EntityTypeId::from_text("product"));
        }
        let by_form = self.type_by_form(tokens);
        match (kind, by_form) {
            (Some(kind), Some(by_form)) if by_form.is_a(kind) => Some(by_form),
            // "Jane Doe Limited" is no person, whatever the finder takes it for.
            (Some(_), Some(by_form)) if self.has_legal_form(tokens) => Some(by_form),
            // "Secretary Jane Doe" is one, whatever the finder takes it for.
            (Some("organization" | "place"), Some(by_form))
                if by_form.is_a("person")
                    && self.has_honorific_before(tokens.start)
                    && self.begins_with_given_name(tokens) =>
            {
                Some(by_form)
            }
            // Nor is "Jane Doe University".
            (Some("person" | "place"), Some(by_form)) if self.is_called_organization(tokens) => Some(by_form),
            (Some(kind), _) => Some(EntityTypeId::from_text(kind)),
            (None, by_form) => by_form,
        }
    }

    /// "stade Jeanne Morel", "the Jane Doe Stadium": what a place, a school or a foundation is called for somebody is, not who.
    fn kind_named_for(&self, tokens: &Range<TokenIndex>) -> Option<EntityTypeId> {
        const CALLED_SO: [&str; 3] = ["place", "organization/university", "organization/ngo"];
        const AWARD: &str = "event/competition";
        let words = &self.sentence.tokens;
        let sense_of = |at: TokenIndex| {
            let sense = self.language.expressions.nominal_sense(self.sentence, at)?;
            let kind = &sense.entity_type;
            let fits = CALLED_SO.iter().any(|so| kind.is_a(so)) || kind.is_a(AWARD) && tokens.contains(&at);
            (fits && !kind.is_a("place/country")).then(|| kind.clone())
        };
        // "Martin Luther King Street"; "Charlotte Church" sings.
        let last = tokens.end.checked_sub(1).filter(|_| tokens.len() > 2 && self.begins_with_given_name(tokens));
        let before = tokens.start.checked_sub(1).filter(|&before| {
            let noun = &words[before];
            let full_name = tokens.len() > 1 || words[tokens.start].form.contains('-');
            let adjacent = noun.span.end < self.span(tokens).start && words[tokens.start].head == Some(before);
            full_name && adjacent && noun.upos == Upos::Noun
        });
        last.and_then(sense_of).or_else(|| before.and_then(sense_of))
    }

    /// Whether news hardly mean any of the things known by a single word: then it is rather somebody's surname.
    fn is_obscure(&self, span: Span) -> bool {
        /// Prior of what is called by one word without further notice.
        const WELL_KNOWN: f32 = 0.5;
        let mut priors = self.kb.named(span.of(self.text)).into_iter().filter_map(|found| self.kb.prior(found.entry));
        priors.all(|prior| prior < WELL_KNOWN)
    }

    /// Types of the entries that bear this name, likeliest first.
    fn known_types(&self, span: Span) -> Vec<EntityTypeId> {
        let matches = self.kb.named(span.of(self.text));
        let is_name = |kind| kind != crate::knowledge_base::NameKind::Demonym;
        let exact_only = matches.iter().any(|found| found.exact && is_name(found.kind));
        matches
            .iter()
            .filter(|found| is_name(found.kind) && (found.exact || !exact_only))
            .filter_map(|found| self.kb.entity_type(found.entry))
            .collect()
    }

    fn type_by_form(&self, tokens: &Range<TokenIndex>) -> Option<EntityTypeId> {
        if tokens.is_empty() {
            return None;
        }
        if self.has_legal_form(tokens) {
            return Some(EntityTypeId::from_text("organization/company"));
        }
        if let Some(by_noun) = self.type_by_noun(tokens) {
            return Some(by_noun);
        }
        if self.has_honorific_before(tokens.start) {
            return Some(EntityTypeId::from_text("person"));
        }
        self.begins_with_given_name(tokens).then(|| EntityTypeId::from_text("person"))
    }

    /// "the Zorbo tablet computer": the noun that a name without further notice narrows says what it is. Cars, arms and
    /// drugs are called by their makers.
    fn is_called_product_behind(&self, tokens: &Range<TokenIndex>) -> bool {
        let words = &self.sentence.tokens;
        let before = tokens.start.checked_sub(1).map(|before| &words[before]);
        let is_definite = before.is_some_and(|word| {
            word.feats.has("Definite", "Def") || word.feats.has("Poss", "Yes") || word.upos == Upos::Part
        });
        let is_small = |at: &TokenIndex| {
            matches!(words[*at].upos, Upos::Noun | Upos::Adj) && words[*at].form.starts_with(char::is_lowercase)
        };
        let near = tokens.end..(tokens.end + FARTHEST_NOUN).min(words.len());
        let product = near.take_while(is_small).last().and_then(|noun| {
            let sense = self.language.expressions.nominal_sense(self.sentence, noun)?;
            let is_by_maker = ["product/vehicle", "product/weapon", "product/drug"];
            let is_product = sense.entity_type.is_a("product");
            Some(is_product && !is_by_maker.iter().any(|kind| sense.entity_type.is_a(kind)))
        });
        is_definite && product.unwrap_or(false)
    }

    fn begins_with_given_name(&self, tokens: &Range<TokenIndex>) -> bool {
        let Some(first) = self.sentence.tokens[tokens.clone()].first().filter(|_| tokens.len() > 1) else {
            return false;
        };
        let is_initial = first.form.chars().filter(|letter| letter.is_alphabetic()).count() == 1;
        !is_initial && self.language.coreference.is_given_name(&fold_accents(&first.form))
    }

    pub(super) fn has_legal_form(&self, tokens: &Range<TokenIndex>) -> bool {
        let words = &self.sentence.tokens[tokens.clone()];
        let last = words.iter().rev().find(|word| word.upos != Upos::Punct);
        last.filter(|_| words.len() > 1).is_some_and(|last| {
            let word = last.form.to_lowercase();
            self.language.coreference.legal_forms.iter().any(|form| form == word.trim_end_matches('.'))
        })
    }

    /// Whether the noun that heads the name is one for organizations, at its end or with its complement behind it.
    fn is_called_organization(&self, tokens: &Range<TokenIndex>) -> bool {
        let is_head = |index: TokenIndex| {
            let head = self.sentence.tokens[index].head;
            tokens.len() > 1 && head.is_none_or(|head| !tokens.contains(&head))
        };
        tokens.clone().filter(|&index| is_head(index)).any(|index| {
            let sense = self.language.expressions.nominal_sense(self.sentence, index);
            sense.is_some_and(|sense| sense.entity_type.is_a("organization"))
        })
    }

    /// "Cour de cassation", "Harvard University": the noun inside tells; a noun of persons does not ("Burger King").
    fn type_by_noun(&self, tokens: &Range<TokenIndex>) -> Option<EntityTypeId> {
        if tokens.len() < 2 {
            return None;
        }
        let edges = [tokens.start, tokens.end - 1, tokens.start + 1];
        let senses = edges.into_iter().filter(|index| tokens.contains(index)).filter_map(|index| {
            self.language.expressions.nominal_sense(self.sentence, index).map(|sense| sense.entity_type.clone())
        });
        senses.into_iter().find(|kind| !kind.is_a("person") && !kind.is_a("product") && !kind.is_a("work"))
    }

    /// Whether a form of address or a role of persons stands directly before.
    fn has_honorific_before(&self, start: TokenIndex) -> bool {
        let tokens = &self.sentence.tokens;
        let Some(before) = start.checked_sub(1) else { return false };
        let at = if tokens[before].form == "." { before.checked_sub(1).unwrap_or(before) } else { before };
        let form = &tokens[at].form;
        let coreference = &self.language.coreference;
        let is_honorific = coreference.honorific(form).is_some()
            || at != before && coreference.honorific(&format!("{form}.")).is_some();
        is_honorific
            || self.language.expressions.nominal_sense(self.sentence, at).is_some_and(|sense| {
                let hangs_together =
                    tokens[start].head == Some(at) || tokens[at].head.is_some_and(|head| head >= start);
                sense.entity_type.is_a("person") && hangs_together
            })
    }
}
