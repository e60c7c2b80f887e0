//! The SQL of what people answer to the organisers' questions.

use std::collections::HashMap;

use uuid::Uuid;

use super::Asks;
use crate::db::bulk::Rows;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::events::record::AskRecord;
use crate::state::internal;
use crate::{on, queries, run};

queries! {
    // Locks the event: whoever answers answers what is asked then.
    LOCK = "update event set revision = revision where id = (select o.event_id from occurrence o where o.id = $1) returning asks";
    OWN = "select question, reply from rsvp_reply where occurrence_id = $1 and member_id = $2 order by question";
    FORGET_OWN = "delete from rsvp_reply where occurrence_id = $1 and member_id = $2";
    OF_MEETING = "select m.handle, y.question, y.reply from rsvp_reply y join member m on m.id = y.member_id \
                  where y.occurrence_id = $1 and m.standing = 'active' order by y.member_id, y.question limit 50000";
    ANSWERED = "select y.question, count(*) from rsvp_reply y join occurrence o on o.id = y.occurrence_id where o.event_id = $1 and o.recurrence >= $2 \
                group by y.question order by y.question";
    FORGET = "delete from rsvp_reply where question = $2 and occurrence_id in (select o.id from occurrence o where o.event_id = $1)";
}

/// A question and what was answered to it.
pub(in crate::events) type Reply = (String, String);

/// Locks the event of a meeting, and gives what it asks.
pub(super) async fn lock(tx: &mut Tx, meeting: Uuid) -> Result<Vec<AskRecord>, AppError> {
    let asks: Option<String> = on!(tx.conn(), c => sqlx::query_scalar(LOCK).bind(meeting).fetch_optional(c))?;
    Ok(asks.map(Asks::try_from).transpose().map_err(|error| internal(&error))?.unwrap_or_default().0)
}

/// What a member answered.
pub(super) async fn own(tx: &mut Tx, meeting: Uuid, member: Uuid) -> Result<Vec<Reply>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(OWN).bind(meeting).bind(member).fetch_all(c))
}

/// Keeps what a member answers, in place of all they had answered.
pub(in crate::events) async fn put(tx: &mut Tx, meeting: Uuid, member: Uuid, replies: Vec<Reply>) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(FORGET_OWN).bind(meeting).bind(member))?;
    let mut rows = Rows::new("rsvp_reply", &["occurrence_id", "member_id", "question", "reply"]);
    for (question, reply) in replies {
        rows.push([meeting.into(), member.into(), question.into(), reply.into()]);
    }
    rows.insert(tx).await
}

/// What was answered for a meeting, by the handle of whoever did: for those who organise it.
pub(in crate::events) async fn of_meeting(db: &Db, meeting: Uuid) -> Result<HashMap<String, Vec<Reply>>, sqlx::Error> {
    let rows: Vec<(String, String, String)> = on!(db.reader(), c => sqlx::query_as(OF_MEETING).bind(meeting).fetch_all(c))?;
    let mut replies: HashMap<String, Vec<Reply>> = HashMap::new();
    for (handle, question, reply) in rows {
        replies.entry(handle).or_default().push((question, reply));
    }
    Ok(replies)
}

/// How many answered each question, at the meetings of an event from a wall-clock start on.
pub(super) async fn answered(tx: &mut Tx, event: Uuid, from: &str) -> Result<HashMap<String, i64>, sqlx::Error> {
    let rows: Vec<(String, i64)> = on!(tx.conn(), c => sqlx::query_as(ANSWERED).bind(event).bind(from).fetch_all(c))?;
    Ok(rows.into_iter().collect())
}

/// Forgets what was answered to a question of an event.
pub(super) async fn forget(tx: &mut Tx, event: Uuid, question: &str) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(FORGET).bind(event).bind(question)).map(drop)
}
