//! Places that organisers hold back, and when people sign up. It is noon on 2 March 2026; the talk is on Tuesday 10 March, 1 pm in London.

use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::meeting_mails::invited;
use crate::on_every_database;
use crate::organising::{race, typed};
use crate::site::TestSite;
use crate::visitor::Visitor;

const NEW: &str = "/c/design/new-event";
const TALK: &str = "/c/design/events/the-talk";
const EDIT: &str = "/c/design/events/the-talk/edit";
const PEOPLE: &str = "/c/design/events/the-talk/people";
const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// A lead who makes the talk, and three who may come.
async fn stage<'s>(site: &'s TestSite, event: &[(&str, &str)]) -> [Visitor<'s>; 4] {
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    let people = [site.member("Ada Okafor").await, site.member("Bob").await, site.member("Eve").await, site.member("Zoe").await];
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n")]).await;
    site.puts("ada-okafor", "design", "active", Some("lead")).await;
    people[0].posts(NEW, "make_event", &typed(event)).await.leads_to(TALK);
    people
}

async fn comes(site: &TestSite, who: &Visitor<'_>) {
    site.clock.set(site.clock.now() + TimeDelta::minutes(1));
    who.posts(TALK, "rsvp", &[("answer", "going")]).await.leads_to(TALK);
}

on_every_database!(async fn places_that_are_held_back_are_given_by_name_or_released(site) {
    let [ada, bob, eve, zoe] = stage(site, &[("capacity", "3"), ("held", "2")]).await;
    assert!(site.page(TALK).await.contains("1 place is free. 2 of 3 places are held back."));
    comes(site, &bob).await;
    comes(site, &eve).await;
    let page = eve.reads(TALK).await;
    assert!(page.contains("The only place is taken; 1 person waits for one. 2 of 3 places are held back.") && page.contains("You are on the waiting list"), "{page}");
    // One of them is given, whoever waits.
    for (handle, says) in [("nobody", "Nobody here has this handle."), ("bob", "Bob has a place already.")] {
        ada.posts(PEOPLE, "give_place", &[("handle", handle)]).await.says(REFUSED, says);
    }
    ada.posts(PEOPLE, "give_place", &[("handle", "@Zoe")]).await.leads_to(PEOPLE);
    assert!(zoe.reads("/me/notifications").await.contains("Ada Okafor gave you a place"));
    assert_eq!(invited(site, "zoe@site.example").await.len(), 1);
    let page = ada.reads(PEOPLE).await;
    assert!(page.contains("On a place that was held back") && page.contains("1 of 3 places is held back"), "{page}");
    assert!(!bob.reads(PEOPLE).await.contains("held back"), "who got one so is nobody else’s business");
    assert!(eve.reads(TALK).await.contains("You are on the waiting list"));
    // The other is released: who waits moves up.
    for (held, says) in [("2", "1 place is not taken. Hold back at most as many."), ("-1", "Write a number, in digits."), ("", "Write a number")] {
        ada.posts(PEOPLE, "hold_places", &[("held", held)]).await.says(REFUSED, says);
    }
    ada.posts(PEOPLE, "hold_places", &[("held", "0")]).await.leads_to(PEOPLE);
    assert!(eve.reads(TALK).await.contains("You are coming") && site.page(TALK).await.contains("All 3 places are taken."));
    assert!(site.mails_to("eve@site.example").await.iter().any(|mail| mail.subject.starts_with("You have a place")));
    ada.posts(PEOPLE, "hold_places", &[("held", "1")]).await.says(REFUSED, "All places are taken: none can be held back.");
    // Who got a place by name and can’t come leaves it to the organisers.
    zoe.posts(TALK, "rsvp", &[("answer", "declined")]).await.leads_to(TALK);
    assert!(site.page(TALK).await.contains("All 2 places are taken. 1 of 3 places is held back."));
    zoe.posts(TALK, "rsvp", &[("answer", "going")]).await.leads_to(TALK);
    assert!(zoe.reads(TALK).await.contains("You are on the waiting list"));
});

on_every_database!(async fn places_are_held_and_given_by_those_who_organise_to_those_who_see_the_event(site) {
    let [ada, bob, ..] = stage(site, &[("capacity", "3")]).await;
    assert!(!bob.gets(PEOPLE).await.body.contains("hold_places"));
    let give = [("__fn", "/do/app/events/taking_part/give_place"), ("community", "design"), ("slug", "the-talk"), ("date", ""), ("handle", "bob")];
    for who in [&bob, &site.visitor()] {
        let answer = who.posts_raw(PEOPLE, &give).await;
        assert!(answer.status != StatusCode::SEE_OTHER || answer.header("location").starts_with("/sign-in"), "{}", answer.status);
    }
    assert!(site.page(TALK).await.contains("3 places are free."));
    ada.posts(PEOPLE, "hold_places", &[("held", "3")]).await.leads_to(PEOPLE);
    assert!(site.page(TALK).await.contains("No place is free. 3 of 3 places are held back."));
    ada.posts("/c/design/settings/audiences", "change_audiences", &[("events", "members")]).await;
    ada.posts(PEOPLE, "give_place", &[("handle", "bob")]).await.says(REFUSED, "Bob does not see this event.");
    site.puts("bob", "design", "active", None).await;
    ada.posts(PEOPLE, "give_place", &[("handle", "bob")]).await.leads_to(PEOPLE);
    // What the event’s own form says of it holds for all its meetings, from then on.
    ada.posts(EDIT, "change_event", &[("held", "4")]).await.says(REFUSED, "that is not more than can come");
    ada.posts(EDIT, "change_event", &[("held", "1")]).await.leads_to(TALK);
    assert!(bob.reads(TALK).await.contains("1 person is coming; 2 places are free."));
    ada.posts(EDIT, "change_event", &[("capacity", ""), ("held", "")]).await.leads_to(TALK);
    assert!(!ada.gets(PEOPLE).await.body.contains("hold_places"), "as many as want to can come");
});

