//! The browser's side of `live.rs`: one stream of signals for the page on top, and none for one that nobody looks at.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent, VisibilityState};

use super::answer::ask;
use super::load::address;
use super::pause::pause;
use crate::error::AppError;

/// How much later one asks than others at the most, in milliseconds.
const LATER: f64 = 300.0;

/// What the screen on top watches.
struct Watched {
    number: u32,
    /// A part of a query: `question=design/names`.
    asks: String,
    changed: Rc<dyn Fn()>,
}

thread_local! {
    static STREAM: RefCell<Option<EventSource>> = const { RefCell::new(None) };
    static WATCHED: RefCell<Option<Watched>> = const { RefCell::new(None) };
    static NUMBER: Cell<u32> = const { Cell::new(0) };
    static HEARS: Closure<dyn Fn(MessageEvent)> = Closure::new(hears);
}

/// Begins to listen.
pub fn begin() {
    for event in ["visibilitychange", "pageshow"] {
        // They listen for as long as the page lives.
        drop(window_event_listener_untyped(event, |_| open()));
    }
    drop(window_event_listener_untyped("pagehide", |_| close()));
    open();
}

/// One question at a time, and each a little later than others ask it who are told in the same moment.
#[derive(Default)]
struct Pace {
    asks: Cell<bool>,
    again: Cell<bool>,
}

impl Pace {
    /// Something changed: whether somebody has to begin to ask.
    fn begins(&self) -> bool {
        self.again.set(true);
        !self.asks.replace(true)
    }

    /// Whether something changed since it was last asked; waits a little where it did.
    async fn goes_on(&self) -> bool {
        let again = self.again.get();
        self.asks.set(again);
        if again {
            pause((js_sys::Math::random() * LATER) as i32).await;
            self.again.set(false);
        }
        again
    }
}

/// What a server function answers once the thing has changed.
pub fn since<F>(what: &'static str, at: String, question: F) -> RwSignal<Option<F::Output>>
where
    F: ServerFn<Error = AppError> + Serialize,
    F::Output: DeserializeOwned + Send + Sync + 'static,
{
    let (fresh, pace) = (RwSignal::new(None), Rc::new(Pace::default()));
    let address = address(&question);
    let changed = move || {
        if !pace.begins() {
            return;
        }
        let (address, pace) = (address.clone(), Rc::clone(&pace));
        spawn_local(async move {
            while pace.goes_on().await {
                if let Ok(answer) = ask(address.clone()).await.read() {
                    // The screen may be gone by now.
                    drop(fresh.try_set(Some(answer)));
                }
            }
        });
    };
    watch(format!("{what}={}", js_sys::encode_uri_component(&at)), Rc::new(changed));
    fresh
}

fn watch(asks: String, changed: Rc<dyn Fn()>) {
    let number = NUMBER.get() + 1;
    NUMBER.set(number);
    WATCHED.set(Some(Watched { number, asks, changed }));
    open();
    on_cleanup(move || {
        if WATCHED.with_borrow(|watched| watched.as_ref().is_some_and(|watched| watched.number == number)) {
            WATCHED.set(None);
            open();
        }
    });
}

fn close() {
    if let Some(stream) = STREAM.take() {
        stream.close();
    }
}

/// Opens the stream anew, for what is on top now.
fn open() {
    close();
    let mut address = WATCHED.with_borrow(|watched| watched.as_ref().map(|watched| format!("/live?{}", watched.asks)));
    if address.is_none() && bell().is_some() {
        address = Some("/live".to_owned());
    }
    let visible = document().visibility_state() == VisibilityState::Visible;
    let Some(stream) = address.filter(|_| visible).and_then(|address| EventSource::new(&address).ok()) else { return };
    HEARS.with(|hears| {
        for event in ["open", "changed", "bell"] {
            // Adding a listener cannot fail.
            drop(stream.add_event_listener_with_callback(event, hears.as_ref().unchecked_ref()));
        }
    });
    STREAM.set(Some(stream));
}

fn hears(event: MessageEvent) {
    if event.type_() == "bell" {
        return ring(&event.data().as_string().unwrap_or_default());
    }
    // Nobody knows what happened between the rendering of the page and the opening of the stream.
    if let Some(changed) = WATCHED.with_borrow(|watched| watched.as_ref().map(|watched| Rc::clone(&watched.changed))) {
        changed();
    }
}

fn bell() -> Option<web_sys::Element> {
    document().query_selector(".account-bell").ok().flatten()
}

/// Shows how many notifications wait, as the server wrote it (`notice.rs`).
fn ring(count: &str) {
    let Some(bell) = bell() else { return };
    let (number, label) = match count.parse() {
        Ok(0) | Err(_) => ("", "Notifications".to_owned()),
        Ok(1..100_u32) => (count, format!("Notifications, {count} new")),
        Ok(_) => ("99+", "Notifications, more than 99 new".to_owned()),
    };
    drop(bell.set_attribute("aria-label", &label));
    let shown = bell.query_selector(".account-count").ok().flatten();
    match shown {
        Some(shown) if number.is_empty() => shown.remove(),
        Some(shown) => shown.set_text_content(Some(number)),
        None if number.is_empty() => {}
        None => {
            let html = format!("<span class=\"account-count\" aria-hidden=\"true\">{number}</span>");
            drop(bell.insert_adjacent_html("beforeend", &html));
        }
    }
}
