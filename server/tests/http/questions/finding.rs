//! Finding questions, and what is said of who answers them.

use axum::http::StatusCode;

use super::{Board, QUESTIONS, answers, asks};
use crate::on_every_database;
use crate::sitemap::elements;

fn question(title: &str, asked: &str, more: &str) -> String {
    format!("---\ntitle: {title}\nasked: {asked}\n{more}---\nHow?\n")
}

on_every_database!(async fn questions_are_found_by_state_author_and_how_long_they_wait_and_sorted(site) {
    let solved = question("Solved?", "2026-02-20T10:00:00Z", "author: ada\nanswers:\n- {at: 2026-02-21T10:00:00Z, accepted: true, body: So.}\n");
    let (old, new, closed) = (question("Old?", "2026-01-02T10:00:00Z", "author: ada\n"), question("New?", "2026-03-02T10:00:00Z", ""), question("Closed?", "2026-01-01T10:00:00Z", "state: closed\n"));
    site.holds(&[
        ("communities/design.md", "---\nname: Design\n---\n"), ("people/ada.md", "---\nname: Ada\n---\n"),
        ("questions/design/solved.md", &solved), ("questions/design/old.md", &old), ("questions/design/new.md", &new), ("questions/design/closed.md", &closed),
    ]).await;
    for list in ["/questions", QUESTIONS] {
        let found = async |query: &str| -> Vec<String> {
            let found = site.walk(&format!("{list}{query}"), &format!("{QUESTIONS}/")).await;
            found.iter().map(|href| href.rsplit('/').next().unwrap().to_owned()).collect()
        };
        assert_eq!(found("").await, ["new", "solved", "old", "closed"]);
        assert_eq!(found("?state=solved").await, ["solved"]);
        assert_eq!(found("?state=open").await, ["new", "old"]);
        assert_eq!(found("?state=closed").await, ["closed"]);
        assert_eq!(found("?author=ada").await, ["solved", "old"]);
        assert_eq!(found("?show=unanswered&waiting=7").await, ["old"]);
        assert_eq!(found("?sort=newest").await, ["new", "solved", "old", "closed"]);
        assert_eq!(site.get(&format!("{list}?author=nobody")).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(site.get(&format!("{list}?state=lost")).await.status, StatusCode::BAD_REQUEST);
        assert!(site.page(&format!("{list}?author=ada")).await.contains("Asked by: Ada"));
    }
});

on_every_database!(async fn the_most_helpful_come_first_page_by_page(site) {
    let board = Board::open_to(site, "public").await;
    for n in 0..33 {
        site.clock.set(site.clock.now() + chrono::TimeDelta::minutes(2));
        let by = if n < 20 { &board.ada } else { &board.lead };
        asks(by, &format!("Question {n}?"), &[]).await;
    }
    let helped = |n: u8| format!("{QUESTIONS}/question-{n}");
    for (n, people) in [(3, vec![&board.bob, &board.lead]), (30, vec![&board.bob])] {
        for who in people {
            who.posts(&helped(n), "find_helpful", &[("post", "question"), ("yes", "yes")]).await;
        }
    }
    let found = site.walk(&format!("{QUESTIONS}?sort=helpful"), &format!("{QUESTIONS}/")).await;
    assert_eq!(found[..3], [helped(3), helped(30), helped(32)]);
    assert_eq!(found.len(), 33);
    board.bob.posts(&helped(3), "find_helpful", &[("post", "question"), ("yes", "")]).await;
    board.lead.posts(&helped(3), "find_helpful", &[("post", "question"), ("yes", "")]).await;
    assert_eq!(site.walk(&format!("{QUESTIONS}?sort=helpful"), &format!("{QUESTIONS}/")).await[..2], [helped(30), helped(32)]);
});

on_every_database!(async fn a_topic_has_a_feed_of_its_own(site) {
    site.holds(&[
        ("communities/design.md", "---\nname: Design\n---\n"),
        ("communities/secret.md", "---\nname: Secret\naudience: {questions: members}\n---\n"),
        ("topics/forms.md", "---\ntitle: Forms\n---\n"),
        ("questions/design/on.md", &question("On forms?", "2026-03-01T10:00:00Z", "topics: [forms]\n")),
        ("questions/design/off.md", &question("On pens?", "2026-03-01T10:00:00Z", "")),
        ("questions/secret/on.md", &question("On secret forms?", "2026-03-01T10:00:00Z", "topics: [forms]\n")),
        ("pages/design/p.md", "---\ntitle: Good forms\npublished: 2026-02-01\ntopics: [forms]\n---\nP.\n"),
    ]).await;
    let feed = site.get("/topics/forms/feed.atom").await;
    assert_eq!(elements(&feed.body, "title"), ["New about Forms", "On forms?", "Good forms"]);
    assert!(site.get("/topics/forms").await.body.contains("/topics/forms/feed.atom"));
    assert_eq!(site.get("/topics/nothing/feed.atom").await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn a_profile_says_with_what_somebody_helps_as_far_as_its_reader_may_see(site) {
    let board = Board::open_to(site, "members").await;
    let question = asks(&board.lead, "Which box?", &[("topics", "Forms")]).await;
    let answer = answers(&board.bob, &question, "The left one.").await;
    board.lead.posts(&question, "accept", &[("post", &answer)]).await;
    board.ada.posts(&question, "find_helpful", &[("post", &answer), ("yes", "yes")]).await;
    let profile = "/people/bob";
    let helps = async |who: &crate::visitor::Visitor<'_>| who.reads(profile).await.contains("Forms (2)");
    assert!(helps(&board.ada).await && !helps(&site.visitor()).await && !helps(&site.member("Eve").await).await);
    assert!(board.lead.reads(&question).await.contains("1 person found this helpful"));
    let audiences = "/c/design/settings/audiences";
    assert!(board.lead.gets(audiences).await.body.contains("Show how many found an answer helpful"));
    board.lead.posts(audiences, "change_audiences", &[("numbers", "")]).await.leads_to(audiences);
    assert!(!helps(&board.ada).await, "the community has switched numbers off");
    assert!(!board.lead.reads(&question).await.contains("found this helpful"));
});
