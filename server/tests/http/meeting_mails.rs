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

/// What is mailed grows with what feeds say.
pub fn sequence(mail: &Mail) -> i64 {
    line(mail, "SEQUENCE").trim_start_matches("SEQUENCE:").parse().unwrap()
}

/// The lines of the only entry of a feed that begin so.
async fn fed(site: &TestSite, path: &str, names: &[&str]) -> Vec<String> {
    let feed = site.get(path).await.body.replace("\r\n ", "");
    assert_eq!(feed.matches("BEGIN:VEVENT").count(), 1, "{path}: {feed}");
    let entry = feed.split("BEGIN:VEVENT").nth(1).unwrap().split("END:VEVENT").next().unwrap();
    let lines = entry.split("\r\n").filter(|line| names.iter().any(|name| line.starts_with(name)));
    lines.map(str::to_owned).collect()
}

/// What tells an entry and its version from others.
const KNOWN: [&str; 4] = ["UID", "RECURRENCE-ID", "SEQUENCE", "STATUS"];

/// The same lines of a mail.
fn mailed(mail: &Mail) -> Vec<String> {
    let entry = lines(mail).into_iter().skip_while(|line| line != "BEGIN:VEVENT");
    entry.filter(|line| KNOWN.iter().any(|name| line.starts_with(name))).collect()
}

on_every_database!(async fn a_mail_and_a_feed_know_a_meeting_by_one_id_and_in_one_version(site) {
    let ada = stage(site).await;
    let bob = site.member("Bob").await;
    let once = [("title", "Once"), ("day", "2026-03-12"), ("from", "13:00"), ("to", "14:00"), ("timezone", "Europe/London"), ("status", "confirmed"), ("guests", "2")];
    ada.posts("/c/design/new-event", "make_event", &once).await.leads_to("/c/design/events/once");
    let (single, meeting) = ("/c/design/events/once".to_owned(), format!("{TALK}/2026-03-17"));
    bob.posts("/me/calendar", "make_calendar_address", &[]).await.leads_to("/me/calendar");
    let page = bob.gets("/me/calendar").await.body;
    let own = format!("/calendar/{}.ics", page.rsplit_once("subscription").unwrap().1.split("/calendar/").nth(1).unwrap().split(".ics").next().unwrap());
    for (page, change, form, recurrence) in [
        (&single, "change_event", format!("{single}/edit"), None),
        (&meeting, "change_meeting", format!("{meeting}/edit"), Some("RECURRENCE-ID;TZID=Europe/London:20260317T130000")),
    ] {
        let file = format!("{page}/event.ics");
        bob.posts(page, "rsvp", &[("answer", "going")]).await.leads_to(page);
        let first = invited(site, "bob@site.example").await.pop().unwrap();
        assert_eq!(mailed(&first), fed(site, &file, &KNOWN).await, "{page}");
        assert_eq!(mailed(&first).iter().find(|line| line.starts_with("RECURRENCE-ID")).map(String::as_str), recurrence);
        let calendar = site.get(&own).await.body.replace("\r\n ", "");
        assert!(mailed(&first).iter().all(|line| calendar.contains(line)), "in one’s own calendar too: {calendar}");
        // Moved within its series or by itself: the same entry, in a later version, here and there.
        ada.posts(&form, change, &[("from", "15:00"), ("to", "16:00"), ("day", "2026-03-19")]).await.leads_to(page);
        let second = invited(site, "bob@site.example").await.pop().unwrap();
        assert_eq!(mailed(&second), fed(site, &file, &KNOWN).await, "{page}");
        assert_eq!((line(&second, "UID"), line(&second, "METHOD")), (line(&first, "UID"), "METHOD:REQUEST".to_owned()));
        assert!(sequence(&second) > sequence(&first), "{page}");
        // What changes nothing for those who come goes into the feed alone; the next mail is no older than that.
        ada.posts(&form, change, &[("body", "More of it.")]).await.leads_to(page);
        assert_eq!(invited(site, "bob@site.example").await.last().map(sequence), Some(sequence(&second)));
        ada.posts(&form, change, &[("place", "The hall")]).await.leads_to(page);
        let third = invited(site, "bob@site.example").await.pop().unwrap();
        assert_eq!(mailed(&third), fed(site, &file, &KNOWN).await, "{page}");
        assert!(sequence(&third) > sequence(&second) + 1, "{page}");
        // It is called off in both.
        match recurrence {
            Some(_) => ada.posts(&form, "change_meeting", &[("cancelled", "yes"), ("because", "Snow.")]).await.leads_to(page),
            None => ada.posts(&form, "call_off_event", &[("because", "Snow.")]).await.leads_to(page),
        }
        let end = invited(site, "bob@site.example").await.pop().unwrap();
        assert_eq!((mailed(&end), line(&end, "METHOD")), (fed(site, &file, &KNOWN).await, "METHOD:CANCEL".to_owned()), "{page}");
        assert!(mailed(&end).contains(&"STATUS:CANCELLED".to_owned()) && sequence(&end) > sequence(&third));
    }
});

