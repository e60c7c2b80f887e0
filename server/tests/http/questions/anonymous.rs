//! Asking and answering without one's name.

use std::io::{Cursor, Read};

use app::on;
use axum::http::StatusCode;

use super::{Board, QUESTIONS, answers, asks, sends};
use crate::on_every_database;
use crate::photos::picture;
use crate::site::TestSite;
use crate::visitor::{PASSWORD, Visitor};

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// Asks as Zora, whose name stands nowhere else on the board, without it; and gives the question's address.
async fn asks_nameless<'s>(site: &'s TestSite) -> (Board<'s>, Visitor<'s>, String) {
    let board = Board::open_to(site, "members").await;
    let zora = site.member("Zora").await;
    zora.posts("/c/design", "join", &[]).await.leads_to("/c/design");
    let question = asks(&zora, "Am I any good?", &[("body", "Sometimes I wonder."), ("anonymous", "yes")]).await;
    (board, zora, question)
}

async fn count(site: &TestSite, sql: &'static str) -> i64 {
    on!(site.db().reader(), c => sqlx::query_scalar(sql).fetch_one(c)).unwrap()
}

on_every_database!(async fn a_face_stands_beside_a_name_that_shows_it_and_beside_nothing_nameless(site) {
    let (board, zora, question) = asks_nameless(site).await;
    for who in [&zora, &board.bob, &board.lead] {
        who.uploads("/me/profile", "upload_photo", ("photo", "me.jpg"), &picture()).await.leads_to("/me/profile");
    }
    answers(&board.bob, &question, "You are.").await;
    let faces = async |who: &Visitor<'_>| who.gets(&question).await.body.matches("src=\"/photos/").count();
    assert_eq!(faces(&board.ada).await, 1, "Bob’s");
    answers(&board.lead, &question, "Ask somebody who has seen your work.").await;
    assert_eq!(faces(&board.ada).await, 2, "Bob’s and the lead’s, and none beside the question");
    board.bob.posts("/me/profile", "save_audiences", &[("photo", "nobody")]).await.leads_to("/me/profile");
    assert_eq!(faces(&board.ada).await, 1);
});

on_every_database!(async fn who_asks_without_their_name_is_nowhere_to_be_found(site) {
    let (board, zora, question) = asks_nameless(site).await;
    zora.posts(&question, "comment", &[("post", "question"), ("body", "Really."), ("anonymous", "yes")]).await.leads_to(&format!("{question}#comment-1"));
    let edit = format!("{question}/edit");
    zora.posts(&edit, "edit_question", &[("body", "Often I wonder."), ("why", "Truer.")]).await.leads_to(&question);
    let answer = answers(&board.bob, &question, "You are.").await;
    zora.posts(&question, "accept", &[("post", &answer)]).await.leads_to(&format!("{question}#{answer}"));
    board.lead.posts_agreeing("/c/design/settings/audiences", "change_audiences", &[("questions", "public"), ("anonymous", "yes")]).await;
    for who in [&board.lead, &board.bob, &site.visitor()] {
        let page = who.reads(&question).await;
        assert!(page.contains("Somebody, without their name") && page.contains("Often I wonder.") && !page.contains("Zora"), "{page}");
        for path in [&format!("{question}/history"), QUESTIONS, "/questions", "/", "/c/design", "/feed.atom", "/c/design/feed.atom", "/search?q=wonder"] {
            let body = who.gets(path).await.body;
            assert!(body.contains("Am I any good?") || path.ends_with("/history"), "{path}");
            assert!(!body.contains("Zora") && !body.contains("/people/zora"), "{path}");
        }
        assert!(!who.gets("/people/zora").await.body.contains("Am I any good?") && !who.gets("/people/zora?show=asked").await.body.contains("Am I any good?"));
    }
    let log = board.lead.reads("/c/design/settings/log").await;
    let about: Vec<&str> = log.lines().filter(|line| line.contains("Am I any good?")).collect();
    assert!(about.len() >= 4 && about.iter().all(|line| !line.contains("Zora")), "{about:#?}");
    assert!(log.contains("The question “Am I any good?” was made in Design"), "{log}");
    assert_eq!(count(site, "select count(*) from question where author_id is not null").await, 0);
    assert_eq!(count(site, "select count(*) from revision where author_id is not null").await, 0);
});

on_every_database!(async fn who_asked_without_their_name_still_owns_the_question(site) {
    let (board, zora, question) = asks_nameless(site).await;
    let own = zora.reads(&question).await;
    assert!(own.contains("Edit") && own.contains("Delete"), "{own}");
    assert!(!board.bob.reads(&question).await.contains("Edit"));
    sends(&zora, &question, "find_helpful", &[("post", "question"), ("yes", "yes")]).await.says(WRONG, "You wrote this yourself");
    sends(&board.bob, &question, "edit_question", &[("title", "Mine?")]).await.says(StatusCode::FORBIDDEN, "Who wrote this edits it");
    zora.posts(&question, "delete_post", &[("post", "question")]).await.leads_to(&question);
    assert_eq!(board.bob.gets(&question).await.status, StatusCode::NOT_FOUND);
    zora.posts(&question, "undelete_post", &[("post", "question")]).await.leads_to(&question);
    assert_eq!(board.bob.gets(&question).await.status, StatusCode::OK);
    let data = zora.gets("/me/data.zip").await;
    let mut zip = zip::ZipArchive::new(Cursor::new(data.bytes.to_vec())).unwrap();
    let mut text = String::new();
    zip.by_name("questions/am-i-any-good.md").unwrap().read_to_string(&mut text).unwrap();
    assert!(text.contains("Sometimes I wonder."));
});

