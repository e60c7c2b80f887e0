//! What crosses the wire about files of pages.

use serde::{Deserialize, Serialize};

/// What a browser offers to choose.
pub const ACCEPT: &str = ".jpg,.jpeg,.png,.webp,.gif,.pdf,.txt,.csv,.md,.ics,.docx,.xlsx,.pptx,.odt,.ods,.odp";

/// A file at a page's foot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// What it is.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Kind and size: "PDF, 1.2 MB".
    pub says: String,
}
