//! The SQL of places that are held back.

use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::{on, queries, run};

queries! {
    PLACES = "select e.capacity, coalesce(o.held, e.held) as held, (select count(*) from rsvp r where r.occurrence_id = $1 and r.held and r.answer = 'going') as given \
              from occurrence o join event e on e.id = o.event_id where o.id = $1";
    HOLD = "update occurrence set held = $2 where id = $1";
    HOLD_ANEW = "update occurrence set held = null where event_id = $1 and held is not null";
    GIVE = "insert into rsvp (occurrence_id, member_id, answer, answered_at, held) values ($1, $2, 'going', $3, true) \
            on conflict (occurrence_id, member_id) do update set answer = 'going', held = true";
    MEMBER = "select id, name from member where handle = $1 and standing = 'active'";
}

/// The places of a meeting.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(super) struct Places {
    /// How many there are, where not as many as one likes.
    pub(super) capacity: Option<i32>,
    held: i32,
    /// How many of those that are held back were given.
    pub(super) given: i64,
}

impl Places {
    /// How many are held back still.
    pub(super) fn left(self) -> i64 {
        if self.capacity.is_none() { 0 } else { (i64::from(self.held) - self.given).max(0) }
    }
}

/// The places of a meeting, for a screen.
pub(super) async fn shown(db: &Db, meeting: Uuid) -> Result<Option<Places>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(PLACES).bind(meeting).fetch_optional(c))
}

/// The places of a meeting.
pub(super) async fn places(tx: &mut Tx, meeting: Uuid) -> Result<Option<Places>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(PLACES).bind(meeting).fetch_optional(c))
}

/// Holds so many places of a meeting back, with those that were given.
pub(super) async fn hold(tx: &mut Tx, meeting: Uuid, held: i32) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(HOLD).bind(meeting).bind(held)).map(drop)
}

/// Has all meetings of an event hold back as many places as it says.
///
/// # Errors
/// When the database refuses.
pub(in crate::events) async fn hold_anew(tx: &mut Tx, event: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(HOLD_ANEW).bind(event)).map(drop)
}

/// Gives a member a place that was held back.
pub(super) async fn give(tx: &mut Tx, meeting: Uuid, member: Uuid) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(GIVE).bind(meeting).bind(member).bind(now)).map(drop)
}

/// The id and the name of whoever has a handle.
pub(super) async fn member(db: &Db, handle: &str) -> Result<Option<(Uuid, String)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(MEMBER).bind(handle).fetch_optional(c))
}
