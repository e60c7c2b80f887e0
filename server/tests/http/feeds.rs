//! Atom feeds and calendar entries. It is noon on Monday 2 March 2026.

use axum::http::{Request, StatusCode};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus};

use crate::on_every_database;
use crate::sitemap::elements;

const DESIGN: (&str, &str) = ("communities/design.md", "---\nname: Design\nsummary: D.\n---\n");
const DATA: (&str, &str) = ("communities/data.md", "---\nname: Data\n---\n");
const ADA: (&str, &str) = ("people/ada.md", "---\nname: Ada <Okafor> & co\n---\n");
const WHY: (&str, &str) = (
    "questions/design/why.md",
    "---\ntitle: Why <b>paper</b> & ink?\nauthor: ada\nasked: 2026-03-01T10:00:00Z\nanswers:\n- {at: 2026-03-02T11:00:00Z, body: It folds.}\n---\nSee [it](/c/design) & **say**.\n",
);
const TALK: (&str, &str) = (
    "events/design/talk.md",
    "---\ntitle: Talk, long; and \\ short\nsummary: About paper.\nstarts: 2026-07-03T13:00\nends: 2026-07-03T14:00\ntimezone: Europe/London\nplace: Room 4, Haldon\ntopics: [forms]\n---\nBring a **pen**.\n",
);
const FORMS: (&str, &str) = ("topics/forms.md", "---\ntitle: Forms\n---\n");
const OVER: (&str, &str) =
    ("events/design/over.md", "---\ntitle: Long over\nstarts: 2025-07-03T13:00\nends: 2025-07-03T14:00\ntimezone: UTC\n---\n");
const NOTES: (&str, &str) = ("pages/data/notes.md", "---\ntitle: Notes\npublished: 2026-02-01\n---\nN.\n");
const CARDS: (&str, &str) =
    ("resources/data/cards.md", "---\ntitle: Cards\nkind: link\nurl: https://cards.example\nsummary: Cards.\npublished: 2026-02-02\n---\n");
const SERIES: (&str, &str) = (
    "events/design/show.md",
    "---\ntitle: Show\nstarts: 2026-02-24T13:00\nends: 2026-02-24T14:00\ntimezone: Europe/London\nrrule: FREQ=WEEKLY;COUNT=8\noccurrences:\n- recurrence: 2026-03-10T13:00\n  status: cancelled\n  cancelled_because: Snow.\n- recurrence: 2026-03-17T13:00\n  title: Special\n---\n",
);

on_every_database!(async fn the_sites_feed_holds_the_newest_of_every_kind(site) {
    site.holds(&[DESIGN, DATA, ADA, FORMS, WHY, TALK, OVER, NOTES, CARDS]).await;
    let feed = site.get("/feed.atom").await;
    assert_eq!((feed.status, feed.header("content-type")), (StatusCode::OK, "application/atom+xml; charset=utf-8"));
    let titles = elements(&feed.body, "title");
    assert_eq!(titles[0], "New on Guildhall");
    assert_eq!(titles[1..], ["Talk, long; and \\ short", "Why <b>paper</b> & ink?", "Cards", "Notes"], "what was over when it came is no news");
    let (ids, updated) = (elements(&feed.body, "id"), elements(&feed.body, "updated"));
    assert_eq!((ids.len(), updated.len()), (5, 5));
    assert!(ids[1..].iter().all(|id| id.starts_with("urn:uuid:")), "{ids:?}");
    assert!(updated.iter().max() == updated.first() && updated.iter().all(|at| chrono::DateTime::parse_from_rfc3339(at).is_ok()), "{updated:?}");
    assert!(feed.body.contains("rel=\"self\"") && feed.body.contains("href=\"http://site.example/feed.atom\""), "{}", feed.body);
    assert!(elements(&feed.body, "name").contains(&"Ada <Okafor> & co".to_owned()));
    let content = elements(&feed.body, "content");
    assert!(content.contains(&"<p>See <a href=\"/c/design\">it</a> &amp; <strong>say</strong>.</p>\n".to_owned()), "{content:?}");
    assert!(elements(&feed.body, "summary").contains(&"Friday 3 July 2026, 1 pm to 2 pm BST, Room 4, Haldon. About paper.".to_owned()));
});

