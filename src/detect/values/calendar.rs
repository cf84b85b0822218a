//! Calendar arithmetic on partial dates: what "last March" or "the end of the year" means on a given day.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::language::expressions::{TimePart, TimeUnit};
use crate::model::{PartialDate, TimeInterval, Value};

/// Whether the sentence around an expression speaks of what was, will be, or neither clearly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    #[default]
    Unclear,
}

/// Day, month and year as far as a text names them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CalendarDate {
    pub(super) year: Option<i16>,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
    /// 1 is Monday.
    pub(super) weekday: Option<i8>,
    /// -1 "last", 0 "this", 1 "next".
    pub(super) turn: Option<i64>,
}

impl CalendarDate {
    /// Takes from `other` the coarser parts that this date leaves open: "24" of "du 24 au 28 octobre".
    pub(super) fn completed_by(self, other: Self) -> Self {
        let month = self.month.or(if self.weekday.is_none() || self.day.is_some() { other.month } else { None });
        Self { month, year: self.year.or(other.year), ..self }
    }

    /// The date meant by a text written at `anchor`; `None` when that cannot be known.
    pub(super) fn resolve(self, anchor: Option<PartialDate>, tense: Tense) -> Option<PartialDate> {
        match self {
            Self { year: Some(year), month, day, .. } => PartialDate::new(year, month, day),
            Self { month: Some(month), day, weekday, turn, .. } => {
                nearest_month(month, day, weekday, turn, anchor?, tense)
            }
            Self { day: Some(day), weekday: Some(weekday), .. } => nearest_day(day, weekday, whole_day(anchor?)?),
            Self { weekday: Some(weekday), turn, .. } => weekday_near(weekday, turn, whole_day(anchor?)?, tense),
            _ => None,
        }
    }
}

/// The day, where the date is known to the day.
pub(super) fn whole_day(date: PartialDate) -> Option<Date> {
    date.day().map(|_| date.first_day())
}

/// The year in which a day or month without year lies: the one nearest to the time of writing, on the side that
/// the tense asks for.
fn nearest_month(
    month: i8,
    day: Option<i8>,
    weekday: Option<i8>,
    turn: Option<i64>,
    anchor: PartialDate,
    tense: Tense,
) -> Option<PartialDate> {
    anchor.month()?;
    let years = [anchor.year() - 1, anchor.year(), anchor.year() + 1];
    let dates = years.into_iter().filter_map(|year| PartialDate::new(year, Some(month), day));
    let now = anchor.first_day();
    let is_past = |date: &PartialDate| date.first_day() <= anchor.last_day();
    let is_ahead = |date: &PartialDate| date.last_day() >= now;
    // News tells more often of what was than of what will be.
    let distance = |date: &PartialDate| match days_between(date.first_day(), now) {
        ahead if ahead > 0 => ahead.saturating_mul(2),
        ago => -ago,
    };
    let dates: Vec<_> = match (turn, tense) {
        (Some(-1), _) => dates.filter(|date| date.last_day() < now).collect(),
        (Some(1), _) => dates.filter(|date| date.first_day() > anchor.last_day()).collect(),
        (_, Tense::Past) => dates.filter(is_past).collect(),
        (_, Tense::Future) => dates.filter(is_ahead).collect(),
        _ => dates.collect(),
    };
    // "mercredi 23 juin" is in a year whose 23 June is a Wednesday, if a near one is.
    let falls_on =
        |date: &PartialDate| whole_day(*date).is_some_and(|day| Some(day.weekday().to_monday_one_offset()) == weekday);
    let agree: Vec<_> = dates.iter().copied().filter(falls_on).collect();
    let dates = if agree.is_empty() { dates } else { agree };
    dates.into_iter().min_by_key(distance)
}

/// "vendredi 24": the nearest day with both this number and this weekday.
fn nearest_day(day: i8, weekday: i8, anchor: Date) -> Option<PartialDate> {
    // Number and weekday meet again within fourteen months at most; a text means the next or the last few weeks.
    const REACH: i64 = 100;
    (0..=REACH)
        .flat_map(|distance| [-distance, distance])
        .filter_map(|days| anchor.checked_add(days.days()).ok())
        .find(|date| date.day() == day && date.weekday().to_monday_one_offset() == weekday)
        .map(PartialDate::from_day)
}

fn weekday_near(weekday: i8, turn: Option<i64>, anchor: Date, tense: Tense) -> Option<PartialDate> {
    let today = anchor.weekday().to_monday_one_offset();
    let since = i64::from((today - weekday).rem_euclid(7));
    let days = match (turn, tense) {
        (Some(-1), _) => -if since == 0 { 7 } else { since },
        (Some(1), _) => 7 - since,
        (_, Tense::Future) => (7 - since) % 7,
        _ => -since,
    };
    anchor.checked_add(days.days()).ok().map(PartialDate::from_day)
}

