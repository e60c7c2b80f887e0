//! The server's side of `editor_in_browser`: a page is edited live where the browser is.

use super::parts::{Live, Mark};

/// What is edited.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) socket: String,
    pub(super) community: String,
    pub(super) path: String,
}

/// Nothing.
pub(super) fn start(_live: Live, place: Place) {
    drop((place.socket, place.community, place.path));
}

/// Nothing.
pub(super) fn stop() {}

/// Nothing.
pub(super) fn mark(_mark: Mark) {}
