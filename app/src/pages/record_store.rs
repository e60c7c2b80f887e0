//! Pages between bundle and database.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::model::{PageAudience, PageStatus};
use super::record::PageRecord;
use super::wiki;
use crate::activity::ObjectKind;
use crate::db::records::{Batch, Index, aliases, lists, save_aliases, save_list};
use crate::db::{Db, Tx};
use crate::{markdown, on, queries, run};

queries! {
    LOAD = "select p.id, c.slug as community, p.path, p.title, p.summary, p.body, p.position, p.status, p.published_at, p.review_by, p.outdated, p.audience \
            from page p join community c on c.id = p.community_id where p.deleted_at is null and p.id > $1 and p.id <= $2 order by p.id";
    TOPICS = "select pt.page_id, t.slug from page_topic pt join topic t on t.id = pt.topic_id \
              where pt.page_id > $1 and pt.page_id <= $2 order by pt.page_id, pt.position";
    AUTHORS = "select pa.page_id, m.handle from page_author pa join member m on m.id = pa.member_id \
               where m.standing <> 'former' and pa.page_id > $1 and pa.page_id <= $2 order by pa.page_id, pa.position";
    SAVE = "insert into page (id, community_id, parent_id, path, title, summary, body, body_html, html_version, position, status, published_at, created_at, updated_at, review_by, outdated, audience) \
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14, $15, $16) \
            on conflict (id) do update set community_id = excluded.community_id, parent_id = excluded.parent_id, path = excluded.path, title = excluded.title, \
            summary = excluded.summary, body = excluded.body, body_html = excluded.body_html, html_version = excluded.html_version, position = excluded.position, \
            status = excluded.status, published_at = excluded.published_at, review_by = excluded.review_by, outdated = excluded.outdated, audience = excluded.audience, revision = page.revision + 1, updated_at = excluded.updated_at";
    FORGET_TOPICS = "delete from page_topic where page_id = $1";
    FORGET_AUTHORS = "delete from page_author where page_id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    community: String,
    path: String,
    title: String,
    summary: String,
    body: String,
    position: i32,
    #[sqlx(try_from = "String")]
    status: PageStatus,
    published_at: Option<DateTime<Utc>>,
    review_by: Option<NaiveDate>,
    outdated: bool,
    #[sqlx(try_from = "String")]
    audience: PageAudience,
}

/// Reads a batch.
///
/// # Errors
/// When the database does not answer.
pub async fn load(db: &Db, batch: Batch) -> Result<Vec<(Uuid, PageRecord)>, sqlx::Error> {
    let rows: Vec<Row> = on!(db.reader(), c => sqlx::query_as(LOAD).bind(batch.after).bind(batch.to).fetch_all(c))?;
    let mut aliases = aliases(db, ObjectKind::Page, batch).await?;
    let mut topics = lists(db, TOPICS, batch).await?;
    let mut authors = lists(db, AUTHORS, batch).await?;
    let records = rows.into_iter().map(|r| {
        let record = PageRecord {
            community: r.community,
            path: r.path,
            title: r.title,
            summary: r.summary,
            position: r.position,
            status: r.status,
            published: r.published_at,
            authors: authors.remove(&r.id).unwrap_or_default(),
            topics: topics.remove(&r.id).unwrap_or_default(),
            review_by: r.review_by,
            outdated: r.outdated,
            audience: r.audience,
            aliases: aliases.remove(&r.id).unwrap_or_default(),
            body: r.body,
        };
        (r.id, record)
    });
    Ok(records.collect())
}

/// Writes one under the id, new or known. Its parent is there already.
///
/// # Errors
/// When the database refuses, or the record refers to what is not there.
pub async fn save(tx: &mut Tx, index: &Index, id: Uuid, record: &PageRecord) -> Result<(), sqlx::Error> {
    let now = tx.now();
    let parent = match record.path.rsplit_once('/') {
        Some((parent, _)) => Some(index.want(ObjectKind::Page, &format!("{}/{parent}", record.community))?),
        None => None,
    };
    let html = markdown::render(&record.body);
    run!(
        tx,
        sqlx::query(SAVE)
            .bind(id)
            .bind(index.want(ObjectKind::Community, &record.community)?)
            .bind(parent)
            .bind(&record.path)
            .bind(&record.title)
            .bind(&record.summary)
            .bind(&record.body)
            .bind(&html)
            .bind(markdown::VERSION)
            .bind(record.position)
            .bind(record.status.as_str())
            .bind(record.published)
            .bind(now)
            .bind(record.review_by)
            .bind(record.outdated)
            .bind(record.audience.as_str())
    )?;
    wiki::keep(tx, id, &html).await?;
    let topics = index.want_all(ObjectKind::Topic, &record.topics)?;
    save_list(tx, FORGET_TOPICS, ("page_topic", &["page_id", "topic_id", "position"]), id, &topics).await?;
    let authors = index.want_all(ObjectKind::Person, &record.authors)?;
    save_list(tx, FORGET_AUTHORS, ("page_author", &["page_id", "member_id", "position"]), id, &authors).await?;
    save_aliases(tx, ObjectKind::Page, id, &record.aliases).await
}
