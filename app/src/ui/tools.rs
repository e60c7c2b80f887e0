//! The tools above a text that takes Markdown. They come with the program; without it Markdown is typed.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::mark::{Mark, TOOLS};
use super::marking;

/// The tools of the text area with that id. Their place is kept free until they are there.
#[component]
pub fn Tools(
    /// The text area's id.
    area: String,
) -> impl IntoView {
    let on = RwSignal::new(false);
    Effect::new(move |_| on.set(true));
    let tool = |(mark, name, keys): (Mark, &'static str, &'static str)| {
        let area = area.clone();
        view! { <button type="button" class="tool" title=keys aria-keyshortcuts=keys.replace("Ctrl", "Control") on:click=move |_| marking::mark(area.clone(), mark)>{name}</button> }
    };
    view! {
        <div class="tools" class:tools--later=move || !on.get() role="toolbar" aria-label="Markdown" aria-controls=area.clone()>
            {TOOLS.into_iter().map(tool).collect_view()}
        </div>
    }
}

/// Does what keys stand for that are pressed in a text area.
pub fn pressed(event: &KeyboardEvent, area: &str) {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return;
    }
    if let Some(mark) = Mark::of_keys(event.shift_key(), &event.key(), &event.code()) {
        event.prevent_default();
        marking::mark(area.to_owned(), mark);
    }
}
