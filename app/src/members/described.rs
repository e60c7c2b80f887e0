//! What people's screens say of themselves.

use super::profile::{PeopleScreen, ProfileScreen};
use crate::head::{Described, Description, Page};
use crate::ui::lists::up_to;

impl Described for PeopleScreen {
    fn describe(&self, page: &Page) -> Description {
        let who = up_to(self.count, "person", "people");
        let summary =
            format!("{who} across the communities of {}: what they do, where they belong and what you can ask them about.", page.site);
        Description::of(summary).varies_by(&["organisation=", "q=", "after="])
    }
}

impl Described for ProfileScreen {
    fn describe(&self, _page: &Page) -> Description {
        let at = self.organisations.first().map(|employer| &employer.name);
        let mut summary = match (&self.role, at) {
            (Some(role), Some(at)) => format!("{}, {role} at {at}.", self.name),
            (Some(role), None) => format!("{}, {role}.", self.name),
            (None, Some(at)) => format!("{}, {at}.", self.name),
            (None, None) => format!("{}: communities, questions, answers and events.", self.name),
        };
        let roles = self.communities.iter().filter_map(|b| Some(format!("{} of {}", b.roles.first()?, b.name)));
        let roles: Vec<String> = roles.take(2).collect();
        if !roles.is_empty() {
            summary.push_str(&format!(" {}.", roles.join(", ")));
        }
        let topics: Vec<&str> = self.ask_about.iter().map(|(title, _)| title.as_str()).take(4).collect();
        if !topics.is_empty() {
            summary.push_str(&format!(" Ask about: {}.", topics.join(", ")));
        }
        // Who never signed up did not ask to be found.
        Description::of(summary)
            .varies_by(&["show=", "after="])
            .profile()
            .unlisted(!self.has_account)
            .below(vec![("People".to_owned(), "/people".to_owned())])
    }
}
