//! A community's own colour.

use axum::http::{Request, StatusCode};

use crate::on_every_database;

const DESIGN: (&str, &str) = ("communities/design.md", "---\nname: Design\naccent: \"#A0F\"\n---\n");
const PLAIN: (&str, &str) = ("communities/plain.md", "---\nname: Plain\n---\n");
const EVENT: (&str, &str) =
    ("events/design/talk.md", "---\ntitle: Talk\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: UTC\n---\n");
const SHEET: &str = "/c/design/accent.css?v=aa00ff-1";

on_every_database!(async fn every_screen_of_a_community_has_its_accent_and_no_other_has(site) {
    site.holds(&[DESIGN, PLAIN, EVENT]).await;
    let link = format!("<link rel=\"stylesheet\" href=\"{SHEET}\">");
    for path in ["/c/design", "/c/design/events", "/c/design/events/talk", "/c/design/questions", "/c/design/pages", "/c/design/resources", "/c/design/members"] {
        let body = site.get(path).await.body;
        let main = body.split_once("<main").unwrap().1;
        assert_eq!(main.matches(&link).count(), 1, "{path}: {body}");
    }
    for path in ["/", "/communities", "/events", "/c/plain", "/c/everyone"] {
        assert!(!site.get(path).await.body.contains("accent.css"), "{path}");
    }
});

on_every_database!(async fn an_accent_is_a_stylesheet_for_light_and_dark(site) {
    site.holds(&[DESIGN, PLAIN]).await;
    let sheet = site.get(SHEET).await;
    assert_eq!((sheet.status, sheet.header("content-type")), (StatusCode::OK, "text/css; charset=utf-8"));
    assert!(sheet.header("cache-control").contains("immutable"), "{:?}", sheet.headers);
    assert!(sheet.body.starts_with("main{--accent:#") && sheet.body.contains("@media (prefers-color-scheme:dark){main{--accent:#"), "{}", sheet.body);
    // Under another address it is asked for again, and not sent again.
    let tag = site.get("/c/design/accent.css").await;
    assert_eq!(tag.header("cache-control"), "no-cache");
    let again = site.sends(Request::get("/c/design/accent.css").header("if-none-match", tag.header("etag"))).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    for path in ["/c/plain/accent.css", "/c/everyone/accent.css", "/c/nobody/accent.css"] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
});

on_every_database!(async fn another_accent_has_another_address(site) {
    site.holds(&[DESIGN]).await;
    site.get("/c/design").await;
    site.imports(&[("communities/design.md", "---\nname: Design\ncolour: 0e5a4e\n---\n")]).await;
    assert!(site.get("/c/design").await.body.contains("/c/design/accent.css?v=0e5a4e-1"));
    assert_eq!(site.get(SHEET).await.header("cache-control"), "no-cache");
});

on_every_database!(async fn a_hidden_communitys_accent_answers_like_a_missing_one(site) {
    site.holds(&[("communities/design.md", "---\nname: Design\naccent: \"#A0F\"\nlisted: false\n---\n")]).await;
    let (hidden, missing) = (site.get(SHEET).await, site.get("/c/nobody/accent.css?v=aa00ff-1").await);
    assert_eq!((hidden.status, &hidden.body), (StatusCode::NOT_FOUND, &missing.body));
    assert_eq!(hidden.headers.get("cache-control"), missing.headers.get("cache-control"));
});
