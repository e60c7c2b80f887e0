//! What makes meetings differ from their series, between bundle and database.

use std::collections::HashMap;

use uuid::Uuid;

use super::record::{EventRecord, OccurrenceRecord, SpeakerRecord};
use super::record_store::{WALL, add_speakers, speaker, wall, word};
use crate::activity::ObjectKind;
use crate::db::bulk::Rows;
use crate::db::records::{Batch, Index, from_json, grouped, lists, save_aliases};
use crate::db::{Db, Tx};
use crate::{on, queries, run};

queries! {
    DIFFERING = "select o.id, o.event_id, o.recurrence, o.starts_wall, o.ends_wall, o.title, o.status, o.cancelled_because, o.moved, o.recordings, o.summary, o.body, o.place, o.online_url, \
                 o.materials, o.own_speakers from occurrence o where o.event_id > $1 and o.event_id <= $2 \
                 and (o.moved or o.title is not null or o.status is not null or o.cancelled_because is not null or o.recordings is not null or o.summary is not null or o.body is not null \
                 or o.place is not null or o.online_url is not null or o.materials is not null or o.own_speakers or exists (select 1 from redirect r where r.object_id = o.id)) \
                 order by o.event_id, o.recurrence";
    SPEAKERS = "select s.occurrence_id, m.handle, s.name from occurrence_speaker s join occurrence o on o.id = s.occurrence_id left join member m on m.id = s.member_id \
                where o.event_id > $1 and o.event_id <= $2 order by s.occurrence_id, s.position";
    ALIASES = "select r.object_id, r.path from redirect r join occurrence o on o.id = r.object_id where o.event_id > $1 and o.event_id <= $2 order by r.object_id, r.position";
    FORGET_SPEAKERS = "delete from occurrence_speaker where occurrence_id in (select o.id from occurrence o where o.event_id = $1)";
    MEETING = "select id from occurrence where event_id = $1 and recurrence = $2";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    event_id: Uuid,
    recurrence: String,
    starts_wall: String,
    ends_wall: String,
    title: Option<String>,
    status: Option<String>,
    cancelled_because: Option<String>,
    moved: bool,
    recordings: Option<String>,
    summary: Option<String>,
    body: Option<String>,
    place: Option<String>,
    online_url: Option<String>,
    materials: Option<String>,
    own_speakers: bool,
}

/// What is said of single meetings, by the event they are of.
pub(super) async fn differing(db: &Db, batch: Batch) -> Result<HashMap<Uuid, Vec<OccurrenceRecord>>, sqlx::Error> {
    let rows: Vec<Row> = on!(db.reader(), c => sqlx::query_as(DIFFERING).bind(batch.after).bind(batch.to).fetch_all(c))?;
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let speaking: Vec<(Uuid, Option<String>, Option<String>)> =
        on!(db.reader(), c => sqlx::query_as(SPEAKERS).bind(batch.after).bind(batch.to).fetch_all(c))?;
    let speaking = speaking.into_iter().filter_map(|(meeting, handle, name)| Some((meeting, speaker(handle, name)?)));
    let mut speaking: HashMap<Uuid, Vec<SpeakerRecord>> = grouped(speaking.collect());
    let mut aliases = lists(db, ALIASES, batch).await?;
    let records = rows.into_iter().map(|r| {
        let record = OccurrenceRecord {
            recurrence: wall(&r.recurrence)?,
            starts: r.moved.then(|| wall(&r.starts_wall)).transpose()?,
            ends: r.moved.then(|| wall(&r.ends_wall)).transpose()?,
            title: r.title,
            status: word(r.status)?,
            cancelled_because: r.cancelled_because,
            recordings: r.recordings.as_deref().map(from_json).transpose()?.unwrap_or_default(),
            summary: r.summary,
            body: r.body,
            place: r.place,
            online_url: r.online_url,
            speakers: r.own_speakers.then(|| speaking.remove(&r.id).unwrap_or_default()),
            materials: r.materials.as_deref().map(from_json).transpose()?,
            aliases: aliases.remove(&r.id).unwrap_or_default(),
        };
        Ok((r.event_id, record))
    });
    Ok(grouped(records.collect::<Result<_, sqlx::Error>>()?))
}

/// Writes what meetings have of their own in other tables: who speaks, and old addresses.
pub(super) async fn save_own(tx: &mut Tx, index: &Index, event: Uuid, record: &EventRecord) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(FORGET_SPEAKERS).bind(event))?;
    let mut rows = Rows::new("occurrence_speaker", &["occurrence_id", "position", "member_id", "name"]);
    for own in record.occurrences.iter().filter(|own| own.speakers.is_some() || !own.aliases.is_empty()) {
        let recurrence = own.recurrence.format(WALL).to_string();
        let id: Option<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(MEETING).bind(event).bind(&recurrence).fetch_optional(c))?;
        let Some(id) = id else { continue };
        add_speakers(&mut rows, index, id, own.speakers.as_deref().unwrap_or_default())?;
        if !own.aliases.is_empty() {
            save_aliases(tx, ObjectKind::Event, id, &own.aliases).await?;
        }
    }
    rows.insert(tx).await
}
