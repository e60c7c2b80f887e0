//! What crosses the wire about pages.

use serde::{Deserialize, Serialize};

use super::attached::model::Attached;
use crate::communities::model::CommunityHead;
use crate::ui::sheet::Part;
use crate::ui::time::Stamp;

words! {
    /// Whether a page is shown.
    #[derive(Default)]
    pub enum PageStatus {
        /// To its editors.
        Draft = "draft",
        /// To its audience.
        #[default]
        Published = "published",
        /// To its audience, out of the tree.
        Archived = "archived",
    }
}

words! {
    /// Who of those who see a community's pages may read one.
    #[derive(Default)]
    pub enum PageAudience {
        /// All of them.
        #[default]
        Community = "community",
        /// The community's members.
        Members = "members",
        /// Those who edit its pages, its leads among them.
        Editors = "editors",
    }
}

/// A page in a tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// One sentence; empty where the tree shows titles only.
    pub summary: String,
    /// Whether it is the page that is shown.
    pub here: bool,
    /// How many pages lie below it.
    pub below: usize,
    /// Those of them that the tree shows.
    pub children: Vec<Branch>,
}

/// `/c/{community}/pages`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TreeScreen {
    /// The community.
    pub head: CommunityHead,
    /// Its pages.
    pub tree: Vec<Branch>,
    /// Those that are not published yet, for those who edit them.
    pub drafts: Vec<PageLink>,
}

/// A page's title and address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageLink {
    /// The title.
    pub title: String,
    /// The address.
    pub href: String,
    /// One sentence; may be empty.
    pub summary: String,
}

/// A heading of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// What `#…` leads to it.
    pub id: String,
    /// What it says, without markup.
    pub text: String,
    /// Whether it stands below the one before: an `h3`.
    pub lower: bool,
}

/// `/c/{community}/pages/{path}`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PageScreen {
    /// Its id; stays on the server.
    #[serde(skip)]
    pub id: uuid::Uuid,
    /// The community.
    pub head: CommunityHead,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// Rendered Markdown.
    pub body_html: String,
    /// Whether only those who edit pages see it.
    pub draft: bool,
    /// Who may read it.
    pub audience: PageAudience,
    /// Its address.
    pub href: String,
    /// Whether it is kept to be read only.
    pub archived: bool,
    /// When it was first published.
    pub published: Option<Stamp>,
    /// Handle and name of its authors.
    pub authors: Vec<(String, String)>,
    /// Slug and title of its topics.
    pub topics: Vec<(String, String)>,
    /// Whether it is known to be out of date.
    pub outdated: bool,
    /// Whether the viewer suggests changes to it.
    pub suggests: bool,
    /// The files that its text does not show.
    pub files: Vec<Attached>,
    /// The button that follows it.
    pub follow: Vec<Part>,
    /// The pages that lead to it.
    pub linked_from: Vec<PageLink>,
    /// Its headings.
    pub contents: Vec<Heading>,
    /// The pages above it, from the root.
    pub above: Vec<PageLink>,
    /// The community's tree, opened where this page lies.
    pub tree: Vec<Branch>,
    /// The pages right below it.
    pub children: Vec<PageLink>,
    /// The page before it in the tree.
    pub previous: Option<PageLink>,
    /// The page after it in the tree.
    pub next: Option<PageLink>,
}
