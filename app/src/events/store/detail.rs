//! One event, and one meeting of a series.

mod rows;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use self::rows::{OccurrenceRow, Place, Series, Times, at_own_place};
use super::addresses::recurrences_on;
use crate::communities::EVERYONE;
use crate::communities::model::CommunityHead;
use crate::db::{Db, json, key};
use crate::error::AppError;
use crate::events::asking::Asks;
use crate::events::model::{EventDetail, EventFormat, EventScreen, EventStatus, LinkFor, MeetingScreen, Speaker};
use crate::events::rsvp::Shown;
use crate::events::rsvp::rules::Window;
use crate::events::{repeats, rsvp};
use crate::link::is_safe_address;
use crate::members::store::seen;
use crate::questions::office;
use crate::state::Viewer;
use crate::ui::pagination::Slice;
use crate::ui::sheet::Part;
use crate::{on, queries, visible, when};

/// Past meetings on a page of a series.
const PAGE: usize = 12;

/// Meetings to come on the page of a series: more than a weekly one has in the eighteen months that are made ahead.
const AHEAD: usize = 100;

macro_rules! occurrences {
    ($which:literal) => {
        concat!(
            "select id, recurrence, starts_at, ends_at, starts_wall, ends_wall, title, status, cancelled_because, moved, recordings, \
             summary, body, place, online_url, materials, own_speakers, opens_at, closes_at \
             from occurrence where event_id = $1 and coalesce(status, 'confirmed') <> 'draft' and ",
            $which
        )
    };
}

queries! {
    EVENT = concat!(
        "select e.id, e.slug, e.title, e.summary, e.body_html, e.format, e.status, e.cancelled_because, e.starts_wall, e.timezone, e.all_day, e.rrule, e.organiser, \
         e.place, e.online_url, e.link_for, e.registration_url, e.captions_url, e.capacity, e.language, e.recordings, e.materials, e.asks, e.guests, \
         exists (select 1 from rsvp g join occurrence og on og.id = g.occurrence_id where og.event_id = e.id and g.member_id = $1 and g.answer = 'going') as goes, \
         b.slug as before_slug, b.title as before_title, n.slug as next_slug, n.title as next_title, n.status as next_status, coalesce((select min(o.recurrence) from occurrence o where o.event_id = n.id), n.starts_wall) as next_starts \
         from event e join community c on c.id = e.community_id \
         left join event b on b.community_id = e.community_id and b.slug = e.continues and b.status <> 'draft' \
         left join event n on n.community_id = e.community_id and n.continues = e.slug and n.status <> 'draft' where c.slug = $2 and e.slug = $3 and e.status <> 'draft' and ", visible!("events"), " order by n.id limit 1"
    );
    // The communities that hold it, then what it is about.
    HOSTS_AND_TOPICS = concat!(
        "select c.slug, c.name, false as topic, h.position from community c join (select community_id, -1 as position from event where id = $2 \
         union all select community_id, position from event_host where event_id = $2) h on h.community_id = c.id where h.position = -1 or ", visible!("about"), " \
         union all select t.slug, t.title as name, true as topic, x.position from event_topic x join topic t on t.id = x.topic_id where x.event_id = $2 \
         order by topic, position"
    );
    // Those of the event, and those of its meeting on a day.
    SPEAKERS = concat!(
        "select coalesce(m.name, s.name) as name, case when m.standing <> 'former' then m.handle end as handle, case when ", seen!("role", "$1"), " then m.role end as role, s.own \
         from (select member_id, name, position, false as own from event_speaker where event_id = $2 \
         union all select o.member_id, o.name, o.position, true as own from occurrence_speaker o where o.occurrence_id = \
         (select f.id from occurrence f where f.event_id = $2 and f.recurrence >= $3 and f.recurrence < $4 order by f.recurrence limit 1)) s \
         left join member m on m.id = s.member_id where coalesce(m.name, s.name) is not null order by s.own, s.position"
    );
    UPCOMING = occurrences!("ends_at > $2 order by starts_at, id limit $3");
    PAST = occurrences!("ends_at <= $2 and (starts_at, id) < ($3, $4) order by starts_at desc, id desc limit $5");
    ON_DAY = occurrences!("recurrence >= $2 and recurrence < $3 order by recurrence limit 1");
    NEIGHBOURS = concat!(
        "select * from (", occurrences!("starts_at < $2 order by starts_at desc, id desc limit 1"), ") p union all select * from (",
        occurrences!("starts_at > $2 order by starts_at, id limit 1"), ") n"
    );
}

#[derive(sqlx::FromRow)]
struct EventRow {
    id: Uuid,
    slug: String,
    title: String,
    summary: String,
    body_html: String,
    format: Option<String>,
    #[sqlx(try_from = "String")]
    status: EventStatus,
    cancelled_because: Option<String>,
    starts_wall: String,
    timezone: String,
    all_day: bool,
    rrule: Option<String>,
    organiser: Option<String>,
    place: Option<String>,
    online_url: Option<String>,
    #[sqlx(try_from = "String")]
    link_for: LinkFor,
    goes: bool,
    registration_url: Option<String>,
    captions_url: Option<String>,
    capacity: Option<i32>,
    #[sqlx(try_from = "String")]
    asks: Asks,
    guests: i32,
    language: Option<String>,
    recordings: String,
    materials: String,
    before_slug: Option<String>,
    before_title: Option<String>,
    next_slug: Option<String>,
    next_title: Option<String>,
    next_starts: Option<String>,
    next_status: Option<String>,
}

