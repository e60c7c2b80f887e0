//! What crosses the wire of these screens.

use serde::{Deserialize, Serialize};

use crate::communities::model::CommunityHead;
use crate::ui::sheet::Sheet;

/// A screen, and the community it is of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SheetScreen {
    /// What stands over it, where it is a community's.
    pub head: Option<CommunityHead>,
    /// What stands on it.
    pub sheet: Sheet,
}

impl From<Sheet> for SheetScreen {
    fn from(sheet: Sheet) -> Self {
        Self { head: None, sheet }
    }
}

impl SheetScreen {
    /// A community's.
    pub fn of(head: CommunityHead, sheet: Sheet) -> Self {
        Self { head: Some(head), sheet }
    }
}
