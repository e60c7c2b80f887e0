//! The SQL of editing one's profile.

use uuid::Uuid;

use super::lines::Known;
use super::model::Audiences;
use super::record::PersonRecord;
use super::record_store;
use super::store::{AudienceRow, audiences};
use crate::accounts::handle::{self, Handle};
use crate::db::records::Batch;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::{on, queries, run};

queries! {
    // One may go back to a handle one had.
    TAKEN = "select 1 from member where (handle = $1 or handle_key = $2) and id <> $3 limit 1";
    RESERVED = "select 1 from redirect where path = $1 and object_id <> $2";
    ORGANISATIONS = "select id, slug, name, short_name from organisation order by sort_name, slug";
    TOPICS = "select id, slug, title, null as short_name from topic order by sort_title, slug";
    AUDIENCES = concat!("select ", audiences!(), " from member m where m.id = $1");
    SET_KEY = "update member set handle_key = $2 where id = $1";
    SET_AUDIENCES = "update member set audience_pronouns = $2, audience_role = $3, audience_place = $4, audience_organisations = $5, audience_about = $6, \
                     audience_links = $7, audience_topics = $8, audience_communities = $9, audience_photo = $10, revision = revision + 1, updated_at = $11 where id = $1";
}

/// A member's profile.
///
/// # Errors
/// `NotFound` where there is none, or when the database does not answer.
pub async fn profile(db: &Db, member: Uuid) -> Result<PersonRecord, AppError> {
    let after = Uuid::from_u128(member.as_u128().saturating_sub(1));
    let found = record_store::load(db, Batch { after, to: member }).await?;
    found.into_iter().next().map(|(_, record)| record).ok_or(AppError::NotFound)
}

/// Whether somebody else has or had a handle, or has one that looks like it.
///
/// # Errors
/// When the database does not answer.
pub async fn is_taken(db: &Db, member: Uuid, handle: &Handle) -> Result<bool, sqlx::Error> {
    let (key, path) = (handle::skeleton(handle.as_str()), format!("/people/{}", handle.as_str()));
    let taken: Option<i32> =
        on!(db.reader(), c => sqlx::query_scalar(TAKEN).bind(handle.as_str()).bind(key.clone()).bind(member).fetch_optional(c))?;
    let reserved: Option<i32> = on!(db.reader(), c => sqlx::query_scalar(RESERVED).bind(path.clone()).bind(member).fetch_optional(c))?;
    Ok(taken.is_some() || reserved.is_some())
}

/// Ids, slugs and names of what a profile may refer to.
pub struct Choices {
    /// The ids, by slug.
    pub ids: Vec<(String, Uuid)>,
    /// The names.
    pub known: Vec<Known>,
}

/// All organisations.
///
/// # Errors
/// When the database does not answer.
pub async fn organisations(db: &Db) -> Result<Choices, sqlx::Error> {
    choices(db, ORGANISATIONS).await
}

/// All topics.
///
/// # Errors
/// When the database does not answer.
pub async fn topics(db: &Db) -> Result<Choices, sqlx::Error> {
    choices(db, TOPICS).await
}

async fn choices(db: &Db, sql: &'static str) -> Result<Choices, sqlx::Error> {
    let rows: Vec<(Uuid, String, String, Option<String>)> = on!(db.reader(), c => sqlx::query_as(sql).fetch_all(c))?;
    let ids = rows.iter().map(|(id, slug, ..)| (slug.clone(), *id)).collect();
    let known = rows.into_iter().map(|(_, slug, name, short)| Known { slug, names: std::iter::once(name).chain(short).collect() });
    Ok(Choices { ids, known: known.collect() })
}

/// Who sees what of a member's profile.
///
/// # Errors
/// When the database does not answer.
pub async fn audiences(db: &Db, member: Uuid) -> Result<Audiences, sqlx::Error> {
    let row: AudienceRow = on!(db.reader(), c => sqlx::query_as(AUDIENCES).bind(member).fetch_one(c))?;
    Ok(row.into())
}

/// Notes the form that handles share which look like the member's.
///
/// # Errors
/// When the database refuses.
pub async fn save_key(tx: &mut Tx, member: Uuid, handle: &Handle) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(SET_KEY).bind(member).bind(handle.skeleton())).map(drop)
}

/// Sets who sees what of a member's profile.
///
/// # Errors
/// When the database refuses.
pub async fn save_audiences(tx: &mut Tx, member: Uuid, audiences: Audiences) -> Result<(), sqlx::Error> {
    let (now, a) = (tx.now(), audiences);
    run!(
        tx,
        sqlx::query(SET_AUDIENCES)
            .bind(member)
            .bind(a.pronouns.as_str())
            .bind(a.role.as_str())
            .bind(a.place.as_str())
            .bind(a.organisations.as_str())
            .bind(a.about.as_str())
            .bind(a.links.as_str())
            .bind(a.topics.as_str())
            .bind(a.communities.as_str())
            .bind(a.photo.as_str())
            .bind(now)
    )
    .map(drop)
}
