//! Pages that are kept: when they are sent again, and when they are not; and what rendering one anew takes.

use std::time::Duration;

use app::activity::{Act, Deed, ObjectKind};
use app::communities::record::CommunityRecord;
use app::communities::record_store::save;
use app::db::Db;
use app::db::records::Index;
use app::live::follow::follow;
use axum::http::{Request, StatusCode};
use server::bundle::{Record, Sourced};
use server::sample;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::on_every_database;
use crate::site::TestSite;

/// An address of every screen, on the sample.
const SCREENS: &[&str] = &[
    "/",
    "/communities",
    "/c/design",
    "/c/design/members",
    "/c/design/events",
    "/c/design/questions",
    "/c/design/pages",
    "/c/design/resources",
    "/events",
    "/events?past",
    "/questions",
    "/questions?show=unanswered",
    "/resources",
    "/people",
    "/people/ada-okafor",
    "/topics",
];

const QUESTION: &str = "---\ntitle: How do you agree on a name?\nasked: 2026-02-20T10:00:00Z\n---\nWe have three of them.\n";

/// Where to find an address of each screen that shows one thing: the page that links to it, and how it begins.
const DETAILS: &[(&str, &str)] = &[
    ("/events", "/c/design/events/"),
    ("/c/design/questions", "/c/design/questions/"),
    ("/c/design/pages", "/c/design/pages/"),
    ("/c/design/resources", "/c/design/resources/"),
    ("/topics", "/topics/"),
    ("/people/ada-okafor", "/organisations/"),
];

impl TestSite {
    /// An address of every screen, on a site that holds the sample.
    async fn screens(&self) -> Vec<String> {
        self.writes(sample::records(self.clock.now().date_naive()), false).await;
        let mut screens: Vec<String> = SCREENS.iter().map(|screen| (*screen).to_owned()).collect();
        for (page, prefix) in DETAILS {
            screens.push(self.first(page, prefix).await);
        }
        screens
    }

    /// The page as it is rendered anew: pages of somebody signed in are not kept.
    async fn rendered(&self, path: &str) -> String {
        self.sends(Request::get(path).header("cookie", "session=none")).await.body
    }

    /// The first address on a page that begins so.
    async fn first(&self, page: &str, prefix: &str) -> String {
        let body = self.get(page).await.body;
        let found = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).find(|href| href.starts_with(prefix));
        found.unwrap_or_else(|| panic!("no {prefix}… on {page}")).to_owned()
    }
}

on_every_database!(async fn a_page_is_sent_again_while_nothing_it_shows_has_changed(site) {
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n")]).await;
    let first = site.get("/communities").await;
    let queries = site.db().reads();
    let second = site.get("/communities").await;
    assert_eq!((site.db().reads(), second.body), (queries, first.body), "nothing is asked of the database");
});

on_every_database!(async fn a_browser_that_has_the_page_is_told_so(site) {
    let page = site.get("/communities").await;
    let tag = page.header("etag");
    assert!(tag.starts_with('"') && tag.len() > 10, "{tag}");
    let again = site.sends(Request::get("/communities").header("if-none-match", format!("\"other\", W/{tag}"))).await;
    assert_eq!((again.status, again.body.as_str(), again.header("etag")), (StatusCode::NOT_MODIFIED, "", tag));
    assert_eq!(again.header("content-security-policy"), page.header("content-security-policy"));
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n")]).await;
    let changed = site.sends(Request::get("/communities").header("if-none-match", tag)).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert!(changed.text().contains("Design"));
});

on_every_database!(async fn no_page_outlives_a_change_of_what_it_shows(site) {
    let screens = site.screens().await;
    let mut outlived = Vec::new();
    for kind in ObjectKind::ALL {
        let mut records = sample::records(site.clock.now().date_naive());
        records.retain(|sourced| sourced.record.kind() == *kind);
        assert!(!records.is_empty());
        records.iter_mut().for_each(rename);
        for screen in &screens {
            site.page(screen).await;
        }
        let report = site.writes(records, true).await;
        assert!(report.written() > 0, "{kind}: {report}");
        for screen in &screens {
            if site.get(screen).await.body != site.rendered(screen).await {
                outlived.push(format!("{screen}, after a change of {kind}"));
            }
        }
    }
    assert_eq!(outlived, [""; 0]);
});

