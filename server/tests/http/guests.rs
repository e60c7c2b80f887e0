//! Guests, whom those who come bring by name and address.

use std::io::{Cursor, Read};

use app::events::reminders;
use app::mail::Mail;
use app::notifications::purging::purge;
use app::on;
use axum::http::StatusCode;

use crate::meeting_mails::{invited, line, sequence};
use crate::site::TestSite;
use crate::visitor::Visitor;
use crate::{on_every_database, organising};

const TALK: &str = "/c/design/events/the-talk";

/// What is sent to make an event to which each brings two guests, some of it in another way.
fn typed<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [("place", "Room 1"), ("guests", "2")];
    let usual = usual.into_iter().filter(|(field, _)| other.iter().all(|(given, _)| given != field));
    organising::typed(&usual.chain(other.iter().copied()).collect::<Vec<_>>())
}

/// A public community whose lead holds a talk, at noon on 2 March 2026.
async fn stage<'a>(site: &'a TestSite, other: &[(&str, &str)]) -> Visitor<'a> {
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    let ada = site.member("Ada Okafor").await;
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n")]).await;
    site.puts("ada-okafor", "design", "active", Some("lead")).await;
    ada.posts("/c/design/new-event", "make_event", &typed(other)).await.leads_to(TALK);
    ada
}

async fn comes<'a>(site: &'a TestSite, name: &str) -> Visitor<'a> {
    let member = site.member(name).await;
    member.posts(TALK, "rsvp", &[("answer", "going")]).await.leads_to(TALK);
    member
}

async fn brings(member: &Visitor<'_>, name: &str, email: &str) {
    member.posts(TALK, "bring_guest", &[("name", name), ("email", email)]).await.leads_to(TALK);
}

/// The path of the button in a mail.
pub fn link(mail: &Mail) -> String {
    mail.body
        .iter()
        .find_map(
            |part| if let app::mail::Part::Button { url, .. } = part { Some(url[url.find("/guest/").unwrap()..].to_owned()) } else { None },
        )
        .unwrap()
}

async fn number(site: &TestSite, sql: &'static str) -> i64 {
    on!(site.db().reader(), c => sqlx::query_scalar(sql).fetch_one(c)).unwrap()
}

