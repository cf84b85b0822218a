use std::borrow::Cow;

/// A text as XML 1.0 can carry it: characters that it forbids become U+FFFD, one for one, so that positions inside the
/// text stay true. quick-xml writes them as they are, and then no reader opens the file.
pub(super) fn xml_text(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_xml_char) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_xml_char(c) { c } else { '\u{fffd}' }).collect())
}

fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// A text as the content of an element, escaped.
///
/// Quotation marks stay as they are: Gephi loses white space that stands alone between two entity references. A
/// carriage return is written as a reference, because readers turn a plain one into a line feed.
pub(super) fn element_text(text: &str) -> String {
    quick_xml::escape::partial_escape(xml_text(text)).replace('\r', "&#13;")
}

/// An id as an XML name token: what a token may not hold becomes `_` and its code.
///
/// Our own ids are tokens as they are (`wd:Q42`; a token may hold colons, unlike the name of an element). Ids from
/// other people's knowledge bases may hold anything.
pub(super) fn name_token(id: &str) -> Cow<'_, str> {
    if !id.is_empty() && id.chars().all(is_name_char) {
        return Cow::Borrowed(id);
    }
    let mut token = String::with_capacity(id.len() + 8);
    for c in id.chars() {
        if is_name_char(c) {
            token.push(c);
        } else {
            token.push_str(&format!("_{:X}_", u32::from(c)));
        }
    }
    Cow::Owned(token)
}

fn is_name_char(c: char) -> bool {
    matches!(c, '-' | '.' | ':' | '_' | 'A'..='Z' | 'a'..='z' | '0'..='9' | '\u{b7}' | '\u{c0}'..='\u{d6}'
        | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}' | '\u{200d}'
        | '\u{203f}' | '\u{2040}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}'
        | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_are_replaced_one_for_one() {
        assert_eq!(xml_text("a\u{1}b\u{ffff}\tc\u{1f980}"), "a\u{fffd}b\u{fffd}\tc\u{1f980}");
    }

    #[test]
    fn only_markup_is_escaped() {
        assert_eq!(element_text("\"x\" \"y\" & 'z' ]]> <b>\r\n"), "\"x\" \"y\" &amp; 'z' ]]&gt; &lt;b&gt;&#13;\n");
    }

    #[test]
    fn ids_are_tokens_and_stay_apart() {
        assert_eq!(name_token("ent:person.élodie-d'arc"), "ent:person.élodie-d_27_arc");
        assert_ne!(name_token("a/b"), name_token("a b"));
        assert_eq!(name_token("wd:Q42"), "wd:Q42");
    }
}
