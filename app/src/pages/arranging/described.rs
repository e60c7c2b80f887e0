//! What the screen of putting pages in order says of itself.

use super::model::ArrangeScreen;
use crate::head::{Described, Description, Page};

impl Described for ArrangeScreen {
    fn describe(&self, _page: &Page) -> Description {
        Description::of(format!("Put the pages of {} in order.", self.head.name))
    }
}
