//! Events that not all who see a community's events may see: nowhere, for whoever may not. It is noon on 2 March 2026.

use std::collections::BTreeMap;

use axum::http::StatusCode;

use crate::meeting_mails::{invited, line};
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

pub const EVENT: &str = "/c/design/events/xyzzy";
pub const EDIT: &str = "/c/design/events/xyzzy/edit";
const DESIGN: (&str, &str) = ("communities/design.md", "---\nname: Design\n---\n");

/// Design and Research are for everybody, and hold an event together. Who looks: an organiser, a lead and a member of Design, an organiser and a member of Research, who speaks at it, somebody signed
/// in and a stranger.
pub async fn stage(site: &TestSite) -> BTreeMap<&'static str, Visitor<'_>> {
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    let mut people = BTreeMap::from([("stranger", site.visitor())]);
    for name in ["Ada", "Lea", "Bob", "Rob", "Rae", "Sam", "Eve"] {
        people.insert(name, site.member(name).await);
    }
    let event = "title: Xyzzy\nsummary: What is Xyzzy?\nstarts: 2026-03-10T13:00\nends: 2026-03-10T14:00\ntimezone: UTC\nformat: office_hours\nhosts: [research]\ntopics: [forms]\n";
    let other = event.replace("Xyzzy", "Plugh").replace("-10T", "-12T");
    site.holds(&[
        ("topics/forms.md", "---\ntitle: Forms\n---\n"),
        DESIGN,
        ("communities/research.md", "---\nname: Research\n---\n"),
        ("events/design/xyzzy.md", &format!("---\n{event}---\nWe say it.\n")),
        ("events/design/plugh.md", &format!("---\n{other}---\nHere we meet.\n")),
        ("pages/design/playbook.md", "---\ntitle: Playbook\n---\n[[event: xyzzy]]\n\n[[upcoming events]]\n"),
    ])
    .await;
    for (handle, community, role) in [
        ("ada", "design", Some("organiser")),
        ("lea", "design", Some("lead")),
        ("bob", "design", None),
        ("rob", "research", Some("organiser")),
        ("rae", "research", None),
    ] {
        site.puts(handle, community, "active", role).await;
    }
    people["Ada"].posts(EDIT, "change_event", &[("speakers", "@sam")]).await.leads_to(EVENT);
    people
}

/// Who sees the event, by its audience.
const READERS: [(&str, &[&str]); 3] = [
    ("members", &["Ada", "Lea", "Bob", "Rob", "Rae", "Sam"]),
    ("organisers", &["Ada", "Lea", "Rob", "Sam"]),
    ("community", &["Ada", "Lea", "Bob", "Rob", "Rae", "Sam", "Eve", "stranger"]),
];

/// Where an event is shown to whoever sees the others.
const LISTS: [&str; 17] = [
    "/",
    "/c/design",
    "/c/research",
    "/c/design/events",
    "/c/design/events?view=month",
    "/c/research/events",
    "/events",
    "/events?topic=forms",
    "/events?view=week&on=2026-03-10",
    "/topics/forms",
    "/people/sam",
    "/c/design/pages/playbook",
    "/search?q=xyzzy",
    "/c/design/feed.atom",
    "/feed.atom",
    "/topics/forms/feed.atom",
    "/sitemap/events-1.xml",
];

/// What anybody may follow, and so holds what is for everybody alone, whoever asks.
const FEEDS: [&str; 4] = ["/c/design/calendar.ics", "/c/research/calendar.ics", "/events/calendar.ics", "/topics/forms/calendar.ics"];

/// Whether a list tells what the event is called, or where it is.
fn tells(list: &str, body: &str) -> bool {
    body.contains("/events/xyzzy") || (!list.starts_with("/search") && body.contains("Xyzzy"))
}

