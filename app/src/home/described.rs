//! What the front page says of itself.

use serde_json::json;

use super::model::FrontScreen;
use super::page::WHAT;
use crate::head::{Described, Description, Page};

impl Described for FrontScreen {
    fn describe(&self, page: &Page) -> Description {
        Description::of(WHAT)
            .with_feed((format!("New on {}", page.site), "/feed.atom".to_owned()))
            .with_data(json!({ "@type": "WebSite", "name": page.site, "url": page.absolute("/"), "description": WHAT }))
    }
}
