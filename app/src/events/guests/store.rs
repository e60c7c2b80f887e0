//! The SQL of guests.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::events::invitations::Invited;
use crate::events::invitations_store::{Held, held};
use crate::events::rsvp::rules::Answer;
use crate::{on, queries, run};

/// How long guests are kept after their meeting.
const KEPT: TimeDelta = TimeDelta::days(90);

queries! {
    ALLOWED = "select e.guests from occurrence o join event e on e.id = o.event_id where o.id = $1";
    OWN = "select count(*) from account where member_id = $1 and email_key = $2";
    UNWANTED = "select count(*) from unwanted_mail where hash = $1";
    STOP = "insert into unwanted_mail (hash, said_at) values ($1, $2) on conflict (hash) do nothing";
    // Who was brought before and taken back is brought anew, by whomever: what their calendar knows of goes on.
    ADD = "insert into guest (id, event_id, occurrence_id, member_id, name, email, email_hash, answer, answered_at, ends_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
           on conflict (occurrence_id, email_hash) do update set event_id = excluded.event_id, member_id = excluded.member_id, name = excluded.name, email = excluded.email, answer = excluded.answer, \
           answered_at = excluded.answered_at, came_at = null where guest.answer = 'removed' returning id";
    OF_MEMBER = "select name, email, answer from guest where occurrence_id = $1 and member_id = $2 and answer <> 'removed' order by answered_at, id";
    REMOVE = "update guest set answer = 'removed' where occurrence_id = $1 and member_id = $2 and email = $3 and answer <> 'removed' returning name";
    // Who does not come brings nobody.
    LEFT_BEHIND = "update guest set answer = 'removed' where occurrence_id = $1 and answer <> 'removed' \
                   and not exists (select 1 from rsvp r where r.occurrence_id = guest.occurrence_id and r.member_id = guest.member_id and r.answer = 'going')";
    EVENTS_OF = "select event_id from guest where member_id = $1 and answer <> 'removed' and ends_at > $2 order by event_id, id";
    REMOVE_ALL = "update guest set answer = 'removed' where member_id = $1 and ends_at > $2";
    SEAT = "update guest set answer = 'going' where id = $1";
    PASS_OVER = "update guest set answer = 'removed' where id = $1";
    CAME = "update guest set came_at = $3 where occurrence_id = $1 and email = $2 and answer <> 'removed' returning name";
    CAME_BY_HASH = "update guest set came_at = coalesce(came_at, $3) where occurrence_id = $1 and email_hash = $2 and answer <> 'removed' returning name";
    BY_LINK = "select g.id, g.occurrence_id as meeting, g.member_id as member, g.email_hash, e.community_id as community from guest_link l join guest g on g.id = l.guest_id join event e on e.id = g.event_id \
               where l.hash = $1";
    DECLINE = "update guest set answer = 'declined' where id = $1 and answer in ('going', 'waiting')";
    OF_MEETING = "select g.name, g.email, g.answer, g.answered_at, g.came_at, m.name as by_name, m.handle as by_handle from guest g join member m on m.id = g.member_id \
                  where g.occurrence_id = $1 and g.answer <> 'removed' and m.standing = 'active' order by g.answered_at, g.id limit 5000";
    SHOWN = concat!(
        "select g.name, m.name as by_name, g.answer, o.ends_at <= $2 as is_over, coalesce(o.status, e.status) = 'cancelled' or e.status in ('cancelled', 'draft') as is_cancelled, e.status = 'draft' as is_draft, g.entry as told, \
         exists (select 1 from unwanted_mail u where u.hash = g.email_hash) as unwanted, ", held!(),
        " from guest_link l join guest g on g.id = l.guest_id join member m on m.id = g.member_id join occurrence o on o.id = g.occurrence_id join event e on e.id = o.event_id \
         join community c on c.id = e.community_id where l.hash = $1"
    );
    PURGE = "delete from guest where ends_at < $1 and not exists (select 1 from occurrence o where o.id = guest.occurrence_id and o.ends_at >= $1)";
}

