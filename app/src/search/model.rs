//! What crosses the wire of a search.

use serde::{Deserialize, Serialize};

words! {
    /// What can be found. The order is that of the results where they are equally good; its numbers are stored.
    pub enum FoundKind {
        /// A community.
        Community = "community",
        /// A person or team.
        Person = "person",
        /// An event.
        Event = "event",
        /// A question with its answers.
        Question = "question",
        /// A page.
        Page = "page",
        /// A resource.
        Resource = "resource",
        /// A topic.
        Topic = "topic",
    }
}

impl FoundKind {
    /// What people call one of it, and several.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Community => ("community", "communities"),
            Self::Person => ("person", "people"),
            Self::Event => ("event", "events"),
            Self::Question => ("question", "questions"),
            Self::Page => ("page", "pages"),
            Self::Resource => ("resource", "resources"),
            Self::Topic => ("topic", "topics"),
        }
    }

    /// The heading over what was found of it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Community => "Communities",
            Self::Person => "People",
            Self::Event => "Events",
            Self::Question => "Questions",
            Self::Page => "Pages",
            Self::Resource => "Resources",
            Self::Topic => "Topics",
        }
    }
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub href: String,
    /// Address and name of the community it belongs to, where it belongs to one.
    pub community: Option<(String, String)>,
    /// What else there is to know: "Cancelled", "3 March 2026".
    pub notes: Vec<String>,
    /// A piece of what it says: stretches of text, each with whether it is one of the words that were looked for.
    pub snippet: Vec<(String, bool)>,
}

/// What was found of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Which.
    pub kind: FoundKind,
    /// How many there are; beyond 1,000 not counted.
    pub total: i64,
    /// The best of them.
    pub hits: Vec<Hit>,
}

/// `/search`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchScreen {
    /// What was looked for, as typed.
    pub query: String,
    /// The kind that the search is narrowed to.
    pub kind: Option<FoundKind>,
    /// Whether there was anything in it to look for.
    pub asked: bool,
    /// Whether it had more words than are looked for.
    pub shortened: bool,
    /// What was found, the best kinds first; those of which nothing was found are left out.
    pub groups: Vec<Group>,
}

/// How many words are looked for at most.
pub const MOST_WORDS: usize = 16;

/// How many of a kind are shown where the search is narrowed to it.
pub const MOST_SHOWN: usize = 50;