on_every_database!(async fn the_community_says_whether_names_may_be_left_out(site) {
    let board = Board::open_to(site, "public").await;
    let wants_names = "This community wants names.";
    assert!(!board.ada.reads("/c/design/ask").await.contains("Without my name"), "what the public reads is signed, unless the community says otherwise");
    sends(&board.ada, "/c/design/ask", "ask", &[("title", "Who?"), ("anonymous", "yes")]).await.says(WRONG, wants_names);
    let (path, change) = ("/c/design/settings/audiences", "change_audiences");
    board.lead.posts(path, change, &[("anonymous", "yes")]).await.leads_to(path);
    assert!(board.ada.reads("/c/design/ask").await.contains("Without my name"));
    board.lead.posts(path, change, &[("questions", "members"), ("anonymous", "no")]).await.leads_to(path);
    sends(&board.ada, "/c/design/ask", "ask", &[("title", "Who?"), ("anonymous", "yes")]).await.says(WRONG, wants_names);
    board.lead.posts(path, change, &[("anonymous", "")]).await.leads_to(path);
    asks(&board.ada, "Who?", &[("anonymous", "yes")]).await;
});

on_every_database!(async fn only_an_administrator_looks_up_who_wrote_and_the_author_is_told(site) {
    let root = site.administrator("Root").await;
    let (board, zora, question) = asks_nameless(site).await;
    let sent = [("post", "question"), ("why", "A threat.")];
    sends(&board.lead, &question, "reveal_author", &sent).await.says(StatusCode::NOT_FOUND, "");
    sends(&root, &question, "reveal_author", &sent).await.says(StatusCode::NOT_FOUND, "");
    root.posts("/c/design", "join", &[]).await.leads_to("/c/design");
    assert!(!board.lead.reads(&question).await.contains("Look up who wrote this"));
    root.posts(&question, "reveal_author", &[("post", "question"), ("why", "")]).await.says(WRONG, "");
    assert!(site.mails_to("zora@site.example").await.iter().all(|mail| !mail.subject.contains("looked up")));
    root.posts(&question, "reveal_author", &sent).await.leads_to(&format!("{question}#question"));
    assert!(root.reads(&question).await.contains("It was written by Zora (zora)"));
    assert!(!root.reads(&question).await.contains("Zora"), "it is said once, and still stands nowhere");
    let mails = site.mails_to("zora@site.example").await;
    assert!(mails.iter().any(|mail| mail.subject.contains("looked up who wrote") && format!("{mail:?}").contains("A threat.")), "{mails:#?}");
    let log = board.lead.reads("/c/design/settings/log").await;
    assert!(log.contains("Root looked up who wrote something without their name in the question “Am I any good?”") && log.contains("A threat."), "{log}");
    drop(zora);
});

on_every_database!(async fn who_leaves_takes_along_what_they_wrote_without_their_name(site) {
    let (board, zora, question) = asks_nameless(site).await;
    let other = asks(&board.ada, "And you?", &[]).await;
    zora.posts(&other, "answer", &[("body", "Me too."), ("anonymous", "yes")]).await.leads_to(&format!("{other}#answer-1"));
    zora.posts(&format!("{question}/edit"), "edit_question", &[("body", "Never mind.")]).await.leads_to(&question);
    zora.posts("/me/data", "delete_account", &[("contributions", "remove"), ("current_password", PASSWORD)]).await.leads_to("/");
    assert_eq!(board.bob.gets(&question).await.status, StatusCode::NOT_FOUND);
    let page = board.bob.reads(&other).await;
    assert!(!page.contains("Me too.") && page.contains("No answer yet"), "{page}");
    assert_eq!(count(site, "select count(*) from anonymous_author").await, 0);
    assert_eq!(count(site, "select count(*) from revision").await, 0);
    let log = board.lead.reads("/c/design/settings/log?").await;
    assert!(!log.contains("A former member removed a question") && !log.contains("A former member edited the question “And you?”"), "{log}");
});

on_every_database!(async fn what_stays_when_somebody_leaves_is_nobodys_for_good(site) {
    let (board, zora, question) = asks_nameless(site).await;
    zora.posts("/me/data", "delete_account", &[("contributions", "keep"), ("current_password", PASSWORD)]).await.leads_to("/");
    assert!(board.bob.reads(&question).await.contains("Somebody, without their name"));
    assert_eq!(count(site, "select count(*) from anonymous_author").await, 0);
});
