//! Meetings that were said to take place and do not, or not yet: who comes does not keep them in their calendar. It is noon on 2 March 2026.

use axum::http::StatusCode;

use crate::guests::link;
use crate::meeting_mails::{invited, line, sequence};
use crate::on_every_database;
use crate::organising::typed;
use crate::site::TestSite;
use crate::visitor::Visitor;

const NEW: &str = "/c/design/new-event";
const TALK: &str = "/c/design/events/the-talk";
const BOB: &str = "bob@site.example";

async fn stage(site: &TestSite) -> [Visitor<'_>; 2] {
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    let people = [site.member("Ada Okafor").await, site.member("Bob").await];
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n")]).await;
    site.puts("ada-okafor", "design", "active", Some("lead")).await;
    people
}

on_every_database!(async fn what_is_a_draft_again_goes_out_of_the_calendars_of_those_who_come_and_of_their_guests(site) {
    let [ada, bob] = stage(site).await;
    let (eve, edit) = (site.member("Eve").await, format!("{TALK}/edit"));
    ada.posts(NEW, "make_event", &typed(&[("guests", "1"), ("place", "Room 1")])).await.leads_to(TALK);
    bob.posts(TALK, "rsvp", &[("answer", "going")]).await.leads_to(TALK);
    bob.posts(TALK, "bring_guest", &[("name", "Gil"), ("email", "gil@example.org")]).await.leads_to(TALK);
    eve.posts(TALK, "rsvp", &[("answer", "maybe")]).await.leads_to(TALK);
    let first = invited(site, BOB).await.pop().unwrap();
    let guest = link(&invited(site, "gil@example.org").await.pop().unwrap());
    ada.posts(&edit, "change_event", &[("status", "draft"), ("title", "Xyzzy"), ("place", "The cellar")]).await.leads_to(&edit);
    assert_eq!(bob.gets(TALK).await.status, StatusCode::NOT_FOUND);
    for address in [BOB, "gil@example.org"] {
        let end = invited(site, address).await.pop().unwrap();
        assert_eq!((end.subject.as_str(), line(&end, "METHOD")), ("Cancelled: The talk", "METHOD:CANCEL".to_owned()), "{address}");
        let text = end.calendar.unwrap().text;
        assert!(!text.contains("Xyzzy") && !text.contains("cellar"), "a draft is for those who organise: {text}");
    }
    let mails = site.mails_to("eve@site.example").await;
    assert_eq!(mails.last().unwrap().subject, "Cancelled: The talk");
    let page = site.visitor().reads(&guest).await;
    assert!(page.contains("It is cancelled.") && page.contains("Room 1") && !page.contains("Xyzzy") && !page.contains("cellar"), "{page}");
    // It takes place after all, and nobody is told on the site that it does not.
    ada.posts(&edit, "change_event", &[("status", "confirmed"), ("title", "The talk")]).await.leads_to(TALK);
    let again = invited(site, BOB).await.pop().unwrap();
    assert_eq!((again.subject.as_str(), line(&again, "UID")), ("You are coming: The talk", line(&first, "UID")));
    assert!(sequence(&again) > sequence(&first));
    assert!(!bob.reads("/me/notifications").await.contains("It is cancelled"));
});

on_every_database!(async fn a_guest_who_is_not_expected_any_more_learns_nothing_new(site) {
    let [ada, bob] = stage(site).await;
    ada.posts(NEW, "make_event", &typed(&[("guests", "1"), ("place", "Room 1")])).await.leads_to(TALK);
    bob.posts(TALK, "rsvp", &[("answer", "going")]).await.leads_to(TALK);
    bob.posts(TALK, "bring_guest", &[("name", "Gil"), ("email", "gil@example.org")]).await.leads_to(TALK);
    let guest = link(&invited(site, "gil@example.org").await.pop().unwrap());
    let change = async |place: &str| ada.posts(&format!("{TALK}/edit"), "change_event", &[("place", place)]).await.leads_to(TALK);
    change("The hall").await;
    assert!(site.visitor().reads(&guest).await.contains("The hall"));
    invited(site, BOB).await;
    bob.posts(TALK, "rsvp", &[("answer", "declined")]).await.leads_to(TALK);
    change("The cellar").await;
    let page = site.visitor().reads(&guest).await;
    assert!(page.contains("You are not expected any more") && page.contains("The hall") && !page.contains("The cellar"), "{page}");
});

