//! What crosses the wire of `/people` and of a profile.

use serde::{Deserialize, Serialize};

use super::model::{PersonKind, PersonSummary};
use crate::link::Link;
use crate::related::model::{EventLine, QuestionLine, WritingLine};
use crate::ui::filters::Filters;
use crate::ui::form::Form;
use crate::ui::pagination::Slice;
use crate::ui::sheet::Part;
use crate::ui::time::Stamp;

/// `/people`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleScreen {
    /// A page of those that match, by name.
    pub people: Slice<PersonSummary>,
    /// How many match, at most 1,001.
    pub count: i64,
    /// What narrows the list.
    pub filters: Filters,
}

/// `/people/{handle}`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProfileScreen {
    /// `/people/{handle}`
    pub handle: String,
    /// The name as people say it.
    pub name: String,
    /// A person or a team.
    pub kind: PersonKind,
    /// What their photo's addresses begin with, behind `/photos/`.
    pub photo: Option<String>,
    /// Pronouns.
    pub pronouns: Option<String>,
    /// What they do.
    pub role: Option<String>,
    /// The family of jobs theirs is of.
    pub job_family: Option<String>,
    /// Where they are.
    pub place: Option<String>,
    /// False: listed, without an account.
    pub has_account: bool,
    /// Whether it is the viewer's own.
    pub own: bool,
    /// What blocks them, for who may.
    pub block: Option<Form>,
    /// Their links.
    pub links: Vec<Link>,
    /// About, HTML.
    pub about: String,
    /// Their organisations.
    pub organisations: Vec<Employer>,
    /// Title and slug of the topics they like to be asked about.
    pub ask_about: Vec<(String, String)>,
    /// Title and slug of the topics they are learning.
    pub learning: Vec<(String, String)>,
    /// Title and slug of the topics of questions to which their answer was accepted, and how many there are.
    pub helps_with: Vec<(String, String, i64)>,
    /// Where they belong.
    pub communities: Vec<Belonging>,
    /// What they spoke at, latest first.
    pub events: Vec<EventLine>,
    /// What they asked, latest first.
    pub questions: Vec<QuestionLine>,
    /// The questions they answered, latest first.
    pub answered: Vec<QuestionLine>,
    /// Pages and resources they wrote, latest first.
    pub writings: Vec<WritingLine>,
    /// The one kind of thing that all is shown of, a page at a time.
    pub only: Option<Deed>,
    /// What there is more of than is shown.
    pub more: Vec<Deed>,
    /// The key of the next page.
    pub next: Option<String>,
    /// Whether this is a later page.
    pub later: bool,
    /// What the viewer can do to hear of them.
    pub follow: Vec<Part>,
}

/// An organisation somebody belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employer {
    /// `/organisations/{slug}`
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Since when it is proved that they belong; `None` where they say so themselves.
    pub verified: Option<Stamp>,
}

words! {
    /// What a profile gathers of somebody.
    pub enum Deed {
        /// Events they spoke at.
        Events = "events",
        /// Pages and resources they wrote.
        Writings = "writings",
        /// Questions they answered.
        Answers = "answers",
        /// Questions they asked.
        Questions = "questions",
    }
}

impl Deed {
    /// What the link to all of it says.
    pub fn all(self) -> &'static str {
        match self {
            Self::Events => "All events",
            Self::Writings => "All writings",
            Self::Answers => "All answered",
            Self::Questions => "All asked",
        }
    }
}

/// A community somebody belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Belonging {
    /// `/c/{slug}`
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Since when.
    pub since: Option<Stamp>,
    /// What they do in it now.
    pub roles: Vec<String>,
    /// What they did in it.
    pub past_roles: Vec<String>,
}
