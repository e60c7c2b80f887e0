//! Who may not see an event any more that is for fewer: they take no place, and hear nothing of it. It is noon on 2 March 2026.

use chrono::TimeDelta;

use crate::event_audiences::{EDIT, EVENT, stage};
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
