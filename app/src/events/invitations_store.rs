//! The SQL of meetings in people's own calendars.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::importing::uids;
use super::invitations::Invited;
use super::store::meeting_href;
use crate::db::Tx;
use crate::link::is_safe_address;
use crate::{on, queries, run, visible_event, when};

/// Whether somebody wants such mails. Goes on with `as mailed`.
macro_rules! mailed {
    ($member:literal) => {
        concat!(
            "not exists (select 1 from mail_rhythm w where w.member_id = ",
            $member,
            " and w.matter = 'meeting' and w.rhythm = 'never')"
        )
    };
}

/// The columns of [`Held`]: of the meeting `o` of the event `e` of the community `c`, as those read them who come.
macro_rules! said {
    () => {
        $crate::events::invitations_store::said!("e.link_for in ('everybody', 'going')")
    };
    // Whom the address of the video call is for.
    ($link:literal) => {
        concat!("e.id as of_event, cast(e.revision as int) as revision, coalesce(o.title, e.title) as title, o.recurrence, o.starts_wall, o.ends_wall, o.ends_at, e.timezone, e.all_day, e.rrule is not null as series, nullif(coalesce(o.place, e.place), '') as place, \
         case when ", $link, " then coalesce(o.online_url, e.online_url) end as online_url, e.organiser, ", $crate::private_event!(), " as private, e.slug, c.slug as community, c.name as community_name")
    };
}

/// The SEQUENCE that calendars know of a meeting of the event `e`, from what was mailed last: the next is one more, and no less than what feeds say of the event.
macro_rules! reached {
    ($mailed:literal) => {
        concat!("case when e.revision > ", $mailed, " then cast(e.revision as int) - 1 else ", $mailed, " end")
    };
}

/// The same, with the UID that its event came with.
macro_rules! held {
    () => {
        concat!("e.uid as uid, ", $crate::events::invitations_store::said!())
    };
}
pub(super) use {held, reached, said};

queries! {
    // What is mailed of an event is decided by one after another.
    LOCK = "update event set updated_at = updated_at where id = $1";
    COME = concat!(
        "select o.id as occurrence_id, r.member_id, m.name, a.email, r.answer = 'going' as comes, ", mailed!("r.member_id"), " as mailed, ",
        // Whoever comes to two events that were brought in under one UID has both.
        "case when exists (select 1 from calendar_invitation i join event t on t.id = i.event_id where i.member_id = r.member_id and i.event_id <> e.id and t.uid = e.uid) \
         then null else e.uid end as uid, ", said!("e.link_for = 'everybody' or (e.link_for = 'going' and r.answer = 'going')"), " \
         from occurrence o join event e on e.id = o.event_id join community c on c.id = e.community_id join rsvp r on r.occurrence_id = o.id \
         join account a on a.member_id = r.member_id join member m on m.id = r.member_id \
         where o.event_id = $1 and r.member_id = coalesce($2, r.member_id) and r.answer in ('going', 'maybe', 'waiting') and o.ends_at > $3 and coalesce(o.status, e.status) in ('confirmed', 'tentative') \
         and e.status <> 'draft' and m.standing = 'active' order by o.starts_at, r.answered_at, r.member_id"
    );
    TOLD = concat!(
        "select i.occurrence_id, i.member_id, m.name, a.email, ", mailed!("i.member_id"), " as mailed, ", reached!("i.sequence"), " as sequence, i.entry, i.stands, i.comes, i.entered \
         from calendar_invitation i join event e on e.id = i.event_id join account a on a.member_id = i.member_id join member m on m.id = i.member_id \
         where i.event_id = $1 and i.member_id = coalesce($2, i.member_id) and i.ends_at > $3 and m.standing = 'active'"
    );
    SEES = concat!("select count(*) from event e join community c on c.id = e.community_id where e.id = $2 and e.status <> 'draft' and ", visible_event!("e"));
    COMMUNITY = "select community_id from event where id = $1";
    STILL_COMES = "select count(*) from rsvp where occurrence_id = $1 and member_id = $2 and answer in ('going', 'maybe', 'waiting')";
    STILL_THERE = "select count(*) from occurrence where id = $1";
    KEEP = "insert into calendar_invitation (occurrence_id, member_id, event_id, sequence, entry, ends_at, stands, comes, entered) values ($1, $2, $3, $4, $5, $6, true, $7, $8) \
            on conflict (event_id, member_id, occurrence_id) do update set sequence = excluded.sequence, entry = excluded.entry, ends_at = excluded.ends_at, stands = true, comes = excluded.comes, entered = excluded.entered";
    CALLED_BACK = "update calendar_invitation set stands = false, sequence = $3 where occurrence_id = $1 and member_id = $2";
}

/// Somebody who comes to a meeting that takes place, or may.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Come {
    pub(super) occurrence_id: Uuid,
    pub(super) member_id: Uuid,
    pub(super) name: String,
    pub(super) email: String,
    /// Whether they come; else they may, or wait for a place.
    pub(super) comes: bool,
    pub(super) mailed: bool,
    #[sqlx(flatten)]
    pub(super) held: Held,
}

