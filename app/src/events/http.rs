//! Events for the reader's own calendar (RFC 5545): one, all of a community, of a topic, of the site, and one's own.

use axum::extract::{FromRef, Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};

use super::attendance;
use super::calendar::calendar;
use super::own_calendar_store as addresses;
use super::store::{Whose, entries, listed};
use crate::activity::ObjectKind;
use crate::communities::store::head;
use crate::documents::document;
use crate::error::AppError;
use crate::link::host;
use crate::live::{Channel, Reads};
use crate::state::{AppState, SignedIn, Viewer};
use crate::topics::facets::chosen;

const CALENDAR: &str = "text/calendar; charset=utf-8; method=PUBLISH";

type Who = Option<Extension<SignedIn>>;

/// The routes.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AppState: FromRef<S>,
{
    Router::new()
        .route("/events/calendar.ics", get(of_site))
        .route("/c/{community}/calendar.ics", get(of_community))
        .route("/topics/{topic}/calendar.ics", get(of_topic))
        .route("/calendar/{file}", get(own))
        .route("/c/{community}/events/{slug}/people.csv", get(attendance::of_event))
        .route("/c/{community}/events/{slug}/{date}/people.csv", get(attendance::of_meeting))
        .route("/c/{community}/events/{slug}/event.ics", get(event))
        .route("/c/{community}/events/{slug}/{date}/event.ics", get(meeting))
}

/// What keeps a document until something it holds has changed.
type Kept = Option<Extension<Reads>>;

/// Has the calendar kept: calendar programs ask for it every hour, and mostly nothing is new.
fn kept(reads: Kept) {
    let Some(Extension(reads)) = reads else { return };
    [ObjectKind::Community, ObjectKind::Event, ObjectKind::Topic].into_iter().for_each(|kind| reads.add(Channel::Kind(kind)));
}

async fn of_site(State(app): State<AppState>, reads: Kept, headers: HeaderMap) -> Result<Response, AppError> {
    kept(reads);
    many(&app, Viewer::ANONYMOUS, (Whose::All, None), &headers).await
}

/// A community that is hidden answers as one that is missing.
async fn of_community(
    State(app): State<AppState>,
    Path(slug): Path<String>,
    reads: Kept,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    kept(reads);
    let head = head(&app.db, Viewer::ANONYMOUS, &slug).await?;
    if !head.sees.events {
        return Err(AppError::NotFound);
    }
    many(&app, Viewer::ANONYMOUS, (Whose::Community(head.id), Some(&head.name)), &headers).await
}

async fn of_topic(State(app): State<AppState>, Path(slug): Path<String>, reads: Kept, headers: HeaderMap) -> Result<Response, AppError> {
    kept(reads);
    let topic = chosen(&app.db, &slug).await.ok().flatten().ok_or(AppError::NotFound)?;
    many(&app, Viewer::ANONYMOUS, (Whose::Topic(topic.id), Some(&topic.title)), &headers).await
}

/// `/calendar/{secret}.ics`: what the member may see, to whoever knows the address.
async fn own(State(app): State<AppState>, Path(file): Path<String>, headers: HeaderMap) -> Result<Response, AppError> {
    let secret = file.strip_suffix(".ics").ok_or(AppError::NotFound)?;
    let member = addresses::owner(&app.db, secret).await?.ok_or(AppError::NotFound)?;
    let viewer = Viewer { member: Some(member), administrator: false };
    let mut answer = many(&app, viewer, (Whose::Member(member), Some("My calendar")), &headers).await?;
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(answer)
}

async fn many(app: &AppState, viewer: Viewer, (whose, name): (Whose, Option<&str>), headers: &HeaderMap) -> Result<Response, AppError> {
    let base_url = &app.site.base_url;
    let now = app.clock.now();
    let mut contents = listed(&app.db, viewer, (now, base_url), whose).await?;
    contents.name = match name {
        Some(name) => format!("{name}, {}", app.site.name),
        None => app.site.name.clone(),
    };
    Ok(document(headers, CALENDAR, calendar(host(base_url), now, contents)))
}

async fn event(
    State(app): State<AppState>,
    Path((community, slug)): Path<(String, String)>,
    who: Who,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    answer(&app, who, (&community, &slug, None), &headers).await
}

async fn meeting(
    State(app): State<AppState>,
    Path((community, slug, date)): Path<(String, String, String)>,
    who: Who,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    answer(&app, who, (&community, &slug, Some(&date)), &headers).await
}

/// What is made for somebody who is signed in is for nobody else.
async fn answer(app: &AppState, who: Who, which: (&str, &str, Option<&str>), headers: &HeaderMap) -> Result<Response, AppError> {
    let base_url = &app.site.base_url;
    let viewer = who.as_ref().map_or(Viewer::ANONYMOUS, |Extension(member)| member.viewer());
    let contents = entries(&app.db, viewer, base_url, which).await?;
    let mut answer = document(headers, CALENDAR, calendar(host(base_url), app.clock.now(), contents));
    if who.is_some() {
        answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    Ok(answer)
}
