//! Who watches a page while others edit it; and how soon what a session opened is closed when it ends.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use app::db::harness::TestEngine;
use app::on;
use app::pages::together::document::{self, NOTHING, closing};
use axum::http::StatusCode;
use uuid::Uuid;
use yrs::sync::awareness::AwarenessUpdateEntry;
use yrs::sync::{AwarenessUpdate, Message, SyncMessage};

use super::program::Program;
use super::tokens::token;
use super::{TEXT, body, desk, editor, page_id, revisions, sits, stage, until};
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::{PASSWORD, Visitor};

const SECOND: Duration = Duration::from_secs(1);

/// Asks to watch, from a site.
async fn tries(address: SocketAddr, page: Uuid, cookies: &str, origin: Option<&str>) -> Result<Program, StatusCode> {
    let headers = [("cookie", Some(cookies)), ("origin", origin)];
    let headers = headers.into_iter().filter_map(|(name, value)| Some((name, value?)));
    Program::asks(address, &format!("/live/pages/{page}?watch=yes"), headers).await
}

/// Watches, and reads the page.
async fn watches(address: SocketAddr, page: Uuid, visitor: &Visitor<'_>) -> Program {
    let mut program = tries(address, page, &visitor.cookies(), None).await.unwrap();
    program.begins().await;
    program.reads(TEXT).await;
    program
}

/// Says where somebody is.
fn is_at(program: &Program, state: &str) -> Message {
    let clients = [(program.doc.client_id(), AwarenessUpdateEntry { clock: 1, json: state.into() })].into();
    Message::Awareness(AwarenessUpdate { clients })
}

on_every_database!(async fn who_may_read_a_page_watches_it_being_written(site) {
    let (address, page, ada) = desk(site).await;
    let bob = site.member("Bob").await;
    let mut one = sits(address, page, &ada).await;
    let mut sees = watches(address, page, &bob).await;
    // What programs of Yjs send by themselves says nothing.
    sees.says(&is_at(&sees, "{}")).await;
    sees.says(&Message::Sync(SyncMessage::SyncStep2(NOTHING.to_vec()))).await;
    one.writes(|text| text.replace("Mondays", "Tuesdays")).await;
    sees.reads("Tuesdays").await;
    one.says(&is_at(&one, "{\"at\":7}")).await;
    sees.hears(|program, _| program.who.contains("\"at\":7") && program.who.contains("\"name\":\"Ada\"")).await;
    assert!(sees.asked.is_none(), "nobody asks who watches for what they have");
    // With a token as well.
    let token = token(&bob, "Watches").await;
    let mut program = Program::asks(address, &format!("/live/pages/{page}?watch=yes&token={token}"), []).await.unwrap();
    program.begins().await;
    program.reads("Tuesdays").await;
    assert_eq!(Program::asks(address, &format!("/live/pages/{page}?token={token}"), []).await.err(), Some(StatusCode::NOT_FOUND));
});

on_every_database!(async fn what_watchers_send_is_refused_and_closes_them_alone(site) {
    let (address, page, ada) = desk(site).await;
    let bob = site.member("Bob").await;
    let mut one = sits(address, page, &ada).await;
    let (mut writes, mut moves, mut stays) = (watches(address, page, &bob).await, watches(address, page, &bob).await, watches(address, page, &bob).await);
    writes.writes(|text| text.replace("Mondays", "Never")).await;
    moves.says(&is_at(&moves, "{\"at\":7}")).await;
    for refused in [&mut writes, &mut moves] {
        let (number, why) = refused.is_closed().await;
        assert!(number == closing::REFUSED && why.contains("only watches"), "{number} {why}");
    }
    // An editor who asks to watch does no more than that.
    let mut editor = watches(address, page, &ada).await;
    editor.writes(|text| text.replace("Mondays", "Never")).await;
    assert_eq!(editor.is_closed().await.0, closing::REFUSED);
    one.writes(|text| format!("{text} On I write.")).await;
    one.is_saved().await;
    stays.reads("On I write.").await;
    assert!(!document::says(&one.doc).contains("Never") && !one.who.contains("Bob"), "{}", one.who);
    until(async || body(site).await.contains("On I write.")).await;
    assert!(!body(site).await.contains("Never"));
});

