//! What crosses the wire about editing a page.

use serde::{Deserialize, Serialize};

use crate::communities::model::CommunityHead;
use crate::ui::form::Form;

/// `/c/{community}/pages/{path}/edit`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EditScreen {
    /// The community.
    pub head: CommunityHead,
    /// The page's title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Its path below the community's pages.
    pub path: String,
    /// Where it is edited live.
    pub socket: String,
    /// What the browser keeps for this member bears this mark: who signs in next at the same browser does not send it.
    pub mine: String,
    /// What edits it without JavaScript.
    pub form: Form,
    /// What somebody else wrote meanwhile, and what one's own text would make of it: HTML.
    pub meanwhile: Option<[String; 2]>,
}
