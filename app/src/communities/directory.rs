//! What crosses the wire of the directory, and of any list of communities.

use serde::{Deserialize, Serialize};

use super::model::{ChannelKind, CommunityKind, CommunityStatus};
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

/// The directory: one page of it, and how many there are of each kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryScreen {
    /// A page of the communities.
    pub communities: Slice<CommunitySummary>,
    /// The kind the list is narrowed to.
    pub kind: Option<CommunityKind>,
    /// How many of each kind the viewer may see, the living and the archived.
    pub counts: Vec<KindCount>,
}

/// How many communities are of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindCount {
    /// The kind.
    pub kind: CommunityKind,
    /// How many live.
    pub active: i64,
    /// How many there are.
    pub all: i64,
}
