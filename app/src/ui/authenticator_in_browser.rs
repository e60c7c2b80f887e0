//! Passkeys in the browser: has one sign a challenge, and sends the form with what it signed. All but the press of the button is loaded with the first press.

use js_sys::{Function, JSON, Object, Reflect};
use leptos::ev::SubmitEvent;
use leptos::prelude::{RwSignal, Set, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, HtmlFormElement, HtmlInputElement, RequestInit, Response};

use super::passkey::{Asks, Challenge};
use crate::begun::{Begun, begin};
use crate::error::AppError;
use crate::wire::from_text;

/// What reads a challenge: of browsers that have passkeys, those of before 2025 lack it.
const READERS: [&str; 2] = ["parseRequestOptionsFromJSON", "parseCreationOptionsFromJSON"];

/// Whether this browser has passkeys, for this site.
pub(super) fn is_there() -> bool {
    let has = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok().filter(|found| !found.is_undefined());
    has(&window(), "PublicKeyCredential").is_some_and(|passkeys| READERS.iter().all(|reader| has(&passkeys, reader).is_some()))
}

/// Has a passkey sign, and sends the form that was about to be sent.
pub(super) fn prove(event: SubmitEvent, asks: Asks, says: RwSignal<String>) {
    event.prevent_default();
    let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else { return };
    // One press at a time.
    if form.has_attribute("aria-busy") {
        return;
    }
    says.set(String::new());
    begin(Begun::Prove(form, asks, says));
}

/// Has a passkey sign what is asked, and sends the form with it.
pub(crate) async fn sign(form: &HtmlFormElement, asks: &Asks, says: RwSignal<String>) {
    // Setting and removing an attribute of a name that is valid cannot fail.
    drop(form.set_attribute("aria-busy", "true"));
    match signed(form, asks).await {
        // Unlike a press of the button, this sends it at once.
        Ok(()) => drop(form.submit()),
        Err(why) => {
            drop(form.remove_attribute("aria-busy"));
            says.set(why);
        }
    }
}

/// Puts the challenge's token and what was signed into the form.
async fn signed(form: &HtmlFormElement, asks: &Asks) -> Result<(), String> {
    let challenge = challenge(asks).await?;
    let credential = credential(asks, &challenge).await.map_err(|error| why(asks, &error))?;
    for (name, value) in [("token", challenge.token), ("credential", credential)] {
        let input = form.query_selector(&format!("input[name={name}]")).ok().flatten();
        if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
            input.set_value(&value);
        }
    }
    Ok(())
}

async fn challenge(asks: &Asks) -> Result<Challenge, String> {
    let unreachable = |_: JsValue| AppError::Unreachable.to_string();
    let (text, ok) = fetch(asks).await.map_err(unreachable)?;
    if ok {
        return from_text(&text).map_err(|_| "The site has been brought up to date. Load this page anew and try again.".to_owned());
    }
    Err(from_text::<AppError>(&text).unwrap_or(AppError::Unreachable).to_string())
}

async fn fetch(asks: &Asks) -> Result<(String, bool), JsValue> {
    let (request, headers) = (RequestInit::new(), Headers::new()?);
    headers.set("content-type", "application/x-www-form-urlencoded")?;
    // Without it the answer is meant for a browser that follows redirects.
    headers.set("accept", "application/json")?;
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(&format!("ceremony={}", asks.ceremony).into());
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(&asks.begin, &request)).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    Ok((text, response.ok()))
}

/// What the passkey signs, as JSON.
async fn credential(asks: &Asks, challenge: &Challenge) -> Result<String, JsValue> {
    let passkeys = Reflect::get(&window(), &"PublicKeyCredential".into())?;
    let [reads_use, reads_making] = READERS;
    let (reader, act) = if asks.makes { (reads_making, "create") } else { (reads_use, "get") };
    let reader: Function = Reflect::get(&passkeys, &reader.into())?.dyn_into()?;
    let options = reader.call1(&passkeys, &JSON::parse(&challenge.options)?)?;
    let asked = Object::new();
    Reflect::set(&asked, &"publicKey".into(), &options)?;
    let keeper = Reflect::get(&window().navigator(), &"credentials".into())?;
    let act: Function = Reflect::get(&keeper, &act.into())?.dyn_into()?;
    let promise: js_sys::Promise = act.call1(&keeper, &asked)?.dyn_into()?;
    let credential = JsFuture::from(promise).await?;
    JSON::stringify(&credential).map(String::from)
}

/// What to say of what the browser threw.
fn why(asks: &Asks, error: &JsValue) -> String {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
    match name.as_str() {
        "NotAllowedError" if asks.makes => "No passkey was added: nothing was confirmed. Press the button again when you are ready.",
        "NotAllowedError" => {
            "No passkey was used: nothing was confirmed, or this device has none for this site. Try again, or use another way."
        }
        "InvalidStateError" => "This device has a passkey of yours here already.",
        "SecurityError" => "Passkeys work at the site’s own address only. Open it there and try again.",
        _ => "This browser could not use a passkey. Try again, or use another way.",
    }
    .to_owned()
}
