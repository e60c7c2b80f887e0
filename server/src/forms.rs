//! Forms, which are posted to the page they stand on: the server function that a hidden field names takes them, and then the browser is sent on, or the page comes back with what
//! was typed and what is wrong.

use app::error::AppError;
use app::link::is_ours;
use app::state::SignedIn;
use app::ui::form::{Done, FUNCTION};
use app::ui::forming::Failed;
use app::wire::from_text;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, REFERER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use leptos::server_fn::axum::server_fn_paths;

use crate::notice;
use crate::router::{Served, call, render};
use crate::uploads;

/// What the browser is to forget, besides cookies.
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// The most that a form may send, in bytes: a long page with room.
const LARGEST: usize = 2 * 1024 * 1024;

/// How fields are sent.
const FIELDS: &str = "application/x-www-form-urlencoded";

/// What is never sent back to the browser: a field whose name says that it holds a secret.
const SECRETS: [&str; 3] = ["password", "token", "code"];

/// Takes what was posted to a page.
pub async fn post(served: Served, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let typed = match read(&mut parts, body).await {
        Ok(typed) => typed,
        Err(Unread::Answered(answer)) => return answer,
        Err(Unread::TooMuch(says)) => {
            let failed = Failed { function: String::new(), error: AppError::form(says), typed: Vec::new(), lost: Vec::new() };
            let mut response = again(served, parts, failed).await;
            if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
                *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
            }
            return response;
        }
    };
    let function = typed.iter().find(|(name, _)| name == FUNCTION).map(|(_, path)| path.clone()).unwrap_or_default();
    if !server_fn_paths().any(|(path, method)| path == function && method == Method::POST) {
        return (StatusCode::BAD_REQUEST, "This form is of another release of the site. Go back, load the page anew and try again.")
            .into_response();
    }
    let answer = ask(&served, &parts, &function, &typed).await;
    let kept = [SET_COOKIE, CLEAR_SITE_DATA].into_iter().flat_map(|name| {
        let values: Vec<HeaderValue> = answer.headers.get_all(&name).iter().cloned().collect();
        values.into_iter().map(move |value| (name.clone(), value))
    });
    let kept: Vec<(HeaderName, HeaderValue)> = kept.collect();
    let mut response = match answer.done {
        Ok(done) => onward(&served, &done),
        // Who wrote something while their session ended gets it back.
        Err(AppError::SignIn) if !typed.iter().any(|(name, text)| is_prose(text) && !is_secret(name)) => {
            onward(&served, &Done::at(sign_in(&parts.uri)))
        }
        Err(error) => {
            let typed = typed.into_iter().filter(|(name, _)| !is_secret(name)).collect();
            again(served, parts, Failed { function, error, typed, lost: Vec::new() }).await
        }
    };
    for (name, value) in kept {
        response.headers_mut().append(name, value);
    }
    response
}

