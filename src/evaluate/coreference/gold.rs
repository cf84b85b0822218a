//! Coreference gold in the CoNLL bracket notation: one word a line, the last column says where chains open and close.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Place};

/// A document with its chains.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoldDocument {
    /// As its `#begin document` line calls it; may be empty.
    pub name: String,
    /// The words put together again. Words that a contraction stands for ("du" for "de le") share its place.
    pub text: String,
    /// Where each word stands in the text: bytes, half-open.
    pub words: Vec<(usize, usize)>,
    /// The chains: mentions as ranges of words, last word included. Mentions that stand alone are chains too.
    pub chains: Vec<Vec<(usize, usize)>>,
}

/// Reads documents between `#begin document` and `#end document`. The first column of a word line is its number (a range
/// `4-5` is a contraction of the words that follow), the second the word, the last its brackets: `(3`, `3)`, `(3)`,
/// several one after another or joined by `|`; `_`, `-` or `*` for none. A blank line ends a sentence.
///
/// # Errors
/// Every bracket that closes nothing and every line without columns, with its number.
pub fn read_gold(text: &str, file: &str) -> Result<Vec<GoldDocument>, Vec<Diagnostic>> {
    let mut documents = Vec::new();
    let mut faults = Vec::new();
    let mut current = Building::default();
    for (index, line) in text.lines().enumerate() {
        let fault =
            |message: String| Diagnostic::error("invalid-coreference", message).at(Place::line(file, index + 1));
        if let Some(comment) = line.strip_prefix('#') {
            if let Some(name) = comment.trim_start().strip_prefix("begin document") {
                documents.extend(std::mem::take(&mut current).finish());
                current.document.name = name.trim_matches(|c: char| c.is_whitespace() || "();".contains(c)).to_owned();
            }
            continue;
        }
        if line.trim().is_empty() {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let [number, form, .., brackets] = cells.as_slice() else {
            faults.push(fault(format!("`{line}` has fewer than three columns")));
            continue;
        };
        if let Some((first, last)) = number.split_once('-') {
            let words = first.parse::<usize>().ok().zip(last.parse::<usize>().ok()).map(|(a, b)| b + 1 - a.min(b));
            current.contraction(form, words.unwrap_or_default());
            continue;
        }
        current.word(form);
        if let Err(chain) = current.brackets(brackets) {
            faults.push(fault(format!("`{chain})` closes a chain that is not open")));
        }
    }
    documents.extend(current.finish());
    if faults.is_empty() { Ok(documents) } else { Err(faults) }
}

#[derive(Default)]
struct Building {
    document: GoldDocument,
    /// Words of a contraction still to come, and where it stands.
    contracted: (usize, (usize, usize)),
    /// Where mentions of a chain began that are still open, innermost last.
    open: BTreeMap<String, Vec<usize>>,
    chains: BTreeMap<String, Vec<(usize, usize)>>,
}

impl Building {
    fn contraction(&mut self, form: &str, words: usize) {
        self.contracted = (words, self.written(form));
    }

    fn word(&mut self, form: &str) {
        let place = match &mut self.contracted {
            (left @ 1.., place) => {
                *left -= 1;
                *place
            }
            _ => self.written(form),
        };
        self.document.words.push(place);
    }

    /// Puts a word behind the text so far, with white space where people write it.
    fn written(&mut self, form: &str) -> (usize, usize) {
        let text = &mut self.document.text;
        let after = text.chars().next_back();
        let glued = after.is_none_or(|c| matches!(c, '\'' | '’' | '(' | '['));
        let closing = form.chars().all(|c| matches!(c, ',' | '.' | ')' | ']' | ';'));
        let ending = form.starts_with(['\'', '’']) && form.len() > 1 || form == "n't" || form == "n’t";
        if !glued && !closing && !ending {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(form);
        (start, text.len())
    }

    /// Opens and closes chains: `(3`, `3)`, `(3)`, one after another, with or without `|` between.
    fn brackets(&mut self, brackets: &str) -> Result<(), String> {
        let here = self.document.words.len() - 1;
        if matches!(brackets, "_" | "-" | "*") {
            return Ok(());
        }
        let mut rest = brackets;
        while !rest.is_empty() {
            rest = rest.trim_start_matches('|');
            let opens = rest.starts_with('(');
            rest = rest.strip_prefix('(').unwrap_or(rest);
            let end = rest.find(['(', ')', '|']).unwrap_or(rest.len());
            let (chain, after) = rest.split_at(end);
            let closes = after.starts_with(')');
            rest = if closes { &after[1..] } else { after };
            if chain.is_empty() {
                continue;
            }
            if opens {
                self.open.entry(chain.to_owned()).or_default().push(here);
            }
            if closes {
                let open = self.open.get_mut(chain).and_then(Vec::pop);
                let start = open.ok_or_else(|| chain.to_owned())?;
                self.chains.entry(chain.to_owned()).or_default().push((start, here));
            }
        }
        Ok(())
    }

    fn finish(self) -> Option<GoldDocument> {
        let chains = self.chains.into_values().collect();
        (!self.document.words.is_empty()).then_some(GoldDocument { chains, ..self.document })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_contractions_and_nested_mentions_are_read() {
        let text = "#begin document (a/b); part 000\n1\tLe\tx\t(1\n2\tmaire\tx\t_\n3-4\tdu\tx\t_\n3\tde\tx\t_\n4\tle\tx\t(2\n\
                    5\tbourg\tx\t2)|1)\n\n1\tIl\tx\t(1)\n2\tpart\tx\t_\n3\t.\tx\t_\n#end document\n";
        let documents = read_gold(text, "gold.conll").unwrap();
        let [document] = documents.as_slice() else { panic!("{documents:?}") };
        assert_eq!(document.text, "Le maire du bourg Il part.");
        assert_eq!(document.words[2], document.words[3]);
        assert_eq!(document.chains, [vec![(0, 4), (5, 5)], vec![(3, 4)]]);
    }

    #[test]
    fn brackets_need_nothing_between_them() {
        let text = "0\tMrs\t(1\n1\tDoe\t(2)1)|(3\n2\tand\t_\n3\tshe\t3)(1)\n";
        let documents = read_gold(text, "gold.conll").unwrap();
        assert_eq!(documents[0].chains, [vec![(0, 1), (3, 3)], vec![(1, 1)], vec![(1, 3)]]);
    }

    #[test]
    fn a_bracket_without_its_partner_is_refused() {
        let faults = read_gold("1\ta\t(1\n2\tb\t2)\n", "gold.conll").unwrap_err();
        assert_eq!(faults[0].place, Some(Place::line("gold.conll", 2)));
    }
}
