//! What mail programs post to the address in `List-Unsubscribe`: without a page, without cookies and from anywhere (RFC 8058). Whoever has the link may; it does nothing else.

use app::notifications::api::StopMail;
use app::notifications::stopping::stop;
use app::ui::form::FUNCTION;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use leptos::server_fn::ServerFn;

use crate::forms;
use crate::router::Served;

/// Where these addresses begin.
pub const PREFIX: &str = "/unsubscribe/";

/// The most that is posted here, in bytes.
const LARGEST: usize = 16 * 1024;

/// Stops what the link stops, unless it is the page's own form that was posted.
pub async fn post(State(served): State<Served>, Path(token): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let function = form_urlencoded::parse(&body).find(|(name, _)| name == FUNCTION).map(|(_, path)| path.into_owned());
    match function.as_deref() {
        None => {}
        Some(StopMail::PATH) => return forms::post(served, Request::from_parts(parts, Body::from(body))).await,
        // Nobody has looked where it comes from: with somebody's cookies it could do anything.
        Some(_) => return StatusCode::FORBIDDEN.into_response(),
    }
    match stop(&served.app.db, &token).await {
        Ok(()) => (StatusCode::OK, "These mails are stopped.").into_response(),
        Err(error) => (StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST), error.to_string()).into_response(),
    }
}
