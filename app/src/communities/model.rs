//! What crosses the wire about communities.

pub use super::EVERYONE;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

words! {
    /// What a community is made for.
    #[derive(Default)]
    pub enum CommunityKind {
        /// People of one profession.
        #[default]
        Practice = "practice",
        /// Shown as "special interest group".
        Interest = "interest",
        /// Ends on a date.
        WorkingGroup = "working_group",
        /// A network across communities.
        Network = "network",
    }
}

words! {
    /// Whether a community lives.
    #[derive(Default)]
    pub enum CommunityStatus {
        /// Alive.
        #[default]
        Active = "active",
        /// Kept to be read.
        Archived = "archived",
        /// Went into another.
        Merged = "merged",
    }
}

words! {
    /// Emily Webber's stages of a community of practice.
    pub enum Stage {
        /// People who could be one.
        Potential = "potential",
        /// Finding its shape.
        Forming = "forming",
        /// Growing.
        Maturing = "maturing",
        /// Runs by itself.
        SelfSustaining = "self_sustaining",
        /// Becoming something else.
        Transforming = "transforming",
    }
}

words! {
    /// Who sees a section of a community.
    #[derive(Default)]
    pub enum Audience {
        /// Everyone on the web.
        #[default]
        Public = "public",
        /// Everyone with an account.
        SignedIn = "signed_in",
        /// Members of the community.
        Members = "members",
        /// Its leads.
        Leads = "leads",
    }
}

words! {
    /// Who may join, as the rule that is checked.
    #[derive(Default)]
    pub enum JoinRule {
        /// Anybody.
        #[default]
        Open = "open",
        /// After asking.
        Request = "request",
        /// After being asked.
        Invitation = "invitation",
        /// Members of verified organisations.
        Organisation = "organisation",
        /// Whoever has a confirmed address at one of its domains.
        Domains = "domains",
    }
}

impl JoinRule {
    /// Whether a proof lets people in, and their membership ends with it.
    pub fn asks_proof(self) -> bool {
        matches!(self, Self::Organisation | Self::Domains)
    }
}

words! {
    /// Where a membership stands.
    #[derive(Default)]
    pub enum MembershipState {
        /// Belongs.
        #[default]
        Active = "active",
        /// Has asked.
        Requested = "requested",
        /// Was asked.
        Invited = "invited",
    }
}

impl MembershipState {
    /// Whether the member belongs.
    pub fn is_active(&self) -> bool {
        *self == Self::Active
    }
}

words! {
    /// What a member does in a community.
    pub enum Role {
        /// Leads it.
        Lead = "lead",
        /// Holds its events.
        Organiser = "organiser",
        /// Tends its pages.
        Editor = "editor",
        /// Tends its questions.
        Moderator = "moderator",
        /// Welcomes.
        Greeter = "greeter",
    }
}

words! {
    /// What a channel is.
    pub enum ChannelKind {
        /// A mailing list.
        MailingList = "mailing_list",
        /// A chat.
        Chat = "chat",
        /// A forum.
        Forum = "forum",
        /// Video calls.
        Video = "video",
        /// A social network.
        Social = "social",
        /// A web site.
        Website = "website",
    }
}

/// Where a community talks outside this site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// What it is.
    pub kind: ChannelKind,
    /// Its name: "Government employees".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A web or e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Whom it is for: "government".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// What one agrees to, or how to join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<String>,
    /// How many it reaches, as the community says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<i64>,
}

impl Channel {
    /// Whether members alone are told of it.
    pub fn is_for_members(&self) -> bool {
        matches!(self.audience.as_deref().map(str::trim), Some("members" | "members only"))
    }
}

/// What stands over every screen of a community, and which of its sections the viewer may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunityHead {
    /// Its id; stays on the server.
    #[serde(skip)]
    pub id: Uuid,
    /// `/c/{slug}`
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What members call it.
    pub short_name: Option<String>,
    /// One sentence; empty where the viewer may not see what it is about.
    pub summary: String,
    /// What it is made for.
    pub kind: CommunityKind,
    /// Whether it lives.
    pub status: CommunityStatus,
    /// Where the stylesheet of its accent is, if it has one.
    pub accent: Option<String>,
    /// Which sections the viewer may see.
    pub sees: Sections,
    /// Whether others than its members know of it; stays on the server.
    #[serde(skip)]
    pub listed: bool,
    /// Whether the viewer changes some of its settings.
    pub tends: bool,
    /// Whether the viewer holds its events.
    pub organises: bool,
    /// Whether the viewer edits its pages.
    pub edits: bool,
}

impl CommunityHead {
    /// The short name where there is one.
    pub fn brief_name(&self) -> &str {
        self.short_name.as_deref().unwrap_or(&self.name)
    }

    /// Whether it is the community of what belongs to no other.
    pub fn is_everyone(&self) -> bool {
        self.slug == EVERYONE
    }
}

/// Which sections of a community a viewer may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sections {
    /// Summary, charter, how to join.
    pub about: bool,
    /// Events.
    pub events: bool,
    /// Questions.
    pub questions: bool,
    /// Pages and resources.
    pub pages: bool,
    /// The list of members.
    pub members: bool,
}

/// A section of a community that has a screen of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Section {
    /// `/c/{community}`
    About,
    /// `/c/{community}/events`
    Events,
    /// `/c/{community}/questions`
    Questions,
    /// `/c/{community}/pages`
    Pages,
    /// `/c/{community}/resources`
    Resources,
    /// `/c/{community}/members`
    Members,
    /// `/c/{community}/settings`, for those who tend it.
    Settings,
}

impl Section {
    /// Every section that readers have, in the order of the navigation.
    pub const ALL: [Self; 6] = [Self::About, Self::Events, Self::Questions, Self::Pages, Self::Resources, Self::Members];

    /// What the navigation calls it.
    pub fn title(self) -> &'static str {
        match self {
            Self::About => "About",
            Self::Events => "Events",
            Self::Questions => "Questions",
            Self::Pages => "Pages",
            Self::Resources => "Resources",
            Self::Members => "Members",
            Self::Settings => "Settings",
        }
    }

    /// Its address.
    pub fn address(self, community: &str) -> String {
        match self {
            Self::About => format!("/c/{community}"),
            Self::Events => format!("/c/{community}/events"),
            Self::Questions => format!("/c/{community}/questions"),
            Self::Pages => format!("/c/{community}/pages"),
            Self::Resources => format!("/c/{community}/resources"),
            Self::Members => format!("/c/{community}/members"),
            Self::Settings => format!("/c/{community}/settings"),
        }
    }

    /// Whether a viewer who sees these sections has it in the navigation.
    pub fn is_seen(self, sees: Sections) -> bool {
        match self {
            Self::About => true,
            Self::Events => sees.events,
            Self::Questions => sees.questions,
            Self::Pages | Self::Resources => sees.pages,
            Self::Members => sees.members,
            Self::Settings => false,
        }
    }
}
