//! What browsers download, embedded in the binary: hashed names, compressed ahead of time, kept for good.

use app::shell::Assets;
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY, X_CONTENT_TYPE_OPTIONS};
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

/// A file of `public/`, where there is one of that name.
pub fn public(path: &str, headers: &HeaderMap) -> Option<Response> {
    let path = path.trim_start_matches('/');
    (!path.is_empty() && !path.starts_with("pkg/") && Site::get(path).is_some()).then(|| serve(path, headers, FOR_AN_HOUR))
}

fn serve(path: &str, headers: &HeaderMap, keep: HeaderValue) -> Response {
    let Some(kind) = content_type(path) else { return StatusCode::NOT_FOUND.into_response() };
    let accepts = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepts = |encoding: &str| accepts.split(',').any(|accepted| accepted.trim().split(';').next() == Some(encoding));
    for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        if accepts(encoding)
            && let Some(file) = Site::get(&format!("{path}{ending}"))
        {
            let mut response = body(file, kind, keep);
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
            return response;
        }
    }
    match Site::get(path) {
        Some(file) => body(file, kind, keep),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn body(file: EmbeddedFile, kind: &'static str, keep: HeaderValue) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CACHE_CONTROL, keep),
        (VARY, HeaderValue::from_static("accept-encoding")),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, file.data.into_owned()).into_response()
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
