//! The SQL of the front page.

use chrono::{DateTime, Utc};

use super::model::FrontScreen;
use crate::communities::store::{SummaryRow, summaries};
use crate::db::Db;
use crate::error::AppError;
use crate::events::store::LONGEST;
use crate::related::store::{EventRow, QuestionRow, event_lines, meetings, question_lines, questions};
use crate::state::Viewer;
use crate::{on, queries, visible};

queries! {
    /// Chosen first, then read: what is shown of each is asked for these few alone.
    COMMUNITIES = concat!(
        summaries!(), " and c.id in (select c.id from community c left join community_size z on z.community_id = c.id where c.slug <> 'everyone' and c.status = 'active' and ", visible!("about"),
        " order by case when c.website is null then 0 else 1 end, case when ", visible!("members"), " then case when z.members > 1001 then 1001 else coalesce(z.members, 0) end end desc nulls last, \
         c.sort_name, c.slug limit 6) \
         order by case when c.website is null then 0 else 1 end, members desc nulls last, c.sort_name, c.slug"
    );
    COUNT = concat!("select count(*) from community c where c.status = 'active' and c.slug <> 'everyone' and ", visible!("about"));
    /// What began before `$3` and goes on is looked for apart, as agendas do.
    EVENTS = concat!(
        "select * from (", meetings!(), " and o.ends_at > $2 and o.starts_at > $3 and coalesce(o.status, e.status) <> 'cancelled' order by o.starts_at, o.id limit 5) coming \
         union all select * from (", meetings!(), " and o.ends_at > $2 and o.starts_at <= $3 and substr(o.ends_wall, 1, 7) > substr(o.starts_wall, 1, 7) \
         and coalesce(o.status, e.status) <> 'cancelled' order by o.starts_at, o.id limit 5) still_on order by starts_at, id limit 5"
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
    // All at once: none of them waits for what another says.
    let (communities, community_count, events, questions, topics) = tokio::try_join!(
        async { on!(db.reader(), c => sqlx::query_as(COMMUNITIES).bind(viewer.member).bind(now).fetch_all(c)) },
        async { on!(db.reader(), c => sqlx::query_scalar(COUNT).bind(viewer.member).fetch_one(c)) },
        async { on!(db.reader(), c => sqlx::query_as(EVENTS).bind(viewer.member).bind(now).bind(now - LONGEST).fetch_all(c)) },
        async { on!(db.reader(), c => sqlx::query_as(QUESTIONS).bind(viewer.member).fetch_all(c)) },
        async { on!(db.reader(), c => sqlx::query_as(TOPICS).bind(viewer.member).fetch_all(c)) },
    )?;
    let (communities, events, questions): (Vec<SummaryRow>, Vec<EventRow>, Vec<QuestionRow>) = (communities, events, questions);
    Ok(FrontScreen {
        site,
        communities: communities.into_iter().map(Into::into).collect(),
        community_count,
        events: event_lines(events)?,
        questions: question_lines(questions),
        topics,
    })
}
