//! Events, their series and agendas. It is noon on Monday 2 March 2026.

use axum::http::StatusCode;

use crate::on_every_database;

const DESIGN: (&str, &str) = ("communities/design.md", "---\nname: Design\n---\n");
const DATA: (&str, &str) = ("communities/data.md", "---\nname: Data\n---\n");

fn event(title: &str, starts: &str, more: &str) -> String {
    format!("---\ntitle: {title}\nstarts: {starts}\ntimezone: Europe/London\n{more}---\nAbout it.\n")
}

on_every_database!(async fn what_is_over_is_not_upcoming_and_what_is_on_is(site) {
    let (over, on, soon) = (
        event("Long over", "2026-02-02T10:00", "ends: 2026-02-02T11:00\n"),
        event("Going on", "2026-03-02T11:30", "ends: 2026-03-02T13:00\n"),
        event("Coming up", "2026-07-03T10:00", "ends: 2026-07-03T11:00\n"),
    );
    site.holds(&[DESIGN, ("events/design/over.md", &over), ("events/design/on.md", &on), ("events/design/soon.md", &soon)]).await;
    for (list, expected) in [("/events", [false, true, true]), ("/events?past", [true, false, false]), ("/c/design/events", [false, true, true])] {
        let page = site.page(list).await;
        assert_eq!(["Long over", "Going on", "Coming up"].map(|title| page.contains(title)), expected, "{list}: {page}");
    }
});

on_every_database!(async fn an_event_is_shown_at_its_wall_clock_time_and_with_its_hosts(site) {
    let talk = event("Talk", "2026-07-03T13:00", "ends: 2026-07-03T14:30\nhosts: [data]\nspeakers: [{name: Guest Speaker}]\nplace: Room 4\n");
    site.holds(&[DESIGN, DATA, ("events/design/talk.md", &talk)]).await;
    let page = site.page("/c/design/events/talk").await;
    for part in ["Talk", "3 July 2026", "1 pm", "2:30 pm", "Room 4", "Guest Speaker", "Design", "Data", "About it."] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(site.page("/c/data/events").await.contains("Talk"), "a co-host's agenda holds it too");
});

on_every_database!(async fn a_draft_is_nowhere(site) {
    let draft = event("Xyzzy", "2026-03-03T13:00", "ends: 2026-03-03T14:00\nstatus: draft\n");
    site.holds(&[DESIGN, ("events/design/draft.md", &draft)]).await;
    assert_eq!(site.get("/c/design/events/draft").await.status, StatusCode::NOT_FOUND);
    for list in ["/", "/events", "/events?past", "/c/design", "/c/design/events"] {
        assert!(!site.get(list).await.body.contains("Xyzzy"), "{list}");
    }
});

on_every_database!(async fn a_cancelled_event_stays_and_says_why(site) {
    let cancelled = event("Walk", "2026-03-03T13:00", "ends: 2026-03-03T14:00\nstatus: cancelled\ncancelled_because: Snow.\n");
    site.holds(&[DESIGN, ("events/design/walk.md", &cancelled)]).await;
    let page = site.page("/c/design/events/walk").await;
    assert!(page.to_lowercase().contains("cancelled") && page.contains("Snow."), "{page}");
});

on_every_database!(async fn each_meeting_of_a_series_has_an_address_and_may_differ(site) {
    let series = event(
        "Show and tell",
        "2026-03-03T13:00",
        "ends: 2026-03-03T14:00\nrrule: FREQ=WEEKLY;COUNT=4\nexdates: ['2026-03-17T13:00']\noccurrences:\n- recurrence: 2026-03-10T13:00\n  title: Special edition\n- recurrence: 2026-03-24T13:00\n  status: cancelled\n  cancelled_because: Nobody is in.\n",
    );
    site.holds(&[DESIGN, ("events/design/show.md", &series)]).await;
    assert!(site.page("/c/design/events/show/2026-03-10").await.contains("Special edition"));
    assert!(site.page("/c/design/events/show/2026-03-24").await.contains("Nobody is in."));
    assert_eq!(site.get("/c/design/events/show/2026-03-17").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/c/design/events/show/2026-03-04").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/c/design/events/show/never").await.status, StatusCode::NOT_FOUND);
    let agenda = site.page("/events").await;
    assert!(agenda.contains("Special edition") && agenda.contains("Show and tell"), "{agenda}");
});

on_every_database!(async fn an_agenda_pages_through_every_meeting_once(site) {
    let series = event("Daily", "2026-03-03T13:00", "ends: 2026-03-03T14:00\nrrule: FREQ=DAILY;COUNT=130\n");
    site.holds(&[DESIGN, ("events/design/daily.md", &series)]).await;
    let mut found = site.walk("/events", "/c/design/events/daily/").await;
    assert_eq!(found.len(), 130, "{found:?}");
    found.dedup();
    assert_eq!(found.len(), 130, "each once");
});

on_every_database!(async fn what_has_ended_says_so_and_leads_to_what_is_left_of_it(site) {
    const LEFT: &str = "recordings: [{title: All of it, url: 'https://video.example/a'}]\nmaterials: [{title: Slides, url: 'https://slides.example/a'}]\n";
    let over = event("Over", "2026-02-02T10:00", &format!("ends: 2026-02-02T11:00\n{LEFT}"));
    let (bare, soon) = (event("Bare", "2026-02-02T10:00", "ends: 2026-02-02T11:00\n"), event("Soon", "2026-07-03T10:00", "ends: 2026-07-03T11:00\n"));
    let off = event("Off", "2026-02-02T10:00", "ends: 2026-02-02T11:00\nstatus: cancelled\n");
    let weekly = event("Weekly", "2026-02-20T10:00", "ends: 2026-02-20T11:00\nrrule: FREQ=WEEKLY;COUNT=4\n");
    let files = [("over", &over), ("bare", &bare), ("soon", &soon), ("off", &off), ("weekly", &weekly)].map(|(slug, text)| (format!("events/design/{slug}.md"), text.as_str()));
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    files.push(DESIGN);
    site.holds(&files).await;
    const SAYS: &str = "This meeting is over.";
    for (path, says) in [("over", true), ("bare", true), ("soon", false), ("off", false), ("weekly", false), ("weekly/2026-02-20", true), ("weekly/2026-03-06", false)] {
        assert_eq!(site.page(&format!("/c/design/events/{path}")).await.contains(SAYS), says, "{path}");
    }
    let body = site.get("/c/design/events/over").await.body;
    for part in ["href=\"#recordings\"", "id=\"recordings\"", "href=\"#materials\"", "id=\"materials\""] {
        assert!(body.contains(part), "{part} in {body}");
    }
    assert!(!site.get("/c/design/events/bare").await.body.contains("href=\"#recordings"));
});