/// Somebody who is brought along.
pub(super) struct Guest {
    pub(super) event: Uuid,
    pub(super) meeting: Uuid,
    /// Who brings them.
    pub(super) member: Uuid,
    pub(super) name: String,
    pub(super) email: String,
    /// Of what two spellings of the address share.
    pub(super) hash: String,
    pub(super) ends_at: DateTime<Utc>,
}

/// How many guests each who comes to a meeting may bring.
pub(super) async fn allowed(db: &Db, meeting: Uuid) -> Result<i32, sqlx::Error> {
    let allowed: Option<i32> = on!(db.reader(), c => sqlx::query_scalar(ALLOWED).bind(meeting).fetch_optional(c))?;
    Ok(allowed.unwrap_or_default())
}

/// Whether an address is that of a member's own account.
pub(super) async fn is_own(tx: &mut Tx, member: Uuid, key: &str) -> Result<bool, sqlx::Error> {
    let own: i64 = on!(tx.conn(), c => sqlx::query_scalar(OWN).bind(member).bind(key).fetch_one(c))?;
    Ok(own > 0)
}

/// Whether nobody wants mails to guests at an address.
pub(super) async fn is_unwanted(tx: &mut Tx, hash: &str) -> Result<bool, sqlx::Error> {
    let unwanted: i64 = on!(tx.conn(), c => sqlx::query_scalar(UNWANTED).bind(hash).fetch_one(c))?;
    Ok(unwanted > 0)
}

/// Notes that nobody wants mails to guests at an address.
pub(super) async fn unwanted(tx: &mut Tx, hash: &str) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(STOP).bind(hash).bind(now)).map(drop)
}

/// Adds a guest, and gives whether there was none with their address.
pub(super) async fn add(tx: &mut Tx, guest: &Guest, answer: Answer) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let added: Option<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(ADD)
        .bind(Uuid::now_v7()).bind(guest.event).bind(guest.meeting).bind(guest.member).bind(&guest.name).bind(&guest.email).bind(&guest.hash)
        .bind(answer.as_str()).bind(now).bind(guest.ends_at).fetch_optional(c))?;
    Ok(added.is_some())
}

/// A guest, as whoever brings them sees it.
#[derive(sqlx::FromRow)]
pub(super) struct Own {
    pub(super) name: String,
    pub(super) email: String,
    #[sqlx(try_from = "String")]
    pub(super) answer: Answer,
}

/// Whom a member brings to a meeting.
pub(super) async fn of_member(tx: &mut Tx, meeting: Uuid, member: Uuid) -> Result<Vec<Own>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(OF_MEMBER).bind(meeting).bind(member).fetch_all(c))
}

/// Whom a member brings to a meeting, for a screen.
pub(super) async fn shown_to(db: &Db, meeting: Uuid, member: Uuid) -> Result<Vec<Own>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(OF_MEMBER).bind(meeting).bind(member).fetch_all(c))
}

/// Has a guest not be expected any more, and gives their name.
pub(super) async fn remove(tx: &mut Tx, (meeting, member): (Uuid, Uuid), email: &str) -> Result<Option<String>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(REMOVE).bind(meeting).bind(member).bind(email).fetch_optional(c))
}

/// Has guests not be expected any more at a meeting that whoever brings them does not come to.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn left_behind(tx: &mut Tx, meeting: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(LEFT_BEHIND).bind(meeting)).map(drop)
}

/// Has all guests of a member not be expected any more at what is to come, and gives the events.
pub(super) async fn remove_all(tx: &mut Tx, member: Uuid) -> Result<BTreeSet<Uuid>, sqlx::Error> {
    let events = events_of(tx, member).await?;
    let now = tx.now();
    run!(tx, sqlx::query(REMOVE_ALL).bind(member).bind(now))?;
    Ok(events)
}

/// The events to come to which a member brings guests.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn events_of(tx: &mut Tx, member: Uuid) -> Result<BTreeSet<Uuid>, sqlx::Error> {
    let now = tx.now();
    let events: Vec<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(EVENTS_OF).bind(member).bind(now).fetch_all(c))?;
    Ok(events.into_iter().collect())
}

