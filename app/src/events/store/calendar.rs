//! Meetings for calendars.

mod rows;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use self::rows::{EventRow, MeetingRow};
use super::addresses::recurrences_on;
use crate::db::{Db, key};
use crate::error::AppError;
use crate::events::calendar::Contents;
use crate::state::Viewer;
use crate::{on, queries, visible_event};

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

/// The columns of [`EventRow`].
macro_rules! columns {
    () => {
        concat!("e.id, e.uid, e.slug, e.title, e.summary, e.body_html, e.status, ", $crate::private_event!(), " as private, e.cancelled_because, e.starts_wall, e.ends_wall, e.timezone, e.all_day, e.rrule, e.exdates, e.rdates, e.place, e.online_url, e.link_for, \
         e.link_for = 'going' and exists (select 1 from rsvp g join occurrence og on og.id = g.occurrence_id where og.event_id = e.id and g.member_id = $1 and g.answer = 'going') as goes, \
         e.registration_url, e.organiser, e.revision, e.created_at, e.updated_at, c.slug as community, c.name ")
    };
}

/// The columns of [`MeetingRow`].
macro_rules! meeting {
    () => {
        "o.event_id, o.recurrence, o.starts_wall, o.ends_wall, o.title as own_title, o.status as own_status, o.cancelled_because as own_because, \
         o.summary as own_summary, o.body as own_body, o.place as own_place, o.online_url as own_url "
    };
}

/// Whether the member `$4` belongs to a community that holds the event: its own, or one that holds it along.
macro_rules! belongs {
    () => {
        "exists (select 1 from membership ms where ms.member_id = $4 and ms.state = 'active' and (ms.community_id = e.community_id \
         or exists (select 1 from event_host h where h.event_id = e.id and h.community_id = ms.community_id)))"
    };
}

/// The events with a meeting between two instants that the viewer may see; what follows narrows them. Where there are more than a calendar holds, it holds those that take place soonest from `$now` on,
/// and of those that are over the latest.
macro_rules! listed {
    ($now:literal, $($which:tt)*) => {
        concat!(
            "select ", columns!(), "from event e join community c on c.id = e.community_id \
             where e.id in (select o.event_id from occurrence o where o.ends_at > $2 and o.starts_at < $3) and e.status <> 'draft' and ",
            visible_event!("e"),
            $($which)*,
            " order by (select o.starts_at from occurrence o where o.event_id = e.id and o.ends_at > ", $now, " order by o.starts_at limit 1) nulls last, \
             (select max(o.starts_at) from occurrence o where o.event_id = e.id) desc, e.id limit 2000"
        )
    };
}

/// What differs of the series among them.
macro_rules! differing {
    ($($which:tt)*) => {
        concat!(
            "select ", meeting!(), "from event e join community c on c.id = e.community_id join occurrence o on o.event_id = e.id \
             where e.id in (select x.event_id from occurrence x where x.ends_at > $2 and x.starts_at < $3) and e.rrule is not null and e.status <> 'draft' \
             and (o.moved or o.title is not null or o.status is not null or o.cancelled_because is not null or o.summary is not null or o.body is not null or o.place is not null or o.online_url is not null) and ",
            visible_event!("e"),
            $($which)*,
            " order by o.starts_at desc, o.id limit 20000"
        )
    };
}

