//! The SQL of organising events.

use chrono::{NaiveDateTime, TimeDelta};
use uuid::Uuid;

use crate::activity::ObjectKind;
use crate::communities::model::CommunityHead;
use crate::db::records::{Batch, Index};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::events::record::{EventRecord, SpeakerRecord};
use crate::events::record_store;
use crate::events::store::recurrences_on;
use crate::members::editing_store::{self, Choices};
use crate::redirects::store::take_back;
use crate::{names, on, queries, run, when};

queries! {
    BY_SLUG = "select id from event where community_id = $1 and slug = $2";
    PERSON = "select id from member where handle = $1 and standing <> 'former'";
    LOCK = "update event set revision = revision + 1 where community_id = $1 and slug = $2";
    LOCK_BY_ID = "update event set revision = revision + 1 where id = $1";
    // In two steps: on the way a meeting would stand where another still is.
    STEP_ASIDE = "update occurrence set recurrence = '~' || recurrence where event_id = $1";
    ASIDE = "select id, recurrence from occurrence where event_id = $1";
    STEP_BACK = "update occurrence set recurrence = $2 where id = $1";
    RECURRENCE = "select recurrence from occurrence where event_id = $1 and recurrence >= $2 and recurrence < $3 order by recurrence limit 1";
    DRAFTS = "select slug, title, starts_wall from event where community_id = $1 and status = 'draft' order by starts_wall, id limit 100";
}

/// The topics an event may have.
pub async fn known(db: &Db) -> Result<Choices, sqlx::Error> {
    editing_store::topics(db).await
}

/// The id of whoever has a handle.
///
/// # Errors
/// When the database does not answer.
pub async fn person(db: &Db, handle: &str) -> Result<Option<Uuid>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(PERSON).bind(handle).fetch_optional(c))
}

/// The ids of all a record refers to.
///
/// # Errors
/// When the database does not answer.
pub async fn index(db: &Db, record: &EventRecord, topics: Choices) -> Result<Index, sqlx::Error> {
    let mut index = Index::load_communities(db).await?;
    topics.ids.into_iter().for_each(|(slug, id)| index.insert(ObjectKind::Topic, slug, id));
    for speaker in &record.speakers {
        if let SpeakerRecord::Person(handle) = speaker
            && let Some(id) = person(db, handle).await?
        {
            index.insert(ObjectKind::Person, handle.clone(), id);
        }
    }
    Ok(index)
}

/// An event of a community, drafts included.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn load(db: &Db, head: &CommunityHead, slug: &str) -> Result<(Uuid, EventRecord), AppError> {
    let id: Option<Uuid> = on!(db.reader(), c => sqlx::query_scalar(BY_SLUG).bind(head.id).bind(slug).fetch_optional(c))?;
    let id = id.ok_or(AppError::NotFound)?;
    Ok((id, by_id(db, id).await?.ok_or(AppError::NotFound)?))
}

async fn by_id(db: &Db, id: Uuid) -> Result<Option<EventRecord>, sqlx::Error> {
    let after = Uuid::from_u128(id.as_u128().saturating_sub(1));
    Ok(record_store::load(db, Batch { after, to: id }).await?.into_iter().next().map(|(_, record)| record))
}

/// Locks an event whose id is known, and reads it as it stands then; `None` where it is gone.
///
/// # Errors
/// When the database refuses.
pub async fn lock_by_id(db: &Db, tx: &mut Tx, id: Uuid) -> Result<Option<EventRecord>, sqlx::Error> {
    run!(tx, sqlx::query(LOCK_BY_ID).bind(id))?;
    by_id(db, id).await
}

/// Locks an event of a community, and reads it as it stands then: what is decided about it is decided one after another, and nobody writes over what they have not seen.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn lock(db: &Db, tx: &mut Tx, head: &CommunityHead, slug: &str) -> Result<(Uuid, EventRecord), AppError> {
    run!(tx, sqlx::query(LOCK).bind(head.id).bind(slug))?;
    load(db, head, slug).await
}

/// An address within the community that no event has and none had.
///
/// # Errors
/// When the database does not answer.
pub async fn free_slug(tx: &mut Tx, (community, address): (Uuid, &str), title: &str) -> Result<String, AppError> {
    let base = Some(names::slug(title)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "event".to_owned());
    for number in 1..100 {
        let slug = if number == 1 { base.clone() } else { format!("{base}-{number}") };
        let taken: Option<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(BY_SLUG).bind(community).bind(&slug).fetch_optional(c))?;
        if taken.is_none() && take_back(tx, &format!("/c/{address}/events/{slug}"), Uuid::nil()).await? {
            return Ok(slug);
        }
    }
    Ok(format!("{base}-{}", Uuid::now_v7().simple()))
}

/// Moves the meetings of an event, each staying the one it is: who answered comes along.
///
/// # Errors
/// When the database refuses.
pub async fn shift(tx: &mut Tx, event: Uuid, by: TimeDelta) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(STEP_ASIDE).bind(event))?;
    let aside: Vec<(Uuid, String)> = on!(tx.conn(), c => sqlx::query_as(ASIDE).bind(event).fetch_all(c))?;
    for (id, recurrence) in aside {
        let was = recurrence.trim_start_matches('~');
        let moved = when::wall(was).and_then(|wall| wall.checked_add_signed(by)).map(|wall| wall.format("%Y-%m-%dT%H:%M:%S").to_string());
        run!(tx, sqlx::query(STEP_BACK).bind(id).bind(moved.as_deref().unwrap_or(was)))?;
    }
    Ok(())
}

/// The wall-clock start that the series gives the meeting of a day.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn recurrence(db: &Db, event: Uuid, date: &str) -> Result<NaiveDateTime, AppError> {
    let (from, before) = recurrences_on(date)?;
    let found: Option<String> =
        on!(db.reader(), c => sqlx::query_scalar(RECURRENCE).bind(event).bind(&from).bind(&before).fetch_optional(c))?;
    found.as_deref().and_then(when::wall).ok_or(AppError::NotFound)
}

/// Slug, title and wall-clock start of what is not on the calendar yet.
///
/// # Errors
/// When the database does not answer.
pub async fn drafts(db: &Db, community: Uuid) -> Result<Vec<(String, String, String)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(DRAFTS).bind(community).fetch_all(c))
}