async fn sees<'l>(who: &Visitor<'_>, lists: &[&'l str]) -> Vec<&'l str> {
    let mut seen = Vec::new();
    for list in lists {
        if tells(list, &who.gets(list).await.body.replace("\r\n ", "")) {
            seen.push(*list);
        }
    }
    seen
}

/// The address of somebody's own calendar.
async fn own_calendar(who: &Visitor<'_>) -> String {
    who.posts("/me/calendar", "make_calendar_address", &[]).await.leads_to("/me/calendar");
    let page = who.gets("/me/calendar").await.body;
    let secret = page.rsplit_once("subscription").unwrap().1.split("/calendar/").nth(1).unwrap().split(".ics").next().unwrap().to_owned();
    format!("/calendar/{secret}.ics")
}

on_every_database!(async fn an_event_for_fewer_is_nowhere_for_all_others(site) {
    let people = stage(site).await;
    assert_eq!(sees(&people["stranger"], &LISTS).await, LISTS, "each list shows it to all");
    assert_eq!(sees(&people["stranger"], &FEEDS).await, FEEDS);
    for (audience, readers) in READERS {
        people["Ada"].posts(EDIT, "change_event", &[("audience", audience)]).await.leads_to(EVENT);
        for (who, visitor) in &people {
            let reads = readers.contains(who);
            for path in [
                EVENT,
                "/c/design/events/xyzzy/event.ics",
                "/live?event=design/xyzzy",
                "/do/app/events/api/read_event?community=design&slug=xyzzy&after=",
            ] {
                let answer = visitor.gets(path).await;
                assert_eq!(answer.status == StatusCode::OK, reads, "{path} by {who}, for {audience}: {}", answer.status);
                assert!(reads || answer.status == StatusCode::NOT_FOUND, "{path} by {who}: {}", answer.status);
            }
            let seen = sees(visitor, &LISTS).await;
            // The feeds and the sitemap are everybody's.
            let shown = if reads { seen.iter().filter(|list| LISTS[..13].contains(list)).count() } else { seen.len() };
            assert_eq!(shown, if reads { 13 } else { 0 }, "by {who}, for {audience}: {seen:?}");
            let feeds = sees(visitor, &FEEDS).await;
            assert_eq!(feeds.len(), if audience == "community" { FEEDS.len() } else { 0 }, "by {who}, for {audience}: {feeds:?}");
        }
    }
});

on_every_database!(async fn who_may_see_an_event_for_fewer_is_told_so_wherever_it_stands(site) {
    let people = stage(site).await;
    let (ada, bob, rae) = (&people["Ada"], &people["Bob"], &people["Rae"]);
    let says = "Only members of Design and of its co-hosts see this event, and who speaks at it.";
    assert!(!ada.reads(EVENT).await.contains("see this event") && !ada.reads("/events").await.contains("Members only"));
    let calendar = own_calendar(bob).await;
    let own = async || site.get(&calendar).await.body;
    assert!(own().await.contains("Xyzzy") && !own().await.contains("CLASS:"));
    ada.posts(EDIT, "change_event", &[("audience", "members")]).await.leads_to(EVENT);
    for who in [ada, bob, rae] {
        assert!(who.reads(EVENT).await.contains(says));
        for list in ["/events", "/c/design", "/c/research/events", "/events?view=month", "/topics/forms", "/c/design/pages/playbook"] {
            let page = who.reads(list).await;
            assert!(page.contains("Members only"), "{list}: {page}");
        }
        assert!(who.gets("/c/design/events/xyzzy/event.ics").await.body.contains("CLASS:PRIVATE"));
        let form = who.gets(EVENT).await.body;
        assert!(form.contains("are seen by everybody signed in who sees this event;"), "{form}");
    }
    let feed = own().await;
    assert!(feed.contains("Xyzzy") && feed.matches("CLASS:PRIVATE").count() == 1, "{feed}");
    ada.posts(EDIT, "change_event", &[("audience", "organisers")]).await.leads_to(EVENT);
    assert!(!own().await.contains("Xyzzy") && ada.reads("/events").await.contains("Organisers only"));
    // Whoever is asked to hold it along sees it then, and who asks them knows that.
    site.holds(&[DESIGN, ("communities/writing.md", "---\nname: Writing\n---\n")]).await;
    assert!(ada.reads(&format!("{EVENT}/hosts")).await.contains("Its leads and organisers see the event then, too."));
});

on_every_database!(async fn the_form_offers_what_narrows_the_events_of_the_community_and_says_whom_each_holds(site) {
    let people = stage(site).await;
    let (ada, lea) = (&people["Ada"], &people["Lea"]);
    let form = ada.reads("/c/design/new-event").await;
    assert!(form.contains("Everybody on the web") && form.contains("The 3 members of Design, not the public"), "{form}");
    assert!(form.contains("The leads and organisers of Design only"), "{form}");
    let form = ada.reads(EDIT).await;
    assert!(form.contains("The 5 members of Design and of its co-hosts, not the public"), "{form}");
    ada.posts(EDIT, "change_event", &[("audience", "board")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Choose one of these.");
    ada.posts(EDIT, "change_event", &[("audience", "organisers")]).await.leads_to(EVENT);
    for (events, there, gone) in [
        ("signed_in", &["Everybody who is signed in, not the public", "The 3 members of Design"][..], &["Everybody on the web"][..]),
        ("members", &["The members of Design, not the public", "The leads and organisers of Design only"], &["The 3 members", "Everybody on the web", "Everybody who is signed in"]),
        ("leads", &["Seen by the leads of Design only."], &["Who can see this event?"]),
    ] {
        lea.posts("/c/design/settings/audiences", "change_audiences", &[("events", events)]).await;
        let form = lea.reads("/c/design/new-event").await;
        assert!(there.iter().all(|says| form.contains(says)) && !gone.iter().any(|says| form.contains(says)), "{events}: {form}");
    }
    // What the field does not hold stays.
    lea.posts(EDIT, "change_event", &[("title", "Xyzzy!")]).await.leads_to(EVENT);
    assert!(lea.reads(EVENT).await.contains("Only leads and organisers of Design see this event"));
});

on_every_database!(async fn a_kept_page_goes_at_once_when_what_it_shows_is_narrowed(site) {
    let people = stage(site).await;
    let kept = ["/c/design/events", "/events", EVENT, "/c/design", "/search?q=xyzzy", "/c/design/calendar.ics"];
    for path in kept {
        for _ in 0..2 {
            assert!(site.get(path).await.body.contains("Xyzzy"), "{path}");
        }
    }
    people["Ada"].posts(EDIT, "change_event", &[("audience", "members")]).await.leads_to(EVENT);
    for path in kept {
        assert!(!site.get(path).await.body.contains("Xyzzy"), "{path}");
    }
});

on_every_database!(async fn who_may_not_see_an_event_neither_answers_nor_is_told_of_it(site) {
    let people = stage(site).await;
    let (ada, bob, eve) = (&people["Ada"], &people["Bob"], &people["Eve"]);
    ada.posts(EDIT, "change_event", &[("audience", "members"), ("guests", "2")]).await.leads_to(EVENT);
    let raw = |function: &'static str| [("__fn", function), ("community", "design"), ("slug", "xyzzy"), ("answer", "going"), ("name", "Gil"), ("email", "gil@example.org"), ("takeaway", "All")];
    for function in ["/do/app/events/api/rsvp", "/do/app/events/bringing/bring_guest", "/do/app/events/taking_part/take_away", "/do/app/events/taking_part/check_in_myself"] {
        assert_eq!(eve.posts_raw("/", &raw(function)).await.status, StatusCode::NOT_FOUND, "{function}");
    }
    assert_eq!(eve.gets(&format!("{EVENT}/people")).await.status, StatusCode::NOT_FOUND);
    assert!(!eve.gets("/report?of=/c/design/events/xyzzy").await.text().contains("Xyzzy"));
    // Its old address is no way to it either.
    site.holds(&[DESIGN, ("events/design/old.md", "---\ntitle: Xyzzy\nstarts: 2026-03-10T13:00\ntimezone: UTC\naudience: members\naliases: [/old/xyzzy]\n---\n")]).await;
    assert_eq!((eve.gets("/old/xyzzy").await.status, bob.gets("/old/xyzzy").await.status), (StatusCode::NOT_FOUND, StatusCode::PERMANENT_REDIRECT));
    // Who came, and belongs no longer, reads of it no more.
    bob.posts(EVENT, "rsvp", &[("answer", "going")]).await.leads_to(EVENT);
    invited(site, "bob@site.example").await;
    ada.posts(EDIT, "change_event", &[("day", "2026-03-11")]).await.leads_to(EVENT);
    invited(site, "bob@site.example").await;
    assert!(bob.reads("/me/notifications").await.contains("Xyzzy") && bob.reads("/me/calendar").await.contains("Xyzzy"));
    bob.posts("/c/design", "leave", &[]).await;
    assert!(!bob.reads("/me/notifications").await.contains("Xyzzy") && !bob.reads("/me/calendar").await.contains("Xyzzy"));
    assert_eq!(bob.gets(EVENT).await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn who_loses_sight_of_an_event_loses_their_place_once_the_organiser_has_agreed(site) {
    let people = stage(site).await;
    let (ada, bob, eve, sam, rae) = (&people["Ada"], &people["Bob"], &people["Eve"], &people["Sam"], &people["Rae"]);
    ada.posts(EDIT, "change_event", &[("capacity", "2"), ("guests", "1")]).await.leads_to(EVENT);
    for who in [eve, sam, bob, rae] {
        site.clock.set(site.clock.now() + chrono::TimeDelta::minutes(1));
        who.posts(EVENT, "rsvp", &[("answer", "going")]).await.leads_to(EVENT);
    }
    invited(site, "eve@site.example").await;
    assert!(bob.reads(EVENT).await.contains("You are on the waiting list"));
    let narrowed = ada.posts(EDIT, "change_event", &[("audience", "members")]).await;
    narrowed.says(
        StatusCode::UNPROCESSABLE_ENTITY,
        "1 person who said that they come or may would not see it any more, for it would be for members of Design only. Choose, and save again.",
    );
    let shown = narrowed.asks_in("without").unwrap();
    assert!(narrowed.text().contains("They lose their places, and are told so by mail"));
    ada.posts(EDIT, "change_event", &[("audience", "members"), ("without", "no")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "would not see it any more");
    // One agrees to what was shown and to nothing else.
    let further = ada.posts(EDIT, "change_event", &[("audience", "organisers"), ("without", shown.as_str())]).await;
    further.says(StatusCode::UNPROCESSABLE_ENTITY, "3 people who said that they come or may would not see it any more, for it would be for leads and organisers of Design only.");
    ada.posts(EDIT, "change_event", &[("audience", "members"), ("without", "yes")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "would not see it any more");
    assert!(eve.reads(EVENT).await.contains("You are coming"), "nothing has happened yet");
    ada.posts(EDIT, "change_event", &[("audience", "members"), ("title", "Frotz"), ("without", shown.as_str())]).await.leads_to(EVENT);
    let mails = site.mails_to("eve@site.example").await;
    assert!(mails.iter().any(|mail| mail.subject == "You have no place any more: Xyzzy"), "{mails:?}");
    assert!(!format!("{mails:?}").contains("Frotz"), "what it is called now is not for her");
    let last = invited(site, "eve@site.example").await.pop().unwrap();
    assert_eq!(line(&last, "METHOD"), "METHOD:CANCEL");
    assert_eq!(eve.gets(EVENT).await.status, StatusCode::NOT_FOUND);
    // The place is the next one's; who speaks keeps theirs.
    assert!(bob.reads(EVENT).await.contains("You are coming") && sam.reads(EVENT).await.contains("You are coming"));
    assert!(rae.reads(EVENT).await.contains("You are on the waiting list"));
    // Made for all again, nobody loses anything.
    ada.posts(EDIT, "change_event", &[("audience", "community")]).await.leads_to(EVENT);
    assert_eq!(eve.gets(EVENT).await.status, StatusCode::OK);
});

on_every_database!(async fn what_is_made_of_an_event_is_for_the_same_people(site) {
    let people = stage(site).await;
    let (ada, eve, bob) = (&people["Ada"], &people["Eve"], &people["Bob"]);
    let weekly = [("audience", "members"), ("repeats", "weekly"), ("until", "2026-05-30")];
    ada.posts(EDIT, "change_event", &weekly).await.leads_to(EVENT);
    for (who, status) in [(bob, StatusCode::OK), (eve, StatusCode::NOT_FOUND)] {
        for path in ["/c/design/events/xyzzy/2026-03-17", "/c/design/events/xyzzy/2026-03-17/event.ics", "/c/design/events/xyzzy/answer"] {
            assert_eq!(who.gets(path).await.status, status, "{path}");
        }
    }
    // What goes on from a meeting, and running it again.
    let parted = ada.posts(&format!("{EDIT}?from=2026-03-24"), "change_event", &[("title", "Xyzzy two")]).await;
    let there = parted.header("location").to_owned();
    ada.posts("/c/design/new-event?of=xyzzy", "make_event", &[("title", "Xyzzy three"), ("status", "confirmed")]).await.leads_to("/c/design/events/xyzzy-three");
    for event in [there.as_str(), "/c/design/events/xyzzy-three"] {
        assert_eq!((bob.gets(event).await.status, eve.gets(event).await.status), (StatusCode::OK, StatusCode::NOT_FOUND), "{event}");
    }
    // A series for everybody does not name the one for fewer that goes on from it.
    ada.posts(EDIT, "change_event", &[("audience", "community")]).await.leads_to(EVENT);
    assert!(bob.reads(EVENT).await.contains("Xyzzy two") && !eve.reads(EVENT).await.contains("Xyzzy two"));
    assert_eq!(eve.gets("/c/design/events/xyzzy/2026-03-31").await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn an_audience_goes_along_in_a_bundle_and_one_that_is_not_known_lets_nobody_in_but_organisers(site) {
    let people = stage(site).await;
    let event = |audience: &str| format!("---\ntitle: Talk\nstarts: 2026-03-10T13:00\ntimezone: UTC\naudience: {audience}\n---\n");
    let (plan, notes) = (event("board"), event("members"));
    let report = site.imports(&[DESIGN, ("events/design/plan.md", &plan), ("events/design/notes.md", &notes)]).await;
    assert!(report.to_string().contains("`audience` was left out"), "{report}");
    for (page, readers) in [("/c/design/events/plan", &["Ada", "Lea"][..]), ("/c/design/events/notes", &["Ada", "Lea", "Bob"])] {
        for (who, visitor) in &people {
            assert_eq!(visitor.gets(page).await.status == StatusCode::OK, readers.contains(who), "{page} by {who}");
        }
    }
});
