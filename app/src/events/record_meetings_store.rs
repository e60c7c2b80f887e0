//! The meetings of events between bundle and database.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::model::EventStatus;
use super::record::EventRecord;
use super::record_store::{WALL, load};
use super::schedule;
use crate::activity::ObjectKind;
use crate::db::records::{Batch, to_json};
use crate::db::{Db, Tx};
use crate::live::Channel;
use crate::{on, queries, run, when};

queries! {
    NEXT_SERIES = "select id from event where rrule is not null and id > $1 order by id limit 1";
    // Of those that are one meeting, what is not over.
    SINGLE = "select o.event_id, e.timezone, o.starts_wall, o.ends_wall, o.starts_at, o.ends_at from occurrence o join event e on e.id = o.event_id \
              where e.rrule is null and o.ends_at > $1 and o.event_id > $2 order by o.event_id limit 500";
    LOCK = "update event set revision = revision where id = $1";
    MEETINGS = "select recurrence, id from occurrence where event_id = $1";
    FORGET_MEETING = "delete from occurrence where id = $1";
    SAVE_MEETING = "insert into occurrence (id, event_id, recurrence, starts_at, ends_at, starts_wall, ends_wall, title, status, cancelled_because, moved, recordings, summary, body, place, online_url, materials, own_speakers, opens_at, closes_at) \
                    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) \
                    on conflict (event_id, recurrence) do update set starts_at = excluded.starts_at, ends_at = excluded.ends_at, starts_wall = excluded.starts_wall, \
                    ends_wall = excluded.ends_wall, title = excluded.title, status = excluded.status, cancelled_because = excluded.cancelled_because, moved = excluded.moved, \
                    recordings = excluded.recordings, summary = excluded.summary, body = excluded.body, place = excluded.place, online_url = excluded.online_url, \
                    materials = excluded.materials, own_speakers = excluded.own_speakers, opens_at = excluded.opens_at, closes_at = excluded.closes_at";
}

/// Makes the meetings of every series as far ahead as they are made, and gives how many series there are.
///
/// # Errors
/// When the database refuses.
pub async fn make_meetings(db: &Db) -> Result<usize, sqlx::Error> {
    let mut count = 0;
    let mut after = Uuid::nil();
    while let Some(id) = on!(db.reader(), c => sqlx::query_scalar::<_, Uuid>(NEXT_SERIES).bind(after).fetch_optional(c))? {
        count += make_anew(db, id).await?;
        after = id;
    }
    keep_the_clock(db).await?;
    Ok(count)
}

/// Writes the meetings of an event as its record has them; how many events that were.
async fn make_anew(db: &Db, id: Uuid) -> Result<usize, sqlx::Error> {
    // The record and its meetings are read and written one event at a time: a long list of them never holds the writer.
    // Read once it is locked: a series that is changed or parted meanwhile gets the meetings it has then.
    let mut tx = db.begin().await?;
    run!(tx, sqlx::query(LOCK).bind(id))?;
    let records = load(db, Batch { after: previous(id), to: id }).await?;
    for (id, record) in &records {
        save_meetings(&mut tx, *id, record).await?;
    }
    tx.wakes(Channel::Kind(ObjectKind::Event));
    tx.commit([]).await?;
    Ok(records.len())
}

