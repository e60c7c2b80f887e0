//! The server's side of `authenticator_in_browser.rs`: passkeys are where the browser is.

use leptos::ev::SubmitEvent;
use leptos::prelude::RwSignal;

use super::passkey::Asks;

/// Nowhere.
pub(super) fn is_there() -> bool {
    false
}

/// Nothing.
pub(super) fn prove(_event: SubmitEvent, _asks: Asks, _says: RwSignal<String>) {}
