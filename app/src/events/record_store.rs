//! Events between bundle and database, with the meetings they have.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use uuid::Uuid;

use super::asking;
use super::model::{EventAudience, EventFormat, EventStatus, LinkFor};
use super::record::{EventRecord, SpeakerRecord};
use super::record_differing_store::{differing, save_own};
use super::record_meetings_store::save_meetings;
use crate::activity::ObjectKind;
use crate::db::bulk::Rows;
use crate::db::records::{Batch, Index, aliases, from_json, grouped, lists, save_aliases, save_list, to_json};
use crate::db::{Db, Tx};
use crate::{markdown, on, queries, run};

queries! {
    LOAD = "select e.id, c.slug as community, e.slug, e.title, e.summary, e.body, e.format, e.status, e.cancelled_because, e.starts_wall, e.ends_wall, e.timezone, e.all_day, \
            e.rrule, e.exdates, e.rdates, e.organiser, e.place, e.online_url, e.registration_url, e.captions_url, e.capacity, e.language, e.recordings, e.materials, e.continues, e.link_for, e.asks, e.guests, e.held, e.opens_before, e.closes_before, e.audience \
            from event e join community c on c.id = e.community_id where e.id > $1 and e.id <= $2 order by e.id";
    HOSTS = "select eh.event_id, c.slug from event_host eh join community c on c.id = eh.community_id \
             where eh.event_id > $1 and eh.event_id <= $2 order by eh.event_id, eh.position";
    TOPICS = "select et.event_id, t.slug from event_topic et join topic t on t.id = et.topic_id \
              where et.event_id > $1 and et.event_id <= $2 order by et.event_id, et.position";
    SPEAKERS = "select es.event_id, m.handle, es.name from event_speaker es left join member m on m.id = es.member_id \
                where es.event_id > $1 and es.event_id <= $2 order by es.event_id, es.position";
    SAVE = "insert into event (id, community_id, slug, title, summary, body, body_html, html_version, format, status, cancelled_because, starts_wall, ends_wall, timezone, all_day, \
            rrule, exdates, organiser, place, online_url, registration_url, captions_url, capacity, language, recordings, materials, rdates, continues, link_for, asks, guests, held, opens_before, closes_before, audience, created_at, updated_at) \
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $33, $34, $35, $36, $32, $32) \
            on conflict (id) do update set community_id = excluded.community_id, slug = excluded.slug, title = excluded.title, summary = excluded.summary, body = excluded.body, \
            body_html = excluded.body_html, html_version = excluded.html_version, format = excluded.format, status = excluded.status, \
            cancelled_because = excluded.cancelled_because, starts_wall = excluded.starts_wall, ends_wall = excluded.ends_wall, timezone = excluded.timezone, \
            all_day = excluded.all_day, rrule = excluded.rrule, exdates = excluded.exdates, organiser = excluded.organiser, place = excluded.place, \
            online_url = excluded.online_url, registration_url = excluded.registration_url, captions_url = excluded.captions_url, capacity = excluded.capacity, \
            language = excluded.language, recordings = excluded.recordings, materials = excluded.materials, rdates = excluded.rdates, continues = excluded.continues, link_for = excluded.link_for, asks = excluded.asks, guests = excluded.guests, held = excluded.held, opens_before = excluded.opens_before, closes_before = excluded.closes_before, audience = excluded.audience, revision = event.revision + 1, updated_at = excluded.updated_at";
    FORGET_HOSTS = "delete from event_host where event_id = $1";
    FORGET_TOPICS = "delete from event_topic where event_id = $1";
    FORGET_SPEAKERS = "delete from event_speaker where event_id = $1";
}

