//! The SQL of questions at office hours.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::events::model::EventStatus;
use crate::events::store::meeting_href;
use crate::state::Viewer;
use crate::{on, queries, run, visible, visible_event};

/// How far ahead a question is taken.
const AHEAD: TimeDelta = TimeDelta::days(120);

/// For how long after office hours those who held them are asked to answer: a site that stood still does not ask for what is long gone.
const AFTER: TimeDelta = TimeDelta::days(7);

/// Meetings `o` of events `e` at home in communities `c`: the columns of [`Office`]. Goes on with joins and conditions.
macro_rules! office {
    () => {
        "select o.id, e.id as event_id, e.community_id, o.recurrence, o.starts_wall, o.ends_at, coalesce(o.title, e.title) as title, coalesce(o.status, e.status) as status, e.all_day, e.rrule is not null as series, \
         e.slug, c.slug as community, coalesce(c.short_name, c.name) as community_name from occurrence o join event e on e.id = o.event_id join community c on c.id = e.community_id "
    };
}

queries! {
    // The community's own first.
    UPCOMING = concat!(
        office!(), "where o.ends_at > $2 and o.starts_at < $3 and e.format = 'office_hours' and e.status in ('confirmed', 'tentative') and coalesce(o.status, e.status) in ('confirmed', 'tentative') and ",
        visible_event!("e"), " order by case when e.community_id = $4 then 0 else 1 end, o.starts_at, o.id limit 20"
    );
    BROUGHT = concat!(office!(), "where o.id = $2 and e.status <> 'draft' and coalesce(o.status, e.status) <> 'draft' and ", visible_event!("e"));
    BRING = "insert into question_brought (question_id, occurrence_id, brought_at) values ($1, $2, $3) \
             on conflict (question_id) do update set occurrence_id = excluded.occurrence_id, brought_at = excluded.brought_at, asked_at = null";
    TAKE_BACK = "delete from question_brought where question_id = $1";
    OF_MEETING = concat!(
        "select q.title, q.slug, c.slug as community, q.answer_count, q.accepted_answer_id is not null as accepted, q.state = 'closed' as closed \
         from question_brought b join question q on q.id = b.question_id join community c on c.id = q.community_id \
         where b.occurrence_id = $2 and q.deleted_at is null and ", visible!("questions"), " order by b.brought_at, q.id limit 200"
    );
    OVER = "select b.question_id, b.occurrence_id, o.event_id, e.community_id, q.community_id as asked_in, q.title, q.slug, c.slug as community, coalesce(o.title, e.title) as meeting \
            from question_brought b join occurrence o on o.id = b.occurrence_id join event e on e.id = o.event_id join question q on q.id = b.question_id join community c on c.id = q.community_id \
            where b.asked_at is null and o.ends_at <= $1 and o.ends_at > $2 and coalesce(o.status, e.status) in ('confirmed', 'tentative') and e.status in ('confirmed', 'tentative') \
            and q.deleted_at is null and q.state <> 'closed' and q.accepted_answer_id is null order by o.ends_at, b.question_id limit 200";
    ASKED = "update question_brought set asked_at = $3 where question_id = $1 and occurrence_id = $2 and asked_at is null returning question_id";
    HOLDING = "select s.member_id from event_speaker s where s.event_id = $1 and s.member_id is not null \
               union select s.member_id from occurrence_speaker s where s.occurrence_id = $2 and s.member_id is not null order by member_id";
}

/// A meeting of office hours.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Office {
    pub(super) id: Uuid,
    pub(super) event_id: Uuid,
    pub(super) community_id: Uuid,
    recurrence: String,
    pub(super) starts_wall: String,
    pub(super) ends_at: DateTime<Utc>,
    pub(super) title: String,
    #[sqlx(try_from = "String")]
    pub(super) status: EventStatus,
    pub(super) all_day: bool,
    series: bool,
    slug: String,
    community: String,
    pub(super) community_name: String,
}

impl Office {
    /// Its page.
    pub(super) fn page(&self) -> String {
        let event = format!("/c/{}/events/{}", self.community, self.slug);
        if self.series { meeting_href(&event, &self.recurrence) } else { event }
    }
}

/// Office hours to come that somebody may see, for a question of a community.
pub(super) async fn upcoming(db: &Db, viewer: Viewer, (now, home): (DateTime<Utc>, Uuid)) -> Result<Vec<Office>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(UPCOMING).bind(viewer.member).bind(now).bind(now + AHEAD).bind(home).fetch_all(c))
}

/// The same, where something is decided about them.
pub(super) async fn upcoming_now(tx: &mut Tx, viewer: Viewer, home: Uuid) -> Result<Vec<Office>, sqlx::Error> {
    let now = tx.now();
    on!(tx.conn(), c => sqlx::query_as(UPCOMING).bind(viewer.member).bind(now).bind(now + AHEAD).bind(home).fetch_all(c))
}

/// A meeting, where the viewer may see it.
pub(super) async fn meeting(db: &Db, viewer: Viewer, id: Uuid) -> Result<Option<Office>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(BROUGHT).bind(viewer.member).bind(id).fetch_optional(c))
}

/// Takes a question to a meeting, and away from another.
pub(super) async fn bring(tx: &mut Tx, question: Uuid, meeting: Uuid) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(BRING).bind(question).bind(meeting).bind(now)).map(drop)
}

/// Takes a question back.
pub(super) async fn take_back(tx: &mut Tx, question: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(TAKE_BACK).bind(question)).map(drop)
}

/// A question at office hours.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct AtOffice {
    pub(super) title: String,
    pub(super) slug: String,
    pub(super) community: String,
    pub(super) answer_count: i32,
    pub(super) accepted: bool,
    pub(super) closed: bool,
}

/// The questions that were taken to a meeting, as far as the viewer may read them.
pub(super) async fn of_meeting(db: &Db, viewer: Viewer, meeting: Uuid) -> Result<Vec<AtOffice>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(OF_MEETING).bind(viewer.member).bind(meeting).fetch_all(c))
}

/// A question that was taken to office hours which are over, and that waits for an answer.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Over {
    pub(super) question_id: Uuid,
    pub(super) occurrence_id: Uuid,
    pub(super) event_id: Uuid,
    /// Where the office hours are at home.
    pub(super) community_id: Uuid,
    /// Where the question is.
    pub(super) asked_in: Uuid,
    pub(super) title: String,
    pub(super) slug: String,
    pub(super) community: String,
    pub(super) meeting: String,
}

/// Those of which nobody was asked yet.
pub(super) async fn over(db: &Db, now: DateTime<Utc>) -> Result<Vec<Over>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(OVER).bind(now).bind(now - AFTER).fetch_all(c))
}

/// Notes that those who held the office hours are asked, and gives whether they were not before.
pub(super) async fn ask(tx: &mut Tx, question: &Over) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let asked: Option<Uuid> =
        on!(tx.conn(), c => sqlx::query_scalar(ASKED).bind(question.question_id).bind(question.occurrence_id).bind(now).fetch_optional(c))?;
    Ok(asked.is_some())
}

/// The members who speak at a meeting: their office hours they are.
pub(super) async fn holding(tx: &mut Tx, (event, meeting): (Uuid, Uuid)) -> Result<Vec<Uuid>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(HOLDING).bind(event).bind(meeting).fetch_all(c))
}