/// Gives a guest who waits a place.
pub(in crate::events) async fn seat(tx: &mut Tx, guest: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(SEAT).bind(guest)).map(drop)
}

/// Has a guest who waits not be expected any more.
pub(in crate::events) async fn pass_over(tx: &mut Tx, guest: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(PASS_OVER).bind(guest)).map(drop)
}

/// Notes that a guest came, or did not, and gives their name.
pub(super) async fn set_came(tx: &mut Tx, meeting: Uuid, email: &str, came: bool) -> Result<Option<String>, sqlx::Error> {
    let at = came.then(|| tx.now());
    on!(tx.conn(), c => sqlx::query_scalar(CAME).bind(meeting).bind(email).bind(at).fetch_optional(c))
}

/// Notes that the guest of an address came, and gives their name.
pub(in crate::events) async fn came_by_hash(tx: &mut Tx, meeting: Uuid, hash: &str) -> Result<Option<String>, sqlx::Error> {
    let now = tx.now();
    on!(tx.conn(), c => sqlx::query_scalar(CAME_BY_HASH).bind(meeting).bind(hash).bind(now).fetch_optional(c))
}

/// Whose a link is.
#[derive(sqlx::FromRow)]
pub(super) struct Known {
    pub(super) id: Uuid,
    pub(super) meeting: Uuid,
    pub(super) member: Uuid,
    pub(super) email_hash: String,
    pub(super) community: Uuid,
}

/// Whose a link is, by its hash.
pub(super) async fn by_link(tx: &mut Tx, hash: &str) -> Result<Option<Known>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(BY_LINK).bind(hash).fetch_optional(c))
}

/// Notes that a guest can’t come.
pub(super) async fn decline(tx: &mut Tx, guest: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(DECLINE).bind(guest)).map(drop)
}

/// A guest, as those who organise see it.
#[derive(sqlx::FromRow)]
pub(in crate::events) struct Brought {
    pub(in crate::events) name: String,
    pub(in crate::events) email: String,
    #[sqlx(try_from = "String")]
    pub(in crate::events) answer: Answer,
    pub(in crate::events) answered_at: DateTime<Utc>,
    pub(in crate::events) came_at: Option<DateTime<Utc>>,
    pub(in crate::events) by_name: String,
    pub(in crate::events) by_handle: String,
}

/// Who is brought to a meeting.
pub(in crate::events) async fn of_meeting(db: &Db, meeting: Uuid) -> Result<Vec<Brought>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(OF_MEETING).bind(meeting).fetch_all(c))
}

/// What a guest’s own page shows.
#[derive(sqlx::FromRow)]
pub(super) struct Shown {
    pub(super) name: String,
    pub(super) by_name: String,
    answer: String,
    pub(super) is_over: bool,
    pub(super) is_cancelled: bool,
    pub(super) unwanted: bool,
    is_draft: bool,
    told: Option<String>,
    #[sqlx(flatten)]
    held: Held,
}

impl Shown {
    /// What became of it; `None` where they are not expected any more.
    pub(super) fn answer(&self) -> Option<Answer> {
        self.answer.parse().ok()
    }

    /// The meeting: as it is for who is expected there; for who is not any more, or where it is a draft again, as they were last told of it.
    pub(super) fn meeting(&self) -> Invited {
        let told = || serde_json::from_str(self.told.as_deref()?).ok();
        let known = if self.is_draft || self.answer().is_none() { told() } else { None };
        known.unwrap_or_else(|| self.held.invited())
    }
}

/// The guest whose link has a hash, with the meeting.
pub(super) async fn shown(db: &Db, hash: &str, now: DateTime<Utc>) -> Result<Option<Shown>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(SHOWN).bind(hash).bind(now).fetch_optional(c))
}

/// Removes guests whose meeting was ninety days ago and more.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn purge(db: &Db) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    let before = tx.now() - KEPT;
    run!(tx, sqlx::query(PURGE).bind(before))?;
    tx.commit([]).await
}