queries! {
    OF_ALL = listed!("$4", "");
    OF_COMMUNITY = listed!("$5", " and (e.community_id = $4 or exists (select 1 from event_host h where h.event_id = e.id and h.community_id = $4))");
    OF_TOPIC = listed!("$5", " and exists (select 1 from event_topic x where x.event_id = e.id and x.topic_id = $4)");
    OF_MEMBER = listed!(
        "$5", " and ((", belongs!(), " \
         and (e.rrule is not null or not exists (select 1 from occurrence s join rsvp r on r.occurrence_id = s.id where s.event_id = e.id and r.member_id = $4 and r.answer = 'declined'))) \
         or (e.rrule is null and exists (select 1 from occurrence s join rsvp r on r.occurrence_id = s.id where s.event_id = e.id and r.member_id = $4 and r.answer in ('going', 'maybe', 'waiting'))))"
    );
    DIFFERING_OF_ALL = differing!("");
    DIFFERING_OF_COMMUNITY = differing!(" and (e.community_id = $4 or exists (select 1 from event_host h where h.event_id = e.id and h.community_id = $4))");
    DIFFERING_OF_TOPIC = differing!(" and exists (select 1 from event_topic t where t.event_id = e.id and t.topic_id = $4)");
    DIFFERING_OF_MEMBER = differing!(" and ", belongs!());
    // Meetings of series that are held where the member does not belong.
    ELSEWHERE_OF_MEMBER = concat!(
        "select ", columns!(), ", ", meeting!(), "from rsvp a join occurrence o on o.id = a.occurrence_id join event e on e.id = o.event_id join community c on c.id = e.community_id \
         where a.member_id = $4 and a.answer in ('going', 'maybe', 'waiting') and o.ends_at > $2 and o.starts_at < $3 and e.rrule is not null and e.status <> 'draft' \
         and coalesce(o.status, 'confirmed') <> 'draft' and ", visible_event!("e"),
        " and not ", belongs!(), " order by case when o.ends_at > $5 then 0 else 1 end, case when o.ends_at > $5 then o.starts_at end, o.starts_at desc, o.id limit 1000"
    );
    DECLINED = "select o.event_id, o.recurrence from rsvp r join occurrence o on o.id = r.occurrence_id where r.member_id = $1 and r.answer = 'declined'";
    TOPICS_BETWEEN = "select x.event_id, t.title from event_topic x join topic t on t.id = x.topic_id \
                      where x.event_id in (select o.event_id from occurrence o where o.ends_at > $1 and o.starts_at < $2) order by x.event_id, x.position";
    EVENT = concat!(
        "select ", columns!(), "from event e join community c on c.id = e.community_id where c.slug = $2 and e.slug = $3 and e.status <> 'draft' and ", visible_event!("e")
    );
    TOPICS = "select t.title from event_topic x join topic t on t.id = x.topic_id where x.event_id = $1 order by x.position";
    DIFFERS = concat!(
        "select ", meeting!(), "from occurrence o where o.event_id = $1 and (o.moved or o.title is not null or o.status is not null or o.cancelled_because is not null or o.summary is not null or o.body is not null or o.place is not null or o.online_url is not null) order by o.recurrence"
    );
    ON_DAY = concat!(
        "select ", meeting!(), "from occurrence o where o.event_id = $1 and o.recurrence >= $2 and o.recurrence < $3 and coalesce(o.status, 'confirmed') <> 'draft' order by o.recurrence limit 1"
    );
}

#[derive(sqlx::FromRow)]
struct ElsewhereRow {
    #[sqlx(flatten)]
    event: EventRow,
    #[sqlx(flatten)]
    meeting: MeetingRow,
}

/// An event with all of its meetings; or with a `date`, the one that its series gives that day.
///
/// # Errors
/// `NotFound` where there is none or none for the viewer.
pub async fn entries(
    db: &Db,
    viewer: Viewer,
    base_url: &str,
    (community, slug, date): (&str, &str, Option<&str>),
) -> Result<Contents, AppError> {
    let event: Option<EventRow> =
        on!(db.reader(), c => sqlx::query_as(EVENT).bind(viewer.member).bind(community).bind(slug).fetch_optional(c))?;
    let event = event.ok_or(AppError::NotFound)?;
    let topics: Vec<String> = on!(db.reader(), c => sqlx::query_scalar(TOPICS).bind(event.id).fetch_all(c))?;
    let mut contents = Contents { name: event.title.clone(), ..Contents::default() };
    match date {
        Some(_) if event.rrule.is_none() => return Err(AppError::NotFound),
        Some(date) => {
            let (from, before) = recurrences_on(date)?;
            let row: Option<MeetingRow> =
                on!(db.reader(), c => sqlx::query_as(ON_DAY).bind(event.id).bind(from.as_str()).bind(before.as_str()).fetch_optional(c))?;
            contents.entries.push(event.meeting(&row.ok_or(AppError::NotFound)?, (base_url, &topics)));
        }
        None => {
            let differing: Vec<MeetingRow> = on!(db.reader(), c => sqlx::query_as(DIFFERS).bind(event.id).fetch_all(c))?;
            event.into_contents(&mut contents, (base_url, &topics), (differing, Vec::new()))?;
        }
    }
    Ok(contents)
}

