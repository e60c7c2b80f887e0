//! Closing, locking, moving, deleting.

use axum::http::StatusCode;

use super::{Board, QUESTIONS, answers, asks, sends, sitemap};
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

on_every_database!(async fn a_question_is_closed_with_a_reason_and_reopened(site) {
    let board = Board::open_to(site, "public").await;
    let (first, second) = (asks(&board.ada, "How long?", &[]).await, asks(&board.ada, "How very long?", &[]).await);
    let duplicate = [("because", "duplicate"), ("original", ""), ("note", "It was *there*.")];
    board.lead.posts(&second, "close_question", &duplicate).await.says(WRONG, "Write the address of the question that was asked before");
    board.lead.posts(&second, "close_question", &[("because", "duplicate"), ("original", &second)]).await.says(WRONG, "That is this question itself");
    let original = format!("http://site.example{first}#answers");
    board.lead.posts(&second, "close_question", &[("because", "duplicate"), ("original", &original), ("note", "It was *there*.")]).await.leads_to(&second);
    let page = site.get(&second).await;
    let text = page.text();
    assert!(text.contains("Closed because it was asked before.") && text.contains("It was asked as How long?.") && text.contains("It was *there*."), "{text}");
    assert!(!board.bob.gets(&second).await.text().contains("Your answer"));
    sends(&board.bob, &second, "answer", &[("body", "Late.")]).await.says(WRONG, "This question was closed while you wrote.");
    sends(&board.ada, &second, "reopen_question", &[]).await.says(StatusCode::FORBIDDEN, "Leads and moderators");
    board.lead.posts(&second, "reopen_question", &[]).await.leads_to(&second);
    assert!(!site.page(&second).await.contains("Closed because"));
    sends(&board.bob, &second, "close_question", &[("because", "obsolete")]).await.says(StatusCode::FORBIDDEN, "Who asked closes a question");
    board.ada.posts(&second, "close_question", &[("because", "obsolete")]).await.leads_to(&second);
    let log = board.lead.reads("/c/design/settings/log").await;
    assert!(log.contains("Lead closed the question “How very long?”") && log.contains("Lead reopened the question"), "{log}");
});

on_every_database!(async fn who_closed_their_own_question_opens_it_again(site) {
    let board = Board::open_to(site, "members").await;
    let question = asks(&board.ada, "How long?", &[("anonymous", "yes")]).await;
    let close = [("because", "needs_detail")];
    board.ada.posts(&question, "close_question", &close).await.leads_to(&question);
    sends(&board.bob, &question, "reopen_question", &[]).await.says(StatusCode::FORBIDDEN, "Leads and moderators");
    board.ada.posts(&question, "reopen_question", &[]).await.leads_to(&question);
    answers(&board.bob, &question, "Three weeks.").await;
    board.lead.posts(&question, "close_question", &close).await.leads_to(&question);
    sends(&board.ada, &question, "reopen_question", &[]).await.says(StatusCode::FORBIDDEN, "Leads and moderators");
    assert!(!board.ada.gets(&question).await.body.contains("reopen_question"));
    let log = board.lead.reads("/c/design/settings/log").await;
    assert!(log.contains("The question “How long?” was reopened") && !log.contains("Ada reopened") && !log.contains("Ada closed"), "{log}");
});

on_every_database!(async fn nobody_but_moderators_writes_to_what_is_locked(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    answers(&board.bob, &question, "Three weeks.").await;
    sends(&board.ada, &question, "lock_question", &[("yes", "yes")]).await.says(StatusCode::FORBIDDEN, "Leads and moderators");
    board.lead.posts(&question, "lock_question", &[]).await.leads_to(&question);
    assert!(site.page(&question).await.contains("This question is locked"));
    for (function, fields) in [
        ("answer", vec![("body", "x")]),
        ("comment", vec![("body", "x"), ("post", "question")]),
        ("edit_answer", vec![("body", "x"), ("post", "answer-1")]),
        ("delete_post", vec![("post", "answer-1")]),
    ] {
        sends(&board.bob, &question, function, &fields).await.says(WRONG, "This question is locked");
    }
    board.lead.posts(&question, "answer", &[("body", "Settled.")]).await.leads_to(&format!("{question}#answer-2"));
    board.lead.posts(&question, "lock_question", &[]).await.leads_to(&question);
    answers(&board.bob, &question, "Again.").await;
});

/// Everywhere a question might be found.
async fn everywhere(site: &TestSite, by: Option<&Visitor<'_>>, word: &str) -> Vec<String> {
    let search = format!("/search?q={word}");
    let mut found = Vec::new();
    for path in [
        "/",
        "/questions",
        "/questions?show=unanswered",
        "/questions?topic=forms",
        QUESTIONS,
        "/c/design",
        "/feed.atom",
        "/c/design/feed.atom",
        &sitemap(site).await,
        "/topics/forms",
        "/people/ada",
        "/people/ada?show=asked",
        "/people/bob",
        "/people/bob?show=answered",
        &search,
    ] {
        let page = match by {
            Some(visitor) => visitor.gets(path).await,
            None => site.get(path).await,
        };
        // What was looked for is on the page that says that nothing was found.
        if page.body.replace(&format!("q={word}"), "").replace(&format!("value=\"{word}\""), "").contains(&format!("{word}-in-forms")) {
            found.push(path.to_owned());
        }
    }
    found
}

