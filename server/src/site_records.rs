//! Records between bundle and database, whatever their kind.

use app::activity::ObjectKind;
use app::db::records::{Batch, Index, next_batch};
use app::db::{Db, Tx};
use app::{communities, events, members, organisations, pages, questions, resources, topics};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::bundle::Record;

/// Things read at a time.
const BATCH: i64 = 500;

/// Every kind, those that others refer to first.
pub const KINDS: [ObjectKind; 8] = [
    ObjectKind::Organisation,
    ObjectKind::Topic,
    ObjectKind::Person,
    ObjectKind::Community,
    ObjectKind::Page,
    ObjectKind::Event,
    ObjectKind::Question,
    ObjectKind::Resource,
];

/// Reads the things of a kind in batches and hands each batch to `take`.
///
/// # Errors
/// When the database does not answer, or `take` gives up.
pub async fn each_batch<E: From<sqlx::Error>>(
    db: &Db,
    kind: ObjectKind,
    mut take: impl FnMut(Vec<(Uuid, Record)>) -> Result<(), E>,
) -> Result<(), E> {
    let mut after = Uuid::nil();
    while let Some(batch) = next_batch(db, table(kind), after, BATCH).await? {
        take(load(db, kind, batch).await?)?;
        after = batch.to;
    }
    Ok(())
}

fn table(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Person => "member",
        kind => kind.as_str(),
    }
}

async fn load(db: &Db, kind: ObjectKind, batch: Batch) -> Result<Vec<(Uuid, Record)>, sqlx::Error> {
    fn all<T>(records: Vec<(Uuid, T)>, wrap: impl Fn(T) -> Record) -> Vec<(Uuid, Record)> {
        records.into_iter().map(|(id, record)| (id, wrap(record))).collect()
    }
    Ok(match kind {
        ObjectKind::Organisation => all(organisations::record_store::load(db, batch).await?, Record::Organisation),
        ObjectKind::Topic => all(topics::record_store::load(db, batch).await?, Record::Topic),
        ObjectKind::Person => all(members::record_store::load(db, batch).await?, Record::Person),
        ObjectKind::Community => all(communities::record_store::load(db, batch).await?, Record::Community),
        ObjectKind::Event => all(events::record_store::load(db, batch).await?, Record::Event),
        ObjectKind::Question => all(questions::record_store::load(db, batch).await?, Record::Question),
        ObjectKind::Page => all(pages::record_store::load(db, batch).await?, Record::Page),
        ObjectKind::Resource => all(resources::record_store::load(db, batch).await?, Record::Resource),
    })
}

/// The record of one thing; `None` where it is gone.
///
/// # Errors
/// When the database does not answer.
pub async fn one(db: &Db, kind: ObjectKind, id: Uuid) -> Result<Option<Record>, sqlx::Error> {
    let before = Uuid::from_u128(id.as_u128().saturating_sub(1));
    Ok(load(db, kind, Batch { after: before, to: id }).await?.pop().map(|(_, record)| record))
}

/// Writes a record under its id.
///
/// # Errors
/// When the database refuses.
pub async fn save(tx: &mut Tx, index: &Index, id: Uuid, record: &Record) -> Result<(), sqlx::Error> {
    match record {
        Record::Organisation(record) => organisations::record_store::save(tx, id, record).await,
        Record::Topic(record) => topics::record_store::save(tx, id, record).await,
        Record::Person(record) => members::record_store::save(tx, index, id, record).await,
        Record::Community(record) => communities::record_store::save(tx, index, id, record).await,
        Record::Event(record) => events::record_store::save(tx, index, id, record).await,
        Record::Question(record) => questions::record_store::save(tx, index, id, record).await,
        Record::Page(record) => pages::record_store::save(tx, index, id, record).await,
        Record::Resource(record) => resources::record_store::save(tx, index, id, record).await,
    }
}

/// The slug that the index knows a record by: `{community}/{slug}` for what lives in one.
pub fn slug(record: &Record) -> String {
    record.key().split_once('/').map(|(_, slug)| slug.to_owned()).unwrap_or_default()
}

/// The slug of the community a record belongs to; a community belongs to itself.
pub fn community(record: &Record) -> Option<&str> {
    match record {
        Record::Organisation(_) | Record::Topic(_) | Record::Person(_) => None,
        Record::Community(record) => Some(&record.slug),
        Record::Event(record) => Some(&record.community),
        Record::Question(record) => Some(&record.community),
        Record::Page(record) => Some(&record.community),
        Record::Resource(record) => Some(&record.community),
    }
}

/// The address of its page.
pub fn address(record: &Record) -> String {
    let slug = slug(record);
    let within =
        |section: &str| slug.split_once('/').map(|(community, rest)| format!("/c/{community}/{section}/{rest}")).unwrap_or_default();
    match record {
        Record::Organisation(_) => format!("/organisations/{slug}"),
        Record::Topic(_) => format!("/topics/{slug}"),
        Record::Person(_) => format!("/people/{slug}"),
        Record::Community(_) => format!("/c/{slug}"),
        Record::Event(_) => within("events"),
        Record::Question(_) => within("questions"),
        Record::Page(_) => within("pages"),
        Record::Resource(_) => within("resources"),
    }
}

/// The hash of what a record says.
pub fn hash(record: &Record) -> String {
    Sha256::digest(record.render().as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        use std::fmt::Write;
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
