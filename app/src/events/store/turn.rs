//! When what screens show of meetings changes by itself.

use chrono::{DateTime, Utc};

use crate::db::Db;
use crate::{on, queries};

queries! {
    NEXT_START = "select starts_at from occurrence where starts_at > $1 order by starts_at limit 1";
    NEXT_END = "select ends_at from occurrence where ends_at > $1 order by ends_at limit 1";
}

/// The next instant at which a meeting begins or ends, if any is to come.
///
/// # Errors
/// When the database refuses.
pub async fn next_turn(db: &Db, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    let starts: Option<DateTime<Utc>> = on!(db.reader(), c => sqlx::query_scalar(NEXT_START).bind(now).fetch_optional(c))?;
    let ends: Option<DateTime<Utc>> = on!(db.reader(), c => sqlx::query_scalar(NEXT_END).bind(now).fetch_optional(c))?;
    Ok(starts.into_iter().chain(ends).min())
}
