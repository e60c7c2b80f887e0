//! What crosses the wire of the directory, and of any list of communities.

use serde::{Deserialize, Serialize};

use super::model::{ChannelKind, CommunityKind, CommunityStatus};
use crate::ui::filters::Filters;
use crate::ui::pagination::Slice;
use crate::ui::time::Stamp;

/// A community in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunitySummary {
    /// `/c/{slug}`
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What members call it.
    pub short_name: Option<String>,
    /// What it is made for.
    pub kind: CommunityKind,
    /// Whether it lives.
    pub status: CommunityStatus,
    /// One sentence.
    pub summary: String,
    /// Whether it lives on a site of its own.
    pub external: bool,
    /// How many members, at most 1,001, where the viewer may know.
    pub members: Option<i64>,
    /// How many its widest channel reaches, as the community says, and what that is.
    pub reach: Option<(i64, ChannelKind)>,
    /// The day of its next meeting, where the viewer may know.
    pub next: Option<Stamp>,
}

/// `/communities`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryScreen {
    /// What narrows and orders it.
    pub filters: Filters,
    /// A page of the communities that are asked for.
    pub communities: Slice<CommunitySummary>,
    /// How many are asked for.
    pub found: i64,
    /// How many of the communities the viewer may see live.
    pub active: i64,
    /// How many communities the viewer may see.
    pub all: i64,
}

words! {
    /// What the directory is ordered by.
    #[derive(Default)]
    pub enum Order {
        /// The name.
        #[default]
        Name = "name",
        /// The latest question or answer, meeting held, page or resource published: the liveliest first.
        Activity = "activity",
        /// How many belong, here or to its widest channel: the largest first.
        Size = "size",
    }
}