on_every_database!(async fn a_communitys_feed_holds_its_own(site) {
    site.holds(&[DESIGN, DATA, ADA, FORMS, WHY, NOTES, CARDS]).await;
    assert_eq!(elements(&site.get("/c/data/feed.atom").await.body, "title"), ["New in Data", "Cards", "Notes"]);
    assert_eq!(elements(&site.get("/c/design/feed.atom").await.body, "title").len(), 2);
});

on_every_database!(async fn a_feed_without_news_is_a_feed(site) {
    let feed = site.get("/feed.atom").await.body;
    assert_eq!((elements(&feed, "title").len(), elements(&feed, "updated").len(), elements(&feed, "entry").len()), (1, 1, 0));
});

on_every_database!(async fn feeds_and_calendars_keep_what_is_hidden(site) {
    let hidden = [
        ("communities/secret.md", "---\nname: Xyzzy\nlisted: false\n---\n"),
        ("communities/inner.md", "---\nname: Inner\naudience: {events: members, questions: members, pages: members}\n---\n"),
    ];
    let mut files: Vec<(String, String)> = hidden.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    for community in ["secret", "inner"] {
        files.push((format!("events/{community}/talk.md"), "---\ntitle: Xyzzy\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: UTC\n---\n".to_owned()));
        files.push((format!("questions/{community}/why.md"), "---\ntitle: Xyzzy?\nasked: 2026-03-01T10:00:00Z\n---\n".to_owned()));
        files.push((format!("pages/{community}/page.md"), "---\ntitle: Xyzzy\npublished: 2026-02-01\n---\n".to_owned()));
        files.push((format!("resources/{community}/thing.md"), "---\ntitle: Xyzzy\nkind: link\npublished: 2026-02-01\n---\n".to_owned()));
    }
    files.push(("communities/design.md".to_owned(), DESIGN.1.to_owned()));
    files.push(("events/design/draft.md".to_owned(), "---\ntitle: Xyzzy\nstatus: draft\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: UTC\n---\n".to_owned()));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    site.holds(&files).await;
    for feed in ["/feed.atom", "/c/inner/feed.atom", "/c/design/feed.atom"] {
        let feed = site.get(feed).await;
        assert!(feed.status == StatusCode::OK && !feed.body.contains("Xyzzy"), "{}", feed.body);
    }
    let missing = site.get("/c/absent/feed.atom").await;
    let secret = site.get("/c/secret/feed.atom").await;
    assert_eq!((secret.status, &secret.body), (StatusCode::NOT_FOUND, &missing.body));
    let missing = site.get("/c/absent/events/talk/event.ics").await;
    for path in ["/c/secret/events/talk/event.ics", "/c/inner/events/talk/event.ics", "/c/design/events/draft/event.ics"] {
        let answer = site.get(path).await;
        assert_eq!((answer.status, &answer.body), (StatusCode::NOT_FOUND, &missing.body), "{path}");
    }
});

fn read(calendar: &str) -> Vec<Event> {
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{calendar}");
    calendar.parse::<Calendar>().unwrap().events().cloned().collect()
}

on_every_database!(async fn a_calendar_is_made_once_and_anew_when_something_it_holds_has_changed(site) {
    site.holds(&[DESIGN, FORMS, TALK]).await;
    let feeds = ["/events/calendar.ics", "/c/design/calendar.ics", "/topics/forms/calendar.ics"];
    let mut tags = Vec::new();
    for path in feeds {
        let first = site.get(path).await;
        assert!(first.header("content-type").starts_with("text/calendar; charset=utf-8") && first.body.contains("SUMMARY:Talk"), "{}", first.body);
        let (queries, tag) = (site.db().reads(), first.header("etag").to_owned());
        let again = site.sends(Request::get(path).header("if-none-match", &tag)).await;
        assert_eq!((again.status, again.body.as_str(), site.db().reads()), (StatusCode::NOT_MODIFIED, "", queries), "{path}");
        tags.push(tag);
    }
    site.holds(&[DESIGN, FORMS, (TALK.0, &TALK.1.replace("Talk, long", "Walk, long"))]).await;
    for (path, tag) in feeds.into_iter().zip(tags) {
        let answer = site.sends(Request::get(path).header("if-none-match", tag)).await;
        assert!(answer.status == StatusCode::OK && answer.body.contains("SUMMARY:Walk"), "{path}: {}", answer.body);
    }
    site.holds(&[("communities/design.md", "---\nname: Design\nsummary: D.\naudience: {events: members}\n---\n")]).await;
    assert_eq!(site.get(feeds[1]).await.status, StatusCode::NOT_FOUND);
    assert!(!site.get(feeds[0]).await.body.contains("Walk") && !site.get(feeds[2]).await.body.contains("Walk"));
});

