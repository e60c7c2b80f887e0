//! Asking people for an answer, and seeing what one is about to post.

use axum::http::StatusCode;

use super::{Board, answers, asks, sends};
use crate::on_every_database;

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

on_every_database!(async fn who_knows_is_proposed_asked_once_and_told(site) {
    let board = Board::open_to(site, "members").await;
    let first = asks(&board.lead, "Which box?", &[("topics", "Forms")]).await;
    let answer = answers(&board.bob, &first, "The left one.").await;
    board.lead.posts(&first, "accept", &[("post", &answer)]).await;
    let question = asks(&board.ada, "Which pen?", &[("topics", "Forms"), ("anonymous", "yes")]).await;
    let invite = format!("{question}/invite");
    assert!(board.ada.reads(&question).await.contains("Ask somebody for an answer"));
    assert!(!board.bob.reads(&question).await.contains("Ask somebody for an answer"));
    assert_eq!(board.bob.gets(&invite).await.status, StatusCode::FORBIDDEN);
    let page = board.ada.reads(&invite).await;
    assert!(page.contains("Ask Bob") && page.contains("1 answer about this accepted") && !page.contains("Ask Lead"), "{page}");
    let numbers = async |shown: &str| board.lead.posts("/c/design/settings/audiences", "change_audiences", &[("numbers", shown)]).await;
    numbers("").await;
    let page = board.ada.reads(&invite).await;
    assert!(page.contains("Has helped with this") && !page.contains("1 answer about this"), "a community without numbers: {page}");
    numbers("yes").await;
    board.ada.posts(&invite, "invite_to_answer", &[("handle", "bob")]).await.leads_to(&invite);
    let news = board.bob.reads("/me/notifications").await;
    assert!(news.contains("Which pen?") && news.contains("would like your answer") && !news.contains("Ada would"), "{news}");
    assert!(!board.ada.reads(&invite).await.contains("Ask Bob"), "nobody is asked twice");
    sends(&board.ada, &question, "invite_to_answer", &[("handle", "bob")]).await.says(WRONG, "They were asked already");
    sends(&board.bob, &question, "invite_to_answer", &[("handle", "lead")]).await.says(StatusCode::FORBIDDEN, "Who asked the question");
});

on_every_database!(async fn who_does_not_want_to_be_asked_is_not(site) {
    let board = Board::open_to(site, "members").await;
    let first = asks(&board.lead, "Which box?", &[("topics", "Forms")]).await;
    let answer = answers(&board.bob, &first, "The left one.").await;
    board.lead.posts(&first, "accept", &[("post", &answer)]).await;
    let settings = "/me/notifications/settings";
    board.bob.posts(settings, "decline_invitations", &[("yes", "yes")]).await.leads_to(settings);
    let question = asks(&board.ada, "Which pen?", &[("topics", "Forms")]).await;
    assert!(!board.ada.reads(&format!("{question}/invite")).await.contains("Ask Bob"));
    sends(&board.ada, &question, "invite_to_answer", &[("handle", "bob")]).await.says(WRONG, "can’t be asked");
    board.bob.posts(settings, "decline_invitations", &[("yes", "")]).await.leads_to(settings);
    assert!(board.ada.reads(&format!("{question}/invite")).await.contains("Ask Bob"));
});

on_every_database!(async fn what_is_previewed_is_shown_and_not_posted(site) {
    let board = Board::open_to(site, "public").await;
    let fields = [("title", "Which pen?"), ("body", "The **red** one? </textarea><script>alert(1)</script>"), ("preview", "yes")];
    let page = board.ada.posts("/c/design/ask", "ask", &fields).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("<strong>red</strong>") && !page.body.contains("<script>alert") && page.text().contains("It is not posted yet."), "{}", page.body);
    assert!(page.body.contains("value=\"Which pen?\""), "what was typed stays");
    assert!(!board.bob.reads("/c/design/questions").await.contains("Which pen?"));
    let question = asks(&board.ada, "Which pen?", &[]).await;
    let page = board.bob.posts(&question, "answer", &[("body", "A *blue* one."), ("preview", "yes")]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("<em>blue</em>") && page.text().contains("No answer yet"), "{}", page.text());
    answers(&board.bob, &question, "A *blue* one.").await;
});
