//! Meetings for calendars.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::addresses::{meeting_href, recurrences_on};
use crate::db::Db;
use crate::error::AppError;
use crate::events::calendar::Entry;
use crate::events::model::EventStatus;
use crate::link::is_safe_address;
use crate::state::Viewer;
use crate::{on, plain, queries, visible, when};

/// The most meetings of a series in one calendar.
const AHEAD: i64 = 100;

/// How much of its text a single event's entry holds, in characters; one of a series holds the summary.
const LONGEST: usize = 1_500;

macro_rules! occurrences {
    ($which:literal) => {
        concat!(
            "select id, recurrence, starts_at, ends_at, starts_wall, ends_wall, title, status, cancelled_because \
             from occurrence where event_id = $1 and coalesce(status, 'confirmed') <> 'draft'",
            $which
        )
    };
}

/// Whose meetings a calendar holds.
#[derive(Clone, Copy, Debug)]
pub enum Whose {
    /// Everybody's.
    All,
    /// A community's, co-hosted ones included.
    Community(Uuid),
    /// Those of a topic.
    Topic(Uuid),
    /// Those a member wants to come to, and those of the communities they belong to, unless they can't come.
    Member(Uuid),
}

/// The meetings between two instants that the viewer may see; what follows narrows them.
macro_rules! listed {
    ($which:literal) => {
        concat!(
            "select e.id, e.slug, e.title, e.summary, e.body_html, e.status, e.cancelled_because, e.all_day, e.rrule, e.place, e.online_url, e.registration_url, \
             e.revision, e.created_at, e.updated_at, c.slug as community, o.id as meeting_id, o.recurrence, o.starts_at, o.ends_at, o.starts_wall, o.ends_wall, o.title as own_title, \
             o.status as own_status, o.cancelled_because as own_because \
             from occurrence o join event e on e.id = o.event_id join community c on c.id = e.community_id \
             where o.ends_at > $2 and o.starts_at < $3 and e.status <> 'draft' and coalesce(o.status, 'confirmed') <> 'draft' and ",
            visible!("events"),
            $which,
            " order by o.starts_at, o.id limit 2000"
        )
    };
}

queries! {
    OF_ALL = listed!("");
    OF_COMMUNITY = listed!(" and (e.community_id = $4 or exists (select 1 from event_host h where h.event_id = e.id and h.community_id = $4))");
    OF_TOPIC = listed!(" and exists (select 1 from event_topic x where x.event_id = e.id and x.topic_id = $4)");
    OF_MEMBER = listed!(
        " and (exists (select 1 from rsvp r where r.occurrence_id = o.id and r.member_id = $4 and r.answer in ('going', 'maybe', 'waiting')) \
         or (exists (select 1 from membership ms where ms.community_id = e.community_id and ms.member_id = $4 and ms.state = 'active') \
         and not exists (select 1 from rsvp r where r.occurrence_id = o.id and r.member_id = $4 and r.answer = 'declined')))"
    );
    TOPICS_BETWEEN = "select distinct x.event_id, x.position, t.title from occurrence o join event_topic x on x.event_id = o.event_id join topic t on t.id = x.topic_id \
                      where o.ends_at > $1 and o.starts_at < $2 order by x.event_id, x.position";
    EVENT = concat!(
        "select e.id, e.slug, e.title, e.summary, e.body_html, e.status, e.cancelled_because, e.all_day, e.rrule, e.place, e.online_url, e.registration_url, \
         e.revision, e.created_at, e.updated_at from event e join community c on c.id = e.community_id \
         where c.slug = $2 and e.slug = $3 and e.status <> 'draft' and ", visible!("events")
    );
    TOPICS = "select t.title from event_topic x join topic t on t.id = x.topic_id where x.event_id = $1 order by x.position";
    AHEAD_OF = occurrences!(" and ends_at > $2 order by starts_at, id limit $3 + 0");
    LAST = occurrences!(" order by starts_at desc, id desc limit 1");
    ON_DAY = occurrences!(" and recurrence >= $2 and recurrence < $3 order by recurrence limit 1");
}

#[derive(sqlx::FromRow)]
struct EventRow {
    id: Uuid,
    slug: String,
    title: String,
    summary: String,
    body_html: String,
    #[sqlx(try_from = "String")]
    status: EventStatus,
    cancelled_because: Option<String>,
    all_day: bool,
    rrule: Option<String>,
    place: Option<String>,
    online_url: Option<String>,
    registration_url: Option<String>,
    revision: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    event: EventRow,
    community: String,
    meeting_id: Uuid,
    recurrence: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    starts_wall: String,
    ends_wall: String,
    own_title: Option<String>,
    own_status: Option<String>,
    own_because: Option<String>,
}

#[derive(sqlx::FromRow)]
struct OccurrenceRow {
    id: Uuid,
    recurrence: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    starts_wall: String,
    ends_wall: String,
    title: Option<String>,
    status: Option<String>,
    cancelled_because: Option<String>,
}

