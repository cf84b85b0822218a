//! The article of a web page, and what the page's head says about it.

mod blocks;
mod head;

use std::collections::{BTreeMap, BTreeSet};

use dom_query::Document as Page;
use dom_smoothie::{Config, Readability};
use encoding_rs::Encoding;

use self::blocks::Block;
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
        .map(|blocks| blocks.into_iter().filter(|block| !is_link(block)).collect::<Vec<_>>())
        .ok()
        .filter(|blocks| !blocks.is_empty());
    let paragraphs = match article {
        Some(article) => completed(&whole, headline.as_deref(), article),
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

/// A line of nothing but a link, which points away from the article.
fn is_link(block: &Block) -> bool {
    block.linked == block.text.chars().filter(|c| *c != ' ').map(char::len_utf8).sum::<usize>()
        && !block.text.ends_with(['.', '!', '?', '…', '»', '”', '"'])
}

/// Letters a lead has at least; shorter lines above the article are dates, authors and buttons.
const SHORTEST_LEAD: usize = 60;

/// The article with what its extraction dropped: the lead that stands between headline and body, and paragraphs
/// and captions between two paragraphs of the body. Extraction distrusts short blocks with a link in them; between
/// two paragraphs, only a block of nothing but links is none of the article.
fn completed(whole: &[Block], headline: Option<&str>, article: Vec<Block>) -> Vec<Block> {
    let known: BTreeSet<_> = article.iter().map(|block| block.text.clone()).collect();
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, block) in whole.iter().enumerate() {
        places.entry(&block.text).or_default().push(at);
    }
    let place_of = |text: &str, from: usize| {
        let all = places.get(text)?;
        all.get(all.partition_point(|&at| at < from)).copied()
    };
    let mut result: Vec<Block> = Vec::new();
    // Where the page goes on behind the headline, then behind each block of the article.
    let mut next = headline.and_then(|headline| place_of(headline, 0)).map(|at| at + 1);
    let mut in_body = false;
    for block in article {
        if let Some(at) = place_of(&block.text, next.unwrap_or(0)) {
            let missed = whole[next.unwrap_or(at)..at].iter().filter(|other| !known.contains(&other.text));
            let belongs = |other: &&Block| {
                let linked_at_most = if in_body { other.text.len() * 4 / 5 } else { other.text.len() / 2 };
                other.linked <= linked_at_most && (in_body || other.text.chars().count() >= SHORTEST_LEAD)
            };
            result.extend(missed.filter(belongs).cloned());
            next = Some(at + 1);
            in_body = true;
        }
        result.push(block);
    }
    result
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

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r##"<!DOCTYPE html><html lang="en"><head><title>Le port attend sa réforme - La Gazette</title>
<meta property="og:title" content="Le port attend sa réforme"><meta property="og:site_name" content="Autre nom">
<link rel="canonical" href="https://gazette.example/port"><meta name="date" content="2020-01-01">
<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":["NewsArticle"],
"headline":"Le port attend sa r&eacute;forme","datePublished":"2024-05-03T08:00:00+02:00","publisher":{"@id":"#o"}},
{"@id":"#o","@type":"Organization","name":"La Gazette"}]}</script></head><body>
<nav><a href="/a">Accueil</a> <a href="/b">Politique</a></nav><div>Nous utilisons des cookies.</div>
<main><article><header><h1>Le port  attend sa réforme</h1>
<p>Le gouvernement a promis une réforme des ports, mais les dockers de la ville n'ont encore rien vu venir.</p></header>
<div>
<p>Le président du port, <b>Paul Morin</b>, a rencontré mardi le ministre des Transports, <a href=x>Marc Lebrun</a>, à Paris.
«&nbsp;Nous avons besoin d'argent, de beaucoup d'argent, et tout de suite&nbsp;», a-t-il dit devant la presse.</p>
<p>Il a <a href=x>démenti toute grève</a>.</p><p>Selon lui, il manque 40&nbsp;millions d'euros.<br>Le ministère a démenti.</p><figure><img src=x alt=x><figcaption>Le port, le 2 mai 2024.</figcaption></figure>
<aside><h3>Lire aussi</h3><a href=y>Les dockers en grève</a></aside><p><a href=z>Tout sur le port</a></p>
<h2>Une promesse ancienne</h2><ul><li>Une jetée sera construite ;</li><li>la criée déménagera.</li></ul>
<p>La ville attend.</p></div><footer>Mots clés : port</footer></article>
<section class="comments"><h2>2 commentaires</h2><p>Bravo pour cet article que j'ai lu.</p></section></main>
<footer>Tous droits réservés</footer></body></html>"##;

    #[test]
    fn the_article_and_not_the_page() {
        let parsed = parse(PAGE).unwrap();
        let expected = [
            "Le port attend sa réforme",
            "Le gouvernement a promis une réforme des ports, mais les dockers de la ville n'ont encore rien vu venir.",
            "Le président du port, Paul Morin, a rencontré mardi le ministre des Transports, Marc Lebrun, à Paris. \
             «\u{a0}Nous avons besoin d'argent, de beaucoup d'argent, et tout de suite\u{a0}», a-t-il dit devant la presse.",
            "Il a démenti toute grève.",
            "Selon lui, il manque 40\u{a0}millions d'euros.",
            "Le ministère a démenti.",
            "Le port, le 2 mai 2024.",
            "Une promesse ancienne",
            "Une jetée sera construite ;",
            "la criée déménagera.",
            "La ville attend.",
        ];
        assert_eq!(parsed.text.split("\n\n").collect::<Vec<_>>(), expected);
        let metadata = parsed.metadata;
        assert_eq!(metadata.title.as_deref(), Some("Le port attend sa réforme"));
        assert_eq!(metadata.publisher.as_deref(), Some("La Gazette"));
        assert_eq!(metadata.published.map(|date| date.to_string()).as_deref(), Some("2024-05-03"));
        assert_eq!(metadata.url.as_deref(), Some("https://gazette.example/port"));
    }

    #[test]
    fn pages_without_head_or_frame() {
        for (page, text) in [
            ("<p>Ann met Bob.</p><p>He left.</p>", "Ann met Bob.\n\nHe left."),
            (
                "<title>Council rejects the tram plan | Daily Planet</title><p>It did.</p>",
                "Council rejects the tram plan\n\nIt did.",
            ),
            ("Ann met Bob.<br><br>He left.", "Ann met Bob.\n\nHe left."),
            ("<h1>Ann meets Bob</h1><div>Ann met Bob.</div>", "Ann meets Bob\n\nAnn met Bob."),
        ] {
            assert_eq!(parse(page).unwrap().text, text, "{page}");
        }
    }

    #[test]
    fn hostile_pages_are_refused_quickly() {
        for page in ["<div>".repeat(1_000_000), "<b><i>".repeat(1000), "<p>a".repeat(500_000)] {
            assert_eq!(parse(&page).unwrap_err().code, "hostile-page");
        }
        assert!(parse(&format!("{}<p>Ann met Bob.</p>", "<div>".repeat(500))).is_ok());
    }

    #[test]
    fn charsets_are_found_in_the_head() {
        for (head, name) in [
            ("<meta charset=\"iso-8859-1\">", Some("windows-1252")),
            ("<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>", Some("windows-1251")),
            ("<meta charset=nonsense>", None),
            ("<p>charset", None),
        ] {
            assert_eq!(declared_encoding(head.as_bytes()).map(Encoding::name), name, "{head}");
        }
    }
}
