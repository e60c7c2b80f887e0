//! Bringing files to pages, removing them, and tidying up behind them.

use std::collections::HashMap;

use axum::body::Bytes;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use uuid::Uuid;

use super::store::{Seen, Taken, address};
use super::{kinds, pictures, store};
use crate::accounts::attempts::{PAGE_FILE, spend};
use crate::activity::jobs::{JobKind, enqueue};
use crate::activity::{Act, Deed, ObjectKind};
use crate::communities::store::head;
use crate::db::Tx;
use crate::error::AppError;
use crate::memberships::rules::to_edit;
use crate::memberships::store as memberships;
use crate::pages::model::PageStatus;
use crate::pages::together::store::{self as together, Edited};
use crate::picture::{format, in_turn};
use crate::state::{AppState, SignedIn, Viewer, internal};
use crate::ui::forming::LARGEST_FILE;

/// The folder of the files.
const FOLDER: &str = "pages";

/// The most files of a page.
pub(super) const MOST: i64 = 50;
/// The most bytes of a page's files.
pub(super) const OF_PAGE: i64 = 100_000_000;
/// The most bytes of all files of a community's pages.
pub(super) const OF_COMMUNITY: i64 = 1_000_000_000;
/// The longest title, in characters.
const TITLE: usize = 200;

/// The most pictures that an export has in it, and their bytes.
const IN_EXPORT: usize = 300;
const EXPORTED: usize = 40_000_000;

/// How long a file may be there before the row that names it.
const PATIENCE: TimeDelta = TimeDelta::days(1);

pub(super) fn place(file: Uuid) -> String {
    format!("{FOLDER}/{}", file.simple())
}

/// What somebody brings to a page.
pub(super) struct Brought {
    /// What it is called where it comes from.
    pub(super) name: String,
    /// What it is, in their words; empty where they did not say.
    pub(super) title: String,
    /// What is in it.
    pub(super) bytes: Bytes,
}

/// What is kept of it.
pub(super) struct Ready {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) bytes: Vec<u8>,
}

/// A file that was kept.
pub(super) struct Kept {
    /// What it is.
    pub(super) title: String,
    /// Its address.
    pub(super) href: String,
}

/// What is said of a file that is too large.
pub(super) fn too_heavy() -> String {
    format!("This file has more than {} MB. Make it smaller, or keep it elsewhere and link to it.", LARGEST_FILE / 1_000_000)
}

/// Makes of a file what is kept of it.
pub(super) fn ready(brought: &Brought) -> Result<Ready, String> {
    let (stem, end) = kinds::parts(&brought.name);
    if brought.bytes.len() > LARGEST_FILE {
        return Err(too_heavy());
    }
    let called = ["jpg", "jpeg", "png", "webp", "gif"].contains(&end.as_str());
    let (end, bytes) = if called || format(&brought.bytes).is_some() {
        pictures::of(&brought.bytes)?
    } else {
        (kinds::take(&end, &brought.bytes)?, brought.bytes.to_vec())
    };
    let said = if brought.title.is_empty() { stem } else { &brought.title };
    let title: String = said.chars().filter(|c| !c.is_control()).take(TITLE).collect();
    let name = kinds::address(stem, end);
    Ok(Ready { title: if title.trim().is_empty() { name.clone() } else { title.trim().to_owned() }, name, bytes })
}

/// Keeps a file at a page that somebody may edit.
pub(super) async fn bring(app: &AppState, by: &SignedIn, (page, brought): (&Edited, Brought)) -> Result<Kept, AppError> {
    spend(&app.db, PAGE_FILE, &by.member.to_string()).await?;
    let ready = in_turn(move || ready(&brought)).await?.map_err(|says| AppError::field("file", says))?;
    let id = Uuid::now_v7();
    app.files.put(&place(id), ready.bytes.clone()).await.map_err(|error| internal(&error))?;
    let kept = row(app, by, (page, id), &ready).await;
    if kept.is_err()
        && let Err(error) = app.files.remove(&place(id)).await
    {
        // The daily job finds it.
        tracing::warn!(%error, "a file that was refused could not be removed");
    }
    kept
}

/// Has a page know of a file that is there.
async fn row(app: &AppState, by: &SignedIn, (page, id): (&Edited, Uuid), ready: &Ready) -> Result<Kept, AppError> {
    let mut tx = begin(app, by, page).await?;
    let bytes = i32::try_from(ready.bytes.len()).map_err(|error| internal(&error))?;
    fits(store::taken(&mut tx, page.id, page.community_id).await?, bytes.into())?;
    store::keep(&mut tx, page.id, (id, by.member), (&ready.name, &ready.title, bytes)).await?;
    tx.commit([act(by, page).noting(format!("brought the file “{}”", ready.title))]).await?;
    Ok(Kept { title: ready.title.clone(), href: address(id, &ready.name) })
}

/// Begins a change to a page's files. What is decided of the room they take is decided one after another in each community.
async fn begin(app: &AppState, by: &SignedIn, page: &Edited) -> Result<Tx, AppError> {
    let mut tx = app.db.begin().await?;
    memberships::lock(&mut tx, page.community_id).await?;
    let page = together::lock(&mut tx, page.id).await?.ok_or(AppError::NotFound)?;
    to_edit(&memberships::standing_now(&mut tx, page.community_id, by.member).await?, page.community_status)?;
    Ok(tx)
}

fn act(by: &SignedIn, page: &Edited) -> Act {
    Act::by(by.member, Deed::Edited, ObjectKind::Page, page.id).in_community(page.community_id)
}

