//! Pieces of the search's screen.

use leptos::prelude::*;

use super::model::{FoundKind, Hit, SearchScreen};
use crate::ui::lists::{COUNTED, grouped};
use crate::ui::pagination::encode;

/// The address of a search.
pub fn address(query: &str, kind: Option<FoundKind>) -> String {
    let kind = kind.map(|kind| format!("&kind={kind}")).unwrap_or_default();
    format!("/search?q={}{kind}", encode(query))
}

/// How much was found of each kind, and the way to it.
#[component]
pub fn Kinds(
    /// The results.
    read: SearchScreen,
) -> impl IntoView {
    let kinds = read.groups.iter().map(|group| {
        let total = if group.total > COUNTED { "1,000+".to_owned() } else { grouped(group.total) };
        view! { <li><a href=address(&read.query, Some(group.kind))>{group.kind.title()}" "<span class="count">{total}</span></a></li> }
    });
    view! { <nav class="kinds" aria-label="What was found"><ul>{kinds.collect_view()}</ul></nav> }
}

/// What was found of a kind.
#[component]
pub fn Hits(
    /// The best first.
    hits: Vec<Hit>,
) -> impl IntoView {
    let line = |hit: Hit| {
        let snippet = (!hit.snippet.is_empty()).then(|| {
            let pieces = hit
                .snippet
                .into_iter()
                .map(|(text, is_match)| if is_match { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() });
            view! { <p class="snippet" dir="auto">{pieces.collect_view()}</p> }
        });
        let home = hit.community.map(|(href, name)| view! { <li><a href=href dir="auto">{name}</a></li> });
        view! {
            <li>
                <h3 class="list-title"><a href=hit.href dir="auto">{hit.title}</a></h3>
                {snippet}
                <ul class="meta">{home}{hit.notes.into_iter().map(|note| view! { <li dir="auto">{note}</li> }).collect_view()}</ul>
            </li>
        }
    };
    view! { <ul class="list">{hits.into_iter().map(line).collect_view()}</ul> }
}
