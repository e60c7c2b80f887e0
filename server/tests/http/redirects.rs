//! Old addresses.

use std::path::Path;

use app::db::harness::ENGINES;
use axum::http::{Request, StatusCode};
use chrono_tz::America::New_York;
use server::bundle::{Known, ReadOptions, Record, read};
use server::site_records::address;

use crate::on_every_database;
use crate::site::TestSite;

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

on_every_database!(async fn old_addresses_within_what_was_renamed_lead_on_in_one_hop_too(site) {
    const MOVED: (&str, &str) = (
        "communities/making.md",
        "---\nname: Making\naliases: [/c/crafts]\naudience: { about: signed_in, events: public, pages: public }\n---\n",
    );
    const PAGE: (&str, &str) = ("pages/making/tools.md", "---\ntitle: Tools\naliases: [/c/making/pages/things, /Werkzeug/Über-uns/]\n---\nSaws.\n");
    const TOPIC: (&str, &str) = ("topics/wood.md", "---\ntitle: Wood\naliases: [/topics/timber]\n---\n");
    site.holds(&[MOVED, PAGE, TOPIC]).await;
    for (old, new) in [
        ("/c/crafts/pages/things", "/c/making/pages/tools"),
        ("/c/crafts/pages/tools", "/c/making/pages/tools"),
        ("/c/crafts/events", "/c/making/events"),
        ("/c/crafts", "/c/making"),
        ("/Werkzeug/%C3%9Cber-uns/", "/c/making/pages/tools"),
        ("/topics/timber/feed.atom", "/topics/wood/feed.atom"),
        ("/topics/timber/calendar.ics", "/topics/wood/calendar.ics"),
    ] {
        let answer = site.get(old).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, new), "{old}");
    }
    for (old, new) in [
        ("/c/crafts/events?view=month&on=2026-12-01", "/c/making/events?on=2026-12-01&view=month"),
        ("/c/crafts/events?utm_source=mail&past", "/c/making/events?past"),
        ("/c/crafts/questions?q=tea+%26%20talk&utm_campaign=x", "/c/making/questions?q=tea+%26%20talk"),
        ("/c/crafts?from=mail&sid=1", "/c/making"),
        ("/c/crafts?", "/c/making"),
    ] {
        assert_eq!(site.get(old).await.header("location"), new, "{old}");
    }
    assert_eq!(site.get("/c/crafts/pages/%3Fx").await.header("location"), "/c/making/pages/%3Fx");
});

on_every_database!(async fn an_address_has_small_letters_and_no_slash_behind(site) {
    const PAGE: (&str, &str) = ("pages/design/tools.md", "---\ntitle: Tools\n---\nSaws.\n");
    const CRAFTS: (&str, &str) = ("communities/making.md", "---\nname: Making\naliases: [/c/crafts]\n---\n");
    const SAWS: (&str, &str) = ("pages/making/saws.md", "---\ntitle: Saws\n---\n");
    site.holds(&[DESIGN, TALK, PAGE, CRAFTS, SAWS]).await;
    for (spelled, address) in [
        ("/communities/", "/communities"),
        ("/communities/?kind=practice", "/communities?kind=practice"),
        ("/c/design/", "/c/design"),
        ("/c/Design", "/c/design"),
        ("/C/DESIGN/", "/c/design"),
        ("/c/Design/events?past", "/c/design/events?past"),
        ("/c/Design/events/Talk/", "/c/design/events/talk"),
        ("/c/d%45sign", "/c/design"),
        ("/c/design/Pages/Tools", "/c/design/pages/tools"),
        ("/c/Design/feed.atom", "/c/design/feed.atom"),
        ("/c/Crafts/pages/Saws/", "/c/making/pages/saws"),
        ("/Events/?view=month", "/events?view=month"),
    ] {
        let answer = site.get(spelled).await;
        assert_eq!((answer.status, answer.header("location"), answer.header("cache-control")), (StatusCode::PERMANENT_REDIRECT, address, "no-cache"), "{spelled}");
        assert!(answer.body.is_empty() && answer.header("x-content-type-options") == "nosniff", "{spelled}");
        assert_eq!(site.get(address).await.status, StatusCode::OK, "{address}");
    }
    assert_eq!(site.get("/").await.status, StatusCode::OK);
    for nothing in ["/c/Nothing", "/c/Nothing/", "/Nothing/", "//site.example/", "/c/Design/pages/Nothing"] {
        assert_eq!(site.get(nothing).await.status, StatusCode::NOT_FOUND, "{nothing}");
    }
});

on_every_database!(async fn what_the_viewer_may_not_see_is_not_there_in_any_spelling(site) {
    site.holds(&[HIDDEN]).await;
    let slugs = ["/c/Secret", "/c/SECRET/", "/c/secret/", "/c/Secret/events", "/c/Secret/feed.atom"];
    for path in slugs {
        let answer = site.get(path).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::NOT_FOUND, ""), "{path}");
    }
});

on_every_database!(async fn an_old_address_of_what_the_viewer_may_not_see_is_as_if_it_had_never_been(site) {
    site.holds(&[HIDDEN]).await;
    assert_eq!(site.get("/before").await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn only_reads_are_redirected(site) {
    site.holds(&[DESIGN]).await;
    assert_eq!(site.sends(Request::head("/old")).await.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(site.sends(Request::post("/old")).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
});

#[tokio::test]
async fn the_permalinks_of_an_imported_site_lead_to_its_pages_in_one_hop() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/digitalgov/content");
    if !dir.exists() {
        eprintln!("skipped: {} is not here", dir.display());
        return;
    }
    for engine in ENGINES {
        let site = TestSite::make(engine).await;
        let options =
            ReadOptions { timezone: Some(New_York), today: site.clock.now().date_naive(), known: &Known::default(), progress: &|_, _| {} };
        let records = read(&dir, &options).unwrap().records;
        site.writes(records.clone(), false).await;
        let mut tried = 0;
        // Some of each kind: a page takes its time to render.
        for record in records.iter().map(|sourced| &sourced.record).step_by(11) {
            let aliases = match record {
                Record::Community(record) => &record.aliases,
                Record::Event(record) => &record.aliases,
                Record::Person(record) => &record.aliases,
                Record::Resource(record) => &record.aliases,
                Record::Page(record) => &record.aliases,
                Record::Topic(record) => &record.aliases,
                Record::Question(_) | Record::Organisation(_) => continue,
            };
            let address = address(record);
            // Some were where they are now.
            for old in aliases.iter().filter(|old| old.trim_end_matches('/') != address) {
                let answer = site.sends(Request::head(old)).await;
                assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, address.as_str()), "{old}");
                tried += 1;
            }
            assert_eq!(site.get(&address).await.status, StatusCode::OK, "{address}");
        }
        assert!(tried > 50, "{tried}");
        site.remove().await;
    }
}
