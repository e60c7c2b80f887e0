//! `/me/notifications/{id}/go`: leads to the place, and marks what is read there.

use axum::Router;
use axum::extract::{Extension, FromRef, Path, State};
use axum::http::header::{CACHE_CONTROL, HeaderName, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use uuid::Uuid;

use super::store;
use crate::error::AppError;
use crate::link::is_ours;
use crate::state::{AppState, SignedIn};

/// Says that a browser fetches what nobody has asked to see.
const SEC_PURPOSE: HeaderName = HeaderName::from_static("sec-purpose");

/// The routes.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AppState: FromRef<S>,
{
    Router::new().route("/me/notifications/{id}/go", get(go))
}

async fn go(
    State(app): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    member: Option<Extension<SignedIn>>,
) -> Result<Response, AppError> {
    let Some(Extension(member)) = member else {
        return Ok((StatusCode::SEE_OTHER, [(LOCATION, "/sign-in?to=/me/notifications")]).into_response());
    };
    let id: Uuid = id.parse().map_err(|_| AppError::NotFound)?;
    let place = store::place(&app.db, member.member, id).await?;
    if !headers.contains_key(SEC_PURPOSE) {
        let mut tx = app.db.begin().await?;
        store::read(&mut tx, member.member, id).await?;
        tx.commit([]).await?;
    }
    let place = if is_ours(&place) { place.as_str() } else { "/" };
    Ok((StatusCode::SEE_OTHER, [(LOCATION, place), (CACHE_CONTROL, "no-store")]).into_response())
}
