//! What is found while somebody types, shown under the field: a sentence that is read out politely, and a list.

use leptos::prelude::document;
use wasm_bindgen::JsValue;
use web_sys::Element;

/// The place for it.
pub struct Beside {
    /// All of it.
    pub whole: Element,
    /// The sentence.
    pub says: Element,
    /// The list.
    pub list: Element,
}

impl Beside {
    /// The place under a field, made where it is not there yet; `field` is what holds the field with its label.
    pub fn of(field: &Element) -> Option<Self> {
        if let Some(whole) = field.query_selector(".found-now").ok()? {
            return Some(Self { says: whole.first_element_child()?, list: whole.last_element_child()?, whole });
        }
        let [whole, says, list] = ["div", "p", "ul"].map(|name| document().create_element(name).ok());
        let (whole, says, list) = (whole?, says?, list?);
        whole.set_class_name("found-now");
        says.set_attribute("role", "status").ok()?;
        whole.append_child(&says).ok()?;
        whole.append_child(&list).ok()?;
        field.append_child(&whole).ok()?;
        Some(Self { whole, says, list })
    }

    /// Whether something else stands there than what is known as `now`, which from then on it is. Nothing is taken away under the keyboard's focus, nor said twice.
    ///
    /// # Errors
    /// What the browser refuses.
    pub fn is_new(&self, now: &str) -> Result<bool, JsValue> {
        if self.whole.get_attribute("data-shown").is_some_and(|shown| shown == now)
            || self.whole.contains(document().active_element().as_deref())
        {
            return Ok(false);
        }
        self.whole.set_attribute("data-shown", now)?;
        Ok(true)
    }
}
