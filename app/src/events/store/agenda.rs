//! Agendas: what takes place, by day.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};
use uuid::Uuid;

use crate::communities::model::CommunityHead;
use crate::db::{Db, key};
use crate::error::AppError;
use crate::events::model::{Agenda, Day, EventFormat, EventStatus, MeetingSummary, Month};
use crate::state::Viewer;
use crate::ui::pagination::Slice;
use crate::{on, queries, visible, when};

/// Meetings on a page of an agenda.
const PAGE: usize = 30;

/// How long a meeting may last and still be found while it is on: it bounds what is read of the past.
const LONGEST: Duration = Duration::days(31);

macro_rules! agenda {
    ($whose:literal, $rest:literal) => {
        concat!(
            "select o.id, o.starts_at, o.starts_wall, o.ends_wall, o.recurrence, coalesce(o.title, e.title) as title, coalesce(o.status, e.status) as status, \
             coalesce(o.recordings, e.recordings) as recordings, e.slug, e.timezone, e.all_day, e.rrule, e.format, e.place, e.online_url, c.slug as community_slug, \
             c.name as community_name from occurrence o join event e on e.id = o.event_id join community c on c.id = e.community_id where ",
            $whose,
            visible!("events"),
            " and e.status <> 'draft' and coalesce(o.status, e.status) <> 'draft' and ",
            $rest
        )
    };
}

/// An event is in a community's agenda where it is at home or co-host.
macro_rules! of_community {
    ($rest:literal) => {
        agenda!(
            "o.event_id in (select a.id from event a join community h on h.id = a.community_id where h.slug = $6 \
             union all select b.event_id from event_host b join community h on h.id = b.community_id where h.slug = $6) and ",
            $rest
        )
    };
}

queries! {
    UPCOMING = agenda!("", "o.ends_at > $2 and (o.starts_at, o.id) > ($3, $4) order by o.starts_at, o.id limit $5");
    PAST = agenda!("", "o.ends_at <= $2 and (o.starts_at, o.id) < ($3, $4) order by o.starts_at desc, o.id desc limit $5");
    UPCOMING_OF = of_community!("o.ends_at > $2 and (o.starts_at, o.id) > ($3, $4) order by o.starts_at, o.id limit $5");
    PAST_OF = of_community!("o.ends_at <= $2 and (o.starts_at, o.id) < ($3, $4) order by o.starts_at desc, o.id desc limit $5");
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    starts_at: DateTime<Utc>,
    starts_wall: String,
    ends_wall: String,
    recurrence: String,
    title: String,
    #[sqlx(try_from = "String")]
    status: EventStatus,
    recordings: String,
    slug: String,
    timezone: String,
    all_day: bool,
    rrule: Option<String>,
    format: Option<String>,
    place: Option<String>,
    online_url: Option<String>,
    community_slug: String,
    community_name: String,
}

/// Whose agenda, and which side of now.
#[derive(Debug)]
pub struct Of {
    /// The community; `None` for the whole site.
    pub head: Option<CommunityHead>,
    /// Looking back, newest first.
    pub past: bool,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A page of an agenda: what has not ended by now, soonest first; or what has, newest first.
///
/// # Errors
/// `NotFound` where the viewer may not see the community's events, `Invalid` where `after` is no key.
pub async fn agenda(db: &Db, viewer: Viewer, of: Of, after: &str) -> Result<Agenda, AppError> {
    if of.head.as_ref().is_some_and(|head| !head.sees.events) {
        return Err(AppError::NotFound);
    }
    let start = if of.past { (key::last_instant(), Uuid::max()) } else { (of.now - LONGEST, Uuid::nil()) };
    let (from, id) = key::parse_at(after, start)?;
    let sql = match (&of.head, of.past) {
        (None, false) => UPCOMING,
        (None, true) => PAST,
        (Some(_), false) => UPCOMING_OF,
        (Some(_), true) => PAST_OF,
    };
    let rows: Vec<Row> = on!(db.reader(), c => {
        let query = sqlx::query_as(sql).bind(viewer.member).bind(of.now).bind(from).bind(id).bind(PAGE as i64 + 1);
        match &of.head {
            Some(head) => query.bind(head.slug.clone()),
            None => query,
        }.fetch_all(c)
    })?;
    let slice = Slice::cut(rows, PAGE, after, |row| key::at(row.starts_at, row.id));
    Ok(Agenda { head: of.head, past: of.past, months: months(slice.items, of.past), next: slice.next, later: slice.later })
}

/// Sorts meetings into days of the wall clock: zones apart, two that begin at once may be on different days.
fn months(rows: Vec<Row>, past: bool) -> Vec<Month> {
    let mut rows: Vec<(NaiveDateTime, Row)> =
        rows.into_iter().map(|row| (when::wall(&row.starts_wall).unwrap_or(row.starts_at.naive_utc()), row)).collect();
    rows.sort_by_key(|(wall, row)| (wall.date(), row.starts_at));
    if past {
        rows.reverse();
    }
    let mut months: Vec<Month> = Vec::new();
    for (wall, row) in rows {
        let (title, date) = (when::month(wall.date()), wall.date().to_string());
        if months.last().is_none_or(|month| month.title != title) {
            months.push(Month { title, days: Vec::new() });
        }
        let Some(month) = months.last_mut() else { continue };
        if month.days.last().is_none_or(|day| day.date != date) {
            month.days.push(Day { date, weekday: when::weekday(wall.date()), day: when::day_and_month(wall.date()), meetings: Vec::new() });
        }
        if let Some(day) = month.days.last_mut() {
            day.meetings.push(summary(row, wall));
        }
    }
    months
}

fn summary(row: Row, wall: NaiveDateTime) -> MeetingSummary {
    let href = format!("/c/{}/events/{}", row.community_slug, row.slug);
    MeetingSummary {
        href: if row.rrule.is_some() { meeting_href(&href, &row.recurrence) } else { href },
        when: when::meeting(wall, when::wall(&row.ends_wall).unwrap_or(wall), &row.timezone, row.all_day),
        community: (row.community_slug, row.community_name),
        title: row.title,
        format: row.format.and_then(|word| word.parse::<EventFormat>().ok()),
        status: row.status,
        place: row.place,
        online: row.online_url.is_some(),
        series: row.rrule.is_some(),
        recorded: row.recordings != "[]",
    }
}

/// The page of a meeting of a series.
pub(super) fn meeting_href(event: &str, recurrence: &str) -> String {
    format!("{event}/{}", recurrence.get(..10).unwrap_or(recurrence))
}

/// The recurrences of a day, as a range of texts: from the first, before the second.
///
/// # Errors
/// `NotFound` where it is no day.
pub(super) fn recurrences_on(date: &str) -> Result<(String, String), AppError> {
    let day = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok().filter(|day| day.to_string() == date).ok_or(AppError::NotFound)?;
    let next = day.succ_opt().ok_or(AppError::NotFound)?;
    Ok((day.to_string(), next.to_string()))
}
