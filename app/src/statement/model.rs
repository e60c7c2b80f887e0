//! What crosses the wire of the accessibility statement.

use serde::{Deserialize, Serialize};

/// `/accessibility`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementScreen {
    /// Its title.
    pub title: String,
    /// Rendered Markdown.
    pub html: String,
}
