//! The browser's side of [`crate::response`]: the status was sent long ago.

use leptos::prelude::document;

/// Does nothing.
pub fn set_status(_status: u16) {}

/// The site's name, as the server wrote it into the page's head.
pub fn site_name() -> String {
    let written = document().query_selector("meta[name='application-name']");
    written.ok().flatten().and_then(|meta| meta.get_attribute("content")).unwrap_or_default()
}
