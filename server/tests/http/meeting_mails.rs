//! Meetings by mail: invitations for people's own calendars, what changes about them, and reminders.

use app::events::{invitations, reminders};
use app::mail::{Letterhead, Mail};
use app::{on, run};

use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const TALK: &str = "/c/design/events/the-talk";

/// A public community whose lead holds a weekly talk, at noon on 2 March 2026.
async fn stage(site: &TestSite) -> Visitor<'_> {
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    let ada = site.member("Ada Okafor").await;
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n")]).await;
    site.puts("ada-okafor", "design", "active", Some("lead")).await;
    let talk = [
        ("title", "The talk"),
        ("day", "2026-03-10"),
        ("from", "13:00"),
        ("to", "14:30"),
        ("timezone", "Europe/London"),
        ("repeats", "weekly"),
        ("until", "2026-04-30"),
        ("status", "confirmed"),
        ("place", "Room 1"),
    ];
    ada.posts("/c/design/new-event", "make_event", &talk).await.leads_to(TALK);
    ada
}

/// Does the jobs that invite, as often as each may run.
pub async fn invited(site: &TestSite, address: &str) -> Vec<Mail> {
    let payloads: Vec<String> =
        on!(site.db().reader(), c => sqlx::query_scalar("select payload from job where kind = 'invite' order by id").fetch_all(c)).unwrap();
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query("delete from job where kind = 'invite'")).unwrap();
    tx.commit([]).await.unwrap();
    for payload in payloads.iter().chain(&payloads) {
        invitations::send(&site.app(), payload).await.unwrap();
    }
    site.mails_to(address).await.into_iter().filter(|mail| mail.calendar.is_some()).collect()
}

/// The lines of the calendar in a mail.
fn lines(mail: &Mail) -> Vec<String> {
    mail.calendar.as_ref().unwrap().text.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

pub fn line(mail: &Mail, name: &str) -> String {
    lines(mail).into_iter().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{name} in {:#?}", lines(mail)))
}

on_every_database!(async fn who_comes_is_invited_told_of_changes_and_called_off(site) {
    let ada = stage(site).await;
    let bob = site.member("Bob").await;
    let (first, second) = (format!("{TALK}/2026-03-17"), format!("{TALK}/2026-03-24"));
    bob.posts(&first, "rsvp", &[("answer", "maybe")]).await.leads_to(&first);
    assert!(invited(site, "bob@site.example").await.is_empty());
    bob.posts(&first, "rsvp", &[("answer", "going")]).await.leads_to(&first);
    let mails = invited(site, "bob@site.example").await;
    assert_eq!((mails.len(), mails[0].subject.as_str()), (1, "You are coming: The talk"));
    for part in [
        "METHOD:REQUEST",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "BEGIN:VTIMEZONE",
        "DTSTART;TZID=Europe/London:20260317T130000",
        "ATTENDEE;CN=\"Bob\";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:bob@site.example",
    ] {
        assert!(lines(&mails[0]).contains(&part.to_owned()), "{part}: {:#?}", lines(&mails[0]));
    }

    ada.posts(&format!("{first}/edit"), "change_meeting", &[("day", "2026-03-18")]).await.leads_to(&first);
    let mails = invited(site, "bob@site.example").await;
    assert_eq!((mails.len(), mails[1].subject.as_str()), (2, "Changed: The talk"));
    assert_eq!((line(&mails[1], "UID"), line(&mails[1], "SEQUENCE")), (line(&mails[0], "UID"), "SEQUENCE:1".to_owned()));
    assert!(bob.reads("/me/notifications").await.contains("It was changed"));
    // What changes nothing for those who come is not mailed.
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("body", "More of it.")]).await.leads_to(TALK);
    assert_eq!(invited(site, "bob@site.example").await.len(), 2);
    // All of it an hour later.
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("place", "Room 2")]).await.leads_to(TALK);
    let mails = invited(site, "bob@site.example").await;
    assert_eq!((mails.len(), line(&mails[2], "LOCATION"), line(&mails[2], "SEQUENCE")), (3, "LOCATION:Room 2".to_owned(), "SEQUENCE:2".to_owned()));

    ada.posts(&format!("{TALK}/edit"), "call_off_event", &[("because", "Snow.")]).await.leads_to(TALK);
    let mails = invited(site, "bob@site.example").await;
    assert_eq!((mails.len(), mails[3].subject.as_str()), (4, "Cancelled: The talk"));
    assert_eq!((line(&mails[3], "METHOD"), line(&mails[3], "STATUS"), line(&mails[3], "SEQUENCE")), ("METHOD:CANCEL".to_owned(), "STATUS:CANCELLED".to_owned(), "SEQUENCE:3".to_owned()));
    assert!(bob.reads("/me/notifications").await.contains("It is cancelled"));
    ada.posts(&format!("{TALK}/edit"), "hold_event", &[]).await.leads_to(TALK);
    assert_eq!(line(invited(site, "bob@site.example").await.last().unwrap(), "SEQUENCE"), "SEQUENCE:4");

    bob.posts(&first, "rsvp", &[("answer", "declined")]).await.leads_to(&first);
    let mails = invited(site, "bob@site.example").await;
    assert_eq!((mails.len(), mails[5].subject.as_str(), line(&mails[5], "METHOD")), (6, "Out of your calendar: The talk", "METHOD:CANCEL".to_owned()));
    bob.posts("/me/notifications/settings", "save_choices", &[("meeting", "never")]).await.leads_to("/me/notifications/settings");
    bob.posts(&second, "rsvp", &[("answer", "going")]).await.leads_to(&second);
    assert_eq!(invited(site, "bob@site.example").await.len(), 6);
});

