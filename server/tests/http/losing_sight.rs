//! Who may not see an event any more that is for fewer: they take no place, and hear nothing of it. It is noon on 2 March 2026.

use app::events::{losing_sight, reminders};
use app::{on, run};
use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::event_audiences::{EDIT, EVENT, stage};
use crate::meeting_mails::{invited, line};
use crate::on_every_database;
use crate::site::TestSite;

const ONE: &str = "1 person who said that they come or may would not see it any more, for it would be for members of Design only.";

/// Does the jobs that take the places of those who see an event no more, as often as each may run.
pub async fn places_taken(site: &TestSite) {
    const DUE: &str = "select payload from job where kind = 'take_places' order by id";
    let payloads: Vec<String> = on!(site.db().reader(), c => sqlx::query_scalar(DUE).fetch_all(c)).unwrap();
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query("delete from job where kind = 'take_places'")).unwrap();
    tx.commit([]).await.unwrap();
    for payload in payloads.iter().chain(&payloads) {
        losing_sight::take(&site.app(), payload).await.unwrap();
    }
}

/// Whether somebody was told that they have no place any more.
async fn is_told(site: &TestSite, address: &str) -> bool {
    site.mails_to(address).await.iter().any(|mail| mail.subject == "You have no place any more: Xyzzy")
}

on_every_database!(async fn a_place_that_comes_free_is_the_next_ones_who_still_sees_the_event(site) {
    let people = stage(site).await;
    let (ada, bob, sam, rae) = (&people["Ada"], &people["Bob"], &people["Sam"], &people["Rae"]);
    ada.posts(EDIT, "change_event", &[("audience", "members"), ("capacity", "1")]).await.leads_to(EVENT);
    for who in [sam, bob, rae] {
        site.clock.set(site.clock.now() + TimeDelta::minutes(1));
        who.posts(EVENT, "rsvp", &[("answer", "going")]).await.leads_to(EVENT);
    }
    assert!(rae.reads(EVENT).await.contains("You are on the waiting list"));
    bob.posts("/c/design", "leave", &[]).await;
    sam.posts(EVENT, "rsvp", &[("answer", "declined")]).await.leads_to(EVENT);
    assert!(rae.reads(EVENT).await.contains("You are coming"), "no place is wasted");
    let told = async |address: &str| site.mails_to(address).await.iter().any(|mail| mail.subject == "You have a place: Xyzzy");
    assert!(told("rae@site.example").await && !told("bob@site.example").await);
    // He waits no longer, and gets no place once it is for more.
    let list = ada.reads(&format!("{EVENT}/people")).await;
    assert!(list.contains("Rae") && !list.contains("Bob"), "{list}");
});

on_every_database!(async fn guests_of_who_sees_an_event_no_more_are_neither_reminded_nor_told_of_changes(site) {
    let people = stage(site).await;
    let (ada, bob, rae) = (&people["Ada"], &people["Bob"], &people["Rae"]);
    let online = [("audience", "members"), ("guests", "1"), ("online_url", "https://call.example/room"), ("link_for", "going")];
    ada.posts(EDIT, "change_event", &online).await.leads_to(EVENT);
    for (who, name, email) in [(bob, "Gil", "gil@example.org"), (rae, "Hana", "hana@example.org")] {
        who.posts(EVENT, "rsvp", &[("answer", "going")]).await.leads_to(EVENT);
        who.posts(EVENT, "bring_guest", &[("name", name), ("email", email)]).await.leads_to(EVENT);
        assert_eq!(invited(site, email).await.len(), 1, "{name}");
    }
    rae.posts("/c/research", "leave", &[]).await;
    site.clock.set("2026-03-09T13:30:00Z".parse().unwrap());
    reminders::remind(&site.app()).await.unwrap();
    let reminded = async |address: &str| site.mails_to(address).await.iter().any(|mail| mail.subject == "“Xyzzy” begins within a day");
    assert!(reminded("gil@example.org").await && !reminded("hana@example.org").await);
    ada.posts(EDIT, "change_event", &[("place", "Room 9")]).await.leads_to(EVENT);
    let (gils, hanas) = (invited(site, "gil@example.org").await, invited(site, "hana@example.org").await);
    assert_eq!((gils.len(), hanas.len()), (2, 2), "{hanas:?}");
    assert_eq!(line(&gils[1], "METHOD"), "METHOD:REQUEST");
    // It goes out of her calendar, and says nothing new.
    assert_eq!(line(&hanas[1], "METHOD"), "METHOD:CANCEL");
    assert!(!format!("{:?}", hanas[1]).contains("Room 9"));
});

