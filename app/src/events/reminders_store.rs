//! The SQL of reminders.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::store::meeting_href;
use crate::db::{Db, Tx};
use crate::notifications::NewsKind;
use crate::{on, queries};

/// How many meetings are looked at in one go; the rest comes with the next.
const BATCH: i64 = 200;

queries! {
    DUE = "select o.id, o.event_id, e.community_id, o.starts_at, o.starts_wall, o.recurrence, coalesce(o.title, e.title) as title, e.timezone, e.all_day, nullif(coalesce(o.place, e.place), '') as place, \
           e.rrule is not null as series, e.slug, c.slug as community from occurrence o join event e on e.id = o.event_id join community c on c.id = e.community_id \
           where o.starts_at > $1 and o.starts_at <= $2 and coalesce(o.status, e.status) in ('confirmed', 'tentative') and e.status in ('confirmed', 'tentative') \
           and not exists (select 1 from reminder r where r.occurrence_id = o.id and r.kind = $3 and r.starts_at = o.starts_at) order by o.starts_at, o.id limit $4";
    MARK = "insert into reminder (occurrence_id, kind, starts_at) values ($1, $2, $3) on conflict (occurrence_id, kind, starts_at) do nothing returning kind";
    GOING = "select member_id from rsvp where occurrence_id = $1 and answer = 'going' order by answered_at, member_id";
}

/// A meeting that people are to be reminded of.
#[derive(sqlx::FromRow)]
pub(super) struct Due {
    pub(super) id: Uuid,
    pub(super) event_id: Uuid,
    pub(super) community_id: Uuid,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) starts_wall: String,
    recurrence: String,
    pub(super) title: String,
    pub(super) timezone: String,
    pub(super) all_day: bool,
    pub(super) place: Option<String>,
    series: bool,
    slug: String,
    community: String,
}

impl Due {
    /// Its page.
    pub(super) fn page(&self) -> String {
        let event = format!("/c/{}/events/{}", self.community, self.slug);
        if self.series { meeting_href(&event, &self.recurrence) } else { event }
    }
}

/// The meetings that begin between two instants and of which nobody was reminded in this way yet.
pub(super) async fn due(db: &Db, kind: NewsKind, (from, to): (DateTime<Utc>, DateTime<Utc>)) -> Result<Vec<Due>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(DUE).bind(from).bind(to).bind(kind.as_str()).bind(BATCH).fetch_all(c))
}

/// Marks a meeting, and gives whether it was not marked before.
pub(super) async fn mark(tx: &mut Tx, kind: NewsKind, meeting: &Due) -> Result<bool, sqlx::Error> {
    let marked: Option<String> =
        on!(tx.conn(), c => sqlx::query_scalar(MARK).bind(meeting.id).bind(kind.as_str()).bind(meeting.starts_at).fetch_optional(c))?;
    Ok(marked.is_some())
}

/// Those who come to a meeting.
pub(super) async fn going(tx: &mut Tx, meeting: Uuid) -> Result<Vec<Uuid>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(GOING).bind(meeting).fetch_all(c))
}
