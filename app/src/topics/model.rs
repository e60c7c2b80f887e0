//! What crosses the wire about topics.

use serde::{Deserialize, Serialize};

use crate::communities::directory::CommunitySummary;
use crate::link::Link;
use crate::members::model::PersonSummary;
use crate::related::model::{EventLine, QuestionLine, WritingLine};
use crate::ui::pagination::Slice;
use crate::ui::sheet::Part;

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
    /// `/topics/{slug}`
    pub slug: String,
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
    /// What there is more of than is shown.
    pub more: More,
    /// Whether only the writings are shown, all of them, a page at a time.
    pub only_writings: bool,
    /// The key of the next page of them.
    pub next: Option<String>,
    /// Whether this is a later page of them.
    pub later: bool,
    /// What the viewer can do to hear of it.
    pub follow: Vec<Part>,
}

/// What there is more of than a topic's screen shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct More {
    /// Communities.
    pub communities: bool,
    /// Meetings to come.
    pub coming: bool,
    /// Meetings that were.
    pub past: bool,
    /// Questions.
    pub questions: bool,
    /// Pages and resources.
    pub writings: bool,
    /// People.
    pub people: bool,
}
