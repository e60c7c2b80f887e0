//! Sites that follow each other's calendars: an event stays one, wherever it goes. It is noon on Monday 2 March 2026.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use app::db::harness::TestEngine;
use app::on;

use crate::followed::{NEW, TALK, WEEKLY, calendar, follows, later, stage};
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const FEED: &str = "/c/design/calendar.ics";
const EVENTS: &str = "/c/design/events";

async fn called(name: &str, engine: TestEngine) -> TestSite {
    let mut site = TestSite::make(engine).await;
    site.set(|site| (site.base_url, site.private_calendars) = (format!("http://{name}.site.example"), true));
    site
}

fn feed(of: SocketAddr) -> String {
    format!("http://{of}{FEED}")
}

/// What the entries of a calendar are known by.
fn uids(calendar: &str) -> Vec<String> {
    let mut uids: Vec<String> =
        calendar.replace("\r\n ", "").lines().filter_map(|line| line.strip_prefix("UID:")).map(str::to_owned).collect();
    uids.sort_unstable();
    uids.dedup();
    uids
}

/// How many events a site has, and how often they were written.
async fn written(site: &TestSite) -> (i64, i64) {
    on!(site.db().reader(), c => sqlx::query_as("select count(*), cast(sum(revision) as bigint) from event").fetch_one(c)).unwrap()
}

async fn makes(who: &Visitor<'_>, title: &str, repeats: &str) {
    let fields = [
        ("title", title),
        ("day", "2026-03-10"),
        ("from", "13:00"),
        ("to", "14:30"),
        ("timezone", "Europe/London"),
        ("repeats", repeats),
        ("status", "confirmed"),
        ("body", "What it *is* about."),
    ];
    let answer = who.posts(NEW, "make_event", &fields).await;
    answer.leads_to(&format!("{EVENTS}/{}", title.to_lowercase().replace(' ', "-")));
}

async fn both_read(sites: [&TestSite; 2]) {
    for site in sites {
        assert_eq!(later(site, 2).await, 1);
    }
}

/// Rounds in which nothing happens but reading.
async fn quiet(sites: [&TestSite; 2]) {
    both_read(sites).await;
    both_read(sites).await;
    let before = (written(sites[0]).await, written(sites[1]).await);
    for _ in 0..4 {
        both_read(sites).await;
    }
    assert_eq!((written(sites[0]).await, written(sites[1]).await), before, "nothing is written any more");
    let of = async |site: &TestSite| uids(&site.get(FEED).await.body);
    assert_eq!(of(sites[0]).await, of(sites[1]).await, "each event is known by one name");
}

