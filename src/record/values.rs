//! How values stand in a claims file.
//!
//! | value | written as |
//! |---|---|
//! | date | `"2022-12"`: ISO 8601, the unknown end cut off |
//! | interval | `{"start":"2022","end":"2023-05"}`, an unknown end `null` |
//! | money | `{"value":"118000000","currency":"USD"}` |
//! | quantity | `{"value":"7000","unit":"terminal"}`, the unit `""` for a bare number |
//! | text | `"secretary of state"` |
//! | entity (in qualifiers) | `{"entity":"wd:Q90"}` |
//!
//! A bare string is a date where it reads as one and stands in `date`, `start`, `end` or the `value` of a claim;
//! elsewhere it is text. Where that would misread a value, the writer says `{"text":"1984"}` or `{"date":"1984"}`,
//! which may be used everywhere.
//!
//! Decimals are **strings**: a JSON number passes through binary floating point in most readers, and 0.1 or
//! 9007199254740993 would come out as another number. On input whole JSON numbers are taken as well; fractions
//! must be strings.

use serde::{Deserialize, Serialize};

use crate::model::{
    Currency, Decimal, EntityId, Money, PartialDate, QualifierKind, QualifierValue, Speaker, TimeInterval, Value,
};

/// A value as it stands in a line.
#[derive(Serialize, Deserialize)]
#[serde(untagged, expecting = "expected a string or one of the objects of a value (see the claims schema)")]
pub(super) enum ValueLine {
    Bare(String),
    Entity(EntityForm),
    Text(TextForm),
    Date(DateForm),
    Interval(IntervalForm),
    Money(MoneyForm),
    Quantity(QuantityForm),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntityForm {
    entity: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TextForm {
    text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DateForm {
    date: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IntervalForm {
    // Not `Option` alone: with it a missing key would read as null, and `{}` as an interval.
    #[serde(deserialize_with = "Option::deserialize")]
    start: Option<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    end: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MoneyForm {
    value: Number,
    currency: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuantityForm {
    value: Number,
    unit: String,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Number {
    Decimal(String),
    Whole(i64),
}

impl Number {
    fn read(self) -> Result<Decimal, String> {
        match self {
            Self::Decimal(text) => text.parse(),
            Self::Whole(number) => Ok(Decimal::new(i128::from(number), 0)),
        }
    }
}

impl From<Decimal> for Number {
    fn from(decimal: Decimal) -> Self {
        Self::Decimal(decimal.to_string())
    }
}

/// What a bare string means where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bare {
    DateOrText,
    Text,
}

impl Bare {
    fn in_qualifier(kind: QualifierKind) -> Self {
        match kind {
            QualifierKind::Date | QualifierKind::Start | QualifierKind::End => Self::DateOrText,
            QualifierKind::Amount
            | QualifierKind::Place
            | QualifierKind::Role
            | QualifierKind::Topic
            | QualifierKind::Medium
            | QualifierKind::Frequency => Self::Text,
        }
    }

    fn read(self, text: String) -> Value {
        match text.parse() {
            Ok(date) if self == Self::DateOrText => Value::Date(date),
            _ => Value::Text(text),
        }
    }
}

impl ValueLine {
    /// The literal a claim has for an object.
    pub(super) fn object(value: &Value) -> Self {
        Self::write(value, Bare::DateOrText)
    }

    /// The value of a qualifier of this kind.
    pub(super) fn qualifier(kind: QualifierKind, value: &QualifierValue) -> Self {
        match value {
            QualifierValue::Entity(entity) => Self::Entity(EntityForm { entity: entity.as_str().to_owned() }),
            QualifierValue::Value(value) => Self::write(value, Bare::in_qualifier(kind)),
        }
    }

    fn write(value: &Value, bare: Bare) -> Self {
        let date_text = |date: &Option<PartialDate>| date.map(|date| date.to_string());
        match value {
            Value::Date(date) if bare == Bare::DateOrText => Self::Bare(date.to_string()),
            Value::Date(date) => Self::Date(DateForm { date: date.to_string() }),
            Value::Text(text) if bare.read(text.clone()) == *value => Self::Bare(text.clone()),
            Value::Text(text) => Self::Text(TextForm { text: text.clone() }),
            Value::Interval(TimeInterval { start, end }) => {
                Self::Interval(IntervalForm { start: date_text(start), end: date_text(end) })
            }
            Value::Money(Money { value, currency }) => {
                Self::Money(MoneyForm { value: (*value).into(), currency: currency.to_string() })
            }
            Value::Quantity { number, unit } => {
                Self::Quantity(QuantityForm { value: (*number).into(), unit: unit.clone() })
            }
        }
    }

    /// Reads the literal object of a claim.
    pub(super) fn into_object(self) -> Result<Value, String> {
        match self.read(Bare::DateOrText)? {
            QualifierValue::Value(value) => Ok(value),
            QualifierValue::Entity(_) => Err("`value` is an entity: name it in `object`".to_owned()),
        }
    }

    /// Reads a qualifier.
    pub(super) fn into_qualifier(self, kind: QualifierKind) -> Result<QualifierValue, String> {
        self.read(Bare::in_qualifier(kind))
    }

    fn read(self, bare: Bare) -> Result<QualifierValue, String> {
        let date = |text: String| text.parse::<PartialDate>().map_err(|error| error.to_string());
        let value = match self {
            Self::Bare(text) => bare.read(text),
            Self::Entity(EntityForm { entity }) => {
                return super::lines::id("entity", entity.into()).map(EntityId::from_text).map(QualifierValue::Entity);
            }
            Self::Text(TextForm { text }) => Value::Text(text),
            Self::Date(form) => Value::Date(date(form.date)?),
            Self::Interval(IntervalForm { start, end }) => {
                Value::Interval(TimeInterval { start: start.map(date).transpose()?, end: end.map(date).transpose()? })
            }
            Self::Money(MoneyForm { value, currency }) => Value::Money(Money {
                value: value.read()?,
                currency: Currency::new(&currency)
                    .ok_or_else(|| format!("`{currency}` is not an ISO 4217 code such as USD"))?,
            }),
            Self::Quantity(QuantityForm { value, unit }) => Value::Quantity { number: value.read()?, unit },
        };
        Ok(QualifierValue::Value(value))
    }
}

/// Who speaks: `"wd:Q7747"`, or `{"text":"des responsables américains"}` for somebody unnamed.
#[derive(Serialize, Deserialize)]
#[serde(untagged, expecting = "expected the id of an entity, or {\"text\": …} for an unnamed speaker")]
pub(super) enum SpeakerLine {
    Entity(String),
    Unnamed(TextForm),
}

impl From<&Speaker> for SpeakerLine {
    fn from(speaker: &Speaker) -> Self {
        match speaker {
            Speaker::Entity(entity) => Self::Entity(entity.as_str().to_owned()),
            Speaker::Unnamed(text) => Self::Unnamed(TextForm { text: text.clone() }),
        }
    }
}

impl SpeakerLine {
    /// The speaker meant.
    pub(super) fn into_speaker(self) -> Result<Speaker, String> {
        match self {
            Self::Entity(entity) => {
                super::lines::id("speaker", entity.into()).map(EntityId::from_text).map(Speaker::Entity)
            }
            Self::Unnamed(TextForm { text }) => Ok(Speaker::Unnamed(text)),
        }
    }
}