/// Where something is done, what, and with which fields.
type Acted<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

on_every_database!(async fn no_page_outlives_what_people_do(site) {
    let mut screens = site.screens().await;
    screens.extend(["/questions?sort=helpful", "/c/design/questions?sort=helpful", "/c/everyone"].map(str::to_owned));
    let found = |section: &str| screens.iter().find(|screen| screen.starts_with(&format!("/c/design/{section}/"))).unwrap().clone();
    let (question, event, page) = (found("questions"), found("events"), found("pages"));
    let zora = site.member("Zora").await;
    site.puts("zora", "design", "active", Some("lead")).await;
    let acts: &[Acted] = &[
        (&question, "find_helpful", &[("post", "question"), ("yes", "yes")]),
        (&question, "answer", &[("body", "Ask those who use it.")]),
        (&question, "comment", &[("post", "question"), ("body", "With whom?")]),
        (&event, "rsvp", &[("answer", "going")]),
        ("/c/design/ask", "ask", &[("title", "Who keeps the names?"), ("body", "There are many.")]),
        (&format!("{page}/edit"), "save_page", &[("body", "See [[Interviews]].")]),
        ("/me/profile", "save_profile", &[("name", "Zora the First")]),
        ("/c/design/settings/end", "change_status", &[("status", "archived")]),
    ];
    let mut outlived = Vec::new();
    for (at, function, fields) in acts {
        for screen in &screens {
            site.page(screen).await;
        }
        let done = zora.posts(at, function, fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{function}: {}", done.text());
        for screen in &screens {
            if site.get(screen).await.body != site.rendered(screen).await {
                outlived.push(format!("{screen}, after {function}"));
            }
        }
    }
    assert_eq!(outlived, [""; 0]);
});

/// Changes what lists and pages show of a record.
fn rename(sourced: &mut Sourced) {
    let title = match &mut sourced.record {
        Record::Organisation(record) => &mut record.name,
        Record::Topic(record) => &mut record.title,
        Record::Person(record) => &mut record.name,
        Record::Community(record) => &mut record.name,
        Record::Event(record) => &mut record.title,
        Record::Question(record) => &mut record.title,
        Record::Page(record) => &mut record.title,
        Record::Resource(record) => &mut record.title,
    };
    title.push_str(" renamed");
}

on_every_database!(async fn a_change_elsewhere_leaves_a_page_as_it_is(site) {
    let communities = [("communities/design.md", "---\nname: Design\n---\n"), ("communities/data.md", "---\nname: Data\n---\n")];
    let holds = async |question: &str, text: &str| site.holds(&[communities[0], communities[1], (question, text)]).await;
    holds("questions/design/names.md", QUESTION).await;
    let page = "/c/design/questions";
    site.page(page).await;
    holds("questions/data/names.md", QUESTION).await;
    let queries = site.db().reads();
    site.page(page).await;
    assert_eq!(site.db().reads(), queries, "a question of another community is not on it");
    holds("questions/design/more.md", &QUESTION.replace("agree on", "keep")).await;
    assert!(site.page(page).await.contains("How do you keep a name?"));
});

on_every_database!(async fn a_page_changes_when_a_meeting_ends(site) {
    site.holds(&[
        ("communities/design.md", "---\nname: Design\n---\n"),
        ("events/design/talk.md", "---\ntitle: A talk on names\nstarts: 2026-03-02 13:00\nends: 2026-03-02 14:00\ntimezone: UTC\n---\n"),
    ]).await;
    assert!(site.page("/events").await.contains("A talk on names"));
    site.clock.set("2026-03-02T13:59:59Z".parse().unwrap());
    assert!(site.page("/events").await.contains("A talk on names"));
    site.clock.set("2026-03-02T14:00:00Z".parse().unwrap());
    assert!(!site.page("/events").await.contains("A talk on names"));
    assert!(site.page("/events?past").await.contains("A talk on names"));
});

on_every_database!(async fn what_only_the_sender_of_a_link_cares_about_makes_no_page_of_its_own(site) {
    let page = site.get("/communities").await;
    let queries = site.db().reads();
    assert_eq!(site.get("/communities?utm_source=mail&fbclid=1").await.body, page.body);
    assert_eq!(site.db().reads(), queries);
});

on_every_database!(async fn what_another_process_writes_is_seen_too(site) {
    let here = site.db().clone();
    let following = tokio::spawn(async move { follow(&here).await });
    assert!(!site.page("/communities").await.contains("Design"));
    let elsewhere = Db::open(site.url(), site.clock.clone()).await.unwrap();
    let index = Index::load(&elsewhere).await.unwrap();
    let seen = async || {
        while !site.page("/communities").await.contains("Design") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    // On PostgreSQL it listens a moment after it was told to, and then takes everything for changed.
    let mut tx = elsewhere.begin().await.unwrap();
    let id = Uuid::now_v7();
    save(&mut tx, &index, id, &CommunityRecord::named("design", "Design")).await.unwrap();
    tx.commit([Act::of(Deed::Imported, ObjectKind::Community, id)]).await.unwrap();
    tokio::time::timeout(Duration::from_secs(20), seen()).await.expect("the change is seen");
    elsewhere.close().await;
    following.abort();
});

on_every_database!(async fn many_who_ask_at_once_share_one_rendering(site) {
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n")]).await;
    let before = site.db().reads();
    site.rendered("/communities").await;
    let one = site.db().reads() - before;
    let before = site.db().reads();
    let asking: JoinSet<StatusCode> = (0..50).map(|_| site.asks("/communities")).collect();
    assert_eq!(asking.join_all().await, [StatusCode::OK; 50]);
    // When pages change next is asked once besides.
    assert!(site.db().reads() - before <= one + 2, "{} queries, where one page takes {one}", site.db().reads() - before);
});

on_every_database!(async fn what_is_not_found_is_not_kept(site) {
    assert_eq!(site.get("/c/design").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/c/design").await.header("etag"), "");
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n")]).await;
    assert_eq!(site.get("/c/design").await.status, StatusCode::OK);
});

on_every_database!(async fn a_page_is_kept_for_each_way_of_compressing_it(site) {
    let plain = site.get("/communities").await;
    assert_eq!(plain.header("content-encoding"), "");
    for encoding in ["br", "gzip"] {
        for _ in 0..2 {
            let answer = site.sends(Request::get("/communities").header("accept-encoding", encoding)).await;
            assert_eq!(answer.header("content-encoding"), encoding);
            assert_ne!(answer.header("etag"), plain.header("etag"));
        }
    }
});

on_every_database!(async fn no_screen_takes_more_than_eight_queries(site) {
    let mut takes = Vec::new();
    for screen in site.screens().await {
        let before = site.db().reads();
        site.rendered(&screen).await;
        let queries = site.db().reads() - before;
        if queries > 8 {
            takes.push(format!("{screen} takes {queries}"));
        }
    }
    assert_eq!(takes, [""; 0]);
});

on_every_database!(async fn no_screen_takes_more_than_twelve_queries_of_somebody_who_leads(site) {
    // Besides what it shows: who they are, what waits for them, what they may do here, and what they follow.
    let screens = site.screens().await;
    let lead = site.member("lead").await;
    site.puts("lead", "design", "active", Some("lead")).await;
    let mut takes = Vec::new();
    for screen in screens {
        let before = site.db().reads();
        lead.gets(&screen).await;
        let queries = site.db().reads() - before;
        if queries > 12 {
            takes.push(format!("{screen} takes {queries}"));
        }
    }
    assert_eq!(takes, [""; 0]);
});
