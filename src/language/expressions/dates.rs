//! Words for days, months, years and stretches of time.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::phrases::Phrases;
use crate::data_folder::DataFolder;
use crate::diagnostic::Diagnostic;

/// A stretch of time that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TimeUnit {
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

/// Where in a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimePart {
    Early,
    Middle,
    Late,
}

/// How a language names time, from `dates.toml`.
#[derive(Clone, Debug, Default)]
pub(crate) struct DateWords {
    pub(crate) day_first: bool,
    pub(crate) month_before_day: bool,
    pub(crate) year_before_noun: bool,
    pub(crate) articles: Phrases<()>,
    pub(crate) links: Phrases<()>,
    pub(crate) ordinal_suffixes: Vec<String>,
    /// Words before a day that make it a habit, not a date.
    pub(crate) every: Phrases<()>,
    pub(crate) since: Phrases<()>,
    /// Before a length of time that lasts until now.
    pub(crate) lasting: Phrases<()>,
    pub(crate) until: Phrases<()>,
    pub(crate) between: Phrases<()>,
    pub(crate) between_and: Phrases<()>,
    pub(crate) from: Phrases<()>,
    pub(crate) to: Phrases<()>,
    pub(crate) ago_before: Phrases<()>,
    pub(crate) ago_after: Phrases<()>,
    pub(crate) ahead_before: Phrases<()>,
    /// -1 last, 0 this, 1 next, before what they modify.
    pub(crate) turn_before: Phrases<i64>,
    /// The same behind it.
    pub(crate) turn_after: Phrases<i64>,
    /// The same between a number and a unit.
    pub(crate) turn_between: Phrases<i64>,
    pub(crate) parts: Phrases<TimePart>,
    pub(crate) decade_before: Phrases<()>,
    pub(crate) decade_suffixes: Phrases<()>,
    pub(crate) century_words: Phrases<()>,
    pub(crate) year_words: Phrases<()>,
    pub(crate) day_parts: Phrases<()>,
    pub(crate) future_auxiliaries: Vec<String>,
    pub(crate) published: Phrases<()>,
    /// Days counted from the day of publication.
    pub(crate) days: Phrases<i64>,
    /// 1 is Monday.
    pub(crate) weekdays: Phrases<i8>,
    pub(crate) months: Phrases<i8>,
    pub(crate) ambiguous_months: Phrases<()>,
    pub(crate) ambiguous_weekdays: Phrases<()>,
    pub(crate) months_after: Phrases<()>,
    /// First and last month.
    pub(crate) seasons: Phrases<(i8, i8)>,
    pub(crate) units: Phrases<TimeUnit>,
    /// 0 is the last.
    pub(crate) ordinals: Phrases<i8>,
    pub(crate) short_units: Phrases<TimeUnit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    day_first: bool,
    month_before_day: bool,
    year_before_noun: bool,
    articles: Vec<String>,
    links: Vec<String>,
    ordinal_suffixes: Vec<String>,
    every: Vec<String>,
    since: Vec<String>,
    lasting: Vec<String>,
    until: Vec<String>,
    between: Vec<String>,
    between_and: Vec<String>,
    from: Vec<String>,
    to: Vec<String>,
    ago_before: Vec<String>,
    ago_after: Vec<String>,
    ahead_before: Vec<String>,
    last_before: Vec<String>,
    last_after: Vec<String>,
    next_before: Vec<String>,
    next_after: Vec<String>,
    this_before: Vec<String>,
    last_between: Vec<String>,
    next_between: Vec<String>,
    early: Vec<String>,
    middle: Vec<String>,
    late: Vec<String>,
    decade_before: Vec<String>,
    decade_suffixes: Vec<String>,
    century_words: Vec<String>,
    year_words: Vec<String>,
    day_parts: Vec<String>,
    future_auxiliaries: Vec<String>,
    published: Vec<String>,
    days: BTreeMap<String, i64>,
    weekdays: BTreeMap<String, i8>,
    months: BTreeMap<String, i8>,
    ambiguous: Ambiguous,
    seasons: BTreeMap<String, (i8, i8)>,
    units: BTreeMap<String, TimeUnit>,
    ordinals: BTreeMap<String, i8>,
    short_units: BTreeMap<String, TimeUnit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ambiguous {
    months: Vec<String>,
    weekdays: Vec<String>,
    months_after: Vec<String>,
}

impl DateWords {
    pub(super) fn load(folder: &DataFolder) -> Result<Self, Vec<Diagnostic>> {
        let file: File = folder.toml("dates.toml").map_err(|fault| vec![fault])?;
        check(&file, folder)?;
        Ok(Self {
            day_first: file.day_first,
            month_before_day: file.month_before_day,
            year_before_noun: file.year_before_noun,
            articles: Phrases::from_list(&file.articles),
            links: Phrases::from_list(&file.links),
            every: Phrases::from_list(&file.every),
            since: Phrases::from_list(&file.since),
            lasting: Phrases::from_list(&file.lasting),
            until: Phrases::from_list(&file.until),
            between: Phrases::from_list(&file.between),
            between_and: Phrases::from_list(&file.between_and),
            from: Phrases::from_list(&file.from),
            to: Phrases::from_list(&file.to),
            ago_before: Phrases::from_list(&file.ago_before),
            ago_after: Phrases::from_list(&file.ago_after),
            ahead_before: Phrases::from_list(&file.ahead_before),
            turn_before: marked(&[(&file.last_before, -1), (&file.this_before, 0), (&file.next_before, 1)]),
            turn_after: marked(&[(&file.last_after, -1), (&file.next_after, 1)]),
            turn_between: marked(&[(&file.last_between, -1), (&file.next_between, 1)]),
            parts: marked(&[
                (&file.early, TimePart::Early),
                (&file.middle, TimePart::Middle),
                (&file.late, TimePart::Late),
            ]),
            decade_before: Phrases::from_list(&file.decade_before),
            decade_suffixes: Phrases::from_list(&file.decade_suffixes),
            century_words: Phrases::from_list(&file.century_words),
            year_words: Phrases::from_list(&file.year_words),
            day_parts: Phrases::from_list(&file.day_parts),
            published: Phrases::from_list(&file.published),
            days: map(&file.days),
            weekdays: map(&file.weekdays),
            months: map(&file.months),
            ambiguous_months: Phrases::from_list(&file.ambiguous.months),
            ambiguous_weekdays: Phrases::from_list(&file.ambiguous.weekdays),
            months_after: Phrases::from_list(&file.ambiguous.months_after),
            seasons: map(&file.seasons),
            units: map(&file.units),
            ordinals: map(&file.ordinals),
            short_units: map(&file.short_units),
            ordinal_suffixes: file.ordinal_suffixes,
            future_auxiliaries: file.future_auxiliaries,
        })
    }
}

fn check(file: &File, folder: &DataFolder) -> Result<(), Vec<Diagnostic>> {
    let in_year = |month: i8| (1..=12).contains(&month);
    let months = file.months.iter().filter(|&(_, &month)| !in_year(month)).map(|(name, _)| name);
    let seasons = file.seasons.iter().filter(|&(_, &(from, to))| !in_year(from) || !in_year(to)).map(|(name, _)| name);
    let weekdays = file.weekdays.iter().filter(|&(_, day)| !(1..=7).contains(day)).map(|(name, _)| name);
    let faults: Vec<_> = months
        .chain(seasons)
        .chain(weekdays)
        .map(|name| {
            Diagnostic::error("invalid-date-word", format!("`{name}` has a number that the calendar does not have"))
                .at(folder.place("dates.toml", 0))
                .hint("months count from 1 to 12, weekdays from 1 (Monday) to 7")
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn map<T: Copy>(entries: &BTreeMap<String, T>) -> Phrases<T> {
    Phrases::from_pairs(entries.iter().map(|(name, &meaning)| (name.as_str(), meaning)))
}

fn marked<T: Copy>(lists: &[(&Vec<String>, T)]) -> Phrases<T> {
    Phrases::from_pairs(lists.iter().flat_map(|&(list, mark)| list.iter().map(move |text| (text.as_str(), mark))))
}
