//! The document's title.

use leptos::prelude::*;

use crate::head::titled;
use crate::response::site_name;

/// Sets the document's title: what the screen is, then the site's name. `leptos_meta`'s own writes titles unescaped.
#[component]
pub fn Title(
    /// What the screen is.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let site = site_name();
    let title = if text == site { site } else { format!("{text} · {site}") };
    view! { <leptos_meta::Title text=titled(title, &text)/> }
}
