//! Jobs: small, at least once, with handlers that may run twice. One row each, claimed by a lease, so that several nodes share them and a crash loses none.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::db::Db;
use crate::{on, queries, run};

/// How long a node may work on a job before another takes it over.
const LEASE: TimeDelta = TimeDelta::minutes(15);

queries! {
    ENSURE = "insert into job (id, kind, key, payload, run_at, attempts) values ($1, $2, $3, $4, $5, 0) on conflict (key) do nothing";
    // The outer conditions are checked again on the row's newest version, where two nodes chose the same job.
    CLAIM = "update job set lease_until = $2, attempts = attempts + 1 \
             where id = (select id from job where run_at <= $1 and (lease_until is null or lease_until < $1) order by run_at limit 1) \
             and run_at <= $1 and (lease_until is null or lease_until < $1) \
             returning id, kind, payload, attempts";
    RUN_AGAIN = "update job set run_at = $2, lease_until = null, attempts = $3 where id = $1";
}

words! {
    /// What a job does.
    pub enum JobKind {
        /// Makes the meetings of series as far ahead as they are made. Daily.
        MakeMeetings = "make_meetings",
    }
}

/// A job that this node has claimed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Claimed {
    /// Its id.
    pub id: Uuid,
    /// What it does.
    #[sqlx(try_from = "String")]
    pub kind: JobKind,
    /// With what: JSON.
    pub payload: String,
    /// How often it has been claimed, this time included.
    pub attempts: i32,
}

/// Makes a job of which there is one, if it is not there.
///
/// # Errors
/// When the database refuses.
pub async fn ensure(db: &Db, kind: JobKind, run_at: DateTime<Utc>) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    run!(tx, sqlx::query(ENSURE).bind(Uuid::now_v7()).bind(kind.as_str()).bind(kind.as_str()).bind("{}").bind(run_at))?;
    tx.commit([]).await
}

/// Claims the job that has been due longest, if any is.
///
/// # Errors
/// When the database refuses.
pub async fn claim(db: &Db) -> Result<Option<Claimed>, sqlx::Error> {
    let mut tx = db.begin().await?;
    let now = tx.now();
    let claimed = on!(tx.conn(), c => sqlx::query_as(CLAIM).bind(now).bind(now + LEASE).fetch_optional(c))?;
    tx.commit([]).await?;
    Ok(claimed)
}

/// Ends a claim: the job runs again at `run_at`, its attempts counted anew after a success.
///
/// # Errors
/// When the database refuses.
pub async fn run_again(db: &Db, job: &Claimed, run_at: DateTime<Utc>, succeeded: bool) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    let attempts = if succeeded { 0 } else { job.attempts };
    run!(tx, sqlx::query(RUN_AGAIN).bind(job.id).bind(run_at).bind(attempts))?;
    tx.commit([]).await
}
