//! What crosses the wire about members.

use serde::{Deserialize, Serialize};

words! {
    /// Whether a profile is one person's.
    pub enum PersonKind {
        /// A person.
        Person = "person",
        /// A team: writes and holds events like a person.
        Team = "team",
    }
}

impl PersonKind {
    /// The usual kind.
    pub fn person() -> Self {
        Self::Person
    }

    /// Whether it is one person's.
    pub fn is_person(&self) -> bool {
        *self == Self::Person
    }
}

words! {
    /// Who sees a part of a profile, besides its owner.
    #[derive(Default)]
    pub enum Audience {
        /// Whoever comes by.
        #[default]
        Everyone = "everyone",
        /// Whoever is signed in.
        Members = "members",
        /// Who is in a community with them.
        Communities = "communities",
        /// Nobody.
        Nobody = "nobody",
    }
}

impl Audience {
    /// Whether it is the usual one.
    pub fn is_everyone(&self) -> bool {
        *self == Self::Everyone
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Everyone => "Everyone",
            Self::Members => "Members who are signed in",
            Self::Communities => "People in my communities",
            Self::Nobody => "Nobody",
        }
    }
}

/// Who sees what of a profile. What everyone sees is not written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Audiences {
    /// Of the photo.
    #[serde(skip_serializing_if = "Audience::is_everyone")]
    pub photo: Audience,
    /// Of the pronouns.
    #[serde(skip_serializing_if = "Audience::is_everyone")]
    pub pronouns: Audience,
    /// Of role and job family.
    #[serde(skip_serializing_if = "Audience::is_everyone")]
    pub role: Audience,
    /// Of the place.
    #[serde(skip_serializing_if = "Audience::is_everyone")]
    pub place: Audience,
    /// Of the organisations.
    #[serde(skip_serializing_if = "Audience::is_everyone")]
    pub organisations: Audience,
    /// Of the text about them.
    #[serde(skip_serializing_if = "Audience::is_everyone")]
    pub about: Audience,
    /// Of the links.
    #[serde(skip_serializing_if = "Audience::is_everyone")]
    pub links: Audience,
    /// Of what they can be asked about, and what they are learning.
    #[serde(skip_serializing_if = "Audience::is_everyone")]
    pub topics: Audience,
    /// Of the list of their communities.
    #[serde(skip_serializing_if = "Audience::is_everyone")]
    pub communities: Audience,
}

impl Audiences {
    /// Whether everyone sees everything.
    pub fn are_open(&self) -> bool {
        *self == Self::default()
    }
}

/// A person in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSummary {
    /// `/people/{handle}`
    pub handle: String,
    /// The name as people say it.
    pub name: String,
    /// A person or a team.
    pub kind: PersonKind,
    /// What they do.
    pub role: Option<String>,
    /// The first of their organisations.
    pub organisation: Option<String>,
    /// What their photo's addresses begin with, behind `/photos/`.
    pub photo: Option<String>,
}
