//! The SQL of what guests are told of meetings.

use uuid::Uuid;

use crate::db::Tx;
use crate::events::invitations::Invited;
use crate::events::invitations_store::{Held, held, reached};
use crate::events::rsvp::rules::Answer;
use crate::{on, queries, run};

queries! {
    COME = concat!(
        "select g.id, g.occurrence_id, g.member_id, g.name, g.email, m.name as by_name, ", reached!("g.sequence"), " as sequence, g.entry, g.stands, not exists (select 1 from unwanted_mail u where u.hash = g.email_hash) as mailed, ", held!(),
        " from guest g join member m on m.id = g.member_id join occurrence o on o.id = g.occurrence_id join event e on e.id = o.event_id join community c on c.id = e.community_id \
         join rsvp r on r.occurrence_id = g.occurrence_id and r.member_id = g.member_id \
         where g.event_id = $1 and o.event_id = $1 and g.member_id = coalesce($2, g.member_id) and g.answer = 'going' and r.answer = 'going' and o.ends_at > $3 \
         and coalesce(o.status, e.status) in ('confirmed', 'tentative') and e.status <> 'draft' and m.standing = 'active' order by o.starts_at, g.answered_at, g.id"
    );
    TOLD = concat!(
        "select g.id, g.occurrence_id, g.name, g.email, m.name as by_name, ", reached!("g.sequence"), " as sequence, g.entry, g.answer, not exists (select 1 from unwanted_mail u where u.hash = g.email_hash) as mailed \
         from guest g join event e on e.id = g.event_id join member m on m.id = g.member_id where g.event_id = $1 and g.member_id = coalesce($2, g.member_id) and g.stands and g.ends_at > $3 order by g.id"
    );
    EXPECTED = concat!(
        "select g.id, g.member_id, g.name, g.email, m.name as by_name, ", held!(),
        " from guest g join member m on m.id = g.member_id join occurrence o on o.id = g.occurrence_id join event e on e.id = o.event_id join community c on c.id = e.community_id \
         join rsvp r on r.occurrence_id = g.occurrence_id and r.member_id = g.member_id \
         where g.occurrence_id = $1 and g.answer = 'going' and r.answer = 'going' and m.standing = 'active' \
         and not exists (select 1 from unwanted_mail u where u.hash = g.email_hash) order by g.answered_at, g.id"
    );
    KEEP = "update guest set sequence = $2, entry = $3, ends_at = $4, stands = true where id = $1";
    CALLED_BACK = "update guest set stands = false, sequence = $2 where id = $1";
    LINK = "insert into guest_link (hash, guest_id) values ($1, $2)";
}

/// What somebody was told of a meeting.
fn said(entry: Option<&str>) -> Option<Invited> {
    entry.and_then(|entry| serde_json::from_str(entry).ok())
}

/// A guest who is expected at a meeting that takes place, and what they were last told of it.
#[derive(sqlx::FromRow)]
pub(super) struct Come {
    pub(super) id: Uuid,
    pub(super) occurrence_id: Uuid,
    /// Who brings them.
    pub(super) member_id: Uuid,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) by_name: String,
    pub(super) sequence: i32,
    entry: Option<String>,
    stands: bool,
    pub(super) mailed: bool,
    #[sqlx(flatten)]
    pub(super) held: Held,
}

impl Come {
    /// What stands in their calendar.
    pub(super) fn known(&self) -> Option<Invited> {
        said(self.entry.as_deref().filter(|_| self.stands))
    }
}

/// A guest in whose calendar a meeting stands that is not over.
#[derive(sqlx::FromRow)]
pub(super) struct Told {
    pub(super) id: Uuid,
    pub(super) occurrence_id: Uuid,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) by_name: String,
    pub(super) sequence: i32,
    entry: Option<String>,
    answer: String,
    pub(super) mailed: bool,
}

impl Told {
    /// Whether they would come if it took place.
    pub(super) fn would_come(&self) -> bool {
        self.answer == Answer::Going.as_str()
    }

    /// As it was told.
    pub(super) fn invited(&self) -> Option<Invited> {
        said(self.entry.as_deref())
    }
}

/// A guest who is expected at a meeting, and wants mails.
#[derive(sqlx::FromRow)]
pub(super) struct Expected {
    pub(super) id: Uuid,
    /// Who brings them.
    pub(super) member_id: Uuid,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) by_name: String,
    #[sqlx(flatten)]
    pub(super) held: Held,
}

/// The guests who are expected at a meeting, and want mails.
pub(super) async fn expected(tx: &mut Tx, meeting: Uuid) -> Result<Vec<Expected>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(EXPECTED).bind(meeting).fetch_all(c))
}

/// The guests who are expected at an event’s meetings; of one member alone, where there is one.
pub(super) async fn come(tx: &mut Tx, event: Uuid, member: Option<Uuid>) -> Result<Vec<Come>, sqlx::Error> {
    let now = tx.now();
    on!(tx.conn(), c => sqlx::query_as(COME).bind(event).bind(member).bind(now).fetch_all(c))
}

/// The guests in whose calendars an event’s meetings stand.
pub(super) async fn told(tx: &mut Tx, event: Uuid, member: Option<Uuid>) -> Result<Vec<Told>, sqlx::Error> {
    let now = tx.now();
    on!(tx.conn(), c => sqlx::query_as(TOLD).bind(event).bind(member).bind(now).fetch_all(c))
}

/// Keeps what a guest is told.
pub(super) async fn keep(tx: &mut Tx, row: &Come, invited: &Invited, sequence: i32) -> Result<(), sqlx::Error> {
    let entry = serde_json::to_string(invited).map_err(|error| sqlx::Error::Encode(error.into()))?;
    run!(tx, sqlx::query(KEEP).bind(row.id).bind(sequence).bind(&entry).bind(row.held.ends_at)).map(drop)
}

/// Notes that a meeting was taken out of a guest’s calendar.
pub(super) async fn called_back(tx: &mut Tx, guest: &Told) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(CALLED_BACK).bind(guest.id).bind(guest.sequence + 1)).map(drop)
}

/// Keeps the hash of a link to a guest.
pub(super) async fn link(tx: &mut Tx, guest: Uuid, hash: &str) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(LINK).bind(hash).bind(guest)).map(drop)
}
