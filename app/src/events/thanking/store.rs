//! The SQL of thanks to speakers.

use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::{on, queries};

/// Those with an account who spoke at the meeting `$1`: its own speakers, or those of its series.
macro_rules! spoke {
    () => {
        "select m.id, m.handle, m.name from (select s.member_id from occurrence_speaker s where s.occurrence_id = $1 \
         union select s.member_id from occurrence o join event_speaker s on s.event_id = o.event_id where o.id = $1 and not o.own_speakers) p \
         join member m on m.id = p.member_id where m.standing = 'active' and m.has_account"
    };
}

queries! {
    SPEAKERS = concat!(spoke!(), " order by m.sort_name, m.id");
    TO_THANK = concat!(spoke!(), " and m.id <> $2 and not exists (select 1 from speaker_thanks t where t.occurrence_id = $1 and t.speaker_id = m.id and t.member_id = $2) order by m.sort_name, m.id");
    // Not from those whom the speaker blocks.
    RECEIVED = "select m.handle, m.name, t.line from speaker_thanks t join member m on m.id = t.member_id where t.occurrence_id = $1 and t.speaker_id = $2 and m.standing = 'active' \
                and not exists (select 1 from block b where b.member_id = $2 and b.blocked_id = t.member_id) order by t.thanked_at, t.member_id limit 200";
    WAS_THERE = "select count(*) from rsvp where occurrence_id = $1 and member_id = $2 and (came_at is not null or answer = 'going')";
    PUT = "insert into speaker_thanks (occurrence_id, speaker_id, member_id, line, thanked_at) values ($1, $2, $3, $4, $5) on conflict do nothing returning member_id";
}

/// Somebody who spoke.
#[derive(sqlx::FromRow)]
pub(super) struct Spoke {
    pub(super) id: Uuid,
    pub(super) handle: String,
    pub(super) name: String,
}

/// Those with an account who spoke at a meeting.
pub(super) async fn speakers(db: &Db, meeting: Uuid) -> Result<Vec<Spoke>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(SPEAKERS).bind(meeting).fetch_all(c))
}

/// Those of them whom a member has not thanked.
pub(super) async fn to_thank(db: &Db, meeting: Uuid, member: Uuid) -> Result<Vec<Spoke>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(TO_THANK).bind(meeting).bind(member).fetch_all(c))
}

/// Handle and name of those who thanked a member for speaking at a meeting, and their lines.
pub(super) async fn received(db: &Db, meeting: Uuid, speaker: Uuid) -> Result<Vec<(String, String, String)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(RECEIVED).bind(meeting).bind(speaker).fetch_all(c))
}

/// Whether a member came to a meeting, or said so.
pub(super) async fn was_there(db: &Db, meeting: Uuid, member: Uuid) -> Result<bool, sqlx::Error> {
    let there: i64 = on!(db.reader(), c => sqlx::query_scalar(WAS_THERE).bind(meeting).bind(member).fetch_one(c))?;
    Ok(there > 0)
}

/// Thanks of one to another.
pub(super) struct Thanks<'a> {
    pub(super) meeting: Uuid,
    pub(super) speaker: Uuid,
    pub(super) member: Uuid,
    pub(super) line: &'a str,
}

/// Keeps it, and gives whether there was none yet.
pub(super) async fn put(tx: &mut Tx, thanks: &Thanks<'_>) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let kept: Option<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(PUT)
        .bind(thanks.meeting).bind(thanks.speaker).bind(thanks.member).bind(thanks.line).bind(now).fetch_optional(c))?;
    Ok(kept.is_some())
}
