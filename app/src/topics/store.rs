//! The SQL of topics' screens.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{More, TopicList, TopicScreen, TopicSummary};
use crate::activity::ObjectKind;
use crate::communities::store::{SummaryRow, summaries};
use crate::db::{Db, json, key};
use crate::error::AppError;
use crate::members::store::{PersonRow, person, seen};
use crate::notifications::following::button;
use crate::related::store::{
    EventRow, QuestionRow, WritingRow, event_lines, meetings, pages, question_lines, questions, resources, writing_lines,
};
use crate::state::Viewer;
use crate::ui::pagination::{Slice, key_parts};
use crate::{on, queries, visible};

/// Topics on a page.
const PAGE: usize = 100;

queries! {
    LIST = concat!(
        "select t.slug, t.title, t.sort_title, t.summary, \
         (select count(*) from community_topic ct join community c on c.id = ct.community_id where ct.topic_id = t.id and c.status = 'active' and ", visible!("about"), ") as communities, \
         (select count(*) from question_topic qt join question q on q.id = qt.question_id join community c on c.id = q.community_id where qt.topic_id = t.id and q.deleted_at is null and ", visible!("questions"), ") as questions \
         from topic t where (t.sort_title, t.slug) > ($2, $3) order by t.sort_title, t.slug limit $4"
    );
    TOPIC = "select t.id, t.title, t.summary, t.body_html, t.links from topic t where t.slug = $1";
    COMMUNITIES = concat!(
        summaries!(), " and c.id in (select ct.community_id from community_topic ct where ct.topic_id = $3) \
         order by case when c.status = 'active' then 0 else 1 end, c.sort_name limit 25"
    );
    COMING = concat!(
        meetings!(), " and o.ends_at > $2 and o.event_id in (select et.event_id from event_topic et where et.topic_id = $3) order by o.starts_at, o.id limit 6"
    );
    PAST = concat!(
        meetings!(), " and o.ends_at <= $2 and o.event_id in (select et.event_id from event_topic et where et.topic_id = $3) order by o.starts_at desc, o.id limit 9"
    );
    QUESTIONS = concat!(questions!(), " and q.id in (select qt.question_id from question_topic qt where qt.topic_id = $2) order by q.active_at desc, q.id desc limit 11");
    WRITINGS = concat!(
        "select * from (", pages!(), " and p.id in (select pt.page_id from page_topic pt where pt.topic_id = $2) union all ",
        resources!(), " and s.id in (select rt.resource_id from resource_topic rt where rt.topic_id = $2)) written \
         where (written_at, id) < ($3, $4) order by written_at desc, id desc limit $5"
    );
    PEOPLE = concat!(
        "select ", person!(), " from member_topic mt join member m on m.id = mt.member_id where mt.topic_id = $2 and mt.relation = 'ask_about' and m.standing = 'active' and ",
        seen!("topics", "$1"), " order by m.sort_name, m.handle limit 25"
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

/// Writings on a topic's screen, and on a page of all of them.
const SOME: usize = 12;
const ALL: usize = 30;

/// A topic with what is about it, as far as the viewer may see it.
///
/// # Errors
/// `NotFound` where there is none, `Invalid` where `show` or `after` make no sense.
pub async fn screen(db: &Db, viewer: Viewer, now: DateTime<Utc>, (slug, show, after): (&str, &str, &str)) -> Result<TopicScreen, AppError> {
    let only_writings = match show {
        "" => false,
        "writings" => true,
        _ => return Err(AppError::Invalid("A topic shows all that is about it, or its writings.".to_owned())),
    };
    let row: Option<(Uuid, String, String, String, String)> = on!(db.reader(), c => sqlx::query_as(TOPIC).bind(slug).fetch_optional(c))?;
    let (id, title, summary, body, links) = row.ok_or(AppError::NotFound)?;
    let (size, after) = if only_writings { (ALL, after) } else { (SOME, "") };
    let (at, last) = key::parse_at(after, (key::last_instant(), Uuid::max()))?;
    let writings: Vec<WritingRow> = on!(db.reader(), c => sqlx::query_as(WRITINGS)
        .bind(viewer.member).bind(id).bind(at).bind(last).bind(size as i64 + 1).fetch_all(c))?;
    let writings = Slice::cut(writings, size, after, WritingRow::key);
    let mut screen = TopicScreen {
        slug: slug.to_owned(),
        title,
        summary,
        body,
        links: json::links(&links)?,
        communities: Vec::new(),
        coming: Vec::new(),
        past: Vec::new(),
        questions: Vec::new(),
        writings: writing_lines(writings.items),
        people: Vec::new(),
        more: More { writings: writings.next.is_some(), ..More::default() },
        only_writings,
        next: writings.next.filter(|_| only_writings),
        later: writings.later,
        follow: button(db, viewer, (ObjectKind::Topic, id), &format!("/topics/{slug}")).await?,
    };
    if !only_writings {
        gather(db, viewer, now, (id, &mut screen)).await?;
    }
    Ok(screen)
}

async fn gather(db: &Db, viewer: Viewer, now: DateTime<Utc>, (id, screen): (Uuid, &mut TopicScreen)) -> Result<(), AppError> {
    let communities: Vec<SummaryRow> =
        on!(db.reader(), c => sqlx::query_as(COMMUNITIES).bind(viewer.member).bind(now).bind(id).fetch_all(c))?;
    let coming: Vec<EventRow> = on!(db.reader(), c => sqlx::query_as(COMING).bind(viewer.member).bind(now).bind(id).fetch_all(c))?;
    let past: Vec<EventRow> = on!(db.reader(), c => sqlx::query_as(PAST).bind(viewer.member).bind(now).bind(id).fetch_all(c))?;
    let questions: Vec<QuestionRow> = on!(db.reader(), c => sqlx::query_as(QUESTIONS).bind(viewer.member).bind(id).fetch_all(c))?;
    let people: Vec<PersonRow> = on!(db.reader(), c => sqlx::query_as(PEOPLE).bind(viewer.member).bind(id).fetch_all(c))?;
    let more = &mut screen.more;
    screen.communities = some(communities, 24, &mut more.communities).into_iter().map(Into::into).collect();
    screen.coming = event_lines(some(coming, 5, &mut more.coming))?;
    screen.past = event_lines(some(past, 8, &mut more.past))?;
    screen.questions = question_lines(some(questions, 10, &mut more.questions));
    screen.people = some(people, 24, &mut more.people).into_iter().map(Into::into).collect();
    Ok(())
}

/// The first of what was read one more of, and whether there is more.
fn some<T>(mut rows: Vec<T>, size: usize, more: &mut bool) -> Vec<T> {
    *more = rows.len() > size;
    rows.truncate(size);
    rows
}
