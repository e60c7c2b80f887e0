//! The SQL of making a page of what was said elsewhere.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::db::Db;
use crate::events::model::EventAudience;
use crate::state::Viewer;
use crate::{on, queries, visible, visible_event};

queries! {
    // Who left is not named where they wrote once.
    ANSWER = concat!(
        "select q.title, a.body, case when m.standing <> 'former' then m.name end as name from question q join community c on c.id = q.community_id join answer a on a.question_id = q.id left join member m on m.id = a.author_id \
         where c.slug = $2 and q.slug = $3 and a.position = $4 and q.deleted_at is null and a.deleted_at is null and ", visible!("questions")
    );
    QUESTION = concat!(
        "select q.id, q.title, q.body, case when m.standing <> 'former' then m.name end as name from question q join community c on c.id = q.community_id \
         left join member m on m.id = q.author_id where c.slug = $2 and q.slug = $3 and q.deleted_at is null and ", visible!("questions")
    );
    ANSWERS = "select a.body, case when m.standing <> 'former' then m.name end as name, exists (select 1 from question q where q.accepted_answer_id = a.id and q.deleted_at is null) as accepted \
               from answer a left join member m on m.id = a.author_id where a.question_id = $1 and a.deleted_at is null order by a.position limit 100";
    // Of a series, the meeting that it gives in a range; `$4` and `$5` hold all where none is asked for.
    EVENT = concat!(
        "select o.id, coalesce(o.title, e.title) as title, coalesce(o.body, e.body) as body, o.starts_wall, e.rrule is not null as series, e.audience \
         from event e join community c on c.id = e.community_id join occurrence o on o.event_id = e.id \
         where c.slug = $2 and e.slug = $3 and o.recurrence >= $4 and o.recurrence < $5 and e.status <> 'draft' and coalesce(o.status, e.status) <> 'draft' and ", visible_event!("e"), " order by o.recurrence limit 1"
    );
    THERE = "select m.handle, m.name, r.came_at is not null as came, r.takeaway from rsvp r join member m on m.id = r.member_id \
             where r.occurrence_id = $1 and (r.came_at is not null or r.takeaway is not null) and m.standing = 'active' order by r.answered_at, r.member_id limit 500";
}

/// An answer, and the title of its question.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Answer {
    pub(super) title: String,
    pub(super) body: String,
    /// Who answered; `None` where that is not said.
    pub(super) name: Option<String>,
}

/// A question with what was answered to it.
#[derive(Debug)]
pub(super) struct Thread {
    pub(super) title: String,
    pub(super) body: String,
    /// Who asked; `None` where that is not said.
    pub(super) name: Option<String>,
    /// In their order.
    pub(super) answers: Vec<Answered>,
}

/// An answer of a thread.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Answered {
    pub(super) body: String,
    /// Who answered; `None` where that is not said.
    pub(super) name: Option<String>,
    pub(super) accepted: bool,
}

/// A meeting.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Event {
    pub(super) id: Uuid,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) starts_wall: String,
    /// Whether it is one of a series.
    pub(super) series: bool,
    /// Who of those who see the community's events sees it.
    #[sqlx(try_from = "String")]
    pub(super) audience: EventAudience,
}

/// Somebody who was at a meeting, or took something away from it.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Attendant {
    pub(super) handle: String,
    pub(super) name: String,
    pub(super) came: bool,
    pub(super) takeaway: Option<String>,
}

/// An answer that the viewer sees, by its number.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn answer(db: &Db, viewer: Viewer, (community, slug, number): (&str, &str, i32)) -> Result<Option<Answer>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(ANSWER).bind(viewer.member).bind(community).bind(slug).bind(number).fetch_optional(c))
}

/// A question that the viewer sees, with its first hundred answers.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn thread(db: &Db, viewer: Viewer, (community, slug): (&str, &str)) -> Result<Option<Thread>, sqlx::Error> {
    let question: Option<(Uuid, String, String, Option<String>)> =
        on!(db.reader(), c => sqlx::query_as(QUESTION).bind(viewer.member).bind(community).bind(slug).fetch_optional(c))?;
    let Some((id, title, body, name)) = question else { return Ok(None) };
    let answers = on!(db.reader(), c => sqlx::query_as(ANSWERS).bind(id).fetch_all(c))?;
    Ok(Some(Thread { title, body, name, answers }))
}

/// A meeting that the viewer sees: the one that a series gives on a day, or the first.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn event(
    db: &Db,
    viewer: Viewer,
    (community, slug, day): (&str, &str, Option<NaiveDate>),
) -> Result<Option<Event>, sqlx::Error> {
    let (from, before) = match day {
        Some(day) => (day.to_string(), day.succ_opt().unwrap_or(day).to_string()),
        // Letters come after all digits.
        None => (String::new(), "A".to_owned()),
    };
    on!(db.reader(), c => sqlx::query_as(EVENT).bind(viewer.member).bind(community).bind(slug).bind(&from).bind(&before).fetch_optional(c))
}

/// Who was at a meeting, and what people took away from it.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn there(db: &Db, meeting: Uuid) -> Result<Vec<Attendant>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(THERE).bind(meeting).fetch_all(c))
}
