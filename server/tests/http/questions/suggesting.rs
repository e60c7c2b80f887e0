//! Editing comments, suggested edits, and thanks.

use axum::http::StatusCode;

use super::{Board, answers, asks, sends};
use crate::on_every_database;
use crate::visitor::Visitor;

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

async fn news(of: &Visitor<'_>) -> String {
    of.reads("/me/notifications").await
}

on_every_database!(async fn who_wrote_a_comment_edits_it_and_its_history_is_kept(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    answers(&board.bob, &question, "Three weeks.").await;
    board.ada.posts(&question, "comment", &[("post", "answer-1"), ("body", "With one person?")]).await.leads_to(&format!("{question}#comment-1"));
    let edit = format!("{question}/comments/1/edit");
    assert!(board.ada.gets(&question).await.body.contains(&edit) && !board.bob.gets(&question).await.body.contains(&edit));
    board.bob.gets(&edit).await.says(StatusCode::FORBIDDEN, "Who wrote this edits it");
    sends(&board.bob, &question, "edit_comment", &[("post", "comment-1"), ("body", "x")]).await.says(StatusCode::FORBIDDEN, "Who wrote this edits it");
    board.ada.posts(&edit, "edit_comment", &[("body", " ")]).await.says(WRONG, "Write something first");
    board.ada.posts(&edit, "edit_comment", &[("body", &"x".repeat(5_001))]).await.says(WRONG, "at most 5000 fit");
    board.ada.posts(&edit, "edit_comment", &[("body", "With *two* people?")]).await.leads_to(&format!("{question}#comment-1"));
    let page = site.get(&question).await;
    assert!(page.body.contains("<em>two</em>") && page.text().contains("edited on"), "{}", page.text());
    let history = format!("{question}/comments/1/history");
    assert!(site.page(&history).await.contains("Revision 2: Ada"));
    board.lead.posts(&edit, "edit_comment", &[("body", "With three?")]).await.leads_to(&format!("{question}#comment-1"));
    assert!(site.page(&history).await.contains("Revision 3: Lead"), "moderators edit too");
    board.ada.posts(&history, "restore", &[("number", "1")]).await.leads_to(&format!("{question}#comment-1"));
    assert!(site.page(&question).await.contains("With one person?"));
    board.lead.posts(&question, "delete_post", &[("post", "answer-1"), ("why", "Not so.")]).await;
    assert_eq!(site.get(&history).await.status, StatusCode::NOT_FOUND, "what stands below it is gone with it");
});

on_every_database!(async fn a_comment_without_a_name_is_edited_without_it(site) {
    let board = Board::open_to(site, "members").await;
    let question = asks(&board.bob, "How long?", &[]).await;
    board.ada.posts(&question, "comment", &[("post", "question"), ("body", "I ask too."), ("anonymous", "yes")]).await;
    board.ada.posts(&format!("{question}/comments/1/edit"), "edit_comment", &[("body", "So do I.")]).await.leads_to(&format!("{question}#comment-1"));
    let history = board.bob.reads(&format!("{question}/comments/1/history")).await;
    assert!(history.contains("Revision 2: Somebody, without their name") && !history.contains("Ada"), "{history}");
    assert!(!board.lead.reads("/c/design/settings/log").await.contains("Ada edited"));
});

on_every_database!(async fn members_suggest_edits_and_the_author_takes_them(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[("body", "One interview, I mean. It is for work.")]).await;
    let (suggest, list) = (format!("{question}/suggest"), format!("{question}/suggestions"));
    assert!(board.bob.gets(&question).await.body.contains(&suggest) && !site.get(&question).await.body.contains(&suggest));
    for editor in [&board.ada, &board.lead] {
        editor.gets(&suggest).await.says(StatusCode::FORBIDDEN, "You may edit this yourself");
    }
    board.bob.posts(&suggest, "suggest_edit", &[]).await.says(WRONG, "This is what it says already.");
    board.bob.posts(&suggest, "suggest_edit", &[("title", "How long, please?"), ("why", "More polite.")]).await.leads_to(&question);
    for told in [&board.ada, &board.lead] {
        let news = news(told).await;
        assert!(news.contains("Bob suggests a change") && news.contains("More polite."), "{news}");
    }
    assert!(board.ada.reads(&question).await.contains("1 suggested edit"));
    board.bob.gets(&list).await.says(StatusCode::FORBIDDEN, "Who wrote this edits it");
    let shown = board.ada.gets(&list).await;
    assert!(shown.text().contains("Suggestion for “How long?”: Bob") && shown.body.contains("<ins>"), "{}", shown.text());
    // What others changed elsewhere in the text stays.
    board.ada.posts(&format!("{question}/edit"), "edit_question", &[("body", "One interview, I mean. It is for fun.")]).await.leads_to(&question);
    board.ada.posts(&list, "settle_edit", &[("word", "take")]).await.leads_to(&list);
    let page = site.page(&question).await;
    assert!(page.contains("How long, please?") && page.contains("for fun"), "{page}");
    let history = site.page(&format!("{question}/history")).await;
    assert!(history.contains("Bob") && history.contains("“Suggested: More polite.”"), "{history}");
    assert!(news(&board.bob).await.contains("Ada took your suggestion"));
    assert!(board.ada.reads(&list).await.contains("Nothing waits here."));
});

