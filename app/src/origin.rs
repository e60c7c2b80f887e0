//! Which site a request comes from.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};

/// Whether the `Origin` of a request is this site. A request that names none comes from no other site's page: browsers name it with every post, and with every socket.
pub fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    text(ORIGIN).is_none_or(|origin| origin.split_once("://").map(|(_, host)| host) == text(HOST))
}