on_every_database!(async fn what_is_deleted_is_nowhere_and_can_be_brought_back(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.lead, "Xylophones in forms", &[("topics", "Forms")]).await;
    answers(&board.bob, &question, "Yes.").await;
    let before = everywhere(site, None, "xylophones").await;
    assert!(before.len() >= 10, "{before:?}");
    board.lead.posts(&question, "delete_post", &[("post", "question"), ("why", "Spam.")]).await.leads_to(&question);
    assert_eq!(everywhere(site, None, "xylophones").await, [""; 0]);
    assert_eq!(everywhere(site, Some(&board.ada), "xylophones").await, [""; 0]);
    assert_eq!(site.get(&question).await.status, StatusCode::NOT_FOUND);
    assert_eq!(board.ada.gets(&question).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get(&format!("{question}/history")).await.status, StatusCode::NOT_FOUND);
    sends(&board.ada, &question, "answer", &[("body", "x")]).await.says(StatusCode::NOT_FOUND, "");
    let moderators = board.lead.reads(&question).await;
    assert!(moderators.contains("This question was deleted.") && moderators.contains("Spam."), "{moderators}");
    assert!(site.page("/questions").await.contains("All (0)"), "it is not counted");
    board.lead.posts(&question, "undelete_post", &[("post", "question")]).await.leads_to(&question);
    assert_eq!(everywhere(site, None, "xylophones").await, before);
    let log = board.lead.reads("/c/design/settings/log").await;
    assert!(log.contains("Lead deleted the question “Xylophones in forms”") && log.contains("Spam.") && log.contains("Lead brought back the question"), "{log}");
});

on_every_database!(async fn authors_delete_their_own_and_moderators_say_why(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    board.ada.posts(&question, "delete_post", &[("post", "question")]).await.leads_to(&question);
    board.ada.posts(&question, "undelete_post", &[("post", "question")]).await.leads_to(&question);
    let answer = answers(&board.bob, &question, "Three weeks.").await;
    sends(&board.ada, &question, "delete_post", &[("post", "question")]).await.says(WRONG, "Others have answered");
    sends(&board.ada, &question, "delete_post", &[("post", &answer)]).await.says(StatusCode::FORBIDDEN, "Who wrote this deletes it");
    board.lead.posts(&question, "delete_post", &[("post", &answer)]).await.says(WRONG, "Say why");
    board.ada.posts(&question, "accept", &[("post", &answer)]).await;
    board.lead.posts(&question, "delete_post", &[("post", &answer), ("why", "Not so.")]).await.leads_to(&format!("{question}#{answer}"));
    let page = site.page(&question).await;
    assert!(!page.contains("Three weeks.") && page.contains("No answer yet"), "{page}");
    assert!(site.page("/questions?show=unanswered").await.contains("How long?") && !site.page("/search?q=weeks").await.contains("How long?"));
    let own = board.bob.reads(&question).await;
    assert!(own.contains("Three weeks.") && own.contains("Not so."), "who wrote it reads why: {own}");
    sends(&board.bob, &question, "undelete_post", &[("post", &answer)]).await.says(StatusCode::FORBIDDEN, "A moderator deleted this");
    sends(&board.ada, &question, "find_helpful", &[("post", &answer), ("yes", "yes")]).await.says(StatusCode::NOT_FOUND, "");
    board.lead.posts(&question, "undelete_post", &[("post", &answer)]).await;
    assert!(site.page(&question).await.contains("Three weeks.") && site.page("/questions").await.contains("1 answer"));
    board.bob.posts(&question, "comment", &[("post", "question"), ("body", "Remarkable.")]).await;
    board.bob.posts(&question, "delete_post", &[("post", "comment-1")]).await.leads_to(&format!("{question}#comment-1"));
    assert!(!site.page(&question).await.contains("Remarkable."));
});

on_every_database!(async fn what_was_deleted_stays_so_when_it_is_imported_again(site) {
    let lead = site.member("Lead").await;
    let files = [
        ("communities/design.md", "---\nname: Design\n---\n"),
        ("questions/design/day.md", "---\ntitle: How long is a day?\nasked: 2026-02-01\n---\n"),
    ];
    site.holds(&files).await;
    site.puts("lead", "design", "active", Some("lead")).await;
    let question = "/c/design/questions/day";
    lead.posts(question, "delete_post", &[("post", "question"), ("why", "Spam.")]).await.leads_to(question);
    site.imports(&files).await;
    assert_eq!(site.get(question).await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn a_question_moves_and_its_old_address_leads_there(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    let fields = [("name", "Data"), ("summary", "Numbers."), ("kind", "practice"), ("join_rule", "open")];
    board.bob.posts("/communities/new", "found", &fields).await.leads_to("/c/data/settings");
    sends(&board.ada, &question, "move_question", &[("into", "data")]).await.says(StatusCode::FORBIDDEN, "Leads and moderators");
    board.lead.posts(&question, "move_question", &[("into", "nowhere")]).await.says(WRONG, "There is no such other community.");
    // Questions of a new community are its members'.
    for who in [&board.lead, &board.ada] {
        who.posts("/c/data", "join", &[]).await.leads_to("/c/data");
    }
    board.lead.posts(&question, "move_question", &[("into", "data")]).await.leads_to("/c/data/questions/how-long");
    assert_eq!(site.get("/c/data/questions/how-long").await.status, StatusCode::NOT_FOUND);
    let old = board.bob.gets(&question).await;
    assert_eq!((old.status, old.header("location")), (StatusCode::PERMANENT_REDIRECT, "/c/data/questions/how-long"));
    assert_eq!(site.get(&question).await.status, StatusCode::NOT_FOUND, "who may not read it there does not learn where it went");
    let back = board.bob.posts("/c/data/questions/how-long", "move_question", &[("into", "design")]).await;
    back.says(WRONG, "People would read it in Design who can’t read it in Data");
});
