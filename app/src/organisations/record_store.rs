//! Organisations between bundle and database.

use std::collections::HashMap;

use uuid::Uuid;

use super::record::OrganisationRecord;
use crate::activity::ObjectKind;
use crate::db::records::{Batch, aliases, save_aliases};
use crate::db::{Db, Tx};
use crate::{markdown, names, on, queries, run};

queries! {
    LOAD = "select id, slug, name, short_name, website, body from organisation where id > $1 and id <= $2 order by id";
    SAVE = "insert into organisation (id, slug, name, sort_name, short_name, website, body, body_html, html_version, created_at, updated_at) \
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) \
            on conflict (id) do update set slug = excluded.slug, name = excluded.name, sort_name = excluded.sort_name, short_name = excluded.short_name, \
            website = excluded.website, body = excluded.body, body_html = excluded.body_html, html_version = excluded.html_version, \
            revision = organisation.revision + 1, updated_at = excluded.updated_at";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    slug: String,
    name: String,
    short_name: Option<String>,
    website: Option<String>,
    body: String,
}

/// Reads a batch.
///
/// # Errors
/// When the database does not answer.
pub async fn load(db: &Db, batch: Batch) -> Result<Vec<(Uuid, OrganisationRecord)>, sqlx::Error> {
    let rows: Vec<Row> = on!(db.reader(), c => sqlx::query_as(LOAD).bind(batch.after).bind(batch.to).fetch_all(c))?;
    let mut aliases: HashMap<_, _> = aliases(db, ObjectKind::Organisation, batch).await?;
    Ok(rows
        .into_iter()
        .map(|r| {
            let aliases = aliases.remove(&r.id).unwrap_or_default();
            (r.id, OrganisationRecord { slug: r.slug, name: r.name, short_name: r.short_name, website: r.website, aliases, body: r.body })
        })
        .collect())
}

/// Writes one under the id, new or known.
///
/// # Errors
/// When the database refuses.
pub async fn save(tx: &mut Tx, id: Uuid, record: &OrganisationRecord) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(
        tx,
        sqlx::query(SAVE)
            .bind(id)
            .bind(&record.slug)
            .bind(&record.name)
            .bind(names::fold(&record.name))
            .bind(&record.short_name)
            .bind(&record.website)
            .bind(&record.body)
            .bind(markdown::render(&record.body))
            .bind(markdown::VERSION)
            .bind(now)
    )?;
    save_aliases(tx, ObjectKind::Organisation, id, &record.aliases).await
}
