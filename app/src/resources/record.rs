//! A resource as a bundle holds it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::model::{ResourceKind, ResourceStatus};

/// `resources/{community}/{slug}.md`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceRecord {
    /// The folder: the community's slug.
    #[serde(skip)]
    pub community: String,
    /// The file's name.
    #[serde(skip)]
    pub slug: String,
    /// Its title.
    pub title: String,
    /// A link, an article, a file or a recording.
    pub kind: ResourceKind,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Who made it, where that is nobody here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// One sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// Current or archived.
    #[serde(default)]
    pub status: ResourceStatus,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<DateTime<Utc>>,
    /// Handles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Slugs of topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// Old addresses of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The file's body.
    #[serde(skip)]
    pub body: String,
}
