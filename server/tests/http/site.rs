//! A site for a test to set up and to look at.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use app::accounts::password::Cost;
use app::activity::jobs::{JobKind, claim, finish};
use app::clock::Clock;
use app::communities::everyone;
use app::db::Db;
use app::db::harness::{TestDb, TestEngine};
use app::files::Files;
use app::mail::Mail;
use app::pages::together::rooms::Rooms;
use app::state::{AppState, Site};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use chrono::{DateTime, Utc};
use indicatif::ProgressBar;
use server::bundle::{Known, ReadOptions, Sourced, read_files};
use server::import::{self, Options, Report};
use server::router::router;
use tower::ServiceExt;

/// Runs a test on both engines: `on_every_database!(async fn a_rule(site) { … });`
#[macro_export]
macro_rules! on_every_database {
    (async fn $name:ident($site:ident) $body:block) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn rule($site: &$crate::site::TestSite) $body

            #[tokio::test]
            async fn on_sqlite() {
                let site = $crate::site::TestSite::make(app::db::harness::TestEngine::Sqlite).await;
                rule(&site).await;
                site.remove().await;
            }

            #[tokio::test]
            async fn on_postgres() {
                let site = $crate::site::TestSite::make(app::db::harness::TestEngine::Postgres).await;
                rule(&site).await;
                site.remove().await;
            }
        }
    };
    // One whose operator sets something on the way.
    (async fn $name:ident(mut $site:ident) $body:block) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn rule($site: &mut $crate::site::TestSite) $body

            async fn on(engine: app::db::harness::TestEngine) {
                let mut site = $crate::site::TestSite::make(engine).await;
                rule(&mut site).await;
                site.remove().await;
            }

            #[tokio::test]
            async fn on_sqlite() {
                on(app::db::harness::TestEngine::Sqlite).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                on(app::db::harness::TestEngine::Postgres).await;
            }
        }
    };
}

/// A site with nothing on it, where it is noon on Monday 2 March 2026.
pub struct TestSite {
    test: TestDb,
    pub clock: Clock,
    router: Router,
    app: AppState,
}

/// What a request got.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    pub bytes: Bytes,
}

impl TestSite {
    pub async fn make(engine: TestEngine) -> Self {
        let now: DateTime<Utc> = "2026-03-02T12:00:00Z".parse().unwrap();
        let clock = Clock::standing_at(now);
        let test = TestDb::make(engine, clock.clone()).await.unwrap();
        everyone::ensure(&test.db).await.unwrap();
        let app = AppState {
            db: test.db.clone(),
            clock: clock.clone(),
            files: Files::in_memory(),
            site: Arc::new(operators()),
            rooms: Rooms::default(),
        };
        Self { router: router(app.clone(), 10_000_000), test, clock, app }
    }

    /// The same site, where the operator set something.
    pub fn set(&mut self, set: impl FnOnce(&mut Site)) {
        let mut site = operators();
        set(&mut site);
        self.app.site = Arc::new(site);
        self.router = router(self.app.clone(), 10_000_000);
    }

    /// Serves the site on a port of this machine, for what needs a real connection.
    pub async fn serves(&self) -> SocketAddr {
        listens(self.router.clone()).await
    }

    /// Serves it from another node: another process on the same database, as far as it can tell.
    pub async fn serves_from_another_node(&self) -> (SocketAddr, AppState) {
        let db = Db::open(self.url(), self.clock.clone()).await.unwrap();
        let app = AppState { db: db.clone(), rooms: Rooms::default(), ..self.app() };
        for followed in [db, self.db().clone()] {
            tokio::spawn(async move { app::live::follow::follow(&followed).await });
        }
        (listens(router(app.clone(), 10_000_000)).await, app)
    }

    /// Serves it from another node that uses this handle of the database.
    pub async fn serves_from(&self, db: &Db) -> SocketAddr {
        listens(router(AppState { db: db.clone(), rooms: Rooms::default(), ..self.app() }, 10_000_000)).await
    }

    /// The state of the site.
    pub fn app(&self) -> AppState {
        self.app.clone()
    }

    /// What a page is where the operator set something.
    pub async fn get_where(&self, set: impl FnOnce(&mut Site), path: &str) -> Answer {
        let mut site = operators();
        set(&mut site);
        let router = router(
            AppState {
                db: self.db().clone(),
                clock: self.clock.clone(),
                files: self.app.files.clone(),
                site: Arc::new(site),
                rooms: Rooms::default(),
            },
            10_000_000,
        );
        send(router, Request::get(path)).await
    }

    pub async fn remove(self) {
        self.test.remove().await;
    }

    /// The address of its database.
    pub fn url(&self) -> &str {
        &self.test.url
    }

    pub fn db(&self) -> &Db {
        &self.test.db
    }

    /// The mails posted since it was last asked, in their order; they are taken, not sent.
    pub async fn mails(&self) -> Vec<Mail> {
        let mut mails = Vec::new();
        while let Some(job) = claim(self.db()).await.unwrap() {
            assert_eq!(job.kind, JobKind::SendMail);
            mails.push(Mail::of_payload(&job.payload).unwrap());
            finish(self.db(), &job).await.unwrap();
        }
        mails
    }

