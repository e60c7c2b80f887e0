//! `…/event.ics`: an event, or one meeting of a series, for the reader's own calendar.

use axum::Router;
use axum::extract::{FromRef, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;

use super::calendar::calendar;
use super::store::entries;
use crate::documents::document;
use crate::error::AppError;
use crate::link::host;
use crate::state::{AppState, Viewer};

const CALENDAR: &str = "text/calendar; charset=utf-8; method=PUBLISH";

/// The routes.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AppState: FromRef<S>,
{
    Router::new()
        .route("/c/{community}/events/{slug}/event.ics", get(event))
        .route("/c/{community}/events/{slug}/{date}/event.ics", get(meeting))
}

async fn event(
    State(app): State<AppState>,
    Path((community, slug)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    answer(&app, (&community, &slug, None), &headers).await
}

async fn meeting(
    State(app): State<AppState>,
    Path((community, slug, date)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    answer(&app, (&community, &slug, Some(&date)), &headers).await
}

async fn answer(app: &AppState, which: (&str, &str, Option<&str>), headers: &HeaderMap) -> Result<Response, AppError> {
    let base_url = &app.site.base_url;
    let entries = entries(&app.db, Viewer::ANONYMOUS, (app.clock.now(), base_url), which).await?;
    Ok(document(headers, CALENDAR, calendar(host(base_url), entries)))
}
