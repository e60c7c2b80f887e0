//! The SQL of the front page.

use chrono::{DateTime, Utc};

use super::model::FrontScreen;
use crate::communities::store::{SummaryRow, summaries};
use crate::db::Db;
use crate::error::AppError;
use crate::related::store::{EventRow, QuestionRow, event_lines, meetings, question_lines, questions};
use crate::state::Viewer;
use crate::{on, queries, visible};

queries! {
    COMMUNITIES = concat!(summaries!(), " and c.status = 'active' order by case when c.website is null then 0 else 1 end, members desc nulls last, c.sort_name, c.slug limit 6");
    COUNT = concat!("select count(*) from community c where c.status = 'active' and c.slug <> 'everyone' and ", visible!("about"));
    EVENTS = concat!(
        meetings!(), " and o.ends_at > $2 and coalesce(o.status, e.status) <> 'cancelled' order by o.starts_at, o.id limit 5"
    );
    QUESTIONS = concat!(questions!(), " order by q.active_at desc, q.id desc limit 5");
    TOPICS = concat!(
        "select t.title, t.slug from topic t join community_topic ct on ct.topic_id = t.id join community c on c.id = ct.community_id where c.status = 'active' and ",
        visible!("about"), " group by t.id, t.title, t.slug, t.sort_title order by count(*) desc, t.sort_title limit 14"
    );
}

/// The front page, as far as the viewer may see it.
///
/// # Errors
/// When the database gives no answer.
pub async fn front(db: &Db, viewer: Viewer, now: DateTime<Utc>, site: String) -> Result<FrontScreen, AppError> {
    let communities: Vec<SummaryRow> = on!(db.reader(), c => sqlx::query_as(COMMUNITIES).bind(viewer.member).bind(now).fetch_all(c))?;
    let community_count = on!(db.reader(), c => sqlx::query_scalar(COUNT).bind(viewer.member).fetch_one(c))?;
    let events: Vec<EventRow> = on!(db.reader(), c => sqlx::query_as(EVENTS).bind(viewer.member).bind(now).fetch_all(c))?;
    let questions: Vec<QuestionRow> = on!(db.reader(), c => sqlx::query_as(QUESTIONS).bind(viewer.member).fetch_all(c))?;
    let topics = on!(db.reader(), c => sqlx::query_as(TOPICS).bind(viewer.member).fetch_all(c))?;
    Ok(FrontScreen {
        site,
        communities: communities.into_iter().map(Into::into).collect(),
        community_count,
        events: event_lines(events)?,
        questions: question_lines(questions),
        topics,
    })
}
