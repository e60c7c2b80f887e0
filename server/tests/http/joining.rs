//! Single events that become meetings of a series.

use app::on;
use axum::http::StatusCode;

use crate::meeting_mails::{invited, line, sequence};
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const NEW: &str = "/c/design/new-event";
const CRIT: &str = "/c/design/events/crit";
const GUEST: &str = "/c/design/events/a-guest";
const JOINED: &str = "/c/design/events/crit/2026-03-12";

fn typed<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("day", "2026-03-10"),
        ("from", "13:00"),
        ("to", "14:00"),
        ("timezone", "Europe/London"),
        ("repeats", "never"),
        ("status", "confirmed"),
    ];
    usual.into_iter().filter(|(field, _)| other.iter().all(|(given, _)| given != field)).chain(other.iter().copied()).collect()
}

/// A public community whose lead holds a weekly series and, two days after its first meeting, a single event. It is noon on 2 March 2026.
async fn stage<'a>(site: &'a TestSite, of_single: &[(&str, &str)]) -> Visitor<'a> {
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    let ada = site.member("Ada Okafor").await;
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n")]).await;
    site.puts("ada-okafor", "design", "active", Some("lead")).await;
    let series =
        [("title", "Crit"), ("repeats", "weekly"), ("place", "Room 1"), ("speakers", "@ada-okafor"), ("body", "We look at *work*.")];
    ada.posts(NEW, "make_event", &typed(&series)).await.leads_to(CRIT);
    let usual = [
        ("title", "A guest"),
        ("day", "2026-03-12"),
        ("from", "15:00"),
        ("to", "17:00"),
        ("place", "The hall"),
        ("speakers", "Bea"),
        ("body", "About *kilns*."),
    ];
    let single: Vec<(&str, &str)> =
        usual.into_iter().filter(|(field, _)| of_single.iter().all(|(given, _)| given != field)).chain(of_single.iter().copied()).collect();
    ada.posts(NEW, "make_event", &typed(&single)).await.leads_to(GUEST);
    ada
}

async fn joins(ada: &Visitor<'_>, into: &str) {
    ada.posts(&format!("{GUEST}/edit"), "join_series", &[("series", into)]).await.leads_to(JOINED);
}

on_every_database!(async fn a_single_event_becomes_a_meeting_with_all_who_answered(site) {
    let ada = stage(site, &[("capacity", "1")]).await;
    let (bob, cleo, dan) = (site.member("Bob").await, site.member("Cleo").await, site.member("Dan").await);
    bob.posts(GUEST, "rsvp", &[("answer", "going"), ("note", "Ten minutes late")]).await.leads_to(GUEST);
    cleo.posts(GUEST, "rsvp", &[("answer", "going")]).await.leads_to(GUEST);
    dan.posts(GUEST, "rsvp", &[("answer", "declined")]).await.leads_to(GUEST);
    let first = invited(site, "bob@site.example").await.remove(0);
    assert!(ada.gets(&format!("{GUEST}/edit")).await.body.contains("<option value=\"crit\""));
    joins(&ada, "crit").await;
    let page = site.page(JOINED).await;
    for part in ["A guest", "One meeting of the series Crit", "Thursday 12 March 2026", "3 pm to 5 pm", "The hall", "About kilns.", "Bea", "2 people are coming."] {
        assert!(page.contains(part), "{part}: {page}");
    }
    for part in ["Room 1", "We look at", "Ada Okafor", "This meeting was moved"] {
        assert!(!page.contains(part), "{part}: {page}");
    }
    let people = ada.reads(&format!("{JOINED}/people")).await;
    assert!(people.contains("Ten minutes late") && people.contains("Coming (2)") && people.contains("Can’t come (1)"), "the series takes as many as want to: {people}");
    assert!(site.mails_to("cleo@site.example").await.iter().any(|mail| mail.subject == "You have a place: A guest"));
    // Its calendar entry is the same: nobody has it twice, and where nothing that it says has changed, nothing is mailed.
    assert_eq!(invited(site, "bob@site.example").await.len(), 1);
    ada.posts(&format!("{JOINED}/edit"), "change_meeting", &[("place", "The garden")]).await.leads_to(JOINED);
    let changed = invited(site, "bob@site.example").await.remove(1);
    assert_eq!((line(&changed, "UID"), line(&changed, "LOCATION")), (line(&first, "UID"), "LOCATION:The garden".to_owned()));
    assert!(sequence(&changed) > sequence(&first));
    // What is as in the series follows it, what is the meeting's own stays.
    ada.posts(&format!("{CRIT}/edit"), "change_event", &[("place", "Room 2"), ("summary", "Every week.")]).await.leads_to(CRIT);
    let page = site.page(JOINED).await;
    assert!(page.contains("The garden") && page.contains("About kilns.") && page.contains("Bea"), "{page}");
    assert!(site.page(CRIT).await.contains("A guest") && site.page("/c/design/events").await.contains("The garden"));
    assert!(site.page("/search?q=kilns").await.contains("Crit"), "what a meeting is about is found by its series");
    assert!(ada.reads("/c/design/settings/log").await.contains("A guest"));
});

