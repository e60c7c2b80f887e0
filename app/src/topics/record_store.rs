//! Topics between bundle and database.

use uuid::Uuid;

use super::record::TopicRecord;
use crate::activity::ObjectKind;
use crate::db::records::{Batch, aliases, from_json, save_aliases, to_json};
use crate::db::{Db, Tx};
use crate::{markdown, names, on, queries, run};

queries! {
    LOAD = "select id, slug, title, summary, links, body from topic where id > $1 and id <= $2 order by id";
    SAVE = "insert into topic (id, slug, title, sort_title, summary, links, body, body_html, html_version, created_at, updated_at) \
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) \
            on conflict (id) do update set slug = excluded.slug, title = excluded.title, sort_title = excluded.sort_title, summary = excluded.summary, \
            links = excluded.links, body = excluded.body, body_html = excluded.body_html, html_version = excluded.html_version, \
            revision = topic.revision + 1, updated_at = excluded.updated_at";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    slug: String,
    title: String,
    summary: String,
    links: String,
    body: String,
}

/// Reads a batch.
///
/// # Errors
/// When the database does not answer.
pub async fn load(db: &Db, batch: Batch) -> Result<Vec<(Uuid, TopicRecord)>, sqlx::Error> {
    let rows: Vec<Row> = on!(db.reader(), c => sqlx::query_as(LOAD).bind(batch.after).bind(batch.to).fetch_all(c))?;
    let mut aliases = aliases(db, ObjectKind::Topic, batch).await?;
    rows.into_iter()
        .map(|r| {
            let record = TopicRecord {
                slug: r.slug,
                title: r.title,
                summary: r.summary,
                links: from_json(&r.links)?,
                aliases: aliases.remove(&r.id).unwrap_or_default(),
                body: r.body,
            };
            Ok((r.id, record))
        })
        .collect()
}

/// Writes one under the id, new or known.
///
/// # Errors
/// When the database refuses.
pub async fn save(tx: &mut Tx, id: Uuid, record: &TopicRecord) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(
        tx,
        sqlx::query(SAVE)
            .bind(id)
            .bind(&record.slug)
            .bind(&record.title)
            .bind(names::fold(&record.title))
            .bind(&record.summary)
            .bind(to_json(&record.links)?)
            .bind(&record.body)
            .bind(markdown::render(&record.body))
            .bind(markdown::VERSION)
            .bind(now)
    )?;
    save_aliases(tx, ObjectKind::Topic, id, &record.aliases).await
}
