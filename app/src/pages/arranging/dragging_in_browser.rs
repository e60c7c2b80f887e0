//! What only the browser knows of something that is dragged.

use leptos::ev::DragEvent;
use leptos::prelude::event_target;
use web_sys::Element;

use super::model::Zone;

/// Some browsers drag nothing that carries nothing.
pub(super) fn begun(event: &DragEvent) {
    if let Some(carried) = event.data_transfer() {
        // What cannot be carried is dragged all the same.
        drop(carried.set_data("text/plain", ""));
    }
}

/// The upper third of a row is before it, the lower after it, and what is between is below it.
pub(super) fn zone(event: &DragEvent) -> Zone {
    let row = event_target::<Element>(event).closest("li").ok().flatten().map(|row| row.get_bounding_client_rect());
    let part = row.map_or(0.5, |row| (f64::from(event.client_y()) - row.top()) / row.height().max(1.0));
    match part {
        part if part < 0.33 => Zone::Before,
        part if part > 0.67 => Zone::After,
        _ => Zone::Into,
    }
}
