//! The SQL of making a page of what was said elsewhere.

use crate::db::Db;
use crate::state::Viewer;
use crate::{on, queries, visible};

queries! {
    ANSWER = concat!(
        "select q.title, a.body, m.name from question q join community c on c.id = q.community_id join answer a on a.question_id = q.id left join member m on m.id = a.author_id \
         where c.slug = $2 and q.slug = $3 and a.position = $4 and q.deleted_at is null and a.deleted_at is null and ", visible!("questions")
    );
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

/// An event that the viewer sees.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn event(db: &Db, viewer: Viewer, (community, slug): (&str, &str)) -> Result<Option<Event>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(EVENT).bind(viewer.member).bind(community).bind(slug).fetch_optional(c))
}
