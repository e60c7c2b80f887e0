//! Where pages lie: renamed, moved below another, put in order. Old addresses lead on, of every page below as well.

use super::editing::Editing;
use super::places::{Place, Way, join, parent, slug};
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

/// Moves a page one place up or down among those beside it.
pub(super) async fn shift(community: &str, path: &str, way: &str) -> Result<Done, AppError> {
    let editing = Editing::begin(community).await?;
    let page = editing.places.at(path)?.clone();
    let way = match way {
        "up" => Way::Up,
        "down" => Way::Down,
        _ => return Err(AppError::field("way", "Move it up or down.")),
    };
    let done = Done::at(format!("{}/settings", editing.address(path)));
    let Some((under, before)) = editing.places.step(path, way) else {
        return Ok(done.saying(if way == Way::Up { "It is the first already." } else { "It is the last already." }));
    };
    let (place, of) = put(editing, &page, &under, &before).await?;
    Ok(done.saying(format!("It is number {place} of {of} now.")))
}

/// Moves a page as the screen of their order does: by a step, or to where it was dropped.
pub(in crate::pages) async fn arrange(community: &str, step: &str, [path, under, before]: [&str; 3]) -> Result<Done, AppError> {
    let editing = Editing::begin(community).await?;
    let here = format!("/c/{}/arrange-pages", editing.head.slug);
    let (path, to) = match step.split_once(':') {
        Some((way, path)) => {
            let way = match way {
                "up" => Way::Up,
                "down" => Way::Down,
                "in" => Way::In,
                "out" => Way::Out,
                _ => return Err(AppError::field("step", "Move it up, down, in or out.")),
            };
            (path, editing.places.step(path, way))
        }
        None => (path, Some((under.to_owned(), before.to_owned()))),
    };
    let gone = || Ok(Done::at(here.clone()).saying("That page is not there any more. Look where pages lie now, and try again."));
    let Ok(page) = editing.places.at(path).cloned() else { return gone() };
    let Some((under, before)) = to else {
        return Ok(Done::at(here).saying(format!("“{}” can go no further that way.", page.title)));
    };
    let above = match (under.as_str(), editing.places.at(&under)) {
        ("", _) => String::new(),
        (_, Ok(above)) => format!(" below “{}”", above.title),
        (_, Err(_)) => return gone(),
    };
    let lies = join(&under, slug(&page.path));
    match put(editing, &page, &under, &before).await {
        Ok((place, of)) => {
            Ok(Done::at(format!("{here}#at-{lies}")).saying(format!("“{}” is number {place} of {of}{above} now.", page.title)))
        }
        Err(refused @ AppError::Fields(_)) => Ok(Done::at(here).saying(format!("“{}” stays where it is. {refused}", page.title))),
        Err(error) => Err(error),
    }
}

/// Lays a page below another, before one of those there. Gives its number, and how many lie there.
async fn put(mut editing: Editing, page: &Place, under: &str, before: &str) -> Result<(usize, usize), AppError> {
    editing.places.to_lie(Some(&page.path), under)?;
    let ids = editing.places.arranged(page, under, before)?;
    let place = ids.iter().position(|id| *id == page.id).unwrap_or_default() + 1;
    let mut acts = Vec::new();
    if under == parent(&page.path) {
        acts.push(editing.act(Deed::Moved, page.id).noting(format!("place {place} of {}", ids.len())));
    } else {
        acts = lay(&mut editing, page, &join(under, slug(&page.path))).await?;
    }
    for (id, position) in ids.iter().zip(0..) {
        store::place(&mut editing.tx, *id, position).await?;
    }
    editing.tx.commit(acts).await?;
    Ok((place, ids.len()))
}
