//! `/feed.atom` and `/c/{community}/feed.atom`.

use axum::Router;
use axum::extract::{FromRef, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;

use super::atom::{Names, feed};
use super::store::news;
use crate::communities::store::head;
use crate::documents::document;
use crate::error::AppError;
use crate::state::{AppState, Viewer};

const ATOM: &str = "application/atom+xml; charset=utf-8";

/// The routes.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AppState: FromRef<S>,
{
    Router::new().route("/feed.atom", get(of_site)).route("/c/{community}/feed.atom", get(of_community))
}

async fn of_site(State(app): State<AppState>, headers: HeaderMap) -> Result<Response, AppError> {
    let news = news(&app.db, Viewer::ANONYMOUS, None).await?;
    let names = Names {
        site: app.site.name.clone(),
        base_url: app.site.base_url.clone(),
        title: format!("New on {}", app.site.name),
        page: "/".to_owned(),
        path: "/feed.atom".to_owned(),
    };
    Ok(document(&headers, ATOM, feed(&names, news)))
}

/// A community that is hidden answers as one that is missing.
async fn of_community(State(app): State<AppState>, Path(slug): Path<String>, headers: HeaderMap) -> Result<Response, AppError> {
    let head = head(&app.db, Viewer::ANONYMOUS, &slug).await?;
    let news = news(&app.db, Viewer::ANONYMOUS, Some(&head)).await?;
    let names = Names {
        site: app.site.name.clone(),
        base_url: app.site.base_url.clone(),
        title: format!("New in {}", head.name),
        page: format!("/c/{}", head.slug),
        path: format!("/c/{}/feed.atom", head.slug),
    };
    Ok(document(&headers, ATOM, feed(&names, news)))
}
