//! Two or three views of one list, side by side.

use leptos::prelude::*;

/// Links to the views of a list, of which one is shown.
#[component]
pub fn Switch(
    /// What the views are of, for a screen reader: "Upcoming or past events".
    label: &'static str,
    /// Each view's name, its address, and whether it is the one shown.
    views: Vec<(String, String, bool)>,
    /// Whether they are ways to look at one and the same, beside a heading, and not parts of a list, above it.
    #[prop(optional)]
    looks: bool,
) -> impl IntoView {
    let views =
        views.into_iter().map(|(name, href, shown)| view! { <li><a href=href aria-current=shown.then_some("page")>{name}</a></li> });
    view! { <nav class=if looks { "looks" } else { "switch" } aria-label=label><ul>{views.collect_view()}</ul></nav> }
}
