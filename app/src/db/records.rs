//! What every kind of record needs to be read from and written to the database: references by slug, lists of them, old addresses.

use std::collections::HashMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::bulk::{Rows, Value};
use super::{Db, Tx};
use crate::activity::ObjectKind;
use crate::{on, queries, run};

queries! {
    ORGANISATIONS = "select slug, id from organisation";
    TOPICS = "select slug, id from topic";
    PEOPLE = "select handle, id from member";
    COMMUNITIES = "select slug, id from community";
    EVENTS = "select c.slug || '/' || e.slug, e.id from event e join community c on c.id = e.community_id";
    QUESTIONS = "select c.slug || '/' || q.slug, q.id from question q join community c on c.id = q.community_id";
    PAGES = "select c.slug || '/' || p.path, p.id from page p join community c on c.id = p.community_id";
    RESOURCES = "select c.slug || '/' || r.slug, r.id from resource r join community c on c.id = r.community_id";
    ALIASES = "select object_id, path from redirect where object_id > $1 and object_id <= $2 and kind = $3 order by object_id, position";
    FORGET_ALIASES = "delete from redirect where object_id = $1";
    TAKE_ALIAS = "insert into redirect (path, kind, object_id, position) values ($1, $2, $3, $4) on conflict (path) do nothing";
}

/// Every thing's id by its slug, `{community}/{slug}` for what lives in one.
#[derive(Clone, Debug, Default)]
pub struct Index {
    by_kind: HashMap<ObjectKind, HashMap<String, Uuid>>,
}

impl Index {
    /// Reads all of it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(db: &Db) -> Result<Self, sqlx::Error> {
        let mut by_kind = HashMap::new();
        for (kind, sql) in [
            (ObjectKind::Organisation, ORGANISATIONS),
            (ObjectKind::Topic, TOPICS),
            (ObjectKind::Person, PEOPLE),
            (ObjectKind::Community, COMMUNITIES),
            (ObjectKind::Event, EVENTS),
            (ObjectKind::Question, QUESTIONS),
            (ObjectKind::Page, PAGES),
            (ObjectKind::Resource, RESOURCES),
        ] {
            let rows: Vec<(String, Uuid)> = on!(db.reader(), c => sqlx::query_as(sql).fetch_all(c))?;
            by_kind.insert(kind, rows.into_iter().collect());
        }
        Ok(Self { by_kind })
    }

    /// Reads the communities alone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load_communities(db: &Db) -> Result<Self, sqlx::Error> {
        let rows: Vec<(String, Uuid)> = on!(db.reader(), c => sqlx::query_as(COMMUNITIES).fetch_all(c))?;
        Ok(Self { by_kind: HashMap::from([(ObjectKind::Community, rows.into_iter().collect())]) })
    }

    /// The id of a thing.
    pub fn get(&self, kind: ObjectKind, slug: &str) -> Option<Uuid> {
        self.by_kind.get(&kind)?.get(slug).copied()
    }

    /// The slugs of a kind.
    pub fn slugs(&self, kind: ObjectKind) -> impl Iterator<Item = &str> {
        self.by_kind.get(&kind).into_iter().flat_map(HashMap::keys).map(String::as_str)
    }

    /// Notes a new thing.
    pub fn insert(&mut self, kind: ObjectKind, slug: String, id: Uuid) {
        self.by_kind.entry(kind).or_default().insert(slug, id);
    }

    /// The id of a thing that a record refers to.
    ///
    /// # Errors
    /// When it is not there; the reader of bundles leaves such references out, so this is a fault of the program.
    pub fn want(&self, kind: ObjectKind, slug: &str) -> Result<Uuid, sqlx::Error> {
        self.get(kind, slug).ok_or_else(|| sqlx::Error::Protocol(format!("a record refers to {kind} “{slug}”, which is not there")))
    }

    /// The ids of a list of references.
    ///
    /// # Errors
    /// As [`Index::want`].
    pub fn want_all(&self, kind: ObjectKind, slugs: &[String]) -> Result<Vec<Uuid>, sqlx::Error> {
        slugs.iter().map(|slug| self.want(kind, slug)).collect()
    }
}