on_every_database!(async fn of_a_series_that_is_cancelled_no_meeting_is_left_over(site) {
    let [ada, bob] = stage(site).await;
    for since in ["", "2026-03-17"] {
        let (title, series) = if since.is_empty() { ("The talk", TALK) } else { ("Crit", "/c/design/events/crit") };
        ada.posts(NEW, "make_event", &typed(&[("title", title), ("repeats", "weekly"), ("until", "2026-04-30")])).await.leads_to(series);
        let (single, once) = if since.is_empty() { ("Once", "/c/design/events/once") } else { ("Then", "/c/design/events/then") };
        ada.posts(NEW, "make_event", &typed(&[("title", single), ("day", "2026-03-19"), ("status", "tentative")])).await.leads_to(once);
        let joined = format!("{series}/2026-03-19");
        ada.posts(&format!("{once}/edit"), "join_series", &[("series", series.rsplit('/').next().unwrap())]).await.leads_to(&joined);
        bob.posts(&joined, "rsvp", &[("answer", "going")]).await.leads_to(&joined);
        assert!(bob.reads(&joined).await.contains("This meeting is tentative."));
        assert!(line(&invited(site, BOB).await.pop().unwrap(), "METHOD").ends_with("REQUEST"));
        let (form, left) = match since {
            "" => (format!("{series}/edit"), series.to_owned()),
            since => (format!("{series}/edit?from={since}"), format!("{series}-2")),
        };
        ada.posts(&form, "call_off_event", &[("because", "Snow.")]).await.leads_to(&left);
        let page = bob.reads(&format!("{left}/2026-03-19")).await;
        assert!(page.contains("This meeting is cancelled. Snow.") && !page.contains("Do you come?"), "{page}");
        let feed = site.get(&format!("{left}/event.ics")).await.body;
        assert_eq!(feed.matches("STATUS:").count(), feed.matches("STATUS:CANCELLED").count(), "{feed}");
        assert!(line(&invited(site, BOB).await.pop().unwrap(), "METHOD").ends_with("CANCEL"));
        ada.posts(&format!("{left}/edit"), "hold_event", &[]).await.leads_to(&left);
        assert!(bob.reads(&format!("{left}/2026-03-19")).await.contains("Do you come?"));
    }
});

on_every_database!(async fn a_meeting_of_a_series_that_is_a_draft_is_there_for_nobody(site) {
    let [_, bob] = stage(site).await;
    let talk = "---\ntitle: Talk\nstarts: 2026-03-10T13:00\nends: 2026-03-10T14:00\ntimezone: Europe/London\nrrule: FREQ=WEEKLY;COUNT=4\noccurrences:\n\
                - {recurrence: '2026-03-17T13:00', status: draft, title: Xyzzy}\n---\n";
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n"), ("events/design/talk.md", talk)]).await;
    let (there, draft) = ("/c/design/events/talk/2026-03-10", "/c/design/events/talk/2026-03-17");
    for path in [draft.to_owned(), format!("{draft}/people"), format!("{draft}/event.ics"), format!("{draft}/people.csv")] {
        let answer = bob.gets(&path).await;
        assert!(answer.status == StatusCode::NOT_FOUND && !answer.body.contains("Xyzzy"), "{path}: {}", answer.body);
    }
    let form = bob.gets(there).await.body;
    let function = form.split("value=\"").filter_map(|value| value.split('"').next()).find(|value| value.ends_with("/rsvp")).unwrap();
    let answer = [("__fn", function), ("community", "design"), ("slug", "talk"), ("date", "2026-03-17"), ("answer", "going")];
    assert_ne!(bob.posts_raw(there, &answer).await.status, StatusCode::SEE_OTHER);
    for path in ["/me/calendar", "/events?show=coming", "/me"] {
        assert!(!bob.reads(path).await.contains("Xyzzy"), "{path}");
    }
    assert!(!bob.gets("/search?q=Xyzzy").await.body.contains("/c/design/events/talk"));
    assert!(bob.gets("/search?q=Talk").await.body.contains("/c/design/events/talk"));
});

on_every_database!(async fn who_belongs_no_longer_keeps_no_place_at_what_only_members_see(site) {
    let [ada, bob] = stage(site).await;
    let (eve, dan) = (site.member("Eve").await, site.member("Dan").await);
    for name in ["bob", "eve", "dan"] {
        site.puts(name, "design", "active", None).await;
    }
    let open = "/c/design/events/open-day";
    ada.posts(NEW, "make_event", &typed(&[("audience", "members"), ("capacity", "2"), ("repeats", "weekly"), ("until", "2026-03-24")])).await.leads_to(TALK);
    ada.posts(NEW, "make_event", &typed(&[("title", "Open day")])).await.leads_to(open);
    let meeting = format!("{TALK}/2026-03-17");
    for who in [&bob, &eve, &dan] {
        who.posts(&meeting, "rsvp", &[("answer", "going")]).await.leads_to(&meeting);
        who.posts(open, "rsvp", &[("answer", "going")]).await.leads_to(open);
        site.clock.set(site.clock.now() + chrono::TimeDelta::minutes(1));
    }
    invited(site, BOB).await;
    assert!(dan.reads(&meeting).await.contains("You are on the waiting list"));
    bob.posts("/c/design", "leave", &[]).await.leads_to("/me");
    assert!(dan.reads(&meeting).await.contains("You are coming"));
    ada.posts("/c/design/settings/members/eve", "remove_member", &[]).await.leads_to("/c/design/settings/members");
    for (name, address) in [("Bob", BOB), ("Eve", "eve@site.example")] {
        let end = invited(site, address).await.pop().unwrap();
        assert_eq!((end.subject.as_str(), line(&end, "METHOD")), ("Out of your calendar: The talk", "METHOD:CANCEL".to_owned()), "{name}");
        let lists = async |page: &str| ada.gets(&format!("{page}/people")).await.body.contains(&format!("\"/people/{}\"", name.to_lowercase()));
        assert_eq!((lists(&meeting).await, lists(open).await), (false, true), "everybody sees the other, and {name} may come there");
    }
});
