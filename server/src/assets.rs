//! What browsers download, embedded in the binary: hashed names, compressed ahead of time, kept for good.

use app::documents::holds;
use app::shell::Assets;
use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use leptos::prelude::LeptosOptions;
use rust_embed::{EmbeddedFile, RustEmbed};

/// In a debug build the files are read from the folder at run time.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
struct Site;

/// "js: …", one a line, as cargo-leptos wrote it; empty where no front end was built.
const HASHES: &str = include_str!(concat!(env!("OUT_DIR"), "/hash.txt"));

const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const FOR_A_WEEK: HeaderValue = HeaderValue::from_static("public, max-age=604800");
const FOR_AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// The names of the assets, read once.
pub fn names() -> Assets {
    let hash = |name: &str| {
        HASHES
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(key, _)| *key == name)
            .map(|(_, hash)| format!(".{}", hash.trim()))
            .unwrap_or_default()
    };
    Assets {
        css: format!("/pkg/guildhall{}.css", hash("css")),
        js: format!("/pkg/guildhall{}.js", hash("js")),
        wasm: format!("/pkg/guildhall{}.wasm", hash("wasm")),
        reload: std::env::var_os("LEPTOS_WATCH").map(|_| LeptosOptions::builder().output_name("guildhall").build()),
    }
}

/// `/pkg/…`: a name carries the hash of what is in it, so browsers keep it for good.
pub async fn pkg(Path(path): Path<String>, headers: HeaderMap) -> Response {
    serve(&format!("pkg/{path}"), &headers, if cfg!(debug_assertions) { FOR_AN_HOUR } else { FOR_GOOD })
}

/// A file of `public/`, where there is one of that name. Its name stays when it changes: browsers keep it for some days, and then ask whether it is still the same.
pub fn public(path: &str, headers: &HeaderMap) -> Option<Response> {
    let path = path.trim_start_matches('/');
    (!path.is_empty() && !path.starts_with("pkg/") && Site::get(path).is_some()).then(|| serve(path, headers, FOR_A_WEEK))
}

fn serve(path: &str, headers: &HeaderMap, keep: HeaderValue) -> Response {
    let Some(kind) = content_type(path) else { return StatusCode::NOT_FOUND.into_response() };
    let accepts = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepts = |encoding: &str| accepts.split(',').any(|accepted| accepted.trim().split(';').next() == Some(encoding));
    for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        if accepts(encoding)
            && let Some(file) = Site::get(&format!("{path}{ending}"))
        {
            let mut response = body(parts(file), kind, (keep, headers));
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
            return response;
        }
    }
    match Site::get(path) {
        Some(file) => body(parts(file), kind, (keep, headers)),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// What is in a file, and a tag that tells it from another, and one way of compressing it from another.
fn parts(file: EmbeddedFile) -> (Vec<u8>, String) {
    let hash = file.metadata.sha256_hash();
    let tag = hash.iter().take(16).fold("\"".to_owned(), |tag, byte| format!("{tag}{byte:02x}")) + "\"";
    (file.data.into_owned(), tag)
}

fn body((data, tag): (Vec<u8>, String), kind: &'static str, (keep, asked): (HeaderValue, &HeaderMap)) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CACHE_CONTROL, keep),
        (VARY, HeaderValue::from_static("accept-encoding")),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    let known = asked.get_all(IF_NONE_MATCH).iter().filter_map(|tags| tags.to_str().ok()).any(|tags| holds(tags, &tag));
    let mut response = if known { (StatusCode::NOT_MODIFIED, headers).into_response() } else { (headers, data).into_response() };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

/// The types of what we ship; nothing else is served.
fn content_type(path: &str) -> Option<&'static str> {
    Some(match path.rsplit('.').next()? {
        "js" => "text/javascript",
        "wasm" => "application/wasm",
        "css" => "text/css",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_the_reader_has_is_not_sent_again() {
        let asked = |tag: HeaderValue| {
            let asked = HeaderMap::from_iter([(IF_NONE_MATCH, tag)]);
            body((b"icon".to_vec(), "\"7f\"".to_owned()), "image/x-icon", (FOR_A_WEEK, &asked))
        };
        let first = asked(HeaderValue::from_static("\"0\""));
        assert_eq!((first.status(), &first.headers()[CACHE_CONTROL]), (StatusCode::OK, &FOR_A_WEEK));
        let again = asked(first.headers()[ETAG].clone());
        assert_eq!((again.status(), &again.headers()[ETAG]), (StatusCode::NOT_MODIFIED, &first.headers()[ETAG]));
    }
}
