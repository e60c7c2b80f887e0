//! The preview: the server's own renderer shows what the text looks like, once one pauses.

use leptos::prelude::{Set, window};
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

use super::super::api::PreviewPage;
use super::super::model::Preview;
use super::{Editor, now};
use crate::wire::from_text;

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
        let form = [("community", &self.place.community), ("path", &self.place.path), ("body", &self.shown)];
        let body: Vec<String> =
            form.iter().map(|(name, value)| format!("{name}={}", String::from(js_sys::encode_uri_component(value)))).collect();
        let body = body.join("&");
        spawn_local(async move {
            // What could not be rendered is rendered after the next change.
            if let Some(html) = fetch(&body).await.ok().and_then(|text| from_text::<Preview>(&text).ok()) {
                // The screen may be left by now.
                drop(preview.try_set(html.html));
            }
        });
    }
}

async fn fetch(body: &str) -> Result<String, JsValue> {
    let (request, headers) = (RequestInit::new(), Headers::new()?);
    headers.set("content-type", "application/x-www-form-urlencoded")?;
    // Without it the answer is meant for a browser that follows redirects.
    headers.set("accept", "application/json")?;
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(&body.into());
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(PreviewPage::PATH, &request)).await?.dyn_into()?;
    Ok(JsFuture::from(response.text()?).await?.as_string().unwrap_or_default())
}
