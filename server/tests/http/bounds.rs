//! Lists that are longer than a page, a feed or a screen: the rest is said or led to, and what is to come goes before what was. It is noon on 2 March 2026.

use app::run;
use uuid::Uuid;

use crate::lists::event;
use crate::on_every_database;
use crate::site::TestSite;

const DESIGN: (&str, &str) = ("communities/design.md", "---\nname: Design\n---\n");

/// Copies an event so many times, hours apart from its own time on.
async fn copies(site: &TestSite, slug: &str, many: i32, hours: i64) {
    const EVENT: &str = "insert into event (id, community_id, slug, title, summary, body, body_html, html_version, status, starts_wall, ends_wall, timezone, all_day, exdates, rdates, recordings, materials, created_at, updated_at) \
                         select $1, community_id, $2, title, summary, body, body_html, html_version, status, starts_wall, ends_wall, timezone, all_day, exdates, rdates, recordings, materials, created_at, updated_at from event where slug = $3";
    const MEETING: &str = "insert into occurrence (id, event_id, recurrence, starts_wall, ends_wall, starts_at, ends_at, moved) values ($1, $2, $3, $4, $5, $6, $7, false)";
    let mut tx = site.db().begin().await.unwrap();
    for n in 1..=many {
        let id = Uuid::now_v7();
        let starts = site.clock.now() + chrono::TimeDelta::hours(hours * i64::from(n));
        let ends = starts + chrono::TimeDelta::minutes(30);
        let wall = |at: chrono::DateTime<chrono::Utc>| at.format("%Y-%m-%dT%H:%M:%S").to_string();
        run!(tx, sqlx::query(EVENT).bind(id).bind(format!("{slug}-{n}")).bind(slug)).unwrap();
        run!(
            tx,
            sqlx::query("update event set starts_wall = $2, ends_wall = $3, title = $4 where id = $1")
                .bind(id)
                .bind(wall(starts))
                .bind(wall(ends))
                .bind(format!("{slug} number {n}."))
        )
        .unwrap();
        run!(
            tx,
            sqlx::query(MEETING)
                .bind(Uuid::now_v7())
                .bind(id)
                .bind(wall(starts))
                .bind(wall(starts))
                .bind(wall(ends))
                .bind(starts)
                .bind(ends)
        )
        .unwrap();
    }
    tx.commit([]).await.unwrap();
}

on_every_database!(async fn a_feed_that_is_cut_holds_what_is_to_come_and_of_the_rest_the_latest(site) {
    let old = event("Old series", "2020-01-06T10:00", "2020-01-06T11:00", "rrule: FREQ=WEEKLY\n");
    let far = event("Far", "2027-06-01T10:00", "2027-06-01T11:00", "");
    let was = event("Was", "2026-03-01T10:00", "2026-03-01T11:00", "");
    site.holds(&[DESIGN, ("events/design/old.md", &old), ("events/design/far.md", &far), ("events/design/was.md", &was)]).await;
    copies(site, "far", 1_500, 5).await;
    copies(site, "was", 1_000, -2).await;
    for path in ["/c/design/calendar.ics", "/events/calendar.ics"] {
        let feed = site.get(path).await.body.replace("\r\n ", "");
        let has = |title: &str| feed.contains(&format!("SUMMARY:{title}\r\n"));
        assert_eq!(feed.matches("BEGIN:VEVENT").count(), 2_000, "{path}");
        // All that is to come: the series that began six years ago, and the last of the many.
        for title in ["Old series", "Far", "far number 1.", "far number 1500."] {
            assert!(has(title), "{path}: {title}");
        }
        assert!(has("Was") && has("was number 1.") && has("was number 400."), "{path}");
        assert!(!has("was number 1000.") && !has("was number 600."), "{path}");
        // It reads the same while nothing changes: what is to come stands behind what was, whatever the time.
        let of = site.get(path).await;
        site.clock.set(site.clock.now() + chrono::TimeDelta::minutes(20));
        assert_eq!(of.header("etag"), site.get(path).await.header("etag"), "{path}");
    }
});

on_every_database!(async fn a_month_of_more_meetings_than_it_holds_says_so(site) {
    site.holds(&[DESIGN, ("events/design/talk.md", &event("Talk", "2026-03-03T10:00", "2026-03-03T11:00", ""))]).await;
    let ada = site.member("Ada").await;
    assert!(!ada.reads("/events?view=month").await.contains("first 1,000"));
    copies(site, "talk", 1_100, 0).await;
    assert!(ada.reads("/events?view=month").await.contains("the first 1,000 meetings. Narrow them to see the rest"));
});

on_every_database!(async fn who_comes_is_listed_page_by_page(site) {
    const MEMBER: &str = "insert into member (id, handle, name, sort_name, kind, links, about, about_html, html_version, has_account, created_at, updated_at) \
                          values ($1, $2, $2, $2, 'person', '[]', '', '', 1, true, $3, $3)";
    const COMES: &str = "insert into rsvp (occurrence_id, member_id, answer, answered_at) select o.id, $1, $2, $3 from occurrence o join event e on e.id = o.event_id where e.slug = 'talk'";
    site.holds(&[DESIGN, ("events/design/talk.md", &event("Talk", "2026-03-03T10:00", "2026-03-03T11:00", ""))]).await;
    let ada = site.member("Ada").await;
    let mut tx = site.db().begin().await.unwrap();
    for n in 0..1_203 {
        let (id, at) = (Uuid::now_v7(), site.clock.now());
        let answer = if n % 3 == 0 { "declined" } else { "going" };
        run!(tx, sqlx::query(MEMBER).bind(id).bind(format!("guest-{n}")).bind(at)).unwrap();
        run!(tx, sqlx::query(COMES).bind(id).bind(answer).bind(at)).unwrap();
    }
    tx.commit([]).await.unwrap();
    let (mut found, mut next, mut pages) = (Vec::new(), Some("/c/design/events/talk/people".to_owned()), 0);
    while let Some(path) = next {
        let page = ada.gets(&path).await;
        assert!(pages > 0 || page.text().contains("Coming (802)"), "{}", page.text());
        let main = page.body.split_once("<main").unwrap().1.to_owned();
        found.extend(main.split("href=\"/people/").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
        let link = main.split("<a ").find(|tag| tag.split('>').next().is_some_and(|tag| tag.contains("rel=\"next\"")));
        next = link.and_then(|tag| tag.split_once("href=\"")?.1.split('"').next()).map(|href| href.replace("&amp;", "&"));
        pages += 1;
        assert!(pages < 10);
    }
    assert_eq!((found.len(), pages), (1_203, 3));
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 1_203, "each once");
    assert_eq!(ada.gets("/c/design/events/talk/people?after=nowhere").await.status, axum::http::StatusCode::BAD_REQUEST);
    assert_eq!(site.get("/c/design/events/talk/people").await.status, axum::http::StatusCode::UNAUTHORIZED);
});
