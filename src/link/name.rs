//! Names taken apart, so that two of them can be compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::language::coreference::{CoreferenceResources, Honorific};

/// A name as compared, not as shown: letter case, accents, hyphens and full stops do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// As written, less quotation marks, a possessive ending and line breaks.
    pub(crate) text: String,
    /// Folded words between white space; hyphens kept, full stops dropped, loose initials joined ("J. D." is `jd`),
    /// a generation suffix left out.
    pub(crate) parts: Vec<String>,
    /// `parts` without hyphens in one string, generation suffix included: equal keys are equal names.
    pub(crate) key: String,
    /// "Jr", "III": tells one bearer from another.
    pub(crate) generation: Option<String>,
    /// Whether it is written in capitals only, three letters or more.
    pub(crate) all_caps: bool,
    /// A form of address that was taken for part of the name ("M. Durand"); cut from the rest.
    pub(crate) honorific: Option<Honorific>,
}

impl Name {
    pub(crate) fn new(text: &str, language: &CoreferenceResources) -> Self {
        let mut text = clean(text);
        let honorific = text.split_once(' ').and_then(|(first, _)| language.honorific(first));
        if honorific.is_some() {
            text = clean(text.split_once(' ').map_or("", |(_, rest)| rest));
        }
        let letters = text.chars().filter(|c| c.is_alphabetic());
        let all_caps = letters.clone().count() >= 3 && letters.clone().all(|c| !c.is_lowercase());
        let mut parts: Vec<String> = Vec::new();
        let mut initials = false;
        for word in text.split_whitespace() {
            let part: String = fold(word).chars().filter(|&c| c.is_alphanumeric() || "-'&+@".contains(c)).collect();
            let part = part.trim_matches(['-', '\'']);
            if part.is_empty() {
                continue;
            }
            let initial = part.chars().count() == 1 && word.ends_with('.');
            match parts.last_mut() {
                Some(last) if initial && initials => last.push_str(part),
                _ => parts.push(part.to_owned()),
            }
            initials = initial;
        }
        let generation = match parts.last() {
            Some(last) if parts.len() > 2 && language.generation_suffixes.contains(last) => parts.pop(),
            _ => None,
        };
        let key = parts.iter().chain(&generation).cloned().collect::<Vec<_>>().join(" ").replace('-', " ");
        Self { text, parts, key, generation, all_caps, honorific }
    }

    /// The first letters of its words in one string.
    pub(crate) fn initials(&self) -> String {
        self.parts.iter().filter_map(|part| part.chars().next()).collect()
    }

    /// The name without words that only state a company's legal form, as a key.
    pub(crate) fn core_key(&self, language: &CoreferenceResources) -> String {
        let legal = |part: &String| language.legal_forms.contains(part);
        let kept = self.parts.iter().rposition(|part| !legal(part) && part != "&").map_or(0, |last| last + 1);
        if kept == 0 || self.generation.is_some() {
            return self.key.clone();
        }
        self.parts[..kept].join(" ").replace('-', " ")
    }

    /// The key without a leading article, where one leads and something follows.
    pub(crate) fn without_article(&self, language: &CoreferenceResources) -> Option<&str> {
        let (first, rest) = self.key.split_once(' ')?;
        language.definite_articles.iter().any(|article| article == first).then_some(rest)
    }

    /// The last words of a full name, particles included: `le pen` of "Marine Le Pen". A one-word name is its own surname.
    pub(crate) fn surname(&self, language: &CoreferenceResources) -> &[String] {
        let Some(last) = self.parts.len().checked_sub(1) else { return &[] };
        let mut start = last;
        while start > 1 && language.name_particles.contains(&self.parts[start - 1]) {
            start -= 1;
        }
        &self.parts[start..]
    }

    /// Whether `self` may be short for the person `full`: surname alone, with or without particle, or one of several surnames.
    pub(crate) fn is_surname_of(&self, full: &Self) -> bool {
        let n = self.parts.len();
        n > 0
            && n < full.parts.len()
            && (self.generation.is_none() || self.generation == full.generation)
            && full.parts[1..].windows(n).any(|window| window.iter().zip(&self.parts).all(|(a, b)| is_same_word(a, b)))
            && self.parts.iter().any(|part| part.chars().count() > 1)
    }

    /// Whether `self` is the given name of `full`, or short for it.
    pub(crate) fn is_given_name_of(&self, full: &Self, language: &CoreferenceResources) -> bool {
        let is_form =
            |given: &String| *given == full.parts[0] || language.other_given_names(given).contains(&full.parts[0]);
        full.parts.len() > 1 && matches!(self.parts.as_slice(), [given] if is_form(given))
    }

