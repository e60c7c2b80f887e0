//! One meeting of a series and all that follow: changed and cancelled. It is noon on 2 March 2026; a talk is held every week, from Tuesday 10 March on.

use app::on;
use axum::http::StatusCode;

use crate::calendars::{expanded, held, same};
use crate::meeting_mails::{invited, line, sequence};
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const TALK: &str = "/c/design/events/the-talk";
const LATER: &str = "/c/design/events/the-later-talk";

/// A lead who holds the talk, and two who come to several of its meetings.
async fn stage(site: &TestSite) -> [Visitor<'_>; 3] {
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    let people = [site.member("Ada Okafor").await, site.member("Bob").await, site.member("Eve").await];
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n")]).await;
    site.puts("ada-okafor", "design", "active", Some("lead")).await;
    let fields = [
        ("title", "The talk"),
        ("day", "2026-03-10"),
        ("from", "13:00"),
        ("to", "14:30"),
        ("timezone", "Europe/London"),
        ("repeats", "weekly"),
        ("until", "2026-06-30"),
        ("status", "confirmed"),
        ("capacity", "1"),
    ];
    people[0].posts("/c/design/new-event", "make_event", &fields).await.leads_to(TALK);
    for meeting in ["2026-03-24", "2026-04-21", "2026-04-28"].map(|date| format!("{TALK}/{date}")) {
        people[1].posts(&meeting, "rsvp", &[("answer", "going")]).await.leads_to(&meeting);
        people[2].posts(&meeting, "rsvp", &[("answer", "going")]).await.leads_to(&meeting);
    }
    people
}

fn from(date: &str) -> String {
    format!("{TALK}/edit?from={date}")
}

on_every_database!(async fn what_follows_becomes_a_series_of_its_own_and_takes_along_who_comes(site) {
    let [ada, bob, eve] = stage(site).await;
    let (april, special) = (format!("{TALK}/2026-04-21"), format!("{TALK}/2026-05-05"));
    ada.posts(&format!("{special}/edit"), "change_meeting", &[("title", "The special one")]).await.leads_to(&special);
    assert_eq!(invited(site, "bob@site.example").await.len(), 3);
    let page = ada.gets(&format!("{april}/edit")).await.body;
    assert!(page.contains("/c/design/events/the-talk/edit?from=2026-04-21") && page.contains("This and all that follow"), "{page}");
    let page = ada.reads(&from("2026-04-21")).await;
    assert!(page.contains("Edit “The talk” from 21 April 2026 on"), "{page}");
    let fields = [("title", "The later talk"), ("day", "2026-04-22"), ("from", "15:00"), ("to", "16:00")];
    ada.posts(&from("2026-04-21"), "change_event", &fields).await.leads_to(LATER);

    let before = site.page(TALK).await;
    assert!(before.contains("Every week on Tuesday, until 14 April 2026") && before.contains("From 22 April 2026 on"), "{before}");
    let after = site.page(LATER).await;
    assert!(after.contains("Every week on Wednesday, until 30 June 2026") && after.contains("Goes on from"), "{after}");
    assert!(site.page(&format!("{TALK}/2026-03-24")).await.contains("The only place is taken; 1 person waits for one."));
    let moved = format!("{LATER}/2026-04-22");
    let page = eve.reads(&moved).await;
    assert!(page.contains("You are on the waiting list") && page.contains("3 pm to 4 pm"), "{page}");
    assert!(site.page(&format!("{LATER}/2026-05-06")).await.contains("The special one"));
    // Old addresses lead on.
    let old = site.get(&april).await;
    assert_eq!((old.status, old.header("location")), (StatusCode::PERMANENT_REDIRECT, LATER));

    // Whoever comes is told once, under the id that their calendar knows.
    let mails = invited(site, "bob@site.example").await;
    assert_eq!(mails.len(), 5, "{:?}", mails.iter().map(|mail| &mail.subject).collect::<Vec<_>>());
    assert!(mails[3..].iter().all(|mail| mail.subject == "Changed: The later talk" && sequence(mail) > sequence(&mails[1])));
    assert_eq!(line(&mails[3], "UID"), line(&mails[1], "UID"));
    assert!(line(&mails[3], "DTSTART;TZID").ends_with("20260422T150000"));
    bob.posts(&moved, "rsvp", &[("answer", "declined")]).await.leads_to(&moved);
    assert_eq!(site.mails_to("eve@site.example").await.pop().unwrap().subject, "You have a place: The later talk");

    let feed = site.get("/c/design/calendar.ics").await.body;
    assert!(feed.contains("RRULE:FREQ=WEEKLY;UNTIL=20260414T225959Z") && feed.matches("RRULE:FREQ=WEEKLY").count() == 2, "{feed}");
    same(&expanded(&feed, "2026-01-01", "2027-01-01"), &held(site, "2026-01-01", "2027-01-01").await);
});

