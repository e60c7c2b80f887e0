//! The document's title.

use leptos::prelude::*;

use crate::response::{site_name, title_text};

/// Sets the document's title: what the screen is, then the site's name.
///
/// `leptos_meta` writes a title into the page as it is; on the server it is escaped here, or a question's title could close the element and go on as markup.
#[component]
pub fn Title(
    /// What the screen is.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let site = site_name();
    let title = if text == site { text } else { format!("{text} · {site}") };
    view! { <leptos_meta::Title text=title_text(title)/> }
}