/// The stretch of time `turn` units from the one in which `anchor` lies: -1 of `Month` is last month.
pub(super) fn unit_at(unit: TimeUnit, turn: i64, anchor: PartialDate) -> Option<Value> {
    let years = |first: i64, last: i64| Some(interval(year(first)?, year(last)?));
    let this_year = i64::from(anchor.year());
    match unit {
        TimeUnit::Year => year(this_year.checked_add(turn)?).map(Value::Date),
        TimeUnit::Decade => {
            let first = this_year.div_euclid(10).checked_add(turn)?.checked_mul(10)?;
            years(first, first + 9)
        }
        TimeUnit::Century => {
            let first = (this_year - 1).div_euclid(100).checked_add(turn)?.checked_mul(100)? + 1;
            years(first, first + 99)
        }
        TimeUnit::Month | TimeUnit::Quarter | TimeUnit::Half => {
            let length = months_of(unit);
            let month = this_year * 12 + i64::from(anchor.month()?) - 1;
            let first = month.div_euclid(length).checked_add(turn)?.checked_mul(length)?;
            months(first, length)
        }
        TimeUnit::Day => {
            whole_day(anchor)?.checked_add(days(turn)?).ok().map(|day| Value::Date(PartialDate::from_day(day)))
        }
        TimeUnit::Week | TimeUnit::Weekend => {
            let today = whole_day(anchor)?;
            let monday = today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
            let monday = monday.checked_add(days(turn.checked_mul(7)?)?).ok()?;
            let first = if unit == TimeUnit::Week { monday } else { monday.checked_add(5.days()).ok()? };
            let last = monday.checked_add(6.days()).ok()?;
            Some(interval(PartialDate::from_day(first), PartialDate::from_day(last)))
        }
    }
}

/// The `count`th quarter or half of a year, 0 the last.
pub(super) fn part_of_year(unit: TimeUnit, count: i8, year: i16) -> Option<Value> {
    let length = months_of(unit);
    let parts = 12 / length;
    let count = if count == 0 { parts } else { i64::from(count) };
    if length == 1 || !(1..=parts).contains(&count) {
        return None;
    }
    months(i64::from(year) * 12 + (count - 1) * length, length)
}

/// From a month to a month, the last in the year after where it comes earlier in the calendar (winter).
pub(super) fn season((first, last): (i8, i8), of_year: i16) -> Option<Value> {
    let length = i64::from((last - first).rem_euclid(12)) + 1;
    months(i64::from(of_year) * 12 + i64::from(first) - 1, length)
}

fn months_of(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Quarter => 3,
        TimeUnit::Half => 6,
        _ => 1,
    }
}

/// `length` months from month `first`, counted from January of year 0.
fn months(first: i64, length: i64) -> Option<Value> {
    let month = |count: i64| {
        let year = i16::try_from(count.div_euclid(12)).ok()?;
        PartialDate::new(year, Some(count.rem_euclid(12) as i8 + 1), None)
    };
    let start = month(first)?;
    if length == 1 { Some(Value::Date(start)) } else { Some(interval(start, month(first + length - 1)?)) }
}

/// The beginning, middle or end of a stretch of time.
///
/// A year has a quarter at each end ("early 2022" is January to March) and four months between them; a month
/// is cut in three; of longer stretches the first, middle and last third of the years are meant. A day or a week stays whole.
pub(super) fn part_of(value: &Value, part: TimePart) -> Option<Value> {
    let (start, end) = (start_of(value)?, end_of(value)?);
    if let Value::Date(date) = value {
        let (year, last) = (date.year(), date.last_day().day());
        return match (date.month(), date.day()) {
            (None, _) => {
                let (first, last) = match part {
                    TimePart::Early => (1, 3),
                    TimePart::Middle => (5, 8),
                    TimePart::Late => (10, 12),
                };
                let month = |month| PartialDate::new(year, Some(month), None);
                Some(interval(month(first)?, month(last)?))
            }
            (Some(month), None) => {
                let (first, last) = match part {
                    TimePart::Early => (1, 10),
                    TimePart::Middle => (11, 20),
                    TimePart::Late => (21, last),
                };
                let day = |day| PartialDate::new(year, Some(month), Some(day));
                Some(interval(day(first)?, day(last)?))
            }
            (Some(_), Some(_)) => Some(value.clone()),
        };
    }
    let length = i64::from(end.year()) - i64::from(start.year()) + 1;
    if length < 9 {
        return Some(value.clone());
    }
    let third = length / 3;
    let first = i64::from(start.year());
    let (first, last) = match part {
        TimePart::Early => (first, first + third),
        TimePart::Middle => (first + third + 1, first + 2 * third),
        TimePart::Late => (first + 2 * third + 1, first + length - 1),
    };
    Some(interval(year(first)?, year(last)?))
}

