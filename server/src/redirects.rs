//! Old addresses, and other spellings of those that are here, answer with 308 and the one address of a thing, in one hop.

use app::redirects::store::{address_of, small};
use app::routes::{QUERY, screen_at};
use app::state::{SignedIn, Viewer};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;
use tower::ServiceExt;

use crate::router::Served;

/// What links in mails say of where a reader came from, in a word that pages read in another sense.
const TRACKS: &str = "from=mail";

/// The parts of a query that some page reads, as they were sent, for the end of an address. What only says where a reader came from stays behind.
fn kept(query: &str) -> String {
    let known = |part: &&str| *part != TRACKS && QUERY.contains(&part.split_once('=').map_or(*part, |(name, _)| name));
    let parts = query.split('&').filter(known).collect::<Vec<_>>().join("&");
    if parts.is_empty() { parts } else { format!("?{parts}") }
}

/// Where a page is not found, looks whether the address is an old one; where it is found with a slash behind its address, leads to the one without. Pages that are there cost nothing.
pub async fn follow(State(served): State<Served>, request: Request, next: Next) -> Response {
    let (reads, asked) = (reads(request.method()), request.uri().clone());
    let viewer = request.extensions().get::<SignedIn>().map_or(Viewer::ANONYMOUS, SignedIn::viewer);
    let response = next.run(request).await;
    match response.status() {
        StatusCode::NOT_FOUND if reads => match address_of(&served.app.db, viewer, asked.path()).await {
            Ok(Some(address)) => onward(response, &(address + &kept(asked.query().unwrap_or_default()))),
            Ok(None) => response,
            Err(error) => {
                tracing::warn!(%error, "redirects could not be read");
                response
            }
        },
        status if reads && asked.path().ends_with('/') && asked.path() != "/" && !status.is_redirection() && !status.is_server_error() => {
            let bare = format!("/{}", asked.path().trim_matches('/'));
            onward(response, &with_query(&bare, &asked))
        }
        _ => response,
    }
}

/// Has the site answer. Where it finds nothing at an address with capitals, and whoever asks would find something at the same in small letters, leads there: it tells no more than
/// asking for that would.
pub async fn answered(site: Router, request: Request) -> Response {
    let spelled = spelled_otherwise(&request);
    let response = answer(site.clone(), request).await;
    let Some((address, there)) = spelled.filter(|_| response.status() == StatusCode::NOT_FOUND) else { return response };
    let found = answer(site, there).await;
    match found.status() {
        StatusCode::NOT_FOUND => response,
        status if status.is_redirection() => found,
        status if status.is_server_error() => response,
        _ => onward(response, &address),
    }
}

async fn answer(site: Router, request: Request) -> Response {
    site.oneshot(request).await.unwrap_or_else(|never| match never {})
}

/// An address in small letters and the request for what is there, where that is another and one that pages have.
fn spelled_otherwise(request: &Request) -> Option<(String, Request)> {
    let asked = request.uri();
    if !reads(request.method()) || !asked.path().contains(|c: char| c.is_ascii_uppercase() || c == '%') {
        return None;
    }
    let path = small(asked.path());
    if path == asked.path() || !(path.starts_with("/c/") || screen_at(&path).is_some()) {
        return None;
    }
    let address = with_query(&path, asked);
    let mut there = Request::new(Body::empty());
    *there.method_mut() = request.method().clone();
    *there.uri_mut() = address.parse().ok()?;
    *there.headers_mut() = request.headers().clone();
    *there.extensions_mut() = request.extensions().clone();
    Some((address, there))
}

fn reads(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

fn with_query(path: &str, asked: &Uri) -> String {
    asked.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"))
}

/// What leads to an address in place of an answer.
fn onward(answer: Response, address: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(address) else { return answer };
    let mut response = answer.map(|_| Body::empty());
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    let headers = response.headers_mut();
    // What the answer would have told once waits for the page that is led to.
    [CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, SET_COOKIE].iter().for_each(|name| drop(headers.remove(name)));
    headers.insert(LOCATION, location);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn what_a_page_reads_is_kept_and_what_follows_people_is_not() {
        for (query, left) in [
            ("view=month&on=2026-12-01", "?view=month&on=2026-12-01"),
            ("utm_source=mail&past&utm_medium=x", "?past"),
            ("from=mail", ""),
            ("from=2026-12&q=tea+%26%20talk", "?from=2026-12&q=tea+%26%20talk"),
            ("", ""),
            ("&=&view", "?view"),
        ] {
            assert_eq!(kept(query), left, "{query}");
        }
    }
}
