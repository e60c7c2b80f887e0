//! The preview: the server's own renderer shows what the text looks like, once one pauses.

use leptos::prelude::{Set, window};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

use super::{Editor, now};

/// How long one pauses before the preview follows, in milliseconds.
const PAUSE: f64 = 500.0;

impl Editor {
    /// Has the preview follow.
    pub(super) fn look(&mut self) {
        if self.unseen.is_none_or(|since| now() - since < PAUSE) || !self.line.is_open() {
            return;
        }
        self.unseen = None;
        let preview = self.live.preview;
        let (address, text) = (format!("{}/preview", self.place.socket), self.shown.clone());
        spawn_local(async move {
            // What could not be rendered is rendered after the next change.
            if let Ok(Some(html)) = fetch(&address, &text).await {
                // The screen may be left by now.
                drop(preview.try_set(html));
            }
        });
    }
}

async fn fetch(address: &str, text: &str) -> Result<Option<String>, JsValue> {
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&text.into());
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(address, &request)).await?.dyn_into()?;
    let html = JsFuture::from(response.text()?).await?.as_string();
    Ok(html.filter(|_| response.ok()))
}
