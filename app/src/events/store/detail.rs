//! One event, and one meeting of a series.

mod about;
mod rows;

use chrono::{DateTime, Utc};
use uuid::Uuid;

#[cfg(test)]
pub(crate) use self::about::QUERIES as ABOUT_QUERIES;
use self::about::detail;
use self::rows::{OccurrenceRow, Place, Times, at_own_place};
use super::addresses::recurrences_on;
use crate::communities::model::CommunityHead;
use crate::db::{Db, key};
use crate::error::AppError;
use crate::events::model::{EventDetail, EventFormat, EventScreen, EventStatus, MeetingScreen};
use crate::events::rsvp;
use crate::events::rsvp::Shown;
use crate::events::rsvp::rules::Window;
use crate::questions::office;
use crate::state::Viewer;
use crate::ui::pagination::Slice;
use crate::ui::sheet::Part;
use crate::{on, queries};

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
    UPCOMING = occurrences!("ends_at > $2 order by starts_at, id limit $3");
    PAST = occurrences!("ends_at <= $2 and (starts_at, id) < ($3, $4) order by starts_at desc, id desc limit $5");
    ON_DAY = occurrences!("recurrence >= $2 and recurrence < $3 order by recurrence limit 1");
    NEIGHBOURS = concat!(
        "select * from (", occurrences!("starts_at < $2 order by starts_at desc, id desc limit 1"), ") p union all select * from (",
        occurrences!("starts_at > $2 order by starts_at, id limit 1"), ") n"
    );
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
