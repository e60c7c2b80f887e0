//! The SQL of the sitemap.
//!
//! Rows are read in the order of their ids, which is the order they came in: what is new is at the end of the last part, and the parts before it stay as they are.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Kind;
use crate::db::Db;
use crate::error::AppError;
use crate::state::Viewer;
use crate::{on, queries, visible, visible_event, visible_page};

/// Rows read at a time.
const BATCH: i64 = 1_000;

macro_rules! communities {
    () => {
        concat!(" from community c where ", visible!("about"))
    };
}
macro_rules! events {
    () => {
        concat!(" from event x join community c on c.id = x.community_id where x.status <> 'draft' and ", visible_event!("x"))
    };
}
macro_rules! asked {
    () => {
        concat!(" from question x join community c on c.id = x.community_id where x.deleted_at is null and ", visible!("questions"))
    };
}
macro_rules! pages {
    () => {
        concat!(" from page x join community c on c.id = x.community_id where x.status = 'published' and ", visible_page!("x"))
    };
}
macro_rules! resources {
    () => {
        concat!(" from resource x join community c on c.id = x.community_id where x.status = 'current' and ", visible!("pages"))
    };
}

queries! {
    COUNTS = concat!(
        "select 'communities', count(*)", communities!(), " union all select 'events', count(*)", events!(), " union all select 'questions', count(*)", asked!(),
        " union all select 'pages', count(*)", pages!(), " union all select 'resources', count(*)", resources!(),
        " union all select 'topics', count(*) from topic union all select 'organisations', count(*) from organisation \
         union all select 'people', count(*) from member where has_account and standing = 'active'"
    );
    COMMUNITIES_AT = concat!("select c.id", communities!(), " order by c.id limit 1 offset $2");
    EVENTS_AT = concat!("select x.id", events!(), " order by x.id limit 1 offset $2");
    QUESTIONS_AT = concat!("select x.id", asked!(), " order by x.id limit 1 offset $2");
    PAGES_AT = concat!("select x.id", pages!(), " order by x.id limit 1 offset $2");
    RESOURCES_AT = concat!("select x.id", resources!(), " order by x.id limit 1 offset $2");
    TOPICS_AT = "select id from topic order by id limit 1 offset $1";
    ORGANISATIONS_AT = "select id from organisation order by id limit 1 offset $1";
    PEOPLE_AT = "select id from member where has_account and standing = 'active' order by id limit 1 offset $1";
    COMMUNITIES = concat!("select c.id, '/c/' || c.slug as path, c.updated_at as modified", communities!(), " and c.id >= $2 order by c.id limit $3");
    EVENTS = concat!("select x.id, '/c/' || c.slug || '/events/' || x.slug as path, x.updated_at as modified", events!(), " and x.id >= $2 order by x.id limit $3");
    QUESTIONS = concat!(
        "select x.id, '/c/' || c.slug || '/questions/' || x.slug as path, case when x.active_at > x.updated_at then x.active_at else x.updated_at end as modified",
        asked!(), " and x.id >= $2 order by x.id limit $3"
    );
    PAGES = concat!("select x.id, '/c/' || c.slug || '/pages/' || x.path as path, x.updated_at as modified", pages!(), " and x.id >= $2 order by x.id limit $3");
    RESOURCES = concat!(
        "select x.id, '/c/' || c.slug || '/resources/' || x.slug as path, x.updated_at as modified", resources!(), " and x.id >= $2 order by x.id limit $3"
    );
    TOPICS = "select id, '/topics/' || slug as path, updated_at as modified from topic where id >= $1 order by id limit $2";
    ORGANISATIONS = "select id, '/organisations/' || slug as path, updated_at as modified from organisation where id >= $1 order by id limit $2";
    PEOPLE = "select id, '/people/' || handle as path, updated_at as modified from member where has_account and standing = 'active' and id >= $1 order by id limit $2";
}

/// An address of the sitemap.
#[derive(sqlx::FromRow)]
pub struct Listed {
    id: Uuid,
    /// Its path.
    pub path: String,
    /// When it last changed.
    pub modified: DateTime<Utc>,
}

/// How many addresses there are of each kind, as far as the viewer may see them.
///
/// # Errors
/// When the database gives no answer.
pub async fn counts(db: &Db, viewer: Viewer) -> Result<Vec<(Kind, i64)>, AppError> {
    let rows: Vec<(String, i64)> = on!(db.reader(), c => sqlx::query_as(COUNTS).bind(viewer.member).fetch_all(c))?;
    Ok(rows.into_iter().filter_map(|(word, n)| Some((word.parse().ok()?, n))).collect())
}

/// The addresses of a part: at most `size`, after leaving out `skipped`. Handed to `take` as they are read.
///
/// # Errors
/// When the database gives no answer.
pub async fn part(db: &Db, viewer: Viewer, kind: Kind, (skipped, size): (i64, i64), mut take: impl FnMut(Listed)) -> Result<(), AppError> {
    // Whether the statement asks who is looking.
    let (at, listing, asks) = match kind {
        Kind::Site => return Ok(()),
        Kind::Communities => (COMMUNITIES_AT, COMMUNITIES, true),
        Kind::Events => (EVENTS_AT, EVENTS, true),
        Kind::Questions => (QUESTIONS_AT, QUESTIONS, true),
        Kind::Pages => (PAGES_AT, PAGES, true),
        Kind::Resources => (RESOURCES_AT, RESOURCES, true),
        Kind::Topics => (TOPICS_AT, TOPICS, false),
        Kind::Organisations => (ORGANISATIONS_AT, ORGANISATIONS, false),
        Kind::People => (PEOPLE_AT, PEOPLE, false),
    };
    let first: Option<Uuid> = on!(db.reader_by_values(), c => {
        let query = sqlx::query_scalar(at);
        if asks { query.bind(viewer.member) } else { query }.bind(skipped).fetch_optional(c)
    })?;
    let Some(mut next) = first else { return Ok(()) };
    let mut left = size;
    while left > 0 {
        // One more than is taken, to know where to go on.
        let most = left.min(BATCH);
        let mut found: Vec<Listed> = on!(db.reader_by_values(), c => {
            let query = sqlx::query_as(listing);
            if asks { query.bind(viewer.member) } else { query }.bind(next).bind(most + 1).fetch_all(c)
        })?;
        let beyond = if i64::try_from(found.len()).is_ok_and(|n| n > most) { found.pop() } else { None };
        found.into_iter().for_each(&mut take);
        match beyond {
            Some(row) => next = row.id,
            None => return Ok(()),
        }
        left -= most;
    }
    Ok(())
}
