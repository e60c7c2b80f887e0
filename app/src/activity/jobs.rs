//! Jobs: small, at least once, with handlers that may run twice. One row each, claimed by a lease, so that several nodes share them and a crash loses none.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::{on, queries, run};

/// How long a node may work on a job before another takes it over.
const LEASE: TimeDelta = TimeDelta::minutes(15);

queries! {
    ENQUEUE = "insert into job (id, kind, key, payload, run_at, attempts) values ($1, $2, $3, $4, $5, 0) on conflict (key) do nothing";
    // The outer conditions are checked again on the row's newest version, where two nodes chose the same job.
    CLAIM = "update job set lease_until = $2, attempts = attempts + 1 \
             where id = (select id from job where run_at <= $1 and (lease_until is null or lease_until < $1) order by run_at, id limit 1) \
             and run_at <= $1 and (lease_until is null or lease_until < $1) \
             returning id, kind, payload, attempts";
    RUN_AGAIN = "update job set run_at = $2, lease_until = null, attempts = $3 where id = $1";
    FINISH = "delete from job where id = $1";
    WITHDRAW = "delete from job where key = $1 and lease_until is null";
}

words! {
    /// What a job does.
    pub enum JobKind {
        /// Makes the meetings of series as far ahead as they are made.
        MakeMeetings = "make_meetings",
        /// Removes what nobody needs any more: old notifications, drafts that nobody went on with.
        Purge = "purge",
        /// Sends the mail in the payload.
        SendMail = "send_mail",
        /// Mails the notifications that are due.
        MailNews = "mail_news",
        /// Removes the files of the photo in the payload, once it is nobody's.
        RemovePhoto = "remove_photo",
        /// Removes what was in the file of a page in the payload, once it is no page's.
        RemovePageFile = "remove_page_file",
        /// Removes files that no row names.
        SweepFiles = "sweep_files",
        /// Mails what changes in the calendars of those who come to the event in the payload.
        Invite = "invite",
        /// Takes the places at the event in the payload of those who may not see it any more.
        TakePlaces = "take_places",
        /// Reminds people of the meetings they come to.
        Remind = "remind",
        /// Reads the calendars that communities follow, as they are due.
        ReadCalendars = "read_calendars",
        /// Checks who belongs to the organisation in the payload by an address at the domain in it.
        CheckProofs = "check_proofs",
    }
}

/// When a job runs besides its first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// Every day; its row stays.
    Daily,
    /// Every minute; its row stays.
    EveryMinute,
    /// Until it has succeeded, or has failed so many times; then its row goes.
    Once {
        /// How often it is tried.
        attempts: i32,
    },
}

impl JobKind {
    /// When jobs of the kind run again.
    pub const fn rhythm(self) -> Rhythm {
        match self {
            Self::MakeMeetings | Self::SweepFiles | Self::Purge => Rhythm::Daily,
            // With the pauses of `pause`, three days.
            Self::Remind | Self::ReadCalendars => Rhythm::EveryMinute,
            Self::SendMail
            | Self::MailNews
            | Self::RemovePhoto
            | Self::RemovePageFile
            | Self::Invite
            | Self::TakePlaces
            | Self::CheckProofs => Rhythm::Once { attempts: 21 },
        }
    }
}

/// How long a job rests after it has failed for the `attempts`th time: 1, 2, 4 … minutes, at most six hours.
pub fn pause(attempts: i32) -> TimeDelta {
    TimeDelta::minutes(1 << (attempts - 1).clamp(0, 9)).min(TimeDelta::hours(6))
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

/// Puts a job there, in the caller's transaction, unless one of that key waits already. The commit wakes what runs jobs.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue(tx: &mut Tx, kind: JobKind, key: &str, payload: &str, run_at: DateTime<Utc>) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(ENQUEUE).bind(Uuid::now_v7()).bind(kind.as_str()).bind(key).bind(payload).bind(run_at))?;
    tx.brings_job();
    Ok(())
}

/// Takes a job back that nobody works on: what it does is done.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw(tx: &mut Tx, key: &str) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(WITHDRAW).bind(key)).map(drop)
}

/// Makes the job of a kind of which there is one, if it is not there.
///
/// # Errors
/// When the database refuses.
pub async fn ensure(db: &Db, kind: JobKind, run_at: DateTime<Utc>) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    enqueue(&mut tx, kind, kind.as_str(), "{}", run_at).await?;
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

/// Ends a claim for good: the job's row goes.
///
/// # Errors
/// When the database refuses.
pub async fn finish(db: &Db, job: &Claimed) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    run!(tx, sqlx::query(FINISH).bind(job.id))?;
    tx.commit([]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_from_a_minute_to_six_hours_and_a_mail_is_tried_for_three_days() {
        assert_eq!([1, 2, 3, 9, 10, 40].map(|attempts| pause(attempts).num_minutes()), [1, 2, 4, 256, 360, 360]);
        let Rhythm::Once { attempts } = JobKind::SendMail.rhythm() else { panic!("a mail is sent once") };
        let tried: TimeDelta = (1..attempts).map(pause).sum();
        assert_eq!(tried.num_days(), 3);
    }
}
