//! What the site serves beside its pages: sitemaps, feeds, calendars. Made anew at every request, sent only where it changed.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::error::AppError;

/// Answers with a document, or that the reader has it already.
pub fn document(asked: &HeaderMap, kind: &'static str, body: String) -> Response {
    let hash = Sha256::digest(body.as_bytes());
    // Weak, because what is sent may be compressed on the way.
    let tag = hash.iter().take(16).fold("W/\"".to_owned(), |tag, byte| format!("{tag}{byte:02x}")) + "\"";
    let known = asked.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).any(|tags| holds(tags, &tag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(CONTENT_TYPE, HeaderValue::from_static(kind))], body).into_response()
    };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

/// Whether `If-None-Match` names a tag; weak and strong ones compare alike there (RFC 9110, 13.1.2).
pub fn holds(tags: &str, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    tags.split(',').any(|held| held.trim() == "*" || opaque(held) == opaque(tag))
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers =
            [(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")), (CACHE_CONTROL, HeaderValue::from_static("no-store"))];
        (status, headers, self.to_string()).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn a_tag_is_known_in_a_list_and_whether_weak_or_strong() {
        assert!(holds("\"a\", W/\"b\"", "W/\"b\"") && holds("\"b\"", "W/\"b\"") && holds("*", "W/\"b\""));
        assert!(!holds("\"bb\"", "W/\"b\"") && !holds("", "W/\"b\""));
    }
}
