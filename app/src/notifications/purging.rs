//! Removing what nobody needs any more: notifications that were read ninety days ago and more, all that are a year old, drafts that nobody went on with, and guests of meetings that are long over, with what people needed there.

use chrono::TimeDelta;

use crate::db::Db;
use crate::{queries, run};

/// How long a notification is kept that was read.
const READ: TimeDelta = TimeDelta::days(90);
/// How long any is kept.
const ANY: TimeDelta = TimeDelta::days(365);

queries! {
    // What waits to be mailed waits on.
    PURGE = "delete from notification where at < $1 and due_at is null and (read_at is not null or at < $2)";
}

/// Removes it. Gives how many notifications that were.
///
/// # Errors
/// When the database refuses.
pub async fn purge(db: &Db) -> Result<u64, sqlx::Error> {
    crate::questions::drafting_store::purge(db).await?;
    crate::events::guests::store::purge(db).await?;
    crate::events::rsvp::needs_store::purge(db).await?;
    let mut tx = db.begin().await?;
    let now = tx.now();
    let gone = run!(tx, sqlx::query(PURGE).bind(now - READ).bind(now - ANY))?;
    tx.commit([]).await?;
    Ok(gone)
}
