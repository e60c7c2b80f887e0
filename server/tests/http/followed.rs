//! Calendars elsewhere that a community follows: a server on this machine stands for elsewhere. It is noon on Monday 2 March 2026.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use app::db::harness::TestEngine;
use app::events::importing::followed::read_due;
use app::on;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::TimeDelta;

use crate::on_every_database;
use crate::site::{Answer, TestSite};
use crate::visitor::Visitor;

pub const NEW: &str = "/c/design/new-event";
const EVENTS: &str = "/c/design/events";

pub const TALK: &str = "BEGIN:VEVENT\r\nUID:talk@elsewhere\r\nSUMMARY:Talk\r\nDTSTART;TZID=Europe/London:20260310T130000\r\nDTEND;TZID=Europe/London:20260310T140000\r\nEND:VEVENT\r\n";
pub const WEEKLY: &str = "BEGIN:VEVENT\r\nUID:weekly@elsewhere\r\nSUMMARY:Weekly\r\nDTSTART;TZID=Europe/London:20260217T130000\r\nDTEND;TZID=Europe/London:20260217T140000\r\n\
                      RRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\n";

pub fn calendar(entries: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Elsewhere//EN\r\n{entries}END:VCALENDAR\r\n")
}

/// What another server answers with, and how often it was asked.
#[derive(Debug)]
struct Said {
    status: StatusCode,
    body: String,
    asked: usize,
    unchanged: usize,
}

/// Another server, which holds one calendar.
#[derive(Clone)]
struct Elsewhere(Arc<Mutex<Said>>, SocketAddr);

impl Elsewhere {
    async fn holding(entries: &str) -> Self {
        let said = Arc::new(Mutex::new(Said { status: StatusCode::OK, body: calendar(entries), asked: 0, unchanged: 0 }));
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/team.ics", get(answer))
            .route("/moved.ics", get(|| async { axum::response::Redirect::permanent("/team.ics?key=secret") }))
            .route("/inside", get(|| async { axum::response::Redirect::permanent("http://169.254.169.254/latest") }))
            .with_state(Arc::clone(&said));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self(said, address)
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.1)
    }

    fn says(&self, status: StatusCode, body: &str) {
        let mut said = self.0.lock().unwrap();
        (said.status, said.body) = (status, body.to_owned());
    }

    fn holds(&self, entries: &str) {
        self.says(StatusCode::OK, &calendar(entries));
    }

    fn counts(&self) -> (usize, usize) {
        let said = self.0.lock().unwrap();
        (said.asked, said.unchanged)
    }
}

async fn answer(State(said): State<Arc<Mutex<Said>>>, headers: HeaderMap) -> Response {
    let mut said = said.lock().unwrap();
    said.asked += 1;
    let mark = format!("\"{}-{}\"", said.body.len(), said.body.bytes().map(usize::from).sum::<usize>());
    if said.status == StatusCode::OK && headers.get("if-none-match").is_some_and(|known| *known == *mark) {
        said.unchanged += 1;
        return StatusCode::NOT_MODIFIED.into_response();
    }
    (said.status, [("etag", mark)], Bytes::from(said.body.clone())).into_response()
}

/// A site whose operator lets calendars of private networks be followed.
async fn inside(engine: TestEngine) -> TestSite {
    let mut site = TestSite::make(engine).await;
    site.set(|site| site.private_calendars = true);
    site
}

pub async fn stage(site: &TestSite) -> Visitor<'_> {
    let ada = site.member("Ada Okafor").await;
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n")]).await;
    site.puts("ada-okafor", "design", "active", Some("organiser")).await;
    ada
}

pub async fn follows(ada: &Visitor<'_>, address: &str) -> Answer {
    ada.posts(NEW, "follow_calendar", &[("address", address)]).await
}

/// How often somebody was told that a calendar is read no more.
async fn told_of(site: &TestSite) -> i64 {
    on!(site.db().reader(), c => sqlx::query_scalar("select count(*) from notification where kind = 'calendar_stopped'").fetch_one(c))
        .unwrap()
}

