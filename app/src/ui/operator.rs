//! What the operator set and every page shows, as the server writes it. Header and footer are made once a visit: the browser, whose side is `operator_in_browser.rs`, takes
//! over what is there.

use leptos::prelude::*;

use crate::state::{AppState, Site};

/// The site's mark: the operator's logo, or two doors under one roof. Says nothing to a screen reader: the name stands beside it.
pub fn mark() -> String {
    match site(|site| site.logo.as_ref().map(|logo| logo.address.clone())).flatten() {
        Some(address) => view! { <img src=address alt=""/> }.to_html(),
        None => DOORS.to_owned(),
    }
}

const DOORS: &str = "<svg viewBox=\"0 0 32 32\" aria-hidden=\"true\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.6\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\
                     <path d=\"M3.5 13.5 16 4l12.5 9.5M6.5 27V17a4.75 4.75 0 0 1 9.5 0v10m0-10a4.75 4.75 0 0 1 9.5 0v10M3.5 27h25\"/></svg>";

/// The operator's own links in the footer: items of a list, after the one that every site has.
pub fn footer_links() -> String {
    let own = site(|site| site.footer.clone()).unwrap_or_default();
    let item = |title: String, url: String| view! { <li><a href=url dir="auto">{title}</a></li> }.to_html();
    let first = item("Accessibility".to_owned(), "/accessibility".to_owned());
    let items: String = std::iter::once(first).chain(own.into_iter().map(|link| item(link.title, link.url))).collect();
    // Marks for a browser that would take over each item.
    items.replace("<!>", "")
}

fn site<T>(read: impl Fn(&Site) -> T) -> Option<T> {
    use_context::<AppState>().map(|app| read(&app.site))
}
