//! What belongs to a name and what merely stands beside it.

use std::ops::Range;

use super::Place;
use super::casing::starts_with_capital;
use crate::knowledge_base::NameKind;
use crate::language::expressions::NominalMatch;
use crate::language::tokenization::normal;
use crate::model::{EntityTypeId, Token, TokenIndex, Upos};

/// Letters of "Inc.", "GmbH" and other forms that end the name of a company.
const LONGEST_LEGAL_FORM: usize = 5;

impl Place<'_> {
    /// Cuts titles, articles, role nouns and punctuation off a stretch of tokens, and cuts it in two at a dash ("Lyon -
    /// Jeanne Morel"), a semicolon, a role noun ("Tesla CEO Elon Musk") or an owner ("Zorbec Radio de Jeanne Morel") in its
    /// middle.
    pub(super) fn clean(&self, tokens: Range<TokenIndex>, kind: Option<&str>) -> Vec<Range<TokenIndex>> {
        let end = tokens.end.min(self.sentence.tokens.len());
        let tokens = tokens.start..end;
        let mut pieces = Vec::new();
        let mut start = tokens.start;
        let mut at = tokens.start;
        while at < tokens.end {
            if self.is_dash(at)
                || self.sentence.tokens[at].form == ";"
                || self.is_genitive_mark(at, &tokens)
                || self.links_to_owner(start, at, tokens.end)
                || self.lists_another(start, at, tokens.end)
            {
                pieces.push(start..at);
                at += 1;
                start = at;
                continue;
            }
            if kind.is_some_and(|kind| !kind.starts_with("person")) && self.is_of_place(start..at, &tokens) {
                pieces.push(start..at);
                at += 1;
                start = at;
                continue;
            }
            if at > start && self.is_gerund(at, &tokens) {
                pieces.push(start..at - 1);
                at += 1;
                start = at;
                continue;
            }
            if let Some(rest) = self.address_at(start, at, &tokens) {
                pieces.push(start..at);
                at = rest;
                start = rest;
                continue;
            }
            if at > start && self.is_predicate(at, kind) {
                pieces.push(start..at);
                start = tokens.end;
                break;
            }
            match self.role_at(at, &tokens, kind) {
                Some(role) => {
                    pieces.push(start..role.start);
                    start = role.end;
                    at = role.end;
                }
                None if at > start && self.ends_company(at, &tokens) => {
                    at += 1;
                    pieces.push(start..at);
                    start = at;
                }
                None => at += 1,
            }
        }
        pieces.push(start..tokens.end);
        pieces.into_iter().filter_map(|piece| self.trim(piece)).collect()
    }

    /// "Springfield Police Capt. Jane Doe", "Ligue 1 l'Italienne Jeanne Morel": a form of address, or what inhabitants are
    /// called, begins another name. Where the name of the person begins.
    fn address_at(&self, start: TokenIndex, at: TokenIndex, name: &Range<TokenIndex>) -> Option<TokenIndex> {
        let tokens = &self.sentence.tokens;
        if at <= start || at + 1 >= name.end {
            return None;
        }
        let point = usize::from(tokens[at + 1].form == "." && tokens[at].span.end == tokens[at + 1].span.start);
        let rest = at + 1 + point;
        if rest >= name.end || !starts_with_capital(&tokens[rest]) {
            return None;
        }
        // "Jane M. Doe" is not "Jane" and "Monsieur Doe".
        let is_initial = tokens[at].form.chars().filter(|letter| letter.is_alphabetic()).count() == 1;
        let is_address = starts_with_capital(&tokens[at])
            && !is_initial
            && self.is_honorific(&tokens[at].form, point == 1)
            && (point == 1 || tokens[at].form.ends_with('.') || self.is_given_name(rest));
        let is_inhabitant = || {
            let is_determined = matches!(tokens[at - 1].upos, Upos::Det | Upos::Adp);
            let found = || self.kb.named(&tokens[at].form);
            is_determined
                && starts_with_capital(&tokens[at])
                && self.is_given_name(rest)
                && found().iter().any(|found| found.kind == NameKind::Demonym)
        };
        (is_address || is_inhabitant()).then_some(rest)
    }

    /// "Zorbec is": a small finite verb is in no name but the title of a work.
    fn is_predicate(&self, at: TokenIndex, kind: Option<&str>) -> bool {
        let token = &self.sentence.tokens[at];
        let is_title = kind.is_some_and(|kind| kind.starts_with("work") || kind.starts_with("event"));
        !is_title
            && matches!(token.upos, Upos::Verb | Upos::Aux)
            && token.form.starts_with(char::is_lowercase)
            && token.feats.has("VerbForm", "Fin")
    }

    /// "Acme Inc. Jane Doe": the legal form ends one name, the given name behind it begins another.
    fn ends_company(&self, at: TokenIndex, name: &Range<TokenIndex>) -> bool {
        let form = self.sentence.tokens[at].form.to_lowercase();
        let is_short = form.len() <= LONGEST_LEGAL_FORM;
        let is_legal = self.language.coreference.legal_forms.iter().any(|legal| legal == form.trim_end_matches('.'));
        is_short && is_legal && at + 2 < name.end && self.is_given_name(at + 1)
    }

    /// "the Springfield of Senate candidate X": what a small preposition follows is a known town's whole name, and no noun
    /// that takes a complement, "Republic of".
    fn is_of_place(&self, before: Range<TokenIndex>, name: &Range<TokenIndex>) -> bool {
        let tokens = &self.sentence.tokens;
        let at = before.end;
        let links = at + 1 < name.end && !before.is_empty() && tokens[at].upos == Upos::Adp;
        let is_city = |kind: EntityTypeId| kind.is_a("place/city") || kind.is_a("place/town");
        if !links || !tokens[at].form.starts_with(char::is_lowercase) || tokens[at + 1].upos == Upos::Det {
            return false;
        }
        let known = self.kb.named(self.span(&before).of(self.text));
        known.first().and_then(|found| self.kb.entity_type(found.entry)).is_some_and(is_city)
    }

    /// "the European Union of helping Acme": a small verb behind a preposition is in no name.
    fn is_gerund(&self, at: TokenIndex, name: &Range<TokenIndex>) -> bool {
        let tokens = &self.sentence.tokens;
        at > name.start + 1
            && matches!(tokens[at].upos, Upos::Verb | Upos::Aux)
            && tokens[at].form.starts_with(char::is_lowercase)
            && matches!(tokens[at - 1].upos, Upos::Adp | Upos::Sconj)
    }

    /// "General Motors' Saab": an apostrophe glued to an "s" before it and to nothing behind it parts two names.
    fn is_genitive_mark(&self, at: TokenIndex, name: &Range<TokenIndex>) -> bool {
        let tokens = &self.sentence.tokens;
        let is_inside = name.start < at && at + 1 < name.end;
        is_inside
            && matches!(tokens[at].form.as_str(), "'" | "’")
            && tokens[at - 1].form.ends_with('s')
            && tokens[at - 1].span.end == tokens[at].span.start
            && tokens[at].span.end < tokens[at + 1].span.start
    }

    pub(super) fn is_given_name(&self, at: TokenIndex) -> bool {
        let token = self.sentence.tokens.get(at);
        token.is_some_and(|token| self.language.coreference.is_given_name(&fold_accents(&token.form)))
    }

    /// Whether a small word joins a name that is complete without it to whom the thing belongs: what stands behind is a
    /// person or a company that everybody calls so, and no noun that asks for a complement heads the name ("Institut de"),
    /// unless the person is named in full ("le Parti radical de Jane Doe").
    fn links_to_owner(&self, start: TokenIndex, at: TokenIndex, end: TokenIndex) -> bool {
        let tokens = &self.sentence.tokens;
        let links = &self.language.expressions.name_words().owner_links;
        if start >= at || !links.contains(&normal(&tokens[at].form)) {
            return false;
        }
        let owners = self.kb.named(self.span(&(at + 1..end)).of(self.text));
        let is_owner = |kind: EntityTypeId| kind.is_a("person") || kind.is_a("organization/company");
        let are_all = |fits: &dyn Fn(EntityTypeId) -> bool| {
            owners.iter().all(|found| self.kb.entity_type(found.entry).is_some_and(fits))
        };
        let owned = !owners.is_empty() && are_all(&is_owner);
        let in_full = end > at + 2 && are_all(&|kind| kind.is_a("person"));
        let has_noun = || !in_full && self.language.expressions.nominal_sense(self.sentence, start).is_some();
        let is_given = || at == start + 1 && self.is_given_name(start);
        let whole = || self.kb.named(self.span(&(start..end)).of(self.text));
        owned && !has_noun() && !is_given() && whole().is_empty()
    }

    /// "Acme Inc. and Zorbec": a conjunction between what are names each, and none together.
    fn lists_another(&self, start: TokenIndex, at: TokenIndex, end: TokenIndex) -> bool {
        let is_conjunction = self.sentence.tokens[at].upos == Upos::Cconj && start < at && at + 1 < end;
        let is_name = |tokens: Range<TokenIndex>| {
            self.has_legal_form(&tokens) || !self.kb.named(self.span(&tokens).of(self.text)).is_empty()
        };
        is_conjunction && is_name(start..at) && is_name(at + 1..end) && !is_name(start..end)
    }

    /// A dash between white space: it parts a dateline from its text, never a name.
    pub(super) fn is_dash(&self, at: TokenIndex) -> bool {
        let tokens = &self.sentence.tokens;
        let parted = |left: Option<&Token>, right: Option<&Token>| {
            left.zip(right).is_some_and(|(left, right)| left.span.end < right.span.start)
        };
        let token = tokens.get(at);
        token.is_some_and(|token| matches!(token.form.as_str(), "-" | "–" | "—" | "--"))
            && parted(at.checked_sub(1).and_then(|before| tokens.get(before)), token)
            && parted(token, tokens.get(at + 1))
    }

    /// A role noun of persons that begins at `at` and is no part of the name.
    fn role_at(&self, at: TokenIndex, name: &Range<TokenIndex>, kind: Option<&str>) -> Option<Range<TokenIndex>> {
        let found = self.role_noun(at, name)?;
        // "Secretary of State": the role may reach farther than the name.
        let role = found.tokens.start.max(name.start)..found.tokens.end.min(name.end);
        let sentence = self.sentence;
        // "Marine Le Pen", but "General Patrick Gordon": a given name before another is a title.
        let is_given_name = self.is_given_name(at) && !self.is_given_name(role.end);
        let has_rest = role.end < name.end;
        let keeps = match (role.start == name.start, has_rest) {
            // "General Motors" is no general, "Marine Le Pen" no marine.
            (true, true) => kind.is_some_and(|kind| !kind.starts_with("person")) || is_given_name && role.len() == 1,
            // "Stephen King": a word that hangs on the name is a part of it; one that the name hangs on is its role.
            // So is a plural, "Jones Associates", and what shows a company, "Acme International".
            (false, false) => {
                let last = &sentence.tokens[role.end - 1];
                let is_form = self.language.coreference.legal_forms.contains(&last.form.to_lowercase());
                last.head.is_some_and(|head| name.contains(&head)) || last.feats.has("Number", "Plur") || is_form
            }
            // "United States President Jane Doe": a given name behind it, or a country before it, shows that two names
            // have been taken for one.
            (false, true) => {
                let is_two = || self.is_given_name(role.end) || self.is_place_with_person(&role, name);
                kind.is_some_and(|kind| !kind.starts_with("person")) && !is_two() || is_given_name
            }
            // A role noun alone in capitals is no name.
            (true, false) => false,
        };
        (!keeps).then_some(role)
    }

    /// Whether a known place stands before the role within the name, and behind it no noun for a thing: "Virginia
    /// Governors Association" is one.
    fn is_place_with_person(&self, role: &Range<TokenIndex>, name: &Range<TokenIndex>) -> bool {
        let before = self.span(&(name.start..role.start));
        let is_place = |kind: EntityTypeId| kind.is_a("place");
        let mut known =
            self.kb.named(before.of(self.text)).into_iter().filter_map(|found| self.kb.entity_type(found.entry));
        let last = self.language.expressions.nominal_sense(self.sentence, name.end - 1);
        known.next().is_some_and(is_place) && last.is_none_or(|last| last.entity_type.is_a("person"))
    }

    fn role_noun(&self, at: TokenIndex, name: &Range<TokenIndex>) -> Option<NominalMatch<'_>> {
        // The noun may have several words, and its head is any of them.
        let end = (at + 4).min(name.end);
        (at..end).rev().find_map(|head| {
            let found = self.language.expressions.nominal_match(self.sentence, head)?;
            let is_noun = matches!(self.sentence.tokens[head].upos, Upos::Noun | Upos::Propn);
            // "Vice President": the name may be a part of the role.
            let fits = is_noun && (found.tokens.start == at || at == name.start && found.tokens.contains(&at));
            (fits && found.sense.entity_type.is_a("person")).then_some(found)
        })
    }

    fn trim(&self, mut tokens: Range<TokenIndex>) -> Option<Range<TokenIndex>> {
        while let Some(first) = self.sentence.tokens.get(tokens.start).filter(|_| !tokens.is_empty()) {
            let rest = tokens.start + 1..tokens.end;
            let is_short_title = rest.start < rest.end && self.sentence.tokens[rest.start].form == ".";
            let stands_beside = is_before_name(first)
                || self.is_honorific(&first.form, is_short_title)
                || self.is_adjective_of_person(&tokens)
                || self.is_kind_before_name(&tokens)
                || self.language.expressions.is_role_time(&first.form) && !rest.is_empty();
            if !stands_beside {
                break;
            }
            tokens = rest;
        }
        tokens.end = self.without_score(&tokens);
        tokens.end = self.without_weekday(&tokens);
        while let Some(last) = tokens.end.checked_sub(1).filter(|_| !tokens.is_empty()) {
            let token = &self.sentence.tokens[last];
            let is_abbreviation_point = token.form == "." && self.keeps_point(last);
            if !is_behind_name(token) || is_abbreviation_point {
                break;
            }
            tokens.end = last;
        }
        // "l'", "d'" and the like are no names, nor is a digit.
        let has_letters = self.sentence.tokens[tokens.clone()]
            .iter()
            .any(|token| starts_with_capital(token) || token.form.chars().any(char::is_uppercase));
        (!tokens.is_empty() && has_letters).then_some(tokens)
    }

    /// "l'association Zorbec": the small noun for a body is no part of the name right behind it. Schools and the like are
    /// called by it ("université Jeanne-Morel").
    fn is_kind_before_name(&self, tokens: &Range<TokenIndex>) -> bool {
        const CALLED_ALONE: [&str; 6] = [
            "organization/company",
            "organization/media",
            "organization/ngo",
            "organization/party",
            "organization/union",
            "organization/armed_force",
        ];
        let all = &self.sentence.tokens;
        let [first, second] = [tokens.start, tokens.start + 1];
        second < tokens.end
            && all[first].upos == Upos::Noun
            && all[first].form.starts_with(char::is_lowercase)
            && all[second].form.starts_with(char::is_uppercase)
            && self.kb.named(self.span(tokens).of(self.text)).is_empty()
            && self.language.expressions.nominal_sense(self.sentence, first).is_some_and(|sense| {
                let is_called = CALLED_ALONE.iter().any(|kind| sense.entity_type.is_a(kind));
                is_called || sense.entity_type.is_a("organization") && self.is_known_body(second..tokens.end)
            })
    }

    /// Whether the knowledge base has a body of this name, and nothing else.
    fn is_known_body(&self, tokens: Range<TokenIndex>) -> bool {
        let known = self.kb.named(self.span(&tokens).of(self.text));
        let kind = |found: &crate::knowledge_base::NameMatch| self.kb.entity_type(found.entry);
        !known.is_empty() && known.iter().all(|found| kind(found).is_some_and(|kind| kind.is_a("organization")))
    }

    /// "West Springfield Tuesday": a day is no part of the known name before it.
    fn without_weekday(&self, tokens: &Range<TokenIndex>) -> TokenIndex {
        let Some(last) = tokens.end.checked_sub(1).filter(|&last| last > tokens.start) else { return tokens.end };
        let words = crate::language::expressions::lex(&self.sentence.tokens[last].form, 0);
        let is_day = self.language.expressions.dates.weekdays.is_one(&words);
        let is_known = || !self.kb.named(self.span(&(tokens.start..last)).of(self.text)).is_empty();
        if is_day && is_known() { last } else { tokens.end }
    }

    /// "Zorbec 2-1": a name ends before the score.
    fn without_score(&self, tokens: &Range<TokenIndex>) -> TokenIndex {
        let forms: Vec<&str> = self.sentence.tokens[tokens.clone()].iter().map(|token| token.form.as_str()).collect();
        let is_number = |form: &str| !form.is_empty() && form.bytes().all(|digit| digit.is_ascii_digit());
        let is_joint = |form: &str| matches!(form, "-" | "–" | "‑");
        match forms.as_slice() {
            [_, .., left, joint, right] if is_number(left) && is_joint(joint) && is_number(right) => tokens.end - 3,
            [_, .., score]
                if score
                    .split_once(['-', '–', '‑'])
                    .is_some_and(|(left, right)| is_number(left) && is_number(right)) =>
            {
                tokens.end - 1
            }
            _ => tokens.end,
        }
    }

    fn is_honorific(&self, form: &str, has_point: bool) -> bool {
        let coreference = &self.language.coreference;
        coreference.honorific(form).is_some() || has_point && coreference.honorific(&format!("{form}.")).is_some()
    }

    /// "French President …", "Ukrainian Volodymyr …": the adjective before a role or a person is no part of the name.
    fn is_adjective_of_person(&self, tokens: &Range<TokenIndex>) -> bool {
        let Some(second) = Some(tokens.start + 1).filter(|second| *second < tokens.end) else { return false };
        let first = &self.sentence.tokens[tokens.start];
        let is_given_name = self.is_given_name(second);
        let is_demonym = || self.kb.named(&first.form).iter().any(|found| found.kind == NameKind::Demonym);
        first.upos == Upos::Adj && (self.role_noun(second, tokens).is_some() || is_given_name && is_demonym())
    }

    /// "Jr.", "J." and "Inc." keep their point where it is a token of its own.
    fn keeps_point(&self, point: TokenIndex) -> bool {
        let Some(before) = point.checked_sub(1).map(|before| &self.sentence.tokens[before]) else { return false };
        let word = before.form.to_lowercase();
        let coreference = &self.language.coreference;
        before.span.end == self.sentence.tokens[point].span.start
            && (word.chars().count() == 1
                || coreference.generation_suffixes.contains(&word)
                || coreference.legal_forms.contains(&word) && word.len() <= 4)
            && point + 1 < self.sentence.tokens.len()
    }
}

fn is_before_name(token: &Token) -> bool {
    matches!(token.upos, Upos::Det | Upos::Punct | Upos::Adp | Upos::Cconj | Upos::Sconj)
        && !(token.upos == Upos::Adp && starts_with_capital(token))
        && !(token.upos == Upos::Det && starts_with_capital(token) && token.form.chars().count() > 3)
        || token.form == "."
}

fn is_behind_name(token: &Token) -> bool {
    // "XIX e": a letter alone is rather an ending of the number before it.
    let is_pronoun = token.upos == Upos::Pron && token.form.chars().count() > 1;
    // "Acme n'a pas": nor does a word that has lost its end to the next.
    let is_elided = token.form.chars().count() > 1 && token.form.ends_with(['\'', '’']);
    (is_pronoun
        || is_elided
        || matches!(token.upos, Upos::Punct | Upos::Adp | Upos::Cconj | Upos::Part | Upos::Det | Upos::Sconj))
        && !starts_with_capital(token)
        && !matches!(token.form.as_str(), "!" | "+")
}

/// Letter case and accents folded, as the given names are listed.
pub(super) fn fold_accents(form: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    form.to_lowercase().nfd().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).collect()
}
