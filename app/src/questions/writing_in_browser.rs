//! The browser's side of `writing.rs`: keeps what is being written every few seconds, and looks for questions like the one that is being asked, and for the dates of an event. All but
//! seeing that somebody writes is loaded with the first word.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use js_sys::{Date, Reflect};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::{document, set_timeout_with_handle, window, window_event_listener_untyped};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Element, Event, FormData, Headers, HtmlFormElement, HtmlInputElement, RequestInit, Response, UrlSearchParams,
};

use super::api::ReadSimilar;
use super::completing_in_browser::complete;
use crate::begun::{self, Begun};
use crate::events::dates_in_browser as dates;
use crate::ui::beside::Beside;
use crate::ui::form::FUNCTION;
use crate::ui::kept;
use crate::ui::load::ask_once;

/// How long after the first word since it was last kept a text is kept.
const KEEP: Duration = Duration::from_secs(3);
/// How long one pauses before similar questions are looked for.
const LOOK: Duration = Duration::from_millis(600);
/// For so long after something was posted nothing is kept: the page is on its way out. In milliseconds.
const QUIET: f64 = 5_000.0;
/// What a form holds in which it matters what is typed: what keeps it, or says how often an event takes place.
const FOLLOWED: &str = "[name=save], [name=repeats]";
/// Fewer letters are like everything.
const SHORTEST: usize = 5;

#[derive(Default)]
struct Writing {
    keeping: Cell<Option<TimeoutHandle>>,
    looking: Cell<Option<TimeoutHandle>>,
    sending: RefCell<Option<AbortController>>,
    latest: RefCell<String>,
    quiet_until: Cell<f64>,
    /// How often something was typed.
    typed: Cell<u32>,
}

thread_local! {
    static LOADING: Cell<bool> = const { Cell::new(false) };
    static WRITING: Writing = Writing::default();
}

/// Begins to see whether somebody writes.
pub fn begin() {
    // It listens for as long as the page lives.
    drop(window_event_listener_untyped("input", |event| {
        if !LOADING.get() && typed_into(&event).is_some_and(|field| field.has_attribute("list") || form_with(&field, FOLLOWED).is_some()) {
            LOADING.set(true);
            begun::begin(Begun::Write(event));
        }
    }));
}

fn typed_into(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// The form that something is typed into, where it can be kept.
fn form_of(event: &Event) -> Option<HtmlFormElement> {
    keepable(&typed_into(event)?)
}

fn keepable(inside: &Element) -> Option<HtmlFormElement> {
    form_with(inside, "[name=save]")
}

fn form_with(inside: &Element, selector: &str) -> Option<HtmlFormElement> {
    let form = inside.closest("form").ok()??;
    form.query_selector(selector).ok()??;
    form.dyn_into().ok()
}

/// Follows what somebody writes, from what they typed first.
pub(crate) fn follow(first: &Event) {
    typed(first);
    drop(window_event_listener_untyped("input", |event| typed(&event)));
    // What is posted is no draft, and what is discarded neither.
    drop(window_event_listener_untyped("submit", |event| {
        if let Some(form) = form_of(&event).filter(|_| window().navigator().on_line()) {
            kept::forget(&form.id());
        }
        WRITING.with(Writing::rest);
    }));
    drop(window_event_listener_untyped("visibilitychange", |_| {
        let form = document().active_element().filter(|_| document().hidden()).and_then(|element| keepable(&element));
        if let Some(form) = form {
            WRITING.with(|writing| writing.is_behind().then(|| writing.keep(&form, true)));
        }
    }));
}

fn typed(event: &Event) {
    // It says whether there was anything to offer, which is of no interest here.
    let _ = complete(event);
    dates::typed(event);
    let Some(form) = form_of(event) else { return };
    kept::keep(&form);
    WRITING.with(|writing| {
        writing.typed.set(writing.typed.get() + 1);
        if !writing.is_behind() {
            let form = form.clone();
            writing.keeping.set(set_timeout_with_handle(move || WRITING.with(|writing| writing.keep(&form, false)), KEEP).ok());
        }
        let title = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()).filter(|input| input.name() == "title");
        if let Some(title) = title.filter(|_| form.query_selector("[name=look]").is_ok_and(|look| look.is_some())) {
            clear(&writing.looking);
            writing.looking.set(set_timeout_with_handle(move || spawn_local(look(form, title)), LOOK).ok());
        }
    });
}

fn clear(timeout: &Cell<Option<TimeoutHandle>>) {
    if let Some(handle) = timeout.take() {
        handle.clear();
    }
}

