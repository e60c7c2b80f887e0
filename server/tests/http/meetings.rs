//! What becomes of meetings: places at what is cancelled, files for calendars where events are not for everybody, who is told of what changes, and what is written down of them. It is noon on 2 March 2026.

use app::notifications::purging::purge;
use app::on;
use axum::http::StatusCode;

use crate::meeting_mails::invited;
use crate::on_every_database;
use crate::organising::typed;
use crate::site::TestSite;
use crate::visitor::Visitor;

const NEW: &str = "/c/design/new-event";
const TALK: &str = "/c/design/events/the-talk";
const BOB: &str = "bob@site.example";

/// A community whose events are for an audience, its lead, and a member.
async fn stage<'a>(site: &'a TestSite, events: &str) -> [Visitor<'a>; 2] {
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    let people = [site.member("Ada Okafor").await, site.member("Bob").await];
    let community = format!("---\nname: Design\naudience: {{events: {events}}}\n---\n");
    site.holds(&[("communities/design.md", &community)]).await;
    site.puts("ada-okafor", "design", "active", Some("lead")).await;
    site.puts("bob", "design", "active", None).await;
    people
}

on_every_database!(async fn what_ends_at_midnight_is_saved_as_it_stands(site) {
    let [ada, _] = stage(site, "public").await;
    ada.posts(NEW, "make_event", &typed(&[("from", "22:00"), ("to", "00:00"), ("last_day", "2026-03-11")])).await.leads_to(TALK);
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("place", "Room 1")]).await.leads_to(TALK);
    assert!(site.page(TALK).await.contains("Room 1"));
});

on_every_database!(async fn what_is_for_members_goes_into_the_calendars_of_members(site) {
    let [ada, bob] = stage(site, "members").await;
    ada.posts(NEW, "make_event", &typed(&[("repeats", "weekly"), ("until", "2026-03-24")])).await.leads_to(TALK);
    let eve = site.member("Eve").await;
    for path in [TALK.to_owned(), format!("{TALK}/2026-03-17")] {
        let page = bob.gets(&path).await.body;
        let file = format!("{path}/event.ics");
        assert!(page.contains(&format!("href=\"{file}\"")), "{page}");
        let answer = bob.gets(&file).await;
        assert!(answer.status == StatusCode::OK && answer.body.contains("SUMMARY:The talk"), "{}", answer.body);
        assert_eq!(answer.header("cache-control"), "private, no-cache");
        for other in [&eve, &site.visitor()] {
            assert_eq!(other.gets(&file).await.status, StatusCode::NOT_FOUND);
        }
    }
    for path in ["/c/design/events", "/c/design/events?view=month"] {
        let page = bob.gets(path).await.body;
        assert!(page.contains("href=\"/me/calendar\"") && !page.contains("/c/design/calendar.ics"), "{page}");
    }
});

on_every_database!(async fn nobody_is_given_a_place_at_what_is_cancelled_before_it_is_held_after_all(site) {
    let [ada, bob] = stage(site, "public").await;
    let edit = format!("{TALK}/edit");
    ada.posts(NEW, "make_event", &typed(&[("capacity", "1")])).await.leads_to(TALK);
    for who in [&ada, &bob] {
        who.posts(TALK, "rsvp", &[("answer", "going")]).await.leads_to(TALK);
        site.clock.set(site.clock.now() + chrono::TimeDelta::minutes(1));
    }
    let places = async || site.mails_to(BOB).await.iter().filter(|mail| mail.subject.starts_with("You have a place")).count();
    ada.posts(&edit, "call_off_event", &[("because", "Snow.")]).await.leads_to(TALK);
    ada.posts(&edit, "change_event", &[("capacity", "5")]).await.leads_to(TALK);
    assert_eq!(places().await, 0);
    ada.posts(&edit, "hold_event", &[]).await.leads_to(TALK);
    assert_eq!(places().await, 1);
    assert!(bob.reads(TALK).await.contains("3 places are free."));
});

