//! When what screens show of meetings changes by itself.

use chrono::{DateTime, TimeDelta, Utc};

use crate::db::Db;
use crate::{on, queries};

queries! {
    // The next to begin, and those that come into a quarter of an hour and an hour before next: addresses that were held back appear then.
    NEXT_STARTS = "select starts_at from (select starts_at from occurrence where starts_at > $1 order by starts_at limit 1) a \
                   union all select starts_at from (select starts_at from occurrence where starts_at > $2 order by starts_at limit 1) b \
                   union all select starts_at from (select starts_at from occurrence where starts_at > $3 order by starts_at limit 1) c";
    // The next to end, and the next for which sign-up opens or closes: in one, as every page that is kept asks for it.
    NEXT_OTHER = "select ends_at as turn from (select ends_at from occurrence where ends_at > $1 order by ends_at limit 1) a \
                  union all select opens_at as turn from (select opens_at from occurrence where opens_at > $1 order by opens_at limit 1) b \
                  union all select closes_at as turn from (select closes_at from occurrence where closes_at > $1 order by closes_at limit 1) c";
}

/// The next instant at which a meeting begins, is about to or ends, or at which sign-up for one opens or closes, if any is to come.
///
/// # Errors
/// When the database refuses.
pub async fn next_turn(db: &Db, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    let [quarter, hour] = [15, 60].map(TimeDelta::minutes);
    let starts: Vec<DateTime<Utc>> =
        on!(db.reader(), c => sqlx::query_scalar(NEXT_STARTS).bind(now).bind(now + quarter).bind(now + hour).fetch_all(c))?;
    let starts = starts.into_iter().flat_map(|starts| [starts, starts - quarter, starts - hour]).filter(|turn| *turn > now);
    let others: Vec<DateTime<Utc>> = on!(db.reader(), c => sqlx::query_scalar(NEXT_OTHER).bind(now).fetch_all(c))?;
    Ok(starts.chain(others).min())
}