/// Lets time go by until all that is followed is due, and has the job read it.
pub async fn later(site: &TestSite, hours: i64) -> usize {
    site.clock.set(site.clock.now() + TimeDelta::hours(hours));
    read_due(&site.app()).await.unwrap()
}

/// A test on both engines, of a site that may follow calendars of this machine.
macro_rules! inside {
    ($(async fn $name:ident($site:ident) $body:block)+) => {
        $(mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn rule($site: &TestSite) $body

            #[tokio::test]
            async fn on_sqlite() {
                let site = inside(TestEngine::Sqlite).await;
                rule(&site).await;
                site.remove().await;
            }

            #[tokio::test]
            async fn on_postgres() {
                let site = inside(TestEngine::Postgres).await;
                rule(&site).await;
                site.remove().await;
            }
        })+
    };
}

inside! {
    async fn what_is_new_changed_cancelled_and_gone_there_is_so_here(site) {
        let (ada, there) = (stage(site).await, Elsewhere::holding(&format!("{TALK}{WEEKLY}")).await);
        follows(&ada, &there.url("/moved.ics?key=secret")).await.leads_to(NEW);
        let page = ada.reads(NEW).await;
        for part in ["This community follows it now. 2 events are new", &there.url("/moved.ics"), "Added by Ada Okafor on 2 March 2026", "Last read on 2 March 2026"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!ada.gets(NEW).await.body.contains("key="), "nor its secret");
        assert!(site.page("/c/design/events/talk").await.contains("Tuesday 10 March 2026"));

        there.holds(&format!("{}{WEEKLY}", TALK.replace("T130000", "T150000").replace("T140000", "T160000")));
        assert_eq!(later(site, 2).await, 1);
        assert!(site.page("/c/design/events/talk").await.contains("3 pm to 4 pm"));

        there.holds(&format!("{}{WEEKLY}", TALK.replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY")));
        later(site, 2).await;
        assert!(site.page("/c/design/events/talk").await.contains("It is cancelled in the calendar it comes from."));

        there.holds(TALK);
        later(site, 2).await;
        let page = ada.reads(NEW).await;
        assert!(page.contains("1 is gone there and was cancelled"), "{page}");
        let gone = "It is no longer in the calendar it comes from.";
        assert!(site.page("/c/design/events/weekly/2026-03-10").await.contains(gone));
        assert!(!site.page("/c/design/events/weekly/2026-02-17").await.contains(gone), "what was stays as it is");
        assert!(!site.page("/c/design/events/talk").await.contains("cancelled"), "it is held there after all");

        there.holds(&format!("{TALK}{WEEKLY}"));
        later(site, 2).await;
        assert!(!site.page("/c/design/events/weekly/2026-03-10").await.contains(gone), "it is back");
    }

    async fn a_calendar_is_asked_for_once_an_hour_and_not_sent_again_where_it_has_not_changed(site) {
        let (ada, there) = (stage(site).await, Elsewhere::holding(TALK).await);
        follows(&ada, &there.url("/team.ics")).await.leads_to(NEW);
        assert_eq!((later(site, 0).await, there.counts()), (0, (1, 0)), "it is not due");
        assert_eq!((later(site, 2).await, there.counts()), (1, (2, 1)));
        assert!(ada.reads(NEW).await.contains("Nothing has changed."));
        ada.posts(NEW, "read_calendar", &[]).await.leads_to(NEW);
        assert_eq!(there.counts(), (3, 1), "whoever wants it read has all of it read");
        assert!(ada.reads(NEW).await.contains("It was read. 0 events are new, 0 were changed, 1 is as before."));
    }

    async fn what_fails_is_empty_or_no_calendar_changes_nothing_and_says_what_to_do(site) {
        let (ada, there) = (stage(site).await, Elsewhere::holding(TALK).await);
        follows(&ada, &there.url("/team.ics")).await.leads_to(NEW);
        for (status, body, says) in [
            (StatusCode::INTERNAL_SERVER_ERROR, String::new(), "answers with an error (500)"),
            (StatusCode::NOT_FOUND, String::new(), "There is nothing at this address"),
            (StatusCode::UNAUTHORIZED, String::new(), "wants somebody to sign in"),
            (StatusCode::OK, "<html>A page</html>".to_owned(), "What is there is no calendar"),
            (StatusCode::OK, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x".to_owned(), "It breaks off before its end"),
            (StatusCode::OK, calendar(""), "It holds no entries at present"),
            (StatusCode::OK, calendar(&"X-NOTE:nothing\r\n".repeat(400_000)), "It is heavier than 5 MB"),
        ] {
            there.says(status, &body);
            assert_eq!(later(site, 30).await, 1, "{says}");
            let page = ada.reads(NEW).await;
            assert!(page.contains(says), "{says}: {page}");
            assert!(!site.page("/c/design/events/talk").await.contains("cancelled"), "{says}");
        }
        ada.posts(NEW, "read_calendar", &[]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "It could not be read. It is heavier than 5 MB.");
    }

    async fn after_two_weeks_of_failures_nobody_asks_and_those_who_organise_are_told(site) {
        let (ada, there) = (stage(site).await, Elsewhere::holding(TALK).await);
        follows(&ada, &there.url("/team.ics?key=secret")).await.leads_to(NEW);
        there.says(StatusCode::INTERNAL_SERVER_ERROR, "");
        for _ in 0..13 {
            assert_eq!(later(site, 27).await, 1);
        }
        assert!(ada.reads(NEW).await.contains("Next on"));
        assert_eq!(later(site, 48).await, 1);
        assert_eq!(later(site, 48).await, 0);
        let page = ada.reads(NEW).await;
        assert!(page.contains("Not read any more") && page.contains("could not be read for two weeks"), "{page}");
        let told = ada.reads("/me/notifications").await;
        assert!(told.contains("A calendar could not be read for two weeks") && !told.contains("key="), "{told}");
        // Whoever asks for it all the same hears how it went, and nobody else.
        ada.posts(NEW, "read_calendar", &[]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "It could not be read. ");
        assert!(ada.reads(NEW).await.contains("Not read any more"));
        assert_eq!((told_of(site).await, later(site, 48).await), (1, 0));
        there.holds(TALK);
        ada.posts(NEW, "read_calendar", &[]).await.leads_to(NEW);
        assert!(ada.reads(NEW).await.contains("Next on"), "once it can be read it is read again");
        there.says(StatusCode::INTERNAL_SERVER_ERROR, "");
        for _ in 0..13 {
            assert_eq!(later(site, 27).await, 1);
        }
        assert!(ada.reads(NEW).await.contains("Next on"), "for two weeks more");
        assert_eq!((told_of(site).await, later(site, 48).await, told_of(site).await), (1, 1, 2));
    }

    async fn what_can_not_be_read_is_not_followed(site) {
        let (ada, there) = (stage(site).await, Elsewhere::holding(TALK).await);
        for (address, says) in [
            (there.url("/nowhere"), "There is nothing at this address"),
            (there.url("/inside"), "sends on to another address. It leads into a private network"),
            ("http://169.254.169.254/latest".to_owned(), "It leads into a private network"),
            ("http://site.example/c/design/calendar.ics".to_owned(), "It leads to this site itself"),
            ("ftp://calendar.example/".to_owned(), "Only addresses that begin with https://"),
            ("https://ada:word@calendar.example/".to_owned(), "Leave out the name and the password"),
            (String::new(), "This is no whole address"),
        ] {
            follows(&ada, &address).await.says(StatusCode::UNPROCESSABLE_ENTITY, says);
        }
        there.says(StatusCode::OK, "<html></html>");
        follows(&ada, &there.url("/team.ics")).await.says(StatusCode::UNPROCESSABLE_ENTITY, "What is there is no calendar");
        assert!(ada.reads(NEW).await.contains("None yet."));
    }

    async fn a_community_follows_each_once_and_ten_at_most_and_events_outlive_it(site) {
        let (ada, there) = (stage(site).await, Elsewhere::holding(TALK).await);
        follows(&ada, &there.url("/team.ics")).await.leads_to(NEW);
        follows(&ada, &there.url("/team.ics")).await.says(StatusCode::UNPROCESSABLE_ENTITY, "follows this calendar already");
        for number in 1..10 {
            follows(&ada, &there.url(&format!("/team.ics?{number}"))).await.leads_to(NEW);
        }
        let page = ada.reads(NEW).await;
        assert!(page.contains("A community follows at most 10 calendars."), "{page}");
        assert!(page.contains("it comes from another calendar that is followed as well"), "{page}");
        assert_eq!(site.walk(EVENTS, "/c/design/events/talk").await.len(), 1, "one event, however many hold it");
        ada.posts(NEW, "unfollow_calendar", &[]).await.leads_to(NEW);
        let page = ada.reads(NEW).await;
        assert!(page.contains("The events that came from it stay as they are.") && page.contains("Follow a calendar"), "{page}");
        assert!(!site.page("/c/design/events/talk").await.contains("cancelled"));
        let posted = [("__fn", "/do/app/events/calendars/unfollow_calendar"), ("community", "design"), ("calendar", "none")];
        ada.posts_raw(NEW, &posted).await.says(StatusCode::UNPROCESSABLE_ENTITY, "does not follow this calendar any more");
    }

    async fn two_nodes_never_read_one_calendar_at_once(site) {
        let (ada, there) = (stage(site).await, Elsewhere::holding(TALK).await);
        follows(&ada, &there.url("/team.ics")).await.leads_to(NEW);
        site.clock.set(site.clock.now() + TimeDelta::hours(2));
        let (one, two) = (site.app(), site.app());
        let (one, two) = tokio::join!(read_due(&one), read_due(&two));
        assert_eq!((one.unwrap() + two.unwrap(), there.counts().0), (1, 2));
    }

    async fn others_calendars_are_nobody_elses_to_read_or_stop(site) {
        let (ada, there) = (stage(site).await, Elsewhere::holding(TALK).await);
        follows(&ada, &there.url("/team.ics")).await.leads_to(NEW);
        site.holds(&[("communities/other.md", "---\nname: Other\n---\n")]).await;
        let bob = site.member("Bob Lind").await;
        site.puts("bob-lind", "other", "active", Some("lead")).await;
        let body = ada.gets(NEW).await.body;
        let id = body.split("name=\"calendar\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        for function in ["read_calendar", "unfollow_calendar"] {
            let path = format!("/do/app/events/calendars/{function}");
            let own = [("__fn", path.as_str()), ("community", "other"), ("calendar", id)];
            bob.posts_raw("/c/other/new-event", &own).await.says(StatusCode::UNPROCESSABLE_ENTITY, "does not follow this calendar any more");
            let theirs = [("__fn", path.as_str()), ("community", "design"), ("calendar", id)];
            assert_eq!(bob.posts_raw(NEW, &theirs).await.status, StatusCode::FORBIDDEN);
        }
        assert_eq!(there.counts().0, 1);
    }
}

on_every_database!(async fn calendars_of_private_networks_are_refused_unless_the_operator_allows_them(site) {
    let (ada, there) = (stage(site).await, Elsewhere::holding(TALK).await);
    for inner in ["http://127.0.0.1/team.ics", "https://[::1]/", "http://2130706433/", "http://[::ffff:127.0.0.1]/", "webcal://10.0.0.1/", "http://localhost/", "http://localhost./"] {
        follows(&ada, inner).await.says(StatusCode::UNPROCESSABLE_ENTITY, "It leads into a private network, and this site only reads what is on the public internet.");
    }
    follows(&ada, &there.url("/team.ics")).await.says(StatusCode::UNPROCESSABLE_ENTITY, "It leads into a private network");
    follows(&ada, "https://calendar.example:8443/").await.says(StatusCode::UNPROCESSABLE_ENTITY, "only the usual ones, 80 and 443");
    assert_eq!(there.counts().0, 0);
});