/// A meeting that is an event by itself, and when it was placed.
#[derive(sqlx::FromRow)]
struct Placed {
    event_id: Uuid,
    timezone: String,
    starts_wall: String,
    ends_wall: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

impl Placed {
    /// Whether its zone's clock says something else by now: governments change them, and the program learns of it with a new version.
    fn is_off(&self) -> bool {
        let Ok(zone) = self.timezone.parse() else { return false };
        let Some(wall) = when::wall(&self.starts_wall).zip(when::wall(&self.ends_wall)) else { return false };
        schedule::instants(wall, zone) != (self.starts_at, self.ends_at)
    }
}

/// Has single events to come take place by the clock of their zone as it is known now; series are made anew anyway.
async fn keep_the_clock(db: &Db) -> Result<(), sqlx::Error> {
    let tx = db.begin().await?;
    let since = tx.now() - TimeDelta::days(1);
    tx.commit([]).await?;
    let mut after = Uuid::nil();
    loop {
        let rows: Vec<Placed> = on!(db.reader(), c => sqlx::query_as(SINGLE).bind(since).bind(after).fetch_all(c))?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.event_id;
        for row in rows.iter().filter(|row| row.is_off()) {
            make_anew(db, row.event_id).await?;
        }
    }
}

/// The id just before, so that a batch holds one thing.
fn previous(id: Uuid) -> Uuid {
    Uuid::from_u128(id.as_u128().saturating_sub(1))
}

/// Writes the meetings of an event up to the horizon; those that are there keep their ids, those that no longer are go.
pub(super) async fn save_meetings(tx: &mut Tx, event: Uuid, record: &EventRecord) -> Result<(), sqlx::Error> {
    let last = record.occurrences.iter().map(|o| o.recurrence + TimeDelta::days(1)).max();
    let horizon = schedule::horizon(tx.now()).max(last.unwrap_or_default());
    let meetings = schedule::meetings(record, horizon).map_err(sqlx::Error::Protocol)?;
    let there: Vec<(String, Uuid)> = on!(tx.conn(), c => sqlx::query_as(MEETINGS).bind(event).fetch_all(c))?;
    let mut there: HashMap<String, Uuid> = there.into_iter().collect();
    let zone = record.timezone.parse().map_err(|_| sqlx::Error::Protocol(format!("no such time zone: {}", record.timezone)))?;
    for meeting in meetings {
        let differs = record.occurrences.iter().find(|o| o.recurrence == meeting.recurrence);
        let moved = differs.and_then(|o| o.starts.zip(o.ends));
        let (wall, instants) = match moved {
            Some((starts, ends)) => ((starts, ends), schedule::instants((starts, ends), zone)),
            None => (meeting.wall, meeting.instants),
        };
        let before = |minutes: Option<i32>| {
            let at = minutes.and_then(|minutes| wall.0.checked_sub_signed(TimeDelta::minutes(i64::from(minutes))));
            at.map(|at| schedule::instant(at, zone))
        };
        let recurrence = meeting.recurrence.format(WALL).to_string();
        let id = there.remove(&recurrence).unwrap_or_else(Uuid::now_v7);
        let materials = differs.and_then(|o| o.materials.as_ref()).map(to_json).transpose()?;
        let recordings = differs.map(|o| &o.recordings).filter(|recordings| !recordings.is_empty()).map(to_json).transpose()?;
        run!(
            tx,
            sqlx::query(SAVE_MEETING)
                .bind(id)
                .bind(event)
                .bind(recurrence)
                .bind(instants.0)
                .bind(instants.1)
                .bind(wall.0.format(WALL).to_string())
                .bind(wall.1.format(WALL).to_string())
                .bind(differs.and_then(|o| o.title.clone()))
                .bind(differs.and_then(|o| o.status).map(EventStatus::as_str))
                .bind(differs.and_then(|o| o.cancelled_because.clone()))
                .bind(moved.is_some())
                .bind(recordings)
                .bind(differs.and_then(|o| o.summary.as_ref()))
                .bind(differs.and_then(|o| o.body.as_ref()))
                .bind(differs.and_then(|o| o.place.as_ref()))
                .bind(differs.and_then(|o| o.online_url.as_ref()))
                .bind(materials)
                .bind(differs.is_some_and(|o| o.speakers.is_some()))
                .bind(before(record.opens_before))
                .bind(before(record.closes_before))
        )?;
    }
    for gone in there.into_values() {
        run!(tx, sqlx::query(FORGET_MEETING).bind(gone))?;
    }
    Ok(())
}
