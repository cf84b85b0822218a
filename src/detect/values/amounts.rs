//! Numbers, money and quantities.

use super::{Found, Scan, is_symbol};
use crate::language::expressions::LexemeKind;
use crate::model::{Currency, Decimal, Money, TokenIndex, Upos, Value};

/// A number and where it ends.
pub(super) struct Number {
    pub(super) value: Decimal,
    pub(super) end: usize,
    /// Whether a scale word was part of it ("millions"): then "de" may follow.
    pub(super) scaled: bool,
    /// Whether it is written in words only.
    pub(super) in_words: bool,
}

/// No amount in the news has more digits; longer runs are codes.
const MOST_DIGITS: usize = 18;

impl Scan<'_> {
    /// An amount of money that begins here: sign first ("$44bn", "CHF 30 million") or last ("44 milliards d'euros").
    pub(super) fn money(&self, start: usize) -> Option<Found> {
        self.money_behind_sign(start).or_else(|| self.money_before_currency(start))
    }

    fn money_behind_sign(&self, start: usize) -> Option<Found> {
        let (currency, after) = self.currency_at(start)?;
        let is_sign = self.lexemes[start..after].iter().any(|lexeme| lexeme.kind == LexemeKind::Symbol)
            || after == start + 1 && self.lexemes[start].text.len() == 3;
        // "350 000 $": a sign behind a number belongs to that number.
        let digits = self.lexemes.get(after).filter(|lexeme| lexeme.kind == LexemeKind::Digits)?;
        if !is_sign || digits.glued && self.lexemes[start].text.ends_with('.') {
            return None;
        }
        let number = self.number(after)?;
        let number = if number.scaled { number } else { self.with_scale_sign(number) };
        let mut end = number.end;
        // "$44 billion dollars" says it twice; "$5 $10" does not.
        let again = self.currency_at(self.behind_link(end)).filter(|(again, _)| *again == currency);
        if let Some((_, behind)) = again.filter(|&(_, behind)| self.digits_at(behind).is_none()) {
            end = behind;
        }
        Some(Found { start, end, value: Some(money(number.value, currency)) })
    }

    fn money_before_currency(&self, start: usize) -> Option<Found> {
        let number = self.number(start)?;
        let after = if number.scaled { self.behind_link(number.end) } else { self.behind_hyphen(number.end) };
        if let Some((currency, end)) = self.currency_at(after) {
            // "in 2022 $5 billion": the sign is glued to the next number and belongs there.
            let belongs_to_next =
                self.lexemes.get(end).is_some_and(|next| next.kind == LexemeKind::Digits && next.glued);
            return (!belongs_to_next).then(|| Found { start, end, value: Some(money(number.value, currency)) });
        }
        let scaled = self.with_scale_sign(number);
        let (currency, end) = self.currency_at(scaled.end).filter(|_| scaled.scaled)?;
        Some(Found { start, end, value: Some(money(scaled.value, currency)) })
    }

    /// A quantity: a number with the noun it counts, or a percentage.
    pub(super) fn quantity(&self, start: usize) -> Option<Found> {
        let number = self.number(start)?;
        let words = &self.words.numbers;
        if let Some(end) = words.percents.end_at(&self.lexemes, number.end) {
            return Some(Found { start, end, value: Some(quantity(number.value, "%")) });
        }
        if let Some(end) = words.measures.end_at(&self.lexemes, number.end) {
            let unit = self.span(number.end, end).of(self.text);
            return Some(Found { start, end, value: Some(quantity(number.value, unit)) });
        }
        let is_label = words.labels.start_before(&self.lexemes, start).is_some();
        let is_one = number.in_words && number.value == Decimal::new(1, 0);
        if is_label || is_one || self.continues(number.end) {
            return None;
        }
        let byte = self.lexemes[number.end - 1].span.end;
        let first = self.sentence.tokens.partition_point(|token| token.span.start < byte);
        let noun = self.counted_noun(first, number.scaled)?;
        if number.in_words && !number.scaled && self.is_definite(start) {
            return None;
        }
        let token = &self.sentence.tokens[noun];
        let lemma = token.lemma.to_lowercase();
        if words.not_units.contains(&lemma) {
            return None;
        }
        let end = self.lexemes.partition_point(|lexeme| lexeme.span.start < token.span.end);
        Some(Found { start, end: end.max(number.end), value: Some(quantity(number.value, &lemma)) })
    }

    /// A time of the day: no value, but nothing else either.
    pub(super) fn clock(&self, start: usize) -> Option<Found> {
        let hours = self.digits_at(start).filter(|digits| digits.text.len() <= 2)?;
        let minutes = |at: usize| {
            self.lexemes.get(at).is_some_and(|next| next.kind == LexemeKind::Digits && next.text.len() == 2)
        };
        let hour: u8 = hours.text.parse().ok()?;
        if hour > 24 {
            return None;
        }
        let clock = &self.words.numbers.clock;
        let mut end = start + 1;
        if self.is_glued_symbol(end, &[':', '.', 'h']) && minutes(end + 1) && self.lexemes[end + 1].glued {
            let colon = is_symbol(&self.lexemes[end], &[':']);
            end += 2;
            let behind = clock.end_at(&self.lexemes, end);
            return (colon || behind.is_some()).then(|| Found { start, end: behind.unwrap_or(end), value: None });
        }
        end = clock.end_at(&self.lexemes, end)?;
        if minutes(end) {
            end += 1;
        }
        Some(Found { start, end, value: None })
    }

    /// A number in digits or words, with the scale behind it.
    pub(super) fn number(&self, start: usize) -> Option<Number> {
        self.number_in_digits(start).or_else(|| self.number_in_words(start))
    }

    fn number_in_digits(&self, start: usize) -> Option<Number> {
        self.digits_at(start)?;
        let (value, end) = self.digits(start)?;
        let (value, end, scaled) = match self.words.numbers.scales.at(&self.lexemes, self.behind_hyphen(end)) {
            Some((power, behind)) => {
                let scaled = value.times_power_of_ten(power)?;
                let (scaled, behind) = self.with_half(scaled, power, behind)?;
                (scaled, behind, true)
            }
            None => (value, end, false),
        };
        Some(Number { value, end, scaled, in_words: false })
    }

    /// Digits with group separators and a decimal fraction.
    fn digits(&self, start: usize) -> Option<(Decimal, usize)> {
        let mut whole = self.lexemes[start].text.clone();
        let mut end = start + 1;
        if whole.len() <= 3 {
            while let Some(group) = self.digit_group(end).filter(|_| whole.len() < MOST_DIGITS) {
                whole.push_str(&self.lexemes[group - 1].text);
                end = group;
            }
        }
        let fraction = self.lexemes.get(end + 1).filter(|fraction| {
            fraction.kind == LexemeKind::Digits && fraction.glued && self.is_glued_symbol(end, &['.', ','])
        });
        if let Some(fraction) = fraction {
            whole = format!("{whole}.{}", fraction.text);
            end += 2;
        }
        // "24.10.2024", "192.168.0.1", "1/2": not a number.
        let goes_on = self.is_glued_symbol(end, &['.', ',', '/', ':'])
            && self.lexemes.get(end + 1).is_some_and(|next| next.glued && next.kind == LexemeKind::Digits);
        if goes_on {
            return None;
        }
        Some((whole.parse().ok()?, end))
    }

    /// The position behind three digits that a separator sets off from the digits before.
    fn digit_group(&self, at: usize) -> Option<usize> {
        let separators = &self.words.numbers.group_separators;
        let is_group = |index: usize| {
            self.lexemes.get(index).is_some_and(|group| group.kind == LexemeKind::Digits && group.text.len() == 3)
        };
        if is_group(at) && !self.lexemes[at].glued {
            let gap = self.text.get(self.lexemes[at - 1].span.end..self.lexemes[at].span.start)?;
            let mut letters = gap.chars();
            let separator = letters.next()?;
            return (letters.next().is_none() && separators.contains(&separator)).then_some(at + 1);
        }
        (self.is_glued_symbol(at, separators) && is_group(at + 1) && self.lexemes[at + 1].glued).then_some(at + 2)
    }

    /// A number in words: units and tens add up, hundreds and scales multiply what stands before them.
    fn number_in_words(&self, start: usize) -> Option<Number> {
        let words = &self.words.numbers;
        if self.lexemes.get(start)?.kind != LexemeKind::Word
            || self.lexemes[start].glued && !self.follows_elision(start)
        {
            return None;
        }
        if let Some(after) = words.half_before.end_at(&self.lexemes, start)
            && let Some((power, end)) = words.scales.at(&self.lexemes, after)
        {
            let value = Decimal::new(5, 0).times_power_of_ten(power.checked_sub(1)?)?;
            return Some(Number { value, end, scaled: true, in_words: true });
        }
        let article = words.articles.end_at(&self.lexemes, start);
        if let Some((power, end)) = article.and_then(|after| words.scales.at(&self.lexemes, after)) {
            let (value, end) = self.with_half(Decimal::new(1, 0).times_power_of_ten(power)?, power, end)?;
            return Some(Number { value, end, scaled: true, in_words: true });
        }
        let article = article.filter(|&after| words.hundreds.end_at(&self.lexemes, after).is_some());
        let mut total: i128 = 0;
        let mut largest = u32::MAX;
        let mut at = article.unwrap_or(start);
        let mut end = None;
        let mut scaled = false;
        while let Some((value, behind)) = self.below_thousand(at) {
            let scale =
                words.scales.at(&self.lexemes, self.behind_hyphen(behind)).filter(|&(power, _)| power < largest);
            let Some((power, behind)) = scale else {
                // "two thousand twelve hundred" is no number; "trois mille deux cents" is.
                if value < 10_i128.pow(largest.min(4)) {
                    total += value;
                    end = Some(behind);
                }
                break;
            };
            total += value * 10_i128.checked_pow(power)?;
            (largest, scaled, end) = (power, true, Some(behind));
            at = words.joiners.end_at(&self.lexemes, behind).unwrap_or(behind);
        }
        let end = end?;
        if scaled && let Some(half) = words.half_after.end_at(&self.lexemes, end) {
            let value = Decimal::new(total + 10_i128.pow(largest) / 2, 0);
            return Some(Number { value, end: half, scaled, in_words: true });
        }
        Some(Number { value: Decimal::new(total, 0), end, scaled, in_words: true })
    }

    /// Number words without a scale: "vingt et un", "two hundred and six".
    fn below_thousand(&self, start: usize) -> Option<(i128, usize)> {
        let words = &self.words.numbers;
        let mut value = 0_i128;
        // The next word must be smaller than this to add up: one digit behind "twenty", two behind "hundred".
        let mut room = i128::MAX;
        let mut at = start;
        let mut end = None;
        loop {
            if let Some(behind) = words.hundreds.end_at(&self.lexemes, at)
                && value < 100
                && room > 0
            {
                value = value.max(1) * 100;
                (room, at, end) = (100, behind, Some(behind));
            } else if let Some((word, behind)) =
                words.words.at(&self.lexemes, at).filter(|&(word, _)| word < room && (word > 0 || at == start))
            {
                value += word;
                room = match word {
                    1000 => 1000,
                    20..=90 if word % 10 == 0 => 10,
                    _ => 1,
                };
                (at, end) = (behind, Some(behind));
            } else {
                break;
            }
            if room > 1
                && let Some(behind) = words.joiners.end_at(&self.lexemes, at)
                && words.words.at(&self.lexemes, behind).is_some_and(|(word, _)| word < room)
            {
                at = behind;
            }
        }
        Some((value, end?))
    }

    fn with_half(&self, value: Decimal, power: u32, end: usize) -> Option<(Decimal, usize)> {
        let Some(behind) = self.words.numbers.half_after.end_at(&self.lexemes, end) else { return Some((value, end)) };
        let half = Decimal::new(5, 0).times_power_of_ten(power.checked_sub(1)?)?;
        let sum: Option<i128> =
            (|| Some(value.to_string().parse::<i128>().ok()? + half.to_string().parse::<i128>().ok()?))();
        Some(sum.map_or((value, end), |sum| (Decimal::new(sum, 0), behind)))
    }

    fn with_scale_sign(&self, number: Number) -> Number {
        let sign = self.words.numbers.scale_signs.at(&self.lexemes, number.end);
        let scaled = sign.and_then(|(power, end)| Some((number.value.times_power_of_ten(power)?, end)));
        match scaled {
            Some((value, end)) if !number.in_words && !number.scaled => Number { value, end, scaled: true, ..number },
            _ => number,
        }
    }

    /// A currency's name or sign; a code of three letters only in capitals, as "try" is a word.
    fn currency_at(&self, start: usize) -> Option<(Currency, usize)> {
        let (currency, end) = self.words.numbers.currencies.at(&self.lexemes, start)?;
        let text = self.span(start, end).of(self.text);
        // "A$5", but "a $5 note".
        let is_split = self.lexemes[start + 1..end].iter().any(|part| part.kind == LexemeKind::Symbol && !part.glued);
        if is_split {
            return None;
        }
        let is_code = text.eq_ignore_ascii_case(currency.as_str());
        let is_whole = self.lexemes.get(end).is_none_or(|next| !next.glued || next.kind == LexemeKind::Symbol)
            || self.lexemes[end - 1].kind == LexemeKind::Symbol;
        let is_fresh = self.lexemes[start].kind == LexemeKind::Symbol
            || !self.lexemes[start].glued
            || start.checked_sub(1).is_some_and(|before| self.lexemes[before].kind != LexemeKind::Word)
            || self.follows_elision(start);
        (is_whole && is_fresh && (!is_code || text == currency.as_str())).then_some((currency, end))
    }

    fn behind_link(&self, at: usize) -> usize {
        self.words.numbers.links.end_at(&self.lexemes, at).unwrap_or(at)
    }

    fn behind_hyphen(&self, at: usize) -> usize {
        if self.is_glued_symbol(at, &['-', '‑']) { at + 1 } else { at }
    }

    fn follows_elision(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| {
            let before = &self.lexemes[before];
            before.text.ends_with('\'')
                || before.kind == LexemeKind::Symbol && !is_symbol(before, &['-', '–', '.', '_'])
        })
    }

    /// Whether the number goes on in something that makes it none: "3-1", "5e", "A4".
    fn continues(&self, end: usize) -> bool {
        let Some(next) = self.lexemes.get(end).filter(|next| next.glued) else { return false };
        let behind_glued = self.lexemes.get(end + 1).is_some_and(|behind| behind.glued);
        next.kind != LexemeKind::Symbol
            || is_symbol(next, &['-', '–', '/', ':', '.', ',', '@', '_']) && behind_glued
            || is_symbol(next, &[')', ']'])
    }

    /// The noun behind a number, over adjectives and, behind a scale, "de".
    fn counted_noun(&self, first: TokenIndex, scaled: bool) -> Option<TokenIndex> {
        let tokens = &self.sentence.tokens;
        for (steps, index) in (first..tokens.len().min(first + 4)).enumerate() {
            let token = &tokens[index];
            match token.upos {
                Upos::Noun => {
                    // "5 million phone users": the last noun of a compound is what is counted.
                    let next = tokens.get(index + 1).filter(|next| {
                        next.upos == Upos::Noun
                            && token.deprel.universal() == "compound"
                            && token.head == Some(index + 1)
                    });
                    return Some(if next.is_some() { index + 1 } else { index });
                }
                Upos::Adj => {}
                Upos::Adp | Upos::Det if scaled && steps == 0 => {}
                _ => return None,
            }
        }
        None
    }

    fn is_definite(&self, start: usize) -> bool {
        let token = self.token_at(self.lexemes[start].span.start);
        token.checked_sub(1).is_some_and(|before| {
            let before = &self.sentence.tokens[before];
            before.upos == Upos::Det || before.feats.has("Poss", "Yes")
        })
    }
}

fn money(value: Decimal, currency: Currency) -> Value {
    Value::Money(Money { value, currency })
}

fn quantity(number: Decimal, unit: &str) -> Value {
    Value::Quantity { number, unit: unit.to_owned() }
}
