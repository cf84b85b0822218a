//! The visible text of a page, a block an element that a browser would put on a line of its own.

use dom_query::{Document as Page, NodeRef};

/// A line of visible text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// White space collapsed, as a browser shows it.
    pub(super) text: String,
    /// Bytes of it that are links.
    pub(super) linked: usize,
}

/// Elements that stand in a line of text. All others begin and end a block: an unknown element that glued two
/// paragraphs would do more harm than one that parts a sentence.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "ruby", "rb", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr",
];

/// Elements whose content is no text of the article.
const SKIPPED: &[&str] = &[
    "aside", "audio", "button", "canvas", "datalist", "dialog", "embed", "footer", "form", "head", "iframe", "input",
    "map", "math", "menu", "nav", "noscript", "object", "rp", "rt", "script", "select", "style", "svg", "template",
    "textarea", "title", "video",
];

/// The blocks of a page in reading order. No recursion: the depth of a page is not ours to choose.
pub(super) fn of(page: &Page) -> Vec<Block> {
    enum Step<'a> {
        Enter(NodeRef<'a>),
        EndBlock,
        EndCell,
        EndLink,
    }
    let mut lines = Lines::default();
    let mut steps = vec![Step::Enter(page.root())];
    while let Some(step) = steps.pop() {
        let node = match step {
            Step::EndBlock => {
                lines.end_block();
                continue;
            }
            Step::EndCell => {
                lines.cell();
                continue;
            }
            Step::EndLink => {
                lines.link_depth -= 1;
                continue;
            }
            Step::Enter(node) => node,
        };
        if node.is_text() {
            lines.push(&node.text());
            continue;
        }
        let Some(name) = node.node_name() else {
            steps.extend(node.children_it(true).map(Step::Enter));
            continue;
        };
        let name = name.as_ref();
        if SKIPPED.contains(&name) || is_hidden(&node) || is_note_mark(name, &node) {
            continue;
        }
        match name {
            "br" => lines.end_block(),
            "a" => {
                lines.link_depth += 1;
                steps.push(Step::EndLink);
            }
            // A row of a table is one line.
            "td" | "th" => steps.push(Step::EndCell),
            _ if INLINE.contains(&name) => {}
            _ => {
                lines.end_block();
                steps.push(Step::EndBlock);
            }
        }
        steps.extend(node.children_it(true).map(Step::Enter));
    }
    lines.end_block();
    lines.blocks
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    let style = node.attr("style").map(|style| style.replace(' ', "").to_ascii_lowercase()).unwrap_or_default();
    node.has_attr("hidden")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || node.attr("aria-hidden").is_some_and(|value| value.as_ref() == "true")
}

/// `[12]`, raised: the mark of a note, not a word.
fn is_note_mark(name: &str, node: &NodeRef<'_>) -> bool {
    name == "sup" && {
        let text = node.text();
        let text = text.trim();
        text.starts_with('[') && text.ends_with(']') && text.len() <= 12
    }
}

#[derive(Default)]
struct Lines {
    blocks: Vec<Block>,
    text: String,
    linked: usize,
    link_depth: usize,
    /// White space was met since the last letter.
    gap: bool,
}

impl Lines {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                // Invitations to break a word, invisible to readers.
                '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
                // Other spaces keep their meaning: a French colon stands after a no-break space.
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => self.gap = true,
                _ => {
                    if self.gap && !self.text.is_empty() {
                        self.text.push(' ');
                    }
                    self.gap = false;
                    self.text.push(c);
                    if self.link_depth > 0 {
                        self.linked += c.len_utf8();
                    }
                }
            }
        }
    }

    fn cell(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\t');
        }
        self.gap = false;
    }

    fn end_block(&mut self) {
        self.gap = false;
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let text = text.trim();
        if !text.is_empty() {
            self.blocks.push(Block { text: text.to_owned(), linked });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(html: &str) -> Vec<String> {
        of(&Page::from(html)).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn blocks_are_parted_and_words_are_not_glued() {
        for (html, expected) in [
            ("<p>Un <b>mot</b>,\n deux</p><p>trois</p>", &["Un mot, deux", "trois"][..]),
            ("<div>a<br>b<div>c</div>d</div>", &["a", "b", "c", "d"]),
            ("<table><tr><td>Paris</td><td>2</td></tr><tr><td>Lyon</td></tr></table>", &["Paris\t2", "Lyon"]),
            ("<p>vis&shy;ible<span hidden>no</span><span style='display: none'>no</span></p>", &["visible"]),
            ("<p>Il dit&nbsp;:<sup>[3]</sup> oui</p><script>var x</script>", &["Il dit\u{a0}: oui"]),
            ("<figure><img alt=x><figcaption>Le port.</figcaption></figure>", &["Le port."]),
            ("<p>x<sup>2</sup></p>", &["x2"]),
        ] {
            assert_eq!(lines(html), expected, "{html}");
        }
    }

    #[test]
    fn links_are_measured() {
        let blocks = of(&Page::from("<p>see <a href=x>this</a></p>"));
        assert_eq!(blocks, [Block { text: "see this".to_owned(), linked: 4 }]);
    }
}
