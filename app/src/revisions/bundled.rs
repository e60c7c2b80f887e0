//! What pages said before, between bundle and site.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::store::{Text, TextKind, Written, credit, insert};
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Db;
use crate::db::records::grouped;
use crate::pages::together::store as together;
use crate::{on, queries};

queries! {
    PAGES = "select p.id, c.slug || '/' || p.path as page from page p join community c on c.id = p.community_id \
             where p.deleted_at is null and p.id > $1 and exists (select 1 from revision r where r.object_id = p.id) order by p.id limit 100";
    OF = "select r.id, r.made_at, (select m.handle from member m where m.id = r.author_id and m.standing <> 'former') as author, r.because, r.title, r.body \
          from revision r where r.object_id = $1 order by r.number";
    WRITERS = "select x.revision_id, m.handle from revision r join revision_contributor x on x.revision_id = r.id join member m on m.id = x.member_id \
               where r.object_id = $1 and m.standing <> 'former' order by r.number, x.position";
    THERE = "select count(*) from revision where object_id = $1";
}

/// What a page said once, as a bundle holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundled {
    /// When.
    pub made: DateTime<Utc>,
    /// The handle of who made it so, where that is known.
    pub by: Option<String>,
    /// The handles of those who wrote it together.
    pub with: Vec<String>,
    /// Why, or what the version is called.
    pub why: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Markdown.
    pub body: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    made_at: DateTime<Utc>,
    author: Option<String>,
    because: Option<String>,
    title: Option<String>,
    body: String,
}

/// The next pages that are not deleted and said something else before: id, and `{community}/{path}`; none once all have been had.
///
/// # Errors
/// When the database does not answer.
pub async fn pages_after(db: &Db, page: Uuid) -> Result<Vec<(Uuid, String)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(PAGES).bind(page).fetch_all(c))
}

/// What a page said, from the first on.
///
/// # Errors
/// When the database does not answer.
pub async fn of(db: &Db, page: Uuid) -> Result<Vec<Bundled>, sqlx::Error> {
    let rows: Vec<Row> = on!(db.reader(), c => sqlx::query_as(OF).bind(page).fetch_all(c))?;
    let writers: Vec<(Uuid, String)> = on!(db.reader(), c => sqlx::query_as(WRITERS).bind(page).fetch_all(c))?;
    let mut writers: HashMap<Uuid, Vec<String>> = grouped(writers);
    let bundled = rows.into_iter().map(|row| Bundled {
        made: row.made_at,
        by: row.author,
        with: writers.remove(&row.id).unwrap_or_default(),
        why: row.because,
        title: row.title,
        body: row.body,
    });
    Ok(bundled.collect())
}

/// Takes what a page said before, from the first on, where the site knows of nothing it said before; says whether it did. `person` gives who has a handle.
///
/// # Errors
/// When the database refuses.
pub async fn take(db: &Db, page: Uuid, bundled: &[Bundled], person: impl Fn(&str) -> Option<Uuid>) -> Result<bool, sqlx::Error> {
    let mut tx = db.begin().await?;
    let Some(edited) = together::lock(&mut tx, page).await? else { return Ok(false) };
    let there: i64 = on!(tx.conn(), c => sqlx::query_scalar(THERE).bind(page).fetch_one(c))?;
    if there > 0 {
        return Ok(false);
    }
    for (number, one) in (1_i32..).zip(bundled) {
        let written = Written {
            text: Text { title: one.title.clone(), topics: None, body: one.body.clone() },
            author: one.by.as_deref().and_then(&person),
            anonymous: false,
            because: one.why.clone(),
            at: one.made,
        };
        let revision = insert(&mut tx, (TextKind::Object(ObjectKind::Page), page, number), &written).await?;
        let writers: Vec<Uuid> = one.with.iter().filter_map(|handle| person(handle)).collect();
        credit(&mut tx, revision, &writers).await?;
    }
    let act = Act::of(Deed::Reimported, ObjectKind::Page, page).in_community(edited.community_id);
    tx.commit([act.noting("brought its history")]).await?;
    Ok(true)
}