/// How wall-clock times stand in the database.
pub(crate) const WALL: &str = "%Y-%m-%dT%H:%M:%S";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    community: String,
    slug: String,
    title: String,
    summary: String,
    body: String,
    format: Option<String>,
    #[sqlx(try_from = "String")]
    status: EventStatus,
    cancelled_because: Option<String>,
    starts_wall: String,
    ends_wall: String,
    timezone: String,
    all_day: bool,
    rrule: Option<String>,
    exdates: String,
    rdates: String,
    organiser: Option<String>,
    place: Option<String>,
    online_url: Option<String>,
    registration_url: Option<String>,
    captions_url: Option<String>,
    capacity: Option<i32>,
    language: Option<String>,
    recordings: String,
    materials: String,
    continues: Option<String>,
    #[sqlx(try_from = "String")]
    link_for: LinkFor,
    asks: String,
    guests: i32,
    held: i32,
    opens_before: Option<i32>,
    closes_before: Option<i32>,
    #[sqlx(try_from = "String")]
    audience: EventAudience,
}

pub(super) fn wall(text: &str) -> Result<NaiveDateTime, sqlx::Error> {
    NaiveDateTime::parse_from_str(text, WALL).map_err(|e| sqlx::Error::Decode(e.into()))
}

pub(super) fn word<T: std::str::FromStr<Err = crate::words::UnknownWord>>(word: Option<String>) -> Result<Option<T>, sqlx::Error> {
    word.map(|word| word.parse()).transpose().map_err(|e: crate::words::UnknownWord| sqlx::Error::Decode(e.into()))
}

/// Reads a batch.
///
/// # Errors
/// When the database does not answer.
pub async fn load(db: &Db, batch: Batch) -> Result<Vec<(Uuid, EventRecord)>, sqlx::Error> {
    let rows: Vec<Row> = on!(db.reader(), c => sqlx::query_as(LOAD).bind(batch.after).bind(batch.to).fetch_all(c))?;
    let mut aliases = aliases(db, ObjectKind::Event, batch).await?;
    let mut hosts = lists(db, HOSTS, batch).await?;
    let mut topics = lists(db, TOPICS, batch).await?;
    let mut speakers = speakers(db, batch).await?;
    let mut differing = differing(db, batch).await?;
    rows.into_iter()
        .map(|r| {
            let record = EventRecord {
                community: r.community,
                slug: r.slug,
                title: r.title,
                summary: r.summary,
                starts: wall(&r.starts_wall)?,
                ends: wall(&r.ends_wall)?,
                timezone: r.timezone,
                all_day: r.all_day,
                rrule: r.rrule,
                exdates: from_json(&r.exdates)?,
                rdates: from_json(&r.rdates)?,
                occurrences: differing.remove(&r.id).unwrap_or_default(),
                hosts: hosts.remove(&r.id).unwrap_or_default(),
                organiser: r.organiser,
                speakers: speakers.remove(&r.id).unwrap_or_default(),
                format: word::<EventFormat>(r.format)?,
                status: r.status,
                cancelled_because: r.cancelled_because,
                audience: r.audience,
                place: r.place,
                online_url: r.online_url,
                registration_url: r.registration_url,
                captions_url: r.captions_url,
                capacity: r.capacity,
                asks: from_json(&r.asks)?,
                guests: r.guests,
                held: r.held,
                opens_before: r.opens_before,
                closes_before: r.closes_before,
                language: r.language,
                recordings: from_json(&r.recordings)?,
                materials: from_json(&r.materials)?,
                topics: topics.remove(&r.id).unwrap_or_default(),
                continues: r.continues,
                link_for: r.link_for,
                aliases: aliases.remove(&r.id).unwrap_or_default(),
                body: r.body,
            };
            Ok((r.id, record))
        })
        .collect()
}

async fn speakers(db: &Db, batch: Batch) -> Result<HashMap<Uuid, Vec<SpeakerRecord>>, sqlx::Error> {
    let rows: Vec<(Uuid, Option<String>, Option<String>)> =
        on!(db.reader(), c => sqlx::query_as(SPEAKERS).bind(batch.after).bind(batch.to).fetch_all(c))?;
    Ok(grouped(rows.into_iter().filter_map(|(event, handle, name)| Some((event, speaker(handle, name)?))).collect()))
}

/// A speaker as it is kept; one who deleted the account leaves a row without either.
pub(super) fn speaker(handle: Option<String>, name: Option<String>) -> Option<SpeakerRecord> {
    handle.map(SpeakerRecord::Person).or(name.map(|name| SpeakerRecord::Named { name }))
}

