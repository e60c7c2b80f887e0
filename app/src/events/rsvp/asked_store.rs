//! The SQL of meetings that people answer to.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::rules::{Answer, Window};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::events::asking::Asks;
use crate::events::model::{EventAudience, EventStatus};
use crate::events::record::AskRecord;
use crate::events::store::{meeting_href, recurrences_on};
use crate::state::Viewer;
use crate::{on, queries, run, visible_event};

/// The most meetings of a series that are answered at once: more than a daily one has in the eighteen months that are made ahead.
const AT_ONCE: i64 = 1_000;

/// The columns of [`AskedRow`].
macro_rules! asked {
    () => {
        "select o.id, o.event_id, o.recurrence, o.starts_wall, o.starts_at, o.ends_at, o.opens_at, o.closes_at, coalesce(o.status, e.status) as status, coalesce(o.title, e.title) as title, e.rrule is not null as series, e.slug, c.slug as community, \
         e.timezone, e.all_day, e.capacity, e.registration_url, e.asks from occurrence o join event e on e.id = o.event_id join community c on c.id = e.community_id "
    };
}

/// Meetings that take place, whose places are given here, and at which somebody waits; of those that `$of` says, not over at `$2`.
macro_rules! with_waiting {
    ($of:literal) => {
        concat!(
            asked!(),
            "where ",
            $of,
            " and o.ends_at > $2 and e.status in ('confirmed', 'tentative') and coalesce(o.status, e.status) in ('confirmed', 'tentative') and e.registration_url is null \
             and (exists (select 1 from rsvp r where r.occurrence_id = o.id and r.answer = 'waiting') \
             or exists (select 1 from guest g where g.occurrence_id = o.id and g.answer = 'waiting'))"
        )
    };
}

queries! {
    ON_DAY = concat!(asked!(), "where e.community_id = $2 and e.slug = $3 and e.rrule is not null and o.recurrence >= $4 and o.recurrence < $5 and e.status <> 'draft' and coalesce(o.status, e.status) <> 'draft' and ", visible_event!("e"), " order by o.recurrence limit 1");
    SINGLE = concat!(asked!(), "where e.community_id = $2 and e.slug = $3 and e.rrule is null and e.status <> 'draft' and ", visible_event!("e"), " limit 1");
    WITH_WAITING = concat!(with_waiting!("e.id = $1"), " order by o.starts_at, o.id limit 200");
    WAITED_FOR = with_waiting!("o.id = $1");
    SERIES = concat!("select e.id, e.title, e.audience, e.registration_url, e.asks from event e join community c on c.id = e.community_id \
                     where e.community_id = $2 and e.slug = $3 and e.rrule is not null and e.status <> 'draft' and ", visible_event!("e"));
    // What somebody said that they come to, or may, where a community holds it; who is there already keeps their place.
    EVENTS_OF = "select distinct o.event_id from rsvp r join occurrence o on o.id = r.occurrence_id join event e on e.id = o.event_id where r.member_id = $1 and r.answer <> 'declined' and r.came_at is null and o.starts_at > $2 \
                 and (e.community_id = $3 or exists (select 1 from event_host h where h.event_id = e.id and h.community_id = $3)) order by o.event_id";
    MEETINGS_OF = "select o.id from rsvp r join occurrence o on o.id = r.occurrence_id where o.event_id = $1 and r.member_id = $2 and r.answer <> 'declined' and r.came_at is null and o.starts_at > $3 order by o.starts_at, o.id";
    // Who is at several meetings of an event is so one after another, and while nobody changes it.
    LOCK = "update event set revision = revision where id = $1";
    TO_COME = concat!(asked!(), "where e.id = $1 and o.ends_at > $2 and e.status in ('confirmed', 'tentative') and coalesce(o.status, e.status) in ('confirmed', 'tentative') and e.registration_url is null \
                      order by o.starts_at, o.id limit $3");
    ANSWERED = "select o.recurrence, o.starts_wall, o.title, e.all_day, r.answer from occurrence o join event e on e.id = o.event_id \
                left join rsvp r on r.occurrence_id = o.id and r.member_id = $2 \
                where o.event_id = $1 and o.ends_at > $3 and e.status in ('confirmed', 'tentative') and coalesce(o.status, e.status) in ('confirmed', 'tentative') order by o.starts_at, o.id limit $4";
}

#[derive(sqlx::FromRow)]
struct AskedRow {
    id: Uuid,
    event_id: Uuid,
    recurrence: String,
    starts_wall: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    opens_at: Option<DateTime<Utc>>,
    closes_at: Option<DateTime<Utc>>,
    #[sqlx(try_from = "String")]
    status: EventStatus,
    title: String,
    series: bool,
    slug: String,
    community: String,
    timezone: String,
    all_day: bool,
    capacity: Option<i32>,
    registration_url: Option<String>,
    #[sqlx(try_from = "String")]
    asks: Asks,
}

/// A meeting that people answer to.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its id.
    pub id: Uuid,
    /// Its event's id.
    pub event: Uuid,
    /// Its page.
    pub page: String,
    /// What it is called.
    pub title: String,
    /// When it begins, on its wall clock.
    pub starts_wall: String,
    /// The zone of that clock.
    pub timezone: String,
    /// Whether hours don't matter.
    pub all_day: bool,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it is over.
    pub ends_at: DateTime<Utc>,
    /// When people sign up for it.
    pub window: Window,
    /// Whether it takes place.
    pub status: EventStatus,
    /// How many can come.
    pub capacity: Option<i32>,
    /// Where one signs up elsewhere.
    pub registration_url: Option<String>,
    /// What the organisers ask those who come.
    pub asks: Vec<AskRecord>,
}