/// Refuses what has no room.
pub(super) fn fits(taken: Taken, bytes: i64) -> Result<(), AppError> {
    let refuse = |says: String| Err(AppError::field("file", says));
    let (has, of_page, of_community) = (kinds::size(taken.of_page), kinds::size(OF_PAGE), kinds::size(OF_COMMUNITY));
    if taken.files >= MOST {
        return refuse(format!("This page has {MOST} files, and no more fit. Remove one, or bring it to another page."));
    }
    if taken.of_page + bytes > OF_PAGE {
        return refuse(format!(
            "The files of this page take {has} of {of_page}: this one does not fit. Remove one, or bring it to another page."
        ));
    }
    if taken.of_community + bytes > OF_COMMUNITY {
        return refuse(format!(
            "The files of this community take {of_community}, those of deleted pages among them: this one does not fit. Remove some that nobody needs."
        ));
    }
    Ok(())
}

/// Removes a file of a page that somebody may edit, and gives its title. What is in it goes once that is committed.
pub(super) async fn remove(app: &AppState, by: &SignedIn, (page, file): (&Edited, Uuid)) -> Result<String, AppError> {
    let mut tx = begin(app, by, page).await?;
    let title = store::remove(&mut tx, page.id, file).await?.ok_or(AppError::NotFound)?;
    let (payload, now) = (file.simple().to_string(), tx.now());
    enqueue(&mut tx, JobKind::RemovePageFile, &format!("{} {payload}", JobKind::RemovePageFile), &payload, now).await?;
    tx.commit([act(by, page).noting(format!("removed the file “{title}”"))]).await?;
    Ok(title)
}

/// A file by its id and the end of its address, where the viewer may read its page.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn readable(app: &AppState, viewer: Viewer, (file, name): (Uuid, &str)) -> Result<Option<Seen>, AppError> {
    let Some(seen) = store::seen(&app.db, viewer, file).await?.filter(|seen| seen.name == name) else { return Ok(None) };
    let shown = seen.status != PageStatus::Draft || head(&app.db, viewer, &seen.community).await?.edits;
    Ok(shown.then_some(seen))
}

/// Pictures as `data:` by their addresses, as far as there are such and the viewer may read them: so many that a file with all of them can be sent.
///
/// # Errors
/// When the store or the database does not answer.
pub(crate) async fn pictures(app: &AppState, viewer: Viewer, addresses: Vec<String>) -> Result<HashMap<String, String>, AppError> {
    let mut pictures = HashMap::new();
    let mut taken = 0;
    for href in addresses.into_iter().take(IN_EXPORT) {
        let Some((id, name)) = href.strip_prefix("/files/").and_then(|rest| rest.split_once('/')) else { continue };
        let Ok(id) = id.parse::<Uuid>() else { continue };
        if !kinds::is_picture(name) || readable(app, viewer, (id, name)).await?.is_none() {
            continue;
        }
        let bytes = match contents(app, id).await {
            Ok(bytes) => bytes,
            // Lost, perhaps with a disk: what else there is can be had all the same.
            Err(AppError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        taken += bytes.len();
        if taken > EXPORTED {
            break;
        }
        let data = format!("data:{};base64,{}", kinds::content_type(name), STANDARD.encode(&bytes));
        pictures.insert(href, data);
    }
    Ok(pictures)
}

/// What is in a file.
///
/// # Errors
/// When the store does not answer, or has no such file.
pub(crate) async fn contents(app: &AppState, file: Uuid) -> Result<Bytes, AppError> {
    app.files.get(&place(file)).await.map_err(|error| internal(&error))?.ok_or(AppError::NotFound)
}

/// Removes what was in a file that is no page's any more.
///
/// # Errors
/// When the store or the database does not answer.
pub async fn remove_contents(app: &AppState, payload: &str) -> Result<(), String> {
    let file: Uuid = payload.parse().map_err(|_| "the payload is no file".to_owned())?;
    if store::is_known(&app.db, file).await.map_err(|error| error.to_string())? {
        return Ok(());
    }
    app.files.remove(&place(file)).await.map_err(|error| error.to_string())
}

/// Removes files that no row names: what a crash left behind. Gives how many.
///
/// # Errors
/// When the store or the database does not answer.
pub async fn sweep(app: &AppState) -> Result<usize, String> {
    let old = app.files.before(FOLDER, app.clock.now() - PATIENCE).await.map_err(|error| error.to_string())?;
    let mut removed = 0;
    // What has another name somebody else put there.
    for file in old.iter().filter_map(|name| name.parse::<Uuid>().ok()) {
        if !store::is_known(&app.db, file).await.map_err(|error| error.to_string())? {
            app.files.remove(&place(file)).await.map_err(|error| error.to_string())?;
            removed += 1;
        }
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_room_is_refused_with_what_to_do() {
        let taken = Taken { files: 3, of_page: 95_000_000, of_community: 200_000_000 };
        assert!(fits(taken, 5_000_000).is_ok());
        for (taken, says) in [
            (Taken { files: 50, ..taken }, "This page has 50 files"),
            (Taken { of_page: 95_000_001, ..taken }, "take 95.0 MB of 100.0 MB"),
            (Taken { of_community: 999_000_000, ..taken }, "The files of this community take 1000.0 MB"),
        ] {
            let refused = fits(taken, 5_000_000).unwrap_err().to_string();
            assert!(refused.contains(says), "{refused}");
        }
    }
}
