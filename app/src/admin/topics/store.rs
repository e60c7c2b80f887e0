//! The SQL of topics' administration.

use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::redirects::store::take_back;
use crate::ui::pagination::{Slice, key_parts};
use crate::{names, on, queries, run};

/// Topics on a page.
const PAGE: usize = 100;

/// The columns of [`TopicRow`] of a topic `t`.
macro_rules! topic {
    () => {
        "select t.slug, t.title, t.sort_title, \
         (select count(*) from (select 1 from community_topic x where x.topic_id = t.id limit 1001) counted) as communities, \
         (select count(*) from (select 1 from event_topic x where x.topic_id = t.id limit 1001) counted) as events, \
         (select count(*) from (select 1 from question_topic x where x.topic_id = t.id limit 1001) counted) as questions, \
         (select count(*) from (select 1 from page_topic x where x.topic_id = t.id limit 1001) counted) as pages, \
         (select count(*) from (select 1 from resource_topic x where x.topic_id = t.id limit 1001) counted) as resources, \
         (select count(*) from (select 1 from member_topic x where x.topic_id = t.id limit 1001) counted) as people from topic t"
    };
}

queries! {
    LIST = concat!(topic!(), " where (t.sort_title, t.slug) > ($1, $2) order by t.sort_title, t.slug limit $3");
    ONE = concat!(topic!(), " where t.slug = $1");
    LOCK = "update topic set revision = revision + 1 where slug = $1 returning id, title";
    TAKEN = "select id from topic where slug = $1";
    RENAME = "update topic set slug = $2, title = $3, sort_title = $4, updated_at = $5 where id = $1";

    // All below take the topic that goes as $1 and the one that stays as $2.
    OF_COMMUNITIES = "update community_topic set topic_id = $2 where topic_id = $1 and not exists (select 1 from community_topic o where o.community_id = community_topic.community_id and o.topic_id = $2)";
    OF_EVENTS = "update event_topic set topic_id = $2 where topic_id = $1 and not exists (select 1 from event_topic o where o.event_id = event_topic.event_id and o.topic_id = $2)";
    OF_QUESTIONS = "update question_topic set topic_id = $2 where topic_id = $1 and not exists (select 1 from question_topic o where o.question_id = question_topic.question_id and o.topic_id = $2)";
    OF_PAGES = "update page_topic set topic_id = $2 where topic_id = $1 and not exists (select 1 from page_topic o where o.page_id = page_topic.page_id and o.topic_id = $2)";
    OF_RESOURCES = "update resource_topic set topic_id = $2 where topic_id = $1 and not exists (select 1 from resource_topic o where o.resource_id = resource_topic.resource_id and o.topic_id = $2)";
    OF_PEOPLE = "update member_topic set topic_id = $2 where topic_id = $1 \
                 and not exists (select 1 from member_topic o where o.member_id = member_topic.member_id and o.relation = member_topic.relation and o.topic_id = $2)";
    FOLLOWERS = "update follow set object_id = $2 where object_id = $1 and kind = 'topic' \
                 and not exists (select 1 from follow o where o.member_id = follow.member_id and o.kind = 'topic' and o.object_id = $2)";
    IMPORTED = "update import_source set object_id = $2 where object_id = $1";

    REMOVE = "delete from topic where id = $1";
}

/// What moves rows, in order. What the other topic has already goes with the topic.
const MOVES: [&str; 8] = [OF_COMMUNITIES, OF_EVENTS, OF_QUESTIONS, OF_PAGES, OF_RESOURCES, OF_PEOPLE, FOLLOWERS, IMPORTED];

/// A topic, and how much of each kind has it, at most 1,001.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TopicRow {
    /// `/topics/{slug}`
    pub slug: String,
    /// Its title.
    pub title: String,
    sort_title: String,
    /// Communities.
    pub communities: i64,
    /// Events.
    pub events: i64,
    /// Questions.
    pub questions: i64,
    /// Pages.
    pub pages: i64,
    /// Resources.
    pub resources: i64,
    /// People who can be asked about it, or are learning it.
    pub people: i64,
}

/// A page of the topics, by title.
///
/// # Errors
/// `Invalid` where `after` is not of the program's making.
pub async fn list(db: &Db, after: &str) -> Result<Slice<TopicRow>, AppError> {
    let [slug, title] = key_parts(after)?;
    let rows: Vec<TopicRow> = on!(db.reader(), c => sqlx::query_as(LIST).bind(title).bind(slug).bind(PAGE as i64 + 1).fetch_all(c))?;
    Ok(Slice::cut(rows, PAGE, after, |row| format!("{}~{}", row.slug, row.sort_title)))
}

/// A topic.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn one(db: &Db, slug: &str) -> Result<TopicRow, AppError> {
    let row: Option<TopicRow> = on!(db.reader(), c => sqlx::query_as(ONE).bind(slug).fetch_optional(c))?;
    row.ok_or(AppError::NotFound)
}

/// Locks a topic, to decide about it. Gives its id and title.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn lock(tx: &mut Tx, slug: &str) -> Result<(Uuid, String), AppError> {
    let row: Option<(Uuid, String)> = on!(tx.conn(), c => sqlx::query_as(LOCK).bind(slug).fetch_optional(c))?;
    row.ok_or(AppError::NotFound)
}

/// The slug made of a title. `None` where another topic has or had it.
///
/// # Errors
/// When the database refuses.
pub async fn free_slug(tx: &mut Tx, title: &str, id: Uuid) -> Result<Option<String>, sqlx::Error> {
    let slug = names::slug(title);
    let taken: Option<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(TAKEN).bind(&slug).fetch_optional(c))?;
    let free = taken.is_none_or(|by| by == id) && take_back(tx, &format!("/topics/{slug}"), id).await?;
    Ok(free.then_some(slug))
}

/// Gives a topic another slug and title.
///
/// # Errors
/// When the database refuses.
pub async fn rename(tx: &mut Tx, id: Uuid, (slug, title): (&str, &str)) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(RENAME).bind(id).bind(slug).bind(title).bind(names::fold(title)).bind(now)).map(drop)
}

/// Gives another topic all that has this one, and removes it.
///
/// # Errors
/// When the database refuses.
pub async fn merge(tx: &mut Tx, from: Uuid, into: Uuid) -> Result<(), sqlx::Error> {
    for sql in MOVES {
        run!(tx, sqlx::query(sql).bind(from).bind(into))?;
    }
    run!(tx, sqlx::query(REMOVE).bind(from)).map(drop)
}
