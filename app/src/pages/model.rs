//! What crosses the wire about pages.

words! {
    /// Whether a page is shown.
    #[derive(Default)]
    pub enum PageStatus {
        /// To its editors.
        Draft = "draft",
        /// To its audience.
        #[default]
        Published = "published",
        /// To its audience, out of the tree.
        Archived = "archived",
    }
}