on_every_database!(async fn who_answers_anew_and_whom_they_bring_have_the_entry_that_feeds_have(site) {
    let ada = stage(site).await;
    let bob = site.member("Bob").await;
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("guests", "2")]).await.leads_to(TALK);
    let meeting = format!("{TALK}/2026-03-17");
    for answer in ["going", "declined", "going"] {
        bob.posts(&meeting, "rsvp", &[("answer", answer)]).await.leads_to(&meeting);
        invited(site, "bob@site.example").await;
    }
    bob.posts(&meeting, "bring_guest", &[("name", "Gil"), ("email", "gil@example.org")]).await.leads_to(&meeting);
    let theirs = invited(site, "gil@example.org").await.pop().unwrap();
    let own = invited(site, "bob@site.example").await;
    let versions: Vec<i64> = own.iter().map(sequence).collect();
    assert!(versions.len() == 3 && versions.is_sorted_by(|one, next| one < next), "{versions:?}");
    for mail in own.iter().chain([&theirs]) {
        let entry = (line(mail, "UID"), line(mail, "RECURRENCE-ID"));
        assert_eq!(vec![entry.0, entry.1], fed(site, &format!("{meeting}/event.ics"), &["UID", "RECURRENCE-ID"]).await);
    }
});

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
    assert_eq!(line(&mails[1], "UID"), line(&mails[0], "UID"));
    assert!(sequence(&mails[1]) > sequence(&mails[0]));
    assert!(bob.reads("/me/notifications").await.contains("It was changed"));
    // What changes nothing for those who come is not mailed.
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("body", "More of it.")]).await.leads_to(TALK);
    assert_eq!(invited(site, "bob@site.example").await.len(), 2);
    // All of it an hour later.
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("place", "Room 2")]).await.leads_to(TALK);
    let mails = invited(site, "bob@site.example").await;
    assert_eq!((mails.len(), line(&mails[2], "LOCATION")), (3, "LOCATION:Room 2".to_owned()));
    assert!(sequence(&mails[2]) > sequence(&mails[1]));

    ada.posts(&format!("{TALK}/edit"), "call_off_event", &[("because", "Snow.")]).await.leads_to(TALK);
    let mails = invited(site, "bob@site.example").await;
    assert_eq!((mails.len(), mails[3].subject.as_str()), (4, "Cancelled: The talk"));
    assert_eq!((line(&mails[3], "METHOD"), line(&mails[3], "STATUS")), ("METHOD:CANCEL".to_owned(), "STATUS:CANCELLED".to_owned()));
    assert!(sequence(&mails[3]) > sequence(&mails[2]));
    assert!(bob.reads("/me/notifications").await.contains("It is cancelled"));
    ada.posts(&format!("{TALK}/edit"), "hold_event", &[]).await.leads_to(TALK);
    assert!(sequence(invited(site, "bob@site.example").await.last().unwrap()) > sequence(&mails[3]));

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