on_every_database!(async fn no_place_that_is_held_back_is_given_to_who_races_for_it(site) {
    stage(site, &[("capacity", "20"), ("held", "5")]).await;
    assert_eq!(race(site, 40).await, 15);
});

on_every_database!(async fn people_sign_up_from_and_until_when_the_organisers_say(site) {
    let window = [("opens", "2026-03-04T09:00"), ("closes", "2026-03-09T17:00")];
    let [ada, bob, eve, zoe] = stage(site, &window).await;
    for (wrong, says) in [(("opens", "soon"), "Write date and time"), (("closes", "2026-03-10T13:01"), "Choose a time before it begins"), (("closes", "2026-03-04T08:00"), "Sign-up closes before it opens.")] {
        ada.posts(EDIT, "change_event", &[wrong]).await.says(REFUSED, says);
    }
    assert!(ada.gets(EDIT).await.body.contains("value=\"2026-03-04T09:00\""));
    let opens = "Sign-up opens on Wednesday 4 March 2026, 9 am (Europe/London).";
    assert!(site.page(TALK).await.contains(opens) && bob.reads(TALK).await.contains(opens));
    assert!(!bob.gets(TALK).await.body.contains("api/rsvp\""), "there is no form yet");
    let early = [("__fn", "/do/app/events/api/rsvp"), ("community", "design"), ("slug", "the-talk"), ("date", ""), ("answer", "going")];
    let answer = bob.posts_raw(TALK, &early).await;
    assert!(answer.status == REFUSED && answer.text().contains(opens), "{}", answer.text());
    // The page that is kept for those who are not signed in changes by itself.
    site.clock.set("2026-03-04T09:00:00Z".parse().unwrap());
    assert!(site.page(TALK).await.contains("Sign-up is open until Monday 9 March 2026, 5 pm (Europe/London)."));
    comes(site, &bob).await;
    eve.posts(TALK, "rsvp", &[("answer", "maybe")]).await.leads_to(TALK);
    site.clock.set("2026-03-09T17:00:00Z".parse().unwrap());
    let closed = "Sign-up closed on Monday 9 March 2026, 5 pm (Europe/London).";
    let page = site.page(TALK).await;
    assert!(page.contains(closed) && !page.contains("Sign in to say"), "{page}");
    assert!(!zoe.gets(TALK).await.body.contains("api/rsvp\""));
    eve.posts(TALK, "rsvp", &[("answer", "going")]).await.says(REFUSED, closed);
    // Who can’t come says so whenever.
    bob.posts(TALK, "rsvp", &[("answer", "going"), ("note", "Late.")]).await.leads_to(TALK);
    bob.posts(TALK, "rsvp", &[("answer", "declined")]).await.leads_to(TALK);
    bob.posts(TALK, "rsvp", &[("answer", "going")]).await.says(REFUSED, closed);
});

on_every_database!(async fn sign_up_for_each_meeting_of_a_series_opens_as_long_before_it(site) {
    let series = [("repeats", "weekly"), ("until", "2026-03-31"), ("opens", "2026-03-01T13:00")];
    let [ada, bob, ..] = stage(site, &series).await;
    // Nine days before each: on 29 March the clocks go forward, and it is still 1 pm.
    assert!(bob.reads(&format!("{TALK}/2026-03-31")).await.contains("Sign-up opens on Sunday 22 March 2026, 1 pm (Europe/London)."));
    let all = format!("{TALK}/answer");
    bob.posts(&all, "rsvp_series", &[("answer", "going")]).await.leads_to(TALK);
    let page = bob.reads(TALK).await;
    assert!(page.contains("You have a place at 1 of the 4 meetings to come. Not answered, for one can’t sign up now: 17 March 2026, 24 March 2026, 31 March 2026."), "{page}");
    ada.posts(&format!("{EDIT}?from=2026-03-24"), "change_event", &[("place", "Room 2")]).await;
    assert!(bob.reads("/c/design/events/the-talk-2/2026-03-31").await.contains("Sign-up opens on Sunday 22 March 2026, 1 pm"), "it stays so where the series is parted");
});
