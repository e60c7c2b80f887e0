//! The SQL of organising events.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use uuid::Uuid;

use super::moving::Moves;
use crate::activity::ObjectKind;
use crate::communities::model::CommunityHead;
use crate::db::records::{Batch, Index};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::events::record::{EventRecord, SpeakerRecord};
use crate::events::record_store::{self, WALL};
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
    ASIDE = "select id, recurrence from occurrence where event_id = $1 order by recurrence";
    STEP_BACK = "update occurrence set recurrence = $2 where id = $1";
    ANSWERED = "select o.recurrence, count(*) from occurrence o join rsvp r on r.occurrence_id = o.id where o.event_id = $1 and (r.answer <> 'declined' or r.came_at is not null) \
                group by o.recurrence order by o.recurrence";
    HAND_OVER = "update occurrence set event_id = $2 where event_id = $1 and recurrence >= $3";
    HAND_OVER_INVITATIONS = "update calendar_invitation set event_id = $2 where event_id = $1 and occurrence_id in (select id from occurrence where event_id = $2)";
    // What stands in people's calendars of a single event is known by its meeting, and so are those who answered: both go along.
    MOVE_MEETING = "update occurrence set event_id = $2, recurrence = $3 where event_id = $1 returning id";
    // What an import brought is known by its meeting: the same again does not bring it back.
    IMPORTED = "update import_source set object_id = $2 where object_id = $1";
    MOVE_INVITATIONS = "update calendar_invitation set event_id = $2 where event_id = $1";
    TOLD_OF = "update notification set object_id = $2 where object_id = $1 and community_id in (select e.community_id from event e where e.id = $1)";
    REPORTS_OF = "update report set object_id = $2 where object_id = $1";
    HAPPENED = "update activity set object_id = $2 where object_id = $1";
    FORGET_ADDRESSES = "delete from redirect where object_id = $1";
    REMOVE = "delete from event where id = $1";
    HAND_OVER_GUESTS = "update guest set event_id = $2 where event_id = $1 and occurrence_id in (select id from occurrence where event_id = $2)";
    MOVE_GUESTS = "update guest set event_id = $2 where event_id = $1";
    GO_ON = "update event set continues = $3 where community_id = $1 and continues = $2";
    NEXT = "select id from event where community_id = $1 and continues = $2 order by id limit 1";
    FOLLOWS_FROM = "select min(o.recurrence) from occurrence o join event e on e.id = o.event_id where e.community_id = $1 and e.continues = $2";
    BROUGHT_IN = "select count(*) from import_source where source = $1 and kind = 'event' and object_id = $2";
    RECURRENCE = "select recurrence from occurrence where event_id = $1 and recurrence >= $2 and recurrence < $3 order by recurrence limit 1";
    DRAFTS = "select slug, title, starts_wall from event where community_id = $1 and status = 'draft' order by starts_wall desc, id limit 100";
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
    know_speakers(db, &mut index, record).await?;
    Ok(index)
}

/// Notes the ids of those who speak at an event.
///
/// # Errors
/// When the database does not answer.
pub async fn know_speakers(db: &Db, index: &mut Index, record: &EventRecord) -> Result<(), sqlx::Error> {
    for speaker in speaking(record) {
        if let SpeakerRecord::Person(handle) = speaker
            && index.get(ObjectKind::Person, handle).is_none()
            && let Some(id) = person(db, handle).await?
        {
            index.insert(ObjectKind::Person, handle.clone(), id);
        }
    }
    Ok(())
}