/// An event with its meetings; of a series, a page of those that are over.
///
/// # Errors
/// `NotFound` where there is none or none for the viewer, `Invalid` where `after` is no key.
pub async fn event(
    db: &Db,
    viewer: Viewer,
    now: DateTime<Utc>,
    (head, slug, after): (CommunityHead, &str, &str),
) -> Result<EventScreen, AppError> {
    let (from, id) = key::parse_at(after, (key::last_instant(), Uuid::max()))?;
    let (mut event, series, _) = detail(db, viewer, &head, (slug, ("", ""))).await?;
    let upcoming: Vec<OccurrenceRow> =
        on!(db.reader(), c => sqlx::query_as(UPCOMING).bind(series.id).bind(now).bind(AHEAD as i64).fetch_all(c))?;
    let past: Vec<OccurrenceRow> =
        on!(db.reader(), c => sqlx::query_as(PAST).bind(series.id).bind(now).bind(from).bind(id).bind(PAGE as i64 + 1).fetch_all(c))?;
    let past = Slice::cut(past, PAGE, after, |row| key::at(row.starts_at, row.id));
    let times: Vec<Times> = upcoming.iter().chain(&past.items).map(|row| (row.starts_at, row.ends_at)).collect();
    let ids: Vec<(Uuid, bool)> = upcoming.iter().chain(&past.items).map(|row| (row.id, row.checks_in(now))).collect();
    let windows: Vec<Window> = upcoming.iter().chain(&past.items).map(OccurrenceRow::window).collect();
    let places: Vec<Place> = upcoming.iter().chain(&past.items).map(|row| (row.place.clone(), row.online_url.clone())).collect();
    let upcoming = upcoming.into_iter().map(|row| series.meeting(row, now)).collect::<Result<Vec<_>, _>>()?;
    let past = Slice {
        items: past.items.into_iter().map(|row| series.meeting(row, now)).collect::<Result<Vec<_>, _>>()?,
        next: past.next,
        later: past.later,
    };
    // The next that takes place; else the next, or the last.
    let taking_place = upcoming.iter().position(|meeting| meeting.status != EventStatus::Cancelled).unwrap_or_default();
    let meeting = upcoming.get(taking_place).or(past.items.first()).cloned();
    if let Some(place) = places.get(taking_place) {
        at_own_place(&mut event, place.clone());
    }
    series.hold_back(&mut event, (head.organises, now), times.get(taking_place).copied());
    let rsvp = match (&meeting, ids.get(taking_place)) {
        (Some(meeting), Some((id, checks_in))) => {
            let date = if series.rrule.is_some() { meeting.href.rsplit('/').next().unwrap_or_default() } else { "" };
            let window = (windows.get(taking_place).copied().unwrap_or_default(), now);
            let shown = Shown {
                id: *id,
                event: &event,
                meeting,
                asks: &series.asks.0,
                guests: series.guests,
                checks_in: *checks_in,
                window,
                zone: &series.timezone,
            };
            rsvp::panel(db, viewer, &head, (slug, date), shown).await?
        }
        _ => Vec::new(),
    };
    let questions = match (&meeting, ids.get(taking_place)) {
        (Some(meeting), Some((id, _))) => brought(db, viewer, (&head, &event), (*id, meeting.over)).await?,
        _ => Vec::new(),
    };
    Ok(EventScreen { head, event, meeting, rsvp, questions, upcoming, past })
}

/// One meeting of a series, by the day the series gives it.
///
/// # Errors
/// `NotFound` where there is none or none for the viewer.
pub async fn meeting(
    db: &Db,
    viewer: Viewer,
    now: DateTime<Utc>,
    (head, slug, date): (CommunityHead, &str, &str),
) -> Result<MeetingScreen, AppError> {
    let (from, before) = recurrences_on(date)?;
    let (mut event, series, own_speakers) = detail(db, viewer, &head, (slug, (&from, &before))).await?;
    // A single event has one address: its own.
    if series.rrule.is_none() {
        return Err(AppError::NotFound);
    }
    let row: Option<OccurrenceRow> =
        on!(db.reader(), c => sqlx::query_as(ON_DAY).bind(series.id).bind(from.clone()).bind(before.clone()).fetch_optional(c))?;
    let row = row.ok_or(AppError::NotFound)?;
    let (id, starts_at, checks_in, window) = (row.id, row.starts_at, row.checks_in(now), (row.window(), now));
    row.differ(&mut event, own_speakers)?;
    series.hold_back(&mut event, (head.organises, now), Some((row.starts_at, row.ends_at)));
    let neighbours: Vec<OccurrenceRow> = on!(db.reader(), c => sqlx::query_as(NEIGHBOURS).bind(series.id).bind(starts_at).fetch_all(c))?;
    let (mut previous, mut next) = (None, None);
    for neighbour in neighbours {
        let side = if neighbour.starts_at < starts_at { &mut previous } else { &mut next };
        *side = Some(series.meeting(neighbour, now)?);
    }
    let meeting = series.meeting(row, now)?;
    let shown = Shown {
        id,
        event: &event,
        meeting: &meeting,
        asks: &series.asks.0,
        guests: series.guests,
        checks_in,
        window,
        zone: &series.timezone,
    };
    let rsvp = rsvp::panel(db, viewer, &head, (slug, date), shown).await?;
    let questions = brought(db, viewer, (&head, &event), (id, meeting.over)).await?;
    Ok(MeetingScreen { head, event, meeting, rsvp, questions, previous, next })
}

