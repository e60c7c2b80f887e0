//! What is written in a form and has not reached the server stays in the browser: a connection that is gone, or a browser that ends, loses nothing. Signing out has it forgotten.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventInit, FormData, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement, Storage, UrlSearchParams};

use crate::begun::{Begun, begin};

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What a form's words are kept under: its page and its name.
fn name(form: &str) -> String {
    format!("guildhall:draft:{}#{form}", window().location().pathname().unwrap_or_default())
}

/// Whether something is kept of a form.
pub(super) fn is_kept(form: &str) -> bool {
    storage().and_then(|storage| storage.get_item(&name(form)).ok().flatten()).is_some()
}

/// Keeps what is written in a form.
pub fn keep(form: &HtmlFormElement) {
    let fields = FormData::new_with_form(form).and_then(|data| UrlSearchParams::new_with_str_sequence_sequence(&data.into()));
    let (Ok(fields), Some(storage)) = (fields, storage()) else { return };
    // Where the browser has no room, the server's copy is the only one.
    drop(storage.set_item(&name(&form.id()), &String::from(fields.to_string())));
}

/// Forgets it.
pub fn forget(form: &str) {
    if let Some(storage) = storage() {
        // What is not there need not be removed.
        drop(storage.remove_item(&name(form)));
    }
}

/// Brings it back.
pub(super) fn bring_back(form: String) {
    begin(Begun::BringBack(form));
}

/// Fills a form with what is kept of it.
pub(crate) fn fill_again(form: &str) {
    let kept = storage().and_then(|storage| storage.get_item(&name(form)).ok().flatten()).unwrap_or_default();
    let form = document().get_element_by_id(form).and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    if let Some(form) = form {
        // A field that the browser refuses to fill stays as it is.
        drop(fill(&form, &kept));
    }
}

fn fill(form: &HtmlFormElement, kept: &str) -> Result<(), JsValue> {
    let kept = UrlSearchParams::new_with_str(kept)?;
    let fields = form.query_selector_all("input:not([type=hidden]), textarea")?;
    for field in (0..fields.length()).filter_map(|at| fields.item(at)) {
        if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
            area.set_value(&kept.get(&area.name()).unwrap_or_default());
        } else if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            match input.type_().as_str() {
                "checkbox" => input.set_checked(kept.has(&input.name())),
                "radio" => input.set_checked(kept.get(&input.name()).is_some_and(|value| value == input.value())),
                _ => input.set_value(&kept.get(&input.name()).unwrap_or_default()),
            }
        }
    }
    // As if it had been typed: so the server gets it soon.
    let init = EventInit::new();
    init.set_bubbles(true);
    if let Some(area) = form.query_selector("textarea")? {
        area.dispatch_event(&Event::new_with_event_init_dict("input", &init)?)?;
        area.unchecked_into::<HtmlTextAreaElement>().focus()?;
    }
    Ok(())
}
