//! Where pages lie: renamed, moved below another, put in order. Old addresses lead on, of every page below as well.

use super::editing::Editing;
use super::places::{Place, parent};
use super::store;
use crate::activity::{Act, Deed, ObjectKind};
use crate::error::AppError;
use crate::redirects::store as redirects;
use crate::ui::form::Done;

/// Lays a page at another path, and all below it along with it.
pub(super) async fn lay(editing: &mut Editing, page: &Place, to: &str) -> Result<Vec<Act>, AppError> {
    let under = parent(to);
    editing.places.to_lie(Some(&page.path), under)?;
    if !store::is_free(&mut editing.tx, &editing.head, to, page.id).await? {
        return Err(AppError::field("slug", "Another page has or had this address. Choose another, or move the page elsewhere."));
    }
    let above = if under.is_empty() { None } else { Some(editing.places.at(under)?.id) };
    let position = if under == parent(&page.path) { page.position } else { editing.places.last_position(under) };
    let below = store::below(&mut editing.tx, editing.head.id, &page.path).await?;
    store::lay(&mut editing.tx, page.id, (to, above, position)).await?;
    let old = editing.address(&page.path);
    redirects::lead(&mut editing.tx, &old, ObjectKind::Page, page.id).await?;
    let deed = if under == parent(&page.path) { Deed::Renamed } else { Deed::Moved };
    let mut acts = vec![editing.act(deed, page.id).noting(format!("{} → {to}", page.path))];
    for (id, old) in below {
        let new = format!("{to}{}", &old[page.path.len()..]);
        let (from, at) = (editing.address(&old), editing.address(&new));
        redirects::take_back(&mut editing.tx, &at, id).await?;
        store::lay_along(&mut editing.tx, id, &new).await?;
        redirects::lead(&mut editing.tx, &from, ObjectKind::Page, id).await?;
        acts.push(editing.act(Deed::Moved, id).noting(format!("{old} → {new}")));
    }
    Ok(acts)
}

/// Moves a page one place up or down.
pub(super) async fn shift(community: &str, path: &str, way: &str) -> Result<Done, AppError> {
    let mut editing = Editing::begin(community).await?;
    let page = editing.places.at(path)?.clone();
    let up = match way {
        "up" => true,
        "down" => false,
        _ => return Err(AppError::field("way", "Move it up or down.")),
    };
    let done = Done::at(format!("{}/settings", editing.address(path)));
    let Some(ids) = editing.places.shifted(path, up) else {
        return Ok(done.saying(if up { "It is the first already." } else { "It is the last already." }));
    };
    for (id, position) in ids.iter().zip(0..) {
        store::place(&mut editing.tx, *id, position).await?;
    }
    let place = ids.iter().position(|id| *id == page.id).unwrap_or_default() + 1;
    let act = editing.act(Deed::Moved, page.id).noting(format!("place {place} of {}", ids.len()));
    editing.tx.commit([act]).await?;
    Ok(done.saying(format!("It is number {place} of {} now.", ids.len())))
}
