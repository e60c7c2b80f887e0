//! What crosses the wire about members.

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