on_every_database!(async fn old_addresses_lead_on_and_calendars_hold_it_once(site) {
    let ada = stage(site, &[]).await;
    let event = site.get(&format!("{GUEST}/event.ics")).await.body;
    let uid = event.lines().find(|line| line.starts_with("UID:")).unwrap().trim().to_owned();
    let sequence = |calendar: &str| -> i64 {
        let line = calendar.lines().find(|line| line.starts_with("SEQUENCE:")).unwrap();
        line.trim_start_matches("SEQUENCE:").trim().parse().unwrap()
    };
    let before = sequence(&site.get(&format!("{CRIT}/event.ics")).await.body);
    joins(&ada, "crit").await;
    for (old, now) in [("", JOINED.to_owned()), ("/people", format!("{JOINED}/people")), ("/event.ics", format!("{JOINED}/event.ics"))] {
        let answer = ada.gets(&format!("{GUEST}{old}")).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, now.as_str()), "{old}");
    }
    assert_eq!(site.get(GUEST).await.header("location"), JOINED);
    let feed = site.get("/c/design/calendar.ics").await.body.replace("\r\n ", "");
    assert!(!feed.contains(&uid), "{feed}");
    assert_eq!(feed.matches("SUMMARY:A guest").count(), 1, "{feed}");
    assert!(feed.contains("RECURRENCE-ID;TZID=Europe/London:20260312T150000") && feed.contains("LOCATION:The hall") && feed.contains("About kilns."), "{feed}");
    assert!(sequence(&site.get(&format!("{CRIT}/event.ics")).await.body) > before);
    // Its address is never given to another.
    ada.posts(NEW, "make_event", &typed(&[("title", "A guest")])).await.leads_to("/c/design/events/a-guest-2");
    // Where the series moves, and where it is parted, the old address leads along.
    ada.posts(&format!("{CRIT}/edit?from=2026-03-12"), "change_event", &[("title", "Crit of spring")]).await.leads_to("/c/design/events/crit-of-spring");
    let page = "/c/design/events/crit-of-spring/2026-03-12";
    assert_eq!(site.get(GUEST).await.header("location"), page);
    let shown = site.page(page).await;
    assert!(shown.contains("The hall") && shown.contains("Bea") && shown.contains("About kilns."), "{shown}");
    // An export holds all of it, and an import of that brings it back.
    let dir = std::env::temp_dir().join(format!("guildhall_joining_{}", uuid::Uuid::now_v7()));
    server::export::export(site.db(), &site.app().files, &dir).await.unwrap();
    let exported = std::fs::read_to_string(dir.join("events/design/crit-of-spring.md")).unwrap();
    std::fs::remove_dir_all(dir).unwrap();
    for part in ["/c/design/events/a-guest", "The hall", "name: Bea", "About *kilns*."] {
        assert!(exported.contains(part), "{part}: {exported}");
    }
    site.imports_with(&[("communities/design.md", "---\nname: Design\n---\n"), ("events/design/crit-of-spring.md", &exported)], true).await;
    assert_eq!(site.get(GUEST).await.header("location"), page);
    assert!(site.page(page).await.contains("The hall"));
});

on_every_database!(async fn the_bundle_that_a_single_event_came_from_does_not_bring_it_back(site) {
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    let ada = site.member("Ada Okafor").await;
    let event = |title: &str, more: &str| format!("---\ntitle: {title}\nstarts: 2026-03-12T15:00:00\nends: 2026-03-12T16:00:00\ntimezone: Europe/London\n{more}---\n");
    let (single, series) = (event("A guest", ""), event("Crit", "rrule: FREQ=WEEKLY\n").replace("03-12", "03-10"));
    let files = [("communities/design.md", "---\nname: Design\n---\n"), ("events/design/a-guest.md", single.as_str()), ("events/design/crit.md", &series)];
    site.holds(&files).await;
    site.puts("ada-okafor", "design", "active", Some("lead")).await;
    joins(&ada, "crit").await;
    for _ in 0..2 {
        site.imports(&files).await;
        let events: i64 = on!(site.db().reader(), c => sqlx::query_scalar("select count(*) from event").fetch_one(c)).unwrap();
        assert_eq!(events, 1);
        assert_eq!(site.get(GUEST).await.header("location"), JOINED);
    }
});

