//! What crosses the wire about resources.

words! {
    /// What a resource is.
    pub enum ResourceKind {
        /// Something elsewhere on the web.
        Link = "link",
        /// A text of its own.
        Article = "article",
        /// A document.
        File = "file",
        /// Sound or video.
        Recording = "recording",
    }
}

words! {
    /// Whether a resource still holds.
    #[derive(Default)]
    pub enum ResourceStatus {
        /// It does.
        #[default]
        Current = "current",
        /// Kept to be read.
        Archived = "archived",
    }
}
