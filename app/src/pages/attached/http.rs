//! `/files/{id}/{name}`: a file of a page. `/live/pages/{page}/files`: where the editor of a page brings one.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Extension, FromRef, Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use uuid::Uuid;

use super::keeping::{self, Brought};
use super::kinds;
use crate::documents::holds;
use crate::error::AppError;
use crate::pages::model::PageStatus;
use crate::pages::together::http::admitted;
use crate::state::{AppState, SignedIn, Viewer};
use crate::ui::forming::LARGEST_FILE;

/// The routes.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AppState: FromRef<S>,
{
    // A little more than the largest: what is too large is to be told so.
    let bring = post(bring).layer(DefaultBodyLimit::max(LARGEST_FILE + 1_000_000));
    Router::new().route("/files/{file}/{name}", get(file)).route("/live/pages/{page}/files", bring)
}

/// A file, to those who may read its page. It never changes at its address, but who may read it does: browsers ask each time, and are told that they have it already.
async fn file(
    State(app): State<AppState>,
    Path((file, name)): Path<(String, String)>,
    member: Option<Extension<SignedIn>>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let file: Uuid = file.parse().map_err(|_| AppError::NotFound)?;
    let viewer = member.map_or(Viewer::ANONYMOUS, |Extension(member)| member.viewer());
    let seen = keeping::readable(&app, viewer, (file, &name)).await?.ok_or(AppError::NotFound)?;
    let draft = seen.status == PageStatus::Draft;
    let kept = if seen.to_all && !draft { "public, no-cache" } else { "private, no-cache" };
    // Weak, because what is sent may be compressed on the way.
    let tag = format!("W/\"{}\"", file.simple());
    let known = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).any(|tags| holds(tags, &tag));
    let how = if kinds::is_picture(&name) { "inline".to_owned() } else { format!("attachment; filename=\"{name}\"") };
    // Whatever is in it, it runs nothing here.
    let headers = [
        (CACHE_CONTROL, kept),
        (ETAG, tag.as_str()),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox; frame-ancestors 'none'"),
        (CONTENT_DISPOSITION, how.as_str()),
    ];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((headers, [(CONTENT_TYPE, kinds::content_type(&name))], keeping::contents(&app, file).await?).into_response())
}

#[derive(Deserialize)]
struct Called {
    /// What the file is called where it comes from.
    #[serde(default)]
    name: String,
}

/// Keeps a file that the editor brings as it is, and answers with the Markdown that shows it.
async fn bring(
    State(app): State<AppState>,
    Path(page): Path<String>,
    Query(called): Query<Called>,
    member: Option<Extension<SignedIn>>,
    (headers, bytes): (HeaderMap, Result<Bytes, axum::extract::rejection::BytesRejection>),
) -> Result<String, AppError> {
    let page = admitted(&app, &page, member.as_deref(), &headers).await?;
    let Extension(member) = member.ok_or(AppError::SignIn)?;
    let bytes = bytes.map_err(|_| AppError::field("file", keeping::too_heavy()))?;
    let brought = Brought { name: called.name, title: String::new(), bytes };
    let kept = keeping::bring(&app, &member, (&page, brought)).await?;
    Ok(kinds::markdown(&kept.title, &kept.href))
}
