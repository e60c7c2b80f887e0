//! Runs the jobs that are due, one at a time, beside the requests.

use std::time::Duration;

use app::activity::jobs::{Claimed, JobKind, claim, ensure, run_again};
use app::events::record_store::make_meetings;
use app::state::AppState;
use chrono::TimeDelta;
use tokio::sync::watch;

/// How often it looks for work.
const EVERY: Duration = Duration::from_secs(20);

/// How often meetings of series are made.
const DAILY: TimeDelta = TimeDelta::days(1);

/// Runs until `stop` is set.
pub async fn run(app: AppState, mut stop: watch::Receiver<bool>) {
    if let Err(error) = ensure(&app.db, JobKind::MakeMeetings, app.clock.now()).await {
        tracing::error!(%error, "the daily job could not be set up");
    }
    while !*stop.borrow() {
        match claim(&app.db).await {
            Ok(Some(job)) => {
                work(&app, &job).await;
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "jobs could not be read"),
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stop.changed() => {}
        }
    }
}

async fn work(app: &AppState, job: &Claimed) {
    let done = match job.kind {
        JobKind::MakeMeetings => make_meetings(&app.db).await,
    };
    let (run_at, succeeded) = match done {
        Ok(count) => {
            tracing::debug!(job = %job.kind, count, "done");
            (app.clock.now() + DAILY, true)
        }
        Err(error) => {
            tracing::error!(job = %job.kind, attempt = job.attempts, %error, "failed, and will be tried again");
            (app.clock.now() + TimeDelta::minutes(i64::from(1 << job.attempts.clamp(0, 8))), false)
        }
    };
    if let Err(error) = run_again(&app.db, job, run_at, succeeded).await {
        tracing::error!(job = %job.kind, %error, "could not be put back; it runs again when its lease ends");
    }
}