on_every_database!(async fn whoever_sees_an_event_by_a_co_host_alone_loses_their_place_with_it_once_that_is_agreed_to(site) {
    let people = stage(site).await;
    let (ada, bob, rae) = (&people["Ada"], &people["Bob"], &people["Rae"]);
    let hosts = format!("{EVENT}/hosts");
    ada.posts(EDIT, "change_event", &[("audience", "members"), ("capacity", "1")]).await.leads_to(EVENT);
    for who in [rae, bob] {
        site.clock.set(site.clock.now() + TimeDelta::minutes(1));
        who.posts(EVENT, "rsvp", &[("answer", "going")]).await.leads_to(EVENT);
    }
    let asked = ada.posts(&hosts, "remove_host", &[("host", "research")]).await;
    asked.says(StatusCode::UNPROCESSABLE_ENTITY, ONE);
    let shown = asked.asks_in("without").unwrap();
    ada.posts(&hosts, "remove_host", &[("host", "research"), ("without", "no")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, ONE);
    assert!(rae.reads(EVENT).await.contains("You are coming") && !is_told(site, "rae@site.example").await, "nothing has happened yet");
    ada.posts(&hosts, "remove_host", &[("host", "research"), ("without", shown.as_str())]).await.leads_to(&hosts);
    assert!(is_told(site, "rae@site.example").await && !is_told(site, "bob@site.example").await);
    assert_eq!(rae.gets(EVENT).await.status, StatusCode::NOT_FOUND);
    assert!(bob.reads(EVENT).await.contains("You are coming"), "the place is the next one’s");
});

on_every_database!(async fn who_ends_co_hosting_is_asked_as_well(site) {
    let people = stage(site).await;
    let (ada, rob, rae) = (&people["Ada"], &people["Rob"], &people["Rae"]);
    ada.posts(EDIT, "change_event", &[("audience", "members")]).await.leads_to(EVENT);
    rae.posts(EVENT, "rsvp", &[("answer", "maybe")]).await.leads_to(EVENT);
    let ends = |more: &[(&'static str, String)]| {
        let which = [("__fn", "/do/app/events/co_hosting/answer_hosting"), ("community", "research"), ("home", "design"), ("slug", "xyzzy"), ("yes", "")];
        which.into_iter().map(|(name, value)| (name, value.to_owned())).chain(more.iter().cloned()).collect::<Vec<_>>()
    };
    let sends = async |fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        rob.posts_raw("/c/research/hosting", &fields).await
    };
    let asked = sends(ends(&[])).await;
    asked.says(StatusCode::UNPROCESSABLE_ENTITY, ONE);
    let shown = asked.asks_in("without").unwrap();
    sends(ends(&[("without", shown)])).await.leads_to("/c/research/hosting");
    assert!(is_told(site, "rae@site.example").await);
    assert_eq!(rae.gets(EVENT).await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn who_speaks_no_more_at_an_event_for_fewer_loses_their_place_once_that_is_agreed_to(site) {
    let people = stage(site).await;
    let (ada, sam) = (&people["Ada"], &people["Sam"]);
    ada.posts(EDIT, "change_event", &[("audience", "members")]).await.leads_to(EVENT);
    sam.posts(EVENT, "rsvp", &[("answer", "going")]).await.leads_to(EVENT);
    let asked = ada.posts(EDIT, "change_event", &[("speakers", "Bea")]).await;
    asked.says(StatusCode::UNPROCESSABLE_ENTITY, ONE);
    let shown = asked.asks_in("without").unwrap();
    ada.posts(EDIT, "change_event", &[("speakers", "Bea"), ("without", shown.as_str())]).await.leads_to(EVENT);
    assert!(is_told(site, "sam@site.example").await);
    assert_eq!(sam.gets(EVENT).await.status, StatusCode::NOT_FOUND);
    let list = ada.reads(&format!("{EVENT}/people")).await;
    assert!(!list.contains("Sam"), "{list}");
});

on_every_database!(async fn a_speaker_of_one_meeting_who_is_taken_off_is_asked_about_as_well(site) {
    let people = stage(site).await;
    let (ada, eve) = (&people["Ada"], &people["Eve"]);
    let (meeting, edit) = (format!("{EVENT}/2026-03-17"), format!("{EVENT}/2026-03-17/edit"));
    let weekly = [("audience", "members"), ("repeats", "weekly"), ("until", "2026-05-30")];
    ada.posts(EDIT, "change_event", &weekly).await.leads_to(EVENT);
    ada.posts(&edit, "change_meeting", &[("speakers", "@eve")]).await.leads_to(&meeting);
    eve.posts(&meeting, "rsvp", &[("answer", "going")]).await.leads_to(&meeting);
    let asked = ada.posts(&edit, "change_meeting", &[("speakers", "@sam")]).await;
    asked.says(StatusCode::UNPROCESSABLE_ENTITY, ONE);
    let shown = asked.asks_in("without").unwrap();
    ada.posts(&edit, "change_meeting", &[("speakers", "@sam"), ("without", shown.as_str())]).await.leads_to(&meeting);
    assert!(is_told(site, "eve@site.example").await);
    assert_eq!(eve.gets(&meeting).await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn who_is_at_a_meeting_that_is_on_keeps_their_place(site) {
    let people = stage(site).await;
    let (ada, eve) = (&people["Ada"], &people["Eve"]);
    eve.posts(EVENT, "rsvp", &[("answer", "going")]).await.leads_to(EVENT);
    site.clock.set("2026-03-10T13:30:00Z".parse().unwrap());
    ada.posts(EDIT, "change_event", &[("audience", "members")]).await.leads_to(EVENT);
    let list = ada.reads(&format!("{EVENT}/people")).await;
    assert!(list.contains("Eve") && !is_told(site, "eve@site.example").await, "{list}");
});

on_every_database!(async fn a_community_that_only_holds_along_what_is_for_fewer_is_no_filter_for_all_others(site) {
    let people = stage(site).await;
    let (ada, bob, eve) = (&people["Ada"], &people["Bob"], &people["Eve"]);
    assert!(site.page("/events").await.contains("Research"));
    for event in ["xyzzy", "plugh"] {
        let (page, edit) = (format!("/c/design/events/{event}"), format!("/c/design/events/{event}/edit"));
        ada.posts(&edit, "change_event", &[("audience", "members")]).await.leads_to(&page);
    }
    assert!(!site.page("/events").await.contains("Research") && !eve.reads("/events").await.contains("Research"));
    assert!(bob.reads("/events").await.contains("Research"));
});

on_every_database!(async fn where_none_but_members_see_events_no_other_is_promised_sight_of_one(site) {
    let people = stage(site).await;
    let (ada, lea) = (&people["Ada"], &people["Lea"]);
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n"), ("communities/writing.md", "---\nname: Writing\n---\n")]).await;
    ada.posts(EDIT, "change_event", &[("audience", "organisers")]).await.leads_to(EVENT);
    assert!(ada.reads(EVENT).await.contains("Only leads and organisers of Design and of its co-hosts see this event, and who speaks at it."));
    lea.posts("/c/design/settings/audiences", "change_audiences", &[("events", "members")]).await.leads_to("/c/design/settings/audiences");
    assert_eq!(people["Rob"].gets(EVENT).await.status, StatusCode::NOT_FOUND);
    let page = ada.reads(EVENT).await;
    assert!(page.contains("Only leads and organisers of Design see this event."), "{page}");
    let form = ada.reads(EDIT).await;
    assert!(form.contains("The leads and organisers of Design only") && !form.contains("speaks at it"), "{form}");
    assert!(ada.reads(&format!("{EVENT}/hosts")).await.contains("Who may see the event stays as it is."));
});

on_every_database!(async fn who_loses_sight_of_all_events_of_a_community_loses_their_places_once_its_lead_has_agreed(site) {
    const AUDIENCES: &str = "/c/design/settings/audiences";
    let people = stage(site).await;
    let (ada, lea, bob, eve, sam, rae) = (&people["Ada"], &people["Lea"], &people["Bob"], &people["Eve"], &people["Sam"], &people["Rae"]);
    ada.posts(EDIT, "change_event", &[("capacity", "2"), ("guests", "1")]).await.leads_to(EVENT);
    for who in [eve, sam, bob, rae] {
        site.clock.set(site.clock.now() + TimeDelta::minutes(1));
        who.posts(EVENT, "rsvp", &[("answer", "going")]).await.leads_to(EVENT);
    }
    eve.posts("/c/design/events/plugh", "rsvp", &[("answer", "maybe")]).await.leads_to("/c/design/events/plugh");
    invited(site, "eve@site.example").await;
    let narrows = async |events: &str, without: &str| lea.posts(AUDIENCES, "change_audiences", &[("events", events), ("without", without)]).await;
    assert!(bob.reads(EVENT).await.contains("You are on the waiting list"));
    narrows("signed_in", "").await.leads_to(AUDIENCES);
    let asked = narrows("members", "").await;
    let says = "3 people who said that they come or may would not see the events any more, for these would be for members of Design only. Nothing has changed yet.";
    asked.says(StatusCode::UNPROCESSABLE_ENTITY, says);
    assert!(asked.text().contains("They lose their places, and are told so by mail"));
    let shown = asked.asks_in("without").unwrap();
    for other in ["no", "yes"] {
        narrows("members", other).await.says(StatusCode::UNPROCESSABLE_ENTITY, says);
    }
    // One agrees to what was shown and to nothing else.
    narrows("leads", &shown).await.says(StatusCode::UNPROCESSABLE_ENTITY, "4 people who said that they come or may");
    places_taken(site).await;
    assert!(eve.reads(EVENT).await.contains("You are coming"), "nothing has happened yet");
    narrows("members", &shown).await.leads_to(AUDIENCES);
    places_taken(site).await;
    for address in ["eve@site.example", "sam@site.example", "rae@site.example"] {
        assert!(is_told(site, address).await, "{address}");
    }
    let mails = site.mails_to("eve@site.example").await;
    let told = |event: &str| mails.iter().filter(|mail| mail.subject == format!("You have no place any more: {event}")).count();
    assert_eq!((told("Xyzzy"), told("Plugh")), (1, 1));
    assert!(format!("{mails:?}").contains("is for members of Design alone from now on."));
    assert_eq!(line(&invited(site, "eve@site.example").await.pop().unwrap(), "METHOD"), "METHOD:CANCEL");
    assert!(bob.reads(EVENT).await.contains("You are coming") && !is_told(site, "bob@site.example").await, "the place is the next one's");
    let list = ada.gets(&format!("{EVENT}/people")).await.body;
    for (handle, there) in [("bob", true), ("eve", false), ("sam", false), ("rae", false)] {
        assert_eq!(list.contains(&format!("/people/{handle}\"")), there, "{handle}: {list}");
    }
    // Further: the only one of them who is left is asked about; where nobody comes, nobody is.
    let asked = narrows("leads", "").await;
    asked.says(StatusCode::UNPROCESSABLE_ENTITY, "1 person who said that they come or may would not see the events any more, for these would be for leads of Design only.");
    bob.posts(EVENT, "rsvp", &[("answer", "declined")]).await.leads_to(EVENT);
    narrows("leads", "").await.leads_to(AUDIENCES);
});