    /// Whether two full names of persons can be forms of one: "Donald J. Trump" and "Donald Trump", "E. Macron" and
    /// "Emmanuel Macron", a letter mistaken in a long surname.
    pub(crate) fn is_person_variant_of(&self, other: &Self, language: &CoreferenceResources) -> bool {
        if self.parts.len() < 2 || other.parts.len() < 2 || self.generation != other.generation {
            return false;
        }
        let (mine, theirs) = (self.surname(language).join(" "), other.surname(language).join(" "));
        let same_surname = mine.replace('-', " ") == theirs.replace('-', " ");
        let mistaken = || mine.chars().count() >= 7 && strsim::osa_distance(&mine, &theirs) == 1;
        let (a, b) = (&self.parts[0], &other.parts[0]);
        if same_surname && self.parts.len() == 2 && other.parts.len() == 2 && language.other_given_names(a).contains(b)
        {
            return true;
        }
        if a == b {
            let (short, long) = if self.parts.len() <= other.parts.len() {
                (&self.parts, &other.parts)
            } else {
                (&other.parts, &self.parts)
            };
            return same_surname && short.iter().all(|part| long.contains(part) || part.chars().count() == 1)
                || self.parts.len() == other.parts.len() && mistaken();
        }
        let initials = |short: &str, long: &str| {
            let mut letters = short.chars().filter(|c| c.is_alphabetic());
            letters.next() == long.chars().next()
                && letters.next().is_none_or(|c| long.split('-').nth(1).is_some_and(|part| part.starts_with(c)))
        };
        same_surname && (is_initials(self, a) && initials(a, b) || is_initials(other, b) && initials(b, a))
    }

    /// Whether the letters of `self` can stand for the words of `long`, in order: CLC for Campaign Legal Center, SNCF for
    /// Société nationale des chemins de fer. The first letters must agree and every letter must begin a word, except that
    /// one letter in three may come from inside a word.
    pub(crate) fn is_acronym_of(&self, long: &Self, language: &CoreferenceResources) -> bool {
        let [acronym] = self.parts.as_slice() else { return false };
        let letters: Vec<char> = acronym.chars().filter(|c| c.is_alphanumeric()).collect();
        let capitals = self.text.chars().filter(|c| c.is_uppercase() || c.is_numeric()).count();
        if !(2..=10).contains(&letters.len()) || capitals * 3 < letters.len() * 2 || long.parts.len() < 2 {
            return false;
        }
        let words: Vec<&str> =
            long.parts.iter().flat_map(|part| part.split(['-', '\''])).filter(|w| !w.is_empty()).collect();
        if words.first().and_then(|word| word.chars().next()) != letters.first().copied() {
            let skipped =
                words.first().is_some_and(|word| language.skipped_in_acronyms.iter().any(|skip| skip == word));
            if !skipped {
                return false;
            }
        }
        let begun = |words: &[&str]| {
            let mut at = 0;
            for word in words {
                if at < letters.len() && word.starts_with(letters[at]) {
                    at += 1;
                }
            }
            at
        };
        let content: Vec<&str> = words
            .iter()
            .copied()
            .filter(|word| !language.skipped_in_acronyms.iter().any(|skip| skip == word))
            .collect();
        // "IE6" is "Internet Explorer 6", and no name that goes on.
        let more = if letters.iter().any(|letter| letter.is_numeric()) { 0 } else { 2 };
        if begun(&content) == letters.len() && content.len() <= letters.len() + more || begun(&words) == letters.len() {
            return true;
        }
        // One letter in three may stand inside the word before it (CNRS is fine, "Interpol" is not an acronym).
        let (mut at, mut inside) = (0, 0);
        for word in &content {
            let mut chars = word.chars();
            if at < letters.len() && chars.next() == Some(letters[at]) {
                at += 1;
                while at < letters.len() && inside * 3 < letters.len() - 1 && !next_begins(&content, word, letters[at])
                {
                    if !chars.any(|c| c == letters[at]) {
                        break;
                    }
                    at += 1;
                    inside += 1;
                }
            }
        }
        at == letters.len() && letters.len() >= 3 && content.len() <= letters.len() + 1
    }
}

/// "al-Chalabi" and "Chalabi" are one surname: the article of the language it comes from.
fn is_same_word(a: &str, b: &str) -> bool {
    a == b || without_prefix(a) == Some(b) || without_prefix(b) == Some(a)
}

/// A surname less an article of two letters that a hyphen ties to it.
pub(super) fn without_prefix(word: &str) -> Option<&str> {
    /// Letters of the rest.
    const SHORTEST: usize = 4;
    let (prefix, rest) = word.split_once('-')?;
    (prefix.len() == 2 && rest.chars().count() >= SHORTEST).then_some(rest)
}

/// Whether the word after `word` begins with `letter`: then the letter belongs to that word.
fn next_begins(words: &[&str], word: &str, letter: char) -> bool {
    let position = words.iter().position(|other| std::ptr::eq(*other, word));
    position.and_then(|index| words.get(index + 1)).is_some_and(|next| next.starts_with(letter))
}

/// Whether the first part of a name was written as initials: "E.", "J.-P.", "JD".
pub(super) fn is_initials(name: &Name, part: &str) -> bool {
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let written = name.text.split_whitespace().next().unwrap_or_default();
    letters == 1 || letters == 2 && (written.contains('.') || written.chars().all(char::is_uppercase))
}

