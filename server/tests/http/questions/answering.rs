//! Answering, commenting, finding helpful, accepting.

use app::{on, run};
use axum::http::StatusCode;
use tokio::task::JoinSet;

use super::{Board, answers, asks, sends};
use crate::on_every_database;
use crate::site::TestSite;

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

async fn count(site: &TestSite, sql: &'static str) -> i64 {
    on!(site.db().reader(), c => sqlx::query_scalar(sql).fetch_one(c)).unwrap()
}

on_every_database!(async fn members_answer_and_the_question_is_no_longer_unanswered(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    assert!(site.page("/questions?show=unanswered").await.contains("How long?"));
    assert!(board.bob.reads(&question).await.contains("Seen by everybody on the web."));
    assert_eq!(answers(&board.bob, &question, "Three *weeks*.").await, "answer-1");
    assert_eq!(answers(&board.ada, &question, "I waited four.").await, "answer-2");
    let page = site.get(&question).await;
    assert!(page.body.contains("id=\"answer-1\"") && page.body.contains("<em>weeks</em>") && page.text().contains("2 answers"), "{}", page.text());
    assert!(!site.page("/questions?show=unanswered").await.contains("How long?"));
    assert!(site.page("/search?q=weeks").await.contains("How long?"), "what answers say is found");
    assert!(board.lead.reads("/c/design/settings/log").await.contains("Bob answered the question “How long?”"));
    board.bob.posts(&question, "answer", &[("body", " ")]).await.says(WRONG, "Write something first.");
    board.bob.posts(&question, "answer", &[("body", &"x".repeat(1_000_000))]).await.says(WRONG, "at most 50000 fit");
});

on_every_database!(async fn who_may_not_write_here_is_shown_the_way(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    let anybody = site.get(&question).await;
    assert!(anybody.body.contains(&format!("href=\"/sign-in?to={question}\"")) && !anybody.body.contains("<form class=\"form\""), "{}", anybody.text());
    let eve = site.member("Eve").await;
    assert!(eve.reads(&question).await.contains("Join Design to answer"));
    for function in ["answer", "comment"] {
        sends(&eve, &question, function, &[("body", "x"), ("post", "question")]).await.says(StatusCode::FORBIDDEN, "Members of Design write here.");
    }
    sends(&site.visitor(), &question, "answer", &[("body", "x")]).await.leads_to(&format!("/sign-in?to={}", question.replace('/', "%2F")));
});

on_every_database!(async fn comments_stand_below_what_they_are_about(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    let answer = answers(&board.bob, &question, "Three weeks.").await;
    let comment = board.bob.posts(&question, "comment", &[("post", "question"), ("body", "With whom?")]).await;
    comment.leads_to(&format!("{question}#comment-1"));
    board.ada.posts(&question, "comment", &[("post", &answer), ("body", "Thank you, @bob and @nobody.")]).await.leads_to(&format!("{question}#comment-2"));
    let page = site.get(&question).await;
    let text = page.text();
    let places = ["With whom?", "Three weeks.", "Thank you, @bob"].map(|part| text.find(part).unwrap_or_else(|| panic!("{part} in {text}")));
    assert!(places.is_sorted(), "{text}");
    assert!(page.body.contains("href=\"/people/bob\">@bob</a>") && page.body.contains("@nobody."), "{}", page.body);
    let wrong = board.ada.posts(&question, "comment", &[("post", &answer), ("body", "")]).await;
    wrong.says(WRONG, "Write something first.");
    sends(&board.ada, &question, "comment", &[("post", "answer-9"), ("body", "x")]).await.says(StatusCode::NOT_FOUND, "");
    sends(&board.ada, &question, "comment", &[("post", "comment-1"), ("body", "x")]).await.says(StatusCode::NOT_FOUND, "");
});

