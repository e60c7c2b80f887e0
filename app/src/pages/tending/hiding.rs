//! Deleting pages hides them: who, when and why is kept, and it can be undone.

use super::editing::Editing;
use super::store;
use crate::activity::{Act, Deed};
use crate::error::AppError;
use crate::typed::Typed;
use crate::ui::form::Done;
use crate::ui::lists::count;

/// Hides a page, and what lies below it where that was said.
pub(super) async fn delete(community: &str, path: &str, (why, along): (&str, bool)) -> Result<Done, AppError> {
    let mut editing = Editing::begin(community).await?;
    let page = editing.places.at(path)?.clone();
    let mut typed = Typed::default();
    let why = typed.line("why", why, 300);
    let below: Vec<_> = editing.places.below(path).into_iter().map(|place| place.id).collect();
    if !below.is_empty() && !along {
        let pages = count(below.len().try_into().unwrap_or(i64::MAX), "page lies", "pages lie");
        typed.say("along", format!("{pages} below it. Move them elsewhere first, or tick this box."));
    }
    typed.done(())?;
    let mut acts: Vec<Act> = Vec::new();
    for id in std::iter::once(page.id).chain(below) {
        store::delete(&mut editing.tx, id, (editing.by.member, &why)).await?;
        acts.push(editing.act(Deed::Deleted, id).noting(why.clone()));
    }
    editing.tx.commit(acts).await?;
    Ok(Done::at(format!("/c/{community}/settings/pages")).saying(format!("“{}” is deleted. You can bring it back from here.", page.title)))
}

/// Brings a page back, and what was hidden along with it.
pub(super) async fn undelete(community: &str, path: &str) -> Result<Done, AppError> {
    let mut editing = Editing::begin(community).await?;
    let ids = store::deleted_along(&mut editing.tx, editing.head.id, path).await?;
    if ids.is_empty() {
        return Err(AppError::NotFound);
    }
    for id in &ids {
        store::undelete(&mut editing.tx, *id).await?;
    }
    let acts: Vec<Act> = ids.iter().map(|id| editing.act(Deed::Undeleted, *id)).collect();
    let done = Done::at(editing.address(path));
    editing.tx.commit(acts).await?;
    Ok(done.saying("The page is there again."))
}
