//! What communities' screens say of themselves.

use super::about::{CommunityScreen, MembersScreen};
use super::directory::DirectoryScreen;
use super::model::{CommunityHead, Section};
use crate::head::{Described, Description, Page};
use crate::ui::lists::up_to;

/// The way from the top to the inside of a community's section: what [`Description::below`] takes.
pub fn trail(head: &CommunityHead, section: Section) -> Vec<(String, String)> {
    let mut steps = section_trail(head);
    steps.push((section.title().to_owned(), section.address(&head.slug)));
    steps
}

/// The way from the top to a community's section.
pub fn section_trail(head: &CommunityHead) -> Vec<(String, String)> {
    vec![("Communities".to_owned(), "/communities".to_owned()), (head.name.clone(), format!("/c/{}", head.slug))]
}

/// A community's feed: its title and path.
pub fn feed(head: &CommunityHead) -> (String, String) {
    (format!("New in {}", head.name), format!("/c/{}/feed.atom", head.slug))
}

impl Described for DirectoryScreen {
    fn describe(&self, page: &Page) -> Description {
        let active = if self.active > 0 { format!(", {} of them active", self.active) } else { String::new() };
        let summary = format!("Communities on {}{active}: what each is about, when it meets, who leads it and how to join.", page.site);
        Description::of(summary).varies_by(&["kind=", "after="])
    }
}

impl Described for CommunityScreen {
    fn describe(&self, _page: &Page) -> Description {
        let head = &self.head;
        let summary = if head.summary.is_empty() {
            format!("{}: what it is about, when it meets and how to join.", head.name)
        } else {
            head.summary.clone()
        };
        Description::of(summary).with_feed(feed(head)).below(vec![("Communities".to_owned(), "/communities".to_owned())])
    }
}

impl Described for MembersScreen {
    fn describe(&self, _page: &Page) -> Description {
        let name = &self.head.name;
        let summary = if self.count > 0 {
            format!("{} to {name}: who they are, what they do and who leads.", up_to(self.count, "person belongs", "people belong"))
        } else {
            format!("Who belongs to {name}, what they do and who leads.")
        };
        Description::of(summary).varies_by(&["after="]).with_feed(feed(&self.head)).below(section_trail(&self.head))
    }
}
