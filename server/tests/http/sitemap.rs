//! The sitemap and what it leaves out.

use app::state::AppState;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use quick_xml::events::Event;
use tower::ServiceExt;

use crate::on_every_database;
use crate::site::{Answer, TestSite};

const HIDDEN: [(&str, &str); 7] = [
    ("communities/secret.md", "---\nname: Xyzzy\nlisted: false\n---\n"),
    ("communities/inner.md", "---\nname: Inner\naudience: {events: members, questions: members, pages: members}\n---\n"),
    ("events/secret/xyzzy.md", "---\ntitle: Xyzzy\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: UTC\n---\n"),
    ("events/inner/xyzzy.md", "---\ntitle: Xyzzy\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: UTC\n---\n"),
    ("questions/inner/xyzzy.md", "---\ntitle: Xyzzy?\nasked: 2026-03-01T10:00:00Z\n---\n"),
    ("pages/inner/xyzzy.md", "---\ntitle: Xyzzy\n---\n"),
    ("resources/inner/xyzzy.md", "---\ntitle: Xyzzy\nkind: link\n---\n"),
];

const SHOWN: [(&str, &str); 8] = [
    ("communities/design.md", "---\nname: Design\n---\n"),
    ("events/design/talk.md", "---\ntitle: Talk\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: UTC\n---\n"),
    ("events/design/xyzzy.md", "---\ntitle: Draft\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: UTC\nstatus: draft\n---\n"),
    ("pages/design/playbook.md", "---\ntitle: Playbook\n---\n"),
    ("pages/design/xyzzy.md", "---\ntitle: Draft\nstatus: draft\n---\n"),
    ("people/xyzzy.md", "---\nname: Never Here\n---\n"),
    ("people/ada.md", "---\nname: Ada\n---\n"),
    ("topics/forms.md", "---\ntitle: Forms\n---\n"),
];

/// What the elements of a name hold, in an XML document that must be whole.
pub fn elements(xml: &str, name: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut found, mut depth, mut inside) = (Vec::new(), 0, false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                depth += 1;
                inside = start.name().as_ref() == name.as_bytes();
                if inside {
                    found.push(String::new());
                }
            }
            Event::End(_) => {
                depth -= 1;
                inside = false;
            }
            Event::Text(text) if inside => found.last_mut().unwrap().push_str(&text.decode().unwrap()),
            Event::GeneralRef(entity) if inside => {
                let text = match entity.decode().unwrap().as_ref() {
                    "amp" => "&".to_owned(),
                    "lt" => "<".to_owned(),
                    "gt" => ">".to_owned(),
                    "quot" => "\"".to_owned(),
                    "apos" => "'".to_owned(),
                    other => panic!("&{other};"),
                };
                found.last_mut().unwrap().push_str(&text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{xml}");
    found
}

/// The paths that the parts of the sitemap list.
async fn listed(site: &TestSite) -> Vec<String> {
    let index = site.get("/sitemap.xml").await;
    assert_eq!((index.status, index.header("content-type")), (StatusCode::OK, "application/xml; charset=utf-8"));
    let mut paths = Vec::new();
    for part in elements(&index.body, "loc") {
        let part = site.get(part.strip_prefix("http://site.example").unwrap()).await;
        assert_eq!((part.status, part.header("content-type")), (StatusCode::OK, "application/xml; charset=utf-8"));
        paths.extend(elements(&part.body, "loc").into_iter().map(|url| url.strip_prefix("http://site.example").unwrap().to_owned()));
    }
    paths
}

on_every_database!(async fn the_sitemap_lists_what_anybody_may_see_and_nothing_else(site) {
    site.holds(&[&SHOWN[..], &HIDDEN[..]].concat()).await;
    let mut paths = listed(site).await;
    paths.sort();
    let mut expected = vec![
        "/", "/communities", "/events", "/questions", "/resources", "/people", "/organisations", "/topics", "/c/design", "/c/everyone", "/c/inner", "/c/design/events/talk",
        "/c/design/pages/playbook", "/topics/forms",
    ];
    expected.sort_unstable();
    assert_eq!(paths, expected);
    for path in paths {
        assert_eq!(site.get(&path).await.status, StatusCode::OK, "{path}");
    }
});

on_every_database!(async fn nothing_tells_how_much_is_hidden(site) {
    site.holds(&HIDDEN[..2]).await;
    let before = site.get("/sitemap.xml").await.body;
    site.holds(&HIDDEN).await;
    assert_eq!(site.get("/sitemap.xml").await.body, before);
});

on_every_database!(async fn parts_hold_every_address_once(site) {
    let files: Vec<(String, String)> =
        (0..23).map(|n| (format!("questions/design/q{n}.md"), format!("---\ntitle: Q{n}\nasked: 2026-03-01T10:00:00Z\n---\n"))).collect();
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(SHOWN[0]);
    site.holds(&files).await;
    let state = AppState {
        db: site.db().clone(),
        clock: site.clock.clone(),
        files: app::files::Files::in_memory(),
        site: std::sync::Arc::new(app::state::Site { name: "Guildhall".to_owned(), base_url: "http://site.example".to_owned(), ..Default::default() }),
        rooms: app::pages::together::rooms::Rooms::default(),
    };
    let small: Router = Router::new().merge(app::sitemap::http::routes(5)).with_state(state);
    let get = async |path: &str| {
        let response = small.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned(), bytes: body }
    };
    let parts = elements(&get("/sitemap.xml").await.body, "loc");
    let parts: Vec<&str> = parts.iter().filter_map(|part| part.strip_prefix("http://site.example")).filter(|part| part.contains("questions")).collect();
    assert_eq!(parts, ["/sitemap/questions-1.xml", "/sitemap/questions-2.xml", "/sitemap/questions-3.xml", "/sitemap/questions-4.xml", "/sitemap/questions-5.xml"]);
    let mut found = Vec::new();
    for part in parts {
        let xml = get(part).await.body;
        let urls = elements(&xml, "loc");
        assert!(urls.len() <= 5 && elements(&xml, "lastmod").len() == urls.len(), "{part}");
        found.extend(urls);
    }
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 23);
    assert_eq!(get("/sitemap/questions-6.xml").await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn a_part_that_is_none_is_not_found(site) {
    for path in ["/sitemap/questions-1.xml", "/sitemap/site-2.xml", "/sitemap/secrets-1.xml", "/sitemap/questions-9223372036854775807.xml", "/sitemap/x"] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
});

on_every_database!(async fn robots_are_told_where_the_sitemap_is(site) {
    let robots = site.get("/robots.txt").await;
    assert_eq!((robots.status, robots.header("content-type")), (StatusCode::OK, "text/plain; charset=utf-8"));
    assert!(robots.body.contains("\nSitemap: http://site.example/sitemap.xml\n") && robots.body.contains("Disallow: /do/"), "{}", robots.body);
});
