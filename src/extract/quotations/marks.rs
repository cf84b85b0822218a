//! Stretches of text between quotation marks, whatever the marks, with the slips of typesetting put right.
//!
//! The shape of a mark says whether it opens or closes, unless what stands around it says otherwise: feeds turn
//! « and » round, and straight marks have no sides. A mark that never closes must not swallow the text behind it,
//! but a paragraph that opens one and does not close it goes on when the next begins with one.

use crate::model::Span;

/// What stands between two marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) struct Stretch {
    /// With the marks.
    pub(in crate::extract) outer: Span,
    /// Without the marks and the space inside them.
    pub(in crate::extract) inner: Span,
}

/// Bytes; longer speeches are broken by paragraphs.
const LONGEST: usize = 4000;

/// The outermost stretches of a text in text order. They do not overlap and none spans a line break.
pub(in crate::extract) fn stretches(text: &str) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let next_opens = lines.peek().is_some_and(|next| next.trim_start().chars().next().is_some_and(is_double_mark));
        let mut paragraph = Paragraph { text, found: Vec::new(), open: Vec::new(), start };
        paragraph.read(line);
        paragraph.end(start + line.trim_end().len(), next_opens);
        found.append(&mut paragraph.found);
        start += line.len();
    }
    found
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Guillemet,
    Curly,
    Straight,
    Single,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Nothing,
}

fn is_double_mark(character: char) -> bool {
    matches!(character, '«' | '»' | '“' | '”' | '"')
}

struct Paragraph<'a> {
    text: &'a str,
    found: Vec<Stretch>,
    /// Kind, start and end of each mark that waits for its partner.
    open: Vec<(Kind, Span)>,
    start: usize,
}

