//! What is being written and not posted yet.

use app::activity::jobs::{JobKind, ensure};
use app::notifications::purging::purge;
use app::{on, run};
use axum::http::StatusCode;
use chrono::TimeDelta;

use super::{Board, QUESTIONS, answers, asks, sends};
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const ASK: &str = "/c/design/ask";

/// So many days later, once the day's work is done.
async fn days_pass(site: &TestSite, days: i64) {
    site.clock.set(site.clock.now() + TimeDelta::days(days));
    ensure(site.db(), JobKind::Purge, site.clock.now()).await.unwrap();
    purge(site.db()).await.unwrap();
}

async fn count(site: &TestSite, sql: &'static str) -> i64 {
    on!(site.db().reader(), c => sqlx::query_scalar(sql).fetch_one(c)).unwrap()
}

async fn mine(of: &Visitor<'_>) -> String {
    of.reads("/questions?show=mine").await
}

on_every_database!(async fn a_question_that_is_begun_is_kept_for_its_author_until_it_is_asked(site) {
    let board = Board::open_to(site, "members").await;
    let fields = [("title", "How do we begin?"), ("body", "With *whom*?"), ("anonymous", "yes"), ("save", "yes")];
    board.ada.posts(ASK, "ask", &fields).await.leads_to(ASK);
    let form = board.ada.gets(ASK).await;
    assert!(form.body.contains("value=\"How do we begin?\"") && form.body.contains(">With *whom*?</textarea>"), "{}", form.body);
    assert!(form.text().contains("What you began to write is still here") && form.body.contains(" checked"), "{}", form.text());
    assert!(!board.bob.gets(ASK).await.body.contains("How do we begin?") && !board.bob.reads(QUESTIONS).await.contains("How do we begin?"));
    assert!(mine(&board.ada).await.contains("How do we begin?") && !mine(&board.bob).await.contains("Drafts"));
    // The browser keeps it without a word.
    board.ada.posts(ASK, "ask", &[("title", "How do we end?"), ("save", "quietly")]).await.leads_to(ASK);
    assert!(board.ada.gets(ASK).await.body.contains("value=\"How do we end?\""));
    asks(&board.ada, "How do we end?", &[]).await;
    assert!(!board.ada.reads(ASK).await.contains("What you began") && !mine(&board.ada).await.contains("Drafts"));
    board.ada.posts(ASK, "ask", &[("title", "x"), ("body", &"x".repeat(50_001)), ("save", "yes")]).await.says(WRONG, "at most 50000 fit");
});

on_every_database!(async fn an_answer_that_is_begun_is_kept_where_it_is_written(site) {
    let board = Board::open_to(site, "members").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    board.bob.posts(&question, "answer", &[("body", "Perhaps three"), ("save", "yes")]).await.leads_to(&format!("{question}#answering"));
    let page = board.bob.gets(&question).await;
    assert!(page.body.contains(">Perhaps three</textarea>") && page.text().contains("No answer yet"), "{}", page.text());
    assert!(!board.ada.gets(&question).await.body.contains("Perhaps three"));
    assert!(mine(&board.bob).await.contains("Your answer to “How long?”"));
    sends(&site.member("Eve").await, &question, "answer", &[("body", "x"), ("save", "yes")]).await.says(StatusCode::NOT_FOUND, "");
    board.bob.posts(&question, "drop_draft", &[]).await.leads_to(&question);
    assert!(!board.bob.gets(&question).await.body.contains("Perhaps three"));
    board.bob.posts(&question, "answer", &[("body", "Perhaps four"), ("save", "yes")]).await.leads_to(&format!("{question}#answering"));
    answers(&board.bob, &question, "Four.").await;
    assert!(!board.bob.gets(&question).await.body.contains("Perhaps four"), "what is posted is no draft");
    assert!(!mine(&board.bob).await.contains("Drafts"));
});

on_every_database!(async fn drafts_go_after_thirty_days_and_notifications_after_ninety_or_a_year(site) {
    let board = Board::open_to(site, "members").await;
    board.ada.posts(ASK, "ask", &[("title", "How do we begin?"), ("save", "yes")]).await.leads_to(ASK);
    let question = asks(&board.bob, "How long?", &[]).await;
    board.lead.posts(&question, "follow", &[]).await.leads_to(&question);
    answers(&board.ada, &question, "Three weeks.").await;
    board.bob.posts("/me/notifications", "mark_all_read", &[]).await.leads_to("/me/notifications");
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query("update notification set due_at = null")).unwrap();
    tx.commit([]).await.unwrap();
    let (drafts, told) = ("select count(*) from draft", "select count(*) from notification");
    let all = count(site, told).await;
    days_pass(site, 29).await;
    assert_eq!((count(site, drafts).await, count(site, told).await), (1, all));
    days_pass(site, 2).await;
    assert_eq!((count(site, drafts).await, count(site, told).await), (0, all));
    days_pass(site, 60).await;
    assert_eq!(count(site, told).await, all - 1, "what was read is gone, and what was not is there");
    days_pass(site, 275).await;
    assert_eq!(count(site, told).await, 0);
});
