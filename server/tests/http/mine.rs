//! One's own events as a list, a month and a week. It is noon on Monday 2 March 2026.

use app::run;
use axum::http::StatusCode;

use crate::lists::{event, shown};
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

/// Bob belongs to Design and may see Data; nobody but its members sees Inner.
async fn stage(site: &TestSite) -> Visitor<'_> {
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    let bob = site.member("Bob").await;
    let at = |title: &str, day: &str, more: &str| event(title, &format!("{day}T13:00"), &format!("{day}T14:00"), more);
    let files = [
        ("communities/design.md", "---\nname: Design\n---\n".to_owned()),
        ("communities/data.md", "---\nname: Data\n---\n".to_owned()),
        ("communities/inner.md", "---\nname: Inner\naudience: {events: members}\n---\n".to_owned()),
        ("events/design/crit.md", at("Crit", "2026-03-10", "")),
        ("events/design/boring.md", at("Boring", "2026-03-11", "")),
        ("events/design/gone.md", at("Gone", "2026-02-10", "")),
        ("events/data/along.md", at("Along", "2026-03-12", "hosts: [design]\n")),
        ("events/data/chosen.md", at("Chosen", "2026-03-13", "")),
        ("events/data/talk.md", at("Talk", "2026-03-14", "")),
        ("events/data/other.md", at("Other", "2026-03-15", "")),
        ("events/data/weekly.md", at("Weekly", "2026-03-03", "rrule: FREQ=WEEKLY;COUNT=4\n")),
        ("events/inner/secret.md", at("Xyzzy", "2026-03-16", "")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    site.holds(&files).await;
    let mut tx = site.db().begin().await.unwrap();
    const SPEAKS: &str = "insert into event_speaker (event_id, position, member_id) select e.id, 0, m.id from event e, member m where e.slug = $1 and m.handle = $2";
    run!(tx, sqlx::query(SPEAKS).bind("talk").bind("bob")).unwrap();
    tx.commit([]).await.unwrap();
    site.puts("bob", "design", "active", None).await;
    for (path, answer) in
        [("/c/design/events/boring", "declined"), ("/c/data/events/chosen", "maybe"), ("/c/data/events/weekly/2026-03-17", "going")]
    {
        bob.posts(path, "rsvp", &[("answer", answer)]).await.leads_to(path);
    }
    bob
}

/// The pages of events that a screen leads to.
fn events(body: &str) -> Vec<String> {
    let main = body.split_once("<main").unwrap().1;
    let links = main.split("href=\"/c/").skip(1).filter_map(|rest| rest.split('"').next());
    let mut found: Vec<String> = links.filter(|href| href.contains("/events/")).map(str::to_owned).collect();
    found.dedup();
    found
}

on_every_database!(async fn ones_own_events_are_a_list_a_month_and_a_week(site) {
    let bob = stage(site).await;
    let mine = ["design/events/crit", "data/events/along", "data/events/chosen", "data/events/talk", "data/events/weekly/2026-03-17"];
    for view in ["", "&view=month"] {
        let page = bob.gets(&format!("/events?show=mine{view}")).await;
        assert_eq!(page.status, StatusCode::OK, "{view}");
        assert_eq!(events(&page.body), mine, "{view}");
        assert!(page.text().contains("My events") && !page.body.contains("Xyzzy"), "{view}: {}", page.text());
    }
    let month = bob.gets("/events?show=mine&view=month").await.body;
    assert!(month.contains("<table") && month.contains("href=\"/events?view=month&amp;on=2026-04-01&amp;show=mine\""), "{month}");
    assert!(month.contains("href=\"/me/calendar\""), "followed by one’s own address");
    let week = bob.gets("/events?show=mine&view=week&on=2026-03-16").await;
    assert_eq!(events(&week.body), ["data/events/weekly/2026-03-17"], "{}", week.text());
    assert_eq!(events(&bob.gets("/events?show=coming").await.body), ["data/events/chosen", "data/events/weekly/2026-03-17"]);
    assert_eq!(events(&bob.gets("/events?show=mine&past").await.body), ["design/events/gone"]);
    assert_eq!(events(&bob.gets("/c/data/events?show=coming&format=").await.body), ["data/events/chosen", "data/events/weekly/2026-03-17"]);
    let calendar = bob.gets("/me/calendar").await.body;
    assert!(calendar.contains("/events?show=mine&amp;view=month") && calendar.contains("/events?show=coming"), "{calendar}");
    // Who leaves has no more of it than what they come to.
    bob.posts("/c/design", "leave", &[]).await;
    let page = bob.gets("/events?show=mine").await.body;
    assert_eq!(events(&page), ["data/events/chosen", "data/events/talk", "data/events/weekly/2026-03-17"]);
});

on_every_database!(async fn ones_own_events_are_nobody_elses(site) {
    stage(site).await;
    let eve = site.member("Eve").await;
    for view in ["", "&view=month"] {
        let page = eve.gets(&format!("/events?show=mine{view}")).await;
        assert_eq!((page.status, events(&page.body)), (StatusCode::OK, Vec::new()), "{view}");
        let stranger = site.get(&format!("/events?show=mine{view}")).await;
        assert!(stranger.status != StatusCode::OK && !stranger.body.contains("Crit"), "{view}: {}", stranger.status);
    }
    assert!(eve.reads("/events?show=mine").await.contains("No event to come matches."));
    assert_eq!(eve.gets("/events?show=theirs").await.status, StatusCode::BAD_REQUEST);
    // Nothing offers it to who is not signed in.
    assert!(!site.get("/events").await.body.contains("show=mine") && !site.page("/events").await.contains("My own"));
    assert!(eve.reads("/events").await.contains("My own"));
    // What one may no longer see is not shown, whatever one said of it.
    site.puts("eve", "inner", "active", None).await;
    eve.posts("/c/inner/events/secret", "rsvp", &[("answer", "going")]).await.leads_to("/c/inner/events/secret");
    assert_eq!(events(&eve.gets("/events?show=coming").await.body), ["inner/events/secret"]);
    eve.posts("/c/inner", "leave", &[]).await;
    assert_eq!(events(&eve.gets("/events?show=coming").await.body), Vec::<String>::new());
});

on_every_database!(async fn ones_own_list_pages_through_every_meeting_once(site) {
    let bob = stage(site).await;
    let series = event("Daily", "2026-03-03T13:00", "2026-03-03T14:00", "rrule: FREQ=DAILY;COUNT=70\n");
    let other = event("Elsewhere", "2026-03-03T13:00", "2026-03-03T14:00", "rrule: FREQ=DAILY;COUNT=70\n");
    let (design, data) = (("communities/design.md", "---\nname: Design\n---\n"), ("communities/data.md", "---\nname: Data\n---\n"));
    site.holds(&[design, data, ("events/design/daily.md", &series), ("events/data/elsewhere.md", &other)]).await;
    let (mut found, mut next) = (Vec::new(), Some("/events?show=mine".to_owned()));
    while let Some(path) = next {
        let body = bob.gets(&path).await.body;
        found.extend(events(&body).into_iter().filter(|href| href.contains("daily") || href.contains("elsewhere")));
        let link = body.split("<a ").find(|tag| tag.split('>').next().is_some_and(|tag| tag.contains("rel=\"next\"")));
        next = link.and_then(|tag| tag.split_once("href=\"")?.1.split('"').next()).map(|href| href.replace("&amp;", "&"));
        assert!(found.len() < 200);
    }
    assert_eq!((found.len(), found.iter().all(|href| href.starts_with("design/events/daily/"))), (70, true));
    // As everybody’s list does.
    assert!(shown(site, "/events", "/c/design/events/").await.len() > 70);
});