on_every_database!(async fn each_finds_a_post_helpful_once_and_may_take_it_back_and_nobody_their_own(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    let answer = answers(&board.bob, &question, "Three weeks.").await;
    let to = format!("{question}#{answer}");
    for _ in 0..2 {
        sends(&board.ada, &question, "find_helpful", &[("post", &answer), ("yes", "yes")]).await.leads_to(&to);
    }
    let eve = site.member("Eve").await;
    eve.posts(&question, "find_helpful", &[("post", &answer)]).await.leads_to(&to);
    assert!(site.page(&question).await.contains("2 people found this helpful"));
    board.ada.posts(&question, "find_helpful", &[("post", &answer)]).await.leads_to(&to);
    assert!(site.page(&question).await.contains("1 person found this helpful"));
    sends(&board.bob, &question, "find_helpful", &[("post", &answer), ("yes", "yes")]).await.says(WRONG, "You wrote this yourself");
    sends(&eve, &question, "find_helpful", &[("post", "comment-1"), ("yes", "yes")]).await.says(StatusCode::NOT_FOUND, "");
});

on_every_database!(async fn nobody_changes_their_mind_about_what_helped_without_end(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    let answer = answers(&board.bob, &question, "Three weeks.").await;
    let to = format!("{question}#{answer}");
    let (yes, no) = ([("post", answer.as_str()), ("yes", "yes")], [("post", answer.as_str()), ("yes", "")]);
    sends(&board.ada, &question, "find_helpful", &yes).await.leads_to(&to);
    const OFTEN: &str = "update attempt set count = 600 where key like 'helpful:%'";
    let mut tx = site.db().begin().await.unwrap();
    assert_eq!(run!(tx, sqlx::query(OFTEN)).unwrap(), 1);
    tx.commit([]).await.unwrap();
    sends(&board.ada, &question, "find_helpful", &yes).await.leads_to(&to);
    sends(&board.ada, &question, "find_helpful", &no).await.says(StatusCode::TOO_MANY_REQUESTS, "That was tried too often.");
    assert!(site.page(&question).await.contains("1 person found this helpful"));
    sends(&board.lead, &question, "find_helpful", &yes).await.leads_to(&to);
});

on_every_database!(async fn of_fifty_who_find_it_helpful_at_once_each_counts_once(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    let mut helped = Vec::new();
    for n in 0..50 {
        let visitor = site.visitor();
        visitor.comes_from(&format!("192.0.2.{n}"));
        visitor.signs_up(&format!("Helper {n}"), &format!("helper{n}@site.example")).await;
        helped.push(visitor);
    }
    let fields = [("__fn", "/do/app/questions/posting/find_helpful"), ("community", "design"), ("slug", "how-long"), ("post", "question"), ("yes", "yes")];
    let clicks: JoinSet<_> = helped.iter().flat_map(|visitor| [visitor.posting(&question, &fields), visitor.posting(&question, &fields)]).collect();
    assert!(clicks.join_all().await.iter().all(|answer| answer.status == StatusCode::SEE_OTHER));
    assert_eq!(count(site, "select count(*) from helpful").await, 50);
    assert!(site.page(&question).await.contains("50 people found this helpful"));
});

on_every_database!(async fn the_asker_or_a_moderator_accepts_and_may_change_their_mind(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    let (first, second) = (answers(&board.bob, &question, "First.").await, answers(&board.bob, &question, "Second.").await);
    let accepted = async |page: String| page.find("Accepted answer").map(|at| page[at..].find("Second.").is_some_and(|at_second| page[at..].find("First.").is_none_or(|at_first| at_second < at_first)));
    sends(&board.bob, &question, "accept", &[("post", &first), ("yes", "yes")]).await.says(StatusCode::FORBIDDEN, "Who asked accepts an answer");
    board.ada.posts(&question, "accept", &[("post", &second)]).await.leads_to(&format!("{question}#{second}"));
    assert_eq!(accepted(site.page(&question).await).await, Some(true));
    assert!(site.page("/questions").await.contains("accepted"));
    board.lead.posts(&question, "accept", &[("post", &first)]).await.leads_to(&format!("{question}#{first}"));
    assert_eq!(accepted(site.page(&question).await).await, Some(false));
    board.ada.posts(&question, "accept", &[("post", &first)]).await.leads_to(&format!("{question}#{first}"));
    assert_eq!(accepted(site.page(&question).await).await, None);
    let log = board.lead.reads("/c/design/settings/log").await;
    assert!(log.contains("Lead accepted an answer to the question “How long?”") && log.contains("Ada took back the acceptance of an answer"), "{log}");
});

