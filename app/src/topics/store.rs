//! The SQL of topics' screens.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{TopicList, TopicScreen, TopicSummary};
use crate::communities::store::{SummaryRow, summaries};
use crate::db::Db;
use crate::error::AppError;
use crate::link::Link;
use crate::members::store::{PersonRow, person};
use crate::related::store::{
    EventRow, QuestionRow, WritingRow, event_lines, meetings, pages, question_lines, questions, resources, writing_lines,
};
use crate::state::{Viewer, internal};
use crate::ui::pagination::{Slice, key_parts};
use crate::{on, queries, visible};

/// Topics on a page.
const PAGE: usize = 100;

queries! {
    LIST = concat!(
        "select t.slug, t.title, t.sort_title, t.summary, \
         (select count(*) from community_topic ct join community c on c.id = ct.community_id where ct.topic_id = t.id and c.status = 'active' and ", visible!("about"), ") as communities, \
         (select count(*) from question_topic qt join question q on q.id = qt.question_id join community c on c.id = q.community_id where qt.topic_id = t.id and ", visible!("questions"), ") as questions \
         from topic t where (t.sort_title, t.slug) > ($2, $3) order by t.sort_title, t.slug limit $4"
    );
    TOPIC = "select t.id, t.title, t.summary, t.body_html, t.links from topic t where t.slug = $1";
    COMMUNITIES = concat!(
        summaries!(), " and c.id in (select ct.community_id from community_topic ct where ct.topic_id = $3) \
         order by case when c.status = 'active' then 0 else 1 end, c.sort_name limit 24"
    );
    COMING = concat!(
        meetings!(), " and o.ends_at > $2 and e.id in (select et.event_id from event_topic et where et.topic_id = $3) order by o.starts_at, o.id limit 5"
    );
    PAST = concat!(
        meetings!(), " and o.ends_at <= $2 and e.id in (select et.event_id from event_topic et where et.topic_id = $3) order by o.starts_at desc, o.id limit 8"
    );
    QUESTIONS = concat!(questions!(), " and q.id in (select qt.question_id from question_topic qt where qt.topic_id = $2) order by q.active_at desc, q.id desc limit 10");
    WRITINGS = concat!(
        "select * from (", pages!(), " and p.id in (select pt.page_id from page_topic pt where pt.topic_id = $2) union all ",
        resources!(), " and s.id in (select rt.resource_id from resource_topic rt where rt.topic_id = $2)) written order by published_at desc nulls last, title limit 16"
    );
    PEOPLE = concat!(
        "select ", person!(), " from member_topic mt join member m on m.id = mt.member_id where mt.topic_id = $1 and mt.relation = 'ask_about' order by m.sort_name, m.handle limit 24"
    );
}

#[derive(sqlx::FromRow)]
struct ListRow {
    slug: String,
    title: String,
    sort_title: String,
    summary: String,
    communities: i64,
    questions: i64,
}

/// A page of the topics, by title.
///
/// # Errors
/// `Invalid` where `after` is not of the program's making.
pub async fn list(db: &Db, viewer: Viewer, after: &str) -> Result<TopicList, AppError> {
    let [slug, title] = key_parts(after)?;
    let rows: Vec<ListRow> =
        on!(db.reader(), c => sqlx::query_as(LIST).bind(viewer.member).bind(title).bind(slug).bind(PAGE as i64 + 1).fetch_all(c))?;
    let slice = Slice::cut(rows, PAGE, after, |r| format!("{}~{}", r.slug, r.sort_title));
    let items = slice.items.into_iter().map(|r| TopicSummary {
        slug: r.slug,
        title: r.title,
        summary: r.summary,
        communities: r.communities,
        questions: r.questions,
    });
    Ok(Slice { items: items.collect(), next: slice.next, later: slice.later })
}

/// A topic with what is about it, as far as the viewer may see it.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn screen(db: &Db, viewer: Viewer, now: DateTime<Utc>, slug: &str) -> Result<TopicScreen, AppError> {
    let row: Option<(Uuid, String, String, String, String)> = on!(db.reader(), c => sqlx::query_as(TOPIC).bind(slug).fetch_optional(c))?;
    let (id, title, summary, body, links) = row.ok_or(AppError::NotFound)?;
    let communities: Vec<SummaryRow> =
        on!(db.reader(), c => sqlx::query_as(COMMUNITIES).bind(viewer.member).bind(now).bind(id).fetch_all(c))?;
    let coming: Vec<EventRow> = on!(db.reader(), c => sqlx::query_as(COMING).bind(viewer.member).bind(now).bind(id).fetch_all(c))?;
    let past: Vec<EventRow> = on!(db.reader(), c => sqlx::query_as(PAST).bind(viewer.member).bind(now).bind(id).fetch_all(c))?;
    let questions: Vec<QuestionRow> = on!(db.reader(), c => sqlx::query_as(QUESTIONS).bind(viewer.member).bind(id).fetch_all(c))?;
    let writings: Vec<WritingRow> = on!(db.reader(), c => sqlx::query_as(WRITINGS).bind(viewer.member).bind(id).fetch_all(c))?;
    let people: Vec<PersonRow> = on!(db.reader(), c => sqlx::query_as(PEOPLE).bind(id).fetch_all(c))?;
    let links: Vec<Link> = serde_json::from_str(&links).map_err(|e| internal(&e))?;
    Ok(TopicScreen {
        title,
        summary,
        body,
        links: links.into_iter().filter(Link::is_safe).collect(),
        communities: communities.into_iter().map(Into::into).collect(),
        coming: event_lines(coming)?,
        past: event_lines(past)?,
        questions: question_lines(questions),
        writings: writing_lines(writings),
        people: people.into_iter().map(Into::into).collect(),
    })
}
