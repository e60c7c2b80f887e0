//! Old addresses.

use axum::http::{Request, StatusCode};

use crate::on_every_database;

const DESIGN: (&str, &str) = ("communities/design.md", "---\nname: Design\naliases: [/communities/design/, /old]\n---\n");
const HIDDEN: (&str, &str) = ("communities/secret.md", "---\nname: Secret\nlisted: false\naliases: [/before]\n---\n");
const TALK: (&str, &str) = (
    "events/design/talk.md",
    "---\ntitle: Talk\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: UTC\naliases: [/event/2026/03/03/talk/]\n---\n",
);

on_every_database!(async fn an_old_address_leads_to_the_new_one_in_one_hop(site) {
    site.holds(&[DESIGN, TALK]).await;
    for (old, new) in [
        ("/old", "/c/design"),
        ("/old/", "/c/design"),
        ("/communities/design", "/c/design"),
        ("/communities/design/", "/c/design"),
        ("/event/2026/03/03/talk/", "/c/design/events/talk"),
        ("/event/2026/03/03/talk?from=mail", "/c/design/events/talk"),
    ] {
        let answer = site.get(old).await;
        assert_eq!((answer.status, answer.header("location"), answer.header("cache-control")), (StatusCode::PERMANENT_REDIRECT, new, "no-cache"), "{old}");
    }
});

on_every_database!(async fn an_old_address_of_what_the_viewer_may_not_see_is_as_if_it_had_never_been(site) {
    site.holds(&[HIDDEN]).await;
    assert_eq!(site.get("/before").await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn only_reads_are_redirected(site) {
    site.holds(&[DESIGN]).await;
    assert_eq!(site.sends(Request::head("/old")).await.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(site.sends(Request::post("/old")).await.status, StatusCode::METHOD_NOT_ALLOWED);
});
