//! Editing a page: by its form, and live over a socket.

mod admission;
mod history;
mod hostile;
mod killing;
mod nodes;
mod program;
mod replicas;
mod tokens;
mod versions;
mod watching;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use app::activity::{Act, Deed, ObjectKind};
use app::pages::together::document::{self, closing};
use app::{on, run};
use axum::http::StatusCode;
use futures_util::SinkExt;
use tokio_tungstenite::tungstenite::Message as Frame;
use uuid::Uuid;
use yrs::sync::{Message, SyncMessage};
use yrs::updates::encoder::Encode;

use self::program::Program;
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const PAGE: &str = "/c/design/pages/charter";
const EDIT: &str = "/c/design/pages/charter/edit";
const TEXT: &str = "# Why\n\nWe meet on Mondays.\n\nAll are welcome.";
/// Long enough for whatever has to happen; what is waited for ends the wait.
const PATIENCE: Duration = Duration::from_secs(20);

async fn stage(site: &TestSite) {
    let page = format!("---\ntitle: Charter\n---\n{TEXT}\n");
    site.holds(&[("communities/design.md", "---\nname: Design\naudience: {pages: public}\n---\n"), ("pages/design/charter.md", &page)])
        .await;
}

/// A member with a role in the community.
async fn editor<'s>(site: &'s TestSite, name: &str) -> Visitor<'s> {
    let visitor = site.member(name).await;
    site.puts(&name.to_lowercase(), "design", "active", Some("editor")).await;
    visitor
}

/// The page where it is served, its id, and an editor of it.
async fn desk(site: &TestSite) -> (SocketAddr, Uuid, Visitor<'_>) {
    stage(site).await;
    let ada = editor(site, "Ada").await;
    (site.serves().await, page_id(site).await, ada)
}

/// An editor’s program at the page, which has read what it says.
async fn sits(address: SocketAddr, page: Uuid, visitor: &Visitor<'_>) -> Program {
    let mut program = Program::joins(address, page, visitor).await;
    program.reads(TEXT).await;
    program
}

async fn page_id(site: &TestSite) -> Uuid {
    on!(site.db().reader(), c => sqlx::query_scalar("select id from page where path = 'charter'").fetch_one(c)).unwrap()
}

async fn body(site: &TestSite) -> String {
    on!(site.db().reader(), c => sqlx::query_scalar("select body from page where path = 'charter'").fetch_one(c)).unwrap()
}

async fn revisions(site: &TestSite) -> Vec<String> {
    on!(site.db().reader(), c => sqlx::query_scalar("select body from revision order by number").fetch_all(c)).unwrap()
}