on_every_database!(async fn only_who_may_read_a_page_watches_it(site) {
    site.holds(&[
        ("communities/design.md", "---\nname: Design\naudience: {pages: members}\n---\n"),
        ("pages/design/charter.md", &format!("---\ntitle: Charter\n---\n{TEXT}\n")),
        ("pages/design/draft.md", "---\ntitle: Draft\ndraft: true\n---\nWords.\n"),
    ])
    .await;
    let (ada, bob, cy) = (editor(site, "Ada").await, site.member("Bob").await, site.member("Cy").await);
    site.puts("bob", "design", "active", None).await;
    let (address, page) = (site.serves().await, page_id(site).await);
    let refused = async |page: Uuid, cookies: String, origin: Option<&str>| tries(address, page, &cookies, origin).await.err();
    assert_eq!(refused(page, String::new(), None).await, Some(StatusCode::UNAUTHORIZED));
    assert_eq!(refused(page, cy.cookies(), None).await, Some(StatusCode::NOT_FOUND));
    assert_eq!(refused(Uuid::now_v7(), bob.cookies(), None).await, Some(StatusCode::NOT_FOUND));
    assert_eq!(refused(page, bob.cookies(), Some("http://evil.example")).await, Some(StatusCode::FORBIDDEN));
    let draft: Uuid = on!(site.db().reader(), c => sqlx::query_scalar("select id from page where path = 'draft'").fetch_one(c)).unwrap();
    assert_eq!(refused(draft, bob.cookies(), None).await, Some(StatusCode::NOT_FOUND));
    assert_eq!(Program::asks(address, "/live/pages/nonsense?watch=yes", [("cookie", bob.cookies().as_str())]).await.err(), Some(StatusCode::NOT_FOUND));
    let mut sees = watches(address, page, &bob).await;
    let mut other = watches(address, page, &ada).await;
    let began = Instant::now();
    bob.posts("/c/design", "leave", &[]).await;
    let (number, why) = sees.is_closed().await;
    assert!(number == closing::REFUSED && why.contains("may not read"), "{number} {why}");
    assert!(began.elapsed() < SECOND, "{:?}", began.elapsed());
    other.says(&Message::AwarenessQuery).await;
    other.hears(|_, message| matches!(message, Some(Message::Awareness(_)))).await;
});

on_every_database!(async fn what_editors_leave_is_kept_at_once_while_others_watch(site) {
    let (address, page, ada) = desk(site).await;
    let bob = site.member("Bob").await;
    let mut one = sits(address, page, &ada).await;
    let mut sees = watches(address, page, &bob).await;
    one.writes(|text| format!("{text} Always.")).await;
    one.is_saved().await;
    one.socket.close(None).await.unwrap();
    until(async || revisions(site).await.len() == 2).await;
    sees.reads("Always.").await;
    // The next editor finds those who watch there still.
    let mut two = Program::joins(address, page, &ada).await;
    two.reads("Always.").await;
    two.writes(|text| format!("{text} Again.")).await;
    sees.reads("Again.").await;
});

on_every_database!(async fn who_watches_is_not_among_the_hundred(site) {
    let (address, page, ada) = desk(site).await;
    let bob = site.member("Bob").await;
    let _first = watches(address, page, &bob).await;
    let mut all = Vec::new();
    for _ in 0..100 {
        all.push(Program::tries(address, page, &ada.cookies(), None).await.unwrap());
    }
    all[99].hears(|_, message| message.is_some()).await;
    assert_eq!(Program::tries(address, page, &ada.cookies(), None).await.unwrap().is_closed().await.0, closing::FULL);
    let _second = watches(address, page, &bob).await;
});

#[tokio::test]
async fn who_watches_at_another_node_sees_who_edits_at_this_one() {
    let site = TestSite::make(TestEngine::Postgres).await;
    stage(&site).await;
    let (ada, bob) = (editor(&site, "Ada").await, site.member("Bob").await);
    let (here, page) = (site.serves().await, page_id(&site).await);
    let (there, _) = site.serves_from_another_node().await;
    let mut sees = watches(there, page, &bob).await;
    let mut one = Program::joins(here, page, &ada).await;
    one.reads(TEXT).await;
    one.says(&is_at(&one, "{\"at\":7}")).await;
    sees.hears(|program, _| program.who.contains("\"at\":7")).await;
    one.writes(|text| text.replace("Mondays", "Tuesdays")).await;
    sees.reads("Tuesdays").await;
    site.remove().await;
}

on_every_database!(async fn a_session_that_ends_closes_its_sockets_within_a_second(site) {
    let (address, page, ada) = desk(site).await;
    let mut one = sits(address, page, &ada).await;
    let elsewhere = site.visitor();
    let signs_in = async || {
        elsewhere.posts("/sign-in", "sign_in", &[("email", "ada@site.example"), ("password", PASSWORD)]).await.leads_to("/me");
        let (mut edits, sees) = (Program::joins(address, page, &elsewhere).await, watches(address, page, &elsewhere).await);
        edits.reads(TEXT).await;
        [edits, sees]
    };
    let closed = async |opened: [Program; 2], began: Instant| {
        for mut program in opened {
            let (number, why) = program.is_closed().await;
            assert!(number == closing::REFUSED && why.contains("signed out"), "{number} {why}");
        }
        assert!(began.elapsed() < SECOND, "{:?}", began.elapsed());
    };
    let opened = signs_in().await;
    let began = Instant::now();
    elsewhere.posts("/me/security", "sign_out", &[]).await.leads_to("/");
    closed(opened, began).await;
    let opened = signs_in().await;
    let session: Uuid =
        on!(site.db().reader(), c => sqlx::query_scalar("select id from session order by created_at desc, id desc limit 1").fetch_one(c)).unwrap();
    let began = Instant::now();
    ada.posts_raw("/me/security", &[("__fn", "/do/app/accounts/api/end_session"), ("session", &session.to_string())]).await.leads_to("/me/security");
    closed(opened, began).await;
    let opened = signs_in().await;
    let began = Instant::now();
    ada.posts("/me/security", "end_other_sessions", &[]).await.leads_to("/me/security");
    closed(opened, began).await;
    one.writes(|text| format!("{text} On I write.")).await;
    one.is_saved().await;
});
