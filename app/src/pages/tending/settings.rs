//! Changing what is said of a page, and who may edit pages.

use super::editing::Editing;
use super::typed::Typed;
use super::{moving, store};
use crate::activity::{Act, Deed, ObjectKind};
use crate::error::AppError;
use crate::memberships::rules::to_lead;
use crate::memberships::store as memberships;
use crate::pages::model::PageStatus;
use crate::pages::together::store::{self as together, Edited};
use crate::pages::together::text;
use crate::revisions::store::Text;
use crate::state::signed_in_at;
use crate::typed as lines;
use crate::ui::form::Done;

/// Changes what is said of a page, and where it lies.
pub(super) async fn change(community: &str, path: &str, fields: &Typed) -> Result<Done, AppError> {
    let mut editing = Editing::begin(community).await?;
    let page = editing.places.at(path)?.clone();
    let before = store::lock(&editing.app.db, &mut editing.tx, page.id).await?;
    let mut typed = lines::Typed::default();
    let topics = store::topics(&editing.app.db).await?;
    let mut record = fields.read(&editing.app.db, (&before, &topics), &mut typed).await?;
    let to = fields.path(path, &mut typed);
    typed.done(())?;
    if record.status == PageStatus::Published {
        record.published = record.published.or_else(|| Some(editing.tx.now()));
    }
    let mut acts = vec![editing.act(deed(before.status, record.status), page.id)];
    if record.title != before.title {
        let locked = together::lock(&mut editing.tx, page.id).await?.ok_or(AppError::NotFound)?;
        let now = text::with_body(&locked, &record.body);
        let texts = (now.clone(), Text { title: Some(record.title.clone()), ..now });
        let renamed = Edited { path: to.clone(), ..locked };
        text::keep_revision(&mut editing.tx, &renamed, texts, (Some(editing.by.member), None)).await?;
    }
    store::save(&editing.app.db, &mut editing.tx, (page.id, &record), &editing.places).await?;
    if to != path {
        acts.extend(moving::lay(&mut editing, &page, &to).await?);
    }
    let done = Done::at(editing.address(&to));
    editing.tx.commit(acts).await?;
    let moved = to != path;
    Ok(done.saying(if moved { "Saved. Its old address leads here." } else { "Saved." }))
}

fn deed(before: PageStatus, after: PageStatus) -> Deed {
    match (before, after) {
        (before, PageStatus::Archived) if before != PageStatus::Archived => Deed::Archived,
        (PageStatus::Archived, PageStatus::Published) => Deed::Revived,
        _ => Deed::Edited,
    }
}

/// Says whether every member edits a community's pages.
pub(super) async fn let_members_edit(community: &str, yes: bool) -> Result<Done, AppError> {
    let (app, by, head) = signed_in_at(community).await?;
    let mut tx = app.db.begin().await?;
    memberships::lock(&mut tx, head.id).await?;
    to_lead(&memberships::standing_now(&mut tx, head.id, by.member).await?)?;
    store::let_members_edit(&mut tx, head.id, yes).await?;
    let note = if yes { "every member edits pages" } else { "leads and editors edit pages" };
    tx.commit([Act::by(by.member, Deed::Edited, ObjectKind::Community, head.id).in_community(head.id).noting(note)]).await?;
    let says = if yes { "Every member edits the pages from now on." } else { "Leads and editors edit the pages from now on." };
    Ok(Done::at(format!("/c/{community}/settings/pages")).saying(says))
}
