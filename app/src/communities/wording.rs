//! What people call the closed words of communities.

use super::model::{ChannelKind, CommunityKind, CommunityStatus, JoinRule, Role, Stage};

impl CommunityKind {
    /// "Community of practice"
    pub fn title(self) -> &'static str {
        match self {
            Self::Practice => "Community of practice",
            Self::Interest => "Special interest group",
            Self::WorkingGroup => "Working group",
            Self::Network => "Network",
        }
    }
}

impl CommunityStatus {
    /// A word for what no longer lives by itself.
    pub fn badge(self) -> Option<&'static str> {
        match self {
            Self::Active => None,
            Self::Archived => Some("Archived"),
            Self::Merged => Some("Merged"),
        }
    }
}

impl Stage {
    /// "Finding its shape"
    pub fn title(self) -> &'static str {
        match self {
            Self::Potential => "Just an idea so far",
            Self::Forming => "Forming",
            Self::Maturing => "Maturing",
            Self::SelfSustaining => "Self-sustaining",
            Self::Transforming => "Becoming something else",
        }
    }
}

impl JoinRule {
    /// Who can join, as a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Open => "Anyone can join.",
            Self::Request => "Ask to join; a lead answers.",
            Self::Invitation => "People join by invitation.",
            Self::Organisation => "People from its organisations can join.",
            Self::Domains => "People with an e-mail address at its domains can join.",
        }
    }
}

impl Role {
    /// "Lead"
    pub fn title(self) -> &'static str {
        match self {
            Self::Lead => "Lead",
            Self::Organiser => "Organiser",
            Self::Editor => "Editor",
            Self::Moderator => "Moderator",
            Self::Greeter => "Greeter",
        }
    }
}

impl ChannelKind {
    /// "Mailing list"
    pub fn title(self) -> &'static str {
        match self {
            Self::MailingList => "Mailing list",
            Self::Chat => "Chat",
            Self::Forum => "Forum",
            Self::Video => "Video calls",
            Self::Social => "Social network",
            Self::Website => "Website",
        }
    }

    /// "on its mailing list"
    pub fn of(self) -> &'static str {
        match self {
            Self::MailingList => "on its mailing list",
            Self::Chat => "in its chat",
            Self::Forum => "in its forum",
            Self::Video => "in its calls",
            Self::Social => "follow it",
            Self::Website => "on its website",
        }
    }
}

impl Role {
    /// What somebody with the role does.
    pub fn does(self) -> &'static str {
        match self {
            Self::Lead => "everything here",
            Self::Organiser => "holds events",
            Self::Editor => "tends pages",
            Self::Moderator => "tends questions",
            Self::Greeter => "welcomes people and answers who asks to join",
        }
    }
}
