//! Names compared without letter case, accents, hyphens and kinds of apostrophe.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The form under which a name is looked up: lower case, no accents, hyphens and runs of white space as one
/// space, all apostrophes alike.
pub(super) fn fold(name: &str) -> String {
    let name = name.trim();
    if is_plain(name) {
        return name.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(name.len());
    for step in Folding::new(name) {
        folded.push_str(step.text());
    }
    folded
}

/// Whether folding changes nothing but letter case: true of most names, and quick to tell.
fn is_plain(name: &str) -> bool {
    let plain = |byte: u8| byte == b' ' || byte.is_ascii_graphic() && !matches!(byte, b'-' | b'`');
    name.bytes().all(plain) && !name.contains("  ")
}

/// As [`fold`] with letter case kept: tells "ORANGE" from "Orange", but not "Élysée" from "Elysée".
pub(super) fn fold_keeping_case(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.trim().chars() {
        match c {
            '-' | '\u{2010}' | '\u{2011}' => folded.push(' '),
            c if c.is_whitespace() => folded.push(' '),
            c => letters(c, |c| folded.push(c)),
        }
    }
    folded
}

/// Whether a name may end in `text` at byte `end`: no letter, digit or accent follows.
pub(super) fn is_boundary(text: &str, end: usize) -> bool {
    text.get(end..)
        .is_some_and(|rest| rest.chars().next().is_none_or(|next| !next.is_alphanumeric() && !is_combining_mark(next)))
}

/// Folds a text character by character and remembers how far in the original it has come.
pub(super) struct Folding<'a> {
    text: &'a str,
    position: usize,
}

/// What the next characters of a text fold to.
pub(super) struct FoldStep {
    bytes: [u8; Self::CAPACITY],
    length: usize,
    /// Offset in the original text behind those characters.
    pub(super) end: usize,
}

impl FoldStep {
    /// No character that occurs in names folds to more; what exceeds is cut, in names and texts alike.
    const CAPACITY: usize = 16;

    fn new(end: usize) -> Self {
        Self { bytes: [0; Self::CAPACITY], length: 0, end }
    }

    fn push(&mut self, c: char) {
        if let Some(slot) = self.bytes.get_mut(self.length..self.length + c.len_utf8()) {
            c.encode_utf8(slot);
            self.length += c.len_utf8();
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    fn text(&self) -> &str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }
}

impl<'a> Folding<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, position: 0 }
    }

    /// Folds a run of hyphens and white space. A hyphen between spaces is a dash and stays one; an empty line
    /// ends the text, for no name runs across it.
    fn separator(&mut self) -> Option<FoldStep> {
        let (mut hyphens, mut spaces, mut newlines) = (0, 0, 0);
        let rest = self.text.get(self.position..)?;
        let mut length = rest.len();
        for (offset, c) in rest.char_indices() {
            match c {
                '-' | '\u{2010}' | '\u{2011}' => hyphens += 1,
                c if c.is_whitespace() => {
                    spaces += 1;
                    newlines += usize::from(c == '\n');
                }
                _ => {
                    length = offset;
                    break;
                }
            }
            if newlines > 1 {
                return None;
            }
        }
        self.position += length;
        let mut step = FoldStep::new(self.position);
        step.push(' ');
        if hyphens > 1 || hyphens == 1 && spaces > 0 {
            step.push('-');
            step.push(' ');
        }
        Some(step)
    }
}

impl Iterator for Folding<'_> {
    type Item = FoldStep;

    fn next(&mut self) -> Option<FoldStep> {
        let c = self.text.get(self.position..)?.chars().next()?;
        if c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}') {
            return self.separator();
        }
        self.position += c.len_utf8();
        let mut step = FoldStep::new(self.position);
        letters(c, |c| c.to_lowercase().for_each(|c| step.push(c)));
        Some(step)
    }
}

/// A character without its accents, as one or two plain ones; nothing for an accent or soft hyphen alone.
fn letters(c: char, mut push: impl FnMut(char)) {
    match c {
        c if c.is_ascii() && !matches!(c, '`') => push(c),
        '`' | '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{02B9}' | '\u{00B4}' => push('\''),
        '\u{00AD}' | '\u{200B}'..='\u{200D}' | '\u{FEFF}' => {}
        'œ' => "oe".chars().for_each(push),
        'Œ' => "Oe".chars().for_each(push),
        'æ' => "ae".chars().for_each(push),
        'Æ' => "Ae".chars().for_each(push),
        'ß' => "ss".chars().for_each(push),
        'ø' => push('o'),
        'Ø' => push('O'),
        'ł' => push('l'),
        'Ł' => push('L'),
        'đ' | 'ð' => push('d'),
        'Đ' | 'Ð' => push('D'),
        'ı' => push('i'),
        c => std::iter::once(c).nfd().filter(|&c| !is_combining_mark(c)).for_each(push),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_writers_vary() {
        for (name, folded) in [
            ("Élysée", "elysee"),
            ("E\u{301}lyse\u{301}e", "elysee"),
            ("Saint-Étienne", "saint etienne"),
            ("Côte d’Ivoire", "cote d'ivoire"),
            ("Recep  Tayyip\u{a0}Erdoğan", "recep tayyip erdogan"),
            ("Lech Wałęsa", "lech walesa"),
            ("Œuvre", "oeuvre"),
            ("Straße", "strasse"),
            ("İstanbul", "istanbul"),
            ("McDonald's", "mcdonald's"),
            ("Paris - Lyon", "paris - lyon"),
            ("Paris-Lyon", "paris lyon"),
            (" Москва ", "москва"),
            ("", ""),
        ] {
            assert_eq!(fold(name), folded, "{name}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for name in ["Élysée", "Jean-Luc Mélenchon", "a - b", "ŒÆß"] {
            assert_eq!(fold(&fold(name)), fold(name), "{name}");
        }
    }

    #[test]
    fn case_is_kept_where_asked() {
        assert_eq!(fold_keeping_case("Saint-Étienne"), "Saint Etienne");
        assert_ne!(fold_keeping_case("ORANGE"), fold_keeping_case("Orange"));
    }

    #[test]
    fn steps_know_where_they_are_in_the_original() {
        let text = "É-Œ’x";
        let steps: Vec<_> = Folding::new(text).map(|step| (step.text().to_owned(), &text[..step.end])).collect();
        let expected = [("e", "É"), (" ", "É-"), ("oe", "É-Œ"), ("'", "É-Œ’"), ("x", "É-Œ’x")];
        assert_eq!(steps, expected.map(|(piece, read)| (piece.to_owned(), read)));
    }

    #[test]
    fn names_end_where_words_end() {
        assert!(is_boundary("Paris, France", 5));
        assert!(is_boundary("Paris", 5));
        assert!(!is_boundary("Parisian", 5));
        assert!(!is_boundary("Elysé\u{301}e", 4));
        assert!(!is_boundary("é", 1), "inside a character");
    }
}
