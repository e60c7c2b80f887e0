//! Jobs: claimed by one node at a time, taken over when a lease ends, and what they do.

use app::activity::jobs::{JobKind, claim, ensure, run_again};
use app::events::record_meetings_store::make_meetings;
use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::on_every_database;

on_every_database!(async fn a_job_is_claimed_once_and_taken_over_when_its_lease_ends(site) {
    let now = site.clock.now();
    ensure(site.db(), JobKind::MakeMeetings, now).await.unwrap();
    ensure(site.db(), JobKind::MakeMeetings, now).await.unwrap();
    let first = claim(site.db()).await.unwrap().unwrap();
    assert_eq!(first.attempts, 1);
    assert!(claim(site.db()).await.unwrap().is_none(), "it is taken");
    site.clock.set(now + TimeDelta::minutes(16));
    let second = claim(site.db()).await.unwrap().unwrap();
    assert_eq!((second.id, second.attempts), (first.id, 2), "its first node is gone");
    run_again(site.db(), &second, now + TimeDelta::days(1), true).await.unwrap();
    assert!(claim(site.db()).await.unwrap().is_none(), "it is done for today");
    site.clock.set(now + TimeDelta::days(1));
    assert_eq!(claim(site.db()).await.unwrap().unwrap().attempts, 1);
});

on_every_database!(async fn of_many_that_claim_at_once_one_gets_the_job(site) {
    ensure(site.db(), JobKind::MakeMeetings, site.clock.now()).await.unwrap();
    let mut claims = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let db = site.db().clone();
        claims.spawn(async move { claim(&db).await.unwrap().is_some() });
    }
    assert_eq!(claims.join_all().await.into_iter().filter(|got| *got).count(), 1);
});

on_every_database!(async fn the_meetings_of_a_series_are_made_as_time_goes_on(site) {
    let series = "---\ntitle: Weekly\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: Europe/London\nrrule: FREQ=WEEKLY\n---\n";
    site.holds(&[("events/everyone/weekly.md", series)]).await;
    let far = "/c/everyone/events/weekly/2028-03-07";
    assert_eq!(site.get(far).await.status, StatusCode::NOT_FOUND);
    site.clock.set(site.clock.now() + TimeDelta::days(365));
    assert_eq!(make_meetings(site.db()).await.unwrap(), 1);
    assert_eq!(site.get(far).await.status, StatusCode::OK);
});
