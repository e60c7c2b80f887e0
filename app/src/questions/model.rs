//! What crosses the wire about questions.

use serde::{Deserialize, Serialize};

use crate::communities::model::CommunityHead;
use crate::ui::filters::Filters;
use crate::ui::pagination::Slice;
use crate::ui::time::Stamp;

words! {
    /// Whether a question takes answers.
    #[derive(Default)]
    pub enum QuestionState {
        /// It does.
        #[default]
        Open = "open",
        /// It does not.
        Closed = "closed",
    }
}

words! {
    /// Why a question was closed.
    pub enum ClosedBecause {
        /// Asked before.
        Duplicate = "duplicate",
        /// Belongs elsewhere.
        OffTopic = "off_topic",
        /// Can't be answered as it stands.
        NeedsDetail = "needs_detail",
        /// Time has answered it.
        Obsolete = "obsolete",
    }
}

impl ClosedBecause {
    /// As the end of "Closed because …".
    pub fn reason(self) -> &'static str {
        match self {
            Self::Duplicate => "it was asked before",
            Self::OffTopic => "it belongs elsewhere",
            Self::NeedsDetail => "it needs more detail to be answered",
            Self::Obsolete => "time has answered it",
        }
    }
}

/// A question in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionSummary {
    /// Its title.
    pub title: String,
    /// `/c/{community}/questions/{slug}`
    pub href: String,
    /// The community's slug and name.
    pub community: (String, String),
    /// Who asked; `None` where that is not known.
    pub author: Option<Author>,
    /// When it was asked.
    pub asked: Stamp,
    /// When it was last asked or answered, where that is another day.
    pub active: Option<Stamp>,
    /// How many answers it has.
    pub answers: i32,
    /// Whether one of them was accepted.
    pub accepted: bool,
    /// Whether it takes no more answers.
    pub closed: bool,
}

/// Somebody who wrote something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// `/people/{handle}`; empty for who left.
    pub handle: String,
    /// Their name.
    pub name: String,
}

/// A page of a list of questions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QuestionList {
    /// Whose; `None` where it is the whole site's.
    pub head: Option<CommunityHead>,
    /// Whether only those without an answer are shown.
    pub unanswered: bool,
    /// What narrows the list.
    pub filters: Filters,
    /// The address of the other view, all or unanswered, narrowed alike.
    pub other: String,
    /// How many there are, and how many of them wait for an answer; beyond [`COUNTED`] not counted.
    pub counts: (i64, i64),
    /// The questions.
    pub list: Slice<QuestionSummary>,
}

/// Up to where questions are counted.
pub const COUNTED: i64 = 1_000;

/// Something below a question or an answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Comment {
    /// Who wrote it.
    pub author: Option<Author>,
    /// When.
    pub at: Stamp,
    /// Rendered Markdown.
    pub body_html: String,
}

/// An answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// What its address ends in: `#answer-2`.
    pub anchor: String,
    /// Who wrote it.
    pub author: Option<Author>,
    /// When.
    pub at: Stamp,
    /// Rendered Markdown.
    pub body_html: String,
    /// Whether the asker accepted it.
    pub accepted: bool,
    /// How many found it helpful.
    pub helpful: i64,
    /// What was said about it, oldest first.
    pub comments: Vec<Comment>,
}

/// `/c/{community}/questions/{slug}`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QuestionScreen {
    /// The community.
    pub head: CommunityHead,
    /// Its title.
    pub title: String,
    /// Rendered Markdown.
    pub body_html: String,
    /// Who asked.
    pub author: Option<Author>,
    /// When.
    pub asked: Stamp,
    /// Why it takes no more answers, and in words; both `None` where it does or no reason was given.
    pub closed: Option<(Option<ClosedBecause>, Option<String>)>,
    /// How many found it helpful.
    pub helpful: i64,
    /// Slug and title of its topics.
    pub topics: Vec<(String, String)>,
    /// What was said about it, oldest first.
    pub comments: Vec<Comment>,
    /// The accepted one first, then the most helpful, then the oldest.
    pub answers: Vec<Answer>,
}
