//! What moderators do with questions, and what whoever wrote them hears of it.

use axum::http::StatusCode;

use super::{Board, answers, asks, sends};
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// What somebody is told that they have not read yet; then they have.
async fn news(of: &Visitor<'_>) -> String {
    let page = of.gets("/me/notifications").await;
    if page.text().contains("Mark all as read") {
        of.posts("/me/notifications", "mark_all_read", &[]).await.leads_to("/me/notifications");
    }
    page.text()
}

/// Another community, led by Bob, whose questions are for an audience; Lead belongs to it.
async fn data<'s>(board: &Board<'s>, audience: &str) {
    let fields = [("name", "Data"), ("summary", "Numbers."), ("kind", "practice"), ("join_rule", "open")];
    board.bob.posts("/communities/new", "found", &fields).await.leads_to("/c/data/settings");
    let path = "/c/data/settings/audiences";
    board.bob.posts(path, "change_audiences", &[("questions", audience)]).await.leads_to(path);
    board.lead.posts("/c/data", "join", &[]).await.leads_to("/c/data");
}

on_every_database!(async fn a_question_goes_nowhere_where_others_read_it(site) {
    let board = Board::open_to(site, "members").await;
    data(&board, "members").await;
    let question = asks(&board.ada, "Only for us?", &[]).await;
    board.ada.posts("/c/data", "join", &[]).await.leads_to("/c/data");
    assert!(board.lead.reads(&question).await.contains("Everybody who reads it there must be able to read it here"));
    board.lead.posts(&question, "move_question", &[("into", "data")]).await.says(WRONG, "People would read it in Data who can’t read it in Design");
    assert_eq!(board.lead.gets(&question).await.status, StatusCode::OK);
});

on_every_database!(async fn a_question_does_not_go_where_its_asker_can_not_read_it_and_they_are_told_where_it_went(site) {
    let board = Board::open_to(site, "public").await;
    data(&board, "members").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    board.lead.posts(&question, "move_question", &[("into", "data")]).await.says(WRONG, "could not read their own question in Data");
    board.ada.posts("/c/data", "join", &[]).await.leads_to("/c/data");
    board.lead.posts(&question, "move_question", &[("into", "data")]).await.leads_to("/c/data/questions/how-long");
    let told = board.ada.gets("/me/notifications").await;
    assert!(told.text().contains("Lead moved your question") && told.text().contains("It is in Data now."), "{}", told.text());
    let go = told.body.split("href=\"").find(|href| href.contains("/go\"")).unwrap().split('"').next().unwrap();
    board.ada.gets(go).await.leads_to("/c/data/questions/how-long");
});

on_every_database!(async fn a_nameless_question_goes_only_where_everybody_reads_it_so_that_nobody_learns_whose_it_is(site) {
    let board = Board::open_to(site, "signed_in").await;
    data(&board, "members").await;
    board.ada.posts("/c/data", "join", &[]).await.leads_to("/c/data");
    for (who, title) in [(&board.ada, "Am I any good?"), (&board.bob, "Am I no good?")] {
        let question = asks(who, title, &[("anonymous", "yes")]).await;
        let refused = board.lead.posts(&question, "move_question", &[("into", "data")]).await;
        refused.says(WRONG, "It was asked without a name");
    }
    let path = "/c/data/settings/audiences";
    board.bob.posts(path, "change_audiences", &[("questions", "signed_in")]).await.leads_to(path);
    let moved = board.lead.posts("/c/design/questions/am-i-any-good", "move_question", &[("into", "data")]).await;
    moved.leads_to("/c/data/questions/am-i-any-good");
    assert!(news(&board.ada).await.contains("Lead moved your question"));
});

