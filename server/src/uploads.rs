//! Files that come with a form: `multipart/form-data`, as browsers send it with and without JavaScript.

use std::sync::Arc;

use app::ui::forming::{LARGEST_FILE, Upload, Uploads};
use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use multer::{Constraints, Field, Multipart, SizeLimit};

/// The most that is read, in bytes: a file that is too large is read to its end, or the browser would take the answer for a broken connection.
const MOST: u64 = 64 * 1024 * 1024;

/// The most text that comes along, in bytes.
const MOST_TEXT: usize = 64 * 1024;

/// What a form sent.
pub struct Sent {
    /// Its fields.
    pub typed: Vec<(String, String)>,
    /// Its files.
    pub uploads: Uploads,
}

fn kind(headers: &HeaderMap) -> &str {
    headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default()
}

/// Whether a request brings something large, in a form or as it is.
pub fn may_take_long(headers: &HeaderMap) -> bool {
    are_in(headers) || kind(headers) == "application/octet-stream"
}

/// Whether a request brings files.
pub fn are_in(headers: &HeaderMap) -> bool {
    kind(headers).starts_with("multipart/form-data")
}

/// Reads a form with its files. `None` where it is more than anybody needs, or garbled.
pub async fn read(headers: &HeaderMap, body: Body) -> Option<Sent> {
    let boundary = multer::parse_boundary(kind(headers)).ok()?;
    let limits = Constraints::new().size_limit(SizeLimit::new().whole_stream(MOST));
    let mut parts = Multipart::with_constraints(body.into_data_stream(), boundary, limits);
    let (mut typed, mut uploads, mut text_read) = (Vec::new(), Vec::new(), 0);
    while let Some(field) = parts.next_field().await.ok()? {
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(called) = field.file_name().map(str::to_owned) {
            uploads.push(file(name, called, field).await?);
            continue;
        }
        let (text, too_long) = at_most(field, MOST_TEXT).await?;
        text_read += text.len();
        if too_long || text_read > MOST_TEXT {
            return None;
        }
        typed.push((name, String::from_utf8(text).ok()?));
    }
    Some(Sent { typed, uploads: Uploads(Arc::new(uploads)) })
}

async fn file(field: String, name: String, part: Field<'_>) -> Option<Upload> {
    let (bytes, too_heavy) = at_most(part, LARGEST_FILE).await?;
    Some(Upload { field, name, bytes: Bytes::from(bytes), too_heavy })
}

/// A part to its end, of which so many bytes are kept; nothing, and true, where it has more.
async fn at_most(mut part: Field<'_>, most: usize) -> Option<(Vec<u8>, bool)> {
    let (mut bytes, mut too_long) = (Vec::new(), false);
    while let Some(chunk) = part.chunk().await.ok()? {
        too_long |= bytes.len() + chunk.len() > most;
        if too_long {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    Some((bytes, too_long))
}
