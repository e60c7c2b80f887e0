//! The SQL of making a page of what was said elsewhere.

use uuid::Uuid;

use crate::db::Db;
use crate::state::Viewer;
use crate::{on, queries, visible};

queries! {
    ANSWER = concat!(
        "select q.title, a.body, m.name from question q join community c on c.id = q.community_id join answer a on a.question_id = q.id left join member m on m.id = a.author_id \
         where c.slug = $2 and q.slug = $3 and a.position = $4 and q.deleted_at is null and a.deleted_at is null and ", visible!("questions")
    );
    // Who left is not named where they wrote once.
    QUESTION = concat!(
        "select q.id, q.title, q.body, case when m.standing <> 'former' then m.name end as name from question q join community c on c.id = q.community_id \
         left join member m on m.id = q.author_id where c.slug = $2 and q.slug = $3 and q.deleted_at is null and ", visible!("questions")
    );
    ANSWERS = "select a.body, case when m.standing <> 'former' then m.name end as name, exists (select 1 from question q where q.accepted_answer_id = a.id and q.deleted_at is null) as accepted \
               from answer a left join member m on m.id = a.author_id where a.question_id = $1 and a.deleted_at is null order by a.position limit 100";
    EVENT = concat!(
        "select e.title, e.body, e.starts_wall from event e join community c on c.id = e.community_id where c.slug = $2 and e.slug = $3 and e.status <> 'draft' and ", visible!("events")
    );
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

/// An event.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Event {
    pub(super) title: String,
    pub(super) body: String,
    pub(super) starts_wall: String,
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

/// An event that the viewer sees.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn event(db: &Db, viewer: Viewer, (community, slug): (&str, &str)) -> Result<Option<Event>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(EVENT).bind(viewer.member).bind(community).bind(slug).fetch_optional(c))
}
