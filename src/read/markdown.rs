//! Markdown as news sites and note takers write it: markup goes, words stay, a paragraph is a line.

use super::metadata;
use crate::model::{DocumentMetadata, NewDocument};

/// The words of a Markdown text, a blank line between paragraphs; front matter and first heading as metadata.
pub(super) fn parse(source: &str) -> NewDocument {
    let (mut metadata, body) = front_matter(source);
    let mut writer = Writer::default();
    let mut fence: Option<&str> = None;
    let mut lines = body.lines().peekable();
    while let Some(line) = lines.next() {
        let content = line.trim();
        if let Some(mark) = fence {
            if content.starts_with(mark) && content.trim_start_matches(['`', '~']).is_empty() {
                fence = None;
            }
            continue;
        }
        if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| content.starts_with(mark)) {
            writer.end_paragraph();
            fence = Some(mark);
            continue;
        }
        let (content, marked) = without_line_marks(content);
        if content.is_empty() || is_rule(content) || is_definition(content) || is_table_rule(content) {
            writer.end_paragraph();
        } else if let Some(heading) = heading(content) {
            writer.end_paragraph();
            writer.push(heading);
            let text = writer.end_paragraph();
            metadata.title = metadata.title.or(text);
        } else if lines.peek().is_some_and(|next| is_underline(next)) && writer.is_empty() {
            lines.next();
            writer.push(content);
            let text = writer.end_paragraph();
            metadata.title = metadata.title.or(text);
        } else {
            if marked || content.starts_with('|') {
                writer.end_paragraph();
            }
            writer.push(content);
            // Two blanks or a backslash at the end break the line; so does every row of a table.
            if line.ends_with("  ") || line.ends_with('\\') || content.starts_with('|') {
                writer.end_paragraph();
            }
        }
    }
    writer.end_paragraph();
    NewDocument { text: writer.paragraphs.join("\n\n"), metadata, ..NewDocument::default() }
}

/// Metadata between two lines of `---` at the very top, and the rest.
fn front_matter(source: &str) -> (DocumentMetadata, &str) {
    let mut metadata = DocumentMetadata::default();
    let Some(rest) = source.strip_prefix("---").filter(|rest| rest.starts_with(['\n', '\r'])) else {
        return (metadata, source);
    };
    let Some(end) = rest.find("\n---") else { return (metadata, source) };
    for line in rest[..end].lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        match key.trim().to_ascii_lowercase().as_str() {
            "title" => metadata.title = metadata::line(value),
            "date" | "published" | "publication_date" => metadata.published = metadata::date(value),
            "publisher" | "site" | "source" if metadata::url(value).is_none() => {
                metadata.publisher = metadata::line(value);
            }
            "url" | "link" | "canonical" | "source" => metadata.url = metadata::url(value),
            "language" | "lang" => metadata.language = metadata::line(value),
            _ => {}
        }
    }
    let body = &rest[end + 4..];
    (metadata, body.split_once('\n').map_or("", |(_, body)| body))
}

#[derive(Default)]
struct Writer {
    paragraphs: Vec<String>,
    current: String,
}

impl Writer {
    fn is_empty(&self) -> bool {
        self.current.is_empty()
    }

    fn push(&mut self, line: &str) {
        if !self.current.is_empty() {
            self.current.push(' ');
        }
        self.current.push_str(line.trim_end_matches('\\'));
    }

    /// Closes the paragraph, inline markup removed, and gives its text.
    fn end_paragraph(&mut self) -> Option<String> {
        let source = std::mem::take(&mut self.current);
        let text = metadata::line(&inline(&source))?;
        self.paragraphs.push(text.clone());
        Some(text)
    }
}

/// The line without quotation marks and list marks at its start, and whether there was one.
fn without_line_marks(line: &str) -> (&str, bool) {
    let mut rest = line;
    let mut marked = false;
    while let Some(inner) = rest.strip_prefix('>') {
        rest = inner.trim_start();
    }
    let bullet = ["- ", "* ", "+ "].iter().find_map(|mark| rest.strip_prefix(mark));
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let numbered =
        (1..=3).contains(&digits).then(|| [". ", ") "].iter().find_map(|mark| rest[digits..].strip_prefix(mark)));
    if let Some(inner) = bullet.filter(|_| !is_rule(rest)).or(numbered.flatten()) {
        marked = true;
        rest = inner.trim_start();
    }
    (rest, marked)
}

fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    ((1..=6).contains(&level) && text.starts_with([' ', '\t'])).then(|| text.trim().trim_end_matches('#').trim_end())
}

/// `***`, `---`, `___`.
fn is_rule(line: &str) -> bool {
    let marks: Vec<_> = line.chars().filter(|c| *c != ' ').collect();
    marks.len() >= 3 && ['*', '-', '_'].iter().any(|mark| marks.iter().all(|c| c == mark))
}

/// `===` or `---` under a title.
fn is_underline(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 2 && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'))
}

/// `[name]: https://…`, also of notes.
fn is_definition(line: &str) -> bool {
    line.starts_with('[')
        && line.find("]:").is_some_and(|end| {
            let target = line[end + 2..].trim();
            line.starts_with("[^") || metadata::url(target.split(' ').next().unwrap_or_default()).is_some()
        })
}