impl Writing {
    /// Whether something was typed that is not kept yet.
    fn is_behind(&self) -> bool {
        self.keeping.get().is_some()
    }

    /// Keeps nothing for a while.
    fn rest(&self) {
        clear(&self.keeping);
        if let Some(sending) = self.sending.take() {
            sending.abort();
        }
        self.quiet_until.set(Date::now() + QUIET);
    }

    /// Sends the form as a draft; `last` where the page may be gone before it has arrived.
    fn keep(&self, form: &HtmlFormElement, last: bool) {
        clear(&self.keeping);
        if Date::now() < self.quiet_until.get() {
            return;
        }
        if let Some(earlier) = self.sending.take() {
            earlier.abort();
        }
        let abort = AbortController::new().ok().filter(|_| !last);
        let Ok((function, request)) = draft(form, abort.as_ref(), last) else { return };
        self.sending.replace(abort);
        let sent = JsFuture::from(window().fetch_with_str_and_init(&function, &request));
        let (id, times) = (form.id(), self.typed.get());
        spawn_local(async move {
            // Where it does not arrive, this browser has it, and it is sent again with the next word.
            let arrived = sent.await.ok().and_then(|answer| answer.dyn_into::<Response>().ok()).is_some_and(|answer| answer.ok());
            if arrived && WRITING.with(|writing| writing.typed.get() == times) {
                kept::forget(&id);
            }
        });
    }
}

/// The server function that a form is for, and what keeps the form as a draft.
fn draft(form: &HtmlFormElement, abort: Option<&AbortController>, last: bool) -> Result<(String, RequestInit), JsValue> {
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&FormData::new_with_form(form)?.into())?;
    fields.set("save", "quietly");
    let (request, headers) = (RequestInit::new(), Headers::new()?);
    // Without it the answer is meant for a browser that follows redirects.
    headers.set("accept", "application/json")?;
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(&fields);
    request.set_signal(abort.map(AbortController::signal).as_ref());
    Reflect::set(&request, &"keepalive".into(), &last.into())?;
    Ok((fields.get(FUNCTION).unwrap_or_default(), request))
}

async fn look(form: HtmlFormElement, title: HtmlInputElement) {
    let Some(found) = title.parent_element().and_then(|field| Beside::of(&field)) else { return };
    let asked = title.value().trim().to_owned();
    let is_new = WRITING.with(|writing| writing.latest.replace(asked.clone()) != asked);
    if !is_new {
        return;
    }
    if asked.chars().count() < SHORTEST {
        return offer(&found, Vec::new(), &form);
    }
    let community = form.query_selector("[name=community]").ok().flatten().and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
    let community = community.map(|input| input.value()).unwrap_or_default();
    let answer = ask_once(&ReadSimilar { community, title: asked.clone() }).await;
    // Who types on wants what is like the whole.
    let still = WRITING.with(|writing| *writing.latest.borrow() == asked);
    if let Ok(lines) = answer
        && still
    {
        offer(&found, lines, &form);
    }
}

/// Shows what was found, where that is something else than before. Where the browser refuses an element, none is shown.
fn offer(found: &Beside, lines: Vec<(String, String, String)>, form: &HtmlFormElement) {
    let now: Vec<&str> = lines.iter().map(|(_, href, _)| href.as_str()).collect();
    if found.is_new(&now.join(" ")).unwrap_or_default() {
        drop(show(found, lines, form));
    }
}

/// Shows title, address and state of what was found.
fn show(Beside { says, list, .. }: &Beside, lines: Vec<(String, String, String)>, form: &HtmlFormElement) -> Result<(), JsValue> {
    says.set_text_content((!lines.is_empty()).then_some("Perhaps one of these is your question:"));
    list.set_text_content(None);
    for (title, href, state) in lines {
        let [row, link] = [document().create_element("li")?, document().create_element("a")?];
        link.set_attribute("href", &href)?;
        link.set_attribute("dir", "auto")?;
        link.set_text_content(Some(&title));
        row.append_child(&link)?;
        row.append_child(&document().create_text_node(&format!(" ({state})")))?;
        list.append_child(&row)?;
    }
    // Who follows one finds what was written when they come back.
    if !list.has_attribute("data-keeps") {
        list.set_attribute("data-keeps", "")?;
        let form = form.clone();
        let keep = move |_: Event| WRITING.with(|writing| writing.keep(&form, true));
        let keep = wasm_bindgen::closure::Closure::<dyn Fn(Event)>::new(keep);
        list.add_event_listener_with_callback("click", keep.as_ref().unchecked_ref())?;
        // It lives as long as the list, which lives as long as the page.
        keep.forget();
    }
    Ok(())
}
