//! Who tends pages, and what they work with.

use uuid::Uuid;

use super::places::Places;
use super::store;
use crate::activity::{Act, Deed, ObjectKind};
use crate::communities::model::{CommunityHead, Section};
use crate::db::Tx;
use crate::error::AppError;
use crate::memberships::rules::to_edit;
use crate::memberships::store as memberships;
use crate::state::{AppState, SignedIn, signed_in_at};

/// The site, who edits pages, and the community, where its rules let them.
///
/// # Errors
/// `NotFound` where its pages are not for them, `Forbidden` where others edit them.
pub(crate) async fn editor(community: &str) -> Result<(AppState, SignedIn, CommunityHead), AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    if !head.sees.pages {
        return Err(AppError::NotFound);
    }
    let standing = memberships::standing(&app.db, head.id, member.member, app.clock.now().date_naive()).await?;
    to_edit(&standing, head.status)?;
    Ok((app, member, head))
}

/// A change to a community's pages: what is decided about where they lie is decided one after another.
pub(super) struct Editing {
    pub(super) app: AppState,
    pub(super) by: SignedIn,
    pub(super) head: CommunityHead,
    pub(super) tx: Tx,
    pub(super) places: Places,
}

impl Editing {
    /// Begins, for whoever edits pages.
    pub(super) async fn begin(community: &str) -> Result<Self, AppError> {
        let (app, by, head) = editor(community).await?;
        let mut tx = app.db.begin().await?;
        memberships::lock(&mut tx, head.id).await?;
        let places = store::places_now(&mut tx, head.id).await?;
        Ok(Self { app, by, head, tx, places })
    }

    /// The address of a page.
    pub(super) fn address(&self, path: &str) -> String {
        address(&self.head, path)
    }

    /// What is done to a page.
    pub(super) fn act(&self, deed: Deed, page: Uuid) -> Act {
        Act::by(self.by.member, deed, ObjectKind::Page, page).in_community(self.head.id)
    }
}

/// The address of a page.
pub(super) fn address(head: &CommunityHead, path: &str) -> String {
    format!("{}/{path}", Section::Pages.address(&head.slug))
}
