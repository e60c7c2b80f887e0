//! Runs the jobs that are due, a few at a time, beside the requests.

use std::time::Duration;

use app::activity::jobs::{Claimed, JobKind, Rhythm, claim, ensure, finish, pause, run_again};
use app::events::importing::followed;
use app::events::record_meetings_store::make_meetings;
use app::events::{invitations, losing_sight, reminders};
use app::mail::Posted;
use app::members::photos;
use app::notifications::mailing::{as_it_stands, send_due};
use app::notifications::purging;
use app::organisations::{proof, vouching};
use app::pages::attached::keeping;
use app::questions::office;
use app::state::AppState;
use chrono::TimeDelta;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::mail::Mailer;

/// How often it looks for work that nobody told it of: what has become due, and what other processes brought.
const EVERY: Duration = Duration::from_secs(20);

/// How many jobs run at once.
const AT_ONCE: usize = 4;

/// Does the jobs of a site.
#[derive(Clone, Debug)]
pub struct Worker {
    /// The site.
    pub app: AppState,
    /// What sends its mail.
    pub mailer: Mailer,
}

/// Why a job was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What happened, without anybody's address.
    pub why: String,
    /// Whether it would happen every time.
    pub for_good: bool,
}

impl Failure {
    /// Of a job that can never be done.
    pub fn for_good(why: impl std::fmt::Display) -> Self {
        Self { why: why.to_string(), for_good: true }
    }

    /// Of a job that may be done another time.
    pub fn for_now(why: impl std::fmt::Display) -> Self {
        Self { why: why.to_string(), for_good: false }
    }
}

impl Worker {
    /// Runs until `stop` is set, and ends once what is under way is done.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        for kind in [JobKind::MakeMeetings, JobKind::SweepFiles, JobKind::Purge, JobKind::Remind, JobKind::ReadCalendars] {
            if let Err(error) = ensure(&self.app.db, kind, self.app.clock.now()).await {
                tracing::error!(job = %kind, %error, "a daily job could not be set up");
            }
        }
        // The settings may have changed since it ran last.
        if let Err(error) = vouching::sweep(&self.app).await {
            tracing::error!(%error, "what sign-in providers prove could not be looked at");
        }
        let mut under_way = JoinSet::new();
        while !*stop.borrow() {
            if under_way.len() == AT_ONCE {
                under_way.join_next().await;
            }
            match claim(&self.app.db).await {
                Ok(Some(job)) => {
                    let worker = self.clone();
                    under_way.spawn(async move { worker.work(&job).await });
                    continue;
                }
                Ok(None) => {}
                Err(error) => tracing::error!(%error, "jobs could not be read"),
            }
            tokio::select! {
                () = self.app.db.brings_job() => {}
                () = tokio::time::sleep(EVERY) => {}
                _ = stop.changed() => {}
            }
        }
        while under_way.join_next().await.is_some() {}
    }

    /// Does what is due now, one after the other, and gives how many jobs that were.
    ///
    /// # Errors
    /// When jobs can't be read.
    pub async fn run_due(&self) -> Result<usize, sqlx::Error> {
        let mut count = 0;
        while let Some(job) = claim(&self.app.db).await? {
            self.work(&job).await;
            count += 1;
        }
        Ok(count)
    }

    /// Of what begins soon, and of what was asked where something is over.
    async fn remind(&self) -> Result<(), sqlx::Error> {
        reminders::remind(&self.app).await?;
        office::ask_for_answers(&self.app, self.app.clock.now()).await.map(drop)
    }

    async fn work(&self, job: &Claimed) {
        let done = match job.kind {
            JobKind::MakeMeetings => make_meetings(&self.app.db).await.map(drop).map_err(Failure::for_now),
            JobKind::Purge => self.purge().await.map_err(Failure::for_now),
            JobKind::SendMail => self.send(job).await,
            JobKind::MailNews => send_due(&self.app).await.map(drop).map_err(Failure::for_now),
            JobKind::RemovePhoto => photos::remove_files(&self.app, &job.payload).await.map_err(Failure::for_now),
            JobKind::Invite => invitations::send(&self.app, &job.payload).await.map_err(Failure::for_now),
            JobKind::TakePlaces => losing_sight::take(&self.app, &job.payload).await.map_err(Failure::for_now),
            JobKind::Remind => self.remind().await.map_err(Failure::for_now),
            JobKind::ReadCalendars => followed::read_due(&self.app).await.map(drop).map_err(Failure::for_now),
            JobKind::RemovePageFile => keeping::remove_contents(&self.app, &job.payload).await.map_err(Failure::for_now),
            JobKind::CheckProofs => proof::check(&self.app.db, &job.payload).await.map_err(Failure::for_now),
            JobKind::SweepFiles => self.sweep().await.map_err(Failure::for_now),
        };
        if let Err(error) = self.settle(job, done).await {
            tracing::error!(job = %job.kind, id = %job.id, %error, "could not be settled; it runs again when its lease ends");
        }
    }

    /// Removes what nobody needs any more, and ends what signing in proved for long enough.
    async fn purge(&self) -> Result<(), sqlx::Error> {
        purging::purge(&self.app.db).await.map(drop)?;
        vouching::sweep(&self.app).await
    }

    /// Removes files that no row names.
    async fn sweep(&self) -> Result<(), String> {
        photos::sweep(&self.app).await?;
        keeping::sweep(&self.app).await.map(drop)
    }

    async fn send(&self, job: &Claimed) -> Result<(), Failure> {
        let posted = Posted::of_payload(&job.payload).map_err(|_| Failure::for_good("the payload is no mail"))?;
        let Some(mail) = as_it_stands(&self.app, posted).await.map_err(Failure::for_now)? else { return Ok(()) };
        self.mailer.send(&mail, job.id, self.app.clock.now()).await
    }

    /// Says when a job runs again, if ever, by what became of it.
    async fn settle(&self, job: &Claimed, done: Result<(), Failure>) -> Result<(), sqlx::Error> {
        let (db, now) = (&self.app.db, self.app.clock.now());
        match (done, job.kind.rhythm()) {
            (Ok(()), Rhythm::Daily) => run_again(db, job, now + TimeDelta::days(1), true).await,
            (Ok(()), Rhythm::EveryMinute) => run_again(db, job, now + TimeDelta::minutes(1), true).await,
            (Ok(()), Rhythm::Once { .. }) => finish(db, job).await,
            (Err(failure), Rhythm::Once { attempts }) if failure.for_good || job.attempts >= attempts => {
                tracing::error!(job = %job.kind, id = %job.id, attempt = job.attempts, error = failure.why, "failed, and was given up");
                finish(db, job).await
            }
            (Err(failure), _) => {
                tracing::warn!(job = %job.kind, id = %job.id, attempt = job.attempts, error = failure.why, "failed, and will be tried again");
                run_again(db, job, now + pause(job.attempts), false).await
            }
        }
    }
}