on_every_database!(async fn who_may_come_or_waits_is_told_of_what_changes(site) {
    let [ada, bob] = stage(site, "public").await;
    ada.posts(NEW, "make_event", &typed(&[("capacity", "1")])).await.leads_to(TALK);
    let edit = format!("{TALK}/edit");
    let eve = site.member("Eve").await;
    for (who, answer) in [(&ada, "going"), (&bob, "maybe"), (&eve, "going")] {
        who.posts(TALK, "rsvp", &[("answer", answer)]).await.leads_to(TALK);
        site.clock.set(site.clock.now() + chrono::TimeDelta::minutes(1));
    }
    let told = async |address: &str| {
        assert!(invited(site, address).await.is_empty(), "nothing goes into the calendar of who may not come");
        site.mails_to(address).await.into_iter().map(|mail| mail.subject).filter(|subject| subject.contains(": The talk")).collect::<Vec<_>>()
    };
    for address in [BOB, "eve@site.example"] {
        assert!(told(address).await.is_empty());
    }
    ada.posts(&edit, "change_event", &[("day", "2026-03-11")]).await.leads_to(TALK);
    for address in [BOB, "eve@site.example"] {
        assert_eq!(told(address).await, ["Changed: The talk"]);
    }
    ada.posts(&edit, "call_off_event", &[("because", "Snow.")]).await.leads_to(TALK);
    for (who, address) in [(&bob, BOB), (&eve, "eve@site.example")] {
        assert_eq!(told(address).await, ["Changed: The talk", "Cancelled: The talk"]);
        let news = who.reads("/me/notifications").await;
        assert!(news.contains("It was changed") && news.contains("It is cancelled"), "{news}");
    }
    ada.posts(&edit, "hold_event", &[]).await.leads_to(TALK);
    bob.posts(TALK, "rsvp", &[("answer", "declined")]).await.leads_to(TALK);
    assert_eq!(told(BOB).await.len(), 2, "who said that they can't come hears nothing more");
});

on_every_database!(async fn who_comes_and_then_only_may_has_it_out_of_their_calendar(site) {
    let [ada, bob] = stage(site, "public").await;
    ada.posts(NEW, "make_event", &typed(&[])).await.leads_to(TALK);
    let mut subjects = Vec::new();
    for answer in ["maybe", "going", "maybe", "going"] {
        bob.posts(TALK, "rsvp", &[("answer", answer)]).await.leads_to(TALK);
        subjects = invited(site, BOB).await.into_iter().map(|mail| mail.subject).collect();
    }
    assert_eq!(subjects, ["You are coming: The talk", "Out of your calendar: The talk", "You are coming: The talk"]);
});

