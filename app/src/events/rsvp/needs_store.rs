//! The SQL of what people need to take part.

use chrono::TimeDelta;

use crate::db::Db;
use crate::{queries, run};

/// How long it is kept after the meeting.
const KEPT: TimeDelta = TimeDelta::days(90);

queries! {
    PURGE = "update rsvp set needs = null where needs is not null and occurrence_id in (select o.id from occurrence o where o.ends_at < $1)";
}

/// Forgets what people needed at meetings that were ninety days ago and more.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn purge(db: &Db) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    let before = tx.now() - KEPT;
    run!(tx, sqlx::query(PURGE).bind(before))?;
    tx.commit([]).await
}
