//! Grammar of dates and intervals.

use super::calendar::{self, CalendarDate, Tense, end_of, interval, part_of, part_of_year, season, start_of, unit_at};
use super::{Found, Scan, is_symbol};
use crate::language::expressions::{LexemeKind, Phrases, TimeUnit};
use crate::model::{PartialDate, TimeInterval, Upos, Value};

/// A point or stretch of time as written.
#[derive(Clone, Debug)]
enum Time {
    /// Parts of a calendar date, perhaps to be completed by what follows.
    Calendar(CalendarDate),
    /// Already resolved; `None` when it cannot be.
    Fixed(Option<Value>),
}

/// A [`Time`] with its lexemes.
struct Stretch {
    start: usize,
    end: usize,
    time: Time,
}

/// What a stretch does to the interval it stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    Since,
    Until,
}

impl Scan<'_> {
    /// A date or interval that begins here; its preposition is not part of it but decides what it bounds.
    pub(super) fn date(&self, start: usize) -> Option<Found> {
        let words = &self.words.dates;
        if let Some(found) = self.range(start) {
            return Some(found);
        }
        if let Some(found) = self.lasting(start) {
            return Some(found);
        }
        for (prefixes, bound) in [(&words.since, Bound::Since), (&words.until, Bound::Until)] {
            if let Some(stretch) = self.behind(prefixes, start) {
                let value = self.resolve(&stretch).and_then(|value| bounded(&value, bound));
                return Some(Found { start: stretch.start, end: stretch.end, value });
            }
        }
        let stretch = self.stretch(start)?;
        let is_habit = words.every.start_before(&self.lexemes, start).is_some();
        let value = if is_habit { None } else { self.resolve(&stretch) };
        Some(Found { start: stretch.start, end: stretch.end, value })
    }

    /// "entre 2010 et 2015", "from March to May", "2010-2015", "du 24 au 28 octobre".
    fn range(&self, start: usize) -> Option<Found> {
        let words = &self.words.dates;
        self.range_of(Some(&words.between), &words.between_and, start)
            .or_else(|| self.range_of(Some(&words.from), &words.to, start))
            .or_else(|| self.dashed_range(start))
    }

    fn range_of(&self, before: Option<&Phrases<()>>, link: &Phrases<()>, start: usize) -> Option<Found> {
        let begin = match before {
            Some(phrases) => phrases.end_at(&self.lexemes, start)?,
            None => start,
        };
        let first = self.stretch(begin).or_else(|| self.bare_day(begin))?;
        let behind_link = link.end_at(&self.lexemes, first.end)?;
        let last = self.stretch(behind_link)?;
        self.join(&first, &last)
    }

    fn dashed_range(&self, start: usize) -> Option<Found> {
        let first = self.stretch(start).or_else(|| self.bare_day(start))?;
        let dash = self.lexemes.get(first.end).filter(|lexeme| is_symbol(lexeme, &['-', '–', '—']))?;
        let mut last = self.stretch(first.end + 1);
        if let (Time::Calendar(CalendarDate { year: Some(year), month: None, .. }), None) = (&first.time, &last) {
            // "2023-24"
            last = self.short_year(first.end + 1, *year);
        }
        let last = last.filter(|_| dash.glued == self.lexemes[first.end + 1].glued)?;
        self.join(&first, &last)
    }

    fn join(&self, first: &Stretch, last: &Stretch) -> Option<Found> {
        let completed = match (&first.time, &last.time) {
            (Time::Calendar(a), Time::Calendar(b)) => Time::Calendar(a.completed_by(*b)),
            (time, _) => time.clone(),
        };
        let from = self.resolve(&Stretch { time: completed, ..*first });
        let to = self.resolve(last);
        let value = match (&from, &to) {
            (Some(from), Some(to)) => {
                let (from, to) = (start_of(from)?, end_of(to)?);
                (from.first_day() <= to.last_day()).then(|| interval(from, to))?
            }
            _ => return Some(Found { start: first.start, end: last.end, value: None }),
        };
        Some(Found { start: first.start, end: last.end, value: Some(value) })
    }

    fn behind(&self, prefixes: &Phrases<()>, start: usize) -> Option<Stretch> {
        let after = prefixes.end_at(&self.lexemes, start)?;
        let at = self.skip(&self.words.dates.articles, after);
        self.stretch(after).or_else(|| self.stretch(at))
    }

    /// "depuis trois ans": since as long before the time of writing.
    fn lasting(&self, start: usize) -> Option<Found> {
        let words = &self.words.dates;
        let at = words.lasting.end_at(&self.lexemes, start)?;
        let number = self.number(at).filter(|number| !number.scaled)?;
        let (unit, end) = words.units.at(&self.lexemes, number.end)?;
        let count: i64 = number.value.to_string().parse().ok()?;
        let value = self.anchor.and_then(|anchor| bounded(&unit_at(unit, -count, anchor)?, Bound::Since));
        Some(Found { start: at, end, value })
    }

    fn resolve(&self, stretch: &Stretch) -> Option<Value> {
        match &stretch.time {
            Time::Fixed(value) => value.clone(),
            Time::Calendar(date) => {
                let needs_tense = date.year.is_none() && date.turn.is_none() && self.anchor.is_some();
                let tense = if needs_tense { self.tense(stretch.start) } else { Tense::Unclear };
                date.resolve(self.anchor, tense).map(Value::Date)
            }
        }
    }

    /// The longest stretch of time that begins here.
    fn stretch(&self, start: usize) -> Option<Stretch> {
        self.lexemes.get(start)?;
        let calendar = self.calendar_date(start).map(|(date, end)| (Time::Calendar(date), end));
        let fixed = [
            self.day_word(start),
            self.part(start),
            self.ago(start),
            self.part_of_year(start),
            self.turned_unit(start),
            self.counted_units(start),
            self.season(start),
            self.decade(start),
            self.century(start),
        ];
        fixed
            .into_iter()
            .flatten()
            .map(|(value, end)| (Time::Fixed(value), end))
            .chain(calendar)
            // Of equally long readings the last, the calendar date, is the most definite.
            .max_by_key(|(_, end)| *end)
            .map(|(time, end)| Stretch { start, end, time })
    }

    // Calendar dates.

    fn calendar_date(&self, start: usize) -> Option<(CalendarDate, usize)> {
        let (date, end) = self
            .iso_date(start)
            .or_else(|| self.numeric_date(start))
            .or_else(|| self.named_day(start))
            .or_else(|| self.named_month(start))
            .or_else(|| self.lone_year(start))?;
        Some((date, self.skip(&self.words.dates.day_parts, end)))
    }

    fn iso_date(&self, start: usize) -> Option<(CalendarDate, usize)> {
        let (year, month, day) =
            (self.digits_of(start, 4)?, self.digits_of(start + 2, 2)?, self.digits_of(start + 4, 2)?);
        let dashes = [start + 1, start + 3].iter().all(|&at| self.is_glued_symbol(at, &['-']));
        let date = PartialDate::new(year, i8::try_from(month).ok(), i8::try_from(day).ok()).filter(|_| dashes)?;
        Some((
            CalendarDate { year: Some(date.year()), month: date.month(), day: date.day(), ..CalendarDate::default() },
            start + 5,
        ))
    }

    fn numeric_date(&self, start: usize) -> Option<(CalendarDate, usize)> {
        let words = &self.words.dates;
        self.digits_at(start)?;
        let separator = &self.lexemes.get(start + 1)?.text;
        let same = self.lexemes.get(start + 3).is_some_and(|other| other.text == *separator);
        if !same
            || !self.is_glued_symbol(start + 1, &['/', '.', '-'])
            || !self.is_glued_symbol(start + 3, &['/', '.', '-'])
        {
            return None;
        }
        let (first, second) = (self.short_number(start)?, self.short_number(start + 2)?);
        let year = match self.digits_of(start + 4, 4) {
            Some(year) => year,
            None => two_digit_year(self.digits_of(start + 4, 2)?),
        };
        let (day, month) = if words.day_first { (first, second) } else { (second, first) };
        // A thirteenth month gives the order away.
        let (day, month) = if month > 12 { (month, day) } else { (day, month) };
        let date = PartialDate::new(year, Some(month), Some(day))?;
        Some((
            CalendarDate { year: Some(year), month: date.month(), day: date.day(), ..CalendarDate::default() },
            start + 5,
        ))
    }

    /// "vendredi 24 octobre 2024", "Oct. 24, 2024", "6 janvier", "vendredi dernier".
    fn named_day(&self, start: usize) -> Option<(CalendarDate, usize)> {
        let words = &self.words.dates;
        let mut date = CalendarDate::default();
        let mut at = start;
        let (turn, after_turn) = words.turn_before.at(&self.lexemes, start).unwrap_or((0, start));
        if let Some((weekday, end)) = self.weekday(after_turn) {
            date.weekday = Some(weekday);
            date.turn = (after_turn > start).then_some(turn);
            at = end;
        }
        let behind_weekday = if date.weekday.is_some() {
            let comma = if self.is_glued_symbol(at, &[',']) { at + 1 } else { at };
            self.skip(&words.articles, comma)
        } else {
            at
        };
        if let Some((day, month, end)) = self.day_and_month(behind_weekday) {
            (date.day, date.month, date.turn) = (Some(day), Some(month), None);
            at = end;
            if let Some((year, end)) = self.year_behind(at) {
                date.year = Some(year);
                at = end;
            } else if let Some((turn, end)) = words.turn_after.at(&self.lexemes, at) {
                date.turn = Some(turn);
                at = end;
            }
            return Some((date, at));
        }
        date.weekday?;
        // "vendredi 24", but not "vendredi 24 personnes" or "Friday 24,000".
        if let Some((day, end)) = self.day_number(behind_weekday).filter(|&(_, end)| !self.counts_something(end))
            && date.turn.is_none()
        {
            date.day = Some(day);
            return Some((date, end));
        }
        if words.ambiguous_weekdays.end_at(&self.lexemes, after_turn) == Some(at) {
            return None;
        }
        if let Some((turn, end)) = words.turn_after.at(&self.lexemes, at) {
            date.turn = Some(turn);
            at = end;
        }
        Some((date, at))
    }

    fn weekday(&self, at: usize) -> Option<(i8, usize)> {
        let (weekday, end) = self.words.dates.weekdays.at(&self.lexemes, at)?;
        Some((weekday, self.skip_abbreviation_point(end, at)))
    }

    fn day_and_month(&self, at: usize) -> Option<(i8, i8, usize)> {
        let words = &self.words.dates;
        if let Some((day, end)) = self.day_number(at) {
            // "1er-Mai", "24-oct-2024"
            let joined = if self.is_glued_symbol(end, &['-']) { end + 1 } else { end };
            let behind = self.skip(&words.links, end);
            if let Some((month, end)) = self.month(joined).or_else(|| self.month(behind)) {
                return Some((day, month, end));
            }
        }
        let (month, end) = self.month(at).filter(|_| words.month_before_day)?;
        let (day, end) = self.day_number(end)?;
        // "March 20 percent", "May 5,000"
        (!self.counts_something(end) || self.year_behind(end).is_some()).then_some((day, month, end))
    }

    /// "octobre 2024", "mars dernier", "in March".
    fn named_month(&self, start: usize) -> Option<(CalendarDate, usize)> {
        let words = &self.words.dates;
        let turned = words.turn_before.at(&self.lexemes, start);
        let turned = turned.and_then(|(turn, after)| Some((turn, after, self.month(after)?)));
        let (turn, name_at, (month, end)) = match turned {
            Some((turn, after, month)) => (Some(turn), after, month),
            None => (None, start, self.month(start)?),
        };
        let date = CalendarDate { month: Some(month), turn, ..CalendarDate::default() };
        let linked = self.skip(&words.links, end);
        if let Some((year, end)) = self.year_behind(end).or_else(|| self.year_behind(linked)).filter(|_| turn.is_none())
        {
            return Some((CalendarDate { year: Some(year), ..date }, end));
        }
        if let Some((turn, end)) = words.turn_after.at(&self.lexemes, end) {
            return Some((CalendarDate { turn: Some(turn), ..date }, end));
        }
        let is_ambiguous = words.ambiguous_months.end_at(&self.lexemes, name_at).is_some();
        let is_marked = turn.is_some() || words.months_after.start_before(&self.lexemes, start).is_some();
        let is_capitalized = || self.span(name_at, name_at + 1).of(self.text).starts_with(char::is_uppercase);
        let is_month = !is_ambiguous || is_marked && (!words.month_before_day || is_capitalized());
        (is_month && !self.counts_something(end)).then_some((date, end))
    }

    fn month(&self, at: usize) -> Option<(i8, usize)> {
        let (month, end) = self.words.dates.months.at(&self.lexemes, at)?;
        let is_part_of_word = self.lexemes.get(end).is_some_and(|next| next.glued && next.kind == LexemeKind::Word);
        (!is_part_of_word).then(|| (month, self.skip_abbreviation_point(end, at)))
    }

    /// Behind a short name, the point that cut it: "oct. 2024", "Fri. 24".
    fn skip_abbreviation_point(&self, end: usize, start: usize) -> usize {
        let is_short = self.lexemes[start].text.chars().count() <= 5;
        let goes_on =
            self.lexemes.get(end + 1).is_some_and(|next| next.kind == LexemeKind::Digits || is_symbol(next, &[',']));
        if is_short && goes_on && self.is_glued_symbol(end, &['.']) { end + 1 } else { end }
    }

    /// A day of the month, perhaps with an ordinal ending ("1er", "24th").
    fn day_number(&self, at: usize) -> Option<(i8, usize)> {
        let day = self.digits_at(at).filter(|digits| digits.text.len() <= 2)?.text.parse().ok()?;
        let suffix = self.lexemes.get(at + 1).filter(|suffix| suffix.glued && suffix.kind == LexemeKind::Word);
        let end = match suffix {
            Some(suffix) if self.words.dates.ordinal_suffixes.contains(&suffix.text) => at + 2,
            Some(_) => return None,
            None => at + 1,
        };
        let is_number = self.is_glued_symbol(end, &['.', ',', '/', ':'])
            && self.lexemes.get(end + 1).is_some_and(|next| next.glued && next.kind == LexemeKind::Digits);
        ((1..=31).contains(&day) && !is_number).then_some((day, end))
    }

    /// The day of a range that tells its month only at the end: "le 24" of "du 24 au 28 octobre".
    fn bare_day(&self, at: usize) -> Option<Stretch> {
        let start = self.skip(&self.words.dates.articles, at);
        if let Some(whole) = self.stretch(start).filter(|_| start > at) {
            return Some(whole);
        }
        let (day, end) = self.day_number(start)?;
        Some(Stretch { start, end, time: Time::Calendar(CalendarDate { day: Some(day), ..CalendarDate::default() }) })
    }

    /// The year behind a day or month, a comma between them or not.
    fn year_behind(&self, at: usize) -> Option<(i16, usize)> {
        let at = if self.is_glued_symbol(at, &[',']) { at + 1 } else { at };
        let year = self.digits_of(at, 4).filter(|year| (1000..2200).contains(year))?;
        (!self.lexemes[at].glued && !self.is_measured(at + 1)).then_some((year, at + 1))
    }

    /// A year alone: four digits that nothing makes a number of things.
    fn lone_year(&self, start: usize) -> Option<(CalendarDate, usize)> {
        let words = &self.words.dates;
        let at = self.skip(&words.year_words, start);
        self.digits_at(at)?;
        let year = self.digits_of(at, 4)?;
        let end = at + 1;
        let is_ordinary = (1900..=2100).contains(&year);
        let is_marked = at > start || self.stands_in_brackets(at) || self.follows_time_preposition(start);
        let plausible = is_ordinary || (1000..2200).contains(&year) && is_marked;
        if !plausible || self.is_measured(end) || !is_marked && self.counts_something(end) || self.is_labelled(start) {
            return None;
        }
        let glued_word = self
            .lexemes
            .get(end)
            .is_some_and(|next| next.glued && next.kind != LexemeKind::Symbol && next.text != "'s");
        (!glued_word).then(|| (CalendarDate { year: Some(year), ..CalendarDate::default() }, end))
    }

    fn short_year(&self, at: usize, first: i16) -> Option<Stretch> {
        let short = self.digits_of(at, 2)?;
        let year = first - first % 100 + short;
        let date = CalendarDate { year: Some(year), ..CalendarDate::default() };
        let is_next = year > first && year - first <= 30 && !self.is_measured(at + 1);
        is_next.then_some(Stretch { start: at, end: at + 1, time: Time::Calendar(date) })
    }

    fn stands_in_brackets(&self, at: usize) -> bool {
        let open = at.checked_sub(1).is_some_and(|before| is_symbol(&self.lexemes[before], &['(', '[']));
        open && self.lexemes.get(at + 1).is_some_and(|after| is_symbol(after, &[')', ']', '-', '–', ',', ';']))
    }

    fn follows_time_preposition(&self, at: usize) -> bool {
        let words = &self.words.dates;
        [&words.since, &words.until, &words.between, &words.between_and, &words.months_after]
            .iter()
            .any(|phrases| phrases.start_before(&self.lexemes, at).is_some())
    }

    fn is_labelled(&self, at: usize) -> bool {
        self.words.numbers.labels.start_before(&self.lexemes, at).is_some()
    }

    /// Whether digits that end here go on as another kind of number: a fraction, a group, a sign, a scale, a currency.
    fn is_measured(&self, end: usize) -> bool {
        let numbers = &self.words.numbers;
        let digits_follow = self.lexemes.get(end + 1).is_some_and(|next| next.kind == LexemeKind::Digits && next.glued);
        let sign_is_next =
            |at: usize| self.lexemes.get(at + 1).is_some_and(|next| next.glued && next.kind == LexemeKind::Digits);
        self.is_glued_symbol(end, &['.', ',', '/', ':']) && digits_follow
            || numbers.percents.end_at(&self.lexemes, end).is_some()
            || numbers.measures.end_at(&self.lexemes, end).is_some()
            || numbers.scales.at(&self.lexemes, end).is_some()
            || numbers.currencies.at(&self.lexemes, end).is_some_and(|(_, behind)| !sign_is_next(behind - 1))
    }

    /// Whether a number that ends here stands before the noun it counts.
    fn counts_something(&self, end: usize) -> bool {
        if self.is_measured(end) {
            return true;
        }
        let tokens = &self.sentence.tokens;
        let byte = self.lexemes[end - 1].span.end;
        let next = tokens.partition_point(|token| token.span.start < byte);
        let Some(token) = tokens.get(next) else { return false };
        let noun = match token.upos {
            Upos::Noun => Some(token),
            Upos::Adj => tokens.get(next + 1).filter(|noun| noun.upos == Upos::Noun),
            _ => None,
        };
        let number = next.checked_sub(1).map(|number| &tokens[number]);
        let modifies = number.and_then(|number| number.head).is_some_and(|head| head >= next);
        match noun {
            None => false,
            // "2000 soldiers", but "the 2024 elections", "a 2019 report".
            Some(noun) if self.words.dates.year_before_noun => {
                let before = next.checked_sub(2).map(|before| &tokens[before]);
                let introduced = before.is_some_and(|before| matches!(before.upos, Upos::Det | Upos::Adp | Upos::Pron));
                noun.feats.has("Number", "Plur") && !introduced
            }
            Some(_) => modifies,
        }
    }

    // Stretches that are not calendar dates.

    fn day_word(&self, start: usize) -> Option<(Option<Value>, usize)> {
        let words = &self.words.dates;
        let (days, end) = words.days.at(&self.lexemes, start)?;
        let end = self.skip(&words.day_parts, end);
        Some((self.anchor.and_then(|anchor| unit_at(TimeUnit::Day, days, anchor)), end))
    }

    /// "fin 2022", "early last year", "the end of the month".
    fn part(&self, start: usize) -> Option<(Option<Value>, usize)> {
        let words = &self.words.dates;
        let (part, after) = words.parts.at(&self.lexemes, start)?;
        let linked = self.skip(&words.links, after);
        let candidates = [after, linked, self.skip(&words.articles, linked)];
        for at in candidates {
            let whole = [self.decade(at), self.turned_unit(at), self.century(at)].into_iter().flatten().next();
            if let Some((value, end)) = whole {
                return Some((value.and_then(|value| part_of(&value, part)), end));
            }
            let dated = self.calendar_date(at).filter(|(date, _)| date.day.is_none() && date.weekday.is_none());
            if let Some((date, end)) = dated {
                let date = date.resolve(self.anchor, self.tense(start)).map(Value::Date);
                return Some((date.and_then(|date| part_of(&date, part)), end));
            }
        }
        // "la fin de l'année": this one.
        let (unit, end) = words.units.at(&self.lexemes, candidates[2]).filter(|_| linked > after)?;
        let value = self.anchor.and_then(|anchor| unit_at(unit, 0, anchor));
        Some((value.and_then(|value| part_of(&value, part)), end))
    }

    /// "il y a trois ans", "two years ago", "dans deux mois".
    fn ago(&self, start: usize) -> Option<(Option<Value>, usize)> {
        let words = &self.words.dates;
        let counted = |at: usize| {
            let number = self.number(at).filter(|number| !number.scaled);
            let article = self.words.numbers.articles.end_at(&self.lexemes, at);
            let (count, behind) = match number {
                Some(number) => (number.value.to_string().parse::<i64>().ok()?, number.end),
                None => (1, article?),
            };
            let (unit, end) = words.units.at(&self.lexemes, behind)?;
            Some((count, unit, end))
        };
        let value = |count: i64, unit| self.anchor.and_then(|anchor| unit_at(unit, count, anchor));
        if let Some((count, unit, end)) = words.ago_before.end_at(&self.lexemes, start).and_then(counted) {
            return Some((value(-count, unit), end));
        }
        if let Some((count, unit, end)) = words.ahead_before.end_at(&self.lexemes, start).and_then(counted) {
            // "in two years" is how long something took unless it is still to come.
            let is_ahead = self.tense(start) == Tense::Future;
            return is_ahead.then(|| (value(count, unit), end));
        }
        let (count, unit, end) = counted(start)?;
        let end = words.ago_after.end_at(&self.lexemes, end)?;
        Some((value(-count, unit), end))
    }

    /// "premier trimestre 2024", "the third quarter of last year", "Q1 2024".
    fn part_of_year(&self, start: usize) -> Option<(Option<Value>, usize)> {
        let words = &self.words.dates;
        let spelled = self.ordinal(start).and_then(|(count, after)| {
            let (unit, end) = words.units.at(&self.lexemes, after)?;
            Some((count, unit, end, false))
        });
        let short = || {
            let (unit, after) = words.short_units.at(&self.lexemes, start)?;
            let digits = self.lexemes.get(after).filter(|digits| digits.glued && digits.text.len() == 1)?;
            Some((digits.text.parse().ok()?, unit, after + 1, true))
        };
        let (count, unit, end, needs_year) = spelled.or_else(short)?;
        if !matches!(unit, TimeUnit::Quarter | TimeUnit::Half) {
            return None;
        }
        let linked = self.skip(&words.links, end);
        for at in [end, linked, self.skip(&words.articles, linked)] {
            let stated = self.year_behind(at).or_else(|| {
                let (value, end) = self.turned_unit(at)?;
                Some((start_of(&value?)?.year(), end))
            });
            if let Some((year, end)) = stated {
                return Some((part_of_year(unit, count, year), end));
            }
        }
        if needs_year {
            return None;
        }
        let value = self.anchor.and_then(|anchor| {
            if count == 0 {
                return unit_at(unit, -1, anchor);
            }
            // Figures are published when the quarter is over.
            let this_year = part_of_year(unit, count, anchor.year())?;
            let is_over = start_of(&this_year)?.first_day() <= anchor.last_day();
            if is_over { Some(this_year) } else { part_of_year(unit, count, anchor.year() - 1) }
        });
        Some((value, end))
    }

    fn ordinal(&self, at: usize) -> Option<(i8, usize)> {
        let words = &self.words.dates;
        if let Some(found) = words.ordinals.at(&self.lexemes, at) {
            return Some(found);
        }
        let digits = self.digits_at(at).filter(|digits| digits.text.len() <= 2)?;
        let suffix = self.lexemes.get(at + 1).filter(|suffix| suffix.glued)?;
        words.ordinal_suffixes.contains(&suffix.text).then_some((digits.text.parse().ok()?, at + 2))
    }

    /// "l'an dernier", "last week", "cette année", "next month".
    fn turned_unit(&self, start: usize) -> Option<(Option<Value>, usize)> {
        let words = &self.words.dates;
        let value = |unit, turn| self.anchor.and_then(|anchor| unit_at(unit, turn, anchor));
        let before = words.turn_before.at(&self.lexemes, start).and_then(|(turn, after)| {
            let (unit, end) = words.units.at(&self.lexemes, after)?;
            // "cette semaine-là" is another one.
            Some((unit, turn, end))
        });
        let after = || {
            let at = self.skip(&words.articles, start);
            let (unit, end) = words.units.at(&self.lexemes, at)?;
            let (turn, end) = words.turn_after.at(&self.lexemes, end)?;
            Some((unit, turn, end))
        };
        let (unit, turn, end) = match (before, after()) {
            (Some(before), Some(after)) => {
                if after.2 > before.2 {
                    after
                } else {
                    before
                }
            }
            (before, after) => before.or(after)?,
        };
        let is_day = unit == TimeUnit::Day;
        (!is_day && !self.is_glued_symbol(end, &['-'])).then(|| (value(unit, turn), end))
    }

    /// "les trois dernières années", "the next two weeks": up to the time of writing, or from it.
    fn counted_units(&self, start: usize) -> Option<(Option<Value>, usize)> {
        let words = &self.words.dates;
        let at = self.skip(&words.articles, start);
        let (count, turn, after) = match self.number(at) {
            Some(number) => {
                let (turn, end) = words.turn_between.at(&self.lexemes, number.end)?;
                (number.value, turn, end)
            }
            None => {
                let (turn, after) = words.turn_between.at(&self.lexemes, at)?;
                let number = self.number(after)?;
                (number.value, turn, number.end)
            }
        };
        let (unit, end) = words.units.at(&self.lexemes, after)?;
        let count: i64 = count.to_string().parse().ok()?;
        let value = self.anchor.and_then(|anchor| {
            let far = unit_at(unit, count.checked_mul(turn)?, anchor)?;
            if turn < 0 { Some(interval(start_of(&far)?, anchor)) } else { Some(interval(anchor, end_of(&far)?)) }
        });
        Some((value, end))
    }

    /// "été 2018", "last summer": a season alone may be something else ("a été").
    fn season(&self, start: usize) -> Option<(Option<Value>, usize)> {
        let words = &self.words.dates;
        let turned = words.turn_before.at(&self.lexemes, start);
        let at = turned.map_or(start, |(_, after)| after);
        let (months, end) = words.seasons.at(&self.lexemes, at)?;
        let linked = self.skip(&words.links, end);
        if let Some((year, end)) = self.year_behind(end).or_else(|| self.year_behind(linked)) {
            return Some((season(months, year), end));
        }
        let (turn, end) = match turned {
            Some((turn, _)) => (turn, end),
            None => words.turn_after.at(&self.lexemes, end)?,
        };
        let value = self.anchor.and_then(|anchor| {
            let near = |year: i16| season(months, year);
            let years = [anchor.year() - 1, anchor.year(), anchor.year() + 1];
            match turn {
                0 => near(anchor.year()),
                -1 => years
                    .into_iter()
                    .rev()
                    .filter_map(near)
                    .find(|value| end_of(value).is_some_and(|end| end.last_day() < anchor.first_day())),
                _ => years
                    .into_iter()
                    .filter_map(near)
                    .find(|value| start_of(value).is_some_and(|start| start.first_day() > anchor.last_day())),
            }
        });
        Some((value, end))
    }

    /// "années 1990", "the 1990s", "les années 80".
    fn decade(&self, start: usize) -> Option<(Option<Value>, usize)> {
        let words = &self.words.dates;
        let named = words.decade_before.end_at(&self.lexemes, start);
        let at = named.unwrap_or(start);
        let at = if self.lexemes.get(at).is_some_and(|quote| is_symbol(quote, &['\'', '’'])) { at + 1 } else { at };
        let digits = self.lexemes.get(at).filter(|digits| digits.kind == LexemeKind::Digits)?;
        let glued = self.lexemes.get(at + 1).is_some_and(|next| next.glued);
        let suffix = words.decade_suffixes.end_at(&self.lexemes, at + 1).filter(|_| glued);
        let year: i64 = digits.text.parse().ok()?;
        let year = match digits.text.len() {
            4 => year,
            2 => year + if year >= 20 { 1900 } else { 2000 },
            _ => return None,
        };
        if named.is_none() && suffix.is_none() || year % 10 != 0 {
            return None;
        }
        let value = calendar::year(year).zip(calendar::year(year + 9)).map(|(first, last)| interval(first, last));
        Some((value, suffix.unwrap_or(at + 1)))
    }

    /// "XIXe siècle", "the 19th century".
    fn century(&self, start: usize) -> Option<(Option<Value>, usize)> {
        let words = &self.words.dates;
        let roman = || {
            let word = &self.lexemes.get(start)?.text;
            let stem = words
                .ordinal_suffixes
                .iter()
                .filter_map(|suffix| word.strip_suffix(suffix.as_str()))
                .max_by_key(|stem| stem.len())?;
            Some((roman_number(stem)?, start + 1))
        };
        let (count, after) = self.ordinal(start).or_else(roman)?;
        let end = words.century_words.end_at(&self.lexemes, after)?;
        let first = (i64::from(count) - 1) * 100 + 1;
        let value = calendar::year(first).zip(calendar::year(first + 99)).map(|(first, last)| interval(first, last));
        Some((value, end))
    }

    fn skip(&self, phrases: &Phrases<()>, at: usize) -> usize {
        phrases.end_at(&self.lexemes, at).unwrap_or(at)
    }

    fn digits_of(&self, at: usize, length: usize) -> Option<i16> {
        let lexeme =
            self.lexemes.get(at).filter(|lexeme| lexeme.kind == LexemeKind::Digits && lexeme.text.len() == length)?;
        lexeme.text.parse().ok()
    }

    fn short_number(&self, at: usize) -> Option<i8> {
        let lexeme =
            self.lexemes.get(at).filter(|lexeme| lexeme.kind == LexemeKind::Digits && lexeme.text.len() <= 2)?;
        lexeme.text.parse().ok()
    }
}

fn bounded(value: &Value, bound: Bound) -> Option<Value> {
    let (start, end) = match bound {
        Bound::Since => (Some(start_of(value)?), None),
        Bound::Until => (None, Some(end_of(value)?)),
    };
    Some(Value::Interval(TimeInterval { start, end }))
}

/// Dates of two digits in news lie in the hundred years around 2000.
fn two_digit_year(year: i16) -> i16 {
    if year < 50 { 2000 + year } else { 1900 + year }
}

fn roman_number(text: &str) -> Option<i8> {
    let digit = |letter| match letter {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        _ => None,
    };
    let digits: Vec<i8> = text.chars().map(digit).collect::<Option<_>>()?;
    if digits.is_empty() || digits.len() > 6 {
        return None;
    }
    let total = digits.iter().enumerate().fold(0, |total, (index, &digit)| {
        let next = digits.get(index + 1).copied().unwrap_or(0);
        if digit < next { total - digit } else { total + digit }
    });
    (1..=25).contains(&total).then_some(total)
}