on_every_database!(async fn who_comes_brings_guests_where_the_organisers_allow_it(site) {
    let ada = stage(site, &[("guests", "")]).await;
    let bob = comes(site, "Bob").await;
    assert!(!bob.gets(TALK).await.body.contains("bring_guest"), "nobody does where nothing is said of it");
    let raw = [("__fn", "/do/app/events/bringing/bring_guest"), ("community", "design"), ("slug", "the-talk"), ("name", "Gil"), ("email", "gil@example.org")];
    bob.posts_raw(TALK, &raw).await.says(StatusCode::UNPROCESSABLE_ENTITY, "No guests are brought to this meeting.");
    for wrong in ["6", "-1", "many"] {
        ada.posts(&format!("{TALK}/edit"), "change_event", &[("guests", wrong)]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Write a number from 1 to 5");
    }
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("guests", "2")]).await.leads_to(TALK);
    let cleo = site.member("Cleo").await;
    assert!(!cleo.gets(TALK).await.body.contains("bring_guest"));
    cleo.posts_raw(TALK, &raw).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Only who has a place brings guests.");
    for (name, email, says) in [
        ("", "gil@example.org", "Fill this in."),
        ("Gil", "gil", "An e-mail address has one @"),
        ("Buy at www.example.org", "gil@example.org", "Write their name, without an address."),
        ("Me", "Bob@site.example", "This is your own address"),
    ] {
        bob.posts(TALK, "bring_guest", &[("name", name), ("email", email)]).await.says(StatusCode::UNPROCESSABLE_ENTITY, says);
    }
    brings(&bob, "Gil Marsh", "Gil@Example.org").await;
    bob.posts(TALK, "bring_guest", &[("name", "Gil"), ("email", "gil@example.org")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Somebody brings a guest with this address already.");
    brings(&bob, "Hana", "hana@example.org").await;
    bob.posts_raw(TALK, &[&raw[..4], &[("email", "ida@example.org")]].concat()).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Each who comes brings at most 2 guests");
    let page = bob.reads(TALK).await;
    assert!(page.contains("You bring 2 guests") && page.contains("Gil Marsh") && page.contains("3 people are coming."), "{page}");
    assert!(!page.contains("xample.org"), "addresses are for those who organise: {page}");
    assert!(!cleo.gets(TALK).await.body.contains("Gil Marsh") && !site.get(TALK).await.body.contains("Gil Marsh"));
    let mails = invited(site, "Gil@example.org").await;
    assert_eq!((mails.len(), mails[0].subject.as_str()), (1, "Bob invites you: The talk"));
    assert_eq!((line(&mails[0], "METHOD"), line(&mails[0], "LOCATION")), ("METHOD:REQUEST".to_owned(), "LOCATION:Room 1".to_owned()));
    let first = sequence(&mails[0]);
    assert!(line(&mails[0], "ATTENDEE").ends_with("mailto:Gil@example.org"));
    bob.posts(TALK, "remove_guest", &[("email", "Gil@example.org")]).await.leads_to(TALK);
    assert!(bob.reads(TALK).await.contains("You bring 1 guest:"));
    let mails = invited(site, "Gil@example.org").await;
    assert_eq!((mails.len(), line(&mails[1], "METHOD"), sequence(&mails[1])), (2, "METHOD:CANCEL".to_owned(), first + 1));
    brings(&bob, "Gil Marsh", "gil@example.org").await;
    assert_eq!(sequence(invited(site, "gil@example.org").await.last().unwrap()), first + 2, "what their calendar knows goes on");
});

on_every_database!(async fn a_guest_takes_a_place_or_waits_for_one_and_comes_with_whoever_brings_them(site) {
    stage(site, &[("capacity", "3")]).await;
    let (bob, cleo) = (comes(site, "Bob").await, comes(site, "Cleo").await);
    brings(&bob, "Gil", "gil@example.org").await;
    let page = cleo.gets(TALK).await;
    assert!(page.text().contains("All 3 places are taken.") && page.body.contains("Put them on the waiting list"), "{}", page.text());
    brings(&cleo, "Hana", "hana@example.org").await;
    assert!(cleo.reads(TALK).await.contains("Waits for a place"));
    let dan = site.member("Dan").await;
    dan.posts(TALK, "rsvp", &[("answer", "going")]).await.leads_to(TALK);
    assert!(dan.reads(TALK).await.contains("You are on the waiting list"));
    assert!(invited(site, "hana@example.org").await.is_empty(), "who waits is not invited yet");
    // Bob can’t come, and takes his guest along: both who wait have a place, in their order.
    bob.posts(TALK, "rsvp", &[("answer", "declined")]).await.leads_to(TALK);
    assert_eq!(invited(site, "hana@example.org").await.len(), 1);
    assert!(dan.reads(TALK).await.contains("You are coming") && cleo.reads(TALK).await.contains("Has a place"));
    let mails = site.mails_to("gil@example.org").await;
    assert_eq!(mails.last().unwrap().subject, "Out of your calendar: The talk");
    bob.posts(TALK, "rsvp", &[("answer", "going")]).await.leads_to(TALK);
    assert!(!bob.reads(TALK).await.contains("Gil"), "they are brought anew, or not");
});

on_every_database!(async fn places_are_never_given_twice_however_many_bring_guests_at_once(site) {
    stage(site, &[("capacity", "9")]).await;
    let mut members = Vec::new();
    for n in 0..6 {
        members.push(comes(site, &format!("M{n}")).await);
    }
    let mut posts = tokio::task::JoinSet::new();
    for (n, member) in members.iter().enumerate() {
        for guest in 0..2 {
            let email = format!("guest-{n}-{guest}@example.org");
            let bring = ("__fn", "/do/app/events/bringing/bring_guest");
            posts.spawn(member.posting(TALK, &[bring, ("community", "design"), ("slug", "the-talk"), ("name", "Gil"), ("email", &email)]));
        }
    }
    assert!(posts.join_all().await.iter().all(|answer| answer.status == StatusCode::SEE_OTHER));
    assert_eq!(number(site, "select count(*) from guest where answer = 'going'").await, 3);
    assert_eq!(number(site, "select count(*) from guest where answer = 'waiting'").await, 9);
});

// Two who are each at one meeting of a series do not wait for each other, whatever waits at both.
on_every_database!(async fn guests_come_and_go_at_several_meetings_of_a_series_at_once(site) {
    stage(site, &[("capacity", "4"), ("repeats", "weekly"), ("until", "2026-04-30")]).await;
    let meetings = ["2026-03-10", "2026-03-17", "2026-03-24"];
    let mut members = Vec::new();
    for n in 0..4 {
        let member = site.member(&format!("M{n}")).await;
        for date in meetings {
            let page = format!("{TALK}/{date}");
            member.posts(&page, "rsvp", &[("answer", "going")]).await.leads_to(&page);
        }
        members.push(member);
    }
    // Whom they bring waits, at each of them.
    for (n, member) in members.iter().enumerate() {
        for date in meetings {
            let (page, email) = (format!("{TALK}/{date}"), format!("guest-{n}@example.org"));
            member.posts(&page, "bring_guest", &[("name", "Gil"), ("email", &email)]).await.leads_to(&page);
        }
    }
    for _ in 0..3 {
        let mut posts = tokio::task::JoinSet::new();
        for (n, member) in members.iter().enumerate() {
            for (at, date) in meetings.into_iter().enumerate() {
                let email = format!("guest-{n}@example.org");
                let function = format!("/do/app/events/bringing/{}_guest", if (n + at) % 2 == 0 { "remove" } else { "bring" });
                posts.spawn(member.posting(TALK, &[("__fn", &function), ("community", "design"), ("slug", "the-talk"), ("date", date), ("name", "Gil"), ("email", &email)]));
            }
        }
        for answer in posts.join_all().await {
            assert!(!answer.status.is_server_error(), "{}", answer.text());
        }
    }
});

on_every_database!(async fn a_guest_says_by_the_link_that_they_cannot_come_and_wants_no_more_mails(site) {
    let ada = stage(site, &[("capacity", "2")]).await;
    let bob = comes(site, "Bob").await;
    brings(&bob, "Gil", "gil@example.org").await;
    let dan = site.member("Dan").await;
    dan.posts(TALK, "rsvp", &[("answer", "going")]).await.leads_to(TALK);
    let path = link(&invited(site, "gil@example.org").await[0]);
    let stored: Vec<String> = on!(site.db().reader(), c => sqlx::query_scalar("select hash from guest_link").fetch_all(c)).unwrap();
    assert!(stored.iter().all(|hash| !path.contains(hash)), "links are hashed at rest");
    let nobody = site.visitor();
    let page = nobody.gets(&path).await;
    assert!(page.text().contains("Bob brings you along, Gil.") && page.text().contains("Tuesday 10 March 2026"), "{}", page.text());
    assert!(page.body.contains("noindex"));
    assert!(dan.reads(TALK).await.contains("You are on the waiting list"), "to look changes nothing");
    nobody.posts(&path, "guest_cannot_come", &[]).await.leads_to(&path);
    assert!(nobody.reads(&path).await.contains("You said that you can’t come."));
    assert!(dan.reads(TALK).await.contains("You are coming") && bob.reads(TALK).await.contains("Can’t come"));
    assert_eq!(invited(site, "gil@example.org").await.last().map(|mail| line(mail, "METHOD")), Some("METHOD:CANCEL".to_owned()));
    for none in ["/guest/none".to_owned(), format!("/guest/{}", "A".repeat(43))] {
        nobody.gets(&none).await.says(StatusCode::BAD_REQUEST, "This link leads nowhere any more");
        let fields = [("__fn", "/do/app/events/bringing/guest_cannot_come"), ("token", none.trim_start_matches("/guest/"))];
        assert!(nobody.posts_raw(&none, &fields).await.status.is_client_error());
    }
    nobody.posts(&path, "stop_guest_mails", &[]).await.leads_to(&path);
    assert!(nobody.reads(&path).await.contains("You get no such mails from this site any more."));
    bob.posts(TALK, "remove_guest", &[("email", "gil@example.org")]).await.leads_to(TALK);
    bob.posts(TALK, "bring_guest", &[("name", "Gil"), ("email", "GIL@example.org")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "wants no mails from this site");
    ada.posts("/c/design/new-event", "make_event", &typed(&[("title", "Another")])).await.leads_to("/c/design/events/another");
    ada.posts("/c/design/events/another", "rsvp", &[("answer", "going")]).await.leads_to("/c/design/events/another");
    ada.posts("/c/design/events/another", "bring_guest", &[("name", "Gil"), ("email", "gil@example.org")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "wants no mails from this site");
});

on_every_database!(async fn who_wants_no_mails_gets_none_of_changes_either(site) {
    let ada = stage(site, &[]).await;
    let bob = comes(site, "Bob").await;
    brings(&bob, "Gil", "gil@example.org").await;
    let path = link(&invited(site, "gil@example.org").await[0]);
    site.visitor().posts(&path, "stop_guest_mails", &[]).await.leads_to(&path);
    assert!(bob.reads(TALK).await.contains("Has a place"), "their place is theirs");
    ada.posts(&format!("{TALK}/edit"), "change_event", &[("place", "Room 2")]).await.leads_to(TALK);
    ada.posts(&format!("{TALK}/edit"), "call_off_event", &[("because", "Snow.")]).await.leads_to(TALK);
    assert_eq!(invited(site, "gil@example.org").await.len(), 1);
});

on_every_database!(async fn changes_and_cancellations_reach_guests_wherever_the_meeting_goes(site) {
    let ada = stage(site, &[("repeats", "weekly"), ("until", "2026-04-30"), ("online_url", "https://video.example/x"), ("link_for", "hour_before")]).await;
    let bob = site.member("Bob").await;
    let meeting = format!("{TALK}/2026-03-24");
    bob.posts(&meeting, "rsvp", &[("answer", "going")]).await.leads_to(&meeting);
    bob.posts(&meeting, "bring_guest", &[("name", "Gil"), ("email", "gil@example.org")]).await.leads_to(&meeting);
    let first = invited(site, "gil@example.org").await.remove(0);
    assert!(!first.calendar.as_ref().unwrap().text.contains("video.example"), "what is held back is held back from guests");
    assert!(!site.visitor().gets(&link(&first)).await.body.contains("video.example"));
    ada.posts(&format!("{meeting}/edit"), "change_meeting", &[("place", "The hall")]).await.leads_to(&meeting);
    let mails = invited(site, "gil@example.org").await;
    assert_eq!((mails.len(), mails[1].subject.as_str(), line(&mails[1], "UID")), (2, "Changed: The talk", line(&first, "UID")));
    assert!(sequence(&mails[1]) > sequence(&first));
    ada.posts(&format!("{TALK}/edit?from=2026-03-17"), "change_event", &[("title", "The other talk")]).await.leads_to("/c/design/events/the-other-talk");
    let mails = invited(site, "gil@example.org").await;
    assert_eq!((mails.len(), mails[2].subject.as_str()), (3, "Changed: The other talk"));
    let other = "/c/design/events/the-other-talk";
    assert!(bob.reads(&format!("{other}/2026-03-24")).await.contains("Gil"));
    // Every link that was mailed leads there.
    assert!(site.visitor().reads(&link(&first)).await.contains("The other talk"));
    ada.posts(&format!("{other}/edit"), "change_event", &[("until", "2026-03-20"), ("agreed", "yes")]).await.leads_to(other);
    let mails = invited(site, "gil@example.org").await;
    assert_eq!((mails.len(), mails[3].subject.as_str(), line(&mails[3], "METHOD")), (4, "Cancelled: The other talk", "METHOD:CANCEL".to_owned()));
});

on_every_database!(async fn guests_come_along_when_a_single_event_becomes_part_of_a_series(site) {
    let ada = stage(site, &[]).await;
    let bob = comes(site, "Bob").await;
    brings(&bob, "Gil", "gil@example.org").await;
    assert_eq!(invited(site, "gil@example.org").await.len(), 1);
    ada.posts("/c/design/new-event", "make_event", &typed(&[("title", "Series"), ("repeats", "weekly"), ("day", "2026-03-03"), ("until", "2026-03-05")])).await.leads_to("/c/design/events/series");
    let joined = "/c/design/events/series/2026-03-10";
    ada.posts(&format!("{TALK}/edit"), "join_series", &[("series", "series")]).await.leads_to(joined);
    assert!(bob.reads(joined).await.contains("You bring 1 guest"));
    assert_eq!(invited(site, "gil@example.org").await.len(), 1, "nothing has changed for them");
    bob.posts(joined, "rsvp", &[("answer", "")]).await.leads_to(joined);
    assert_eq!(invited(site, "gil@example.org").await.len(), 2);
});

on_every_database!(async fn those_who_organise_see_guests_and_their_addresses_and_check_them_in(site) {
    let ada = stage(site, &[]).await;
    let (bob, cleo) = (comes(site, "Bob").await, site.member("Cleo").await);
    brings(&bob, "Gil", "gil@example.org").await;
    brings(&bob, "Hana", "hana@example.org").await;
    let people = format!("{TALK}/people");
    let shown = ada.reads(&people).await;
    for part in ["Coming (3)", "Guest of Bob", "gil@example.org"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let shown = cleo.reads(&people).await;
    assert!(shown.contains("2 guests come with them.") && !shown.contains("Gil") && !shown.contains("example.org"), "{shown}");
    let table = ada.gets(&format!("{TALK}/people.csv")).await.body;
    assert!(table.contains("came,guest of,address") && table.contains("Gil,,going,") && table.contains(",bob,gil@example.org"), "{table}");
    site.clock.set("2026-03-10T13:00:00Z".parse().unwrap());
    ada.posts(&people, "check_in_guest", &[("email", "gil@example.org"), ("came", "yes")]).await.leads_to(&people);
    let list = b"Name,Email\nBob,bob@site.example\nHana,Hana@example.org\nIda,ida@example.org\n";
    ada.uploads(&people, "read_attendance", ("file", "list.csv"), list).await.leads_to(&people);
    let shown = ada.reads(&people).await;
    assert!(shown.contains("2 people are checked in.") && shown.contains("the address of: Ida."), "{shown}");
    assert_eq!(shown.matches("Was there").count(), 3, "{shown}");
    ada.posts(&people, "check_in_guest", &[("email", "gil@example.org"), ("came", "")]).await.leads_to(&people);
    assert_eq!(number(site, "select count(came_at) from guest").await, 1);
    let raw = [("__fn", "/do/app/events/bringing/check_in_guest"), ("community", "design"), ("slug", "the-talk"), ("date", ""), ("email", "gil@example.org"), ("came", "yes")];
    assert_eq!(cleo.posts_raw(&people, &raw).await.status, StatusCode::FORBIDDEN);
});

on_every_database!(async fn guests_go_with_whoever_leaves_is_suspended_or_becomes_another(site) {
    let admin = site.administrator("Root").await;
    stage(site, &[]).await;
    let (bob, cleo, dan) = (comes(site, "Bob").await, comes(site, "Cleo").await, comes(site, "Dan").await);
    brings(&bob, "Gil", "gil@example.org").await;
    brings(&cleo, "Hana", "hana@example.org").await;
    brings(&dan, "Ida", "ida@example.org").await;
    assert_eq!(invited(site, "hana@example.org").await.len(), 1);
    let mut zip = zip::ZipArchive::new(Cursor::new(bob.gets("/me/data.zip").await.bytes.to_vec())).unwrap();
    let names: Vec<String> = zip.file_names().map(str::to_owned).collect();
    let mut all = String::new();
    for name in names.iter().filter(|name| name.ends_with(".json")) {
        zip.by_name(name).unwrap().read_to_string(&mut all).unwrap();
    }
    assert!(all.contains("gil@example.org") && !all.contains("hana@example.org"), "{all}");
    bob.posts("/me/data", "delete_account", &[("contributions", "keep"), ("current_password", crate::visitor::PASSWORD)]).await.leads_to("/");
    let mails = invited(site, "gil@example.org").await;
    assert_eq!((mails.len(), line(&mails[1], "METHOD")), (2, "METHOD:CANCEL".to_owned()));
    admin.posts("/admin/members/cleo", "suspend_member", &[("why", "Spam.")]).await.leads_to("/admin/members/cleo");
    assert_eq!(invited(site, "hana@example.org").await.len(), 2);
    let eve = comes(site, "Eve").await;
    admin.posts("/admin/members/dan", "merge_member", &[("into", "eve"), ("why", "The same person.")]).await.leads_to("/admin/members/eve");
    assert!(eve.reads(TALK).await.contains("Ida"), "who brings them comes still");
    assert_eq!(invited(site, "ida@example.org").await.len(), 1);
});

on_every_database!(async fn guests_are_removed_ninety_days_after_their_meeting(site) {
    stage(site, &[]).await;
    let bob = comes(site, "Bob").await;
    brings(&bob, "Gil", "gil@example.org").await;
    assert_eq!(invited(site, "gil@example.org").await.len(), 1);
    for (day, left) in [("2026-06-07T12:00:00Z", 1), ("2026-06-09T12:00:00Z", 0)] {
        site.clock.set(day.parse().unwrap());
        purge(site.db()).await.unwrap();
        assert_eq!(number(site, "select count(*) from guest").await, left, "{day}");
        assert_eq!(number(site, "select count(*) from guest_link").await, left, "{day}");
    }
});

on_every_database!(async fn guests_are_reminded_once_a_day_before_with_a_link_of_their_own(site) {
    stage(site, &[("online_url", "https://call.example/room"), ("link_for", "going"), ("guests", "3")]).await;
    let (bob, cleo) = (comes(site, "Bob").await, comes(site, "Cleo").await);
    brings(&bob, "Gil", "gil@example.org").await;
    brings(&bob, "Hana", "hana@example.org").await;
    brings(&bob, "Ida", "ida@example.org").await;
    brings(&cleo, "Jo", "jo@example.org").await;
    for address in ["gil@example.org", "hana@example.org", "ida@example.org", "jo@example.org"] {
        assert_eq!(invited(site, address).await.len(), 1, "{address}");
    }
    // One can’t come, one wants no mails, and one comes with somebody who does not.
    let theirs = |mails: Vec<Mail>| link(mails.last().unwrap());
    let hana = theirs(site.mails_to("hana@example.org").await);
    site.visitor().posts(&hana, "guest_cannot_come", &[]).await;
    let ida = theirs(site.mails_to("ida@example.org").await);
    site.visitor().posts(&ida, "stop_guest_mails", &[]).await;
    cleo.posts(TALK, "rsvp", &[("answer", "declined")]).await.leads_to(TALK);
    let reminded = async |address: &str| -> Vec<Mail> {
        site.mails_to(address).await.into_iter().filter(|mail| mail.subject == "“The talk” begins within a day").collect()
    };
    site.clock.set("2026-03-09T12:59:59Z".parse().unwrap());
    reminders::remind(&site.app()).await.unwrap();
    assert!(reminded("gil@example.org").await.is_empty());
    site.clock.set("2026-03-09T13:00:00Z".parse().unwrap());
    let (one, other) = (site.app(), site.app());
    let (one, other) = tokio::join!(reminders::remind(&one), reminders::remind(&other));
    assert_eq!(one.unwrap() + other.unwrap() + reminders::remind(&site.app()).await.unwrap(), 1);
    site.clock.set("2026-03-10T12:30:00Z".parse().unwrap());
    reminders::remind(&site.app()).await.unwrap();
    for (address, mails) in [("gil@example.org", 1), ("hana@example.org", 0), ("ida@example.org", 0), ("jo@example.org", 0)] {
        assert_eq!(reminded(address).await.len(), mails, "{address}");
    }
    let mail = reminded("gil@example.org").await.remove(0);
    let text = format!("{:?}", mail.body);
    assert!(text.contains("Tuesday 10 March 2026, 1 pm (Europe/London), Room 1. Bob brings you along.") && text.contains("call.example"), "{text}");
    let page = site.visitor().reads(&link(&mail)).await;
    assert!(page.contains("The talk"), "{page}");
    site.visitor().posts(&link(&mail), "guest_cannot_come", &[]).await;
    assert!(bob.reads(TALK).await.contains("can’t come") || !bob.reads(TALK).await.contains("2 people are coming"));
});
