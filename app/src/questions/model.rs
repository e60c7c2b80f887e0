//! What crosses the wire about questions.

words! {
    /// Whether a question takes answers.
    #[derive(Default)]
    pub enum QuestionState {
        /// It does.
        #[default]
        Open = "open",
        /// It does not.
        Closed = "closed",
    }
}

words! {
    /// Why a question was closed.
    pub enum ClosedBecause {
        /// Asked before.
        Duplicate = "duplicate",
        /// Belongs elsewhere.
        OffTopic = "off_topic",
        /// Can't be answered as it stands.
        NeedsDetail = "needs_detail",
        /// Time has answered it.
        Obsolete = "obsolete",
    }
}
