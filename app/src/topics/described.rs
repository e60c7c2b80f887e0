//! What topics' screens say of themselves.

use super::model::{TopicList, TopicScreen};
use crate::head::{Described, Description, Page};
use crate::plain;

impl Described for TopicList {
    fn describe(&self, page: &Page) -> Description {
        let summary =
            format!("What the communities of {} care about: each topic with its people, meetings, questions and pages.", page.site);
        Description::of(summary).varies_by(&["after="])
    }
}

impl Described for TopicScreen {
    fn describe(&self, page: &Page) -> Description {
        let opening = if self.summary.is_empty() { plain::opening(&self.body, 160) } else { self.summary.clone() };
        let summary = if opening.is_empty() {
            format!("Communities, people, meetings, questions and pages about {} on {}.", self.title, page.site)
        } else {
            opening
        };
        let feed = (format!("New about {}", self.title), format!("/topics/{}/feed.atom", self.slug));
        Description::of(summary).varies_by(&["show=", "after="]).with_feed(feed).below(vec![("Topics".to_owned(), "/topics".to_owned())])
    }
}
