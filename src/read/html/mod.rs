//! The article of a web page, and what the page's head says about it.

mod blocks;
mod head;

use dom_query::Document as Page;
use dom_smoothie::{Config, Readability};
use encoding_rs::Encoding;

use crate::diagnostic::Diagnostic;
use crate::model::NewDocument;

/// Elements inside elements that a page may have. Trees of hostile depth cost quadratic time to build.
const DEEPEST_NESTING: usize = 512;
/// Tags a page may have; the longest live blogs have a tenth of it.
const MOST_TAGS: usize = 400_000;

/// Title, metadata and the article's paragraphs, a blank line between two of them.
///
/// The headline and the lead stand first even where the page keeps them outside the article's body.
pub(super) fn parse(text: &str) -> Result<NewDocument, Diagnostic> {
    refuse_hostile(text)?;
    let page = Page::from(text);
    let metadata = head::metadata(&page);
    let whole = blocks::of(&page);
    let headline = head::headline(&page, metadata.title.as_deref());
    let config = Config { disable_json_ld: true, ..Config::default() };
    let article = Readability::with_document(page, None, Some(config))
        .and_then(|mut readability| readability.parse())
        .map(|article| blocks::of(&Page::fragment(article.content)))
        .ok()
        .filter(|blocks| !blocks.is_empty());
    let paragraphs = match article {
        Some(article) => {
            let mut paragraphs = lead(&whole, headline.as_deref(), &article);
            paragraphs.extend(article);
            paragraphs
        }
        None => whole,
    };
    let mut lines: Vec<String> = Vec::new();
    if let Some(headline) = headline.filter(|headline| paragraphs.first().is_none_or(|first| first.text != *headline)) {
        lines.push(headline);
    }
    lines.extend(paragraphs.into_iter().map(|block| block.text));
    if lines.is_empty() {
        return Err(Diagnostic::error("no-article", "the page holds no text that can be read")
            .hint("pages made by scripts must be saved after the browser has drawn them"));
    }
    Ok(NewDocument { text: lines.join("\n\n"), metadata, ..NewDocument::default() })
}

/// Letters a lead has at least; shorter lines above the article are dates, authors and buttons.
const SHORTEST_LEAD: usize = 60;

/// The paragraphs between headline and article that the article's container does not hold.
fn lead(whole: &[blocks::Block], headline: Option<&str>, article: &[blocks::Block]) -> Vec<blocks::Block> {
    let position = |text: &str| whole.iter().position(|block| block.text == text);
    let Some(from) = headline.and_then(position) else { return Vec::new() };
    let Some(to) = article.iter().find_map(|block| position(&block.text)) else { return Vec::new() };
    let is_lead = |block: &&blocks::Block| {
        block.text.chars().count() >= SHORTEST_LEAD
            && block.linked * 2 < block.text.len()
            && !article.iter().any(|known| known.text == block.text)
    };
    whole.get(from + 1..to).unwrap_or_default().iter().filter(is_lead).cloned().collect()
}

/// The charset that a page's head declares.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096))?.to_ascii_lowercase();
    let at = head.windows(8).position(|window| window == b"charset=")? + 8;
    let label = head[at..].trim_ascii_start();
    let label = label.strip_prefix(b"\"").or_else(|| label.strip_prefix(b"'")).unwrap_or(label);
    let end = label.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:".contains(byte))?;
    Encoding::for_label(&label[..end])
}

fn refuse_hostile(text: &str) -> Result<(), Diagnostic> {
    let Census { deepest, tags } = census(text);
    let refuse = |message: String| Err(Diagnostic::error("hostile-page", message).hint("save the article alone"));
    if deepest > DEEPEST_NESTING {
        refuse(format!("elements of the page are nested more than {DEEPEST_NESTING} deep"))
    } else if tags > MOST_TAGS {
        refuse(format!("the page has more than {MOST_TAGS} tags"))
    } else {
        Ok(())
    }
}

struct Census {
    deepest: usize,
    tags: usize,
}

/// Counts tags without building a tree. Elements that need no end tag do not count as nesting.
fn census(text: &str) -> Census {
    const UNCLOSED: &[&str] = &[
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
        "param", "source", "td", "th", "tr", "track", "wbr",
    ];
    let mut census = Census { deepest: 0, tags: 0 };
    let mut depth = 0_usize;
    for tag in text.split('<').skip(1) {
        let (closing, name) = tag.strip_prefix('/').map_or((false, tag), |rest| (true, rest));
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).take(12).count();
        let name = &name[..length];
        if name.is_empty() {
            continue;
        }
        census.tags += 1;
        if UNCLOSED.iter().any(|unclosed| unclosed.eq_ignore_ascii_case(name)) {
            continue;
        }
        if closing {
            depth = depth.saturating_sub(1);
        } else if !tag.split('>').next().is_some_and(|inside| inside.ends_with('/')) {
            depth += 1;
            census.deepest = census.deepest.max(depth);
        }
    }
    census
}
