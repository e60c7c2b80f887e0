//! What search engines read first: `robots.txt`, and the sitemap in parts. It lists what somebody not signed in may see, and nobody who never signed up.

pub mod http;
pub mod store;

words! {
    /// What a part of the sitemap lists.
    pub enum Kind {
        /// The site's own lists.
        Site = "site",
        /// Communities.
        Communities = "communities",
        /// Events; a series as one.
        Events = "events",
        /// Questions.
        Questions = "questions",
        /// Pages.
        Pages = "pages",
        /// Resources.
        Resources = "resources",
        /// Topics.
        Topics = "topics",
        /// Organisations.
        Organisations = "organisations",
        /// People with an account.
        People = "people",
    }
}

/// The site's own lists.
pub const LISTS: [&str; 8] = ["/", "/communities", "/events", "/questions", "/resources", "/people", "/organisations", "/topics"];
