//! What crosses the wire of a community's own screen and of the list of its members.

use serde::{Deserialize, Serialize};

use super::model::{Channel, CommunityHead, JoinRule, Stage};
use crate::members::model::PersonSummary;
use crate::related::model::{EventLine, QuestionLine, WritingLine};
use crate::ui::pagination::Slice;
use crate::ui::sheet::Part;
use crate::ui::time::Stamp;

/// `/c/{community}`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CommunityScreen {
    /// What stands over it.
    pub head: CommunityHead,
    /// What it is about, where the viewer may know.
    pub about: Option<About>,
    /// Title and slug of its topics.
    pub topics: Vec<(String, String)>,
    /// Its leads.
    pub leads: Vec<Lead>,
    /// Its next meetings.
    pub events: Vec<EventLine>,
    /// What was asked last.
    pub questions: Vec<QuestionLine>,
    /// The roots of its pages.
    pub pages: Vec<WritingLine>,
    /// How the viewer belongs, or can.
    pub yours: Vec<Part>,
    /// What the viewer can do to hear of it.
    pub follow: Vec<Part>,
}

/// What a community says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct About {
    /// The charter's three parts, HTML: what we're about, who we are, what we share.
    pub charter: [String; 3],
    /// How to join.
    pub join: Join,
    /// Professions it is for.
    pub job_families: Vec<String>,
    /// "at least once a term".
    pub commitment: Option<String>,
    /// How it keeps to that.
    pub meets: Vec<Part>,
    /// Webber's stage.
    pub stage: Option<Stage>,
    /// When it began.
    pub founded: Option<Stamp>,
    /// When a working group ends.
    pub ends_on: Option<Stamp>,
    /// How many members, at most 1,001, where the viewer may know.
    pub members: Option<i64>,
    /// Where it lives, if elsewhere.
    pub website: Option<String>,
    /// Communities it stands in relation to.
    pub relatives: Vec<Relative>,
}

/// How to join.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Join {
    /// Who can, as a sentence.
    pub who: Option<String>,
    /// Who can, as the rule.
    pub rule: JoinRule,
    /// Its mailing list, chat, …
    pub channels: Vec<Channel>,
    /// Whom to write to.
    pub contact: Option<String>,
    /// What members keep to.
    pub guidelines: Option<Guidelines>,
}

/// What members keep to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Guidelines {
    /// HTML.
    Here(String),
    /// The address where they stand.
    Elsewhere(String),
}

/// Another community and what it is to this one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Relative {
    /// `/c/{slug}`
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is to this one.
    pub relation: Relation,
}

words! {
    /// What another community is to this one.
    pub enum Relation {
        /// This one belongs under it.
        Parent = "parent",
        /// This one was merged into it.
        Into = "into",
        /// It belongs under this one.
        Child = "child",
        /// It was merged into this one.
        From = "from",
    }
}

/// One who leads.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lead {
    /// Who.
    pub person: PersonSummary,
    /// "Co-chair".
    pub title: Option<String>,
}

/// `/c/{community}/members`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MembersScreen {
    /// What stands over it.
    pub head: CommunityHead,
    /// How many there are, at most 1,001.
    pub count: i64,
    /// A page of them, by name.
    pub members: Slice<CommunityMember>,
}

/// One who belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunityMember {
    /// Who.
    pub person: PersonSummary,
    /// What they do in it now: "Chair", "Editor".
    pub roles: Vec<String>,
    /// Since when.
    pub since: Option<Stamp>,
}

impl Join {
    /// Whether there is more to say than the rule.
    pub fn says_something(&self) -> bool {
        self.who.is_some() || !self.channels.is_empty() || self.contact.is_some() || self.guidelines.is_some()
    }
}