on_every_database!(async fn what_only_says_other_things_is_mailed_to_nobody_and_keeps_its_addresses(site) {
    let [ada, bob, _] = stage(site).await;
    assert_eq!(invited(site, "bob@site.example").await.len(), 3);
    ada.posts(&from("2026-04-21"), "change_event", &[("body", "On forms.")]).await.leads_to("/c/design/events/the-talk-2");
    assert_eq!(invited(site, "bob@site.example").await.len(), 3);
    let old = site.get(&format!("{TALK}/2026-04-28")).await;
    assert_eq!(old.header("location"), "/c/design/events/the-talk-2/2026-04-28");
    assert!(bob.reads("/c/design/events/the-talk-2/2026-04-28").await.contains("You are coming"));
    // Parted once more, further up: each goes on from the one before it, and old addresses still lead on.
    ada.posts(&from("2026-03-24"), "change_event", &[("place", "Room 2")]).await.leads_to("/c/design/events/the-talk-3");
    assert_eq!(site.get(&format!("{TALK}/2026-04-28")).await.header("location"), "/c/design/events/the-talk-2/2026-04-28");
    assert_eq!(site.get(&format!("{TALK}/2026-03-24")).await.header("location"), "/c/design/events/the-talk-3/2026-03-24");
    let feed = site.get("/c/design/calendar.ics").await.body;
    same(&expanded(&feed, "2026-01-01", "2027-01-01"), &held(site, "2026-01-01", "2027-01-01").await);
    assert_eq!(feed.matches("RRULE:FREQ=WEEKLY").count(), 3);
});

on_every_database!(async fn meetings_that_fall_away_are_named_before_and_whoever_comes_is_told(site) {
    let [ada, _, _] = stage(site).await;
    assert_eq!(invited(site, "bob@site.example").await.len(), 3);
    let answer = ada.posts(&from("2026-04-21"), "change_event", &[("repeats", "fortnightly")]).await;
    answer.says(StatusCode::UNPROCESSABLE_ENTITY, "A meeting that people answered to has no place in the series any more: 28 April 2026 (2 people).");
    assert!(answer.body.contains("name=\"agreed\""), "{}", answer.body);
    let answer = ada.posts(&from("2026-04-21"), "change_event", &[("repeats", "fortnightly"), ("agreed", "no")]).await;
    answer.says(StatusCode::UNPROCESSABLE_ENTITY, "Choose, and save again.");
    assert!(site.page(TALK).await.contains("until 30 June 2026"), "nothing was changed");
    ada.posts(&from("2026-04-21"), "change_event", &[("repeats", "fortnightly"), ("agreed", "yes")]).await.leads_to("/c/design/events/the-talk-2");
    let mails = invited(site, "bob@site.example").await;
    assert_eq!((mails.len(), mails[3].subject.as_str(), line(&mails[3], "METHOD")), (4, "Cancelled: The talk", "METHOD:CANCEL".to_owned()));
    // So it is where all of a series changes.
    let answer = ada.posts(&format!("{TALK}/edit"), "change_event", &[("repeats", "never")]).await;
    answer.says(StatusCode::UNPROCESSABLE_ENTITY, "24 March 2026 (2 people)");
});