/// The questions that were taken to a meeting, where it is one for questions.
async fn brought(
    db: &Db,
    viewer: Viewer,
    (head, event): (&CommunityHead, &EventDetail),
    (meeting, over): (Uuid, bool),
) -> Result<Vec<Part>, AppError> {
    match event.format {
        Some(EventFormat::OfficeHours) => office::at(db, viewer, (meeting, over && head.organises)).await,
        _ => Ok(Vec::new()),
    }
}

/// An event, what its meetings take from it, and who speaks at the meeting of a day alone.
async fn detail(
    db: &Db,
    viewer: Viewer,
    head: &CommunityHead,
    (slug, (from, before)): (&str, (&str, &str)),
) -> Result<(EventDetail, Series, Vec<Speaker>), AppError> {
    let row: Option<EventRow> =
        on!(db.reader(), c => sqlx::query_as(EVENT).bind(viewer.member).bind(head.slug.as_str()).bind(slug).fetch_optional(c))?;
    let r = row.ok_or(AppError::NotFound)?;
    let beside: Vec<(String, String, bool)> =
        on!(db.reader(), c => sqlx::query_as(HOSTS_AND_TOPICS).bind(viewer.member).bind(r.id).fetch_all(c))?;
    let (topics, hosts): (Vec<_>, Vec<_>) = beside.into_iter().partition(|(.., topic)| *topic);
    let [mut hosts, topics] =
        [hosts, topics].map(|those: Vec<(String, String, bool)>| those.into_iter().map(|(slug, name, _)| (slug, name)).collect::<Vec<_>>());
    // What belongs to no community lives in `everyone`, which holds nothing itself.
    hosts.retain(|(slug, _)| slug != EVERYONE);
    hosts.dedup();
    let speaking: Vec<(String, Option<String>, Option<String>, bool)> =
        on!(db.reader(), c => sqlx::query_as(SPEAKERS).bind(viewer.member).bind(r.id).bind(from).bind(before).fetch_all(c))?;
    let (own, speakers): (Vec<_>, Vec<_>) = speaking.into_iter().partition(|(.., own)| *own);
    let named = |rows: Vec<(String, Option<String>, Option<String>, bool)>| {
        rows.into_iter().map(|(name, handle, role, _)| Speaker { name, handle, role }).collect::<Vec<_>>()
    };
    let safe = |address: Option<String>| address.filter(|address| is_safe_address(address));
    let page = |slug: String| format!("/c/{}/events/{slug}", head.slug);
    let href = page(r.slug);
    let from = |starts: Option<String>| starts.as_deref().and_then(when::wall).map(|starts| when::date(starts.date()));
    let off = r.next_status.as_deref() == Some(EventStatus::Cancelled.as_str());
    let event = EventDetail {
        href: href.clone(),
        title: r.title,
        summary: r.summary,
        body_html: r.body_html,
        format: r.format.and_then(|word| word.parse::<EventFormat>().ok()),
        status: r.status,
        cancelled_because: r.cancelled_because.clone(),
        repeats: r.rrule.as_deref().and_then(|rule| Some(repeats::in_words(rule, when::wall(&r.starts_wall)?))),
        organiser: r.organiser,
        hosts,
        speakers: named(speakers),
        place: r.place,
        online_url: safe(r.online_url),
        online_held: None,
        registration_url: safe(r.registration_url),
        captions_url: safe(r.captions_url),
        capacity: r.capacity,
        language: r.language,
        recordings: json::links(&r.recordings)?,
        materials: json::links(&r.materials)?,
        topics,
        before: r.before_title.zip(r.before_slug.map(page)),
        next: r
            .next_title
            .map(|title| if off { format!("{title} (cancelled)") } else { title })
            .zip(r.next_slug.map(page))
            .zip(from(r.next_starts))
            .map(|((title, href), from)| (title, href, from)),
    };
    let series = Series {
        id: r.id,
        href,
        status: r.status,
        cancelled_because: r.cancelled_because,
        timezone: r.timezone,
        all_day: r.all_day,
        rrule: r.rrule,
        link_for: r.link_for,
        asks: r.asks,
        guests: r.guests,
        goes: r.goes,
    };
    Ok((event, series, named(own)))
}
