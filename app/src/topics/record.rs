//! A topic as a bundle holds it.

use serde::{Deserialize, Serialize};

use crate::link::Link;

/// `topics/{slug}.md`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicRecord {
    /// The file's name.
    #[serde(skip)]
    pub slug: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// Where to read on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Old addresses of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The file's body.
    #[serde(skip)]
    pub body: String,
}