on_every_database!(async fn a_question_is_taken_away_from_those_who_answered_only_where_the_moderator_agrees(site) {
    let board = Board::open_to(site, "public").await;
    data(&board, "members").await;
    board.ada.posts("/c/data", "join", &[]).await.leads_to("/c/data");
    let (zora, eve) = (site.member("Zora").await, site.member("Eve").await);
    for who in [&zora, &eve] {
        who.posts("/c/design", "join", &[]).await.leads_to("/c/design");
    }
    let moves = async |question: &str, agreed: &str| board.lead.posts(question, "move_question", &[("into", "data"), ("agreed", agreed)]).await;
    let question = asks(&board.ada, "How long?", &[]).await;
    answers(&board.bob, &question, "A week, as they say in Data.").await;
    answers(&zora, &question, "A month.").await;
    zora.posts(&question, "comment", &[("post", "question"), ("body", "Or two.")]).await;

    let asked = board.lead.posts(&question, "move_question", &[("into", " /c/data ")]).await;
    asked.says(WRONG, "1 person who wrote below it does not read the questions of Data, and would lose sight of their own words. The question is still here.");
    assert!(!asked.text().contains("Zora does") && asked.text().contains("Move it all the same"), "{}", asked.text());
    for word in ["", "no", "yes", "/c/design"] {
        moves(&question, word).await.says(WRONG, "The question is still here.");
    }
    let word = asked.asks_to_agree().unwrap();
    moves(&question, &word).await.leads_to("/c/data/questions/how-long");
    assert_eq!((zora.gets("/c/data/questions/how-long").await.status, zora.gets(&question).await.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert!(board.bob.reads("/c/data/questions/how-long").await.contains("A month."));

    // Of who wrote without a name nothing is told, whether or not they read there.
    board.lead.posts("/c/design/settings/audiences", "change_audiences", &[("anonymous", "yes")]).await;
    for (who, title) in [(&board.bob, "Why?"), (&eve, "What for?")] {
        let question = asks(&board.ada, title, &[]).await;
        who.posts(&question, "answer", &[("body", "Because."), ("anonymous", "yes")]).await.leads_to(&format!("{question}#answer-1"));
        moves(&question, "").await.says(WRONG, "1 post below it was written without a name: whether who wrote that reads there, nobody is told.");
        moves(&question, &word).await;
        assert_eq!(site.get(&question).await.status, StatusCode::NOT_FOUND);
    }
});

on_every_database!(async fn whoever_wrote_what_a_moderator_closes_or_deletes_hears_of_it_and_why(site) {
    let board = Board::open_to(site, "members").await;
    let question = asks(&board.ada, "Which pen?", &[("anonymous", "yes")]).await;
    let answer = answers(&board.bob, &question, "The red one.").await;
    assert!(news(&board.ada).await.contains("Bob answered"));
    board.lead.posts(&question, "close_question", &[("because", "off_topic"), ("note", "Ask the stationers.")]).await.leads_to(&question);
    let told = news(&board.ada).await;
    assert!(told.contains("Lead closed your question") && told.contains("Because it belongs elsewhere. Ask the stationers."), "{told}");
    board.lead.posts(&question, "reopen_question", &[]).await.leads_to(&question);
    assert!(news(&board.ada).await.contains("Lead reopened your question"));
    board.lead.posts(&question, "delete_post", &[("post", &answer), ("why", "An advertisement.")]).await;
    let told = news(&board.bob).await;
    assert!(told.contains("Lead deleted what you wrote") && told.contains("An advertisement.") && told.contains("Which pen?"), "{told}");
    board.lead.posts(&question, "undelete_post", &[("post", &answer), ("why", "It was none.")]).await;
    let told = news(&board.bob).await;
    assert!(told.contains("Lead brought back what you wrote") && told.contains("It was none."), "{told}");
    board.bob.posts(&question, "comment", &[("post", "question"), ("body", "Really.")]).await;
    board.lead.posts(&question, "delete_post", &[("post", "comment-1"), ("why", "Idle.")]).await;
    assert!(news(&board.bob).await.contains("Idle."));
    board.lead.posts(&question, "delete_post", &[("post", "question"), ("why", "Off we go.")]).await.leads_to(&question);
    let told = news(&board.ada).await;
    assert!(told.contains("Lead deleted what you wrote") && told.contains("Off we go."), "its author, who still sees it: {told}");
    assert!(!news(&board.bob).await.contains("Off we go."));
    let log = board.lead.reads("/c/design/settings/log").await;
    assert!(log.contains("It was none."), "why it was brought back stands in the log: {log}");
    assert!(!news(&board.lead).await.contains("Lead deleted"), "nobody hears of what they did");
});

on_every_database!(async fn what_its_author_does_with_a_post_is_no_news_to_them(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "Which pen?", &[]).await;
    board.ada.posts(&question, "close_question", &[("because", "obsolete")]).await.leads_to(&question);
    board.ada.posts(&question, "delete_post", &[("post", "question")]).await.leads_to(&question);
    board.ada.posts(&question, "undelete_post", &[("post", "question")]).await.leads_to(&question);
    assert!(news(&board.ada).await.contains("Nothing yet."));
});

on_every_database!(async fn who_asked_without_their_name_and_moderates_does_not_give_that_away(site) {
    let board = Board::open_to(site, "members").await;
    let question = asks(&board.lead, "Am I any good?", &[("anonymous", "yes")]).await;
    board.lead.posts(&question, "close_question", &[("because", "obsolete")]).await.leads_to(&question);
    board.lead.posts(&question, "reopen_question", &[]).await.leads_to(&question);
    board.lead.posts(&question, "lock_question", &[]).await.leads_to(&question);
    board.lead.posts(&format!("{question}/edit"), "edit_question", &[("body", "Often."), ("why", "Truer.")]).await.leads_to(&question);
    for (function, fields) in [("answer", vec![("body", "x y")]), ("comment", vec![("body", "x y"), ("post", "question")])] {
        let fields: Vec<_> = fields.into_iter().chain([("anonymous", "yes")]).collect();
        sends(&board.lead, &question, function, &fields).await.says(WRONG, "leaving out your name would tell that you are one");
    }
    board.lead.posts(&question, "lock_question", &[]).await.leads_to(&question);
    answers(&board.bob, &question, "You are.").await;
    board.lead.posts(&question, "delete_post", &[("post", "question"), ("why", "Enough.")]).await.leads_to(&question);
    board.lead.posts(&question, "undelete_post", &[("post", "question")]).await.leads_to(&question);
    let log = board.lead.reads("/c/design/settings/log").await;
    let lines: Vec<&str> = log.lines().filter(|line| line.contains("Am I any good?")).collect();
    for deed in ["locked", "unlocked", "deleted", "brought back", "edited"] {
        let found: Vec<&&str> = lines.iter().filter(|line| line.contains(&format!(" {deed} the question"))).collect();
        assert!(!found.is_empty() && found.iter().all(|line| line.contains("Lead ")), "{deed} is what a moderator does: {lines:#?}");
    }
    for line in lines.iter().filter(|line| ["made", "closed", "reopened"].iter().any(|deed| line.contains(deed))) {
        assert!(!line.contains("Lead"), "what any asker does tells nobody: {line}");
    }
    assert!(board.bob.reads(&question).await.contains("Somebody, without their name"));
});

on_every_database!(async fn who_wrote_without_their_name_stays_nameless_where_it_is_locked(site) {
    let board = Board::open_to(site, "members").await;
    let question = asks(&board.ada, "Am I any good?", &[]).await;
    board.bob.posts(&question, "comment", &[("post", "question"), ("body", "You are."), ("anonymous", "yes")]).await;
    board.bob.posts(&question, "delete_post", &[("post", "comment-1")]).await;
    board.lead.posts(&question, "lock_question", &[]).await.leads_to(&question);
    board.bob.posts(&question, "undelete_post", &[("post", "comment-1")]).await;
    assert!(board.ada.reads(&question).await.contains("You are."));
    let log = board.lead.reads("/c/design/settings/log").await;
    assert!(log.lines().filter(|line| line.contains("Am I any good?")).all(|line| !line.contains("Bob")), "{log}");
});

on_every_database!(async fn numbers_that_are_switched_off_are_told_by_no_order_and_no_address(site) {
    let board = Board::open_to(site, "public").await;
    let mut asked = Vec::new();
    for n in 0..35 {
        site.clock.set(site.clock.now() + chrono::TimeDelta::minutes(2));
        asked.push(asks(if n < 20 { &board.ada } else { &board.lead }, &format!("Question {n}?"), &[]).await);
    }
    board.bob.posts(&asked[0], "find_helpful", &[("post", "question")]).await;
    answers(&board.lead, &asked[0], "Older.").await;
    site.clock.set(site.clock.now() + chrono::TimeDelta::minutes(2));
    let newer = answers(&board.lead, &asked[0], "Newer.").await;
    board.bob.posts(&asked[0], "find_helpful", &[("post", &newer)]).await;
    let first = async |list: &str| site.get(list).await.body.split("class=\"list-title\"").nth(1).map(|row| row.contains(&asked[0]));
    assert_eq!(first("/c/design/questions?sort=helpful").await, Some(true));
    let audiences = "/c/design/settings/audiences";
    board.lead.posts(audiences, "change_audiences", &[("numbers", "")]).await.leads_to(audiences);
    let list = site.get("/c/design/questions?sort=helpful").await;
    assert!(!list.text().contains("Most helpful") && !list.body.contains("sort=helpful"), "{}", list.text());
    assert!(list.text().contains("Question 34?"), "{}", list.text());
    assert_eq!(first("/questions?sort=helpful").await, None, "it is not among those that are ordered so");
    let page = site.page(&asked[0]).await;
    assert!(!page.contains("Most helpful") && page.find("Older.") < page.find("Newer."), "{page}");
});

/// A question with what somebody writes below it, as it is when they send it: to a page that has changed.
async fn writes<'s>(site: &'s TestSite) -> (Board<'s>, String) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    answers(&board.bob, &question, "Three weeks.").await;
    (board, question)
}

