//! `/c/{community}/pages.md`: a community's pages as one Markdown file; `?under={path}`: one of them and what lies below it.

use axum::Router;
use axum::extract::{Extension, FromRef, Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use super::store::texts;
use crate::communities::store::head;
use crate::error::AppError;
use crate::state::{AppState, SignedIn, Viewer};

/// The routes.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AppState: FromRef<S>,
{
    Router::new().route("/c/{community}/pages.md", get(markdown))
}

#[derive(Deserialize)]
struct Asked {
    /// The path of the page with which it begins.
    #[serde(default)]
    under: String,
}

/// The pages the viewer may see, each under its title, the page above before those below it.
async fn markdown(
    State(app): State<AppState>,
    Path(community): Path<String>,
    Query(asked): Query<Asked>,
    member: Option<Extension<SignedIn>>,
) -> Result<Response, AppError> {
    let viewer = member.map_or(Viewer::ANONYMOUS, |Extension(member)| member.viewer());
    let head = head(&app.db, viewer, &community).await?;
    let pages = texts(&app.db, viewer, &head, &asked.under).await?;
    if pages.is_empty() {
        return Err(AppError::NotFound);
    }
    let file: Vec<String> = pages.iter().map(|(title, body)| format!("# {title}\n\n{}\n", body.trim())).collect();
    let name = format!("attachment; filename=\"{}-pages.md\"", head.slug);
    let headers =
        [(CONTENT_TYPE, "text/markdown; charset=utf-8"), (CACHE_CONTROL, "private, no-cache"), (CONTENT_DISPOSITION, name.as_str())];
    Ok((headers, file.join("\n")).into_response())
}
