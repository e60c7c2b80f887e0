//! Requests that change something are refused when another site sent them (Fetch Metadata, and Origin for browsers without it).

use app::origin;
use axum::extract::Request;
use axum::http::header::HeaderName;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::unsubscribe;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Lets reads and our own pages' requests through.
pub async fn refuse(request: Request, next: Next) -> Response {
    // Mail programs post to what stops mails, some of them from a browser: the address alone may do that, and cookies count for nothing there.
    let from_anywhere = request.uri().path().starts_with(unsubscribe::PREFIX);
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) || from_anywhere || is_ours(request.headers()) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "This request came from another site and was refused. Open the page here and try again.").into_response()
}

fn is_ours(headers: &HeaderMap) -> bool {
    match headers.get(SEC_FETCH_SITE).and_then(|site| site.to_str().ok()) {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => origin::is_ours(headers),
    }
}
