//! Topics are typed with commas between them, and a browser offers words for the whole of a field: what it offers goes on from what stands there.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

/// Has the words that a field offers begin with what stands in it up to the last comma. `None` where it offers none, or they do so already.
pub(super) fn complete(event: &Event) -> Option<()> {
    let field: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let list = document().get_element_by_id(&field.get_attribute("list")?)?;
    let typed = field.value();
    let before = typed.rfind(',').map(|comma| format!("{}, ", &typed[..comma])).unwrap_or_default();
    if list.get_attribute("data-before").unwrap_or_default() == before {
        return None;
    }
    list.set_attribute("data-before", &before).ok()?;
    let mut next = list.first_element_child();
    while let Some(option) = next {
        let word = option.get_attribute("data-word").or_else(|| option.get_attribute("value"))?;
        option.set_attribute("value", &format!("{before}{word}")).ok()?;
        option.set_attribute("data-word", &word).ok()?;
        next = option.next_element_sibling();
    }
    Some(())
}
