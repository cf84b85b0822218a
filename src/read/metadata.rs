//! Values of metadata, as pages and records write them.

use crate::model::PartialDate;

/// A date in the forms that metadata use: ISO 8601 with or without time, or the date of a mail header. The day
/// is taken as written, in the writer's own time zone.
pub(super) fn date(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    let day = text.get(..10).and_then(|head| head.replace('/', "-").parse().ok());
    let rest_is_time =
        |text: &str| text.get(10..).is_none_or(|rest| rest.is_empty() || rest.starts_with(['T', ' ', 't']));
    day.filter(|_| rest_is_time(text)).or_else(|| text.parse().ok()).or_else(|| compact_date(text)).or_else(|| {
        let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
        PartialDate::new(zoned.year(), Some(zoned.month()), Some(zoned.day()))
    })
}

/// `20241025`.
fn compact_date(text: &str) -> Option<PartialDate> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]).parse().ok()
}

/// The text without the white space around and the runs inside; `None` when nothing is left.
pub(super) fn line(text: &str) -> Option<String> {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!joined.is_empty()).then_some(joined)
}

/// An absolute web address.
pub(super) fn url(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let absolute = lower.starts_with("http://") || lower.starts_with("https://");
    (absolute && !text.contains(char::is_whitespace)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for (text, expected) in [
            ("2024-10-25", Some("2024-10-25")),
            (" 2024-10-25T08:12:00+02:00 ", Some("2024-10-25")),
            ("2024-10-25 08:12", Some("2024-10-25")),
            ("2024/10/25", Some("2024-10-25")),
            ("20241025", Some("2024-10-25")),
            ("2024-10", Some("2024-10")),
            ("Fri, 25 Oct 2024 23:30:00 -0500", Some("2024-10-25")),
            ("25 octobre 2024", None),
            ("2024-10-25abc", None),
            ("", None),
        ] {
            assert_eq!(date(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
    }
}
