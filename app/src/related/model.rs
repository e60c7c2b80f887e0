//! What crosses the wire: one line of each kind.

use serde::{Deserialize, Serialize};

use crate::events::model::{EventFormat, EventStatus};
use crate::resources::model::ResourceKind;
use crate::ui::time::{Stamp, When};

/// The community a line belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// `/c/{slug}`
    pub slug: String,
    /// What members call it.
    pub name: String,
}

/// An event, or one meeting of a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventLine {
    /// What it is called.
    pub title: String,
    /// Where its screen is.
    pub href: String,
    /// Its home.
    pub community: Home,
    /// When.
    pub when: When,
    /// What kind of meeting.
    pub format: Option<EventFormat>,
    /// Whether it takes place.
    pub status: EventStatus,
    /// "Members only", where it is for fewer than see the others.
    pub for_whom: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Whether one can take part from afar.
    pub online: bool,
    /// Whether the line stands for a whole series, of which `when` is the first meeting.
    pub series: bool,
    /// Whether it is one meeting of a series.
    pub repeats: bool,
    /// Whether there is a recording.
    pub recorded: bool,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionLine {
    /// What is asked.
    pub title: String,
    /// Where its screen is.
    pub href: String,
    /// Its home.
    pub community: Home,
    /// How many answers it has.
    pub answers: i32,
    /// Whether one of them was accepted.
    pub accepted: bool,
    /// Who asks, where that is to be known.
    pub author: Option<String>,
    /// When it was asked.
    pub asked: Stamp,
    /// When something last happened to it, where that was on a later day: by this they are ordered.
    pub active: Option<Stamp>,
}

/// A page or a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WritingLine {
    /// Its title.
    pub title: String,
    /// Where its screen is.
    pub href: String,
    /// Its home.
    pub community: Home,
    /// One sentence.
    pub summary: String,
    /// What kind of resource; `None` for a page.
    pub resource: Option<ResourceKind>,
}
