//! Resources between bundle and database.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{ResourceKind, ResourceStatus};
use super::record::ResourceRecord;
use crate::activity::ObjectKind;
use crate::db::records::{Batch, Index, aliases, lists, save_aliases, save_list};
use crate::db::{Db, Tx};
use crate::{markdown, names, on, queries, run};

queries! {
    LOAD = "select r.id, c.slug as community, r.slug, r.title, r.summary, r.body, r.kind, r.url, r.source, r.status, r.published_at \
            from resource r join community c on c.id = r.community_id where r.id > $1 and r.id <= $2 order by r.id";
    TOPICS = "select rt.resource_id, t.slug from resource_topic rt join topic t on t.id = rt.topic_id \
              where rt.resource_id > $1 and rt.resource_id <= $2 order by rt.resource_id, rt.position";
    AUTHORS = "select ra.resource_id, m.handle from resource_author ra join member m on m.id = ra.member_id \
               where m.standing <> 'former' and ra.resource_id > $1 and ra.resource_id <= $2 order by ra.resource_id, ra.position";
    SAVE = "insert into resource (id, community_id, slug, title, sort_title, summary, body, body_html, html_version, kind, url, source, status, published_at, created_at, updated_at) \
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15) \
            on conflict (id) do update set community_id = excluded.community_id, slug = excluded.slug, title = excluded.title, sort_title = excluded.sort_title, \
            summary = excluded.summary, body = excluded.body, body_html = excluded.body_html, html_version = excluded.html_version, kind = excluded.kind, \
            url = excluded.url, source = excluded.source, status = excluded.status, published_at = excluded.published_at, revision = resource.revision + 1, \
            updated_at = excluded.updated_at";
    FORGET_TOPICS = "delete from resource_topic where resource_id = $1";
    FORGET_AUTHORS = "delete from resource_author where resource_id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    community: String,
    slug: String,
    title: String,
    summary: String,
    body: String,
    #[sqlx(try_from = "String")]
    kind: ResourceKind,
    url: Option<String>,
    source: Option<String>,
    #[sqlx(try_from = "String")]
    status: ResourceStatus,
    published_at: Option<DateTime<Utc>>,
}

/// Reads a batch.
///
/// # Errors
/// When the database does not answer.
pub async fn load(db: &Db, batch: Batch) -> Result<Vec<(Uuid, ResourceRecord)>, sqlx::Error> {
    let rows: Vec<Row> = on!(db.reader(), c => sqlx::query_as(LOAD).bind(batch.after).bind(batch.to).fetch_all(c))?;
    let mut aliases = aliases(db, ObjectKind::Resource, batch).await?;
    let mut topics = lists(db, TOPICS, batch).await?;
    let mut authors = lists(db, AUTHORS, batch).await?;
    let records = rows.into_iter().map(|r| {
        let record = ResourceRecord {
            community: r.community,
            slug: r.slug,
            title: r.title,
            kind: r.kind,
            url: r.url,
            source: r.source,
            summary: r.summary,
            status: r.status,
            published: r.published_at,
            authors: authors.remove(&r.id).unwrap_or_default(),
            topics: topics.remove(&r.id).unwrap_or_default(),
            aliases: aliases.remove(&r.id).unwrap_or_default(),
            body: r.body,
        };
        (r.id, record)
    });
    Ok(records.collect())
}

/// Writes one under the id, new or known.
///
/// # Errors
/// When the database refuses, or the record refers to what is not there.
pub async fn save(tx: &mut Tx, index: &Index, id: Uuid, record: &ResourceRecord) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(
        tx,
        sqlx::query(SAVE)
            .bind(id)
            .bind(index.want(ObjectKind::Community, &record.community)?)
            .bind(&record.slug)
            .bind(&record.title)
            .bind(names::fold(&record.title))
            .bind(&record.summary)
            .bind(&record.body)
            .bind(markdown::render(&record.body))
            .bind(markdown::VERSION)
            .bind(record.kind.as_str())
            .bind(&record.url)
            .bind(&record.source)
            .bind(record.status.as_str())
            .bind(record.published)
            .bind(now)
    )?;
    let topics = index.want_all(ObjectKind::Topic, &record.topics)?;
    save_list(tx, FORGET_TOPICS, ("resource_topic", &["resource_id", "topic_id", "position"]), id, &topics).await?;
    let authors = index.want_all(ObjectKind::Person, &record.authors)?;
    save_list(tx, FORGET_AUTHORS, ("resource_author", &["resource_id", "member_id", "position"]), id, &authors).await?;
    save_aliases(tx, ObjectKind::Resource, id, &record.aliases).await
}
