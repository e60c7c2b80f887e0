//! From what is new to an Atom document (RFC 4287).

use atom_syndication::{Category, Content, Entry as AtomEntry, Feed, Link, Person, Text};

use super::store::{Entry, News};
use crate::pages::wiki::worded;
use crate::plain::{opening, printable};

/// A feed's own words.
pub struct Names {
    /// The site's name.
    pub site: String,
    /// Its address, without a slash at the end.
    pub base_url: String,
    /// What the feed is called.
    pub title: String,
    /// The path of the page it is about.
    pub page: String,
    /// Its own path.
    pub path: String,
}

/// Writes a feed.
pub fn feed(names: &Names, news: News) -> String {
    let absolute = |path: &str| format!("{}{path}", names.base_url);
    let feed = Feed {
        title: Text::plain(printable(&names.title)),
        id: if names.page == "/" { absolute("/") } else { urn(news.id) },
        updated: news.updated.fixed_offset(),
        authors: vec![person(&names.site)],
        links: vec![link("self", absolute(&names.path), "application/atom+xml"), link("alternate", absolute(&names.page), "text/html")],
        icon: Some(absolute("/favicon.svg")),
        lang: Some("en".to_owned()),
        entries: news.entries.into_iter().map(|e| entry(e, &names.base_url)).collect(),
        ..Feed::default()
    };
    feed.to_string()
}

fn entry(entry: Entry, base_url: &str) -> AtomEntry {
    let url = format!("{base_url}{}", entry.path);
    let when = entry.when().map(|when| {
        let hours = when.hours.map(|hours| format!(", {hours} {}", when.zone_short)).unwrap_or_default();
        let place = entry.place.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
        let off = if entry.is_cancelled() { "Cancelled: " } else { "" };
        format!("{off}{}{hours}{place}", when.dates)
    });
    let text = worded(&entry.body_html);
    let about = if entry.summary.is_empty() { opening(&text, 300) } else { entry.summary };
    let summary = match when {
        Some(when) if about.is_empty() => when,
        Some(when) => format!("{when}. {about}"),
        None => about,
    };
    AtomEntry {
        title: Text::plain(printable(&entry.title)),
        id: urn(entry.id),
        updated: entry.updated.fixed_offset(),
        published: Some(entry.published.fixed_offset()),
        authors: entry.author.iter().map(|name| person(name)).collect(),
        categories: vec![Category { term: entry.community, label: Some(printable(&entry.community_name)), ..Category::default() }],
        summary: (!summary.is_empty()).then(|| Text::plain(printable(&summary))),
        content: (!text.trim().is_empty()).then(|| Content {
            // Links within the text are relative to its page.
            base: Some(url.clone()),
            value: Some(printable(&text)),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        links: vec![link("alternate", url, "text/html")],
        ..AtomEntry::default()
    }
}

fn urn(id: uuid::Uuid) -> String {
    format!("urn:uuid:{id}")
}

fn person(name: &str) -> Person {
    Person { name: printable(name), ..Person::default() }
}

fn link(rel: &str, href: String, kind: &str) -> Link {
    Link { href, rel: rel.to_owned(), mime_type: Some(kind.to_owned()), ..Link::default() }
}
