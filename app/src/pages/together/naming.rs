//! Versions of a name: what a page says now is kept in its history under it, with all who wrote it.

use uuid::Uuid;

use super::{revising, screen, store, text};
use crate::accounts::attempts::{EDIT, spend};
use crate::activity::{Act, Deed, ObjectKind};
use crate::error::AppError;
use crate::memberships::rules::to_edit;
use crate::memberships::store as memberships;
use crate::state::{AppState, SignedIn};
use crate::typed::Typed;

/// The longest name, in characters.
const LONGEST: usize = 300;

/// Keeps what a page says now, with what is written live and not shown yet, under a name; for who may edit it. Gives the name.
///
/// # Errors
/// `NotFound` where it is gone, `Forbidden` where they may not edit it any more, and what is wrong with the name.
pub(in crate::pages) async fn keep(app: &AppState, by: &SignedIn, page: Uuid, name: &str) -> Result<String, AppError> {
    let mut typed = Typed::default();
    let name = typed.line("name", name, LONGEST);
    typed.done(())?;
    spend(&app.db, EDIT, &by.member.to_string()).await?;
    let mut tx = app.db.begin().await?;
    let mut page = store::lock(&mut tx, page).await?.ok_or(AppError::NotFound)?;
    to_edit(&memberships::standing_now(&mut tx, page.community_id, by.member).await?, page.community_status)?;
    screen::is_tended(&page)?;
    let says = text::now(&mut tx, &mut page).await?;
    revising::keep_named(&mut tx, &page, &says, (by.member, &name)).await?;
    let act = Act::by(by.member, Deed::Edited, ObjectKind::Page, page.id).in_community(page.community_id);
    tx.commit([act.noting(name.clone())]).await?;
    Ok(name)
}
