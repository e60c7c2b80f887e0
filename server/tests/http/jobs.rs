//! Jobs: claimed by one node at a time, taken over when a lease ends, and what they do.

use app::activity::jobs::{JobKind, claim, ensure, run_again};
use app::events::record_meetings_store::make_meetings;
use app::{on, run};
use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};

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

on_every_database!(async fn a_single_event_to_come_follows_the_clock_of_its_zone(site) {
    let event = |title: &str, day: &str| format!("---\ntitle: {title}\nstarts: {day}T13:00\nends: {day}T14:00\ntimezone: Europe/London\n---\n");
    site.holds(&[("events/everyone/once.md", &event("Once", "2026-07-07")), ("events/everyone/gone.md", &event("Gone", "2026-02-03"))]).await;
    // As a version of the program wrote them that knew nothing of summer time.
    let mut tx = site.db().begin().await.unwrap();
    let (from, to): (DateTime<Utc>, DateTime<Utc>) = ("2026-07-07T13:00:00Z".parse().unwrap(), "2026-07-07T14:00:00Z".parse().unwrap());
    run!(tx, sqlx::query("update occurrence set starts_at = $1, ends_at = $2 where starts_wall like '2026-07%'").bind(from).bind(to)).unwrap();
    tx.commit([]).await.unwrap();
    assert_eq!(make_meetings(site.db()).await.unwrap(), 0, "neither is a series");
    let starts: Vec<DateTime<Utc>> =
        on!(site.db().reader(), c => sqlx::query_scalar("select starts_at from occurrence order by starts_at").fetch_all(c)).unwrap();
    assert_eq!(starts.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2026-02-03 13:00:00 UTC", "2026-07-07 12:00:00 UTC"]);
});
