//! The server's side of `editor_in_browser`: a page is edited live where the browser is.

use super::parts::{Live, Tool};

/// What is edited.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) socket: String,
    pub(super) mine: String,
}

/// Nothing.
pub(super) fn start(_live: Live, place: Place) {
    drop((place.socket, place.mine));
}

/// Nothing.
pub(super) fn stop() {}

/// Nothing.
pub(super) fn choose(_event: &leptos::ev::Event) {}

/// Nothing.
pub(super) fn call_off() {}

/// Nothing.
pub(super) fn keep_version() {}

/// Nothing.
pub(super) fn take_up(_tool: Tool) {}

/// Nothing.
pub(super) fn take_offer(_at: usize) {}
