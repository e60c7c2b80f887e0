//! What resources' screens say of themselves.

use super::model::{ResourceList, ResourceScreen};
use crate::communities::described::{feed, section_trail, trail};
use crate::communities::model::Section;
use crate::head::{Described, Description, Page};
use crate::plain;

impl Described for ResourceList {
    fn describe(&self, page: &Page) -> Description {
        let of = self.head.as_ref().map_or(&page.site, |head| &head.name);
        let said = Description::of(format!("Links, articles, files and recordings that {of} found worth keeping.")).varies_by(&["after="]);
        match &self.head {
            Some(head) => said.with_feed(feed(head)).below(section_trail(head)),
            None => said,
        }
    }
}

impl Described for ResourceScreen {
    fn describe(&self, _page: &Page) -> Description {
        let opening = if self.resource.summary.is_empty() { plain::opening(&self.body_html, 160) } else { self.resource.summary.clone() };
        let summary = match (opening.is_empty(), &self.resource.source) {
            (false, _) => opening,
            (true, Some(source)) => format!("{} by {source}, kept by {}.", self.resource.kind.title(), self.head.name),
            (true, None) => format!("{}, kept by {}.", self.resource.kind.title(), self.head.name),
        };
        Description::of(summary).article().with_feed(feed(&self.head)).below(trail(&self.head, Section::Resources))
    }
}
