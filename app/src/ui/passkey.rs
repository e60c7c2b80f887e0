//! A form that is sent with what a passkey signs.
//!
//! Its button has the browser fetch a challenge, and the passkey sign it; then the form is posted like any other. Without JavaScript, or where the browser has no passkeys, the button
//! is not there and a sentence says why.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::authenticator;
use super::form::{Form, FormView};

/// The form, and what is asked before it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyForm {
    /// The form. The challenge's token and what was signed are added to it.
    pub form: Form,
    /// What is asked first.
    pub asks: Asks,
}

/// What is asked before the form is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asks {
    /// The path of the server function that gives the challenge.
    pub begin: String,
    /// What the challenge is for.
    pub ceremony: String,
    /// Whether a passkey is made, and not one used that is there.
    pub makes: bool,
}

/// A challenge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// What the server knows it by.
    pub token: String,
    /// What the browser is asked: JSON of WebAuthn's options.
    pub options: String,
}

const NOT_HERE: &str = "This browser can’t use passkeys here: it may be too old, or the site was not opened by https. Use one of the other ways, or another browser.";

/// Shows the form.
#[component]
pub fn PasskeyFormView(
    /// The form.
    form: PasskeyForm,
) -> impl IntoView {
    let PasskeyForm { mut form, asks } = form;
    form.hidden.extend(["token", "credential"].map(|name| (name.to_owned(), String::new())));
    let (there, says) = (RwSignal::new(None), RwSignal::new(String::new()));
    // What the browser can do is known in the browser alone.
    Effect::new(move |_| there.set(Some(authenticator::is_there())));
    let without = match asks.makes {
        true => "<p class=\"hint\">To add a passkey, JavaScript has to be on.</p>",
        false => "<p class=\"hint\">Passkeys need JavaScript. Without it, use one of the other ways here.</p>",
    };
    view! {
        <div class="passkey">
            <div hidden=move || there.get() != Some(true) on:submit=move |event| authenticator::prove(event, asks.clone(), says)>
                <FormView form/>
            </div>
            <p class="field-error" role="alert" hidden=move || says.read().is_empty()>{move || says.get()}</p>
            <p class="hint" hidden=move || there.get() != Some(false)>{NOT_HERE}</p>
            <noscript inner_html=without></noscript>
        </div>
    }
}