on_every_database!(async fn what_no_longer_fits_is_shown_as_outdated_and_declined_with_a_word(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    answers(&board.ada, &question, "Three weeks.").await;
    let of = format!("{question}/answers/1");
    board.bob.posts(&format!("{of}/suggest"), "suggest_edit", &[("body", "Four weeks.")]).await.leads_to(&format!("{question}#answer-1"));
    board.ada.posts(&format!("{of}/edit"), "edit_answer", &[("body", "Five weeks.")]).await.leads_to(&format!("{question}#answer-1"));
    let list = format!("{of}/suggestions");
    assert!(board.lead.reads(&list).await.contains("this no longer fits"));
    board.lead.posts(&list, "settle_edit", &[("word", "take")]).await.says(WRONG, "this no longer fits");
    board.lead.posts(&list, "settle_edit", &[("word", "decline"), ("note", "Ada knows.")]).await.leads_to(&list);
    let told = news(&board.bob).await;
    assert!(told.contains("Lead did not take your suggestion") && told.contains("Ada knows."), "{told}");
    assert!(site.page(&question).await.contains("Five weeks."));
    board.lead.posts(&question, "lock_question", &[]).await;
    board.bob.gets(&format!("{of}/suggest")).await.says(StatusCode::FORBIDDEN, "This question is locked");
});

on_every_database!(async fn who_wrote_without_their_name_settles_suggestions_without_it(site) {
    let board = Board::open_to(site, "members").await;
    let question = asks(&board.ada, "Am I any good?", &[("anonymous", "yes")]).await;
    for title in ["Am I good?", "Am I good enough?"] {
        board.bob.posts(&format!("{question}/suggest"), "suggest_edit", &[("title", title)]).await.leads_to(&question);
    }
    assert!(news(&board.ada).await.contains("Bob suggests a change"));
    let list = format!("{question}/suggestions");
    board.ada.posts(&list, "settle_edit", &[("word", "decline")]).await.leads_to(&list);
    board.ada.posts(&list, "settle_edit", &[("word", "take")]).await.leads_to(&list);
    let told = news(&board.bob).await;
    assert!(told.contains("Somebody took your suggestion") && told.contains("Somebody did not take") && !told.contains("Ada"), "{told}");
    for page in [board.bob.reads(&question).await, board.bob.reads(&format!("{question}/history")).await, board.lead.reads("/c/design/settings/log").await] {
        assert!(!page.contains("Ada edited") && !page.contains("Revision 1: Ada") && !page.contains("Revision 2: Ada"), "{page}");
    }
});

on_every_database!(async fn a_line_of_thanks_reaches_the_author_alone_and_is_taken_back(site) {
    let root = site.administrator("Root").await;
    let board = Board::open_to(site, "members").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    board.bob.posts(&question, "answer", &[("body", "Three weeks."), ("anonymous", "yes")]).await.leads_to(&format!("{question}#answer-1"));
    let place = format!("{question}#answer-1");
    assert!(!board.ada.reads(&question).await.contains("Thank who wrote it"));
    sends(&board.ada, &question, "find_helpful", &[("post", "answer-1"), ("yes", "yes")]).await.leads_to(&place);
    assert!(board.ada.reads(&question).await.contains("Thank who wrote it"));
    board.ada.posts(&question, "thank", &[("line", &"x".repeat(281))]).await.says(WRONG, "at most 280 fit");
    board.ada.posts(&question, "thank", &[("line", "It saved our week.")]).await.leads_to(&place);
    let told = news(&board.bob).await;
    assert!(told.contains("Ada thanks you") && told.contains("It saved our week."), "{told}");
    for other in [&board.lead, &root] {
        let seen = [news(other).await, other.gets(&question).await.text()].concat();
        assert!(!seen.contains("It saved our week.") && !seen.contains("Bob"), "{seen}");
    }
    assert!(board.lead.reads(&question).await.contains("1 person found this helpful"));
    board.ada.posts(&question, "thank", &[("line", "It saved our month.")]).await.leads_to(&place);
    let told = news(&board.bob).await;
    assert!(told.contains("our month.") && !told.contains("our week."), "{told}");
    board.ada.posts(&question, "thank", &[("line", "")]).await.leads_to(&place);
    assert!(!news(&board.bob).await.contains("thanks you"));
    board.ada.posts(&question, "thank", &[("line", "Again.")]).await.leads_to(&place);
    board.ada.posts(&question, "find_helpful", &[("post", "answer-1")]).await.leads_to(&place);
    assert!(!news(&board.bob).await.contains("thanks you"), "the line goes with what it was for");
    sends(&board.bob, &question, "thank", &[("post", "answer-1"), ("line", "x")]).await.says(WRONG, "You wrote this yourself");
    sends(&board.ada, &question, "thank", &[("post", "answer-9"), ("line", "x")]).await.says(StatusCode::NOT_FOUND, "");
});
