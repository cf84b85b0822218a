use std::fmt;
use std::str::FromStr;

/// A date known to the year, the month or the day, in the proleptic Gregorian calendar: ISO 8601 with the
/// unknown end cut off (`2022`, `2022-12`, `2024-10-24`).
///
/// Orders chronologically by its first day; a coarser date sorts before the finer ones it contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// Why a text is not a partial date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a date: expected YYYY, YYYY-MM or YYYY-MM-DD of the calendar")]
pub struct PartialDateError {
    text: String,
}

impl PartialDate {
    /// A year, with month and day where known. `None` for a day the calendar does not have or a day without month.
    #[must_use]
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        match (month, day) {
            (None, Some(_)) => return None,
            (None, None) => _ = jiff::civil::Date::new(year, 1, 1).ok()?,
            (Some(month), None) => _ = jiff::civil::Date::new(year, month, 1).ok()?,
            (Some(month), Some(day)) => _ = jiff::civil::Date::new(year, month, day).ok()?,
        }
        Some(Self { year, month, day })
    }

    /// A full date.
    #[must_use]
    pub fn from_day(date: jiff::civil::Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, where known.
    #[must_use]
    pub fn month(self) -> Option<i8> {
        self.month
    }

    /// The day of the month, where known.
    #[must_use]
    pub fn day(self) -> Option<i8> {
        self.day
    }

    /// The first day it may mean: `2022-12` starts on 2022-12-01.
    #[must_use]
    pub fn first_day(self) -> jiff::civil::Date {
        jiff::civil::Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or_default()
    }

    /// The last day it may mean: `2022-12` ends on 2022-12-31.
    #[must_use]
    pub fn last_day(self) -> jiff::civil::Date {
        match (self.month, self.day) {
            (_, Some(_)) => self.first_day(),
            (Some(_), None) => self.first_day().last_of_month(),
            (None, _) => self.first_day().last_of_year(),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = PartialDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || PartialDateError { text: text.to_owned() };
        let mut parts = text.split('-');
        let year = parts.next().filter(|year| year.len() == 4).and_then(|year| year.parse().ok()).ok_or_else(error)?;
        let mut part = || parts.next().map(|part| part.parse::<i8>().map_err(|_| error())).transpose();
        let (month, day) = (part()?, part()?);
        if parts.next().is_some() {
            return Err(error());
        }
        Self::new(year, month, day).ok_or_else(error)
    }
}

/// A stretch of time; an end that is not known is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeInterval {
    /// When it began.
    pub start: Option<PartialDate>,
    /// When it ended, inclusive.
    pub end: Option<PartialDate>,
}

/// An exact decimal number: `digits` × 10^-`scale`. Amounts are never floating point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    digits: i128,
    scale: u8,
}

impl Decimal {
    /// `digits` × 10^-`scale`, reduced to the smallest scale.
    #[must_use]
    pub fn new(digits: i128, scale: u8) -> Self {
        let (mut digits, mut scale) = (digits, scale);
        while scale > 0 && digits % 10 == 0 {
            digits /= 10;
            scale -= 1;
        }
        Self { digits, scale }
    }

    /// Multiplied by a power of ten (`3` for thousand, `6` for million); `None` on overflow.
    #[must_use]
    pub fn times_power_of_ten(self, power: u32) -> Option<Self> {
        let from_scale = power.min(u32::from(self.scale));
        let factor = 10_i128.checked_pow(power - from_scale)?;
        Some(Self::new(self.digits.checked_mul(factor)?, self.scale - from_scale as u8))
    }

    /// The nearest floating point number, for consumers that have nothing better.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.digits as f64 / 10_f64.powi(i32::from(self.scale))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let scale = u32::from(self.scale.max(other.scale));
        let widen = |d: &Self| d.digits.checked_mul(10_i128.pow(scale - u32::from(d.scale)));
        match (widen(self), widen(other)) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => self.to_f64().total_cmp(&other.to_f64()).then(self.digits.cmp(&other.digits)),
        }
    }
}

impl fmt::Display for Decimal {
    /// Plain decimal notation, never an exponent: `118000000`, `-0.05`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = usize::from(self.scale);
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.digits.unsigned_abs(), width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        if fraction.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{fraction}") }
    }
}

impl FromStr for Decimal {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || format!("`{text}` is not a decimal number");
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let unsigned = whole.strip_prefix('-').unwrap_or(whole);
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if unsigned.is_empty() || !is_digits(unsigned) || !is_digits(fraction) || fraction.len() > 30 {
            return Err(error());
        }
        let digits = format!("{whole}{fraction}").parse().map_err(|_| error())?;
        Ok(Self::new(digits, fraction.len() as u8))
    }
}

/// ISO 4217 code of a currency, `USD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Three upper-case ASCII letters; `None` for anything else.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    /// In units of the currency: 118 million dollars is `118000000`.
    pub value: Decimal,
    /// Which currency.
    pub currency: Currency,
}

/// A literal: something a text states that is not an entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// A day, a month or a year.
    Date(PartialDate),
    /// From a date to a date.
    Interval(TimeInterval),
    /// An amount of money.
    Money(Money),
    /// A number with its unit as written ("terminals", "km"), the unit empty for a bare number.
    Quantity {
        /// How many.
        number: Decimal,
        /// Of what, lemma; may be empty.
        unit: String,
    },
    /// Anything else, as it stands in the text.
    Text(String),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Interval(TimeInterval { start, end }) => {
                let side = |date: &Option<PartialDate>| date.map_or_else(|| "..".to_owned(), |date| date.to_string());
                write!(f, "{}/{}", side(start), side(end))
            }
            Self::Money(Money { value, currency }) => write!(f, "{value} {currency}"),
            Self::Quantity { number, unit } if unit.is_empty() => number.fmt(f),
            Self::Quantity { number, unit } => write!(f, "{number} {unit}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_read_and_write_the_same() {
        for text in ["2022", "2022-12", "2024-02-29", "0987"] {
            assert_eq!(text.parse::<PartialDate>().map(|date| date.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "22", "2022-13", "2023-02-29", "2022-1-1-1", "late 2022", "2022-"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn partial_dates_know_their_days() {
        let month: PartialDate = "2024-02".parse().unwrap();
        assert_eq!(month.first_day().to_string(), "2024-02-01");
        assert_eq!(month.last_day().to_string(), "2024-02-29");
    }

    #[test]
    fn decimals_scale_exactly() {
        let number: Decimal = "1.25".parse().unwrap();
        assert_eq!(number.times_power_of_ten(6).unwrap().to_string(), "1250000");
        assert_eq!(number.times_power_of_ten(1).unwrap().to_string(), "12.5");
        assert_eq!("-0.050".parse::<Decimal>().unwrap().to_string(), "-0.05");
        assert!("1e9".parse::<Decimal>().is_err());
        assert_eq!("1.10".parse::<Decimal>(), "1.1".parse::<Decimal>());
        assert!("2.5".parse::<Decimal>().unwrap() < "10".parse::<Decimal>().unwrap());
    }
}