impl From<AskedRow> for Asked {
    fn from(r: AskedRow) -> Self {
        let event = format!("/c/{}/events/{}", r.community, r.slug);
        Self {
            id: r.id,
            event: r.event_id,
            page: if r.series { meeting_href(&event, &r.recurrence) } else { event },
            title: r.title,
            starts_wall: r.starts_wall,
            timezone: r.timezone,
            all_day: r.all_day,
            starts_at: r.starts_at,
            ends_at: r.ends_at,
            window: Window { opens: r.opens_at, closes: r.closes_at },
            status: r.status,
            capacity: r.capacity,
            registration_url: r.registration_url,
            asks: r.asks.0,
        }
    }
}

/// The meeting of a series on a day, or the only one of an event where there is no day.
///
/// # Errors
/// `NotFound` where there is none, or none for the viewer.
pub async fn find(db: &Db, viewer: Viewer, community: Uuid, (slug, date): (&str, &str)) -> Result<Asked, AppError> {
    let row: Option<AskedRow> = if date.is_empty() {
        on!(db.reader(), c => sqlx::query_as(SINGLE).bind(viewer.member).bind(community).bind(slug).fetch_optional(c))?
    } else {
        let (from, before) = recurrences_on(date)?;
        on!(db.reader(), c => sqlx::query_as(ON_DAY).bind(viewer.member).bind(community).bind(slug).bind(&from).bind(&before).fetch_optional(c))?
    };
    row.map(Asked::from).ok_or(AppError::NotFound)
}

/// The meetings of an event that take place, whose places are given here, and at which somebody waits.
///
/// # Errors
/// When the database does not answer.
pub async fn with_waiting(tx: &mut Tx, event: Uuid) -> Result<Vec<Asked>, sqlx::Error> {
    let now = tx.now();
    let rows: Vec<AskedRow> = on!(tx.conn(), c => sqlx::query_as(WITH_WAITING).bind(event).bind(now).fetch_all(c))?;
    Ok(rows.into_iter().map(Asked::from).collect())
}

/// A meeting, where it takes place, its places are given here, and somebody waits for one.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn waited_for(tx: &mut Tx, meeting: Uuid) -> Result<Option<Asked>, sqlx::Error> {
    let now = tx.now();
    let row: Option<AskedRow> = on!(tx.conn(), c => sqlx::query_as(WAITED_FOR).bind(meeting).bind(now).fetch_optional(c))?;
    Ok(row.map(Asked::from))
}

/// Locks an event: whoever is at several of its meetings at once is at them one after another.
///
/// # Errors
/// When the database refuses.
pub(super) async fn lock_event(tx: &mut Tx, event: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(LOCK).bind(event)).map(drop)
}

/// A series that people answer to.
#[derive(sqlx::FromRow)]
pub(super) struct Series {
    pub(super) id: Uuid,
    pub(super) title: String,
    /// Who of those who see the community's events see it.
    #[sqlx(try_from = "String")]
    pub(super) audience: EventAudience,
    /// Where one signs up elsewhere.
    pub(super) registration_url: Option<String>,
    /// What the organisers ask those who come.
    #[sqlx(try_from = "String")]
    pub(super) asks: Asks,
}

/// A series of a community.
///
/// # Errors
/// `NotFound` where there is none, or none for the viewer.
pub(super) async fn series(db: &Db, viewer: Viewer, community: Uuid, slug: &str) -> Result<Series, AppError> {
    let row: Option<Series> =
        on!(db.reader(), c => sqlx::query_as(SERIES).bind(viewer.member).bind(community).bind(slug).fetch_optional(c))?;
    row.ok_or(AppError::NotFound)
}

/// Locks a series, and gives its meetings to come that take place.
pub(super) async fn to_come(tx: &mut Tx, series: Uuid) -> Result<Vec<Asked>, sqlx::Error> {
    lock_event(tx, series).await?;
    let now = tx.now();
    let rows: Vec<AskedRow> = on!(tx.conn(), c => sqlx::query_as(TO_COME).bind(series).bind(now).bind(AT_ONCE).fetch_all(c))?;
    Ok(rows.into_iter().map(Asked::from).collect())
}

/// The events of a community, at home there or held along, to which somebody said that they come or may, and that have not begun.
pub(super) async fn events_of(tx: &mut Tx, (community, member): (Uuid, Uuid)) -> Result<Vec<Uuid>, sqlx::Error> {
    let now = tx.now();
    on!(tx.conn(), c => sqlx::query_scalar(EVENTS_OF).bind(member).bind(now).bind(community).fetch_all(c))
}

/// The meetings of such an event.
pub(super) async fn meetings_of(tx: &mut Tx, (event, member): (Uuid, Uuid)) -> Result<Vec<Uuid>, sqlx::Error> {
    let now = tx.now();
    on!(tx.conn(), c => sqlx::query_scalar(MEETINGS_OF).bind(event).bind(member).bind(now).fetch_all(c))
}

/// A meeting to come, and what somebody said of it.
#[derive(sqlx::FromRow)]
pub(super) struct Answered {
    pub(super) recurrence: String,
    pub(super) starts_wall: String,
    pub(super) title: Option<String>,
    pub(super) all_day: bool,
    answer: Option<String>,
}

impl Answered {
    pub(super) fn answer(&self) -> Option<Answer> {
        self.answer.as_deref().and_then(|word| word.parse().ok())
    }
}

/// The meetings of a series to come that take place, and what a member said of each.
pub(super) async fn answered(db: &Db, (series, member): (Uuid, Uuid), now: DateTime<Utc>) -> Result<Vec<Answered>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(ANSWERED).bind(series).bind(member).bind(now).bind(AT_ONCE).fetch_all(c))
}
