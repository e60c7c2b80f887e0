//! How a screen's question is answered in the browser: by asking the server. One function for all screens.

use std::sync::Arc;

use leptos::prelude::{document, window};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::load::{Answer, Answering};

/// Asks the server.
pub(super) fn answers<F>(_ask: Arc<F>) -> Box<dyn Fn(String) -> Answering + Send + Sync> {
    Box::new(|address| Box::pin(SendWrapper::new(ask(address))))
}

/// What can't be read is shown as no connection.
pub(super) async fn ask(address: String) -> Answer {
    Answer(fetch(&address).await.unwrap_or_default())
}

async fn fetch(address: &str) -> Result<String, JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(address)).await?.dyn_into()?;
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
