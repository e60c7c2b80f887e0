//! What the pages for developers say of themselves.

use super::model::ComponentsScreen;
use crate::head::{Described, Description, Page};

impl Described for ComponentsScreen {
    fn describe(&self, _page: &Page) -> Description {
        Description::of("Every component in every state.").unlisted(true)
    }
}