/// Those who speak at an event, or at one of its meetings.
pub(super) fn speaking(record: &EventRecord) -> Vec<&SpeakerRecord> {
    let own = record.occurrences.iter().filter_map(|own| own.speakers.as_ref());
    record.speakers.iter().chain(own.flatten()).collect()
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
pub async fn shift(tx: &mut Tx, event: Uuid, moves: &Moves) -> Result<(), sqlx::Error> {
    if moves.is_nothing() {
        return Ok(());
    }
    run!(tx, sqlx::query(STEP_ASIDE).bind(event))?;
    let aside: Vec<(Uuid, String)> = on!(tx.conn(), c => sqlx::query_as(ASIDE).bind(event).fetch_all(c))?;
    let mut taken = BTreeSet::new();
    for (id, recurrence) in aside {
        let was = recurrence.trim_start_matches('~');
        let moved = when::wall(was).map(|wall| moves.of(wall).format(WALL).to_string());
        let moved = moved.unwrap_or_else(|| was.to_owned());
        // Of two that come to stand at one time, the second is no meeting any more.
        if taken.insert(moved.clone()) {
            run!(tx, sqlx::query(STEP_BACK).bind(id).bind(&moved))?;
        }
    }
    Ok(())
}

/// The meetings of an event from a wall-clock start on that somebody wants to come to or came to, and how many.
///
/// # Errors
/// When the database does not answer.
pub async fn answered(tx: &mut Tx, event: Uuid, from: NaiveDateTime) -> Result<Vec<(NaiveDateTime, i64)>, sqlx::Error> {
    let rows: Vec<(String, i64)> = on!(tx.conn(), c => sqlx::query_as(ANSWERED).bind(event).fetch_all(c))?;
    let rows = rows.into_iter().filter_map(|(recurrence, people)| Some((when::wall(&recurrence)?, people)));
    Ok(rows.filter(|(start, _)| *start >= from).collect())
}

/// Hands the meetings of a series over to another, from a wall-clock start on, with what stands of them in people's calendars.
///
/// # Errors
/// When the database refuses.
pub async fn hand_over(tx: &mut Tx, (from, to): (Uuid, Uuid), start: NaiveDateTime) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(HAND_OVER).bind(from).bind(to).bind(start.format(WALL).to_string()))?;
    run!(tx, sqlx::query(HAND_OVER_GUESTS).bind(from).bind(to))?;
    run!(tx, sqlx::query(HAND_OVER_INVITATIONS).bind(from).bind(to)).map(drop)
}

/// Hands the only meeting of an event over to a series, which gives it a wall-clock start to be known by, and gives its id; `None` where there was none.
///
/// # Errors
/// When the database refuses.
pub async fn move_meeting(tx: &mut Tx, (from, to): (Uuid, Uuid), start: NaiveDateTime) -> Result<Option<Uuid>, sqlx::Error> {
    let start = start.format(WALL).to_string();
    on!(tx.conn(), c => sqlx::query_scalar(MOVE_MEETING).bind(from).bind(to).bind(&start).fetch_optional(c))
}

/// Has all that refers to an event without a meeting refer to another, and removes it. Its old addresses are those of the meeting now, which is written with them.
///
/// # Errors
/// When the database refuses.
pub async fn leave_to(tx: &mut Tx, (from, to): (Uuid, Uuid), meeting: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(IMPORTED).bind(from).bind(meeting))?;
    for sql in [MOVE_INVITATIONS, MOVE_GUESTS, TOLD_OF, REPORTS_OF, HAPPENED] {
        run!(tx, sqlx::query(sql).bind(from).bind(to))?;
    }
    run!(tx, sqlx::query(FORGET_ADDRESSES).bind(from))?;
    run!(tx, sqlx::query(REMOVE).bind(from)).map(drop)
}

/// Notes that what went on from a series goes on from another: that stands between them.
///
/// # Errors
/// When the database refuses.
pub async fn go_on(tx: &mut Tx, community: Uuid, (from, between): (&str, &str)) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(GO_ON).bind(community).bind(from).bind(between)).map(drop)
}

/// Whether another series goes on from an event.
///
/// # Errors
/// When the database does not answer.
pub async fn is_parted(tx: &mut Tx, community: Uuid, slug: &str) -> Result<bool, sqlx::Error> {
    let next: Option<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(NEXT).bind(community).bind(slug).fetch_optional(c))?;
    Ok(next.is_some())
}

/// Whether an event came from a calendar that was brought into its community.
///
/// # Errors
/// When the database does not answer.
pub async fn is_brought_in(db: &Db, community: Uuid, event: Uuid) -> Result<bool, sqlx::Error> {
    let source = format!("ics:{community}");
    let known: i64 = on!(db.reader(), c => sqlx::query_scalar(BROUGHT_IN).bind(&source).bind(event).fetch_one(c))?;
    Ok(known > 0)
}

/// The first wall-clock start of what goes on from a series.
///
/// # Errors
/// When the database does not answer.
pub async fn follows_from(tx: &mut Tx, community: Uuid, slug: &str) -> Result<Option<NaiveDateTime>, sqlx::Error> {
    let first: Option<String> = on!(tx.conn(), c => sqlx::query_scalar(FOLLOWS_FROM).bind(community).bind(slug).fetch_one(c))?;
    Ok(first.as_deref().and_then(when::wall))
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
