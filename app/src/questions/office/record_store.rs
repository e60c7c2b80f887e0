//! The office hours that questions were taken to, between bundle and database.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::activity::ObjectKind;
use crate::db::records::{Batch, Index};
use crate::db::{Db, Tx};
use crate::events::record_store::WALL;
use crate::questions::record::OfficeRecord;
use crate::{on, queries, run, when};

queries! {
    LOAD = "select b.question_id, c.slug || '/' || e.slug as event, o.recurrence, b.brought_at, b.asked_at from question_brought b join occurrence o on o.id = b.occurrence_id \
            join event e on e.id = o.event_id join community c on c.id = e.community_id where b.question_id > $1 and b.question_id <= $2";
    FORGET = "delete from question_brought where question_id = $1";
    // Of a meeting that is not there nothing is kept.
    SAVE = "insert into question_brought (question_id, occurrence_id, brought_at, asked_at) select $1, o.id, $4, $5 from occurrence o where o.event_id = $2 and o.recurrence = $3";
}

#[derive(sqlx::FromRow)]
struct Row {
    question_id: Uuid,
    event: String,
    recurrence: String,
    brought_at: DateTime<Utc>,
    asked_at: Option<DateTime<Utc>>,
}

/// Where the questions of a batch were taken, by the question.
pub(in crate::questions) async fn load(db: &Db, batch: Batch) -> Result<HashMap<Uuid, OfficeRecord>, sqlx::Error> {
    let rows: Vec<Row> = on!(db.reader(), c => sqlx::query_as(LOAD).bind(batch.after).bind(batch.to).fetch_all(c))?;
    let record = |row: Row| {
        let meeting = when::wall(&row.recurrence)?;
        Some((row.question_id, OfficeRecord { event: row.event, meeting, brought: row.brought_at, asked: row.asked_at }))
    };
    Ok(rows.into_iter().filter_map(record).collect())
}

/// Writes where a question was taken anew.
pub(in crate::questions) async fn save(
    tx: &mut Tx,
    index: &Index,
    question: Uuid,
    office: Option<&OfficeRecord>,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(FORGET).bind(question))?;
    let Some(office) = office else { return Ok(()) };
    let Some(event) = index.get(ObjectKind::Event, &office.event) else { return Ok(()) };
    let meeting = office.meeting.format(WALL).to_string();
    run!(tx, sqlx::query(SAVE).bind(question).bind(event).bind(meeting).bind(office.brought).bind(office.asked)).map(drop)
}
