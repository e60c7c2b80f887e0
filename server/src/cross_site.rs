//! Requests that change something are refused when another site sent them (Fetch Metadata, and Origin for browsers without it).

use axum::extract::Request;
use axum::http::header::{HOST, HeaderName, ORIGIN};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::unsubscribe;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Lets reads and our own pages' requests through.
pub async fn refuse(request: Request, next: Next) -> Response {
    // Mail programs post to what stops mails, some of them from a browser: the address alone may do that, and cookies count for nothing there.
    let from_anywhere = request.uri().path().starts_with(unsubscribe::PREFIX);
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) || from_anywhere || is_ours(&request) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "This request came from another site and was refused. Open the page here and try again.").into_response()
}

fn is_ours(request: &Request) -> bool {
    let text = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    match (text(SEC_FETCH_SITE), text(ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin.split_once("://").map(|(_, host)| host) == text(HOST),
        // Neither: no browser, so nobody's cookies ride along.
        (None, None) => true,
    }
}
