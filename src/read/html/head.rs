//! What a page says about its article: JSON-LD first, then Open Graph and other `meta` elements, then what is seen.

use dom_query::Document as Page;
use serde_json::Value;

use super::super::metadata;
use crate::model::DocumentMetadata;

/// Title, outlet, address and date. The language a page states is left aside: templates state it wrongly too
/// often, and the text itself tells.
pub(super) fn metadata(page: &Page) -> DocumentMetadata {
    let linked = LinkedData::of(page);
    let metas = Metas::of(page);
    let text = |value: Option<String>| value.as_deref().and_then(plain);
    let title = linked
        .text("headline")
        .or_else(|| metas.first(&["og:title", "twitter:title", "dc.title", "dcterms.title"]))
        .or_else(|| only_heading(page))
        .or_else(|| page_title(page));
    let publisher = linked.publisher().or_else(|| {
        metas.first(&["og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "citation_publisher"])
    });
    let canonical = page.select("link[rel=canonical]").attr("href").map(|href| href.to_string());
    let url = [canonical, metas.first(&["og:url"]), linked.address()]
        .into_iter()
        .flatten()
        .find_map(|url| metadata::url(&url));
    let published = [
        linked.text("datePublished"),
        metas.first(&[
            "article:published_time",
            "og:article:published_time",
            "datepublished",
            "date",
            "dc.date",
            "dc.date.issued",
            "dcterms.date",
            "dcterms.created",
            "pubdate",
            "publish-date",
            "publication_date",
            "sailthru.date",
            "parsely-pub-date",
            "citation_publication_date",
        ]),
        linked.text("dateCreated"),
        marked_time(page),
    ]
    .into_iter()
    .flatten()
    .find_map(|date| metadata::date(&date));
    DocumentMetadata { title: text(title), publisher: text(publisher), url, published, language: None }
}

/// The headline as the page shows it, else the title its head states.
pub(super) fn headline(page: &Page, title: Option<&str>) -> Option<String> {
    let shown: Vec<_> = page.select("h1").iter().filter_map(|heading| metadata::line(&heading.text())).collect();
    let same = |heading: &&String| {
        title.is_some_and(|title| {
            let (heading, title) = (letters(heading), letters(title));
            !heading.is_empty()
                && (title.contains(&heading) || heading.contains(&title))
                && heading.len() * 2 > title.len()
        })
    };
    shown
        .iter()
        .find(same)
        .or(if title.is_none() { shown.first() } else { None })
        .cloned()
        .or_else(|| title.map(str::to_owned))
}

/// Letters and digits alone, for comparing titles that differ in quotes and spaces.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Text of a field that may hold entities or tags.
fn plain(text: &str) -> Option<String> {
    if text.contains(['&', '<']) { metadata::line(&Page::fragment(text).text()) } else { metadata::line(text) }
}

fn only_heading(page: &Page) -> Option<String> {
    let headings: Vec<_> = page.select("h1").iter().filter_map(|heading| metadata::line(&heading.text())).collect();
    match &headings[..] {
        [heading] => Some(heading.clone()),
        _ => None,
    }
}

/// The `title` element without the outlet's name at its end.
fn page_title(page: &Page) -> Option<String> {
    let title = metadata::line(&page.select("title").first().text())?;
    let cut = [" | ", " - ", " – ", " — ", " :: "].iter().filter_map(|mark| title.rfind(mark)).max();
    match cut.map(|at| &title[..at]) {
        // Four words make a headline; fewer may be the first half of one.
        Some(head) if head.split_whitespace().count() >= 4 => Some(head.to_owned()),
        _ => Some(title),
    }
}

/// A `time` element marked as the publication's, or the first of an article's header.
fn marked_time(page: &Page) -> Option<String> {
    ["time[itemprop=datePublished]", "time[pubdate]", "[itemprop=datePublished]", "article header time", "article time"]
        .iter()
        .find_map(|selector| {
            let found = page.select(selector);
            let first = found.first();
            first.attr("datetime").or_else(|| first.attr("content")).map(|date| date.to_string())
        })
}

/// `meta` elements: property, name or itemprop in lower case, and content.
struct Metas(Vec<(String, String)>);

impl Metas {
    fn of(page: &Page) -> Self {
        let metas = page.select("meta[content]");
        Self(
            metas
                .iter()
                .filter_map(|meta| {
                    let key = ["property", "name", "itemprop"].iter().find_map(|attribute| meta.attr(attribute))?;
                    Some((key.trim().to_ascii_lowercase(), meta.attr("content")?.to_string()))
                })
                .collect(),
        )
    }

    /// The first of these keys that is present and not blank.
    fn first(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| {
            self.0
                .iter()
                .find(|(name, content)| name == key && !content.trim().is_empty())
                .map(|(_, content)| content.clone())
        })
    }
}

/// The JSON-LD objects of a page.
struct LinkedData(Vec<Value>);

impl LinkedData {
    fn of(page: &Page) -> Self {
        let mut objects = Vec::new();
        for script in page.select(r#"script[type="application/ld+json"]"#).iter() {
            let text = script.text();
            let Ok(value) = serde_json::from_str::<Value>(text.trim()) else { continue };
            let mut queue = vec![value];
            while let Some(value) = queue.pop() {
                match value {
                    Value::Array(values) => queue.extend(values.into_iter().rev()),
                    Value::Object(mut object) => {
                        if let Some(graph) = object.remove("@graph") {
                            queue.push(graph);
                        }
                        objects.push(Value::Object(object));
                    }
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
                }
            }
        }
        Self(objects)
    }

    /// The object that is the article: schema.org has a dozen kinds of them, all named alike.
    fn article(&self) -> Option<&Value> {
        let is_article =
            |kind: &Value| kind.as_str().is_some_and(|kind| kind.ends_with("Article") || kind.ends_with("Posting"));
        self.0.iter().find(|object| match &object["@type"] {
            Value::Array(kinds) => kinds.iter().any(is_article),
            kind => is_article(kind),
        })
    }

    fn text(&self, field: &str) -> Option<String> {
        self.article()?[field].as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
    }

    fn publisher(&self) -> Option<String> {
        let publisher = match &self.article()?["publisher"] {
            Value::Array(publishers) => publishers.first()?,
            publisher => publisher,
        };
        let referred = || {
            let id = publisher["@id"].as_str()?;
            self.0.iter().find(|object| object["@id"] == id)
        };
        let name =
            publisher.as_str().or_else(|| publisher["name"].as_str()).or_else(|| referred()?["name"].as_str())?;
        (!name.trim().is_empty()).then(|| name.to_owned())
    }

    fn address(&self) -> Option<String> {
        let article = self.article()?;
        let page = &article["mainEntityOfPage"];
        [&page["@id"], page, &article["url"]].into_iter().find_map(|url| url.as_str().map(str::to_owned))
    }
}
