//! What crosses the wire about resources.

use serde::{Deserialize, Serialize};

use crate::communities::model::CommunityHead;
use crate::ui::filters::Filters;
use crate::ui::pagination::Slice;
use crate::ui::time::Stamp;

words! {
    /// What a resource is.
    pub enum ResourceKind {
        /// Something elsewhere on the web.
        Link = "link",
        /// A text of its own.
        Article = "article",
        /// A document.
        File = "file",
        /// Sound or video.
        Recording = "recording",
    }
}

words! {
    /// Whether a resource still holds.
    #[derive(Default)]
    pub enum ResourceStatus {
        /// It does.
        #[default]
        Current = "current",
        /// Kept to be read.
        Archived = "archived",
    }
}

impl ResourceKind {
    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Link => "Link",
            Self::Article => "Article",
            Self::File => "File",
            Self::Recording => "Recording",
        }
    }
}

/// A resource in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceSummary {
    /// Its title.
    pub title: String,
    /// `/c/{community}/resources/{slug}`
    pub href: String,
    /// The community's slug and name.
    pub community: (String, String),
    /// What it is.
    pub kind: ResourceKind,
    /// One sentence.
    pub summary: String,
    /// Where it is, elsewhere.
    pub url: Option<String>,
    /// Who made it, where that is nobody here.
    pub source: Option<String>,
    /// Whether it is kept to be read only.
    pub archived: bool,
}

/// A page of a list of resources.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ResourceList {
    /// Whose; `None` where it is the whole site's.
    pub head: Option<CommunityHead>,
    /// What narrows the list.
    pub filters: Filters,
    /// The resources.
    pub list: Slice<ResourceSummary>,
}

/// `/c/{community}/resources/{slug}`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ResourceScreen {
    /// The community.
    pub head: CommunityHead,
    /// What a list says of it.
    pub resource: ResourceSummary,
    /// Rendered Markdown.
    pub body_html: String,
    /// When it was published.
    pub published: Option<Stamp>,
    /// Handle and name of its authors.
    pub authors: Vec<(String, String)>,
    /// Slug and title of its topics.
    pub topics: Vec<(String, String)>,
}
