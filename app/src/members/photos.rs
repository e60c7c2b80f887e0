//! Photos of members: brought, shown and removed.
//!
//! The files are there before the row that names them, and go after it: a crash leaves files that nobody knows of, which a daily job removes, and never a row without its files.

use chrono::TimeDelta;
use uuid::Uuid;

use super::photo::{Photo, Size};
use super::photo_store as store;
use crate::accounts::attempts::{PHOTO, spend};
use crate::activity::jobs::{JobKind, enqueue};
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Tx;
use crate::error::AppError;
use crate::picture::in_turn;
use crate::state::{AppState, internal, signed_in};
use crate::ui::form::Done;
use crate::ui::forming::uploaded;

/// The folder of the files.
const FOLDER: &str = "photos";

/// How long a file may be there before the row that names it.
const PATIENCE: TimeDelta = TimeDelta::days(1);

fn path(photo: Uuid, size: Size) -> String {
    format!("{FOLDER}/{}-{size}.jpg", photo.simple())
}

/// Makes the picture that was brought the photo of who is signed in.
pub(super) async fn upload() -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let file = uploaded("photo")
        .filter(|file| file.too_heavy || !file.bytes.is_empty())
        .ok_or_else(|| AppError::field("photo", "Choose a picture first: a JPEG, PNG, WebP or GIF file."))?;
    if file.too_heavy {
        return Err(AppError::field("photo", super::photo::too_heavy()));
    }
    spend(&app.db, PHOTO, &format!("member {}", member.member)).await?;
    let made = in_turn(move || Photo::of(&file.bytes)).await?;
    let photo = keep(&app, made.map_err(|says| AppError::field("photo", says))?).await?;
    let mut tx = app.db.begin().await?;
    set(&mut tx, member.member, Some(photo)).await?;
    tx.commit([Act::by(member.member, Deed::Edited, ObjectKind::Person, member.member).noting("photo")]).await?;
    Ok(Done::at("/me/profile").saying("Your photo is set."))
}

/// Keeps the files of a photo, under a new id.
async fn keep(app: &AppState, photo: Photo) -> Result<Uuid, AppError> {
    let id = Uuid::now_v7();
    for (size, file) in photo.into_files() {
        app.files.put(&path(id, size), file).await.map_err(|error| internal(&error))?;
    }
    Ok(id)
}

/// Sets or takes away a member's photo; the files of the one before go once that is committed.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn set(tx: &mut Tx, member: Uuid, photo: Option<Uuid>) -> Result<(), sqlx::Error> {
    if let Some(before) = store::replace(tx, member, photo).await? {
        let (key, payload) = (format!("{} {}", JobKind::RemovePhoto, before.simple()), before.simple().to_string());
        let now = tx.now();
        enqueue(tx, JobKind::RemovePhoto, &key, &payload, now).await?;
    }
    Ok(())
}

/// Takes away the photo of who is signed in.
pub(super) async fn remove() -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let mut tx = app.db.begin().await?;
    set(&mut tx, member.member, None).await?;
    tx.commit([Act::by(member.member, Deed::Edited, ObjectKind::Person, member.member).noting("photo")]).await?;
    Ok(Done::at("/me/profile").saying("Your photo is removed."))
}

/// A file of a photo.
///
/// # Errors
/// When the store does not answer, or has no such file.
pub(super) async fn file(app: &AppState, photo: Uuid, size: Size) -> Result<axum::body::Bytes, AppError> {
    app.files.get(&path(photo, size)).await.map_err(|error| internal(&error))?.ok_or(AppError::NotFound)
}

/// Removes the files of a photo that is nobody's any more.
///
/// # Errors
/// When the store or the database does not answer.
pub async fn remove_files(app: &AppState, payload: &str) -> Result<(), String> {
    let photo: Uuid = payload.parse().map_err(|_| "the payload is no photo".to_owned())?;
    if store::is_known(&app.db, photo).await.map_err(|error| error.to_string())? {
        return Ok(());
    }
    for size in Size::ALL {
        app.files.remove(&path(photo, *size)).await.map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Removes files that no row names: what a crash left behind. Gives how many.
///
/// # Errors
/// When the store or the database does not answer.
pub async fn sweep(app: &AppState) -> Result<usize, String> {
    let old = app.files.before(FOLDER, app.clock.now() - PATIENCE).await.map_err(|error| error.to_string())?;
    let mut removed = 0;
    for name in old {
        let photo: Option<Uuid> = name.split('-').next().and_then(|id| id.parse().ok());
        let known = match photo {
            Some(photo) => store::is_known(&app.db, photo).await.map_err(|error| error.to_string())?,
            // Somebody else put it there.
            None => true,
        };
        if !known {
            app.files.remove(&format!("{FOLDER}/{name}")).await.map_err(|error| error.to_string())?;
            removed += 1;
        }
    }
    Ok(removed)
}
