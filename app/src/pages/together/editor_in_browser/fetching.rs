//! The preview: the server's own renderer shows what the text looks like, once one pauses.

use leptos::prelude::{Set, window};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

use super::{Editor, now, with};
use crate::ui::answer::is_of_another_release;

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
            if let Ok(Ok(html)) = post(&address, &text).await {
                // The screen may be left by now.
                drop(preview.try_set(html));
            }
        });
    }
}

/// Sends a text, and gives what is answered, or why it is refused.
pub(super) async fn post(address: &str, text: &str) -> Result<Result<String, String>, JsValue> {
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&text.into());
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(address, &request)).await?.dyn_into()?;
    if is_of_another_release(&response) {
        with(|editor| editor.stale = true);
    }
    let answer = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    Ok(if response.ok() { Ok(answer) } else { Err(answer) })
}
