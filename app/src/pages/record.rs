//! A page as a bundle holds it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::model::{PageAudience, PageStatus};

/// `pages/{community}/{path}.md`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageRecord {
    /// The folder: the community's slug.
    #[serde(skip)]
    pub community: String,
    /// Every segment from the root of the tree.
    #[serde(skip)]
    pub path: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// Order among its siblings, then by path.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub position: i32,
    /// Draft, published or archived.
    #[serde(default)]
    pub status: PageStatus,
    /// Who of those who see the community's pages may read it.
    #[serde(default, skip_serializing_if = "is_everybody")]
    pub audience: PageAudience,
    /// When it was first published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<DateTime<Utc>>,
    /// Handles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Slugs of topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// When somebody looks whether it is still correct.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_by: Option<NaiveDate>,
    /// Whether it is known to be out of date.
    #[serde(default, skip_serializing_if = "is_false")]
    pub outdated: bool,
    /// Old addresses of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The file's body.
    #[serde(skip)]
    pub body: String,
}

impl PageRecord {
    /// A page of a community, published, of which nothing is said yet.
    pub fn empty(community: &str, path: &str) -> Self {
        Self {
            community: community.to_owned(),
            path: path.to_owned(),
            title: String::new(),
            summary: String::new(),
            position: 0,
            status: PageStatus::default(),
            audience: PageAudience::default(),
            published: None,
            authors: Vec::new(),
            topics: Vec::new(),
            review_by: None,
            outdated: false,
            aliases: Vec::new(),
            body: String::new(),
        }
    }
}

fn is_everybody(audience: &PageAudience) -> bool {
    *audience == PageAudience::Community
}

fn is_false(yes: &bool) -> bool {
    !*yes
}

fn is_zero(n: &i32) -> bool {
    *n == 0
}