async fn two_sites_follow_each_other(engine: TestEngine) {
    let (one, two) = (called("one", engine).await, called("two", engine).await);
    let sites = [&one, &two];
    let (ada, bea) = (stage(&one).await, stage(&two).await);
    let (first, second) = (one.serves().await, two.serves().await);
    makes(&ada, "Ones talk", "never").await;
    makes(&ada, "Ones series", "weekly").await;
    makes(&bea, "Twos talk", "never").await;
    // What was brought in from a third place goes round as well.
    ada.uploads(NEW, "import_calendar", ("file", "team.ics"), calendar(&format!("{TALK}{WEEKLY}")).as_bytes()).await.leads_to(EVENTS);
    follows(&bea, &feed(first)).await.leads_to(NEW);
    follows(&ada, &feed(second)).await.leads_to(NEW);
    quiet(sites).await;
    assert_eq!((written(&one).await.0, written(&two).await.0), (5, 5));
    let page = ada.reads(NEW).await;
    assert!(
        page.contains("it is an event of this site, so it was left out") && page.contains("this community has it from elsewhere"),
        "{page}"
    );
    let known: BTreeSet<String> = uids(&one.get(FEED).await.body).into_iter().collect();
    assert!(known.contains("talk@elsewhere") && known.contains("weekly@elsewhere"), "{known:?}");
    assert_eq!(known.iter().filter(|uid| uid.ends_with("@one.site.example")).count(), 2, "{known:?}");

    // What is changed where it is at home changes there, and comes back from nowhere.
    ada.posts(&format!("{EVENTS}/ones-talk/edit"), "change_event", &[("from", "11:00"), ("place", "Room 1")])
        .await
        .leads_to(&format!("{EVENTS}/ones-talk"));
    ada.posts(&format!("{EVENTS}/ones-series/2026-03-24/edit"), "change_meeting", &[("title", "With guests")])
        .await
        .leads_to(&format!("{EVENTS}/ones-series/2026-03-24"));
    quiet(sites).await;
    let page = two.page(&format!("{EVENTS}/ones-talk")).await;
    assert!(page.contains("11 am to 2:30 pm") && page.contains("Room 1"), "{page}");
    assert!(two.page(&format!("{EVENTS}/ones-series/2026-03-24")).await.contains("With guests"));

    // The second half of a series is an event of its own, there as here; also where it was parted by whom it came to.
    ada.posts(&format!("{EVENTS}/ones-series/edit?from=2026-04-14"), "change_event", &[("title", "Ones later series")])
        .await
        .leads_to(&format!("{EVENTS}/ones-later-series"));
    quiet(sites).await;
    assert_eq!((written(&one).await.0, written(&two).await.0), (6, 6));
    bea.posts(&format!("{EVENTS}/weekly/edit?from=2026-04-14"), "change_event", &[("title", "Twos weekly")])
        .await
        .leads_to(&format!("{EVENTS}/twos-weekly"));
    quiet(sites).await;
    assert_eq!((written(&one).await.0, written(&two).await.0), (7, 7));
    drop((ada, bea));
    one.remove().await;
    two.remove().await;
}

#[tokio::test]
async fn two_sites_that_follow_each_other_stay_at_their_events_on_sqlite() {
    two_sites_follow_each_other(TestEngine::Sqlite).await;
}

#[tokio::test]
async fn two_sites_that_follow_each_other_stay_at_their_events_on_postgres() {
    two_sites_follow_each_other(TestEngine::Postgres).await;
}

on_every_database!(async fn one_uid_stands_once_in_a_calendar_and_a_meeting_without_its_series_keeps_its_time(site) {
    let ada = stage(site).await;
    site.holds(&[("communities/other.md", "---\nname: Other\n---\n")]).await;
    site.puts("ada-okafor", "other", "active", Some("lead")).await;
    let alone = "BEGIN:VEVENT\r\nUID:alone@elsewhere\r\nSUMMARY:Alone\r\nRECURRENCE-ID:20260707T120000Z\r\nDTSTART;TZID=Europe/London:20260708T130000\r\nEND:VEVENT\r\n";
    let file = calendar(&format!("{TALK}{WEEKLY}{alone}"));
    for community in ["design", "other"] {
        ada.uploads(&format!("/c/{community}/new-event"), "import_calendar", ("file", "team.ics"), file.as_bytes()).await.leads_to(&format!("/c/{community}/events"));
        let feed = site.get(&format!("/c/{community}/calendar.ics")).await.body;
        assert_eq!(uids(&feed), ["alone@elsewhere", "talk@elsewhere", "weekly@elsewhere"]);
        assert!(feed.contains("UID:alone@elsewhere\r\nRECURRENCE-ID;TZID=Europe/London:20260707T130000\r\n"), "{feed}");
    }
    let all = uids(&site.get("/events/calendar.ics").await.body);
    assert_eq!((all.len(), all.iter().filter(|uid| uid.ends_with("@site.example")).count()), (6, 3), "{all:?}");
    // What was made here does not come again from a file.
    makes(&ada, "Ours", "never").await;
    let ours = site.get(&format!("{EVENTS}/ours/event.ics")).await.body;
    ada.uploads("/c/other/new-event", "import_calendar", ("file", "ours.ics"), ours.as_bytes()).await.leads_to("/c/other/events");
    assert!(ada.reads("/c/other/events").await.contains("it is an event of this site, so it was left out"));
});