on_every_database!(async fn an_event_goes_into_a_calendar(site) {
    site.holds(&[DESIGN, FORMS, TALK]).await;
    let page = site.get("/c/design/events/talk").await.body;
    assert!(page.contains("href=\"/c/design/events/talk/event.ics\""), "{page}");
    let answer = site.get("/c/design/events/talk/event.ics").await;
    assert!(answer.header("content-type").starts_with("text/calendar; charset=utf-8"));
    assert!(answer.body.contains("DTSTART;TZID=Europe/London:20260703T130000\r\n") && answer.body.contains("BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n"), "{}", answer.body);
    let events = read(&answer.body);
    let [talk] = &events[..] else { panic!("{events:?}") };
    assert_eq!(talk.get_summary(), Some("Talk, long; and \\ short"));
    assert_eq!(talk.get_location(), Some("Room 4, Haldon"));
    assert_eq!(talk.get_url(), Some("http://site.example/c/design/events/talk"));
    assert_eq!(talk.get_status(), Some(EventStatus::Confirmed));
    assert_eq!(talk.get_categories(), Some(vec!["Forms".to_owned()]));
    assert_eq!(talk.get_description(), Some("About paper.\n\nBring a pen.\n\nhttp://site.example/c/design/events/talk"));
    assert!(talk.get_uid().unwrap().ends_with("@site.example"));
});

on_every_database!(async fn an_entry_keeps_its_id_and_counts_its_changes(site) {
    site.holds(&[DESIGN, FORMS, TALK]).await;
    let before = read(&site.get("/c/design/events/talk/event.ics").await.body);
    let moved = TALK.1.replace("2026-07-03", "2026-07-04");
    site.holds(&[DESIGN, FORMS, (TALK.0, &moved)]).await;
    let after = read(&site.get("/c/design/events/talk/event.ics").await.body);
    assert_eq!(before[0].get_uid(), after[0].get_uid());
    assert!(after[0].get_sequence() > before[0].get_sequence(), "{after:?}");
});

on_every_database!(async fn a_series_goes_into_a_calendar_as_one_entry_with_what_differs(site) {
    site.holds(&[DESIGN, SERIES]).await;
    let body = site.get("/c/design/events/show/event.ics").await.body;
    assert!(body.contains("DTSTART;TZID=Europe/London:20260224T130000\r\n") && body.contains("RRULE:FREQ=WEEKLY;COUNT=8\r\n"), "{body}");
    let events = read(&body);
    let [series, off, special] = &events[..] else { panic!("{body}") };
    assert!(events.iter().all(|event| event.get_uid() == series.get_uid()));
    assert_eq!((off.get_status(), special.get_summary()), (Some(EventStatus::Cancelled), Some("Special")));
    assert!(off.get_description().unwrap().contains("Snow."));
    assert_eq!(off.property_value("RECURRENCE-ID"), Some("20260310T130000"));
    assert_eq!(special.get_url(), Some("http://site.example/c/design/events/show/2026-03-17"));

    let one = read(&site.get("/c/design/events/show/2026-03-17/event.ics").await.body);
    assert_eq!((one.len(), one[0].get_uid(), one[0].property_value("RECURRENCE-ID")), (1, special.get_uid(), special.property_value("RECURRENCE-ID")));
    for path in ["/c/design/events/show/2026-03-18/event.ics", "/c/design/events/show/never/event.ics", "/c/design/events/absent/event.ics"] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
});

on_every_database!(async fn what_is_over_or_off_is_not_offered_to_calendars(site) {
    let off = TALK.1.replace("summary:", "status: cancelled\nsummary:");
    site.holds(&[DESIGN, FORMS, OVER, (TALK.0, &off)]).await;
    for path in ["/c/design/events/over", "/c/design/events/talk"] {
        assert!(!site.page(path).await.contains("Add to calendar"), "{path}");
        assert_eq!(site.get(&format!("{path}/event.ics")).await.status, StatusCode::OK, "who has it learns that it is off");
    }
});
