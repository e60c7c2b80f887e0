//! Old addresses answer with 308 and the new one, in one hop.

use app::redirects::store::address_of;
use app::state::{SignedIn, Viewer};
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, LOCATION};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::router::Served;

/// Where a page is not found, looks whether the address is an old one. Pages that are there cost nothing.
pub async fn follow(State(served): State<Served>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.uri().path().to_owned();
    let viewer = request.extensions().get::<SignedIn>().map_or(Viewer::ANONYMOUS, SignedIn::viewer);
    let response = next.run(request).await;
    if response.status() != StatusCode::NOT_FOUND || !reads {
        return response;
    }
    match address_of(&served.app.db, viewer, &path).await {
        Ok(Some(address)) => match HeaderValue::from_str(&address) {
            Ok(location) => (StatusCode::PERMANENT_REDIRECT, [(LOCATION, location), (CACHE_CONTROL, HeaderValue::from_static("no-cache"))])
                .into_response(),
            Err(_) => response,
        },
        Ok(None) => response,
        Err(error) => {
            tracing::warn!(%error, "redirects could not be read");
            response
        }
    }
}