impl Paragraph<'_> {
    fn read(&mut self, line: &str) {
        let mut previous = ' ';
        let mut characters = line.char_indices().peekable();
        while let Some((position, character)) = characters.next() {
            let before = std::mem::replace(&mut previous, character);
            let mut end = position + character.len_utf8();
            // Two apostrophes stand for one double mark.
            let doubled = matches!(character, '\'' | '’' | '‘' | '`')
                && characters.peek().is_some_and(|&(_, next)| next == character);
            if doubled {
                characters.next();
                end += character.len_utf8();
            }
            let kind = match character {
                '«' | '»' => Kind::Guillemet,
                '“' | '”' | '„' => Kind::Curly,
                '"' => Kind::Straight,
                _ if doubled => Kind::Straight,
                '‘' | '’' => Kind::Single,
                _ => continue,
            };
            let mark = Span::new(self.start + position, self.start + end);
            match self.side(kind, character, before, line.get(end..).unwrap_or_default()) {
                Side::Opens => self.open.push((kind, mark)),
                Side::Closes => self.close(kind, mark),
                Side::Nothing => {}
            }
            if self.open.first().is_some_and(|(_, opened)| mark.end - opened.start > LONGEST) {
                self.open.clear();
            }
        }
    }

    fn side(&mut self, kind: Kind, character: char, before: char, rest: &str) -> Side {
        let after = rest.chars().next().unwrap_or(' ');
        let next = rest.chars().find(|c| !c.is_whitespace());
        let is_open = self.open.iter().any(|(open, _)| *open == kind);
        let is_stop = |c: char| matches!(c, ',' | '.' | ';' | ':' | ')' | '!' | '?' | '…');
        match kind {
            Kind::Single => match character {
                '‘' if !before.is_alphanumeric() && after.is_alphanumeric() => Side::Opens,
                '’' if is_open && !after.is_alphanumeric() => Side::Closes,
                _ => Side::Nothing,
            },
            Kind::Straight if character == '`' => {
                self.open.retain(|(open, _)| *open != kind);
                Side::Opens
            }
            Kind::Straight => {
                if is_open {
                    // Space before and none behind: this one opens, the other was never closed.
                    if before.is_whitespace() && after.is_alphanumeric() {
                        self.open.retain(|(open, _)| *open != kind);
                        return Side::Opens;
                    }
                    return Side::Closes;
                }
                if (!before.is_alphanumeric() && !after.is_whitespace()) || matches!(before, '\'' | '’') {
                    Side::Opens
                } else {
                    Side::Nothing
                }
            }
            Kind::Guillemet | Kind::Curly => {
                if matches!(character, '«' | '“' | '„') {
                    let closes_by_place = is_open && next.is_none_or(is_stop) || before.is_alphanumeric();
                    match (closes_by_place, is_open) {
                        (false, _) => Side::Opens,
                        (true, true) => Side::Closes,
                        (true, false) => Side::Nothing,
                    }
                } else if is_open {
                    Side::Closes
                } else if next.is_some_and(char::is_alphanumeric) && !before.is_alphanumeric() && !is_stop(before) {
                    // Turned round by a feed; also how some set the paragraphs of a long speech.
                    Side::Opens
                } else {
                    Side::Nothing
                }
            }
        }
    }

    fn close(&mut self, kind: Kind, mark: Span) {
        let Some(depth) = self.open.iter().rposition(|(open, _)| *open == kind) else { return };
        let (_, opened) = self.open[depth];
        self.open.truncate(depth);
        self.found.retain(|inside| inside.outer.start < opened.start);
        self.push(opened, mark);
    }

    fn push(&mut self, opened: Span, closed: Span) {
        let between = self.text.get(opened.end..closed.start).unwrap_or_default();
        let start = opened.end + (between.len() - between.trim_start().len());
        let end = opened.end + between.trim_end().len();
        if start < end {
            let outer = Span::new(opened.start, closed.end);
            self.found.push(Stretch { outer, inner: Span::new(start, end) });
        }
    }

    /// What was not closed where the paragraph ends.
    fn end(&mut self, end: usize, next_opens: bool) {
        let Some(&(kind, opened)) = self.open.first() else { return };
        let has_inside = self.found.iter().any(|inside| inside.outer.start > opened.start);
        let before = self.text.get(self.start..opened.start).unwrap_or_default().trim_end();
        let begins_speech = before.is_empty() || before.ends_with(':');
        if kind != Kind::Single && (next_opens || (begins_speech && !has_inside)) {
            self.found.retain(|inside| inside.outer.start < opened.start);
            self.push(opened, Span::new(end.max(opened.end), end.max(opened.end)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        stretches(text).into_iter().map(|stretch| stretch.inner.of(text)).collect()
    }

    #[test]
    fn every_style_of_mark() {
        assert_eq!(texts("Il a dit : « Nous irons. » Fin."), ["Nous irons."]);
        assert_eq!(texts("a “very good” plan"), ["very good"]);
        assert_eq!(texts("'I will' is not, \"but I will\" is, ''and this''"), ["but I will", "and this"]);
        assert_eq!(texts("‘We don’t know,’ she said."), ["We don’t know,"]);
        assert_eq!(texts("l'“accord” et l'\"autre\""), ["accord", "autre"]);
    }

    #[test]
    fn one_inside_the_other_is_part_of_it() {
        assert_eq!(texts("« Il a dit « non » hier », dit-elle."), ["Il a dit « non » hier"]);
        assert_eq!(texts("“He said ‘no’ to us,” she said."), ["He said ‘no’ to us,"]);
    }

    #[test]
    fn slips_are_put_right() {
        assert_eq!(texts("Il l'estime » dépassé «, puis part."), ["dépassé"]);
        assert_eq!(texts("un homme » capable de gagner « ."), ["capable de gagner"]);
        assert_eq!(texts("an inch is 1\"\nbut \"we will go\" he said"), ["we will go"]);
        assert_eq!(texts("« jamais fermé, puis « fermé » et la suite"), ["fermé"]);
        assert_eq!(texts("il vend « jamais fermé et la suite"), [""; 0]);
        assert_eq!(texts("plus rien », dit-il."), [""; 0]);
    }

    #[test]
    fn a_speech_goes_on_in_the_next_paragraph() {
        assert_eq!(texts("“We came.\n“We saw.”\nThe end."), ["We came.", "We saw."]);
        assert_eq!(texts("Il répond : « Nous verrons\nIl part."), ["Nous verrons"]);
    }
}
