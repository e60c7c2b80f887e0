//! Old addresses answer with 308 and the new one, in one hop.

use app::redirects::store::address_of;
use app::routes::QUERY;
use app::state::{SignedIn, Viewer};
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, LOCATION};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::router::Served;

/// What links in mails say of where a reader came from, in a word that pages read in another sense.
const TRACKS: &str = "from=mail";

/// The parts of a query that some page reads, as they were sent, for the end of an address. What only says where a reader came from stays behind.
fn kept(query: &str) -> String {
    let known = |part: &&str| *part != TRACKS && QUERY.contains(&part.split_once('=').map_or(*part, |(name, _)| name));
    let parts = query.split('&').filter(known).collect::<Vec<_>>().join("&");
    if parts.is_empty() { parts } else { format!("?{parts}") }
}

/// Where a page is not found, looks whether the address is an old one. Pages that are there cost nothing.
pub async fn follow(State(served): State<Served>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.uri().path().to_owned();
    let query = kept(request.uri().query().unwrap_or_default());
    let viewer = request.extensions().get::<SignedIn>().map_or(Viewer::ANONYMOUS, SignedIn::viewer);
    let response = next.run(request).await;
    if response.status() != StatusCode::NOT_FOUND || !reads {
        return response;
    }
    match address_of(&served.app.db, viewer, &path).await {
        Ok(Some(address)) => match HeaderValue::from_str(&(address + &query)) {
            Ok(location) => (StatusCode::PERMANENT_REDIRECT, [(LOCATION, location), (CACHE_CONTROL, HeaderValue::from_static("no-cache"))])
                .into_response(),
            Err(_) => response,
        },
        Ok(None) => response,
        Err(error) => {
            tracing::warn!(%error, "redirects could not be read");
            response
        }
    }
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
