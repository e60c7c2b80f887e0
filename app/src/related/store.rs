//! The columns of the lines, for the stores that choose which, and how rows become lines.

use chrono::{DateTime, NaiveDateTime, Utc};
use uuid::Uuid;

use super::model::{EventLine, Home, QuestionLine, WritingLine};
use crate::db::key;
use crate::error::AppError;
use crate::events::audience;
use crate::events::model::{EventAudience, EventStatus, Slot};
use crate::state::internal;
use crate::when;

// Lists are read in the order of an index and no further than a page needs: the joins are outer ones, though none of them ever misses, so that no engine begins with the
// communities and sorts all that is theirs. Where `c` or `e` is compared with something, engines take them for the inner joins they are.

/// Reads meetings: occurrence `o` of event `e` at home in community `c`; `slots` no more of each than a grid of days shows. Goes on with `and …`; `$1` is the viewer. What narrows it compares `o.event_id`.
macro_rules! meetings {
    () => {
        $crate::related::store::meetings!(
            @ "o.id, o.starts_at, e.slug, coalesce(o.title, e.title) as title, c.slug as community, coalesce(c.short_name, c.name) as community_name, o.starts_wall, o.ends_wall, \
               e.timezone, e.all_day, e.audience, coalesce(o.status, e.status) as status, nullif(coalesce(o.place, e.place), '') as place, nullif(coalesce(o.online_url, e.online_url), '') is not null as online, e.format, \
               coalesce(o.recordings, e.recordings) <> '[]' as recorded, false as series, case when e.rrule is null then '' else substr(o.recurrence, 1, 10) end as meeting"
        )
    };
    (slots) => {
        $crate::related::store::meetings!(
            @ "coalesce(o.title, e.title) as title, '/c/' || c.slug || '/events/' || e.slug || case when e.rrule is null then '' else '/' || substr(o.recurrence, 1, 10) end as href, \
               o.starts_wall, o.ends_wall, e.timezone, cast(e.all_day as integer) as all_day, e.audience, coalesce(o.status, e.status) as status"
        )
    };
    (@ $columns:literal) => {
        concat!(
            "select ", $columns, " from occurrence o left join event e on e.id = o.event_id left join community c on c.id = e.community_id \
             where coalesce(e.status, 'draft') <> 'draft' and coalesce(o.status, e.status) <> 'draft' and ",
            $crate::visible_event!("e")
        )
    };
}
pub(crate) use meetings;

/// Reads events `e`, a series as one. Goes on with `and …`; `$1` is the viewer.
macro_rules! events {
    () => {
        concat!(
            "select e.id, e.slug, e.title, c.slug as community, coalesce(c.short_name, c.name) as community_name, e.starts_wall, e.ends_wall, \
             e.timezone, e.all_day, e.audience, e.status, e.place, e.online_url is not null as online, e.format, e.recordings <> '[]' as recorded, \
             e.rrule is not null as series, '' as meeting \
             from event e left join community c on c.id = e.community_id where e.status <> 'draft' and ",
            $crate::visible_event!("e")
        )
    };
}
pub(crate) use events;

/// Reads questions `q`. Goes on with `and …`; `$1` is the viewer.
macro_rules! questions {
    () => {
        concat!(
            "select q.id, q.active_at, q.slug, q.title, c.slug as community, coalesce(c.short_name, c.name) as community_name, q.answer_count, \
             q.accepted_answer_id is not null as accepted, (select m.name from member m where m.id = q.author_id) as author, q.asked_at \
             from question q left join community c on c.id = q.community_id where q.deleted_at is null and ",
            $crate::visible!("questions")
        )
    };
}
pub(crate) use questions;

/// Reads published pages `p`. Goes on with `and …`; `$1` is the viewer.
macro_rules! pages {
    () => {
        concat!(
            "select p.id, coalesce(p.published_at, p.created_at) as written_at, p.path as slug, p.title, c.slug as community, coalesce(c.short_name, c.name) as community_name, p.summary, 'page' as kind, p.position \
             from page p left join community c on c.id = p.community_id where p.status = 'published' and ",
            $crate::visible_page!("p")
        )
    };
}
pub(crate) use pages;

/// Reads resources `s`. Goes on with `and …`; `$1` is the viewer.
macro_rules! resources {
    () => {
        concat!(
            "select s.id, coalesce(s.published_at, s.created_at) as written_at, s.slug, s.title, c.slug as community, coalesce(c.short_name, c.name) as community_name, s.summary, s.kind, 0 as position \
             from resource s left join community c on c.id = s.community_id where s.status = 'current' and ",
            $crate::visible!("pages")
        )
    };
}
pub(crate) use resources;

/// A row of [`meetings`] or [`events`].
#[derive(sqlx::FromRow)]
pub struct EventRow {
    id: Uuid,
    slug: String,
    title: String,
    community: String,
    community_name: String,
    starts_wall: String,
    ends_wall: String,
    timezone: String,
    all_day: bool,
    #[sqlx(try_from = "String")]
    audience: EventAudience,
    #[sqlx(try_from = "String")]
    status: EventStatus,
    place: Option<String>,
    online: bool,
    format: Option<String>,
    recorded: bool,
    series: bool,
    /// The day that names one meeting of a series in its address; empty where the event's own address is meant.
    meeting: String,
}

