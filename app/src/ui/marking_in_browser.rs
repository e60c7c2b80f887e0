//! Marks words in a text area. Loaded with the first press.

use js_sys::{Function, Reflect};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlTextAreaElement};

use super::mark::Mark;
use crate::begun::{Begun, begin};

/// Marks the words that are chosen in the text area with that id.
pub(super) fn mark(area: String, mark: Mark) {
    begin(Begun::Mark(area, mark));
}

/// Marks them, at once.
pub(crate) fn mark_words(area: &str, mark: Mark) {
    let area = document().get_element_by_id(area).and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok());
    if let Some(area) = area {
        // What the browser refuses leaves the text as it was.
        drop(mark_in(&area, mark));
    }
}

fn mark_in(area: &HtmlTextAreaElement, mark: Mark) -> Result<(), JsValue> {
    let text: Vec<u16> = area.value().encode_utf16().collect();
    let place = |at: Option<u32>| at.map_or(text.len(), |at| (at as usize).min(text.len()));
    let (start, end) = (place(area.selection_start()?), place(area.selection_end()?));
    let [head, words] = [&text[..start], &text[start..end.max(start)]].map(String::from_utf16_lossy);
    let change = mark.of(&head, &words);
    let first = units(&head[..change.stays]);
    area.focus()?;
    area.set_selection_range(first, units(&head) + units(&words))?;
    // The one way that leaves the browser's undo as it is; it is old, and everywhere.
    let insert: Function = Reflect::get(&document(), &"execCommand".into())?.dyn_into()?;
    if !insert.call3(&document(), &"insertText".into(), &false.into(), &change.with.as_str().into())?.is_truthy() {
        area.set_range_text(&change.with)?;
        area.dispatch_event(&Event::new_with_event_init_dict("input", &bubbling())?)?;
    }
    let at = |place: usize| first + units(&change.with[..place]);
    area.set_selection_range(at(change.marked.0), at(change.marked.1))
}

fn bubbling() -> web_sys::EventInit {
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    init
}

/// The length of a text as the browser counts, in UTF-16.
fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}
