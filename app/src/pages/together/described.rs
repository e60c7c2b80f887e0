//! What the screen of editing a page says of itself.

use super::model::EditScreen;
use crate::head::{Described, Description, Page};

impl Described for EditScreen {
    fn describe(&self, _page: &Page) -> Description {
        Description::of(format!("Edit “{}”, a page of {}.", self.title, self.head.name))
    }
}