/// As a name is shown: white space single, quotation marks, stray punctuation and a possessive ending cut.
pub(crate) fn clean(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut name = joined.as_str();
    name = name.trim_matches(|c: char| {
        c.is_whitespace() || "\"“”«»‹›„,;:!?*_|<>•·–—".contains(c) || c == '(' || c == ')' || c == '[' || c == ']'
    });
    // A bracket inside the name is kept whole.
    if name.matches('(').count() != name.matches(')').count() {
        name = name.split(['(', ')']).next().unwrap_or(name).trim_end();
    }
    for ending in ["'s", "’s", "'S", "’S"] {
        name = name.strip_suffix(ending).unwrap_or(name);
    }
    name = name.trim_matches(['\'', '’', '‘']).trim_start_matches(['-', '‑']).trim_end_matches(['-', '‑']);
    name.to_owned()
}

/// Letter case and accents folded, ligatures opened, apostrophes and hyphens made plain.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|&c| !is_combining_mark(c)) {
        match c {
            'œ' | 'Œ' => folded.push_str("oe"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            '’' | '‘' | 'ʼ' => folded.push('\''),
            '‐' | '‑' | '–' | '—' => folded.push('-'),
            _ => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::super::testing::language;
    use super::*;

    fn name(text: &str) -> Name {
        Name::new(text, &language("fr").coreference)
    }

    #[test]
    fn equal_names_have_equal_keys() {
        for (a, b) in [
            ("Élisabeth Borne", "ELISABETH BORNE"),
            ("Jean-Luc Mélenchon", "Jean Luc Melenchon"),
            ("J. D. Vance", "J.D. Vance"),
            ("JD Vance", "J.D. Vance"),
            ("« Elon Musk »", "Elon\nMusk"),
            ("Musk’s", "Musk"),
            ("U.S.", "US"),
            ("l’Élysée", "l'Elysée"),
        ] {
            assert_eq!(name(a).key, name(b).key, "{a} / {b}");
        }
        assert_ne!(name("Donald Trump Jr.").key, name("Donald Trump").key);
    }

    #[test]
    fn surnames() {
        for (short, full, expected) in [
            ("Musk", "Elon Musk", true),
            ("Le Pen", "Marine Le Pen", true),
            ("Pen", "Marine Le Pen", true),
            ("Sánchez", "Pedro Sánchez Castejón", true),
            ("Elon", "Elon Musk", false),
            ("Musk", "Musk", false),
            ("Trump Jr", "Donald Trump", false),
            ("Paris", "Paris Hilton", false),
        ] {
            assert_eq!(name(short).is_surname_of(&name(full)), expected, "{short} of {full}");
        }
        assert_eq!(name("Ursula von der Leyen").surname(&language("fr").coreference).join(" "), "von der leyen");
    }

    #[test]
    fn variants_of_full_names() {
        let fr = &language("fr").coreference;
        for (a, b, expected) in [
            ("Donald J. Trump", "Donald Trump", true),
            ("Donald John Trump", "Donald Trump", true),
            ("E. Macron", "Emmanuel Macron", true),
            ("J.-L. Mélenchon", "Jean-Luc Mélenchon", true),
            ("Volodymyr Zelensky", "Volodymyr Zelenskyy", true),
            ("Donald Trump Jr.", "Donald Trump", false),
            ("Hillary Clinton", "Bill Clinton", false),
            ("Jean Martin", "Jean Marin", false),
            ("Jo Cox", "John Cox", false),
            ("B. Macron", "Emmanuel Macron", false),
        ] {
            assert_eq!(name(a).is_person_variant_of(&name(b), fr), expected, "{a} / {b}");
            assert_eq!(name(b).is_person_variant_of(&name(a), fr), expected, "{b} / {a}");
        }
    }

    #[test]
    fn acronyms() {
        let fr = &language("fr").coreference;
        for (short, long, expected) in [
            ("CLC", "Campaign Legal Center", true),
            ("OMS", "Organisation mondiale de la santé", true),
            ("SNCF", "Société nationale des chemins de fer français", true),
            ("PSG", "Paris Saint-Germain", true),
            ("NASA", "National Aeronautics and Space Administration", true),
            ("CNC", "Centre national du cinéma", true),
            ("RSF", "Reporters sans frontières", true),
            ("LR", "Jean Dupont", false),
            ("ONU", "Organisation mondiale de la santé", false),
            ("Marie", "Mairie de Paris", false),
            ("WSJ", "Washington Post", false),
        ] {
            assert_eq!(name(short).is_acronym_of(&name(long), fr), expected, "{short} of {long}");
        }
    }

    #[test]
    fn legal_forms_and_articles_are_not_the_name() {
        let fr = &language("fr").coreference;
        assert_eq!(name("Tesla, Inc.").core_key(fr), "tesla");
        assert_eq!(name("SE").core_key(fr), "se");
        assert_eq!(name("Le Monde").without_article(fr), Some("monde"));
        assert_eq!(name("Monde").without_article(fr), None);
    }
}
