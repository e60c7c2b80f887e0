//! What an organisation's screen says of itself.

use super::model::{OrganisationList, OrganisationScreen};
use crate::head::{Described, Description, Page};
use crate::plain;
use crate::ui::lists::up_to;

impl Described for OrganisationList {
    fn describe(&self, page: &Page) -> Description {
        Description::of(format!("The organisations whose people meet on {}.", page.site)).varies_by(&["after="])
    }
}

impl Described for OrganisationScreen {
    fn describe(&self, page: &Page) -> Description {
        let opening = plain::opening(&self.body, 160);
        let summary = if opening.is_empty() {
            format!("{} of {} on {}, and the communities they belong to.", up_to(self.count, "person", "people"), self.name, page.site)
        } else {
            opening
        };
        Description::of(summary).varies_by(&["after="]).below(vec![("People".to_owned(), "/people".to_owned())])
    }
}