on_every_database!(async fn notes_are_of_the_meeting_they_were_begun_at(site) {
    let [ada, bob] = stage(site, "public").await;
    ada.posts(NEW, "make_event", &typed(&[("repeats", "weekly"), ("until", "2026-04-30"), ("body", "About circles.")])).await.leads_to(TALK);
    let meeting = format!("{TALK}/2026-03-17");
    bob.posts(&meeting, "rsvp", &[("answer", "going")]).await.leads_to(&meeting);
    site.clock.set("2026-03-17T15:00:00Z".parse().unwrap());
    bob.posts(&meeting, "take_away", &[("takeaway", "Circles are round.")]).await.leads_to(&meeting);
    ada.posts(&format!("{meeting}/people"), "check_in", &[("handle", "bob"), ("came", "yes")]).await;
    let notes = "/c/design/new-page?from=events/the-talk/2026-03-17";
    assert!(ada.gets(&meeting).await.body.contains(notes));
    let page = ada.gets(notes).await.body;
    for part in [
        "value=\"Notes: The talk, 17 March 2026\"",
        "(/c/design/events/the-talk/2026-03-17)",
        "[Bob](/people/bob)",
        "Circles are round.",
        "About circles.",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    for wrong in ["2026-03-18", "never"] {
        assert!(!ada.gets(&format!("/c/design/new-page?from=events/the-talk/{wrong}")).await.body.contains("Notes: The talk"), "{wrong}");
    }
});

on_every_database!(async fn nobody_writes_over_a_change_they_have_not_seen(site) {
    let [ada, _] = stage(site, "public").await;
    let cleo = site.member("Cleo").await;
    site.puts("cleo", "design", "active", Some("organiser")).await;
    ada.posts(NEW, "make_event", &typed(&[("repeats", "weekly"), ("until", "2026-04-30"), ("place", "Room 1")])).await.leads_to(TALK);
    let meeting = format!("{TALK}/2026-03-17");
    let base = |page: String| page.split("name=\"base\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for (edit, function, field, to) in [
        (format!("{TALK}/edit"), "change_event", "place", TALK.to_owned()),
        (format!("{TALK}/edit?from=2026-03-24"), "change_event", "place", "/c/design/events/the-talk-2".to_owned()),
        (format!("{meeting}/edit"), "change_meeting", "title", meeting.clone()),
    ] {
        let seen = base(cleo.gets(&edit).await.body);
        let whole = if function == "change_event" { format!("{TALK}/edit") } else { edit.clone() };
        let theirs = format!("By Ada, {}", edit.len());
        ada.posts(&whole, function, &[(field, &theirs)]).await;
        let answer = cleo.posts(&edit, function, &[(field, "By Cleo"), ("base", &seen)]).await;
        answer.says(StatusCode::UNPROCESSABLE_ENTITY, "Somebody else changed this while you wrote.");
        let page = answer.text();
        assert!(page.contains("What it says now") && page.contains(&theirs) && answer.body.contains("value=\"By Cleo\""), "{page}");
        // The form that came back has seen it.
        let again = base(answer.body);
        assert_ne!(again, seen);
        cleo.posts(&edit, function, &[(field, "By both"), ("base", &again)]).await.leads_to(&to);
    }
});

on_every_database!(async fn an_event_says_where_its_captions_run_and_which_language_is_spoken(site) {
    let [ada, _] = stage(site, "public").await;
    let captions = "https://captions.example/talk";
    ada.posts(NEW, "make_event", &typed(&[("captions_url", captions), ("language", "cy")])).await.leads_to(TALK);
    let page = site.get(TALK).await.body;
    assert!(page.contains(&format!("href=\"{captions}\"")) && page.contains("Live captions") && page.contains("Welsh"), "{page}");
    let edit = format!("{TALK}/edit");
    ada.posts(&edit, "change_event", &[("captions_url", "javascript:alert(1)")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Write a whole web address");
    ada.posts(&edit, "change_event", &[("language", "xx")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Choose one of these.");
    ada.posts(&edit, "change_event", &[("place", "Room 1")]).await.leads_to(TALK);
    assert!(site.page(TALK).await.contains("Welsh"));
});

on_every_database!(async fn what_somebody_needs_to_take_part_is_for_those_who_organise(site) {
    let [ada, bob] = stage(site, "public").await;
    ada.posts(NEW, "make_event", &typed(&[])).await.leads_to(TALK);
    let eve = site.member("Eve").await;
    let people = format!("{TALK}/people");
    let needs = [("answer", "going"), ("note", "With cake."), ("needs", "A lift to the second floor")];
    bob.posts(TALK, "rsvp", &needs).await.leads_to(TALK);
    eve.posts(TALK, "rsvp", &[("answer", "maybe"), ("needs", &"x".repeat(301))]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "at most 300 fit");
    eve.posts(TALK, "rsvp", &[("answer", "maybe")]).await.leads_to(TALK);
    for path in [TALK, &people] {
        assert!(!eve.gets(path).await.body.contains("second floor"), "{path}");
        assert!(!site.get(path).await.body.contains("second floor"), "{path}");
    }
    assert!(bob.gets(TALK).await.body.contains("value=\"A lift to the second floor\""), "one finds again what one said");
    assert!(ada.reads(TALK).await.contains("1 person says what they need to take part.") && !eve.reads(TALK).await.contains("need to take part."));
    let page = ada.reads(&people).await;
    assert!(page.contains("Needs to take part") && page.contains("A lift to the second floor") && page.contains("With cake."), "{page}");
    let table = ada.gets(&format!("{people}.csv")).await.body;
    assert!(table.starts_with("name,handle,answer,note,answered,came,needs\r\n") && table.contains("A lift to the second floor"), "{table}");
    assert_eq!(eve.gets(&format!("{people}.csv")).await.status, StatusCode::NOT_FOUND);
    // It is forgotten ninety days after; the word for everybody stays.
    for (day, left) in [("2026-06-07T12:00:00Z", 1), ("2026-06-09T12:00:00Z", 0)] {
        site.clock.set(day.parse().unwrap());
        purge(site.db()).await.unwrap();
        let kept: (i64, i64) =
            on!(site.db().reader(), c => sqlx::query_as("select count(needs), count(note) from rsvp").fetch_one(c)).unwrap();
        assert_eq!(kept, (left, 1), "{day}");
    }
});

on_every_database!(async fn who_does_not_come_needs_nothing(site) {
    let [ada, bob] = stage(site, "public").await;
    ada.posts(NEW, "make_event", &typed(&[])).await.leads_to(TALK);
    bob.posts(TALK, "rsvp", &[("answer", "going"), ("needs", "Captions")]).await.leads_to(TALK);
    bob.posts(TALK, "rsvp", &[("answer", "declined"), ("needs", "Captions")]).await.leads_to(TALK);
    assert!(!ada.reads(&format!("{TALK}/people")).await.contains("Captions") && !bob.gets(TALK).await.body.contains("value=\"Captions\""));
});

on_every_database!(async fn all_meetings_of_a_series_are_answered_in_one_act(site) {
    let [ada, bob] = stage(site, "public").await;
    let eve = site.member("Eve").await;
    ada.posts(NEW, "make_event", &typed(&[("repeats", "weekly"), ("until", "2026-04-07"), ("capacity", "1")])).await.leads_to(TALK);
    let (all, second, third) = (format!("{TALK}/answer"), format!("{TALK}/2026-03-17"), format!("{TALK}/2026-03-24"));
    eve.posts(&second, "rsvp", &[("answer", "going")]).await.leads_to(&second);
    for path in [TALK, &third] {
        assert!(bob.gets(path).await.body.contains(&format!("href=\"{all}\"")), "{path}");
    }
    assert!(!site.get(TALK).await.body.contains(&all));
    assert_eq!(site.get(&all).await.status, StatusCode::UNAUTHORIZED);
    bob.posts(&all, "rsvp_series", &[("note", "kept as typed")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Choose one of these.");
    site.clock.set(site.clock.now() + chrono::TimeDelta::minutes(1));
    bob.posts(&all, "rsvp_series", &[("answer", "going"), ("note", "With tea.")]).await.leads_to(TALK);
    let page = bob.reads(TALK).await;
    let says = "You have a place at 4 of the 5 meetings to come. All places are taken on 17 March 2026: there you are on the waiting list";
    assert!(page.contains(says) && page.contains("The only place is taken."), "{page}");
    // It is one mail, whatever the number of meetings.
    let subjects = async || {
        let filed = invited(site, BOB).await.len();
        let mails = site.mails_to(BOB).await.into_iter().filter(|mail| mail.subject.contains(": The talk"));
        (filed, mails.map(|mail| mail.subject).collect::<Vec<_>>())
    };
    assert_eq!(subjects().await, (0, vec!["You are coming: The talk".to_owned()]));
    let page = bob.reads(&all).await;
    assert!(page.matches("You are coming").count() == 4 && page.contains("You are on the waiting list"), "{page}");
    // What is said of one of them holds for that one, and each has its own waiting list.
    bob.posts(&third, "rsvp", &[("answer", "declined")]).await.leads_to(&third);
    eve.posts(&second, "rsvp", &[("answer", "declined")]).await.leads_to(&second);
    let page = bob.reads(&all).await;
    assert!(page.matches("You are coming").count() == 4 && page.contains("You can’t come"), "{page}");
    let (filed, mails) = subjects().await;
    assert_eq!((filed, mails.len()), (1, 3), "{mails:?}");
    assert_eq!(mails[1..], ["You have a place: The talk", "You are coming: The talk"]);
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("place", "Room 2")]).await.leads_to(TALK);
    let (filed, mails) = subjects().await;
    assert_eq!((filed, &mails[3..]), (2, ["Changed: The talk".to_owned(), "Changed: The talk".to_owned()].as_slice()));
    assert_eq!(bob.reads("/me/notifications").await.matches("It was changed").count(), 1);
    bob.posts(&all, "rsvp_series", &[("answer", "declined")]).await.leads_to(TALK);
    assert!(bob.reads(TALK).await.contains("Noted: you can’t come to the 5 meetings to come."));
    let (_, mails) = subjects().await;
    assert_eq!(mails[5..], ["Out of your calendar: The talk"], "what stood in no calendar is not taken out of any");
    eve.posts(&all, "rsvp_series", &[("answer", "maybe")]).await.leads_to(TALK);
    invited(site, "eve@site.example").await;
    ada.posts(&format!("{TALK}/edit"), "call_off_event", &[("because", "Snow.")]).await.leads_to(TALK);
    invited(site, "eve@site.example").await;
    let mails = site.mails_to("eve@site.example").await;
    assert_eq!(mails.iter().filter(|mail| mail.subject == "Cancelled: The talk").count(), 1, "{mails:?}");
    eve.gets(&all).await.says(StatusCode::OK, "No meeting of it is to come.");
});

on_every_database!(async fn all_meetings_are_answered_by_those_who_see_them_with_what_is_asked(site) {
    let [ada, bob] = stage(site, "members").await;
    let eve = site.member("Eve").await;
    let asks = [("repeats", "weekly"), ("until", "2026-03-24"), ("asks", "What do you eat? *")];
    ada.posts(NEW, "make_event", &typed(&asks)).await.leads_to(TALK);
    ada.posts(NEW, "make_event", &typed(&[("title", "Once")])).await.leads_to("/c/design/events/once");
    let all = format!("{TALK}/answer");
    assert_eq!(eve.gets(&all).await.status, StatusCode::NOT_FOUND);
    assert_eq!(bob.gets("/c/design/events/once/answer").await.status, StatusCode::NOT_FOUND, "there is but one");
    assert!(!bob.gets("/c/design/events/once").await.body.contains("once/answer"));
    bob.posts(&all, "rsvp_series", &[("answer", "going")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Whoever comes has to answer this.");
    let body = bob.gets(&all).await.body;
    let field = body.split("name=\"replies").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    bob.posts(&all, "rsvp_series", &[("answer", "going"), (&format!("replies{field}"), "Soup")]).await.leads_to(TALK);
    for day in ["10", "17", "24"] {
        let page = ada.reads(&format!("{TALK}/2026-03-{day}/people")).await;
        assert!(page.contains("Bob") && page.contains("Soup"), "{day}: {page}");
    }
    assert!(!bob.reads(&format!("{TALK}/2026-03-10/people")).await.contains("Soup"));
});