/// Writes one under the id, new or known, and its meetings as far ahead as they are made.
///
/// # Errors
/// When the database refuses, or the record refers to what is not there or has not been settled ([`super::schedule::settle`]).
pub async fn save(tx: &mut Tx, index: &Index, id: Uuid, record: &EventRecord) -> Result<(), sqlx::Error> {
    save_alone(tx, index, id, record).await?;
    save_its_meetings(tx, index, id, record).await?;
    asking::forget(tx, id, &record.asks).await
}

/// Writes the meetings of one that is there already.
///
/// # Errors
/// As [`save`].
pub(super) async fn save_its_meetings(tx: &mut Tx, index: &Index, id: Uuid, record: &EventRecord) -> Result<(), sqlx::Error> {
    save_meetings(tx, id, record).await?;
    save_own(tx, index, id, record).await
}

/// Writes one without its meetings, for those of another to be handed over to it.
///
/// # Errors
/// As [`save`].
pub(super) async fn save_alone(tx: &mut Tx, index: &Index, id: Uuid, record: &EventRecord) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(
        tx,
        sqlx::query(SAVE)
            .bind(id)
            .bind(index.want(ObjectKind::Community, &record.community)?)
            .bind(&record.slug)
            .bind(&record.title)
            .bind(&record.summary)
            .bind(&record.body)
            .bind(markdown::render(&record.body))
            .bind(markdown::VERSION)
            .bind(record.format.map(EventFormat::as_str))
            .bind(record.status.as_str())
            .bind(&record.cancelled_because)
            .bind(record.starts.format(WALL).to_string())
            .bind(record.ends.format(WALL).to_string())
            .bind(&record.timezone)
            .bind(record.all_day)
            .bind(&record.rrule)
            .bind(to_json(&record.exdates)?)
            .bind(&record.organiser)
            .bind(&record.place)
            .bind(&record.online_url)
            .bind(&record.registration_url)
            .bind(&record.captions_url)
            .bind(record.capacity)
            .bind(&record.language)
            .bind(to_json(&record.recordings)?)
            .bind(to_json(&record.materials)?)
            .bind(to_json(&record.rdates)?)
            .bind(&record.continues)
            .bind(record.link_for.as_str())
            .bind(to_json(&record.asks)?)
            .bind(record.guests)
            .bind(now)
            .bind(record.held)
            .bind(record.opens_before)
            .bind(record.closes_before)
            .bind(record.audience.as_str())
    )?;
    let hosts = index.want_all(ObjectKind::Community, &record.hosts)?;
    save_list(tx, FORGET_HOSTS, ("event_host", &["event_id", "community_id", "position"]), id, &hosts).await?;
    let topics = index.want_all(ObjectKind::Topic, &record.topics)?;
    save_list(tx, FORGET_TOPICS, ("event_topic", &["event_id", "topic_id", "position"]), id, &topics).await?;
    save_speakers(tx, index, id, &record.speakers).await?;
    save_aliases(tx, ObjectKind::Event, id, &record.aliases).await
}

async fn save_speakers(tx: &mut Tx, index: &Index, event: Uuid, speakers: &[SpeakerRecord]) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(FORGET_SPEAKERS).bind(event))?;
    let mut rows = Rows::new("event_speaker", &["event_id", "position", "member_id", "name"]);
    add_speakers(&mut rows, index, event, speakers)?;
    rows.insert(tx).await
}

/// Adds a row for each speaker.
pub(super) fn add_speakers(rows: &mut Rows, index: &Index, of: Uuid, speakers: &[SpeakerRecord]) -> Result<(), sqlx::Error> {
    for (speaker, position) in speakers.iter().zip(0_i32..) {
        let (member, name) = match speaker {
            SpeakerRecord::Person(handle) => (Some(index.want(ObjectKind::Person, handle)?), None),
            SpeakerRecord::Named { name } => (None, Some(name.clone())),
        };
        rows.push([of.into(), position.into(), member.into(), name.into()]);
    }
    Ok(())
}
