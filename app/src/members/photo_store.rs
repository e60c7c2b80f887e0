//! The SQL of photos.

use uuid::Uuid;

use super::model::Audience;
use super::store::seen;
use crate::db::{Db, Tx};
use crate::state::Viewer;
use crate::{on, queries, run};

queries! {
    SEEN = concat!("select m.audience_photo from member m where m.photo = $2 and m.standing <> 'former' and ", seen!("photo", "$1"));
    OF = "select photo from member where id = $1";
    KNOWN = "select 1 from member where photo = $1 limit 1";
    LOCK = "update member set revision = revision + 1, updated_at = $2 where id = $1 returning photo";
    SET = "update member set photo = $2 where id = $1";
}

/// For whom the photo of that id is, where the viewer is among them.
///
/// # Errors
/// When the database does not answer.
pub async fn seen_by(db: &Db, viewer: Viewer, photo: Uuid) -> Result<Option<Audience>, sqlx::Error> {
    let audience: Option<String> = on!(db.reader(), c => sqlx::query_scalar(SEEN).bind(viewer.member).bind(photo).fetch_optional(c))?;
    audience.map(|word| word.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))).transpose()
}

/// The id of a member's photo.
///
/// # Errors
/// When the database does not answer.
pub async fn of(db: &Db, member: Uuid) -> Result<Option<Uuid>, sqlx::Error> {
    let photo: Option<Option<Uuid>> = on!(db.reader(), c => sqlx::query_scalar(OF).bind(member).fetch_optional(c))?;
    Ok(photo.flatten())
}

/// Whether a photo is somebody's.
///
/// # Errors
/// When the database does not answer.
pub async fn is_known(db: &Db, photo: Uuid) -> Result<bool, sqlx::Error> {
    let known: Option<i32> = on!(db.reader(), c => sqlx::query_scalar(KNOWN).bind(photo).fetch_optional(c))?;
    Ok(known.is_some())
}

/// Sets or takes away a member's photo. Gives the one before.
///
/// # Errors
/// When the database refuses, or there is no such member.
pub async fn replace(tx: &mut Tx, member: Uuid, photo: Option<Uuid>) -> Result<Option<Uuid>, sqlx::Error> {
    let now = tx.now();
    let before: Option<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(LOCK).bind(member).bind(now).fetch_one(c))?;
    run!(tx, sqlx::query(SET).bind(member).bind(photo))?;
    Ok(before)
}