on_every_database!(async fn what_was_before_a_series_began_can_be_its_meeting(site) {
    let ada = stage(site, &[("day", "2026-02-05")]).await;
    let bob = site.member("Bob").await;
    ada.posts(&format!("{GUEST}/people"), "check_in", &[("handle", "bob"), ("came", "yes")]).await.leads_to(&format!("{GUEST}/people"));
    bob.posts(GUEST, "take_away", &[("takeaway", "Wear gloves.")]).await.leads_to(GUEST);
    let then = "/c/design/events/crit/2026-02-05";
    ada.posts(&format!("{GUEST}/edit"), "join_series", &[("series", "crit")]).await.leads_to(then);
    let page = site.page(then).await;
    assert!(page.contains("Wear gloves.") && page.contains("1 person was there."), "{page}");
    assert!(site.page(CRIT).await.contains("A guest"), "it stands among the past meetings");
    let feed = site.get(&format!("{CRIT}/event.ics")).await.body.replace("\r\n ", "");
    assert!(feed.contains("DTSTART;TZID=Europe/London:20260205T150000") && !feed.contains("RRULE:FREQ=WEEKLY"), "{feed}");
});

on_every_database!(async fn what_cannot_be_joined_is_refused_with_a_sentence(site) {
    let ada = stage(site, &[]).await;
    let (edit, field) = (format!("{GUEST}/edit"), "series");
    for into in ["", "none", "a-guest"] {
        ada.posts(&edit, "join_series", &[(field, into)]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Choose one of the community’s series.");
    }
    ada.posts(&edit, "change_event", &[("day", "2026-03-17")]).await.leads_to(GUEST);
    ada.posts(&edit, "join_series", &[(field, "crit")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "“Crit” meets on 17 March 2026 already");
    ada.posts(&edit, "call_off_event", &[("because", "Snow.")]).await.leads_to(GUEST);
    ada.posts(&edit, "join_series", &[(field, "crit")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "This event is cancelled.");
    ada.posts(&format!("{CRIT}/edit"), "call_off_event", &[("because", "Snow.")]).await.leads_to(CRIT);
    ada.posts(&edit, "hold_event", &[]).await.leads_to(GUEST);
    assert!(!ada.gets(&edit).await.body.contains("Make this part of a series"), "there is none that takes place");
    let bob = site.member("Bob").await;
    site.puts("bob", "design", "active", None).await;
    let fields = [("__fn", "/do/app/events/api/join_series"), ("community", "design"), ("slug", "a-guest"), ("series", "crit")];
    assert_eq!(bob.posts_raw(GUEST, &fields).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.page(GUEST).await.matches("A guest").count().min(1), 1);
});

on_every_database!(async fn questions_that_the_series_does_not_ask_go_only_where_the_organiser_says_so(site) {
    let ada = stage(site, &[("asks", "What do you eat?\nWhy?")]).await;
    let bob = site.member("Bob").await;
    ada.posts(&format!("{CRIT}/edit"), "change_event", &[("asks", "Why?\nHow? *")]).await.leads_to(CRIT);
    let page = bob.gets(GUEST).await.body;
    let names: Vec<String> = page.split("name=\"replies[").skip(1).map(|rest| format!("replies[{}", &rest[..rest.find('"').unwrap()])).collect();
    bob.posts(GUEST, "rsvp", &[("answer", "going"), (names[0].as_str(), "Soup"), (names[1].as_str(), "For fun")]).await.leads_to(GUEST);
    let edit = format!("{GUEST}/edit");
    let answer = ada.posts(&edit, "join_series", &[("series", "crit")]).await;
    answer.says(StatusCode::UNPROCESSABLE_ENTITY, "“What do you eat?” (1 answer)");
    ada.posts(&edit, "join_series", &[("series", "crit"), ("forget", "no")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "(1 answer)");
    assert!(site.page(GUEST).await.contains("1 person is coming."), "nothing is lost until then");
    ada.posts(&edit, "join_series", &[("series", "crit"), ("forget", "yes")]).await.leads_to(JOINED);
    let people = ada.reads(&format!("{JOINED}/people")).await;
    assert!(people.contains("For fun") && !people.contains("Soup"), "{people}");
    assert!(bob.reads(JOINED).await.contains("the organisers ask something of you"));
});

on_every_database!(async fn one_who_answers_while_it_is_joined_is_not_lost(site) {
    let ada = stage(site, &[("capacity", "3")]).await;
    let mut posts = tokio::task::JoinSet::new();
    for n in 0..6 {
        let member = site.member(&format!("M{n}")).await;
        posts.spawn(member.posting(GUEST, &[("__fn", "/do/app/events/api/rsvp"), ("community", "design"), ("slug", "a-guest"), ("date", ""), ("answer", "going")]));
    }
    let join = ada.posting(&format!("{GUEST}/edit"), &[("__fn", "/do/app/events/api/join_series"), ("community", "design"), ("slug", "a-guest"), ("series", "crit")]);
    let (answers, joined) = tokio::join!(posts.join_all(), join);
    assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text());
    let taken = answers.iter().filter(|answer| answer.status == StatusCode::SEE_OTHER).count() as i64;
    let kept: i64 = on!(site.db().reader(), c => sqlx::query_scalar("select count(*) from rsvp where answer = 'going'").fetch_one(c)).unwrap();
    let events: i64 = on!(site.db().reader(), c => sqlx::query_scalar("select count(*) from event").fetch_one(c)).unwrap();
    assert_eq!((kept, events), (taken, 1), "each who was told of a place has one, and none of them waits any more");
});
