//! `/c/{community}/accent.css`: a community's own colours.

use axum::Router;
use axum::extract::{FromRef, Path, RawQuery, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use axum::routing::get;

use super::accent::{stylesheet, version};
use super::store;
use crate::documents::document;
use crate::error::AppError;
use crate::state::{AppState, Viewer};

const CSS: &str = "text/css; charset=utf-8";

/// The stylesheet of this very accent: a reader keeps it, other people's caches don't.
const FOR_GOOD: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");

/// The routes.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AppState: FromRef<S>,
{
    Router::new().route("/c/{community}/accent.css", get(accent))
}

/// A community that is hidden answers as one that is missing, or has no accent.
async fn accent(
    State(app): State<AppState>,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let chosen = store::accent(&app.db, Viewer::ANONYMOUS, &slug).await?.ok_or(AppError::NotFound)?;
    let mut response = document(&headers, CSS, stylesheet(chosen));
    if query.and_then(|query| query.strip_prefix("v=").map(|asked| asked == version(chosen))).unwrap_or_default() {
        response.headers_mut().insert(CACHE_CONTROL, FOR_GOOD);
    }
    Ok(response)
}