/// The meetings of somebody's calendar: the events with a meeting in the last three months or to come, however far.
///
/// # Errors
/// When the database does not answer.
pub async fn listed(db: &Db, viewer: Viewer, (now, base_url): (DateTime<Utc>, &str), whose: Whose) -> Result<Contents, AppError> {
    let (from, to) = (now - TimeDelta::days(92), key::last_instant());
    let (sql, differing, narrowed) = match whose {
        Whose::All => (OF_ALL, DIFFERING_OF_ALL, None),
        Whose::Community(id) => (OF_COMMUNITY, DIFFERING_OF_COMMUNITY, Some(id)),
        Whose::Topic(id) => (OF_TOPIC, DIFFERING_OF_TOPIC, Some(id)),
        Whose::Member(id) => (OF_MEMBER, DIFFERING_OF_MEMBER, Some(id)),
    };
    // At once: none waits for what the others find.
    let (mut rows, differing, topics) = tokio::try_join!(
        async {
            let rows: Result<Vec<EventRow>, sqlx::Error> = match narrowed {
                None => on!(db.reader(), c => sqlx::query_as(sql).bind(viewer.member).bind(from).bind(to).bind(now).fetch_all(c)),
                Some(id) => {
                    on!(db.reader(), c => sqlx::query_as(sql).bind(viewer.member).bind(from).bind(to).bind(id).bind(now).fetch_all(c))
                }
            };
            rows
        },
        async {
            let rows: Result<Vec<MeetingRow>, sqlx::Error> = match narrowed {
                None => on!(db.reader(), c => sqlx::query_as(differing).bind(viewer.member).bind(from).bind(to).fetch_all(c)),
                Some(id) => on!(db.reader(), c => sqlx::query_as(differing).bind(viewer.member).bind(from).bind(to).bind(id).fetch_all(c)),
            };
            rows
        },
        async {
            let topics: Result<Vec<(Uuid, String)>, sqlx::Error> =
                on!(db.reader(), c => sqlx::query_as(TOPICS_BETWEEN).bind(from).bind(to).fetch_all(c));
            topics
        },
    )?;
    let mut elsewhere: Vec<ElsewhereRow> = match whose {
        Whose::Member(member) => {
            on!(db.reader(), c => sqlx::query_as(ELSEWHERE_OF_MEMBER).bind(viewer.member).bind(from).bind(to).bind(member).bind(now).fetch_all(c))?
        }
        _ => Vec::new(),
    };
    // Which come first is for the cut alone: a calendar in which nothing has changed reads the same tomorrow.
    rows.sort_by(|one, other| one.place().cmp(&other.place()));
    elsewhere.sort_by(|one, other| one.meeting.place().cmp(&other.meeting.place()));
    tell_apart(rows.iter_mut().chain(elsewhere.iter_mut().map(|row| &mut row.event)));
    let (topics, none) = (by_event(topics), Vec::new());
    let mut differing = by_event(differing.into_iter().map(|row| (row.event_id, row)));
    let mut contents = Contents::default();
    let mut declined = match whose {
        Whose::Member(member) => {
            let rows: Vec<(Uuid, String)> = on!(db.reader(), c => sqlx::query_as(DECLINED).bind(member).fetch_all(c))?;
            by_event(rows)
        }
        _ => HashMap::new(),
    };
    for event in rows {
        let (id, topics) = (event.id, topics.get(&event.id).unwrap_or(&none));
        let differs = (differing.remove(&id).unwrap_or_default(), declined.remove(&id).unwrap_or_default());
        event.into_contents(&mut contents, (base_url, topics), differs)?;
    }
    let meeting = |row: &ElsewhereRow| row.event.meeting(&row.meeting, (base_url, topics.get(&row.event.id).unwrap_or(&none)));
    contents.entries.extend(elsewhere.iter().map(meeting));
    Ok(contents)
}

/// Of events that two communities brought in under one UID, the first keeps it in a calendar that holds both: there each is an event of its own.
fn tell_apart<'a>(rows: impl Iterator<Item = &'a mut EventRow>) {
    let mut rows: Vec<&mut EventRow> = rows.filter(|row| row.uid.is_some()).collect();
    rows.sort_by_key(|row| row.id);
    let mut first: HashMap<String, Uuid> = HashMap::new();
    for row in rows {
        row.uid = row.uid.take().filter(|uid| *first.entry(uid.clone()).or_insert(row.id) == row.id);
    }
}

fn by_event<T>(rows: impl IntoIterator<Item = (Uuid, T)>) -> HashMap<Uuid, Vec<T>> {
    let mut of_event: HashMap<Uuid, Vec<T>> = HashMap::new();
    rows.into_iter().for_each(|(event, row)| of_event.entry(event).or_default().push(row));
    of_event
}
