//! Meetings as their pages show them.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::db::json;
use crate::error::AppError;
use crate::events::asking::Asks;
use crate::events::attendance;
use crate::events::model::{EventDetail, EventStatus, LinkFor, Meeting, Speaker};
use crate::events::rsvp::rules::Window;
use crate::events::store::meeting_href;
use crate::link::is_safe_address;
use crate::{markdown, when};

/// A meeting, with what it has of its own.
#[derive(sqlx::FromRow)]
pub(super) struct OccurrenceRow {
    pub(super) id: Uuid,
    pub(super) recurrence: String,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) ends_at: DateTime<Utc>,
    pub(super) starts_wall: String,
    pub(super) ends_wall: String,
    pub(super) title: Option<String>,
    pub(super) status: Option<String>,
    pub(super) cancelled_because: Option<String>,
    pub(super) moved: bool,
    pub(super) recordings: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) body: Option<String>,
    pub(super) place: Option<String>,
    pub(super) online_url: Option<String>,
    pub(super) materials: Option<String>,
    pub(super) own_speakers: bool,
    opens_at: Option<DateTime<Utc>>,
    closes_at: Option<DateTime<Utc>>,
}

/// When a meeting begins and ends.
pub(super) type Times = (DateTime<Utc>, DateTime<Utc>);

/// What a meeting takes from its event.
pub(super) struct Series {
    pub(super) id: Uuid,
    pub(super) href: String,
    pub(super) status: EventStatus,
    pub(super) cancelled_because: Option<String>,
    pub(super) timezone: String,
    pub(super) all_day: bool,
    pub(super) rrule: Option<String>,
    pub(super) link_for: LinkFor,
    pub(super) asks: Asks,
    pub(super) guests: i32,
    /// Whether the viewer comes to a meeting of it.
    pub(super) goes: bool,
}

/// Place and address of the video call, where a meeting has its own; empty where it has none.
pub(super) type Place = (Option<String>, Option<String>);

/// Has an event say where its meeting is.
pub(super) fn at_own_place(event: &mut EventDetail, (place, online_url): Place) {
    if let Some(place) = place {
        event.place = Some(place).filter(|place| !place.is_empty());
    }
    if let Some(address) = online_url {
        event.online_url = Some(address).filter(|address| is_safe_address(address));
    }
}

impl OccurrenceRow {
    /// Has its event say what the meeting has of its own.
    pub(super) fn differ(&self, event: &mut EventDetail, speakers: Vec<Speaker>) -> Result<(), AppError> {
        at_own_place(event, (self.place.clone(), self.online_url.clone()));
        if let Some(summary) = &self.summary {
            event.summary.clone_from(summary);
        }
        if let Some(body) = &self.body {
            event.body_html = markdown::render(body);
        }
        if let Some(materials) = &self.materials {
            event.materials = json::links(materials)?;
        }
        if self.own_speakers {
            event.speakers = speakers;
        }
        Ok(())
    }

    /// When people sign up for it.
    pub(super) fn window(&self) -> Window {
        Window { opens: self.opens_at, closes: self.closes_at }
    }

    pub(super) fn checks_in(&self, now: DateTime<Utc>) -> bool {
        attendance::is_on((self.starts_at, self.ends_at), now)
    }
}

impl Series {
    /// Holds the address of the video call back from whom it is not for.
    pub(super) fn hold_back(&self, event: &mut EventDetail, (organises, now): (bool, DateTime<Utc>), times: Option<Times>) {
        let soon = |minutes| times.is_some_and(|(starts, ends)| starts - TimeDelta::minutes(minutes) <= now && now < ends);
        let theirs = match self.link_for.minutes() {
            Some(minutes) => soon(minutes),
            None => self.goes || self.link_for == LinkFor::Everybody,
        };
        if !organises && !theirs && event.online_url.take().is_some() {
            event.online_held = Some(self.link_for.held().to_owned());
        }
    }

    pub(super) fn meeting(&self, row: OccurrenceRow, now: DateTime<Utc>) -> Result<Meeting, AppError> {
        let starts = when::wall(&row.starts_wall).unwrap_or(row.starts_at.naive_utc());
        let ends = when::wall(&row.ends_wall).unwrap_or(row.ends_at.naive_utc());
        let status = row.status.and_then(|word| word.parse().ok()).unwrap_or(self.status);
        let because = row.cancelled_because.or_else(|| self.cancelled_because.clone());
        Ok(Meeting {
            href: if self.rrule.is_some() { meeting_href(&self.href, &row.recurrence) } else { self.href.clone() },
            title: row.title,
            when: when::meeting(starts, ends, &self.timezone, self.all_day),
            status,
            cancelled_because: because.filter(|_| status == EventStatus::Cancelled),
            moved_from: when::wall(&row.recurrence).filter(|was| row.moved && *was != starts).map(|was| when::moment(was, self.all_day)),
            recordings: row.recordings.as_deref().map_or(Ok(Vec::new()), json::links)?,
            over: row.ends_at <= now,
        })
    }
}
