//! Text that people wrote.

use leptos::prelude::*;

/// Rendered Markdown, as the server stored it.
#[component]
pub fn Prose(
    /// Safe HTML of `markdown::render`.
    html: String,
) -> impl IntoView {
    view! { <div class="prose" dir="auto" inner_html=html></div> }
}