/// Why nothing could be made of what was sent.
enum Unread {
    /// It is more than the form may send; the page says so.
    TooMuch(&'static str),
    /// The answer.
    Answered(Response),
}

/// What the form sent. Its files, where it has any, stand beside the request from now on.
async fn read(parts: &mut Parts, body: Body) -> Result<Vec<(String, String)>, Unread> {
    if uploads::are_in(&parts.headers) {
        // Only members bring files.
        if parts.extensions.get::<SignedIn>().is_none() {
            return Err(Unread::Answered((StatusCode::SEE_OTHER, [(LOCATION, sign_in(&parts.uri))]).into_response()));
        }
        let too_much = "That is more than this form may send, or it did not arrive whole. Go back, choose a smaller file and try again.";
        let sent = uploads::read(&parts.headers, body).await.ok_or(Unread::TooMuch(too_much))?;
        parts.extensions.insert(sent.uploads);
        return Ok(sent.typed);
    }
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with(FIELDS) {
        let says = "This address takes forms of its own page only.";
        return Err(Unread::Answered((StatusCode::UNSUPPORTED_MEDIA_TYPE, says).into_response()));
    }
    let too_much = "That is more than a form may send: 2 megabytes. Go back, shorten the text and try again.";
    let body = to_bytes(body, LARGEST).await.map_err(|_| Unread::TooMuch(too_much))?;
    Ok(form_urlencoded::parse(&body).into_owned().collect())
}

/// What the server function answered.
struct Answered {
    done: Result<Done, AppError>,
    headers: HeaderMap,
}

async fn ask(served: &Served, parts: &Parts, function: &str, typed: &[(String, String)]) -> Answered {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(typed).finish();
    let mut request = Request::from_parts(parts.clone(), Body::from(body));
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(FIELDS));
    request.headers_mut().remove(CONTENT_LENGTH);
    if let Ok(uri) = function.parse::<Uri>() {
        *request.uri_mut() = uri;
    }
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    request.headers_mut().remove(REFERER);
    let (head, body) = call(served.clone(), request).await.into_parts();
    let text = to_bytes(body, usize::MAX).await.ok().and_then(|bytes| String::from_utf8(bytes.into()).ok()).unwrap_or_default();
    let done = if head.status.is_success() { from_text(&text).map(Ok) } else { from_text(&text).map(Err) };
    Answered { done: done.unwrap_or(Err(AppError::Unreachable)), headers: head.headers }
}

/// Sends the browser on: a reload there posts nothing again.
fn onward(served: &Served, done: &Done) -> Response {
    let to = if is_ours(&done.to) { &done.to } else { "/" };
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response();
    if !done.says.is_empty() {
        response.headers_mut().append(SET_COOKIE, notice::leave(&done.says, &served.app.site));
    }
    response
}

/// Where to sign in, and come back from.
fn sign_in(from: &Uri) -> String {
    let path = from.path_and_query().map_or("/", |path| path.as_str());
    format!("/sign-in?to={}", form_urlencoded::byte_serialize(path.as_bytes()).collect::<String>())
}

/// Renders the page again, with what went wrong.
async fn again(served: Served, mut parts: Parts, failed: Failed) -> Response {
    let status = StatusCode::from_u16(failed.error.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    parts.method = Method::GET;
    parts.headers.remove(CONTENT_TYPE);
    parts.headers.remove(CONTENT_LENGTH);
    parts.extensions.insert(failed.clone());
    let rendered = render(served.clone(), Request::from_parts(parts.clone(), Body::empty())).await;
    let (mut response, lost) = without(rendered, &failed.typed).await;
    if !lost.is_empty() {
        parts.extensions.insert(Failed { lost, ..failed });
        response = render(served, Request::from_parts(parts, Body::empty())).await;
    }
    // A page that can't be shown any more says so itself.
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

fn is_secret(field: &str) -> bool {
    SECRETS.iter().any(|secret| field.contains(secret))
}

/// Whether somebody would rather not write this again.
fn is_prose(text: &str) -> bool {
    text.trim().chars().count() > 20 && text.trim().contains(char::is_whitespace)
}

/// The texts among what was typed that are nowhere on a page: it has no form for them any more.
async fn without(page: Response, typed: &[(String, String)]) -> (Response, Vec<String>) {
    let (head, body) = page.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return (Response::from_parts(head, Body::empty()), Vec::new()) };
    let html = String::from_utf8_lossy(&bytes);
    let texts = typed.iter().map(|(_, text)| text.trim()).filter(|text| text.contains(char::is_whitespace));
    let lost = texts.filter(|text| !html.contains(&telling(text))).map(str::to_owned).collect();
    (Response::from_parts(head, Body::from(bytes)), lost)
}

/// As much of a text as tells that it is on a page: the beginning of its longest stretch without a sign that markup writes otherwise.
fn telling(text: &str) -> String {
    let stretches = text.split(['&', '<', '>', '"', '\'', '\r', '\n']).map(str::trim);
    stretches.max_by_key(|stretch| stretch.len()).unwrap_or_default().chars().take(60).collect()
}
