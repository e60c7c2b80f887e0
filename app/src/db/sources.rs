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

/// Every old address and what it leads to.
///
/// # Errors
/// When the database does not answer.
pub async fn old_addresses(db: &Db) -> Result<HashMap<String, Uuid>, sqlx::Error> {
    let rows: Vec<(String, Uuid)> = on!(db.reader(), c => sqlx::query_as(OLD_ADDRESSES).fetch_all(c))?;
    Ok(rows.into_iter().collect())
}
