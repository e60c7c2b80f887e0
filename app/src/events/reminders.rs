//! Reminding people of the meetings they come to, a day and an hour before.
//!
//! Each meeting is marked in the transaction that tells of it: nobody is reminded twice, wherever it is cut off and whoever else is at it, and what was due while nobody was at it comes late
//! but before the meeting.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::store::meeting_href;
use crate::activity::ObjectKind;
use crate::db::Tx;
use crate::notifications::{By, News, NewsKind, To, tell};
use crate::state::AppState;
use crate::{on, queries, when};

/// How many meetings are looked at in one go; the rest comes with the next.
const BATCH: i64 = 200;

queries! {
    DUE = "select o.id, o.event_id, e.community_id, o.starts_at, o.starts_wall, o.recurrence, coalesce(o.title, e.title) as title, e.timezone, e.all_day, e.place, \
           e.rrule is not null as series, e.slug, c.slug as community from occurrence o join event e on e.id = o.event_id join community c on c.id = e.community_id \
           where o.starts_at > $1 and o.starts_at <= $2 and coalesce(o.status, e.status) in ('confirmed', 'tentative') and e.status in ('confirmed', 'tentative') \
           and not exists (select 1 from reminder r where r.occurrence_id = o.id and r.kind = $3 and r.starts_at = o.starts_at) order by o.starts_at, o.id limit $4 + 0";
    MARK = "insert into reminder (occurrence_id, kind, starts_at) values ($1, $2, $3) on conflict (occurrence_id, kind, starts_at) do nothing returning kind";
    GOING = "select member_id from rsvp where occurrence_id = $1 and answer = 'going' order by answered_at, member_id";
}

#[derive(sqlx::FromRow)]
struct Due {
    id: Uuid,
    event_id: Uuid,
    community_id: Uuid,
    starts_at: DateTime<Utc>,
    starts_wall: String,
    recurrence: String,
    title: String,
    timezone: String,
    all_day: bool,
    place: Option<String>,
    series: bool,
    slug: String,
    community: String,
}

/// Reminds people of all that begins within a day and within an hour, and gives how many meetings that were.
///
/// # Errors
/// When the database refuses; who was reminded until then stays so.
pub async fn remind(app: &AppState) -> Result<usize, sqlx::Error> {
    let now = app.clock.now();
    let (hour, day) = (now + TimeDelta::hours(1), now + TimeDelta::days(1));
    let mut count = 0;
    for (kind, from, to) in [(NewsKind::HourBefore, now, hour), (NewsKind::DayBefore, hour, day)] {
        let due: Vec<Due> =
            on!(app.db.reader(), c => sqlx::query_as(DUE).bind(from).bind(to).bind(kind.as_str()).bind(BATCH).fetch_all(c))?;
        for meeting in due {
            let mut tx = app.db.begin().await?;
            if mark(&mut tx, kind, &meeting).await? {
                meeting.tell(&mut tx, kind).await?;
                count += 1;
            }
            tx.commit([]).await?;
        }
    }
    Ok(count)
}

/// Whether it was not marked before.
async fn mark(tx: &mut Tx, kind: NewsKind, meeting: &Due) -> Result<bool, sqlx::Error> {
    let marked: Option<String> =
        on!(tx.conn(), c => sqlx::query_scalar(MARK).bind(meeting.id).bind(kind.as_str()).bind(meeting.starts_at).fetch_optional(c))?;
    Ok(marked.is_some())
}

impl Due {
    async fn tell(&self, tx: &mut Tx, kind: NewsKind) -> Result<(), sqlx::Error> {
        let going: Vec<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(GOING).bind(self.id).fetch_all(c))?;
        if going.is_empty() {
            return Ok(());
        }
        let event = format!("/c/{}/events/{}", self.community, self.slug);
        let href = if self.series { meeting_href(&event, &self.recurrence) } else { event };
        let starts = when::wall(&self.starts_wall).map(|starts| when::moment(starts, self.all_day)).unwrap_or_default();
        let place = self.place.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
        // It comes again where the meeting moves.
        let about = Uuid::from_u128(self.id.as_u128() ^ u128::from(self.starts_at.timestamp().unsigned_abs()));
        let news = News {
            kind,
            by: By::Site,
            object: (ObjectKind::Event, self.event_id),
            about,
            title: &self.title,
            href: &href,
            text: &format!("{starts} ({}){place}", self.timezone.replace('_', " ")),
            community: Some(self.community_id),
            to: &[To::Members(going)],
        };
        tell(tx, &news).await
    }
}