    /// Puts the files of a bundle on the site, and wants every word of them understood.
    pub async fn holds(&self, files: &[(&str, &str)]) {
        let report = self.imports(files).await;
        assert!(report.notes.is_empty(), "{report}");
    }

    /// Imports the files of a bundle.
    pub async fn imports(&self, files: &[(&str, &str)]) -> Report {
        self.imports_with(files, false).await
    }

    /// Imports the files of a bundle, perhaps over what was edited here.
    pub async fn imports_with(&self, files: &[(&str, &str)], overwrite: bool) -> Report {
        let contents: BTreeMap<PathBuf, Vec<u8>> = files.iter().map(|(path, text)| (path.into(), text.as_bytes().to_vec())).collect();
        let bundle = read_files(
            contents,
            &ReadOptions { timezone: None, today: self.clock.now().date_naive(), known: &Known::default(), progress: &|_, _| {} },
        );
        let mut report = self.writes(bundle.records, overwrite).await;
        report.notes.extend(bundle.notes);
        report
    }

    /// Imports records as they are.
    pub async fn writes(&self, records: Vec<Sourced>, overwrite: bool) -> Report {
        let options = Options { source: "test", overwrite, progress: ProgressBar::hidden() };
        import::write(self.db(), &self.clock, records, &options).await.unwrap()
    }

    /// Asks for a page, to be awaited beside others.
    pub fn asks(&self, path: &str) -> impl Future<Output = StatusCode> + use<> {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let asked = self.router.clone().oneshot(request);
        async move { asked.await.unwrap().status() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.sends(Request::get(path)).await
    }

    pub async fn sends(&self, request: axum::http::request::Builder) -> Answer {
        send(self.router.clone(), request).await
    }

    /// Sends a request with a body.
    pub async fn sends_body(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        answered(self.router.clone(), request.body(body).unwrap()).await
    }

    /// Sends a request with a body, to be awaited beside others.
    pub fn sending(&self, request: axum::http::request::Builder, body: Body) -> impl Future<Output = Answer> + Send + use<> {
        answered(self.router.clone(), request.body(body).unwrap())
    }

    /// Follows a list from page to page to its end, and gives the links in `<main>` that begin with `prefix`, in order, neighbours once.
    pub async fn walk(&self, list: &str, prefix: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut next = Some(list.to_owned());
        while let Some(path) = next {
            let body = self.get(&path).await.body;
            let main = body.split_once("<main").unwrap().1.split_once("</main>").unwrap().0;
            for href in main.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).filter(|href| href.starts_with(prefix)) {
                if found.last().is_none_or(|last| last != href) {
                    found.push(href.to_owned());
                }
            }
            let link = main.split("<a ").find(|tag| tag.split('>').next().is_some_and(|tag| tag.contains("rel=\"next\"")));
            next = link.and_then(|tag| tag.split_once("href=\"")?.1.split('"').next()).map(|href| href.replace("&amp;", "&"));
            assert!(found.len() < 1000, "{list} never ends");
        }
        found
    }

    /// The page at an address that must be there.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.text()
    }
}

/// What an operator set: passwords cost nothing here, and everybody comes through a proxy on this machine.
fn operators() -> Site {
    Site {
        name: "Guildhall".to_owned(),
        base_url: "http://site.example".to_owned(),
        password_cost: Cost::CHEAP,
        provider_proof_days: 90,
        trusted_proxies: vec![IpAddr::V4(Ipv4Addr::LOCALHOST)],
        ..Site::default()
    }
}

async fn listens(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    address
}

async fn send(router: Router, request: axum::http::request::Builder) -> Answer {
    answered(router, request.body(Body::empty()).unwrap()).await
}

async fn answered(router: Router, mut request: Request<Body>) -> Answer {
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from((Ipv4Addr::LOCALHOST, 1))));
    let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
    // A stream of signals has no end.
    let streams = parts.headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
    let body = if streams { Bytes::new() } else { to_bytes(body, usize::MAX).await.unwrap() };
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned(), bytes: body }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// What a person reads of the page's content, without markup: what stands in `<main>`, scripts aside.
    pub fn text(&self) -> String {
        let main = self.body.split_once("<main").map_or(self.body.as_str(), |(_, main)| main);
        let main = main.split_once("</main>").map_or(main, |(main, _)| main);
        let mut text = String::new();
        let mut rest = main;
        while let Some(open) = rest.find('<') {
            text.push_str(&rest[..open]);
            rest = &rest[open..];
            if let Some(script) = rest.strip_prefix("<script") {
                rest = script.split_once("</script>").map_or("", |(_, after)| after);
                continue;
            }
            let tag_end = rest.find('>').map_or(rest.len(), |end| end + 1);
            let inline =
                ["<a", "</a", "<span", "</span", "<em", "</em", "<strong", "</strong", "<code", "</code", "<time", "</time", "<wbr", "<!"];
            text.push_str(if inline.iter().any(|tag| rest.starts_with(tag)) { "" } else { "\n" });
            rest = &rest[tag_end..];
        }
        text.push_str(rest);
        let text = text
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#x27;", "'")
            .replace("&#39;", "'");
        text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }
}
