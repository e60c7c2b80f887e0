//! `/sign-in/with/{provider}` leads to a provider, `/sign-in/with/{provider}/callback` is where it leads back to. Both always lead on: what goes wrong is said on a page.

use std::collections::HashMap;

use axum::extract::{FromRef, Path, Query, State};
use axum::http::header::{CACHE_CONTROL, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};

use super::coming_back::{Onward, Stopped, Visit, problem_at};
use crate::accounts::cookie::{self, Kept};
use crate::state::{AppState, Caller, SignedIn};

/// The routes.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AppState: FromRef<S>,
{
    Router::new().route("/sign-in/with/{provider}", get(leave)).route("/sign-in/with/{provider}/callback", get(come_back))
}

/// Who asks, as it stands beside a request.
type Asking = (Option<Extension<Caller>>, Option<Extension<SignedIn>>, HeaderMap);

async fn leave(
    State(app): State<AppState>,
    Path(slug): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    asking: Asking,
) -> Response {
    let visit = visit(app, slug, query, asking);
    let slug = visit.slug.clone();
    answered(&slug, visit.leaves().await)
}

async fn come_back(
    State(app): State<AppState>,
    Path(slug): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    asking: Asking,
) -> Response {
    let visit = visit(app, slug, query, asking);
    let slug = visit.slug.clone();
    answered(&slug, visit.returns().await)
}

fn visit(app: AppState, slug: String, query: HashMap<String, String>, (caller, signed_in, headers): Asking) -> Visit {
    let browser = cookie::read_kept(Kept::Browser, &headers, &app.site);
    let caller = caller.map(|Extension(caller)| caller).unwrap_or_default();
    Visit { app, caller, signed_in: signed_in.map(|Extension(member)| member), browser, slug, query }
}

fn answered(slug: &str, answer: Result<Onward, Stopped>) -> Response {
    let onward = answer.unwrap_or_else(|Stopped { problem, linking, to, detail }| {
        tracing::warn!(provider = slug, %problem, detail, "a sign-in through a provider did not work");
        let to = if linking { format!("/me/security?problem={problem}") } else { problem_at(problem, &to) };
        Onward { to, cookies: Vec::new() }
    });
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(LOCATION, HeaderValue::from_str(&onward.to).unwrap_or(HeaderValue::from_static("/me")));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for cookie in onward.cookies.iter().filter_map(|cookie| HeaderValue::from_str(cookie).ok()) {
        headers.append(SET_COOKIE, cookie);
    }
    response
}
