//! A community as a bundle holds it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::accent::Colour;
use super::model::{Audience, Channel, CommunityKind, CommunityStatus, JoinRule, MembershipState, Role, Stage};

/// `communities/{slug}.md`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommunityRecord {
    /// The file's name.
    #[serde(skip)]
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What members call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_name: Option<String>,
    /// Practice, interest, working group or network.
    #[serde(default)]
    pub kind: CommunityKind,
    /// Active, archived or merged.
    #[serde(default)]
    pub status: CommunityStatus,
    /// The slug of the community it went into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<String>,
    /// The slug of the community it belongs under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Webber's stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// One sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// Its colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent: Option<Colour>,
    /// Slugs of topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// Professions it is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub job_families: Vec<String>,
    /// Where it lives, if elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Whom to write to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Who can join, as a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who_can_join: Option<String>,
    /// Who can join, as the rule that is checked.
    #[serde(default)]
    pub join_rule: JoinRule,
    /// Its mailing list, chat, …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// Markdown, or the address where they stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guidelines: Option<String>,
    /// "at least once a term".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<String>,
    /// The slug of the series of its own whose meetings alone count for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment_series: Option<String>,
    /// False: found by its members only.
    #[serde(default = "listed", skip_serializing_if = "is_listed")]
    pub listed: bool,
    /// Who sees each section.
    #[serde(default, skip_serializing_if = "Audiences::is_public")]
    pub audience: Audiences,
    /// Whether people may ask and answer without their name; left out: where the public does not read the questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allows_anonymous: Option<bool>,
    /// Whether people see how many found something helpful, and for what members' answers were accepted.
    #[serde(default = "listed", skip_serializing_if = "is_listed")]
    pub shows_numbers: bool,
    /// Whether every member edits its pages; where not, leads and editors do.
    #[serde(default, skip_serializing_if = "is_false")]
    pub members_edit_pages: bool,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub founded: Option<DateTime<Utc>>,
    /// When a working group ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// Who belongs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<MembershipRecord>,
    /// Old addresses of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The charter: the file's body.
    #[serde(skip)]
    pub charter: Charter,
}

impl CommunityRecord {
    /// An active, open, public community of practice of which nothing but its name is said.
    pub fn named(slug: &str, name: &str) -> Self {
        Self {
            slug: slug.to_owned(),
            name: name.to_owned(),
            short_name: None,
            kind: CommunityKind::default(),
            status: CommunityStatus::default(),
            merged_into: None,
            parent: None,
            stage: None,
            summary: String::new(),
            accent: None,
            topics: Vec::new(),
            job_families: Vec::new(),
            website: None,
            contact: None,
            who_can_join: None,
            join_rule: JoinRule::default(),
            channels: Vec::new(),
            guidelines: None,
            commitment: None,
            commitment_series: None,
            listed: true,
            audience: Audiences::default(),
            allows_anonymous: None,
            shows_numbers: true,
            members_edit_pages: false,
            founded: None,
            ends_on: None,
            members: Vec::new(),
            aliases: Vec::new(),
            charter: Charter::default(),
        }
    }
}

fn listed() -> bool {
    true
}

fn is_false(yes: &bool) -> bool {
    !*yes
}

fn is_listed(listed: &bool) -> bool {
    *listed
}

/// The three parts of a charter, Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Charter {
    /// What we're about.
    pub domain: String,
    /// Who we are.
    pub community: String,
    /// What we share.
    pub practice: String,
}

/// Who sees each section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Audiences {
    /// Summary, charter, how to join.
    pub about: Audience,
    /// Events.
    pub events: Audience,
    /// Questions.
    pub questions: Audience,
    /// Pages and resources.
    pub pages: Audience,
    /// The list of members.
    pub members: Audience,
}

impl Default for Audiences {
    fn default() -> Self {
        let all = Audience::Public;
        Self { about: all, events: all, questions: all, pages: all, members: all }
    }
}

impl Audiences {
    fn is_public(&self) -> bool {
        *self == Self::default()
    }
}

/// One member of the community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MembershipRecord {
    /// The member's handle.
    pub person: String,
    /// Active, requested or invited.
    #[serde(default, skip_serializing_if = "MembershipState::is_active")]
    pub state: MembershipState,
    /// When they joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// What they do in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<RoleRecord>,
}

/// A role of one member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleRecord {
    /// The role.
    pub role: Role,
    /// Its free title: "Co-chair".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}