/// The meetings of an event that are to come, or its last; or with a `date`, the one that its series gives that day.
///
/// # Errors
/// `NotFound` where there is none or none for the viewer.
pub async fn entries(
    db: &Db,
    viewer: Viewer,
    (now, base_url): (DateTime<Utc>, &str),
    (community, slug, date): (&str, &str, Option<&str>),
) -> Result<Vec<Entry>, AppError> {
    let event: Option<EventRow> =
        on!(db.reader(), c => sqlx::query_as(EVENT).bind(viewer.member).bind(community).bind(slug).fetch_optional(c))?;
    let event = event.ok_or(AppError::NotFound)?;
    let topics: Vec<String> = on!(db.reader(), c => sqlx::query_scalar(TOPICS).bind(event.id).fetch_all(c))?;
    let rows: Vec<OccurrenceRow> = match date {
        Some(_) if event.rrule.is_none() => return Err(AppError::NotFound),
        Some(date) => {
            let (from, before) = recurrences_on(date)?;
            on!(db.reader(), c => sqlx::query_as(ON_DAY).bind(event.id).bind(from.as_str()).bind(before.as_str()).fetch_all(c))?
        }
        None => {
            let ahead: Vec<OccurrenceRow> =
                on!(db.reader(), c => sqlx::query_as(AHEAD_OF).bind(event.id).bind(now).bind(AHEAD).fetch_all(c))?;
            if ahead.is_empty() { on!(db.reader(), c => sqlx::query_as(LAST).bind(event.id).fetch_all(c))? } else { ahead }
        }
    };
    if rows.is_empty() {
        return Err(AppError::NotFound);
    }
    let page = format!("{base_url}/c/{community}/events/{}", event.slug);
    let whole = date.is_some() || event.rrule.is_none();
    Ok(rows.into_iter().map(|row| event.entry(row, (&page, &topics, whole))).collect())
}

/// The meetings of somebody's calendar: those of the last three months, and all to come that are made.
///
/// # Errors
/// When the database does not answer.
pub async fn listed(db: &Db, viewer: Viewer, (now, base_url): (DateTime<Utc>, &str), whose: Whose) -> Result<Vec<Entry>, AppError> {
    let (from, to) = (now - TimeDelta::days(92), now + TimeDelta::days(600));
    let (sql, narrowed) = match whose {
        Whose::All => (OF_ALL, None),
        Whose::Community(id) => (OF_COMMUNITY, Some(id)),
        Whose::Topic(id) => (OF_TOPIC, Some(id)),
        Whose::Member(id) => (OF_MEMBER, Some(id)),
    };
    let rows: Vec<ListedRow> = match narrowed {
        None => on!(db.reader(), c => sqlx::query_as(sql).bind(viewer.member).bind(from).bind(to).fetch_all(c))?,
        Some(id) => on!(db.reader(), c => sqlx::query_as(sql).bind(viewer.member).bind(from).bind(to).bind(id).fetch_all(c))?,
    };
    let topics: Vec<(Uuid, i32, String)> = on!(db.reader(), c => sqlx::query_as(TOPICS_BETWEEN).bind(from).bind(to).fetch_all(c))?;
    let mut of_event: HashMap<Uuid, Vec<String>> = HashMap::new();
    topics.into_iter().for_each(|(event, _, title)| of_event.entry(event).or_default().push(title));
    let none = Vec::new();
    let entry = |row: ListedRow| {
        let page = format!("{base_url}/c/{}/events/{}", row.community, row.event.slug);
        let topics = of_event.get(&row.event.id).unwrap_or(&none);
        let meeting = OccurrenceRow {
            id: row.meeting_id,
            recurrence: row.recurrence,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            starts_wall: row.starts_wall,
            ends_wall: row.ends_wall,
            title: row.own_title,
            status: row.own_status,
            cancelled_because: row.own_because,
        };
        row.event.entry(meeting, (&page, topics, row.event.rrule.is_none()))
    };
    Ok(rows.into_iter().map(entry).collect())
}

impl EventRow {
    fn entry(&self, row: OccurrenceRow, (page, topics, whole): (&str, &[String], bool)) -> Entry {
        let status = row.status.and_then(|word| word.parse().ok()).unwrap_or(self.status);
        let because = row.cancelled_because.as_ref().or(self.cancelled_because.as_ref()).filter(|_| status == EventStatus::Cancelled);
        let series = self.rrule.is_some();
        let url = if series { meeting_href(page, &row.recurrence) } else { page.to_owned() };
        let online = self.online_url.as_ref().filter(|address| is_safe_address(address));
        Entry {
            // A single event keeps its id when its one occurrence is made anew.
            id: if series { row.id } else { self.id },
            description: self.description((&url, because, whole)),
            title: row.title.unwrap_or_else(|| self.title.clone()),
            place: self.place.clone().or_else(|| online.cloned()),
            url,
            topics: topics.to_vec(),
            status,
            instants: (row.starts_at, row.ends_at),
            wall: (
                when::wall(&row.starts_wall).unwrap_or(row.starts_at.naive_utc()),
                when::wall(&row.ends_wall).unwrap_or(row.ends_at.naive_utc()),
            ),
            all_day: self.all_day,
            revision: self.revision,
            stamps: (self.created_at, self.updated_at),
        }
    }

    fn description(&self, (url, because, whole): (&str, Option<&String>, bool)) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(because.map(|because| format!("Cancelled: {because}")));
        parts.extend(Some(self.summary.clone()).filter(|summary| !summary.is_empty()));
        for (what, address) in [("Join online", &self.online_url), ("Sign up", &self.registration_url)] {
            parts.extend(address.iter().filter(|address| is_safe_address(address)).map(|address| format!("{what}: {address}")));
        }
        if whole {
            parts.extend(Some(plain::cut(&plain::text(&self.body_html), LONGEST)).filter(|body| !body.is_empty()));
        }
        parts.push(url.to_owned());
        parts.join("\n\n")
    }
}
