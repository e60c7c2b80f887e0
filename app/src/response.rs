//! What a screen says to HTTP while it is rendered on the server.

use axum::http::HeaderValue;
use axum::http::header::CONTENT_SECURITY_POLICY;
use leptos::nonce::Nonce;
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

/// Sets the content security policy of the page being rendered: scripts are this site's own, or carry this rendering's nonce. Under `cargo leptos watch` the page may also
/// talk to what reloads it.
pub fn set_policy(nonce: &Nonce, reloads: bool) {
    let connect = if reloads { "'self' ws:" } else { "'self'" };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'nonce-{nonce}'; style-src 'self'; img-src 'self' https: data:; font-src 'self'; \
         connect-src {connect}; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    if let (Some(response), Ok(policy)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&policy)) {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}
