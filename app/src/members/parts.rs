//! Pieces of people's screens.

use leptos::prelude::*;

use super::model::PersonSummary;
use crate::ui::avatar::Avatar;
use crate::ui::time::{Stamp, Time};

/// Says that somebody belongs to an organisation by proof, and since when.
#[component]
pub fn Verified(
    /// Since when.
    since: Stamp,
) -> impl IntoView {
    view! { <span class="verified" title="By a confirmed e-mail address of the organisation, or its own sign-in">"Verified "<Time stamp=since/></span> }
}

/// Somebody's name, leading to their profile. Who left has none any more: their handle is empty.
#[component]
pub fn PersonName(
    /// `/people/{handle}`
    handle: String,
    /// The name.
    name: String,
) -> impl IntoView {
    match handle.is_empty() {
        true => view! { <span dir="auto">{name}</span> }.into_any(),
        false => view! { <a href=format!("/people/{handle}") dir="auto">{name}</a> }.into_any(),
    }
}

/// Somebody in a list.
#[component]
pub fn PersonLine(
    /// Who.
    person: PersonSummary,
    /// What to say of them here; without it what they do.
    #[prop(optional_no_strip)]
    note: Option<String>,
) -> impl IntoView {
    let note = note.or(person.role);
    view! {
        <div class="person">
            <Avatar name=person.name.clone() square=!person.kind.is_person() photo=person.photo/>
            <div>
                <a href=format!("/people/{}", person.handle) dir="auto">{person.name}</a>
                {note.map(|note| view! { <span class="meta" dir="auto">{note}</span> })}
                {person.organisation.map(|organisation| view! { <span class="meta" dir="auto">{organisation}</span> })}
            </div>
        </div>
    }
}
