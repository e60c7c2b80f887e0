//! What crosses the wire about communities.

use serde::{Deserialize, Serialize};

use crate::ui::pagination::Slice;

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

/// A community in a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CommunitySummary {
    /// `/c/{slug}`
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is made for.
    pub kind: CommunityKind,
    /// Whether it lives.
    pub status: CommunityStatus,
    /// One sentence.
    pub summary: String,
    /// How many members, where the viewer may know.
    pub members: Option<i64>,
}

/// A page of the directory.
pub type CommunityList = Slice<CommunitySummary>;