const TEXT: &str = "A long <text> & what else.\n\nIt must not be lost.";
const SHOWN: &str = "It must not be lost.";

on_every_database!(async fn an_answer_to_what_was_closed_stands_in_a_comment_to_be_posted_as_that(site) {
    let (board, question) = writes(site).await;
    board.lead.posts(&question, "close_question", &[("because", "obsolete")]).await.leads_to(&question);
    let page = sends(&board.bob, &question, "answer", &[("body", TEXT)]).await;
    page.says(WRONG, "This question was closed while you wrote. What you typed stands in a comment below the question");
    let fold = page.body.split("<details").find(|fold| fold.contains(SHOWN)).unwrap();
    assert!(fold.contains("open") && fold.contains("posting/comment") && fold.contains("A long &lt;text>"), "{fold}");
    assert!(!page.text().contains("It is not posted."), "and nowhere else: {}", page.text());
});

on_every_database!(async fn what_is_typed_is_not_lost_where_the_form_has_gone(site) {
    let (board, question) = writes(site).await;
    let edit = format!("{question}/answers/1/edit");
    board.lead.posts(&question, "lock_question", &[]).await.leads_to(&question);
    let post = |at: &'static str| ("post", at);
    for (path, function, fields) in [
        (&question, "answer", vec![]),
        (&question, "comment", vec![post("question")]),
        (&edit, "edit_answer", vec![post("answer-1")]),
    ] {
        let fields: Vec<_> = [("__fn", format!("/do/app/questions/posting/{function}"))].into_iter()
            .chain([("community", "design".to_owned()), ("slug", "how-long".to_owned()), ("body", TEXT.to_owned())])
            .chain(fields.into_iter().map(|(name, value)| (name, value.to_owned()))).collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = board.bob.posts_raw(path, &fields).await;
        assert!(page.status.is_client_error(), "{function}: {}", page.status);
        assert!(page.body.contains(SHOWN) && page.text().contains("What you typed") && page.text().contains("is locked"), "{function}: {}", page.text());
        assert!(page.body.contains("A long &lt;text>"), "as text: {}", page.body);
    }
    board.lead.posts(&question, "lock_question", &[]).await.leads_to(&question);
    board.lead.posts(&question, "delete_post", &[("post", "question"), ("why", "Spam.")]).await.leads_to(&question);
    for function in ["answer", "comment"] {
        let page = sends(&board.bob, &question, function, &[("body", TEXT), ("post", "question")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{function}");
        assert!(page.body.contains(SHOWN), "{function}: {}", page.body);
    }
    let page = sends(&board.ada, &question, "comment", &[("body", TEXT), ("post", "question")]).await;
    assert!(page.body.contains(SHOWN) && page.text().contains("This question was deleted"), "{}", page.text());
});

on_every_database!(async fn a_form_in_a_fold_that_comes_back_is_not_folded_away(site) {
    let (board, question) = writes(site).await;
    let comment = "x".repeat(6_000);
    let page = board.bob.posts(&question, "comment", &[("post", "question"), ("body", &comment)]).await;
    assert_eq!(page.status, WRONG);
    let fold = page.body.split("<details").find(|fold| fold.contains(&comment)).unwrap();
    assert!(fold.split('>').next().unwrap().contains("open"), "{}", fold.split('>').next().unwrap());
});
