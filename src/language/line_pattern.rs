//! Patterns over the words of a line, as the boilerplate files write them.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A word of a line, as patterns see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineWord {
    /// Lower case, without accents; `:` for a colon.
    folded: String,
    /// Whether it begins with a capital letter.
    capitalized: bool,
}

impl LineWord {
    /// The words of a line. Letters and digits make words, a colon is one of its own, the rest parts them.
    #[must_use]
    pub fn of(line: &str) -> Vec<Self> {
        let mut words = Vec::new();
        for stretch in line.split_inclusive(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)) {
            let (word, colon) = match stretch.char_indices().next_back() {
                Some((at, ':')) => (&stretch[..at], true),
                Some((at, last)) if !last.is_alphanumeric() && !is_combining_mark(last) => (&stretch[..at], false),
                _ => (stretch, false),
            };
            if !word.is_empty() {
                words.push(Self { folded: fold(word), capitalized: word.starts_with(char::is_uppercase) });
            }
            if colon {
                words.push(Self { folded: COLON.to_owned(), capitalized: false });
            }
        }
        words
    }

    /// Lower case, without accents; `:` for a colon.
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// Whether it is a colon and no word.
    #[must_use]
    pub fn is_colon(&self) -> bool {
        self.folded == COLON
    }

    /// Whether it begins with a digit.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.folded.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether it is short enough to stand inside a name without a capital.
    fn is_particle(&self) -> bool {
        self.folded.chars().count() <= LONGEST_PARTICLE && !self.is_number()
    }
}

const COLON: &str = ":";

fn fold(word: &str) -> String {
    word.nfd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase).collect()
}

/// What a whole line must look like.
///
/// Words stand for themselves, letter case and accents aside; `a|b` is one of several; `*` any words or none;
/// `{name}` words that begin with capitals, short ones such as "de" between them; `{number}` a word that begins
/// with a digit. A colon must be there where the pattern has one, and may be there elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinePattern {
    elements: Vec<Element>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Element {
    /// One of these words.
    Word(Vec<String>),
    AnyWords,
    Name,
    Number,
}

/// Letters of the short words that may stand inside a name: "de", "van", "bin".
const LONGEST_PARTICLE: usize = 3;
/// Elements of a pattern at most: ways through it are the bits of a word.
const LONGEST_PATTERN: usize = 62;

impl LinePattern {
    /// Reads a pattern; the error says what is wrong with it.
    ///
    /// # Errors
    /// When it is empty, too long, matches every line, or has an unknown placeholder.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut elements = Vec::new();
        for part in text.split_whitespace() {
            match part {
                "*" => elements.push(Element::AnyWords),
                "{name}" => elements.push(Element::Name),
                "{number}" => elements.push(Element::Number),
                _ if part.contains(['{', '}', '*']) => {
                    return Err(format!("`{part}` is no placeholder; known are *, {{name}} and {{number}}"));
                }
                _ if part.contains('|') => {
                    let words: Vec<_> = part.split('|').map(LineWord::of).collect();
                    if words.iter().any(|words| words.len() != 1) {
                        return Err(format!("`{part}`: each side of `|` is one word"));
                    }
                    elements.push(Element::Word(words.into_iter().flatten().map(|word| word.folded).collect()));
                }
                _ => elements.extend(LineWord::of(part).into_iter().map(|word| Element::Word(vec![word.folded]))),
            }
        }
        if elements.len() > LONGEST_PATTERN {
            return Err(format!("a pattern has at most {LONGEST_PATTERN} words and placeholders"));
        }
        if elements.iter().any(|element| matches!(element, Element::Word(_) | Element::Number)) {
            Ok(Self { elements })
        } else {
            Err("a pattern needs at least one word, or it fits every line".to_owned())
        }
    }

    /// Whether the whole line looks like this.
    #[must_use]
    pub fn matches(&self, words: &[LineWord]) -> bool {
        // Every way through the pattern at once: bit i is set when the words so far fit the first i elements.
        let mut reached = self.skip_empty(1);
        for word in words {
            let mut next = if word.is_colon() { reached } else { 0 };
            for (at, element) in self.elements.iter().enumerate() {
                let (before, behind) = (reached & (1 << at) != 0, reached & (2 << at) != 0);
                if !before && !behind {
                    continue;
                }
                match element {
                    Element::AnyWords => next |= u64::from(before) << at,
                    Element::Word(known) if before && known.contains(&word.folded) => next |= 2 << at,
                    Element::Number if before && word.is_number() => next |= 2 << at,
                    Element::Name if before && word.capitalized => next |= 2 << at,
                    // The name goes on.
                    Element::Name if behind && (word.capitalized || word.is_particle()) => next |= 2 << at,
                    Element::Word(_) | Element::Number | Element::Name => {}
                }
            }
            // Most lines fit no beginning of a pattern.
            if next == 0 {
                return false;
            }
            reached = self.skip_empty(next);
        }
        reached & (1 << self.elements.len()) != 0
    }

    /// `*` may stand for nothing.
    fn skip_empty(&self, mut reached: u64) -> u64 {
        for (at, element) in self.elements.iter().enumerate() {
            if *element == Element::AnyWords {
                reached |= (reached & (1 << at)) << 1;
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, line, fits) in [
            ("lire aussi *", "Lire aussi : le budget voté", true),
            ("lire aussi *", "LIRE AUSSI", true),
            ("lire aussi *", "Il faut lire aussi la suite", false),
            ("à lire : *", "À lire : le budget voté", true),
            ("à lire : *", "À lire ce rapport, on comprend", false),
            ("partager sur facebook|twitter", "Partager sur Twitter", true),
            ("partager sur facebook|twitter", "Partager sur", false),
            ("l'article continue", "L’article continue…", true),
            ("par {name}", "Par Jeanne de La Tour", true),
            ("par {name}", "Par la voix de son avocat", false),
            ("par {name} avec afp", "Par Jeanne Duval avec AFP", true),
            ("{number} commentaires", "12 commentaires", true),
            ("* newsletter *", "Notre newsletter", true),
            ("publié le {number} *", "Publié le 3 mai 2024 à 10h32", true),
        ] {
            let pattern = LinePattern::parse(pattern).unwrap();
            assert_eq!(pattern.matches(&LineWord::of(line)), fits, "{line}");
        }
    }

    #[test]
    fn bad_patterns_are_refused() {
        for pattern in ["", "*", "{name}", "{date} x", "a|b c|", "x*", &"x ".repeat(63)] {
            assert!(LinePattern::parse(pattern).is_err(), "{pattern}");
        }
        assert!(LinePattern::parse(&"x ".repeat(62)).unwrap().matches(&LineWord::of(&"x ".repeat(62))));
    }
}
