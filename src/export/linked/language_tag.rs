/// A language tag as RDF wants it (BCP 47), in lower case because processors disagree on the case of tags and
/// would give one file several hashes. `None` for what is no tag.
///
/// Wikidata's own codes are mapped: `zh_CN` to `zh-cn`, `simple` (English in simple words) to `en-simple`.
pub(super) fn language_tag(code: &str) -> Option<String> {
    let tag = code.replace('_', "-").to_ascii_lowercase();
    let tag = if tag == "simple" { "en-simple".to_owned() } else { tag };
    let mut subtags = tag.split('-');
    let fits = |subtag: &str| (1..=8).contains(&subtag.len());
    let primary = subtags.next()?;
    let well_formed = fits(primary)
        && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        && subtags.all(|subtag| fits(subtag) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    well_formed.then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::language_tag;

    #[test]
    fn codes_become_tags_or_nothing() {
        let cases = [
            ("fr", Some("fr")),
            ("zh_CN", Some("zh-cn")),
            ("zh-Hant-TW", Some("zh-hant-tw")),
            ("simple", Some("en-simple")),
            ("", None),
            ("f r", None),
            ("français", None),
            ("en-", None),
            ("map-bms", Some("map-bms")),
            ("1a", None),
        ];
        for (code, tag) in cases {
            assert_eq!(language_tag(code).as_deref(), tag, "{code}");
        }
    }
}
