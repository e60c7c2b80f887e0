//! What pages' screens say of themselves.

use super::model::{PageScreen, TreeScreen};
use crate::communities::described::{feed, section_trail, trail};
use crate::communities::model::Section;
use crate::head::{Described, Description, Page};
use crate::plain;

impl Described for TreeScreen {
    fn describe(&self, _page: &Page) -> Description {
        let titles: Vec<&str> = self.tree.iter().take(5).map(|branch| branch.title.as_str()).collect();
        let summary = if titles.is_empty() {
            format!("What {} has learned and written down.", self.head.name)
        } else {
            format!("What {} has learned and written down: {}.", self.head.name, titles.join(", "))
        };
        Description::of(summary).with_feed(feed(&self.head)).below(section_trail(&self.head))
    }
}

impl Described for PageScreen {
    fn describe(&self, _page: &Page) -> Description {
        let opening = if self.summary.is_empty() { plain::opening(&self.body_html, 160) } else { self.summary.clone() };
        let summary = if opening.is_empty() { format!("{}: a page of {}.", self.title, self.head.name) } else { opening };
        let mut steps = trail(&self.head, Section::Pages);
        steps.extend(self.above.iter().map(|above| (above.title.clone(), above.href.clone())));
        Description::of(summary).article().with_feed(feed(&self.head)).below(steps)
    }
}