/// From the first day of `start` to the last of `end`.
pub(super) fn interval(start: PartialDate, end: PartialDate) -> Value {
    if start == end { Value::Date(start) } else { Value::Interval(TimeInterval { start: Some(start), end: Some(end) }) }
}

/// When a date or interval begins.
pub(super) fn start_of(value: &Value) -> Option<PartialDate> {
    match value {
        Value::Date(date) => Some(*date),
        Value::Interval(interval) => interval.start,
        _ => None,
    }
}

/// When a date or interval ends.
pub(super) fn end_of(value: &Value) -> Option<PartialDate> {
    match value {
        Value::Date(date) => Some(*date),
        Value::Interval(interval) => interval.end,
        _ => None,
    }
}

/// A year alone; `None` outside the years that news and history name.
pub(super) fn year(year: i64) -> Option<PartialDate> {
    PartialDate::new(i16::try_from(year).ok().filter(|year| (1..=9998).contains(year))?, None, None)
}

fn days(count: i64) -> Option<Span> {
    Span::new().try_days(count).ok()
}

fn days_between(a: Date, b: Date) -> i64 {
    a.since(b).map_or(i64::from(i32::MAX), |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    fn shown(value: Option<Value>) -> String {
        value.map_or_else(|| "none".to_owned(), |value| value.to_string())
    }

    #[test]
    fn days_and_months_without_year_are_near_the_time_of_writing() {
        let calendar = |month, day, turn| CalendarDate { month, day, turn, ..CalendarDate::default() };
        for (month, day, turn, tense, expected) in [
            (Some(1), Some(6), None, Tense::Past, "2024-01-06"),
            (Some(11), None, None, Tense::Unclear, "2024-11"),
            (Some(11), None, None, Tense::Past, "2023-11"),
            (Some(3), None, None, Tense::Future, "2025-03"),
            (Some(10), None, Some(-1), Tense::Unclear, "2023-10"),
            (Some(2), Some(30), None, Tense::Unclear, "none"),
        ] {
            let found = calendar(month, day, turn).resolve(Some(date("2024-10-25")), tense);
            assert_eq!(found.map_or("none".to_owned(), |date| date.to_string()), expected);
        }
    }

    #[test]
    fn weekdays_are_near_the_time_of_writing() {
        // 2024-10-25 is a Friday.
        for (weekday, turn, tense, expected) in [
            (5, None, Tense::Past, "2024-10-25"),
            (5, Some(-1), Tense::Past, "2024-10-18"),
            (3, None, Tense::Unclear, "2024-10-23"),
            (3, None, Tense::Future, "2024-10-30"),
            (1, Some(1), Tense::Unclear, "2024-10-28"),
        ] {
            let found = CalendarDate { weekday: Some(weekday), turn, ..CalendarDate::default() };
            assert_eq!(found.resolve(Some(date("2024-10-25")), tense).unwrap().to_string(), expected);
        }
        assert_eq!(CalendarDate { weekday: Some(1), ..CalendarDate::default() }.resolve(None, Tense::Past), None);
    }

    #[test]
    fn units_are_counted_from_the_time_of_writing() {
        for (unit, turn, expected) in [
            (TimeUnit::Day, -1, "2024-10-24"),
            (TimeUnit::Week, -1, "2024-10-14/2024-10-20"),
            (TimeUnit::Weekend, 0, "2024-10-26/2024-10-27"),
            (TimeUnit::Month, -10, "2023-12"),
            (TimeUnit::Quarter, -1, "2024-07/2024-09"),
            (TimeUnit::Year, 1, "2025"),
            (TimeUnit::Decade, -1, "2010/2019"),
            (TimeUnit::Century, 0, "2001/2100"),
            (TimeUnit::Year, i64::MAX, "none"),
            (TimeUnit::Day, i64::MIN, "none"),
        ] {
            assert_eq!(shown(unit_at(unit, turn, date("2024-10-25"))), expected, "{unit:?} {turn}");
        }
    }

    #[test]
    fn beginnings_and_ends() {
        for (value, part, expected) in [
            (Value::Date(date("2022")), TimePart::Late, "2022-10/2022-12"),
            (Value::Date(date("2024-02")), TimePart::Late, "2024-02-21/2024-02-29"),
            (interval(date("1990"), date("1999")), TimePart::Early, "1990/1993"),
            (Value::Date(date("2024-02-03")), TimePart::Early, "2024-02-03"),
        ] {
            assert_eq!(shown(part_of(&value, part)), expected);
        }
        assert_eq!(shown(season((12, 2), 2023)), "2023-12/2024-02");
        assert_eq!(shown(part_of_year(TimeUnit::Quarter, 5, 2024)), "none");
    }
}