on_every_database!(async fn a_series_does_not_reach_into_what_goes_on_from_it(site) {
    let [ada, ..] = stage(site).await;
    ada.posts(&from("2026-04-21"), "change_event", &[("place", "Room 2")]).await.leads_to("/c/design/events/the-talk-2");
    // As a form sends it that was open before.
    let stale = [("until", "2026-06-30")];
    for page in [format!("{TALK}/edit"), from("2026-04-07")] {
        let answer = ada.posts(&page, "change_event", &stale).await;
        answer.says(StatusCode::UNPROCESSABLE_ENTITY, "From 21 April 2026 on, it goes on as a series of its own.");
    }
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("until", "2026-04-20"), ("place", "Room 3")]).await.leads_to(TALK);
    let feed = site.get("/c/design/calendar.ics").await.body;
    same(&expanded(&feed, "2026-01-01", "2027-01-01"), &held(site, "2026-01-01", "2027-01-01").await);
});

on_every_database!(async fn what_follows_is_cancelled_and_held_after_all(site) {
    let [ada, bob, _] = stage(site).await;
    assert_eq!(invited(site, "bob@site.example").await.len(), 3);
    ada.posts(&from("2026-04-21"), "call_off_event", &[]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Fill this in.");
    let next = "/c/design/events/the-talk-2";
    ada.posts(&from("2026-04-21"), "call_off_event", &[("because", "The room is gone.")]).await.leads_to(next);
    assert!(site.page(next).await.contains("This series is cancelled. The room is gone.") && !site.page(TALK).await.contains("The room is gone."));
    assert!(site.page(TALK).await.contains("The talk (cancelled)"));
    let subjects: Vec<String> = invited(site, "bob@site.example").await.into_iter().map(|mail| mail.subject).skip(3).collect();
    assert_eq!(subjects, ["Cancelled: The talk", "Cancelled: The talk"]);
    let feed = site.get("/c/design/calendar.ics").await.body;
    same(&expanded(&feed, "2026-01-01", "2027-01-01"), &held(site, "2026-01-01", "2027-01-01").await);
    let page = ada.reads(&format!("{next}/edit?from=2026-04-28")).await;
    assert!(page.contains("Hold the whole series after all"), "{page}");
    ada.posts(&format!("{next}/edit"), "hold_event", &[]).await.leads_to(next);
    assert!(bob.reads(&format!("{next}/2026-04-21")).await.contains("You are coming"));
    let mails = invited(site, "bob@site.example").await;
    assert!(mails.windows(2).all(|pair| line(&pair[0], "UID") != line(&pair[1], "UID") || line(&pair[0], "RECURRENCE-ID") != line(&pair[1], "RECURRENCE-ID") || sequence(&pair[0]) < sequence(&pair[1])));
    assert!(line(mails.last().unwrap(), "METHOD").ends_with("REQUEST"));
});

on_every_database!(async fn from_its_first_meeting_on_is_all_of_a_series(site) {
    let [ada, _, _] = stage(site).await;
    ada.posts(&from("2026-03-10"), "change_event", &[("place", "Room 2")]).await.leads_to(TALK);
    let events: i64 = on!(site.db().reader(), c => sqlx::query_scalar("select count(*) from event").fetch_one(c)).unwrap();
    assert_eq!(events, 1);
    assert_eq!(ada.gets(&from("2026-03-11")).await.status, StatusCode::NOT_FOUND);
    // Its second Tuesdays become third Wednesdays, and whoever comes to April’s comes to April’s.
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("repeats", "monthly_by_weekday"), ("agreed", "yes")]).await.leads_to(TALK);
    let april = format!("{TALK}/2026-04-14");
    ada.posts(&april, "rsvp", &[("answer", "going")]).await.leads_to(&april);
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("day", "2026-03-18")]).await.leads_to(TALK);
    assert!(ada.reads(&format!("{TALK}/2026-04-15")).await.contains("You are coming"));
});