/// Makes lines of events.
///
/// # Errors
/// When a wall-clock time is stored that is none.
pub fn event_lines(rows: Vec<EventRow>) -> Result<Vec<EventLine>, AppError> {
    rows.into_iter().map(EventRow::line).collect()
}

impl QuestionRow {
    /// The question's id.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// The key of a list of the liveliest.
    pub fn key(&self) -> String {
        key::at(self.active_at, self.id)
    }
}

impl WritingRow {
    /// The key of a list of the latest.
    pub fn key(&self) -> String {
        key::at(self.written_at, self.id)
    }
}

impl EventRow {
    /// The key of a list of the latest.
    pub fn key(&self) -> String {
        key::text(&self.starts_wall, self.id)
    }

    /// The wall clock when it begins.
    pub fn starts(&self) -> Option<NaiveDateTime> {
        when::wall(&self.starts_wall)
    }

    /// Makes its line.
    ///
    /// # Errors
    /// As [`event_lines`].
    pub fn line(self) -> Result<EventLine, AppError> {
        let wall = |text: &str| when::wall(text).ok_or_else(|| internal(&format!("the event {} has the time {text:?}", self.slug)));
        let (starts, ends) = (wall(&self.starts_wall)?, wall(&self.ends_wall)?);
        Ok(EventLine {
            href: address(&self.community, &self.slug, &self.meeting),
            when: when::meeting(starts, ends, &self.timezone, self.all_day),
            title: self.title,
            community: Home { slug: self.community, name: self.community_name },
            status: self.status,
            for_whom: audience::label(self.audience),
            place: self.place,
            online: self.online,
            format: self.format.and_then(|word| word.parse().ok()),
            recorded: self.recorded,
            series: self.series,
            repeats: !self.meeting.is_empty(),
        })
    }
}

/// Where an event's screen is, or that of one of its meetings.
fn address(community: &str, slug: &str, meeting: &str) -> String {
    let slash = if meeting.is_empty() { "" } else { "/" };
    format!("/c/{community}/events/{slug}{slash}{meeting}")
}

/// A row of [`meetings`] for a grid, read by the places of its columns and not by their names, for there are hundreds: [`SLOT_COLUMNS`].
pub type SlotRow = (String, String, String, String, String, i32, String, String);

/// What a [`SlotRow`] holds: title, address, the two times of its wall clock, their zone, whether (1) only the dates matter, audience and status.
pub const SLOT_COLUMNS: &str = "title, href, starts_wall, ends_wall, timezone, all_day, audience, status";

/// It in a grid of days, with the two times of its wall clock; `None` where something is stored that is no time, or no word of ours.
pub fn slot((title, href, starts, ends, zone, all_day, audience, status): SlotRow) -> Option<((NaiveDateTime, NaiveDateTime), Slot)> {
    let (starts, ends) = when::wall(&starts).zip(when::wall(&ends))?;
    let (machine, hours, offset) = when::briefly(starts, ends, &zone, all_day != 0);
    let for_whom = audience::label(audience.parse().ok()?);
    Some(((starts, ends), Slot { title, href, status: status.parse().ok()?, starts: machine, hours, for_whom, offset }))
}

/// A row of [`questions`].
#[derive(sqlx::FromRow)]
pub struct QuestionRow {
    id: Uuid,
    active_at: DateTime<Utc>,
    slug: String,
    title: String,
    community: String,
    community_name: String,
    answer_count: i32,
    accepted: bool,
    author: Option<String>,
    asked_at: DateTime<Utc>,
}

/// Makes lines of questions.
pub fn question_lines(rows: Vec<QuestionRow>) -> Vec<QuestionLine> {
    let line = |r: QuestionRow| {
        let (asked, active) = (when::stamp(r.asked_at), when::stamp(r.active_at));
        QuestionLine {
            href: format!("/c/{}/questions/{}", r.community, r.slug),
            title: r.title,
            community: Home { slug: r.community, name: r.community_name },
            answers: r.answer_count,
            accepted: r.accepted,
            author: r.author,
            active: (active.text != asked.text).then_some(active),
            asked,
        }
    };
    rows.into_iter().map(line).collect()
}

/// A row of [`pages`] or [`resources`].
#[derive(sqlx::FromRow)]
pub struct WritingRow {
    id: Uuid,
    written_at: DateTime<Utc>,
    slug: String,
    title: String,
    community: String,
    community_name: String,
    summary: String,
    kind: String,
}

/// Makes lines of pages and resources.
pub fn writing_lines(rows: Vec<WritingRow>) -> Vec<WritingLine> {
    let line = |r: WritingRow| {
        let resource = r.kind.parse().ok();
        let section = if resource.is_some() { "resources" } else { "pages" };
        WritingLine {
            href: format!("/c/{}/{section}/{}", r.community, r.slug),
            title: r.title,
            community: Home { slug: r.community, name: r.community_name },
            summary: r.summary,
            resource,
        }
    };
    rows.into_iter().map(line).collect()
}