fn is_table_rule(line: &str) -> bool {
    line.contains('-') && line.contains('|') && line.bytes().all(|byte| b"|-: ".contains(&byte))
}

/// Inline markup removed: one pass, no look-back further than the brackets of one paragraph.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Where the text of each open bracket begins in `out`, and whether it is an image.
    let mut brackets: Vec<(usize, bool)> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let boundary_before = out.chars().next_back().is_none_or(|last| !last.is_alphanumeric());
        let boundary_after = |rest: &str| rest.chars().next().is_none_or(|next| !next.is_alphanumeric());
        match c {
            '\\' if after.starts_with(|next: char| next.is_ascii_punctuation()) => {
                let escaped = after.chars().next().unwrap_or_default();
                out.push(escaped);
                rest = &after[escaped.len_utf8()..];
            }
            '!' if after.starts_with('[') => {
                brackets.push((out.len(), true));
                rest = &after[1..];
            }
            '[' if after.starts_with('^') && after.find(']').is_some_and(|end| end <= 20) => {
                rest = after.split_once(']').map_or("", |(_, rest)| rest);
            }
            '[' => {
                brackets.push((out.len(), false));
                rest = after;
            }
            ']' if !brackets.is_empty() => {
                let (start, image) = brackets.pop().unwrap_or_default();
                match link_target(after) {
                    Some(target) => {
                        if image {
                            out.truncate(start);
                        }
                        rest = &after[target..];
                    }
                    None => {
                        // Brackets in the text, "[sic]".
                        out.insert_str(start, if image { "![" } else { "[" });
                        out.push(']');
                        rest = after;
                    }
                }
            }
            '*' => rest = after.trim_start_matches('*'),
            '~' if after.starts_with('~') => rest = &after[1..],
            '_' if boundary_before || boundary_after(after.trim_start_matches('_')) => {
                rest = after.trim_start_matches('_');
            }
            '`' => rest = after.trim_start_matches('`'),
            '|' if text.starts_with('|') => {
                out.push('\t');
                rest = after;
            }
            '<' => match tag_end(after) {
                Some(end) => {
                    // An address in angle brackets stays visible; a tag does not.
                    if after.starts_with("http") {
                        out.push_str(&after[..end]);
                    }
                    rest = &after[end + 1..];
                }
                None => {
                    out.push('<');
                    rest = after;
                }
            },
            _ => {
                out.push(c);
                rest = after;
            }
        }
    }
    // Brackets never closed were text; the last opened is put back first, so that positions stay true.
    for (start, image) in brackets.into_iter().rev().take(16) {
        out.insert_str(start, if image { "![" } else { "[" });
    }
    out
}

/// Length of `(target)` or `[reference]` behind a link's text.
fn link_target(after: &str) -> Option<usize> {
    let close = match after.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let longest = after.char_indices().nth(2000).map_or(after.len(), |(at, _)| at);
    let mut depth = 0_usize;
    for (at, c) in after[..longest].char_indices() {
        match c {
            '(' if close == ')' => depth += 1,
            _ if c == close => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Where a tag or comment that begins here ends.
fn tag_end(after: &str) -> Option<usize> {
    let first = after.chars().next()?;
    if !(first.is_ascii_alphabetic() || matches!(first, '/' | '!')) {
        return None;
    }
    let longest = after.char_indices().nth(500).map_or(after.len(), |(at, _)| at);
    after[..longest].find('>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_words_stay() {
        for (source, expected) in [
            ("# Title\n\nOne *word*,\ntwo **words**.", "Title\n\nOne word, two words."),
            ("a [link](http://x.y/(z)) and ![picture](p.png) end", "a link and end"),
            ("He said [sic] so[^1].\n\n[^1]: note\n[ref]: https://x.y\n", "He said [sic] so."),
            ("- one\n- two\n\n1. three", "one\n\ntwo\n\nthree"),
            ("> quoted\n> text", "quoted text"),
            ("```\ncode\n```\nafter", "after"),
            ("snake_case stays, _emphasis_ goes", "snake_case stays, emphasis goes"),
            ("5 \\* 3 < 20 and <b>bold</b>", "5 * 3 < 20 and bold"),
            ("Title\n=====\n\nText", "Title\n\nText"),
            ("| a | b |\n|---|---|\n| c | d |", "a b\n\nc d"),
            ("line one  \nline two", "line one\n\nline two"),
            ("un [crochet ouvert", "un [crochet ouvert"),
        ] {
            assert_eq!(parse(source).text, expected, "{source}");
        }
    }

    #[test]
    fn front_matter_is_metadata() {
        let parsed = parse("---\ntitle: \"Le vote\"\ndate: 2024-05-03\nlang: fr\nsource: https://x.y/z\n---\nTexte.");
        assert_eq!(parsed.text, "Texte.");
        assert_eq!(parsed.metadata.title.as_deref(), Some("Le vote"));
        assert_eq!(parsed.metadata.published.map(|date| date.to_string()).as_deref(), Some("2024-05-03"));
        assert_eq!(parsed.metadata.language.as_deref(), Some("fr"));
        assert_eq!(parsed.metadata.url.as_deref(), Some("https://x.y/z"));
    }
}
