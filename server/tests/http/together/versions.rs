//! Versions of a name, kept while a page is edited live and by the screen of its history; and whose names stand at what several wrote.

use app::on;
use axum::http::{Request, StatusCode};
use uuid::Uuid;

use super::{PAGE, TEXT, desk, editor, page_id, revisions, sits, stage, until};
use crate::on_every_database;
use crate::site::{Answer, TestSite};
use crate::visitor::{PASSWORD, Visitor};

const HISTORY: &str = "/c/design/pages/charter/history";

/// Keeps a version as the live editor does.
async fn keeps(site: &TestSite, page: Uuid, visitor: &Visitor<'_>, name: &str) -> Answer {
    let request = Request::post(format!("/live/pages/{page}/versions")).header("cookie", visitor.cookies());
    site.sends_body(request, name.to_owned().into()).await
}

on_every_database!(async fn a_version_is_named_while_several_write_and_their_work_goes_on(site) {
    let (address, page, ada) = desk(site).await;
    let bob = editor(site, "Bob").await;
    let (mut one, mut two) = (sits(address, page, &ada).await, sits(address, page, &bob).await);
    one.writes(|text| text.replace("Mondays", "Tuesdays")).await;
    one.is_saved().await;
    two.reads("Tuesdays").await;
    two.writes(|text| format!("{text} Always.")).await;
    two.is_saved().await;
    let agreed = format!("{} Always.", TEXT.replace("Mondays", "Tuesdays"));
    let kept = keeps(site, page, &ada, "  As agreed <in> May ").await;
    assert_eq!((kept.status, kept.body.as_str()), (StatusCode::OK, "As agreed <in> May"));
    // What is acknowledged is in it, whether or not readers see it yet.
    assert_eq!(revisions(site).await, [TEXT.to_owned(), agreed.clone()]);
    let history = ada.reads(HISTORY).await;
    assert!(history.contains("“As agreed <in> May”") && history.contains("Written by Ada, Bob") && history.contains("Revision 2: Ada"), "{history}");
    one.reads("Always.").await;
    one.writes(|text| format!("{text} And on.")).await;
    one.is_saved().await;
    two.reads("And on.").await;
    one.socket.close(None).await.unwrap();
    two.socket.close(None).await.unwrap();
    until(async || site.app().rooms.open() == 0).await;
    // Each is credited once, for what came since.
    assert_eq!(revisions(site).await, [TEXT.to_owned(), agreed.clone(), format!("{agreed} And on.")]);
    let history = ada.reads(HISTORY).await;
    assert!(history.contains("Revision 3: Ada") && history.matches("Written by").count() == 1, "{history}");
});

on_every_database!(async fn a_version_is_named_by_the_history_for_who_edits_the_page_alone(site) {
    stage(site).await;
    let (ada, bob) = (editor(site, "Ada").await, site.member("Bob").await);
    let page = page_id(site).await;
    ada.posts(HISTORY, "keep_version", &[("name", "The first")]).await.leads_to(HISTORY);
    assert!(ada.reads(HISTORY).await.contains("“The first”"));
    assert_eq!(revisions(site).await.last().unwrap(), TEXT);
    ada.posts(HISTORY, "keep_version", &[("name", " ")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Fill this in.");
    ada.posts(HISTORY, "keep_version", &[("name", &"x".repeat(301))]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "at most 300 fit");
    let before = revisions(site).await.len();
    assert_eq!(keeps(site, page, &ada, "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(keeps(site, page, &bob, "Mine").await.status, StatusCode::NOT_FOUND);
    assert_eq!(keeps(site, page, &site.visitor(), "Mine").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(keeps(site, Uuid::now_v7(), &ada, "Mine").await.status, StatusCode::NOT_FOUND);
    let elsewhere = Request::post(format!("/live/pages/{page}/versions")).header("cookie", ada.cookies()).header("origin", "http://evil.example");
    assert_eq!(site.sends_body(elsewhere, "Mine".into()).await.status, StatusCode::FORBIDDEN);
    ada.posts(&format!("{PAGE}/settings"), "change_page", &[("status", "archived")]).await.leads_to(PAGE);
    assert_eq!(keeps(site, page, &ada, "Late").await.status, StatusCode::FORBIDDEN);
    assert!(!ada.gets(HISTORY).await.body.contains("keep_version"));
    assert_eq!(revisions(site).await.len(), before);
});

on_every_database!(async fn the_names_of_those_who_wrote_together_go_with_their_accounts(site) {
    let (address, page, ada) = desk(site).await;
    let bob = editor(site, "Bob").await;
    let (mut one, mut two) = (sits(address, page, &ada).await, sits(address, page, &bob).await);
    one.writes(|text| format!("One. {text}")).await;
    one.is_saved().await;
    two.reads("One.").await;
    two.writes(|text| format!("{text} Two.")).await;
    two.is_saved().await;
    one.socket.close(None).await.unwrap();
    two.socket.close(None).await.unwrap();
    until(async || site.app().rooms.open() == 0).await;
    assert!(ada.reads(HISTORY).await.contains("Written by Ada, Bob"));
    bob.posts("/me/data", "delete_account", &[("contributions", "keep"), ("current_password", PASSWORD)]).await.leads_to("/");
    let history = ada.reads(HISTORY).await;
    assert!(history.contains("Written by Ada, A former member") && !history.contains("Bob"), "{history}");
    let told: i64 = on!(site.db().reader(), c => sqlx::query_scalar("select count(*) from revision where because like '%Bob%'").fetch_one(c)).unwrap();
    assert_eq!(told, 0);
});
