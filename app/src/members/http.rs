//! `/me/data.zip`: everything about who is signed in. `/photos/{id}-{size}`: photos.

use axum::Router;
use axum::extract::{Extension, FromRef, Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use uuid::Uuid;

use super::photo::Size;
use super::{photo_store, photos, takeout};
use crate::accounts::attempts::{TAKE_OUT, spend};
use crate::activity::{Act, Deed, ObjectKind};
use crate::error::AppError;
use crate::state::{AppState, SignedIn, Viewer};

/// The routes.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AppState: FromRef<S>,
{
    Router::new().route("/me/data.zip", get(data)).route("/photos/{photo}", get(photo))
}

/// A photo, to those who may see it. What everyone may see never changes at its address, so it is kept.
async fn photo(State(app): State<AppState>, Path(photo): Path<String>, member: Option<Extension<SignedIn>>) -> Result<Response, AppError> {
    let (id, size) = photo.rsplit_once('-').ok_or(AppError::NotFound)?;
    let (id, size): (Uuid, Size) = (id.parse().map_err(|_| AppError::NotFound)?, size.parse().map_err(|_| AppError::NotFound)?);
    let viewer = member.map_or(Viewer::ANONYMOUS, |Extension(member)| member.viewer());
    let audience = photo_store::seen_by(&app.db, viewer, id).await?.ok_or(AppError::NotFound)?;
    let kept = if audience.is_everyone() { "public, max-age=31536000, immutable" } else { "private, no-store" };
    let headers = [(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, kept)];
    Ok((headers, photos::file(&app, id, size).await?).into_response())
}

async fn data(State(app): State<AppState>, member: Option<Extension<SignedIn>>) -> Result<Response, AppError> {
    let Extension(member) = member.ok_or(AppError::SignIn)?;
    spend(&app.db, TAKE_OUT, &format!("member {}", member.member)).await?;
    let archive = takeout::archive(&app, member.member).await?;
    let tx = app.db.begin().await?;
    tx.commit([Act::by(member.member, Deed::Downloaded, ObjectKind::Person, member.member)]).await?;
    let name = format!("attachment; filename=\"{}.zip\"", member.handle);
    let headers = [(CONTENT_TYPE, "application/zip"), (CACHE_CONTROL, "no-store"), (CONTENT_DISPOSITION, name.as_str())];
    Ok((headers, archive).into_response())
}
