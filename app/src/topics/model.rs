//! What crosses the wire about topics.

use serde::{Deserialize, Serialize};

use crate::communities::directory::CommunitySummary;
use crate::link::Link;
use crate::members::model::PersonSummary;
use crate::related::model::{EventLine, QuestionLine, WritingLine};
use crate::ui::pagination::Slice;

/// A topic in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicSummary {
    /// `/topics/{slug}`
    pub slug: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// How many communities care about it.
    pub communities: i64,
    /// How many questions were asked about it.
    pub questions: i64,
}

/// `/topics`
pub type TopicList = Slice<TopicSummary>;

/// `/topics/{topic}`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TopicScreen {
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// More about it, HTML.
    pub body: String,
    /// Where to read on.
    pub links: Vec<Link>,
    /// Communities that care about it.
    pub communities: Vec<CommunitySummary>,
    /// The next meetings about it.
    pub coming: Vec<EventLine>,
    /// Those that were, latest first.
    pub past: Vec<EventLine>,
    /// Questions about it, the liveliest first.
    pub questions: Vec<QuestionLine>,
    /// Pages and resources about it, latest first.
    pub writings: Vec<WritingLine>,
    /// People who like to be asked about it.
    pub people: Vec<PersonSummary>,
}