on_every_database!(async fn an_invitation_to_what_not_everybody_sees_is_not_to_be_passed_on(site) {
    let ada = stage(site).await;
    let bob = site.member("Bob").await;
    site.puts("bob", "design", "active", None).await;
    let (meeting, private) = (format!("{TALK}/2026-03-17"), "CLASS:PRIVATE".to_owned());
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("guests", "2")]).await.leads_to(TALK);
    let invites = async || {
        for answer in ["declined", "going"] {
            bob.posts(&meeting, "rsvp", &[("answer", answer)]).await.leads_to(&meeting);
            invited(site, "bob@site.example").await;
        }
        let mail = invited(site, "bob@site.example").await.pop().unwrap();
        assert_eq!(line(&mail, "METHOD"), "METHOD:REQUEST");
        let file = bob.gets(&format!("{meeting}/event.ics")).await.body;
        assert_eq!(file.contains(&private), lines(&mail).contains(&private), "one rule: {file}");
        lines(&mail).contains(&private)
    };
    assert!(!invites().await, "it is for everybody");
    bob.posts(&meeting, "bring_guest", &[("name", "Gil"), ("email", "gil@example.org")]).await.leads_to(&meeting);
    assert!(!lines(invited(site, "gil@example.org").await.last().unwrap()).contains(&private));
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("audience", "members")]).await.leads_to(TALK);
    let mails = invited(site, "bob@site.example").await.len();
    assert!(invites().await, "it is for members");
    assert_eq!(invited(site, "bob@site.example").await.len(), mails + 2, "that it is for fewer is no news of the meeting");
    // What changes about it says so, too, to whom they bring as well.
    bob.posts(&meeting, "bring_guest", &[("name", "Gil"), ("email", "gil@example.org")]).await.leads_to(&meeting);
    assert!(lines(invited(site, "gil@example.org").await.last().unwrap()).contains(&private));
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("audience", "community"), ("place", "Room 9")]).await.leads_to(TALK);
    assert!(!lines(invited(site, "bob@site.example").await.last().unwrap()).contains(&private));
    let audiences = "/c/design/settings/audiences";
    for (listed, events) in [("listed", "signed_in"), ("listed", "members"), ("hidden", "members")] {
        ada.posts_agreeing(audiences, "change_audiences", &[("listed", listed), ("events", events)]).await.leads_to(audiences);
        assert!(invites().await, "{listed}, {events}");
    }
});

on_every_database!(async fn a_meeting_of_whole_days_is_known_by_its_day_wherever_the_series_is_held(site) {
    let ada = stage(site).await;
    let bob = site.member("Bob").await;
    let camp = "---\ntitle: Camp\nstarts: 2026-04-06T00:00\nends: 2026-04-08T00:00\nall_day: true\nrrule: FREQ=WEEKLY;COUNT=3\ntimezone: Europe/London\n---\n";
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n"), ("events/design/camp.md", camp)]).await;
    let (series, meeting) = ("/c/design/events/camp", "/c/design/events/camp/2026-04-13");
    ada.posts(&format!("{meeting}/edit"), "change_meeting", &[("title", "The long camp")]).await.leads_to(meeting);
    bob.posts(meeting, "rsvp", &[("answer", "going")]).await.leads_to(meeting);
    let known = "RECURRENCE-ID;VALUE=DATE:20260413";
    for zone in ["Europe/London", "America/New_York", "Asia/Tokyo", "Europe/London"] {
        ada.posts(&format!("{series}/edit"), "change_event", &[("timezone", zone)]).await.leads_to(series);
        let mail = invited(site, "bob@site.example").await.pop().unwrap();
        assert_eq!((line(&mail, "RECURRENCE-ID").as_str(), line(&mail, "DTSTART").as_str()), (known, "DTSTART;VALUE=DATE:20260413"), "{zone}");
        assert_eq!(mailed(&mail), fed(site, &format!("{meeting}/event.ics"), &KNOWN).await, "{zone}");
        let feed = site.get("/c/design/calendar.ics").await.body;
        assert!(feed.contains(known), "{zone}: {feed}");
    }
    bob.posts(meeting, "rsvp", &[("answer", "declined")]).await.leads_to(meeting);
    let end = invited(site, "bob@site.example").await.pop().unwrap();
    assert_eq!((line(&end, "METHOD").as_str(), line(&end, "RECURRENCE-ID").as_str()), ("METHOD:CANCEL", known));
});
