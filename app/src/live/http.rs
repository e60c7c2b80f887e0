//! `/live`: tells an open page that what it shows has changed, or how many notifications wait. It tells that, and never what: the page asks anew, as its reader.

use axum::Router;
use axum::extract::{Extension, FromRef, Query, State};
use axum::http::header::{CACHE_CONTROL, HeaderName};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;
use std::time::Duration;

use super::store::Watched;
use super::stream::{Listener, signals};
use crate::accounts::cookie;
use crate::error::AppError;
use crate::state::{AppState, SignedIn};

/// How often a line is sent that says nothing: proxies close what is silent.
const SILENCE: Duration = Duration::from_secs(25);

/// Proxies that gather answers would keep signals back.
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// The routes.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AppState: FromRef<S>,
{
    Router::new().route("/live", get(live))
}

/// What a page watches besides its reader's notifications: each by its address, `{community}/{slug}`.
#[derive(Deserialize)]
struct Asked {
    question: Option<String>,
    event: Option<String>,
    page: Option<String>,
}

async fn live(
    State(app): State<AppState>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    member: Option<Extension<SignedIn>>,
) -> Result<Response, AppError> {
    let asked = [(Watched::Question, asked.question), (Watched::Event, asked.event), (Watched::Page, asked.page)];
    let watched: Vec<(Watched, String)> = asked.into_iter().filter_map(|(what, at)| Some((what, at?))).collect();
    if watched.is_empty() && member.is_none() {
        // Browsers don't ask again.
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let token = member.is_some().then(|| cookie::read(&headers, &app.site)).flatten();
    let listener = Listener::begin(app, (token, member.map(|Extension(member)| member)), watched).await?;
    let stream = Sse::new(signals(listener)).keep_alive(KeepAlive::new().interval(SILENCE));
    Ok(([(CACHE_CONTROL, "no-store"), (BUFFERING, "no")], stream).into_response())
}
