//! `/feed.atom`, `/c/{community}/feed.atom` and `/topics/{topic}/feed.atom`.

use axum::Router;
use axum::extract::{FromRef, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;

use super::atom::{Names, feed};
use super::store::{Of, news};
use crate::communities::store::head;
use crate::documents::document;
use crate::error::AppError;
use crate::state::{AppState, Viewer};
use crate::topics::facets::chosen;

const ATOM: &str = "application/atom+xml; charset=utf-8";

/// The routes.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AppState: FromRef<S>,
{
    Router::new()
        .route("/feed.atom", get(of_site))
        .route("/c/{community}/feed.atom", get(of_community))
        .route("/topics/{topic}/feed.atom", get(of_topic))
}

async fn of_site(State(app): State<AppState>, headers: HeaderMap) -> Result<Response, AppError> {
    let news = news(&app.db, Viewer::ANONYMOUS, Of::Site).await?;
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
    let news = news(&app.db, Viewer::ANONYMOUS, Of::Community(&head.slug)).await?;
    let names = Names {
        site: app.site.name.clone(),
        base_url: app.site.base_url.clone(),
        title: format!("New in {}", head.name),
        page: format!("/c/{}", head.slug),
        path: format!("/c/{}/feed.atom", head.slug),
    };
    Ok(document(&headers, ATOM, feed(&names, news)))
}

async fn of_topic(State(app): State<AppState>, Path(slug): Path<String>, headers: HeaderMap) -> Result<Response, AppError> {
    let news = news(&app.db, Viewer::ANONYMOUS, Of::Topic(&slug)).await?;
    let title = chosen(&app.db, &slug).await?.map(|topic| topic.title).ok_or(AppError::NotFound)?;
    let names = Names {
        site: app.site.name.clone(),
        base_url: app.site.base_url.clone(),
        title: format!("New about {title}"),
        page: format!("/topics/{slug}"),
        path: format!("/topics/{slug}/feed.atom"),
    };
    Ok(document(&headers, ATOM, feed(&names, news)))
}