/// A batch of things by id: after the first, up to the second.
#[derive(Clone, Copy, Debug)]
pub struct Batch {
    /// The last id before it; the nil id for the first batch.
    pub after: Uuid,
    /// Its own last id.
    pub to: Uuid,
}

/// Lists of words by the thing they belong to: `sql` takes the batch's bounds as `$1` and `$2` and gives (id, word) in order.
pub(crate) async fn lists(db: &Db, sql: &'static str, batch: Batch) -> Result<HashMap<Uuid, Vec<String>>, sqlx::Error> {
    let rows: Vec<(Uuid, String)> = on!(db.reader(), c => sqlx::query_as(sql).bind(batch.after).bind(batch.to).fetch_all(c))?;
    Ok(grouped(rows))
}

/// The old addresses of things.
pub(crate) async fn aliases(db: &Db, kind: ObjectKind, batch: Batch) -> Result<HashMap<Uuid, Vec<String>>, sqlx::Error> {
    let rows: Vec<(Uuid, String)> =
        on!(db.reader(), c => sqlx::query_as(ALIASES).bind(batch.after).bind(batch.to).bind(kind.as_str()).fetch_all(c))?;
    Ok(grouped(rows))
}

/// Groups rows that come in order of their owner.
pub(crate) fn grouped<T>(rows: Vec<(Uuid, T)>) -> HashMap<Uuid, Vec<T>> {
    let mut lists: HashMap<Uuid, Vec<T>> = HashMap::new();
    for (id, item) in rows {
        lists.entry(id).or_default().push(item);
    }
    lists
}

/// The next batch of at most `size` rows after `after`, where any is left. `table` is a word of the program.
///
/// # Errors
/// When the database does not answer.
pub async fn next_batch(db: &Db, table: &'static str, after: Uuid, size: i64) -> Result<Option<Batch>, sqlx::Error> {
    // Ids have no max() on PostgreSQL 15.
    let sql = format!("select id from (select id from {table} where id > $1 order by id limit $2) b order by id desc limit 1");
    let to: Option<Uuid> = on!(db.reader(), c => sqlx::query_scalar(AssertSqlSafe(sql)).bind(after).bind(size).fetch_optional(c))?;
    Ok(to.map(|to| Batch { after, to }))
}

/// Writes the old addresses of a thing anew. An address another thing has already stays with that.
pub(crate) async fn save_aliases(tx: &mut Tx, kind: ObjectKind, id: Uuid, aliases: &[String]) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(FORGET_ALIASES).bind(id))?;
    for (path, position) in aliases.iter().zip(0_i32..) {
        run!(tx, sqlx::query(TAKE_ALIAS).bind(path).bind(kind.as_str()).bind(id).bind(position))?;
    }
    Ok(())
}

/// Writes a list of references anew: empties what `forget` deletes for `id`, then inserts (id, target, position).
pub(crate) async fn save_list(
    tx: &mut Tx,
    forget: &'static str,
    (table, columns): (&'static str, &'static [&'static str]),
    id: Uuid,
    targets: &[Uuid],
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(forget).bind(id))?;
    let mut rows = Rows::new(table, columns);
    for (target, position) in targets.iter().zip(0_i32..) {
        rows.push([id.into(), (*target).into(), Value::Int(position)]);
    }
    rows.insert(tx).await
}

/// A small list as the text of its column.
pub(crate) fn to_json<T: Serialize>(list: &T) -> Result<String, sqlx::Error> {
    serde_json::to_string(list).map_err(|e| sqlx::Error::Encode(e.into()))
}

/// A small list from the text of its column.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, sqlx::Error> {
    serde_json::from_str(text).map_err(|e| sqlx::Error::Decode(e.into()))
}