on_every_database!(async fn of_two_who_accept_at_once_one_is_last_and_one_answer_is_accepted(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    let anchors = [answers(&board.bob, &question, "First.").await, answers(&board.bob, &question, "Second.").await];
    let by = [&board.ada, &board.lead];
    let accepting: JoinSet<_> = by.iter().zip(&anchors).map(|(by, anchor)| {
        by.posting(&question, &[("__fn", "/do/app/questions/posting/accept"), ("community", "design"), ("slug", "how-long"), ("post", anchor), ("yes", "yes")])
    }).collect();
    assert!(accepting.join_all().await.iter().all(|answer| answer.status == StatusCode::SEE_OTHER));
    assert_eq!(site.get(&question).await.body.matches("answer--accepted").count(), 1);
});

on_every_database!(async fn answers_stand_in_the_order_that_is_asked_for(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    let mut anchors = Vec::new();
    for body in ["Oldest.", "Middle.", "Newest."] {
        anchors.push(answers(&board.bob, &question, body).await);
        site.clock.set(site.clock.now() + chrono::TimeDelta::minutes(5));
    }
    board.ada.posts(&question, "find_helpful", &[("post", &anchors[1])]).await;
    for (sort, order) in [("", ["Middle.", "Oldest.", "Newest."]), ("?sort=newest", ["Newest.", "Middle.", "Oldest."]), ("?sort=oldest", ["Oldest.", "Middle.", "Newest."])] {
        let page = site.page(&format!("{question}{sort}")).await;
        assert!(order.map(|body| page.find(body).unwrap()).is_sorted(), "{sort}: {page}");
    }
    assert_eq!(site.get(&format!("{question}?sort=best")).await.status, StatusCode::BAD_REQUEST);
});

on_every_database!(async fn what_is_written_while_a_session_ends_is_given_back(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    let nobody = site.visitor();
    let answer = sends(&nobody, &question, "answer", &[("body", "Three weeks, if the weather holds.")]).await;
    answer.says(StatusCode::UNAUTHORIZED, "Three weeks, if the weather holds.");
    assert!(answer.text().contains("It is not posted."), "{}", answer.text());
    sends(&nobody, &question, "answer", &[("body", "Three.")]).await.leads_to(&format!("/sign-in?to={}", question.replace('/', "%2F")));
    assert!(!site.page(&question).await.contains("Three"));
});

on_every_database!(async fn what_people_post_is_shown_as_text_and_never_runs(site) {
    let board = Board::open_to(site, "public").await;
    let payloads = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "[x](javascript:alert(1))", "![x](data:text/html,<script>alert(1)</script>)", "<a href=\"javascript:alert(1)\">x</a>", "'-alert(1)-'", "</textarea><script>alert(1)</script>", "@\"><script>alert(1)</script>"];
    for (n, payload) in payloads.iter().enumerate() {
        let question = asks(&board.lead, &format!("Is {payload} text?"), &[("body", payload), ("topics", &format!("topic {n} <b>x</b>"))]).await;
        answers(&board.bob, &question, payload).await;
        board.ada.posts(&question, "comment", &[("post", "question"), ("body", payload)]).await;
        for page in [site.get(&question).await, board.bob.gets(&question).await, site.get("/questions").await] {
            for bad in ["<script>alert", "<img src=x", "<svg/onload", "<a href=\"javascript", "<img src=\"data:", "<b>x"] {
                assert!(!page.body.contains(bad), "{bad} of {payload}");
            }
        }
    }
});
