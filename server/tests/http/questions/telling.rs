//! Whom what is posted concerns, and that they are told.

use super::{Board, answers, asks};
use crate::on_every_database;
use crate::visitor::Visitor;

async fn news(of: &Visitor<'_>) -> String {
    of.reads("/me/notifications").await
}

on_every_database!(async fn who_asked_and_who_follows_hear_of_answers_and_nobody_of_their_own(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    board.lead.posts(&question, "follow", &[]).await.leads_to(&question);
    let answer = answers(&board.bob, &question, "Three weeks.").await;
    for told in [&board.ada, &board.lead] {
        let news = news(told).await;
        assert!(news.contains("Three weeks.") && news.contains("How long?"), "{news}");
    }
    assert!(!news(&board.bob).await.contains("Three weeks."));
    board.ada.posts(&question, "accept", &[("post", &answer)]).await;
    assert!(news(&board.bob).await.contains("accepted"), "{}", news(&board.bob).await);
    board.lead.posts(&question, "delete_post", &[("post", &answer), ("why", "Not so.")]).await;
    assert!(!news(&board.ada).await.contains("Three weeks."), "what was deleted is nowhere");
});

on_every_database!(async fn who_is_named_hears_of_it_once_and_so_does_who_was_commented_on(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[("body", "Perhaps @bob knows.")]).await;
    assert!(news(&board.bob).await.contains("Perhaps @bob knows."));
    let answer = answers(&board.bob, &question, "Three weeks, @ada.").await;
    assert_eq!(news(&board.ada).await.matches("Three weeks, @ada.").count(), 1);
    board.lead.posts(&question, "comment", &[("post", &answer), ("body", "Really three?")]).await;
    for told in [&board.bob, &board.ada] {
        assert!(news(told).await.contains("Lead commented"));
    }
});

on_every_database!(async fn who_writes_without_their_name_is_told_and_is_not_named(site) {
    let board = Board::open_to(site, "members").await;
    let question = asks(&board.ada, "Am I any good?", &[("anonymous", "yes")]).await;
    board.bob.posts(&question, "answer", &[("body", "You are."), ("anonymous", "yes")]).await.leads_to(&format!("{question}#answer-1"));
    let told = news(&board.ada).await;
    assert!(told.contains("You are.") && !told.contains("Bob"), "{told}");
    board.ada.posts(&question, "accept", &[("post", "answer-1")]).await.leads_to(&format!("{question}#answer-1"));
    let told = news(&board.bob).await;
    assert!(told.contains("accepted") && !told.contains("Ada"), "{told}");
});

on_every_database!(async fn who_follows_a_community_hears_what_is_asked_there(site) {
    let board = Board::open_to(site, "public").await;
    board.bob.posts("/c/design", "follow", &[]).await.leads_to("/c/design");
    board.lead.posts("/people/ada", "follow", &[]).await.leads_to("/people/ada");
    asks(&board.ada, "How long?", &[]).await;
    for told in [&board.bob, &board.lead] {
        assert!(news(told).await.contains("How long?"));
    }
});
