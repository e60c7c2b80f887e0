//! What crosses the wire of the pages for developers.

use serde::{Deserialize, Serialize};

/// `/developer/components`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentsScreen {
    /// All of it, HTML.
    pub html: String,
}
