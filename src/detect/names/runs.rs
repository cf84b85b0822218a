//! Stretches of words that capitals and grammar show to be names, where no list or model knows them.

use std::ops::Range;

use super::casing::{opens, starts_with_capital};
use super::cleaning::fold_accents;
use super::{Place, Proposal, Source};
use crate::language::expressions::lex;
use crate::model::{EntityTypeId, Token, TokenIndex, Upos};

/// A name in the news has no more words.
const LONGEST: usize = 12;

/// Letters of what stands behind a comma as part of a name: "Acme, GmbH".
const LONGEST_SUFFIX: usize = 4;

/// "NeXT", "LinkedIn": no common noun is written so.
fn has_inner_capital(form: &str) -> bool {
    let mut letters = form.chars();
    letters.next().is_some_and(char::is_uppercase)
        && form.chars().all(char::is_alphabetic)
        && form.chars().any(char::is_lowercase)
        && letters.any(char::is_uppercase)
}

impl Place<'_> {
    /// Maximal stretches of proper nouns with what joins them.
    pub(super) fn runs(&self) -> Vec<Range<TokenIndex>> {
        let tokens = &self.sentence.tokens;
        let mut runs = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            if !self.may_begin(at) {
                at += 1;
                continue;
            }
            let floor = runs.last().map_or(0, |run: &Range<TokenIndex>| run.end);
            let start = self.start_of_run(at, floor);
            at += 1;
            while let Some(next) = self.next_of_run(start, at).filter(|&next| next - start <= LONGEST) {
                at = next;
            }
            runs.push(start..at);
        }
        runs
    }

    fn may_begin(&self, at: TokenIndex) -> bool {
        let token = &self.sentence.tokens[at];
        if !starts_with_capital(token) || self.is_date_word(token) {
            return false;
        }
        let is_first = at == 0 || opens(&self.sentence.tokens[at - 1].form);
        match token.upos {
            Upos::Propn => {
                // The first word of a sentence is capitalized anyway: what the tagger says of it must be confirmed.
                let next_is_proper = self
                    .sentence
                    .tokens
                    .get(at + 1)
                    .is_some_and(|next| next.upos == Upos::Propn && starts_with_capital(next));
                !is_first || next_is_proper || !self.casing.is_plain(token)
            }
            // "la Cour de cassation": an institution keeps its common noun, with a capital. Two capitals in a row where
            // nothing asks for them are a name too: "Station Spatiale".
            Upos::Noun | Upos::Adj | Upos::X | Upos::Verb if !is_first => {
                has_inner_capital(&token.form)
                    || self.is_institution(at) && self.institution_end(at).is_some()
                    || self.is_capitalized_word(at + 1)
            }
            _ => !is_first && has_inner_capital(&token.form),
        }
    }

    /// The end of the run when it goes on behind `at`.
    fn next_of_run(&self, start: TokenIndex, at: TokenIndex) -> Option<TokenIndex> {
        let tokens = &self.sentence.tokens;
        if self.is_institution(at - 1)
            && let Some(end) = self.institution_end(at - 1).filter(|&end| end > at)
        {
            return Some(end);
        }
        let token = tokens.get(at)?;
        let is_proper = |token: &Token| token.upos == Upos::Propn && starts_with_capital(token);
        let next_is_proper = |at: TokenIndex| tokens.get(at).is_some_and(is_proper);
        if self.is_capitalized_word(at) {
            return (!self.begins_another(start, at)).then_some(at + 1);
        }
        let is_glued = tokens[at - 1].span.end == token.span.start;
        if matches!(token.form.as_str(), "-" | "‑") && is_glued && next_is_proper(at + 1) {
            return (tokens[at + 1].span.start == token.span.end).then_some(at + 2);
        }
        if token.form == "&" && next_is_proper(at + 1) {
            return Some(at + 2);
        }
        // "J. D. Vance", where the point is a token of its own.
        let is_initial = tokens[at - 1].form.chars().count() == 1;
        if token.form == "." && is_initial && is_glued && next_is_proper(at + 1) {
            return Some(at + 2);
        }
        let coreference = &self.language.coreference;
        let word = token.form.to_lowercase();
        if starts_with_capital(token)
            && coreference.generation_suffixes.contains(&word.trim_end_matches('.').to_owned())
        {
            return Some(at + 1);
        }
        if token.form == "," && self.is_suffix(at + 1) {
            return Some(at + 2);
        }
        if !starts_with_capital(token) && coreference.name_particles.contains(&word) {
            let mut behind = at + 1;
            while tokens
                .get(behind)
                .is_some_and(|token| coreference.name_particles.contains(&token.form.to_lowercase()) && behind - at < 3)
            {
                behind += 1;
            }
            let follows_given_name = at == start + 1 && coreference.is_given_name(&fold_accents(&tokens[start].form));
            let is_flat = tokens.get(behind).is_some_and(|next| {
                next.deprel.universal() == "flat" && next.head.is_some_and(|head| (start..at).contains(&head))
            });
            // "de" joins places and firms as well: only behind a given name does it join a surname.
            let joins_surely = token.upos == Upos::Propn || token.upos == Upos::X;
            // "Siri d'Apple" is Apple's.
            let is_known_thing = || {
                let known = self.kb.named(&tokens[behind].form);
                let kinds = known.iter().filter_map(|found| self.kb.entity_type(found.entry));
                !known.is_empty() && kinds.into_iter().all(|kind| !kind.is_a("person"))
            };
            let follows_given_name = follows_given_name && next_is_proper(behind) && !is_known_thing();
            return (next_is_proper(behind) && (follows_given_name || is_flat || joins_surely)).then_some(behind + 1);
        }
        None
    }

    /// A noun, adjective or verb ("Federal Reserve Banking Act") with a capital that its place does not ask for.
    fn is_capitalized_word(&self, at: TokenIndex) -> bool {
        self.sentence.tokens.get(at).is_some_and(|token| {
            let is_word = matches!(token.upos, Upos::Propn | Upos::Noun | Upos::Adj | Upos::X | Upos::Verb);
            is_word && starts_with_capital(token) && !self.is_date_word(token)
        })
    }

    /// "Inc.", "LLC", "Jr." with a capital: what stands behind a name, with or without a comma, and is none alone.
    pub(super) fn is_suffix(&self, at: TokenIndex) -> bool {
        let coreference = &self.language.coreference;
        self.sentence.tokens.get(at).is_some_and(|token| {
            let word = token.form.to_lowercase();
            let word = word.trim_end_matches('.');
            starts_with_capital(token)
                && word.chars().count() <= LONGEST_SUFFIX
                && (coreference.generation_suffixes.iter().any(|suffix| suffix == word)
                    || coreference.legal_forms.iter().any(|form| form == word))
        })
    }

    fn is_date_word(&self, token: &Token) -> bool {
        let dates = &self.language.expressions.dates;
        let words = lex(token.form.trim_end_matches('.'), 0);
        dates.weekdays.is_one(&words) || dates.months.is_one(&words)
    }

    /// Whether a given name begins here that nothing ties to the run before it: "le patron d'Orange Michel Martin".
    fn begins_another(&self, start: TokenIndex, at: TokenIndex) -> bool {
        let tokens = &self.sentence.tokens;
        let is_tied = tokens[at].head.is_some_and(|head| (start..at).contains(&head))
            || (start..at).any(|index| tokens[index].head.is_some_and(|head| head >= at));
        !is_tied && self.language.coreference.is_given_name(&fold_accents(&tokens[at].form))
    }

    /// Capitalized words before the proper noun that hang on it: "Royal Gold Medal", "National Democratic Party".
    fn start_of_run(&self, at: TokenIndex, floor: TokenIndex) -> TokenIndex {
        let tokens = &self.sentence.tokens;
        let mut start = at;
        while let Some(before) = start.checked_sub(1).filter(|&before| before >= floor && at - before < 5) {
            let token = &tokens[before];
            let is_first = before == 0 || opens(&tokens[before - 1].form);
            let hangs_on_run = token.head.is_some_and(|head| head >= start && head - start < LONGEST)
                && matches!(token.deprel.universal(), "amod" | "compound" | "nmod" | "flat");
            let is_word = matches!(token.upos, Upos::Adj | Upos::Noun | Upos::Propn);
            if !is_word || !starts_with_capital(token) || !hangs_on_run || is_first && self.casing.is_plain(token) {
                break;
            }
            start = before;
        }
        start
    }

    /// A capitalized common noun that names an organization or event by what it is.
    fn is_institution(&self, at: TokenIndex) -> bool {
        self.language.expressions.nominal_sense(self.sentence, at).is_some_and(|sense| {
            matches!(sense.entity_type.top(), "organization" | "event" | "place" | "work")
                && !sense.entity_type.is_a("place/country")
                && starts_with_capital(&self.sentence.tokens[at])
        })
    }

    /// Where the name of an institution ends that has its noun at `noun`: over small adjectives ("Union européenne")
    /// and complements ("Cour des comptes", "Bank of England", "Institute of British Architects").
    pub(super) fn institution_end(&self, noun: TokenIndex) -> Option<TokenIndex> {
        let tokens = &self.sentence.tokens;
        let words = self.language.expressions.name_words();
        let is_capital = |at: TokenIndex| tokens.get(at).is_some_and(starts_with_capital);
        let hangs_on =
            |at: TokenIndex| tokens.get(at).and_then(|token| token.head).is_some_and(|head| (noun..at).contains(&head));
        let is_adjective = |at: TokenIndex| {
            tokens.get(at).is_some_and(|token| token.upos == Upos::Adj)
                && (hangs_on(at) && words.small_complements || is_capital(at))
        };
        let mut end = noun + 1;
        while is_adjective(end) && end - noun < LONGEST {
            end += 1;
        }
        let is_link = |at: TokenIndex| {
            tokens.get(at).is_some_and(|token| {
                token.upos == Upos::Adp && words.complement_links.contains(&token.form.to_lowercase().replace('’', "'"))
            })
        };
        if is_link(end) {
            let article = usize::from(tokens.get(end + 1).is_some_and(|token| token.upos == Upos::Det));
            let mut behind = end + 1 + article;
            let begin = behind;
            let is_noun =
                |at: TokenIndex| tokens.get(at).is_some_and(|token| matches!(token.upos, Upos::Noun | Upos::Propn));
            let joins = |at: TokenIndex| {
                is_capital(at + 1)
                    && is_capital(at.saturating_sub(1))
                    && tokens.get(at).is_some_and(|token| words.conjunctions.contains(&token.form.to_lowercase()))
            };
            while behind - noun < LONGEST
                && (is_capital(behind) && tokens[behind].upos != Upos::Punct || joins(behind))
                && !self.begins_another(noun, behind)
            {
                behind += 1;
            }
            if behind == begin && words.small_complements && is_noun(behind) && hangs_on(behind) {
                behind += 1;
                while is_adjective(behind) && behind - noun < LONGEST {
                    behind += 1;
                }
            }
            // "Université de la Caroline du Nord"
            let farther = behind + 1 + usize::from(tokens.get(behind + 1).is_some_and(|token| token.upos == Upos::Det));
            if behind > begin && is_link(behind) && is_capital(farther) && hangs_on(farther) {
                behind = farther + 1;
            }
            end = if behind > begin { behind } else { end };
        }
        (end > noun + 1).then_some(end)
    }

    /// "le ministère de l'Intérieur", "Justice Department": a ministry with its portfolio is a name, small letters or not.
    pub(super) fn ministries(&self) -> Vec<Proposal> {
        let tokens = &self.sentence.tokens;
        let expressions = &self.language.expressions;
        let mut found = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            if !matches!(token.upos, Upos::Noun | Upos::Propn) {
                continue;
            }
            let Some(noun) = expressions.nominal_match(self.sentence, at) else { continue };
            if !noun.sense.entity_type.is_a("organization/government") {
                continue;
            }
            let mut behind = noun.tokens.end;
            while tokens.get(behind).is_some_and(|token| matches!(token.upos, Upos::Adp | Upos::Det))
                && behind < noun.tokens.end + 3
            {
                behind += 1;
            }
            let is_portfolio = |range: &Range<TokenIndex>| {
                range.end <= tokens.len()
                    && starts_with_capital(&tokens[range.start])
                    && expressions.is_portfolio(self.span(range).of(self.text))
            };
            let ahead = (1..=5).rev().map(|length| behind..behind + length).find(is_portfolio);
            let back = (1..=4)
                .rev()
                .filter_map(|length| Some(noun.tokens.start.checked_sub(length)?..noun.tokens.start))
                .find(|range| is_portfolio(range) && starts_with_capital(token));
            let tokens = match (ahead.filter(|_| behind > noun.tokens.end), back) {
                (Some(ahead), _) => noun.tokens.start..ahead.end,
                (None, Some(back)) => back.start..noun.tokens.end,
                (None, None) => continue,
            };
            found.push(Proposal {
                span: self.span(&tokens),
                tokens,
                source: Source::Known,
                entity_type: Some(EntityTypeId::from_text("organization/government")),
            });
        }
        found
    }
}
