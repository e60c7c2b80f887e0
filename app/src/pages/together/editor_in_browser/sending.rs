//! A file on its way: how much of it is sent is shown, and it can be called off. By XMLHttpRequest: `fetch` does not tell how far it is.

use js_sys::{Promise, encode_uri_component};
use leptos::prelude::{Set, WithUntracked};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

use super::super::parts::Live;
use super::{Editor, with};

/// What is said where nothing was answered.
const LOST: &str = "It could not be sent. Check your connection and try again.";

/// The file that is on its way.
pub(super) struct Sending {
    request: XmlHttpRequest,
    called_off: bool,
}

/// Why a file is not there.
pub(super) enum Unsent {
    /// The server does not take it, or does not answer: a sentence.
    Refused(String),
    /// Whoever sent it did not want to any more.
    CalledOff,
}

impl Editor {
    /// Brings the file that is on its way no further.
    pub(super) fn call_off(&mut self) {
        let Some(sending) = &mut self.sending else { return };
        sending.called_off = true;
        let request = sending.request.clone();
        // What was pressed goes away.
        drop(self.area.focus());
        // It tells whoever waits for it, who looks at the editor.
        leptos::task::spawn_local(async move { drop(request.abort()) });
    }
}

/// Sends a file, and gives the Markdown that shows it.
pub(super) async fn send(address: &str, file: &File, (live, name): (Live, &str)) -> Result<String, Unsent> {
    let sent = try_to_send(address, file, (live, name)).await;
    // The screen may be left by now.
    let _ = live.sending.try_set(None);
    let mut called_off = false;
    with(|editor| called_off = editor.sending.take().is_some_and(|sending| sending.called_off));
    match sent {
        Ok(Ok(markdown)) => Ok(markdown),
        _ if called_off => Err(Unsent::CalledOff),
        Ok(Err(why)) => Err(Unsent::Refused(why)),
        Err(_) => Err(Unsent::Refused(LOST.to_owned())),
    }
}

async fn try_to_send(address: &str, file: &File, (live, name): (Live, &str)) -> Result<Result<String, String>, JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("POST", &format!("{address}?name={}", String::from(encode_uri_component(&file.name()))))?;
    request.set_request_header("content-type", "application/octet-stream")?;
    let name = name.to_owned();
    let told: Closure<dyn FnMut(ProgressEvent)> = Closure::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            tell(live, &name, (100.0 * event.loaded() / event.total()) as u8);
        }
    });
    let upload = request.upload()?;
    upload.set_onprogress(Some(told.as_ref().unchecked_ref()));
    // It ends once, however it ends.
    let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    with(|editor| editor.sending = Some(Sending { request: request.clone(), called_off: false }));
    let _ = live.sending.try_set(Some(0));
    request.send_with_opt_blob(Some(file))?;
    JsFuture::from(ended).await?;
    upload.set_onprogress(None);
    let text = request.response_text()?.unwrap_or_default();
    let sentence = request.get_response_header("content-type")?.is_some_and(|kind| kind.starts_with("text/plain"));
    Ok(match (request.status()?, sentence) {
        (200..300, _) => Ok(text),
        (400.., true) => Err(text),
        _ => Err(LOST.to_owned()),
    })
}

/// Shows how much is sent. A screen reader says it by quarters.
fn tell(live: Live, name: &str, percent: u8) {
    let before = live.sending.try_with_untracked(|sending| *sending).flatten().unwrap_or_default();
    let _ = live.sending.try_set(Some(percent));
    if percent / 25 > before / 25 && percent < 100 {
        drop(live.brought.try_set(format!("Sending “{name}” … {} %", percent / 25 * 25)));
    }
}
