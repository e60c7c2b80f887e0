//! What a screen says to HTTP while it is rendered on the server.

use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use crate::state::AppState;

/// Sets the status of the page being rendered.
pub fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), axum::http::StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}

/// The site's name, as the operator set it.
pub fn site_name() -> String {
    use_context::<AppState>().map(|app| app.site.name.clone()).unwrap_or_default()
}
