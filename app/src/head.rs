//! What a page says of itself to search engines and to whoever shows a link to it: description, canonical address, Open Graph, structured data.
//!
//! Written by the server alone: who needs it loads the page. The browser's side, `head_in_browser.rs`, does nothing.

use std::sync::{Arc, Mutex, PoisonError};

use axum::http::request::Parts;
use leptos::prelude::*;
use leptos_meta::{Link, Meta, Script};
use leptos_router::location::Url;
use serde_json::{Value, json};

use crate::plain;
use crate::state::AppState;
use crate::ui::pagination::encode;

/// The longest description, in characters: more is cut by those who show it.
const LONGEST: usize = 160;

/// What a link to any page is shown with: a file of `public/`, its size and what is to be seen.
const PICTURE: (&str, &str, &str) = ("/og.png", "1200", "630");

/// A screen that can say what it is. Every screen must: [`crate::ui::load::show`] asks for it.
pub trait Described {
    /// What it is.
    fn describe(&self, page: &Page) -> Description;
}

/// The page that is being rendered.
pub struct Page {
    /// The site's name.
    pub site: String,
    /// The site's address, without a slash at the end.
    pub base_url: String,
    /// The page's address, without its query.
    pub url: String,
    query: String,
}

/// What a screen is.
#[derive(Debug, Default)]
pub struct Description {
    summary: String,
    kind: Option<&'static str>,
    parts: &'static [&'static str],
    unlisted: bool,
    feed: Option<(String, String)>,
    trail: Vec<(String, String)>,
    data: Option<Value>,
}

impl Description {
    /// By a sentence or two, in plain text; longer ones are cut.
    pub fn of(summary: impl AsRef<str>) -> Self {
        Self { summary: plain::cut(&plain::line(summary.as_ref()), LONGEST), ..Self::default() }
    }

    /// A text with an author, as Open Graph sees it.
    pub fn article(self) -> Self {
        Self { kind: Some("article"), ..self }
    }

    /// A person.
    pub fn profile(self) -> Self {
        Self { kind: Some("profile"), ..self }
    }

    /// The parts of the query that make it another page: `past`, or with a value `after=`.
    pub fn varies_by(self, parts: &'static [&'static str]) -> Self {
        Self { parts, ..self }
    }

    /// Not to be found by search engines.
    pub fn unlisted(self, unlisted: bool) -> Self {
        Self { unlisted, ..self }
    }

    /// The title and the path of its Atom feed.
    pub fn with_feed(self, feed: (String, String)) -> Self {
        Self { feed: Some(feed), ..self }
    }

    /// Title and path of each step above it.
    pub fn below(self, trail: Vec<(String, String)>) -> Self {
        Self { trail, ..self }
    }

    /// What it is as an object of schema.org.
    pub fn with_data(self, data: Value) -> Self {
        Self { data: Some(data), ..self }
    }
}

/// What the page being rendered has said so far. A screen may be rendered twice before it is sent; the first time counts.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<State>>);

#[derive(Default)]
enum State {
    #[default]
    Nothing,
    Described(Box<(Page, Description)>),
    Written,
}

/// Makes a page able to say what it is. To be called where its document begins.
pub fn begin() {
    provide_context(Said::default());
}

/// Takes down what the screen is; its title, which follows, writes it into the head.
pub fn describe<T: Described>(screen: &T) {
    if let (Some(said), Some(page)) = (use_context::<Said>(), Page::being_rendered()) {
        let mut state = said.0.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*state, State::Nothing) {
            let description = screen.describe(&page);
            *state = State::Described(Box::new((page, description)));
        }
    }
}

/// Gives the document's title as it stands in the source: escaped, because `leptos_meta` writes it as it is, and a question's title could close the element and go on as markup.
/// What the screen said of itself goes into the head with it.
pub fn titled(document: String, screen: &str) -> String {
    if let Some(said) = use_context::<Said>() {
        let mut state = said.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let State::Described(described) = std::mem::replace(&mut *state, State::Written) {
            write(&described.0, described.1, screen);
        }
    }
    document.replace('&', "&amp;").replace('<', "&lt;")
}

impl Page {
    fn being_rendered() -> Option<Self> {
        let app = use_context::<AppState>()?;
        let parts = use_context::<Parts>()?;
        let segments = parts.uri.path().split('/').filter(|segment| !segment.is_empty());
        // However it was typed, an address has one spelling.
        let path: String = segments.map(|segment| format!("/{}", encode(&Url::unescape(segment)))).collect();
        let base_url = app.site.base_url.clone();
        let url = if path.is_empty() { format!("{base_url}/") } else { format!("{base_url}{path}") };
        Some(Self { site: app.site.name.clone(), base_url, url, query: parts.uri.query().unwrap_or_default().to_owned() })
    }

