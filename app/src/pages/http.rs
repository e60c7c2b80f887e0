//! `/c/{community}/pages.md` and `/c/{community}/pages.html`: a community's pages as one file; `?under={path}`: one of them and what lies below it.

use std::collections::HashMap;

use axum::Router;
use axum::extract::{Extension, FromRef, Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use super::attached::keeping::pictures;
use super::embedding;
use super::export::{self, Around};
use super::store::{sheets, texts};
use crate::communities::model::Section;
use crate::communities::store::head;
use crate::error::AppError;
use crate::state::{AppState, SignedIn, Viewer};

/// The routes.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AppState: FromRef<S>,
{
    Router::new().route("/c/{community}/pages.md", get(markdown)).route("/c/{community}/pages.html", get(html))
}

#[derive(Deserialize)]
struct Asked {
    /// The path of the page with which it begins.
    #[serde(default)]
    under: String,
}

fn viewer(member: Option<Extension<SignedIn>>) -> Viewer {
    member.map_or(Viewer::ANONYMOUS, |Extension(member)| member.viewer())
}

/// A file to be kept, not shown.
fn file(kind: &str, name: &str, text: String) -> Response {
    let how = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "private, no-cache"), (CONTENT_DISPOSITION, how.as_str())], text).into_response()
}

/// The pages the viewer may see, each under its title, the page above before those below it.
async fn markdown(
    State(app): State<AppState>,
    Path(community): Path<String>,
    Query(asked): Query<Asked>,
    member: Option<Extension<SignedIn>>,
) -> Result<Response, AppError> {
    let viewer = viewer(member);
    let head = head(&app.db, viewer, &community).await?;
    let pages = texts(&app.db, viewer, &head, &asked.under).await?;
    if pages.is_empty() {
        return Err(AppError::NotFound);
    }
    let texts: Vec<String> = pages.iter().map(|(title, body)| format!("# {title}\n\n{}\n", body.trim())).collect();
    Ok(file("text/markdown; charset=utf-8", &format!("{}-pages.md", head.slug), texts.join("\n")))
}

/// The same, as they look, with their pictures.
async fn html(
    State(app): State<AppState>,
    Path(community): Path<String>,
    Query(asked): Query<Asked>,
    member: Option<Extension<SignedIn>>,
) -> Result<Response, AppError> {
    let viewer = viewer(member);
    let head = head(&app.db, viewer, &community).await?;
    let mut pages = sheets(&app.db, viewer, &head, &asked.under).await?;
    embedding::fill(&app, viewer, &head, &mut pages.iter_mut().map(|page| &mut page.html).collect::<Vec<_>>()).await?;
    let title = match &pages[..] {
        [] => return Err(AppError::NotFound),
        [page] => page.title.clone(),
        _ => format!("Pages of {}", head.name),
    };
    let pictures: HashMap<String, String> = pictures(&app, viewer, export::pictures(&pages)).await?;
    let place = Section::Pages.address(&head.slug);
    let around = Around { title: &title, base_url: &app.site.base_url, place: &place, pictures: &pictures };
    Ok(file("text/html; charset=utf-8", &format!("{}-pages.html", head.slug), export::document(&around, &pages)))
}
