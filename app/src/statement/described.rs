//! What the accessibility statement says of itself.

use super::model::StatementScreen;
use crate::head::{Described, Description, Page};

impl Described for StatementScreen {
    fn describe(&self, page: &Page) -> Description {
        Description::of(format!("How {} is made to be used by everybody, and whom to tell where it can’t be.", page.site))
    }
}
