//! The server's side of `dragging_in_browser`: nothing is dragged there.

use leptos::ev::DragEvent;

use super::model::Zone;

/// Nothing.
pub(super) fn begun(_event: &DragEvent) {}

/// Nowhere in particular.
pub(super) fn zone(_event: &DragEvent) -> Zone {
    Zone::Into
}
