//! Who may not see an event any more that is for fewer: they take no place, and hear nothing of it. It is noon on 2 March 2026.

use app::events::reminders;
use chrono::TimeDelta;

use crate::event_audiences::{EDIT, EVENT, stage};
use crate::meeting_mails::{invited, line};
use crate::on_every_database;

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