on_every_database!(async fn an_invitation_comes_from_the_sites_own_address(site) {
    stage(site).await;
    let bob = site.member("Bob").await;
    let meeting = format!("{TALK}/2026-03-17");
    bob.posts(&meeting, "rsvp", &[("answer", "going")]).await.leads_to(&meeting);
    let mail = invited(site, "bob@site.example").await.remove(0);
    let from = "Guildhall <guildhall@site.example>".parse().unwrap();
    let letterhead = Letterhead { site: "Guildhall".to_owned(), base_url: "http://site.example".to_owned(), from };
    let text = String::from_utf8(mail.message(&letterhead, uuid::Uuid::nil(), site.clock.now()).unwrap().formatted()).unwrap();
    assert!(text.contains("Content-Type: text/calendar; charset=utf-8; method=REQUEST"), "{text}");
    assert!(text.contains("ORGANIZER;CN=3D\"Design\":mailto:guildhall@site.example") && !text.contains("invalid"), "{text}");
});

on_every_database!(async fn who_comes_is_reminded_a_day_and_an_hour_before_and_never_twice(site) {
    stage(site).await;
    let (bob, eve, zoe) = (site.member("Bob").await, site.member("Eve").await, site.member("Zoe").await);
    let meeting = format!("{TALK}/2026-03-10");
    for who in [&bob, &eve, &zoe] {
        who.posts(&meeting, "rsvp", &[("answer", "going")]).await.leads_to(&meeting);
    }
    eve.posts("/me/notifications/settings", "save_choices", &[("hour_before", "never")]).await.leads_to("/me/notifications/settings");
    let reminded = async |address: &str| site.mails_to(address).await.iter().filter(|mail| mail.subject.contains("begins within")).count();
    site.clock.set("2026-03-09T12:59:59Z".parse().unwrap());
    assert_eq!(reminders::remind(&site.app()).await.unwrap(), 0);
    site.clock.set("2026-03-09T13:00:00Z".parse().unwrap());
    let (one, other) = (site.app(), site.app());
    let (one, other) = tokio::join!(reminders::remind(&one), reminders::remind(&other));
    assert_eq!((one.unwrap() + other.unwrap(), reminders::remind(&site.app()).await.unwrap()), (1, 0));
    assert_eq!((reminded("bob@site.example").await, reminded("eve@site.example").await), (1, 1));
    assert!(eve.reads("/me/notifications").await.contains("It begins within a day"));
    // From here on the events are for members.
    site.imports_with(&[("communities/design.md", "---\nname: Design\naudience: {events: members}\n---\n")], true).await;
    site.puts("bob", "design", "active", None).await;
    site.puts("eve", "design", "active", None).await;
    assert!(!zoe.reads("/me/notifications").await.contains("The talk"));
    site.clock.set("2026-03-10T12:20:00Z".parse().unwrap());
    assert_eq!((reminders::remind(&site.app()).await.unwrap(), reminders::remind(&site.app()).await.unwrap()), (1, 0));
    assert_eq!((reminded("bob@site.example").await, reminded("eve@site.example").await), (2, 1));
    assert_eq!(reminded("zoe@site.example").await, 1, "one from when the meeting could be seen");
    assert!(eve.reads("/me/notifications").await.contains("It begins within the hour"));
});
