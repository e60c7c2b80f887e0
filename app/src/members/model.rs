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
}
