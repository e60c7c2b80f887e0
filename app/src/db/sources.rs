//! What imports remember: for each thing of a source, what they wrote and where.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Db, Tx};
use crate::activity::ObjectKind;
use crate::{on, queries, run};

queries! {
    REMEMBERED = "select kind, key, object_id, hash from import_source where source = $1";
    REMEMBER = "insert into import_source (source, kind, key, object_id, hash) values ($1, $2, $3, $4, $5) \
                on conflict (source, kind, key) do update set object_id = excluded.object_id, hash = excluded.hash";
    RECALL = "select object_id, hash from import_source where source = $1 and kind = $2 and key = $3";
    HANDLE = "select handle from member where id = $1";
    TOPIC = "select slug from topic where id = $1";
    TOPIC_OF_SLUG = "select id from topic where slug = $1";
    QUESTION = "select slug from question where id = $1";
    QUESTION_OF_SLUG = "select id from question where community_id = $1 and slug = $2";
    COMMUNITY = "select id, slug from community where slug = $1 or name = $2 order by case when slug = $1 then 0 else 1 end, slug limit 1";
    OLD_ADDRESSES = "select path, object_id from redirect";
}

/// What an import wrote for one thing of its source.
#[derive(Clone, Debug)]
pub struct Remembered {
    /// Where.
    pub object: Uuid,
    /// The hash of what it wrote.
    pub hash: String,
}

/// All that imports of `source` remember, by kind and key.
///
/// # Errors
/// When the database does not answer.
pub async fn remembered(db: &Db, source: &str) -> Result<HashMap<(ObjectKind, String), Remembered>, sqlx::Error> {
    let rows: Vec<(String, String, Uuid, String)> = on!(db.reader(), c => sqlx::query_as(REMEMBERED).bind(source).fetch_all(c))?;
    rows.into_iter()
        .map(|(kind, key, object, hash)| {
            let kind = kind.parse().map_err(|e: crate::words::UnknownWord| sqlx::Error::Decode(e.into()))?;
            Ok(((kind, key), Remembered { object, hash }))
        })
        .collect()
}

/// Remembers one thing, in the transaction that writes it.
///
/// # Errors
/// When the database refuses.
pub async fn remember(tx: &mut Tx, source: &str, kind: ObjectKind, key: &str, what: &Remembered) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(REMEMBER).bind(source).bind(kind.as_str()).bind(key).bind(what.object).bind(&what.hash)).map(drop)
}

/// What imports of `source` remember of one thing.
///
/// # Errors
/// When the database does not answer.
pub async fn recall(tx: &mut Tx, source: &str, kind: ObjectKind, key: &str) -> Result<Option<Remembered>, sqlx::Error> {
    let row: Option<(Uuid, String)> =
        on!(tx.conn(), c => sqlx::query_as(RECALL).bind(source).bind(kind.as_str()).bind(key).fetch_optional(c))?;
    Ok(row.map(|(object, hash)| Remembered { object, hash }))
}

/// The slug that a person, topic or question has today; `None` where it is gone.
///
/// # Errors
/// When the database does not answer.
pub async fn slug_today(tx: &mut Tx, kind: ObjectKind, id: Uuid) -> Result<Option<String>, sqlx::Error> {
    let sql = match kind {
        ObjectKind::Person => HANDLE,
        ObjectKind::Topic => TOPIC,
        _ => QUESTION,
    };
    on!(tx.conn(), c => sqlx::query_scalar(sql).bind(id).fetch_optional(c))
}

/// The topic of that slug.
///
/// # Errors
/// When the database does not answer.
pub async fn topic(tx: &mut Tx, slug: &str) -> Result<Option<Uuid>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(TOPIC_OF_SLUG).bind(slug).fetch_optional(c))
}

/// The question of that slug in a community.
///
/// # Errors
/// When the database does not answer.
pub async fn question(tx: &mut Tx, community: Uuid, slug: &str) -> Result<Option<Uuid>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(QUESTION_OF_SLUG).bind(community).bind(slug).fetch_optional(c))
}

/// Id and slug of the community of that slug, or else of that name.
///
/// # Errors
/// When the database does not answer.
pub async fn community(tx: &mut Tx, slug: &str, name: &str) -> Result<Option<(Uuid, String)>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(COMMUNITY).bind(slug).bind(name).fetch_optional(c))
}

/// Every old address and what it leads to.
///
/// # Errors
/// When the database does not answer.
pub async fn old_addresses(db: &Db) -> Result<HashMap<String, Uuid>, sqlx::Error> {
    let rows: Vec<(String, Uuid)> = on!(db.reader(), c => sqlx::query_as(OLD_ADDRESSES).fetch_all(c))?;
    Ok(rows.into_iter().collect())
}