    /// The whole address of a path of this site.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    /// A part of the query: `None` where it is not there.
    fn asked(&self, name: &str) -> Option<String> {
        self.query.split('&').find_map(|part| {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            (key == name).then(|| Url::unescape(&value.replace('+', " ")))
        })
    }

    /// The address that stands for this page and all its spellings, and whether it is a later page of a list, what a search found or a stretch of a calendar: those come and go, or go on for ever.
    fn canonical(&self, parts: &[&str]) -> (String, bool) {
        let mut passing = false;
        let mut query = Vec::new();
        for part in parts {
            match part.strip_suffix('=') {
                None if self.asked(part).is_some() => query.push((*part).to_owned()),
                None => {}
                Some(name) => {
                    if let Some(value) = self.asked(name).filter(|value| !value.is_empty()) {
                        passing |= matches!(name, "after" | "q" | "on");
                        query.push(format!("{name}={}", encode(&value)));
                    }
                }
            }
        }
        let mark = if query.is_empty() { "" } else { "?" };
        (format!("{}{mark}{}", self.url, query.join("&")), passing)
    }
}

fn write(page: &Page, said: Description, title: &str) {
    let (canonical, passing) = page.canonical(said.parts);
    let (picture, width, height) = PICTURE;
    named("description", said.summary.clone());
    if said.unlisted || passing {
        named("robots", "noindex".to_owned());
    }
    drop(view! { <Link rel="canonical" href=canonical.clone()/> }.to_html());
    property("og:title", title.to_owned());
    property("og:description", said.summary);
    property("og:type", said.kind.unwrap_or("website").to_owned());
    property("og:url", canonical);
    property("og:site_name", page.site.clone());
    property("og:image", page.absolute(picture));
    property("og:image:width", width.to_owned());
    property("og:image:height", height.to_owned());
    property("og:image:alt", "The word Guildhall, and a hall with arches".to_owned());
    named("twitter:card", "summary_large_image".to_owned());
    if let Some((feed, path)) = said.feed {
        drop(view! { <Link rel="alternate" type_="application/atom+xml" title=feed href=path/> }.to_html());
    }
    let trail = (!said.trail.is_empty()).then(|| breadcrumbs(page, said.trail, title));
    let graph: Vec<Value> = said.data.into_iter().chain(trail).collect();
    if !graph.is_empty() {
        let data = in_script(&json!({ "@context": "https://schema.org", "@graph": graph }));
        // Data is never run: it needs no nonce, and an empty one keeps leptos from adding the page's.
        drop(view! { <Script type_="application/ld+json" nonce="">{data}</Script> }.to_html());
    }
}

fn named(name: &'static str, content: String) {
    drop(view! { <Meta name=name content=content/> }.to_html());
}

fn property(property: &'static str, content: String) {
    drop(view! { <Meta property=property content=content/> }.to_html());
}

fn breadcrumbs(page: &Page, trail: Vec<(String, String)>, title: &str) -> Value {
    let above = trail.into_iter().map(|(name, path)| (name, page.absolute(&path)));
    let steps = above.chain(std::iter::once((title.to_owned(), page.url.clone())));
    let items: Vec<Value> = steps
        .enumerate()
        .map(|(index, (name, url))| json!({ "@type": "ListItem", "position": index + 1, "name": name, "item": url }))
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}

/// JSON that no text of it can leave: in a script, "</script>" ends even a string.
fn in_script(data: &Value) -> String {
    data.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(query: &str) -> Page {
        Page {
            site: "Guildhall".to_owned(),
            base_url: "https://g.example".to_owned(),
            url: "https://g.example/events".to_owned(),
            query: query.to_owned(),
        }
    }

    #[test]
    fn an_address_keeps_only_the_parts_that_make_another_page() {
        let canonical = |query: &str| page(query).canonical(&["past", "kind=", "after="]);
        assert_eq!(canonical(""), ("https://g.example/events".to_owned(), false));
        assert_eq!(canonical("utm=x&past=1&kind="), ("https://g.example/events?past".to_owned(), false));
        assert_eq!(canonical("after=a%2Fb+c&kind=network"), ("https://g.example/events?kind=network&after=a%2Fb%20c".to_owned(), true));
    }

    #[test]
    fn no_text_can_leave_its_script() {
        let data = in_script(&json!({ "name": "</script><!--<script>&" }));
        assert!(!data.contains(['<', '>', '&']), "{data}");
        assert_eq!(serde_json::from_str::<Value>(&data).unwrap()["name"], "</script><!--<script>&");
    }
}
