//! What crosses the wire of these screens.

use serde::{Deserialize, Serialize};

use crate::communities::model::{CommunityHead, Section};
use crate::ui::sheet::Sheet;

/// A screen, and the community it is of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SheetScreen {
    /// What stands over it, where it is a community's.
    pub head: Option<CommunityHead>,
    /// The section of the community that it is in.
    pub section: Section,
    /// What stands on it.
    pub sheet: Sheet,
}

impl From<Sheet> for SheetScreen {
    fn from(sheet: Sheet) -> Self {
        Self { head: None, section: Section::Settings, sheet }
    }
}

impl SheetScreen {
    /// A community's, among its settings.
    pub fn of(head: CommunityHead, sheet: Sheet) -> Self {
        Self::within(head, Section::Settings, sheet)
    }

    /// A community's, in a section.
    pub fn within(head: CommunityHead, section: Section, sheet: Sheet) -> Self {
        Self { head: Some(head), section, sheet }
    }
}