/// A meeting, as those read it who come.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Held {
    uid: Option<String>,
    /// Its event.
    pub(super) of_event: Uuid,
    /// How often its event was changed: what feeds say of it.
    pub(super) revision: i32,
    title: String,
    recurrence: String,
    starts_wall: String,
    ends_wall: String,
    pub(super) ends_at: DateTime<Utc>,
    timezone: String,
    all_day: bool,
    series: bool,
    place: Option<String>,
    online_url: Option<String>,
    organiser: Option<String>,
    private: bool,
    slug: String,
    community: String,
    community_name: String,
}

impl Held {
    /// What they are to be told.
    pub(super) fn invited(&self) -> Invited {
        let event = format!("/c/{}/events/{}", self.community, self.slug);
        let wall = |text: &str| when::wall(text).unwrap_or_default();
        Invited {
            known_as: Some(self.known_as()),
            title: self.title.clone(),
            place: self.place.clone(),
            online: self.online_url.clone().filter(|address| is_safe_address(address)),
            wall: (wall(&self.starts_wall), wall(&self.ends_wall)),
            timezone: self.timezone.clone(),
            all_day: self.all_day,
            page: if self.series { meeting_href(&event, &self.recurrence) } else { event },
            organiser: self.organiser.clone().unwrap_or_else(|| self.community_name.clone()),
            private: self.private,
        }
    }
}

impl Held {
    /// What feeds know it by: the UID of its event and, of a meeting of a series, when that gives it.
    fn known_as(&self) -> (String, Option<DateTime<Utc>>) {
        let zone = self.timezone.parse().unwrap_or(Tz::UTC);
        let given = || when::wall(&self.recurrence).filter(|_| self.series);
        let (uid, recurrence) = match self.uid.as_deref().map(uids::parts) {
            Some((uid, None)) => (uid.to_owned(), given()),
            Some((uid, Some(alone))) if !self.series => (uid.to_owned(), Some(uids::on_clock(alone, zone, self.all_day))),
            // Made a series here, it is no meeting of another.
            Some((_, Some(_))) | None => (uids::made_here(self.of_event), given()),
        };
        (uid, recurrence.map(|recurrence| uids::to_keep(recurrence, zone, self.all_day)))
    }
}

/// What somebody was told of a meeting that is not over.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Told {
    pub(super) occurrence_id: Uuid,
    pub(super) member_id: Uuid,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) mailed: bool,
    pub(super) sequence: i32,
    entry: String,
    pub(super) stands: bool,
    /// Whether they came.
    pub(super) comes: bool,
    /// Whether it was mailed for their calendar.
    pub(super) entered: bool,
}

impl Told {
    /// As it was told.
    pub(super) fn invited(&self) -> Option<Invited> {
        serde_json::from_str(&self.entry).ok()
    }
}

pub(super) async fn lock(tx: &mut Tx, event: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(LOCK).bind(event)).map(drop)
}

pub(super) async fn come(tx: &mut Tx, event: Uuid, member: Option<Uuid>) -> Result<Vec<Come>, sqlx::Error> {
    let now = tx.now();
    on!(tx.conn(), c => sqlx::query_as(COME).bind(event).bind(member).bind(now).fetch_all(c))
}

pub(super) async fn told(tx: &mut Tx, event: Uuid, member: Option<Uuid>) -> Result<Vec<Told>, sqlx::Error> {
    let now = tx.now();
    on!(tx.conn(), c => sqlx::query_as(TOLD).bind(event).bind(member).bind(now).fetch_all(c))
}

pub(super) async fn sees(tx: &mut Tx, event: Uuid, member: Uuid) -> Result<bool, sqlx::Error> {
    let count: i64 = on!(tx.conn(), c => sqlx::query_scalar(SEES).bind(member).bind(event).fetch_one(c))?;
    Ok(count > 0)
}

pub(super) async fn community(tx: &mut Tx, event: Uuid) -> Result<Option<Uuid>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(COMMUNITY).bind(event).fetch_optional(c))
}

/// Whether somebody would or might come to a meeting if it took place: they did not say otherwise, or it is gone with what they said.
pub(super) async fn still_comes(tx: &mut Tx, told: &Told) -> Result<bool, sqlx::Error> {
    let comes: i64 = on!(tx.conn(), c => sqlx::query_scalar(STILL_COMES).bind(told.occurrence_id).bind(told.member_id).fetch_one(c))?;
    let there: i64 = on!(tx.conn(), c => sqlx::query_scalar(STILL_THERE).bind(told.occurrence_id).fetch_one(c))?;
    Ok(comes > 0 || there == 0)
}

pub(super) async fn keep(
    tx: &mut Tx,
    event: Uuid,
    (row, invited): (&Come, &Invited),
    (sequence, entered): (i32, bool),
) -> Result<(), sqlx::Error> {
    let entry = serde_json::to_string(invited).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let (meeting, member, ends_at) = (row.occurrence_id, row.member_id, row.held.ends_at);
    run!(
        tx,
        sqlx::query(KEEP).bind(meeting).bind(member).bind(event).bind(sequence).bind(&entry).bind(ends_at).bind(row.comes).bind(entered)
    )
    .map(drop)
}

pub(super) async fn called_back(tx: &mut Tx, told: &Told) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(CALLED_BACK).bind(told.occurrence_id).bind(told.member_id).bind(told.sequence + 1)).map(drop)
}
