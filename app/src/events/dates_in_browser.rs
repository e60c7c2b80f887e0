//! The next dates of an event, under the fields that say when it takes place, while somebody types: those that the button beside them shows, asked for in the same way. Loaded with
//! the first word.

use std::cell::Cell;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::{document, set_timeout_with_handle, window};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, DomParser, Element, Event, FormData, HtmlFormElement, RequestInit, Response, SupportedType, UrlSearchParams};

use crate::ui::beside::Beside;

/// How long one pauses before the dates are asked for.
const LOOK: Duration = Duration::from_millis(700);

/// The fields that say when an event takes place.
const WHEN: [&str; 11] = ["day", "from", "to", "last_day", "all_day", "timezone", "repeats", "said", "until", "besides", "except"];

thread_local! {
    static LOOKING: Cell<Option<TimeoutHandle>> = const { Cell::new(None) };
    /// How often something was typed.
    static TYPED: Cell<u32> = const { Cell::new(0) };
}

/// Something was typed: where it says when an event takes place, its dates are shown once one pauses.
pub(crate) fn typed(event: &Event) {
    let field: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    let field = field.filter(|field| field.get_attribute("name").is_some_and(|name| WHEN.contains(&name.as_str())));
    let form: Option<HtmlFormElement> = field.and_then(|field| field.closest("form").ok()?).and_then(|form| form.dyn_into().ok());
    let Some(form) = form.filter(|form| form.query_selector("[name=preview]").is_ok_and(|button| button.is_some())) else { return };
    TYPED.set(TYPED.get() + 1);
    if let Some(waiting) = LOOKING.take() {
        waiting.clear();
    }
    LOOKING.set(set_timeout_with_handle(move || spawn_local(look(form)), LOOK).ok());
}

async fn look(form: HtmlFormElement) {
    let Some(beside) = below(&form) else { return };
    let times = TYPED.get();
    let Ok(page) = previewed(&form).await else { return };
    // Who types on wants the dates of the whole.
    if TYPED.get() == times {
        // Where the browser refuses an element, none is shown.
        drop(show(&form, &page, &beside));
    }
}

/// The place under the last of these fields.
fn below(form: &HtmlFormElement) -> Option<Beside> {
    Beside::of(&form.query_selector("[name=except]").ok()??.parent_element()?)
}

/// The page that the button would lead to.
async fn previewed(form: &HtmlFormElement) -> Result<Document, JsValue> {
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&FormData::new_with_form(form)?.into())?;
    fields.set("preview", "yes");
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&fields);
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(&window().location().href()?, &request)).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)
}

/// The section before that of a form: where its dates stand, if they were asked for.
fn section_before(form: &Element) -> Option<Element> {
    form.closest("section").ok()??.previous_element_sibling()
}

fn text(within: &Element, selector: &str) -> Option<String> {
    within.query_selector(selector).ok()??.text_content()
}

/// Shows the dates of a page that came back. One to which the form no longer belongs, as its reader is signed out, has none.
fn show(form: &HtmlFormElement, page: &Document, beside: &Beside) -> Result<(), JsValue> {
    let section = page.get_element_by_id(&form.id()).and_then(|form| section_before(&form));
    let Some((section, says)) = section.and_then(|section| text(&section, "p").map(|says| (section, says))) else { return Ok(()) };
    // Those that the button showed are of before.
    if let Some(shown) = section_before(form)
        && let Some(title) = text(&shown, "h2")
        && text(&section, "h2").is_some_and(|now| now == title)
    {
        shown.set_attribute("hidden", "")?;
    }
    let rows = section.query_selector_all(".row-title")?;
    let dates: Vec<String> = (0..rows.length()).filter_map(|at| rows.get(at)?.text_content()).collect();
    if !beside.is_new(&format!("{says}\n{}", dates.join("\n")))? {
        return Ok(());
    }
    beside.says.set_text_content(Some(&says));
    // Who hears it learns by the first of them that they have changed.
    if let Some(first) = dates.first() {
        let heard = document().create_element("span")?;
        heard.set_class_name("visually-hidden");
        heard.set_text_content(Some(&format!(" {first}")));
        beside.says.append_child(&heard)?;
    }
    beside.list.set_text_content(None);
    for date in dates {
        let row = document().create_element("li")?;
        row.set_text_content(Some(&date));
        beside.list.append_child(&row)?;
    }
    Ok(())
}