/// Waits until something is so that nobody tells of.
async fn until(mut so: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !so().await {
        assert!(began.elapsed() < PATIENCE, "it never came to be");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

on_every_database!(async fn an_editor_saves_a_page_and_what_stood_there_is_kept(site) {
    stage(site).await;
    let ada = editor(site, "Ada").await;
    let leads_to_it = format!("href=\"{EDIT}\"");
    assert!(ada.gets(PAGE).await.body.contains(&leads_to_it) && !site.get(PAGE).await.body.contains(&leads_to_it));
    ada.posts(EDIT, "save_page", &[("body", "# Why\r\n\r\nWe meet on Fridays."), ("why", "A better day")]).await.leads_to(PAGE);
    assert!(site.page(PAGE).await.contains("We meet on Fridays."));
    assert!(site.page("/search?q=fridays").await.contains("Charter"));
    assert_eq!(revisions(site).await, [TEXT, "# Why\n\nWe meet on Fridays."]);
    ada.posts(EDIT, "save_page", &[]).await.leads_to(PAGE);
    assert_eq!(revisions(site).await.len(), 2);
});

on_every_database!(async fn edits_of_different_places_go_together_and_of_the_same_come_back(site) {
    stage(site).await;
    let (ada, bob) = (editor(site, "Ada").await, editor(site, "Bob").await);
    let page = bob.gets(EDIT).await.body;
    let base = page.split("name=\"base\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let bobs = |text: &str| vec![("__fn", "/do/app/pages/together/api/save_page".to_owned()), ("community", "design".to_owned()), ("path", "charter".to_owned()), ("base", base.to_owned()), ("why", String::new()), ("body", text.to_owned())];
    ada.posts(EDIT, "save_page", &[("body", &TEXT.replace("Mondays", "Fridays"))]).await.leads_to(PAGE);
    let send = async |text: &str| {
        let fields = bobs(text);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        bob.posts_raw(EDIT, &fields).await
    };
    send(&TEXT.replace("All are", "Everybody is")).await.leads_to(PAGE);
    assert_eq!(body(site).await, "# Why\n\nWe meet on Fridays.\n\nEverybody is welcome.");
    let back = send(&TEXT.replace("Mondays", "Sundays")).await;
    back.says(StatusCode::UNPROCESSABLE_ENTITY, "Somebody changed the same place while you wrote.");
    assert!(back.text().contains("We meet on Sundays.") && back.text().contains("We meet on Fridays."), "{}", back.text());
    send(&"x".repeat(600 * 1024)).await.says(StatusCode::UNPROCESSABLE_ENTITY, "600 KB long; at most 512 KB fit");
});

on_every_database!(async fn two_editors_see_each_other_write_and_readers_follow(site) {
    let (address, page, ada) = desk(site).await;
    let bob = editor(site, "Bob").await;
    let (mut one, mut two) = (sits(address, page, &ada).await, sits(address, page, &bob).await);
    one.writes(|text| text.replace("Mondays", "Tuesdays")).await;
    two.writes(|text| text.replace("All", "All of you")).await;
    one.reads("All of you").await;
    two.reads("Tuesdays").await;
    assert_eq!(document::says(&one.doc), document::says(&two.doc));
    until(async || site.page(PAGE).await.contains("Tuesdays") && site.page(PAGE).await.contains("All of you")).await;
    assert!(revisions(site).await.is_empty());
    one.socket.close(None).await.unwrap();
    two.socket.close(None).await.unwrap();
    until(async || revisions(site).await.len() == 2).await;
    until(async || site.app().rooms.open() == 0).await;
    let left: i64 = on!(site.db().reader(), c => sqlx::query_scalar("select count(*) from page_update").fetch_one(c)).unwrap();
    assert_eq!(left, 0, "a room that ends leaves one snapshot");
    assert!(ada.reads(&format!("{PAGE}/history")).await.contains("Written by Ada, Bob"));
});

on_every_database!(async fn what_was_acknowledged_outlives_the_node(site) {
    let (address, page, ada) = desk(site).await;
    let mut one = sits(address, page, &ada).await;
    for word in ["one", "two", "three"] {
        one.writes(|text| format!("{text}\n{word}")).await;
    }
    one.is_saved().await;
    // Nothing of the first node’s memory is here.
    let (elsewhere, app) = site.serves_from_another_node().await;
    let mut two = Program::joins(elsewhere, page, &ada).await;
    two.reads("one\ntwo\nthree").await;
    app::pages::together::text::show_all(&app.db).await.unwrap();
    assert!(body(site).await.ends_with("one\ntwo\nthree"));
});

on_every_database!(async fn a_form_and_a_socket_edit_the_same_page(site) {
    let (address, page, ada) = desk(site).await;
    let bob = editor(site, "Bob").await;
    let mut one = sits(address, page, &ada).await;
    one.writes(|text| text.replace("Mondays", "Tuesdays")).await;
    one.is_saved().await;
    until(async || body(site).await.contains("Tuesdays")).await;
    bob.posts(EDIT, "save_page", &[("body", &TEXT.replace("Mondays", "Tuesdays").replace("Why", "Because"))]).await.leads_to(PAGE);
    one.reads("Because").await;
    assert!(document::says(&one.doc).contains("Tuesdays"));
    // An import writes to the body, and knows of no document.
    let now = body(site).await.replace("welcome", "very welcome");
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query("update page set body = $1 where id = $2").bind(&now).bind(page)).unwrap();
    tx.commit([Act::of(Deed::Reimported, ObjectKind::Page, page)]).await.unwrap();
    one.reads("very welcome").await;
});

on_every_database!(async fn what_cannot_be_read_closes_its_sender_alone(site) {
    let (address, page, ada) = desk(site).await;
    let bob = editor(site, "Bob").await;
    let mut one = sits(address, page, &ada).await;
    for wrong in [vec![9, 9, 9, 9], Message::Sync(SyncMessage::Update(vec![1, 1, 255, 3, 0, 17, 200])).encode_v1(), Message::Sync(SyncMessage::Update(b"nonsense".to_vec())).encode_v1()] {
        let mut two = sits(address, page, &bob).await;
        two.socket.send(Frame::Binary(wrong.into())).await.unwrap();
        assert_eq!(two.is_closed().await.0, closing::MALFORMED);
    }
    one.writes(|text| format!("{text} Still here.")).await;
    one.is_saved().await;
    let mut two = Program::joins(address, page, &bob).await;
    two.reads("Still here.").await;
    two.writes(|text| format!("{text}{}", "x".repeat(200 * 1024))).await;
    two.is_saved().await;
    two.writes(|text| format!("{text}{}", "x".repeat(200 * 1024))).await;
    two.is_saved().await;
    two.writes(|text| format!("{text}{}", "x".repeat(200 * 1024))).await;
    assert!(two.is_closed().await.1.contains("512 KB"));
});

on_every_database!(async fn much_text_arrives_at_once_and_too_much_is_refused_with_a_reason(site) {
    let (address, page, ada) = desk(site).await;
    let mut one = sits(address, page, &ada).await;
    one.writes(|text| format!("{text}{}", "x".repeat(400 * 1024))).await;
    one.is_saved().await;
    // Written without a connection, and sent when there is one.
    document::rewrite(&one.doc, &"y".repeat(500 * 1024), "test");
    let mut one = one.comes_back(address, page, &ada.cookies()).await;
    one.is_saved().await;
    for kilobytes in [3 * 1024, 5 * 1024] {
        let mut two = Program::joins(address, page, &ada).await;
        two.reads("yyy").await;
        two.writes(|_| "z".repeat(kilobytes * 1024)).await;
        let (number, why) = two.is_closed().await;
        assert!(number == closing::MALFORMED && why.contains("512 KB"), "{number} {why}");
    }
    one.writes(|_| "Short again.".to_owned()).await;
    one.is_saved().await;
    until(async || body(site).await == "Short again.").await;
});

on_every_database!(async fn the_preview_is_by_the_renderer_of_pages_and_for_who_edits_them(site) {
    stage(site).await;
    let (ada, bob) = (editor(site, "Ada").await, site.member("Bob").await);
    let page = page_id(site).await;
    let looks = async |visitor: &Visitor<'_>| {
        let request = axum::http::Request::post(format!("/live/pages/{page}/preview")).header("cookie", visitor.cookies());
        site.sends_body(request, "**a** <script>b</script>".into()).await
    };
    let seen = looks(&ada).await;
    assert!(seen.status == StatusCode::OK && seen.body.contains("<strong>a</strong>") && !seen.body.contains("<script>"), "{}", seen.body);
    assert_eq!(looks(&bob).await.status, StatusCode::NOT_FOUND);
    // A tab of another release learns of it, and goes on.
    let release = seen.header("x-release");
    assert!(!release.is_empty() && release == ada.gets("/do/app/pages/api/read_tree?community=design").await.header("x-release"), "{release}");
});

on_every_database!(async fn what_is_offered_to_write_is_the_communitys_pages_for_who_edits_them(site) {
    let page = |title: &str| format!("---\ntitle: \"{title}\"\n---\nWords.\n");
    let (charter, plan, again, odd) = (page("Charter"), page("Our plan"), page("our  Plan"), page("A [draft] | of it"));
    site.holds(&[
        ("communities/design.md", "---\nname: Design\naudience: {pages: public}\n---\n"),
        ("pages/design/charter.md", &charter),
        ("pages/design/plan.md", &plan),
        ("pages/design/plan-again.md", &again),
        ("pages/design/zodd.md", &odd),
    ])
    .await;
    let (ada, bob) = (editor(site, "Ada").await, site.member("Bob").await);
    let address = format!("/live/pages/{}/offers", page_id(site).await);
    let offered = ada.gets(&address).await;
    assert_eq!(offered.status, StatusCode::OK);
    let offered: serde_json::Value = serde_json::from_str(&offered.body).unwrap();
    let pages = [["Our plan", "[[Our plan]]"], ["our  Plan", "[[plan-again|our  Plan]]"], ["A [draft] | of it", "[[zodd|A  draft    of it]]"]];
    assert_eq!(offered["pages"], serde_json::json!(pages));
    let blocks: Vec<&str> = offered["blocks"].as_array().unwrap().iter().map(|block| block[0].as_str().unwrap()).collect();
    assert!(blocks.contains(&"Upcoming events") && blocks.contains(&"Charter"), "{blocks:?}");
    assert_eq!(bob.gets(&address).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get(&address).await.status, StatusCode::UNAUTHORIZED);
    // What is offered leads where it says, in the preview already.
    let request = axum::http::Request::post(address.replace("offers", "preview")).header("cookie", ada.cookies());
    let seen = site.sends_body(request, "[[Our plan]] and [[plan-again|ours]] and [[Nowhere]]".into()).await.body;
    assert!(seen.contains("<a href=\"/c/design/pages/plan\">Our plan</a> and <a href=\"/c/design/pages/plan-again\">ours</a>"), "{seen}");
    assert!(seen.contains("new-page?title=Nowhere"), "{seen}");
});

/// Not our own program alone: the very one of npm.
#[tokio::test]
async fn any_client_of_yjs_joins() {
    let site = TestSite::make(app::db::harness::TestEngine::Sqlite).await;
    let (address, page, ada) = desk(&site).await;
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(
        here.join("../end2end/node_modules/y-websocket").exists(),
        "y-websocket is missing: run the tests through `make test`, or `npm ci` in end2end, which installs it"
    );
    let script = here.join("tests/http/yjs.mjs");
    let command = std::process::Command::new("node")
        .arg(script)
        .args([format!("ws://{address}/live/pages"), page.to_string(), tokens::token(&ada, "Yjs").await])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut one = Program::joins(address, page, &ada).await;
    one.reads("From Yjs 😀. ").await;
    one.hears(|program, _| program.who.contains("\"name\":\"Ada\"")).await;
    one.writes(|text| format!("{text} From Rust.")).await;
    let output = tokio::task::spawn_blocking(|| command.wait_with_output()).await.unwrap().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let said: Vec<String> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(said, [TEXT.to_owned(), format!("From Yjs 😀. {TEXT} From Rust.")]);
    site.remove().await;
}
