//! What these screens say of themselves: they are nobody's to find.

use super::model::SheetScreen;
use crate::head::{Described, Description, Page};

impl Described for SheetScreen {
    fn describe(&self, _page: &Page) -> Description {
        let summary = if self.sheet.lede.is_empty() { &self.sheet.title } else { &self.sheet.lede };
        Description::of(summary).unlisted(true)
    }
}
