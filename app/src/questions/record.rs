//! A question with its answers as a bundle holds it.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use super::model::{ClosedBecause, QuestionState};

/// `questions/{community}/{slug}.md`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionRecord {
    /// The folder: the community's slug.
    #[serde(skip)]
    pub community: String,
    /// The file's name.
    #[serde(skip)]
    pub slug: String,
    /// The question in a line.
    pub title: String,
    /// The asker's handle; `None` where not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Whether it was asked without a name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anonymous: bool,
    /// When.
    pub asked: DateTime<Utc>,
    /// Slugs of topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// Open or closed.
    #[serde(default)]
    pub state: QuestionState,
    /// Why it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_because: Option<ClosedBecause>,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_note: Option<String>,
    /// Whether nobody but moderators writes to it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub locked: bool,
    /// Handles of those who found it helpful, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub helpful: Vec<String>,
    /// How many found it helpful where it was written before it came here.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub helpful_elsewhere: i32,
    /// Comments, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<CommentRecord>,
    /// Answers, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<AnswerRecord>,
    /// The office hours it was taken to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office_hours: Option<OfficeRecord>,
    /// Old addresses of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The file's body.
    #[serde(skip)]
    pub body: String,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerRecord {
    /// The author's handle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Whether it was written without a name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anonymous: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it is the accepted one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub accepted: bool,
    /// Handles of those who found it helpful, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub helpful: Vec<String>,
    /// How many found it helpful where it was written before it came here.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub helpful_elsewhere: i32,
    /// Markdown.
    pub body: String,
    /// Comments, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<CommentRecord>,
}

/// The office hours that a question was taken to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeRecord {
    /// The event: `{community}/{slug}`.
    pub event: String,
    /// The wall-clock start that its rule gives the meeting.
    pub meeting: NaiveDateTime,
    /// When it was taken there.
    pub brought: DateTime<Utc>,
    /// When those who held them were asked to answer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<DateTime<Utc>>,
}

/// One comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommentRecord {
    /// The author's handle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Whether it was written without a name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anonymous: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// Markdown.
    pub body: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(number: &i32) -> bool {
    *number == 0
}
