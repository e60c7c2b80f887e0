//! Agendas: narrowed, jumped through and paged. It is noon on Monday 2 March 2026.

use crate::lists::{DATA, DESIGN, FORMS, MAPS, SECRET, event, shown};
use crate::on_every_database;

on_every_database!(async fn events_are_found_by_community_topic_kind_and_month(site) {
    let files = [
        ("events/design/talk.md", event("Talk", "2026-03-10T10:00", "2026-03-10T11:00", "topics: [forms]\nformat: workshop\n")),
        ("events/design/walk.md", event("Walk", "2026-05-10T10:00", "2026-05-10T11:00", "topics: [maps]\nformat: meetup\nhosts: [data]\n")),
        ("events/data/chat.md", event("Chat", "2026-04-10T10:00", "2026-04-10T11:00", "topics: [forms]\n")),
        ("events/data/gone.md", event("Gone", "2026-01-10T10:00", "2026-01-10T11:00", "topics: [forms]\nformat: meetup\n")),
        ("events/design/past.md", event("Past", "2025-11-10T10:00", "2025-11-10T11:00", "topics: [maps]\n")),
        ("events/secret/hidden.md", event("Xyzzy", "2026-03-10T10:00", "2026-03-10T11:00", "topics: [forms]\nformat: conference\n")),
    ];
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    files.extend([FORMS, MAPS, DESIGN, DATA, SECRET]);
    site.holds(&files).await;
    for (list, expected) in [
        ("/events", &["design/events/talk", "data/events/chat", "design/events/walk"][..]),
        ("/events?topic=forms", &["design/events/talk", "data/events/chat"]),
        ("/events?format=meetup", &["design/events/walk"]),
        ("/events?community=data", &["data/events/chat", "design/events/walk"]),
        ("/events?community=data&topic=maps&format=meetup", &["design/events/walk"]),
        ("/events?from=2026-04", &["data/events/chat", "design/events/walk"]),
        ("/events?from=2026-04&topic=forms", &["data/events/chat"]),
        ("/events?from=2026-06", &[]),
        ("/events?past", &["data/events/gone", "design/events/past"]),
        ("/events?past&from=2025-12", &["design/events/past"]),
        ("/events?past&topic=forms&community=data&format=meetup&from=2026-01", &["data/events/gone"]),
        ("/c/data/events?topic=maps", &["design/events/walk"]),
        ("/c/design/events?format=workshop", &["design/events/talk"]),
        ("/c/design/events?past&topic=maps", &["design/events/past"]),
        // A community's own agenda is its own, whatever is asked.
        ("/c/design/events?community=data&from=2026-05", &["design/events/walk"]),
    ] {
        let found: Vec<String> = shown(site, list, "/c/").await.into_iter().filter(|href| href.matches('/').count() == 2).collect();
        assert_eq!(found, expected, "{list}");
    }
    let page = site.page("/events").await;
    assert!(page.contains("Meet-up") && page.contains("May 2026") && !page.contains("Conference") && !page.contains("Xyzzy"), "{page}");
    assert!(site.page("/events?from=2026-06").await.contains("No event to come matches."));
});

on_every_database!(async fn a_narrowed_agenda_pages_through_every_meeting_once(site) {
    let series = event("Daily", "2026-03-03T13:00", "2026-03-03T14:00", "rrule: FREQ=DAILY;COUNT=70\ntopics: [forms]\nformat: pairing\n");
    let other = event("Other", "2026-03-03T13:00", "2026-03-03T14:00", "rrule: FREQ=DAILY;COUNT=70\n");
    site.holds(&[FORMS, MAPS, DESIGN, ("events/design/daily.md", &series), ("events/design/other.md", &other)]).await;
    for list in ["/events?topic=forms", "/events?community=design&format=pairing", "/c/design/events?topic=forms&format=pairing"] {
        let found = shown(site, list, "/c/design/events/").await;
        assert_eq!((found.len(), found.iter().all(|href| href.starts_with("daily/"))), (70, true), "{list}");
    }
});

on_every_database!(async fn a_meeting_that_lasts_for_months_is_upcoming_until_it_ends(site) {
    let long = event("Long", "2025-09-01T10:00", "2026-06-01T10:00", "topics: [forms]\n");
    let longer = event("Longer", "2024-09-01T10:00", "2026-06-01T10:00", "");
    let over = event("Over", "2025-09-01T10:00", "2026-03-01T10:00", "");
    let series = event("Daily", "2026-02-03T13:00", "2026-02-03T14:00", "rrule: FREQ=DAILY;COUNT=100\n");
    site.holds(&[FORMS, MAPS, DESIGN, ("events/design/long.md", &long), ("events/design/longer.md", &longer), ("events/design/over.md", &over), ("events/design/daily.md", &series)]).await;
    for list in ["/events", "/c/design/events"] {
        let mut found = shown(site, list, "/c/design/events/").await;
        assert_eq!(found[..2], ["longer", "long"], "{list}");
        assert_eq!(found.len(), 2 + 73, "{list}");
        found.dedup();
        assert_eq!(found.len(), 2 + 73, "{list}: each once");
    }
    assert_eq!(shown(site, "/events?topic=forms", "/c/design/events/").await, ["long"]);
    assert!(site.page("/events?past").await.contains("Over"));
    for (view, there) in [("view=month&on=2026-04-15", true), ("view=week&on=2025-12-24", true), ("view=month&on=2026-07-15", false)] {
        for list in ["/events", "/c/design/events"] {
            let page = site.get(&format!("{list}?{view}")).await.body;
            assert_eq!(["long", "longer"].map(|slug| page.contains(&format!("/c/design/events/{slug}\""))), [there; 2], "{list}?{view}");
        }
        assert!(!site.get(&format!("/events?topic=forms&{view}")).await.body.contains("/c/design/events/longer\""));
    }
});

on_every_database!(async fn a_time_is_an_instant_for_machines(site) {
    let talk = "---\ntitle: Talk\nstarts: 2026-07-03T13:00\nends: 2026-07-03T14:00\ntimezone: Europe/London\n---\n";
    site.holds(&[FORMS, MAPS, DESIGN, ("events/design/talk.md", talk)]).await;
    for page in ["/c/design/events/talk", "/events", "/c/design"] {
        assert!(site.get(page).await.body.contains("datetime=\"2026-07-03T12:00:00Z\""), "{page}");
    }
});

on_every_database!(async fn an_agenda_has_one_row_of_parts_and_its_looks_beside_the_heading(site) {
    site.holds(&[FORMS, MAPS, DESIGN]).await;
    for (list, parts) in [("/events", 1), ("/events?past", 1), ("/events?view=month", 0), ("/c/design/events", 1)] {
        let body = site.get(list).await.body;
        assert_eq!(body.matches("class=\"switch\"").count(), parts, "{list}");
        let row = body.split_once("class=\"head-row\"").unwrap_or_else(|| panic!("{list}")).1;
        let row = row.split_once("</nav>").unwrap_or_default().0;
        assert!(row.contains("<h1>") && row.contains("class=\"looks\"") && row.contains("view=month"), "{list}: {row}");
    }
});
