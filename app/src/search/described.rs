//! What the screen of a search says of itself.

use super::model::SearchScreen;
use crate::head::{Described, Description, Page};

impl Described for SearchScreen {
    fn describe(&self, page: &Page) -> Description {
        Description::of(format!("Search the communities, people, events, questions, pages and resources of {}.", page.site)).unlisted(true)
    }
}
