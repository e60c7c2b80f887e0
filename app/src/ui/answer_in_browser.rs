//! How a screen's question is answered in the browser: by asking the server. One function for all screens.

use std::cell::RefCell;
use std::future::ready;
use std::sync::Arc;

use js_sys::{Date, Promise};
use leptos::prelude::{document, use_context, window};
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::load::{Answer, Answering};
use crate::ahead::Pointed;

/// How long an answer is good that was asked before it was wanted, in milliseconds.
const FRESH: f64 = 5000.0;

/// What was asked before it was wanted.
struct Early {
    address: String,
    response: Promise,
    /// In milliseconds since 1970.
    at: f64,
    /// Whether somebody followed a link since. What they did meanwhile in another way, saving a form and being led on, may have changed the answer.
    wanted: bool,
}

thread_local! {
    static EARLY: RefCell<Option<Early>> = const { RefCell::new(None) };
}

/// Asks the server; for a screen to which somebody points, merely begins to.
pub(super) fn answers<F>(_ask: Arc<F>) -> Box<dyn Fn(String) -> Answering + Send + Sync> {
    if use_context::<Pointed>().is_some() {
        return Box::new(|address| {
            ask_early(address);
            Box::pin(ready(Answer(String::new())))
        });
    }
    Box::new(|address| Box::pin(SendWrapper::new(ask(address))))
}

fn ask_early(address: String) {
    let at = Date::now();
    EARLY.with_borrow_mut(|early| {
        if early.as_ref().is_none_or(|early| early.address != address || at - early.at > FRESH) {
            let response = window().fetch_with_str(&address);
            // Nobody may come to want it: then a connection that fails is no error.
            let fails = response.clone();
            spawn_local(async move { drop(JsFuture::from(fails).await) });
            *early = Some(Early { address, response, at, wanted: false });
        }
    });
}

/// Somebody follows a link.
pub(crate) fn wanted() {
    EARLY.with_borrow_mut(|early| early.iter_mut().for_each(|early| early.wanted = true));
}

/// Something is written: what was asked before says nothing of it.
pub(crate) fn forget() {
    EARLY.set(None);
}

/// The answer that was asked already, where it is wanted and fresh.
fn asked_early(address: &str) -> Option<Promise> {
    let early = EARLY.with_borrow_mut(|early| early.take_if(|early| early.address == address))?;
    (early.wanted && Date::now() - early.at <= FRESH).then_some(early.response)
}

/// What can't be read is shown as no connection.
pub(super) async fn ask(address: String) -> Answer {
    Answer(fetch(&address).await.unwrap_or_default())
}

async fn fetch(address: &str) -> Result<String, JsValue> {
    let asked = asked_early(address).unwrap_or_else(|| window().fetch_with_str(address));
    let response: Response = JsFuture::from(asked).await?.dyn_into()?;
    if is_of_another_release(&response) {
        // The site has been brought up to date since: this program would misread its answers.
        window().location().reload()?;
    }
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    Ok(format!("[{},{text}]", u8::from(!response.ok())))
}

/// Whether an answer is of another release of the site than this page.
pub(crate) fn is_of_another_release(response: &Response) -> bool {
    response.headers().get("x-release").ok().flatten().is_some_and(|release| Some(release) != own_release())
}

/// The name of the program that this page loaded.
fn own_release() -> Option<String> {
    document().document_element()?.get_attribute("data-release")
}
